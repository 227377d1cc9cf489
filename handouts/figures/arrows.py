"""Arrows: the way that a part of the body has come between two positions, drawn at that part."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from handouts.figures.body import Body, Limb
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.outline import P2, Rings, bounds, grown, inside, union
from handouts.figures.pointing import has_place, place_of
from handouts.figures.poses import Arrow, Figure, arrows_of, props_of
from handouts.figures.room import Room
from handouts.figures.scene import Scene
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3, add, along, dot, length, scale, sub
from handouts.figures.turns import TURNS, Axis, ring_lines

__all__ = ["arrow_shapes", "origin_of"]

_LEAST = 2.0
"""What has come less far than this has not moved, cm."""
_PART, _SHORT, _LONG = 0.7, 10.0, 22.0
"""An arrow's length: a part of the way, and at least and at most, cm."""
_SHAFT, _HEAD, _HEAD_LONG = 1.3, 3.3, 6.2
"""Half widths of an arrow's shaft and head, and the head's length, cm."""
_HALO, _HALO_LINE = 0.8, 1.4
"""The white round an arrow: some cm, and as a weight of line, of which half is seen."""
_OFF = 1.0
"""From the outline of the part that moves to the arrow's tail, cm."""
_GAP = 1.6
"""From an arrow's tip to the outline of the part that it ends at, cm: more than a halo."""
_ENDS = frozenset(["hand", "finger", "wrist", "elbow", "foot", "feet", "toe", "heel", "knee"])
"""Parts at a limb's end: they go through empty space, as what is held does, so that an arrow can end where they do."""
_ASIDE = (0.0, 3.0, -3.0, 6.0, -6.0)
"""How far beside its way such an arrow may be drawn, cm."""
_LEAST_STEPS = 6
"""A way of fewer steps is too short to be an arrow that ends at its part."""
_MOST_COVERED, _BACK = 5, 16
"""How many probes of an arrow may be covered, and how far back one with more is drawn at most, cm."""
_NEAR = 22.0
"""How far from the place that it follows an arrow may begin, cm."""
_STEPS = 24
"""In how many steps a part goes from one position to the other."""


def origin_of(figure: Figure, index: int, arrow: Arrow) -> int | None:
    """The position, from 0, that an arrow of another comes from; None where it comes from nowhere."""
    origin = index - 1 if arrow.since is None else arrow.since - 1
    return origin if 0 <= origin < len(figure.positions) and origin != index else None


def arrow_shapes(figure: Figure, bodies: list[Body], now: int, scene: Scene) -> list[Shape]:
    """The arrows of a position: each along the true way of its part, begun at that part, clear of all else."""
    shapes: list[Shape] = []
    drawn: list[Rings] = []
    for arrow in arrows_of(figure.positions[now]):
        line, size = _arrow(figure, bodies, now, arrow, scene, drawn)
        if line:
            outline = _outline(line, size)
            drawn.append((outline,))
            shapes += [Shape((outline,), line="white", weight=_HALO_LINE), Shape((outline,), "arrow")]
    return shapes


def _arrow(
    figure: Figure, bodies: list[Body], now: int, arrow: Arrow, scene: Scene, others: list[Rings]
) -> tuple[list[P2], float]:
    """An arrow's line, empty where nothing has moved, and its size."""
    before = origin_of(figure, now, arrow)
    if arrow.turn is not None and before is not None:
        lines = ring_lines(arrow.turn, bodies[before], bodies[now], scene.camera)
        axis = TURNS[arrow.turn](bodies[now])
        return (_clearest(lines, axis, scene, others) if lines else []), axis.size
    path = _way(figure, bodies, now, arrow, scene)
    line = _line(path)
    if not line:
        return [], 1.0
    if str(arrow.of).endswith("blade"):
        return line, 1.0  # on the back, below the blade itself: anywhere else it would be the arm's
    room = _room(scene, others)
    arriving = _arriving(arrow.of or "", path, scene, room)
    return (arriving or _before(_placed(line, path[-1], scene, room), room)), 1.0


def _room(scene: Scene, others: list[Rings], own: tuple[str, ...] = ()) -> Room:
    """What an arrow should not cover."""
    taken = [unit for unit in scene.units if not unit.crossable and unit.name not in own]
    return Room(union((*(ring for unit in taken for ring in unit.outline), *(ring for one in others for ring in one))))


