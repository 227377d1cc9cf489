"""The body's surface: ellipsoids of each part, root first."""

from __future__ import annotations

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, Limb, Oval
from handouts.figures.skeleton.bones import chain_along, ovals_about
from handouts.figures.space import Frame, along, scale

__all__ = ["chains_of", "shoe"]


def shoe(leg: Limb) -> tuple[Oval, ...]:
    """Ovals of the shoe, heel to toe, all standing on the sole."""
    foot = leg.tip
    rear = [
        (
            foot.at(leg.end, forward, high - measures.ANKLE),
            (scale(foot.f, 4.0), scale(foot.u, high), scale(foot.r, wide)),
        )
        for forward, high, wide in measures.FOOT_ROWS
    ]
    ball = foot.at(leg.end, measures.BALL, -measures.ANKLE)
    toes = foot.lean(-leg.toes)
    front = [
        (toes.at(ball, forward, high), (scale(toes.f, 2.4), scale(toes.u, high), scale(toes.r, wide)))
        for forward, high, wide in measures.TOE_ROWS
    ]
    return (*rear, *front)


def chains_of(body: Body) -> dict[str, tuple[Oval, ...]]:
    """The ellipsoids of every part of a body that has all its joints."""
    build = body.build
    *_, rf, ru, rr = measures.SKULL
    head = body.head
    chains: dict[str, tuple[Oval, ...]] = {
        "pelvis": ovals_about(
            body.hips, body.pelvis, measures.PELVIS_OVALS, build.hips, (build.hips + build.waist) / 2
        ),
        "shirt": (
            *ovals_about(body.waist, body.pelvis.lean((body.pose.lumbar or 0) / 2), measures.BELLY_OVALS, build.waist),
            *ovals_about(body.ribs, body.chest, measures.CHEST_OVALS, build.chest),
        ),
        "neck": ovals_about(body.nape, Frame(head.f, along(body.chest.u, head.u, 0.6), head.r), measures.NECK_OVALS),
        "skull": ((body.skull, (scale(head.f, rf), scale(head.u, ru), scale(head.r, rr))),),
        "jaw": ovals_about(body.skull, head, measures.JAW_OVALS),
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
        chains[f"{side} hand"] = ovals_about(arm.end, arm.tip, measures.FIST_OVALS if arm.grip else measures.HAND_OVALS)
    return chains
