"""Paths of straight lines and cubic curves: as points, and parts of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from handouts.figures.outline import P2

__all__ = ["Step", "Trace", "flattened", "part_of_trace", "rounded"]

Step = tuple[float, ...]
"""The next point (x, y) of a trace, reached in a straight line; or (x1, y1, x2, y2, x, y), along a cubic curve."""
Trace = tuple[Step, ...]
"""A start and the steps from there, cm."""


def rounded(path: Trace, places: int = 2) -> Trace:
    """The path, its numbers with so many places."""
    return tuple([tuple([round(value, places) for value in step]) for step in path])


def flattened(path: Trace, fine: float = 0.05) -> tuple[P2, ...]:
    """The path as points, none of the curve farther than some ``fine`` cm from the lines between them."""
    out: list[P2] = []
    for step in path:
        if len(step) == 2:
            out.append((step[0], step[1]))
            continue
        x0, y0 = out[-1]
        x1, y1, x2, y2, x3, y3 = step
        bend = max(math.hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2), math.hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3))
        count = max(1, math.ceil(math.sqrt(0.75 * bend / fine)))
        for index in range(1, count):
            t = index / count
            s = 1 - t
            a, b, c, d = s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t
            out.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        out.append((x3, y3))
    return tuple(out)


def part_of_trace(path: Trace, line: Sequence[P2], *, same_way: bool = False) -> Trace:
    """That part of a closed path along which a line of points runs: the same curves, cut where the line ends.

    It runs the way that the path does, which is the line's own if ``same_way``.
    """
    marks = _marks(path)
    one, other = _place_on(path, marks, line[0]), _place_on(path, marks, line[-1])
    whole = len(path) - 1
    middle = one if same_way else _place_on(path, marks, _middle_of(line))
    if (middle - one) % whole > (other - one) % whole:
        one, other = other, one
    far = (other - one) % whole
    if far < 0.02:
        return ()
    out: list[Step] = [_point_at(path, one)]
    at, end = one, one + far
    while at < end - 1e-3:
        index = math.floor(at + 1e-6)
        until = min(end, index + 1.0)
        out.append(_cut(path, index % whole, at - index, until - index))
        at = until
    return tuple(out)


_CUTS = 6
"""Points on each step of a path among which the nearest is sought."""


def _middle_of(line: Sequence[P2]) -> P2:
    if len(line) > 2:
        return line[len(line) // 2]
    return (line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2


@lru_cache(maxsize=256)  # of one figure: lines and pieces ask for the same again and again
def _marks(trace: Trace) -> list[P2]:
    return [_point_at(trace, at / _CUTS) for at in range((len(trace) - 1) * _CUTS)]


def _place_on(trace: Trace, marks: list[P2], point: P2) -> float:
    """Where on the path it is nearest to a point: the step's index, and the part of it."""
    x, y = point
    offs = [(px - x) * (px - x) + (py - y) * (py - y) for px, py in marks]
    best = offs.index(min(offs))
    found, least = 0.0, math.inf
    for at in (best - 1, best):  # the two chords that meet at the nearest mark
        (x1, y1), (x2, y2) = marks[at], marks[(at + 1) % len(marks)]
        dx, dy = x2 - x1, y2 - y1
        part = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy or 1.0)
        part = min(1.0, max(0.0, part))
        off = (x1 + part * dx - x) ** 2 + (y1 + part * dy - y) ** 2
        if off < least:
            found, least = at + part, off
    return (found / _CUTS) % (len(trace) - 1)


def _point_at(path: Trace, at: float) -> P2:
    at %= len(path) - 1
    index = int(at)
    t, step = at - index, path[index + 1]
    x0, y0 = path[index][-2:]
    s = 1 - t
    if len(step) == 2:
        return x0 * s + step[0] * t, y0 * s + step[1] * t
    x1, y1, x2, y2, x3, y3 = step
    a, b, c, d = s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _cut(path: Trace, index: int, start: float, end: float) -> Step:
    """The part of a step between two parts of it."""
    step = path[index + 1]
    if start < 1e-3 and end > 1 - 1e-3:
        return step
    if len(step) == 2:
        return _point_at(path, index + min(end, 1 - 1e-9))
    x0, y0 = path[index][-2:]
    xs, ys = _polar((x0, *step[0::2]), start, end), _polar((y0, *step[1::2]), start, end)
    return xs[0], ys[0], xs[1], ys[1], xs[2], ys[2]


def _polar(values: tuple[float, ...], start: float, end: float) -> tuple[float, float, float]:
    """The last three control values of a cubic between two parts of it, by its polar form."""
    p0, p1, p2, p3 = values

    def at(a: float, b: float, c: float) -> float:
        one, two, three = p0 + (p1 - p0) * a, p1 + (p2 - p1) * a, p2 + (p3 - p2) * a
        four, five = one + (two - one) * b, two + (three - two) * b
        return four + (five - four) * c

    return at(start, start, end), at(start, end, end), at(end, end, end)
