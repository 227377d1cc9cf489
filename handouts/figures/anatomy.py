"""A body in space becomes units on paper: skin, clothes, shoes, hair and face."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from handouts.figures import body as measures
from handouts.figures.camera import Camera
from handouts.figures.outline import P2, Ring, Rings, clip_lines, grown, hull, intersection, minus, smoothed, union
from handouts.figures.shapes import Shape, Unit
from handouts.figures.skeleton import SIDES, Body, Limb, Oval
from handouts.figures.space import P3, add, along, cross, dot, scale, sub, unit

__all__ = ["JOINTS", "body_units", "chain_outline", "unit_of"]

JOINTS: tuple[tuple[str, str, str, float], ...] = (
    ("trunk", "thigh", "root", 13.0), ("trunk", "upper", "root", 9.5), ("thigh", "shin", "middle", 8.0),
    ("upper", "fore", "middle", 6.5), ("fore", "hand", "end", 4.6), ("shin", "foot", "end", 0.0),
)  # fmt: skip
"""Units that grow together: which, at which joint of the limb, and how far from it the line between is left out, cm."""


def chain_outline(camera: Camera, chain: Iterable[Oval], fillet: float = 1.2) -> Rings:
    """The outline of ovals in a row, each joined to the next."""
    rings = [camera.oval(centre, axes) for centre, axes in chain]
    if len(rings) == 1:
        return (rings[0],)
    return smoothed(tuple(hull((*one, *other)) for one, other in itertools.pairwise(rings)), fillet)


def unit_of(camera: Camera, name: str, chain: tuple[Oval, ...], outline: Rings, spine: Iterable[P3]) -> Unit:
    """A part of the body as a unit that is not coloured yet."""
    low, high = extent(chain)
    return Unit(
        name, outline, tuple((camera.flat(point), camera.near(point)) for point in spine), low, high, living=True
    )


def extent(chain: Iterable[Oval]) -> tuple[P3, P3]:
    """The corners of the box round some ovals."""
    lows, highs = [], []
    for centre, axes in chain:
        reach = [math.sqrt(sum(axis[at] ** 2 for axis in axes)) for at in range(3)]
        lows.append([centre[at] - reach[at] for at in range(3)])
        highs.append([centre[at] + reach[at] for at in range(3)])
    low = [min(values) for values in zip(*lows, strict=True)]
    high = [max(values) for values in zip(*highs, strict=True)]
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


_LIGHT = (0.8, 0.6)
"""Where the light comes from, on paper."""


def shaded(outline: Rings, role: str, spine: tuple[P2, P2], deep: float = 1.6) -> list[Shape]:
    """A filled outline with a soft shade along the side that is away from the light.

    The shade lies along the ``spine``, so that none is left across a joint.
    """
    dx, dy = spine[1][0] - spine[0][0], spine[1][1] - spine[0][1]
    size = math.hypot(dx, dy)
    if size < 3:  # looked at along the bone
        return [Shape(outline, role)]
    across = (-dy / size, dx / size)
    sign = 1 if across[0] * _LIGHT[0] + across[1] * _LIGHT[1] > 0 else -1
    moved = tuple(
        tuple((x + sign * deep * across[0], y + sign * deep * across[1]) for x, y in ring) for ring in outline
    )
    shade = grown(grown(minus(outline, moved), -0.3), 0.3)
    return [Shape(outline, role), *([Shape(shade, f"{role} shade")] if shade else [])]


def part_of(
    chain: tuple[Oval, ...], until: float, rows: tuple[measures.Section, ...], wider: float
) -> tuple[Oval, ...]:
    """The upper part of a limb's chain, a little wider: a sleeve or a trouser leg. ``until`` is a part of the bone."""
    found = []
    for index, (centre, axes) in enumerate(chain):
        here = rows[index][0]
        if here <= until:
            found.append(_wider(centre, axes, wider))
        else:
            before = rows[index - 1][0]
            share = (until - before) / (here - before)
            last, last_axes = chain[index - 1]
            if share > 0.02:
                mixed = tuple(along(one, other, share) for one, other in zip(last_axes, axes, strict=True))
                flat = (mixed[0], scale(mixed[1], 0.25), mixed[2])  # a straight hem
                found.append(_wider(along(last, centre, share), flat, wider))
            break
    return tuple(found)


