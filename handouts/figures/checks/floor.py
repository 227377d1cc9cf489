"""Nothing is below the floor, and what should stand, kneel, rest or reach there gets there."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.figures.body import SIDES, Body, BodySide, lowest
from handouts.figures.checks.finding import TOUCH
from handouts.figures.poses import Figure, Pose, Position

__all__ = ["check_contacts", "check_floor"]


def check_floor(_: Figure, __: Position, body: Body) -> Iterator[tuple[str, str]]:
    """No part of the body is below the floor; soft parts give a little."""
    for name, chain in body.chains.items():
        low = lowest(chain)
        if low < -TOUCH - (1.5 if name in ("pelvis", "shirt", "nose") else 0):
            yield (
                f"the {_part(name)} is {-low:.0f} cm below the floor",
                "Change its angle, pin another part, or let it rest on the floor.",
            )


def check_contacts(_: Figure, __: Position, body: Body) -> Iterator[tuple[str, str]]:
    """What is pinned to the floor touches it; so does what is said to rest there or reach for it."""
    yield from _pinned(body)
    yield from _resting(body)
    yield from _hands_down(body)


def _pinned(body: Body) -> Iterator[tuple[str, str]]:
    pin = body.pose.pin or "feet"
    side = next((named for named in SIDES if pin.startswith(named)), "")
    part = pin.split()[-1]
    raised = (body.pose.at or (0.0, 0.0))[1]
    for each in (side,) if side else SIDES:
        if part in ("feet", "foot") and not raised:
            low = lowest(body.chains[f"{each} foot"])
            if low > TOUCH:
                yield (
                    f"the {each} foot should stand on the floor, but is {low:.0f} cm over it",
                    "Bend that leg, set foot_at, or pin one foot only.",
                )
        if part in ("knee", "knees"):
            low = lowest(body.chains[f"{each} shin"][:2])
            if low > TOUCH:
                yield (
                    f"the {each} knee should be on the floor, but is {low:.0f} cm over it",
                    "Change the thighs, or pin one knee only.",
                )


_RESTING = {
    "back": ("shirt",), "chest": ("shirt",), "hips": ("pelvis",), "head": ("head",),
    "hands": ("left hand", "right hand"), "elbows": ("left fore", "right fore"),
}  # fmt: skip
"""Chains that touch the floor, for each part that a pose may rest on."""


def _resting(body: Body) -> Iterator[tuple[str, str]]:
    if body.pose.rest:
        low = min(lowest(body.chains[part]) for part in _RESTING[body.pose.rest])
        if abs(low) > TOUCH + 1:
            yield (
                f"the {body.pose.rest} should rest on the floor, but cannot get there ({low:.0f} cm)",
                "Start from a trunk angle that is nearer.",
            )


def _hands_down(body: Body) -> Iterator[tuple[str, str]]:
    for side in SIDES:
        low = lowest(body.chains[f"{side} hand"])
        if _reaches_down(body.pose, side) and low > TOUCH + 1:
            yield (
                f"the {side} hand should be on the floor, but is {low:.0f} cm over it",
                "Bring the shoulders lower (trunk), or bend the hips.",
            )


def _reaches_down(pose: Pose, side: BodySide) -> bool:
    limbs = getattr(pose, side)
    target = (limbs.hand if limbs else None) or pose.hand
    if target:
        return bool(target == "floor")
    return pose.arms == "floor" and not (limbs and limbs.arms)


def _part(name: str) -> str:
    return {"shirt": "trunk", "pelvis": "seat"}.get(name, name.replace("fore", "forearm").replace("upper", "upper arm"))
