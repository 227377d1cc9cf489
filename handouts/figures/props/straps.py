"""Suspension straps: they carry weight and do not stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures.body import SIDES
from handouts.figures.camera import Camera
from handouts.figures.props.registry import AnyProp, point_at, registered
from handouts.figures.props.solids import bar, box
from handouts.figures.quantities import Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, add, along, length, sub

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

    pointed_at: ClassVar[tuple[str, ...]] = ("anchor", "straps")
    reached_for: ClassVar[str] = "straps"
    held_parts: ClassVar[str] = "straps"

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        anchor = point_at(self.anchor)
        units = []
        for side in SIDES:
            grip = body.arms[side].held
            units.append(bar(camera, f"straps {side}", [anchor, along(anchor, grip, 0.93)], 0.9, "strap", shine=False))
            # the handle lies across, through the closed hand, and hangs from two cords
            ends = [add(grip, (0, 0, -6.0)), add(grip, (0, 0, 6.0))]
            fork = along(anchor, grip, 0.92)
            for index, end in enumerate(ends):
                units.append(bar(camera, f"straps {side} cord {index}", [fork, end], 0.6, "strap", shine=False))
            units.append(bar(camera, f"straps {side} handle", ends, 1.7, "iron"))
        x, y, z = anchor
        eye = box(camera, "anchor", (x - 1, y - 3, z - 3), (x + 6, y + 3, z + 3), "iron")
        return [*units, eye]

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
