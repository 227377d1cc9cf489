"""What a band or strap is fixed to: a ring, and where no post is near a piece of wall or a door that carries it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from handouts.figures.camera import Camera
from handouts.figures.outline import P2, circle, minus
from handouts.figures.props.registry import Cuboid
from handouts.figures.props.solids import box
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3

__all__ = ["Fixed", "broken", "carried", "fixture", "ring"]

Fixed = Literal["ring", "wall", "door"]
"""A ring alone, a piece of wall with a ring, or a door whose edge holds the band."""

_NEAR = 10.0
"""How near to something solid a ring is fixed to it, cm."""
_THICK, _BROAD, _ABOVE = 6.0, 34.0, 16.0
"""Of a piece of wall or door: thick, broad, and how far over the ring it is cut, cm."""


def ring(camera: Camera, name: str, at: P3, size: float = 3.3) -> Unit:
    """A ring that is seen flat, whichever way one looks."""
    x, y = camera.flat(at)
    outline = minus((circle(x, y, size),), (circle(x, y, size * 0.45),))
    low, high = (at[0] - 1, at[1] - size, at[2] - 1), (at[0] + 1, at[1] + size, at[2] + 1)
    return Unit(name, outline, (((x, y), camera.near(at) + 4),), low, high, [Shape(outline, "iron")], weight=0.9)


def carried(at: P3, others: Iterable[Cuboid]) -> bool:
    """Whether a ring at a place is fixed to one of some solids."""
    return any(all(low[k] - _NEAR <= at[k] <= high[k] + _NEAR for k in range(3)) for low, high in others)


def fixture(camera: Camera, at: P3, fixed: Fixed | None, others: list[Cuboid]) -> list[Unit]:
    """The ring and what carries it. Where nothing is said and nothing is near, it is a piece of wall."""
    eye = ring(camera, "anchor ring", at)
    if fixed == "ring" or (fixed is None and carried(at, others)):
        return [eye]
    axis = 0 if abs(at[0]) >= abs(at[2]) else 2
    away = 1 if at[axis] >= 0 else -1
    low, high = list(at), list(at)
    near, far = at[axis] + away * 2.0, at[axis] + away * (2.0 + (4.0 if fixed == "door" else _THICK))
    low[axis], high[axis] = min(near, far), max(near, far)
    low[2 - axis], high[2 - axis] = at[2 - axis] - _BROAD / 2, at[2 - axis] + _BROAD / 2
    low[1], high[1] = 0.0, at[1] + _ABOVE
    corners = (low[0], low[1], low[2]), (high[0], high[1], high[2])
    piece = box(camera, "anchor wall", *corners, "wood" if fixed == "door" else "wall")
    piece.details += broken(camera, corners, high[1], end=True)
    eye.after = (piece.name,)
    if fixed == "door":
        return [piece, _knob(camera, at, axis, away), eye]
    return [piece, eye]


def _knob(camera: Camera, at: P3, axis: int, away: int) -> Unit:
    """A door's handle, under the place where the band comes out."""
    place = [at[0], max(at[1] - 14, 20.0), at[2]]
    place[2 - axis] += 9.0
    low, high = [*place], [*place]
    low[axis], high[axis] = sorted((place[axis] - away * 4.0, place[axis] + away * 2.0))
    low[1], high[1] = place[1] - 1.4, place[1] + 1.4
    low[2 - axis], high[2 - axis] = place[2 - axis] - 6.0, place[2 - axis] + 2.0
    knob = box(camera, "anchor knob", (low[0], low[1], low[2]), (high[0], high[1], high[2]), "iron")
    knob.after = ("anchor wall",)
    return knob


_WAVE = 1.1
"""How high the waves of a break mark are, cm."""


def broken(camera: Camera, block: Cuboid, height: float, *, end: bool = False) -> list[Shape]:
    """A break mark across an upright block: it goes on, but is not drawn so long.

    Two waves with white between; or with ``end`` one wave where the block ends, white from there to above its edge.
    """
    low, high = block
    corners = [camera.flat((x, height, z)) for x in (low[0], high[0]) for z in (low[2], high[2])]
    left, right = min(x for x, _ in corners) - 1.0, max(x for x, _ in corners) + 1.0
    middle = sum(y for _, y in corners) / 4
    half = (max(y for _, y in corners) - min(y for _, y in corners)) / 2 + _WAVE

    def wave(up: float, swing: float = _WAVE) -> tuple[P2, ...]:
        return tuple(
            (left + (right - left) * at / 6, middle + up + swing * math.sin(2 * math.pi * at / 6)) for at in range(7)
        )

    if end:
        lines: tuple[tuple[P2, ...], ...] = (wave(-half),)
        blank = (*lines[0], *reversed(wave(half, 0.0)))
    else:
        lines = (wave(half), wave(-half))
        blank = (*lines[0], *reversed(lines[1]))
    return [Shape((blank,), "white"), Shape(lines, line="line", weight=0.62, closed=False)]
