"""Solids on paper: tubes, boxes, discs and bars across become units, each where it is in space."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from handouts.figures.camera import Camera
from handouts.figures.outline import Rings, clip_lines, grown, hull, minus, smoothed, union
from handouts.figures.props.registry import Cuboid
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3, add, along, cross, length, scale, sub, unit

__all__ = ["bar", "box", "cylinder", "disc", "pieces", "ribbon", "soft"]


def _spine(camera: Camera, points: Iterable[P3]) -> tuple[tuple[tuple[float, float], float], ...]:
    return tuple((camera.flat(point), camera.near(point)) for point in points)


def _extent(points: Iterable[P3], by: float = 0.0) -> Cuboid:
    xs, ys, zs = zip(*points, strict=True)
    return (min(xs) - by, min(ys) - by, min(zs) - by), (max(xs) + by, max(ys) + by, max(zs) + by)


def _tube(camera: Camera, points: list[P3], radius: float) -> Rings:
    """A round tube along a line in space."""
    ovals = [camera.oval(point, ((radius, 0, 0), (0, radius, 0), (0, 0, radius))) for point in points]
    return smoothed(tuple(hull((*one, *other)) for one, other in itertools.pairwise(ovals)), 0.3)


def bar(camera: Camera, name: str, points: list[P3], radius: float, role: str, *, shine: bool = True) -> Unit:
    """A tube: bar, strap or band."""
    outline = _tube(camera, points, radius)
    low, high = _extent(points, radius)
    fills = [Shape(outline, role)]
    if shine:
        moved = tuple(tuple((x - 0.4 * radius, y + 0.7 * radius) for x, y in ring) for ring in outline)
        shade = minus(outline, moved)
        fills += [Shape(shade, f"{role} shade")] if shade else []
    return Unit(name, outline, _spine(camera, points), low, high, fills)


_FACES = (
    ("", ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)), (0, 0, 1)),
    (" shade", ((1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0)), (1, 0, 0)),
    (" shade", ((0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)), (-1, 0, 0)),
    (" light", ((0, 1, 0), (1, 1, 0), (1, 1, 1), (0, 1, 1)), (0, 1, 0)),
)
"""Of a box: role's ending, corners, and the way it faces."""


def box(camera: Camera, name: str, low: P3, high: P3, role: str) -> Unit:
    """A box with square sides; the faces that are seen are told apart."""
    fills, rings = [], []
    for ending, corners, normal in _FACES:
        seen = camera.depth[0] * normal[0] + camera.depth[1] * normal[1] + camera.depth[2] * normal[2]
        if seen <= 0.02:
            continue
        points = [
            (low[0] + a * (high[0] - low[0]), low[1] + b * (high[1] - low[1]), low[2] + c * (high[2] - low[2]))
            for a, b, c in corners
        ]
        ring = hull(camera.flat(point) for point in points)
        if len(ring) > 2:
            rings.append(ring)
            fills += [Shape((ring,), role + ending), Shape((ring,), line="line", weight=0.5)]
    middle = along(low, high, 0.5)
    sizes = [high[at] - low[at] for at in range(3)]
    long = max(range(3), key=lambda at: sizes[at])
    ends = [
        tuple(low[at] if at == long else middle[at] for at in range(3)),
        tuple(high[at] if at == long else middle[at] for at in range(3)),
    ]
    return Unit(name, union(tuple(rings)), _spine(camera, ends), low, high, fills, weight=0.9)  # type: ignore[arg-type]  # they are points


def disc(camera: Camera, name: str, centre: P3, axis: int, radius: float, half: float, role: str, hole: float) -> Unit:
    """A weight plate: a flat cylinder about the axis x, y or z, with a hole."""

    def round_at(shift: float, size: float) -> tuple[tuple[float, float], ...]:
        wide = [0.0 if at == axis else size for at in range(3)]
        moved = [centre[at] + (shift if at == axis else 0.0) for at in range(3)]
        place = (moved[0], moved[1], moved[2])
        return camera.oval(place, ((wide[0], 0.0, 0.0), (0.0, wide[1], 0.0), (0.0, 0.0, wide[2])))

    sign = 1 if camera.depth[axis] >= 0 else -1
    front = round_at(sign * half, radius)
    outline = (hull((*round_at(-half, radius), *round_at(half, radius))),)
    low = tuple(centre[at] - (half if at == axis else radius) for at in range(3))
    high = tuple(centre[at] + (half if at == axis else radius) for at in range(3))
    fills = [
        Shape(outline, f"{role} shade"),
        Shape((front,), role),
        Shape((front,), line="line", weight=0.5),
    ]
    if axis != 1:  # its rim; of one that lies flat too little is seen
        fills.append(Shape((round_at(sign * half, radius * 0.62),), line="line", weight=0.4))
    if hole:
        fills += [
            Shape((round_at(sign * half, hole),), "white"),
            Shape((round_at(sign * half, hole),), line="line", weight=0.5),
        ]
    return Unit(name, outline, _spine(camera, [centre]), low, high, fills, weight=0.9)  # type: ignore[arg-type]  # they are points


