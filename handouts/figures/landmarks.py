"""Places on the body that call-outs and arrows point at, by their names in the YAML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from handouts.figures.measures import BLADE_AWAY, GRIP, SHOULDER_BACK
from handouts.figures.space import P3, along, dot, sub

if TYPE_CHECKING:
    from handouts.figures.body import Body, Limb

__all__ = ["LANDMARKS"]

_ON_ARM: dict[str, Callable[[Limb], P3]] = {
    "hand": lambda arm: arm.tip.at(arm.end, 0, -GRIP),
    "fingers": lambda arm: arm.tip.at(arm.end, 0, -2.4 * GRIP),
    "wrist": lambda arm: arm.end,
    "shoulder": lambda arm: arm.root,
    "elbow": lambda arm: arm.middle,
}
_ON_LEG: dict[str, Callable[[Limb], P3]] = {
    "knee": lambda leg: leg.upper.at(leg.middle, 3, 0),
    "shin": lambda leg: along(leg.middle, leg.end, 0.5),
    "foot": lambda leg: leg.tip.at(leg.end, 6, -3),
    "toe": lambda leg: leg.tip.at(leg.end, 17, -5),
    "heel": lambda leg: leg.tip.at(leg.end, -6, -4),
    "hip": lambda leg: leg.root,
    "thigh": lambda leg: along(leg.root, leg.middle, 0.5),
}


def _of(part: str, side: str = "right") -> Callable[[Body], P3]:
    if part in _ON_ARM:
        return lambda body: _ON_ARM[part](body.arms[side])
    return lambda body: _ON_LEG[part](body.legs[side])


def _blade(side: str) -> Callable[[Body], P3]:
    """Under the tip of a shoulder blade: as far from the spine as its shoulder is drawn forward or back."""
    sign = 1.0 if side == "right" else -1.0
    span = (BLADE_AWAY["forward"] - BLADE_AWAY["back"]) / 8.6  # cm of the blade for a cm of the shoulder

    def place(body: Body) -> P3:
        forward = dot(sub(body.arms[side].root, body.ribs), body.chest.f) - SHOULDER_BACK
        return body.chest.at(body.ribs, -9.0, 1.0, sign * (BLADE_AWAY["back"] + 4.0 + span * (forward + 4.2)))

    return place


LANDMARKS: dict[str, Callable[[Body], P3]] = {
    "head": lambda body: body.skull,
    "chin": lambda body: body.head.at(body.skull, 8.0, -10.0),
    "nose": lambda body: body.head.at(body.skull, 11.0, -2.5),
    "neck": lambda body: body.nape,
    "chest": lambda body: body.chest.at(body.ribs, 11, 12),
    "shoulders": lambda body: along(body.arms["left"].root, body.arms["right"].root, 0.5),
    "hands": _of("hand"),
    "elbows": _of("elbow"),
    "back": lambda body: body.chest.at(body.ribs, -10, 6),
    "belly": lambda body: body.chest.at(body.ribs, 9, -12),
    "hips": lambda body: body.hips,
    "knees": _of("knee"),
    "shins": _of("shin"),
    "feet": _of("foot"),
    "toes": _of("toe"),
    "heels": _of("heel"),
    **{f"{side} {part}": _of(part, side)
       for part in ("hand", "knee", "foot", "heel", "hip", "elbow", "thigh", "shoulder", "wrist", "fingers", "toe")
       for side in ("left", "right")},
    "thighs": _of("thigh"),
    "left blade": _blade("left"),
    "right blade": _blade("right"),
}  # fmt: skip
"""Name and place, in the order of the schema. A plural without a side is the near one of the two."""
