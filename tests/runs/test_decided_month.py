"""Four Mondays, a patient or two of each kind. What came back, as PDF, as scan or not at all, is proposed by the rule,
decided on, and followed; in the fourth week every sheet is the right one. It is quick, for it puts what was read of scans
into the register; “test_month_returned” scans and settles them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.filledin import boxes_of, filled

Run = Callable[..., Ran]
MONDAYS = [date(2026, 11, 23) + timedelta(days=7 * at) for at in range(4)]
HURT = {"pain_mon_s1": "6", "pain_wed_s1": "5"}
FINE = {"pain_mon_s1": "0"}


@dataclass(frozen=True)
class Course:
    """How a month goes for some patients: of each of the first three weeks what came back, what is proposed of it and
    what the clinician says; and the sheet of each week, as “2” or a state.
    """

    many: int
    by: str
    """pdf, scan or none."""
    came: tuple[str, str, str]
    """all, half, hurt, page (one of two came back), or nothing."""
    proposed: tuple[str, str, str]
    said: tuple[str, str, str]
    sheets: tuple[str, str, str, str]
    last: str = ""
    """What the sheet of the fourth week says of it."""


COURSES = (
    Course(1, "pdf", ("all", "all", "all"), ("on", "on", "on"), ("on", "on", "on"), ("1", "2", "3", "4")),
    Course(1, "scan", ("all", "all", "all"), ("on", "on", "on"), ("on", "on", "on"), ("1", "2", "3", "4")),
    Course(1, "pdf", ("all", "all", "half"), ("on", "on", "repeat"), ("on", "on", "repeat"), ("1", "2", "3", "3"),
           "We repeat week 3. Not every box was ticked."),
    Course(1, "scan", ("half", "half", "all"), ("repeat", "repeat", "on"), ("repeat", "repeat", "on"), ("1", "1", "1", "2")),
    Course(1, "scan", ("all", "all", "hurt"), ("on", "on", "back"), ("on", "on", "back"), ("1", "2", "3", "2"),
           "We go back to week 2. Your pain was above 4 twice."),
    Course(1, "scan", ("all", "page", "all"), ("on", "ask", "on"), ("on", "repeat: Rest more.", "back: Your knee swelled."),
           ("1", "2", "2", "1"), "We go back to week 1. Your knee swelled."),
    Course(2, "none", ("", "", ""), ("ask", "ask", "ask"), ("", "", ""), ("1", "2", "3", "4")),
    Course(1, "none", ("", "", ""), ("ask", "ask", "ask"), ("hold until 2026-12-14", "", ""), ("1", "hold", "hold", "2")),
    Course(1, "scan", ("all", "all", ""), ("on", "on", "-"), ("on", "discharge", ""), ("1", "2", "discharged", "discharged")),
)  # fmt: skip
PATIENTS = [course for course in COURSES for _ in range(course.many)]


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    rows = [f"{at},Person {at},hip-hinge,2026-11-23" for at in range(1, len(PATIENTS) + 1)]
    (clinic / "r.csv").write_text("\n".join(["id,patient,program,start", *rows]) + "\n", "utf-8")
    return clinic


def made(here: Path, monday: date) -> dict[int, dict[str, object]]:
    """The rows of a Monday's manifest, by the patient's number."""
    text = (here / "output" / f"week-of-{monday}" / "manifest-r.json").read_text("utf-8")
    found = json.loads(text)
    return {int(row["id"]): row for row in (found if isinstance(found, list) else found["rows"])}


def came_back(handouts: Run, here: Path, at: int, rows: dict[int, dict[str, object]]) -> None:
    """Enter what came back of the sheets of a week: PDFs by “ticks”, scans as they are kept once they are read."""
    files = []
    with open_register(here) as register:
        for number, course in enumerate(PATIENTS, 1):
            row = rows[number]
            if not course.came[at] or course.by == "none" or not row["file"]:
                continue
            sheet = (here / "output" / f"week-of-{MONDAYS[at]}" / str(row["file"])).read_bytes()
            names = boxes_of(sheet)
            done = names[: len(names) // 2] if course.came[at] == "half" else names
            pain = HURT if course.came[at] == "hurt" else FINE
            if course.by == "pdf":
                files.append(f"back-{number}-{at}.pdf")
                Path(files[-1]).write_bytes(filled(sheet, done, pain))
                continue
            ticked = {name: name in done for name in names}
            pages = 2 if course.came[at] == "page" else 1
            one = Return(str(row["handout"]), 1, pages, "scan", f"{number} {at}", "pile.pdf", "entered", "t", "t", "",
                         ticked, pain, ())  # fmt: skip
            assert ReturnsTable(register).put(one)
    assert handouts("ticks", *files).code == 0


def test_a_month_of_decisions(handouts: Run, here: Path):
    unseen = sum(course.by == "none" and course.said[0] == "" for course in PATIENTS)
    for at, monday in enumerate(MONDAYS):
        friday = (monday - timedelta(days=3)).isoformat()
        ran = handouts("batch", "r.csv", "--week-of", monday.isoformat(), "--issued", friday)
        assert ran.code == 0, ran.err
        rows = made(here, monday)
        for number, course in enumerate(PATIENTS, 1):
            row = rows[number]
            found = str(row["week"]) if row["file"] else str(row["state"])
            assert found == course.sheets[at], f"{number}, {monday}"
        assert ("went on unseen" in ran.out) == (at > 0)
        if at:
            assert f"{unseen} went on unseen: nobody has looked at what came back." in ran.out
        if at < 3:
            came_back(handouts, here, at, rows)
            decide(handouts, at)
    for number, text in fourth(here):
        said = PATIENTS[number - 1].last
        assert said in text
        assert ("This week" in text) == bool(said), number


def decide(handouts: Run, at: int) -> None:
    """Hold the proposals to those that are meant, and say the clinician's words: of the plain ones all at once."""
    week = ("--week-of", MONDAYS[at + 1].isoformat())
    found = {int(row["id"]): row for row in json.loads(handouts("decide", "r.csv", "--json", *week).out)}
    for number, course in enumerate(PATIENTS, 1):
        assert (found[number]["proposed"] if number in found else "-") == course.proposed[at], (number, at)
    plain = sum(course.proposed[at] == "on" and course.said[at] == "on" for course in PATIENTS)
    for number, course in enumerate(PATIENTS, 1):
        if course.said[at] not in ("", "on"):
            assert handouts("decide", str(number), course.said[at], *week).code == 0
    assert f"Decided: {plain} on." in handouts("decide", "r.csv", "--accept", "on", *week).out


def fourth(here: Path) -> Iterator[tuple[int, str]]:
    """Number and front of each sheet of the fourth week."""
    for number, row in made(here, MONDAYS[3]).items():
        if row["file"]:
            page = PdfReader(here / "output" / f"week-of-{MONDAYS[3]}" / str(row["file"])).pages[0]
            yield number, " ".join(page.extract_text().split())
