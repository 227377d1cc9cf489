"""A patient's weeks in order: what was given, what came back of it, what was decided. Words, numbers and days only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from handouts.base.records import dataclass
from handouts.orders.decided import Decision
from handouts.returned.forms import Pain
from handouts.returned.measured import Measured
from handouts.returned.tally import Share

__all__ = ["Course", "CourseProgram", "CourseWeek", "WeekState", "pain_range"]

WeekState = Literal["back", "unmarked", "open", "nothing", "running", "none"]
"""Something came back; a sheet did, with nothing marked on it; something did and all of it is still to be settled;
nothing did; nothing did, and the week is not over; no sheet was given: it was decided to hold, or to end.
"""


@dataclass(frozen=True)
class CourseProgram:
    """What a patient works on."""

    id: str
    """Of a program, or of the first drill of a sheet of single drills."""
    title: str


@dataclass(frozen=True)
class CourseWeek:
    """A sheet's week, or a time without a sheet. All that came back is self-report."""

    program: str
    """Its id."""
    week: int
    """Of the plan, from 1; 0 where it is not known."""
    first_day: date
    last_day: date
    state: WeekState
    handout: str = ""
    """The sheet's id; empty where there was none."""
    share: Share = Share()
    """Boxes ticked of those on the pages that came back; of no meaning unless something did."""
    pain: tuple[Pain, ...] = ()
    """What was written, a session after the other."""
    measures: tuple[Measured, ...] = ()
    remarks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """What it was read from: pdf, scan, typed."""
    missing_pages: int = 0
    """Pages with something to fill in that have not come back, of a sheet of which others have."""
    unsettled: int = 0
    """Boxes and places to write in that a person has to settle; nothing of those pages counts."""
    settled_by: tuple[str, ...] = ()
    decision: Decision | None = None
    """The one that this week followed from."""

    @property
    def counts(self) -> bool:
        """Whether it can be said how much was done."""
        return self.state == "back" and self.share.planned > 0

    @property
    def partial(self) -> bool:
        """Whether more may have been done than is counted."""
        return self.state == "back" and bool(self.missing_pages or self.unsettled)


@dataclass(frozen=True)
class Course:
    """How the weeks of one patient went."""

    patient: str
    """As the name stands on the latest sheet."""
    names: tuple[str, ...]
    """Every way their name stands in the register."""
    key: str
    """The clinic's own name for them; empty where none was ever given."""
    programs: tuple[CourseProgram, ...]
    """In the order in which they began."""
    weeks: tuple[CourseWeek, ...]
    """A program's after another's, each in the order of its days."""
    decisions: tuple[Decision, ...]
    """All of them, the earliest first."""
    day: date
    """The day that it is seen from: weeks that are not over are told apart."""
    replaced: int = 0
    """Sheets that another took the place of, and of which nothing came back."""
    unread: int = 0
    """Entries of the register whose days cannot be read."""

    @property
    def first_day(self) -> date | None:
        return min((week.first_day for week in self.weeks), default=None)

    @property
    def last_day(self) -> date | None:
        return max((week.last_day for week in self.weeks), default=None)

    @property
    def shows_programs(self) -> bool:
        """Whether it must be said which program a week belongs to."""
        return len(self.programs) > 1

    def letter(self, program: str) -> str:
        """Stands for a program where there are several: A, B …, AA; empty where there is one."""
        ids = [one.id for one in self.programs]
        return _letters(ids.index(program)) if self.shows_programs and program in ids else ""


def pain_range(weeks: Iterable[CourseWeek]) -> tuple[int, int] | None:
    """The lowest and the highest number that was written; None where none can be told."""
    values = [one.value for week in weeks for one in week.pain if one.value is not None]
    return (min(values), max(values)) if values else None


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]
