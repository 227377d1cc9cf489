"""Bones and their flesh: frames of bones, two bones that reach for a place, and ellipsoids along them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from handouts.figures.body import BodySide, Oval
from handouts.figures.measures import Ovals, Section
from handouts.figures.space import P3, Frame, add, along, cross, dot, length, scale, sub, unit

__all__ = ["bend", "bone", "chain_along", "ovals_about", "two_bones"]


def bend(frame: Frame, degrees: float, out: float, side: BodySide) -> Frame:
    """The frame of a bone that hangs from a joint: ``u`` points back up along it, ``f`` to its front."""
    angle, away = math.radians(degrees), math.radians(out) * (1 if side == "right" else -1)
    down = add(scale(frame.f, math.sin(angle)), scale(frame.u, -math.cos(angle)))
    front = add(scale(frame.f, math.cos(angle)), scale(frame.u, math.sin(angle)))
    along_bone = add(scale(down, math.cos(away)), scale(frame.r, math.sin(away)))
    right = add(scale(frame.r, math.cos(away)), scale(down, -math.sin(away)))
    return Frame(front, scale(along_bone, -1), right)


def bone(direction: P3, front: P3) -> Frame:
    """The frame of a bone along a direction, its front as near as may be to the one wanted."""
    up = scale(unit(direction), -1)
    right = cross(front, up)
    right = unit(right) if length(right) > 1e-6 else (0.0, 0.0, 1.0)
    return Frame(unit(cross(up, right)), up, right)


def two_bones(root: P3, target: P3, first: float, second: float, towards: P3) -> tuple[P3, P3]:
    """Middle and end of two bones that reach for a target, the middle bent ``towards`` a direction."""
    reach = sub(target, root)
    wide = min(max(length(reach), abs(first - second) + 0.5), first + second - 0.15)
    line = unit(reach)
    part = (first**2 - second**2 + wide**2) / (2 * wide)
    high = math.sqrt(max(first**2 - part**2, 0.0))
    away = sub(towards, scale(line, dot(towards, line)))
    middle = add(add(root, scale(line, part)), scale(unit(away), high))
    return middle, add(root, scale(line, wide))


def ovals_about(
    origin: P3, frame: Frame, rows: Ovals, wide: float = 1.0, deep: float | None = None
) -> tuple[Oval, ...]:
    """Ovals about a point; ``wide`` and ``deep`` are factors on the radii to the side and to the front."""
    deep = wide if deep is None else deep
    return tuple(
        (
            frame.at(origin, f, u, r * wide),
            (scale(frame.f, rf * deep), scale(frame.u, ru), scale(frame.r, rr * wide)),
        )
        for f, u, r, rf, ru, rr in rows
    )


def chain_along(start: P3, end: P3, frame: Frame, rows: Iterable[Section], factor: float) -> tuple[Oval, ...]:
    """Ellipsoids along a bone, root first; ``factor`` makes them thicker or thinner."""
    ovals_along = []
    for part, forward, deep, wide in rows:
        centre = add(along(start, end, part), scale(frame.f, forward * factor))
        thin = min(deep, wide) * 0.9
        ovals_along.append(
            (centre, (scale(frame.f, deep * factor), scale(frame.u, thin * factor), scale(frame.r, wide * factor)))
        )
    return tuple(ovals_along)