def _arriving(of: str, path: list[P2], scene: Scene, room: Room) -> list[P2]:
    """The last of the way of a limb's end, up to where that has come to: it goes no farther. Empty where that covers
    anything, or is too short.
    """
    if of in LANDMARKS and of.rsplit(maxsplit=1)[-1].removesuffix("s") not in _ENDS:
        return []
    outline = grown(_holding(path[-1], scene), _GAP)
    (x0, y0), (x1, y1) = path[-4], path[-1]
    size = math.dist(path[-4], path[-1]) or 1.0
    for aside in _ASIDE:
        dx, dy = aside * (y0 - y1) / size, aside * (x1 - x0) / size
        line = _up_to(outline, [(x + dx, y + dy) for x, y in path])
        if line and not any(room.covers(point) for point in (*line[::2], *_probes(line)[:-3])):
            return line
    return []


def _up_to(outline: Rings, path: list[P2]) -> list[P2]:
    """The last of a way before it comes into an outline for good; empty where that is too short for an arrow."""
    count = max((at for at, point in enumerate(path, 1) if not inside(point, outline)), default=0)
    if not _LEAST_STEPS < count < len(path):
        return []
    (x0, y0), (x1, y1) = path[count - 1], path[count]
    near = ((x0 + (x1 - x0) * step / 8, y0 + (y1 - y0) * step / 8) for step in range(1, 8))
    line = _line([*path[:count], *itertools.takewhile(lambda point: not inside(point, outline), near)], 0.85, 28.0)
    return line if line and math.dist(line[0], line[-1]) >= _SHORT - 1 else []


def _clearest(lines: list[list[P2]], axis: Axis, scene: Scene, others: list[Rings]) -> list[P2]:
    """Of the lines round an axis the one that covers the least of all but what it goes round."""
    room = _room(scene, others, axis.own)
    hits = [sum(map(room.covers, (*line[::2], *_probes(line, axis.size)))) + 0.5 * at for at, line in enumerate(lines)]
    return lines[hits.index(min(hits))]


def _way(figure: Figure, bodies: list[Body], now: int, arrow: Arrow, scene: Scene) -> list[P2]:
    """Where the part is on paper, from the earlier position to this one; empty where it is not in both."""
    before = origin_of(figure, now, arrow)
    if before is None or arrow.of is None:
        return []
    position, earlier, body = figure.positions[now], bodies[before], bodies[now]
    props = (props_of(figure, figure.positions[before]), props_of(figure, position))
    if not all(has_place(arrow.of, some) for some in props):
        return []
    seen = [(bodies[at], props_of(figure, figure.positions[at])) for at in _stops(before, now, len(bodies))]
    if len(seen) > 2 and all(has_place(arrow.of, its) for _, its in seen):
        places = [add(place_of(arrow.of, one, its), _shift(one, body)) for one, its in seen]
        return _through([scene.camera.flat(place) for place in places])
    shift = _shift(earlier, body)
    ends = add(place_of(arrow.of, earlier, props[0]), shift), place_of(arrow.of, body, props[1])
    joints = _hinges(arrow.of, earlier, body, shift, ends)
    return [scene.camera.flat(_swung(ends, joints, step / _STEPS)) for step in range(_STEPS + 1)]


def _stops(before: int, now: int, count: int) -> list[int]:
    """The positions from one to another, in turn; what comes from a later one has gone round by the first."""
    return [at % count for at in range(before, now + 1 if before < now else now + count + 1)]


