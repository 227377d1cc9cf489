"""A month at a clinic: thirty patients, five Mondays, two rosters that change; every sheet against a table made by hand.

The table was worked out on a calendar and on paper, not by the code. A cell says which week of the program is printed,
on which days, and the day of November on which the sheet begins (31 is the first of December); ``d`` is a sheet of
drills, which has no number. Of the others: ``wait`` has not started, ``over`` is finished, ``away`` is paused.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import Ran

Run = Callable[..., Ran]
MONDAYS = [date(2026, 11, 2) + timedelta(days=7 * index) for index in range(5)]
DAYS = {
    "MWF": "Mon, Wed, Fri,", "WFM": "Wed, Fri, Mon,", "WF": "Wed, Fri,", "all": "Every day,", "TT": "Tue, Thu,",
    "T": "Tue,", "ThFSS": "Thu, Fri, Sat, Sun,",
}  # fmt: skip


@dataclass(frozen=True)
class Patient:
    """A row of the roster, what changes in it later, and the five cells of the table."""

    name: str
    items: str
    start: str
    cells: str
    more: dict[str, str] = field(default_factory=dict)
    later: dict[str, dict[str, str]] = field(default_factory=dict)
    """From a Monday on."""
    says: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that stand on the sheet of a Monday; after a “!” words that must not."""


