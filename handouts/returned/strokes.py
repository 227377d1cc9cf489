"""READ: whether the strokes of a pen tick a box. Plain geometry: it knows nothing of files.

A stroke ticks a box where it goes through it, through no other field, and is about as large as a tick is. Anything
else that touches a box is for a person to judge: a dot, a line through a row, a ring around a word, a box that was
blackened.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist, inf

__all__ = ["Stroke", "box_ticked", "length_in", "touches"]

Point = tuple[float, float]
Stroke = tuple[Point, ...]
"""Points from end to end, from the page's lower left."""
_Box = tuple[float, float, float, float]
_AROUND = 2.5
"""A stroke that comes as near to a field as this touches it, points: half of the way to what is printed beside it."""
_LEAST, _MOST = 0.5, 7.0
"""Length of a tick within its box, in sides of the box. A cross has some 2.5; more is blackened, or crossed out."""
_LARGEST = 3.0
"""Height and width of a tick, in sides of its box."""


def touches(stroke: Stroke, box: _Box) -> bool:
    """Whether a stroke goes through a box, or comes near to it."""
    left, bottom, right, top = box
    wide = (left - _AROUND, bottom - _AROUND, right + _AROUND, top + _AROUND)
    if max(x for x, _ in stroke) < wide[0] or min(x for x, _ in stroke) > wide[2]:  # most are far off
        return False
    if max(y for _, y in stroke) < wide[1] or min(y for _, y in stroke) > wide[3]:
        return False
    return length_in(stroke, wide) > 0 or any(
        wide[0] <= x <= wide[2] and wide[1] <= y <= wide[3] for x, y in stroke[:1]
    )


def box_ticked(strokes: Sequence[Stroke], box: _Box) -> bool:
    """Whether strokes, none of which touches another field, are a tick in this box."""
    side = max(box[2] - box[0], box[3] - box[1])
    inside = sum(length_in(stroke, box) for stroke in strokes)
    points = [point for stroke in strokes for point in stroke]
    if not points or not _LEAST * side <= inside <= _MOST * side:
        return False
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    return max(wide, high) <= _LARGEST * side


def length_in(stroke: Stroke, box: _Box) -> float:
    """Length of the part of a stroke that lies within a box."""
    return sum(_clipped(one, other, box) for one, other in pairwise(stroke))


def _clipped(one: Point, other: Point, box: _Box) -> float:
    """Length of a line within a box (Liang and Barsky's way)."""
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        start, step = one[axis], other[axis] - one[axis]
        near, far = box[axis], box[axis + 2]
        if step:
            first, second = sorted(((near - start) / step, (far - start) / step))
        else:
            first, second = (-inf, inf) if near <= start <= far else (inf, -inf)
        enters, leaves = max(enters, first), min(leaves, second)
    return max(0.0, leaves - enters) * dist(one, other)
