"""A course on one page: whose it is, the chart, the same numbers as a table, measures, decisions.

All of it is one page whatever there is to say: the chart gets lower first, then weeks are taken together; decisions and
measures that are left no room are counted, and the text has them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from handouts.base.records import dataclass
from handouts.library.templates import filled
from handouts.plan.handout import Header
from handouts.runs.course import told
from handouts.runs.course.chart import draw_chart
from handouts.runs.course.columns import Column, groupings
from handouts.runs.course.measures import measures_block
from handouts.runs.course.model import Course
from handouts.runs.course.parts import Cell, Lines, cut, headed, natural_widths, table
from handouts.runs.course.wording import CourseWords
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.masthead import logo_mark
from handouts.sheet.text import put
from handouts.type.scripts import language_of

__all__ = ["chart_sheet", "course_sheet"]

_LOGO, _LOGO_MOST, _WORDMARK = 11.0, 60.0, 3.0
_BESIDE = 5.0
_UNDER = 3.4
"""Between the clinic's lines and the title, mm."""
_GAP = 2.4
"""Between the parts of the page, mm."""
_BARS = (46.0, 38.0, 30.0, 24.0, 17.0)
"""Heights of the bars to try, mm."""
_CAME_BACK = 4
"""The table's column that gets the width which the others leave."""
_NAME_LINES, _PROGRAM_LINES, _REASON_LINES = 3, 3, 3
_ALL = 1000
_TRIED = (*((bars, _ALL) for bars in _BARS), *((_BARS[-1], most) for most in (8, 5, 3, 2, 1, 0)))
"""Heights of the chart with how many of the latest decisions, before weeks are taken together in the table."""


_MEASURES = (5, 3, 1, 0)
"""How many measures to try: a sheet asks for five at most."""


@dataclass(frozen=True)
class _Given:
    """What the page is made of."""

    course: Course
    look: Look
    words: CourseWords
    header: Header


def course_sheet(course: Course, look: Look, words: CourseWords, header: Header) -> Sheet:
    """The page, with the clinic's head on it, and whose word all of it is at its foot."""
    given = _Given(course, look, words, header)
    frame = look.frame
    head, foot = _masthead(given), _closing(given)
    y = frame.header + head.height + _UNDER
    placed = [Placed(frame.header, head, part="header")]
    for nth, block in enumerate(_fitting(given, frame.bottom - y)):
        placed.append(Placed(y, block, part="front" if nth else "title"))
        y += block.height + _GAP
    placed.append(Placed(frame.footer, foot, part="footer"))
    return Sheet(frame.width, frame.height, (Page(1, tuple(placed)),))


def chart_sheet(course: Course, look: Look, words: CourseWords) -> Sheet:
    """The chart alone, on a page that is just as large, for a page of its own that has the table beside it."""
    given = _Given(course, look, words, Header(""))
    frame, columns = look.frame, next(groupings(course))
    block = _chart(columns, given, _BARS[0], ruled=False)
    return Sheet(frame.width, block.height + 2.0, (Page(1, (Placed(0.0, block),)),))


def _fitting(given: _Given, room: float) -> list[Block]:
    """The fullest blocks that there is room for."""
    head = _title(given)
    if not given.course.weeks:
        return [head]
    columns, *_ = every = list(groupings(given.course))
    charts = {bars: _chart(columns, given, bars) for bars in _BARS}
    decided = {most: _decisions(given, most) for _, most in _TRIED}
    found: list[Block] = []
    for shown in _MEASURES:
        measures = measures_block(given.course, given.look, given.words, shown)
        for rows in every if shown == _MEASURES[0] else every[-1:]:
            weeks = _weeks(rows, given)
            for bars, most in _TRIED:
                found = [head, charts[bars], weeks, *filter(None, (measures, decided[most]))]
                if sum(block.height + _GAP for block in found) - _GAP <= room:
                    return found
    return found


def _masthead(given: _Given) -> Block:
    """The clinic's logo, name and how to reach it, as on its sheets."""
    pad, look, who = Pad(), given.look, given.header
    drawn = Pad()
    width = logo_mark(drawn, look, who.logo, 0.0, _LOGO, _LOGO_MOST)
    says_name = who.logo is not None and (who.logo.aspect >= _WORDMARK if who.logo_named is None else who.logo_named)
    if says_name:
        with pad.group("Figure", who.name):
            pad.add(*drawn.block().items)
    else:
        pad.add(*drawn.block().items)
    x = look.frame.left + (width + _BESIDE if width else 0.0)
    room = look.frame.right - x
    name, small = look.style("clinic", "primary", strong=True), look.style("small", "ink")
    contacts = " \u00a0\u00a0".join(filter(None, (who.phone, who.email)))
    parts = [(who.name, name, who.language)] if not says_name else []
    parts += [(contacts, small, "")] if contacts else []
    lines = [(cut(text, style, look, room, 2), style, language) for text, style, language in parts]
    y = max(0.0, (_LOGO - sum(len(some) * style.line for some, style, _ in lines)) / 2) if width else 0.0
    for some, style, language in lines:
        with pad.group("P", language=language):
            y = put(pad, x, y, some, style, look.faces)
    return pad.block(max(y, _LOGO if width else 0.0))


