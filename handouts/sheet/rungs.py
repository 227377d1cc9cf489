"""The steps at which blocks are made to fit a page, and how pages were filled with them."""

from __future__ import annotations

from handouts.base.records import dataclass

__all__ = ["PagePlan", "Rung"]


@dataclass(frozen=True)
class Rung:
    """A step of the fit ladder: the factor on space inside blocks, and which picture width to use."""

    space: float = 1.0
    column: int = 0


PagePlan = tuple[tuple[Rung, tuple[tuple[int, float], ...]], ...]
"""For each page its rung, and which items stand on it with the gap before each."""
