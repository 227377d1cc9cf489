"""Bars that lie across, the rack that holds one, and weight plates on the floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import limits, strict
from handouts.figures.body import HandPlace
from handouts.figures.camera import Camera
from handouts.figures.props.clamp import clamped
from handouts.figures.props.fixtures import broken
from handouts.figures.props.legible import ringed
from handouts.figures.props.registry import AnyProp, Cuboid, point_at, registered
from handouts.figures.props.solids import bar, box, disc, pieces
from handouts.figures.quantities import Coordinate, Length, Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, dot, length, scale, sub, unit

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["BarProp", "DowelProp", "PlatesProp", "RackProp"]


_CLAMP = 14.6
"""How far to each side of its middle the hips press on what lies in their fold, cm."""


def _sign(side: BodySide) -> int:
    return 1 if side == "right" else -1


def _gripped(body: Body) -> list[float]:
    """How far aside closed hands are, cm: a bar is cut there, so that each piece is before or behind a hand."""
    return [arm.end[2] for arm in body.arms.values() if arm.grip]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class DowelProp(AnyProp):
    """A dowel or broomstick: lying across, as the hips do where the whole body is turned; or held in both hands and on
    beyond them.
    """

    kind: Literal["dowel"]
    at: Point | Literal["hip-crease", "hands"]
    length: Length = 100

    pointed_at: ClassVar[tuple[str, ...]] = ("dowel",)
    reached_for: ClassVar[str] = "dowel"
    held_parts: ClassVar[str] = "dowel"

    def middle(self, body: Body) -> P3:
        """Middle of the dowel; in the hip crease it lies before the fold of the hips."""
        if self.at == "hands":
            return along(*self._held(body), 0.5)
        if self.at == "hip-crease":
            # the fold is where thigh and belly meet: forward of the hip, between the two
            thighs = add(body.legs["right"].upper.f, body.legs["left"].upper.f)
            fold = unit(add(body.pelvis.f, scale(thighs, 0.5)))
            return add(body.pelvis.at(body.hips, 0, 2.0), scale(fold, 9.4))
        return point_at(self.at)

    def _held(self, body: Body) -> tuple[P3, P3]:
        return body.arms["left"].held, body.arms["right"].held

    def _ends(self, body: Body) -> tuple[P3, P3]:
        """Of a dowel in both hands: as far beyond one as beyond the other."""
        one, other = self._held(body)
        way = unit(sub(other, one))
        middle = along(one, other, 0.5)
        return add(middle, scale(way, -self.length / 2)), add(middle, scale(way, self.length / 2))

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        if self.at == "hands":
            (one, other), (left, right) = self._ends(body), self._held(body)
            return [bar(camera, "dowel", [one, left, right, other], 1.5, "wood")]
        middle, across, half = self.middle(body), body.pelvis.r, self.length / 2
        held = [dot(sub(arm.end, middle), across) for arm in body.arms.values() if arm.grip]
        if self.at == "hip-crease" and not held:
            clamp = min(_CLAMP * body.build.hips, half - 1.0)
            one, two, three, four = (add(middle, scale(across, aside)) for aside in (-half, -clamp, clamp, half))
            found = clamped("dowel", "wood", 1.5, (one, two, three, four), camera)
            if camera.near(body.pelvis.f) > 0:  # the fold opens to the viewer, however far belly and thighs reach
                for piece in found:
                    piece.after = ("trunk", "left thigh", "right thigh")
            return found
        return pieces("dowel", "wood", 1.5, middle, half, held, camera, across)

    def anchors(self, body: Body) -> dict[str, P3]:
        if self.at == "hands":
            return {"dowel": along(*self._ends(body), 0.92)}
        return {"dowel": add(self.middle(body), scale(body.pelvis.r, self.length / 2 - 8))}

    def closes(self, side: BodySide) -> bool:
        del side
        return self.at == "hands"

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        if self.at == "hands":  # it goes where the hands are
            return None
        return HandPlace(add(self.middle(body), scale(body.pelvis.r, _sign(side) * 22.0)), closes=True)

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        if self.at == "hands":
            apart = length(sub(*self._held(body)))
            if not 8 < apart < self.length + 4:
                yield (
                    f"the hands that hold the dowel are {apart:.0f} cm apart, and it is {self.length:.0f} cm long",
                    "Bring the hands nearer or farther, or change its length.",
                )
        elif self.at != "hip-crease" and self.at[1] > 8 and not any(arm.grip for arm in body.arms.values()):
            yield (
                "the dowel hangs in the air: no hand holds it",
                "Let “hand: dowel” reach for it, or lay it in the hip-crease.",
            )


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BarProp(AnyProp):
    """A barbell, lying across."""

    kind: Literal["barbell"]
    at: Point
    length: Length = 116
    plates: Annotated[float, limits(ge=0, le=30)] = 0
    """Radius of its plates, cm; 0 for a bare bar."""

    pointed_at: ClassVar[tuple[str, ...]] = ("barbell",)
    reached_for: ClassVar[str] = "barbell"
    held_parts: ClassVar[str] = "barbell"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        middle = point_at(self.at)
        half = self.length / 2
        units = pieces("barbell", "iron", 2.5, middle, half, _gripped(body), camera)
        units = ringed(units, camera, (add(middle, (0, 0, -half)), add(middle, (0, 0, half))), 2.5)
        for piece in units:
            piece.after = ("rack rail near", "rack rail far")  # on which it lies
        for sign in (-1, 1):
            if self.plates:
                centre = add(middle, (0, 0, sign * (self.length / 2 - 10)))
                units.append(disc(camera, f"barbell plate {sign}", centre, 2, self.plates, 2.0, "iron", 2.0))
        return units

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"barbell": add(point_at(self.at), (0, 0, min(self.length / 2 - 16, 28.0)))}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        return HandPlace(add(point_at(self.at), (0.0, 0.0, _sign(side) * 24.0)), closes=True)


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class RackProp(AnyProp):
    """A squat rack with safety bars: two posts behind, rails running forward."""

    kind: Literal["rack"]
    back: Coordinate
    """Where the posts are."""
    front: Coordinate
    """Where the rails end."""
    rail: Length
    """Height of the rails."""
    height: Length = 125
    width: Length = 90

    pointed_at: ClassVar[tuple[str, ...]] = ("rack",)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        """Each side: a foot under the whole rail, a post, and the rail with a stop at its end."""
        del body
        return [unit for sign, name in ((-1, "far"), (1, "near")) for unit in self._side(camera, sign, name)]

    def _side(self, camera: Camera, sign: int, name: str) -> list[Unit]:
        back, rail, front = self.back, self.rail, self.front
        z = sign * self.width / 2
        foot = box(camera, f"rack foot {name}", (back - 10, 0, z - 3), (front + 6, 3.5, z + 3), "steel")
        shaft = (back - 3, 3.5, z - 3), (back + 3, self._top, z + 3)
        post = box(camera, f"rack post {name}", *shaft, "steel")
        if self._top < self.height:
            post.details += broken(camera, shaft, self._top - 5)
        arm = box(camera, f"rack rail {name}", (back + 3, rail - 6, z - 2.5), (front, rail, z + 2.5), "steel")
        stop = box(camera, f"rack stop {name}", (front, rail - 6, z - 2.5), (front + 2.5, rail + 6, z + 2.5), "steel")
        post.after, arm.after, stop.after = (foot.name,), (post.name,), (f"rack rail {name}",)
        return [foot, post, arm, stop]

    @property
    def _top(self) -> float:
        """Where the posts are cut, cm: they go on higher, but are not drawn so."""
        return min(self.height, self.rail + 46)

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"rack": (self.front - 12, self.rail, self.width / 2)}

    def solids(self) -> list[Cuboid]:
        sides = (-self.width / 2, self.width / 2)
        return [((self.back - 3, 0, z - 3), (self.back + 3, self.height, z + 3)) for z in sides]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class PlatesProp(AnyProp):
    """Weight plates lying flat on the floor, one before each foot."""

    kind: Literal["plates"]
    at: Coordinate
    """Middle of the plates."""
    radius: Length = 19
    stack: Annotated[int, limits(ge=1, le=4)] = 1

    pointed_at: ClassVar[tuple[str, ...]] = ("plates",)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        units = []
        for sign in (-1, 1):
            for level in range(self.stack):
                centre = (self.at, 2.2 + 4.4 * level, sign * 19.6)
                units.append(disc(camera, f"plates {sign} {level}", centre, 1, self.radius, 2.2, "iron", 2.6))
        return units

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"plates": (self.at, 4.4 * self.stack, 19.6)}
