"""Assembles PDF files. What many documents share is drawn and compressed once and only copied after.

A page's content is an array of streams: between the shared, compressed blocks stand tiny streams
that move the origin. So the layout flows freely and one path serves the single handout and a batch.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from handouts.assets import Asset
from handouts.figures.theme import line_width, theme_of
from handouts.library.models import Colours, Person
from handouts.pdf.document import Document, short, stream_of, text_string
from handouts.pdf.faces import Face, Subset, TypeFaces
from handouts.pdf.figures import figure_object
from handouts.pdf.images import image_object
from handouts.pdf.ink import Drawn, draw
from handouts.pdf.palette import Palette
from handouts.pdf.tags import Part, Shape, shape_of, write_tree
from handouts.sheet.marks import BOX, MM, Block, Box, Image, Sheet

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
        self._shared: dict[tuple[Block, bool], tuple[Drawn, bytes, Shape]] = {}
        regular, bold = faces.faces[0]
        self._core = {regular: "F1", bold: "F2"}

    def write(self, sheet: Sheet, meta: Meta) -> bytes:
        """The sheet as a PDF file. The same sheet gives the same bytes."""
        document = Document(_FIRST_FREE)
        fonts = _Fonts(document, self._core)
        names = {name: fonts.add(face.core) for face, name in self._core.items()}
        images: dict[str, Image] = {}
        parts: list[Part] = []
        fields: list[_Placed] = []
        pages = [document.reserve() for _ in sheet.pages]
        wide, high = sheet.width * MM, sheet.height * MM
        # a block's own paper: its origin is its top left corner
        form = f"/Type/XObject/Subtype/Form/Resources 4 0 R/BBox[0 {-high:.2f} {wide:.2f} {high:.2f}]"
        repeated: dict[Block, int] = {}
        for page, number in zip(sheet.pages, pages, strict=True):
            code, shown = [], {}
            for placed in page.blocks:
                drawn, packed, shape = self._drawn(placed.block, fonts, tagged=not placed.repeated)
                images |= drawn.images
                if not shape.starts:
                    if placed.block not in repeated:
                        repeated[placed.block] = document.add(stream_of(packed, form))
                    block = repeated[placed.block]
                else:
                    block = document.add(stream_of(packed, f"{form}/StructParents {len(parts)}"))
                    field = document.reserve(len(drawn.boxes))
                    parts.append(Part(number, block, field, shape))
                    fields += [
                        (number, field + index, box, high - placed.y * MM) for index, box in enumerate(drawn.boxes)
                    ]
                shown[f"B{block}"] = block
                draw_it = f"q 1 0 0 1 0 {high - placed.y * MM:.2f} cm /B{block} Do Q"
                code.append(f"/Artifact BMC {draw_it} EMC" if placed.repeated else draw_it)
            contents = document.add(short("\n".join(code).encode("ascii")))
            annots = " ".join(f"{one} 0 R" for of, one, *_ in fields if of == number)
            page_body = (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.2f} {high:.2f}]/Tabs/S/Contents {contents} 0 R"
                f"/Resources<</XObject<<{_references(shown)}>>>>" + (f"/Annots[{annots}]" if annots else "") + ">>"
            )
            document.put(number, page_body.encode("ascii"))
        names |= fonts.own()
        pictures = {name: document.add(self._picture(name, mark)) for name, mark in sorted(images.items())}
        document.put(_RESOURCES, f"<</Font<<{_references(names)}>>/XObject<<{_references(pictures)}>>>>".encode())
        form_entry = _checkboxes(document, fields, len(parts))
        _finish(document, pages, meta, write_tree(document, parts), form_entry)
        return document.file(_CATALOG, _INFO)

    def _drawn(self, block: Block, fonts: _Fonts, *, tagged: bool) -> tuple[Drawn, bytes, Shape]:
        key = (block, tagged)
        kept = self._shared.get(key)
        if kept:
            return kept
        drawn = draw(block, self._colours, self._faces, fonts.font, tagged=tagged)
        packed, shape = zlib.compress(drawn.code, 9 if block.shared else 6), shape_of(drawn.tree, drawn.marked)
        if block.shared and not drawn.extra:
            if len(self._shared) >= KEPT_MOST:
                del self._shared[next(iter(self._shared))]
            self._shared[key] = drawn, packed, shape
        return drawn, packed, shape

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


_Placed = tuple[int, int, Box, float]
"""A checkbox on a page: the numbers of its page and of its field, and where its block's top is, pt from below."""
_TICK = "0 0 0 RG 1.6 w 1 J 2.4 6.6 m 5.2 3 l 10.4 10.6 l S"


