"""What is drawn about the body: muscles that work or are stretched, and shadows."""

from __future__ import annotations

import math
from collections.abc import Callable

from handouts.base.records import dataclass
from handouts.figures.body import Body, lowest
from handouts.figures.camera import Camera
from handouts.figures.flesh import extent
from handouts.figures.outline import P2, Ring, Rings, area, bounds, clip_lines, grown, intersection, minus, union
from handouts.figures.scene import Scene
from handouts.figures.shapes import INNER, Shape, Unit
from handouts.figures.space import P3, add, along, dot, scale, sub, unit

__all__ = ["muscle", "shadows"]


@dataclass(frozen=True)
class _Strip:
    """A muscle's place: on these units, between two places along a bone, and so far before and behind it, cm."""

    units: tuple[str, ...]
    start: P3
    end: P3
    front: P3
    """The direction that is counted as before."""
    low: float
    high: float


def _on_leg(part: str, start: float, end: float, low: float, high: float) -> Callable[[Body], _Strip]:
    def strip(body: Body) -> _Strip:
        leg = body.legs["right"]
        one, other = (leg.root, leg.middle) if part == "thigh" else (leg.middle, leg.end)
        frame = leg.upper if part == "thigh" else leg.lower
        return _Strip((f"right {part}",), along(one, other, start), along(one, other, end), frame.f, low, high)

    return strip


def _on_hips(up: float, down: float, low: float, high: float) -> Callable[[Body], _Strip]:
    def strip(body: Body) -> _Strip:
        at = body.pelvis.at
        units = ("trunk", "right thigh")
        return _Strip(units, at(body.hips, 0, up, 9), at(body.hips, 0, -down, 9), body.pelvis.f, low, high)

    return strip


def _on_loins(up: float, down: float, low: float, high: float) -> Callable[[Body], _Strip]:
    """Along the lumbar spine, so that it goes with a back that is rounded or hollow."""

    def strip(body: Body) -> _Strip:
        spine = unit(sub(body.ribs, body.waist))
        front = unit(sub(body.pelvis.f, scale(spine, dot(body.pelvis.f, spine))))
        beside = add(body.waist, scale(body.pelvis.r, 9))
        return _Strip(("trunk",), add(beside, scale(spine, up)), add(beside, scale(spine, down)), front, low, high)

    return strip


def _on_chest(up: float, down: float, low: float, high: float) -> Callable[[Body], _Strip]:
    def strip(body: Body) -> _Strip:
        at = body.chest.at
        return _Strip(("trunk",), at(body.ribs, 0, up, 9), at(body.ribs, 0, down, 9), body.chest.f, low, high)

    return strip


def _on_shoulder(body: Body) -> _Strip:
    arm = body.arms["right"]
    end = along(arm.root, arm.middle, 0.32)
    return _Strip(("right upper", "trunk"), arm.upper.at(arm.root, 0, 2), end, arm.upper.f, -5.0, 5.0)


_PLACES: dict[str, Callable[[Body], _Strip]] = {
    "glutes": _on_hips(6.0, 8.0, -15.0, -2.0),
    "side hip": _on_hips(7.0, 5.0, -5.5, 4.0),
    "quads": _on_leg("thigh", 0.42, 0.97, 0.8, 12.0),
    "hamstrings": _on_leg("thigh", 0.40, 0.94, -12.0, -0.8),
    "adductors": _on_leg("thigh", 0.15, 0.72, -3.2, 3.2),
    "calves": _on_leg("shin", 0.06, 0.55, -10.0, -0.4),
    "low back": _on_loins(15.0, -1.0, -15.0, -1.5),
    "abs": _on_loins(14.0, -1.0, 3.0, 15.0),
    "chest": _on_chest(20.0, 9.0, 1.5, 15.0),
    "upper back": _on_chest(22.0, 8.0, -15.0, -3.0),
    "shoulders": _on_shoulder,
}
_WITHIN = 0.35
"""From a muscle's edge to the body's outline, cm: so that its line stays whole."""
_ROUND = 2.2
"""Radius of a muscle's corners, cm."""
_FLAT = 0.55
"""A direction that is foreshortened to less than this is looked at along: a muscle is as wide there as it is deep."""
_HATCH, _FIBRES = 2.7, 2.2
"""From line to line on what works, and on what is stretched, cm."""


