"""What of a drill one block shows: all of it, or a part where the drill is taller than a page."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.base.records import dataclass
from handouts.plan.handout import Card

__all__ = ["Portion", "reaches", "whole"]


@dataclass(frozen=True)
class Portion:
    """Slices of a card's steps, cues and rows."""

    steps: slice
    cues: slice
    rows: slice

    @property
    def first(self) -> bool:
        return not self.steps.start and not self.rows.start


def whole(card: Card) -> Portion:
    """All of a card."""
    return Portion(slice(0, len(card.steps)), slice(0, len(card.cues)), slice(0, len(card.rows)))


def reaches(done: tuple[int, int, int], ends: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
    """How far a block could reach in steps, cues and rows, the farthest first: no cue before the last step."""
    steps, cues, rows = ends
    for end in range(rows, done[2], -1):
        yield steps, cues, end
    for end in range(cues, done[1], -1):
        yield steps, end, done[2]
    for end in range(steps, done[0], -1):
        yield end, done[1], done[2]
