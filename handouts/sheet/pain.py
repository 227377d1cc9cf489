"""The rows to write down pain in, after the last grid: a place for each session of each scheduled day, no box.

They come in a full form, with a head of their own, and in a short one.
"""

from __future__ import annotations

from dataclasses import replace

from handouts.base.twofold import first_of
from handouts.plan.handout import Day, Handout, PainRow
from handouts.sheet.blockheads import block_head, low_head
from handouts.sheet.blocks import BOX_CLEAR, MM, Blank, Block, Pad, Rect, Text
from handouts.sheet.boxnames import PainName
from handouts.sheet.forms import FormedBlock
from handouts.sheet.grid import (
    DAY_GAP,
    DENSE_ABOVE,
    TOP,
    DayColumn,
    columns,
    day_styles,
    days_height,
    dense_top,
    draw_days,
    draw_frame,
    label_style,
    rest_x,
    settle,
    spoken_day,
)
from handouts.sheet.linesizes import text_height
from handouts.sheet.look import Look
from handouts.sheet.secondtongue import put_small
from handouts.sheet.text import put

__all__ = ["dense", "pain", "pain_choices", "pain_rows"]

_PAIN_ROW = 13.6
"""Height of a row to write pain in, mm: room to write a figure by hand."""
_PAIN_TALL = 8.0
"""Height of the field over its line, mm."""
_SHORT_ROW = 8.2
"""Height of a row of the short form, mm."""
_SHORT_TALL = 7.0
"""Height of the field over its line there, mm."""
_DIGITS = 18.0
"""Width of the line for a figure, mm."""


def pain_choices(handout: Handout, look: Look) -> tuple[FormedBlock, ...]:
    """The forms of the rows, the best looking first, which is the tallest too; none where no rule speaks of pain."""
    if not handout.pain_rows:
        return ()
    above = dense(handout, look)
    key = ("pain", handout.week_key, handout.pain_rows, handout.labels.pain)
    full = look.kept((*key, above), lambda: pain(handout, look, dense=above))
    short = look.kept((*key, "short"), lambda: _short(handout, look))
    found = (FormedBlock(full.height, 0.0, full), FormedBlock(short.height, 0.4, short))
    return found if short.height < full.height else found[:1]


def dense(handout: Handout, look: Look) -> bool:
    """Whether the last grid, whose columns a row for pain goes on with, has its labels over the rows."""
    last = handout.cards[-1]
    key = ("dense", last.digest, handout.week_key)
    return look.remembered(key, lambda: settle(look, handout.week, last.rows).dense)


def pain(handout: Handout, look: Look, *, dense: bool) -> Block:
    """A row to write down pain after each session. ``dense``: as the grid above it."""
    pad = Pad()
    look.rule(pad)
    pad.y += look.layout.pad
    pad.y = block_head(pad, look, handout.labels.pain, handout.labels.pain_scale) + 0.4
    pain_rows(pad, look, handout.week, handout.pain_rows, handout.rest_day, dense=dense)
    return pad.block(name=first_of(handout.labels.pain))


def pain_rows(
    pad: Pad, look: Look, week: tuple[Day, ...], rows: tuple[PainRow, ...], rest: str, *, dense: bool = False
) -> None:
    """Rows to write pain after each session: a short line for each scheduled day, no box.

    ``dense``: the columns take the whole width, as those of a dense grid above do, and each label
    stands over its row.
    """
    found = columns(look, week, dense=dense)
    active = {day.key for day in week if day.on}
    lead = dense_top(look) - TOP if dense else 0.0
    heights = [_row_height(look, row, lead) for row in rows]
    draw_frame(pad, look, found, active, days_height(look) + sum(heights), heights)
    with pad.group("Table"):
        with pad.group("TR"):
            with pad.group("TD", empty=True):  # over the rows' labels
                pass
            draw_days(pad, look, found, active)
        y = pad.y + days_height(look)
        for row, height in zip(rows, heights, strict=True):
            with pad.group("TR"):
                _pain_row(pad, look, found, active, row, (y, y + height), lead, rest)
            y += height
    pad.y = y


def _row_height(look: Look, row: PainRow, lead: float) -> float:
    """Room to write in, or that of the label where it takes more, mm."""
    style = label_style(look, "" if lead else row.label)
    lines = [] if lead else look.lines(row.label, style, look.layout.axis - BOX_CLEAR)
    return max(_PAIN_ROW + lead, TOP + text_height(lines, style))


