"""Makes phone pages from one library's handouts: the same handouts, drawings and colours as the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.plan.handout import Handout

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = ["PhonePress"]


class PhonePress:
    """Makes pages from one library's handouts. Keeps the drawings that handouts share, so later ones are quick."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def page(self, handout: Handout, *, named: bool = False) -> bytes:
        """The handout as one HTML file, UTF-8: the same handout gives the same bytes, whatever its layout and paper.

        ``named``: with the patient's name; else it stands nowhere on it. HandoutsError where the page would be larger
        than 250 kB, or where the words of its language have no section for pages.
        """
        from handouts.write.html.page import phone_page

        return phone_page(handout, named=named)
