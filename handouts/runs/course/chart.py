"""The chart of a course: pain as ranges over done of planned as bars, a column a week, and in words what is not there.

Nothing hangs on a colour: what is planned is a frame, what was done fills it, in stripes where it may have been more. A
week of which nothing came back has no frame at all, but the words for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field

from handouts.base.records import dataclass
from handouts.library.templates import filled
from handouts.returned.tally import Share
from handouts.runs.course import told
from handouts.runs.course.columns import Column
from handouts.runs.course.model import Course, pain_range
from handouts.runs.course.wording import CourseWords
from handouts.sheet.blocks import Pad, Rect, Text
from handouts.sheet.look import HAIRLINE, Look
from handouts.sheet.text import Style, wrap

__all__ = ["draw_chart"]

_LABELS = 12.0
"""Left of the columns, for what the lines stand for, mm."""
_WIDEST = 36.0
"""A column, mm, however few there are."""
_BAR_MOST = 18.0
_ROOMY = 14.0
"""Width of a column from which on its letters are larger, mm."""
_BETWEEN = 2.4
"""Between two bars at least, mm."""
_APART = 1.1
"""Between two texts, mm."""
_FRAME = 0.4
_STRIPE = 0.9
_RANGE = 1.8
"""Width of a range of pain, and the least height of one."""
_WORST = 10


@dataclass(frozen=True)
class _Plan:
    """What is drawn, and where its columns stand."""

    columns: Sequence[Column]
    course: Course
    look: Look
    words: CourseWords
    small: Style = field(init=False)
    caption: Style = field(init=False)

    def __post_init__(self) -> None:
        size = self.look.style("label").size
        object.__setattr__(self, "caption", self.look.style("label"))
        least = self.look.style("hold_tight")
        roomy = Style(size, size * 1.2, least=least.least)
        object.__setattr__(self, "small", roomy if self.wide >= _ROOMY else Style(9.5, 11.4, least=least.least))

    @property
    def left(self) -> float:
        return self.look.frame.left + _LABELS

    @property
    def wide(self) -> float:
        """Width of a column, mm."""
        return min(_WIDEST, (self.look.frame.w - _LABELS) / len(self.columns))

    def middle(self, at: int) -> float:
        return self.left + (at + 0.5) * self.wide

    @property
    def end(self) -> float:
        return self.left + len(self.columns) * self.wide

    def width(self, text: str, style: Style, *, strong: bool = False) -> float:
        return style.width(text, self.look.faces, strong)

    def fits(self, lines: Sequence[str], *, strong: bool = False) -> bool:
        """Whether each line can stand in a column beside others."""
        return all(self.width(line, self.small, strong=strong) <= self.wide - _APART for line in lines)


def draw_chart(
    pad: Pad, columns: Sequence[Column], course: Course, look: Look, words: CourseWords, bars: float, alt: str
) -> None:
    """The chart as one figure; its bars are ``bars`` mm high at 100 %. ``alt`` stands in its place, read aloud."""
    plan = _Plan(columns, course, look, words)
    with pad.group("Figure", alt):
        if pain_range(course.weeks):
            _pain(pad, plan, bars * 0.55)
            pad.y += 2.6
        _bars(pad, plan, bars)
        _under(pad, plan)


def _pain(pad: Pad, plan: _Plan, high: float) -> None:
    """The range of each column on a scale of its own, its numbers over it."""
    _captioned(pad, plan, plan.words.chart_pain)
    for at, column in enumerate(plan.columns):
        text = told.pain(column.weeks, plan.words)
        if text:
            _centred(pad, plan, at, pad.y, text)
    top = pad.y + plan.small.line + _APART
    step = high / _WORST
    for value in (_WORST, _WORST // 2, 0):
        _level(pad, plan, top + (_WORST - value) * step, str(value))
    for at, column in enumerate(plan.columns):
        if found := pain_range(column.weeks):
            low, high_value = found
            tall = max(_RANGE, (high_value - low) * step)
            middle = top + (_WORST - (low + high_value) / 2) * step
            x = plan.middle(at) - _RANGE / 2
            pad.add(Rect(x, middle - tall / 2, _RANGE, tall, "ink", _RANGE / 2))
    pad.y = top + high + _RANGE / 2


def _bars(pad: Pad, plan: _Plan, high: float) -> None:
    """What was done as a part of what was planned, and the count over it."""
    _captioned(pad, plan, plan.words.chart_done)
    counts = _counts(plan)
    tall = max(map(len, counts), default=0)
    for at, lines in enumerate(counts):
        _stacked(pad, plan, at, pad.y + (tall - len(lines)) * plan.small.line, lines)
    top = pad.y + tall * plan.small.line + _APART
    if any(column.counts for column in plan.columns):
        _level(pad, plan, top, plan.words.axis_done[0], line=False)
        _level(pad, plan, top + high, plan.words.axis_done[1])
    wide = min(_BAR_MOST, plan.wide - _BETWEEN)
    for at, column in enumerate(plan.columns):
        if column.counts:
            _bar(pad, column, plan.middle(at) - wide / 2, top, wide, high)
        else:
            lines = _in_words(plan, column)
            _stacked(pad, plan, at, top + (high - len(lines) * plan.small.line) / 2, lines)
    pad.y = top + high


def _bar(pad: Pad, column: Column, x: float, top: float, wide: float, high: float) -> None:
    """A frame, filled from below; in stripes where more may have been done."""
    pad.add(Rect(x, top, wide, high, "mute"))
    pad.add(Rect(x + _FRAME, top + _FRAME, wide - 2 * _FRAME, high - _FRAME, "white"))
    share = column.share
    tall = high * share.done / share.planned
    if not column.partial:
        pad.add(Rect(x, top + high - tall, wide, tall, "primary"))
        return
    y = top + high
    while y > top + high - tall + 0.01:
        thick = min(_STRIPE, y - (top + high - tall))
        pad.add(Rect(x, y - thick, wide, thick, "primary"))
        y -= 2 * _STRIPE


def _under(pad: Pad, plan: _Plan) -> None:
    """Week, first day and decisions under each column."""
    words, line = plan.words, plan.small.line
    y = pad.y + 1.4
    names = [column.name(plan.course, words) for column in plan.columns]
    days = [told.day(column.weeks[0].first_day, words) for column in plan.columns]
    for label, texts, strong in ((words.rows[0], names, True), (words.rows[1], days, False)):
        _beside(pad, plan, y, label)
        stacked = _narrowed(plan, texts, strong=strong)
        for at, lines in enumerate(stacked):
            _stacked(pad, plan, at, y, lines, strong=strong)
        y += max(map(len, stacked)) * line
    marks = [column.marks(words) for column in plan.columns]
    if any(marks):
        y += 1.0
        for at, lines in enumerate(marks):
            _stacked(pad, plan, at, y, lines, strong=True)
        y += max(map(len, marks)) * line
    pad.y = y + 1.0


def _narrowed(plan: _Plan, texts: Sequence[str], *, strong: bool) -> list[list[str]]:
    """Each text as lines: one, or where any is too wide for that its words, or those parted after a dash too."""
    ways = ([[one] for one in texts], [one.split(" ") for one in texts])
    for way in ways:
        if all(plan.fits(lines, strong=strong) for lines in way):
            return way
    return [re.findall(r"[^ –]+–?", one) or [one] for one in texts]


def _counts(plan: _Plan) -> list[list[str]]:
    """What stands over each bar, in the fullest form that all of them have room for."""
    shares = [column.share if column.counts else None for column in plan.columns]
    words = plan.words
    found: list[list[str]] = []
    for form in _FORMS:
        found = [form(one, words) if one else [] for one in shares]
        if all(plan.fits(lines) for lines in found):
            break
    return found


_FORMS: tuple[Callable[[Share, CourseWords], list[str]], ...] = (
    lambda one, words: [filled(words.done, done=one.done, planned=one.planned)],
    lambda one, words: [str(one.done), filled(words.of, planned=one.planned)],
    lambda one, _: [str(one.done), f"/{one.planned}"],
    lambda one, _: [f"{one.percent} %"],
    lambda one, _: [str(one.percent)],
)
"""Ways to say a count, the fullest first."""


def _in_words(plan: _Plan, column: Column) -> list[str]:
    """What stands where there is no bar."""
    words = plan.words
    wide, narrow = {
        "unmarked": (words.unmarked, words.unmarked_narrow),
        "nothing": (words.nothing, words.nothing_narrow),
        "running": (words.running, words.running_narrow),
        "none": (words.no_week, words.no_week),
    }.get(column.state, (words.open, words.open_narrow))
    if column.state == "back":  # it has no boxes
        return [words.not_said]
    return wide.split(" ") if plan.fits(wide.split(" ")) else narrow.split(" ")


# Parts


def _captioned(pad: Pad, plan: _Plan, text: str) -> None:
    """What a part of the chart shows, over it."""
    style = plan.caption
    for line in wrap(text, style, plan.look.faces, plan.look.frame.w):
        said = "".join(piece for piece, *_ in line.pieces)
        pad.add(Text(plan.look.frame.left, pad.y + style.baseline(plan.look.faces), said, style.size, True))
        pad.y += style.line
    pad.y += _APART / 2


def _level(pad: Pad, plan: _Plan, y: float, label: str, *, line: bool = True) -> None:
    """A line over all columns, and what it stands for left of it."""
    if line:
        pad.add(Rect(plan.left, y - HAIRLINE / 2, plan.end - plan.left, HAIRLINE, "mute"))
    faces = plan.look.faces
    x = plan.left - _APART - plan.width(label, _SMALLEST)
    middle = y + faces.cap * _SMALLEST.size / 72 * 25.4 / 2
    pad.add(Text(x, middle, label, _SMALLEST.size))


_SMALLEST = Style(9.5, 11.4)


def _beside(pad: Pad, plan: _Plan, y: float, label: str) -> None:
    """What a row under the chart is, left of it."""
    base = y + plan.small.baseline(plan.look.faces)
    pad.add(Text(plan.look.frame.left, base, label, _SMALLEST.size))


def _centred(pad: Pad, plan: _Plan, at: int, y: float, text: str, *, strong: bool = False) -> None:
    """A text in the middle of a column; ``y`` is the top of its line."""
    style = plan.small
    x = plan.middle(at) - plan.width(text, style, strong=strong) / 2
    pad.add(Text(x, y + style.baseline(plan.look.faces), text, style.size, strong))


def _stacked(pad: Pad, plan: _Plan, at: int, y: float, lines: Sequence[str], *, strong: bool = False) -> None:
    for nth, line in enumerate(lines):
        _centred(pad, plan, at, y + nth * plan.small.line, line, strong=strong)