def _through(places: list[P2]) -> list[P2]:
    """A smooth way through places, as of a foot that goes in circles: a spline of Catmull and Rom."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = *places[:2], *places[-2:]
    points = [(x0 * 2 - x1, y0 * 2 - y1), *places, (x3 * 2 - x2, y3 * 2 - y2)]
    line = [places[0]]
    for a, b, c, d in (points[at : at + 4] for at in range(len(points) - 3)):
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            parts = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(p * at[axis] for p, at in zip(parts, (a, b, c, d), strict=True)) / 2 for axis in (0, 1))
            line.append((x, y))
    return line[:: len(places) - 1]


def _shift(earlier: Body, later: Body) -> P3:
    """What brings an earlier body to where what has stayed in its place is the same as later."""
    if earlier.pose.pin == later.pose.pin:
        return 0.0, 0.0, 0.0
    pin = later.pose.pin or "feet"
    side = "left" if "left" in pin else "right"
    one, other = earlier.legs[side], later.legs[side]
    return sub(other.middle, one.middle) if "knee" in pin else sub(other.end, one.end)


def _hinges(of: str, earlier: Body, body: Body, shift: P3, ends: tuple[P3, P3]) -> tuple[P3, P3]:
    """What a part of the body turns about, before and now: the nearest joint that has stayed, else the limb's root.

    What is no part of the body goes straight.
    """
    side, name = "left" if of.startswith("left ") else "right", of.rsplit(maxsplit=1)[-1].removesuffix("s")
    if of not in LANDMARKS:
        return ends
    if name not in _HINGES:
        return add(earlier.hips, shift), body.hips
    limb, names = _HINGES[name]
    one, other = (earlier.arms, body.arms) if limb == "arm" else (earlier.legs, body.legs)
    pairs = [(add(_joint(one[side], joint), shift), _joint(other[side], joint)) for joint in names]
    return next((pair for pair in pairs if math.dist(*pair) < _LEAST), pairs[-1])


_HINGES = {
    "finger": ("arm", ("end", "middle", "root")), "hand": ("arm", ("middle", "root")),
    "wrist": ("arm", ("middle", "root")), "elbow": ("arm", ("root",)),
    "toe": ("leg", ("end", "middle", "root")), "foot": ("leg", ("end", "middle", "root")),
    "feet": ("leg", ("end", "middle", "root")), "heel": ("leg", ("ball",)), "shin": ("leg", ("middle", "root")),
    "knee": ("leg", ("root",)), "thigh": ("leg", ("root",)), "hip": ("leg", ("end",)),
}  # fmt: skip
"""Joints that each part turns about, the nearest first."""


def _joint(limb: Limb, name: str) -> P3:
    if name == "ball":
        return limb.tip.at(limb.end, 10, -6)
    return {"root": limb.root, "middle": limb.middle, "end": limb.end}[name]


def _swung(ends: tuple[P3, P3], joints: tuple[P3, P3], part: float) -> P3:
    """A place on the way from one end to the other, turned about a joint that moves too."""
    joint, one, other = along(*joints, part), sub(ends[0], joints[0]), sub(ends[1], joints[1])
    a, b = length(one), length(other)
    if min(a, b) < 1.0:
        return along(*ends, part)
    angle = math.acos(max(-1.0, min(1.0, dot(one, other) / (a * b))))
    if not 0.01 < angle < 3.0:
        return add(joint, along(one, other, part))
    sin = math.sin(angle)
    way = add(scale(one, math.sin((1 - part) * angle) / (a * sin)), scale(other, math.sin(part * angle) / (b * sin)))
    return add(joint, scale(way, a + (b - a) * part))


def _line(path: list[P2], part: float = _PART, long: float = _LONG) -> list[P2]:
    """The last of the way, as long as an arrow is to be; empty where nothing moves. Short ways are drawn longer."""
    if not path:
        return []
    way = path
    lengths = [0.0, *itertools.accumulate(math.dist(one, other) for one, other in itertools.pairwise(way))]
    travel = lengths[-1]
    if travel < _LEAST:
        return []
    wanted = min(max(part * travel, _SHORT), long)
    if wanted >= travel:
        x1, y1 = way[-1]
        return [(x1 + (x - x1) * wanted / travel, y1 + (y - y1) * wanted / travel) for x, y in way]
    kept = [point for point, at in zip(way, lengths, strict=True) if at > travel - wanted]
    return kept if len(kept) > 3 else way[-4:]


def _placed(line: list[P2], end: P2, scene: Scene, room: Room) -> list[P2]:
    """The arrow's line moved to where it begins at the outline of its part and covers the least."""
    left, low, right, high = bounds(scene.silhouette)
    x0, y0 = line[0]
    probes = _probes(line)
    best, found = math.inf, line
    for x, y in _starts(end, scene):
        dx, dy = x - x0, y - y0
        hits = sum(room.covers((px + dx, py + dy)) for px, py in probes)
        tip_x, tip_y = line[-1][0] + dx, line[-1][1] + dy
        beyond = max(0.0, left - tip_x, tip_x - right, tip_y - high) * 0.6 + max(0.0, low + 1 - tip_y) * 4
        cost = hits * 12.0 + math.dist((x, y), end) * 0.5 + beyond
        if cost < best:
            best, found = cost, [(px + dx, py + dy) for px, py in line]
    return found


