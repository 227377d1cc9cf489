"""Fingers one by one: where their joints are in each shape of a hand. Data of the body, cm about the wrist."""

from __future__ import annotations

import math

from handouts.figures.body import Limb
from handouts.figures.skeleton.bones import two_bones
from handouts.figures.space import P3, add, scale, sub, unit

__all__ = ["FINGERS", "HAND_SHAPES", "RADII", "finger_joints", "thumb_joints"]

FINGERS: dict[str, tuple[float, float, tuple[float, float, float]]] = {
    "index": (3.0, 8.9, (4.0, 2.5, 1.9)),
    "middle": (1.0, 9.3, (4.4, 2.9, 2.0)),
    "ring": (-1.0, 9.0, (4.0, 2.7, 2.0)),
    "little": (-2.9, 8.3, (3.2, 2.0, 1.8)),
}
"""Of each finger: its knuckle towards the thumb's side and from the wrist, and the lengths of its three bones, cm."""
RADII = (1.06, 0.98, 0.92, 0.8)
"""Of a finger at its knuckle, its two joints and its tip, cm."""

Bends = tuple[float, float, float]
_EASY: Bends = (16.0, 20.0, 12.0)
HAND_SHAPES: dict[str, tuple[Bends, Bends, Bends, Bends]] = {
    "open": ((6, 8, 5), (5, 8, 5), (6, 9, 5), (8, 10, 6)),
    "spread": ((0, 4, 2), (0, 4, 2), (0, 4, 2), (0, 4, 2)),
    "relaxed": ((20, 28, 16), (24, 32, 18), (28, 34, 18), (30, 34, 18)),
    "curled": ((38, 42, 26), (40, 44, 26), (42, 44, 26), (44, 44, 26)),
    "hook": ((0, 96, 64), (0, 98, 64), (0, 98, 64), (0, 96, 64)),
    "table-top": ((84, 4, 2), (84, 4, 2), (84, 4, 2), (84, 4, 2)),
    "straight-fist": ((86, 100, 4), (86, 100, 4), (86, 100, 4), (86, 98, 4)),
    "fist": ((78, 98, 62), (80, 100, 62), (82, 100, 62), (84, 98, 60)),
    "thumb-to-index": ((46, 52, 30), _EASY, _EASY, _EASY),
    "thumb-to-middle": (_EASY, (52, 54, 30), _EASY, _EASY),
    "thumb-to-ring": (_EASY, _EASY, (58, 56, 30), _EASY),
    "thumb-to-little": (_EASY, _EASY, (28, 30, 18), (62, 52, 26)),
}
"""Of index, middle, ring and little finger: the bends of knuckle and of two joints, degrees."""
_ASIDE: dict[str, tuple[float, float, float, float]] = {
    "open": (5, 1, -3, -8), "spread": (17, 4, -9, -24), "thumb-to-little": (4, 1, -1, 4),
}  # fmt: skip
"""How far each finger points towards the thumb's side, degrees; the others are nearly side by side."""
_CLOSE = (2.0, 0.5, -1.0, -3.0)

Place = tuple[float, float, float]
_THUMBS: dict[str, tuple[Place, Place, Place]] = {
    "open": ((-1.0, -5.6, 4.9), (-1.1, -8.6, 6.0), (-1.0, -11.2, 6.6)),
    "spread": ((-0.6, -5.0, 5.6), (-0.5, -7.0, 8.2), (-0.4, -8.8, 10.0)),
    "relaxed": ((-2.0, -5.6, 4.2), (-2.8, -8.4, 4.8), (-3.2, -10.8, 4.8)),
    "curled": ((-2.8, -5.0, 4.4), (-4.8, -7.4, 4.8), (-6.0, -9.4, 4.0)),
    "hook": ((-1.0, -5.6, 4.9), (-1.1, -8.6, 6.0), (-1.0, -11.2, 6.4)),
    "table-top": ((-1.0, -5.6, 4.9), (-1.3, -8.4, 5.8), (-1.6, -11.0, 6.0)),
    "fist": ((-2.2, -4.8, 4.4), (-4.2, -7.0, 3.8), (-5.0, -8.2, 1.6)),
    "straight-fist": ((-2.2, -4.8, 4.6), (-4.0, -7.2, 5.0), (-4.6, -9.4, 4.6)),
}
"""The thumb's knuckle, joint and tip in each shape: forward (the back of the hand), up, towards the thumb's side."""
_THUMB_BASE: Place = (-0.3, -2.2, 2.2)
_METACARPAL: Place = (-2.6, -5.0, 4.2)
"""The thumb's knuckle where the thumb goes to a finger."""
_BONES = 3.6, 3.0
"""The two bones of a thumb that goes to a finger, cm."""


def _at(arm: Limb, inner: float, place: Place) -> P3:
    f, u, r = place
    return arm.tip.at(arm.end, f, u, inner * r)


def finger_joints(arm: Limb, inner: float, finger: str) -> list[P3]:
    """Knuckle, two joints and tip of a finger. ``inner`` is 1 where the thumb is to the hand frame's right, else -1."""
    number = list(FINGERS).index(finger)
    across, far, bones = FINGERS[finger]
    aside = math.radians(_ASIDE.get(arm.digits, _CLOSE)[number])
    ahead = add(scale(arm.tip.u, -math.cos(aside)), scale(arm.tip.r, inner * math.sin(aside)))
    joints, bent = [_at(arm, inner, (0.2, -far, across))], 0.0
    for bend, size in zip(HAND_SHAPES[arm.digits][number], bones, strict=True):
        bent += math.radians(bend)
        way = add(scale(ahead, math.cos(bent)), scale(arm.tip.f, -math.sin(bent)))
        joints.append(add(joints[-1], scale(way, size)))
    return joints


def thumb_joints(arm: Limb, inner: float) -> list[P3]:
    """The thumb's base, knuckle, joint and tip; the tip is at a finger's where the shape says so."""
    base = _at(arm, inner, _THUMB_BASE)
    if arm.digits in _THUMBS:
        return [base, *(_at(arm, inner, place) for place in _THUMBS[arm.digits])]
    *_, last, tip = finger_joints(arm, inner, arm.digits.rsplit("-", maxsplit=1)[-1])
    pad = add(tip, scale(unit(sub(_at(arm, inner, (-1.0, -3.0, 1.0)), tip)), 1.4))
    del last
    knuckle = _at(arm, inner, _METACARPAL)
    joint, end = two_bones(knuckle, pad, *_BONES, _at(arm, inner, (-1.0, -0.4, 1.0)))
    return [base, knuckle, joint, end]