def muscle(scene: Scene, name: str) -> list[Shape]:
    """A muscle on what is seen of it: hatched across where it works, with lines along it where it is stretched.

    It follows the outline of its limb, and lies under arms, hands and props, and under the hem.
    """
    stretched = name.startswith("stretched ")
    strip = _PLACES[name.removeprefix("stretched ")](scene.body)
    places = [index for index, unit in enumerate(scene.units) if unit.name in strip.units]
    skin = union(tuple(ring for index in places for ring in scene.units[index].outline))
    over = union(tuple(ring for unit in scene.units[max(places) + 1 :] if not unit.under for ring in unit.outline))
    quad = _on_paper(strip, scene.camera)
    shaped = grown(grown(intersection((quad,), grown(skin, -_WITHIN)), -_ROUND), _ROUND)
    seen = minus(shaped, grown(over, _WITHIN))
    seen = tuple(ring for ring in seen if abs(area(ring)) > 3)
    if not seen:
        return []
    units = [scene.units[index] for index in places]
    role = " cloth" if _on_cloth(seen, units) else ""
    (x0, y0), (x1, y1) = scene.camera.flat(strip.start), scene.camera.flat(strip.end)
    lines = _lines(seen, (x1 - x0, y1 - y0), _FIBRES) if stretched else _lines(seen, (1.0, 1.0), _HATCH)
    hems = [
        Shape(tuple(kept), line=shape.line, weight=INNER, closed=False)
        for unit in units
        for shape in unit.details
        if shape.line and not shape.closed and (kept := clip_lines(shape.rings, seen))
    ]
    role = f" stretched{role}" if stretched else role
    fill = Shape(seen, f"tint{role}")
    return [fill, *([Shape(lines, line=f"muscle{role}", weight=INNER, closed=False)] if lines else []), *hems]


def _on_paper(strip: _Strip, camera: Camera) -> Ring:
    fx, fy = camera.flat(strip.front)
    (x0, y0), (x1, y1) = camera.flat(strip.start), camera.flat(strip.end)
    low, high = strip.low, strip.high
    size = math.hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y0 - y1) / size, (x1 - x0) / size
    if abs(fx * nx + fy * ny) < _FLAT:  # seen from before or behind
        wide = min(high - low, 9.0) / 2
        fx, fy, low, high = nx, ny, -wide, wide
    ring = [(x0 + fx * low, y0 + fy * low), (x0 + fx * high, y0 + fy * high)]
    ring += [(x1 + fx * high, y1 + fy * high), (x1 + fx * low, y1 + fy * low)]
    return tuple(ring) if area(ring) > 0 else tuple(reversed(ring))


def _on_cloth(seen: Rings, units: list[Unit]) -> bool:
    """Whether most of it lies on the dark cloth of shorts."""
    cloth = union(tuple(ring for unit in units for fill in unit.fills if fill.fill == "shorts" for ring in fill.rings))
    return sum(map(area, intersection(seen, cloth))) > 0.5 * sum(map(area, seen))


def _lines(seen: Rings, way: P2, step: float) -> Rings:
    """Parallel lines over outlines, in a direction."""
    size = math.hypot(*way) or 1.0
    ux, uy = way[0] / size, way[1] / size
    left, low, right, high = bounds(seen)
    x, y, reach = (left + right) / 2, (low + high) / 2, math.hypot(right - left, high - low)
    count = int(reach / 2 / step) + 1
    lines = []
    for at in range(-count, count + 1):
        cx, cy = x - uy * at * step, y + ux * at * step
        lines.append(((cx - ux * reach, cy - uy * reach), (cx + ux * reach, cy + uy * reach)))
    inner = grown(seen, -0.5)
    return tuple(clip_lines(lines, inner)) if inner else ()


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
