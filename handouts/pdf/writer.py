"""Assembles PDF files. What many documents share is drawn and compressed once and only copied after.

A page's content is an array of streams: between the shared, compressed blocks stand tiny streams
that move the origin. So the layout flows freely and one path serves the single handout and a batch.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from handouts.assets import Asset
from handouts.figures.theme import line_width, theme_of
from handouts.library.models import Colours, Person
from handouts.pdf.faces import Face, Subset, TypeFaces
from handouts.pdf.figures import figure_object
from handouts.pdf.images import image_object
from handouts.pdf.ink import Drawn, draw
from handouts.pdf.palette import Palette
from handouts.sheet.marks import MM, Block, Image, Sheet

__all__ = ["Meta", "Writer"]

_CATALOG, _PAGES, _INFO, _RESOURCES = 1, 2, 3, 4
_FIRST_FREE = 5
KEPT_MOST = 4000
"""Drawn blocks kept for reuse."""


@dataclass(frozen=True)
class Meta:
    """What the file says of itself. No patient's name: titles show up in lists and logs."""

    title: str
    author: str
    language: str
    issued: date


class Writer:
    """Writes the documents of one palette. Keeps what it has drawn of shared blocks."""

    def __init__(self, faces: TypeFaces, palette: Palette, brand: Colours, *, mono: bool) -> None:
        self._faces = faces
        self._colours = palette.as_dict()
        self._brand = brand
        self._mono = mono
        self._pictures: dict[str, bytes] = {}
        self._shared: dict[Block, tuple[Drawn, bytes]] = {}
        regular, bold = faces.faces[0]
        self._core = {regular: "F1", bold: "F2"}

    def write(self, sheet: Sheet, meta: Meta) -> bytes:
        """The sheet as a PDF file. The same sheet gives the same bytes."""
        document = _Document(self._faces, self._core)
        fonts = [document.add_font(face.core) for face in self._core]
        streams: dict[Block, int] = {}
        images: dict[str, Image] = {}
        pages: list[list[int]] = []
        height = sheet.height * MM
        for page in sheet.pages:
            contents: list[int] = []
            for placed in page.blocks:
                drawn, packed = self._drawn(placed.block, document)
                images |= drawn.images
                if placed.block not in streams:
                    streams[placed.block] = document.add(packed)
                move = f"{'Q ' if contents else ''}q 1 0 0 1 0 {height - placed.y * MM:.2f} cm"
                contents += [document.add_shared(_short(move.encode("ascii"))), streams[placed.block]]
            contents.append(document.add_shared(_short(b"Q")))
            pages.append(contents)
        self._finish(document, sheet, meta, pages, fonts, images)
        return document.bytes()

    def _drawn(self, block: Block, document: _Document) -> tuple[Drawn, bytes]:
        kept = self._shared.get(block)
        if kept:
            return kept
        drawn = draw(block, self._colours, self._faces, document.font)
        packed = _packed(drawn.code) if len(drawn.code) > 300 else _short(drawn.code)
        if block.shared and not drawn.extra:
            if len(self._shared) >= KEPT_MOST:
                del self._shared[next(iter(self._shared))]
            self._shared[block] = drawn, packed
        return drawn, packed

    def _picture(self, name: str, mark: Image) -> bytes:
        """The picture's object, kept by its name, which stands for all that decides how it looks."""
        if name not in self._pictures:
            if len(self._pictures) >= KEPT_MOST:
                self._pictures.clear()
            self._pictures[name] = self._drawn_picture(mark)
        return self._pictures[name]

    def _drawn_picture(self, mark: Image) -> bytes:
        if isinstance(mark.asset, Asset):
            return image_object(mark.asset, self._mono)
        theme = theme_of(self._brand, mark.person or Person(), mono=self._mono)
        return figure_object(mark.asset, theme, line_width(mark.asset, mark.h))

    def _finish(
        self, document: _Document, sheet: Sheet, meta: Meta, pages: list[list[int]], fonts: list[int],
        images: dict[str, Image],
    ) -> None:  # fmt: skip
        names = dict(zip(self._core.values(), fonts, strict=True))
        names |= document.own_fonts()
        pictures = {name: document.add(self._picture(name, mark)) for name, mark in sorted(images.items())}
        document.put(_RESOURCES, f"<</Font<<{_references(names)}>>/XObject<<{_references(pictures)}>>>>".encode())
        size = f"[0 0 {sheet.width * MM:.2f} {sheet.height * MM:.2f}]"
        kids = []
        for contents in pages:
            array = " ".join(f"{number} 0 R" for number in contents)
            page = f"<</Type/Page/Parent 2 0 R/MediaBox{size}/Resources 4 0 R/Contents[{array}]>>"
            kids.append(document.add(page.encode()))
        array = " ".join(f"{number} 0 R" for number in kids)
        document.put(_PAGES, f"<</Type/Pages/Count {len(kids)}/Kids[{array}]>>".encode())
        catalog = (
            f"<</Type/Catalog/Pages 2 0 R/Lang{_text(meta.language)}/ViewerPreferences<</DisplayDocTitle true>>"
            "/PageLayout/SinglePage>>"
        )
        document.put(_CATALOG, catalog.encode())
        day = meta.issued.strftime("%Y%m%d")
        info = (
            f"<</Title{_text(meta.title)}/Author{_text(meta.author)}/Producer(Handouts)"
            f"/CreationDate(D:{day}000000Z)/ModDate(D:{day}000000Z)>>"
        )
        document.put(_INFO, info.encode())


