"""The body of one position, its hands on what they reach for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handouts.figures.body import SIDES, Body
from handouts.figures.measures import Build
from handouts.figures.poses import Figure, Limbs, Pose, Position, props_of
from handouts.figures.props import closes, hand_places
from handouts.figures.skeleton import merged, solve
from handouts.figures.skeleton.presets import setting_of

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
    near = figure.frame in ("hand", "forearm")
    for side in SIDES:
        if closes(props, side):
            own = getattr(wanted, side) or Limbs()
            if own.grip is None:
                wanted = _with(wanted, side, grip=True)
        shape = next((prop.hand_shape(side) for prop in props if prop.hand_shape(side)), "")
        if shape and setting_of(wanted, side)("hand_shape") is None:
            wanted = _with(wanted, side, hand_shape=shape)
        if near and setting_of(wanted, side)("hand_shape") is None:  # so near, fingers are told apart
            wanted = _with(wanted, side, hand_shape="fist" if setting_of(wanted, side)("grip") else "open")
    first = solve(wanted, build)
    places = hand_places(props, first)  # some of them follow the body, and so need one to begin with
    return solve(wanted, build, places) if places else first


def _with(pose: Pose, side: str, **keys: Any) -> Pose:
    """A pose with something set for one side."""
    own = getattr(pose, side) or Limbs()
    sides: dict[str, Any] = {side: replace(own, **keys)}
    return replace(pose, **sides)
