"""Parts of the body on paper: outlines of ellipsoids in a row, units, and soft shades."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from handouts.figures.body import Oval
from handouts.figures.camera import Camera
from handouts.figures.outline import P2, Rings, grown, hull, minus, smoothed
from handouts.figures.shapes import Shape, Unit
from handouts.figures.space import P3

__all__ = ["chain_outline", "extent", "shaded", "unit_of"]


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
