"""Joins the rooms: a Handout is checked, composed and written. The single handout and a batch use the same press."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.assets import Asset, UndrawableError
from handouts.plan.handout import Handout, Picture
from handouts.plan.joins import joins_of
from handouts.sheet.own import OwnBlocks, alike, own_blocks

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.words import Words
    from handouts.plan.joins import Joins
    from handouts.sheet.blocks import OwnPart, Sheet
    from handouts.sheet.extras import ShelfEntry
    from handouts.sheet.look import Look
    from handouts.sheet.own import OwnText
    from handouts.write.pdf.about import Meta
    from handouts.write.pdf.family import Family, Pressed
    from handouts.write.pdf.inker import Inker
    from handouts.write.pdf.kept_families import KeptFamilies
    from handouts.write.pdf.lettering import Lettering
    from handouts.write.pdf.pagestreams import SheetStreams

__all__ = ["FigureKind", "Prepared", "Press"]

FigureKind = Literal["pdf", "svg", "png"]
_FAMILIES_KEPT, _STREAMS_KEPT = 500, 200
"""Heads of files, at some 80 kB each, and what they were drawn by."""


@dataclass(frozen=True)
class Prepared:
    """A handout that can be printed, on its way into a packet: its own texts, and what patients alike are drawn by."""

    own: OwnBlocks
    streams: SheetStreams


class Press:
    """Makes PDFs from one library's handouts. Keeps what handouts share, so later ones are quick."""

    def __init__(
        self, library: Library, *, mono: bool = False, form: bool = True, two_up: bool = False, codes: bool = True
    ) -> None:
        """``form``: boxes can be ticked on a screen. ``two_up``: a booklet to print and fold, which has none.
        ``codes``: pages can be read back from paper.
        """
        from handouts.base.kept import Kept
        from handouts.figures.gallery import Gallery, cache_folder
        from handouts.library.palette import make_palette
        from handouts.write.glyphs import GlyphCheck
        from handouts.write.pdf.faces import type_faces

        self.library = library
        self.mono = mono or library.clinic.mono
        self.form = form and library.clinic.form and not two_up
        self.two_up = two_up
        self.codes = codes and library.clinic.page_codes
        self.faces = type_faces()
        self.palette = make_palette(library.clinic.colours, mono=self.mono)
        self.gallery = Gallery(cache_folder())
        self._looks: dict[tuple[Hashable, ...], Look] = {}
        self._letterings: dict[str, Lettering] = {}
        self._inkers: dict[str, Inker] = {}
        self._streams: Kept[Hashable, SheetStreams] = Kept(_STREAMS_KEPT)
        self._families: Kept[Hashable, Family] = Kept(_FAMILIES_KEPT)
        self._glyphs = GlyphCheck(self.faces)

    def sheet(self, handout: Handout) -> Sheet:
        """The composed sheet, or HandoutsError naming every character that cannot be printed."""
        from handouts.sheet.compose import compose

        self._check(handout)
        return compose(handout, self._look(handout), self._own(handout))

    def _check(self, handout: Handout) -> None:
        if problems := list(self._glyphs.problems(handout)):
            raise HandoutsError(problems)

    def pdf(self, handout: Handout) -> bytes:
        """The handout as a PDF file; HandoutsError where it cannot be printed."""
        return self.pressed(handout).data

    def pressed(self, handout: Handout) -> Pressed:
        """The handout as a PDF file: a head that patients alike share, and a tail of its own. The same handout gives
        the same bytes, whatever was pressed before it.
        """
        key, own = self._kind(handout)
        family = self._families.get(key) or self._families.keep(key, self._family(key, own))
        return family.file(handout.id, own.said, self._letters(handout.language))

    def try_out(self, handout: Handout) -> None:
        """HandoutsError where the handout cannot be printed. That it can is kept, of all that are alike."""
        key, own = self._kind(handout)
        self._kept.sound(_said(key, own), lambda: self.pressed(handout))

    def _family(self, key: Hashable, own: OwnBlocks) -> Family:
        """What patients alike share: as it was kept by another run, or made from the first of them."""
        if own.handout.activities:  # the patient's own words are in the head: it is not kept in a file
            return self._new_family(key, own)
        said = _said(key, own)
        return self._kept.get(said) or self._kept.keep(said, self._new_family(key, own))

    def _new_family(self, key: Hashable, own: OwnBlocks) -> Family:
        from handouts.write.pdf.heads import family_of

        with self._telling():
            return family_of(self._streams_of(key, own), _meta(own.handout), self._ink(own.handout.language))

    @cached_property
    def _kept(self) -> KeptFamilies:
        from handouts.write.pdf.kept_families import KeptFamilies

        state = (self.palette.roles, self.library.clinic.colours, self.mono, self.form, self.two_up, self.codes)
        return KeptFamilies(repr(state), self.faces)

    def prepare(self, handout: Handout) -> Prepared:
        """Draw what the handout shares with others, for a packet; HandoutsError where it cannot be printed."""
        key, own = self._kind(handout)
        with self._telling():
            return Prepared(own, self._streams_of(key, own))

    def _kind(self, handout: Handout) -> tuple[Hashable, OwnBlocks]:
        """What stands for all handouts that are alike, and what is this one's own; HandoutsError where that cannot be
        printed.
        """
        if self._glyphs.bad_own(handout):
            self._check(handout)
        own = self._own(handout)
        return (alike(handout), own.shape), own

    def _own(self, handout: Handout) -> OwnBlocks:
        return own_blocks(handout, self._look(handout), self._copy_look(handout))

    def _streams_of(self, key: Hashable, own: OwnBlocks) -> SheetStreams:
        """What patients alike are drawn by, made from the first of them."""
        from handouts.sheet.compose import compose
        from handouts.sheet.sides import booklet, plain_sides
        from handouts.write.pdf.pagestreams import sheet_streams

        def make() -> SheetStreams:
            self._check(own.handout)  # what others share was never looked at
            sheet = compose(own.handout, own.look, own)
            sides = booklet(sheet) if self.two_up else plain_sides(sheet)
            return sheet_streams(sheet, sides, self._ink(own.handout.language))

        return self._streams.get_or_make(key, make)

    def packet(
        self,
        handouts: Sequence[Handout | Prepared],
        title: str,
        *,
        duplex: bool,
        groups: Sequence[str] | None = None,
        tagged: bool = True,
    ) -> bytes:
        """Handouts of one paper, prepared or not, as one file to print. ``duplex``: each starts on a front side.

        ``groups`` says what each belongs to: where that changes, a page says so before it. ``tagged``: with the
        structure for screen readers. This press must make them for paper: form fields of several handouts would have
        the same names.
        """
        from handouts.write.pdf.about import Meta
        from handouts.write.pdf.packets import PacketFile

        if self.form:
            raise ValueError("a packet is for paper")
        desk = self._ink(self.desk_words.language)
        file = PacketFile(desk, tagged=tagged)
        first = last = None
        for index, one in enumerate(handouts):
            ready = self.prepare(one) if isinstance(one, Handout) else one
            handout = ready.own.handout
            inker = self._ink(handout.language)
            first = first or handout
            if groups and groups[index] != last:
                last = groups[index]
                before = self._separator(last, sum(group == last for group in groups), handout)
                file.add(before, _nothing, last or "–", desk, fresh=duplex)
            file.add(ready.streams, ready.own.said, handout.patient, inker, fresh=duplex)
        if first is None:
            raise ValueError("a packet of nothing")
        return file.file(Meta(title, first.header.name, first.language, first.issue_date, rtl=first.direction == "rtl"))

    def _separator(self, group: str, count: int, handout: Handout) -> SheetStreams:
        """The page before the handouts of a group, of the size of one of them."""
        from handouts.sheet.extras import separator
        from handouts.sheet.sides import plain_sides
        from handouts.write.pdf.pagestreams import sheet_streams

        look = self._desk_look(handout.layout, handout.paper)
        page = self._for_desk(separator(group, count, look), look)
        return sheet_streams(page, plain_sides(page), self._ink(self.desk_words.language))

    def page_of(self, title: str, compose: Callable[[Look], Sheet]) -> bytes:
        """What is for the desk and no handout, on the clinic's paper in its colours; without a date."""
        from handouts.write.pdf.about import Meta
        from handouts.write.pdf.writer import written

        clinic = self.library.clinic
        # without a date: the same slips, the same bytes
        language = self.desk_words.language
        meta = Meta(title, clinic.name, language, date(2000, 1, 1), rtl=self.desk_words.direction == "rtl")
        look = self._desk_look("standard", clinic.paper)
        return written(self._for_desk(compose(look), look), meta, self._new_ink(language, form=False))

    def _for_desk(self, sheet: Sheet, look: Look) -> Sheet:
        """A page for the desk, from right to left where that is how its words run."""
        from handouts.sheet.compose import turned

        return turned(sheet, look) if self.desk_words.direction == "rtl" else sheet

    def _letters(self, language: str) -> Lettering:
        if language not in self._letterings:
            from handouts.write.pdf.faces import type_faces
            from handouts.write.pdf.lettering import Lettering

            self._letterings[language] = Lettering(type_faces(language), self.palette)
        return self._letterings[language]

    def _ink(self, language: str = "en") -> Inker:
        found = self._inkers.get(language)
        return found or self._inkers.setdefault(language, self._new_ink(language, form=self.form))

    def _new_ink(self, language: str, *, form: bool) -> Inker:
        from handouts.write.pdf.faces import type_faces
        from handouts.write.pdf.inker import Inker

        return Inker(type_faces(language), self.palette, self.library.clinic.colours, mono=self.mono, form=form)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Says where a picture comes from that cannot be drawn."""
        try:
            yield
        except UndrawableError as error:
            raise HandoutsError([self._undrawable(error.asset)]) from error

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

        look = self._desk_look("standard", "a4", as_asked=True)
        return self._export(figure_page(shown, look, height, captions=captions), kind, title)

    def contact_sheet(self, drills: list[ShelfEntry], title: str) -> bytes:
        """The pictures of many drills, as a PDF file."""
        from handouts.sheet.extras import contact_pages

        paper = self.library.clinic.paper
        return self._export(contact_pages(drills, self._desk_look("standard", paper, as_asked=True)), "pdf", title)

    def record_page(
        self, title: str, day: date, compose: Callable[[Look], Sheet], kind: Literal["pdf", "svg"], about: str
    ) -> bytes:
        """A page for the clinic's records, in English, on its paper and in its colours: as a PDF file, or its first
        page as SVG, where ``about`` says what it shows. It bears the ``day`` that it is as of.
        """
        from handouts.write.pdf.about import Meta
        from handouts.write.pdf.writer import written

        words = self.library.words.get("en")
        if words is None:
            raise HandoutsError(self.library.faults_of("en", "", "words"))
        clinic = self.library.clinic
        with self._telling():
            sheet = compose(self._look_of("standard", clinic.paper, "en", joins_of(words)))
            if kind == "svg":
                return self._svg(sheet, title, "en", about)
            return written(sheet, Meta(title, clinic.name, "en", day), self._new_ink("en", form=False))

    def _svg(self, sheet: Sheet, title: str, language: str, about: str = "") -> bytes:
        from handouts.write.pdf.faces import type_faces
        from handouts.write.svg import svg

        colours, brand, faces = self.palette.as_dict(), self.library.clinic.colours, type_faces(language)
        size = sheet.width, sheet.height
        return svg(sheet.pages[0], size, colours, brand, faces, mono=self.mono, title=title, about=about).encode()

    def _export(self, sheet: Sheet, kind: FigureKind, title: str) -> bytes:
        clinic = self.library.clinic
        if kind == "svg":
            return self._svg(sheet, title, clinic.language)
        if kind == "png":
            from handouts.write.pdf.faces import type_faces
            from handouts.write.png import png

            colours, size, faces = self.palette.as_dict(), (sheet.width, sheet.height), type_faces(clinic.language)
            return png(sheet.pages[0], size, colours, clinic.colours, faces, mono=self.mono)
        from handouts.write.pdf.about import Meta
        from handouts.write.pdf.writer import written

        meta = Meta(title, clinic.name, clinic.language, date(2000, 1, 1))  # no date: the same figure, the same bytes
        return written(sheet, meta, self._new_ink(clinic.language, form=True))

    @cached_property
    def desk_words(self) -> Words:
        """What is for the desk, and no patient’s, is in the clinic’s language."""
        words = self.library.words.get(self.library.clinic.language) or self.library.words.get("en")
        if words is None:
            raise HandoutsError(self.library.faults_of("en", "", "words"))
        return words

    @cached_property
    def _desk_joins(self) -> Joins:
        return joins_of(self.desk_words)

    def _look(self, handout: Handout) -> Look:
        return self._look_of(handout.layout, handout.paper, handout.language, handout.joins, handout.second)

    def _copy_look(self, handout: Handout) -> Look | None:
        """A copy is set in the faces of the sheet that it is a copy of: one file, one drawing of each letter."""
        copy = handout.copy
        return self._look_of(copy.layout, copy.paper, handout.language, copy.joins) if copy else None

    def _desk_look(self, name: str, paper: Literal["a4", "letter"], *, as_asked: bool = False) -> Look:
        return self._look_of(name, paper, self.desk_words.language, self._desk_joins, as_asked=as_asked)

    def _look_of(
        self,
        name: str,
        paper: Literal["a4", "letter"],
        language: str,
        joins: Joins,
        second: Joins | None = None,
        *,
        as_asked: bool = False,
    ) -> Look:
        """``as_asked``: pictures are as large as asked for, not at the one scale of a sheet."""
        key = name, paper, language, joins, second, as_asked
        look = self._looks.get(key)
        if look is None:
            from handouts.sheet.look import Look
            from handouts.sheet.page import page_frame
            from handouts.write.pdf.faces import type_faces

            layout = self.library.layout(name)
            if as_asked:
                layout = replace(layout, drill=replace(layout.drill, picture_scale=1.0))
            look = Look(
                layout, page_frame(paper), type_faces(language), joins, self.mono, second, self.codes, self.gallery
            )
            self._looks[key] = look
        return look


def _said(key: Hashable, own: OwnBlocks) -> str:
    """All that a family is made from, but for the state of its press."""
    logo = own.handout.header.logo
    return f"{own.look.state} {logo and logo.digest} {key!r}"


def _meta(handout: Handout) -> Meta:
    """What the file says of itself."""
    from handouts.write.pdf.about import Meta

    return Meta(
        handout.running,
        handout.header.name,
        handout.language,
        handout.issue_date,
        handout.id,
        handout.first_day,
        tuple(card.drill for card in handout.cards),
        handout.activities,
        rtl=handout.direction == "rtl",
    )


def _nothing(part: OwnPart) -> OwnText:
    """What somebody has to say on a page that is nobody's."""
    raise LookupError(part)
