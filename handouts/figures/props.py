"""Props become units on paper, each where it is in space; and the places where hands meet them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from typing import Any

from handouts.figures import body as measures
from handouts.figures.camera import Camera
from handouts.figures.outline import Rings, clip_lines, grown, hull, minus, smoothed, union
from handouts.figures.poses import (
    BallProp,
    BandProp,
    BarProp,
    BellProp,
    ChairProp,
    DowelProp,
    DumbbellProp,
    MatProp,
    PlatesProp,
    PostProp,
    Prop,
    RackProp,
    StepProp,
    StrapsProp,
    TowelProp,
    WallProp,
)
from handouts.figures.shapes import Shape, Unit
from handouts.figures.skeleton import SIDES, Body, lowest
from handouts.figures.space import P3, add, along, dot, length, scale, sub, unit

__all__ = ["Cuboid", "anchors", "boxes", "places", "prop_units", "strap_length"]

Cuboid = tuple[P3, P3]
"""Low and high corner of something square, cm."""


def _point(at: tuple[float, ...], z: float = 0.0) -> P3:
    return at[0], at[1], at[2] if len(at) > 2 else z


def dowel_at(prop: DowelProp, found: Body) -> P3:
    """Middle of the dowel; in the hip crease it lies before the fold of the hips."""
    if prop.at != "hip-crease":
        return _point(prop.at)
    # the fold is where thigh and belly meet: forward of the hip, between the two
    fold = unit(add(found.pelvis.f, scale(add(found.legs["right"].upper.f, found.legs["left"].upper.f), 0.5)))
    return add(found.pelvis.at(found.hips, 0, 2.0), scale(fold, 9.4))


def places(props: Iterable[Prop], found: Body) -> dict[str, P3]:
    """Where hands meet props: by name, or by name and side."""
    out: dict[str, P3] = {}
    for prop in props:
        for side, sign in (("right", 1), ("left", -1)):
            if isinstance(prop, DowelProp):
                out[f"dowel {side}"] = add(dowel_at(prop, found), (0.0, 0.0, sign * 22.0))
            elif isinstance(prop, BarProp):
                out[f"barbell {side}"] = add(_point(prop.at), (0.0, 0.0, sign * 24.0))
            elif isinstance(prop, ChairProp):
                forward = 1 if prop.faces == "right" else -1
                out[f"chair {side}"] = (prop.at - forward * _SEAT, prop.seat + _BACK, prop.z + sign * 17.0)
            elif isinstance(prop, WallProp) and prop.side == "front":
                high = found.chest.at(found.ribs, 0, measures.SHOULDER_UP - 6)[1]
                out[f"wall {side}"] = (prop.at - 1.6, high, sign * 15.0)
            elif isinstance(prop, BellProp) and prop.at != "hands":
                out[f"kettlebell {side}"] = add(_point(prop.at), (0.0, _BELL_GRIP, sign * 4.5))
            elif isinstance(prop, BallProp):
                out[f"ball {side}"] = add(_point(prop.at), (0.0, 0.0, sign * (prop.radius + 2)))
    return out


def closes(props: Iterable[Prop], side: str) -> bool:
    """Whether a hand of this side holds something that closes it."""
    return any(
        isinstance(prop, (StrapsProp, TowelProp))
        or (isinstance(prop, BellProp) and prop.at == "hands")
        or (isinstance(prop, DumbbellProp) and prop.hands in ("both", side))
        for prop in props
    )


# --- solids on paper -----------------------------------------------------------------------------


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
        Shape((round_at(sign * half, radius * 0.62),), line="line", weight=0.4),
    ]
    if hole:
        fills += [
            Shape((round_at(sign * half, hole),), "white"),
            Shape((round_at(sign * half, hole),), line="line", weight=0.5),
        ]
    return Unit(name, outline, _spine(camera, [centre]), low, high, fills, weight=0.9)  # type: ignore[arg-type]


# --- one prop ------------------------------------------------------------------------------------

_SEAT, _BACK = 42.0, 46.0
"""Depth of a chair's seat, and of its back over the seat, cm."""
_BELL_GRIP = 27.0
"""Height of a kettlebell's handle over its foot, cm."""


