"""Joints bend as joints do."""

from __future__ import annotations

import math
from collections.abc import Iterator

from handouts.figures.body import SIDES, Body, Limb
from handouts.figures.checks.finding import angle_between, knee_bend
from handouts.figures.poses import Figure, Position
from handouts.figures.space import dot, sub

__all__ = ["check_joints"]


def check_joints(_: Figure, __: Position, body: Body) -> Iterator[tuple[str, str]]:
    """No joint is bent farther than people can bend it, or the wrong way."""
    for side in SIDES:
        leg, arm = body.legs[side], body.arms[side]
        knee = knee_bend(leg)
        if not -6 <= knee <= 158:
            yield f"the {side} knee is bent {knee:.0f}°; knees bend from 0 to 155°", "Change the thigh or the shin."
        hip = _hip(body, leg)
        if not -35 <= hip <= 142:
            yield (
                f"the {side} hip is bent {hip:.0f}°; hips bend from -30 (back) to 140°",
                "Change the thigh or the trunk.",
            )
        elbow = angle_between(sub(arm.middle, arm.root), sub(arm.end, arm.middle))
        if elbow > 155:
            yield (
                f"the {side} elbow is bent {elbow:.0f}°; elbows bend from 0 to 150°",
                "Change upper and fore, or what the hand reaches for.",
            )
        ankle = math.degrees(math.asin(max(-1.0, min(1.0, -dot(leg.tip.f, leg.lower.u) * -1))))
        if not -70 <= ankle <= 48:
            yield (
                f"the {side} ankle is bent {ankle:.0f}°; ankles bend from -65 (pointed) to 40°",
                "Change “foot” or the shin.",
            )
    neck = angle_between(body.head.u, body.chest.u)
    if neck > 62:
        yield f"the neck is bent {neck:.0f}°; 60° is the most", "Change “neck”."


def _hip(body: Body, leg: Limb) -> float:
    """How far a hip is bent forward, degrees."""
    thigh = sub(leg.middle, leg.root)
    forward, down = dot(thigh, body.pelvis.f), -dot(thigh, body.pelvis.u)
    return math.degrees(math.atan2(forward, down))
