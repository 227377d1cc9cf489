"""Assembles PDF files. What many documents share is drawn, tagged and compressed once, and only copied after.

Every block is a form object of its own. A large shared one, such as a drill's card, comes with its structure
elements and form fields as a ready piece of the file; so one path serves the single handout and a batch.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from handouts.base.kept import Kept
from handouts.figures.person import Person
from handouts.figures.theme import line_width, theme_of
from handouts.library.assets import Asset
from handouts.library.clinic import Colours
from handouts.library.palette import Palette
from handouts.sheet.blocks import BOX, MM, Block, Image, Placed, Sheet
from handouts.sheet.sides import PaperSide, plain_sides
from handouts.write.pdf.about import Meta, info, output_intent, xmp
from handouts.write.pdf.document import Document, short, text_string
from handouts.write.pdf.faces import Face, Subset, TypeFaces
from handouts.write.pdf.figures import figure_object
from handouts.write.pdf.images import image_object
from handouts.write.pdf.ink import draw
from handouts.write.pdf.parts import OFF, WHOLE, YES, BlockObjects, BlockPlace, Inked, leaf, loose_part, ready_part
from handouts.write.pdf.tags import template_of

__all__ = ["DocumentWriter", "Meta"]

_CATALOG, _PAGES, _INFO, _RESOURCES, _TREE = 1, 2, 3, 4, 5
_HELVETICA, _OUTLINES = 11, 12
_FONTS = 16
"""Numbers of the two core subsets, six objects each."""
_FIRST_PAGE = 28
"""Each page takes two numbers: itself and its content."""
_FIRST_FREE = 64
"""Where blocks start, unless there are very many pages."""
KEPT_MOST = 4000
"""Drawn blocks kept for reuse, and pictures."""
_NUMBERS_KEPT = 6000
"""Blocks numbered higher stand deep in a packet, where the same numbers do not come again."""
_SMALL = 500
"""Operators of a block of one document alone that are not worth compressing, bytes."""
KEPT_PARTS = 4000
"""Numbered blocks kept, at up to 8 kB each."""


class DocumentWriter:
    """Writes the documents of one palette. Keeps what it has drawn of shared blocks."""

    def __init__(self, faces: TypeFaces, palette: Palette, brand: Colours, *, mono: bool, form: bool = True) -> None:
        self._faces = faces
        self._colours = palette.as_dict()
        self._brand = brand
        self._mono = mono
        self._form = form
        self._pictures = Kept[str, bytes](KEPT_MOST)
        self._inked = Kept[tuple[Block, bool], Inked](KEPT_MOST)
        self._parts = Kept[tuple[Block, bool, int, BlockPlace, str], BlockObjects](KEPT_PARTS)
        regular, bold = faces.faces[0]
        self._core = {regular: "F1", bold: "F2"}

    def write(
        self, sheet: Sheet, meta: Meta, sides: tuple[PaperSide, ...] = (), bookmarks: tuple[tuple[int, str], ...] = ()
    ) -> bytes:
        """The sheet as a PDF file. The same sheet gives the same bytes.

        ``sides`` says which of its pages stand where on which side of paper; each on its own where left out.
        ``bookmarks``: pages, counting from 0, and names, in place of the blocks' own.
        """
        sides = sides or plain_sides(sheet)
        document = Document(max(_FIRST_FREE, _FIRST_PAGE + 2 * len(sides)))
        fonts = _Fonts(document, self._core)
        wide, high = sheet.width * MM, sheet.height * MM
        # a block's own paper: its origin is its top left corner
        head = f"/Type/XObject/Subtype/Form/Resources {_RESOURCES} 0 R/BBox[0 {-high:.2f} {wide:.2f} {high:.2f}]"
        own: dict[tuple[Block, bool], Inked] = {}
        placed = [
            _OnPage(number, block, self._ink(block, fonts, own))
            for number, page in enumerate(sheet.pages)
            for block in page.blocks
        ]
        on_side = {one.page: side for side, several in enumerate(sides) for one in several.pages}
        parts = self._parts_of(document, placed, on_side, head, high)
        _write_sides(document, sides, placed, parts, high)
        tagged = [part for part, shown in zip(parts, placed, strict=True) if not shown.placed.repeated]
        self._put_resources(document, fonts, placed)
        _write_tree(document, tagged)
        if bookmarks:
            aims = [(_FIRST_PAGE + 2 * on_side[page], high, name) for page, name in bookmarks]
        else:
            aims = _named_blocks(placed, on_side, high)
        entries = _form(document, tagged) + _outlines(document, aims)
        _finish(document, len(sides), meta, entries, sum(len(shown.inked.drawn.fields) for shown in placed))
        return document.file(_CATALOG, _INFO, repr(meta).encode())

    def _put_resources(self, document: Document, fonts: _Fonts, placed: list[_OnPage]) -> None:
        """Add the fonts and pictures that all blocks of the document share."""
        names = {name: fonts.add(face.core, _FONTS + 6 * at) for at, (face, name) in enumerate(self._core.items())}
        names |= fonts.own()
        images = {name: mark for shown in placed for name, mark in shown.inked.drawn.images.items()}
        pictures = {name: document.add(self._picture(name, mark)) for name, mark in sorted(images.items())}
        resources = f"<</Font<<{_references(names)}>>/XObject<<{_references(pictures)}>>>>"
        document.put(_RESOURCES, resources.encode())

    def _ink(self, placed: Placed, fonts: _Fonts, own: dict[tuple[Block, bool], Inked]) -> Inked:
        """The block's drawing, kept for all documents, or among this one's ``own``."""
        key = block, tagged = placed.block, not placed.repeated
        kept = self._inked.get(key) or own.get(key)
        if kept is None:
            drawn = draw(block, self._colours, self._faces, fonts.font, tagged=tagged, form=self._form)
            small = len(drawn.code) < _SMALL and not block.shared
            packed = drawn.code if small else zlib.compress(drawn.code, 9 if block.shared else 6)
            kept = Inked(drawn, packed, template_of(drawn.tree, drawn.marked), plain=small)
            if block.shared and not drawn.extra:
                self._inked.keep(key, kept)
            else:
                own[key] = kept
        return kept

    def _parts_of(
        self, document: Document, placed: list[_OnPage], on_side: dict[int, int], head: str, high: float
    ) -> list[BlockObjects]:
        """Give every block its numbers and write its objects: the large shared ones first."""
        parts: dict[int, BlockObjects] = {}
        for index, shown in enumerate(placed):
            if shown.kept and shown.inked.large:
                first = document.reserve_slot(shown.inked.size + 2)
                make = ready_part if first <= _NUMBERS_KEPT else partial(ready_part, level=5)
                part = self._part(shown, first, _place(shown, on_side, high), head, make)
                assert part.piece  # made so
                document.insert(part.piece)
                parts[index] = part
        repeated: dict[Block, BlockObjects] = {}
        for index, shown in enumerate(placed):
            if index in parts:
                continue
            block = shown.placed.block
            if shown.placed.repeated and block in repeated:
                parts[index] = repeated[block]
                continue
            first = document.reserve(shown.inked.size)
            # where decoration stands is said by the page alone
            place = _NOWHERE if shown.placed.repeated else _place(shown, on_side, high)
            part = self._part(shown, first, place, head, loose_part)
            (_, form), *others = part.objects
            document.put(first, form)
            for number, body in others:
                document.pack(number, body)
            parts[index] = part
            if shown.placed.repeated:
                repeated[block] = part
        return [parts[index] for index in range(len(placed))]

    def _part(
        self,
        shown: _OnPage,
        first: int,
        place: BlockPlace,
        head: str,
        make: Callable[[Inked, int, BlockPlace, str], BlockObjects],
    ) -> BlockObjects:
        """The block's objects with these numbers; those of shared blocks are kept."""
        if not shown.kept or first > _NUMBERS_KEPT:
            return make(shown.inked, first, place, head)
        key = (shown.placed.block, shown.placed.repeated, first, place, head)
        part = self._parts.get(key)
        return self._parts.keep(key, make(shown.inked, first, place, head)) if part is None else part

    def _picture(self, name: str, mark: Image) -> bytes:
        """The picture's object, kept by its name, which stands for all that decides how it looks."""
        return self._pictures.get_or_make(name, lambda: self._drawn_picture(mark))

    def _drawn_picture(self, mark: Image) -> bytes:
        if isinstance(mark.asset, Asset):
            return image_object(mark.asset, self._mono)
        theme = theme_of(self._brand, mark.person or Person(), mono=self._mono)
        return figure_object(mark.asset, theme, line_width(mark.asset, mark.h))


