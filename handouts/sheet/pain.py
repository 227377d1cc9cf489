"""The rows to write down pain in, after the last grid: a place for each session of each scheduled day, no box."""

from __future__ import annotations

from handouts.plan.handout import Day, Handout, PainRow
from handouts.sheet.blocks import BOX_CLEAR, MM, Blank, Block, Pad, Rect, Text
from handouts.sheet.boxnames import PainName
from handouts.sheet.grid import (
    DAY_GAP,
    DENSE_ABOVE,
    TOP,
    DayColumn,
    columns,
    dense_top,
    draw_days,
    draw_frame,
    label_style,
    settle,
    spoken_day,
)
from handouts.sheet.look import Look
from handouts.sheet.text import put

__all__ = ["dense", "pain", "pain_rows"]

_PAIN_ROW = 13.6
"""Height of a row to write pain in, mm: room to write a figure by hand."""
_PAIN_TALL = 8.0
"""Height of the field over its line, mm."""


def dense(handout: Handout, look: Look) -> bool:
    """Whether the last grid, whose columns a row for pain goes on with, has its labels over the rows."""
    last = handout.cards[-1]
    key = ("dense", last.digest, handout.week_key)
    return look.remembered(key, lambda: settle(look, handout.week, last.rows).dense)


def pain(handout: Handout, look: Look, *, dense: bool) -> Block:
    """A row to write down pain after each session. ``dense``: as the grid above it."""
    pad, faces = Pad(), look.faces
    look.rule(pad)
    pad.y += look.layout.pad
    name, small = look.style("drill_name", strong=True), look.style("body")
    inline = look.layout.drill.name_at_margin
    x = look.frame.left + look.layout.drill.disc + 3 if inline else look.axis  # as the drills' names
    head = look.lines(handout.labels.pain, name, look.frame.right - x)
    scale = look.lines(handout.labels.pain_scale, small, look.frame.right - x)
    beside = len(head) == len(scale) == 1 and x + head[0].width + scale[0].width + 4 <= look.frame.right
    with pad.group("H2"):
        y = put(pad, x, pad.y, head, name, faces)
    with pad.group("P"):
        if beside:
            shift = name.baseline(faces) - small.baseline(faces)
            put(pad, look.frame.right - scale[0].width, pad.y + shift, scale, small, faces)
        else:
            y = put(pad, x, y, scale, small, faces)
    pad.y = y + 0.4
    pain_rows(pad, look, handout.week, handout.pain_rows, handout.rest_day, dense=dense)
    return pad.block(name=handout.labels.pain)


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
    heights = [_PAIN_ROW + lead] * len(rows)
    draw_frame(pad, look, found, active, look.layout.grid.head + sum(heights), heights)
    with pad.group("Table"):
        with pad.group("TR"):
            with pad.group("TD", empty=True):  # over the rows' labels
                pass
            draw_days(pad, look, found, active)
        y = pad.y + look.layout.grid.head
        for row in rows:
            with pad.group("TR"):
                _pain_row(pad, look, found, active, row, y, lead, rest)
            y += _PAIN_ROW + lead
    pad.y = y


def _pain_row(
    pad: Pad, look: Look, found: tuple[DayColumn, ...], active: set[str], row: PainRow, y: float, lead: float, rest: str
) -> None:
    style, dash = label_style(look), look.style("rest_day", "mute")
    top = y + (DENSE_ABOVE - style.baseline(look.faces) + look.faces.cap * style.size / MM if lead else TOP - 0.9)
    room = look.frame.w if lead else look.layout.axis - BOX_CLEAR
    with pad.group("TH"):
        put(pad, look.frame.left, top, look.lines(row.label, style, room), style, look.faces)
    line = y + lead + _PAIN_ROW - 3.0
    for column in found:
        on = column.day.key in active
        with pad.group("TD", spoken="" if on else rest):
            if on:
                wide = min(18.0, column.w - DAY_GAP - 1)
                said = f"{spoken_day(column.day)}, {row.spoken}"
                name = PainName(column.day.key, row.session).name()
                pad.add(Blank(column.x, line - _PAIN_TALL, wide, _PAIN_TALL, name, said))
                pad.add(Rect(column.x, line, wide, 0.25, "black"))
            else:
                x = column.x + (column.w - BOX_CLEAR - dash.width("–", look.faces)) / 2
                pad.add(Text(x, line - 3.8, "–", dash.size, False, "mute"))
