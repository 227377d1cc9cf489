"""A body in space becomes units on paper: skin, clothes and shoes; its head is drawn in ``head``."""

from __future__ import annotations

import math
from collections.abc import Collection

from handouts.figures import measures
from handouts.figures.body import SIDES, Body, Limb, Oval
from handouts.figures.camera import Camera
from handouts.figures.extremities import hand_unit, shoe_unit
from handouts.figures.flesh import chain_outline, shaded, unit_of
from handouts.figures.head import head_unit
from handouts.figures.outline import P2, Rings, clip_lines, hull, intersection, minus, smoothed, union
from handouts.figures.shapes import Shape, Unit
from handouts.figures.skeleton.presets import setting_of
from handouts.figures.space import P3, Frame, add, along, dot, scale

__all__ = ["JOINTS", "body_units"]

JOINTS: tuple[tuple[str, str, str, float], ...] = (
    ("trunk", "thigh", "root", 13.0), ("trunk", "upper", "root", 9.5), ("thigh", "shin", "middle", 8.0),
    ("upper", "fore", "middle", 6.5), ("fore", "hand", "end", 4.6), ("shin", "foot", "end", 0.0),
)  # fmt: skip
"""Units that grow together: which, at which joint of the limb, and how far from it the line between is left out, cm."""


_FAR_LEG, _FAR_ARM, _FAR_LYING = 6.5, 13.0, 3.0
"""A limb whose root lies so far behind the body's middle is on the far side, and paler, cm: in a side view. In turned
views both sides are seen alike, but the lower leg of one who lies on a side is told from the upper one."""


_ACROSS = 4.0
"""A far arm whose wrist is hardly behind the body's middle reaches across it: forearm and hand are no paler, cm."""


def part_of(
    chain: tuple[Oval, ...], until: float, rows: tuple[measures.Section, ...], wider: float
) -> tuple[Oval, ...]:
    """The upper part of a limb's chain, a little wider: a sleeve or a trouser leg. ``until`` is a part of the bone."""
    kept = []
    for index, (centre, axes) in enumerate(chain):
        here = rows[index][0]
        if here <= until:
            kept.append(_wider(centre, axes, wider))
        else:
            before = rows[index - 1][0]
            share = (until - before) / (here - before)
            last, last_axes = chain[index - 1]
            if share > 0.02:
                mixed = tuple(along(one, other, share) for one, other in zip(last_axes, axes, strict=True))
                flat = (mixed[0], scale(mixed[1], 0.25), mixed[2])  # a straight hem
                kept.append(_wider(along(last, centre, share), flat, wider))
            break
    return tuple(kept)


def _wider(centre: P3, axes: tuple[P3, ...], by: float) -> Oval:
    front, up, side = axes

    def more(axis: P3) -> P3:
        size = math.sqrt(dot(axis, axis))
        return scale(axis, (size + by) / size)

    return centre, (more(front), up, more(side))


def body_units(body: Body, camera: Camera, doing: Collection[str] = ()) -> list[Unit]:
    """All units of the body, in no order. Far limbs are paler, but for those that are ``doing`` something."""
    units = [_trunk(body, camera), head_unit(body, camera)]
    middle = camera.near(along(body.hips, body.nape, 0.6))
    for side in SIDES:
        leg, arm = body.legs[side], body.arms[side]
        far_leg = camera.near(leg.root) < camera.near(body.hips) - (_FAR_LYING if body.pose.lie else _FAR_LEG)
        far_arm = camera.near(arm.root) < middle - _FAR_ARM and camera.near(arm.root) < camera.near(
            body.arms["left" if side == "right" else "right"].root
        )
        units += _leg(body, camera, side, leg, " far" if far_leg and f"{side} leg" not in doing else "")
        far = " far" if far_arm and f"{side} arm" not in doing else ""
        across = camera.near(arm.end) > camera.near((*arm.end[:2], body.nape[2])) - _ACROSS
        units += _arm(body, camera, side, arm, far, "" if across else far)
    return units


