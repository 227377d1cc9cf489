"""What tells a bar from what it lies on where there is no colour: white round it, and rings along it."""

from __future__ import annotations

import math

from handouts.figures.camera import Camera
from handouts.figures.outline import P2, Rings, clip_lines, grown, intersection, minus, union
from handouts.figures.shapes import INNER, Shape, Unit
from handouts.figures.space import P3, along

__all__ = ["ringed"]

_HALO = 0.8
"""Width of the white round a bar, cm."""
_RINGS, _APART = 6.0, 3.6
"""From ring to ring along a bar, and at least on paper, where it is foreshortened, cm."""


def ringed(pieces: list[Unit], camera: Camera, ends: tuple[P3, P3], radius: float) -> list[Unit]:
    """The pieces of a bar between two ends, each with its part of the white and of the rings."""
    whole = union(tuple(ring for piece in pieces for ring in piece.outline))
    white = minus(grown(whole, _HALO), whole)
    rings = _rings(camera, ends, radius)
    for piece in pieces:
        halo = intersection(white, grown(piece.outline, _HALO))
        piece.fills = [*([Shape(halo, "white")] if halo else []), *piece.fills]
        kept = clip_lines(rings, piece.outline)
        piece.details = [*piece.details, *([Shape(tuple(kept), "", "line", INNER, closed=False)] if kept else [])]
    return pieces


def _rings(camera: Camera, ends: tuple[P3, P3], radius: float) -> Rings:
    """Short lines square to a bar on paper."""
    (x0, y0), (x1, y1) = map(camera.flat, ends)
    size = math.hypot(x1 - x0, y1 - y0)
    if size < _RINGS:  # looked at along itself
        return ()
    nx, ny = (y0 - y1) / size * radius, (x1 - x0) / size * radius
    count = int(min(math.dist(*ends) / _RINGS, size / _APART))
    found: list[tuple[P2, ...]] = []
    for at in range(1, count):
        x, y = camera.flat(along(*ends, at / count))
        found.append(((x - nx, y - ny), (x + nx, y + ny)))
    return tuple(found)