def cylinder(camera: Camera, name: str, one: P3, other: P3, radius: float, role: str) -> Unit:
    """A roll with flat ends; the end that is seen is lighter."""
    axis = unit(sub(other, one))
    wide = unit(cross(axis, (0.0, 1.0, 0.0) if abs(axis[1]) < 0.9 else (1.0, 0.0, 0.0)))
    high = cross(axis, wide)
    axes = scale(wide, radius), scale(high, radius), (0.0, 0.0, 0.0)
    near, far = (one, other) if camera.near(one) > camera.near(other) else (other, one)
    face = camera.oval(near, axes)
    outline = (hull((*face, *camera.oval(far, axes))),)
    fills = [
        Shape(outline, role),
        Shape((face,), f"{role} light"),
        Shape((face,), line="line", weight=0.5),
    ]
    low, high_corner = _extent([one, other], radius)
    return Unit(name, outline, _spine(camera, [one, other]), low, high_corner, fills, weight=0.9)


def soft(camera: Camera, name: str, low: P3, high: P3, radius: float, role: str) -> Unit:
    """A cushion or mattress: a box with round edges."""
    corners = [
        (low[0] + radius if x else high[0] - radius, low[1] + radius if y else high[1] - radius, z_)
        for x in (0, 1)
        for y in (0, 1)
        for z_ in (low[2] + radius, high[2] - radius)
    ]
    ball = ((radius, 0.0, 0.0), (0.0, radius, 0.0), (0.0, 0.0, radius))
    outline = (hull(point for corner in corners for point in camera.oval(corner, ball)),)
    moved = tuple(tuple((x - 0.6, y + 1.4) for x, y in ring) for ring in outline)
    shade = minus(outline, moved)
    fills = [Shape(outline, role), *([Shape(shade, f"{role} shade")] if shade else [])]
    middle = along(low, high, 0.5)
    ends = [(low[0], middle[1], middle[2]), (high[0], middle[1], middle[2])]
    return Unit(name, outline, _spine(camera, ends), low, high, fills, weight=0.9)


def ribbon(camera: Camera, name: str, points: list[P3], half: list[P3], role: str, hem: float = 0.72) -> Unit:
    """A broad strip of cloth along a line; ``half`` is at each point the way from its middle to its edge, cm.

    ``hem`` is where the seams along its two edges are, as a part of that.
    """
    rows = [(add(point, out), sub(point, out)) for point, out in zip(points, half, strict=True)]
    blot = ((0.9, 0.0, 0.0), (0.0, 0.9, 0.0), (0.0, 0.0, 0.9))
    blots = [(*camera.oval(one, blot), *camera.oval(other, blot)) for one, other in rows]
    outline = smoothed(tuple(hull((*one, *other)) for one, other in itertools.pairwise(blots)), 0.3)
    seams = [
        tuple(camera.flat(add(point, scale(out, sign * hem))) for point, out in zip(points, half, strict=True))
        for sign in (-1, 1)
    ]
    low, high = _extent([point for row in rows for point in row], 1.0)
    details = [Shape(tuple(seams), line="line", weight=0.4, closed=False)]
    fills = [Shape(outline, role)]
    size = max(length(out) for out in half)
    return Unit(
        name, outline, _spine(camera, points), low, high, fills, weight=0.8, details=details if size > 1.5 else []
    )


def pieces(
    name: str,
    role: str,
    radius: float,
    middle: P3,
    half: float,
    held: list[float],
    camera: Camera,
    across: P3 = (0.0, 0.0, 1.0),
) -> list[Unit]:
    """A bar across, in pieces: each is before or behind a limb as a whole."""
    cuts = sorted({-half, half, *(z - 5 for z in held), *(z + 5 for z in held), -9.0, 9.0})
    cuts = [z for z in cuts if -half <= z <= half]
    found = []
    for index, (one, other) in enumerate(itertools.pairwise(cuts)):
        if other - one < 0.5:
            continue
        ends = [add(middle, scale(across, one)), add(middle, scale(across, other))]
        piece = bar(camera, f"{name} {index}", ends, radius, role, shine=role != "cloth")  # which is light already
        # the piece's own outline has round ends: only its long sides are inked, but for the bar's two ends
        piece.edge = "line"
        found.append(piece)
    if len(found) > 1:
        _seamless(found, camera, (add(middle, scale(across, -half)), add(middle, scale(across, half))), radius)
    return found


def _seamless(found: list[Unit], camera: Camera, ends: tuple[P3, P3], radius: float) -> None:
    """Leave out the inked ends where two pieces meet."""
    whole = _tube(camera, list(ends), radius)
    inner = grown(whole, -0.12)
    for piece in found:
        lines = [(*ring, ring[0]) for ring in piece.outline]
        edge = clip_lines(lines, inner, outside=True)
        piece.edge = ""
        piece.details = [Shape(tuple(edge), line="line", weight=0.8, closed=False)]