def _before(line: list[P2], room: Room) -> list[P2]:
    """An arrow that would lie on its part, as on a belly that sinks, drawn back along its way to end before it."""
    if sum(map(room.covers, _probes(line))) <= _MOST_COVERED:
        return line
    (x0, y0), (x1, y1) = line[-4], line[-1]
    size = math.dist(line[-4], line[-1]) or 1.0
    for back in range(1, 2 * _BACK):
        dx, dy = (x0 - x1) / size * back / 2, (y0 - y1) / size * back / 2
        moved = [(x + dx, y + dy) for x, y in line]
        if not any(map(room.covers, _probes(moved))):
            return moved
    return line


def _probes(line: list[P2], size: float = 1.0) -> list[P2]:
    """Points of an arrow that tell what it covers: along it, and at the corners of its head."""
    (ax, ay), (bx, by) = line[-4], line[-1]
    long = math.dist((ax, ay), (bx, by)) or 1.0
    ux, uy = (bx - ax) / long, (by - ay) / long
    neck = (bx - ux * _HEAD_LONG * size, by - uy * _HEAD_LONG * size)
    wide = _HEAD * size + _HALO
    every = max(1, len(line) // 8)
    return [
        *line[every::every],
        (bx + ux, by + uy),
        (neck[0] - uy * wide, neck[1] + ux * wide),
        (neck[0] + uy * wide, neck[1] - ux * wide),
    ]


def _starts(end: P2, scene: Scene) -> Iterator[P2]:
    """Where an arrow may begin: along the outline of the parts that hold a place."""
    for ring in grown(_holding(end, scene), _OFF):
        for (x1, y1), (x2, y2) in itertools.pairwise((*ring, ring[0])):
            count = max(1, round(math.hypot(x2 - x1, y2 - y1) / 2))
            for step in range(count):
                x, y = x1 + (x2 - x1) * step / count, y1 + (y2 - y1) * step / count
                if math.dist((x, y), end) < _NEAR:
                    yield x, y


def _holding(place: P2, scene: Scene) -> Rings:
    """The outline of the parts of the body, or else of the props, that hold a place, or are nearest to it."""
    holding = [unit for unit in scene.units if inside(place, unit.outline)]
    units = [unit for unit in holding if unit.living] or holding or [_nearest(place, scene.units)]
    return union(tuple(ring for unit in units for ring in unit.outline))


def _nearest(place: P2, units: list[Unit]) -> Unit:
    return min(units, key=lambda unit: min(math.dist(place, point) for ring in unit.outline for point in ring))


def _outline(line: list[P2], scaled: float = 1.0) -> tuple[P2, ...]:
    """An arrow along a line: a shaft with a square tail, and a head."""
    shaft, wide, long = _SHAFT * scaled, _HEAD * scaled, _HEAD_LONG * scaled
    end = line[-1]
    at = len(line) - 1
    while at > 1 and math.dist(line[at], end) < long:
        at -= 1
    neck = line[: at + 1]
    left, right = [], []
    for index, (x, y) in enumerate(neck):
        ahead, back = line[min(index + 1, len(line) - 1)], line[max(index - 1, 0)]
        size = math.dist(ahead, back) or 1.0
        nx, ny = -(ahead[1] - back[1]) / size, (ahead[0] - back[0]) / size
        left.append((x + nx * shaft, y + ny * shaft))
        right.append((x - nx * shaft, y - ny * shaft))
    bx, by = neck[-1]
    size = math.dist(end, (bx, by)) or 1.0
    nx, ny = -(end[1] - by) / size, (end[0] - bx) / size
    head = [(bx + nx * wide, by + ny * wide), end, (bx - nx * wide, by - ny * wide)]
    return (*left, *head, *reversed(right))
