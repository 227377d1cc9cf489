"""The weight is over what it stands on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, lowest
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.space import P3, add, along, scale

__all__ = ["check_balance"]


def _centre(body: Body) -> P3:
    """Centre of mass."""
    masses = measures.MASSES
    parts = [
        (masses["trunk"], along(body.hips, body.nape, 0.46)),
        (masses["head"], body.skull),
    ]
    for side in SIDES:
        leg, arm = body.legs[side], body.arms[side]
        parts += [
            (masses["thigh"], along(leg.root, leg.middle, 0.433)),
            (masses["shin"], along(leg.middle, leg.end, 0.433)),
            (masses["foot"], leg.tip.at(leg.end, 5, -4)),
            (masses["upper"], along(arm.root, arm.middle, 0.436)),
            (masses["fore"], along(arm.middle, arm.end, 0.6)),
        ]
    total = sum(mass for mass, _ in parts)
    middle: P3 = (0.0, 0.0, 0.0)
    for mass, place in parts:
        middle = add(middle, scale(place, mass / total))
    return middle


def check_balance(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """The centre of mass is over what touches the floor or a step, unless something holds the body."""
    props = props_of(figure, position)
    if position.supported or any(prop.steadies(body) for prop in props):
        return
    floors = [0.0, *(height for prop in props for height in prop.treads())]
    xs: list[float] = []
    for chain in body.chains.values():
        for oval in chain:
            if any(abs(lowest([oval]) - level) < 3.0 for level in floors):
                reach = math.sqrt(sum(axis[0] ** 2 for axis in oval[1]))
                xs += [oval[0][0] - reach, oval[0][0] + reach]
    if not xs:
        yield "nothing touches the floor", "Pin a part of the body."
        return
    centre = _centre(body)[0]
    if not min(xs) - 2 <= centre <= max(xs) + 2:
        side = "forwards" if centre > max(xs) else "backwards"
        far = centre - max(xs) if centre > max(xs) else min(xs) - centre
        yield (
            f"would fall {side}: the weight is {far:.0f} cm past the feet",
            "Lean the trunk, move the arms, or say “supported: true” where something holds.",
        )
