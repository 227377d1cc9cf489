"""Ready positions of arms and legs, and what is set for one side: its own key, that of both sides, or the preset's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from handouts.figures.body import SIDES, BodySide
from handouts.figures.poses import Limbs, Pose

__all__ = ["merged", "setting_of"]


_ARMS: dict[str, dict[str, Any]] = {
    "relaxed": {"upper": 2, "fore": 10},
    "forward": {"upper": 88, "fore": 92},
    "clasped": {"upper": 26, "hand": "chest", "elbow": "down", "grip": True},
    "hips": {"hand": "hips", "elbow": "out"},
    "thighs": {"hand": "thighs", "elbow": "back"},
    "overhead": {"upper": 172, "fore": 178},
    "crossed": {"hand": "other-shoulder", "elbow": "ribs"},
    "beside": {},
    "under-head": {},
    "floor": {"hand": "floor", "elbow": "back"},
    "up": {"upper": 180, "fore": 180},
}
_LEGS: dict[str, dict[str, Any]] = {
    "straight": {"thigh": 0, "shin": 0},
    "kneeling": {"thigh": 0, "shin": -90, "foot": "pointed"},
    "hook-lying": {"thigh": 130, "shin": "floor"},
    "sitting": {"thigh": 90, "shin": 0},
    "long-sitting": {"thigh": 90, "shin": 90, "foot": "square"},
    "table-top": {"thigh": 180, "shin": 90, "foot": "square"},
    "half-kneeling-front": {"thigh": 90, "shin": 0},
    "half-kneeling-back": {"thigh": 0, "shin": -90, "foot": "toes"},
}


def merged(base: Pose, own: Pose) -> Pose:
    """A position's pose on top of what all positions share; sides are merged key by key."""
    values: dict[str, Any] = {}
    for item in fields(Pose):
        mine, shared = getattr(own, item.name), getattr(base, item.name)
        if item.name in SIDES and mine and shared:
            values[item.name] = Limbs(
                **{
                    part.name: getattr(shared, part.name)
                    if getattr(mine, part.name) is None
                    else getattr(mine, part.name)
                    for part in fields(Limbs)
                }
            )
        else:
            values[item.name] = shared if mine is None else mine
    return Pose(**values)


def setting_of(pose: Pose, side: BodySide) -> Callable[[str], Any]:
    """What is set for one side: its own key, else that of both, else what its preset says."""
    own: Limbs = getattr(pose, side) or Limbs()
    arms, legs = own.arms or pose.arms, own.legs or pose.legs
    ready = _ARMS.get(arms or "relaxed", {}) | _LEGS.get(legs or "straight", {})
    preset_own = (_ARMS.get(own.arms, {}) if own.arms else {}) | (_LEGS.get(own.legs, {}) if own.legs else {})

    def get(name: str) -> Any:
        if name == "arms":
            return arms or "relaxed"
        value = getattr(own, name)
        if value is None:
            value = preset_own.get(name)
        if value is None:
            value = getattr(pose, name)
        return ready.get(name) if value is None else value

    return get
