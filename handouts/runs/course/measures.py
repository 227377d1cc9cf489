"""Outcome measures on the clinician's page: a row each, with its first and latest answer and a small bar a week."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.base.outcomes import ANSWERS
from handouts.library.templates import filled
from handouts.runs.course import told
from handouts.runs.course.model import Course, CourseMeasure, CourseWeek
from handouts.runs.course.parts import Cell, headed, put_text, table
from handouts.runs.course.wording import CourseWords
from handouts.sheet.blocks import Block, Pad, Rect
from handouts.sheet.look import HAIRLINE, Look

__all__ = ["measures_block"]

_MOST = 5
"""Measures on the page: a sheet asks for five at most."""
_COLUMNS = (0.36, 0.16, 0.16, 0.32)
_HIGH = 8.0
"""A bar of the highest answer, mm."""
_WIDE = 3.0
_NOTHING = 0.5
"""Height of a bar of the lowest answer: it is an answer all the same."""

Answers = Sequence[tuple[CourseWeek, CourseMeasure]]


def measures_block(course: Course, look: Look, words: CourseWords) -> Block | None:
    """The measures that were asked last; None where none was answered."""
    rows = told.measure_rows(course)
    if not rows:
        return None
    pad = headed(words.measures, look)
    shown = rows[-_MOST:]
    table(
        pad,
        words.measure_heads,
        [_cells(row, answers, course, look, words) for row, answers in shown],
        [look.frame.w * part for part in _COLUMNS],
        look,
    )
    if left := len(rows) - len(shown):
        with pad.group("P"):
            put_text(pad, filled(words.no_room_measures, count=left), look.style("row"), look)
    return pad.block()


def _cells(row: tuple[str, str], answers: Answers, course: Course, look: Look, words: CourseWords) -> list[Cell]:
    kind, what = row
    scale = f" ({words.scales[kind]})" if kind in words.scales and not what else ""
    known = [one.value for _, one in answers if one.value is not None]
    first, last = (str(known[0]), str(known[-1])) if known else (words.measure_none,) * 2
    alt = ", ".join(told.answer(week, one, course, words) for week, one in answers)
    return [
        Cell(f"{told.measure_name(kind, what, words)}{scale}", lines=2),
        Cell(first),
        Cell(last),
        Cell(
            draw=lambda pad, x, wide: _bars(pad, x, wide, kind, answers, alt), height=max(_HIGH, look.style("row").line)
        ),
    ]


def _bars(pad: Pad, x: float, wide: float, kind: str, answers: Answers, alt: str) -> None:
    """A bar a week, over a line; nothing where nothing was answered."""
    step = min(_WIDE * 1.6, wide / len(answers))
    low, high = _scale(kind)
    top = pad.y
    with pad.group("Figure", alt):
        pad.add(Rect(x, top + _HIGH - HAIRLINE / 2, step * len(answers), HAIRLINE, "mute"))
        for at, (_, one) in enumerate(answers):
            if one.value is not None:
                tall = max(_NOTHING, _HIGH * (one.value - low) / (high - low))
                pad.add(Rect(x + at * step, top + _HIGH - tall, step * 0.62, tall, "primary"))


def _scale(kind: str) -> tuple[int, int]:
    """The lowest and highest answer."""
    answers = next((values for name, values in ANSWERS.items() if name == kind), range(11))
    return answers[0], answers[-1]
