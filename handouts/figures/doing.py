"""Which limbs a figure is about: those that move by themselves, or that an arrow or a call-out names."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from handouts.figures.body import SIDES, Body
from handouts.figures.poses import Figure, Position, arrows_of
from handouts.figures.space import P3, dot, length, scale, sub

__all__ = ["doing"]

_TURNS = 8.0
"""A bone that turns by less than this from one position to another stays where it is, degrees."""
_ALONE = 14.0
"""Two limbs whose bones differ by less than this in all positions do the same, degrees."""
_FAR = 12.0
"""A hand or foot that comes less far than this stays where it is, cm."""
_ARM = frozenset(["hand", "fingers", "wrist", "elbow", "shoulder", "arm", "forearm"])
_LEG = frozenset(["foot", "toe", "heel", "knee", "thigh", "hip"])


def doing(figure: Figure, bodies: Sequence[Body]) -> frozenset[str]:
    """Of “left arm”, “left leg”, “right arm” and “right leg” those that the pictures are about, in all of them.

    They are drawn in full colour on the far side too. What only keeps another one company, as the far leg in a squat,
    is not among them, nor what rests.
    """
    named = {_limb_of(place) for position in figure.positions for place in _pointed_at(position)} - {""}
    for limb in ("arm", "leg"):
        own, other = ([_state(body, side, limb) for body in bodies] for side in SIDES)
        if any(_apart(_mirrored(one, body), mate) > _ALONE for one, mate, body in zip(own, other, bodies, strict=True)):
            named |= {f"{side} {limb}" for side, states in zip(SIDES, (own, other), strict=True) if _turns(states)}
        for one, mate, side in ((own, other, "left"), (other, own, "right")):
            if _carried(one, [_mirrored(state, body) for state, body in zip(mate, bodies, strict=True)]):
                named.add(f"{side} {limb}")
    return frozenset(named)


def _pointed_at(position: Position) -> list[str]:
    return [*(one.of or one.turn or "" for one in arrows_of(position)), *(one.at for one in position.callouts)]


def _limb_of(place: str) -> str:
    """The limb that a place belongs to; none where its side is not said."""
    side, _, part = place.partition(" ")
    if side not in SIDES:
        return ""
    return f"{side} arm" if part in _ARM else f"{side} leg" if part in _LEG else ""


class _State(NamedTuple):
    """How a limb stands: along its two bones, and where its end is."""

    bones: tuple[P3, P3]
    end: P3


def _state(body: Body, side: str, limb: str) -> _State:
    found = (body.arms if limb == "arm" else body.legs)[side]
    return _State((found.upper.u, found.lower.u), found.end)


def _mirrored(one: _State, body: Body) -> _State:
    """The same on the body's other side."""
    right = body.pelvis.r
    return _State((_over(one.bones[0], right), _over(one.bones[1], right)), _over(one.end, right))


def _over(v: P3, normal: P3) -> P3:
    return sub(v, scale(normal, 2 * dot(v, normal)))


def _turns(states: Sequence[_State]) -> bool:
    return any(_apart(one, other) > _TURNS for one, other in itertools.pairwise(states))


def _carried(own: Sequence[_State], other: Sequence[_State]) -> bool:
    """Whether a limb's end comes from one place to another while the other limb's does not come with it."""
    ways, mates = ([sub(b.end, a.end) for a, b in itertools.pairwise(states)] for states in (own, other))
    return any(length(way) > _FAR and length(sub(way, mate)) > _FAR for way, mate in zip(ways, mates, strict=True))


def _apart(one: _State, other: _State) -> float:
    """How much two limbs, or one at two times, differ: the larger of the angles between their bones, degrees."""
    cosines = [dot(a, b) for a, b in zip(one.bones, other.bones, strict=True)]
    return math.degrees(math.acos(max(-1.0, min(1.0, *cosines))))
