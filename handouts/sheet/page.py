"""The page grid: papers, margins, and where header, body and footer stand."""

from __future__ import annotations

from typing import Literal

from handouts.base.records import dataclass

__all__ = ["CODE", "CORNER", "PAPERS", "PageFrame", "page_frame"]

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height, mm."""
CODE = 16.0
"""Side of a page's code, mm."""
CORNER = 8.0
"""Side of the square that a corner mark fills, mm."""
_EDGE = 10.0
"""From a corner mark to the edges of the paper, mm: nearer to them printers do not print."""


@dataclass(frozen=True)
class PageFrame:
    """The page grid, mm. It is the same with codes and corner marks and without."""

    width: float
    height: float
    left: float = 21.0
    header: float = 10.0
    body: float = 30.5

    @property
    def w(self) -> float:
        """Width of the content."""
        return self.width - 2 * self.left

    @property
    def right(self) -> float:
        return self.width - self.left

    @property
    def bottom(self) -> float:
        """End of the body."""
        return self.height - 28.0

    @property
    def footer(self) -> float:
        """Top of the footer band, which is 16 high."""
        return self.height - 26.0

    @property
    def header_w(self) -> float:
        """Width of the header, from the left margin: the rest is kept quiet for a code."""
        return self.w - 23.0

    @property
    def codes(self) -> tuple[tuple[float, float], ...]:
        """Top left corners of the two places for a page's code. On a sheet from right to left all are mirrored."""
        return (self.right - CODE, self.header), (self.left, self.footer)

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Top left corners of the places for the corner marks: above, then below."""
        far, low = self.width - _EDGE - CORNER, self.height - _EDGE - CORNER
        return (_EDGE, _EDGE), (far, _EDGE), (_EDGE, low), (far, low)

    @property
    def room(self) -> float:
        """Height of the body."""
        return self.bottom - self.body


def page_frame(paper: Literal["a4", "letter"]) -> PageFrame:
    """The page grid of a paper size."""
    return PageFrame(*PAPERS[paper])
