"""Hands: which way they point, where their palms face, and the shape that they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handouts.figures.body import BodySide
from handouts.figures.reaches import REACHES
from handouts.figures.skeleton.bones import bone
from handouts.figures.space import P3, Frame, dot, scale

__all__ = ["hand_frame", "hand_shape", "resting", "way"]

_HANGING = 0.55
"""A forearm hangs where it points down more than this: its palm faces the body then."""
_LIMP = frozenset(["relaxed", "hips", "thighs", "clasped", "crossed"])
"""Arms whose free hands are not stretched."""


def way(name: str, side: BodySide, base: Frame) -> P3:
    """A direction that is named from the body."""
    sign = 1.0 if side == "right" else -1.0
    return {
        "in": scale(base.r, -sign),
        "out": scale(base.r, sign),
        "up": base.u,
        "down": scale(base.u, -1.0),
        "front": base.f,
        "back": scale(base.f, -1.0),
    }[name]


def hand_frame(get: Callable[[str], Any], side: BodySide, base: Frame, fore: Frame, usual: Frame) -> Frame:
    """The frame of a hand on a forearm: as usual, but for what the pose says of palm, fingers and wrist."""
    palm, fingers, wrist = get("palm"), get("fingers"), get("wrist")
    along = scale(usual.u, -1.0) if fingers is None else way(fingers, side, base)
    frame = usual
    if palm is not None:
        back = scale(way(palm, side, base), -1.0)
        if abs(dot(back, along)) < 0.95:
            frame = bone(along, back)
    elif fingers is not None:
        frame = bone(along, usual.f if abs(dot(usual.f, along)) < 0.95 else fore.r)
    return frame.lean(-float(wrist)) if wrist else frame


def resting(get: Callable[[str], Any], side: BodySide, base: Frame, fore: Frame) -> Frame:
    """How a free hand is turned on its forearm: its palm faces the thigh where the arm hangs, its thumb is up
    where the elbow is bent.
    """
    if get("elbow_bend") is None and dot(fore.u, base.u) <= _HANGING:
        return fore
    return bone(scale(fore.u, -1.0), scale(fore.r, 1.0 if side == "right" else -1.0))


_ROUGHLY = {"open": "flat", "spread": "flat", "fist": "fist", "straight-fist": "fist"}
"""What a hand whose fingers are drawn one by one comes to where they do not matter; the others hang."""


def hand_shape(get: Callable[[str], Any], target: Any, *, grip: bool) -> str:
    """Closed, flat on a plane, on the body, or hanging."""
    if get("hand_shape") is not None:
        return _ROUGHLY.get(get("hand_shape"), "relaxed")
    if grip:
        return "fist"
    if target is None:
        stretched = get("fingers") or get("palm") or get("wrist")
        return "relaxed" if get("arms") in _LIMP and not stretched else "flat"
    return "body" if target in REACHES and target != "floor" else "flat"
