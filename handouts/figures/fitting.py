"""Outlines of many points become few cubic curves, after Schneider (Graphics Gems, 1990).

Of the libraries that fit curves, the small ones are not kept up, and the others bring a numpy or a font's tools along.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from handouts.figures.curves import Step, Trace
from handouts.figures.outline import P2

__all__ = ["CLOSE", "fitted"]

CLOSE = 0.2
"""How far a curve may be from the outline that it stands for, cm."""
_CORNER = math.cos(math.radians(50))
"""An outline that turns more than this at a point has a corner there; elsewhere it runs smoothly on."""
_SAME = 0.06
"""Points nearer to each other than this are one, cm."""
_LONG = 5.0
"""What is longer, cm, is straight: it gets points in between, so that a curve keeps to it."""
_ENOUGH, _DENSE = 8, 1.0
"""How many points of a line say whether a curve is near it where they lie closer together than this, cm."""
_STRAIGHT = math.cos(math.radians(4))
"""What turns less than this at its ends is a straight line."""


def fitted(line: Sequence[P2], *, closed: bool, close: float = CLOSE) -> Trace:
    """Curves along a line of points, each within ``close`` cm; with corners where it turns sharply. Empty for none."""
    points = _apart(line, closed=closed)
    if len(points) < 3:
        return tuple(points)
    ways = _ways(points, closed=closed)
    corners = [at for at in range(len(points)) if _is_corner(ways, at, closed=closed)]
    if closed:
        start = corners[0] if corners else _smoothest(ways)
        points = [*points[start:], *points[: start + 1]]
        ways = [*ways[start:], *ways[:start]]
        corners = [at - start for at in corners] if corners else []
    ends = sorted({0, *corners, len(points) - 1})
    out: list[Step] = [points[0]]
    for first, last in itertools.pairwise(ends):
        smooth = closed and not corners
        t0 = _middle_way(ways[-1], ways[0]) if smooth else _way_from(points, ways, first, last)
        t1 = _middle_way(ways[-1], ways[0]) if smooth else _way_into(points, ways, first, last)
        _fit(points, ways, (first, last), (t0, t1), close, out)
    return tuple(out)


def _apart(line: Sequence[P2], *, closed: bool) -> list[P2]:
    """The line without points that lie on top of each other, and with some along what is long and straight."""
    out: list[P2] = []
    before: P2 | None = None
    for point in line:
        if before is not None:
            away = math.hypot(point[0] - before[0], point[1] - before[1])
            if away < _SAME:
                continue
            if away > _LONG:
                _between(before, point, away, out)
        out.append(point)
        before = point
    if closed and len(out) > 2 and before is not None:
        away = math.dist(before, out[0])
        if away < _SAME:
            out.pop()
        elif away > _LONG:
            _between(before, out[0], away, out)
    return out


def _between(one: P2, other: P2, away: float, out: list[P2]) -> None:
    """A point near each end of a straight piece, and one in its middle."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    out += [(one[0] + dx * part, one[1] + dy * part) for part in (1.0 / away, 0.5, 1 - 1.0 / away)]


def _ways(points: list[P2], *, closed: bool) -> list[P2]:
    """The direction from each point to the next."""
    found = []
    following = [*points[1:], points[0]] if closed else points[1:]
    for (x1, y1), (x2, y2) in zip(points, following, strict=False):
        dx, dy = x2 - x1, y2 - y1
        size = math.hypot(dx, dy) or 1.0
        found.append((dx / size, dy / size))
    return found


def _is_corner(ways: list[P2], at: int, *, closed: bool) -> bool:
    if not closed and (at == 0 or at >= len(ways)):
        return False
    one, other = ways[at - 1], ways[at]
    return one[0] * other[0] + one[1] * other[1] < _CORNER


def _smoothest(ways: list[P2]) -> int:
    """Where a ring without a corner is best begun: where it turns least."""
    return max(range(len(ways)), key=lambda at: (ways[at - 1][0] * ways[at][0] + ways[at - 1][1] * ways[at][1], -at))


