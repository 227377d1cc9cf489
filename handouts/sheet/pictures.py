"""Draws pictures of a drill's positions, with their captions and call-outs, as ``panels`` places them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import cast

from handouts.figures.callouts import PlacedNote
from handouts.figures.quiet import quiet_place
from handouts.figures.shapes import Drawing
from handouts.plan.handout import Picture, Posed
from handouts.sheet.blocks import Disc, Image, Pad, Polygon, Role
from handouts.sheet.look import Look
from handouts.sheet.panels import (
    PICTURE_GAP,
    UNDER,
    Panel,
    PanelPlace,
    PictureRows,
    caption_lift,
    caption_style,
    indent_of,
    note_style,
    notes_of,
    panels,
    row_of,
    size_of,
)
from handouts.sheet.signs import hold_sign, outlined_number
from handouts.sheet.text import TextLine, put, put_line

__all__ = ["picture_row_width", "pictures"]

_LEADER_CLEAR = 1.0
"""From the end of a call-out's line to its words, mm."""


def pictures(pad: Pad, every: list[Panel], look: Look, x: float, y: float, width: float, rows: PictureRows) -> float:
    """Draw pictures in rows from (x, y) on, in a column ``width`` mm wide. Gives the y below."""
    for start, end in pairwise(rows.cuts):
        y = _row(pad, every[start:end], look, x, y, width, rows.height) + UNDER
    return y - UNDER


def picture_row_width(shown: tuple[Picture, ...], look: Look, height: float, *, captions: bool = True) -> float:
    """Width that pictures of this height take side by side, mm, with captions on two lines at most."""
    every = panels(shown, look, captions=captions)
    return sum(max(size_of(one, look, height), one.needs[1]) for one in every) + PICTURE_GAP * (len(every) - 1)


def _row(pad: Pad, every: list[Panel], look: Look, x: float, y: float, width: float, height: float) -> float:
    places, blank, total = row_of(every, look, width, height)
    bottom = y + total
    y -= blank
    for place in places:
        _picture(pad, place, look, x + place.x, y, height)
        if place.caption:
            _caption(pad, place, look, x + place.x, y + height + UNDER)
    return bottom


def _picture(pad: Pad, place: PanelPlace, look: Look, x: float, y: float, height: float) -> None:
    one = place.panel
    picture = one.picture
    alt = (
        look.joins.sentences(filter(None, (picture.alt, picture.marked))) if look.layout.drill.callouts else picture.alt
    )
    with pad.group("Figure", alt, notes=_noted(one, look, height)):
        if one.drawing is not None:
            _draw(pad, place, look, x, y, height)
        elif not isinstance(picture.asset, Posed):
            tall = place.size / picture.asset.aspect
            pad.add(Image(x, y + height - tall, place.size, tall, picture.asset))


def _caption(pad: Pad, place: PanelPlace, look: Look, x: float, y: float) -> None:
    """The number of the step it shows, its words, and how long to hold in bold."""
    picture, style = place.panel.picture, caption_style(look)
    with pad.group("Caption", spoken=picture.spoken):
        outlined_number(pad, look, x, y, picture.step, style.size)
        y += caption_lift(look, style)
        for line in place.caption:
            _caption_line(pad, look, x + indent_of(style), y, line)
            y += style.line


def _caption_line(pad: Pad, look: Look, x: float, y: float, line: TextLine) -> None:
    """A line of a caption; what is bold in it, the hold, has a colour too."""
    style, held = caption_style(look), look.style("caption", "primary")
    for index, piece in enumerate(line.pieces):
        last = index == len(line.pieces) - 1
        put_line(
            pad, x, y, TextLine((piece,), 0.0, line.after if last else None), held if piece[1] else style, look.faces
        )
        x += style.width(piece[0], look.faces, piece[1])


def _noted(one: Panel, look: Look, height: float) -> tuple[str, ...]:
    """The words that stand in a picture, in the order in which its figure has them."""
    if one.drawing is None:
        return ()
    placed, *_ = notes_of(one.drawing, look, height)
    return tuple(one.drawing.notes[index].text for index in sorted(note.index for note in placed))


def _draw(pad: Pad, place: PanelPlace, look: Look, x: float, y: float, height: float) -> None:
    """A drawing with its call-outs, words set by the page, at a size that can be read; and the sign of a hold."""
    one = place.panel
    drawing, posed = one.drawing, one.picture.asset
    assert drawing is not None  # the caller looked
    placed, lines, (left, _, right, high) = notes_of(drawing, look, height)
    scale = height / drawing.height
    at_x = x + (drawing.box[0] - left) * scale
    person = posed.person if isinstance(posed, Posed) else None
    pad.add(Image(at_x, y, drawing.width * scale, height, drawing, person))

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return x + (point[0] - left) * scale, y + (high - point[1]) * scale

    style = note_style(look)
    for note in placed:
        tip, start = at(note.tip), at(note.start)
        far = math.dist(tip, start)
        part = min(1.0, _LEADER_CLEAR / far) if far else 0.0
        start = (start[0] + (tip[0] - start[0]) * part, start[1] + (tip[1] - start[1]) * part)
        for half, role in ((0.45, "white"), (0.14, "ink")):
            _stroke(pad, start, tip, half, cast("Role", role))
        pad.add(Disc(*tip, 0.75, "white"), Disc(*tip, 0.5, "ink"))
        text_x, text_y = at((note.left, note.high))
        put(pad, text_x, text_y, lines[note.index], style, look.faces)
    if one.picture.hold:
        found = _place_of_sign(drawing, placed, look, scale, place.free + (right - drawing.box[2]) * scale)
        if found is not None:
            hold_sign(pad, *at(found[0]), found[1] * scale)


_SIGNS = (4.4, 3.7, 3.0)
"""Sizes of the sign of a hold, mm: the largest that has a quiet place."""
_SIGN_LEAST = 14.0
"""The longer side of a picture under which such a sign would be too much, mm."""


def _place_of_sign(
    drawing: Drawing, notes: list[PlacedNote], look: Look, scale: float, free: float
) -> tuple[tuple[float, float], float] | None:
    """Where the sign of a hold stands on a picture, and its size, in the picture's cm; found once."""
    if max(drawing.width, drawing.height) * scale < _SIGN_LEAST:
        return None
    beyond = math.floor(free) / scale
    key = ("hold sign", drawing.digest, scale, beyond, tuple(notes))
    sizes = [size / scale for size in _SIGNS]
    return look.known(key, lambda: quiet_place(drawing, sizes, beyond, notes))


def _stroke(pad: Pad, start: tuple[float, float], end: tuple[float, float], half: float, role: Role) -> None:
    """A straight line as a thin polygon."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = math.hypot(dx, dy)
    if size < 0.3:
        return
    nx, ny = -dy / size * half, dx / size * half
    pad.add(
        Polygon(
            (
                (start[0] + nx, start[1] + ny),
                (end[0] + nx, end[1] + ny),
                (end[0] - nx, end[1] - ny),
                (start[0] - nx, start[1] - ny),
            ),
            role,
        )
    )
