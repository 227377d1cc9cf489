"""Takes the hints out of a TrueType subset: instructions for screens of the past, a third of its bytes.

ReportLab copies them into every subset, and has no option to leave them out. fontTools has one, but takes
longer to load than a handout takes to make.
"""

from __future__ import annotations

import struct
from itertools import accumulate, pairwise

__all__ = ["without_hints"]

_DIRECTORY = struct.Struct(">4sLLL")
"""A table's name, checksum, offset and length."""
_HINTS = frozenset((b"fpgm", b"prep", b"cvt ", b"gasp", b"hdmx", b"VDMX", b"LTSH"))
_UNUSED = frozenset((b"name", b"OS/2", b"post", b"cmap"))
"""Tables that a PDF's CIDFontType2 does not use: it has names, widths and characters of its own."""


def without_hints(font: bytes) -> bytes:
    """The font file with the same outlines and widths. Its glyphs keep their numbers."""
    tables = _tables(font)
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
    return _file(font[:4], kept)


def _tables(font: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    found = {}
    for index in range(count):
        name, _, start, length = _DIRECTORY.unpack_from(font, 12 + index * _DIRECTORY.size)
        found[name] = font[start : start + length]
    return found


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


def _file(kind: bytes, tables: dict[bytes, bytes]) -> bytes:
    """A font file of these tables, in the order of their names."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = kind + struct.pack(">HHHH", count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    start = 12 + _DIRECTORY.size * count
    lines, bodies = [], []
    for name, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        lines.append(_DIRECTORY.pack(name, total, start, len(data)))
        bodies.append(padded)
        start += len(padded)
    return head + b"".join(lines) + b"".join(bodies)
