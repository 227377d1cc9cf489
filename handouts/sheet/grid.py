"""The week grid: one box for each set of each session and side, on each day it is scheduled.

Boxes of a day run across, one a set. Days must read as groups, every box keeps its clear space, and where sets
differ each one's hold stands under its box; where that does not fit, the rules below give way in a fixed order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from handouts.base.records import dataclass
from handouts.base.twofold import first_of, parted
from handouts.plan.handout import Card, Day, GridRow
from handouts.sheet.blocks import BOX, BOX_CLEAR, MM, Box, Pad, Rect, Text
from handouts.sheet.boxnames import BoxName
from handouts.sheet.linesizes import narrowed, text_height
from handouts.sheet.look import Look
from handouts.sheet.secondtongue import put_small
from handouts.sheet.style import under
from handouts.sheet.text import Faces, Style, put

__all__ = [
    "DENSE_ABOVE",
    "TOP",
    "DayColumn",
    "GridForm",
    "columns",
    "day_styles",
    "days_height",
    "dense_top",
    "draw_days",
    "draw_frame",
    "draw_grid",
    "grid_height",
    "label_style",
    "rest_x",
    "settle",
    "spoken_day",
]

PITCHES = (10.0, 9.0, 8.0, 7.5, 7.0)
"""From one box to the next in a day, mm, widest first."""
DAY_GAP = 3.4
"""Least space between the last box of a day and the next day, mm."""
TOP = 2.8
"""From a row's upper hairline to its boxes, mm."""
DENSE_ABOVE = 1.8
"""In the dense form, from a row's upper hairline to the label over its boxes, mm."""
_DAYS_APART = 1.2
"""From a scheduled day's name to the next one's, mm."""
_DAY_LEAST = 0.65
"""As a part of their usual size, no smaller type is taken for days with long names."""
_OVER_DAYS = 0.9
"""From the row's top to the names, mm, where letters reach far down."""
_OFF_RULE = 0.65
"""From letters of a day's name to the hairline under them, mm."""
_BELOW = 3.2
"""From the last boxes to the row's end where no label stands under them, mm."""
_BESIDE, _BESIDE_DAY = 2.5, 1.0
"""Before what is said in a second language on the same line, after a label and after a day, mm."""
_PLAIN_LINE = 8.0
"""From one line of boxes without labels to the next, mm."""


@dataclass(frozen=True)
class DayColumn:
    """A day's column: where it starts and its width, mm. ``on`` for a day of this handout."""

    day: Day
    x: float
    w: float


@dataclass(frozen=True)
class GridForm:
    """How the boxes of a card stand: pitch, boxes a line, label style; dense puts labels over the row."""

    pitch: float
    per_line: int
    label: Style
    dense: bool = False
    bare: bool = False
    """Whether no label stands under the boxes, because all sets are alike, or because none would keep off its
    neighbours. The dose says them."""
    indent: float = 0.0
    """From the day's left edge to its first box, mm: a wide label stays off the rest day before it."""

    def lines(self, sets: int) -> int:
        return math.ceil(sets / self.per_line)


def columns(look: Look, week: tuple[Day, ...], *, dense: bool = False) -> tuple[DayColumn, ...]:
    """The days' columns. Scheduled days share what rest days leave; the last hangs 2.5 mm out, empty."""
    rest = look.layout.grid.rest
    off = sum(not day.on for day in week)
    label = 0.0 if dense else look.layout.axis
    share = (look.frame.w + BOX_CLEAR - label - rest * off) / max(1, len(week) - off)
    x = look.frame.left + label
    found = []
    for day in week:
        width = share if day.on else rest
        found.append(DayColumn(day, x, width))
        x += width
    return tuple(found)


def _fit(label_w: float, sets: int, width: float, apart: float = 1.2) -> tuple[int, float]:
    """How many boxes go side by side in a day of this width, and their pitch: all of them, or the most.

    ``apart`` is the least space between two labels, mm.
    """
    best = (0, PITCHES[-1])
    width -= _indent(label_w)
    wide = math.ceil(2 * (label_w + apart)) / 2  # labels wider than the widest pitch get the room they need
    for pitch in (*((wide,) if wide > PITCHES[0] else ()), *PITCHES):
        for count in range(sets, 0, -1):
            inner = pitch - BOX if count > 1 else 0.0
            gap = width - ((count - 1) * pitch + BOX)
            if (count == 1 or pitch >= label_w + apart) and gap >= max(DAY_GAP, 1.25 * inner, label_w - BOX + apart):
                if count == sets:
                    return sets, pitch
                if count > best[0]:
                    best = (count, pitch)
                break
    return best


