"""Elastic bands, and the post that one is fixed to."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures.camera import Camera
from handouts.figures.props.registry import AnyProp, Cuboid, point_at, registered
from handouts.figures.props.solids import bar, box
from handouts.figures.quantities import Coordinate, Length, Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, dot, scale, sub

if TYPE_CHECKING:
    from handouts.figures.body import Body, Limb

__all__ = ["BandProp", "PostProp"]

_WIDE = 1.5
"""Half width of a band, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BandProp(AnyProp):
    """An elastic band from an anchor round a part of the body."""

    kind: Literal["band"]
    anchor: Point | None = None
    """Where it is fixed. Left out, it is a loop round both legs."""
    round: Literal["hips", "thighs", "knees", "ankles", "feet", "hands"]

    pointed_at: ClassVar[tuple[str, ...]] = ("band", "anchor")
    held_parts: ClassVar[str] = "band"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        if self.anchor is None:
            return _loop(self.round, body, camera)
        strand = {"hands": _to_hand, "hips": _to_hip}.get(self.round, _to_leg)
        return [strand(self.round, point_at(self.anchor), sign, body, camera) for sign in (-1, 1)]

    def places(self) -> tuple[str, ...]:
        return self.pointed_at if self.anchor else ("band",)

    def anchors(self, body: Body) -> dict[str, P3]:
        if self.anchor:
            anchor = point_at(self.anchor)
            return {"anchor": anchor, "band": along(anchor, body.hips, 0.5)}
        leg = body.legs["right"]
        return {"band": along(leg.root, leg.middle, 0.86) if self.round in ("knees", "thighs") else leg.end}

    def steadies(self, body: Body) -> bool:
        del body
        return bool(self.anchor)


def _strand_name(sign: int) -> str:
    return f"band {'near' if sign > 0 else 'far'}"


def _to_hand(_: str, anchor: P3, sign: int, body: Body, camera: Camera) -> Unit:
    hand = body.arms["right" if sign > 0 else "left"].held
    return bar(camera, _strand_name(sign), [anchor, hand], _WIDE, "band")


def _to_leg(where: str, anchor: P3, sign: int, body: Body, camera: Camera) -> Unit:
    leg = body.legs["right" if sign > 0 else "left"]
    middle, radius = {
        "thighs": (along(leg.root, leg.middle, 0.7), 7.4),
        "knees": (leg.middle, 6.4),
        "ankles": (along(leg.middle, leg.end, 0.92), 4.4),
        "feet": (leg.tip.at(leg.end, 7, -3), 5.5),
    }[where]
    side = add(middle, scale(leg.lower.r, sign * radius * 0.9))
    front = add(middle, scale(leg.lower.f, radius))
    return bar(camera, _strand_name(sign), [anchor, side, front], _WIDE * 0.9, "band", shine=False)


def _to_hip(_: str, anchor: P3, sign: int, body: Body, camera: Camera) -> Unit:
    pelvis, across = body.pelvis, 15.6 * body.build.hips
    side = pelvis.at(body.hips, -1.5, 3.2, sign * across)
    corner = pelvis.at(body.hips, 6.6, 2.6, sign * across * 0.78)
    middle = pelvis.at(body.hips, 10.4, 2.0, 0)
    folded = _fold(body) > 45  # the front of the band lies in the fold between belly and thigh
    line = [anchor, side, corner, *([] if folded else [middle])]
    strand = bar(camera, _strand_name(sign), line, _WIDE, "band")
    if (sign > 0) == (camera.near((0, 0, 1)) > camera.near((0, 0, -1))):
        strand.after = ("trunk",) if folded else ("trunk", "right thigh", "left thigh")
        strand.held += ["right thigh", "left thigh"] if folded else []
    return strand


def _fold(body: Body) -> float:
    """How far the right hip is bent, degrees."""
    leg = body.legs["right"]
    thigh = sub(leg.middle, leg.root)
    return math.degrees(math.atan2(dot(thigh, body.pelvis.f), -dot(thigh, body.pelvis.u)))


_LOOPS: dict[str, tuple[Callable[[Limb], P3], float]] = {
    "ankles": (lambda leg: along(leg.middle, leg.end, 0.9), 4.2),
    "feet": (lambda leg: leg.tip.at(leg.end, 7, -3), 5.0),
}
"""Where a loop runs round a leg, and how far from its middle, cm."""
_LOOP_ABOVE_KNEES: tuple[Callable[[Limb], P3], float] = (lambda leg: along(leg.root, leg.middle, 0.86), 6.4)


def _loop(where: str, body: Body, camera: Camera) -> list[Unit]:
    """A loop band round both legs."""
    units = []
    left, right = body.legs["left"], body.legs["right"]
    place, radius = _LOOPS.get(where, _LOOP_ABOVE_KNEES)
    for leg, name in ((left, "left"), (right, "right")):
        middle = place(leg)
        front = [
            add(middle, add(scale(leg.upper.f, radius * math.sin(t)), scale(leg.upper.r, radius * math.cos(t))))
            for t in (0, 0.8, 1.57, 2.3, 3.14)
        ]
        half = bar(camera, f"band {name}", front, 1.7, "band")
        half.after = (f"{name} thigh", f"{name} shin")
        units.append(half)
    ends = [add(place(left), scale(left.upper.f, radius)), add(place(right), scale(right.upper.f, radius))]
    return [*units, bar(camera, "band between", ends, 1.7, "band")]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class PostProp(AnyProp):
    """A post on a foot plate, to fix a band or strap to."""

    kind: Literal["post"]
    at: Coordinate
    height: Length
    z: Coordinate = 0

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        at, z = self.at, self.z
        foot = box(camera, "post foot", (at - 14, 0, z - 14), (at + 14, 4, z + 14), "steel")
        post = box(camera, "post", *self._shaft(), "steel")
        post.after = ("post foot",)
        return [foot, post]

    def solids(self) -> list[Cuboid]:
        return [self._shaft()]

    def _shaft(self) -> Cuboid:
        return (self.at - 4, 4, self.z - 4), (self.at + 4, self.height, self.z + 4)
