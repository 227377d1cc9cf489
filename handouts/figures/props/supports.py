"""What one sits, steps, leans or lies on: chair, step, wall and mat."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import strict
from handouts.figures import measures
from handouts.figures.body import HandPlace, lowest
from handouts.figures.camera import Camera
from handouts.figures.outline import clip_lines
from handouts.figures.props.registry import AnyProp, Cuboid, registered
from handouts.figures.props.solids import box
from handouts.figures.quantities import Coordinate, Length
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["ChairProp", "MatProp", "StepProp", "WallProp"]

_SEAT, _BACK = 42.0, 46.0
"""Depth of a chair's seat, and of its back over the seat, cm."""
_ARM = 22.0
"""How high the arms of a chair are over its seat, cm."""
_HALF_SEAT = 21.0
"""Half the width of a seat, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class ChairProp(AnyProp):
    """A chair. ``at`` is the front edge of its seat; ``faces`` where a person on it looks."""

    kind: Literal["chair"]
    at: Coordinate
    seat: Length = 45
    faces: Literal["right", "left"] = "right"
    z: Coordinate = 0
    arms: bool = later(False)
    """A chair with arms: hands that reach for it lie on them."""

    pointed_at: ClassVar[tuple[str, ...]] = ("chair",)
    reached_for: ClassVar[str] = "chair"

    @property
    def _forward(self) -> int:
        return 1 if self.faces == "right" else -1

    @property
    def _back(self) -> float:
        """Where the seat ends and the back stands, cm."""
        return self.at - self._forward * _SEAT

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        legs, rest = self._legs(camera), self._rest(camera)
        low, high = min(self.at, self._back), max(self.at, self._back)
        z, half = self.z, _HALF_SEAT
        seat = box(camera, "chair seat", (low, self.seat - 4, z - half), (high, self.seat, z + half), "wood")
        seat.after = tuple(leg.name for leg in legs)
        if self._forward > 0:
            seat.after = (*seat.after, *(part.name for part in rest))
        return [*legs, seat, *rest, *(self._arms(camera, seat.name) if self.arms else [])]

    def _arms(self, camera: Camera, seat: str) -> list[Unit]:
        """Its arms, each on a post."""
        top, found = self.seat + _ARM, []
        ends = sorted((self.at - self._forward * 6, self._back))
        for sign, name in ((-1, "far"), (1, "near")):
            z = self.z + sign * _HALF_SEAT
            x = self.at - self._forward * 8
            post = box(
                camera, f"chair arm post {name}", (x - 1.6, self.seat, z - 1.6), (x + 1.6, top - 3, z + 1.6), "wood"
            )
            arm = box(camera, f"chair arm {name}", (ends[0], top - 3, z - 2.6), (ends[1], top, z + 2.6), "wood")
            post.after, arm.after = (seat,), (post.name,)
            found += [post, arm]
        return found

    def _legs(self, camera: Camera) -> list[Unit]:
        legs = []
        ends = ((self.at - self._forward * 2.5, "front"), (self._back + self._forward * 2.5, "back"))
        for sign, side in ((-1, "far"), (1, "near")):
            z = self.z + sign * (_HALF_SEAT - 2.5)
            for x, end in ends:
                low, high = (x - 1.8, 0, z - 1.8), (x + 1.8, self.seat - 4, z + 1.8)
                legs.append(box(camera, f"chair leg {side} {end}", low, high, "iron"))
        return legs

    def _rest(self, camera: Camera) -> list[Unit]:
        """The chair's back: two uprights, a rail and a slat."""
        seat, z, half = self.seat, self.z, _HALF_SEAT
        slab = sorted((self._back, self._back - self._forward * 3.5))
        top = seat + _BACK
        rest = [
            box(camera, f"chair back {name}", (slab[0], low, z + z1), (slab[1], high, z + z2), "wood")
            for name, low, high, z1, z2 in (
                ("far", seat - 2, top, -half, -half + 4),
                ("rail", top - 13, top, -half + 4, half - 4),
                ("slat", seat + 14, seat + 21, -half + 4, half - 4),
                ("near", seat - 2, top, half - 4, half),
            )
        ]
        rest[1].after = rest[2].after = ("chair back far",)
        rest[3].after = ("chair back rail", "chair back slat")
        return rest

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"chair": (self._back, self.seat + _BACK * 0.8, self.z + 21)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        sign = 1 if side == "right" else -1
        if self.arms:
            x = self.at - self._forward * 11.0
            return HandPlace((x, self.seat + _ARM + 1.8, self.z + sign * _HALF_SEAT))
        return HandPlace((self._back, self.seat + _BACK, self.z + sign * 17.0))

    def solids(self) -> list[Cuboid]:
        low, high = sorted((self.at, self._back))
        back = sorted((self._back, self.at - self._forward * (_SEAT + 3.5)))
        z = self.z
        return [
            ((low, self.seat - 4, z - 21), (high, self.seat, z + 21)),
            ((back[0], self.seat, z - 21), (back[1], self.seat + _BACK, z + 21)),
        ]

    def steadies(self, body: Body) -> bool:
        del body
        return True


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class StepProp(AnyProp):
    """A step or box on the floor."""

    kind: Literal["step"]
    at: Coordinate
    """Its edge towards the person."""
    height: Length = 20
    depth: Length = 45
    """How far it goes on from there."""
    width: Length = 60

    pointed_at: ClassVar[tuple[str, ...]] = ("step",)

    def _block(self) -> Cuboid:
        return (self.at, 0, -self.width / 2), (self.at + self.depth, self.height, self.width / 2)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        return [box(camera, "step", *self._block(), "wood")]

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"step": (self.at + self.depth * 0.6, self.height, self.width / 2)}

    def solids(self) -> list[Cuboid]:
        return [self._block()]

    def treads(self) -> tuple[float, ...]:
        return (self.height,)


