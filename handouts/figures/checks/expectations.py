"""The picture is held against what the drill's text says of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from handouts.figures.body import SIDES, Body
from handouts.figures.checks.finding import angle_between, knee_bend
from handouts.figures.poses import Figure, Position
from handouts.figures.space import P3, sub

__all__ = ["check_expectations"]

ANGLE = 6.0
"""How far an angle may be from what the text says, degrees."""
BENT = 14.0
"""A limb or back is bent from here, degrees."""


def check_expectations(_: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """Each angle that the text names is what the text says."""
    for what, wanted in position.expect.items():
        for name, angle, bent in _measured(body, what):
            if wanted in ("straight", "bent"):
                if (bent > BENT) == (wanted == "straight"):
                    yield (
                        f"the {name} should be {wanted}, but bends {bent:.0f}°",
                        "Change the pose, or what is expected.",
                    )
                continue
            goal = {"upright": 0.0, "level": 90.0}.get(str(wanted))
            off = abs(abs(angle) - goal) if goal is not None else abs(angle - float(wanted))
            if off > ANGLE:
                said = wanted if isinstance(wanted, str) else f"at {wanted:g}°"
                yield (
                    f"the {name} should be {said}, but is at {angle:.0f}° (0 is upright, 90 level)",
                    "Change the pose, or what is expected.",
                )


def _lean(one: P3, other: P3) -> float:
    """Of a line that hangs from ``one``: degrees from straight down, positive forward."""
    line = sub(other, one)
    return math.degrees(math.atan2(math.copysign(math.hypot(line[0], line[2]), line[0]), -line[1]))


def _measured(body: Body, what: str) -> list[tuple[str, float, float]]:
    """Name, angle from upright, and bend of what an expectation names; one for each side meant."""
    if what in ("trunk", "back"):
        bent = angle_between(body.pelvis.u, body.chest.u)
        return [(what, body.trunk_lean, bent)]
    word = what.split()
    sides = (word[0],) if word[0] in SIDES else SIDES
    part = " ".join(word[1:]) if word[0] in SIDES else what
    rows = []
    for side in sides:
        leg, arm = body.legs[side], body.arms[side]
        knee, elbow = abs(knee_bend(leg)), angle_between(sub(arm.middle, arm.root), sub(arm.end, arm.middle))
        table = {
            "thigh": (_lean(leg.root, leg.middle), 0.0),
            "shin": (_lean(leg.middle, leg.end), 0.0),
            "upper arm": (_lean(arm.root, arm.middle), 0.0),
            "forearm": (_lean(arm.middle, arm.end), 0.0),
            "arm": (_lean(arm.root, arm.end), elbow),
            "elbow": (0.0, elbow),
            "knee": (0.0, knee),
            "leg": (_lean(leg.root, leg.end), knee),
        }
        angle, bent = table[part.removesuffix("s")]
        rows.append((f"{side} {part.removesuffix('s')}", angle, bent))
    return rows