def _pieces(
    name: str, role: str, radius: float, middle: P3, half: float, held: list[float], camera: Camera
) -> list[Unit]:
    """A bar across, in pieces: each is before or behind a limb as a whole."""
    cuts = sorted({-half, half, *(z - 5 for z in held), *(z + 5 for z in held), -9.0, 9.0})
    cuts = [z for z in cuts if -half <= z <= half]
    found = []
    for index, (one, other) in enumerate(itertools.pairwise(cuts)):
        if other - one < 0.5:
            continue
        piece = bar(camera, f"{name} {index}", [add(middle, (0, 0, one)), add(middle, (0, 0, other))], radius, role)
        # the piece's own outline has round ends: only its long sides are inked, but for the bar's two ends
        piece.edge = "line"
        found.append(piece)
    if len(found) > 1:
        _seamless(found, camera, middle, half, radius)
    return found


def _seamless(found: list[Unit], camera: Camera, middle: P3, half: float, radius: float) -> None:
    """Leave out the inked ends where two pieces meet."""
    whole = _tube(camera, [add(middle, (0, 0, -half)), add(middle, (0, 0, half))], radius)
    inner = grown(whole, -0.12)
    for piece in found:
        lines = [(*ring, ring[0]) for ring in piece.outline]
        edge = clip_lines(lines, inner, outside=True)
        piece.edge = ""
        piece.details = [Shape(tuple(edge), line="line", weight=0.8, closed=False)]


def _dowel(prop: DowelProp, found: Body, camera: Camera) -> list[Unit]:
    held = [arm.end[2] for arm in found.arms.values() if arm.grip]
    return _pieces("dowel", "wood", 1.5, dowel_at(prop, found), prop.length / 2, held, camera)


def _barbell(prop: BarProp, found: Body, camera: Camera) -> list[Unit]:
    held = [arm.end[2] for arm in found.arms.values() if arm.grip]
    middle = _point(prop.at)
    units = _pieces("barbell", "iron", 2.0, middle, prop.length / 2, held, camera)
    for sign in (-1, 1):
        if prop.plates:
            centre = add(middle, (0, 0, sign * (prop.length / 2 - 10)))
            units.append(disc(camera, f"barbell plate {sign}", centre, 2, prop.plates, 2.0, "iron", 2.0))
    return units


def _rack(prop: RackProp, _: Body, camera: Camera) -> list[Unit]:
    units = []
    for sign, name in ((-1, "far"), (1, "near")):
        z = sign * prop.width / 2
        units += [
            box(camera, f"rack foot {name}", (prop.back - 14, 0, z - 3), (prop.back + 22, 3.5, z + 3), "steel"),
            box(camera, f"rack post {name}", (prop.back - 3, 3.5, z - 3), (prop.back + 3, prop.height, z + 3), "steel"),
            box(
                camera,
                f"rack rail {name}",
                (prop.back + 3, prop.rail - 4, z - 2.5),
                (prop.front, prop.rail, z + 2.5),
                "steel",
            ),
        ]
        units[-2].after, units[-1].after = (units[-3].name,), (units[-2].name,)
    return units


def _plates(prop: PlatesProp, _: Body, camera: Camera) -> list[Unit]:
    units = []
    for sign in (-1, 1):
        for level in range(prop.stack):
            centre = (prop.at, 2.2 + 4.4 * level, sign * 19.6)
            units.append(disc(camera, f"plates {sign} {level}", centre, 1, prop.radius, 2.2, "iron", 2.6))
    return units


def _post(prop: PostProp, _: Body, camera: Camera) -> list[Unit]:
    foot = box(camera, "post foot", (prop.at - 14, 0, prop.z - 14), (prop.at + 14, 4, prop.z + 14), "steel")
    post = box(camera, "post", (prop.at - 4, 4, prop.z - 4), (prop.at + 4, prop.height, prop.z + 4), "steel")
    post.after = ("post foot",)
    return [foot, post]


def _straps(prop: StrapsProp, found: Body, camera: Camera) -> list[Unit]:
    anchor = _point(prop.anchor)
    units = []
    for side in SIDES:
        arm = found.arms[side]
        grip = arm.tip.at(arm.end, 1.0, -measures.GRIP)
        units.append(bar(camera, f"straps {side}", [anchor, along(anchor, grip, 0.93)], 0.9, "strap", shine=False))
        # the handle lies across, through the closed hand, and hangs from two cords
        ends = [add(grip, (0, 0, -6.0)), add(grip, (0, 0, 6.0))]
        fork = along(anchor, grip, 0.92)
        for index, end in enumerate(ends):
            units.append(bar(camera, f"straps {side} cord {index}", [fork, end], 0.6, "strap", shine=False))
        handle = bar(camera, f"straps {side} handle", ends, 1.7, "iron")
        units.append(handle)
    eye = box(
        camera,
        "anchor",
        (anchor[0] - 1, anchor[1] - 3, anchor[2] - 3),
        (anchor[0] + 6, anchor[1] + 3, anchor[2] + 3),
        "iron",
    )
    return [*units, eye]


