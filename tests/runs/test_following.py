"""Monday's batch follows what was decided: by the roster's row, by the register, and which of the two."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base.problems import Exit
from handouts.deliver.decisions import DecisionsTable, holding
from handouts.orders.decided import Decision
from handouts.runs.registers import open_register
from tests.conftest import Ran

Run = Callable[..., Ran]
MONDAY = "2026-11-23"


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def roster(here: Path, *rows: str, titles: str = "id,patient,program,start,decision,week") -> None:
    (here / "r.csv").write_text("\n".join((titles, *rows)) + "\n", "utf-8")


def batch(handouts: Run, week_of: str = MONDAY, *more: str) -> Ran:
    return handouts("batch", "r.csv", "--week-of", week_of, "--issued", "2026-11-20", *more)


def sheets(here: Path, week_of: str = MONDAY) -> dict[int, str]:
    """The words of each sheet of a week, by its number."""
    found = {}
    for path in sorted((here / "output" / f"week-of-{week_of}").glob("*.pdf")):
        found[int(path.name[:4])] = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    return found


def kept(here: Path, key: str) -> list[str]:
    with open_register(here, reading=True) as register:
        return [one.written for one in holding(DecisionsTable(register).of(key, ()))]


def decided(here: Path, key: str, name: str, *decisions: Decision) -> None:
    with open_register(here) as register:
        DecisionsTable(register).add((key, name, one) for one in decisions)


def test_a_rows_decision_is_obeyed_said_and_kept(handouts: Run, here: Path):
    roster(
        here,
        "1,Ana A,hip-hinge,2026-11-16,,",
        "2,Bo B,hip-hinge,2026-11-16,repeat: your knee was swollen.,",
        "3,Cy C,hip-hinge,2026-11-09,back,",
        "4,Di D,hip-hinge,2026-11-16,hold until 2026-12-14,",
        "5,Ed E,hip-hinge,2026-11-16,done,",
        "6,Flo F,hip-hinge,2026-11-16,on,",
    )
    ran = batch(handouts)
    assert ran.code == 0, ran.err
    found = sheets(here)
    assert set(found) == {1, 2, 3, 6}
    assert "Week 2 of 4" in found[1]
    assert "This week" not in found[1]
    assert "This week We repeat week 1. Your knee was swollen." in found[2]
    assert "Week 1 of 4: Learn the move. Monday 23 to Sunday 29 November 2026" in found[2]
    assert "This week We go back to week 1." in found[3]
    assert "Week 2 of 4" in found[6]
    assert "This week" not in found[6]
    assert "r.csv:5: hold: is on hold until 2026-12-14, by the roster" in ran.err
    assert "r.csv:6: discharged: is discharged, by the roster" in ran.err
    assert "4 written" in ran.out
    assert "1 on hold, 1 discharged." in ran.out
    assert "1 moved on as decided, 1 repeated, 1 went back." in ran.out
    assert [kept(here, key) for key in "123456"] == [
        [], ["repeat: your knee was swollen."], ["back"], ["hold until 2026-12-14"], ["discharge"], ["on"],
    ]  # fmt: skip
    with open_register(here, reading=True) as register:
        (one,) = DecisionsTable(register).of("2", ())
        assert one.decision
        assert one.decision.source == "r.csv"
    manifest = json.loads((here / "output" / f"week-of-{MONDAY}" / "manifest-r.json").read_text("utf-8"))
    rows = {row["line"]: row for row in (manifest if isinstance(manifest, list) else manifest["rows"])}
    assert [rows[line].get("decision", "") for line in (2, 3, 7)] == ["", "repeat", "on"]
    assert [rows[line]["state"] for line in (5, 6)] == ["hold", "discharged"]


def test_the_same_batch_again_keeps_nothing_twice(handouts: Run, here: Path):
    roster(here, "2,Bo B,hip-hinge,2026-11-16,repeat,", "3,Cy C,hip-hinge,2026-11-09,,1")
    first = batch(handouts)
    again = batch(handouts)
    assert (again.code, "2 there already" in again.out) == (0, True)
    assert again.err == first.err
    with open_register(here, reading=True) as register:
        assert len(DecisionsTable(register).every()) == 2


def test_later_weeks_follow_from_it(handouts: Run, here: Path):
    roster(
        here,
        "2,Bo B,hip-hinge,2026-11-16,repeat,",
        "3,Cy C,hip-hinge,2026-11-16,hold,",
        "4,Di D,hip-hinge,2026-11-16,,",
    )
    batch(handouts)
    roster(here, "2,Bo B,hip-hinge,2026-11-16,,", "3,Cy C,hip-hinge,2026-11-16,,", "4,Di D,hip-hinge,2026-11-16,,")
    ran = batch(handouts, "2026-11-30")
    found = sheets(here, "2026-11-30")
    assert "Week 2 of 4" in found[1]
    assert "Last week:" in found[1]
    assert "This week" not in found[1]
    assert "r.csv:3: hold: is on hold, decided on " in ran.err
    assert "Week 3 of 4" in found[3]
    assert "2 went on unseen: nobody has looked at what came back." in ran.out
    decided(here, "3", "Cy C", Decision("on", date(2026, 12, 7), by="Ana", decided_at="2026-12-04T09:00:00+00:00"))
    batch(handouts, "2026-12-07")
    after = sheets(here, "2026-12-07")[2]
    assert "Week 2 of 4" in after or "Week 1 of 4" in after
    assert "Last week:" not in after  # it was longer ago


def test_what_was_given_last_is_what_a_dose_is_compared_with(handouts: Run, here: Path):
    roster(
        here,
        "1,Ana A,hip-hinge,2026-11-02,back,",
        "2,Bo B,hip-hinge,2026-11-02,repeat,",
        "3,Cy C,hip-hinge,2026-11-02,,",
    )
    assert batch(handouts).code == 0
    back, again, on = (sheets(here)[number] for number in (1, 2, 3))
    assert "Week 2 of 4" in back
    assert "We go back to week 2." in back
    assert "Week 3 of 4" in again
    assert "Last week:" not in again
    assert "New this week." not in again
    assert "Week 4 of 4" in on


def test_the_register_is_followed_and_the_roster_goes_first(handouts: Run, here: Path):
    said = Decision("repeat", date(2026, 11, 23), by="Ana", decided_at="2026-11-20T09:00:00+00:00", because="pain 4 2")
    decided(here, "1", "Ana A", said)
    decided(here, "2", "Bo B", said)
    decided(here, "", "Cy C", said)
    roster(
        here,
        "1,Ana A,hip-hinge,2026-11-16,,",
        "2,Bo B,hip-hinge,2026-11-16,on,",
        "3,Cy C,hip-hinge,2026-11-16,,",  # decided before it had an id, and the only one of that name
    )
    ran = batch(handouts)
    found = sheets(here)
    assert "We repeat week 1. Your pain was above 4 twice." in found[1]
    assert "Week 2 of 4" in found[2]
    assert "We repeat week 1." in found[3]
    assert (
        "r.csv:3: warning: decision: says on, but repeat was decided by Ana on 2026-11-20; the roster is followed"
        in ran.err
    )
    assert kept(here, "2") == ["on"]


def test_a_week_goes_before_what_was_counted_but_not_before_a_hold(handouts: Run, here: Path):
    hold = Decision("hold", date(2026, 11, 23), by="Ana", decided_at="2026-11-20T09:00:00+00:00")
    decided(here, "2", "Bo B", hold)
    roster(
        here, "1,Ana A,hip-hinge,2026-11-16,,3", "2,Bo B,hip-hinge,2026-11-16,,3", "3,Cy C,hip-hinge,2026-11-16,,2",
        "4,Di D,hip-hinge,2026-11-16,repeat,2", "5,Ed E,hip-hinge,2026-11-16,,9",
    )  # fmt: skip
    ran = batch(handouts)
    assert ran.code == Exit.SOME_FAILED
    found = sheets(here)
    assert "Week 3 of 4" in found[1]
    assert (
        "r.csv:2: warning: week: says 3, but by start, pauses and decisions it is week 2; week 3 is printed" in ran.err
    )
    assert "r.csv:3: hold: is on hold, decided by Ana on 2026-11-20" in ran.err
    assert "r.csv:4" not in ran.err
    assert "Week 2 of 4" in found[4]
    assert "r.csv:5: warning: week: says 2, but by start, pauses and decisions it is week 1; week 2" in ran.err
    assert "r.csv:6: week: there is no week 9" in ran.err
    roster(here, "1,Ana A,hip-hinge,2026-11-16,,")
    batch(handouts, "2026-11-30")
    assert "Week 4 of 4" in sheets(here, "2026-11-30")[1]


def test_a_plan_ends_on_a_day(handouts: Run, here: Path):
    roster(
        here, "1,A,plank,2026-11-02,2026-11-22,", "2,B,plank,2026-11-02,2026-11-23,", "3,C,hip-hinge,2026-11-16,2026-11-20,",
        "4,D,plank,2026-11-02,2026-12-31,2", "5,E,plank,2026-11-02,soon,", titles="id,patient,program,start,until,weeks",
    )  # fmt: skip
    ran = batch(handouts)
    assert set(sheets(here)) == {2}
    assert "r.csv:2: finished: has had its last sheet: its plan is until 2026-11-22" in ran.err
    assert "r.csv:4: finished: has had its last sheet: its plan is until 2026-11-20" in ran.err
    assert "r.csv:5: finished: has done its 2 weeks" in ran.err  # what ends earlier
    assert "r.csv:6: until: “…” is not a date" in ran.err
    made = handouts("make", "plank", "-p", "A", "--start", "2026-11-23", "--until", "2026-11-22", "-o", "x.pdf")
    assert made.code == Exit.USAGE
    assert "--until: the plan ends on 2026-11-22, before the sheet's week from 2026-11-23" in made.err


def test_without_a_clinic_a_rows_decision_is_obeyed_all_the_same(handouts: Run, tmp_path: Path):
    roster(tmp_path, "1,Ana A,hip-hinge,2026-11-16,repeat,", "2,Bo B,hip-hinge,2026-11-16,hold,")
    ran = batch(handouts)
    assert "We repeat week 1." in sheets(tmp_path)[1]
    assert "1 on hold" in ran.out
    assert "unseen" not in ran.out
    assert not list(tmp_path.glob("*.sqlite"))


def test_a_batch_of_no_week_says_what_its_rows_say(handouts: Run, here: Path):
    roster(
        here,
        "1,Ana A,hip-hinge,2026-11-16,repeat,2",
        "2,Bo B,hip-hinge,2026-11-16,hold,2",
        "3,Cy C,hip-hinge,2026-11-16,,2",
    )
    ran = handouts("batch", "r.csv", "-o", "out", "--issued", "2026-11-20")
    assert ran.code == 0
    texts = [
        " ".join(page.extract_text() for page in PdfReader(path).pages) for path in sorted((here / "out").glob("*.pdf"))
    ]
    assert len(texts) == 2
    assert "We repeat week 2." in " ".join(texts[0].split())
    assert "This week" not in texts[1]
    assert "r.csv:3: hold: is on hold, by the roster" in ran.err


def test_a_decision_that_is_over_is_passed_over_and_a_wrong_one_is_told(handouts: Run, here: Path):
    roster(here, "1,Ana A,hip-hinge,2026-11-16,hold until 2026-11-23,", "2,Bo B,hip-hinge,2026-11-16,perhaps,")
    ran = batch(handouts)
    assert "Week 2 of 4" in sheets(here)[1]
    assert "r.csv:2: warning: decision: hold until 2026-11-23 is over, and is passed over" in ran.err
    assert "r.csv:3: decision: " in ran.err
    assert "is not a decision; expected on, repeat, back, hold or discharge" in ran.err
    assert kept(here, "1") == []
    told = handouts("check", "r.csv")
    assert "r.csv:3: decision: " in told.err + told.out


def test_a_repeated_week_is_printed_again_the_same(handouts: Run, here: Path):
    roster(here, "1,Ana A,hip-hinge,2026-11-09,back: your knee was swollen,")
    batch(handouts)
    (sheet,) = (here / "output" / f"week-of-{MONDAY}").glob("*.pdf")
    data, number = sheet.read_bytes(), sheet.stem[-12:]
    sheet.unlink()
    assert handouts("reprint", number, "-o", "again.pdf").code == 0
    assert (here / "again.pdf").read_bytes() == data


def test_a_reason_with_a_letter_that_no_face_has_is_left_out_and_told(handouts: Run, here: Path):
    roster(here, "1,Ana A,hip-hinge,2026-11-16,repeat: sore \U00013000,")
    ran = batch(handouts)
    assert ran.code == Exit.SOME_FAILED
    assert "the sheet was made without its reason" in ran.err
    assert "We repeat week 1." in sheets(here)[1]


@pytest.mark.parametrize("kind", ["--packet", "--zip"])
def test_packets_and_archives_keep_decisions_too(handouts: Run, here: Path, kind: str):
    roster(here, "1,Ana A,hip-hinge,2026-11-16,repeat,", "2,Bo B,hip-hinge,2026-11-16,hold,")
    ran = batch(handouts, MONDAY, kind)
    assert ran.code == 0, ran.err
    assert "1 repeated." in ran.out
    assert [kept(here, "1"), kept(here, "2")] == [["repeat"], ["hold"]]


def test_the_clinician_of_the_row_is_who_decided(handouts: Run, here: Path):
    with (here / "r.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "patient", "program", "start", "decision", "clinician"))
        out.writerows(
            [
                ("1", "A", "hip-hinge", "2026-11-16", "repeat", "Ana"),
                ("2", "B", "hip-hinge", "2026-11-16", "repeat", "Jo"),
            ]
        )
    batch(handouts)
    with open_register(here, reading=True) as register:
        assert [one.by for one in DecisionsTable(register).every()] == ["Ana", "Jo"]


def test_check_says_what_becomes_of_it(handouts: Run, here: Path):
    roster(here, "1,Ana A,hip-hinge,2026-11-16,hold until 2026-12-14,", "2,Bo B,hip-hinge,2026-11-16,repeat: Zebra,",
           "3,Cy C,hip-hinge,2026-11-16,week 3,", "4,Di D,hip-hinge,2026-11-16,,")  # fmt: skip
    ran = handouts("check", "r.csv")
    assert ran.code == 0, ran.err
    assert (
        "line 2: hold: nothing is printed, and the plan stands still, before 2026-12-14, in a batch of a week"
        in ran.out
    )
    assert "line 3: repeat: the week before is printed again, in a batch of a week" in ran.out
    assert "line 4: on: week 3 is printed, in a batch of a week" in ran.out
    assert "line 5: " not in ran.out
    assert "Zebra" not in ran.out + ran.err
    assert json.loads(handouts("check", "r.csv", "--json").out)["rosters"][0]["decisions"]


def test_dates_in_a_roster_are_read_as_the_clinic_writes_them(handouts: Run, here: Path):
    roster(
        here, "1,Ana A,hip-hinge,2026-11-16,hold until 14 December 2026: on 1/2/2026 you fell,",
        "2,Bo B,plank,2026-11-16,,22 November 2026", "3,Cy C,hip-hinge,2026-11-16,n/a,",
        titles="id,patient,program,start,decision,until",
    )  # fmt: skip
    ran = batch(handouts)
    assert "r.csv:2: hold: is on hold until 2026-12-14, by the roster" in ran.err
    assert "r.csv:3: finished: has had its last sheet: its plan is until 2026-11-22" in ran.err
    assert set(sheets(here)) == {3}


def test_a_list_of_keys_may_say_on(handouts: Run, here: Path):
    """YAML makes a truth of it."""
    (here / "r.yaml").write_text("- {patient: Ana A, program: hip-hinge, start: 2026-11-16, decision: on}\n", "utf-8")
    ran = handouts("batch", "r.yaml", "--week-of", MONDAY, "--issued", "2026-11-20")
    assert ran.code == 0, ran.err
    assert "1 moved on as decided." in ran.out
