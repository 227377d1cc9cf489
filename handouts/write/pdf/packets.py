"""One file of many handouts, for the printer. What patients alike are drawn by stands in it once."""

from __future__ import annotations

from dataclasses import field

from handouts.base.records import dataclass
from handouts.sheet.blocks import OwnPart
from handouts.write.pdf.about import Meta, colour_profile, info, output_intent, xmp
from handouts.write.pdf.faces import Subset
from handouts.write.pdf.fonts import OBJECTS, DocumentFonts, font_bodies
from handouts.write.pdf.heads import outlines, side_body
from handouts.write.pdf.inker import Inker
from handouts.write.pdf.objects import START, Section, short, stream_of, text_string
from handouts.write.pdf.owntext import OwnTexts, own_streams
from handouts.write.pdf.pagestreams import SheetStreams
from handouts.write.pdf.squeeze import quick
from handouts.write.pdf.structure import structure_of

__all__ = ["PacketFile"]

_CATALOG, _PAGES, _INFO, _XMP, _TREE, _WHOLE, _PROFILE = range(1, 8)
_FREE = 8
_SHORT = 120
"""Operators of a patient's own that are not worth compressing, bytes."""


@dataclass
class _Shared:
    """What patients alike have in common in this file: numbers of the fonts' dictionary and of the pages' resources."""

    fonts: int
    resources: int
    names: str
    """Entries of the fonts' dictionary that are known already."""


