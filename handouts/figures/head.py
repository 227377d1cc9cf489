"""The head on paper: face, neck, hair, ears and eyes, as far as each is seen."""

from __future__ import annotations

import math
from collections.abc import Iterable

from handouts.figures import measures
from handouts.figures.body import Body
from handouts.figures.camera import Camera
from handouts.figures.flesh import chain_outline, shaded, unit_of
from handouts.figures.outline import P2, Ring, Rings, clip_lines, grown, hull, smoothed, union
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3, Frame, add, cross, dot, scale, sub, unit

__all__ = ["head_unit"]


def head_unit(body: Body, camera: Camera) -> Unit:
    """Head and neck as one unit."""
    head, at = body.head, body.skull
    face = _face(body, camera)
    neck = chain_outline(camera, body.chains["neck"], 1.5)
    hair, bun = _hair(body, camera), _bun(body, camera)
    outline = union((*face, *neck, *hair, *bun))
    chain = (*body.chains["neck"], *body.chains["head"])
    unit = unit_of(camera, "head", chain, outline, [body.nape, at])
    spine = (camera.flat(body.nape), camera.flat(at))
    behind = camera.near(head.at(at, *_BUN)) < camera.near(at)
    colour = body.build.hair
    knot = [Shape(bun, colour, "line", 0.5)] if bun else []
    contour = Shape(face, line="line", weight=0.62)
    unit.fills = [
        *(knot if behind else []),
        *shaded(neck, "skin", spine, 1.2),
        contour,
        *shaded(face, "skin", spine, 1.2),
    ]
    unit.details = [
        *_sinews(body, camera, union(neck)),
        contour,
        Shape(hair, colour, "line", 0.5),
        *([] if behind else knot),
        *(shape for sign in (-1.0, 1.0) for shape in _ear_and_eye(body, camera, sign)),
        *_mouth_and_nose(body, camera),
    ]
    return unit


def _face(body: Body, camera: Camera) -> Rings:
    """Skull, cheeks, chin, the corners of the jaw and the nose."""
    skull = camera.oval(*body.chains["skull"][0])
    jaw = [camera.oval(*oval) for oval in body.chains["jaw"]]
    nose = [camera.oval(*oval) for oval in body.chains["nose"]]
    cheeks, chin, *corners = jaw
    return smoothed(
        (
            hull((*skull, *cheeks)),
            hull((*cheeks, *chin)),
            hull((*nose[0], *nose[1])),
            *(hull((*corner, *part)) for corner in corners for part in (skull, chin, cheeks)),
        ),
        1.2,
    )


def _sinews(body: Body, camera: Camera, neck: Rings) -> list[Shape]:
    """The line from behind the ear to the collar, on the side that is seen."""
    lines = []
    for sign in (-1.0, 1.0):
        top = body.head.at(body.skull, -1.4, -7.6, sign * 4.0)
        foot = body.chest.at(body.nape, 4.2, -1.8, sign * 1.7)
        if camera.near(top) - camera.near(body.head.at(body.skull, -1.4, -7.6)) > -1.0:
            lines.append((camera.flat(top), camera.flat(foot)))
    kept = clip_lines(lines, grown(neck, -0.7))
    return [Shape(tuple(kept), line="line", weight=0.4, closed=False)] if kept else []


def _ear_and_eye(body: Body, camera: Camera, sign: float) -> list[Shape]:
    """Those of one side, if they are on the side that is seen."""
    head, at = body.head, body.skull
    shapes = []
    ear = head.at(at, measures.EAR[0], measures.EAR[1], sign * measures.EAR[2])
    if camera.near(ear) - camera.near(at) > 2.0:
        oval = camera.oval(ear, (scale(head.f, 1.7), scale(head.u, 2.8), scale(head.r, 0.8)))
        shapes += [Shape((oval,), "skin"), Shape((oval,), line="line", weight=0.55)]
    forward, up, side = measures.EYE
    eye = head.at(at, forward, up, sign * side)
    normal = sub(eye, at)
    if camera.near(add(at, normal)) - camera.near(at) > 1.2:
        oval = camera.oval(eye, (scale(head.f, 0.75), scale(head.u, 1.0), scale(head.r, 0.75)))
        brow = [head.at(at, f, up + high, sign * r) for f, high, r in _BROW]
        shapes += [
            Shape((oval,), "line"),
            Shape((tuple(map(camera.flat, brow)),), line="line", weight=0.6, closed=False),
        ]
    return shapes


_BROW = ((8.9, 3.2, 1.5), (8.3, 3.5, 3.2), (7.0, 2.6, 5.0))
"""Of a brow: forward, over the eye, to the side."""


