"""Close-ups: one part of the body fills the picture, and what is beyond its edge is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handouts.figures.body import Body
from handouts.figures.camera import Camera
from handouts.figures.measures import PALM
from handouts.figures.outline import P2, Rings, bounds, clip_lines, intersection
from handouts.figures.shapes import Shape
from handouts.figures.space import P3, along, length, sub

__all__ = ["Box", "cropped", "hidden", "region"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, cm."""


def _hand(body: Body) -> list[P3]:
    arm = body.arms["right"]
    return [along(arm.end, arm.middle, 0.35), arm.tip.at(arm.end, 0.0, -17.0)]


def _forearm(body: Body) -> list[P3]:
    arm = body.arms["right"]
    return [along(arm.middle, arm.root, 0.2), arm.tip.at(arm.end, 0.0, -17.0)]


def _arms(body: Body) -> list[P3]:
    """Both hands and what bears them, and the head."""
    ends = [arm.tip.at(arm.end, 0.0, -15.0) for arm in body.arms.values()]
    return [
        body.head.at(body.skull, 8.0, 9.0),
        *ends,
        *(p for arm in body.arms.values() for p in (arm.root, arm.middle)),
    ]


def _foot(body: Body) -> list[P3]:
    leg = body.legs["right"]
    return [leg.tip.at(leg.end, -7.0, -6.0), leg.tip.at(leg.end, 18.0, -6.0), along(leg.end, leg.middle, 0.12)]


def _ankle(body: Body) -> list[P3]:
    leg = body.legs["right"]
    return [leg.tip.at(leg.end, -7.0, -6.0), leg.tip.at(leg.end, 18.0, -6.0), along(leg.end, leg.middle, 0.7)]


def _head(body: Body) -> list[P3]:
    shoulders = [arm.root for arm in body.arms.values()]
    laid = [arm for arm in body.arms.values() if length(sub(arm.tip.at(arm.end, 0, -PALM), body.skull)) < _ON_HEAD]
    return [
        *(body.head.at(body.skull, f, u) for f, u in ((0.0, 11.0), (9.0, 0.0), (-6.0, 0.0))),
        body.chest.at(body.ribs, 4.0, 10.0),
        *shoulders,
        *(point for arm in laid for point in (arm.middle, arm.tip.at(arm.end, 0, -2 * PALM))),
    ]


_ON_HEAD = 17.0
"""A hand whose palm is so near to the skull's middle is on the head, cm."""


_PARTS: dict[str, tuple[Callable[[Body], list[P3]], float]] = {
    "hand": (_hand, 8.0), "forearm": (_forearm, 9.0), "arms": (_arms, 9.0), "foot": (_foot, 7.0),
    "ankle": (_ankle, 8.0), "head": (_head, 9.0),
}  # fmt: skip
"""What a close-up shows, and how much room is left round it, cm."""


def region(part: str, bodies: Iterable[Body], camera: Camera, drawn: Iterable[Iterable[Shape]]) -> Box:
    """The box that shows a part and the arrows in all positions, cm on paper: the same for each.

    So a movement is seen from one picture to the next.
    """
    places, room = _PARTS[part]
    points = [camera.flat(point) for body in bodies for point in places(body)]
    left, low, right, high = bounds([points])
    left, low, right, high = left - room, low - room, right + room, high + room
    for ring in (ring for shapes in drawn for shape in shapes if shape.fill == "arrow" for ring in shape.rings):
        x0, y0, x1, y1 = bounds([ring])
        left, low, right, high = min(left, x0 - 1.5), min(low, y0 - 1.5), max(right, x1 + 1.5), max(high, y1 + 1.5)
    return left, low, right, high


def hidden(part: str | None) -> str:
    """How the names of those units begin that a close-up leaves away: the other limb behind the one it shows."""
    return "left " if part in ("hand", "forearm", "foot", "ankle") else ""


def cropped(shapes: Iterable[Shape], box: Box) -> list[Shape]:
    """What lies in a box: areas are cut at its edge, and lines end there; no line runs along the edge."""
    left, low, right, high = box
    window: Rings = (((left, low), (right, low), (right, high), (left, high)),)
    found = []
    for shape in shapes:
        if _within(shape.rings, box):
            found.append(shape)
            continue
        if shape.fill and (area := intersection(shape.rings, window)):
            found.append(Shape(area, shape.fill))
        if shape.line:
            lines: list[tuple[P2, ...]] = [(*ring, ring[0]) if shape.closed else ring for ring in shape.rings]
            kept = clip_lines(lines, window)
            found += [Shape(tuple(kept), "", shape.line, shape.weight, closed=False)] if kept else []
    return found


def _within(rings: Rings, box: Box) -> bool:
    left, low, right, high = bounds(rings)
    return box[0] <= left and box[1] <= low and right <= box[2] and high <= box[3]
