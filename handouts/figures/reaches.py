"""Places on the body and the floor that hands reach for, by their names in the YAML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from handouts.figures import measures
from handouts.figures.space import P3, Frame, add, along, scale

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["REACHES", "Reach"]


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
}
"""Name and place, in the order of the schema."""
