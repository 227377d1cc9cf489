"""What is drawn about the body: the arrow of a movement, working muscles and shadows."""

from __future__ import annotations

import itertools
import math
from dataclasses import fields, replace
from typing import Any

from handouts.figures.body import Body, lowest
from handouts.figures.camera import Camera
from handouts.figures.flesh import extent
from handouts.figures.outline import (
    P2,
    Rings,
    bounds,
    clip_lines,
    ellipse,
    intersection,
    minus,
    union,
)
from handouts.figures.poses import Limbs, Pose
from handouts.figures.room import Room
from handouts.figures.scene import Scene
from handouts.figures.shapes import Shape
from handouts.figures.space import P3, Frame, add, along, scale

__all__ = ["arrow", "between", "muscle", "shadows"]


# --- arrows --------------------------------------------------------------------------------------


def between(one: Pose, other: Pose) -> Pose:
    """The pose half way from one to another; what cannot be halved is the later one's."""

    def half(a: Any, b: Any) -> Any:
        if isinstance(a, (int, float)) and isinstance(b, (int, float)) and not isinstance(a, bool):
            return (a + b) / 2
        if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
            return tuple((x + y) / 2 for x, y in zip(a, b, strict=True))
        return b

    values: dict[str, Any] = {}
    for item in fields(Pose):
        a, b = getattr(one, item.name), getattr(other, item.name)
        if isinstance(a, Limbs) and isinstance(b, Limbs):
            values[item.name] = Limbs(
                **{part.name: half(getattr(a, part.name), getattr(b, part.name)) for part in fields(Limbs)}
            )
        else:
            values[item.name] = half(a, b)
    return replace(other, **values)


_SHAFT, _HEAD, _HEAD_LONG = 1.7, 4.4, 7.6
"""Half widths of an arrow's shaft and head, and the head's length, cm."""


def arrow(path: list[P2], free: Rings, body: Rings) -> list[Shape]:
    """An arrow along the way a joint has come, moved aside until it lies clear of the body (cm on paper)."""
    if math.dist(path[0], path[-1]) < 1.0:
        return []
    line = _arrow_line(path)
    dx, dy = _clear(line, Room(free), body)
    outline = _arrow_outline([(x + dx, y + dy) for x, y in line])
    return [
        Shape((outline,), line="white", weight=3.4),
        Shape((outline,), "arrow"),
        Shape((outline,), line="line", weight=0.8),
    ]