def _indent(label_w: float) -> float:
    """How far the first box stands in, so that its label keeps 0.5 mm off a rest day's fill, mm."""
    return max(0.0, (label_w - BOX) / 2 - (BOX_CLEAR - 0.5))


def settle(look: Look, week: tuple[Day, ...], rows: tuple[GridRow, ...]) -> GridForm:
    """Choose the form: normal labels, tighter labels, labels over the row, or several lines a day."""
    sets = len(rows[0].holds)
    holds = {hold for row in rows for hold in row.holds}
    width = _day_width(columns(look, week))
    alike = len(holds) == 1
    styles = [(look.style("hold", strong=True), 1.2), (look.style("hold_tight", strong=True), 0.9)]

    def try_label(wanted: int) -> list[GridForm]:
        """The forms with labels under the boxes that take ``wanted`` boxes a line, or the most they can."""
        forms = []
        for label, apart in styles:
            label_w = 0.0 if alike else max(label.width(hold, look.faces) for hold in holds)
            count, pitch = _fit(label_w, wanted, width, apart)
            if count:
                forms.append(GridForm(pitch, count, label, bare=alike, indent=_indent(label_w)))
        return forms

    options = try_label(sets)
    whole = [form for form in options if form.per_line == sets]
    if whole:
        return whole[0]
    most = max((form.per_line for form in options), default=0)
    if alike and (most <= 1 or sum(day.on for day in week) >= 6):
        count, pitch = _fit(0.0, sets, _day_width(columns(look, week, dense=True)))
        dense = GridForm(pitch, max(1, count), look.style("hold", strong=True), dense=True)
        if count == sets:
            return dense
        options.append(dense)
    if not options:
        return _squeezed(look, holds, sets, width)
    best = max(options, key=lambda form: form.per_line)
    equal = math.ceil(sets / best.lines(sets))  # equal lines: 5 is 3 + 2, 4 is 2 + 2
    if not best.dense:  # fewer boxes a line may stand wider, with larger labels
        best = next((form for form in try_label(equal) if form.per_line == equal), best)
    return replace(best, per_line=equal)


def _squeezed(look: Look, labels: set[str], sets: int, width: float) -> GridForm:
    """For labels that differ and do not fit a day: one box a line; where they would run into each other, no labels."""
    tight = look.style("hold_tight", strong=True)
    if max(tight.width(label, look.faces) for label in labels) > width:
        count, pitch = _fit(0.0, sets, width)
        return GridForm(pitch, max(1, count), tight, bare=True)
    return GridForm(PITCHES[-1], 1, tight)


def _day_width(found: tuple[DayColumn, ...]) -> float:
    return next((column.w for column in found if column.day.on), found[0].w)


def _row_height(look: Look, form: GridForm, row: GridRow) -> float:
    grid = look.layout.grid
    lines = form.lines(len(row.holds))
    if form.dense:
        return dense_top(look) + BOX + _BELOW + (lines - 1) * _PLAIN_LINE
    labelled = any(row.holds) and not form.bare
    first, more = (grid.row, grid.line) if labelled else (grid.row_plain, _PLAIN_LINE)
    height = first + (lines - 1) * more
    label = label_style(look, row.label)
    return max(height, 2.4 + text_height(look.lines(row.label, label, look.layout.axis - BOX_CLEAR), label))


def grid_height(look: Look, form: GridForm, rows: tuple[GridRow, ...]) -> float:
    """Height of the head and the rows, mm."""
    return days_height(look) + sum(_row_height(look, form, row) for row in rows)


def dense_top(look: Look) -> float:
    """In the dense form, from a row's upper hairline to its boxes, mm: the label's descenders stay clear of them."""
    return DENSE_ABOVE + (look.faces.cap + 0.22) * label_style(look).size / MM + BOX_CLEAR


def label_style(look: Look, label: str = "") -> Style:
    """The style of a row's label: smaller where a word of it is wider than its column."""
    style = _close(look.style("label", "ink", strong=True))
    return narrowed(label, style, look.faces, look.layout.axis - BOX_CLEAR) if label else style


