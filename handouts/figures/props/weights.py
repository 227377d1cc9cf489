"""Weights and other things for the hands: dumbbells, kettlebell, ball and towel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures import measures
from handouts.figures.body import SIDES, HandPlace
from handouts.figures.camera import Camera
from handouts.figures.props.registry import AnyProp, point_at, registered
from handouts.figures.props.solids import bar
from handouts.figures.quantities import Length, Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, scale

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["BallProp", "BellProp", "DumbbellProp", "TowelProp"]


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


_BELL_GRIP = 27.0
"""Height of a kettlebell's handle over its foot, cm."""


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
        if self.at == "hands":
            top = along(body.arms["left"].held, body.arms["right"].held, 0.5)
        else:
            top = add(point_at(self.at), (0, _BELL_GRIP, 0))
        ball = add(top, (0, -_BELL_GRIP + 10.4, 0))
        bell = bar(camera, "kettlebell", [ball, add(ball, (0, -0.1, 0))], 10.4, "iron")
        arch = [
            add(ball, (0, 5, -8)),
            *(add(top, (0, up, z)) for up, z in ((-3, -8.5), (0, -6), (0, 6), (-3, 8.5))),
            add(ball, (0, 5, 8)),
        ]
        handle = bar(camera, "kettlebell handle", arch, 1.9, "iron")
        bell.after = ("kettlebell handle",)
        return [handle, bell]

    def anchors(self, body: Body) -> dict[str, P3]:
        if self.at == "hands":
            return {"kettlebell": add(body.arms["right"].end, (0, -16, 8))}
        return {"kettlebell": add(point_at(self.at), (0, 10, 9))}

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
    """A ball."""

    kind: Literal["ball"]
    at: Point
    radius: Length = 12

    pointed_at: ClassVar[tuple[str, ...]] = ("ball",)
    reached_for: ClassVar[str] = "ball"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        centre = point_at(self.at)
        return [bar(camera, "ball", [centre, add(centre, (0.1, 0, 0))], self.radius, "strap")]

    def anchors(self, body: Body) -> dict[str, P3]:
        del body
        return {"ball": point_at(self.at)}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace:
        del body
        sign = 1 if side == "right" else -1
        return HandPlace(add(point_at(self.at), (0.0, 0.0, sign * (self.radius + 2))))


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class TowelProp(AnyProp):
    """A towel from both hands round a foot or thigh."""

    kind: Literal["towel"]
    round: Literal["left foot", "right foot", "left thigh", "right thigh"]

    pointed_at: ClassVar[tuple[str, ...]] = ("towel",)
    reached_for: ClassVar[str] = "towel"
    held_parts: ClassVar[str] = "towel"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        side, part = self.round.split()
        leg = body.legs[side]
        if part == "foot":
            middle = leg.tip.at(leg.end, 7.5, -measures.ANKLE - 0.8)
        else:
            middle = add(along(leg.root, leg.middle, 0.75), scale(leg.upper.f, -8.0))
        units = []
        for hand in SIDES:
            grip = body.arms[hand].held
            out = 4.0 if hand == "right" else -4.0
            edge = add(middle, scale(leg.tip.r if part == "foot" else leg.upper.r, out))
            tail = add(grip, (0, -7, 0))
            units.append(bar(camera, f"towel {hand}", [edge, grip, tail], 1.7, "cloth"))
        ends = [add(middle, scale(leg.tip.r, -4.5)), add(middle, scale(leg.tip.r, 4.5))]
        across = bar(camera, "towel middle", ends, 1.9, "cloth")
        across.after = (self.round,)
        return [*units, across]

    def anchors(self, body: Body) -> dict[str, P3]:
        return {"towel": along(body.arms["right"].end, body.legs[self.round.split()[0]].end, 0.4)}

    def closes(self, side: BodySide) -> bool:
        del side
        return True

    def steadies(self, body: Body) -> bool:
        """In closed hands it takes the weight of the leg that lies in it."""
        return any(arm.grip for arm in body.arms.values())
