"""Outlines on paper: ellipses, hulls, unions, grown and shrunk outlines, clipped lines.

Points are (x, y) in cm, y up. The polygon mathematics is Clipper's, on whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = [
    "P2",
    "Ring",
    "Rings",
    "area",
    "bounds",
    "circle",
    "clip_lines",
    "ellipse",
    "grown",
    "hull",
    "inside",
    "intersection",
    "minus",
    "simplified",
    "smoothed",
    "union",
]

P2 = tuple[float, float]
Ring = tuple[P2, ...]
"""A closed outline; the last point is joined to the first."""
Rings = tuple[Ring, ...]

_UNITS = 1000.0
"""Clipper's whole numbers in a cm."""
_FINE = 0.03
"""How far a simplified outline may be from the true one, cm: 0.03 pt at the usual size."""
_CLEAN = 0.02
"""Points of smoothed outlines that are no farther than this from the line between their neighbours are left out, cm."""
_CIRCLE = tuple((math.cos(2 * math.pi * at / 24), math.sin(2 * math.pi * at / 24)) for at in range(24))


def circle(x: float, y: float, radius: float) -> Ring:
    """A circle of 24 points."""
    return tuple((x + radius * cos, y + radius * sin) for cos, sin in _CIRCLE)


def ellipse(x: float, y: float, xx: float, xy: float, yy: float) -> Ring:
    """The ellipse whose outline is x = M½ v for all |v| = 1, M being ((xx, xy), (xy, yy))."""
    # the square root of a symmetric 2 x 2 matrix, by Cayley and Hamilton
    root = math.sqrt(max(xx * yy - xy * xy, 0.0))
    trace = math.sqrt(max(xx + yy + 2 * root, 1e-12))
    a, b, d = (xx + root) / trace, xy / trace, (yy + root) / trace
    return tuple((x + a * cos + b * sin, y + b * cos + d * sin) for cos, sin in _CIRCLE)


def hull(points: Iterable[P2]) -> Ring:
    """The convex hull, by Andrew's monotone chain."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)

    def chain(found: Iterable[P2]) -> list[P2]:
        out: list[P2] = []
        put, drop = out.append, out.pop
        x1 = y1 = x2 = y2 = 0.0
        count = 0
        for point in found:
            x, y = point
            while count > 1:
                if (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0:
                    break
                drop()
                count -= 1
                x2, y2 = x1, y1
                if count > 1:
                    x1, y1 = out[-2]
            put(point)
            count += 1
            x1, y1, x2, y2 = x2, y2, x, y
        return out[:-1]

    return tuple(chain(ordered) + chain(reversed(ordered)))


_Path = list[tuple[int, int]]
"""An outline in Clipper's whole numbers."""
_SPECK = 10.0
"""An outline that holds no more than this, in those numbers, is nothing."""


def _to(ring: Iterable[P2]) -> _Path:
    return [(round(x * _UNITS), round(y * _UNITS)) for x, y in ring]


def _from(found: Iterable[Sequence[Sequence[int]]]) -> Rings:
    return tuple([tuple([(x / _UNITS, y / _UNITS) for x, y in ring]) for ring in found])


def _clip(kind: int, subject: Iterable[_Path], other: Iterable[_Path]) -> list[_Path]:
    import pyclipper

    clipper = pyclipper.Pyclipper()
    count = 0
    for paths, role in ((subject, pyclipper.PT_SUBJECT), (other, pyclipper.PT_CLIP)):
        for path in paths:
            if len(path) > 2 and abs(pyclipper.Area(path)) > _SPECK:
                clipper.AddPath(path, role, True)
                count += 1
    if not count:  # nothing was given to clip
        return []
    found: list[_Path] = clipper.Execute(kind, pyclipper.PFT_NONZERO, pyclipper.PFT_NONZERO)
    return found


def _united(rings: Rings) -> list[_Path]:
    import pyclipper

    paths = [_to(ring if area(ring) > 0 else ring[::-1]) for ring in rings]
    return _clip(pyclipper.CT_UNION, paths, ())


