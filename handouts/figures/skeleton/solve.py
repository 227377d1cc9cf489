"""A pose becomes a body that stands, kneels or lies on the floor."""

from __future__ import annotations

from dataclasses import replace

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, lowest
from handouts.figures.measures import Build
from handouts.figures.poses import Pose
from handouts.figures.skeleton.arms import Places, place_arm
from handouts.figures.skeleton.head import place_head
from handouts.figures.skeleton.legs import pinned_hips, place_leg
from handouts.figures.skeleton.presets import setting_of
from handouts.figures.skeleton.surfaces import chains_of
from handouts.figures.space import P3, Frame, base_frame

__all__ = ["solve"]


_TIP = 40.0
"""How far from what the pose says the trunk may be tipped until a part rests on the floor, degrees."""


def solve(pose: Pose, build: Build, places: Places | None = None) -> Body:
    """The body of a pose. ``places`` are those where hands meet props."""
    places = places or {}
    body = _place(pose, build, places)
    if pose.rest is None:
        return body
    low, high = (pose.trunk or 0.0) - _TIP, (pose.trunk or 0.0) + _TIP
    tipped = {trunk: _place(replace(pose, trunk=trunk), build, places) for trunk in (low, high)}
    sinks = _height(tipped[high], pose.rest) < _height(tipped[low], pose.rest)
    # the trunk is tipped until the part that is said to rest on the floor just touches it
    for _ in range(18):
        middle = (low + high) / 2
        body = _place(replace(pose, trunk=middle), build, places)
        if (_height(body, pose.rest) > 0) == sinks:
            low = middle
        else:
            high = middle
    return body


_RESTS = {
    "back": ("shirt",), "chest": ("shirt",), "hips": ("pelvis",), "head": ("head",),
    "hands": ("left hand", "right hand"), "elbows": ("left fore", "right fore"),
}  # fmt: skip


def _height(body: Body, part: str) -> float:
    return min(lowest(body.chains[name]) for name in _RESTS[part])


def _place(pose: Pose, build: Build, places: Places) -> Body:
    base = _base(pose)
    trunk, lumbar, thoracic = pose.trunk or 0.0, pose.lumbar or 0.0, pose.thoracic or 0.0
    turn, aside = pose.trunk_turn or 0.0, pose.trunk_side or 0.0
    pelvis, belly = base.lean(trunk), base.lean(trunk + lumbar / 2).twisted(turn / 2, aside / 2)
    chest = base.lean(trunk + lumbar + thoracic).twisted(turn, aside)
    hips: P3 = (0.0, 0.0, 0.0)
    if pose.pin == "hips":  # so that “shin: floor” knows where the floor is
        hips = pinned_hips(pose, build, pelvis, hips, {})
        hips = (hips[0], hips[1], 0.0)
    legs = {side: place_leg(pose, side, base, pelvis, hips, None) for side in SIDES}
    if pose.pin != "hips":
        hips = pinned_hips(pose, build, pelvis, hips, legs)
    legs = {side: place_leg(pose, side, base, pelvis, hips, setting_of(pose, side)("foot_at")) for side in SIDES}
    waist = pelvis.at(hips, 0, measures.PELVIS)
    ribs = belly.at(waist, 0, measures.LUMBAR)
    nape = chest.at(ribs, 0, measures.THORAX)
    head, skull = place_head(pose, chest, nape)
    blank = Body(pose, build, pelvis, chest, head, hips, waist, ribs, nape, skull, legs, {})
    about = base.twisted(turn, 0.0)  # arms hang from a chest that is turned
    arms = {side: place_arm(blank, side, about, places) for side in SIDES}
    shapes = {side: shape for side in SIDES if (shape := setting_of(pose, side)("hand_shape"))}
    arms |= {side: replace(arms[side], digits=shape) for side, shape in shapes.items()}
    body = replace(blank, arms=arms)
    return replace(body, chains=chains_of(body))


def _base(pose: Pose) -> Frame:
    """The frame that the whole body stands or lies in."""
    base = base_frame(pose.lie or "")
    if pose.turn:
        base = base.rotated((0.0, 1.0, 0.0), -pose.turn)
    if pose.lie and pose.roll:
        base = base.rotated(base.u, pose.roll if pose.lie == "left-side" else -pose.roll)
    return base
