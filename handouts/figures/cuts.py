"""What is much taller than the person is cut short, with a break mark: the person is to fill the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handouts.figures.body import Body
from handouts.figures.camera import Camera
from handouts.figures.outline import bounds
from handouts.figures.props import AnyProp
from handouts.figures.shapes import INNER, Shape, Unit

__all__ = ["mark_cut", "tallest", "with_cut"]

_SHARE = 0.7
"""The part of the height under a prop's top that the person takes in the lowest position, before anything is cut."""
_ABOVE = 8.0
"""How far a prop may stand over the person's head, whatever the share, cm."""
_UNDER_TOP = 9.0
"""From the top of what is cut to where a band or strap is fixed, cm."""
_GAP, _WAVE = 3.0, 1.3
"""Of a break mark: from wave to wave, and the height of a wave, cm."""


def tallest(bodies: Iterable[Body], camera: Camera) -> float:
    """How high a prop may be drawn among these bodies, cm on paper."""
    tops = [max(bounds([camera.oval(*oval) for oval in chain])[3] for chain in body.chains.values()) for body in bodies]
    return max(max(tops) + _ABOVE, min(tops) / _SHARE)


def with_cut(props: Iterable[Any], top: float) -> tuple[tuple[AnyProp, ...], frozenset[str]]:
    """Props no taller than this, with what is fixed to them; and the kinds of those that were cut."""
    drawn: list[AnyProp] = []
    cut = set()
    for prop in props:
        kept = prop
        if getattr(prop, "height", None) and prop.height > top:
            kept = replace(kept, height=top)
            cut.add(prop.kind)
        anchor = getattr(prop, "anchor", None)
        if anchor and anchor[1] > top - _UNDER_TOP:
            kept = replace(kept, anchor=(anchor[0], top - _UNDER_TOP, *anchor[2:]))
        drawn.append(kept)
    return tuple(drawn), frozenset(cut)


def mark_cut(units: Iterable[Unit], kinds: frozenset[str]) -> None:
    """Two waves across each unit that was cut, white between them."""
    for unit in units:
        # a wall needs no mark: it goes on anyway; a tall post has one of its own
        if unit.name in kinds and not unit.crossable and unit.name != "post":
            left, low, right, high = bounds(unit.outline)
            middle = low + 0.62 * (high - low)
            waves = [_wave(left - 1.2, right + 1.2, middle + shift) for shift in (-_GAP / 2, _GAP / 2)]
            gap = (*waves[0], *reversed(waves[1]))
            unit.details += [Shape((gap,), "white"), Shape(tuple(waves), line="line", weight=INNER, closed=False)]


def _wave(left: float, right: float, middle: float) -> tuple[tuple[float, float], ...]:
    steps = 16
    return tuple(
        (left + (right - left) * at / steps, middle + _WAVE * math.sin(2 * math.pi * at / steps))
        for at in range(steps + 1)
    )