def _wider(centre: P3, axes: tuple[P3, ...], by: float) -> Oval:
    front, up, side = axes

    def more(axis: P3) -> P3:
        size = math.sqrt(dot(axis, axis))
        return scale(axis, (size + by) / size)

    return centre, (more(front), up, more(side))


def body_units(found: Body, camera: Camera) -> list[Unit]:
    """All units of the body, in no order."""
    units = [_trunk(found, camera), _head(found, camera)]
    middle = camera.near(along(found.hips, found.nape, 0.6))
    for side in SIDES:
        leg, arm = found.legs[side], found.arms[side]
        far_leg = camera.near(leg.root) < camera.near(found.hips) - 3.0
        far_arm = camera.near(arm.root) < middle - 6.0 and camera.near(arm.root) < camera.near(
            found.arms["left" if side == "right" else "right"].root
        )
        units += _leg(found, camera, side, leg, " far" if far_leg else "")
        units += _arm(found, camera, side, arm, " far" if far_arm else "")
    return units


def _trunk(found: Body, camera: Camera) -> Unit:
    pelvis = chain_outline(camera, found.chains["pelvis"][:1]) + tuple(
        camera.oval(centre, axes) for centre, axes in found.chains["pelvis"][1:]
    )
    shorts = smoothed(pelvis, 3.0)
    shirt = chain_outline(camera, found.chains["shirt"], 3.0)
    # where the shoulders join: the sleeves' roots close the gap between chest and arm
    roots = tuple(
        ring
        for side in SIDES
        for ring in (
            hull(
                (
                    *camera.oval(*found.chains[f"{side} upper"][0]),
                    *camera.oval(*found.chains["shirt"][-2]),
                )
            ),
        )
    )
    shirt = smoothed((*shirt, *roots), 2.5)
    whole = smoothed((*shorts, *shirt), 4.0)
    chain = (*found.chains["pelvis"], *found.chains["shirt"])
    unit = unit_of(camera, "trunk", chain, whole, [found.hips, found.waist, found.ribs, found.nape])
    hem = found.pelvis.at(found.waist, 0, -2.5)
    waist_line = _band_across(camera, found, hem)
    cloth = intersection(whole, waist_line)
    rest = minus(whole, waist_line)
    line = (camera.flat(found.hips), camera.flat(found.nape))
    unit.fills = [*shaded(rest, "shorts", line), *shaded(cloth, "shirt", line)]
    edge = intersection(whole, _band_across(camera, found, hem, thin=True))
    unit.details = [Shape(edge, "line")] if edge else []
    return unit


def _band_across(camera: Camera, found: Body, hem: P3, *, thin: bool = False) -> Rings:
    """A large box on paper over the hem of the shirt, square to the spine; or the hem's line alone."""
    (x, y), (above_x, above_y) = camera.flat(hem), camera.flat(found.pelvis.at(hem, 0, 1))
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


def _leg(found: Body, camera: Camera, side: str, leg: Limb, far: str) -> list[Unit]:
    chains = found.chains
    thigh_chain = chains[f"{side} thigh"]
    outline = chain_outline(camera, thigh_chain)
    shorts = chain_outline(camera, part_of(thigh_chain, measures.SHORTS, measures.THIGH_ROWS, 0.9), 1.0)
    thigh = unit_of(camera, f"{side} thigh", thigh_chain, union((*outline, *shorts)), [leg.root, leg.middle])
    bone = (camera.flat(leg.root), camera.flat(leg.middle))
    thigh.fills = [*_skin(minus(outline, shorts), far, bone), *_cloth(shorts, "shorts", far, bone)]
    hem = _hem(camera, along(leg.root, leg.middle, measures.SHORTS), leg, thigh.outline)
    thigh.details = [Shape(hem, line="line", weight=0.62, closed=False)] if hem else []
    shin_outline = chain_outline(camera, chains[f"{side} shin"])
    shin = unit_of(camera, f"{side} shin", chains[f"{side} shin"], shin_outline, [leg.middle, leg.end])
    shin.fills = _skin(shin_outline, far, (camera.flat(leg.middle), camera.flat(leg.end)))
    return [thigh, shin, _shoe(found, camera, side, leg, far)]