def _checkboxes(document: Document, fields: list[_Placed], key: int) -> str:
    """The form fields of all boxes, with two shared appearances; gives the catalog's entry.

    The box itself is drawn on the page, so an empty field shows nothing, and paper needs no form. ``key``
    is that of the first in the parent tree.
    """
    if not fields:
        return ""
    side = BOX * MM
    entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {side:.2f} {side:.2f}]/Resources<<>>"
    yes, off = document.add(short(_TICK.encode("ascii"), entries)), document.add(short(b"", entries))
    for index, (page, number, box, top) in enumerate(fields):
        left, high = box.x * MM, top - box.y * MM
        body = (
            f"<</Subtype/Widget/FT/Btn/T({box.name})/TU{text_string(box.label)}/F 4/P {page} 0 R"
            f"/Rect[{left:.2f} {high - side:.2f} {left + side:.2f} {high:.2f}]/AS/Off"
            f"/AP<</N<</Yes {yes} 0 R/Off {off} 0 R>>>>/StructParent {key + index}>>"
        )
        document.pack(number, body.encode("ascii"), (0,))
    every = " ".join(f"{number} 0 R" for _, number, *_ in fields)
    return f"/AcroForm<</Fields[{every}]>>"


def _finish(document: Document, pages: list[int], meta: Meta, tree: int, form: str) -> None:
    """The objects that hold a file together."""
    kids = " ".join(f"{number} 0 R" for number in pages)
    document.put(_PAGES, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode())
    stamp = meta.issued.strftime("%Y-%m-%d")
    data = document.add(short(_xmp(meta, stamp), "/Type/Metadata/Subtype/XML"))
    profile = document.add(stream_of(_srgb(), "/N 3"))
    intent = (
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {profile} 0 R>>"
    )
    catalog = (
        f"<</Type/Catalog/Pages 2 0 R/Lang{text_string(meta.language)}/ViewerPreferences<</DisplayDocTitle true>>"
        f"/PageLayout/SinglePage/MarkInfo<</Marked true>>/StructTreeRoot {tree} 0 R/Metadata {data} 0 R"
        f"/OutputIntents[{intent}]{form}>>"
    )
    document.put(_CATALOG, catalog.encode())
    day = meta.issued.strftime("%Y%m%d")
    info = (
        f"<</Title{text_string(meta.title)}/Author{text_string(meta.author)}/Producer(Handouts)"
        f"/CreationDate(D:{day}000000Z)/ModDate(D:{day}000000Z)>>"
    )
    document.put(_INFO, info.encode())


def _xmp(meta: Meta, stamp: str) -> bytes:
    """What the file says of itself, as XMP; the same as in its information dictionary."""
    title, author, language = (escape(text) for text in (meta.title, meta.author, meta.language))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{stamp}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{stamp}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>Handouts</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>{_EXTENSION}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A wants every property that it does not know to be described."""


@cache
def _srgb() -> bytes:
    """The sRGB colour profile, compressed. Its date is left out, so that the same sheet gives the same bytes."""
    from PIL import ImageCms

    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    raw[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2000
    raw[84:100] = bytes(16)  # the profile's own digest, which counted the date
    return zlib.compress(bytes(raw), 9)


class _Fonts:
    """The fonts of one document: the core subsets, and its own for what is beyond them."""

    def __init__(self, document: Document, core: dict[Face, str]) -> None:
        self._document = document
        self._core = core
        self._own: dict[Face, Subset] = {}

    def add(self, subset: Subset) -> int:
        """Add a font's objects; gives the number of the first."""
        first, cid, unicode, descriptor, mapping, file = subset.objects
        start = self._document.reserve(6)
        numbers = [start + offset for offset in range(6)]
        bodies = (first % (numbers[1], numbers[2]), cid % (numbers[3], numbers[4]), unicode, descriptor % numbers[5],
                  mapping, file)  # fmt: skip
        for number, body in zip(numbers, bodies, strict=True):
            self._document.put(number, body)
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

    def own(self) -> dict[str, int]:
        """Add the document's own subsets; gives their names and numbers."""
        return {self._own_name(face): self.add(subset) for face, subset in self._own.items()}


def _references(names: dict[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in names.items())
