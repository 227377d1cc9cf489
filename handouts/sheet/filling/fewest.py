"""The fewest pages, and of those the least ugly: dynamic programming over what is not yet on a page.

How far the pieces have come, and which loose pieces have been placed, is all that the rest of the sheet depends on. So
the best pages from there on are found once for each such state. Fewer pages are never more sheets of paper, printed on
one side or on both, so pages alone are counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from handouts.sheet.filling.besides import Beside, Besides
from handouts.sheet.filling.pagesets import PageSet, page_set
from handouts.sheet.filling.pieces import FILL, LONELY, FilledPage, Piece, Place, Puzzle, Stood
from handouts.sheet.forms import Choice

__all__ = ["fill"]

_NEVER = 10**6
_Sets = Callable[[Sequence[Piece]], PageSet]


class _NextPage(NamedTuple):
    """A page that could come next: how far it goes, and which loose pieces it has where."""

    end: int
    beside: Beside
    mask: int
    """All loose pieces that are placed after it, as bits."""


class _Found(NamedTuple):
    """The best page to come next, with the forms of what stands on it, and how ugly it and all after it are."""

    badness: float
    page: _NextPage
    pieces: tuple[Choice, ...]
    loose: tuple[Choice, ...]


def fill(puzzle: Puzzle, sets: _Sets = page_set, besides: Besides | None = None) -> tuple[FilledPage, ...]:
    """The pages. Raises ValueError where a piece is taller than a page in every form.

    ``sets`` gives the ways of pieces that share a page, and ``besides`` those of the puzzle's loose pieces, so that
    both can be kept from one sheet to the next.
    """
    search = _Search(puzzle, sets, besides or Besides(puzzle.loose, puzzle.pen))
    state = (0, 0)
    if search.pages(*state) >= _NEVER:
        raise ValueError("a piece is taller than a page")
    pages = []
    while not search.done(*state):
        found = search.best(*state)
        pages.append(search.stood(state[0], found))
        state = (found.page.end, found.page.mask)
    return tuple(pages)


_DONE = _Found(0.0, _NextPage(0, Beside(), 0), (), ())
"""What is left once all is placed."""


def _cost(page: _NextPage) -> float:
    return page.beside.cost


class _Search:
    """The search for one puzzle, with what it has found so far."""

    def __init__(self, puzzle: Puzzle, sets: _Sets, besides: Besides) -> None:
        self._puzzle, self._sets, self._besides = puzzle, sets, besides
        self._count = len(puzzle.pieces)
        self._shared: dict[tuple[int, int], PageSet | None] = {}
        self._turns: dict[tuple[int, int], list[_NextPage]] = {}
        self._reaches: dict[int, list[tuple[int, float]]] = {}
        self._bound: dict[int, int] = {}
        self._pages: dict[tuple[int, int], int] = {}
        self._best: dict[tuple[int, int], _Found] = {}

    def done(self, start: int, mask: int) -> bool:
        return start == self._count and not self._besides.needed & ~mask

    def pages(self, start: int, mask: int) -> int:
        """The fewest pages from a state on."""
        if self.done(start, mask):
            return 0
        known = self._pages.get((start, mask))
        if known is None:
            known, least = _NEVER, self._least(start) - 1
            for turn in self.turns(start, mask):
                if known <= least:
                    break  # there is no better
                if self._least(turn.end) < known:
                    known = min(known, self.pages(turn.end, turn.mask))
            known = self._pages[start, mask] = known + 1
        return known

    def _least(self, start: int) -> int:
        """Pages that are needed from a piece on whatever becomes of the loose ones: as much on each as it can hold."""
        if start == self._count:
            return 0
        known = self._bound.get(start)
        if known is None:
            ends = [end for end, _ in self._ends(start) if end > start]
            known = self._bound[start] = 1 + self._least(ends[-1]) if ends else _NEVER
        return known

    def best(self, start: int, mask: int) -> _Found:
        """The best page from a state on, among those that lead to the fewest."""
        if self.done(start, mask):
            return _DONE
        found = self._best.get((start, mask))
        if found is None:
            fewest = self.pages(start, mask) - 1
            for turn in sorted(self.turns(start, mask), key=_cost):
                if found is not None and turn.beside.cost - self._besides.gain >= found.badness:
                    break  # nothing on the pages after it makes up for where it puts loose pieces
                if self._least(turn.end) <= fewest and self.pages(turn.end, turn.mask) == fewest:
                    one = self._set(start, turn)
                    found = one if found is None or one.badness < found.badness else found
            assert found is not None  # there is a way: the pages were counted
            self._best[start, mask] = found
        return found

    def turns(self, start: int, mask: int) -> list[_NextPage]:
        """The pages that could come next, each in its lowest form."""
        found = self._turns.get((start, mask))
        if found is None:
            found = self._turns[start, mask] = list(self._find_turns(start, mask))
        return found

    def _find_turns(self, start: int, mask: int) -> Iterator[_NextPage]:
        room = self._puzzle.room + 1e-6
        for end, least in self._ends(start):
            for beside in self._ways(start, end, mask):
                if (end > start or beside.mask) and least + beside.least <= room:
                    yield _NextPage(end, beside, mask | beside.mask)

    def _ends(self, start: int) -> list[tuple[int, float]]:
        """How far a page could go that begins with a piece, and the least height of its pieces, mm."""
        known = self._reaches.get(start)
        if known is None:
            pieces = self._puzzle.pieces
            least = pieces[start].lead if start < self._count else 0.0
            known = self._reaches[start] = [(start, 0.0)] if start == self._count else []
            for end in range(start + 1, self._count + 1):
                last = pieces[end - 1]
                least += last.choices[-1].height + (last.gap if end > start + 1 else 0.0)
                if (last.fresh and end > start + 1) or least > self._puzzle.room + 1e-6:
                    break
                if not last.bound or end == self._count:
                    known.append((end, least))
        return known

    def _ways(self, start: int, end: int, mask: int) -> list[Beside]:
        """Which of the loose pieces that are left could stand on a page, and where."""
        places = self._places(start, end)
        grid = any(piece.grid for piece in self._puzzle.pieces[start:end])
        after_top = self._puzzle.pieces[start].gap if "top" in places else 0.0
        return self._besides.ways(places, mask, grid=grid, alone=start == end, after_top=after_top)

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

    def _set_of(self, start: int, end: int) -> PageSet:
        found = self._shared.get((start, end))
        if found is None:
            found = self._shared[start, end] = self._sets(self._puzzle.pieces[start:end])
        return found

    def _set(self, start: int, page: _NextPage) -> _Found:
        """A page set as well as it can be, and the best pages after it."""
        puzzle, end, beside = self._puzzle, page.end, page.beside
        last = self.done(end, page.mask)
        after = beside.cost + (LONELY if last and start == end else 0.0) + self.best(end, page.mask).badness
        shared = self._set_of(start, end)
        lead = puzzle.pieces[start].lead if start < end else 0.0
        best: tuple[float, tuple[Choice, ...], tuple[Choice, ...]] | None = None
        for chosen in itertools.product(*(self._besides.spot(*one).choices for one in beside.placed)):
            room = puzzle.room - lead - beside.space - sum(choice.height for choice in chosen)
            way = shared.tallest(room)
            if way is None:
                continue
            badness = after + way.badness + sum(choice.badness for choice in chosen)
            if not last:
                badness += FILL * (max(0.0, room - way.height) / puzzle.room) ** 2
            if best is None or badness < best[0]:
                best = badness, way.choices, chosen
        assert best is not None  # the lowest of each fit: that was looked at before
        return _Found(best[0], page, best[1], best[2])

    def stood(self, start: int, found: _Found) -> FilledPage:
        """A page from its top down."""
        placed = found.page.beside.placed
        choice = dict(zip(placed, found.loose, strict=True))
        tops, rest = self._besides.parted(placed)
        at = self._puzzle.front - start

        def stood(ones: Iterable[tuple[int, Place]]) -> list[Stood]:
            return [Stood(self._count + index, choice[index, place], place) for index, place in ones]

        between = [Stood(start + index, one) for index, one in enumerate(found.pieces)]
        front = stood(one for one in rest if one[1] == "front")
        if front:
            between[at:at] = front
        return (*stood(tops), *between, *stood(one for one in rest if one[1] != "front"))