@dataclass
class PacketFile:
    """A packet on its way. ``tagged``: with the structure that screen readers follow; else it is for paper alone."""

    inker: Inker
    tagged: bool = True
    _section: Section = field(default_factory=Section)
    _next: int = _FREE
    _pages: list[int] = field(default_factory=list)
    _aims: list[tuple[int, float, str]] = field(default_factory=list)
    _tops: list[str] = field(default_factory=list)
    _leaves: list[bytes] = field(default_factory=list)
    _streams: dict[bytes, int] = field(default_factory=dict)
    _pictures: dict[str, int] = field(default_factory=dict)
    _shared: dict[int, tuple[SheetStreams, _Shared]] = field(default_factory=dict)
    _core: str = ""

    def __post_init__(self) -> None:
        self._section.append(START)
        self._section.put(_PROFILE, colour_profile())
        self._fonts = DocumentFonts(self.inker.core, "H")
        self._core = "".join(f"/{name} {self._font(face.core)} 0 R" for face, name in self.inker.core.items())

    def add(self, streams: SheetStreams, texts: OwnTexts, name: str, *, fresh: bool = False) -> None:
        """Add a sheet; ``texts`` gives what the patient has to say in each part, ``name`` is its bookmark's.

        ``fresh``: it starts on a front, an odd page of the pile; where it must, a blank side stands before.
        """
        if fresh and len(self._pages) % 2:
            self._blank(streams.sides[0].width, streams.sides[0].height)
        shared = self._shared_of(streams)
        own = self._own(streams, texts)
        contents = [
            " ".join([f"{own[one] if isinstance(one, OwnPart) else self._stream(one)} 0 R" for one in side.streams])
            for side in streams.sides
        ]
        holder = self._reserve()
        first = self._next
        key = len(self._pages)
        sides = list(range(first, first + len(streams.sides)))
        bodies = [
            side_body(side, _PAGES, content, shared.resources, "", key + at if self.tagged else None)
            for at, (side, content) in enumerate(zip(streams.sides, contents, strict=True))
        ]
        if self.tagged:
            found = structure_of(streams, first=first + len(sides), pages=sides, whole=_WHOLE, first_key=0)
            bodies += found.bodies
            self._tops.append(found.tops)
            keys = "".join([f"{key + at}{array}" for at, array in enumerate(found.parents)])
            self._leaves.append(f"{first + len(bodies)} 0 R".encode())
            bodies.append(f"<</Limits[{key} {key + len(sides) - 1}]/Nums[{keys}]>>".encode())
        self._section.pack(holder, first, bodies)
        self._next = first + len(bodies)
        self._pages += sides
        self._aims.append((sides[0], streams.sides[0].height, name))

    def _blank(self, width: float, height: float) -> None:
        """Add an empty side of this size, pt."""
        number = self._reserve()
        body = f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Resources<<>>>>"
        self._section.put(number, body.encode())
        self._pages.append(number)

    def file(self, meta: Meta) -> bytes:
        """The whole packet."""
        section = self._section
        own = "".join([f"/{name} {self._font(subset)} 0 R" for name, subset in self._fonts.own().items()])
        for _, shared in self._shared.values():
            section.put(shared.fonts, f"<<{shared.names}{own}>>".encode())
        section.put(_INFO, info(meta, 0))
        section.put(_XMP, xmp(meta, tagged=self.tagged))
        kids = " ".join([f"{number} 0 R" for number in self._pages])
        section.put(_PAGES, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>".encode())
        tree = ""
        if self.tagged:
            leaves = b" ".join(self._leaves).decode()
            section.put(
                _TREE,
                f"<</Type/StructTreeRoot/K {_WHOLE} 0 R/ParentTree<</Kids[{leaves}]>>"
                f"/ParentTreeNextKey {len(self._pages)}>>".encode(),
            )
            body = f"<</Type/StructElem/S/Document/P {_TREE} 0 R/K[{' '.join(self._tops)}]>>"
            section.put(_WHOLE, body.encode())
            tree = f"/MarkInfo<</Marked true>>/StructTreeRoot {_TREE} 0 R"
        marks = outlines(self._aims, self._next + 1)
        section.pack(self._next, self._next + 1, marks)
        bookmarks = f"/Outlines {self._next + 1} 0 R" if marks else ""
        self._next += 1 + len(marks)
        section.put(
            _CATALOG,
            (
                f"<</Type/Catalog/Pages {_PAGES} 0 R/Lang{text_string(meta.language)}"
                f"/ViewerPreferences<</DisplayDocTitle true>>/PageLayout/SinglePage{tree}/Metadata {_XMP} 0 R"
                f"/OutputIntents[{output_intent(_PROFILE)}]{bookmarks}>>"
            ).encode(),
        )
        return section.end(self._next, self._next + 1, f"/Root {_CATALOG} 0 R/Info {_INFO} 0 R{section.identifier()}")

    def _reserve(self, count: int = 1) -> int:
        first, self._next = self._next, self._next + count
        return first

    def _put(self, body: bytes) -> int:
        number = self._reserve()
        self._section.put(number, body)
        return number

    def _font(self, subset: Subset) -> int:
        first = self._reserve(OBJECTS)
        for number, body in font_bodies(subset, range(first, first + OBJECTS)):
            self._section.put(number, body)
        return first

    def _stream(self, data: bytes) -> int:
        """Number of a ready stream, which is put into the file once."""
        number = self._streams.get(data)
        if number is None:
            number = self._streams[data] = self._put(stream_of(data))
        return number

    def _own(self, streams: SheetStreams, texts: OwnTexts) -> dict[OwnPart, int]:
        """Put what is the patient's own into the file."""
        codes = own_streams(streams.own, texts, self.inker, self._fonts)
        return {
            piece: self._put(short(code) if len(code) < _SHORT else stream_of(quick(code)))
            for piece, code in zip(streams.own, codes, strict=True)
        }

    def _shared_of(self, streams: SheetStreams) -> _Shared:
        """What all with these streams have in common, put into the file once."""
        known = self._shared.get(id(streams))
        if known:
            return known[1]
        names = {name: self._font(subset) for name, subset in streams.fonts.own().items()}
        for name, mark in streams.images.items():
            if name not in self._pictures:
                self._pictures[name] = self._put(self.inker.picture(name, mark))
        pictures = "".join(f"/{name} {self._pictures[name]} 0 R" for name in streams.images)
        fonts = self._reserve()
        resources = self._put(f"<</Font {fonts} 0 R/XObject<<{pictures}>>>>".encode())
        shared = _Shared(fonts, resources, self._core + "".join(f"/{name} {at} 0 R" for name, at in names.items()))
        self._shared[id(streams)] = streams, shared  # the streams too, so that no others get their identity
        return shared