def strap_length(prop: StrapsProp, found: Body) -> float:
    """From the anchor to the middle of the hands, cm."""
    arm = found.arms["right"]
    return length(sub(_point(prop.anchor), arm.tip.at(arm.end, 1.0, -measures.GRIP)))


def _band(prop: BandProp, found: Body, camera: Camera) -> list[Unit]:
    if prop.anchor is None:
        return _loop(prop, found, camera)
    anchor = _point(prop.anchor)
    wide = 1.5
    units = []
    pelvis, build = found.pelvis, found.build
    for sign, name in ((-1, "far"), (1, "near")):
        if prop.round == "hands":
            arm = found.arms["right" if sign > 0 else "left"]
            units.append(bar(camera, f"band {name}", [anchor, arm.tip.at(arm.end, 1, -measures.GRIP)], wide, "band"))
            continue
        if prop.round != "hips":
            leg = found.legs["right" if sign > 0 else "left"]
            middle, radius = {
                "thighs": (along(leg.root, leg.middle, 0.7), 7.4),
                "knees": (leg.middle, 6.4),
                "ankles": (along(leg.middle, leg.end, 0.92), 4.4),
                "feet": (leg.tip.at(leg.end, 7, -3), 5.5),
            }[prop.round]
            side = add(middle, scale(leg.lower.r, sign * radius * 0.9))
            front = add(middle, scale(leg.lower.f, radius))
            units += [bar(camera, f"band {name}", [anchor, side, front], wide * 0.9, "band", shine=False)]
            continue
        across = 15.6 * build.hips
        side = pelvis.at(found.hips, -1.5, 3.2, sign * across)
        corner = pelvis.at(found.hips, 6.6, 2.6, sign * across * 0.78)
        middle = pelvis.at(found.hips, 10.4, 2.0, 0)
        folded = _fold(found) > 45  # the front of the band lies in the fold between belly and thigh
        strand = bar(camera, f"band {name}", [anchor, side, corner, *([] if folded else [middle])], wide, "band")
        if (sign > 0) == (camera.near((0, 0, 1)) > camera.near((0, 0, -1))):
            strand.after = ("trunk",) if folded else ("trunk", "right thigh", "left thigh")
            strand.held += ["right thigh", "left thigh"] if folded else []
        units.append(strand)
    return units


def _fold(found: Body) -> float:
    """How far the right hip is bent, degrees."""
    leg = found.legs["right"]
    thigh = sub(leg.middle, leg.root)
    return math.degrees(math.atan2(dot(thigh, found.pelvis.f), -dot(thigh, found.pelvis.u)))


def _loop(prop: BandProp, found: Body, camera: Camera) -> list[Unit]:
    """A loop band round both legs."""
    units = []
    left, right = found.legs["left"], found.legs["right"]
    place: Callable[[Any], P3]
    if prop.round == "ankles":
        place, radius = (lambda leg: along(leg.middle, leg.end, 0.9)), 4.2
    elif prop.round == "feet":
        place, radius = (lambda leg: leg.tip.at(leg.end, 7, -3)), 5.0
    else:
        place, radius = (lambda leg: along(leg.root, leg.middle, 0.86)), 6.4
    for leg, name in ((left, "left"), (right, "right")):
        middle = place(leg)
        front = [
            add(middle, add(scale(leg.upper.f, radius * math.sin(t)), scale(leg.upper.r, radius * math.cos(t))))
            for t in (0, 0.8, 1.57, 2.3, 3.14)
        ]
        unit_ = bar(camera, f"band {name}", front, 1.7, "band")
        unit_.after = (f"{name} thigh", f"{name} shin")
        units.append(unit_)
    between = bar(
        camera,
        "band between",
        [add(place(left), scale(left.upper.f, radius)), add(place(right), scale(right.upper.f, radius))],
        1.7,
        "band",
    )
    return [*units, between]


