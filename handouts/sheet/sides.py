"""How the pages of a sheet stand on sides of paper: one each, or two on a side, to fold into a booklet."""

from __future__ import annotations

from handouts.base.records import dataclass
from handouts.sheet.blocks import Sheet

__all__ = ["PageOnSide", "PaperSide", "booklet", "plain_sides"]


@dataclass(frozen=True)
class PageOnSide:
    """A page of the sheet, counting from 0, with its top left corner at (x, y) mm of the side, at a scale."""

    page: int
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class PaperSide:
    """A side of paper, mm."""

    width: float
    height: float
    pages: tuple[PageOnSide, ...]


def plain_sides(sheet: Sheet) -> tuple[PaperSide, ...]:
    """Every page on a side of its own."""
    return tuple(PaperSide(sheet.width, sheet.height, (PageOnSide(number),)) for number in range(len(sheet.pages)))


def booklet(sheet: Sheet) -> tuple[PaperSide, ...]:
    """Two pages on each side of the same paper laid across, so that it folds into a booklet of half the size.

    Print on both sides, turned over the short edge. Sides come as front and back in turn: on each front
    stand the last and the first of what is left, on its back the second and the last but one. Where the
    pages are no multiple of four, the last places stay empty. One that runs from right to left is bound on the right.
    """
    count = -(-len(sheet.pages) // 4) * 4
    wide, high = sheet.height, sheet.width
    half = wide / 2
    scale = min(half / sheet.width, high / sheet.height)
    inset, lower = (half - scale * sheet.width) / 2, (high - scale * sheet.height) / 2

    def side(left: int, right: int) -> PaperSide:
        places = ((left, half + inset), (right, inset)) if sheet.rtl else ((left, inset), (right, half + inset))
        shown = tuple(PageOnSide(page, x, lower, scale) for page, x in places if page < len(sheet.pages))
        return PaperSide(wide, high, shown)

    found = []
    for first in range(0, count // 2, 2):
        last = count - 1 - first
        found += [side(last, first), side(first + 1, last - 1)]
    return tuple(found)