_SECTION = 9.0
"""Thickness of a wall that is seen from its end, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class WallProp(AnyProp):
    """A wall across the way."""

    kind: Literal["wall"]
    at: Coordinate
    """Where its face is."""
    side: Literal["front", "back"] = "front"
    """Before the person or behind."""
    height: Length = 190
    wide: Length | None = later(None)
    """How wide a piece of it is drawn, in a view that is not from the side: 150 behind arms that reach out."""

    pointed_at: ClassVar[tuple[str, ...]] = ("wall",)
    reached_for: ClassVar[str] = "wall"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        """From the side it is cut through and hatched, as builders draw it; else it is a slab."""
        del body
        if camera.x[0] == 1.0:
            return [self._cut(camera)]
        low, high, near = (self.at - 7, self.at, 26.0) if self.side == "back" else (self.at, self.at + 7, 20.0)
        left, right = (-44.0, near) if self.wide is None else (-self.wide / 2, self.wide / 2)
        wall = box(camera, "wall", (low, 0, left), (high, self.height, right), "wall")
        wall.under = wall.crossable = True
        return [wall]

    def _cut(self, camera: Camera) -> Unit:
        face = self.at if self.side == "back" else self.at + 15 * camera.x[2]  # where the near hand meets it
        left, right = (face - _SECTION, face) if self.side == "back" else (face, face + _SECTION)
        strip = (((left, 0.0), (right, 0.0), (right, self.height), (left, self.height)),)
        lines = [((left, y), (left + 60, y + 60)) for y in range(-60, int(self.height), 6)]
        hatch = clip_lines([tuple((float(x), float(y)) for x, y in line) for line in lines], strip)
        edge = ((face, 0.0), (face, self.height))
        low, high = (min(left, right), 0.0, -44.0), (max(left, right), self.height, 44.0)
        fills = [
            Shape(strip, "wall"),
            Shape(tuple(hatch), line="steel", weight=0.5, closed=False),
            Shape((edge,), line="line", weight=1.3, closed=False),
        ]
        return Unit(
            "wall", strip, (((face, self.height / 2), 0.0),), low, high, fills, edge="", under=True, crossable=True
        )

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"wall": (self.at, self.height * 0.8, 0)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        if self.side != "front":
            return None
        high = body.chest.at(body.ribs, 0, measures.SHOULDER_UP - 6)[1]
        return HandPlace((self.at - 1.6, high, (1 if side == "right" else -1) * 15.0), upright=True)

    def solids(self) -> list[Cuboid]:
        low, high = (self.at - 7, self.at) if self.side == "back" else (self.at, self.at + 7)
        return [((low, 0, -60), (high, self.height, 60))]

    def steadies(self, body: Body) -> bool:
        del body
        return True


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class MatProp(AnyProp):
    """A mat under what lies on the floor; it finds its own size."""

    kind: Literal["mat"]
    wide: Length = 60

    pointed_at: ClassVar[tuple[str, ...]] = ("mat",)
    covers_floor: ClassVar[bool] = True

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        """Under all that is within reach of the floor, and under a head that is lifted a little from it."""
        lying = [oval for chain in body.chains.values() for oval in chain if lowest([oval]) < 6]
        if lowest(body.chains["pelvis"]) < 6 and lowest(body.chains["head"]) < 25:
            lying += body.chains["head"]
        xs = [centre[0] for centre, _ in lying] or [0.0]
        zs = [centre[2] for centre, _ in lying] or [0.0]
        middle = (min(zs) + max(zs)) / 2
        half = max(self.wide / 2, (max(zs) - min(zs)) / 2 + 9)
        mat = box(camera, "mat", (min(xs) - 13, -1.4, middle - half), (max(xs) + 13, 0, middle + half), "mat")
        mat.under = True
        return [mat]

    def anchors(self, body: Body) -> dict[str, P3]:
        low = min(centre[0] for chain in body.chains.values() for centre, _ in chain)
        return {"mat": (low - 4, 0, 18)}