def _mouth_and_nose(body: Body, camera: Camera) -> list[Shape]:
    """The mouth of a face that is not turned away; and the nose's line where it is seen from before."""
    head, at = body.head, body.skull
    shapes = []
    front = camera.near(head.at(at, 9, 0)) - camera.near(at)
    if front > -2.5:
        mouth = [head.at(at, f, u, r) for f, u, r in ((6.6, -6.0, -2.6), (8.0, -6.9, 0.0), (6.6, -6.0, 2.6))]
        seen = [camera.flat(point) for point in mouth if camera.near(point) - camera.near(at) > -0.2]
        if len(seen) > 1:
            shapes.append(Shape((tuple(seen),), line="line", weight=0.5, closed=False))
    if front > 4.5:
        points = [head.at(at, 9.6, 0.0, 1.1), head.at(at, 11.6, -2.6, 1.5), head.at(at, 10.6, -3.4, -0.6)]
        shapes.append(Shape((tuple(camera.flat(point) for point in points),), line="line", weight=0.5, closed=False))
    return shapes


_BUN = (-5.0, 10.4)
"""Middle of tied hair, forward of and over the skull's middle: high, so that a head can lie on its back."""


def _bun(body: Body, camera: Camera) -> Rings:
    if not body.build.bun:
        return ()
    head = body.head
    return (camera.oval(head.at(body.skull, *_BUN), (scale(head.f, 4.2), scale(head.u, 3.9), scale(head.r, 4.4))),)


def _hair(body: Body, camera: Camera) -> Rings:
    """Hair on top of the skull and behind the ears, as the caps of an oval a little larger than the skull."""
    head = body.head
    *_, rf, ru, rr = measures.SKULL
    radii = (rf + 0.9, ru + 1.1, rr + 0.9)
    centre = head.at(body.skull, -0.3, 0.3)
    caps = [
        _cap(body, camera, centre, radii, normal, offset)
        for normal, offset in (
            ((-0.20, 0.98), 0.33),
            ((-0.955, 0.296), 0.07),
        )
    ]
    rings = [cap for cap in caps if len(cap) > 2]
    return grown(grown(smoothed(tuple(rings), 3.0), -0.9), 0.9) if rings else ()


def _cap(body: Body, camera: Camera, centre: P3, radii: P3, normal: P2, offset: float) -> Ring:
    """The seen part of a cap of an oval: of its surface what lies beyond a plane.

    In units of the radii the oval is a ball: the plane has the given normal (forward, up) and distance.
    """
    head = body.head
    axes = Frame(scale(head.f, radii[0]), scale(head.u, radii[1]), scale(head.r, radii[2]))

    def on_paper(ball: Iterable[P3]) -> list[P2]:
        return [
            camera.flat(add(centre, add(add(scale(axes.f, f), scale(axes.u, u)), scale(axes.r, r)))) for f, u, r in ball
        ]

    sight = _sight(camera, axes, radii)
    n: P3 = (normal[0], normal[1], 0.0)
    cut = [point for point in _circle(n, offset, 48) if dot(point, sight) >= -0.02]
    rim = [point for point in _circle(sight, 0.0, _RIM) if dot(point, n) >= offset]
    if dot(sight, n) > offset and len(rim) == _RIM:
        return tuple(on_paper(rim))
    if len(cut) + len(rim) < 3:
        return ()
    if dot(sight, n) >= 0:  # the cut bulges towards the viewer: the cap is convex on paper
        return hull(on_paper((*cut, *rim)))
    rim_flat, cut_flat = on_paper(_arc(rim)), on_paper(_arc(cut))
    if not rim_flat or not cut_flat:
        return ()
    if math.dist(rim_flat[-1], cut_flat[0]) > math.dist(rim_flat[-1], cut_flat[-1]):
        cut_flat.reverse()
    return (*rim_flat, *cut_flat)


_RIM = 72
"""Points that the outline of a ball is looked at in."""


def _sight(camera: Camera, axes: Frame, radii: P3) -> P3:
    """The direction towards the viewer, as a gradient on the ball: front where it is positive."""
    rows = zip((axes.f, axes.u, axes.r), radii, strict=True)
    f, u, r = (dot(camera.depth, axis) / max(dot(axis, axis), 1e-9) * radius for axis, radius in rows)
    size = math.sqrt(sum(part * part for part in (f, u, r)))
    return f / size, u / size, r / size


def _circle(normal: P3, offset: float, count: int) -> list[P3]:
    """Points of the circle that a plane cuts out of a ball of radius 1."""
    a, b = _square_to(normal)
    radius = math.sqrt(1 - offset * offset)
    points = []
    for step in range(count):
        angle = 2 * math.pi * step / count
        around = add(scale(a, radius * math.cos(angle)), scale(b, radius * math.sin(angle)))
        points.append(add(scale(normal, offset), around))
    return points


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
