"""Which pages a sheet has, and what stands on them: the fewest pages, and of those the least ugly.

Nothing here knows what a drill is: in come pieces with the heights that they can take, out goes a plan. ``pieces``
says what comes in and goes out, ``pagesets`` and ``besides`` what one page can hold, ``fewest`` how pages follow.
"""

from handouts.sheet.filling.besides import Besides
from handouts.sheet.filling.fewest import fill
from handouts.sheet.filling.pagesets import PageSet, page_set
from handouts.sheet.filling.pieces import FilledPage, Loose, Piece, Place, Puzzle, Spot, Stood

__all__ = ["Besides", "FilledPage", "Loose", "PageSet", "Piece", "Place", "Puzzle", "Spot", "Stood", "fill", "page_set"]
