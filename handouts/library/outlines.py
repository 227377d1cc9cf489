"""READ: where the shapes of an SVG picture lie. Boxes that hold each shape, perhaps with some room to spare. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

__all__ = [
    "IDENTITY",
    "Box",
    "DamagedError",
    "Matrix",
    "box_of",
    "matrix_of",
    "meet",
    "moved",
    "points_of",
    "sharpest",
    "times",
    "within",
]

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of SVG's matrix(): x' = a x + c y + e, y' = b x + d y + f."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Point = tuple[float, float]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ONE = re.compile(r"[\s,]*(" + _NUMBER + ")")
_FLAG = re.compile(r"[\s,]*([01])")
_CALL = re.compile(r"[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""Numbers that each command of a path takes."""


class DamagedError(ValueError):
    """A number, a path or points that nobody can read."""


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def moved(matrix: Matrix, box: Box) -> Box:
    """The box around a box that was moved."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have some area, or a part of a line, in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(one: Box, other: Box) -> bool:
    """Whether a box lies in another; one without an area does."""
    outside = one[0] < other[0] or one[1] < other[1] or one[2] > other[2] or one[3] > other[3]
    return not outside or one[0] >= one[2] or one[1] >= one[3]


def matrix_of(text: str) -> Matrix:
    """A ``transform`` attribute. ValueError where it cannot be read."""
    result, at = IDENTITY, 0
    text = text.strip().rstrip(",")
    while at < len(text):
        call = _CALL.match(text, at)
        if not call:
            raise ValueError(f"has the transform “{text[:40]}”, which cannot be read; save it as “plain SVG”")
        numbers = [float(number) for number in re.findall(_NUMBER, call[2])]
        rest = re.sub(_NUMBER, "", call[2]).replace(",", " ").strip()
        make = _TRANSFORMS.get((call[1], len(numbers)))
        if rest or make is None:
            raise ValueError(
                f"has the transform “{call[0][:40].strip()}”, which cannot be read; save it as “plain SVG”"
            )
        result = times(result, make(numbers))
        at = call.end()
    return result


def _turn(degrees: float) -> Matrix:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (cos, sin, -sin, cos, 0, 0)


def _turn_about(n: Sequence[float]) -> Matrix:
    return times(times((1, 0, 0, 1, n[1], n[2]), _turn(n[0])), (1, 0, 0, 1, -n[1], -n[2]))


_TRANSFORMS: Mapping[tuple[str, int], Callable[[Sequence[float]], Matrix]] = {
    ("matrix", 6): lambda n: (n[0], n[1], n[2], n[3], n[4], n[5]),
    ("translate", 1): lambda n: (1, 0, 0, 1, n[0], 0),
    ("translate", 2): lambda n: (1, 0, 0, 1, n[0], n[1]),
    ("scale", 1): lambda n: (n[0], 0, 0, n[0], 0, 0),
    ("scale", 2): lambda n: (n[0], 0, 0, n[1], 0, 0),
    ("rotate", 1): lambda n: _turn(n[0]),
    ("rotate", 3): _turn_about,
    ("skewX", 1): lambda n: (1, 0, math.tan(math.radians(n[0])), 1, 0, 0),
    ("skewY", 1): lambda n: (1, math.tan(math.radians(n[0])), 0, 1, 0, 0),
}


def box_of(name: str, values: Mapping[str, float], points: Sequence[Point]) -> Box | None:
    """The box around a shape; None where it has nothing to draw. ``points`` are those of ``points_of``."""
    if name == "rect":
        x, y, width, height = (values.get(key, 0.0) for key in ("x", "y", "width", "height"))
        return (x, y, x + width, y + height) if width > 0 and height > 0 else None
    if name in ("circle", "ellipse"):
        x, y = values.get("cx", 0.0), values.get("cy", 0.0)
        rx, ry = (values.get(key, values.get("r", 0.0)) for key in ("rx", "ry"))
        return (x - rx, y - ry, x + rx, y + ry) if rx > 0 and ry > 0 else None
    if name == "line":
        return _around([(values.get(f"x{end}", 0.0), values.get(f"y{end}", 0.0)) for end in (1, 2)])
    return _around(points) if len(points) > 1 else None


def points_of(name: str, text: str) -> list[list[Point]]:
    """Points that each stretch of a path or a polygon lies between. ValueError where ``text`` cannot be read."""
    if name == "path":
        return list(_path(text))
    points = list(_points(text))
    return [points + points[:1] if name == "polygon" else points]


def sharpest(stretches: Iterable[Sequence[Point]]) -> float:
    """How far the tip of the sharpest corner reaches, in widths of the stroke: 1.4 for a right angle."""
    most = 1.0
    for points in stretches:
        corners = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
        if len(corners) > 2 and corners[0] == corners[-1]:
            corners.append(corners[1])
        for before, tip, after in zip(corners, corners[1:], corners[2:], strict=False):
            one, other = (math.atan2(end[1] - tip[1], end[0] - tip[0]) for end in (before, after))
            half = abs(math.remainder(one - other, math.tau)) / 2
            most = max(most, 1 / math.sin(half) if half > 0.01 else 100.0)
    return most


def _around(points: Sequence[Point]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _points(text: str) -> Iterator[Point]:
    numbers = [float(number) for number in re.findall(_NUMBER, text)]
    if re.sub(_NUMBER, "", text).replace(",", " ").strip() or len(numbers) % 2:
        raise DamagedError("has points that cannot be read; save it as “plain SVG”")
    yield from list(pairwise(numbers))[::2]


def _path(text: str) -> Iterator[list[Point]]:
    """Points that each stretch of a path lies between: its ends, its handles, and corners around its arcs."""
    x, y = 0.0, 0.0
    start: Point = (0.0, 0.0)
    handle, kind = start, ""
    stretch: list[Point] = []
    for command, numbers in _commands(text):
        big, base = command.upper(), (x, y) if command.islower() else (0.0, 0.0)
        if big == "Z":
            x, y = start
        elif big in "HV":
            x, y = (base[0] + numbers[0], y) if big == "H" else (x, base[1] + numbers[0])
        elif big == "A":
            before, (x, y) = (x, y), (base[0] + numbers[5], base[1] + numbers[6])
            reach = 2 * max(abs(numbers[0]), abs(numbers[1]), math.dist(before, (x, y)) / 2)
            stretch += [(end[0] + side * reach, end[1] + side * reach) for end in (before, (x, y)) for side in (-1, 1)]
        else:
            ends = [(base[0] + n, base[1] + m) for n, m in zip(numbers[::2], numbers[1::2], strict=True)]
            if big in "ST":  # the first handle mirrors the last one before
                first = (2 * x - handle[0], 2 * y - handle[1]) if kind in _MIRRORS[big] else (x, y)
                ends.insert(0, first)
            if big == "M" and stretch:
                yield stretch
                stretch = []
            stretch += ends
            (x, y), handle = ends[-1], ends[-2] if len(ends) > 1 else ends[-1]
        start, kind = (x, y) if big == "M" else start, big
        stretch.append((x, y))
    if stretch:
        yield stretch


_MIRRORS = {"S": ("C", "S"), "T": ("Q", "T")}


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Each command of a path with its numbers. ValueError where it is damaged."""
    at, command, text = 0, "", text.strip()
    while at < len(text):
        letter = text[at]
        if letter in " \t\r\n,":
            at += 1
            continue
        if letter.upper() in _TAKES:
            command, at = letter, at + 1
        elif not command or command in "Zz":
            raise _damaged(text, at)
        if at < 2 and command not in "Mm":
            raise _damaged(text, 0)
        numbers: list[float] = []
        for index in range(_TAKES[command.upper()]):
            match = (_FLAG if command in "Aa" and index in (3, 4) else _ONE).match(text, at)
            if not match:
                raise _damaged(text, at)
            numbers.append(float(match[1]))
            at = match.end()
        if not all(map(math.isfinite, numbers)):
            raise _damaged(text, at)
        yield command, numbers
        command = {"M": "L", "m": "l"}.get(command, command)


def _damaged(text: str, at: int) -> DamagedError:
    return DamagedError(f"has a damaged path, at “{text[max(0, at - 10) : at + 10]}”; save it again, as “plain SVG”")
