"""TrueType files as rows of tables."""

from __future__ import annotations

import struct

__all__ = ["font_file", "font_tables"]

_DIRECTORY = struct.Struct(">4sLLL")
"""A table's name, checksum, offset and length."""


def font_tables(font: bytes) -> dict[bytes, bytes]:
    """The tables of a font file, by their names."""
    count = struct.unpack_from(">H", font, 4)[0]
    found = {}
    for index in range(count):
        name, _, start, length = _DIRECTORY.unpack_from(font, 12 + index * _DIRECTORY.size)
        found[name] = font[start : start + length]
    return found


def font_file(kind: bytes, tables: dict[bytes, bytes]) -> bytes:
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
