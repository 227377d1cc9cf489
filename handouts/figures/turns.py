"""Turns of a part about its own length, and the bent arrows round that axis which show them."""

from __future__ import annotations

import math
from collections.abc import Callable

from handouts.base.records import dataclass
from handouts.figures.body import Body, Limb
from handouts.figures.camera import Camera
from handouts.figures.outline import P2
from handouts.figures.space import P3, along, cross, dot, length, scale, sub, turned, unit

__all__ = ["LEAST_TURN", "TURNED_BY", "TURNS", "Axis", "ring_lines", "turn_between"]

LEAST_TURN = 8.0
"""What has turned less than this has not turned, degrees."""
_OPEN = 0.36
"""How round the ring of an arrow is drawn at least, its height by its width: seen from its edge it would be a line."""
_SWEEP, _LONG = 140.0, 38.0
"""How far round an arrow goes at least, degrees, for less does not look like a turn; and how long it is at most, cm."""
_BEYOND = 104.0
"""How far round from where it is nearest to the viewer an arrow may go before the part hides it, degrees."""
_STEPS = 40


@dataclass(frozen=True)
class Axis:
    """What a part turns about: its length and its front, and where rings fit round it."""

    length: P3
    """Direction of the axis."""
    front: P3
    """Where the part's front looks."""
    rings: tuple[tuple[P3, float], ...]
    """Middles and radii of rings round it, cm; the best first."""
    rest: P3 | None = None
    """Where its front looks half way between its limits, where it can turn so far that two ways would lead there."""
    own: tuple[str, ...] = ()
    """Units that a ring may lie on."""
    clear: bool = False
    """Whether its rings are beside it, so that it hides none of them."""
    size: float = 1.0
    """Of the arrow, as a factor."""


def _head(body: Body) -> Axis:
    at = body.head.at
    rings = tuple((at(body.skull, -0.6, up), wide) for up, wide in ((18.0, 11.0), (21.0, 11.0), (16.5, 15.0)))
    return Axis(body.head.u, body.head.f, rings, clear=True)


def _chest(body: Body) -> Axis:
    rings = tuple((body.chest.at(body.ribs, 0.5, up), 20.0) for up in (6.0, 0.0, -5.0, 12.0))
    arms = tuple(f"{side} {part}" for side in ("left", "right") for part in ("upper", "fore", "hand"))
    return Axis(body.chest.u, body.chest.f, rings, own=("trunk", *arms))  # the arms go with it


def _hips(body: Body) -> Axis:
    rings = tuple((body.pelvis.at(body.hips, 0.0, up), 20.0) for up in (6.0, 12.0, 0.0))
    return Axis(body.pelvis.u, body.pelvis.f, rings, own=("trunk", "left thigh", "right thigh"))


def _on_arm(part: str, side: str) -> Callable[[Body], Axis]:
    def forearm(body: Body) -> Axis:
        arm = body.arms[side]
        rings = tuple((along(arm.middle, arm.end, part), 8.0) for part in (0.55, 0.35, 0.75))
        rest = scale(arm.lower.r, 1.0 if side == "right" else -1.0)  # the thumb up
        return Axis(arm.tip.u, arm.tip.f, rings, rest, (f"{side} fore",), size=0.75)

    def whole(body: Body) -> Axis:
        arm = body.arms[side]
        rings = tuple((arm.upper.at(arm.middle, 0.0, up), 24.0) for up in (-6.0, -10.0, 4.0))
        return Axis(arm.upper.u, _pointer(arm), rings, own=(f"{side} fore",))

    return forearm if part == "forearm" else whole


def _pointer(arm: Limb) -> P3:
    """What shows how the upper arm is turned: the forearm, or the hand of a straight arm."""
    ahead = sub(arm.end, arm.middle)
    return ahead if length(cross(unit(ahead), arm.upper.u)) > _BENT else arm.tip.f


_BENT = 0.3
"""Sine of the bend of an elbow from which on the forearm shows how the upper arm is turned."""


def _on_foot(side: str) -> Callable[[Body], Axis]:
    def foot(body: Body) -> Axis:
        leg = body.legs[side]
        rings = tuple((leg.tip.at(leg.end, 0.0, up), wide) for up, wide in ((-4.0, 21.0), (6.0, 9.0)))
        return Axis(leg.tip.u, leg.tip.f, rings, own=(f"{side} shin",), size=0.8)

    return foot