def _skin(outline: Rings, far: str, bone: tuple[P2, P2]) -> list[Shape]:
    return [Shape(outline, f"skin{far}")] if far else shaded(outline, "skin", bone, 1.2)


def _cloth(outline: Rings, role: str, far: str, bone: tuple[P2, P2]) -> list[Shape]:
    return [Shape(outline, f"{role}{far}")] if far else shaded(outline, role, bone)


def _hem(camera: Camera, at: P3, limb: Limb, outline: Rings, *, arm: bool = False) -> Rings:
    """The lower edge of a sleeve or trouser leg: the near half of the ring round the limb."""
    frame = limb.upper
    deep, wide = (5.4, 5.0) if arm else (8.4, 8.0)
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


def _shoe(found: Body, camera: Camera, side: str, leg: Limb, far: str) -> Unit:
    chain = found.chains[f"{side} foot"]
    ankle: Oval = found.chains[f"{side} shin"][-1]
    outline = smoothed(
        (
            *chain_outline(camera, chain, 2.0),
            hull((*camera.oval(*chain[0]), *camera.oval(*chain[1]), *camera.oval(*ankle))),
        ),
        2.0,
    )
    unit = unit_of(camera, f"{side} foot", chain, outline, [leg.end, chain[2][0], chain[-1][0]])
    up = camera.flat(leg.tip.u)
    moved = tuple(tuple((x + 1.7 * up[0], y + 1.7 * up[1]) for x, y in ring) for ring in outline)
    unit.fills = [Shape(outline, f"shoe{far}"), Shape(grown(grown(minus(outline, moved), -0.15), 0.15), "sole")]
    return unit


def _arm(found: Body, camera: Camera, side: str, arm: Limb, far: str) -> list[Unit]:
    chains = found.chains
    chain = chains[f"{side} upper"]
    outline = chain_outline(camera, chain)
    sleeve = chain_outline(camera, part_of(chain, measures.SLEEVE, measures.UPPER_ROWS, 0.9), 1.0)
    upper = unit_of(camera, f"{side} upper", chain, union((*outline, *sleeve)), [arm.root, arm.middle])
    bone = (camera.flat(arm.root), camera.flat(arm.middle))
    upper.fills = [*_skin(minus(outline, sleeve), far, bone), *_cloth(sleeve, "shirt", far, bone)]
    hem = _hem(camera, along(arm.root, arm.middle, measures.SLEEVE), arm, upper.outline, arm=True)
    upper.details = [Shape(hem, line="line", weight=0.62, closed=False)] if hem else []
    fore_outline = chain_outline(camera, chains[f"{side} fore"])
    fore = unit_of(camera, f"{side} fore", chains[f"{side} fore"], fore_outline, [arm.middle, arm.end])
    fore.fills = _skin(fore_outline, far, (camera.flat(arm.middle), camera.flat(arm.end)))
    return [upper, fore, _hand(found, camera, side, arm, far)]


def _hand(found: Body, camera: Camera, side: str, arm: Limb, far: str) -> Unit:
    chain = found.chains[f"{side} hand"]
    wrist = found.chains[f"{side} fore"][-1]
    frame, inner = arm.tip, (-1.0 if side == "right" else 1.0)
    rings = [*chain_outline(camera, (wrist, *chain), 1.0)]
    if arm.grip:  # the thumb lies over the fingers
        thumb = [frame.at(arm.end, 1.5, -1.5, inner * 3.2), frame.at(arm.end, 4.6, -4.0, inner * 3.0)]
    else:
        thumb = [frame.at(arm.end, 1.4, -2.0, inner * 2.4), frame.at(arm.end, 3.6, -7.2, inner * 3.0)]
    tips = [camera.oval(point, (scale(frame.f, 1.5), scale(frame.u, 1.5), scale(frame.r, 1.5))) for point in thumb]
    outline = smoothed((*rings, hull((*tips[0], *tips[1]))), 0.5)
    unit = unit_of(camera, f"{side} hand", chain, outline, [arm.end, chain[-1][0]])
    unit.fills = [Shape(outline, f"skin{far}")]
    if arm.grip:
        lines: list[Ring] = []
        for across in (-1.4, 0.3, 2.0):
            points = [frame.at(arm.end, f, u, inner * across) for f, u in ((4.6, -4.0), (4.9, -6.2), (3.2, -8.4))]
            lines.append(tuple(camera.flat(point) for point in points))
        unit.details = [Shape(tuple(lines), line="line", weight=0.45, closed=False)]
    return unit


