"""What the props of a position come to: all units, places, solids; and whether a hand is closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from handouts.figures.body import SIDES, BodySide, HandPlace
from handouts.figures.camera import Camera
from handouts.figures.props.registry import AnyProp, Cuboid
from handouts.figures.shapes import Unit
from handouts.figures.space import P3

if TYPE_CHECKING:
    from handouts.figures.body import Body

__all__ = ["anchors", "closes", "hand_places", "prop_units", "solids"]

_NEAR = 2.5
"""How near to a closed hand something is that it holds, cm."""


def prop_units(props: Iterable[AnyProp], body: Body, camera: Camera) -> list[Unit]:
    """All units of the props; what a hand holds is painted before that hand."""
    props = tuple(props)
    solid = [cuboid for prop in props for cuboid in prop.solids()]
    drawn = [(prop, unit) for prop in props for unit in (*prop.units(body, camera), *prop.mount(solid, camera))]
    for side in SIDES:
        arm = body.arms[side]
        if not arm.grip:
            continue
        grip = arm.held
        for prop, unit in drawn:
            in_hand = all(unit.low[at] - _NEAR <= grip[at] <= unit.high[at] + _NEAR for at in range(3))
            if in_hand and prop.held_parts and unit.name.startswith(prop.held_parts):
                unit.held.append(f"{side} hand")
    return [unit for _, unit in drawn]


def hand_places(props: Iterable[AnyProp], body: Body) -> dict[tuple[str, BodySide], HandPlace]:
    """Where hands meet props, by the prop's name and the hand's side."""
    return {
        (prop.reached_for, side): place
        for prop in props
        if prop.reached_for
        for side in SIDES
        if (place := prop.hand_place(body, side)) is not None
    }


def closes(props: Iterable[AnyProp], side: BodySide) -> bool:
    """Whether a hand of this side holds something that closes it."""
    return any(prop.closes(side) for prop in props)


def solids(props: Iterable[AnyProp]) -> list[tuple[str, Cuboid]]:
    """The solid props that nothing of the body may pass through, by kind."""
    return [(prop.kind, solid) for prop in props for solid in prop.solids()]


def anchors(props: Iterable[AnyProp], body: Body) -> dict[str, P3]:
    """The places of props that call-outs point at, by name."""
    return {name: place for prop in props for name, place in prop.anchors(body).items()}
