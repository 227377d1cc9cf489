"""A hand with fingers on paper: each one drawn, nails on its back and creases in its palm."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

from handouts.figures import measures
from handouts.figures.body import Body, Limb
from handouts.figures.camera import Camera
from handouts.figures.digits import FINGERS, RADII, finger_joints, thumb_joints
from handouts.figures.flesh import chain_outline, unit_of
from handouts.figures.outline import P2, Rings, circle, clip_lines, grown, hull, smoothed, union
from handouts.figures.shapes import Shape, Unit
from handouts.figures.skeleton.bones import ovals_about
from handouts.figures.space import P3, add, along, cross, scale, sub, unit

__all__ = ["fingered"]

_PALM: measures.Ovals = (
    (0.0, -2.6, 0.0, 1.8, 2.6, 2.9), (0.1, -5.6, 0.0, 1.7, 2.4, 3.8), (0.1, -8.0, 0.0, 1.3, 1.5, 3.9),
)  # fmt: skip
_THUMB_RADII = (2.0, 1.5, 1.15, 0.95)
_CREASES = (
    ((-1.6, -8.2, 3.4), (-1.7, -7.0, 1.6), (-1.7, -6.6, -1.0), (-1.6, -6.8, -3.2)),
    ((-1.6, -7.6, 3.4), (-1.7, -6.0, 1.6), (-1.7, -4.2, 0.6), (-1.6, -2.4, 0.4)),
)
"""The two long lines of a palm: back (of the hand), up, towards the thumb's side."""
_FACING, _NAIL = 0.34, 0.45
"""A palm's creases and a nail are seen where they face the viewer more than this."""


class _Piece(NamedTuple):
    """A finger, the thumb or the palm on paper."""

    rings: Rings
    near: float
    gaps: Rings
    """Where its outline is not inked: it grows together there with another."""


def fingered(body: Body, camera: Camera, side: str, arm: Limb, far: str) -> Unit:
    """A hand whose fingers are told apart."""
    inner = -1.0 if side == "right" else 1.0
    wrist = body.chains[f"{side} fore"][-1]
    palm_ovals = ovals_about(arm.end, arm.tip, _PALM)
    fingers = {name: finger_joints(arm, inner, name) for name in FINGERS}
    thumb, roots = thumb_joints(arm, inner), [joints[0] for joints in fingers.values()]
    open_at = [(arm.end, 4.6), (thumb[0], 3.0), (thumb[1], 1.8), *((root, 2.3) for root in roots)]
    palm = _Piece(
        chain_outline(camera, (wrist, *palm_ovals), 0.8),
        camera.near(arm.tip.at(arm.end, 0.0, -6.0)),
        tuple(circle(*camera.flat(place), radius) for place, radius in open_at),
    )
    pieces = [palm, *(_digit(camera, joints, RADII, 0.6, 2.0) for joints in fingers.values())]
    pieces.append(_digit(camera, thumb, _THUMB_RADII, 0.0, 3.2))
    outline = smoothed(tuple(ring for piece in pieces for ring in piece.rings), 0.25)
    chain = (*palm_ovals, *body.chains[f"{side} hand"][-1:])
    spine = [arm.end, along(thumb[1], fingers["middle"][2], 0.5)]
    made = unit_of(camera, f"{side} hand", chain, outline, spine)
    made.fills = [Shape(outline, f"skin{far}")]
    if arm.grip:
        made.after = (f"{side} fore",)
    if not far:
        marks = clip_lines(_marks(camera, arm, inner, [*fingers.values(), thumb]), outline)
        lines = (*_contours(pieces, outline), *marks)
        made.details = [Shape(lines, line="line", weight=0.4, closed=False)] if lines else []
    return made


def _digit(camera: Camera, joints: list[P3], radii: tuple[float, ...], ahead: float, open_: float) -> _Piece:
    """A finger: balls at its joints, each joined to the next."""
    balls = [
        camera.oval(joint, ((radius, 0, 0), (0, radius, 0), (0, 0, radius)))
        for joint, radius in zip(joints, radii, strict=True)
    ]
    rings = smoothed(tuple(hull((*one, *other)) for one, other in itertools.pairwise(balls)), 0.2)
    root = add(joints[0], scale(unit(sub(joints[1], joints[0])), ahead))
    near = sum(map(camera.near, joints[1:])) / (len(joints) - 1)
    return _Piece(rings, near, (circle(*camera.flat(root), open_),))


def _contours(pieces: list[_Piece], outline: Rings) -> list[tuple[P2, ...]]:
    """The outline of each piece, where nothing nearer hides it and it is not the hand's own."""
    lines: list[tuple[P2, ...]] = []
    within = grown(outline, -0.12)
    nearer: Rings = ()
    for piece in sorted(pieces, key=lambda piece: -piece.near):
        edges = [(*ring, ring[0]) for ring in piece.rings]
        seen = clip_lines(edges, union((*nearer, *piece.gaps)), outside=True)
        lines += [line for line in clip_lines(seen, within) if _long(line)] if seen and within else []
        nearer = union((*nearer, *piece.rings))
    return lines


_SHORTEST = 1.1
"""Pieces of an outline that are shorter than this are left out: dots between two gaps, cm."""


def _long(line: tuple[P2, ...]) -> bool:
    return sum(math.dist(one, other) for one, other in itertools.pairwise(line)) >= _SHORTEST


def _marks(camera: Camera, arm: Limb, inner: float, digits: list[list[P3]]) -> list[tuple[P2, ...]]:
    """Nails that are seen; and the creases of an open palm that is."""
    lines = [line for joints in digits for line in _nail(camera, joints, arm.tip.r)]
    if camera.near(arm.tip.f) < -_FACING and arm.digits in ("open", "spread", "hook"):
        lines += [tuple(camera.flat(arm.tip.at(arm.end, f, u, inner * r)) for f, u, r in crease) for crease in _CREASES]
    return lines


def _nail(camera: Camera, joints: list[P3], across: P3) -> list[tuple[P2, ...]]:
    """The end of a nail on a finger's back: an arc."""
    *_, last, tip = joints
    way = unit(sub(tip, last))
    back = unit(cross(across, way))
    if camera.near(back) < _NAIL:
        return []
    wide = unit(cross(way, back))
    place = add(tip, scale(back, 0.5))
    arc = ((-0.55, 0.5), (-0.6, -0.3), (0.0, -0.75), (0.6, -0.3), (0.55, 0.5))
    return [tuple(camera.flat(add(place, add(scale(wide, w), scale(way, a)))) for w, a in arc)]
