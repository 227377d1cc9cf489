"""Arms: hanging, lying beside the body, or bent so that the hand gets to what it reaches for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from handouts.figures import measures
from handouts.figures.body import Body, BodySide, HandPlace, Limb
from handouts.figures.reaches import LAID, REACHES, Reach
from handouts.figures.skeleton.bones import bend, bone, two_bones
from handouts.figures.skeleton.hands import hand_frame, hand_shape, resting, way
from handouts.figures.skeleton.presets import setting_of
from handouts.figures.space import P3, Frame, add, along, cross, scale, sub, unit

__all__ = ["Places", "place_arm"]

Places = Mapping[tuple[str, BodySide], HandPlace]
"""Where hands meet props, by the prop's name and the hand's side."""


class _Goal(NamedTuple):
    """Where a hand goes."""

    place: P3
    closes: bool = False
    """Whether the hand closes there."""
    aim: P3 | None = None
    """The direction of the hand, where that is fixed."""
    back: P3 | None = None
    """Where the back of the hand faces, where that is fixed."""


def place_arm(body: Body, side: BodySide, base: Frame, places: Places) -> Limb:
    """One arm of a body that has all but arms."""
    get = setting_of(body.pose, side)
    shoulder, preset, target = _shoulder(body, side, get("shoulder")), get("arms"), get("hand")
    lying = get("upper") is None and preset in ("beside", "under-head")
    if lying:
        upper, fore = _lying(body, preset, side, base)
    else:
        upper, fore = (bend(base, get(part) or 0.0, get("arm_out") or 0.0, side) for part in ("upper", "fore"))
        if get("elbow_bend") is not None:
            fore = upper.lean(-get("elbow_bend"))
        if get("rotate"):
            fore = fore.rotated(upper.u, -get("rotate") * (1 if side == "right" else -1))
    elbow, grip = upper.at(shoulder, 0, -measures.UPPER), bool(get("grip"))
    hand = hand_frame(get, side, base, fore, fore if lying else resting(get, side, base, fore))
    hold = hand_shape(get, None if lying else target, grip=grip)
    hanging = Limb(shoulder, elbow, fore.at(elbow, 0, -measures.FORE), upper, fore, hand, grip, hold=hold)
    if target is None or lying:
        drops = preset == "beside" and abs(body.trunk_lean) > 55 and not body.pose.lie
        return _on_floor(body, hanging, side) if drops else hanging
    goal = _goal(Reach(body, side, shoulder, base), target, places)
    if goal is None:  # its prop is not there (yet): the arm hangs
        return hanging
    if get("hand_out"):
        sign = 1 if side == "right" else -1
        goal = goal._replace(place=add(goal.place, scale(base.r, sign * get("hand_out"))))
    if get("fingers"):
        goal = goal._replace(aim=way(get("fingers"), side, base))
    found = _reaching(hanging, goal, base, _elbow_hint(get("elbow") or "down", side, base))
    turned = hand_frame(get, side, base, found.lower, found.tip)
    return replace(found, tip=turned, hold="fist" if found.grip else hold)


def _shoulder(body: Body, side: BodySide, drawn: str | None) -> P3:
    """The shoulder's joint, where its blade is drawn to; one that is lain on is pushed forward and in."""
    sign, under = (1 if side == "right" else -1), body.pose.lie == f"{side}-side"
    wide = measures.HALF_SHOULDER * body.build.shoulders
    forward, up, out = measures.BLADE.get(drawn or ("lain" if body.pose.lie else ""), (0.0, 0.0, 0.0))
    return body.chest.at(
        body.ribs,
        measures.SHOULDER_BACK + (4 if under else 0) + forward,
        measures.SHOULDER_UP + up,
        sign * (wide * (0.62 if under else 1) + out),
    )


def _lying(body: Body, preset: str, side: BodySide, base: Frame) -> tuple[Frame, Frame]:
    """Upper arm and forearm that lie along the body, or folded on the floor before it, the hand under the head."""
    lie = body.pose.lie
    frame = base if lie else body.chest
    if preset == "under-head":
        return bend(frame, 78, -3, side), bend(frame, 224, 2, side)
    return bend(frame, 6, 4 if lie else 14, side), bend(frame, 6, 0 if lie else 12, side)


def _on_floor(body: Body, arm: Limb, side: BodySide) -> Limb:
    """The arm of one who lies comes to rest on the floor, if that is near."""
    wrist = arm.end
    if not 0 < wrist[1] - 3.0 < 45:
        return arm
    sign = 1 if side == "right" else -1
    target = (wrist[0], 3.0, wrist[2] + sign * 4)
    elbow, wrist = two_bones(arm.root, target, measures.UPPER, measures.FORE, (0.0, 0.0, float(sign)))
    upper, fore = bone(sub(elbow, arm.root), body.chest.f), bone(sub(wrist, elbow), body.chest.f)
    return Limb(arm.root, elbow, wrist, upper, fore, fore, arm.grip, hold=arm.hold)


def _elbow_hint(where: str, side: BodySide, base: Frame) -> P3:
    """Where the elbow points while the hand reaches."""
    sign = 1 if side == "right" else -1
    return {
        "ribs": add(scale(base.u, -1.0), scale(base.r, sign * 0.7)),
        "down": add(scale(base.u, -1.0), scale(base.r, sign * 0.25)),
        "back": add(scale(base.f, -1.0), scale(base.u, -0.15)),
        "out": add(scale(base.r, sign * 1.0), scale(base.f, -0.35)),
        "up": base.u,
        "in": scale(base.r, -sign * 1.0),
    }[where]


def _reaching(arm: Limb, goal: _Goal, base: Frame, hint: P3) -> Limb:
    """The arm bent so that its palm, or what it holds, is at the goal."""
    place, aim, shoulder = goal.place, goal.aim, arm.root
    grip = arm.grip or goal.closes
    reach = measures.GRIP if grip else measures.PALM
    if aim is not None:  # the hand's own direction: the wrist is that far before the place
        elbow, wrist = two_bones(shoulder, sub(place, scale(aim, reach)), measures.UPPER, measures.FORE, hint)
    else:
        elbow, far = two_bones(shoulder, place, measures.UPPER, measures.FORE + reach, hint)
        wrist = along(elbow, far, measures.FORE / (measures.FORE + reach))
    front = unit(sub(cross(base.r, sub(elbow, shoulder)), (0.0, 0.0, 0.0)))
    upper, fore = bone(sub(elbow, shoulder), front), bone(sub(wrist, elbow), front)
    hand = fore
    if aim is not None:
        hand = bone(aim, goal.back or (base.u if abs(aim[1]) < 0.7 else base.f))
    return Limb(shoulder, elbow, wrist, upper, fore, hand, grip)


def _goal(reach: Reach, target: Any, places: Places) -> _Goal | None:
    """Where a hand goes that reaches for a place in cm, a prop, or a part of the body."""
    if not isinstance(target, str):
        return _Goal((target[0], target[1], reach.sign * (target[2] if len(target) > 2 else 14.0)))
    meeting = places.get((target, reach.side))
    if meeting is not None:
        up, back = (reach.base.u, scale(reach.base.f, -1.0)) if meeting.upright else (None, None)
        return _Goal(meeting.place, meeting.closes, up, back)
    if target not in REACHES:
        return None
    place = REACHES[target](reach)
    if target in LAID:
        part, lie = LAID[target]
        aim, back = lie(getattr(reach.body, part), reach.sign)
        return _Goal(place, aim=aim, back=back)
    return _Goal(place, aim=reach.base.f if target == "floor" else None)
