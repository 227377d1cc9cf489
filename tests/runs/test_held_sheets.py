"""A sheet with a drill that does not suit the patient: in no file, no message and no log, until it is confirmed."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.shipped import shipped
from tests.conftest import Ran, pdf_text

Run = Callable[..., Ran]
WHY = "Holding it strains the heart"
HEAD = "id,patient,program,start,flags,despite\n"
HEALTH = ("high-blood", "High blood", "HTN", "hypertension", "strains", "osteo")
"""Words that say what a patient has."""


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder whose own plank does not suit high blood pressure."""
    plank = shipped("content", "drills", "plank.yaml").read_text().partition("\ncautions:")[0]
    caution = f"\ncautions:\n  - {{flag: high-blood-pressure, why: {WHY}, source: A society}}\n"
    (clinic / "drills" / "plank.yaml").write_text(plank + caution)
    monkeypatch.chdir(clinic)
    return clinic


def roster(*rows: str) -> None:
    Path("r.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows))


def made() -> list[Path]:
    return sorted(Path("output").rglob("*.pdf"))


def test_make_holds_the_sheet_until_it_is_confirmed(handouts: Run, here: Path):
    plain = ("make", "plank", "-p", "Mei Tan", "--flag", "HTN")
    ran = handouts(*plain)
    assert ran.code == 2
    assert ran.err.startswith("--flag: “plank” does not suit “high-blood-pressure”")
    assert all(part in ran.err for part in (WHY, "A society", "confirm plank:high-blood-pressure", "bird-dog"))
    assert made() == []
    assert "no file" not in handouts("history", "Mei Tan").out
    ran = handouts(*plain, "--despite", "plank:high-blood-pressure")
    assert ran.code == 0
    assert "For the clinic, not on the sheet: confirmed: plank despite high-blood-pressure." in ran.out
    (sheet,) = made()
    assert not any(word in pdf_text(sheet.read_bytes()) for word in HEALTH), "the patient's sheet does not say it"
    assert not any(word in sheet.name for word in HEALTH)
    again = handouts("make", "plank", "-p", "Mei Tan", "-o", "plain/")
    assert again.code == 0
    assert Path("plain", sheet.name).read_bytes() == sheet.read_bytes(), "nor its id"


def test_the_clinic_s_copy_says_what_was_confirmed(handouts: Run, here: Path):
    given = ("plank", "-p", "Mei Tan", "--flag", "HTN", "--flag", "glaucoma", "--despite", "plank:hypertension")
    shown = handouts("show", *given).out
    assert shown.rstrip().endswith("For the clinic, not on the sheet: confirmed: plank despite high-blood-pressure.")
    assert json.loads(handouts("make", *given, "--json").out)["despite"] == ["plank:high-blood-pressure"]
    assert "confirmed: plank despite high-blood-pressure" in handouts("history", "Mei Tan").out
    (row,) = json.loads(handouts("history", "Mei Tan", "--json").out)
    assert row["despite"] == ["plank:high-blood-pressure"]
    register = here / "register.sqlite"
    assert b"glaucoma" not in register.read_bytes(), "what was not confirmed is not kept"
    assert stat.S_IMODE(register.stat().st_mode) == 0o600
    assert handouts("reprint", row["handout"], "-o", "again.pdf").code == 0
    assert Path("again.pdf").read_bytes() == made()[0].read_bytes()
    made()[0].unlink()
    assert handouts("reprint", row["handout"], "-o", "third.pdf").code == 0, "made anew, and not held again"
    assert Path("third.pdf").read_bytes() == Path("again.pdf").read_bytes()
    assert handouts("forget", "Mei Tan", "--yes").code == 0
    assert b"high-blood-pressure" not in register.read_bytes().replace(b"flag: high-blood-pressure", b"")


@pytest.mark.parametrize("how", [(), ("--packet",), ("--zip",)])
def test_a_batch_goes_on_with_the_others_and_keeps_no_word_of_it(handouts: Run, here: Path, how: tuple[str, ...]):
    roster(
        "1,Mei Tan,plank,2026-11-23,,",
        "2,Sam Okafor,plank,2026-11-23,HTN; osteoporosis,",
        "3,Ana García,plank,2026-11-23,blood pressure,plank:HTN",
        "4,Lee Wong,bird-dog,2026-11-23,osteoporosiss,",
        "5,Zoë Day,bird-dog,2026-11-23,hypertension,",
    )
    ran = handouts("batch", "r.csv", *how)
    assert ran.code == 1
    assert "r.csv:3: flags: “plank” does not suit “…”, so the sheet is held\n" in ran.err
    assert "r.csv:5: flags: holds a word that is no known flag\n" in ran.err
    assert not any(word in ran.err + ran.out for word in HEALTH), "a log keeps what is printed"
    (listed,) = Path("output").rglob("manifest-*.json")
    rows = json.loads(listed.read_text())
    assert [row["state"] for row in rows] == ["written", "failed", "written", "failed", "written"]
    assert [row.get("despite", "") for row in rows] == ["", "", "plank:high-blood-pressure", "", ""]
    with listed.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["despite"] for row in csv.DictReader(file)][2] == "plank:high-blood-pressure"
    assert not any(word in row["note"] for row in rows for word in HEALTH)
    assert "plank despite high-blood-pressure" in handouts("history", "3").out
    assert handouts("history", "2").code != 0
    assert not any(word in path.name for path in here.rglob("*") for word in HEALTH)


