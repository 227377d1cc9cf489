"""Whose week it is: starts, pauses, ends and slips of the calendar, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base.problems import Exit
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words_of(folder: Path) -> list[str]:
    """The words of each handout, in their order."""
    readers = map(PdfReader, sorted(folder.glob("*.pdf")))
    return [" ".join(" ".join(page.extract_text() for page in reader.pages).split()) for reader in readers]


@pytest.mark.parametrize("week_of", ["2026-11-23", "2026-11-25", "2026-11-29"])
def test_the_week_is_that_which_the_date_lies_in(handouts: Run, here: Path, week_of: str):
    (here / "r.csv").write_text(
        "patient,program,start\nA,hip-hinge,2026-11-16\nB,hip-hinge,2026-11-18\nC,plank,2026-11-22\n"
    )
    ran = handouts("batch", "r.csv", "--week-of", week_of, "--issued", "2026-11-20")
    assert (ran.code, ran.err) == (0, "")
    a, b, c = words_of(here / "output" / "week-of-2026-11-23")
    assert "Week 2 of 4: Learn the move. Monday 23 to Sunday 29 November 2026" in a
    assert "Week 2 of 4: Learn the move. Wed 25 Nov to Tue 1 Dec 2026" in b  # it begins in that week
    assert "Sunday 29 November" in c or "Sun 29 Nov" in c


def test_weeks_in_words(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")  # 2026-11-26, a Thursday
    (here / "r.csv").write_text("patient,program,start\nA,hip-hinge,2026-11-16\n")
    assert handouts("batch", "r.csv", "--week-of", "next week").code == 0
    assert handouts("batch", "r.csv", "--week-of", "This week").code == 0
    assert {path.name for path in (here / "output").iterdir()} == {"week-of-2026-11-23", "week-of-2026-11-30"}


def test_pauses_go_by_the_training_days_that_are_left(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "id,patient,program,start,pauses\n"
        "1,A,hip-hinge,2026-11-16,2026-11-23\n"  # one Monday
        "2,B,hip-hinge,2026-11-16,2026-11-23 to 2026-11-28\n"  # six of seven days
        "3,C,hip-hinge,2026-11-09,2026-11-17\n"  # a Tuesday of the week before
        "4,D,hip-hinge,2026-11-09,2026-11-18 to 2026-11-20\n"  # two of three in the week before
    )
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23", "--issued", "2026-11-20")
    a, c, d = words_of(here / "output" / "week-of-2026-11-23")
    assert ran.code == 0
    assert "Week 2 of 4" in a
    assert "Wed, Fri, once a day." in a
    assert "r.csv:2: warning: pauses: the patient is away on 1 of 3 training days; these are left off" in ran.err
    assert "r.csv:3: paused: is away on 3 of 3 training days of this week" in ran.err
    assert "Week 3 of 4" in c
    assert "Week 2 of 4" in d


def test_a_week_that_is_asked_for_is_counted_after_the_pauses_too(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "patient,program,start,week,pauses\nA,hip-hinge,2026-11-09,2,2026-11-16 to 2026-11-22\n"
    )
    assert handouts("batch", "r.csv", "-o", "out", "--issued", "2026-11-20").code == 0
    assert "Week 2 of 4: Learn the move. Monday 23 to Sunday 29 November 2026" in words_of(here / "out")[0]


def test_drills_have_an_end(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "patient,program,start,weeks\n"
        "A,plank,2026-10-19,\n"  # week 6
        "B,plank,2026-10-12,\n"
        "C,plank,2026-10-12,8\n"
        "D,hip-hinge,2026-11-16,1\n"
        "E,hip-hinge,2026-11-16,9\n"
    )
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23", "--issued", "2026-11-20")
    assert ran.code == 0
    assert "3 written" in ran.out
    assert "r.csv:3: finished: has done its 6 weeks, up to the day before 2026-11-23; for more, write" in ran.err
    assert "r.csv:5: finished: has done its 1 weeks" in ran.err
    assert "r.csv:6: warning: weeks: says 9, but “hip-hinge” has 4 weeks" in ran.err


@pytest.mark.parametrize("weekly", [True, False])
def test_years_off_are_pointed_out(handouts: Run, here: Path, weekly: bool):
    (here / "r.csv").write_text(
        "patient,program,start,next visit\n"
        "A,hip-hinge,2062-11-23,\n"
        "B,hip-hinge,2025-11-23,\n"
        "C,hip-hinge,2026-11-16,2029-11-30\n"
        "D,hip-hinge,2026-11-16,2026-11-18\n"
        "E,hip-hinge,2026-11-16,2026-11-30\n"
    )
    week = ("--week-of", "2026-11-23") if weekly else ()
    ran = handouts("batch", "r.csv", *week, "--issued", "2026-11-20")
    assert ran.code == 0
    warned = {line.split(":")[1] for line in ran.err.splitlines() if "warning" in line}
    assert warned == {"2", "3", "4", "5"}
    assert "r.csv:5: warning: next visit: the next visit, 2026-11-18, is over; it is left off the sheet" in ran.err


def test_check_says_what_becomes_of_each_pause(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "patient,program,start,pauses\n"
        "Ana Who,hip-hinge,2026-11-16,2026-11-18 to 2026-11-23\n"
        "Bo Who,hip-hinge,2026-11-16,2027-03-01 to 2027-03-05\n"
        "Cy Who,hip-hinge,2026-11-16,\n"
    )
    ran = handouts("check", "r.csv")
    assert ran.code == 0
    assert "line 2: week of 2026-11-16: away on 2 of 3 training days; nothing is printed, week 1 comes later" in ran.out
    assert "line 2: week of 2026-11-23: away on 1 of 3 training days; week 1 is printed without them" in ran.out
    assert "line 3: no pause meets a training day of the plan" in ran.out
    assert "line 4" not in ran.out
    assert "Who" not in ran.out + ran.err


def test_a_plan_needs_a_start_of_its_own(handouts: Run, here: Path):
    (here / "r.csv").write_text("patient,program,start\nA,hip-hinge,\n")
    assert handouts("batch", "r.csv", "--week-of", "this week").code == Exit.SOME_FAILED


def test_check_says_which_parts_of_notes_are_on_no_sheet(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "patient,program,start,pauses,note\n"
        'A,hip-hinge,2026-11-16,2026-11-23 to 2026-11-29,"2026-11-25: Call us. | 2026-12-01: Bring a towel."\n'
        "B,hip-hinge,2026-11-16,,2026-12-25: Merry Christmas.\n"
        "C,hip-hinge,2026-11-16,,2026-11-15: Hello.\n"
        "D,hip-hinge,2026-11-16,,week 9: Well done.\n"
        "E,hip-hinge,2026-11-16,,2026-12-13: Last day. | week 4: Well done.\n"
        "F,hip-hinge,2026-11-16,,25/11/2026: Call us.\n"
    )
    ran = handouts("check", "r.csv")
    assert ran.code == 0
    assert "r.csv:2: warning: note: a part of it is for 2026-11-25, which is on no sheet of the plan" in ran.err
    assert "for 2026-12-01" not in ran.err
    assert "r.csv:3: warning: note: a part of it is for 2026-12-25" in ran.err
    assert "r.csv:4: warning: note: a part of it is for 2026-11-15" in ran.err
    assert "r.csv:5: warning: note: a part of the note is for week 9, but “hip-hinge” has 4 weeks" in ran.err
    assert "r.csv:6" not in ran.err
    assert "r.csv:7: warning: note: a part of the note begins like a date or a week" in ran.err


def test_check_tries_every_week_of_the_program(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "patient,program,start,dose\nA,hip-hinge,2026-11-16,strap-assisted-squat:load=5/7.5 kg\nB,hip-hinge,2026-11-16,\n"
    )
    ran = handouts("check", "r.csv")
    assert ran.code == 0
    assert "r.csv:2: warning: dose: in week 2 gives “strap-assisted-squat” 2 loads for 3 sets" in ran.err
    assert "r.csv:3" not in ran.err


def test_check_does_not_flood(handouts: Run, here: Path):
    (here / "r.csv").write_text("patient,program,start,pauses\nA,hip-hinge,2026-11-16,2020-01-01 to 2036-01-01\n")
    ran = handouts("check", "r.csv")
    assert ran.out.count("week of 20") == 8
    assert "weeks meet a pause; the first 8 are:" in ran.out


def test_a_sheet_whose_week_is_over_is_pointed_out(handouts: Run, here: Path):
    (here / "r.csv").write_text("patient,program,start\nA,hip-hinge,2026-11-09\nB,hip-hinge,2026-11-16\n")
    ran = handouts("batch", "r.csv", "--issued", "2026-11-20")
    assert "r.csv:2: warning: start: the sheet is for the week from 2026-11-09, which is over" in ran.err
    assert "--week-of" in ran.err
    assert "r.csv:3" not in ran.err
