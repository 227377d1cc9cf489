"""A font file of clusters: each is one glyph. One of several glyphs becomes a glyph that is made of them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from handouts.type.sfnt import font_file, font_tables
from handouts.type.shape import Cluster, Shaper

__all__ = ["composed"]

_KEPT = ("glyf", "loca", "head", "hhea", "hmtx", "maxp")
"""Tables that a PDF's CIDFontType2 uses: it has names, widths and characters of its own."""
_WORDS, _BY_PLACE, _MORE = 0x1, 0x2, 0x20
_MOST = 0xFFFF


def composed(shaper: Shaper, clusters: Sequence[Cluster]) -> tuple[bytes, list[int]]:
    """A TrueType file, and the number in it of each cluster's glyph."""
    raw, numbers = _subset(shaper, {glyph for one in clusters for glyph, _, _ in one.glyphs})
    glyphs = _Glyphs(raw)
    found = [glyphs.of([(numbers[glyph], x, y) for glyph, x, y in one.glyphs], one.advance) for one in clusters]
    return glyphs.file(), found


def _subset(shaper: Shaper, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """These glyphs of a face in its weight, without hints, and their numbers there."""
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = hb.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NO_BIDI_CLOSURE
    drop = {tag for tag in shaper.face.table_tags if tag.strip() not in _KEPT}
    wanted.drop_table_tag_set.update([int.from_bytes(tag.encode("ascii"), "big") for tag in drop])
    if shaper.varies:
        for axis in shaper.face.axis_infos:
            if axis.tag == "wght":
                wanted.pin_axis_location(shaper.face, axis.tag, shaper.weight)
            else:
                wanted.pin_axis_to_default(shaper.face, axis.tag)
    plan = hb.SubsetPlan(shaper.source(), wanted)
    return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)


class _Glyphs:
    """The glyphs of a file, to which others are added."""

    def __init__(self, raw: bytes) -> None:
        self._kind = raw[:4]
        self._tables = tables = font_tables(raw)
        count = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
        if struct.unpack_from(">h", tables[b"head"], 50)[0]:
            places = struct.unpack_from(f">{count + 1}L", tables[b"loca"])
        else:
            places = tuple(place * 2 for place in struct.unpack_from(f">{count + 1}H", tables[b"loca"]))
        self._glyphs = [_padded(tables[b"glyf"][start:end]) for start, end in pairwise(places)]
        measured = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
        hmtx = tables[b"hmtx"]
        self._measures = [struct.unpack_from(">Hh", hmtx, 4 * at) for at in range(measured)]
        last = self._measures[-1][0]
        after = range(4 * measured, 4 * measured + 2 * (count - measured), 2)
        self._measures += [(last, *struct.unpack_from(">h", hmtx, at)) for at in after]
        self._known: dict[tuple[tuple[tuple[int, int, int], ...], int], int] = {}
        self._longest = 0

    def of(self, parts: Sequence[tuple[int, int, int]], advance: int) -> int:
        """The number of the glyph that these make up: the only one itself where it stands in its place."""
        seen = tuple(part for part in parts if self._glyphs[part[0]])
        if len(parts) == 1 and parts[0][1:] == (0, 0) and abs(self._measures[parts[0][0]][0] - advance) <= 1:
            return parts[0][0]
        key = seen, advance
        if key not in self._known:
            self._known[key] = len(self._glyphs)
            body, left = self._made(seen)
            self._glyphs.append(body)
            self._measures.append((max(0, min(advance, _MOST)), left))
            self._longest = max(self._longest, len(seen))
        return self._known[key]

    def _made(self, parts: Sequence[tuple[int, int, int]]) -> tuple[bytes, int]:
        """A glyph of others, and where it begins."""
        if not parts:
            return b"", 0
        boxes = []
        for glyph, x, y in parts:
            left, low, right, high = struct.unpack_from(">4h", self._glyphs[glyph], 2)
            boxes.append((left + x, low + y, right + x, high + y))
        lefts, lows, rights, highs = zip(*boxes, strict=True)
        out = struct.pack(">5h", -1, min(lefts), min(lows), max(rights), max(highs))
        for at, (glyph, x, y) in enumerate(parts, 1):
            more = _MORE if at < len(parts) else 0
            out += struct.pack(">HHhh", _WORDS | _BY_PLACE | more, glyph, x, y)
        return _padded(out), min(lefts)

    def file(self) -> bytes:
        """All glyphs as a file."""
        tables, count = self._tables, len(self._glyphs)
        head = bytearray(tables[b"head"])
        struct.pack_into(">h", head, 50, 1)  # loca counts in bytes
        return font_file(
            self._kind,
            {
                b"glyf": b"".join(self._glyphs),
                b"loca": struct.pack(f">{count + 1}L", *accumulate(map(len, self._glyphs), initial=0)),
                b"head": bytes(head),
                b"hhea": tables[b"hhea"][:34] + struct.pack(">H", count),
                b"hmtx": b"".join([struct.pack(">Hh", *one) for one in self._measures]),
                b"maxp": self._most(count),
            },
        )

    def _most(self, count: int) -> bytes:
        """The table of what a reader has to make room for; at least as much as there is."""
        maxp = bytearray(self._tables[b"maxp"])
        struct.pack_into(">H", maxp, 4, count)
        if self._longest:
            points, contours, whole_points, whole_contours = struct.unpack_from(">4H", maxp, 6)
            parts, depth = struct.unpack_from(">2H", maxp, 28)
            struct.pack_into(">H", maxp, 10, min(_MOST, self._longest * max(points, whole_points)))
            struct.pack_into(">H", maxp, 12, min(_MOST, self._longest * max(contours, whole_contours)))
            struct.pack_into(">2H", maxp, 28, max(parts, self._longest), depth + 1)
        return bytes(maxp)


def _padded(glyph: bytes) -> bytes:
    return glyph + b"\0" * (-len(glyph) % 4)
