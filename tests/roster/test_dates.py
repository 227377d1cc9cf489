from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handouts.library.load import load_library
from handouts.roster import Reading, read_roster, reading_of
from handouts.roster.dates import iso_date, iso_inside, iso_time
from tests.roster.fhir_parts import PATIENT, follows, found_in, shipped_reading


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "23/11/2026",
        "23.11.2026",
        "23. 11. 2026",
        "11/23/2026",
        "23-Nov-2026",
        "23 Nov 2026",
        "Nov 23, 2026",
        "November 23 2026",
        "23rd November 2026",
        "Mon 23/11/2026",
        "Monday, 23 Nov 2026",
        "2026-11-23T00:00:00",
        "23/11/2026 0:00",
        "23 November, 2026",
        "2026-Nov-23",
    ],
)
def test_one_reading(text: str):
    assert iso_date(text, "") == "2026-11-23"
    assert iso_time(text, "") == "2026-11-23"


@pytest.mark.parametrize(("order", "found"), [("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_the_clinic_s_order(order: str, found: str):
    assert iso_date("03/04/2026", order) == found
    assert iso_date("2026-03-04", order) == "2026-03-04"
    with pytest.raises(ValueError, match="dates: " + order):
        iso_date({"dmy": "11/23/2026", "mdy": "23/11/2026"}[order], order)


@pytest.mark.parametrize("order", ["", "ymd"])
def test_two_readings_are_never_guessed(order: str):
    with pytest.raises(ValueError, match=r"4 March or 3 April.*\n.*dates: dmy.*dates: mdy"):
        iso_date("03/04/2026", order)
    assert iso_date("05/05/2026", order) == "2026-05-05"


@pytest.mark.parametrize("text", ["23/11/26", "23-Nov-26", "Nov 23, 26", "1.2.3"])
def test_years_of_two_digits_are_refused(text: str):
    with pytest.raises(ValueError, match="two digits"):
        iso_date(text, "dmy")


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "31 Jun 2026", "45.45.2026", "Tue 23/11/2026"])
def test_days_that_are_not_in_the_calendar(text: str):
    with pytest.raises(ValueError, match=r"“.*”"):
        iso_date(text, "")


@pytest.mark.parametrize(
    "text", ["", "monday", "today", "soon", "Mei Tan", "46349", "May", "1/2", "x" * 500, "１/２/2026"]
)
def test_the_rest_is_left_to_the_reader_of_orders(text: str):
    assert iso_date(text, "dmy") == text
    assert iso_time(text, "dmy") == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("23/11/2026 9:30", "2026-11-23 09:30"),
        ("23.11.2026 14.05", "2026-11-23 14:05"),
        ("23 Nov 2026, 2pm", "2026-11-23 14:00"),
        ("Nov 23, 2026 at 9:30 a.m.", "2026-11-23 09:30"),
        ("2026-11-23T09:30:00+08:00", "2026-11-23 09:30"),
        ("2026-11-23 09:30:15.25", "2026-11-23 09:30"),
        ("23/11/2026 9", "23/11/2026 9"),
    ],
)
def test_times(text: str, found: str):
    assert iso_time(text, "") == found
    if found != text:
        assert iso_date(text, "") == "2026-11-23"


