"""Puts a figure together: body and props are painted in the order that their depth gives."""

from __future__ import annotations

import itertools
import math

from handouts.figures.anatomy import JOINTS, body_units
from handouts.figures.body import SIDES, Body
from handouts.figures.camera import VIEWS, Camera
from handouts.figures.outline import (
    P2,
    Rings,
    area,
    bounds,
    circle,
    clip_lines,
    grown,
    intersection,
    simplified,
    union,
)
from handouts.figures.shapes import Shape, Unit

__all__ = ["Scene", "paint"]

OUTER = 1.15
"""Weight of the contour round the whole body; inner lines weigh 0.62."""


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

    def __init__(self, body: Body, camera: Camera, props: list[Unit], without: str = "") -> None:
        self.body, self.camera = body, camera
        living = [unit for unit in body_units(body, camera) if not (without and unit.name.startswith(without))]
        self.units = in_order([*living, *props])
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
            if unit.living and not begun:
                begun = True  # the contour of the whole body: its inner half is painted over at once
                out.append(Shape(self.silhouette, line="line", weight=2 * OUTER))
            out += unit.fills
            out += self._edge(unit, painted)
            out += unit.details
            painted[unit.name] = unit
        return out

    def _edge(self, unit: Unit, painted: dict[str, Unit]) -> list[Shape]:
        """The unit's outline, left open where it grows together with one that is painted already."""
        if not unit.edge:
            return []
        gaps: list[Rings] = []
        for (one, other), (place, radius) in self._cuts.items():
            if unit.name in (one, other):
                mate = painted.get(other if unit.name == one else one)
                if mate and radius:
                    near = (circle(*place, radius),)
                    gaps.append(intersection(grown(mate.outline, 0.3), near))
        lines = [(*ring, ring[0]) for ring in unit.outline]
        edges: list[tuple[P2, ...]] = [tuple(line) for line in lines]
        if gaps:
            edges = clip_lines(edges, union(tuple(ring for gap in gaps for ring in gap)), outside=True)
        return [Shape(tuple(edges), line=unit.edge, weight=unit.weight, closed=False)] if edges else []


def _cuts(body: Body, camera: Camera) -> dict[tuple[str, str], tuple[P2, float]]:
    cuts = {}
    for one, other, joint, radius in JOINTS:
        for side in SIDES:
            limb = (body.arms if other in ("upper", "fore", "hand") else body.legs)[side]
            place = camera.flat(getattr(limb, joint))
            first = one if one == "trunk" else f"{side} {one}"
            cuts[first, f"{side} {other}"] = (place, radius)
    return cuts


FINE, SOFT = 0.05, 0.5
"""How far a point may be left out from the true line, cm: of lines, most of which were
simplified when they were made, and of shades."""


def paint(shapes: list[Shape]) -> tuple[Shape, ...]:
    """The display list with as few points as the eye needs. An outline that is filled, then inked, is one shape."""
    out: list[Shape] = []
    for shape in shapes:
        fine = SOFT if shape.fill.endswith(("shade", "shadow")) else 0.16 if shape.weight > 2 else FINE
        rings = tuple(
            tuple((round(x, 2), round(y, 2)) for x, y in simplified(ring, closed=shape.closed, fine=fine))
            for ring in shape.rings
            if len(ring) > 1
        )
        rings = tuple(ring for ring in rings if len(ring) > (2 if shape.closed else 1))
        if not rings:
            continue
        last = out[-1] if out else None
        if last and shape.closed and not shape.fill and last.fill and not last.line and last.rings == rings:
            out[-1] = Shape(rings, last.fill, shape.line, shape.weight)
        else:
            out.append(Shape(rings, shape.fill, shape.line, shape.weight, shape.closed))
    return tuple(out)


def camera_of(view: str) -> Camera:
    return VIEWS[view]
