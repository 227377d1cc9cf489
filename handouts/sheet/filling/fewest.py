"""The fewest pages, and of those the least ugly: dynamic programming over what is not yet on a page.

How far the pieces have come, and which loose pieces have been placed, is all that the rest of the sheet depends on. So
the best pages from there on are found once for each such state. Fewer pages are never more sheets of paper, printed on
one side or on both, so pages alone are counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from handouts.sheet.filling.pagesets import PageSet, page_set
from handouts.sheet.filling.pieces import FILL, LONELY, FilledPage, Piece, Place, Puzzle, Spot, Stood
from handouts.sheet.forms import Choice

__all__ = ["fill"]

_NEVER = 10**6
_Placed = tuple[tuple[int, Place], ...]
_Sets = Callable[[Sequence[Piece]], PageSet]


class _NextPage(NamedTuple):
    """A page that could come next: how far it goes, and which loose pieces it has where."""

    end: int
    placed: _Placed
    mask: int
    """All loose pieces that are placed after it, as bits."""


class _Found(NamedTuple):
    badness: float
    page: FilledPage
    turn: _NextPage | None


def fill(puzzle: Puzzle, sets: _Sets = page_set) -> tuple[FilledPage, ...]:
    """The pages. Raises ValueError where a piece is taller than a page in every form.

    ``sets`` gives the ways of pieces that share a page, so that they can be kept from one sheet to the next.
    """
    search = _Search(puzzle, sets)
    state = (0, 0)
    if search.pages(*state) >= _NEVER:
        raise ValueError("a piece is taller than a page")
    pages = []
    while not search.done(*state):
        found = search.best(*state)
        assert found.turn is not None  # only the state in which all is placed has none
        pages.append(found.page)
        state = (found.turn.end, found.turn.mask)
    return tuple(pages)


class _Search:
    """The search for one puzzle, with what it has found so far."""

    def __init__(self, puzzle: Puzzle, sets: _Sets) -> None:
        self._puzzle, self._sets = puzzle, sets
        self._count = len(puzzle.pieces)
        self._needed = sum(1 << index for index, loose in enumerate(puzzle.loose) if not loose.optional)
        self._shared: dict[tuple[int, int], PageSet | None] = {}
        self._turns: dict[tuple[int, int], list[_NextPage]] = {}
        self._pages: dict[tuple[int, int], int] = {}
        self._best: dict[tuple[int, int], _Found] = {}

    def done(self, start: int, mask: int) -> bool:
        return start == self._count and not self._needed & ~mask

    def pages(self, start: int, mask: int) -> int:
        """The fewest pages from a state on."""
        if self.done(start, mask):
            return 0
        known = self._pages.get((start, mask))
        if known is None:
            known = 1 + min((self.pages(turn.end, turn.mask) for turn in self.turns(start, mask)), default=_NEVER)
            self._pages[start, mask] = known
        return known

    def best(self, start: int, mask: int) -> _Found:
        """The best page from a state on, among those that lead to the fewest."""
        if self.done(start, mask):
            return _Found(0.0, (), None)
        found = self._best.get((start, mask))
        if found is None:
            fewest = self.pages(start, mask) - 1
            turns = [turn for turn in self.turns(start, mask) if self.pages(turn.end, turn.mask) == fewest]
            found = min((self._set(start, turn) for turn in turns), key=lambda one: one.badness)
            self._best[start, mask] = found
        return found

    def turns(self, start: int, mask: int) -> list[_NextPage]:
        """The pages that could come next, each in its lowest form."""
        found = self._turns.get((start, mask))
        if found is None:
            found = self._turns[start, mask] = list(self._find_turns(start, mask))
        return found

    def _find_turns(self, start: int, mask: int) -> Iterator[_NextPage]:
        for end in range(start, self._count + 1):
            if end > start + 1 and self._puzzle.pieces[end - 1].fresh:
                return
            if end > start and self._least(start, end, ()) > self._puzzle.room + 1e-6:
                return
            if start < end < self._count and self._puzzle.pieces[end - 1].bound:
                continue
            for placed in self._placings(start, end, mask):
                if (end > start or placed) and self._least(start, end, placed) <= self._puzzle.room + 1e-6:
                    yield _NextPage(end, placed, mask | sum(1 << index for index, _ in placed))

    def _placings(self, start: int, end: int, mask: int) -> Iterator[_Placed]:
        """Which of the loose pieces that are left could stand on a page, and where."""
        places = self._places(start, end)
        left = [
            [None, *((index, place) for place in places if place in loose.at)]
            for index, loose in enumerate(self._puzzle.loose)
            if not mask >> index & 1
        ]
        for chosen in itertools.product(*left):
            yield tuple(one for one in chosen if one is not None)

    def _places(self, start: int, end: int) -> tuple[Place, ...]:
        front, places = self._puzzle.front, list[Place]()
        if start < end and start >= front and start:
            places.append("top")
        if start < front <= end:
            places.append("front")
        if start < end < self._count and end > front:
            places.append("first_foot" if start < front else "foot")
        if end == self._count:
            places.append("end")
        return tuple(places)

    def _spot(self, placed: tuple[int, Place]) -> Spot:
        index, place = placed
        return self._puzzle.loose[index].at[place]

    def _set_of(self, start: int, end: int) -> PageSet:
        found = self._shared.get((start, end))
        if found is None:
            found = self._shared[start, end] = self._sets(self._puzzle.pieces[start:end])
        return found

    def _beside(self, start: int, end: int, placed: _Placed) -> float:
        """What a page needs beside the heights of what stands on it: the gaps between, and the pen line, mm."""
        puzzle = self._puzzle
        grid = any(piece.grid for piece in puzzle.pieces[start:end]) or any(puzzle.loose[one].grid for one, _ in placed)
        tops, rest = self._parted(placed)
        gaps = sum(self._spot(one).gap for one in (*tops[1:], *rest))
        if tops:
            gaps += puzzle.pieces[start].gap
        elif start == end and rest:
            gaps -= self._spot(rest[0]).gap  # the first on its page
        return gaps + (puzzle.pen if grid else 0.0)

    def _least(self, start: int, end: int, placed: _Placed) -> float:
        """The least height of a page, mm."""
        loose = sum(self._spot(one).choices[-1].height for one in placed)
        pieces = self._set_of(start, end).least if end > start else 0.0
        return pieces + loose + self._beside(start, end, placed)

    def _set(self, start: int, turn: _NextPage) -> _Found:
        """A page set as well as it can be, and the best pages after it."""
        puzzle, end = self._puzzle, turn.end
        room = puzzle.room - self._beside(start, end, turn.placed)
        last = self.done(end, turn.mask)
        spots = [self._spot(one) for one in turn.placed]
        fixed = sum(spot.cost for spot in spots) + (LONELY if last and start == end else 0.0)
        shared = self._set_of(start, end)
        best: tuple[float, tuple[Choice, ...], tuple[Choice, ...]] | None = None
        for chosen in itertools.product(*(spot.choices for spot in spots)):
            taken = sum(choice.height for choice in chosen)
            way = shared.tallest(room - taken)
            if way is None:
                continue
            badness = fixed + way.badness + sum(choice.badness for choice in chosen)
            if not last:
                badness += FILL * (max(0.0, room - taken - way.height) / puzzle.room) ** 2
            if best is None or badness < best[0]:
                best = badness, way.choices, chosen
        assert best is not None  # the lowest of each fit: that was looked at before
        page = self._stood(start, turn, best[1], best[2])
        return _Found(best[0] + self.best(end, turn.mask).badness, page, turn)

    def _stood(
        self, start: int, turn: _NextPage, pieces: tuple[Choice, ...], loose: tuple[Choice, ...]
    ) -> tuple[Stood, ...]:
        """The page from its top down."""
        choice = dict(zip(turn.placed, loose, strict=True))
        tops, rest = self._parted(turn.placed)
        at = self._puzzle.front - start

        def stood(ones: Iterable[tuple[int, Place]]) -> list[Stood]:
            return [Stood(self._count + index, choice[index, place], place) for index, place in ones]

        between = [Stood(start + index, one) for index, one in enumerate(pieces)]
        front = stood(one for one in rest if one[1] == "front")
        if front:
            between[at:at] = front
        return (*stood(tops), *between, *stood(one for one in rest if one[1] != "front"))

    def _parted(self, placed: _Placed) -> tuple[list[tuple[int, Place]], list[tuple[int, Place]]]:
        """Loose pieces that stand at a page's top, and the others, each in their order."""
        ordered = sorted(placed, key=lambda one: self._spot(one).order)
        return [one for one in ordered if one[1] == "top"], [one for one in ordered if one[1] != "top"]
