"""What must be true of every pose, whoever wrote it: feet on the floor, balance, joints that bend as joints do."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handouts.figures import body as measures
from handouts.figures.body import BUILDS
from handouts.figures.draw import posed, props_of
from handouts.figures.poses import (
    BandProp,
    BarProp,
    ChairProp,
    DowelProp,
    Figure,
    Position,
    StepProp,
    StrapsProp,
    TowelProp,
    WallProp,
)
from handouts.figures.props import boxes, places, strap_length
from handouts.figures.skeleton import SIDES, Body, Limb, lowest
from handouts.figures.space import P3, add, along, dot, length, scale, sub

__all__ = ["Finding", "check_figure"]

TOUCH = 1.5
"""How near counts as touching, cm."""
ANGLE = 6.0
"""How far an angle may be from what the text says, degrees."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a position (from 0), and how to mend it."""

    position: int
    message: str
    hint: str


def check_figure(figure: Figure, build: str = "straight") -> list[Finding]:
    """All that is wrong with a figure's poses."""
    found: list[Finding] = []
    bodies = [posed(figure, position, BUILDS[build]) for position in figure.positions]
    for index, (position, one) in enumerate(zip(figure.positions, bodies, strict=True)):
        for rule in _RULES:
            found += [Finding(index, message, hint) for message, hint in rule(figure, position, one)]
        if position.arrow and not index and not position.arrow.since:
            found.append(
                Finding(
                    index,
                    "the first position has an arrow, but comes from nowhere",
                    "Move it to a later one, or name its “since”.",
                )
            )
    return [*found, *_equal_straps(figure, bodies)]


Rule = Callable[[Figure, Position, Body], Iterator[tuple[str, str]]]


# --- floor ---------------------------------------------------------------------------------------


def _floor(_: Figure, __: Position, found: Body) -> Iterator[tuple[str, str]]:
    for name, chain in found.chains.items():
        low = lowest(chain)
        if low < -TOUCH - (1.5 if name in ("pelvis", "shirt", "nose") else 0):  # soft parts give a little
            yield (
                f"the {_part(name)} is {-low:.0f} cm below the floor",
                "Change its angle, pin another part, or let it rest on the floor.",
            )


def _contacts(_: Figure, __: Position, found: Body) -> Iterator[tuple[str, str]]:
    """What is pinned to the floor touches it; so does what is said to rest there or reach for it."""
    pose = found.pose
    pin = pose.pin or "feet"
    high = (pose.at or (0.0, 0.0))[1]
    side = next((one for one in SIDES if pin.startswith(one)), "")
    part = pin.split()[-1]
    if part in ("feet", "foot") and not high:
        for one in (side,) if side else SIDES:
            low = lowest(found.chains[f"{one} foot"])
            if low > TOUCH:
                yield (
                    f"the {one} foot should stand on the floor, but is {low:.0f} cm over it",
                    "Bend that leg, set foot_at, or pin one foot only.",
                )
    if part in ("knee", "knees"):
        for one in (side,) if side else SIDES:
            low = lowest(found.chains[f"{one} shin"][:2])
            if low > TOUCH:
                yield (
                    f"the {one} knee should be on the floor, but is {low:.0f} cm over it",
                    "Change the thighs, or pin one knee only.",
                )
    if pose.rest:
        names = {"hands": "hand", "elbows": "fore"}
        parts = (
            [f"{one} {names[pose.rest]}" for one in SIDES]
            if pose.rest in names
            else ["shirt" if pose.rest in ("back", "chest") else "pelvis" if pose.rest == "hips" else "head"]
        )
        low = min(lowest(found.chains[one]) for one in parts)
        if abs(low) > TOUCH + 1:
            yield (
                f"the {pose.rest} should rest on the floor, but cannot get there ({low:.0f} cm)",
                "Start from a trunk angle that is nearer.",
            )
    for one in SIDES:
        limbs = getattr(pose, one)
        wants = (
            (limbs.hand if limbs else None)
            or pose.hand
            or (None if (limbs and limbs.arms) or pose.arms != "floor" else "floor")
        )
        if wants == "floor":
            low = lowest(found.chains[f"{one} hand"])
            if low > TOUCH + 1:
                yield (
                    f"the {one} hand should be on the floor, but is {low:.0f} cm over it",
                    "Bring the shoulders lower (trunk), or bend the hips.",
                )


