"""Puts a figure together: body and props are painted in the order that their depth gives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection
from dataclasses import replace

from handouts.figures.anatomy import JOINTS, body_units
from handouts.figures.body import SIDES, Body
from handouts.figures.camera import Camera
from handouts.figures.fillets import fill_corners
from handouts.figures.outline import (
    P2,
    Rings,
    area,
    bounds,
    circle,
    clip_lines,
    grown,
    intersection,
    union,
)
from handouts.figures.shapes import OUTER, Shape, Unit

__all__ = ["Scene"]


def _is_far(unit: Unit) -> bool:
    """Whether it is a limb on the far side, which is drawn lighter."""
    return any(shape.fill.endswith(" far") for shape in unit.fills)


def _as_far(shape: Shape) -> Shape:
    return replace(shape, line=f"{shape.line} far") if shape.line == "line" else shape


def in_order(units: list[Unit]) -> list[Unit]:
    """Units from the farthest to the nearest: each before what it is behind, wherever two overlap."""
    boxes = [bounds(unit.outline) for unit in units]
    behind: dict[int, set[int]] = {index: set() for index in range(len(units))}
    for one, other in itertools.combinations(range(len(units)), 2):
        a, b = units[one], units[other]
        if a.name in b.after or b.name in a.held or b.name in a.after or a.name in b.held:
            front = other if a.name in b.after or b.name in a.held else one
        elif a.under != b.under:
            front = other if a.under else one
        else:
            (l1, b1, r1, t1), (l2, b2, r2, t2) = boxes[one], boxes[other]
            if l1 >= r2 or l2 >= r1 or b1 >= t2 or b2 >= t1:
                continue
            shared = intersection(a.outline, b.outline)
            if sum(abs(area(ring)) for ring in shared) < 0.4:
                continue
            front = one if _in_front(a, b, shared) else other
        behind[front].add(one if front == other else other)
    depth = {index: sum(near for _, near in unit.spine) / len(unit.spine) for index, unit in enumerate(units)}
    done: list[int] = []
    left = set(behind)
    while left:
        free = [index for index in left if not behind[index] & left]
        # no one is free only where three overlap in a ring: the farthest goes first then
        pick = min(free or left, key=lambda index: (not units[index].under, depth[index], index))
        done.append(pick)
        left.remove(pick)
    return [units[index] for index in done]


def _in_front(a: Unit, b: Unit, shared: Rings) -> bool:
    """Whether a hides b where they overlap: by planes that part them in space, else by depth at that place."""
    if not (a.living and b.living):
        votes = 0
        for axis, weight in ((0, 1), (1, 2), (2, 2)):
            if a.low[axis] >= b.high[axis] - 1.0:
                votes += weight
            elif b.low[axis] >= a.high[axis] - 1.0:
                votes -= weight
        if votes:
            return votes > 0
    ring = max(shared, key=lambda ring: abs(area(ring)))
    place = (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    return _near_at(a, place) > _near_at(b, place)


def _near_at(unit: Unit, place: P2) -> float:
    """Depth of a unit's axis where it is nearest, on paper, to a place."""
    if len(unit.spine) == 1:
        return unit.spine[0][1]
    best, depth = math.inf, 0.0
    for (one, near1), (other, near2) in itertools.pairwise(unit.spine):
        dx, dy = other[0] - one[0], other[1] - one[1]
        size = dx * dx + dy * dy
        part = 0.0 if size < 1e-9 else ((place[0] - one[0]) * dx + (place[1] - one[1]) * dy) / size
        part = min(1.0, max(0.0, part))
        away = math.dist(place, (one[0] + part * dx, one[1] + part * dy))
        if away < best - 1e-9:
            best, depth = away, near1 + part * (near2 - near1)
    return depth


class Scene:
    """Units in painting order, ready to be drawn. ``silhouette`` is the outline of the whole body."""

    def __init__(
        self, body: Body, camera: Camera, props: list[Unit], without: str = "", doing: Collection[str] = ()
    ) -> None:
        self.body, self.camera = body, camera
        living = [unit for unit in body_units(body, camera, doing) if not (without and unit.name.startswith(without))]
        self.units = in_order([*living, *props])
        fill_corners(self.units, body, camera)
        self.silhouette = union(tuple(ring for unit in living for ring in unit.outline))
        self._cuts = _cuts(body, camera)

    def by_name(self, name: str) -> Unit | None:
        return next((unit for unit in self.units if unit.name == name), None)

    def shapes(self) -> list[Shape]:
        """The display list, back to front."""
        out: list[Shape] = []
        painted: dict[str, Unit] = {}
        begun = False
        for unit in self.units:
            if unit.living and not _is_far(unit) and not begun:
                begun = True  # the contour of the whole near body: what of it lies within is painted over at once
                near = [ring for one in self.units if one.living and not _is_far(one) for ring in one.outline]
                out.append(Shape(tuple(near), line="line", weight=OUTER))
            out += [replace(fill, along=unit.outline) if unit.living else fill for fill in unit.fills]
            edge = [*self._edge(unit, painted), *unit.details]
            out += [_as_far(shape) for shape in edge] if _is_far(unit) else edge
            painted[unit.name] = unit
        return out

    def _edge(self, unit: Unit, painted: dict[str, Unit]) -> list[Shape]:
        """The unit's outline, left open where it grows together with one that is painted already."""
        if not unit.edge:
            return []
        gaps: list[Rings] = [unit.open] if unit.open else []
        for (one, other), (place, radius) in self._cuts.items():
            if unit.name in (one, other):
                mate = painted.get(other if unit.name == one else one)
                if mate and radius:
                    near = (circle(*place, radius),)
                    gaps.append(intersection(grown(mate.outline, 0.1), near))
        lines = [(*ring, ring[0]) for ring in unit.outline]
        edges: list[tuple[P2, ...]] = [tuple(line) for line in lines]
        if gaps:
            edges = clip_lines(edges, union(tuple(ring for gap in gaps for ring in gap)), outside=True)
            edges = [edge for edge in edges if _long(edge)]
        if not gaps:
            return [Shape(unit.outline, line=unit.edge, weight=unit.weight)]
        if not edges:
            return []
        return [Shape(tuple(edges), line=unit.edge, weight=unit.weight, closed=False, along=unit.outline)]


_SHORTEST = 1.2
"""Pieces of an outline that are shorter than this are left out: dots between two gaps, cm."""


def _long(line: tuple[P2, ...]) -> bool:
    return sum(math.dist(one, other) for one, other in itertools.pairwise(line)) >= _SHORTEST


def _cuts(body: Body, camera: Camera) -> dict[tuple[str, str], tuple[P2, float]]:
    cuts = {}
    for one, other, joint, radius in JOINTS:
        for side in SIDES:
            limb = (body.arms if other in ("upper", "fore", "hand") else body.legs)[side]
            place = camera.flat(getattr(limb, joint))
            first = one if one == "trunk" else f"{side} {one}"
            cuts[first, f"{side} {other}"] = (place, radius)
    return cuts
