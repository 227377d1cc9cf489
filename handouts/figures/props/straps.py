"""Suspension straps: they carry weight and do not stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import strict
from handouts.figures.body import SIDES
from handouts.figures.camera import Camera
from handouts.figures.props.fixtures import Fixed, fixture
from handouts.figures.props.registry import AnyProp, Cuboid, point_at, registered
from handouts.figures.props.solids import bar
from handouts.figures.quantities import Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, cross, length, scale, sub, unit

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["StrapsProp"]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class StrapsProp(AnyProp):
    """Suspension straps from one anchor to both hands."""

    kind: Literal["straps"]
    anchor: Point
    fixed: Fixed | None = later(None)
    """What they are fixed to: ring, wall or door. Left out: what is near, else a piece of wall."""

    pointed_at: ClassVar[tuple[str, ...]] = ("anchor", "straps")
    reached_for: ClassVar[str] = "straps"
    held_parts: ClassVar[str] = "straps"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        anchor = point_at(self.anchor)
        return [unit for side in SIDES for unit in _strap(camera, f"straps {side}", anchor, body.arms[side].held)]

    def mount(self, others: list[Cuboid], camera: Camera) -> list[Unit]:
        return fixture(camera, point_at(self.anchor), self.fixed, others)

    def anchors(self, body: Body) -> dict[str, P3]:
        anchor = point_at(self.anchor)
        return {"anchor": anchor, "straps": along(anchor, body.arms["right"].end, 0.5)}

    def closes(self, side: BodySide) -> bool:
        del side
        return True

    def steadies(self, body: Body) -> bool:
        del body
        return True

    def fixed_length(self, body: Body) -> float:
        """From the anchor to the middle of the hands, cm."""
        return length(sub(point_at(self.anchor), body.arms["right"].held))


_FORK, _GRIP = 15.0, 7.0
"""Of a handle: from its tube to where its two cords meet, and half the length of the tube, cm."""


def _strap(camera: Camera, name: str, anchor: P3, grip: P3) -> list[Unit]:
    """A strap with its handle: a triangle of two cords and the tube that the hand closes round.

    The tube lies square to the strap and to the line of sight, so that the triangle is seen.
    """
    pull = unit(sub(anchor, grip))
    across = unit(cross(pull, camera.depth))
    fork = add(grip, scale(pull, _FORK))
    ends = [add(grip, scale(across, sign * _GRIP)) for sign in (-1, 1)]
    inner = [add(grip, scale(across, sign * (_GRIP - 1.0))) for sign in (-1, 1)]
    strap = bar(camera, name, [anchor, fork], 1.2, "strap", shine=False)
    cords = [bar(camera, f"{name} cord {at}", [fork, end], 0.7, "strap", shine=False) for at, end in enumerate(inner)]
    tube = bar(camera, f"{name} handle", ends, 2.0, "iron")
    tube.after = (strap.name, *(cord.name for cord in cords))
    return [strap, *cords, tube]
