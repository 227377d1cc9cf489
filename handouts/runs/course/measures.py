"""Outcome measures on the clinician's page: a row each, with its first and latest answer and a small bar a week."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.base.outcomes import ANSWERS, MeasureKind
from handouts.library.templates import filled
from handouts.returned.measured import Measured
from handouts.runs.course import told
from handouts.runs.course.model import Course, CourseWeek
from handouts.runs.course.parts import Cell, Lines, headed, table
from handouts.runs.course.wording import CourseWords
from handouts.sheet.blocks import Block, Pad, Rect
from handouts.sheet.look import HAIRLINE, Look

__all__ = ["measures_block"]

_COLUMNS = (0.46, 0.12, 0.12, 0.3)
_HIGH = 4.4
"""A bar of the highest answer, mm."""
_STEP, _BAR = 5.0, 0.6
"""Most width that a week takes, mm, and the part of it that its bar does."""
_NOTHING = 0.5
"""Height of a bar of the lowest answer: it is an answer all the same."""

Answers = Sequence[tuple[CourseWeek, Measured]]


def measures_block(course: Course, look: Look, words: CourseWords, most: int) -> Block | None:
    """So many measures at ``most``, those that were asked last; None where none was answered."""
    rows = told.measure_rows(course)
    if not rows:
        return None
    shown = rows[-most:] if most else []
    pad = headed(words.measures, look) if shown else Pad()
    if shown:
        cells = [_cells(row, answers, course, look, words) for row, answers in shown]
        table(pad, words.measure_heads, cells, [look.frame.w * part for part in _COLUMNS], look)
    if left := len(rows) - len(shown):
        with pad.group("P"):
            Lines(pad, look).put(filled(words.no_room_measures, count=left), look.style("row"))
    return pad.block()


def _cells(row: told.MeasureRow, answers: Answers, course: Course, look: Look, words: CourseWords) -> list[Cell]:
    kind, *_ = row
    high = _scale(kind)[1]
    known = [one.value for _, one in answers if one.value is not None]
    first, last = (
        (filled(words.done, done=one, planned=high) for one in (known[0], known[-1]))
        if known
        else (words.measure_none,) * 2
    )
    alt = ", ".join(told.answer(week, one, course, words) for week, one in answers)
    return [
        Cell(told.measure_name(row, words), lines=2),
        Cell(first),
        Cell(last),
        Cell(
            draw=lambda pad, x, wide: _bars(pad, x, wide, kind, answers, course, alt),
            height=max(_HIGH, look.style("body").line),
        ),
    ]


def _bars(pad: Pad, x: float, wide: float, kind: MeasureKind, answers: Answers, course: Course, alt: str) -> None:
    """A bar for each answer, a week after the other, over a line; nothing where nothing was answered."""
    values = {id(week): one.value for week, one in answers}
    weeks = sorted(course.weeks, key=lambda week: week.first_day)
    step = min(_STEP, wide / len(weeks))
    low, high = _scale(kind)
    top = pad.y
    with pad.group("Figure", alt):
        pad.add(Rect(x, top + _HIGH - HAIRLINE / 2, step * len(weeks), HAIRLINE, "mute"))
        for at, week in enumerate(weeks):
            if (value := values.get(id(week))) is not None:
                tall = max(_NOTHING, _HIGH * (value - low) / (high - low))
                pad.add(Rect(x + at * step, top + _HIGH - tall, step * _BAR, tall, "primary"))


def _scale(kind: MeasureKind) -> tuple[int, int]:
    """The lowest and highest answer."""
    return ANSWERS[kind][0], ANSWERS[kind][-1]