HH = "hip-hinge"
POLISH = [
    Patient("Łukasz Dąbrowski", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over"),
    Patient("Žofie Řeháková", HH, "2026-11-09", "wait; 1 MWF 9; 2 MWF 16; 3 MWF 23; 4 MWF 30"),
    Patient("Święta Żurek", HH, "2026-11-04", "1 WFM 4; 2 WFM 11; 3 WFM 18; 4 WFM 25; over"),
    Patient("Őrsi Gyűrű", HH, "2026-11-08", "1 MWF 8; 2 MWF 15; 3 MWF 22; 4 MWF 29; over"),
    Patient("Ľubomír Šťastný", HH, "2026-10-26", "2 MWF 2; 3 MWF 9; 4 MWF 16; over; over"),
    Patient("Ágnes Tóth", HH, "2026-10-05", "over; over; over; over; over"),
    Patient("Đorđe Ćosić", HH, "2026-12-07", "wait; wait; wait; wait; wait"),
    Patient("Ewa Nowak", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 WF 16; 4 MWF 23; over", {"pauses": "2026-11-16"}),
    Patient(
        "Jan Kříž", HH, "2026-11-02", "1 MWF 2; away; 2 MWF 16; 3 MWF 23; 4 MWF 30",
        {"pauses": "2026-11-09 to 2026-11-14"},
    ),
    Patient("Şerban Ionescu", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over", {"pauses": "2026-11-10"}),
    Patient(
        "Zdeněk Müller", HH, "2026-11-02", "1 MWF 2; away; 2 MWF 16; 3 MWF 23; 4 MWF 30",
        {"pauses": "2026-11-11; 2026-11-13"},
    ),
    Patient(
        "Maja Žižić", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over",
        {"pauses": "2026-11-07 to 2026-11-08"},
    ),
    Patient(
        "Ondřej Čech", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; away; away; 3 MWF 30",
        {"pauses": "2026-11-16 to 2026-11-29"},
    ),
    Patient(
        "Ala Bąk", HH, "2026-11-02", "1 all 2; 2 ThFSS 9; 3 all 16; 4 all 23; over",
        {"days": "daily", "pauses": "2026-11-09 to 2026-11-11"},
    ),
    Patient(
        "Ola Bąk", HH, "2026-11-02", "1 all 2; away; 2 all 16; 3 all 23; 4 all 30",
        {"days": "daily", "pauses": "2026-11-09 to 2026-11-12"},
    ),
]  # fmt: skip
VIETNAMESE = [
    Patient(
        "Nguyễn Thị Ánh", HH, "2026-11-02", "1 TT 2; 2 T 9; 3 TT 16; 4 TT 23; over",
        {"days": "tue thu", "pauses": "2026-11-12"},
    ),
    Patient("Trần Văn Đức", "plank", "2026-10-12", "d MWF 2; d MWF 9; d MWF 16; over; over"),
    Patient("Lê Thị Hồng", "plank", "2026-11-09", "wait; d MWF 9; d MWF 16; over; over", {"weeks": "2"}),
    Patient("Phạm Minh", "clamshell", "2026-10-05", "d MWF 2; d MWF 9; d MWF 16; d MWF 23; over", {"weeks": "8"}),
    Patient("Hoàng Yến", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; over; over; over", {"weeks": "2"}),
    Patient("Võ Thành", "lift-and-stretch", "2026-11-09", "wait; 1 MWF 9; 2 MWF 16; 3 MWF 23; over"),
    Patient("Đặng Thu", "knee-strength", "2026-11-16", "wait; wait; 1 MWF 16; 2 MWF 23; 3 MWF 30"),
    Patient(
        "Bùi Hải", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over",
        {"note": "Slow and tall. | 2026-11-17: Bring your brace."},
        says={
            "2026-11-02": ("Slow and tall.", "!brace"), "2026-11-09": ("Slow and tall.", "!brace"),
            "2026-11-16": ("Slow and tall.", "Bring your brace."), "2026-11-23": ("Slow and tall.", "!brace"),
        },
    ),
    Patient(
        "Đỗ Lan", HH, "2026-11-09", "wait; 1 MWF 9; 2 MWF 16; 3 MWF 23; 4 MWF 30",
        {"note": "week 2: Try the short band."},
        says={"2026-11-09": ("!short band",), "2026-11-16": ("Try the short band.",), "2026-11-23": ("!short band",)},
    ),
    Patient(
        "Ngô Bảo", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over",
        {"next visit": "2026-11-12 9:30"},
        says={
            "2026-11-02": ("Thursday 12 November 2026, 9:30 am",), "2026-11-09": ("Thursday 12 November 2026",),
            "2026-11-16": ("!Thursday 12", "!Next visit"), "2026-11-23": ("!Thursday 12",),
        },
    ),
    Patient(
        "Dương Quỳnh", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 4 MWF 23; over",
        later={"2026-11-16": {"dose": "kneeling-hip-extension:hold=5,load=blue band"}},
        says={
            "2026-11-09": ("3 sets of 8. Hold each one 2 seconds. Rest 1 minute.",),
            "2026-11-16": ("3 sets of 8. Hold each one 5 seconds. Use the blue band. Rest 1 minute.",),
            "2026-11-23": ("3 sets of 10. Hold each one 5 seconds. Use the blue band. Rest 1 minute.",),
        },
    ),
    Patient(
        "Lý Sơn", HH, "2026-11-02", "1 MWF 2; 2 MWF 9; 3 MWF 16; 1 MWF 23; 2 MWF 30",
        later={"2026-11-23": {"start": "2026-11-23"}},  # begins anew
    ),
    Patient(
        "Mai Phương", HH, "2026-11-09", "wait; 1 MWF 9; 2 MWF 16; away; 3 MWF 30",
        later={"2026-11-23": {"pauses": "2026-11-23 to 2026-11-27"}},
    ),
    Patient("Trịnh Hà", HH, "2025-11-02", "over; over; over; over; over"),  # a slip of the year
    Patient(
        "Vũ Đình Tú", HH, "2026-11-04", "1 WFM 4; away; 2 WFM 18; 3 WFM 25; 4 WFM 32",
        {"pauses": "2026-11-11 to 2026-11-17"},
    ),
]  # fmt: skip
STATES = {"wait": "waiting", "over": "finished", "away": "paused"}
TITLES = ("id", "patient", "program", "start", "pauses", "days", "weeks", "note", "next visit", "dose")


def write(path: Path, patients: list[Patient], monday: date, delimiter: str, encoding: str) -> None:
    """The roster as it stands on a Monday."""
    with path.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, delimiter=delimiter)
        rows.writerow(TITLES)
        for number, patient in enumerate(patients, 1):
            fields = {"patient": patient.name, "program": patient.items, "start": patient.start, **patient.more}
            for since, changed in patient.later.items():
                fields |= changed if monday >= date.fromisoformat(since) else {}
            rows.writerow([number, *(fields.get(title, "") for title in TITLES[1:])])


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def first_day(cell: str) -> str:
    """How a sheet writes its first day: “Monday 2” or “Mon 30 Nov”."""
    day = date(2026, 10, 31) + timedelta(days=int(cell))
    last = day + timedelta(days=6)
    return f"{day:%A} {day.day} to" if day.month == last.month else f"{day:%a} {day.day} {day:%b} to"


@pytest.mark.parametrize(
    ("patients", "delimiter", "encoding"),
    [(POLISH, ",", "cp1250"), (VIETNAMESE, ";", "utf-8")],
    ids=["polish", "vietnamese"],
)
def test_a_month(
    handouts: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patients: list[Patient],
    delimiter: str,
    encoding: str,
):
    monkeypatch.chdir(tmp_path)
    assert all(len(patient.cells.split("; ")) == len(MONDAYS) for patient in patients)
    for at, monday in enumerate(MONDAYS):
        write(tmp_path / "r.csv", patients, monday, delimiter, encoding)
        friday = (monday - timedelta(days=3)).isoformat()
        # any day of the week may be named
        ran = handouts("batch", "r.csv", "--week-of", (monday + timedelta(days=at)).isoformat(), "--issued", friday)
        assert ran.code == 0, ran.err
        folder = tmp_path / "output" / f"week-of-{monday}"
        sheets = {int(path.name[:4]): words_of(path) for path in folder.glob("*.pdf")}
        for number, patient in enumerate(patients, 1):
            cell = patient.cells.split("; ")[at]
            where = f"{patient.name}, {monday}: {cell}"
            if cell in STATES:
                assert number not in sheets, where
                assert f"r.csv:{number + 1}: {STATES[cell]}" in ran.err, where
                continue
            week, days, first = cell.split()
            text = sheets.pop(number)
            assert f"For {patient.name} " in text, where
            assert (f"Week {week} of " in text) == (week != "d"), where
            assert f"When {DAYS[days]} once a day." in text, where
            assert first_day(first) in text, where
            for words in patient.says.get(monday.isoformat(), ()):
                assert (words.removeprefix("!") in text) != words.startswith("!"), f"{where}: {words}"
            told = re.findall(rf"^r\.csv:{number + 1}: (.*)$", ran.err, re.MULTILINE)
            expected = 1 if days in ("WF", "ThFSS", "T") or words_of_past_visit(patient, monday) else 0
            assert len(told) == expected, (where, told)
        assert sheets == {}
    if patients is VIETNAMESE:  # the slip of the year
        assert "r.csv:15: warning: start" in ran.err


def words_of_past_visit(patient: Patient, monday: date) -> bool:
    """Whether the next visit is over on the Friday before."""
    visit = patient.more.get("next visit", "")
    return bool(visit) and date.fromisoformat(visit[:10]) < monday - timedelta(days=3)