# --- joints --------------------------------------------------------------------------------------


def _angle(one: P3, other: P3) -> float:
    cos = dot(one, other) / max(length(one) * length(other), 1e-9)
    return math.degrees(math.acos(max(-1.0, min(1.0, cos))))


def _joints(_: Figure, __: Position, found: Body) -> Iterator[tuple[str, str]]:
    for side in SIDES:
        leg, arm = found.legs[side], found.arms[side]
        knee = _bend(leg)
        if not -6 <= knee <= 158:
            yield f"the {side} knee is bent {knee:.0f}°; knees bend from 0 to 155°", "Change the thigh or the shin."
        hip = _hip(found, leg)
        if not -35 <= hip <= 142:
            yield (
                f"the {side} hip is bent {hip:.0f}°; hips bend from -30 (back) to 140°",
                "Change the thigh or the trunk.",
            )
        elbow = _angle(sub(arm.middle, arm.root), sub(arm.end, arm.middle))
        if elbow > 155:
            yield (
                f"the {side} elbow is bent {elbow:.0f}°; elbows bend from 0 to 150°",
                "Change upper and fore, or what the hand reaches for.",
            )
        ankle = math.degrees(math.asin(max(-1.0, min(1.0, -dot(leg.tip.f, leg.lower.u) * -1))))
        if not -70 <= ankle <= 48:
            yield (
                f"the {side} ankle is bent {ankle:.0f}°; ankles bend from -65 (pointed) to 40°",
                "Change “foot” or the shin.",
            )
    neck = _angle(found.head.u, found.chest.u)
    if neck > 62:
        yield f"the neck is bent {neck:.0f}°; 60° is the most", "Change “neck”."


def _bend(leg: Limb) -> float:
    """How far a knee is bent, degrees; negative where it bends the wrong way."""
    thigh, shin = sub(leg.middle, leg.root), sub(leg.end, leg.middle)
    size = _angle(thigh, shin)
    return size if dot(shin, leg.upper.f) <= 0.5 or size < 3 else -size


def _hip(found: Body, leg: Limb) -> float:
    """How far a hip is bent forward, degrees."""
    thigh = sub(leg.middle, leg.root)
    forward, down = dot(thigh, found.pelvis.f), -dot(thigh, found.pelvis.u)
    return math.degrees(math.atan2(forward, down))


# --- balance -------------------------------------------------------------------------------------


def _centre(found: Body) -> P3:
    """Centre of mass."""
    masses = measures.MASSES
    parts = [
        (masses["trunk"], along(found.hips, found.nape, 0.46)),
        (masses["head"], found.skull),
    ]
    for side in SIDES:
        leg, arm = found.legs[side], found.arms[side]
        parts += [
            (masses["thigh"], along(leg.root, leg.middle, 0.433)),
            (masses["shin"], along(leg.middle, leg.end, 0.433)),
            (masses["foot"], leg.tip.at(leg.end, 5, -4)),
            (masses["upper"], along(arm.root, arm.middle, 0.436)),
            (masses["fore"], along(arm.middle, arm.end, 0.6)),
        ]
    total = sum(mass for mass, _ in parts)
    middle: P3 = (0.0, 0.0, 0.0)
    for mass, place in parts:
        middle = add(middle, scale(place, mass / total))
    return middle


