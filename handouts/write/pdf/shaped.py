"""Text that HarfBuzz shapes: a face of any script in one weight and direction, and a document's subset of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from pathlib import Path

from handouts.base.records import dataclass
from handouts.type.compose import composed
from handouts.type.shape import BOLD, REGULAR, Cluster, Shaper, shaper
from handouts.write.pdf.zero import with_plain_zero

__all__ = ["ClusterSubset", "ShapedFace", "shaped_face"]

_KEPT_MOST = 1000
"""Small fonts kept, at some 3 kB each."""


@dataclass(eq=False)
class ShapedFace:
    """A face whose letters are shaped by what stands beside them."""

    path: Path
    bold: bool
    rtl: bool
    scale: float

    @cached_property
    def shaper(self) -> Shaper:
        """What shapes its texts."""
        return shaper(self.path, BOLD if self.bold else REGULAR)

    @property
    def name(self) -> str:
        """For the file's own tables."""
        stem = self.path.stem.partition("[")[0]
        return f"{stem}-{'Bold' if self.bold else 'Regular'}" if self.shaper.varies else stem

    @property
    def chars(self) -> frozenset[str]:
        """The characters it has."""
        return self.shaper.chars

    def clusters(self, text: str) -> tuple[Cluster, ...]:
        """A text's clusters, from left to right."""
        return self.shaper.shape(text, self.rtl)

    def length(self, text: str) -> float:
        """Width of a text, all of whose characters the face has, at 1 pt."""
        return sum([round(one.advance * 1000 / self.shaper.units) for one in self.clusters(text)]) / 1000 * self.scale

    def growing(self) -> ClusterSubset:
        """A subset that takes up letters while pages are drawn."""
        return ClusterSubset(self, {})


@dataclass(eq=False)
class ClusterSubset:
    """An embeddable part of a face. ``codes`` maps clusters to codes of two bytes, from 1. As ``faces.Subset``."""

    face: ShapedFace
    codes: dict[Cluster, int]

    links = ((1, 2), (3, 4), (), (5,), (), ())

    def take(self, text: str) -> None:
        """Give a text's clusters codes, where they have none yet."""
        for one in self.face.clusters(text):
            self.codes.setdefault(one, len(self.codes) + 1)

    def part(self, codes: Iterable[int]) -> tuple[ClusterSubset, dict[int, int]]:
        """A subset of these codes' clusters alone, in their order, and the code there of each."""
        clusters = list(self.codes)
        found = sorted([clusters[code - 1] for code in codes])
        places = {one: place for place, one in enumerate(found, 1)}
        return ClusterSubset(self.face, places), {self.codes[one]: place for one, place in places.items()}

    def encode(self, text: str) -> str:
        """A text that was taken as the hexadecimal string of a PDF text operator."""
        return "".join([f"{self.codes[one]:04x}" for one in self.face.clusters(text)])

    @property
    def objects(self) -> tuple[bytes, ...]:
        """The font's PDF objects, itself the first; “%d” stands for the numbers of those that they refer to."""
        return _objects(self.face, tuple(self.codes))


@lru_cache(maxsize=_KEPT_MOST)
def _objects(face: ShapedFace, clusters: tuple[Cluster, ...]) -> tuple[bytes, ...]:
    from handouts.write.pdf.fontobjects import meanings, prefix, type_zero

    units = face.shaper.units
    name = f"{prefix(repr(clusters))}+{face.name}"
    widths = [round(one.advance * 1000 / units) for one in clusters]
    meant = meanings([one.text for one in clusters])
    raw, glyphs = composed(face.shaper, clusters)
    for at, one in enumerate(clusters):
        if one.text == "0" and len(one.glyphs) == 1:
            raw, glyphs[at] = with_plain_zero(raw, glyphs[at])
    return type_zero(name, widths, meant, _descriptor(face, name), (raw, glyphs))


def _descriptor(face: ShapedFace, name: str) -> bytes:
    import struct

    source, font = face.shaper.face, face.shaper.font
    thousandths = 1000 / face.shaper.units
    head = bytes(source.reference_table("head").data)
    box = " ".join(f"{value * thousandths:.0f}" for value in struct.unpack_from(">4h", head, 36))
    extents = font.get_font_extents("ltr")
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {extents.ascender * thousandths:.0f}/Descent {extents.descender * thousandths:.0f}"
        f"/CapHeight {_CAP}/StemV {_STEM[face.bold]}/FontFile2 %d 0 R>>"
    ).encode()


_CAP, _STEM = 714, (88, 140)
"""Of Noto Sans, for readers that have to take another face."""


@cache
def shaped_face(path: Path, scale: float, *, bold: bool, rtl: bool) -> ShapedFace:
    """The one for a file, a weight and a direction."""
    return ShapedFace(path, bold, rtl, scale)
