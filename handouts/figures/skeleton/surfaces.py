"""The body's surface: ellipsoids of each part, root first."""

from __future__ import annotations

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, Limb, Oval
from handouts.figures.skeleton.bones import chain_along, ovals_about
from handouts.figures.space import Frame, add, along, length, scale

__all__ = ["chains_of", "shoe", "sole"]


def shoe(leg: Limb) -> tuple[Oval, ...]:
    """Ovals of the shoe, heel to toe, all standing on the sole."""
    foot = leg.tip
    heel, ball = foot.at(leg.end, 0.0, -measures.ANKLE), foot.at(leg.end, measures.BALL, -measures.ANKLE)
    return (
        *ovals_about(heel, foot, measures.SHOE_ROWS),
        *ovals_about(ball, foot.lean(-leg.toes), measures.TOE_ROWS),
    )


def sole(leg: Limb) -> tuple[Oval, ...]:
    """The sole under the shoe, heel to toe: flat ovals."""
    flat = []
    half = measures.SOLE / 2
    for centre, (front, up, side) in shoe(leg):
        high = length(up)
        under = add(centre, scale(up, half / high - 1.0))
        flat.append((under, (front, scale(up, half / high), side)))
    heel, *_, mid = flat[: len(measures.SHOE_ROWS)]
    return heel, mid, *flat[len(measures.SHOE_ROWS) :]


def _belly(body: Body) -> Frame:
    pose = body.pose
    leaned = body.pelvis.lean((pose.lumbar or 0.0) / 2)
    return leaned.twisted((pose.trunk_turn or 0.0) / 2, (pose.trunk_side or 0.0) / 2)


def chains_of(body: Body) -> dict[str, tuple[Oval, ...]]:
    """The ellipsoids of every part of a body that has all its joints."""
    build = body.build
    *_, rf, ru, rr = measures.SKULL
    head, root, top = body.head, measures.NECK_OVALS[:2], measures.NECK_OVALS[2:]
    chains: dict[str, tuple[Oval, ...]] = {
        "pelvis": ovals_about(
            body.hips, body.pelvis, measures.PELVIS_OVALS, build.hips, (build.hips + build.waist) / 2
        ),
        "shirt": (
            *ovals_about(body.waist, _belly(body), measures.BELLY_OVALS, build.waist),
            *ovals_about(body.ribs, body.chest, measures.CHEST_OVALS, build.chest),
        ),
        "neck": (
            *ovals_about(body.nape, Frame(body.chest.f, along(body.chest.u, head.u, 0.6), body.chest.r), root),
            *ovals_about(body.skull, head, top),
        ),
        "skull": ((body.skull, (scale(head.f, rf), scale(head.u, ru), scale(head.r, rr))),),
        "jaw": ovals_about(body.skull, head, measures.FACE_OVALS),
        "nose": ovals_about(body.skull, head, measures.NOSE),
    }
    chains["head"] = (*chains["skull"], *chains["jaw"])
    for side in SIDES:
        leg, arm = body.legs[side], body.arms[side]
        chains[f"{side} thigh"] = chain_along(leg.root, leg.middle, leg.upper, measures.THIGH_ROWS, build.limbs)
        chains[f"{side} shin"] = chain_along(leg.middle, leg.end, leg.lower, measures.SHIN_ROWS, build.limbs)
        chains[f"{side} foot"] = shoe(leg)
        chains[f"{side} upper"] = chain_along(arm.root, arm.middle, arm.upper, measures.UPPER_ROWS, build.limbs)
        chains[f"{side} fore"] = chain_along(arm.middle, arm.end, arm.lower, measures.FORE_ROWS, build.limbs)
        chains[f"{side} hand"] = ovals_about(arm.end, arm.tip, measures.HANDS[arm.hold])
    return chains
