"""“handouts decide”: proposals from what came back, and the clinician's word on them."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.cli import run
from handouts.deliver.decisions import DecisionsTable, holding
from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from tests.conftest import Ran

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
Run = Callable[..., Ran]
NEXT = "2026-11-30"
ROWS = (
    "id,patient,program,start,clinician",
    "1,Ana Ames,hip-hinge,2026-11-23,Dana",
    "2,Bo Beck,hip-hinge,2026-11-23,Dana",
    "3,Cy Cole,hip-hinge,2026-11-16,",
    "4,Di Dorn,hip-hinge,2026-11-23,",
    "5,Ed Early,hip-hinge,2026-12-14,",
)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic on the Monday after its first week, not to be changed: Ana did all, Bo half, Cy hurt, nothing came back
    of Di.
    """
    folder = tmp_path_factory.mktemp("monday") / "clinic"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 20 November 2026
        assert run(["init", str(folder)]) == 0
        patch.chdir(folder)
        (folder / "r.csv").write_text("\n".join(ROWS) + "\n", "utf-8")
        assert run(["batch", "r.csv", "--week-of", "2026-11-23", "--issued", "2026-11-20"]) == 0
    every, some = dict.fromkeys(BOXES, True), {name: at % 2 == 0 for at, name in enumerate(BOXES)}
    pain = {"pain_mon_s1": "6", "pain_wed_s1": "5"}
    for name, ticked, written in (("1", every, {"pain_mon_s1": "0"}), ("2", some, {}), ("3", every, pain)):
        came_back(folder, name, ticked, written)
    return folder