def test_universal_time_becomes_the_computer_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TZ", "Asia/Singapore")
    time.tzset()
    try:
        assert iso_time("2026-11-23T20:30:00Z", "") == "2026-11-24 04:30"
        path = tmp_path / "r.csv"
        path.write_text("patient,visit\nA B,2026-11-23T20:30:00Z\nC D,2026-11-23T20:30:00Z\n")
        _, problems = read_roster(path)
        assert [(problem.warning, "+08:00" in problem.message) for problem in problems] == [(True, True)]
    finally:
        monkeypatch.undo()
        time.tzset()


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-30T14:30:00Z", "2026-11-30 09:30"),
        ("2026-11-30 14:30 UTC", "2026-11-30 09:30"),
        ("2026-11-30T15:30:00.000+01:00", "2026-11-30 09:30"),
        ("2026-11-30T09:30-0500", "2026-11-30 09:30"),
        ("2026-12-01T05:00+05:30", "2026-11-30 18:30"),
        ("2026-07-01T13:30:00Z", "2026-07-01 09:30"),
        ("2026-11-30T14:30:00", "2026-11-30 14:30"),
        ("2026-11-30", "2026-11-30"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_times_of_a_zone_by_the_clinic_s_clocks(tmp_path: Path, text: str, found: str, kind: str):
    path = tmp_path / f"r.{kind}"
    rows = {"csv": f"patient,next visit\nA B,{text}\n", "json": json.dumps([{"patient": "A B", "next visit": text}])}
    path.write_text(rows[kind])
    (row,), problems = read_roster(path, Reading(zone=NEW_YORK))
    assert (row.fields["visit"], problems) == (found, [])


@pytest.mark.parametrize(("start", "moved"), [("2026-11-23T00:00:00Z", True), ("2026-11-23T05:00:00Z", False)])
def test_appointments_by_the_clinic_s_clocks(start: str, moved: bool):
    visit = {
        "resourceType": "Appointment", "status": "booked", "start": "2026-11-30T15:30:00+01:00",
        "participant": [{"actor": {"reference": "Patient/ada"}}],
    }  # fmt: skip
    reading = replace(shipped_reading(), zone=NEW_YORK)
    found = found_in(PATIENT, follows("hip-hinge", period={"start": start}), visit, reading=reading)
    assert found.fields["visit"] == "2026-11-30 09:30"
    assert found.fields["start"] == ("2026-11-22" if moved else "2026-11-23")
    assert found.faults == []
    assert ["another day than is written" in said for said in found.warnings] == [True] * moved


def test_an_offset_that_no_clock_has():
    with pytest.raises(ValueError, match="not in the calendar"):
        iso_time("2026-11-30T14:30+99:00", "", NEW_YORK)


def test_the_clinic_s_zone_is_that_of_its_settings():
    library = load_library(None, None)
    clinic = replace(library.clinic, timezone="America/New_York")
    assert reading_of(replace(library, clinic=clinic)).zone == NEW_YORK


def test_a_start_that_is_another_day_by_the_clinic_s_clocks(tmp_path: Path):
    path = tmp_path / "r.csv"
    path.write_text("patient,start\nA B,2026-11-23T00:00:00Z\nC D,2026-11-23T05:00:00Z\nE F,2026-11-23\n")
    rows, problems = read_roster(path, Reading(zone=NEW_YORK))
    assert [row.fields["start"] for row in rows] == ["2026-11-22", "2026-11-23", "2026-11-23"]
    assert [(problem.line, problem.warning) for problem in problems] == [(2, True)]
    assert "another day than is written" in problems[0].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24/12/2026-02/01/2027", "2026-12-24 - 2027-01-02"),
        ("24.12.2026 – 2.1.2027; 5 Feb 2027", "2026-12-24 – 2027-01-02; 2027-02-05"),
        ("from Dec 24, 2026 to 2027-01-02", "from 2026-12-24 to 2027-01-02"),
        ("2026-12-24/2027-01-02", "2026-12-24 / 2027-01-02"),
        ("24-26/12/2026", "24-26/12/2026"),
        ("week 2", "week 2"),
    ],
)
def test_dates_inside_pauses(text: str, found: str):
    assert iso_inside(text, "dmy") == found


def test_a_row_with_a_doubtful_date_is_told_of_and_left_out(tmp_path: Path):
    path = tmp_path / "r.csv"
    path.write_text(
        "patient,start,next visit,pauses\nA B,03/04/2026,,\nC D,,23/11/26,\nE F,,,03/04/2026\nG H,23/11/2026,,\n"
    )
    rows, problems = read_roster(path)
    assert [dict(row.fields) for row in rows] == [{"patient": "G H", "start": "2026-11-23"}]
    assert [problem.line for problem in problems] == [2, 3, 4]
    assert problems[0].message == "start: “03/04/2026” may be 4 March or 3 April"
    assert "dates: dmy" in problems[0].hint
    rows, problems = read_roster(path, Reading(dates="dmy"))
    assert [row.fields.get("start") for row in rows] == ["2026-04-03", None, "2026-11-23"]
    assert [problem.line for problem in problems] == [3]
