"""Finds free space for call-outs beside a figure: near what they point at, off the body, off each other."""

from __future__ import annotations

import math
from functools import lru_cache

from handouts.base.records import dataclass
from handouts.figures.outline import P2, bounds, union
from handouts.figures.room import Room
from handouts.figures.shapes import Drawing

__all__ = ["PlacedNote", "place_notes"]

_STEP = 9.0
"""From one place that is tried to the next, cm."""
_AROUND = 3.6
"""Clear space round the words, cm."""


@dataclass(frozen=True)
class PlacedNote:
    """Where a call-out stands, in the picture's cm: its box, the line's end at the words, and what it points at."""

    left: float
    low: float
    right: float
    high: float
    start: P2
    tip: P2
    index: int
    """Which of the picture's notes it is."""


@lru_cache(maxsize=256)
def room_of(picture: Drawing) -> Room:
    """What words must keep off: body, props and arrow."""
    arrows = tuple(ring for shape in picture.shapes if shape.fill == "arrow" for ring in shape.rings)
    return Room(union((*picture.body, *arrows)))


def place_notes(
    picture: Drawing, sizes: list[tuple[float, float]]
) -> tuple[list[PlacedNote], tuple[float, float, float, float]]:
    """Places for the picture's notes, their words ``sizes`` wide and high (cm), and the box that holds all.

    Words never lie on the body, a prop, the floor's edge or each other; the picture grows to the side where there is no
    room in it.
    """
    left, low, right, high = picture.box
    found: list[PlacedNote] = []
    if not picture.notes:
        return found, picture.box
    room, ground = room_of(picture), _ground_of(picture)
    order = sorted(range(len(picture.notes)), key=lambda at: -picture.notes[at].at[1])
    for index in order:
        wide, tall = sizes[index]
        tip = picture.notes[index].at
        best, best_cost = None, math.inf
        for known, placed in _tries((left, ground, right, high), wide, tall, tip, picture.box):
            if known >= best_cost:
                break  # those that follow are dearer still
            cost = known + _hindered(placed, tip, room, found)
            if cost < best_cost:
                best, best_cost = placed, cost
        if best is None:  # nowhere free: outside, at the left
            best = (left - wide - _AROUND, high - tall, left - _AROUND, high)
        start = (min(max(tip[0], best[0]), best[2]), min(max(tip[1], best[1]), best[3]))
        found.append(PlacedNote(*best, start, tip, index))
        left, right = min(left, best[0] - 0.8), max(right, best[2] + 0.8)
    return found, (left, low, right, high)


def _ground_of(picture: Drawing) -> float:
    """The lowest that words may stand: over the far edge of the floor, whose line would run through them."""
    _, low, _, high = picture.box
    edge = max((bounds(shape.rings)[3] for shape in picture.shapes if shape.fill == "floor"), default=low)
    return edge if edge < (low + high) / 2 else low  # seen from high up, all is floor


def _meets(one: P2, other: P2, box: tuple[float, float, float, float]) -> bool:
    """Whether a line runs through a box, as far as points along it tell."""
    for step in range(25):
        part = step / 24
        x, y = one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
        if box[0] < x < box[2] and box[1] < y < box[3]:
            return True
    return False


_Box = tuple[float, float, float, float]


def _tries(around: _Box, wide: float, tall: float, tip: P2, bounds: _Box) -> list[tuple[float, _Box]]:
    """Places to try with what they cost at least, the cheapest first: near the tip, and within the picture."""
    left, low, right, high = around
    columns = []
    for column in range(int((right - left + 2 * wide + 12) / _STEP) + 1):
        x = left - wide - 6 + column * _STEP
        beyond = max(0.0, bounds[0] - x) + max(0.0, x + wide - bounds[2])
        columns.append((x, x + wide, max(x - tip[0], 0.0, tip[0] - x - wide), beyond * 1.2))
    found = []
    for row in range(max(1, int((high - low - tall - 2) / _STEP)) + 1):
        y = low + 1.5 + row * _STEP
        down, end = max(y - tip[1], 0.0, tip[1] - y - tall), y + tall
        for x, edge, across, dear in columns:
            far = math.hypot(across, down)
            found.append((far + dear + (12.0 if far < 4 else 0.0), (x, y, edge, end)))
    found.sort()
    return found


def _hindered(box: _Box, tip: P2, room: Room, others: list[PlacedNote]) -> float:
    """What is to be added for crossing the body; infinite where the place is taken."""
    x1, y1, x2, y2 = box
    if room.covered(x1 - _AROUND, y1 - _AROUND, x2 + _AROUND, y2 + _AROUND):
        return math.inf
    start = (min(max(tip[0], x1), x2), min(max(tip[1], y1), y2))
    for other in others:
        if x1 < other.right + 2 and other.left < x2 + 2 and y1 < other.high + 2 and other.low < y2 + 2:
            return math.inf
        if _meets(other.start, other.tip, (x1 - 2, y1 - 2, x2 + 2, y2 + 2)):
            return math.inf
        if _meets(start, tip, (other.left - 1, other.low - 1, other.right + 1, other.high + 1)):
            return math.inf
    crossed = 0
    for step in range(1, 12):
        part = step / 12
        point = (start[0] + (tip[0] - start[0]) * part, start[1] + (tip[1] - start[1]) * part)
        crossed += room.covers(point)
    return crossed * 9.0