@pytest.fixture
def here(handouts: Run, monday: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed; the test is in its folder."""
    shutil.copytree(monday, tmp_path / "clinic")
    monkeypatch.chdir(tmp_path / "clinic")
    return tmp_path / "clinic"


BOXES = [f"d{drill}_{day}_s1_t{at}" for drill in (1, 2, 3, 4) for day in ("mon", "wed", "fri") for at in (1, 2)]


def came_back(clinic: Path, key: str, ticked: dict[str, bool], written: dict[str, str]) -> None:
    with open_register(clinic) as register:
        (sheet,) = register.given_to(key, ())
        back = Return(
            sheet.handout, 0, 3, "pdf", f"digest {key}", f"{key}.pdf", "entered", "t", "t", "", ticked, written, ()
        )
        assert ReturnsTable(register).put(back)


def kept(clinic: Path, key: str) -> list[str]:
    with open_register(clinic, reading=True) as register:
        return [f"{one.written} ({one.by})" for one in holding(DecisionsTable(register).of(key, ()))]


def lines(ran: Ran) -> dict[str, str]:
    """The rows of the table, by the patient's first name."""
    return {line.split()[0]: " ".join(line.split()) for line in ran.out.splitlines() if "hip-hinge" in line}


def test_it_lists_what_is_proposed_with_its_reason_the_most_urgent_first(handouts: Run, here: Path):
    ran = handouts("decide", "r.csv", "--week-of", NEXT)
    assert ran.code == 0, ran.err
    rows = lines(ran)
    assert list(rows) == ["Cy", "Bo", "Di", "Ana"]
    assert rows["Ana"].endswith("week 1 of 4, from 2026-11-23 on – 24 of 24 boxes, pain 0 at most")
    assert rows["Bo"].endswith("repeat – 12 of 24 boxes")
    assert rows["Cy"].endswith("back – pain 6 on Mon and 5 on Wed, above 4 twice")
    assert rows["Di"].endswith("ask – nothing came back")
    assert "Proposed: 1 back, 1 repeat, 1 ask, 1 on. Not decided: 4. 1 more row has no sheet to decide on." in ran.out
    assert all(kept(here, key) == [] for key in "1234"), "a proposal is no decision"


def test_a_word_on_a_patient_is_kept_and_followed(handouts: Run, here: Path):
    assert "back" in handouts("decide", "Cy Cole", "back", "--week-of", NEXT).out
    assert (
        handouts("decide", "2", "repeat", "--reason", "Your knee was swollen.", "--by", "Jo", "--week-of", NEXT).code
        == 0
    )
    assert handouts("decide", "4", "hold", "--until", "2026-12-14", "--week-of", NEXT).code == 0
    assert handouts("decide", "1", "on", "--week-of", NEXT).code == 0
    ran = handouts("batch", "r.csv", "--week-of", NEXT, "--issued", "2026-11-27")
    assert "1 moved on as decided, 1 repeated, 1 went back." in ran.out
    assert "unseen" not in ran.out
    assert "r.csv:5: hold: is on hold until 2026-12-14, decided by Your Name, physiotherapist on " in ran.err
    shown = {key: handouts("history", key).out for key in "123"}
    assert "hip-hinge, week 2 from 2026-11-30" in shown["1"]
    assert "hip-hinge, week 1 from 2026-11-30" in shown["2"]
    assert "hip-hinge, week 1 from 2026-11-30" in shown["3"]
    assert kept(here, "2") == ["repeat: Your knee was swollen. (Jo)"]
    with open_register(here, reading=True) as register:
        (decision,) = holding(DecisionsTable(register).of("3", ()))
    assert decision.because == "pain 4 2", "the proposal's reason is what the sheet says"


def test_a_week_that_the_plan_has_not_is_refused(handouts: Run, here: Path):
    ran = handouts("decide", "2", "back", "to", "week", "99", "--week-of", NEXT)
    assert ran.code == Exit.USAGE
    assert "there is no week 99: the plan has 4" in ran.err
    assert kept(here, "2") == []
    assert handouts("decide", "2", "week", "3", "--week-of", NEXT).code == 0


def test_a_change_of_mind_and_undo(handouts: Run, here: Path):
    for words in (("repeat",), ("back",), ("back",)):
        assert handouts("decide", "1", *words, "--week-of", NEXT).code == 0
    assert kept(here, "1") == ["back (Your Name, physiotherapist)"]
    shown = handouts("decide", "1", "--week-of", NEXT).out
    assert shown.count("week of 2026-11-30: ") == 2
    assert "proposed: on, because 24 of 24 boxes, pain 0 at most" in shown
    ran = handouts("decide", "1", "undo", "--week-of", NEXT)
    assert "Taken back: back. Nothing is decided for the week of 2026-11-30." in ran.out
    assert kept(here, "1") == []
    assert "Nothing was decided." in handouts("decide", "1", "undo", "--week-of", NEXT).out
    again = handouts("decide", "1", "undo", "--week-of", "2026-11-23")
    assert ("Nothing was decided." in again.out, again.err) == (True, ""), "no sheet is behind what nobody changed"
    assert "taken back" in handouts("decide", "1", "--week-of", NEXT).out


@pytest.mark.parametrize("by", ["y" * 81, "Dr\u202eJo", "Dr \x1b[31mJo"])
def test_a_name_of_who_decides_that_cannot_be_one_is_refused(handouts: Run, here: Path, by: str):
    for words in (("1", "on"), ("r.csv", "--accept", "on")):
        ran = handouts("decide", *words, "--by", by, "--week-of", NEXT)
        assert (ran.code, "--by: " in ran.err, kept(here, "1")) == (Exit.USAGE, True, [])


def test_accept_takes_plain_ons_and_nothing_else(handouts: Run, here: Path):
    ran = handouts("decide", "r.csv", "--accept", "on", "--week-of", NEXT)
    assert "Decided: 1 on. 3 left open." in ran.out
    assert [len(kept(here, key)) for key in "1234"] == [1, 0, 0, 0]
    assert kept(here, "1") == ["on (Dana)"]
    assert "Decided: 0 on." in handouts("decide", "r.csv", "--accept", "on", "--week-of", NEXT).out


def test_lists_for_scripts_and_spreadsheets(handouts: Run, here: Path):
    rows = list(csv.DictReader(io.StringIO(handouts("decide", "r.csv", "--csv", "--week-of", NEXT).out)))
    assert [(row["patient"], row["proposed"]) for row in rows] == [
        ("Cy Cole", "back"), ("Bo Beck", "repeat"), ("Di Dorn", "ask"), ("Ana Ames", "on"),
    ]  # fmt: skip
    data = json.loads(handouts("decide", "r.csv", "--json", "--week-of", NEXT).out)
    assert [row["because"] for row in data][:2] == ["pain 6 on Mon and 5 on Wed, above 4 twice", "12 of 24 boxes"]
    one = json.loads(handouts("decide", "1", "--json", "--week-of", NEXT).out)
    assert one["proposal"]["proposed"] == "on"


def test_without_a_week_it_is_the_next_mondays(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795737600")  # 2026-11-27, a Friday
    assert "Week of 2026-11-30." in handouts("decide", "r.csv").out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795996800")  # 2026-11-30, a Monday
    assert "Week of 2026-11-30." in handouts("decide", "r.csv").out


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("1", "perhaps"), "“perhaps” is not a decision; expected on, repeat, back, hold or discharge"),
        (("1", "on", "--until", "2026-12-14"), "only repeat and hold can be until a day"),
        (("1", "hold", "--until", "2026-11-30"), "2026-11-30 is not after 2026-11-30"),
        (("1", "--reason", "x"), "--reason: goes with a decision"),
        (("1", "on", "--csv"), "--csv: is for a roster"),
        (("Nobody", "on"), "the register knows no such patient"),
        (("Ana", "on"), "does not say for sure who is meant: it fits Ana Ames (1)"),
        (("1", "repeat", "--reason", "x" * 161), "its reason has 161 characters"),
        (("1", "on", "--week-of", "soon"), "--week-of"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(handouts: Run, here: Path, arguments: tuple[str, ...], wrong: str):
    week = () if "--week-of" in arguments else ("--week-of", NEXT)
    ran = handouts("decide", *arguments, *week)
    assert ran.code == Exit.USAGE
    assert wrong in ran.err
    assert kept(here, "1") == []


def test_a_sheet_that_is_made_already_is_told_of(handouts: Run, here: Path):
    assert handouts("batch", "r.csv", "--week-of", NEXT, "--issued", "2026-11-27").code == 0
    ran = handouts("decide", "1", "repeat", "--week-of", NEXT)
    assert "warning: the sheet from 2026-11-30 was made on " in ran.err
    assert "Run the same batch again" in ran.err
    assert handouts("batch", "r.csv", "--week-of", NEXT, "--issued", "2026-11-27").code == 0
    (sheet,) = (here / "output" / f"week-of-{NEXT}").glob("0001-*.pdf")
    assert "week-1" in sheet.name, "the one of week 2 has made way"


def test_a_place_still_to_be_settled_or_a_missing_page_is_asked_about(handouts: Run, here: Path):
    with open_register(here) as register:
        (sheet,) = register.given_to("4", ())
        page = Return(
            sheet.handout, 1, 2, "scan", "x", "x.png", "entered", "t", "t", "", {"d1_mon_s1_t1": True}, {}, ()
        )
        assert ReturnsTable(register).put(page)
    assert lines(handouts("decide", "r.csv", "--week-of", NEXT))["Di"].endswith("ask – 1 page did not come back")


@contextmanager
def terminal(clinic: Path, *arguments: str) -> Iterator[int]:
    """The command at a terminal of its own; gives the end that a person has."""
    person, program = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-m", "handouts", "decide", *arguments], cwd=clinic, stdin=program, stdout=program, stderr=program,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "dumb"},
    )  # fmt: skip
    os.close(program)
    try:
        yield person
    finally:
        command.wait(60)
        os.close(person)


def until(person: int, words: str) -> str:
    """What the terminal shows, up to some words, or to the end."""
    shown = b""
    with suppress(OSError):
        while words.encode() not in shown and (more := os.read(person, 4096)):
            shown += more
    return shown.decode(errors="replace")


def test_at_a_terminal_it_asks_one_by_one_and_enter_decides_nothing(here: Path):
    with terminal(here, "r.csv", "--week-of", NEXT) as person:
        first = until(person, "decision: ")
        assert "1 of 4  Cy Cole (3)" in first
        assert "proposed: back, because pain 6 on Mon" in first
        os.write(person, b"perhaps\n")
        assert "is not a decision" in until(person, "decision: ")
        os.write(person, b"back\n")
        assert "2 of 4  Bo Beck (2)" in until(person, "decision: ")
        os.write(person, b"\n")
        assert "3 of 4  Di Dorn (4)" in until(person, "decision: ")
        os.write(person, b"hold until 2026-12-14: Rest first.\n")
        until(person, "decision: ")
        os.write(person, b"q\n")
        assert "Decided: 2. Left open: 2." in until(person, "Left open: 2.")
    assert kept(here, "3")[0].startswith("back")
    assert kept(here, "4")[0].startswith("hold until 2026-12-14: Rest first.")
    assert kept(here, "1") == kept(here, "2") == [], "what was proposed is not taken by Enter"


def test_forget_takes_decisions_out(handouts: Run, here: Path):
    handouts("decide", "1", "repeat", "--reason", "Zebra.", "--week-of", NEXT)
    ran = handouts("forget", "1", "--yes")
    assert "1 decision" in ran.out
    assert kept(here, "1") == []
    assert b"Zebra" not in (here / "register.sqlite").read_bytes()
