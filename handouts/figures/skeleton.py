"""A pose becomes a body in space: joints, frames, and the ovals of each part, standing on the floor."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from handouts.figures import body
from handouts.figures.body import Build, Ovals, Section
from handouts.figures.poses import Limbs, Pose
from handouts.figures.space import P3, Frame, add, along, base_frame, cross, dot, length, scale, sub, unit

__all__ = ["Body", "BodySide", "Limb", "Oval", "bend", "lowest", "merged", "solve"]

Oval = tuple[P3, tuple[P3, P3, P3]]
"""An ellipsoid: its centre and its three half axes, cm."""
BodySide = str
"""“left” or “right”."""
SIDES = ("left", "right")


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


# --- poses ---------------------------------------------------------------------------------------

_ARMS: dict[str, dict[str, Any]] = {
    "relaxed": {"upper": 2, "fore": 10},
    "forward": {"upper": 88, "fore": 92},
    "clasped": {"upper": 26, "hand": "chest", "elbow": "down", "grip": True},
    "hips": {"hand": "hips", "elbow": "out"},
    "thighs": {"hand": "thighs", "elbow": "back"},
    "overhead": {"upper": 172, "fore": 178},
    "crossed": {"hand": "chest", "elbow": "down"},
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
                    one.name: getattr(shared, one.name) if getattr(mine, one.name) is None else getattr(mine, one.name)
                    for one in fields(Limbs)
                }
            )
        else:
            values[item.name] = shared if mine is None else mine
    return Pose(**values)


def _limb(pose: Pose, side: BodySide) -> Callable[[str], Any]:
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


# --- bones ---------------------------------------------------------------------------------------


def bend(frame: Frame, degrees: float, out: float, side: BodySide) -> Frame:
    """The frame of a bone that hangs from a joint: ``u`` points back up along it, ``f`` to its front."""
    angle, away = math.radians(degrees), math.radians(out) * (1 if side == "right" else -1)
    down = add(scale(frame.f, math.sin(angle)), scale(frame.u, -math.cos(angle)))
    front = add(scale(frame.f, math.cos(angle)), scale(frame.u, math.sin(angle)))
    along_bone = add(scale(down, math.cos(away)), scale(frame.r, math.sin(away)))
    right = add(scale(frame.r, math.cos(away)), scale(down, -math.sin(away)))
    return Frame(front, scale(along_bone, -1), right)


def _bone(direction: P3, front: P3) -> Frame:
    """The frame of a bone along a direction, its front as near as may be to the one wanted."""
    up = scale(unit(direction), -1)
    right = cross(front, up)
    right = unit(right) if length(right) > 1e-6 else (0.0, 0.0, 1.0)
    return Frame(unit(cross(up, right)), up, right)


def _two_bones(root: P3, target: P3, first: float, second: float, towards: P3) -> tuple[P3, P3]:
    """Middle and end of two bones that reach for a target, the middle bent ``towards`` a direction."""
    reach = sub(target, root)
    wide = min(max(length(reach), abs(first - second) + 0.5), first + second - 0.15)
    line = unit(reach)
    part = (first**2 - second**2 + wide**2) / (2 * wide)
    high = math.sqrt(max(first**2 - part**2, 0.0))
    away = sub(towards, scale(line, dot(towards, line)))
    middle = add(add(root, scale(line, part)), scale(unit(away), high))
    return middle, add(root, scale(line, wide))


def _ovals(origin: P3, frame: Frame, rows: Ovals, wide: float = 1.0, deep: float | None = None) -> tuple[Oval, ...]:
    """Ovals about a point; ``wide`` and ``deep`` are factors on the radii to the side and to the front."""
    deep = wide if deep is None else deep
    return tuple(
        (
            frame.at(origin, f, u, r * wide),
            (scale(frame.f, rf * deep), scale(frame.u, ru), scale(frame.r, rr * wide)),
        )
        for f, u, r, rf, ru, rr in rows
    )


def _chain(start: P3, end: P3, frame: Frame, rows: Iterable[Section], factor: float) -> tuple[Oval, ...]:
    found = []
    for part, forward, deep, wide in rows:
        centre = add(along(start, end, part), scale(frame.f, forward * factor))
        thin = min(deep, wide) * 0.9
        found.append(
            (centre, (scale(frame.f, deep * factor), scale(frame.u, thin * factor), scale(frame.r, wide * factor)))
        )
    return tuple(found)


def lowest(chain: Iterable[Oval]) -> float:
    """Height of the lowest point of some ovals, cm."""
    return min(centre[1] - math.sqrt(sum(axis[1] ** 2 for axis in axes)) for centre, axes in chain)


# --- the body ------------------------------------------------------------------------------------


def solve(pose: Pose, build: Build, things: dict[str, P3] | None = None) -> Body:
    """The body of a pose. ``things`` gives the places of props that hands may reach for, by name or “name side”."""
    if pose.rest is None:
        return _place(pose, build, things or {})
    low, high = (pose.trunk or 0.0) - 40.0, (pose.trunk or 0.0) + 40.0
    body_now = _place(pose, build, things or {})
    # the trunk is tipped until the part that is said to rest on the floor just touches it
    sign = (
        1.0
        if _height(_place(replace(pose, trunk=high), build, things or {}), pose.rest)
        < _height(_place(replace(pose, trunk=low), build, things or {}), pose.rest)
        else -1.0
    )
    for _ in range(18):
        middle = (low + high) / 2
        body_now = _place(replace(pose, trunk=middle), build, things or {})
        if (_height(body_now, pose.rest) > 0) == (sign > 0):
            low = middle
        else:
            high = middle
    return body_now


_RESTS = {
    "back": ("shirt",), "chest": ("shirt",), "hips": ("pelvis",), "head": ("head",),
    "hands": ("left hand", "right hand"), "elbows": ("left fore", "right fore"),
}  # fmt: skip


def _height(found: Body, part: str) -> float:
    return min(lowest(found.chains[name]) for name in _RESTS[part])


def _place(pose: Pose, build: Build, things: dict[str, P3]) -> Body:
    base = base_frame(pose.lie or "")
    if pose.turn:
        base = base.rotated((0.0, 1.0, 0.0), -pose.turn)
    if pose.lie and pose.roll:
        base = base.rotated(base.u, pose.roll if pose.lie == "left-side" else -pose.roll)
    trunk, lumbar, thoracic = pose.trunk or 0.0, pose.lumbar or 0.0, pose.thoracic or 0.0
    pelvis, belly = base.lean(trunk), base.lean(trunk + lumbar / 2)
    chest = base.lean(trunk + lumbar + thoracic)
    hips: P3 = (0.0, 0.0, 0.0)
    if pose.pin == "hips":  # so that “shin: floor” knows where the floor is
        hips = _pinned(pose, build, pelvis, hips, {})
        hips = (hips[0], hips[1], 0.0)
    legs = {side: _leg(pose, side, base, pelvis, hips, None) for side in SIDES}
    if pose.pin != "hips":
        hips = _pinned(pose, build, pelvis, hips, legs)
    legs = {side: _leg(pose, side, base, pelvis, hips, _limb(pose, side)("foot_at")) for side in SIDES}
    waist = pelvis.at(hips, 0, body.PELVIS)
    ribs = belly.at(waist, 0, body.LUMBAR)
    nape = chest.at(ribs, 0, body.THORAX)
    head, skull = _head(pose, chest, nape)
    blank = Body(pose, build, pelvis, chest, head, hips, waist, ribs, nape, skull, legs, {})
    arms = {side: _arm(blank, side, base, things) for side in SIDES}
    found = replace(blank, arms=arms)
    return replace(found, chains=_chains(found))


def _leg(pose: Pose, side: BodySide, base: Frame, pelvis: Frame, hips: P3, foot_at: Any) -> Limb:
    get = _limb(pose, side)
    sign = 1 if side == "right" else -1
    hip = pelvis.at(hips, 0, 0, sign * body.HALF_HIP)
    thigh = bend(base, get("thigh") or 0.0, get("leg_out") or 0.0, side)
    given, mode = get("shin"), get("foot")
    if foot_at is not None:
        flat = (foot_at[0], foot_at[1] + body.ANKLE, foot_at[2] if len(foot_at) > 2 else hip[2])
        lift = _HEEL
        for _ in range(4):  # how far the heel lifts depends on the shin, and the other way round
            target = _on_toes(flat, lift) if mode == "toes" else flat
            knee, ankle = _two_bones(hip, target, body.THIGH, body.SHIN, add(base.f, scale(base.u, 0.4)))
            thigh = _bone(sub(knee, hip), base.f)
            shin = _bone(sub(ankle, knee), base.f)
            lift = _heel(base, shin)
    else:
        knee = thigh.at(hip, 0, -body.THIGH)
        if given == "floor":
            gap = min(1.0, max(-1.0, (knee[1] - body.ANKLE) / body.SHIN))
            given = math.degrees(math.acos(gap)) * (1 if (pose.trunk or 0) < 0 else -1)
        shin = bend(base, given or 0.0, get("leg_out") or 0.0, side)
        ankle = shin.at(knee, 0, -body.SHIN)
    if get("knee_out"):
        axis = unit(sub(ankle, hip))
        turn = get("knee_out") * sign
        shift = Frame(sub(knee, hip), thigh.u, thigh.r).rotated(axis, turn).f
        knee = add(hip, shift)
        thigh, shin = thigh.rotated(axis, turn), shin.rotated(axis, turn)
    return Limb(hip, knee, ankle, thigh, shin, *_foot(mode, base, shin, pose))


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
    ball = (body.BALL, -body.ANKLE)
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
    degrees = {"square": 0.0, "pointed": 62.0}.get(mode, mode)
    return Frame(shin.f, shin.u, shin.r).lean(degrees), False, 0.0


def _pinned(pose: Pose, build: Build, pelvis: Frame, hips: P3, legs: dict[BodySide, Limb]) -> P3:
    """Where the hips are when what is pinned stays in its place."""
    pin = pose.pin or "feet"
    at = pose.at or (0.0, 0.0)
    side = next((one for one in SIDES if pin.startswith(one)), "")
    if pin == "hips":
        chain = _ovals(hips, pelvis, body.PELVIS_OVALS, build.hips)
        return at[0], at[1] - lowest(chain), (at[2] if len(at) > 2 else 0.0)
    part = pin.split()[-1]
    candidates = [legs[side]] if side else [legs["right"], legs["left"]]
    if part in ("knee", "knees"):
        chains = [
            _chain(leg.root, leg.middle, leg.upper, body.THIGH_ROWS[-1:], build.limbs)
            + _chain(leg.middle, leg.end, leg.lower, body.SHIN_ROWS, build.limbs)
            for leg in candidates
        ]
        points = [leg.middle for leg in candidates]
    else:
        chains = [_shoe(leg) for leg in candidates]
        points = [leg.end for leg in candidates]
    low = min(range(len(chains)), key=lambda at: (round(lowest(chains[at]), 2), at))
    return add(hips, (at[0] - points[low][0], at[1] - lowest(chains[low]), 0.0))


def _head(pose: Pose, chest: Frame, nape: P3) -> tuple[Frame, P3]:
    """The head's frame and the skull's middle. A head that is near the floor lies down on it."""
    f, u, *_ = body.SKULL

    def at(neck: float) -> tuple[Frame, P3]:
        frame = chest.lean(neck)
        if pose.lie:
            frame = frame.rotated(frame.f, -20.0 if pose.lie == "left-side" else 20.0)
        return frame, frame.at(nape, f, u)

    if pose.neck is not None:
        return at(pose.neck)
    lean = math.degrees(math.atan2(chest.u[0], chest.u[1]))
    if pose.lie:
        return at(0.0)
    found = at(-0.25 * lean if abs(lean) < 70 else 0.0)
    if abs(lean) < 60 or found[1][1] > 24:
        return found
    # lying: the neck bends until the head just touches
    best = min(range(-45, 46), key=lambda neck: abs(_head_low(at(float(neck)))) + 0.01 * abs(neck))
    return at(float(best))


def _head_low(found: tuple[Frame, P3]) -> float:
    frame, skull = found
    *_, rf, ru, rr = body.SKULL
    oval: Oval = (skull, (scale(frame.f, rf), scale(frame.u, ru), scale(frame.r, rr)))
    return lowest([oval, *_ovals(skull, frame, body.JAW_OVALS)])


# --- arms ----------------------------------------------------------------------------------------


def _arm(found: Body, side: BodySide, base: Frame, things: dict[str, P3]) -> Limb:
    pose, build = found.pose, found.build
    get, sign = _limb(pose, side), (1 if side == "right" else -1)
    wide = body.HALF_SHOULDER * build.shoulders
    under = pose.lie == f"{side}-side"
    shoulder = found.chest.at(
        found.ribs, body.SHOULDER_BACK + (4 if under else 0), body.SHOULDER_UP, sign * wide * (0.62 if under else 1)
    )
    out = get("arm_out") or 0.0
    preset = get("arms")
    target = get("hand")
    grip = bool(get("grip"))
    if get("upper") is None and preset in ("beside", "under-head"):
        frame = found.chest if not pose.lie else base
        upper = bend(frame, 6 if preset == "beside" else 170, 14 if preset == "beside" and not pose.lie else 4, side)
        fore = bend(frame, 6 if preset == "beside" else 178, 12 if preset == "beside" and not pose.lie else 0, side)
        target = None
    elif pose.lie and target is None:
        upper = bend(base, get("upper") or 0.0, out, side)
        fore = bend(base, get("fore") or 0.0, out, side)
    else:
        upper = bend(base, get("upper") or 0.0, out, side)
        fore = bend(base, get("fore") or 0.0, out, side)
    if target is None:
        elbow = upper.at(shoulder, 0, -body.UPPER)
        wrist = fore.at(elbow, 0, -body.FORE)
        hand = fore
        if preset == "beside" and abs(found.trunk_lean) > 55 and not pose.lie:
            # lying: the arm comes to rest on the floor
            drop = wrist[1] - 3.0
            if 0 < drop < 45:
                elbow, wrist = _two_bones(
                    shoulder, (wrist[0], 3.0, wrist[2] + sign * 4), body.UPPER, body.FORE, (0.0, 0.0, float(sign))
                )
                upper, fore = _bone(sub(elbow, shoulder), found.chest.f), _bone(sub(wrist, elbow), found.chest.f)
                hand = fore
        return Limb(shoulder, elbow, wrist, upper, fore, hand, grip)
    goal = _goal(found, side, target, things, shoulder, base)
    if goal is None:  # its prop is not there (yet): the arm hangs
        elbow = upper.at(shoulder, 0, -body.UPPER)
        return Limb(shoulder, elbow, fore.at(elbow, 0, -body.FORE), upper, fore, fore, grip)
    place, closed, aim = goal
    if get("hand_out"):
        place = add(place, scale(base.r, sign * get("hand_out")))
    hint = {
        "down": add(scale(base.u, -1.0), scale(base.r, sign * 0.25)),
        "back": add(scale(base.f, -1.0), scale(base.u, -0.15)),
        "out": add(scale(base.r, sign * 1.0), scale(base.f, -0.35)),
        "up": base.u,
        "in": scale(base.r, -sign * 1.0),
    }[get("elbow") or "down"]
    grip = grip or closed
    reach = body.GRIP if grip else body.PALM
    if aim is not None:  # the hand's own direction: the wrist is that far before the place
        elbow, wrist = _two_bones(shoulder, sub(place, scale(aim, reach)), body.UPPER, body.FORE, hint)
        hand = _bone(aim, base.u if abs(aim[1]) < 0.7 else base.f)
    else:
        elbow, far = _two_bones(shoulder, place, body.UPPER, body.FORE + reach, hint)
        wrist = along(elbow, far, body.FORE / (body.FORE + reach))
        hand = _bone(sub(far, elbow), base.u)
    front = unit(sub(cross(base.r, sub(elbow, shoulder)), (0.0, 0.0, 0.0)))
    upper, fore = _bone(sub(elbow, shoulder), front), _bone(sub(wrist, elbow), front)
    return Limb(shoulder, elbow, wrist, upper, fore, hand if aim is not None else fore, grip)


_HELD = frozenset(["dowel", "barbell", "straps", "kettlebell", "towel"])


def _goal(
    found: Body, side: BodySide, target: Any, things: dict[str, P3], shoulder: P3, base: Frame
) -> tuple[P3, bool, P3 | None] | None:
    """Where a hand goes, whether it closes there, and the direction of the hand where that is fixed."""
    sign = 1 if side == "right" else -1
    if not isinstance(target, str):
        z = sign * (target[2] if len(target) > 2 else 14.0)
        return (target[0], target[1], z), False, None
    if f"{target} {side}" in things or target in things:
        place = things.get(f"{target} {side}", things.get(target, shoulder))
        aim: P3 | None = base.u if target == "wall" else None
        return place, target in _HELD, aim
    leg = found.legs[side]
    other = found.legs["left" if side == "right" else "right"]
    chest, pelvis, waist = found.chest, found.pelvis, found.build.waist
    places: dict[str, tuple[P3, P3 | None]] = {
        "hips": (pelvis.at(found.hips, 4.0, 10.0, sign * 13.5 * waist), None),
        "hip-crease": (pelvis.at(found.hips, 10.5, 3.0, sign * 15), None),
        "thighs": (add(along(leg.root, leg.middle, 0.72), scale(leg.upper.f, 8.0)), None),
        "other-thigh": (add(along(other.root, other.middle, 0.6), scale(other.upper.f, 7.5)), None),
        "knees": (add(leg.middle, scale(leg.upper.f, 6.5)), None),
        "shin": (add(along(leg.middle, leg.end, 0.4), scale(leg.lower.f, 5.5)), None),
        "foot": (leg.tip.at(leg.end, body.BALL, -body.ANKLE), None),
        "chest": (chest.at(found.ribs, 16.0, 16.0, sign * 1.5), None),
        "ears": (found.head.at(found.skull, -1.5, 0.0, sign * 9.0), None),
        "floor": ((shoulder[0] + 4.0, 2.2, shoulder[2]), base.f),
    }
    if target not in places:
        return None
    place, direction = places[target]
    return place, False, direction


# --- surfaces ------------------------------------------------------------------------------------


def _shoe(leg: Limb) -> tuple[Oval, ...]:
    """Ovals of the shoe, heel to toe, all standing on the sole."""
    foot = leg.tip
    rear = [
        (
            foot.at(leg.end, forward, high - body.ANKLE),
            (scale(foot.f, 4.0), scale(foot.u, high), scale(foot.r, wide)),
        )
        for forward, high, wide in body.FOOT_ROWS
    ]
    ball = foot.at(leg.end, body.BALL, -body.ANKLE)
    toes = foot.lean(-leg.toes)
    front = [
        (toes.at(ball, forward, high), (scale(toes.f, 2.4), scale(toes.u, high), scale(toes.r, wide)))
        for forward, high, wide in body.TOE_ROWS
    ]
    return (*rear, *front)


def _chains(found: Body) -> dict[str, tuple[Oval, ...]]:
    build = found.build
    *_, rf, ru, rr = body.SKULL
    head = found.head
    chains: dict[str, tuple[Oval, ...]] = {
        "pelvis": _ovals(found.hips, found.pelvis, body.PELVIS_OVALS, build.hips, (build.hips + build.waist) / 2),
        "shirt": (
            *_ovals(found.waist, found.pelvis.lean((found.pose.lumbar or 0) / 2), body.BELLY_OVALS, build.waist),
            *_ovals(found.ribs, found.chest, body.CHEST_OVALS, build.chest),
        ),
        "neck": _ovals(found.nape, Frame(head.f, along(found.chest.u, head.u, 0.6), head.r), body.NECK_OVALS),
        "skull": ((found.skull, (scale(head.f, rf), scale(head.u, ru), scale(head.r, rr))),),
        "jaw": _ovals(found.skull, head, body.JAW_OVALS),
        "nose": _ovals(found.skull, head, body.NOSE),
    }
    chains["head"] = (*chains["skull"], *chains["jaw"])
    for side in SIDES:
        leg, arm = found.legs[side], found.arms[side]
        chains[f"{side} thigh"] = _chain(leg.root, leg.middle, leg.upper, body.THIGH_ROWS, build.limbs)
        chains[f"{side} shin"] = _chain(leg.middle, leg.end, leg.lower, body.SHIN_ROWS, build.limbs)
        chains[f"{side} foot"] = _shoe(leg)
        chains[f"{side} upper"] = _chain(arm.root, arm.middle, arm.upper, body.UPPER_ROWS, build.limbs)
        chains[f"{side} fore"] = _chain(arm.middle, arm.end, arm.lower, body.FORE_ROWS, build.limbs)
        chains[f"{side} hand"] = _ovals(arm.end, arm.tip, body.FIST_OVALS if arm.grip else body.HAND_OVALS)
    return chains
