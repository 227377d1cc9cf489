"""Pictures of a drill's positions, with their captions."""

from __future__ import annotations

import math

from handouts.handout import Picture
from handouts.sheet.look import Look
from handouts.sheet.marks import MM, Image, Pad
from handouts.sheet.signs import number_width, outlined_number, pill, pill_width
from handouts.sheet.text import Style, put, wrap

__all__ = ["pictures"]

_PICTURE_GAP = 3.0
_PANEL_MIN = 20.0
"""Least width of a picture with its caption, mm."""
_FIGURE_MIN = 25.0
"""Least height at which a position can be made out, mm."""


def pictures(
    pad: Pad, shown: tuple[Picture, ...], look: Look, x: float, y: float, width: float, most: float, room: float
) -> float:
    """Pictures side by side, one height for all, at most ``most`` mm, captions under them. Gives the y below.

    They stand in as few rows as let each be tall enough to be understood. Where all rows together
    would be taller than ``room`` mm, they are made lower.
    """
    held = look.style("caption", strong=True)
    indent = _caption_indent(held)
    least = [
        _PANEL_MIN if not one.hold else max(_PANEL_MIN, indent + pill_width(look, one.hold, held)) for one in shown
    ]
    for count in range(1, len(shown) + 1):
        per_row = math.ceil(len(shown) / count)
        rows = [slice(start, start + per_row) for start in range(0, len(shown), per_row)]
        tallest = most * (1.0 if count == 1 else 0.7)
        height = min(_row_height(shown[row], least[row], width, tallest) for row in rows)
        if height >= _FIGURE_MIN or per_row == 1:
            break
    height = max(height, _FIGURE_MIN / 2)
    while height > _FIGURE_MIN / 2 and _rows(Pad(), shown, rows, least, look, x, 0.0, width, height) > room:
        height -= 2.0
    return _rows(pad, shown, rows, least, look, x, y, width, height)


def _rows(
    pad: Pad, shown: tuple[Picture, ...], rows: list[slice], least: list[float], look: Look, x: float, y: float,
    width: float, height: float,
) -> float:  # fmt: skip
    for row in rows:
        y = _picture_row(pad, shown[row], least[row], look, x, y, width, height) + 1.0
    return y - 1.0


def _caption_indent(style: Style) -> float:
    """From the left edge of a caption's disc to its text, mm."""
    return number_width(style.size) + 1.4


def _row_height(pictures: tuple[Picture, ...], least: list[float], width: float, tallest: float) -> float:
    """How tall pictures can be in one row, each at least as wide as its caption needs; 0 where they do not fit."""
    room = width - _PICTURE_GAP * (len(pictures) - 1)
    height = tallest
    while height > 0:
        if sum(max(height * one.asset.aspect, need) for one, need in zip(pictures, least, strict=True)) <= room + 1e-6:
            return height
        height -= 0.5
    return 0.0


def _picture_row(
    pad: Pad, pictures: tuple[Picture, ...], least: list[float], look: Look, x: float, y: float, width: float,
    height: float,
) -> float:  # fmt: skip
    faces = look.faces
    style, held = look.style("caption"), look.style("caption", strong=True)
    indent = _caption_indent(style)
    sizes = [min(height * one.asset.aspect, width) for one in pictures]
    panels = [max(size, need) for size, need in zip(sizes, least, strict=True)]
    spare = (width - _PICTURE_GAP * (len(pictures) - 1) - sum(panels)) / len(pictures)
    bottom = y
    for picture, size, panel in zip(pictures, sizes, panels, strict=True):
        tall = size / picture.asset.aspect
        with pad.group("Figure", picture.alt):
            pad.add(Image(x, y + height - tall, size, tall, picture.asset))
        top = y + height + 1.0
        with pad.group("Caption"):
            disc = outlined_number(pad, look, x, top, picture.step, style.size)
            lift = disc / 2 - (style.baseline(faces) - faces.cap * style.size / MM / 2)
            room = panel + max(0.0, min(spare, 8.0)) - indent
            end = put(pad, x + indent, top + lift, wrap(picture.caption, style, faces, room), style, faces)
            if picture.hold:
                end += pill(pad, look, x + indent, end + 0.4, picture.hold, held, room) + 0.8
        bottom = max(bottom, end, top + disc)
        x += panel + max(0.0, min(spare, 8.0)) + _PICTURE_GAP
    return bottom