def _balance(figure: Figure, position: Position, found: Body) -> Iterator[tuple[str, str]]:
    props = props_of(figure, position)
    held = [arm for arm in found.arms.values() if arm.grip]
    fixed = any(
        isinstance(prop, (StrapsProp, WallProp)) or (isinstance(prop, BandProp) and prop.anchor) for prop in props
    )
    leans = any(isinstance(prop, ChairProp) for prop in props)
    if position.supported or fixed or leans or (held and any(isinstance(prop, TowelProp) for prop in props)):
        return
    floors = [0.0, *(prop.height for prop in props if isinstance(prop, StepProp))]
    xs: list[float] = []
    for name, chain in found.chains.items():
        for oval in chain:
            if any(abs(lowest([oval]) - level) < 3.0 for level in floors):
                reach = math.sqrt(sum(axis[0] ** 2 for axis in oval[1]))
                xs += [oval[0][0] - reach, oval[0][0] + reach]
        del name
    if not xs:
        yield "nothing touches the floor", "Pin a part of the body."
        return
    centre = _centre(found)[0]
    if not min(xs) - 2 <= centre <= max(xs) + 2:
        side = "forwards" if centre > max(xs) else "backwards"
        far = centre - max(xs) if centre > max(xs) else min(xs) - centre
        yield (
            f"would fall {side}: the weight is {far:.0f} cm past the feet",
            "Lean the trunk, move the arms, or say “supported: true” where something holds.",
        )


# --- props ---------------------------------------------------------------------------------------


def _through(figure: Figure, position: Position, found: Body) -> Iterator[tuple[str, str]]:
    """No bone runs through something solid."""
    bones: list[tuple[str, P3, P3]] = [("trunk", found.hips, found.nape), ("head", found.nape, found.skull)]
    for side in SIDES:
        leg, arm = found.legs[side], found.arms[side]
        bones += [
            (f"{side} thigh", leg.root, leg.middle),
            (f"{side} shin", leg.middle, leg.end),
            (f"{side} upper arm", arm.root, arm.middle),
            (f"{side} forearm", arm.middle, arm.end),
        ]
    said = set()
    for (name, (low, high)), (part, one, other) in itertools.product(boxes(props_of(figure, position)), bones):
        if (name, part) in said:
            continue
        for step in range(21):
            point = along(one, other, step / 20)
            if all(low[at] + 0.5 < point[at] < high[at] - 0.5 for at in range(3)):
                said.add((name, part))
                yield f"the {part} goes through the {name}", f"Move the {name}, or change the pose."
                break


def _hands(figure: Figure, position: Position, found: Body) -> Iterator[tuple[str, str]]:
    """Hands reach what they reach for."""
    pose, things = found.pose, places(props_of(figure, position), found)
    for side in SIDES:
        limbs = getattr(pose, side)
        wanted = (limbs.hand if limbs and limbs.hand is not None else None) or pose.hand
        if wanted is None:
            continue
        arm = found.arms[side]
        if isinstance(wanted, str):
            place = things.get(f"{wanted} {side}") or things.get(wanted)
            if place is None:
                if wanted in ("dowel", "barbell", "chair", "wall", "kettlebell", "towel", "ball", "straps"):
                    yield (
                        f"the hands reach for a {wanted}, but there is none (or it has no place of its own)",
                        "Add it to props, or give the hand a place in cm.",
                    )
                continue
        else:
            out = (1 if side == "right" else -1) * (wanted[2] if len(wanted) > 2 else 14.0)
            place = (wanted[0], wanted[1], out)
        reach = measures.GRIP if arm.grip else measures.PALM
        aside = getattr(limbs, "hand_out", None) or pose.hand_out or 0.0
        far = length(sub(arm.tip.at(arm.end, 0, -reach), place)) - abs(aside)
        if far > 4.0:
            yield (
                f"the {side} hand does not reach: {far:.0f} cm short",
                "Bring it nearer, lean the trunk, or lower the target.",
            )
    for prop in props_of(figure, position):
        if isinstance(prop, BarProp) and found.pose.hand == "barbell":
            continue
        if isinstance(prop, DowelProp) and prop.at != "hip-crease" and prop.at[1] > 8:
            grips = [arm for arm in found.arms.values() if arm.grip]
            if not grips:
                yield (
                    "the dowel hangs in the air: no hand holds it",
                    "Let “hand: dowel” reach for it, or lay it in the hip-crease.",
                )