def test_two_processes_hold_the_same(handouts: Run, here: Path):
    roster(*(f"{number},P{number} Q,plank,2026-11-23,{'HTN' if number % 2 else ''}," for number in range(1, 9)))
    ran = handouts("batch", "r.csv", "--jobs", "2")
    assert ran.code == 1
    assert len(made()) == 4
    assert ran.err.count("so the sheet is held") == 4


def test_check_looks_ahead_to_every_week(handouts: Run, here: Path):
    (here / "programs" / "slow.yaml").write_text(
        "id: slow\nlanguage: en\nname: Slow\nabout: For a start.\nsource: {title: Ours}\n"
        "weeks:\n  - drills: [{drill: bird-dog}]\n  - drills: [{drill: bird-dog}, {drill: plank}]\n"
        "  - drills: [{drill: plank}]\n"
    )
    roster("1,Mei Tan,slow,2026-11-23,HTN,")
    ran = handouts("check", "r.csv")
    assert ran.code == 0
    assert ran.err.count("in week 2 “plank” does not suit “…”") == 1
    assert "in week 3" not in ran.err, "once is enough"
    assert not any(word in ran.err + ran.out for word in HEALTH)
    assert handouts("batch", "r.csv").code == 0
    assert handouts("batch", "r.csv", "--week-of", "2026-11-30").code == 1
    roster("1,Mei Tan,slow,2026-11-23,HTN,plank:HTN")
    assert handouts("batch", "r.csv", "--week-of", "2026-11-30").code == 0


def test_who_sits_at_the_terminal_reads_all_of_it(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    roster("2,Sam Okafor,plank,2026-11-23,HTN,")
    monkeypatch.setattr("handouts.commands.say.sys.stderr.isatty", lambda: True, raising=False)
    ran = handouts("batch", "r.csv")
    assert WHY in ran.err
    assert "confirm plank:high-blood-pressure" in ran.err


@pytest.mark.parametrize("title", ["Conditions", "precautions", "Contra-indications", "flags"])
def test_the_column_by_its_usual_titles_in_json_and_yaml_too(handouts: Run, here: Path, title: str):
    rows = [{"patient": "Sam Okafor", "program": "plank", title: ["HTN", "THR"]}]
    Path("r.json").write_text(json.dumps(rows))
    Path("r.yaml").write_text(json.dumps(rows))
    for name in ("r.json", "r.yaml"):
        ran = handouts("batch", name)
        assert ran.code == 1
        assert "so the sheet is held" in ran.err


def test_none_is_no_flag_and_a_broken_lookup_is_a_fault(handouts: Run, here: Path):
    roster(
        "1,Mei Tan,plank,2026-11-23,none,", "2,Sam Okafor,plank,2026-11-23,#N/A,", "3,A B,plank,2026-11-23,nil known,"
    )
    ran = handouts("batch", "r.csv")
    assert ran.code == 1
    assert "r.csv:3: flags: holds “#N/A”" in ran.err
    assert len(made()) == 2


def test_drills_says_whom_it_does_not_suit(handouts: Run, here: Path):
    out = handouts("drills", "plank").out
    assert f"Not for:   High blood pressure (high-blood-pressure): {WHY}  [A society]" in out
