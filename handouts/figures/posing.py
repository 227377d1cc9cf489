"""The body of one position, its hands on what they reach for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handouts.figures.body import SIDES, Body
from handouts.figures.measures import Build
from handouts.figures.poses import Figure, Limbs, Pose, Position, props_of
from handouts.figures.props import closes, hand_places
from handouts.figures.skeleton import merged, solve

__all__ = ["posed"]


def posed(figure: Figure, position: Position, build: Build, pose: Pose | None = None) -> Body:
    """The body of one position; of another ``pose`` among its props where one is given."""
    wanted = pose or merged(figure.pose, position.pose)
    if figure.head != "own":
        build = replace(
            build,
            bun=build.bun or figure.head.endswith("bun"),
            hair="grey" if figure.head.startswith("grey") else "hair",
        )
    props = props_of(figure, position)
    for side in SIDES:
        if closes(props, side):
            own = getattr(wanted, side) or Limbs()
            if own.grip is None:
                closed: dict[str, Any] = {side: replace(own, grip=True)}
                wanted = replace(wanted, **closed)
    first = solve(wanted, build)
    places = hand_places(props, first)  # some of them follow the body, and so need one to begin with
    return solve(wanted, build, places) if places else first