@lru_cache(maxsize=64)
def _close(style: Style) -> Style:
    """The style with its lines close together."""
    return replace(style, leading=style.size * 1.2)


def draw_grid(
    pad: Pad, look: Look, week: tuple[Day, ...], card: Card, form: GridForm, rows: tuple[GridRow, ...], rest: str
) -> None:
    """Draw head and rows from the pad's y down. ``rest`` is what the cell of a rest day is, read aloud."""
    found = columns(look, week, dense=form.dense)
    active = set(card.days)
    draw_frame(pad, look, found, active, grid_height(look, form, rows), [_row_height(look, form, row) for row in rows])
    with pad.group("Table"):
        with pad.group("TR"):
            with pad.group("TD", empty=True):  # over the rows' labels
                pass
            draw_days(pad, look, found, active)
        y = pad.y + days_height(look)
        for row in rows:
            with pad.group("TR"):
                _draw_row(pad, look, found, active, card, form, row, y, rest)
            y += _row_height(look, form, row)
    pad.y = y


def draw_frame(
    pad: Pad, look: Look, found: tuple[DayColumn, ...], active: set[str], height: float, rows: list[float]
) -> None:
    """Pale rest-day columns beside the rows, off the dose's band, and hairlines, under everything else."""
    y = pad.y + days_height(look)
    for column in found:
        if column.day.key not in active and not look.mono:
            pad.add(Rect(column.x, y, column.w - BOX_CLEAR, pad.y + height - y, "rest"))
    look.hairline(pad, y)
    for row in rows:
        y += row
        look.hairline(pad, y)


def days_height(look: Look) -> float:
    """Height of the row of days over the boxes, mm: as the layout has it, and more where letters reach far down."""
    head, faces = look.layout.grid.head, look.faces
    if not faces.leading:
        return head
    return max(head, _OVER_DAYS + (faces.cap + faces.descent) * look.style("day").size / MM + _OFF_RULE)


def day_styles(
    look: Look, found: tuple[DayColumn, ...], active: set[str], *, small: bool = False
) -> tuple[Style, Style]:
    """Styles of the names of scheduled days and of rest days: smaller ones, all days alike, where the names of the
    first are too wide for their columns. ``small``: of small type in any case.
    """
    faces = look.faces
    day, rest = look.style("day"), look.style("rest_day", "mute")

    on = [column for column in found if column.day.key in active]
    if small or any(_day_long(column.day, day, faces) > column.w - BOX_CLEAR for column in on):
        day = look.style("rest_day")
    shares = [(column.w - _DAYS_APART) / _day_long(column.day, day, faces) for column in on]
    if on and on[-1] is found[-1]:  # its column reaches out of the margin
        shares[-1] = (on[-1].w - BOX_CLEAR) / _day_long(on[-1].day, day, faces)
    return _shrunk(day, min([1.0, *shares])), _shrunk(rest, min([1.0, *_rest_shares(look, rest, found, active)]))


def _rest_shares(look: Look, rest: Style, found: tuple[DayColumn, ...], active: set[str]) -> Iterator[float]:
    """Which part of its size the names of rest days may have, each for one of them."""
    before = 0.0
    for column in found:
        if column.day.key in active:
            before = 0.0
            continue
        wide, room = rest.width(first_of(column.day.short), look.faces), column.w - _DAYS_APART
        if column is not found[-1]:
            yield room / max(wide, 1e-9)
        elif wide > column.w - BOX_CLEAR:  # it ends at the margin, and comes nearer to the one before it
            yield min(room, room + (column.w - BOX_CLEAR) / 2 - before / 2) / wide
        before = wide


def rest_x(look: Look, column: DayColumn, wide: float) -> float:
    """Where the name of a rest day begins: in the middle of its column, and not beyond the margin, mm."""
    return min(column.x + (column.w - BOX_CLEAR - wide) / 2, max(column.x, look.frame.right) - wide)


def _shrunk(style: Style, share: float) -> Style:
    return style if share >= 1.0 else replace(style, size=style.size * max(_DAY_LEAST, 0.999 * share))


