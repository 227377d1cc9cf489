"""The body in space: joints, frames, and the ellipsoids of each part, cm. What it stands like is solved in skeleton."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from handouts.base.records import dataclass
from handouts.figures.measures import GRIP, Build
from handouts.figures.space import P3, Frame, sub

if TYPE_CHECKING:
    from handouts.figures.poses import Pose

__all__ = ["SIDES", "Body", "BodySide", "HandPlace", "Limb", "Oval", "lowest"]

Oval = tuple[P3, tuple[P3, P3, P3]]
"""An ellipsoid: its centre and its three half axes, cm."""
BodySide = str
"""“left” or “right”."""
SIDES = ("left", "right")


class HandPlace(NamedTuple):
    """Where a hand meets a prop."""

    place: P3
    closes: bool = False
    """Whether the hand closes round it."""
    upright: bool = False
    """Whether the open hand stands up along the body, as it does against a wall before it."""


@dataclass(frozen=True)
class Limb:
    """An arm or a leg: three joints, the frames of its two bones, and its end (hand or foot)."""

    root: P3
    middle: P3
    end: P3
    upper: Frame
    lower: Frame
    tip: Frame
    """Of the hand (u points back to the wrist) or the foot (f points to the toes, u up from the sole)."""
    grip: bool = False
    toes: float = 0.0
    """How far the toes are bent up against the foot, degrees."""
    hold: str = "relaxed"
    """Shape of the hand: one of those of the measures."""
    digits: str = ""
    """Shape of a hand whose fingers are drawn one by one."""

    @property
    def held(self) -> P3:
        """Of an arm: the middle of what its closed hand holds."""
        return self.tip.at(self.end, 1.0, -GRIP)


@dataclass(frozen=True)
class Body:
    """The whole body in space. Chains hold the ovals of each part, root first."""

    pose: Pose
    build: Build
    pelvis: Frame
    chest: Frame
    head: Frame
    hips: P3
    waist: P3
    """Top of the pelvis."""
    ribs: P3
    """Top of the lumbar spine."""
    nape: P3
    skull: P3
    legs: dict[BodySide, Limb]
    arms: dict[BodySide, Limb]
    chains: dict[str, tuple[Oval, ...]] = field(default_factory=dict)

    @property
    def trunk_lean(self) -> float:
        """Of the line from hips to nape, degrees from upright in the side plane."""
        line = sub(self.nape, self.hips)
        return math.degrees(math.atan2(line[0], line[1]))


def lowest(chain: Iterable[Oval]) -> float:
    """Height of the lowest point of some ovals, cm."""
    return min(centre[1] - math.sqrt(sum(axis[1] ** 2 for axis in axes)) for centre, axes in chain)
