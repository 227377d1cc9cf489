"""Outlines as operators of a page: discs, rectangles with round corners, polygons. Places and sizes in points.

ReportLab's paths are the same, but bring its fonts, Pillow and a web client along, which take longer to load than a
handout takes to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["circle", "polygon", "rounded"]

_ROUND = 0.5522847498
"""Length of a handle, as a part of the radius, that makes a Bézier curve a quarter of a circle: 4 (√2 - 1) / 3."""

Point = tuple[float, float]


def circle(x: float, y: float, radius: float) -> str:
    """A disc round (x, y), from its right on, against the clock."""
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle whose lower left is at (x, y); the corners are quarters of a circle, one of at most half a side."""
    right, top = x + width, y + height
    handle = radius * (1 - _ROUND)
    parts = [f"{_places(((x + radius, y),))} m"]
    for ends in (
        ((right - radius, y), (right - handle, y), (right, y + handle), (right, y + radius)),
        ((right, top - radius), (right, top - handle), (right - handle, top), (right - radius, top)),
        ((x + radius, top), (x + handle, top), (x, top - handle), (x, top - radius)),
        ((x, y + radius), (x, y + handle), (x + handle, y), (x + radius, y)),
    ):
        parts += [f"{_places(ends[:1])} l", f"{_places(ends[1:])} c"]
    return " ".join([*parts, "h"])


def polygon(points: Sequence[Point]) -> str:
    """A closed line through points."""
    return " ".join([f"{_places(points[:1])} m", *(f"{_places((point,))} l" for point in points[1:]), "h"])


def _places(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """A number as short as a thousandth of a point needs."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