def _pain_row(
    pad: Pad,
    look: Look,
    found: tuple[DayColumn, ...],
    active: set[str],
    row: PainRow,
    place: tuple[float, float],
    lead: float,
    rest: str,
) -> None:
    """A row from one y to another, mm; with ``lead`` mm for its label over it, or its label beside it."""
    y, below = place
    style, dash = label_style(look, "" if lead else row.label), look.style("rest_day", "mute")
    top = y + (DENSE_ABOVE - style.baseline(look.faces) + look.faces.cap * style.size / MM if lead else TOP - 0.9)
    room = look.frame.w if lead else look.layout.axis - BOX_CLEAR
    with pad.group("TH"):
        if lead and style.second:
            base = top + style.baseline(look.faces)
            label = look.lines(first_of(row.label), style, room)
            put(pad, look.frame.left, top, label, style, look.faces)
            put_small(pad, look, look.frame.left + label[0].width + 2.5, base, row.label, style.second)
        else:
            put(pad, look.frame.left, top, look.lines(row.label, style, room), style, look.faces)
    line = below - 3.0
    for column in found:
        on = column.day.key in active
        with pad.group("TD", spoken="" if on else rest):
            if on:
                _place(pad, look, column, row, line, _PAIN_TALL)
            else:
                x = column.x + (column.w - BOX_CLEAR - dash.width("–", look.faces)) / 2
                pad.add(Text(x, line - 3.8, "–", dash.size, False, "mute"))


def _place(pad: Pad, look: Look, column: DayColumn, row: PainRow, line: float, tall: float) -> None:
    """A place to write a figure in, over its line at ``line`` mm."""
    wide = min(_DIGITS, column.w - DAY_GAP - 1)
    said = look.joins.items((spoken_day(column.day), row.spoken))
    pad.add(Blank(column.x, line - tall, wide, tall, PainName(column.day.key, row.session).name(), said))
    pad.add(Rect(column.x, line, wide, 0.25, "black"))


def _short(handout: Handout, look: Look) -> Block:
    """All of it low: head and scale on one line as the label of a row, small days over the places."""
    pad = Pad()
    look.rule(pad)
    pad.y = low_head(pad, look, handout.labels.pain, handout.labels.pain_scale, look.style("pen", "mute"))
    found, active = columns(look, handout.week), {day.key for day in handout.week if day.on}
    with pad.group("Table"):
        y = _small_days(pad, look, found, active)
        for row in handout.pain_rows:
            with pad.group("TR"):
                y += _more_lines(look, row)
                _short_row(pad, look, found, active, row, y, handout.rest_day)
            y += _SHORT_ROW
    pad.y = y + 0.3
    return pad.block(name=first_of(handout.labels.pain))


def _more_lines(look: Look, row: PainRow) -> float:
    """More room over a row whose label takes more than two lines, mm."""
    style = label_style(look, row.label)
    return max(0, len(look.lines(row.label, style, look.layout.axis - BOX_CLEAR)) - 2) * style.line


def _small_days(pad: Pad, look: Look, found: tuple[DayColumn, ...], active: set[str]) -> float:
    """The row of days in small type, rest days pale; gives the y below."""
    faces = look.faces
    whole = replace(look.style("rest_day"), leading=look.style("rest_day").size * 1.15)
    style, rest = day_styles(look, found, active, small=True)
    base = pad.y + whole.baseline(faces)
    with pad.group("TR"):
        with pad.group("TD", empty=True):  # over the rows' labels
            pass
        for column in found:
            name, number = first_of(column.day.short), f" {column.day.number}"
            on = column.day.key in active
            with pad.group("TH", spoken=spoken_day(column.day) if on else column.day.name):
                if on:
                    pad.add(Text(column.x, base, name, style.size, True))
                    pad.add(Text(column.x + style.width(name, faces, True), base, number + " ", style.size))
                else:
                    x = rest_x(look, column, rest.width(name, faces))
                    pad.add(
                        Text(x, base, f"{name} ", rest.size, False, "mute")
                    )  # the row's label may begin on this line
    return pad.y + whole.line


def _short_row(
    pad: Pad, look: Look, found: tuple[DayColumn, ...], active: set[str], row: PainRow, y: float, rest: str
) -> None:
    """A row's label, its last line level with the places; it may begin beside the days."""
    style, dash = label_style(look, row.label), look.style("rest_day", "mute")
    line = y + _SHORT_ROW - 0.4
    label = look.lines(first_of(row.label), style, look.layout.axis - BOX_CLEAR)
    with pad.group("TH"):
        top = line - style.baseline(look.faces) - (len(label) - 1) * style.line - 0.6
        put(pad, look.frame.left, top, label, style, look.faces)
    for column in found:
        on = column.day.key in active
        with pad.group("TD", spoken="" if on else rest):
            if on:
                _place(pad, look, column, row, line, _SHORT_TALL)
            else:
                x = column.x + (column.w - BOX_CLEAR - dash.width("–", look.faces)) / 2
                pad.add(Text(x, line - 0.6, "–", dash.size, False, "mute"))
