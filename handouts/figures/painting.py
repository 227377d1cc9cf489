"""Shapes of points become the display list: curves, in as few steps as the eye needs, in a few weights of line."""

from __future__ import annotations

import itertools

from handouts.figures.curves import Step, Trace, part_of_trace, rounded
from handouts.figures.fitting import CLOSE, fitted
from handouts.figures.outline import P2, Ring, Rings, area
from handouts.figures.shapes import DETAIL, FAR, INNER, OUTER, Painted, Shape

__all__ = ["Curves", "paint"]

_SOFT = 0.4
"""How far the curve of a shade may be from its outline, cm: it has no line."""
_SPECK = 0.2
"""An outline that holds less than this is a leftover of cutting, cm2."""
_THIN = 0.52
"""A line that asks for no more than this is a detail."""


class Curves:
    """Curves along outlines, each found once: what is filled, then inked, is one curve; and what does not move from
    one position of a figure to the next is the same in both.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Ring, bool, float], Trace] = {}
        self._parts: dict[tuple[Ring, Rings], Trace] = {}
        self._pieces: dict[tuple[Ring, Rings], Trace] = {}

    def of(self, ring: Ring, *, closed: bool, close: float = CLOSE) -> Trace:
        if closed:  # begun at one and the same point, whoever made it
            start = ring.index(min(ring))
            ring = (*ring[start:], *ring[:start])
        key = (ring, closed, close)
        if key not in self._known:
            self._known[key] = rounded(fitted(ring, closed=closed, close=close))
        return self._known[key]

    def part(self, line: Ring, along: Rings) -> Trace:
        """An open line that is part of outlines."""
        key = (line, along)
        if key not in self._parts:
            self._parts[key] = self._part(line, along)
        return self._parts[key]

    def _part(self, line: Ring, along: Rings) -> Trace:
        ring = min(along, key=lambda ring: _away(ring, line[len(line) // 2])) if len(along) > 1 else along[0]
        path = self.of(ring, closed=True)
        return rounded(part_of_trace(path, line)) if len(path) > 2 else self.of(line, closed=False)

    def piece(self, ring: Ring, along: Rings) -> Trace:
        """An outline that runs with others for part of its way."""
        key = (ring, along)
        if key not in self._pieces:
            self._pieces[key] = self._piece(ring, along)
        return self._pieces[key]

    def _piece(self, ring: Ring, along: Rings) -> Trace:
        for other in along:
            found = self._with(ring, other)
            if found is not None:
                return found
        return self.of(ring, closed=True)

    def _with(self, ring: Ring, other: Ring) -> Trace | None:
        """The ring with those of its pieces that are pieces of the other one too as that one's curves."""
        shared = _shared(ring, other)
        if not any(shared):
            return None
        whole = self.of(other, closed=True)
        if len(whole) < 3 or all(shared):
            return whole
        start = next(at for at in range(len(ring)) if shared[at] and not shared[at - 1])
        points = (*ring[start:], *ring[: start + 1])
        out: list[Step] = []
        end = 0
        for both, group in itertools.groupby((*shared[start:], *shared[:start])):
            begin, end = end, end + sum(1 for _ in group)
            line = points[begin : end + 1]
            steps = part_of_trace(whole, line, same_way=True) if both else fitted(line, closed=False)
            out += steps[1:] if out else steps
        return rounded(tuple(out))


_FEWEST = 3
"""Edges in a row that two outlines must have in common to count as running together."""


def _shared(ring: Ring, other: Ring) -> list[bool]:
    """Of each edge of a ring, whether it runs with the other one."""
    places = {point: at for at, point in enumerate(other)}
    on = [places.get(point, -9) for point in ring]
    size, count = len(other), len(ring)
    found = [at >= 0 and after == (at + 1) % size for at, after in zip(on, [*on[1:], on[0]], strict=True)]
    if all(found) or not any(found):
        return found
    start = found.index(False)
    run = 0
    for at in range(start + 1, start + count + 1):
        if found[at % count]:
            run += 1
            continue
        if run < _FEWEST:
            for back in range(at - run, at):
                found[back % count] = False
        run = 0
    return found


def _away(ring: Ring, point: P2) -> float:
    return min((x - point[0]) ** 2 + (y - point[1]) ** 2 for x, y in ring)


def paint(shapes: list[Shape], curves: Curves) -> tuple[Painted, ...]:
    """The display list. An outline that is filled, then inked, is one shape. ``curves`` is shared by a figure's
    positions.
    """
    out: list[Painted] = []
    for shape in shapes:
        paths = tuple([path for path in _paths(shape, curves) if len(path) > (2 if shape.closed else 1)])
        if not paths:
            continue
        weight = _weight(shape)
        last = out[-1] if out else None
        if last and shape.closed and not shape.fill and last.fill and not last.line and last.paths == paths:
            out[-1] = Painted(paths, last.fill, shape.line, weight)
        else:
            out.append(Painted(paths, shape.fill, shape.line, weight, shape.closed))
    return tuple(out)


def _paths(shape: Shape, curves: Curves) -> list[Trace]:
    if shape.along and shape.closed:
        return [curves.piece(ring, shape.along) for ring in shape.rings if abs(area(ring)) >= _SPECK]
    if shape.along:
        return [curves.part(ring, shape.along) for ring in shape.rings if len(ring) > 1]
    rings = [ring for ring in shape.rings if len(ring) > 1 and not (shape.closed and abs(area(ring)) < _SPECK)]
    close = _SOFT if shape.fill.endswith(("shade", "shadow")) else CLOSE
    return [curves.of(ring, closed=shape.closed, close=close) for ring in rings]


def _weight(shape: Shape) -> float:
    """One of the few weights that a line may have; what surrounds others is as heavy as it asks."""
    if not shape.line or shape.weight >= OUTER:
        return shape.weight
    if shape.line.endswith("far"):
        return FAR
    return INNER if shape.weight > _THIN else DETAIL