def union(rings: Rings) -> Rings:
    """The outline of all together; each ring counts as filled, whichever way it runs."""
    return _from(_united(rings))


def intersection(one: Rings, other: Rings) -> Rings:
    """What lies in both."""
    import pyclipper

    return _from(_clip(pyclipper.CT_INTERSECTION, map(_to, one), map(_to, other)))


def minus(one: Rings, other: Rings) -> Rings:
    """What lies in the first but not in the other."""
    import pyclipper

    return _from(_clip(pyclipper.CT_DIFFERENCE, map(_to, one), map(_to, other)))


def _grown(paths: Iterable[_Path], by: float) -> list[_Path]:
    import pyclipper

    offset = pyclipper.PyclipperOffset(2.0, 0.02 * _UNITS)
    for path in paths:
        offset.AddPath(path, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    found: list[_Path] = offset.Execute(by * _UNITS)
    return found


def grown(rings: Rings, by: float) -> Rings:
    """The outlines moved outwards by so many cm, corners rounded; inwards where ``by`` is negative."""
    return _from(_grown(map(_to, rings), by))


@lru_cache(maxsize=256)  # of one figure: what does not move is the same in all its positions
def smoothed(rings: Rings, radius: float) -> Rings:
    """Inner corners filled in a round: grown and shrunk again."""
    import pyclipper

    found = _grown(_grown(_united(rings), radius), -radius)
    return _from(pyclipper.CleanPolygons(found, _CLEAN * _UNITS))


def clip_lines(lines: Iterable[Sequence[P2]], rings: Rings, *, outside: bool = False) -> list[tuple[P2, ...]]:
    """The parts of open lines that lie inside the outlines, or outside them."""
    import pyclipper

    clipper = pyclipper.Pyclipper()
    count = 0
    for line in lines:
        path = _to(line)
        if len(path) > 1 and any(point != path[0] for point in path):
            clipper.AddPath(path, pyclipper.PT_SUBJECT, False)
            count += 1
    if not count:
        return []
    for ring in rings:
        path = _to(ring)
        if len(path) > 2 and abs(pyclipper.Area(path)) > _SPECK:
            clipper.AddPath(path, pyclipper.PT_CLIP, True)
    kind = pyclipper.CT_DIFFERENCE if outside else pyclipper.CT_INTERSECTION
    tree = clipper.Execute2(kind, pyclipper.PFT_NONZERO, pyclipper.PFT_NONZERO)
    return list(_from(pyclipper.OpenPathsFromPolyTree(tree)))


def area(ring: Sequence[P2]) -> float:
    """Positive where the ring runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2 if ring else 0.0


def bounds(rings: Iterable[Iterable[P2]]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def inside(point: P2, rings: Rings) -> bool:
    """Whether a point lies inside (or on) any of the outlines, holes taken out."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def simplified(line: Sequence[P2], *, closed: bool, fine: float = _FINE) -> tuple[P2, ...]:
    """Fewer points, none of the old ones farther than ``fine`` cm from the new line (Douglas and Peucker)."""
    points = list(line)
    if closed and len(points) > 3:
        far = max(range(len(points)), key=lambda at: math.dist(points[0], points[at]))
        one = simplified(points[: far + 1], closed=False, fine=fine)
        other = simplified([*points[far:], points[0]], closed=False, fine=fine)
        return one[:-1] + other[:-1]
    if len(points) < 3:
        return tuple(points)
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        dx, dy = x2 - x1, y2 - y1
        size = math.hypot(dx, dy) or 1e-9
        worst, at = fine, 0
        for index in range(first + 1, last):
            x, y = points[index]
            part = min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / (size * size)))
            off = math.hypot(x - x1 - part * dx, y - y1 - part * dy)
            if off > worst:
                worst, at = off, index
        if at:
            keep[at] = True
            stack += [(first, at), (at, last)]
    return tuple(point for point, kept in zip(points, keep, strict=True) if kept)
