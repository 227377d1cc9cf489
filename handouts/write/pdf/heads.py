"""Makes the head of a family's files: everything that patients alike share, numbered and with a table of its own.

Streams come first and small objects last, all of them in one stream: the file is smallest so.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from operator import itemgetter

from handouts.sheet.blocks import LinkArea, OwnPart
from handouts.write.pdf.about import Meta, colour_profile, info, output_intent, xmp
from handouts.write.pdf.extent import DRAWN
from handouts.write.pdf.faces import DESCRIPTOR
from handouts.write.pdf.family import FONTS, INFO, OWN, UNKNOWN_ID, XMP, Family, Head, OwnElement
from handouts.write.pdf.fields import acro_form, appearances
from handouts.write.pdf.fonts import font_bodies
from handouts.write.pdf.inker import Inker
from handouts.write.pdf.objects import START, Section, text_string, wrapped
from handouts.write.pdf.pagestreams import SheetStreams, SideStreams
from handouts.write.pdf.runs import AnySubset
from handouts.write.pdf.structure import Structure, structure_of

__all__ = ["family_of"]


def family_of(streams: SheetStreams, meta: Meta, inker: Inker) -> Family:
    """What patients alike share. Of ``meta`` the handout's id is not looked at: each patient has one of their own."""
    section = Section()
    section.append(START)
    stored = _Stored(section, streams, inker)
    table = stored.next + 1
    small = _Small(stored, streams, meta, table + 1)
    bodies = small.bodies()
    section.pack(stored.next, table + 1, bodies)
    start, size = section.at, table + 1 + len(bodies)
    head = Head(section.end(table, size, f"/Root {small.catalog} 0 R", more=True))
    said = replace(meta, handout=UNKNOWN_ID if meta.handout else "")
    fields, unknown = len(small.structure.fields), UNKNOWN_ID.encode()
    return Family(
        head,
        start,
        small.catalog,
        size,
        len(streams.sides),
        streams.own,
        small.own(),
        small.font_names(),
        wrapped(INFO, info(said, fields)).split(unknown),
        wrapped(XMP, xmp(said, tagged=True)).split(unknown),
    )


class _Stored:
    """Puts the streams of a head into its section; knows their numbers."""

    def __init__(self, section: Section, streams: SheetStreams, inker: Inker) -> None:
        self._section = section
        self.next = OWN + len(streams.own)
        faces: dict[str, AnySubset] = {name: face.core for face, name in inker.core.items()} | streams.fonts.own()
        regular, *_ = inker.core
        self.field_font = regular.core.field_font
        self.fonts = {name: (subset, self._streams_of(subset)) for name, subset in faces.items()}
        self.profile = self._add(colour_profile())
        self.pictures = self._pictures(streams, inker)
        self.contents = [self._contents(side, streams) for side in streams.sides]
        drawn = [mark for side in streams.sides for one in side.tagged for mark in one.drawn.fields]
        marks = [mark for mark in drawn if not isinstance(mark, LinkArea)]
        self.appearances = [self._add(one) for one in appearances(marks)]

    def _add(self, body: bytes) -> int:
        self._section.put(self.next, body)
        self.next += 1
        return self.next - 1

    def _pictures(self, streams: SheetStreams, inker: Inker) -> dict[str, int]:
        """Numbers of the pictures' forms, by their names."""
        names = dict(streams.forms())
        forms = {form: self._add(inker.picture(form, streams.images[form])) for form in dict.fromkeys(names.values())}
        return {name: forms[form] for name, form in names.items()}

    def _streams_of(self, subset: AnySubset) -> dict[int, int]:
        """Numbers of a font's streams, by their places among its objects."""
        return {at: self._add(body) for at, body in enumerate(subset.objects) if body.endswith(b"endstream")}

    def _contents(self, side: SideStreams, streams: SheetStreams) -> str:
        numbers = [
            OWN + streams.own.index(one) if isinstance(one, OwnPart) else self._add(_stream(one))
            for one in side.streams
        ]
        return " ".join(f"{number} 0 R" for number in numbers)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data)