# --- head ----------------------------------------------------------------------------------------


def _head(found: Body, camera: Camera) -> Unit:
    head, at = found.head, found.skull
    skull = camera.oval(*found.chains["skull"][0])
    jaw = [camera.oval(*oval) for oval in found.chains["jaw"]]
    nose = [camera.oval(*oval) for oval in found.chains["nose"]]
    face = smoothed((skull, hull((*skull, *jaw[0])), hull((*jaw[0], *jaw[1])), hull((*nose[0], *nose[1]))), 0.9)
    neck = chain_outline(camera, found.chains["neck"], 1.5)
    hair, bun = _hair(found, camera), _bun(found, camera)
    outline = union((*face, *neck, *hair, *bun))
    chain = (*found.chains["neck"], *found.chains["head"])
    unit = unit_of(camera, "head", chain, outline, [found.nape, at])
    spine = (camera.flat(found.nape), camera.flat(at))
    behind = camera.near(head.at(at, *_BUN)) < camera.near(at)
    knot = [Shape(bun, "hair", "line", 0.5)] if bun else []
    unit.fills = [
        *(knot if behind else []),
        *shaded(neck, "skin", spine, 1.2),
        Shape(face, line="line", weight=0.62),
        *shaded(face, "skin", spine, 1.2),
    ]
    details: list[Shape] = [
        Shape(face, line="line", weight=0.62),
        Shape(hair, "hair", "line", 0.5),
        *([] if behind else knot),
    ]
    for sign in (-1.0, 1.0):
        ear = head.at(at, measures.EAR[0], measures.EAR[1], sign * measures.EAR[2])
        if camera.near(ear) - camera.near(at) > 2.0:
            oval = camera.oval(ear, (scale(head.f, 1.7), scale(head.u, 2.5), scale(head.r, 0.8)))
            details += [Shape((oval,), "skin"), Shape((oval,), line="line", weight=0.55)]
        forward, up, side = measures.EYE
        eye = head.at(at, forward, up, sign * side)
        normal = sub(eye, at)
        if camera.near(add(at, normal)) - camera.near(at) > 1.2:
            oval = camera.oval(eye, (scale(head.f, 0.75), scale(head.u, 1.0), scale(head.r, 0.75)))
            details.append(Shape((oval,), "line"))
    if camera.near(head.at(at, 9, 0)) - camera.near(at) > -2.5:
        half = [head.at(at, f, u, r) for f, u, r in ((6.6, -6.0, -2.6), (8.0, -6.9, 0.0), (6.6, -6.0, 2.6))]
        shown = [camera.flat(point) for point in half if camera.near(point) - camera.near(at) > -1.0]
        if len(shown) > 1:
            details.append(Shape((tuple(shown),), line="line", weight=0.5, closed=False))
    if camera.near(head.at(at, 9, 0)) - camera.near(at) > 4.5:  # seen from before: the nose needs a line
        points = [head.at(at, 9.6, 0.0, 1.1), head.at(at, 11.6, -2.6, 1.5), head.at(at, 10.6, -3.4, -0.6)]
        details.append(Shape((tuple(camera.flat(point) for point in points),), line="line", weight=0.5, closed=False))
    unit.details = details
    return unit


_BUN = (-5.0, 10.4)
"""Middle of tied hair, forward of and over the skull's middle: high, so that a head can lie on its back."""