@dataclass(frozen=True, slots=True)
class _OnPage:
    """A block on a page of the sheet; pages count from 0."""

    page: int
    placed: Placed
    inked: Inked

    @property
    def kept(self) -> bool:
        """Whether what is made of it is kept for other documents."""
        return self.placed.block.shared and not self.inked.drawn.extra


_NOWHERE = BlockPlace(0, 0.0)


def _place(shown: _OnPage, on_side: dict[int, int], high: float) -> BlockPlace:
    return BlockPlace(_FIRST_PAGE + 2 * on_side[shown.page], round(high - shown.placed.y * MM, 2))


def _named_blocks(placed: list[_OnPage], on_side: dict[int, int], high: float) -> list[tuple[int, float, str]]:
    """Page, height on it in pt, and name of each block that has a bookmark."""
    named = [shown for shown in placed if shown.placed.block.name and not shown.placed.repeated]
    places = [(_place(shown, on_side, high), shown.placed.block.name) for shown in named]
    return [(place.page, place.top, name) for place, name in places]


def _write_sides(
    document: Document, sides: tuple[PaperSide, ...], placed: list[_OnPage], parts: list[BlockObjects], high: float
) -> None:
    """Write the pages of the file: each side of paper with the pages of the sheet that stand on it."""
    blocks: dict[int, list[tuple[_OnPage, BlockObjects]]] = {}
    for shown, part in zip(placed, parts, strict=True):
        blocks.setdefault(shown.page, []).append((shown, part))
    for at, side in enumerate(sides):
        number = _FIRST_PAGE + 2 * at
        code, forms, annots = [], {}, []
        for one in side.pages:
            turned = one.scale != 1 or one.x or one.y
            if turned:
                low = (side.height - one.y - one.scale * high / MM) * MM
                code.append(f"q {one.scale:.4f} 0 0 {one.scale:.4f} {one.x * MM:.2f} {low:.2f} cm")
            for shown, part in blocks.get(one.page, ()):
                forms[f"B{part.form}"] = part.form
                draw_it = f"q 1 0 0 1 0 {high - shown.placed.y * MM:.2f} cm /B{part.form} Do Q"
                code.append(f"/Artifact BMC {draw_it} EMC" if shown.placed.repeated else draw_it)
                if part.fields:
                    annots.append(part.fields)
            if turned:
                code.append("Q")
        document.put(number + 1, short("\n".join(code).encode("ascii")))
        body = (
            f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {side.width * MM:.2f} {side.height * MM:.2f}]/Tabs/S"
            f"/Contents {number + 1} 0 R/Resources<</XObject<<{_references(forms)}>>>>"
            + (f"/Annots[{' '.join(annots)}]" if annots else "")
            + ">>"
        )
        document.put(number, body.encode("ascii"))