class _Document:
    """The numbered objects of one file, and its own font subsets."""

    def __init__(self, faces: TypeFaces, core: dict[Face, str]) -> None:
        self._faces = faces
        self._core = core
        self._objects: dict[int, bytes] = {}
        self._next = _FIRST_FREE
        self._same: dict[bytes, int] = {}
        self._own: dict[Face, Subset] = {}

    def add(self, body: bytes) -> int:
        """Add an object; gives its number."""
        number, self._next = self._next, self._next + 1
        self._objects[number] = body
        return number

    def add_shared(self, body: bytes) -> int:
        """Add an object, once however often it is asked for."""
        if body not in self._same:
            self._same[body] = self.add(body)
        return self._same[body]

    def put(self, number: int, body: bytes) -> None:
        self._objects[number] = body

    def add_font(self, subset: Subset) -> int:
        """Add a font's objects; gives the number of the first."""
        first, cid, unicode, descriptor, mapping, file = subset.objects
        numbers = [self._next + offset for offset in range(6)]
        self.add(first % (numbers[1], numbers[2]))
        self.add(cid % (numbers[3], numbers[4]))
        self.add(unicode)
        self.add(descriptor % numbers[5])
        self.add(mapping)
        self.add(file)
        return numbers[0]

    def font(self, face: Face, text: str) -> tuple[str, Subset, bool]:
        """Where to find the characters of a text: the core subset, or the document's own."""
        core = self._core.get(face)
        if core and face.core.chars.issuperset(text):
            return core, face.core, False
        codes = self._own.setdefault(face, Subset(face, {})).codes
        for char in text:
            codes.setdefault(char, len(codes) + 1)
        return self._own_name(face), self._own[face], True

    def _own_name(self, face: Face) -> str:
        return f"G{list(self._own).index(face) + 1}"

    def own_fonts(self) -> dict[str, int]:
        """Add the document's own subsets; gives their names and numbers."""
        return {self._own_name(face): self.add_font(subset) for face, subset in self._own.items()}

    def bytes(self) -> bytes:
        """The file."""
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        at = len(out[0])
        places: dict[int, int] = {}
        for number in sorted(self._objects):
            places[number] = at
            body = b"%d 0 obj\n%b\nendobj\n" % (number, self._objects[number])
            out.append(body)
            at += len(body)
        size = len(places) + 1
        table = [b"xref\n0 %d\n0000000000 65535 f \n" % size]
        table += [b"%010d 00000 n \n" % places[number] for number in range(1, size)]
        mark = sha256(b"".join(out)).hexdigest()[:32].encode()
        tail = b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([*out, *table, tail % (size, mark, mark, at)])


def _packed(data: bytes) -> bytes:
    packed = zlib.compress(data, 6)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)


def _short(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(data), data)


def _text(text: str) -> str:
    """A text string of a dictionary: UTF-16 in hexadecimal, so nothing in it can be syntax."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _references(names: dict[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in names.items())