def _arrow_line(path: list[P2]) -> list[P2]:
    """The end of a curve through three points, as long as an arrow is to be."""
    (x0, y0), (xm, ym), (x1, y1) = path
    cx, cy = 2 * xm - (x0 + x1) / 2, 2 * ym - (y0 + y1) / 2
    curve = []
    for step in range(25):
        t = step / 24
        curve.append(
            (
                (1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t * t * x1,
                (1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t * t * y1,
            )
        )
    lengths = [0.0]
    for one, other in itertools.pairwise(curve):
        lengths.append(lengths[-1] + math.dist(one, other))
    wanted = min(max(0.62 * lengths[-1], 17.0), 36.0)
    factor = max(1.0, wanted / lengths[-1])
    start = max(0.0, lengths[-1] - wanted)
    kept = [point for point, at in zip(curve, lengths, strict=True) if at >= start - 0.01]
    if factor > 1.01 or len(kept) < 4:
        kept = [(x1 + (x - x1) * factor, y1 + (y - y1) * factor) for x, y in curve]
    return kept


def _clear(kept: list[P2], everything: Room, body: Rings) -> P2:
    """The shift that takes an arrow out of the way with the least distance; rather ahead than aside or back."""
    left, low, right, high = bounds(body)
    probes = [*kept[::3], kept[-1]]
    (ax, ay), (bx, by) = kept[-3], kept[-1]
    size = math.dist((ax, ay), (bx, by)) or 1.0
    ux, uy = (bx - ax) / size, (by - ay) / size
    best, shift = math.inf, (0.0, 0.0)
    for out in range(-45, 46, 3):
        for ahead in range(-15, 49, 3):
            dx, dy = ahead * ux - out * uy, ahead * uy + out * ux
            hits = 0
            for x, y in probes:
                for ex, ey in ((0.0, 0.0), (_HEAD * uy, -_HEAD * ux), (-_HEAD * uy, _HEAD * ux)):
                    hits += everything.covers((x + dx + ex, y + dy + ey))
            beyond = sum(
                max(0.0, left - 10 - x) + max(0.0, x - right - 10) + max(0.0, low + 2 - y) + max(0.0, y - high - 4)
                for x, y in ((kept[0][0] + dx, kept[0][1] + dy), (kept[-1][0] + dx, kept[-1][1] + dy))
            )
            cost = hits * 4.0 + abs(out) * 0.6 + (ahead * 0.32 if ahead > 0 else -ahead * 0.8) + beyond * 2.5
            if cost < best:
                best, shift = cost, (dx, dy)
    return shift


def _arrow_outline(line: list[P2]) -> tuple[P2, ...]:
    end = line[-1]
    at = len(line) - 1
    while at > 0 and math.dist(line[at], end) < _HEAD_LONG:
        at -= 1
    neck = line[: at + 1]
    left, right = [], []
    for index, (x, y) in enumerate(neck):
        ahead = line[min(index + 1, len(line) - 1)]
        back = line[max(index - 1, 0)]
        size = math.dist(ahead, back) or 1.0
        nx, ny = -(ahead[1] - back[1]) / size, (ahead[0] - back[0]) / size
        left.append((x + nx * _SHAFT, y + ny * _SHAFT))
        right.append((x - nx * _SHAFT, y - ny * _SHAFT))
    bx, by = neck[-1]
    size = math.dist(end, (bx, by)) or 1.0
    nx, ny = -(end[1] - by) / size, (end[0] - bx) / size
    head = [(bx + nx * _HEAD, by + ny * _HEAD), end, (bx - nx * _HEAD, by - ny * _HEAD)]
    return (*left, *head, *reversed(right))


_NARROW = 2.4
"""Half width, cm, under which a mark would be a mere line."""


# --- muscles -------------------------------------------------------------------------------------


def _spot(body: Body, name: str) -> tuple[tuple[str, ...], P3, P3, P3]:
    """Units a muscle shows on, its middle, and the two half axes of its oval."""
    side = "right"
    leg, arm, pelvis, chest = body.legs[side], body.arms[side], body.pelvis, body.chest
    thigh, shin = f"{side} thigh", f"{side} shin"

    def bone(
        limb_frame: Frame, start: P3, end: P3, part: float, forward: float, long: float, wide: float
    ) -> tuple[P3, P3, P3]:
        return (
            add(along(start, end, part), scale(limb_frame.f, forward)),
            scale(limb_frame.u, long),
            scale(limb_frame.f, wide),
        )

    def trunk(frame: Frame, origin: P3, f: float, u: float, long: float, wide: float) -> tuple[P3, P3, P3]:
        return frame.at(origin, f, u, 11.0), scale(frame.u, long), scale(frame.f, wide)

    return {
        "glutes": (("trunk", thigh), *trunk(pelvis, body.hips, -7.0, 0.5, 8.0, 5.2)),
        "side hip": (("trunk", thigh), *trunk(pelvis, body.hips, -1.0, 1.5, 6.0, 5.4)),
        "quads": ((thigh,), *bone(leg.upper, leg.root, leg.middle, 0.72, 3.2, 9.0, 3.0)),
        "hamstrings": ((thigh,), *bone(leg.upper, leg.root, leg.middle, 0.70, -3.4, 9.5, 2.8)),
        "adductors": ((thigh,), *bone(leg.upper, leg.root, leg.middle, 0.5, 0.0, 8.0, 3.0)),
        "calves": ((shin,), *bone(leg.lower, leg.middle, leg.end, 0.32, -3.2, 8.5, 2.7)),
        "low back": (("trunk",), *trunk(pelvis, body.waist, -6.4, 7.0, 9.0, 3.4)),
        "abs": (("trunk",), *trunk(pelvis, body.waist, 5.6, 6.5, 10.0, 3.4)),
        "chest": (("trunk",), *trunk(chest, body.ribs, 7.0, 14.0, 5.5, 4.0)),
        "upper back": (("trunk",), *trunk(chest, body.ribs, -7.0, 15.0, 7.0, 3.4)),
        "shoulders": ((f"{side} upper", "trunk"), *bone(arm.upper, arm.root, arm.middle, 0.12, 0.0, 5.5, 4.4)),
    }[name]


def muscle(scene: Scene, name: str) -> list[Shape]:
    """A working muscle: an oval of tint and hatching on what is seen of it, so that it shows without colour too."""
    units, middle, long, wide = _spot(scene.body, name)
    camera = scene.camera
    (lx, ly), (wx, wy) = camera.flat(long), camera.flat(wide)
    size = math.hypot(lx, ly) or 1.0
    if abs(lx * wy - ly * wx) / size < _NARROW:  # seen edge on: as wide as it is deep
        wx, wy = -ly / size * 4.6, lx / size * 4.6
    x, y = camera.flat(middle)
    oval = ellipse(x, y, lx * lx + wx * wx, lx * ly + wx * wy, ly * ly + wy * wy)
    places = [index for index, unit in enumerate(scene.units) if unit.name in units]
    skin = union(tuple(ring for index in places for ring in scene.units[index].outline))
    over = union(tuple(ring for unit in scene.units[max(places) + 1 :] if not unit.under for ring in unit.outline))
    seen = minus(intersection((oval,), skin), over)
    if not seen:
        return []
    left, low, right, high = bounds(seen)
    lines = []
    step = 2.1
    start = math.floor((left - high) / step)
    for at in range(start, math.ceil((right - low) / step) + 1):
        shift = at * step
        lines.append(((low + shift, low), (high + shift, high)))
    hatch = clip_lines(lines, seen)
    return [
        Shape(seen, "tint"),
        *([Shape(tuple(hatch), line="muscle", weight=0.9, closed=False)] if hatch else []),
        Shape(seen, line="muscle", weight=0.8),
    ]


def shadows(body: Body, camera: Camera) -> list[Shape]:
    """Soft ovals on the floor under what stands or lies on it."""
    rings = []
    for chain in body.chains.values():
        if lowest(chain) > 4.0:
            continue
        touching = [oval for oval in chain if lowest([oval]) < 5.0]
        if not touching:
            continue
        low, high = extent(touching)
        middle = ((low[0] + high[0]) / 2, 0.0, (low[2] + high[2]) / 2)
        half: tuple[P3, P3, P3] = (
            ((high[0] - low[0]) / 2 + 2.2, 0, 0),
            (0, 0.01, 0),
            (0, 0, (high[2] - low[2]) / 2 + 3.2),
        )
        rings.append(camera.oval(middle, half))
    return [Shape(union(tuple(rings)), "shadow")] if rings else []
