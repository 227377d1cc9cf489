"""Outlines as operators of a page: discs and quarters of them, rectangles with round corners, polygons. Places and
sizes in points.

ReportLab's paths are the same, but bring its fonts, Pillow and a web client along, which take longer to load than a
handout takes to draw.
"""

from __future__ import annotations

from collections.abc import Sequence

from handouts.write.pdf.lettering import number

__all__ = ["circle", "polygon", "quarters", "rounded"]

_ROUND = 0.5522847498
"""Length of a handle, as a part of the radius, that makes a Bézier curve a quarter of a circle: 4 (√2 - 1) / 3."""

Point = tuple[float, float]


def circle(x: float, y: float, radius: float) -> str:
    """A disc round (x, y), from its lowest point on, against the clock."""
    handle = radius * _ROUND
    left, near, middle, far, right = map(number, (x - radius, x - handle, x, x + handle, x + radius))
    low, below, level, above, top = map(number, (y - radius, y - handle, y, y + handle, y + radius))
    return (
        f"{middle} {low} m {far} {low} {right} {below} {right} {level} c {right} {above} {far} {top} {middle} {top} c "
        f"{near} {top} {left} {above} {left} {level} c {left} {below} {near} {low} {middle} {low} c h"
    )


def quarters(x: float, y: float, radius: float) -> str:
    """The quarters of a disc round (x, y) that lie where both of x and y grow, and where both shrink."""
    found = []
    for reach in (radius, -radius):
        handle = reach * _ROUND
        (far, near, middle), (end, bend, level) = (map(_fine, (at + reach, at + handle, at)) for at in (x, y))
        found.append(f"{middle} {level} m {far} {level} l {far} {bend} {near} {end} {middle} {end} c h")
    return " ".join(found)


def _fine(value: float) -> str:
    return f"{value:.5g}"


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle whose lower left is at (x, y); the corners are quarters of a circle, one of at most half a side."""
    handle = radius * (1 - _ROUND)
    left, near, first = map(number, (x, x + handle, x + radius))
    last, far, right = map(number, (x + width - radius, x + width - handle, x + width))
    low, below, start = map(number, (y, y + handle, y + radius))
    end, above, top = map(number, (y + height - radius, y + height - handle, y + height))
    return (
        f"{first} {low} m {last} {low} l {far} {low} {right} {below} {right} {start} c "
        f"{right} {end} l {right} {above} {far} {top} {last} {top} c "
        f"{first} {top} l {near} {top} {left} {above} {left} {end} c "
        f"{left} {start} l {left} {below} {near} {low} {first} {low} c h"
    )


def polygon(points: Sequence[Point]) -> str:
    """A closed line through points."""
    return f"{' l '.join([f'{number(x)} {number(y)}' for x, y in points]).replace('l', 'm', 1)} l h"