def _chair(prop: ChairProp, _: Body, camera: Camera) -> list[Unit]:
    forward = 1 if prop.faces == "right" else -1
    front, back = prop.at, prop.at - forward * _SEAT
    low, high = min(front, back), max(front, back)
    z, half = prop.z, 21.0
    units = []
    for sign, side in ((-1, "far"), (1, "near")):
        for x, end in ((front - forward * 2.5, "front"), (back + forward * 2.5, "back")):
            leg_z = z + sign * (half - 2.5)
            units.append(
                box(
                    camera,
                    f"chair leg {side} {end}",
                    (x - 1.8, 0, leg_z - 1.8),
                    (x + 1.8, prop.seat - 4, leg_z + 1.8),
                    "iron",
                )
            )
    seat = box(camera, "chair seat", (low, prop.seat - 4, z - half), (high, prop.seat, z + half), "wood")
    seat.after = tuple(one.name for one in units)
    slab = sorted((back, back - forward * 3.5))
    top = prop.seat + _BACK
    rest = [
        box(camera, f"chair back {name}", (slab[0], low_y, z + z1), (slab[1], high_y, z + z2), "wood")
        for name, low_y, high_y, z1, z2 in (
            ("far", prop.seat - 2, top, -half, -half + 4),
            ("rail", top - 13, top, -half + 4, half - 4),
            ("slat", prop.seat + 14, prop.seat + 21, -half + 4, half - 4),
            ("near", prop.seat - 2, top, half - 4, half),
        )
    ]
    rest[1].after = rest[2].after = ("chair back far",)
    rest[3].after = ("chair back rail", "chair back slat")
    if forward > 0:
        seat.after = (*seat.after, *(one.name for one in rest))
    return [*units, seat, *rest]


def _step(prop: StepProp, _: Body, camera: Camera) -> list[Unit]:
    return [
        box(camera, "step", (prop.at, 0, -prop.width / 2), (prop.at + prop.depth, prop.height, prop.width / 2), "wood")
    ]


_SECTION = 9.0
"""Thickness of a wall that is seen from its end, cm."""


def _wall(prop: WallProp, _: Body, camera: Camera) -> list[Unit]:
    """A wall: from the side cut through and hatched, as builders draw it; else a slab."""
    if camera.x[0] == 1.0:
        face = prop.at if prop.side == "back" else prop.at + 15 * camera.x[2]  # where the near hand meets it
        left, right = (face - _SECTION, face) if prop.side == "back" else (face, face + _SECTION)
        strip = (((left, 0.0), (right, 0.0), (right, prop.height), (left, prop.height)),)
        lines = [((left, y), (left + 60, y + 60)) for y in range(-60, int(prop.height), 6)]
        hatch = clip_lines([tuple((float(x), float(y)) for x, y in line) for line in lines], strip)
        edge = ((face, 0.0), (face, prop.height))
        low, high = (min(left, right), 0.0, -44.0), (max(left, right), prop.height, 44.0)
        fills = [
            Shape(strip, "wall"),
            Shape(tuple(hatch), line="steel", weight=0.5, closed=False),
            Shape((edge,), line="line", weight=1.3, closed=False),
        ]
        return [Unit("wall", strip, (((face, prop.height / 2), 0.0),), low, high, fills, edge="", under=True)]
    if prop.side == "back":
        wall = box(camera, "wall", (prop.at - 7, 0, -44), (prop.at, prop.height, 26), "wall")
    else:
        wall = box(camera, "wall", (prop.at, 0, -44), (prop.at + 7, prop.height, 20), "wall")
    wall.under = True
    return [wall]


def _mat(prop: MatProp, found: Body, camera: Camera) -> list[Unit]:
    """Under all that is within reach of the floor."""
    lying = [oval for chain in found.chains.values() for oval in chain if lowest([oval]) < 6]
    xs = [centre[0] for centre, _ in lying] or [0.0]
    zs = [centre[2] for centre, _ in lying] or [0.0]
    middle = (min(zs) + max(zs)) / 2
    half = max(prop.wide / 2, (max(zs) - min(zs)) / 2 + 9)
    mat = box(camera, "mat", (min(xs) - 13, -1.4, middle - half), (max(xs) + 13, 0, middle + half), "mat")
    mat.under = True
    return [mat]