def _bun(found: Body, camera: Camera) -> Rings:
    if not found.build.bun:
        return ()
    head = found.head
    return (camera.oval(head.at(found.skull, *_BUN), (scale(head.f, 4.2), scale(head.u, 3.9), scale(head.r, 4.4))),)


def _hair(found: Body, camera: Camera) -> Rings:
    """Hair on top of the skull and behind the ears, as the caps of an oval a little larger than the skull."""
    head = found.head
    *_, rf, ru, rr = measures.SKULL
    radii = (rf + 0.7, ru + 0.7, rr + 0.7)
    centre = head.at(found.skull, -0.3, 0.3)
    caps = [
        _cap(found, camera, centre, radii, normal, offset)
        for normal, offset in (
            ((-0.30, 0.954), 0.44),
            ((-0.985, 0.17), 0.18),
        )
    ]
    rings = [cap for cap in caps if len(cap) > 2]
    return smoothed(tuple(rings), 0.8) if rings else ()


def _cap(found: Body, camera: Camera, centre: P3, radii: P3, normal: tuple[float, float], offset: float) -> Ring:
    """The seen part of a cap of an oval: of its surface what lies beyond a plane.

    In units of the radii the oval is a ball: the plane has the given normal (forward, up) and distance.
    """
    head = found.head
    axes = (scale(head.f, radii[0]), scale(head.u, radii[1]), scale(head.r, radii[2]))

    def point(ball: P3) -> P3:
        return add(centre, add(add(scale(axes[0], ball[0]), scale(axes[1], ball[1])), scale(axes[2], ball[2])))

    # the direction towards the viewer, as a gradient on the ball: front where it is positive
    view = tuple(dot(camera.depth, axis) / max(dot(axis, axis), 1e-9) for axis in axes)
    sight = [view[at] * radii[at] for at in range(3)]
    size = math.sqrt(sum(part * part for part in sight))
    w = (sight[0] / size, sight[1] / size, sight[2] / size)
    n: P3 = (normal[0], normal[1], 0.0)
    a, b = _square_to(n)
    radius = math.sqrt(1 - offset * offset)
    cut = []
    for step in range(48):
        angle = 2 * math.pi * step / 48
        ball = add(scale(n, offset), add(scale(a, radius * math.cos(angle)), scale(b, radius * math.sin(angle))))
        if dot(ball, w) >= -0.02:
            cut.append(ball)
    c, d = _square_to(w)
    rim = []
    for step in range(72):
        angle = 2 * math.pi * step / 72
        ball = add(scale(c, math.cos(angle)), scale(d, math.sin(angle)))
        if dot(ball, n) >= offset:
            rim.append(ball)
    if dot(w, n) > offset and len(rim) == 72:
        return tuple(camera.flat(point(ball)) for ball in rim)
    points = [camera.flat(point(ball)) for ball in (*cut, *rim)]
    if len(points) < 3:
        return ()
    if dot(w, n) >= 0:  # the cut bulges towards the viewer: the cap is convex on paper
        return hull(points)
    rim_flat = [camera.flat(point(ball)) for ball in _arc(rim)]
    cut_flat = [camera.flat(point(ball)) for ball in _arc(cut)]
    if not rim_flat or not cut_flat:
        return ()
    if math.dist(rim_flat[-1], cut_flat[0]) > math.dist(rim_flat[-1], cut_flat[-1]):
        cut_flat.reverse()
    return (*rim_flat, *cut_flat)


def _arc(points: list[P3]) -> list[P3]:
    """Points on a ring, begun after its largest gap."""
    if len(points) < 2:
        return points
    gaps = [math.dist(points[at - 1], points[at]) for at in range(len(points))]
    start = max(range(len(points)), key=lambda at: gaps[at])
    return points[start:] + points[:start]


def _square_to(n: P3) -> tuple[P3, P3]:
    """Two directions square to a third and to each other."""
    helper: P3 = (0.0, 0.0, 1.0) if abs(n[2]) < 0.8 else (1.0, 0.0, 0.0)
    a = unit(cross(n, helper))
    return a, cross(n, a)
