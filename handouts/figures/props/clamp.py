"""A bar that a fold of the body holds: it sinks in, the fold closes over its edges, and its ends stick out."""

from __future__ import annotations

import itertools
import math

from handouts.figures.camera import Camera
from handouts.figures.outline import P2
from handouts.figures.props.solids import bar
from handouts.figures.shapes import DETAIL, Shape, Unit
from handouts.figures.space import P3

__all__ = ["clamped"]

_SUNK = 0.62
"""How wide the bar still is in the fold, as a part of its width."""
_SOON = 4.0
"""Over what length it sinks in, cm."""
_LIP = 1.3
"""How far beyond the bar's edge the fold bulges in its middle, cm."""
_STEPS = 20


def clamped(name: str, role: str, radius: float, points: tuple[P3, P3, P3, P3], camera: Camera) -> list[Unit]:
    """A bar from the first point to the last, pressed into a fold between the two in the middle."""
    found = []
    for at, ends in enumerate(itertools.pairwise(points)):
        piece = bar(camera, f"{name} {at}", list(ends), radius, role)
        piece.edge = ""
        if at == 1:
            _sink(piece, camera.flat(ends[0]), camera.flat(ends[1]), radius, role)
        else:
            root, end = map(camera.flat, ends if at else ends[::-1])
            _stick_out(piece, root, end, radius)
        found.append(piece)
    return found


def _beside(one: P2, other: P2, part: float, off: float) -> P2:
    """A point of the line between two, or so far to its left."""
    (x0, y0), (x1, y1) = one, other
    size = math.dist(one, other) or 1.0
    return x0 + (x1 - x0) * part - (y1 - y0) / size * off, y0 + (y1 - y0) * part + (x1 - x0) / size * off


def _sink(piece: Unit, one: P2, other: P2, radius: float, role: str) -> None:
    """The part in the fold: narrower, for flesh lies over its edges, and a line where each lip of the fold bulges."""
    long = math.dist(one, other)
    parts = [step / _STEPS for step in range(_STEPS + 1)]

    def half(part: float) -> float:
        deep = min(1.0, min(part, 1.0 - part) * long / _SOON)
        return radius * (1.0 - (1.0 - _SUNK) * deep * deep * (3.0 - 2.0 * deep))

    def lip(part: float) -> float:
        return half(part) + (radius - half(part)) * 0.4 + _LIP * math.sin(math.pi * part)

    sides = [tuple(_beside(one, other, part, sign * half(part)) for part in parts) for sign in (1.0, -1.0)]
    ring = (*sides[0], *reversed(sides[1]))
    shade = (*(_beside(one, other, part, -0.25 * half(part)) for part in parts), *reversed(sides[1]))
    piece.outline = (ring,)
    piece.fills = [Shape((ring,), role), Shape((shade,), f"{role} shade")]
    lips = tuple(tuple(_beside(one, other, part, sign * lip(part)) for part in parts[2:-2]) for sign in (1.0, -1.0))
    piece.details = [
        Shape(tuple(sides), line="line", weight=0.8, closed=False),
        Shape(lips, line="line", weight=DETAIL, closed=False),
    ]


def _stick_out(piece: Unit, root: P2, end: P2, radius: float) -> None:
    """An end: its two long edges, and round its tip."""
    round_tip = []
    ux, uy = end[0] - root[0], end[1] - root[1]
    size = math.hypot(ux, uy) or 1.0
    ux, uy = ux / size, uy / size
    for step in range(13):
        angle = math.pi * (0.5 - step / 12)
        cos, sin = math.cos(angle) * radius, math.sin(angle) * radius
        round_tip.append((end[0] + ux * cos - uy * sin, end[1] + uy * cos + ux * sin))
    edge = (_beside(root, end, 0.0, radius), *round_tip, _beside(root, end, 0.0, -radius))
    piece.details = [Shape((edge,), line="line", weight=0.8, closed=False)]