def _title(given: _Given) -> Block:
    """What the page is, whose, of which programs and days; how it went in short."""
    pad, course, look, words = Pad(), given.course, given.look, given.words
    lines = Lines(pad, look)
    with pad.group("H1"):
        lines.put(words.title, look.style("title_long", "primary", strong=True))
    name = course.patient or " / ".join(course.names) or words.not_said
    patient = f"{name} ({course.key})" if course.key and course.key != name else name
    with pad.group("P", language=language_of(patient)):
        lines.put(patient, look.style("patient", strong=True), _NAME_LINES)
    said = [*_programs(course), *_days(course, words), *told.notes(course, words)]
    if said:
        with pad.group("P"):
            lines.put(" ".join(said), look.style("row"), _PROGRAM_LINES)
    pad.y += 1.0
    with pad.group("P"):
        lines.put(told.trend(course, words) if course.weeks else words.no_weeks, look.style("row", strong=True))
    return pad.block()


def _programs(course: Course) -> list[str]:
    """“A Hip hinge, B Low back.”"""
    named = ", ".join(f"{course.letter(one.id)} {one.title}".strip() for one in course.programs)
    return [f"{named}."] if named else []


def _days(course: Course, words: CourseWords) -> list[str]:
    """“3 August to 30 August 2026.”"""
    first, last = course.first_day, course.last_day
    return [f"{told.span(first, last, words)}."] if first and last else []


def _chart(columns: Sequence[Column], given: _Given, bars: float, *, ruled: bool = True) -> Block:
    """The chart with what its signs mean; ``ruled`` parts it from what stands over it."""
    course, look, words = given.course, given.look, given.words
    pad = Pad()
    if ruled:
        look.rule(pad)
        pad.y += 2.0
    draw_chart(pad, columns, course, look, words, bars, f"{words.chart}. {told.trend(course, words)}")
    keys = [words.key_partial] if any(column.partial for column in columns) else []
    if (most := max(len(column.weeks) for column in columns)) > 1:
        keys.append(filled(words.key_grouped, weeks=most))
    if keys:
        with pad.group("P"):
            Lines(pad, look).put(" ".join(keys), look.style("label"))
    return pad.block()


def _weeks(columns: Sequence[Column], given: _Given) -> Block:
    """The same numbers as a table."""
    pad, words, look = headed(given.words.table, given.look), given.words, given.look
    rows = [
        [
            Cell(column.name(given.course, words)),
            Cell(column.days(words)),
            Cell(told.share(column.share, words) if column.counts else words.not_said),
            Cell(told.pain(column.weeks, words) or words.not_said),
            Cell(column.came_back(words)),
            Cell(", ".join(column.marks(words)) or words.not_said),
        ]
        for column in columns
    ]
    if (most := max(len(column.weeks) for column in columns)) > 1:
        with pad.group("P"):
            Lines(pad, look).put(filled(words.key_rows, weeks=most), look.style("label"))
    table(pad, words.heads, rows, natural_widths(words.heads, rows, _CAME_BACK, look), look)
    return pad.block()


def _decisions(given: _Given, most: int) -> Block | None:
    """The latest decisions with their reasons, and how many there is no room for."""
    course, look, words = given.course, given.look, given.words
    said = [
        one for one in course.decisions if told.reason(one, words) or one.until or one.week
    ]  # the others are in the table as well
    if not said:
        return None
    shown = said[-most:] if most else []
    pad = headed(words.decisions, look) if shown else Pad()
    lines = Lines(pad, look)
    for one in shown:
        text = told.decision(one, words)
        with pad.group("P", language=language_of(text)):
            lines.put(text, look.style("row"), _REASON_LINES)
    if left := len(said) - len(shown):
        with pad.group("P"):
            lines.put(filled(words.no_room, count=left), look.style("row"))
    return pad.block()


def _closing(given: _Given) -> Block:
    """Whose word all of it is."""
    pad, look = Pad(), given.look
    look.hairline(pad)
    pad.y += 1.5
    seen = filled(given.words.seen, day=told.long_day(given.course.day, given.words))
    with pad.group("P"):
        Lines(pad, look).put(f"{given.words.self_report} {seen}.", look.style("body"))
    return pad.block()
