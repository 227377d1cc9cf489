"""Weeks as columns of a chart and rows of a table: each by itself, or some together where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from handouts.base.records import dataclass
from handouts.library.templates import filled
from handouts.returned.tally import Share
from handouts.runs.course import told
from handouts.runs.course.model import Course, CourseWeek, WeekState
from handouts.runs.course.wording import CourseWords

__all__ = ["COLUMNS_MOST", "Column", "columns_of", "groupings"]

COLUMNS_MOST = 16
"""Columns that stand side by side."""


@dataclass(frozen=True)
class Column:
    """One week, or several in a row."""

    weeks: tuple[CourseWeek, ...]

    @property
    def share(self) -> Share:
        """Of the weeks that came back."""
        return sum((week.share for week in self.weeks if week.counts), Share())

    @property
    def counts(self) -> bool:
        return any(week.counts for week in self.weeks)

    @property
    def sheets(self) -> int:
        return sum(bool(week.handout) for week in self.weeks)

    @property
    def back(self) -> int:
        """Sheets of which something came back."""
        return sum(week.state in ("back", "unmarked", "open") for week in self.weeks)

    @property
    def partial(self) -> bool:
        """Whether more may have been done than is counted."""
        return any(week.partial for week in self.weeks) or (self.counts and self.back < self.sheets)

    @property
    def state(self) -> WeekState:
        """That of the weeks which says most."""
        order: tuple[WeekState, ...] = ("back", "unmarked", "open", "nothing", "running", "none")
        return min((week.state for week in self.weeks), key=order.index)

    def name(self, course: Course, words: CourseWords) -> str:
        """“3”, “1–4”, of several programs “B 1–4”; of weeks of more than one “A–C”."""
        letters = list(dict.fromkeys(course.letter(week.program) for week in self.weeks))
        if len(letters) > 1:
            return filled(words.range, first=letters[0], last=letters[-1])
        numbers = told.range_of((week.week for week in self.weeks), words) or words.not_said
        return f"{letters[0]} {numbers}".strip()

    def days(self, words: CourseWords) -> str:
        return told.days(self.weeks[0].first_day, max(week.last_day for week in self.weeks), words)

    def came_back(self, words: CourseWords) -> str:
        """From what it was read, or that nothing came; of several weeks how many did."""
        if len(self.weeks) == 1:
            return told.came_back(self.weeks[0], words)
        open_still = sum(week.unsettled for week in self.weeks)
        missing = sum(week.missing_pages for week in self.weeks)
        parts = (
            filled(words.back_of, back=self.back, sheets=self.sheets) if self.sheets else words.no_week,
            filled(words.missing, count=missing) if missing else "",
            filled(words.unsettled, count=open_still) if open_still else "",
        )
        return "; ".join(filter(None, parts))

    def marks(self, words: CourseWords) -> list[str]:
        """What was decided for these weeks, each in a word and once."""
        found = [week.decision.word for week in self.weeks if week.decision]
        return [words.marks.get(word, word) for word in dict.fromkeys(found)]


def columns_of(course: Course, together: int) -> list[Column]:
    """The weeks, so many ``together``; those of two programs are kept apart where there is room for that."""
    apart = [
        Column(some)
        for _, weeks in groupby(course.weeks, key=lambda week: week.program)
        for some in _cut(list(weeks), together)
    ]
    if len(apart) <= COLUMNS_MOST:
        return apart
    return [Column(some) for some in _cut(course.weeks, together)]


def groupings(course: Course) -> Iterator[list[Column]]:
    """Ways to take weeks together, the finest that fits side by side first, until all are one."""
    last = COLUMNS_MOST + 1
    for together in range(1, len(course.weeks) + 1):
        found = columns_of(course, together)
        if len(found) < last:
            yield found
            last = len(found)
    if last > 1 and course.weeks:
        yield [Column(course.weeks)]  # of all programs together


def _cut(weeks: Sequence[CourseWeek], together: int) -> list[tuple[CourseWeek, ...]]:
    return [tuple(weeks[at : at + together]) for at in range(0, len(weeks), together)]
