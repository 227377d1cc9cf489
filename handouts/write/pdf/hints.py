"""TrueType subsets as a PDF wants them: without hints, and with a table of characters where fields need one.

Hints are instructions for screens of the past, a third of the bytes. ReportLab copies them into every subset,
and has no option to leave them out. fontTools has one, but takes longer to load than a handout takes to make.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from handouts.type.sfnt import font_file, font_tables

__all__ = ["with_characters", "without_hints"]

_HINTS = frozenset((b"fpgm", b"prep", b"cvt ", b"gasp", b"hdmx", b"VDMX", b"LTSH"))
_UNUSED = frozenset((b"name", b"OS/2", b"post", b"cmap"))
"""Tables that a PDF's CIDFontType2 does not use: it has names, widths and characters of its own."""


def without_hints(font: bytes) -> bytes:
    """The font file with the same outlines and widths. Its glyphs keep their numbers."""
    tables = font_tables(font)
    long = struct.unpack_from(">h", tables[b"head"], 50)[0]
    loca = tables[b"loca"]
    if long:
        places = list(struct.unpack(f">{len(loca) // 4}L", loca))
    else:
        places = [place * 2 for place in struct.unpack(f">{len(loca) // 2}H", loca)]
    glyphs = [_bare(tables[b"glyf"][start:end]) for start, end in pairwise(places)]
    kept = {name: data for name, data in tables.items() if name not in _HINTS | _UNUSED}
    kept[b"glyf"] = b"".join(glyphs)
    kept[b"loca"] = struct.pack(f">{len(glyphs) + 1}L", *accumulate(map(len, glyphs), initial=0))
    head = bytearray(tables[b"head"])
    struct.pack_into(">h", head, 50, 1)  # loca counts in bytes now
    kept[b"head"] = bytes(head)
    return font_file(font[:4], kept)


def with_characters(font: bytes, glyphs: Mapping[int, int]) -> bytes:
    """The font file with one table that says which glyph each character has: Unicode, for Windows.

    A PDF's simple font finds its glyphs by it. ``glyphs`` maps characters, below U+FFFF, to numbers of glyphs.
    """
    if max(glyphs) >= _LAST:
        raise ValueError(f"U+{max(glyphs):04X} has no place in this kind of table")
    head = struct.pack(">HHHHL", 0, 1, 3, 1, 12)  # version, one subtable: platform 3, encoding 1, at byte 12
    return font_file(font[:4], {**font_tables(font), b"cmap": head + _segments(glyphs)})


_LAST = 0xFFFF
"""The character that closes the table and has no glyph."""


def _segments(glyphs: Mapping[int, int]) -> bytes:
    """A table of format 4: runs of characters whose glyphs follow each other."""
    runs = [*_runs(glyphs), (_LAST, _LAST, 0)]
    count = len(runs)
    power = 1 << (count.bit_length() - 1)
    search = (2 * power, power.bit_length() - 1, 2 * (count - power))
    ends, starts = [end for _, end, _ in runs], [start for start, _, _ in runs]
    deltas = [(glyph - start) & 0xFFFF for start, _, glyph in runs]
    row = struct.Struct(f">{count}H").pack
    body = row(*ends) + b"\0\0" + row(*starts) + row(*deltas) + row(*[0] * count)
    return struct.pack(">HHHHHHH", 4, 14 + len(body), 0, 2 * count, *search) + body


def _runs(glyphs: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """First and last character, and the first's glyph."""
    ordered = sorted(glyphs)
    start = ordered[0]
    for one, following in pairwise([*ordered, None]):
        if one is not None and (following != one + 1 or glyphs[following] != glyphs[one] + 1):
            yield start, one, glyphs[start]
            start = following or 0


def _bare(glyph: bytes) -> bytes:
    """A glyph without its instructions, padded to four bytes."""
    if not glyph:
        return b""
    contours = struct.unpack_from(">h", glyph)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        count = struct.unpack_from(">H", glyph, at)[0]
        glyph = glyph[:at] + b"\0\0" + glyph[at + 2 + count :]
    else:
        glyph = _bare_composite(glyph)
    return glyph + b"\0" * (-len(glyph) % 4)


_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


def _bare_composite(glyph: bytes) -> bytes:
    """A glyph made of others, without its instructions: they follow the last part."""
    out = bytearray(glyph)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", glyph, at)[0]
        struct.pack_into(">H", out, at, flags & ~_INSTRUCTIONS)
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return bytes(out[:at])
