"""The page grid: papers, margins, and where header, body and footer stand."""

from __future__ import annotations

from typing import Literal

from handouts.base.records import dataclass

__all__ = ["PAPERS", "PageFrame", "page_frame"]

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height, mm."""


@dataclass(frozen=True)
class PageFrame:
    """The page grid, mm. Corner markers and two QR codes can be added without moving anything."""

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
    def room(self) -> float:
        """Height of the body."""
        return self.bottom - self.body


def page_frame(paper: Literal["a4", "letter"]) -> PageFrame:
    """The page grid of a paper size."""
    return PageFrame(*PAPERS[paper])
