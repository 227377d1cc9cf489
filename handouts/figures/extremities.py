"""Hands and shoes on paper."""

from __future__ import annotations

import itertools

from handouts.figures import measures
from handouts.figures.body import Body, Limb, Oval
from handouts.figures.camera import Camera
from handouts.figures.fingers import fingered
from handouts.figures.flesh import chain_outline, unit_of
from handouts.figures.outline import P2, Ring, clip_lines, hull, intersection, smoothed
from handouts.figures.shapes import Shape, Unit
from handouts.figures.skeleton.surfaces import sole
from handouts.figures.space import P3, Frame, scale

__all__ = ["hand_unit", "shoe_unit"]


# --- shoes ---------------------------------------------------------------------------------------


def shoe_unit(body: Body, camera: Camera, side: str, leg: Limb, far: str) -> Unit:
    """A shoe: an upright heel, an instep, toes that spring up, and a sole of one thickness."""
    chain = body.chains[f"{side} foot"]
    ankle: Oval = body.chains[f"{side} shin"][-1]
    heel, counter, collar, instep, middle, *toes = [camera.oval(*oval) for oval in chain]
    upper = smoothed(
        (
            hull((*heel, *counter, *collar, *instep)),
            hull((*collar, *instep, *camera.oval(*ankle))),
            hull((*heel, *instep, *middle)),
            *(hull((*a, *b)) for a, b in itertools.pairwise((middle, *toes))),
        ),
        2.0,
    )
    slab = smoothed(tuple(hull((*a, *b)) for a, b in itertools.pairwise([camera.oval(*one) for one in sole(leg)])), 1.0)
    unit = unit_of(camera, f"{side} foot", chain, smoothed((*upper, *slab), 1.0), [leg.end, chain[3][0], chain[-1][0]])
    seen_from_below = camera.near(leg.tip.u) < -0.03
    leather, rubber = Shape(upper, f"shoe{far}"), Shape(slab, "sole light")
    if seen_from_below:
        unit.fills = [leather, rubber]
        return unit
    # the sole is seen as a rim round the upper, whose ovals reach down to the floor
    raised = _raised(camera, leg.tip, upper)
    unit.fills = [Shape(unit.outline, "sole"), Shape(raised, f"shoe{far}")]
    unit.details = _laces(camera, leg, unit) if not far else []
    return unit


def _raised(camera: Camera, foot: Frame, upper: tuple[Ring, ...]) -> tuple[Ring, ...]:
    """The upper without the sole's thickness."""
    dx, dy = camera.flat(scale(foot.u, measures.SOLE))
    return intersection(upper, tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in upper))


def _laces(camera: Camera, leg: Limb, unit: Unit) -> list[Shape]:
    """One stroke over the instep."""
    heel = leg.tip.at(leg.end, 0.0, -measures.ANKLE)
    if camera.near(leg.tip.r) ** 2 < 0.2:  # from before or behind it would be a mere dot
        return []
    line = tuple(camera.flat(leg.tip.at(heel, f, u, 0.0)) for f, u in ((4.2, 5.0), (5.4, 7.4)))
    kept = clip_lines([line], unit.outline)
    return [Shape(tuple(kept), line="line", weight=0.45, closed=False)] if kept else []


# --- hands ---------------------------------------------------------------------------------------

_FACING = 0.34
"""Fingers are told apart where the hand's back or palm faces the viewer more than this."""


def hand_unit(body: Body, camera: Camera, side: str, arm: Limb, far: str) -> Unit:
    """A hand in its shape, its thumb beside or over the fingers."""
    if arm.digits:
        return fingered(body, camera, side, arm, far)
    chain = body.chains[f"{side} hand"]
    wrist = body.chains[f"{side} fore"][-1]
    inner = -1.0 if side == "right" else 1.0
    joints = [arm.tip.at(arm.end, f, u, inner * r) for f, u, r in measures.THUMBS[arm.hold]]
    thumb = [_ball(camera, point, arm.tip, size) for point, size in zip(joints, (1.9, 1.5, 1.2), strict=True)]
    rings = [*chain_outline(camera, (wrist, *chain), 1.0), *(hull((*a, *b)) for a, b in itertools.pairwise(thumb))]
    unit = unit_of(camera, f"{side} hand", chain, smoothed(tuple(rings), 0.7), [arm.end, chain[-1][0]])
    unit.fills = [Shape(unit.outline, f"skin{far}")]
    if arm.grip:  # what it holds lies before the forearm, and so the hand does too
        unit.after = (f"{side} fore",)
    if far:  # paler, and with fewer lines
        return unit
    lines = _fist_lines(camera, arm, inner) if arm.grip else _finger_lines(camera, arm, inner)
    kept = clip_lines(lines, unit.outline) if lines else []
    unit.details = [Shape(tuple(kept), line="line", weight=0.4, closed=False)] if kept else []
    return unit


def _ball(camera: Camera, point: P3, frame: Frame, size: float) -> Ring:
    return camera.oval(point, (scale(frame.f, size), scale(frame.u, size), scale(frame.r, size)))


def _finger_lines(camera: Camera, arm: Limb, inner: float) -> list[tuple[P2, ...]]:
    """Between the fingers of an open hand, from the knuckles to the tips."""
    facing = camera.near(arm.tip.f)
    if abs(facing) < _FACING:
        return []
    *_, knuckle, middle, tip = [(f, u) for f, u, *_ in measures.HANDS[arm.hold]]
    start = (knuckle[0], (knuckle[1] + middle[1]) / 2)
    ways = ((start, (middle[0], middle[1] - 1.0), (tip[0], tip[1] - 2.4)),)
    lines = [
        tuple(camera.flat(arm.tip.at(arm.end, f, u, across * (1.0 - 0.05 * at))) for at, (f, u) in enumerate(line))
        for line in ways
        for across in (-1.8, 0.0, 1.8)
    ]
    if facing < 0:  # the palm is seen: round the ball of the thumb
        lines.append(tuple(camera.flat(arm.tip.at(arm.end, f, u, inner * r)) for f, u, r in _BALL_OF_THUMB))
    return lines


_BALL_OF_THUMB = ((-1.6, -2.2, 0.0), (-1.6, -5.0, 0.3), (-1.5, -7.4, 1.6), (-1.3, -8.4, 3.2))


def _fist_lines(camera: Camera, arm: Limb, inner: float) -> list[tuple[P2, ...]]:
    """Between the fingers of a closed hand, as far as they are seen."""
    facing = camera.near(arm.tip.f)
    if abs(facing) > _FACING:
        ways = ((2.6, -7.6), (3.6, -6.0), (3.9, -4.6)) if facing > 0 else ((-1.6, -7.2), (-2.4, -5.4), (-1.8, -3.4))
        return [tuple(camera.flat(arm.tip.at(arm.end, f, u, across)) for f, u in ways) for across in (-1.9, 0.0, 1.9)]
    if camera.near(arm.tip.r) * inner > 0:  # the thumb's side: the index finger curls under it
        curl = ((3.6, -7.0), (1.2, -8.0), (-1.0, -6.4), (0.4, -4.8))
        return [tuple(camera.flat(arm.tip.at(arm.end, f, u, inner * 3.4)) for f, u in curl)]
    return [
        tuple(camera.flat(arm.tip.at(arm.end, f, u, -inner * 3.4)) for f, u in ((-1.6, -3.4), (1.0, -5.0), (3.4, -4.6)))
    ]
