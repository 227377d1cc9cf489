"""What a check says, and what a check of one position is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from handouts.base.records import dataclass
from handouts.figures.body import Body, Limb
from handouts.figures.poses import Figure, Position
from handouts.figures.space import P3, dot, length, sub

__all__ = ["TOUCH", "Finding", "Rule", "angle_between", "knee_bend"]

TOUCH = 1.5
"""How near counts as touching, cm."""

Rule = Callable[[Figure, Position, Body], Iterator[tuple[str, str]]]
"""Looks at one position; gives messages, each with how to mend it."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a position (from 0), and how to mend it."""

    position: int
    message: str
    hint: str


def angle_between(one: P3, other: P3) -> float:
    """Degrees, 0 to 180."""
    cos = dot(one, other) / max(length(one) * length(other), 1e-9)
    return math.degrees(math.acos(max(-1.0, min(1.0, cos))))


def knee_bend(leg: Limb) -> float:
    """How far a knee is bent, degrees; negative where it bends the wrong way."""
    thigh, shin = sub(leg.middle, leg.root), sub(leg.end, leg.middle)
    size = angle_between(thigh, shin)
    return size if dot(shin, leg.upper.f) <= 0.5 or size < 3 else -size