TURNS: dict[str, Callable[[Body], Axis]] = {
    "head": _head,
    "chest": _chest,
    "hips": _hips,
    **{f"{side} {part}": _on_arm(part, side) for part in ("arm", "forearm") for side in ("left", "right")},
    **{f"{side} foot": _on_foot(side) for side in ("left", "right")},
}
"""Parts that turn about their length, by their names in the YAML: an arm turns in its shoulder."""
TURNED_BY = {
    "head": "neck_turn", "chest": "trunk_turn", "hips": "turn", "arm": "rotate", "forearm": "palm", "foot": "foot_turn",
}  # fmt: skip
"""Which field of a pose turns a part."""


def turn_between(part: str, before: Body, now: Body) -> float:
    """How far a part has turned about its own length, degrees; what its axis has tipped is no turn."""
    earlier, later = TURNS[part](before), TURNS[part](now)
    if earlier.rest and later.rest:
        return _about(later.length, later.rest, later.front) - _about(earlier.length, earlier.rest, earlier.front)
    return _about(later.length, _swung(earlier, later), later.front)


def _about(axis: P3, one: P3, other: P3) -> float:
    """From one direction to another about an axis, degrees, the shorter way."""
    a, b = (sub(v, scale(axis, dot(v, axis))) for v in (one, other))
    return math.degrees(math.atan2(dot(cross(a, b), axis), dot(a, b)))


def _swung(earlier: Axis, later: Axis) -> P3:
    """Where the front looked, as seen from the axis as it is now."""
    hinge = cross(earlier.length, later.length)
    sine = length(hinge)
    if sine < 1e-6:
        return earlier.front
    return turned(earlier.front, unit(hinge), math.degrees(math.atan2(sine, dot(earlier.length, later.length))))


def ring_lines(part: str, before: Body, now: Body, camera: Camera) -> list[list[P2]]:
    """Lines on paper for an arrow round a part that has turned, the best first; none where it has not.

    Each is an arc about the part's axis that begins where its front looked, or its back where that is what is seen.
    """
    angle = turn_between(part, before, now)
    if abs(angle) < LEAST_TURN:
        return []
    axis = TURNS[part](now)
    toward, aside = _plane(axis.length, camera)
    front = _swung(TURNS[part](before), axis)
    start = math.degrees(math.atan2(dot(front, aside), dot(front, toward)))
    beyond = 180.0 if math.cos(math.radians(start + angle / 2)) < 0 else 0.0
    first, last = _window(math.remainder(start + beyond, 360.0), angle)
    if axis.clear:  # else the back is what is seen
        first, last = first - beyond, last - beyond
    return [_arc(camera, ring, (toward, aside), axis, first, last) for ring in axis.rings]


def _plane(axis: P3, camera: Camera) -> tuple[P3, P3]:
    """Square to an axis: towards the viewer, and to the side that a turn goes to from there."""
    ahead = sub(camera.depth, scale(axis, dot(camera.depth, axis)))
    if length(ahead) < 0.15:  # looked at along the axis: a ring is a circle
        ahead = cross(axis, (0.0, 0.0, 1.0) if abs(axis[2]) < 0.9 else (1.0, 0.0, 0.0))
    toward = unit(ahead)
    return toward, cross(axis, toward)


def _window(start: float, angle: float) -> tuple[float, float]:
    """From where to where an arrow goes, degrees from the middle of that half of its ring that it lies on."""
    way = 1.0 if angle > 0 else -1.0
    end = start + way * min(max(abs(angle), _SWEEP), 2 * _BEYOND)
    over = max(0.0, way * end - _BEYOND) - max(0.0, -_BEYOND - way * start)
    return start - way * over, end - way * over


def _arc(
    camera: Camera, ring: tuple[P3, float], plane: tuple[P3, P3], axis: Axis, first: float, last: float
) -> list[P2]:
    """Part of a ring on paper, opened where it would be seen from its edge."""
    (x, y), wide = camera.flat(ring[0]), ring[1]
    (px, py), (qx, qy) = camera.flat(plane[0]), camera.flat(plane[1])
    if math.hypot(px, py) < _OPEN:
        ux, uy = camera.flat(axis.length)
        high = (-_OPEN if dot(camera.depth, axis.length) >= 0 else _OPEN) / math.hypot(ux, uy)
        px, py = high * ux, high * uy
    most = math.degrees(_LONG / wide)
    last = first + max(-most, min(most, last - first))
    points = []
    for step in range(_STEPS + 1):
        angle = math.radians(first + (last - first) * step / _STEPS)
        cos, sin = math.cos(angle) * wide, math.sin(angle) * wide
        points.append((x + cos * px + sin * qx, y + cos * py + sin * qy))
    return points