def _write_tree(document: Document, parts: list[BlockObjects]) -> None:
    """The document's own element with those of all blocks below it in reading order, and the parent tree."""
    tops = " ".join([part.tops for part in parts if part.tops])
    document.pack(WHOLE, f"<</Type/StructElem/S/Document/P {_TREE} 0 R/K[{tops}]>>".encode())
    leaves = [part.keys for part in parts if part.piece]
    loose = [part for part in parts if part.keys and not part.piece]
    if loose:
        number = document.reserve()
        limits = (loose[0].limits[0], loose[-1].limits[1])
        document.pack(number, leaf(limits, " ".join([part.keys for part in loose])))
        leaves.append(f"{number} 0 R")
    following = 1 + max((part.limits[1] for part in parts), default=0)
    tree = f"/ParentTree<</Kids[{' '.join(leaves)}]>>/ParentTreeNextKey {following}"
    document.pack(_TREE, f"<</Type/StructTreeRoot/K {WHOLE} 0 R{tree}>>".encode())


_TICK = "0 0 0 RG 1.6 w 1 J 2.4 6.6 m 5.2 3 l 10.4 10.6 l S"


def _form(document: Document, parts: list[BlockObjects]) -> str:
    """The catalog's entry for the form, and what its fields share: two appearances and a font to write with.

    The box itself is drawn on the page, so an empty field shows nothing, and paper needs no form. The font is
    not embedded: the file shows nothing in it, and viewers have it.
    """
    fields = " ".join([part.fields for part in parts if part.fields])
    if not fields:
        return ""
    side = BOX * MM
    entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {side:.2f} {side:.2f}]/Resources<<>>"
    document.put(YES, short(_TICK.encode("ascii"), entries))
    document.put(OFF, short(b"", entries))
    document.pack(_HELVETICA, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    shared = f"/DR<</Font<</Helv {_HELVETICA} 0 R>>>>/DA(/Helv 12 Tf 0 g)"
    return f"/AcroForm<</Fields[{fields}]{shared}>>"


def _outlines(document: Document, aims: list[tuple[int, float, str]]) -> str:
    """Bookmarks: number of the page, height on it in pt, and name. Gives the catalog's entry."""
    if not aims:
        return ""
    first = document.reserve(len(aims))
    last = first + len(aims) - 1
    for number, (page, top, name) in enumerate(aims, first):
        before = f"/Prev {number - 1} 0 R" if number > first else ""
        after = f"/Next {number + 1} 0 R" if number < last else ""
        aim = f"/Dest[{page} 0 R/XYZ null {top:.2f} null]"
        document.pack(number, f"<</Title{text_string(name)}/Parent {_OUTLINES} 0 R{before}{after}{aim}>>".encode())
    body = f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(aims)}>>"
    document.pack(_OUTLINES, body.encode())
    return f"/Outlines {_OUTLINES} 0 R"