def _dumbbells(prop: DumbbellProp, found: Body, camera: Camera) -> list[Unit]:
    units = []
    for side in SIDES if prop.hands == "both" else (prop.hands,):
        arm = found.arms[side]
        grip = arm.tip.at(arm.end, 1.0, -measures.GRIP)
        axis = arm.tip.f if abs(arm.tip.u[1]) > 0.7 else arm.tip.r
        for sign in (-1, 1):
            inner, outer = add(grip, scale(axis, sign * 6.0)), add(grip, scale(axis, sign * 10.5))
            weight = bar(camera, f"dumbbells {side} {sign}", [inner, outer], 4.6, "iron")
            units.append(weight)
        handle = bar(
            camera, f"dumbbells {side} handle", [add(grip, scale(axis, -7)), add(grip, scale(axis, 7))], 1.4, "steel"
        )
        units.append(handle)
    return units


def _kettlebell(prop: BellProp, found: Body, camera: Camera) -> list[Unit]:
    if prop.at == "hands":
        left, right = (arm.tip.at(arm.end, 1.0, -measures.GRIP) for arm in (found.arms["left"], found.arms["right"]))
        top = along(left, right, 0.5)
    else:
        top = add(_point(prop.at), (0, _BELL_GRIP, 0))
    ball = add(top, (0, -_BELL_GRIP + 10.4, 0))
    bell = bar(camera, "kettlebell", [ball, add(ball, (0, -0.1, 0))], 10.4, "iron")
    arch = [
        add(ball, (0, 5, -8)),
        *(add(top, (0, up, z)) for up, z in ((-3, -8.5), (0, -6), (0, 6), (-3, 8.5))),
        add(ball, (0, 5, 8)),
    ]
    handle = bar(camera, "kettlebell handle", arch, 1.9, "iron")
    bell.after = ("kettlebell handle",)
    return [handle, bell]


def _ball(prop: BallProp, _: Body, camera: Camera) -> list[Unit]:
    centre = _point(prop.at)
    found = bar(camera, "ball", [centre, add(centre, (0.1, 0, 0))], prop.radius, "strap")
    return [found]


def _towel(prop: TowelProp, found: Body, camera: Camera) -> list[Unit]:
    side, part = prop.round.split()
    leg = found.legs[side]
    units = []
    if part == "foot":
        middle = leg.tip.at(leg.end, 7.5, -measures.ANKLE - 0.8)
    else:
        middle = add(along(leg.root, leg.middle, 0.75), scale(leg.upper.f, -8.0))
    for hand in SIDES:
        arm = found.arms[hand]
        grip = arm.tip.at(arm.end, 1.0, -measures.GRIP)
        out = 4.0 if hand == "right" else -4.0
        edge = add(middle, scale(leg.tip.r if part == "foot" else leg.upper.r, out))
        tail = add(grip, (0, -7, 0))
        units.append(bar(camera, f"towel {hand}", [edge, grip, tail], 1.7, "cloth"))
    across = bar(
        camera, "towel middle", [add(middle, scale(leg.tip.r, -4.5)), add(middle, scale(leg.tip.r, 4.5))], 1.9, "cloth"
    )
    across.after = (f"{side} {'foot' if part == 'foot' else 'thigh'}",)
    return [*units, across]


_DRAW: dict[type, Callable[[Any, Body, Camera], list[Unit]]] = {
    DowelProp: _dowel, BarProp: _barbell, RackProp: _rack, PlatesProp: _plates, PostProp: _post, StrapsProp: _straps,
    BandProp: _band, ChairProp: _chair, StepProp: _step, WallProp: _wall, MatProp: _mat, DumbbellProp: _dumbbells,
    BellProp: _kettlebell, BallProp: _ball, TowelProp: _towel,
}  # fmt: skip


def prop_units(props: Iterable[Prop], found: Body, camera: Camera) -> list[Unit]:
    """All units of the props; what a hand holds is painted before that hand."""
    units = [unit_ for prop in props for unit_ in _DRAW[type(prop)](prop, found, camera)]
    for side in SIDES:
        hand = found.arms[side]
        if not hand.grip:
            continue
        grip = hand.tip.at(hand.end, 1.0, -measures.GRIP)
        for unit_ in units:
            low, high = unit_.low, unit_.high
            if all(low[at] - 2.5 <= grip[at] <= high[at] + 2.5 for at in range(3)) and _holdable(unit_.name):
                unit_.held.append(f"{side} hand")
    return units


