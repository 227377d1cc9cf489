"""Legs and feet, and where the hips are when a foot or knee is pinned."""

from __future__ import annotations

import math
from typing import Any

from handouts.figures import measures
from handouts.figures.body import SIDES, BodySide, Limb, lowest
from handouts.figures.measures import Build
from handouts.figures.poses import Pose
from handouts.figures.skeleton.bones import bend, bone, chain_along, ovals_about, two_bones
from handouts.figures.skeleton.presets import setting_of
from handouts.figures.skeleton.surfaces import shoe
from handouts.figures.space import P3, Frame, add, dot, scale, sub, unit

__all__ = ["pinned_hips", "place_leg"]


def place_leg(pose: Pose, side: BodySide, base: Frame, pelvis: Frame, hips: P3, foot_at: Any) -> Limb:
    """One leg from its hip; with ``foot_at`` its ankle is there, cm, and knee and thigh follow."""
    get = setting_of(pose, side)
    sign = 1 if side == "right" else -1
    hip = pelvis.at(hips, 0, 0, sign * measures.HALF_HIP)
    thigh = bend(base, get("thigh") or 0.0, get("leg_out") or 0.0, side)
    given, mode = get("shin"), get("foot")
    if foot_at is not None:
        flat = (foot_at[0], foot_at[1] + measures.ANKLE, foot_at[2] if len(foot_at) > 2 else hip[2])
        lift = _HEEL
        for _ in range(4):  # how far the heel lifts depends on the shin, and the other way round
            target = _on_toes(flat, lift) if mode == "toes" else flat
            knee, ankle = two_bones(hip, target, measures.THIGH, measures.SHIN, add(base.f, scale(base.u, 0.4)))
            thigh = bone(sub(knee, hip), base.f)
            shin = bone(sub(ankle, knee), base.f)
            lift = _heel(base, shin)
    else:
        knee = thigh.at(hip, 0, -measures.THIGH)
        if given == "floor":
            gap = min(1.0, max(-1.0, (knee[1] - measures.ANKLE) / measures.SHIN))
            given = math.degrees(math.acos(gap)) * (1 if (pose.trunk or 0) < 0 else -1)
        shin = bend(base, given or 0.0, get("leg_out") or 0.0, side)
        ankle = shin.at(knee, 0, -measures.SHIN)
    if get("knee_out"):
        axis = unit(sub(ankle, hip))
        turn = get("knee_out") * sign
        shift = Frame(sub(knee, hip), thigh.u, thigh.r).rotated(axis, turn).f
        knee = add(hip, shift)
        thigh, shin = thigh.rotated(axis, turn), shin.rotated(axis, turn)
    turn, lift = get("foot_turn"), get("toes") or 0.0
    foot, grip, toes = _foot(mode, base, shin, pose)
    if turn is None:
        turn = _TURNED if mode in (None, "flat") and foot.u == base.u else 0.0
    foot = foot.rotated(foot.u, -sign * turn)
    if get("foot_roll"):
        foot = foot.rotated(foot.f, sign * get("foot_roll"))
    return Limb(hip, knee, ankle, thigh, shin, foot, grip, toes + lift)


_TURNED = 6.0
"""How far the toes of a standing foot point outwards, degrees."""


_HEEL = 42.0
"""How far the heel is lifted when a foot stands on its toes under an upright shin, degrees."""


def _heel(base: Frame, shin: Frame) -> float:
    """How far the heel is lifted: more where the leg slopes back, as in a plank or a long stride."""
    slope = math.degrees(math.atan2(dot(shin.u, base.f), dot(shin.u, base.u)))
    return min(84.0, max(_HEEL, 0.92 * slope))


def _on_toes(flat: P3, lift: float) -> P3:
    """Where the ankle of a foot on its toes is, whose ball stays where it is when the foot is flat."""
    angle = math.radians(lift)
    cos, sin = math.cos(angle), math.sin(angle)
    ball = (measures.BALL, -measures.ANKLE)
    return (
        flat[0] + ball[0] - (ball[0] * cos + ball[1] * sin),
        flat[1] + ball[1] + ball[0] * sin - ball[1] * cos,
        flat[2],
    )


def _foot(mode: Any, base: Frame, shin: Frame, pose: Pose) -> tuple[Frame, bool, float]:
    """The foot's frame, no grip, and how far its toes are bent."""
    upright = dot(shin.u, base.u) > 0.64 and not pose.lie
    if mode is None:
        mode = "flat" if upright else "square"
    if mode == "flat":
        return Frame(base.f, base.u, base.r), False, 0.0
    if mode == "toes":
        lift = _heel(base, shin)
        return Frame(base.f, base.u, base.r).lean(lift), False, lift
    degrees = {"square": 0.0, "pointed": 66.0}.get(mode, mode)
    return Frame(shin.f, shin.u, shin.r).lean(degrees), False, 0.0


def pinned_hips(pose: Pose, build: Build, pelvis: Frame, hips: P3, legs: dict[BodySide, Limb]) -> P3:
    """Where the hips are when what is pinned stays in its place."""
    pin = pose.pin or "feet"
    at = pose.at or (0.0, 0.0)
    side = next((named for named in SIDES if pin.startswith(named)), "")
    if pin == "hips":
        chain = ovals_about(hips, pelvis, measures.PELVIS_OVALS, build.hips)
        return at[0], at[1] - lowest(chain), (at[2] if len(at) > 2 else 0.0)
    part = pin.split()[-1]
    candidates = [legs[side]] if side else [legs["right"], legs["left"]]
    if part in ("knee", "knees"):
        chains = [
            chain_along(leg.root, leg.middle, leg.upper, measures.THIGH_ROWS[-1:], build.limbs)
            + chain_along(leg.middle, leg.end, leg.lower, measures.SHIN_ROWS, build.limbs)
            for leg in candidates
        ]
        points = [leg.middle for leg in candidates]
    else:
        chains = [shoe(leg) for leg in candidates]
        points = [leg.end for leg in candidates]
    low = min(range(len(chains)), key=lambda at: (round(lowest(chains[at]), 2), at))
    aside = at[2] - points[low][2] if len(at) > 2 else 0.0
    return add(hips, (at[0] - points[low][0], at[1] - lowest(chains[low]), aside))
