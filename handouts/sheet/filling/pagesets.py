"""How pieces that follow each other share a page: every way that is not both taller and uglier than another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handouts.sheet.filling.pieces import EDGE, Piece
from handouts.sheet.forms import Choice

__all__ = ["PageSet", "Way", "page_set"]

_SLACK = 1e-6
_MOST = 60
"""Ways that are kept while more pieces are added, the best looking first and the lowest always."""


class Way(NamedTuple):
    """One choice for each piece: the height with the gaps between them, mm, and how ugly the whole is."""

    height: float
    badness: float
    choices: tuple[Choice, ...]
    edges: frozenset[float]


class PageSet:
    """The ways in which some pieces can stand on a page, the lowest and ugliest first."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = ways
        self.heights = [way.height for way in ways]

    @property
    def least(self) -> float:
        """Height of the lowest, mm."""
        return self.heights[0]

    def tallest(self, room: float) -> Way | None:
        """The tallest that fits into ``room`` mm, which is the best looking too; None where none does."""
        at = bisect_left(self.heights, room + _SLACK)
        return self.ways[at - 1] if at else None


def page_set(pieces: Sequence[Piece]) -> PageSet:
    """All ways of some pieces under each other."""
    ways = [Way(0.0, 0.0, (), frozenset())]
    for index, piece in enumerate(pieces):
        gap = piece.gap if index else 0.0
        ways = _thinned(
            Way(
                way.height + gap + choice.height,
                way.badness + choice.badness,
                (*way.choices, choice),
                way.edges | {choice.edge} if choice.edge else way.edges,
            )
            for way in ways
            for choice in piece.choices
        )
    whole = [way._replace(badness=way.badness + EDGE * max(0, len(way.edges) - 1)) for way in ways]
    return PageSet(_best(whole)[::-1])


def _thinned(ways: Iterable[Way]) -> list[Way]:
    """Those that could become the best when more pieces follow: of equal edges none is taller and uglier."""
    by_edges: dict[frozenset[float], list[Way]] = {}
    for way in ways:
        by_edges.setdefault(way.edges, []).append(way)
    found = [way for alike in by_edges.values() for way in _best(alike)]
    if len(found) <= _MOST:
        return found
    found.sort(key=lambda way: way.badness + EDGE * len(way.edges))
    return [*found[: _MOST - 1], min(found[_MOST - 1 :], key=lambda way: way.height)]


def _best(ways: Iterable[Way]) -> list[Way]:
    """Those that no other beats in both height and looks, the best looking first."""
    best: list[Way] = []
    for way in sorted(ways, key=lambda way: (way.badness, way.height)):
        if not best or way.height < best[-1].height - _SLACK:
            best.append(way)
    return best