def draw_days(pad: Pad, look: Look, found: tuple[DayColumn, ...], active: set[str]) -> None:
    """The row of days over the boxes: names of scheduled days large, rest days small and pale."""
    faces, head = look.faces, days_height(look)
    day, rest = day_styles(look, found, active)
    deepest = max(under(first_of(column.day.short), faces) for column in found)
    lowest = head - _OFF_RULE - deepest * day.size / MM
    for column in found:
        on = column.day.key in active
        style = day if on else rest
        name, number = first_of(column.day.short), f" {column.day.number}"
        base = pad.y + min(head / 2 + faces.cap * style.size / MM / 2, lowest)
        with pad.group("TH", spoken=spoken_day(column.day) if on else column.day.name):
            if on:
                pad.add(Text(column.x, base, name, style.size, True))
                x = column.x + style.width(name, faces, True)
                pad.add(Text(x, base, number + " ", style.size))
                if style.second:
                    x += style.width(number, faces) + _BESIDE_DAY
                    put_small(pad, look, x, base, column.day.short, style.second, column.x + column.w - BOX_CLEAR)
            else:
                x = rest_x(look, column, style.width(name, faces))
                pad.add(Text(x, base, name, style.size, False, "mute"))


def _day_long(day: Day, style: Style, faces: Faces) -> float:
    """Width of a day over its boxes, mm, with its name in a second language beside it."""
    long = style.width(first_of(day.short), faces, True) + style.width(f" {day.number}", faces)
    if style.second and (other := parted(day.short)[2]):
        long += _BESIDE_DAY + style.second.width(other, faces)
    return long


def _draw_row(
    pad: Pad,
    look: Look,
    found: tuple[DayColumn, ...],
    active: set[str],
    card: Card,
    form: GridForm,
    row: GridRow,
    y: float,
    rest: str,
) -> None:
    style = label_style(look, "" if form.dense else row.label)
    spoken = row.label if form.dense and not look.second else ""  # each box says its hold
    with pad.group("TH", spoken=spoken):
        if form.dense:
            base = y + DENSE_ABOVE + look.faces.cap * style.size / MM
            pad.add(Text(look.frame.left, base, row.line, style.size, True))
            if style.second:
                after = look.frame.left + style.width(row.line, look.faces, True) + _BESIDE
                put_small(pad, look, after, base, row.label, style.second)
        else:
            lines = look.lines(row.label, style, look.layout.axis - BOX_CLEAR)
            # one line stands beside the middle of the boxes; several begin at their top
            lift = (
                BOX / 2 + look.faces.cap * style.size / MM / 2 - style.baseline(look.faces) if len(lines) == 1 else -0.9
            )
            put(pad, look.frame.left, y + TOP + lift, lines, style, look.faces)
    first = y + (dense_top(look) if form.dense else TOP)
    for column in found:
        on = column.day.key in active
        with pad.group("TD", spoken="" if on else rest):
            if on:
                _draw_boxes(pad, look, column, card, form, row, first)
            else:
                dash = look.style("rest_day", "mute")
                x = column.x + (column.w - BOX_CLEAR - dash.width("–", look.faces)) / 2
                base = first + BOX / 2 + look.faces.cap * dash.size / MM / 2
                pad.add(Text(x, base, "–", dash.size, False, "mute"))


def spoken_day(day: Day) -> str:
    """A day as it is read aloud: “Monday 23”."""
    return f"{day.name or first_of(day.short)} {day.number}"


def _draw_boxes(
    pad: Pad, look: Look, column: DayColumn, card: Card, form: GridForm, row: GridRow, first: float
) -> None:
    line = _PLAIN_LINE if form.dense or form.bare or not any(row.holds) else look.layout.grid.line
    label = form.label
    for index, hold in enumerate(row.holds):
        down, across = divmod(index, form.per_line)
        x, y = column.x + form.indent + across * form.pitch, first + down * line
        spoken = row.spoken[index] if row.spoken else first_of(row.label)
        said = look.joins.items((spoken_day(column.day), spoken))
        pad.add(Box(x, y, BoxName.of(card, row, column.day.key, index + 1).name(), said, hold))
        if hold and not (form.dense or form.bare):
            base = y + BOX + BOX_CLEAR + look.faces.cap * label.size / MM
            width = label.width(hold, look.faces)
            pad.add(Text(x + (BOX - width) / 2, base, hold, label.size, True))
