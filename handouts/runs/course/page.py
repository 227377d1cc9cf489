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
from handouts.runs.course.parts import Cell, cut, headed, put_text, table
from handouts.runs.course.wording import CourseWords
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.masthead import logo_mark
from handouts.sheet.text import put
from handouts.type.scripts import language_of

__all__ = ["course_sheet"]

_LOGO, _LOGO_MOST, _WORDMARK = 11.0, 60.0, 3.0
_BESIDE = 5.0
_GAP = 4.0
"""Between the parts of the page, mm."""
_BARS = (46.0, 38.0, 30.0, 22.0)
"""Heights of the bars to try, mm."""
_COLUMNS = (0.09, 0.2, 0.23, 0.12, 0.23, 0.13)
"""Parts of the width that the table's columns take."""
_NAME_LINES, _PROGRAM_LINES, _REASON_LINES = 3, 3, 3
_DECISIONS = (100, 12, 8, 5, 3, 2, 1, 0)
"""How many of the latest decisions to try to have on the page."""


@dataclass(frozen=True)
class _Given:
    """What the page is made of."""

    course: Course
    look: Look
    words: CourseWords
    header: Header


def course_sheet(course: Course, look: Look, words: CourseWords, header: Header) -> Sheet:
    """The page, with the clinic's head on it."""
    given = _Given(course, look, words, header)
    frame = look.frame
    head = Placed(frame.header, _masthead(given), part="header")
    top = max(frame.body, frame.header + head.block.height + 2.0)
    placed = [head]
    y = top
    for block in _fitting(given, frame.bottom - top):
        placed.append(Placed(y, block))
        y += block.height + _GAP
    return Sheet(frame.width, frame.height, (Page(1, tuple(placed)),))


def _fitting(given: _Given, room: float) -> list[Block]:
    """The fullest blocks that there is room for."""
    head, foot = _title(given), _closing(given)
    if not given.course.weeks:
        return [head, _said(given.words.no_weeks, given), foot]
    measures = measures_block(given.course, given.look, given.words)
    found: list[Block] = []
    for columns in groupings(given.course):
        rows = _weeks(columns, given)
        for bars in _BARS:
            drawn = _chart(columns, given, bars)
            for most in _DECISIONS if bars == _BARS[-1] else _DECISIONS[:2]:
                decided = _decisions(given, most)
                found = [head, drawn, rows, *filter(None, (measures, decided)), foot]
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
    contacts = "   ".join(filter(None, (who.phone, who.email)))
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
    with pad.group("H1"):
        put_text(pad, words.title, look.style("title_long", "primary", strong=True), look)
    name = course.patient or " / ".join(course.names) or words.not_said
    patient = f"{name} ({course.key})" if course.key and course.key != name else name
    with pad.group("P", language=language_of(patient)):
        put_text(pad, patient, look.style("patient", strong=True), look, _NAME_LINES)
    body = look.style("row")
    with pad.group("P"):
        put_text(pad, _programs(course), body, look, _PROGRAM_LINES)
    with pad.group("P"):
        put_text(pad, _days(course, words), body, look)
    if course.weeks:
        pad.y += 1.5
        with pad.group("P"):
            put_text(pad, told.trend(course, words), look.style("row", strong=True), look)
    return pad.block()


def _programs(course: Course) -> str:
    """“A Hip hinge, B Low back”."""
    return ", ".join(f"{course.letter(one.id)} {one.title}".strip() for one in course.programs)


def _days(course: Course, words: CourseWords) -> str:
    seen = filled(words.seen, day=told.long_day(course.day, words))
    first, last = course.first_day, course.last_day
    if not first or not last:
        return f"{seen}."
    span = filled(words.span, first=told.long_day(first, words), last=told.long_day(last, words))
    return f"{span}. {seen}."


def _chart(columns: Sequence[Column], given: _Given, bars: float) -> Block:
    """The chart under its heading, with what its signs mean."""
    course, look, words = given.course, given.look, given.words
    pad = headed(words.chart, look)
    draw_chart(pad, columns, course, look, words, bars, f"{words.chart}. {told.trend(course, words)}")
    keys = [words.key_partial] if any(column.partial for column in columns) else []
    if (most := max(len(column.weeks) for column in columns)) > 1:
        keys.append(filled(words.key_grouped, weeks=most))
    if keys:
        with pad.group("P"):
            put_text(pad, " ".join(keys), look.style("label"), look)
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
    table(pad, words.heads, rows, [look.frame.w * part for part in _COLUMNS], look)
    return pad.block()


def _decisions(given: _Given, most: int) -> Block | None:
    """The latest decisions with their reasons, and how many there is no room for."""
    course, look, words = given.course, given.look, given.words
    if not course.decisions:
        return None
    shown = course.decisions[-most:] if most else ()
    pad = headed(words.decisions, look)
    for one in shown:
        text = told.decision(one, words)
        with pad.group("P", language=language_of(text)):
            put_text(pad, text, look.style("row"), look, _REASON_LINES)
    if left := len(course.decisions) - len(shown):
        with pad.group("P"):
            put_text(pad, filled(words.no_room, count=left), look.style("row"), look)
    return pad.block()


def _closing(given: _Given) -> Block:
    """Whose word all of it is, and what was left out."""
    pad, look = Pad(), given.look
    look.hairline(pad)
    pad.y += 1.5
    for text in (given.words.self_report, *told.notes(given.course, given.words)):
        with pad.group("P"):
            put_text(pad, text, look.style("row"), look)
    return pad.block()


def _said(text: str, given: _Given) -> Block:
    pad = Pad()
    with pad.group("P"):
        put_text(pad, text, given.look.style("row"), given.look)
    return pad.block()
