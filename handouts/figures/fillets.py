"""Flesh and cloth fill the inner corners between parts that grow together: back of the knee, groin, armpit, neck."""

from __future__ import annotations

import math
from collections.abc import Iterator

from handouts.figures.body import SIDES, Body
from handouts.figures.camera import Camera
from handouts.figures.outline import P2, Ring, Rings, area, circle, grown, inside, intersection, minus, union
from handouts.figures.shapes import Shape, Unit

__all__ = ["fill_corners"]

_LIMBS: tuple[tuple[str, str, str, float, float], ...] = (
    ("trunk", "thigh", "root", 3.0, 14.0), ("trunk", "upper", "root", 2.5, 12.0),
    ("thigh", "shin", "middle", 2.5, 9.0), ("upper", "fore", "middle", 1.5, 7.5),
)  # fmt: skip
"""Parts that grow together, at which joint, the radius of the corner between them, and how far round the joint, cm."""
_INWARDS = math.radians(-20)
"""The least turn of an inner corner: outlines run against the clock."""
_LEAST = 0.12
"""What is smaller is not filled, cm2."""
_UNDER = 0.35
"""How far a filling reaches under both parts, so that their lines end at it, cm."""


def fill_corners(units: list[Unit], body: Body, camera: Camera) -> None:
    """Let the later of two units that grow together reach into the corner between them. Units are in painting order."""
    places = {unit.name: at for at, unit in enumerate(units)}
    for one, other, place, radius, reach in _corners(body, camera):
        if one in places and other in places:
            first, later = sorted((places[one], places[other]))
            over = [unit for unit in units[later + 1 :] if unit.living]
            others = [unit for unit in units if unit.name == "head"] + over
            _fill(units[first], units[later], others, place, reach, radius)


def _corners(body: Body, camera: Camera) -> Iterator[tuple[str, str, P2, float, float]]:
    for one, other, joint, radius, reach in _LIMBS:
        for side in SIDES:
            limb = (body.arms if other in ("upper", "fore") else body.legs)[side]
            first = one if one == "trunk" else f"{side} {one}"
            yield first, f"{side} {other}", camera.flat(getattr(limb, joint)), radius, reach


def _fill(first: Unit, later: Unit, others: list[Unit], joint: P2, reach: float, radius: float) -> None:
    both = union((*first.outline, *later.outline))
    corners: list[Ring] = []
    closed: list[Ring] = []
    for corner in _inner_corners(both, joint, reach):
        if any(inside(corner, unit.outline) for unit in others):
            continue  # it is not seen, or something else grows there
        near = intersection(both, (circle(*corner, 3.2 * radius + 1),))
        round_off = grown(grown(near, radius), -radius)
        corners += [ring for ring in minus(round_off, both) if abs(area(ring)) > _LEAST]
        closed += round_off
    if not corners:
        return
    patch = intersection(grown(tuple(corners), _UNDER), tuple(closed))
    later.outline = union((*later.outline, *patch))
    later.open = (*later.open, *intersection(grown(tuple(corners), 2 * _UNDER), first.outline))
    at_root = "trunk" in (first.name, later.name)
    at = max(range(len(later.fills)), key=lambda at: _shared(later.fills[at], patch, at_root=at_root), default=None)
    if at is not None:
        whole = later.fills[at]
        later.fills[at] = Shape(union((*whole.rings, *patch)), whole.fill, whole.line, whole.weight)


def _inner_corners(rings: Rings, joint: P2, reach: float) -> list[P2]:
    """Where outlines turn inwards by more than a little, near a joint; each corner once."""
    found: list[P2] = []
    for ring in rings:
        for at, point in enumerate(ring):
            if math.dist(point, joint) > reach:
                continue
            (x0, y0), (x1, y1), (x2, y2) = ring[at - 1], point, ring[(at + 1) % len(ring)]
            turn = math.atan2(
                (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1), (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1)
            )
            if turn < _INWARDS and all(math.dist(point, other) > 1.0 for other in found):
                found.append(point)
    return found


def _shared(shape: Shape, patch: Rings, *, at_root: bool) -> float:
    """How much of a filled shape borders on a patch."""
    if not shape.fill:
        return -1.0
    if shape.fill.startswith("skin") and at_root:  # slips of skin may be seen beside the cloth there
        return 0.0
    return sum(abs(area(ring)) for ring in intersection(shape.rings, grown(patch, 0.3)))