def _equal_straps(figure: Figure, bodies: list[Body]) -> list[Finding]:
    """Straps do not stretch: as long in every position."""
    found = []
    lengths: list[tuple[int, float]] = []
    for index, (position, one) in enumerate(zip(figure.positions, bodies, strict=True)):
        lengths += [
            (index, strap_length(prop, one)) for prop in props_of(figure, position) if isinstance(prop, StrapsProp)
        ]
    if lengths:
        first = lengths[0][1]
        found = [
            Finding(
                index,
                f"the straps are {long:.0f} cm long here and {first:.0f} cm in the first position",
                "Move the hands: straps do not stretch.",
            )
            for index, long in lengths[1:]
            if abs(long - first) > 3.0
        ]
    return found


# --- what the text says --------------------------------------------------------------------------


def _expected(_: Figure, position: Position, found: Body) -> Iterator[tuple[str, str]]:
    for what, wanted in position.expect.items():
        for name, angle, bent in _measured(found, what):
            if wanted in ("straight", "bent"):
                if (bent > 14) == (wanted == "straight"):
                    yield (
                        f"the {name} should be {wanted}, but bends {bent:.0f}°",
                        "Change the pose, or what is expected.",
                    )
                continue
            goal = {"upright": 0.0, "level": 90.0}.get(str(wanted))
            off = abs(abs(angle) - goal) if goal is not None else abs(angle - float(wanted))
            if off > ANGLE:
                said = wanted if isinstance(wanted, str) else f"at {wanted:g}°"
                yield (
                    f"the {name} should be {said}, but is at {angle:.0f}° (0 is upright, 90 level)",
                    "Change the pose, or what is expected.",
                )


def _lean(one: P3, other: P3) -> float:
    """Of a line that hangs from ``one``: degrees from straight down, positive forward."""
    line = sub(other, one)
    return math.degrees(math.atan2(math.copysign(math.hypot(line[0], line[2]), line[0]), -line[1]))


def _measured(found: Body, what: str) -> list[tuple[str, float, float]]:
    """Name, angle from upright, and bend of what an expectation names; one for each side meant."""
    if what in ("trunk", "back"):
        bent = _angle(found.pelvis.u, found.chest.u)
        return [(what, found.trunk_lean, bent)]
    word = what.split()
    sides = (word[0],) if word[0] in SIDES else SIDES
    part = " ".join(word[1:]) if word[0] in SIDES else what
    rows = []
    for side in sides:
        leg, arm = found.legs[side], found.arms[side]
        knee, elbow = abs(_bend(leg)), _angle(sub(arm.middle, arm.root), sub(arm.end, arm.middle))
        table = {
            "thigh": (_lean(leg.root, leg.middle), 0.0),
            "shin": (_lean(leg.middle, leg.end), 0.0),
            "upper arm": (_lean(arm.root, arm.middle), 0.0),
            "forearm": (_lean(arm.middle, arm.end), 0.0),
            "arm": (_lean(arm.root, arm.end), elbow),
            "elbow": (0.0, elbow),
            "knee": (0.0, knee),
            "leg": (_lean(leg.root, leg.end), knee),
        }
        angle, bent = table[part.removesuffix("s")]
        rows.append((f"{side} {part.removesuffix('s')}", angle, bent))
    return rows


def _part(name: str) -> str:
    return {"shirt": "trunk", "pelvis": "seat"}.get(name, name.replace("fore", "forearm").replace("upper", "upper arm"))


_RULES: tuple[Rule, ...] = (_floor, _contacts, _joints, _balance, _through, _hands, _expected)
