"""“handouts progress”: from a clinic's register to text, JSON, a page and a drawing; errors in words."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from handouts.base.problems import Exit
from handouts.deliver.decisions import DecisionsTable
from handouts.orders.decided import Decision
from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from tests.conftest import Ran, pdf_text

Run = Callable[..., Ran]


def a_return(handout: str, ticked: dict[str, bool], written: dict[str, str], state: str = "entered") -> Return:
    unsure = () if state == "entered" else ("d1_mon_s1_t1",)
    stamp = "2026-11-10T08:00:00+00:00"
    return Return(handout, 0, 2, "pdf", handout, "mei.pdf", state, stamp, stamp, "", ticked, written, (), unsure)  # type: ignore[arg-type]  # one of two states


@pytest.fixture
def given(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mei Tan was given three weeks: one came back, one did not, one is to be settled; Jo Lind one."""
    monkeypatch.chdir(clinic)
    for week in (1, 2, 3):
        made = handouts("make", "hip-hinge", "--patient", "Mei Tan", "--week", str(week), "--start", "2026-10-19")
        assert made.code == 0, made.err
    assert handouts("make", "low-back", "--patient", "Jo Lind", "--start", "2026-11-16").code == 0
    with open_register(clinic) as register:
        first, _, third = sorted(register.history("Mei Tan"), key=lambda row: row.first_day)
        table = ReturnsTable(register)
        boxes = {f"d1_mon_s1_t{at}": at < 3 for at in range(1, 5)}
        assert table.put(a_return(first.handout, boxes, {"pain_mon_s1": "3", "notes_p1": "Knee sore, 好"}))
        assert table.put(a_return(third.handout, {}, {}, "pending"))
        said = Decision("repeat", date.fromisoformat(third.first_day), reason="Pain was over 4 twice.", by="Dana")
        DecisionsTable(register).add([("", "Mei Tan", said)])
    return clinic


def test_text_says_how_each_week_went(handouts: Run, given: Path):
    ran = handouts("progress", "Mei Tan")
    assert ran.code == 0, ran.err
    assert "Hip hinge" in ran.out
    for line in ("2 of 4, 50 %", "nothing came back", "to be settled; to settle: 1", "self-report",
                 "repeat the week (by Dana). Pain was over 4 twice.", "Knee sore, 好"):  # fmt: skip
        assert line in ran.out
    assert len(handouts("progress", "Jo Lind").out.splitlines()) > 5


def test_json_says_the_same(handouts: Run, given: Path):
    data = json.loads(handouts("progress", "mei", "--json").out)
    assert [week["state"] for week in data["weeks"]] == ["back", "nothing", "open"]
    assert (data["weeks"][0]["done"], data["weeks"][0]["planned"]) == (2, 4)
    assert data["weeks"][0]["pain"]["sessions"][0] == {"date": "2026-10-19", "session": 1, "text": "3", "value": 3}
    assert data["weeks"][2]["decision"]["decision"] == "repeat"
    assert data["source"] == "self-report"


def test_a_page_is_written_for_its_owner_and_not_over_another(handouts: Run, given: Path):
    ran = handouts("progress", "Mei Tan", "-o", "record.pdf")
    assert (ran.code, ran.out) == (0, "Wrote record.pdf\n")
    made = (given / "record.pdf").read_bytes()
    assert stat.S_IMODE((given / "record.pdf").stat().st_mode) == 0o600
    text = pdf_text(made)
    for words in ("How it went", "Mei Tan", "2 of 4", "nothing came back", "People tend to tick more than they do."):
        assert words in text
    assert handouts("progress", "Mei Tan", "-o", "record.pdf").out == "Unchanged: record.pdf\n"
    assert handouts("progress", "Jo Lind", "-o", "record.pdf").code == Exit.EXISTS
    assert (given / "record.pdf").read_bytes() == made
    assert handouts("progress", "Jo Lind", "-o", "record.pdf", "--force").code == 0
    assert (given / "record.pdf").read_bytes() != made


def test_a_drawing_is_svg_with_title_and_description(handouts: Run, given: Path):
    assert handouts("progress", "Mei Tan", "-o", "record.svg").code == 0
    root = fromstring((given / "record.svg").read_text("utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "How it went"
    assert "Nothing came back: week 2." in (root.findtext(f"{space}desc") or "")


def test_a_folder_gets_a_file_without_the_name_unless_asked(handouts: Run, given: Path):
    (given / "records").mkdir()
    assert handouts("progress", "Mei Tan", "-o", "records").code == 0
    (made,) = (given / "records").iterdir()
    assert made.name.startswith("progress-")
    assert "mei" not in made.name.lower()
    assert handouts("progress", "Mei Tan", "-o", "records", "--names").code == 0
    assert any(path.name.startswith("mei-tan-progress-") for path in (given / "records").iterdir())


def test_forget_finds_a_page_in_the_clinics_folder(handouts: Run, given: Path):
    (given / "records").mkdir()
    assert handouts("progress", "Mei Tan", "-o", "records").code == 0
    assert handouts("progress", "Jo Lind", "-o", "records").code == 0
    assert handouts("forget", "Mei Tan", "--files", "--yes").code == 0
    (left,) = (given / "records").iterdir()
    assert "Jo Lind" in pdf_text(left.read_bytes())


def test_the_day_that_it_is_seen_from_can_be_given(handouts: Run, given: Path):
    early = handouts("progress", "Mei Tan", "--on", "2026-10-28")
    assert "Seen on 28 October 2026" in early.out
    assert "not over yet" in early.out
    assert handouts("progress", "Mei Tan", "--on", "someday").code == Exit.USAGE


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nobody",), Exit.USAGE, "the register knows no such patient"),
        (("",), Exit.USAGE, "is empty"),
        (("Mei Tan", "-o", "record.png"), Exit.USAGE, "does not end in .pdf or .svg"),
        (("Mei Tan", "-o", "record.pdf", "--json"), Exit.USAGE, "does not go with -o"),
        (("Mei Tan", "-o", "missing/record.pdf"), Exit.OUTPUT, "cannot be written"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    handouts: Run, given: Path, arguments: tuple[str, ...], code: Exit, words: str
):
    ran = handouts("progress", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_several_people_are_listed(handouts: Run, given: Path):
    assert handouts("make", "low-back", "--patient", "Mei Lind", "--start", "2026-11-16").code == 0
    ran = handouts("progress", "mei")
    assert ran.code == Exit.USAGE
    assert "2 patients fit" in ran.err


def test_a_clinic_that_has_given_nothing_out_is_told_so(handouts: Run, clinic: Path):
    ran = handouts("progress", "Mei Tan", "--clinic", clinic)
    assert ran.code == Exit.USAGE
    assert "the register knows no such patient" in ran.err


def test_where_nothing_came_back_the_page_is_useful_still(handouts: Run, given: Path):
    assert handouts("progress", "Jo Lind", "-o", "jo.pdf", "--on", "2026-12-24").code == 0
    text = pdf_text((given / "jo.pdf").read_bytes())
    assert "Nothing has come back so far." in text
    assert "nothing came back" in text
    assert "%" not in text


def test_looking_writes_nothing_into_the_register(handouts: Run, given: Path):
    before = (given / "register.sqlite").read_bytes()
    handouts("progress", "Mei Tan")
    assert (given / "register.sqlite").read_bytes() == before