def _middle_way(one: P2, other: P2) -> P2:
    x, y = one[0] + other[0], one[1] + other[1]
    size = math.hypot(x, y)
    return (x / size, y / size) if size > 1e-6 else other


def _bent_on(one: P2, other: P2) -> P2:
    """The way at the start of a bend whose first two pieces are known: as much before the first as that is before."""
    cos, sin = one[0] * other[0] + one[1] * other[1], one[0] * other[1] - one[1] * other[0]
    if cos < 0.85:
        return one
    half = math.sqrt((1 + cos) / 2)
    s = -sin / (2 * half)
    return one[0] * half - one[1] * s, one[0] * s + one[1] * half


def _way_from(points: list[P2], ways: list[P2], first: int, last: int) -> P2:
    """The direction in which a piece leaves its first point."""
    if last - first < 2 or math.dist(points[first], points[first + 1]) > _LONG:
        return ways[first]
    return _bent_on(ways[first], ways[first + 1])


def _way_into(points: list[P2], ways: list[P2], first: int, last: int) -> P2:
    """The direction in which a piece comes to its last point."""
    if last - first < 2 or math.dist(points[last - 1], points[last]) > _LONG:
        return ways[last - 1]
    x, y = _bent_on((-ways[last - 1][0], -ways[last - 1][1]), (-ways[last - 2][0], -ways[last - 2][1]))
    return -x, -y


def _fit(
    points: list[P2], ways: list[P2], ends: tuple[int, int], towards: tuple[P2, P2], close: float, out: list[Step]
) -> None:
    """Append the curves from one point to another, which leave and arrive in the given directions.

    Each is as long as it can be: twice as long as the last that was near enough, then halfway back to it, and so on.
    """
    (first, last), (way, final) = ends, towards
    far = _lengths(points, last)
    stride = 10
    while first < last:
        good, reach, bad = None, first, last + 1
        end = min(first + stride, last)
        arrived = way
        while good is None or (reach < last and end > reach):
            t1 = final if end == last else _middle_way(ways[end - 1], ways[end])
            step = _step(points, ways, far, (first, end), (way, t1), close)
            if step is not None:
                good, reach, arrived = step, end, t1
            else:
                bad = end
            end = min(last, first + 2 * (reach - first)) if bad > last else (reach + bad) // 2
        if len(good) == 2:
            _line_to((good[0], good[1]), out)
        else:
            out.append(good)
        stride = max(4, reach - first)
        first, way = reach, arrived


def _lengths(points: list[P2], last: int) -> list[float]:
    """How far along the line each point lies, cm."""
    found, total = [0.0], 0.0
    x0, y0 = points[0]
    for x, y in points[1 : last + 1]:
        total += math.hypot(x - x0, y - y0)
        found.append(total)
        x0, y0 = x, y
    return found


def _step(
    points: list[P2], ways: list[P2], far: list[float], ends: tuple[int, int], towards: tuple[P2, P2], close: float
) -> Step | None:
    """The one step from a point to another that keeps near all between them; None where none does."""
    (first, last), (t0, t1) = ends, towards
    count = last - first
    every = 1 + count // _ENOUGH if far[last] - far[first] < count * _DENSE else 1
    inner = points[first + every : last : every]
    if _goes(t0, ways[first], t1) and _straight(points[first], points[last], inner, close / 3):
        return points[last]
    start, whole = far[first], far[last] - far[first]
    at = [(length - start) / whole for length in far[first + every : last : every]]
    near = close * close
    most = 6 * near if inner else math.inf
    curve, off = _least_squares(points[first], points[last], inner, (t0, t1), at, most)
    if near < off < most:
        at = [_nearer(curve, point, part) for point, part in zip(inner, at, strict=True)]
        curve, off = _least_squares(points[first], points[last], inner, (t0, t1), at, near)
    if off > near and inner:
        return None
    (x1, y1), (x2, y2), (x, y) = curve[1:]
    return x1, y1, x2, y2, x, y


