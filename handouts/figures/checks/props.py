"""Props: nothing of the body goes through them, hands get to them, and straps do not stretch."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, BodySide
from handouts.figures.checks.finding import Finding
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.props import hand_places, reach_words, solids
from handouts.figures.space import P3, along, length, sub

__all__ = ["check_grips", "check_hands", "check_lengths", "check_props", "check_through"]


def check_through(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """No bone runs through something solid."""
    said = set()
    for (name, (low, high)), (part, start, end) in itertools.product(solids(props_of(figure, position)), _bones(body)):
        if (name, part) in said:
            continue
        for step in range(21):
            point = along(start, end, step / 20)
            if all(low[at] + 0.5 < point[at] < high[at] - 0.5 for at in range(3)):
                said.add((name, part))
                yield f"the {part} goes through the {name}", f"Move the {name}, or change the pose."
                break


def _bones(body: Body) -> list[tuple[str, P3, P3]]:
    bones: list[tuple[str, P3, P3]] = [("trunk", body.hips, body.nape), ("head", body.nape, body.skull)]
    for side in SIDES:
        leg, arm = body.legs[side], body.arms[side]
        bones += [
            (f"{side} thigh", leg.root, leg.middle),
            (f"{side} shin", leg.middle, leg.end),
            (f"{side} upper arm", arm.root, arm.middle),
            (f"{side} forearm", arm.middle, arm.end),
        ]
    return bones


def check_hands(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """Hands reach what they reach for."""
    places = hand_places(props_of(figure, position), body)
    for side in SIDES:
        target = _target(body, side)
        if target is None:
            continue
        if isinstance(target, str):
            meeting = places.get((target, side))
            if meeting is None:
                if target in reach_words():
                    yield (
                        f"the hands reach for a {target}, but there is none (or it has no place of its own)",
                        "Add it to props, or give the hand a place in cm.",
                    )
                continue
            place = meeting.place
        else:
            place = (target[0], target[1], (1 if side == "right" else -1) * (target[2] if len(target) > 2 else 14.0))
        short = _short(body, side, place)
        if short > 4.0:
            yield (
                f"the {side} hand does not reach: {short:.0f} cm short",
                "Bring it nearer, lean the trunk, or lower the target.",
            )


def check_grips(_: Figure, __: Position, body: Body) -> Iterator[tuple[str, str]]:
    """A hand that holds something has a shape that closes."""
    for side in SIDES:
        arm = body.arms[side]
        if arm.grip and arm.digits not in _CLOSED:
            yield (
                f"the {side} hand holds something or makes a grip, but its hand_shape is {arm.digits}",
                "Leave hand_shape out, say fist, or let it hold nothing.",
            )


_CLOSED = ("", "fist", "straight-fist", "curled")
"""Shapes of a hand that may hold something; where none is said, it closes."""


def _target(body: Body, side: BodySide) -> Any:
    """What a hand reaches for: a name, a place in cm, or None."""
    limbs = getattr(body.pose, side)
    return (limbs.hand if limbs and limbs.hand is not None else None) or body.pose.hand


def _short(body: Body, side: BodySide, place: P3) -> float:
    """How far a hand is from a place, cm, but for how far it was moved aside on purpose."""
    limbs, arm = getattr(body.pose, side), body.arms[side]
    reach = measures.GRIP if arm.grip else measures.PALM
    aside = getattr(limbs, "hand_out", None) or body.pose.hand_out or 0.0
    return length(sub(arm.tip.at(arm.end, 0, -reach), place)) - float(abs(aside))


def check_props(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """What each prop finds wrong with itself."""
    for prop in props_of(figure, position):
        yield from prop.faults(body)


def check_lengths(figure: Figure, bodies: Sequence[Body]) -> Iterator[Finding]:
    """Straps do not stretch: as long in every position."""
    first: dict[str, float] = {}
    for index, (position, body) in enumerate(zip(figure.positions, bodies, strict=True)):
        for prop in props_of(figure, position):
            long = prop.fixed_length(body)
            if long is None:
                continue
            usual = first.setdefault(prop.kind, long)
            if abs(long - usual) > 3.0:
                yield Finding(
                    index,
                    f"the {prop.kind} are {long:.0f} cm long here and {usual:.0f} cm in the first position",
                    f"Move the hands: {prop.kind} do not stretch.",
                )
