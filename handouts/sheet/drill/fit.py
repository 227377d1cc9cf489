"""What pictures a drill could have in a column, and which of several placements ends highest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from handouts.sheet.look import Look
from handouts.sheet.panels import Panel, PictureRows, fitted

__all__ = ["HALF", "WORTH", "PictureChoice", "enough", "lowest", "picture_choices", "picture_room"]


_Choice = TypeVar("_Choice")
HALF = 0.5
"""Pictures over the steps are low, as of somebody who lies in one row, under this part of the height they may have."""
WORTH = 3.0
"""The room that must be saved, mm, before the usual place is left."""


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
    """Pictures in a column ``width`` mm wide, which is the layout's ``index``-th: none both taller and smaller.

    They stand in the fewest rows in which they are large enough. Over the steps, low ones stand in more rows too.
    """
    looks = look.layout.drill
    least = HALF * looks.picture_height if looks.pictures_above else 0.0
    found: list[PictureChoice] = []
    several = any(one.needs[0] > one.needs[1] for one in every)
    for rows in range(1, len(every) + 1):
        if rows > 1 and math.ceil(len(every) / rows) == math.ceil(len(every) / (rows - 1)):
            continue  # the same as before
        for lines in (2, 1) if several else (2,):
            found += _lower_and_lower(every, look, width, index, rows, lines)
        if any(large_enough(one, look) and one.pictures.height >= least for one in found):
            break
    good = [one for one in found if not one.pictures.cramped] or found
    tallest = 0.0
    for one in sorted(good, key=lambda one: (one.pictures.total, -one.pictures.height)):
        if one.pictures.height > tallest + 0.5:
            tallest = one.pictures.height
            yield one


def _lower_and_lower(
    every: list[Panel], look: Look, width: float, index: int, rows: int, lines: int
) -> Iterator[PictureChoice]:
    heights, room = look.layout.drill.picture_heights, picture_room(look)
    free = fitted(every, look, width, heights[0], room, rows=rows, lines=lines)
    first = max(at for at, height in enumerate(heights) if height >= free.height or not at)
    for high in range(first, len(heights)):
        pictures = fitted(every, look, width, heights[high], room, rows=rows, lines=lines) if high else free
        yield PictureChoice(pictures, index, high, rows, lines)


def large_enough(one: PictureChoice, look: Look) -> bool:
    """Whether pictures can be understood, and their captions keep to two lines."""
    looks = look.layout.drill
    return one.pictures.side >= min(looks.picture_least, looks.picture_height) - 0.01 and not one.pictures.cramped


def enough(found: Iterable[PictureChoice], look: Look) -> list[PictureChoice]:
    """Those with pictures large enough to be understood; if there are none, those with the largest there are."""
    every = list(found)
    good = [one for one in every if large_enough(one, look)]
    if good:
        return good
    plain = [one for one in every if not one.pictures.cramped] or every
    best = max(one.pictures.side for one in plain)
    return [one for one in plain if one.pictures.side >= 0.9 * best]
