"""Weights and other things for the hands: dumbbells, kettlebell, ball, bottle and stick."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures import measures
from handouts.figures.body import SIDES, HandPlace
from handouts.figures.camera import Camera
from handouts.figures.outline import ellipse
from handouts.figures.props.registry import AnyProp, point_at, registered
from handouts.figures.props.solids import bar, cylinder
from handouts.figures.quantities import Length, Point
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3, add, along, length, scale, sub

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide, Limb

__all__ = ["BallProp", "BellProp", "BottleProp", "DumbbellProp", "StickProp"]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class DumbbellProp(AnyProp):
    """Dumbbells in the hands."""

    kind: Literal["dumbbells"]
    hands: Literal["both", "left", "right"] = "both"

    pointed_at: ClassVar[tuple[str, ...]] = ("dumbbells",)
    held_parts: ClassVar[str] = "dumbbells"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        units = []
        for side in SIDES if self.hands == "both" else (self.hands,):
            arm = body.arms[side]
            grip = arm.held
            axis = arm.tip.f if abs(arm.tip.u[1]) > 0.7 else arm.tip.r
            for sign in (-1, 1):
                weight = [add(grip, scale(axis, sign * 6.0)), add(grip, scale(axis, sign * 10.5))]
                units.append(bar(camera, f"dumbbells {side} {sign}", weight, 4.6, "iron"))
            handle = [add(grip, scale(axis, -7)), add(grip, scale(axis, 7))]
            units.append(bar(camera, f"dumbbells {side} handle", handle, 1.4, "steel"))
        return units

    def anchors(self, body: Body) -> dict[str, P3]:
        arm = body.arms["right"]
        return {"dumbbells": arm.tip.at(arm.end, 6, -measures.GRIP)}

    def closes(self, side: BodySide) -> bool:
        return self.hands in ("both", side)


_BELL_GRIP = 28.0
"""Height of a kettlebell's handle over its foot, cm."""
_BALL = 9.4
"""Radius of its ball, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BellProp(AnyProp):
    """A kettlebell: in both hands, or on the floor."""

    kind: Literal["kettlebell"]
    at: Point | Literal["hands"] = "hands"

    pointed_at: ClassVar[tuple[str, ...]] = ("kettlebell",)
    reached_for: ClassVar[str] = "kettlebell"
    held_parts: ClassVar[str] = "kettlebell handle"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        top = self._top(body)
        ball = add(top, (0, _BALL - _BELL_GRIP, 0))
        bell = bar(camera, "kettlebell", [ball, add(ball, (0, -0.1, 0))], _BALL, "iron")
        # the handle: as wide as two hands, a window under it
        arch = [
            add(ball, (0, 6, -7.5)),
            *(add(top, (0, up, z)) for up, z in ((-2, -7.6), (0, -5.6), (0, 5.6), (-2, 7.6))),
            add(ball, (0, 6, 7.5)),
        ]
        handle = bar(camera, "kettlebell handle", arch, 1.9, "iron")
        bell.after = ("kettlebell handle",)
        return [handle, bell]

    def _top(self, body: Body) -> P3:
        """The middle of its handle."""
        if self.at == "hands":
            return along(body.arms["left"].held, body.arms["right"].held, 0.5)
        return add(point_at(self.at), (0, _BELL_GRIP, 0))

    def anchors(self, body: Body) -> dict[str, P3]:
        return {"kettlebell": add(self._top(body), (0, _BALL - _BELL_GRIP, 0))}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        del body
        if self.at == "hands":
            return None
        return HandPlace(add(point_at(self.at), (0.0, _BELL_GRIP, (1 if side == "right" else -1) * 4.5)), closes=True)

    def closes(self, side: BodySide) -> bool:
        del side
        return self.at == "hands"


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BallProp(AnyProp):
    """A ball: in a place, in the right hand, or squeezed between the knees, ankles or hands."""

    kind: Literal["ball"]
    at: Point | Literal["knees", "ankles", "hands", "right hand"]
    radius: Length = 12
    """4 fits into a hand, 12 is a football, 32 a gym ball."""

    pointed_at: ClassVar[tuple[str, ...]] = ("ball",)
    reached_for: ClassVar[str] = "ball"

    def middle(self, body: Body) -> P3:
        """Its middle, cm."""
        left, right = body.legs["left"], body.legs["right"]
        if self.at == "knees":
            return along(left.middle, right.middle, 0.5)
        if self.at == "ankles":
            return along(along(left.middle, left.end, 0.9), along(right.middle, right.end, 0.9), 0.5)
        if self.at == "hands":
            one, other = (body.arms[side].tip.at(body.arms[side].end, 0, -measures.PALM) for side in SIDES)
            return along(one, other, 0.5)
        if self.at == "right hand":  # on its palm, or in its grip
            arm = body.arms["right"]
            deep, along_hand = (1.0 - 0.8 * self.radius, 6.5) if arm.grip else (-1.0 - self.radius, measures.PALM)
            return arm.tip.at(arm.end, deep, -along_hand)
        return point_at(self.at)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        centre = self.middle(body)
        ball = bar(camera, "ball", [centre, add(centre, (0.1, 0, 0))], self.radius, "strap")
        if self.radius > 20:  # a gym ball has ribs
            (x, y), rows = camera.flat(centre), []
            for part in (0.35, 0.72):
                wide = self.radius * part
                rows += [ellipse(x, y, wide * wide, 0.0, self.radius * self.radius * 0.985)]
            ball.details = [Shape(tuple(rows), line="line", weight=0.4)]
        if self.at in ("knees", "ankles"):
            ball.held += ["right thigh", "right shin"]
            ball.after = ("left thigh", "left shin")
        if self.at == "right hand":  # the fingers of a closed hand lie over it
            if body.arms["right"].grip:
                ball.held += ["right hand"]
            else:
                ball.after = ("right hand",)
        return [ball]

    def anchors(self, body: Body) -> dict[str, P3]:
        return {"ball": self.middle(body)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        if self.at in ("hands", "right hand"):
            return None
        sign = 1 if side == "right" else -1
        return HandPlace(add(self.middle(body), (0.0, 0.0, sign * (self.radius + 2))))

    def steadies(self, body: Body) -> bool:
        """A gym ball carries who sits or lies on it."""
        del body
        return self.radius > 20

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        """What is squeezed touches both sides; what lies in a place lies on the floor, on a hand or on the body."""
        if self.at in ("knees", "ankles"):
            gap = self._gap(body)
            if abs(gap - 2 * self.radius) > 3.0:
                yield (
                    f"the ball is {2 * self.radius:.0f} cm thick, but between the {self.at} are {gap:.0f} cm",
                    "Change leg_out, or the ball's radius.",
                )

    def _gap(self, body: Body) -> float:
        """Between the skin of the two legs, cm."""
        part, name = (1.0, "thigh") if self.at == "knees" else (0.9, "shin")
        thick = 2 * measures.THIGH_ROWS[-1][3] if name == "thigh" else 2 * measures.SHIN_ROWS[-2][3]
        ends = [
            along(leg.root, leg.middle, part) if name == "thigh" else along(leg.middle, leg.end, part)
            for leg in body.legs.values()
        ]
        return length(sub(ends[0], ends[1])) - thick * body.build.limbs


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BottleProp(AnyProp):
    """A water bottle as a weight, in one hand or in both."""

    kind: Literal["bottle"]
    hands: Literal["both", "left", "right"] = "right"

    pointed_at: ClassVar[tuple[str, ...]] = ("bottle",)
    held_parts: ClassVar[str] = "bottle"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        units = []
        for side in SIDES if self.hands == "both" else (self.hands,):
            grip, up = body.arms[side].held, _thumb(body.arms[side], side)
            foot, neck = add(grip, scale(up, -9.0)), add(grip, scale(up, 8.0))
            flask = cylinder(camera, f"bottle {side}", foot, neck, 3.4, "cloth")
            cap = cylinder(camera, f"bottle {side} cap", neck, add(neck, scale(up, 3.4)), 1.6, "strap")
            units += [flask, cap]
        return units

    def anchors(self, body: Body) -> dict[str, P3]:
        side: BodySide = "left" if self.hands == "left" else "right"
        return {"bottle": add(body.arms[side].held, scale(_thumb(body.arms[side], side), 9.0))}

    def closes(self, side: BodySide) -> bool:
        return self.hands in ("both", side)


_HANGS = 0.7
"""A forearm hangs where it points down more than this."""


def _thumb(arm: Limb, side: BodySide) -> P3:
    """Where the thumb's end of a closed hand's grip points; forward, where an arm hangs."""
    if arm.lower.u[1] > _HANGS and abs(arm.tip.f[2]) < _HANGS:
        return arm.tip.f
    return scale(arm.tip.r, -1.0 if side == "right" else 1.0)


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class StickProp(AnyProp):
    """A walking stick, from one hand down to the floor."""

    kind: Literal["stick"]
    hand: Literal["left", "right"] = "right"

    pointed_at: ClassVar[tuple[str, ...]] = ("stick",)
    held_parts: ClassVar[str] = "stick"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        grip = body.arms[self.hand].held
        tip = (grip[0] + 2.0, 1.4, grip[2])
        shaft = bar(camera, "stick", [tip, add(grip, (0, -1.0, 0))], 1.1, "wood")
        crook = bar(camera, "stick handle", [add(grip, (-5.0, 0.6, 0)), add(grip, (7.0, 0.0, 0))], 1.5, "wood")
        foot = bar(camera, "stick foot", [tip, add(tip, (0, 2.0, 0))], 1.6, "iron")
        crook.after = foot.after = ("stick",)
        return [shaft, crook, foot]

    def anchors(self, body: Body) -> dict[str, P3]:
        grip = body.arms[self.hand].held
        return {"stick": (grip[0] + 1.0, grip[1] * 0.4, grip[2])}

    def closes(self, side: BodySide) -> bool:
        return side == self.hand

    def steadies(self, body: Body) -> bool:
        return body.arms[self.hand].grip

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        high = body.arms[self.hand].held[1]
        if not 60 <= high <= 115:
            yield (
                f"the stick is {high:.0f} cm long from the {self.hand} hand to the floor",
                "Put the hand beside the hip: 75 to 95 cm over the floor.",
            )