def _finish(document: Document, sides: int, meta: Meta, entries: str, fields: int) -> None:
    """The objects that hold a file together."""
    kids = " ".join(f"{_FIRST_PAGE + 2 * index} 0 R" for index in range(sides))
    document.put(_PAGES, f"<</Type/Pages/Count {sides}/Kids[{kids}]>>".encode())
    document.put(_INFO, info(meta, fields))
    catalog = (
        f"<</Type/Catalog/Pages {_PAGES} 0 R/Lang{text_string(meta.language)}"
        "/ViewerPreferences<</DisplayDocTitle true>>/PageLayout/SinglePage/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {_TREE} 0 R/Metadata {xmp(document, meta)} 0 R"
        f"/OutputIntents[{output_intent(document)}]{entries}>>"
    )
    document.put(_CATALOG, catalog.encode())


class _Fonts:
    """The fonts of one document: the core subsets, and its own for what is beyond them."""

    def __init__(self, document: Document, core: dict[Face, str]) -> None:
        self._document = document
        self._core = core
        self._own: dict[Face, Subset] = {}

    def add(self, subset: Subset, start: int) -> int:
        """Add a font's six objects, numbered from ``start`` on; gives the number of the first."""
        first, cid, unicode, descriptor, mapping, file = subset.objects
        numbers = [start + offset for offset in range(6)]
        bodies = (
            first % (numbers[1], numbers[2]),
            cid % (numbers[3], numbers[4]),
            unicode,
            descriptor % numbers[5],
            mapping,
            file,
        )
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
        return {self._own_name(face): self.add(subset, self._document.reserve(6)) for face, subset in self._own.items()}


def _references(names: dict[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in names.items())