def _goes(t0: P2, way: P2, t1: P2) -> bool:
    """Whether a straight piece runs on, at both ends, as the line does that it is in."""
    return t0[0] * way[0] + t0[1] * way[1] > _STRAIGHT and t1[0] * way[0] + t1[1] * way[1] > _STRAIGHT


def _line_to(point: P2, out: list[Step]) -> None:
    """A straight step; one together with the last where both run the same way."""
    if len(out) > 1 and len(out[-1]) == 2:
        (x0, y0), (x1, y1), (x2, y2) = out[-2][-2:], out[-1], point
        size = math.hypot(x2 - x0, y2 - y0)
        if size > _SAME and abs((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)) < _SAME * size / 2:
            out.pop()
    out.append(point)


def _straight(start: P2, end: P2, inner: list[P2], close: float) -> bool:
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    size = math.hypot(dx, dy)
    if size < 1e-6:
        return False
    far = close * size
    return all(-far < (x - x1) * dy - (y - y1) * dx < far for x, y in inner)


Cubic = tuple[P2, P2, P2, P2]


def _least_squares(
    start: P2, end: P2, inner: list[P2], towards: tuple[P2, P2], at: list[float], most: float
) -> tuple[Cubic, float]:
    """The curve with given ends and directions that is nearest to points, and its greatest distance from one, squared.

    ``at`` says how far along the curve each point is. A distance over ``most`` is not looked at more closely.
    """
    (ax, ay), (bx, by) = start, end
    (ux, uy), (vx, vy) = towards[0], (-towards[1][0], -towards[1][1])
    c00 = c01 = c11 = r0 = r1 = 0.0
    basis = []
    for t, (x, y) in zip(at, inner, strict=True):
        s = 1 - t
        one, two = 3 * t * s * s, 3 * t * t * s
        begun, done = s * s * s + one, t * t * t + two
        dx, dy = x - ax * begun - bx * done, y - ay * begun - by * done
        basis.append((one, two, dx, dy))
        c00 += one * one
        c01 += one * two
        c11 += two * two
        r0 += one * (dx * ux + dy * uy)
        r1 += two * (dx * vx + dy * vy)
    c01 *= ux * vx + uy * vy
    chord = math.hypot(bx - ax, by - ay)
    det = c00 * c11 - c01 * c01
    p = q = -1.0
    if abs(det) > 1e-9:
        p, q = (r0 * c11 - r1 * c01) / det, (c00 * r1 - c01 * r0) / det
    if not (chord * 0.02 <= p <= 3 * chord + 1 and chord * 0.02 <= q <= 3 * chord + 1):
        p = q = chord / 3
    ux, uy, vx, vy = ux * p, uy * p, vx * q, vy * q
    worst = 0.0
    for one, two, x, y in basis:
        dx, dy = one * ux + two * vx - x, one * uy + two * vy - y
        off = dx * dx + dy * dy
        if off > worst:
            worst = off
            if off > most:
                break
    return ((ax, ay), (ax + ux, ay + uy), (bx + vx, by + vy), (bx, by)), worst


def _nearer(curve: Cubic, point: P2, t: float) -> float:
    """A step of Newton's towards where the curve is nearest to a point."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    s = 1 - t
    a, b, c, d = s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t
    dx, dy = a * x0 + b * x1 + c * x2 + d * x3 - point[0], a * y0 + b * y1 + c * y2 + d * y3 - point[1]
    e, f, g = 3 * s * s, 6 * t * s, 3 * t * t
    vx = e * (x1 - x0) + f * (x2 - x1) + g * (x3 - x2)
    vy = e * (y1 - y0) + f * (y2 - y1) + g * (y3 - y2)
    wx = 6 * (s * (x2 - 2 * x1 + x0) + t * (x3 - 2 * x2 + x1))
    wy = 6 * (s * (y2 - 2 * y1 + y0) + t * (y3 - 2 * y2 + y1))
    below = vx * vx + vy * vy + dx * wx + dy * wy
    if abs(below) < 1e-9:
        return t
    return min(1.0, max(0.0, t - (dx * vx + dy * vy) / below))
