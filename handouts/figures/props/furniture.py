"""What one lies on, leans on or holds to: bed, table, rail, stairs, doorway and walking frame."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import limits, strict
from handouts.figures import measures
from handouts.figures.body import HandPlace
from handouts.figures.camera import Camera
from handouts.figures.props.fixtures import broken
from handouts.figures.props.registry import AnyProp, Cuboid, registered
from handouts.figures.props.solids import bar, box, soft
from handouts.figures.quantities import Coordinate, Length
from handouts.figures.shapes import Unit
from handouts.figures.space import P3

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["BedProp", "DoorwayProp", "FrameProp", "RailProp", "StairsProp", "TableProp"]


def _sign(side: BodySide) -> int:
    return 1 if side == "right" else -1


def _legs(camera: Camera, name: str, corners: Cuboid, role: str, half: float = 2.2) -> list[Unit]:
    """Four legs under a top, whose corners are given."""
    (left, low, far), (right, high, near) = corners
    return [
        box(camera, f"{name} leg {x:g} {z:g}", (x - half, low, z - half), (x + half, high, z + half), role)
        for z in (far + half, near - half)
        for x in (left + half, right - half)
    ]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BedProp(AnyProp):
    """A bed or treatment couch, to lie along or to sit on its edge."""

    kind: Literal["bed"]
    at: Coordinate
    """Where it begins, at the left of the picture."""
    height: Length = 50
    long: Length = 190
    """How far it goes on to the right: 90 where its edge is sat on."""
    wide: Length = 90

    pointed_at: ClassVar[tuple[str, ...]] = ("bed",)
    reached_for: ClassVar[str] = "bed"
    covers_floor: ClassVar[bool] = False

    def _block(self) -> Cuboid:
        return (self.at, self.height - 16, -self.wide / 2), (self.at + self.long, self.height, self.wide / 2)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        low, high = self._block()
        legs = _legs(camera, "bed", ((low[0] + 4, 0, low[2] + 3), (high[0] - 4, low[1], high[2] - 3)), "wood")
        base = box(camera, "bed base", low, (high[0], low[1] + 5, high[2]), "wood")
        top = soft(camera, "bed", (low[0], low[1] + 5, low[2]), high, 3.5, "mat")
        base.after = tuple(leg.name for leg in legs)
        top.after = (base.name,)
        for unit in (*legs, base, top):
            unit.crossable = True
        return [*legs, base, top]

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"bed": (self.at + self.long * 0.85, self.height - 6, self.wide / 2)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        x = min(max(body.hips[0] - 6, self.at + 6), self.at + self.long - 6)
        return HandPlace((x, self.height + 2.0, body.hips[2] + _sign(side) * 24.0))

    def solids(self) -> list[Cuboid]:
        return [self._block()]

    def steadies(self, body: Body) -> bool:
        del body
        return True

    def treads(self) -> tuple[float, ...]:
        return (self.height,)


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class TableProp(AnyProp):
    """A table or worktop. ``at`` is its edge towards the person."""

    kind: Literal["table"]
    at: Coordinate
    height: Length = 75
    depth: Length = 60
    wide: Length = 90

    pointed_at: ClassVar[tuple[str, ...]] = ("table",)
    reached_for: ClassVar[str] = "table"

    def _block(self) -> Cuboid:
        half = self.wide / 2
        return (self.at, self.height - 4, -half), (self.at + self.depth, self.height, half)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        low, high = self._block()
        legs = _legs(camera, "table", ((low[0] + 2, 0, low[2] + 2), (high[0] - 2, low[1], high[2] - 2)), "iron")
        top = box(camera, "table", low, high, "wood")
        top.after = tuple(leg.name for leg in legs)
        return [*legs, top]

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"table": (self.at + self.depth * 0.8, self.height, self.wide / 2)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        return HandPlace((self.at + 9.0, self.height + 1.8, _sign(side) * 17.0))

    def solids(self) -> list[Cuboid]:
        return [self._block()]

    def steadies(self, body: Body) -> bool:
        return any(arm.tip.at(arm.end, 0, -measures.PALM)[0] > self.at - 2 for arm in body.arms.values())


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class RailProp(AnyProp):
    """A rail to hold on to, along the way, beside the person."""

    kind: Literal["rail"]
    z: Coordinate = -32
    """How far to the person's right; the left is negative, and behind the person in a view from the side."""
    height: Length = 90
    start: Coordinate = -30
    end: Coordinate = 70
    rise: Coordinate = later(0)
    """How much higher it ends than it starts: for stairs."""

    pointed_at: ClassVar[tuple[str, ...]] = ("rail",)
    reached_for: ClassVar[str] = "rail"
    held_parts: ClassVar[str] = "rail"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        z = self.z
        posts = [
            box(camera, f"rail post {x:g}", (x - 2, 0, z - 2), (x + 2, self._high(x) - 2, z + 2), "steel")
            for x in (self.start + 6, self.end - 6)
        ]
        ends: list[P3] = [(x, self._high(x), z) for x in (self.start, self.end)]
        rail = bar(camera, "rail", ends, 2.2, "wood")
        rail.after = tuple(post.name for post in posts)
        return [*posts, rail]

    def _high(self, x: float) -> float:
        """How high it is at a place along it, cm."""
        return self.height + self.rise * (x - self.start) / ((self.end - self.start) or 1.0)

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"rail": (self.end - 10, self._high(self.end - 10), self.z)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        if _sign(side) * self.z < 0:
            return None
        x = min(max(body.hips[0] + 16, self.start + 5), self.end - 5)
        return HandPlace((x, self._high(x), self.z), closes=True)

    def steadies(self, body: Body) -> bool:
        return any(arm.grip for arm in body.arms.values())


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class StairsProp(AnyProp):
    """Stairs that lead up and away from the person."""

    kind: Literal["stairs"]
    at: Coordinate
    """The edge of the lowest stair."""
    steps: Annotated[int, limits(ge=2, le=5)] = 3
    rise: Length = 17
    depth: Length = 28
    wide: Length = 80
    up: Literal["right", "left"] = later("right")
    """Where they lead up: left is behind the person, who comes down."""

    pointed_at: ClassVar[tuple[str, ...]] = ("stairs",)

    @property
    def _on(self) -> int:
        return 1 if self.up == "right" else -1

    def solids(self) -> list[Cuboid]:
        end, half = self.at + self._on * self.steps * self.depth, self.wide / 2
        found: list[Cuboid] = []
        for number in range(self.steps):
            low, high = sorted((self.at + self._on * number * self.depth, end))
            found.append(((low, number * self.rise, -half), (high, (number + 1) * self.rise, half)))
        return found

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        found = [box(camera, f"stairs {at}", *block, "wood") for at, block in enumerate(self.solids())]
        for lower, upper in itertools.pairwise(found):
            upper.after = (lower.name,)
        return found

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"stairs": (self.at + self._on * self.depth * 0.5, self.rise, self.wide / 2)}

    def treads(self) -> tuple[float, ...]:
        return tuple(self.rise * (number + 1) for number in range(self.steps))


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class DoorwayProp(AnyProp):
    """A doorway to stand in: two jambs, one for each hand."""

    kind: Literal["doorway"]
    at: Coordinate = 12
    wide: Length = 96
    """Between the jambs."""
    height: Length = 176
    """How high the jambs are drawn; they go on higher."""
    hands: Length = 125
    """How high the hands are that reach for it."""

    pointed_at: ClassVar[tuple[str, ...]] = ("doorway",)
    reached_for: ClassVar[str] = "doorway"

    def solids(self) -> list[Cuboid]:
        half = self.wide / 2
        return [((self.at, 0.0, low), (self.at + 10, self.height, low + 8)) for low in (-half - 8, half)]

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        found = []
        for name, block in zip(("far", "near"), self.solids(), strict=True):
            jamb = box(camera, f"doorway {name}", *block, "wood")
            jamb.details += broken(camera, block, self.height, end=True)
            found.append(jamb)
        return found

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"doorway": (self.at, self.height * 0.85, self.wide / 2)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        return HandPlace((self.at - 1.6, self.hands, _sign(side) * (self.wide / 2 + 3.0)), upright=True)

    def steadies(self, body: Body) -> bool:
        del body
        return True


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class FrameProp(AnyProp):
    """A walking frame, to hold with both hands."""

    kind: Literal["walking-frame"]
    at: Coordinate = 34
    """Where its front is."""
    height: Length = 84

    pointed_at: ClassVar[tuple[str, ...]] = ("walking-frame",)
    reached_for: ClassVar[str] = "walking-frame"
    held_parts: ClassVar[str] = "walking-frame"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        return [
            *self._side(camera, -1, "far"),
            *self._front(camera),
            *self._side(camera, 1, "near"),
        ]

    def _side(self, camera: Camera, sign: int, name: str) -> list[Unit]:
        z, front, back, y = sign * 27.0, self.at, self.at - 42.0, self.height
        tube = [(front + 4, 1.5, z), (front - 4, y - 3, z), (front - 7, y, z), (back + 7, y, z), (back + 4, y - 3, z)]
        loop = bar(camera, f"walking-frame {name}", [*tube, (back - 3, 1.5, z)], 1.4, "steel", shine=False)
        strut = bar(camera, f"walking-frame {name} strut", [(front, 26, z), (back, 26, z)], 1.1, "steel", shine=False)
        grip = bar(camera, f"walking-frame {name} grip", [(front - 11, y, z), (back + 11, y, z)], 1.9, "iron")
        feet = [
            bar(camera, f"walking-frame {name} foot {x:g}", [(x, 1.6, z), (x, 4.5, z)], 1.9, "iron", shine=False)
            for x in (front + 4, back - 3)
        ]
        for part in (strut, grip, *feet):
            part.after = (loop.name,)
        return [loop, strut, grip, *feet]

    def _front(self, camera: Camera) -> list[Unit]:
        return [
            bar(camera, f"walking-frame bar {y:g}", [(x, y, -27), (x, y, 27)], 1.1, "steel", shine=False)
            for x, y in ((self.at - 1.2, 50.0), (self.at + 1.0, 26.0))
        ]

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"walking-frame": (self.at, 50.0, 27.0)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        return HandPlace((self.at - 21.0, self.height, _sign(side) * 27.0), closes=True)

    def steadies(self, body: Body) -> bool:
        return any(arm.grip for arm in body.arms.values())
