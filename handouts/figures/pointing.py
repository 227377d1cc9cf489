"""What call-outs and arrows point at in a position: a place on the body, or on one of its props.

A call-out whose place is missing is neither drawn nor spoken of; the checks name it.
"""

from __future__ import annotations

from collections.abc import Iterable

from handouts.figures.body import Body
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.poses import CallOut, Figure, Position, Prop, props_of
from handouts.figures.props import anchors
from handouts.figures.space import P3

__all__ = ["drawn_callouts", "has_place", "place_of"]


def has_place(name: str, props: Iterable[Prop]) -> bool:
    """Whether a name of the YAML has a place where these props are, however the body stands."""
    return name in LANDMARKS or any(name in prop.places() for prop in props)


def place_of(name: str, body: Body, props: Iterable[Prop]) -> P3:
    """The place, cm. Ask ``has_place`` first: raises KeyError where there is none."""
    return LANDMARKS[name](body) if name in LANDMARKS else anchors(props, body)[name]


def drawn_callouts(figure: Figure, position: Position) -> tuple[CallOut, ...]:
    """The call-outs of a position that its picture has. Nothing may promise others."""
    props = props_of(figure, position)
    return tuple(callout for callout in position.callouts if has_place(callout.at, props))
