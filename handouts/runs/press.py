"""Joins the rooms: a Handout is checked, composed and written. The single handout and a batch use the same press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from handouts.base.problems import HandoutsError, Problem
from handouts.library.assets import Asset, UndrawableError
from handouts.plan.handout import Handout, Picture

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.sheet.blocks import Sheet
    from handouts.sheet.look import Look
    from handouts.write.pdf.writer import DocumentWriter

__all__ = ["FigureKind", "Press"]

FigureKind = Literal["pdf", "svg", "png"]


class Press:
    """Makes PDFs from one library's handouts. Keeps what handouts share, so later ones are quick."""

    def __init__(self, library: Library, *, mono: bool = False, form: bool = True, two_up: bool = False) -> None:
        """``form``: boxes can be ticked on a screen. ``two_up``: a booklet to print and fold, which has none."""
        from handouts.figures.gallery import Gallery, cache_folder
        from handouts.library.palette import make_palette
        from handouts.write.glyphs import GlyphCheck
        from handouts.write.pdf.faces import type_faces

        self.library = library
        self.mono = mono or library.clinic.mono
        self.form = form and library.clinic.form and not two_up
        self.two_up = two_up
        self.faces = type_faces()
        self.palette = make_palette(library.clinic.colours, mono=self.mono)
        self.gallery = Gallery(cache_folder())
        self._looks: dict[tuple[str, str], Look] = {}
        self._writer: DocumentWriter | None = None
        self._glyphs = GlyphCheck(self.faces)

    def sheet(self, handout: Handout) -> Sheet:
        """The composed sheet, or HandoutsError naming every character that cannot be printed."""
        from handouts.sheet.compose import compose

        problems = list(self._glyphs.problems(handout))
        if problems:
            raise HandoutsError(problems)
        return compose(handout, self._look(handout))

    def pdf(self, handout: Handout) -> bytes:
        """The handout as a PDF file."""
        from handouts.sheet.sides import booklet
        from handouts.write.pdf.writer import Meta

        sheet = self.sheet(handout)
        meta = Meta(
            handout.running,
            handout.header.name,
            handout.language,
            handout.issue_date,
            handout.id,
            handout.first_day,
            tuple(card.drill for card in handout.cards),
        )
        try:
            return self._pen().write(sheet, meta, booklet(sheet) if self.two_up else ())
        except UndrawableError as error:
            raise HandoutsError([self._undrawable(error.asset)]) from error

    def packet(
        self, handouts: Sequence[Handout], title: str, *, duplex: bool, groups: Sequence[str] | None = None
    ) -> bytes:
        """Handouts of one paper as one file to print. ``duplex``: each starts on a front side.

        ``groups`` says what each belongs to: where that changes, a page says so before it.
        This press must make them for paper: form fields of several handouts would have the same names.
        """
        from handouts.sheet.extras import separator
        from handouts.sheet.sides import joined
        from handouts.write.pdf.writer import Meta

        if self.form:
            raise ValueError("a packet is for paper")
        first = handouts[0]
        sheets, names = [], []
        last = None
        for index, handout in enumerate(handouts):
            if groups and groups[index] != last:
                last = groups[index]
                count = sum(group == last for group in groups)
                sheets.append(separator(last, count, self._look(handout)))
                names.append(last or "–")
            sheets.append(self.sheet(handout))
            names.append(handout.patient)
        sheet, starts = joined(sheets, duplex=duplex)
        meta = Meta(title, first.header.name, first.language, first.issue_date)
        bookmarks = tuple(zip(starts, names, strict=True))
        try:
            return self._pen().write(sheet, meta, bookmarks=bookmarks)
        except UndrawableError as error:
            raise HandoutsError([self._undrawable(error.asset)]) from error

    def page_of(self, title: str, compose: Callable[[Look], Sheet]) -> bytes:
        """What is for the desk and no handout, on the clinic's paper in its colours; without a date."""
        from datetime import date

        from handouts.write.pdf.writer import DocumentWriter, Meta

        clinic = self.library.clinic
        sheet = compose(self._look_of("standard", clinic.paper))
        meta = Meta(title, clinic.name, "en", date(2000, 1, 1))  # the same slips, the same bytes
        return DocumentWriter(self.faces, self.palette, clinic.colours, mono=self.mono, form=False).write(sheet, meta)

    def _pen(self) -> DocumentWriter:
        from handouts.write.pdf.writer import DocumentWriter

        if self._writer is None:
            colours = self.library.clinic.colours
            self._writer = DocumentWriter(self.faces, self.palette, colours, mono=self.mono, form=self.form)
        return self._writer

    def _undrawable(self, asset: Asset) -> Problem:
        """Says which picture it is, and where it is named."""
        hint = "Save it anew, or as PNG."
        names = [
            f"{file} of the drill {drill}" for (drill, _, file), one in self.library.pictures.items() if one == asset
        ]
        if names:
            return Problem("pictures", 0, f"the picture {names[0]} is damaged and cannot be drawn", hint)
        what = f"the logo {self.library.clinic.logo or ''}".rstrip()
        line = self.library.clinic_lines.get("logo", 0)
        return Problem(self.library.clinic_file, line, f"{what} is damaged and cannot be drawn", hint, kind="content")

    def figure(
        self, shown: tuple[Picture, ...], kind: FigureKind, *, height: float, captions: bool, title: str
    ) -> bytes:
        """Pictures side by side, each ``height`` mm high, as a PDF, SVG or PNG file."""
        from handouts.sheet.extras import figure_page

        look = self._look_of("standard", "a4")
        return self._export(figure_page(shown, look, height, captions=captions), kind, title)

    def contact_sheet(self, drills: list[tuple[str, tuple[Picture, ...]]], title: str) -> bytes:
        """The pictures of many drills, as a PDF file."""
        from handouts.sheet.extras import contact_pages

        paper = self.library.clinic.paper
        return self._export(contact_pages(drills, self._look_of("standard", paper)), "pdf", title)

    def _export(self, sheet: Sheet, kind: FigureKind, title: str) -> bytes:
        from datetime import date

        colours, brand = self.palette.as_dict(), self.library.clinic.colours
        size = (sheet.width, sheet.height)
        if kind == "svg":
            from handouts.write.svg import svg

            return svg(sheet.pages[0], size, colours, brand, self.faces, mono=self.mono, title=title).encode()
        if kind == "png":
            from handouts.write.png import png

            regular, bold = (str(face.path) for face in self.faces.faces[0])
            return png(sheet.pages[0], size, colours, brand, (regular, bold), mono=self.mono)
        from handouts.write.pdf.writer import DocumentWriter, Meta

        clinic = self.library.clinic
        meta = Meta(title, clinic.name, clinic.language, date(2000, 1, 1))  # no date: the same figure, the same bytes
        return DocumentWriter(self.faces, self.palette, brand, mono=self.mono).write(sheet, meta)

    def _look(self, handout: Handout) -> Look:
        return self._look_of(handout.layout, handout.paper)

    def _look_of(self, name: str, paper: Literal["a4", "letter"]) -> Look:
        from handouts.sheet.look import Look
        from handouts.sheet.page import page_frame

        key = (name, paper)
        if key not in self._looks:
            layout = self.library.layout(name)
            self._looks[key] = Look(layout, page_frame(paper), self.faces, self.mono, self.gallery)
        return self._looks[key]
