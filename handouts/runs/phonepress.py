"""Makes phone pages from one library's handouts: the same handouts, drawings and colours as the sheets."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from handouts.base.problems import HandoutsError, Problem
from handouts.plan.handout import Handout

if TYPE_CHECKING:
    from handouts.figures.gallery import Gallery
    from handouts.library.layouts import Layout
    from handouts.library.load import Library
    from handouts.write.html.words import PageLook

__all__ = ["PhonePress"]


class PhonePress:
    """Makes pages from one library's handouts. Keeps the drawings that handouts share, so later ones are quick."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._looks: dict[str, PageLook] = {}

    def page(self, handout: Handout, *, named: bool = False) -> bytes:
        """The handout as one HTML file, UTF-8: the same handout gives the same bytes, whatever its layout and paper.

        ``named``: with the patient's name; else it stands nowhere on it. HandoutsError where the page would be larger
        than 250 kB, where a picture cannot be read, or where the words of its language have no section for pages.
        """
        from handouts.write.html.page import phone_page

        return phone_page(handout, self._look(handout), named=named)

    def _look(self, handout: Handout) -> PageLook:
        language = handout.language
        if language not in self._looks:
            self._looks[language] = self._made(handout)
        return self._looks[language]

    @cached_property
    def _gallery(self) -> Gallery:
        from handouts.figures.gallery import Gallery, cache_folder

        return Gallery(cache_folder())

    def _made(self, handout: Handout) -> PageLook:
        from handouts.library.palette import make_palette
        from handouts.sheet.look import Look
        from handouts.sheet.page import page_frame
        from handouts.write.html.pictures import PictureMaker
        from handouts.write.html.words import PageLook
        from handouts.write.pdf.faces import type_faces

        clinic, words = self.library.clinic, self.library.words.get(handout.language)
        if words is None or words.page is None:
            message = f"the words of the language “{handout.language}” have no section “page”"
            hint = "Copy that section from content/words/en.yaml into its words file, and translate it."
            raise HandoutsError([Problem("language", 0, message, hint)])
        roles = make_palette(clinic.colours, mono=False).roles
        faces = type_faces(handout.language)
        frame = page_frame("a4")
        look = Look(self._layout, frame, faces, handout.joins, gallery=self._gallery)
        usual = {
            language: (one.sentences.disclaimer, one.page.for_you)
            for language, one in self.library.words.items()
            if one.page
        }
        return PageLook(words.page, roles, PictureMaker(look, clinic.colours, roles, faces), usual)

    @property
    def _layout(self) -> Layout:
        """Pictures are as large as they are asked for."""
        from dataclasses import replace

        layout = self.library.layout("standard")
        return replace(layout, drill=replace(layout.drill, picture_scale=1.0))
