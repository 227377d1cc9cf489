"""Places on the body and the floor that hands reach for, by their names in the YAML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from handouts.figures import measures
from handouts.figures.space import P3, Frame, add, along, scale, unit

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["LAID", "REACHES", "Reach"]


class Reach(NamedTuple):
    """One hand that reaches: on which body, of which side, from which shoulder, in which upright frame."""

    body: Body
    side: BodySide
    shoulder: P3
    base: Frame

    @property
    def sign(self) -> int:
        """1 to the right, -1 to the left."""
        return 1 if self.side == "right" else -1


def _hips(reach: Reach) -> P3:
    body = reach.body
    return body.pelvis.at(body.hips, 4.0, 10.0, reach.sign * 13.5 * body.build.waist)


def _hip_crease(reach: Reach) -> P3:
    return reach.body.pelvis.at(reach.body.hips, 10.5, 3.0, reach.sign * 15)


def _thigh(reach: Reach) -> P3:
    leg = reach.body.legs[reach.side]
    return add(along(leg.root, leg.middle, 0.72), scale(leg.upper.f, 8.0))


def _other_thigh(reach: Reach) -> P3:
    leg = reach.body.legs["left" if reach.side == "right" else "right"]
    return add(along(leg.root, leg.middle, 0.6), scale(leg.upper.f, 7.5))


def _knee(reach: Reach) -> P3:
    leg = reach.body.legs[reach.side]
    return add(leg.middle, scale(leg.upper.f, 6.5))


def _shin(reach: Reach) -> P3:
    leg = reach.body.legs[reach.side]
    return add(along(leg.middle, leg.end, 0.4), scale(leg.lower.f, 5.5))


def _foot(reach: Reach) -> P3:
    leg = reach.body.legs[reach.side]
    return leg.tip.at(leg.end, measures.BALL, -measures.ANKLE)


def _chest(reach: Reach) -> P3:
    return reach.body.chest.at(reach.body.ribs, 16.0, 16.0, reach.sign * 1.5)


def _other_shoulder(reach: Reach) -> P3:
    """The front of the other shoulder; of two crossed arms the right one lies over the left."""
    over = 11.8 if reach.side == "right" else 9.0
    return reach.body.chest.at(reach.body.ribs, over, 16.0, -reach.sign * 13.0)


def _ear(reach: Reach) -> P3:
    return reach.body.head.at(reach.body.skull, -1.5, 0.0, reach.sign * 9.0)


def _on_head(f: float, u: float, r: float) -> Callable[[Reach], P3]:
    """A place on the head, cm forward of, over and to the hand's side of its middle."""
    return lambda reach: reach.body.head.at(reach.body.skull, f, u, reach.sign * r)


def _other_elbow(reach: Reach) -> P3:
    """Over the other elbow, where an arm that is level lies across the chest."""
    return reach.body.chest.at(reach.body.ribs, 26.0, 17.0, -reach.sign * 3.0)


def _low_back(reach: Reach) -> P3:
    return reach.body.pelvis.at(reach.body.waist, -13.0, 5.0, reach.sign * 2.0)


def _nape(reach: Reach) -> P3:
    return reach.body.chest.at(reach.body.nape, -9.5, -1.0, reach.sign * 3.0)


def _ankle(reach: Reach) -> P3:
    leg = reach.body.legs[reach.side]
    return add(along(leg.middle, leg.end, 0.92), scale(leg.lower.f, 4.5))


def _floor(reach: Reach) -> P3:
    return reach.shoulder[0] + 4.0, 1.8, reach.shoulder[2]


REACHES: dict[str, Callable[[Reach], P3]] = {
    "hips": _hips,
    "hip-crease": _hip_crease,
    "thighs": _thigh,
    "knees": _knee,
    "chest": _chest,
    "ears": _ear,
    "other-shoulder": _other_shoulder,
    "floor": _floor,
    "other-thigh": _other_thigh,
    "shin": _shin,
    "foot": _foot,
    "forehead": _on_head(10.4, 5.2, -0.5),
    "temple": _on_head(1.0, 1.5, 9.6),
    "other-temple": _on_head(0.5, 3.0, -9.6),
    "back-of-head": _on_head(-10.6, -0.5, -0.5),
    "nape": _nape,
    "low-back": _low_back,
    "other-elbow": _other_elbow,
    "ankle": _ankle,
}
"""Name and place, in the order of the schema."""

Lie = tuple[P3, P3]
"""Of a hand on the body: where its fingers point, and where its back faces."""


def _towards(f: float, u: float, r: float, back: str) -> Callable[[Frame, int], Lie]:
    """A way from the head or chest, ``r`` to the hand's own side; the hand's back faces along an axis of it."""
    faces: dict[str, P3] = {"front": (1, 0, 0), "behind": (-1, 0, 0), "out": (0, 0, 1), "in": (0, 0, -1)}

    def lie(frame: Frame, sign: int) -> Lie:
        zero, (bf, bu, br) = (0.0, 0.0, 0.0), faces[back]
        return unit(frame.at(zero, f, u, sign * r)), frame.at(zero, bf, bu, sign * br)

    return lie


LAID: dict[str, tuple[str, Callable[[Frame, int], Lie]]] = {
    "other-shoulder": ("chest", _towards(-0.2, 0, -1, "front")),
    "forehead": ("head", _towards(-0.25, 1, -0.3, "front")),
    "temple": ("head", _towards(-0.3, 1, -0.1, "out")),
    "other-temple": ("head", _towards(0, -1, 0, "in")),
    "back-of-head": ("head", _towards(0, 0.25, -1, "behind")),
    "nape": ("chest", _towards(0, -1, -0.35, "behind")),
    "low-back": ("pelvis", _towards(0, 0.15, -1, "front")),
}
"""Hands that lie flat on the body in a way of their own: on which part of it, and how."""