def _trunk(body: Body, camera: Camera) -> Unit:
    pelvis = chain_outline(camera, body.chains["pelvis"][:1]) + tuple(
        camera.oval(centre, axes) for centre, axes in body.chains["pelvis"][1:]
    )
    shorts = smoothed(pelvis, 3.0)
    shirt = chain_outline(camera, body.chains["shirt"], 3.0)
    shirt = smoothed((*shirt, *(ring for side in SIDES for ring in _shoulder(body, camera, side))), 2.5)
    whole = smoothed((*shorts, *shirt), 4.0)
    chain = (*body.chains["pelvis"], *body.chains["shirt"])
    unit = unit_of(camera, "trunk", chain, whole, [body.hips, body.waist, body.ribs, body.nape])
    hem = body.pelvis.at(body.waist, 0, -2.5)
    waist_line = _band_across(camera, body, hem)
    cloth = intersection(whole, waist_line)
    rest = minus(whole, waist_line)
    line = (camera.flat(body.hips), camera.flat(body.nape))
    unit.fills = [*shaded(rest, "shorts", line), *shaded(cloth, "shirt", line)]
    edge = intersection(whole, _band_across(camera, body, hem, thin=True))
    unit.details = [*([Shape(edge, "line")] if edge else []), *_blades(body, camera)]
    return unit


def _blades(body: Body, camera: Camera) -> list[Shape]:
    """The inner edges of the shoulder blades, seen from behind: they show where the shoulders are drawn to."""
    if camera.near(body.chest.f) > -0.6:
        return []
    lines = []
    for side in SIDES:
        sign = 1.0 if side == "right" else -1.0
        get = setting_of(body.pose, side)
        forward, up, _ = measures.BLADE.get(get("shoulder") or "", (0.0, 0.0, 0.0))
        at = 6.6 + 0.9 * forward
        edge = [body.chest.at(body.ribs, -9.0, u + up, sign * (at + out)) for u, out in _BLADE_EDGE]
        lines.append(tuple(camera.flat(point) for point in edge))
    return [Shape(tuple(lines), line="line", weight=0.45, closed=False)]


_BLADE_EDGE = ((19.0, 0.6), (16.0, 0.0), (11.0, 0.4), (7.6, 2.4))
"""Of a shoulder blade's inner edge: up, and out, cm."""


def _shoulder(body: Body, camera: Camera, side: str) -> Rings:
    """From the neck down the slope to the arm, and from there to the chest: round, with no corner."""
    sign = 1.0 if side == "right" else -1.0
    neck, slope = [
        camera.oval(
            body.chest.at(body.ribs, f, u, sign * r * body.build.shoulders),
            (scale(body.chest.f, deep), scale(body.chest.u, high), scale(body.chest.r, wide)),
        )
        for f, u, r, deep, high, wide in measures.TRAPEZIUS
    ]
    centre, axes = body.chains[f"{side} upper"][0]
    front, up, across = (scale(axis, 0.92) for axis in axes)
    joint = camera.oval(centre, (front, up, across))
    chest = camera.oval(*body.chains["shirt"][-2])
    flank = (
        camera.oval(*body.chains["shirt"][-3]) if body.pose.lie else ()
    )  # a shoulder that is let go slopes to the ribs
    return hull((*neck, *slope)), hull((*slope, *joint)), hull((*joint, *chest, *flank))


def _band_across(camera: Camera, body: Body, hem: P3, *, thin: bool = False) -> Rings:
    """A large box on paper over the hem of the shirt, square to the spine; or the hem's line alone."""
    (x, y), (above_x, above_y) = camera.flat(hem), camera.flat(body.pelvis.at(hem, 0, 1))
    up = (above_x - x, above_y - y)
    size = math.hypot(*up)
    if size < 0.25:  # looked at along the spine: the hem is not seen
        return ((),) if thin else (((-999, -999), (999, -999), (999, 999), (-999, 999)),)
    ux, uy = up[0] / size, up[1] / size
    high = 0.25 if thin else 90.0
    return (
        (
            (x - 60 * uy, y + 60 * ux),
            (x + 60 * uy, y - 60 * ux),
            (x + 60 * uy + high * ux, y - 60 * ux + high * uy),
            (x - 60 * uy + high * ux, y + 60 * ux + high * uy),
        ),
    )


