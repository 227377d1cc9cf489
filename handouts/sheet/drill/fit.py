"""What pictures a drill could have in a column, and which of several placements ends highest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from handouts.sheet.look import Look
from handouts.sheet.panels import Panel, PictureRows, fitted

__all__ = ["WORTH", "PictureChoice", "enough", "lowest", "picture_choices", "picture_room"]


_Choice = TypeVar("_Choice")
WORTH = 3.0
"""The room that must be saved, mm, before the usual place is left."""
_AMPLE = 0.8
"""Pictures of this part of the greatest height need no more rows."""


class PictureChoice(NamedTuple):
    """Pictures as they could stand in a column, and what says so in a drill's form."""

    pictures: PictureRows
    width: int
    high: int
    rows: int
    lines: int


def lowest(choices: list[_Choice], end: Callable[[_Choice], float]) -> _Choice:
    """The choice that ends highest on the page; an earlier one unless a later saves room worth having."""
    best, least = choices[0], end(choices[0])
    for choice in choices[1:]:
        tried = end(choice)
        if tried < least - WORTH:
            best, least = choice, tried
    return best


def picture_room(look: Look) -> float:
    """The height that a drill's pictures may take, mm, so that its name and a first step fit on their page."""
    return look.frame.room * 0.7


def picture_choices(every: list[Panel], look: Look, width: float, index: int) -> Iterator[PictureChoice]:
    """Pictures in a column ``width`` mm wide, which is the layout's ``index``-th: none both taller and smaller."""
    found: list[PictureChoice] = []
    for rows in range(1, len(every) + 1):
        for lines in (2, 1):
            found += _lower_and_lower(every, look, width, index, rows, lines)
        if any(one.pictures.height >= _AMPLE * look.layout.drill.picture_height for one in found):
            break
    tallest = 0.0
    for one in sorted(found, key=lambda one: (one.pictures.total, -one.pictures.height)):
        if one.pictures.height > tallest + 0.5 or one.pictures.cramped:
            tallest = max(tallest, one.pictures.height)
            yield one


def _lower_and_lower(
    every: list[Panel], look: Look, width: float, index: int, rows: int, lines: int
) -> Iterator[PictureChoice]:
    heights, room = look.layout.drill.picture_heights, picture_room(look)
    for high, most in enumerate(heights):
        pictures = fitted(every, look, width, most, room, rows=rows, lines=lines)
        if high + 1 == len(heights) or heights[high + 1] < pictures.height:  # else the next one comes out the same
            yield PictureChoice(pictures, index, high, rows, lines)


def enough(found: Iterable[PictureChoice], look: Look) -> list[PictureChoice]:
    """Those with pictures large enough to be understood; if there are none, those with the largest there are."""
    every = list(found)
    least = min(look.layout.drill.picture_least, look.layout.drill.picture_height)
    good = [one for one in every if one.pictures.side >= least - 0.01 and not one.pictures.cramped]
    if good:
        return good
    plain = [one for one in every if not one.pictures.cramped] or every
    best = max(one.pictures.side for one in plain)
    return [one for one in plain if one.pictures.side >= 0.9 * best]
