"""The head: bent as the pose says, or lying down where it is near the floor."""

from __future__ import annotations

import math

from handouts.figures import measures
from handouts.figures.body import Oval, lowest
from handouts.figures.poses import Pose
from handouts.figures.skeleton.bones import ovals_about
from handouts.figures.space import P3, Frame, scale

__all__ = ["place_head"]


_HANG = 8.0
"""How far a head bends to the floor while one lies on a side, degrees."""


def place_head(pose: Pose, chest: Frame, nape: P3) -> tuple[Frame, P3]:
    """The head's frame and the skull's middle. A head that is near the floor lies down on it."""
    f, u, *_ = measures.SKULL

    glide, nod = measures.GLIDE.get(pose.chin or "", (0.0, 0.0))
    aside = pose.neck_side
    if aside is None:  # on a side the head hangs a little
        aside = {"left-side": -_HANG, "right-side": _HANG}.get(pose.lie or "", 0.0)

    def at(neck: float) -> tuple[Frame, P3]:
        root = chest.at(nape, glide, 0.0)
        tilted = chest.lean(neck).twisted(0.0, aside)
        return tilted.lean(nod).twisted(pose.neck_turn or 0.0, 0.0), tilted.at(root, f, u)

    if pose.neck is not None:
        return at(pose.neck)
    lean = math.degrees(math.atan2(chest.u[0], chest.u[1]))
    if pose.lie:
        return at(0.0)
    upright = at(-0.25 * lean if abs(lean) < 70 else 0.0)
    if abs(lean) < 60 or upright[1][1] > 24:
        return upright
    # lying: the neck bends until the head just touches
    best = min(range(-45, 46), key=lambda neck: abs(_head_low(at(float(neck)))) + 0.01 * abs(neck))
    return at(float(best))


def _head_low(head: tuple[Frame, P3]) -> float:
    frame, skull = head
    *_, rf, ru, rr = measures.SKULL
    oval: Oval = (skull, (scale(frame.f, rf), scale(frame.u, ru), scale(frame.r, rr)))
    return lowest([oval, *ovals_about(skull, frame, measures.FACE_OVALS)])
