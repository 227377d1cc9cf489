"""A course as text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handouts.base.ids import shown_id
from handouts.library.templates import filled
from handouts.returned.forms import Pain
from handouts.returned.tally import SOURCE
from handouts.runs.course import told
from handouts.runs.course.model import Course, CourseWeek
from handouts.runs.course.wording import ENGLISH, CourseWords

__all__ = ["as_text"]


def as_text(course: Course, words: CourseWords = ENGLISH) -> str:
    """All of a course, in lines."""
    lines = [*_head(course, words), "", *_table(course, words)]
    for title, more in (
        (words.chart_pain, _sessions(course, words)),
        (words.measures, _measures(course, words)),
        (words.decisions, [told.decision(one, words) for one in course.decisions]),
        (words.remarks, _remarks(course, words)),
    ):
        found = list(more)
        if found:
            lines += ["", title, *(f"  {line}" for line in found)]
    lines += ["", words.self_report, *told.notes(course, words)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(course: Course, words: CourseWords) -> Iterator[str]:
    key = f" ({course.key})" if course.key else ""
    yield f"{words.title}: {course.patient or ' / '.join(course.names) or '?'}{key}  ({SOURCE})"
    for program in course.programs:
        letter = course.letter(program.id)
        yield f"  {letter}  {program.title}" if letter else f"  {program.title}"
    first, last = course.first_day, course.last_day
    if first and last:
        yield f"  {told.span(first, last, words)}. {filled(words.seen, day=told.long_day(course.day, words))}."
        yield f"  {told.trend(course, words)}"
    else:
        yield f"  {words.no_weeks}"


def _table(course: Course, words: CourseWords) -> Iterator[str]:
    """A line for each week, and the sheet's id with it."""
    rows = [[*words.heads, ""]]
    for week in course.weeks:
        decided = words.marks.get(week.decision.word, week.decision.word) if week.decision else ""
        rows.append(
            [
                told.week_name(week, course, words),
                told.days(week.first_day, week.last_day, words),
                told.share(week.share, words) if week.counts else "",
                told.pain([week], words),
                _came(week, words),
                decided,
                shown_id(week.handout) if week.handout else "",
            ]
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _came(week: CourseWeek, words: CourseWords) -> str:
    settled = filled(words.settled_by, names=", ".join(week.settled_by)) if week.settled_by else ""
    return "; ".join(filter(None, (told.came_back(week, words), settled)))


def _sessions(course: Course, words: CourseWords) -> Iterator[str]:
    """What was written for pain, a session after the other."""
    for week in course.weeks:
        if week.pain:
            said = ", ".join(f"{told.day(one.day, words)}{_session(one, week.pain)} {one.text}" for one in week.pain)
            yield f"{told.week_name(week, course, words)}: {said}"


def _session(one: Pain, every: Iterable[Pain]) -> str:
    """Which session of its day it is, where there are several."""
    return f" ({one.session})" if sum(other.day == one.day for other in every) > 1 else ""


def _measures(course: Course, words: CourseWords) -> Iterator[str]:
    for row, answers in told.measure_rows(course):
        values = ", ".join(told.answer(week, one, course, words) for week, one in answers)
        yield f"{told.measure_name(row, words)}: {values}"


def _remarks(course: Course, words: CourseWords) -> Iterator[str]:
    for week in course.weeks:
        for remark in week.remarks:
            first, *more = _lines(remark)
            yield f"{told.week_name(week, course, words)}: {first}"
            yield from (f"   {line}" for line in more)


def _lines(text: str) -> Sequence[str]:
    return text.split("\n") or [""]