def _leg(body: Body, camera: Camera, side: str, leg: Limb, far: str) -> list[Unit]:
    chains = body.chains
    thigh_chain = chains[f"{side} thigh"]
    outline = chain_outline(camera, thigh_chain)
    shorts = chain_outline(camera, part_of(thigh_chain, measures.SHORTS, measures.THIGH_ROWS, 0.9), 1.0)
    thigh = unit_of(camera, f"{side} thigh", thigh_chain, union((*outline, *shorts)), [leg.root, leg.middle])
    bone = (camera.flat(leg.root), camera.flat(leg.middle))
    thigh.fills = [*_skin(minus(outline, shorts), far, bone, "leg"), *_cloth(shorts, "shorts", far, bone)]
    hem = _hem(camera, along(leg.root, leg.middle, measures.SHORTS), leg.upper, thigh.outline, (8.4, 8.0))
    thigh.details = [Shape(hem, line=f"hem{far}", weight=0.62, closed=False)] if hem else []
    shin_outline = chain_outline(camera, chains[f"{side} shin"])
    shin = unit_of(camera, f"{side} shin", chains[f"{side} shin"], shin_outline, [leg.middle, leg.end])
    shin.fills = _skin(shin_outline, far, (camera.flat(leg.middle), camera.flat(leg.end)), "leg")
    cuff = _hem(camera, along(leg.middle, leg.end, measures.CUFF), leg.lower, shin_outline, (4.2, 4.2))
    shin.details = [Shape(cuff, line="cuff", weight=0.62, closed=False)] if cuff and not far else []
    return [thigh, shin, shoe_unit(body, camera, side, leg, far)]


def _skin(outline: Rings, far: str, bone: tuple[P2, P2], role: str = "skin") -> list[Shape]:
    return [Shape(outline, f"{role}{far}")] if far else shaded(outline, role, bone, 1.2)


def _cloth(outline: Rings, role: str, far: str, bone: tuple[P2, P2]) -> list[Shape]:
    return [Shape(outline, f"{role}{far}")] if far else shaded(outline, role, bone)


def _hem(camera: Camera, at: P3, frame: Frame, outline: Rings, half: tuple[float, float]) -> Rings:
    """The lower edge of a sleeve or trouser leg: the near half of the ring round the limb."""
    deep, wide = half
    points = []
    for step in range(25):
        angle = 2 * math.pi * step / 24
        point = add(at, add(scale(frame.f, deep * math.cos(angle)), scale(frame.r, wide * math.sin(angle))))
        points.append((camera.near(point) - camera.near(at), camera.flat(point)))
    front = [flat for near, flat in points[:-1] if near >= -0.01]
    if len(front) < 3:
        return ()
    front.sort(key=lambda point: dot((*point, 0.0), (*_across(camera, frame.f, frame.r), 0.0)))
    return tuple(clip_lines([tuple(front)], outline))


def _across(camera: Camera, f: P3, r: P3) -> P2:
    """Of two directions, the one that is longer on paper."""
    one, other = camera.flat(f), camera.flat(r)
    return one if math.hypot(*one) > math.hypot(*other) else other


def _arm(body: Body, camera: Camera, side: str, arm: Limb, far: str, beyond: str) -> list[Unit]:
    """An arm; ``beyond`` is for forearm and hand, which may reach across to the near side."""
    chains = body.chains
    chain = chains[f"{side} upper"]
    outline = chain_outline(camera, chain)
    sleeve = chain_outline(camera, part_of(chain, measures.SLEEVE, measures.UPPER_ROWS, 0.9), 1.0)
    upper = unit_of(camera, f"{side} upper", chain, union((*outline, *sleeve)), [arm.root, arm.middle])
    bone = (camera.flat(arm.root), camera.flat(arm.middle))
    upper.fills = [*_skin(minus(outline, sleeve), far, bone), *_cloth(sleeve, "shirt", far, bone)]
    hem = _hem(camera, along(arm.root, arm.middle, measures.SLEEVE), arm.upper, upper.outline, (5.4, 5.0))
    upper.details = [Shape(hem, line="line", weight=0.62, closed=False)] if hem else []
    fore_outline = chain_outline(camera, chains[f"{side} fore"])
    fore = unit_of(camera, f"{side} fore", chains[f"{side} fore"], fore_outline, [arm.middle, arm.end])
    fore.fills = _skin(fore_outline, beyond, (camera.flat(arm.middle), camera.flat(arm.end)))
    return [upper, fore, hand_unit(body, camera, side, arm, beyond)]
