"""Which loose pieces could stand on a page, where, and what the page needs for them."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from handouts.sheet.filling.pieces import Loose, Place, Spot

__all__ = ["Beside", "Besides", "Placed"]

Placed = tuple[tuple[int, Place], ...]
"""Numbers of loose pieces, each with its place."""


class Beside(NamedTuple):
    """Some loose pieces at places of one page, and what the page needs for them beside its other pieces."""

    placed: Placed = ()
    mask: int = 0
    """The same as bits."""
    cost: float = 0.0
    space: float = 0.0
    """Gaps round them and the pen line, mm."""
    least: float = 0.0
    """The same with them in their lowest forms, mm."""


class Besides:
    """All the ways for some loose pieces, each worked out once: sheets with other drills ask for the same ones."""

    def __init__(self, loose: tuple[Loose, ...], pen: float) -> None:
        """``pen``: the height of the line that follows a page's last grid, mm."""
        self.loose, self._pen = loose, pen
        self.needed = sum(1 << index for index, one in enumerate(loose) if not one.optional)
        """Those that may not be left out, as bits."""
        self.gain = -sum(min(0.0, *(spot.cost for spot in one.at.values())) for one in loose)
        """What places can make good at most."""
        self._found: dict[tuple[tuple[Place, ...], int, bool, bool, float], list[Beside]] = {}

    def spot(self, index: int, place: Place) -> Spot:
        return self.loose[index].at[place]

    def ways(self, places: tuple[Place, ...], done: int, *, grid: bool, alone: bool, after_top: float) -> list[Beside]:
        """Every choice of loose pieces for a page with such ``places``; ``done`` ones stand on earlier pages.

        ``grid``: the page's other pieces have one. ``alone``: there are none. ``after_top``: the gap before the first
        of them where something stands over it, mm.
        """
        key = (places, done, grid, alone, after_top)
        found = self._found.get(key)
        if found is None:
            left = [
                [None, *((index, place) for place in places if place in one.at)]
                for index, one in enumerate(self.loose)
                if not done >> index & 1
            ]
            found = self._found[key] = [
                self._beside(tuple(one for one in chosen if one), grid, alone, after_top)
                for chosen in itertools.product(*left)
            ]
        return found

    def parted(self, placed: Placed) -> tuple[list[tuple[int, Place]], list[tuple[int, Place]]]:
        """Those that stand at a page's top, and the others, each in their order."""
        ordered = sorted(placed, key=lambda one: self.spot(*one).order)
        return [one for one in ordered if one[1] == "top"], [one for one in ordered if one[1] != "top"]

    def _beside(self, placed: Placed, grid: bool, alone: bool, after_top: float) -> Beside:
        spots = [self.spot(*one) for one in placed]
        space = sum([spot.gap for spot in spots])
        if any(place == "top" for _, place in placed):
            space += after_top - self.spot(*self.parted(placed)[0][0]).gap  # the first on its page
        elif alone and placed:
            space -= self.spot(*self.parted(placed)[1][0]).gap
        if grid or any(self.loose[one].grid for one, _ in placed):
            space += self._pen
        return Beside(
            placed,
            sum([1 << index for index, _ in placed]),
            sum([spot.cost for spot in spots]),
            space,
            space + sum([spot.choices[-1].height for spot in spots]),
        )
