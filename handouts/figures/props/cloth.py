"""A towel: held by its ends, round a foot or thigh, or straight from hand to hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures.body import SIDES
from handouts.figures.camera import Camera
from handouts.figures.props.girth import GIRTHS, runs, tight
from handouts.figures.props.registry import AnyProp, registered
from handouts.figures.props.solids import ribbon
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, scale

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["TowelProp"]

_HALF, _GATHERED = 4.0, 2.2
"""Half as broad as a towel is where it lies, and where a hand gathers it, cm."""
_TAIL = 9.0
"""How far its ends hang out of the hands, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class TowelProp(AnyProp):
    """A towel from both hands round a foot or thigh, or straight from hand to hand."""

    kind: Literal["towel"]
    round: Literal["left foot", "right foot", "left thigh", "right thigh", "hands"]

    pointed_at: ClassVar[tuple[str, ...]] = ("towel",)
    reached_for: ClassVar[str] = "towel"
    held_parts: ClassVar[str] = "towel"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        hands = [body.arms[side].held for side in SIDES]
        across = self._across(body)
        ends = [self._end(body, side, across, camera) for side in SIDES]
        if self.round == "hands":
            middle = along(hands[0], hands[1], 0.5)
            half = [scale(across, wide) for wide in (_GATHERED, _HALF, _GATHERED)]
            return [ribbon(camera, "towel", [hands[0], middle, hands[1]], half, "cloth"), *ends]
        girths = GIRTHS[self.round](body)
        edges = tight(girths, hands)
        units = []
        for over, points in runs(edges, camera):
            half = [scale(across, _GATHERED if point in hands else _HALF) for point in points]
            piece = ribbon(camera, f"towel {'near' if over else 'far'}", points, half, "cloth")
            if over:
                piece.after = (self.round,)
            else:
                piece.held.append(self.round)
            units.append(piece)
        return [*units, *ends]

    def _across(self, body: Body) -> P3:
        """From its middle to its edge: along the foot, or along the thigh; between the hands, across the chest."""
        if self.round == "hands":
            return body.chest.r
        side, part = self.round.split()
        leg = body.legs[side]
        return leg.tip.f if part == "foot" else leg.upper.u

    def _end(self, body: Body, side: BodySide, across: P3, camera: Camera) -> Unit:
        """What hangs out of a hand."""
        grip = body.arms[side].held
        points = [grip, add(grip, (0.0, -_TAIL, 0.0))]
        return ribbon(camera, f"towel {side}", points, [scale(across, 1.6), scale(across, 3.0)], "cloth", hem=0.0)

    def anchors(self, body: Body) -> dict[str, P3]:
        other = body.arms["left"].end if self.round == "hands" else body.legs[self.round.split()[0]].end
        return {"towel": along(body.arms["right"].end, other, 0.4)}

    def closes(self, side: BodySide) -> bool:
        del side
        return True

    def steadies(self, body: Body) -> bool:
        """In closed hands it takes the weight of the leg that lies in it."""
        return self.round != "hands" and any(arm.grip for arm in body.arms.values())
