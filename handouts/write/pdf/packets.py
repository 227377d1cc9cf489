"""One file of many handouts, for the printer. What patients alike are drawn by stands in it once."""

from __future__ import annotations

from dataclasses import field

from handouts.base.records import dataclass
from handouts.sheet.blocks import OwnPart
from handouts.write.pdf.about import Meta, colour_profile, info, output_intent, xmp
from handouts.write.pdf.fonts import DocumentFonts, font_bodies
from handouts.write.pdf.heads import outlines
from handouts.write.pdf.inker import Inker
from handouts.write.pdf.lettering import Lettering
from handouts.write.pdf.objects import START, stream_of, text_string
from handouts.write.pdf.owntext import OwnTexts, own_streams
from handouts.write.pdf.pagestreams import SheetStreams
from handouts.write.pdf.patterns import gap
from handouts.write.pdf.piles import PAGES, WHOLE, Numbered, PlainPile, Put, TaggedPile, own_said
from handouts.write.pdf.runs import AnySubset

__all__ = ["PacketFile"]

_CATALOG, _INFO, _XMP, _PROFILE = range(WHOLE + 1, WHOLE + 5)
_FREE = _PROFILE + 1


@dataclass
class _Kind:
    """What patients alike have in common in this file."""

    streams: SheetStreams
    """Kept, so that no others get their identity."""
    fonts: int
    """Number of the fonts' dictionary."""
    names: str
    """Its entries that are known already."""
    put: Put
    """Puts a patient's pages into the pile."""


@dataclass
class PacketFile:
    """A packet on its way. ``tagged``: with the structure that screen readers follow; else it is for paper alone."""

    inker: Inker
    tagged: bool = True
    _numbered: Numbered = field(default_factory=lambda: Numbered(_FREE))
    _aims: list[tuple[int, float, str]] = field(default_factory=list)
    """Of each bookmark: which page of the pile, from 0, its height in pt, and the name."""
    _streams: dict[bytes, int] = field(default_factory=dict)
    _pictures: dict[str, int] = field(default_factory=dict)
    _kinds: dict[int, _Kind] = field(default_factory=dict)
    _core: str = ""

    def __post_init__(self) -> None:
        self._section = self._numbered.section
        self._section.append(START)
        self._section.put(_PROFILE, colour_profile())
        self._pile = (TaggedPile if self.tagged else PlainPile)(self._numbered)
        self._fonts = DocumentFonts(self.inker.core, "H")
        self._core = "".join(f"/{name} {self._font(face.core)} 0 R" for face, name in self.inker.core.items())

    def add(
        self, streams: SheetStreams, texts: OwnTexts, name: str, letters: Lettering, *, fresh: bool = False
    ) -> None:
        """Add a sheet; ``texts`` gives what the patient has to say in each part, ``name`` is its bookmark's,
        ``letters`` set its language.

        ``fresh``: it starts on a front, an odd page of the pile; where it must, a blank side stands before.
        """
        front = streams.sides[0]
        if fresh and self._pile.count % 2:
            self._pile.blank(front.width, front.height)
        kind = self._kind_of(streams)
        self._aims.append((self._pile.count, front.height, name))
        own = [texts(part) for part in streams.own]
        kind.put(own_streams(own, letters, self._fonts), [own_said(text) for text in own] if self.tagged else [])

    def file(self, meta: Meta) -> bytes:
        """The whole packet."""
        numbered, section = self._numbered, self._section
        own = "".join([f"/{name} {self._font(subset)} 0 R" for name, subset in self._fonts.own().items()])
        for kind in self._kinds.values():
            section.put(kind.fonts, f"<<{kind.names}{own}>>".encode())
        section.put(_INFO, info(meta, 0))
        section.put(_XMP, xmp(meta, tagged=self.tagged))
        pages, structure = self._pile.end()
        kids = " ".join([f"{number} 0 R" for number in pages])
        section.put(PAGES, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode())
        holder = numbered.reserve()
        marks = outlines([(pages[at], top, name) for at, top, name in self._aims], holder + 1)
        section.pack(holder, numbered.reserve(len(marks)), marks)
        bookmarks = f"/Outlines {holder + 1} 0 R" if marks else ""
        section.put(
            _CATALOG,
            (
                f"<</Type/Catalog/Pages {PAGES} 0 R/Lang{text_string(meta.language)}"
                f"{meta.viewing}/PageLayout/SinglePage{structure}/Metadata {_XMP} 0 R"
                f"/OutputIntents[{output_intent(_PROFILE)}]{bookmarks}>>"
            ).encode(),
        )
        table = numbered.reserve()
        return section.end(table, table + 1, f"/Root {_CATALOG} 0 R/Info {_INFO} 0 R{section.identifier()}")

    def _font(self, subset: AnySubset) -> int:
        count = len(subset.objects)
        first = self._numbered.reserve(count)
        for number, body in font_bodies(subset, range(first, first + count)):
            self._section.put(number, body)
        return first

    def _picture(self, name: str, streams: SheetStreams) -> int:
        """Number of a picture's form, which is put into the file once."""
        if name not in self._pictures:
            self._pictures[name] = self._numbered.put(self.inker.picture(name, streams.images[name]))
        return self._pictures[name]

    def _stream(self, data: bytes) -> int:
        """Number of a ready stream, which is put into the file once."""
        number = self._streams.get(data)
        if number is None:
            number = self._streams[data] = self._numbered.put(stream_of(data))
        return number

    def _kind_of(self, streams: SheetStreams) -> _Kind:
        """What all with these streams have in common, put into the file once."""
        known = self._kinds.get(id(streams))
        if known:
            return known
        names = {name: self._font(subset) for name, subset in streams.fonts.own().items()}
        pictures = "".join(f"/{name} {self._picture(form, streams)} 0 R" for name, form in streams.forms())
        fonts = self._numbered.reserve()
        resources = self._numbered.put(f"<</Font {fonts} 0 R/XObject<<{pictures}>>>>".encode())
        own = {part: gap(at) for at, part in enumerate(streams.own)}
        contents = [
            " ".join([f"{own[one] if isinstance(one, OwnPart) else self._stream(one)} 0 R" for one in side.streams])
            for side in streams.sides
        ]
        kind = self._kinds[id(streams)] = _Kind(
            streams,
            fonts,
            self._core + "".join(f"/{name} {at} 0 R" for name, at in names.items()),
            self._pile.kind(streams, contents, resources),
        )
        return kind