class _Small:
    """The small objects of a head, numbered from ``first`` on."""

    def __init__(self, stored: _Stored, streams: SheetStreams, meta: Meta, first: int) -> None:
        self._stored, self._streams, self._meta = stored, streams, meta
        count = len(streams.sides)
        self.catalog, self._pages, self._resources, self._tree, self._whole = range(first, first + 5)
        self._sides = list(range(first + 5, first + 5 + count))
        self._field_font = first + 5 + count
        free = itertools.count(self._field_font + 1)
        self._fonts = {
            name: [streams.get(at) or next(free) for at in range(len(subset.objects))]
            for name, (subset, streams) in stored.fonts.items()
        }
        self._outlines = next(free)
        self._aims = _aims(streams, self._sides)
        after = self._outlines + (1 + len(self._aims) if self._aims else 0)
        self.structure: Structure = structure_of(
            streams,
            first=after,
            pages=self._sides,
            whole=self._whole,
            first_key=count,
            appearances=stored.appearances,
        )

    def bodies(self) -> list[bytes]:
        """All of them in the order of their numbers."""
        regular, *_ = self._fonts.values()
        return [
            self._catalog_body(),
            self._pages_body(),
            self._resources_body(),
            *self._tree_bodies(),
            *self._side_bodies(),
            self._stored.field_font % regular[DESCRIPTOR],
            *self._font_bodies(),
            *outlines(self._aims, self._outlines),
            *self.structure.bodies,
        ]

    def own(self) -> tuple[OwnElement, ...]:
        """The elements of a patient's own texts, and links."""
        first = self._outlines + (1 + len(self._aims) if self._aims else 0)
        found = [(part, at, self.structure.bodies[at - first]) for part, at in self.structure.own]
        return tuple([OwnElement(part, at, body.decode("ascii")) for part, at, body in found])

    def font_names(self) -> str:
        """Entries of the fonts' dictionary."""
        return "".join(f"/{name} {numbers[0]} 0 R" for name, numbers in self._fonts.items())

    def _catalog_body(self) -> bytes:
        marks = f"/Outlines {self._outlines} 0 R" if self._aims else ""
        form = acro_form(self.structure.fields, self._field_font)
        return (
            f"<</Type/Catalog/Pages {self._pages} 0 R/Lang{text_string(self._meta.language)}"
            f"{self._meta.viewing}/PageLayout/SinglePage/MarkInfo<</Marked true>>"
            f"/StructTreeRoot {self._tree} 0 R/Metadata {XMP} 0 R"
            f"/OutputIntents[{output_intent(self._stored.profile)}]{form}{marks}>>"
        ).encode()

    def _pages_body(self) -> bytes:
        kids = " ".join(f"{number} 0 R" for number in self._sides)
        return f"<</Type/Pages/Count {len(self._sides)}/Kids[{kids}]>>".encode()

    def _resources_body(self) -> bytes:
        pictures = "".join(f"/{name} {number} 0 R" for name, number in self._stored.pictures.items())
        return f"<</Font {FONTS} 0 R/XObject<<{pictures}>>>>".encode()

    def _tree_bodies(self) -> list[bytes]:
        """The tree's root with the table of parents, and the document's own element."""
        one = self.structure
        keys = [f"{key}{array}" for key, array in enumerate(one.parents)]
        keys += [f"{key} {owner} 0 R" for key, owner in enumerate(one.field_parents, len(keys))]
        table = f"/ParentTree<</Nums[{' '.join(keys)}]>>/ParentTreeNextKey {len(keys)}"
        root = f"<</Type/StructTreeRoot/K {self._whole} 0 R{table}>>"
        return [root.encode(), f"<</Type/StructElem/S/Document/P {self._tree} 0 R/K[{one.tops}]>>".encode()]

    def _side_bodies(self) -> list[bytes]:
        return [
            side_body(side, self._pages, contents, self._resources, annotations, key)
            for key, (side, contents, annotations) in enumerate(
                zip(self._streams.sides, self._stored.contents, self.structure.annotations, strict=True)
            )
        ]

    def _font_bodies(self) -> list[bytes]:
        return [
            body
            for name, (subset, streams) in self._stored.fonts.items()
            for at, (_, body) in enumerate(font_bodies(subset, self._fonts[name]))
            if at not in streams
        ]


def side_body(
    side: SideStreams, parent: int, contents: str, resources: int, annotations: str, key: int | str | None
) -> bytes:
    """A page of the file. ``key`` is its own in the table of parents, None where there is no such table."""
    tagged = "" if key is None else f"/Tabs/S/StructParents {key}/{DRAWN} {side.drawn}"
    return (
        f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {side.width:.2f} {side.height:.2f}]{tagged}"
        f"/Contents[{contents}]/Resources {resources} 0 R{f'/Annots[{annotations}]' if annotations else ''}>>"
    ).encode("ascii")


def _aims(streams: SheetStreams, pages: list[int]) -> list[tuple[int, float, str]]:
    """Side, height on it in pt, and name of each block that has a bookmark, in the order of the sheet's pages."""
    named = [
        (one.page, page, one.top, one.name)
        for page, side in zip(pages, streams.sides, strict=True)
        for one in side.tagged
        if one.name
    ]
    return [(page, top, name) for _, page, top, name in sorted(named, key=itemgetter(0))]


def outlines(aims: list[tuple[int, float, str]], number: int) -> list[bytes]:
    """Bookmarks, numbered from ``number`` on: their list, then each. None where there are no aims."""
    if not aims:
        return []
    first, last = number + 1, number + len(aims)
    bodies = [f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(aims)}>>".encode()]
    for at, (page, top, name) in enumerate(aims, first):
        before = f"/Prev {at - 1} 0 R" if at > first else ""
        after = f"/Next {at + 1} 0 R" if at < last else ""
        aim = f"/Dest[{page} 0 R/XYZ null {top:.2f} null]"
        bodies.append(f"<</Title{text_string(name)}/Parent {number} 0 R{before}{after}{aim}>>".encode())
    return bodies
