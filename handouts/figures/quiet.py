"""A quiet place on a picture for a small sign: off the body, its props and arrows, and off the call-outs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from handouts.figures.callouts import PlacedNote, room_of
from handouts.figures.outline import P2
from handouts.figures.room import Room
from handouts.figures.shapes import Drawing

__all__ = ["quiet_place"]

_STEP = 4.0
"""From one place that is tried to the next, cm."""
_CLEAR = 0.18
"""Clear space round the sign, as a part of its size."""


def quiet_place(
    picture: Drawing, sizes: Sequence[float], beyond: float, notes: Sequence[PlacedNote]
) -> tuple[P2, float] | None:
    """The top left corner of a square sign, in the picture's cm, and its size: the first of some that fits.

    It is high up and near the person, and no farther than ``beyond`` to the right of the picture. None where every
    place is taken.
    """
    room = room_of(picture)
    left, low, right, high = picture.box
    middle, top = (left + right) / 2, min(high, picture.top + 1.0)
    for size in sizes:
        best, found = math.inf, None
        columns, rows = int((right + beyond - left - size) / _STEP), int((top - low - size) / _STEP)
        for row in range(rows + 1):
            y = top - row * _STEP
            for column in range(columns + 1):
                x = left + column * _STEP
                cost = row * _STEP + 0.4 * abs(x + size / 2 - middle) - (0.1 if x > middle else 0.0)
                if cost < best and _free((x, y - size, x + size, y), size * _CLEAR, room, notes):
                    best, found = cost, (x, y)
        if found is not None:
            return found, size
    return None


def _free(box: tuple[float, float, float, float], clear: float, room: Room, notes: Sequence[PlacedNote]) -> bool:
    left, low, right, high = box[0] - clear, box[1] - clear, box[2] + clear, box[3] + clear
    if room.covered(left, low, right, high):
        return False
    return not any(
        _meets((left, low, right, high), (note.left, note.low, note.right, note.high))
        or any(left < x < right and low < y < high for x, y in _along(note))
        for note in notes
    )


def _meets(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _along(note: PlacedNote) -> list[P2]:
    """Points along a call-out's line."""
    (x0, y0), (x1, y1) = note.start, note.tip
    return [(x0 + (x1 - x0) * step / 12, y0 + (y1 - y0) * step / 12) for step in range(13)]
