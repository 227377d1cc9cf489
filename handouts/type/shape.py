"""Which glyphs a text becomes, and where they stand: HarfBuzz.

A text comes back as *clusters*: the least parts that have a shape of their own, such as a letter with its marks. Each
cluster is one code of a font later, so that what is copied out of a file is what went in.
"""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["BOLD", "REGULAR", "Cluster", "Shaper", "shaper"]

REGULAR, BOLD = 400, 700
_NO_FEATURES = {"kern": False, "liga": False}
"""With these a letter's width would depend on its neighbours, and need a code for each."""
_KEPT = 20_000
"""Texts whose clusters are remembered."""


_MANY, _LARGE = 8, 10_000
"""From how many subsets on, and of how many characters, a face is prepared for them: it takes as long as ten."""


class Cluster(NamedTuple):
    """A part of a text in its shape."""

    text: str
    """As it is read: from left to right what was typed, else turned round, for readers turn the line round."""
    glyphs: tuple[tuple[int, int, int], ...]
    """Each glyph's number, and how far it stands right of and above the cluster's start, in the face's units."""
    advance: int
    """To the start of the next cluster, in the face's units."""


class Shaper:
    """One face in one weight."""

    def __init__(self, path: Path, weight: int) -> None:
        self.path, self.weight = path, weight
        self._subsets = 0
        self.shape = lru_cache(maxsize=_KEPT)(self._shape)

    @cached_property
    def face(self) -> uharfbuzz.Face:
        """The face as HarfBuzz maps it."""
        return _face(self.path)

    def source(self) -> uharfbuzz.Face:
        """The face that subsets are made of: from some on in a form that is quicker to cut."""
        self._subsets += 1
        return _prepared(self.path) if self._subsets > _MANY and len(self.chars) > _LARGE else self.face

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The face in its weight."""
        import uharfbuzz as hb

        font = hb.Font(self.face)
        if self.varies:
            font.set_variations({"wght": self.weight})
        return font

    @cached_property
    def varies(self) -> bool:
        """Whether the file has several weights."""
        return any(axis.tag == "wght" for axis in self.face.axis_infos)

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters it has."""
        return _chars(self.path)

    @cached_property
    def units(self) -> int:
        """Of the face, to its size."""
        return int(self.face.upem)

    def _shape(self, text: str, rtl: bool) -> tuple[Cluster, ...]:
        """The clusters of a text in one direction, all of whose characters the face has, from left to right."""
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_codepoints([ord(char) for char in text])  # clusters count characters then
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
        buffer.flags |= hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(self.font, buffer, _NO_FEATURES)
        placed = zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True)
        found: dict[int, tuple[list[tuple[int, int, int]], int]] = {}
        for info, place in placed:
            glyphs, gone = found.setdefault(info.cluster, ([], 0))
            glyphs.append((info.codepoint, gone + place.x_offset, place.y_offset))
            found[info.cluster] = glyphs, gone + place.x_advance
        starts = sorted(found)
        ends = dict(pairwise([*starts, len(text)]))
        clusters = []
        for start, (glyphs, advance) in found.items():
            part = text[0 if start == starts[0] else start : ends[start]]
            clusters.append(Cluster(part[::-1] if rtl else part, tuple(glyphs), advance))
        return tuple(clusters)


@cache
def _face(path: Path) -> uharfbuzz.Face:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(path)))


@cache
def _chars(path: Path) -> frozenset[str]:
    return frozenset(map(chr, _face(path).unicodes))


@cache
def _prepared(path: Path) -> uharfbuzz.Face:
    import uharfbuzz as hb

    return hb.subset_preprocess(_face(path))


@cache
def shaper(path: Path, weight: int) -> Shaper:
    """The one for a face in a weight."""
    return Shaper(path, weight)