def _holdable(name: str) -> bool:
    return name.startswith(("dowel", "barbell", "straps", "dumbbells", "kettlebell handle", "towel", "band"))


def boxes(props: Iterable[Prop]) -> list[tuple[str, Cuboid]]:
    """The solid props that nothing of the body may pass through."""
    found: list[tuple[str, Cuboid]] = []
    for prop in props:
        if isinstance(prop, ChairProp):
            forward = 1 if prop.faces == "right" else -1
            low, high = sorted((prop.at, prop.at - forward * _SEAT))
            found.append(("chair", ((low, prop.seat - 4, prop.z - 21), (high, prop.seat, prop.z + 21))))
            back = sorted((prop.at - forward * _SEAT, prop.at - forward * (_SEAT + 3.5)))
            found.append(("chair", ((back[0], prop.seat, prop.z - 21), (back[1], prop.seat + _BACK, prop.z + 21))))
        elif isinstance(prop, StepProp):
            found.append(("step", ((prop.at, 0, -prop.width / 2), (prop.at + prop.depth, prop.height, prop.width / 2))))
        elif isinstance(prop, WallProp):
            low, high = (prop.at - 7, prop.at) if prop.side == "back" else (prop.at, prop.at + 7)
            found.append(("wall", ((low, 0, -60), (high, prop.height, 60))))
        elif isinstance(prop, PostProp):
            found.append(("post", ((prop.at - 4, 4, prop.z - 4), (prop.at + 4, prop.height, prop.z + 4))))
        elif isinstance(prop, RackProp):
            for sign in (-1, 1):
                z = sign * prop.width / 2
                found.append(("rack", ((prop.back - 3, 0, z - 3), (prop.back + 3, prop.height, z + 3))))
    return found


def anchors(props: Iterable[Prop], found: Body) -> dict[str, P3]:
    """The places of props that call-outs point at, by the prop's name."""
    out: dict[str, P3] = {}
    for prop in props:
        if isinstance(prop, DowelProp):
            out["dowel"] = add(dowel_at(prop, found), (0, 0, prop.length / 2 - 8))
        elif isinstance(prop, BarProp):
            out["barbell"] = add(_point(prop.at), (0, 0, prop.length / 2 - 16))
        elif isinstance(prop, PlatesProp):
            out["plates"] = (prop.at, 4.4 * prop.stack, 19.6)
        elif isinstance(prop, RackProp):
            out["rack"] = (prop.front - 12, prop.rail, prop.width / 2)
        elif isinstance(prop, StrapsProp):
            arm = found.arms["right"]
            out["anchor"] = _point(prop.anchor)
            out["straps"] = along(_point(prop.anchor), arm.end, 0.5)
        elif isinstance(prop, BandProp):
            if prop.anchor:
                out["anchor"] = _point(prop.anchor)
                out["band"] = along(_point(prop.anchor), found.hips, 0.5)
            else:
                leg = found.legs["right"]
                out["band"] = along(leg.root, leg.middle, 0.86) if prop.round in ("knees", "thighs") else leg.end
        elif isinstance(prop, ChairProp):
            forward = 1 if prop.faces == "right" else -1
            out["chair"] = (prop.at - forward * _SEAT, prop.seat + _BACK * 0.8, prop.z + 21)
        elif isinstance(prop, StepProp):
            out["step"] = (prop.at + prop.depth * 0.6, prop.height, prop.width / 2)
        elif isinstance(prop, WallProp):
            out["wall"] = (prop.at, prop.height * 0.8, 0)
        elif isinstance(prop, BellProp):
            top = found.arms["right"].end if prop.at == "hands" else add(_point(prop.at), (0, _BELL_GRIP, 0))
            out["kettlebell"] = add(top, (0, -16, 8)) if prop.at == "hands" else add(_point(prop.at), (0, 10, 9))
        elif isinstance(prop, BallProp):
            out["ball"] = _point(prop.at)
        elif isinstance(prop, TowelProp):
            arm = found.arms["right"]
            out["towel"] = along(arm.end, found.legs[prop.round.split()[0]].end, 0.4)
        elif isinstance(prop, DumbbellProp):
            arm = found.arms["right"]
            out["dumbbells"] = arm.tip.at(arm.end, 6, -measures.GRIP)
        elif isinstance(prop, MatProp):
            low = min(centre[0] for chain in found.chains.values() for centre, _ in chain)
            out["mat"] = (low - 4, 0, 18)
    return out
