"""The drawn signs: tick, cross, stop octagon, numbered disc, hold pill. Vector, so they print crisply."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from handouts.sheet.blocks import MM, Disc, Pad, Polygon, Rect, Role, Text
from handouts.sheet.look import Look
from handouts.sheet.style import is_tall, under
from handouts.sheet.text import Style, TextLine

__all__ = [
    "SIGN",
    "cross",
    "hold_sign",
    "number_width",
    "numbered_disc",
    "octagon",
    "outlined_number",
    "pill",
    "pill_beside",
    "pill_height",
    "pill_width",
    "tick",
]

SIGN = 3.8
"""Size of the sign before a cue, mm."""

_PILL_PAD = 1.6
_PILL_MOST = 1.36
"""The highest pill, as a part of the type size: it stands between lines of text."""
_ON_PILL = 0.1
"""Round letters that reach far down, as a part of their size."""
_ONE_LINE = 1000.0
"""Room enough for any hold on one line, mm."""
_RISE = 0.15 / 16
"""How far numbers in discs stand above the middle, mm for each point of their size."""
_TICK = ((0.02, 0.56), (0.19, 0.39), (0.38, 0.58), (0.82, 0.10), (0.99, 0.27), (0.39, 0.92))
_CROSS = (
    (0.08, 0.26), (0.26, 0.08), (0.5, 0.32), (0.74, 0.08), (0.92, 0.26), (0.68, 0.5),
    (0.92, 0.74), (0.74, 0.92), (0.5, 0.68), (0.26, 0.92), (0.08, 0.74), (0.32, 0.5),
)  # fmt: skip


def _place(points: tuple[tuple[float, float], ...], x: float, y: float, size: float) -> tuple[tuple[float, float], ...]:
    return tuple((x + px * size, y + py * size) for px, py in points)


def tick(pad: Pad, x: float, y: float, size: float = SIGN) -> None:
    """A tick mark in a square with its top left corner at (x, y)."""
    pad.add(Polygon(_place(_TICK, x, y, size), "primary"))


def cross(pad: Pad, x: float, y: float, size: float = SIGN) -> None:
    """A cross in a square with its top left corner at (x, y)."""
    inset = size * 0.07
    pad.add(Polygon(_place(_CROSS, x + inset, y + inset, size - 2 * inset), "primary"))


def octagon(pad: Pad, x: float, y: float, size: float) -> None:
    """The stop sign: an octagon with an exclamation mark."""
    near = 1 / (2 + math.sqrt(2))
    far = 1 - near
    points = ((near, 0), (far, 0), (1, near), (1, far), (far, 1), (near, 1), (0, far), (0, near))
    pad.add(Polygon(_place(tuple((float(a), float(b)) for a, b in points), x, y, size), "stop"))
    bar = ((0.43, 0.19), (0.57, 0.19), (0.555, 0.60), (0.445, 0.60))
    pad.add(Polygon(_place(bar, x, y, size), "white"))
    pad.add(Rect(x + 0.43 * size, y + 0.68 * size, 0.14 * size, 0.13 * size, "white"))


_CROWN = (
    (0.40, 0.0), (0.60, 0.0), (0.60, 0.08), (0.545, 0.08), (0.545, 0.2), (0.455, 0.2), (0.455, 0.08), (0.40, 0.08),
)  # fmt: skip
_BUTTON = ((0.84, 0.14), (0.92, 0.22), (0.85, 0.29), (0.77, 0.21))
_PAUSE = (
    ((0.35, 0.40), (0.45, 0.40), (0.45, 0.72), (0.35, 0.72)),
    ((0.55, 0.40), (0.65, 0.40), (0.65, 0.72), (0.55, 0.72)),
)


def hold_sign(pad: Pad, x: float, y: float, size: float) -> None:
    """A stopwatch with a pause on it, for a position that is held; its top left corner is at (x, y)."""
    middle = (x + 0.5 * size, y + 0.56 * size)
    line = 0.085 * size
    for part in (_CROWN, _BUTTON):
        pad.add(Polygon(_place(part, x, y, size), "primary"))
    pad.add(Disc(*middle, 0.43 * size, "white"), Disc(*middle, 0.43 * size - line / 2, "primary", line * MM))
    pad.add(*(Polygon(_place(bar, x, y, size), "primary") for bar in _PAUSE))


def _number(pad: Pad, look: Look, x: float, y: float, text: str, size: float, role: Role) -> None:
    """A number centred at (x, y), a little higher than by measure: the eye sees the middle there."""
    width = look.faces.width(text, True) * size / MM
    base = y + look.faces.cap * size / MM / 2 - _RISE * size
    pad.add(Text(x - width / 2, base, text, size, True, role))


def numbered_disc(pad: Pad, look: Look, x: float, y: float, diameter: float, number: int) -> None:
    """A filled disc with a white number; (x, y) is its top left corner."""
    radius = diameter / 2
    pad.add(Disc(x + radius, y + radius, radius, "primary"))
    _number(pad, look, x + radius, y + radius, str(number), diameter * 1.62, "white")


def number_width(size: float) -> float:
    """Diameter of the disc before a caption of a type size in points, mm."""
    return 4.8 * size / 11


def outlined_number(pad: Pad, look: Look, x: float, y: float, number: int, size: float) -> float:
    """The outlined disc before a caption, holding the number of the step it shows. Gives its diameter, mm."""
    diameter = number_width(size)
    radius = diameter / 2
    pad.add(Disc(x + radius, y + radius, radius - 0.15, "primary", 0.8))
    _number(pad, look, x + radius, y + radius, str(number), size * 0.92, "primary")
    return diameter


def pill_width(look: Look, text: str, style: Style) -> float:
    """Width of the hold pill on one line, mm: of its words as they are set, which may be wider than of all at once."""
    (line,) = _pill_lines(look, text, _on_pill(look, text, style), _ONE_LINE)
    return line.width + 2 * _PILL_PAD


def _on_pill(look: Look, text: str, style: Style) -> Style:
    """The style of its words, whose letters stay on it in every script."""
    low = under(text, look.faces) if is_tall(text) else 0.0
    return _bold(style, min(_PILL_MOST, max(1.18, look.faces.cap + 2 * low + _ON_PILL if low else 0.0)))


@lru_cache(maxsize=64)
def _bold(style: Style, leading: float) -> Style:
    return replace(style, strong=True, leading=leading * style.size, role="on_accent")


@lru_cache(maxsize=64)
def _at_line_end(style: Style) -> Style:
    """A little smaller, so that the pill keeps off the line over it."""
    return replace(style, size=0.9 * style.size)


def _pill_lines(look: Look, text: str, strong: Style, room: float) -> list[TextLine]:
    return look.lines(text, strong, room - 2 * _PILL_PAD)


def pill_height(look: Look, text: str, style: Style, room: float) -> float:
    """Height of the hold pill where it may be ``room`` mm wide, mm."""
    strong = _on_pill(look, text, style)
    return len(_pill_lines(look, text, strong, room)) * strong.line


def pill(pad: Pad, look: Look, x: float, y: float, text: str, style: Style, room: float) -> None:
    """The hold call-out, its top left corner at (x, y), no wider than ``room`` mm: a long one takes more lines."""
    strong = _on_pill(look, text, style)
    lines = _pill_lines(look, text, strong, room)
    width = max(line.width for line in lines) + 2 * _PILL_PAD
    pad.add(Rect(x, y, width, len(lines) * strong.line, "accent", 1.2))
    for line in lines:
        base = y + strong.line / 2 + look.faces.cap * style.size / MM / 2
        pad.add(Text(x + _PILL_PAD, base, "".join(piece[0] for piece in line.pieces), style.size, True, "on_accent"))
        y += strong.line


def pill_beside(pad: Pad, look: Look, x: float, y: float, text: str, style: Style) -> None:
    """The hold call-out at the end of a line of text in ``style``, whose top is at ``y``: on its baseline."""
    small = _at_line_end(style)
    top = y + style.baseline(look.faces) - look.faces.cap * style.size / MM / 2 - _on_pill(look, text, small).line / 2
    pill(pad, look, x, top, text, small, _ONE_LINE)
