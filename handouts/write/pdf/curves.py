"""Outlines as operators of a page: discs, rectangles with round corners, polygons. Places and sizes in points.

ReportLab's paths are the same, but bring its fonts, Pillow and a web client along, which take longer to load than a
handout takes to draw.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["circle", "polygon", "rounded"]

_ROUND = 0.5522847498
"""Length of a handle, as a part of the radius, that makes a Bézier curve a quarter of a circle: 4 (√2 - 1) / 3."""

Point = tuple[float, float]


def circle(x: float, y: float, radius: float) -> str:
    """A disc round (x, y), from its lowest point on, against the clock."""
    handle = radius * _ROUND
    left, near, middle, far, right = map(_n, (x - radius, x - handle, x, x + handle, x + radius))
    low, below, level, above, top = map(_n, (y - radius, y - handle, y, y + handle, y + radius))
    return (
        f"{middle} {low} m {far} {low} {right} {below} {right} {level} c {right} {above} {far} {top} {middle} {top} c "
        f"{near} {top} {left} {above} {left} {level} c {left} {below} {near} {low} {middle} {low} c h"
    )


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle whose lower left is at (x, y); the corners are quarters of a circle, one of at most half a side."""
    handle = radius * (1 - _ROUND)
    left, near, first = map(_n, (x, x + handle, x + radius))
    last, far, right = map(_n, (x + width - radius, x + width - handle, x + width))
    low, below, start = map(_n, (y, y + handle, y + radius))
    end, above, top = map(_n, (y + height - radius, y + height - handle, y + height))
    return (
        f"{first} {low} m {last} {low} l {far} {low} {right} {below} {right} {start} c "
        f"{right} {end} l {right} {above} {far} {top} {last} {top} c "
        f"{first} {top} l {near} {top} {left} {above} {left} {end} c "
        f"{left} {start} l {left} {below} {near} {low} {first} {low} c h"
    )


def polygon(points: Sequence[Point]) -> str:
    """A closed line through points."""
    return f"{' l '.join([f'{_n(x)} {_n(y)}' for x, y in points]).replace('l', 'm', 1)} l h"


def _n(value: float) -> str:
    """A number as short as a thousandth of a point needs."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
