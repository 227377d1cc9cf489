"""Who sits, sits on what is there: not in it, and not over it."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.figures.body import Body, lowest
from handouts.figures.checks.finding import angle_between
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.props import BedProp, ChairProp
from handouts.figures.space import sub

__all__ = ["check_seats"]

_SINK, _HOVER, _NEAR = 5.0, 4.0, 14.0
"""How deep a seat gives, how far over it one still sits, and from where one is clearly over it, cm."""


def check_seats(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """The seat of a body over a chair or bed touches it, or is well clear of it."""
    for prop in props_of(figure, position):
        if not isinstance(prop, (ChairProp, BedProp)):
            continue
        (left, _, far), (right, top, near) = prop.solids()[0]
        x, y, z = body.hips
        if not (left - 6 < x < right + 6 and far < z < near and top - 10 < y < top + 40):
            continue
        gap = lowest(body.chains["pelvis"]) - top
        leg = body.legs["right"]
        level = angle_between(sub(leg.middle, leg.root), (0.0, -1.0, 0.0)) > 75
        if gap < -_SINK:
            yield f"the seat sinks {-gap:.0f} cm into the {prop.word()}", f"Lower the {prop.word()}, or lift the hips."
        elif level and _HOVER < gap < _NEAR:
            yield (
                f"the seat is {gap:.0f} cm over the {prop.word()}: neither on it nor clear of it",
                f"Raise the {prop.word()}, or change the thighs.",
            )
