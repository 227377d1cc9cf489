"""Parts of the body on paper: outlines of ellipsoids in a row, units, and soft shades."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from handouts.figures.body import Oval
from handouts.figures.camera import Camera
from handouts.figures.outline import P2, Rings, hull, smoothed
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


def shaded(outline: Rings, role: str, spine: tuple[P2, P2], deep: float = 1.6) -> list[Shape]:
    """A filled outline: flat, for at the size of print lines tell more than shades do."""
    del spine, deep
    return [Shape(outline, role)]
