"""Choices that save room: how high a drill's pictures may be, and which of several placements ends highest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handouts.sheet.blocks import Pad
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look

__all__ = ["WORTH", "lowest", "picture_room", "tallest", "wide_enough"]


_Choice = TypeVar("_Choice")
WORTH = 3.0
"""The room that must be saved, mm, before the usual place is left."""


def lowest(choices: list[_Choice], place: Callable[[Pad, _Choice], float]) -> _Choice:
    """The choice that ends highest on the page; an earlier one unless a later saves room worth having."""
    best, least = choices[0], place(Pad(), choices[0])
    for choice in choices[1:]:
        end = place(Pad(), choice)
        if end < least - WORTH:
            best, least = choice, end
    return best


def picture_room(look: Look) -> float:
    """The height that a drill's pictures may take, mm, so that its name and a first step fit on their page."""
    return look.frame.room * 0.7


def tallest(look: Look, form: DrillForm) -> float:
    """Greatest height of pictures over the steps, mm: a narrower form of the ladder makes them lower."""
    looks = look.layout.drill
    return looks.picture_height * looks.picture_widths[form.width] / looks.picture_widths[0]


def wide_enough(form: DrillForm) -> float:
    """From which width a low picture is large enough for one row, mm: where room is short, less will do."""
    return 40.0 if not form.width else 28.0
