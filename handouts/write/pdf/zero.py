"""A plain zero for faces whose zero has a stroke through it, such as Atkinson Hyperlegible, which has no other.

In dates, doses and telephone numbers the stroke is noise, and reads like an eight; in an id it parts 0 from O. The
plain one is the face's own: the stroke has cut the inside of its zero in two, and the quarter that it left whole is
mirrored to the other three. Its width and its outside stay.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handouts.type.sfnt import font_file, font_tables

__all__ = ["with_plain_zero"]

_ON, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
"""Flags of a point in a TrueType outline."""


class _Point(NamedTuple):
    """A point of an outline in the face's units; on the curve, or beside it."""

    x: int
    y: int
    on: bool


def with_plain_zero(font: bytes, zero: int) -> tuple[bytes, int]:
    """The font file with one more glyph, a zero without a stroke, and the number of that glyph.

    ``zero`` is the number of its zero. Where that has no stroke already, or another build than is known, the file as it
    is, and ``zero``.
    """
    tables = font_tables(font)
    long = struct.unpack_from(">h", tables[b"head"], 50)[0]  # places are in bytes, or in pairs of them
    place, unit = (struct.Struct(">L"), 1) if long else (struct.Struct(">H"), 2)
    count = len(tables[b"loca"]) // place.size - 1
    start, end = (place.unpack_from(tables[b"loca"], place.size * at)[0] * unit for at in (zero, zero + 1))
    measured = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    plain = _unstruck(_contours(tables[b"glyf"][start:end]))
    if plain is None or measured != count:
        return font, zero
    glyph = _glyph(plain)
    tables[b"glyf"] += glyph
    tables[b"loca"] += place.pack(len(tables[b"glyf"]) // unit)
    tables[b"hmtx"] += tables[b"hmtx"][4 * zero : 4 * zero + 4]
    tables[b"hhea"] = tables[b"hhea"][:34] + struct.pack(">H", count + 1)
    tables[b"maxp"] = tables[b"maxp"][:4] + struct.pack(">H", count + 1) + tables[b"maxp"][6:]
    return font_file(font[:4], tables), count


def _unstruck(contours: Sequence[Sequence[_Point]]) -> list[list[_Point]] | None:
    """The outside and one inside of a zero whose inside is in two parts; None of anything else."""
    if len(contours) != 3:
        return None
    outside, *parts = contours
    quarter = next((found for part in parts if (found := _quarter(part))), None)
    if quarter is None:
        return None
    right, *between, top = quarter
    x, y = top.x, right.y  # the middle
    others = [_Point(2 * x - one.x, one.y, one.on) for one in reversed((right, *between))]
    upper = [right, *between, top, *others]
    lower = [_Point(one.x, 2 * y - one.y, one.on) for one in reversed(upper[1:-1])]
    return [list(outside), [*upper, *lower]]


def _quarter(part: Sequence[_Point]) -> list[_Point] | None:
    """From the point that is furthest right on a curve to the one at its top, where that is a quarter of an oval."""
    on = [index for index, one in enumerate(part) if one.on]
    right, top = max(on, key=lambda index: part[index].x), max(on, key=lambda index: part[index].y)
    found = list(part[right : top + 1])
    if len(found) != 4 or found[1].x != found[0].x or found[2].y != found[3].y:
        return None  # it does not leave upright and arrive level
    return found


def _contours(glyph: bytes) -> list[list[_Point]]:
    """The contours of a simple glyph; none of one that is made of others or empty."""
    count = struct.unpack_from(">h", glyph)[0] if glyph else 0
    if count <= 0:
        return []
    ends = struct.unpack_from(f">{count}H", glyph, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", glyph, at)[0]
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = glyph[at], at + 1
        again = 0
        if flag & _REPEAT:
            again, at = glyph[at], at + 1
        flags += [flag] * (again + 1)
    xs, at = _coordinates(glyph, at, flags, _SHORT_X, _SAME_X)
    ys, at = _coordinates(glyph, at, flags, _SHORT_Y, _SAME_Y)
    points = [_Point(x, y, bool(flag & _ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = (0, *(end + 1 for end in ends))
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=False)]


def _coordinates(glyph: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    """One coordinate of each point, and where the next table begins."""
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += glyph[at] if flag & same else -glyph[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", glyph, at)[0]
            at += 2
        found.append(value)
    return found, at


def _glyph(contours: Sequence[Sequence[_Point]]) -> bytes:
    """A simple glyph of these contours, padded to four bytes."""
    points = [one for contour in contours for one in contour]
    xs, ys = [one.x for one in points], [one.y for one in points]
    head = struct.pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
    ends = [sum(map(len, contours[: index + 1])) - 1 for index in range(len(contours))]
    body = struct.pack(f">{len(ends)}H", *ends) + b"\0\0" + bytes(_ON if one.on else 0 for one in points)
    for values in (xs, ys):
        body += b"".join(struct.pack(">h", step) for step in _steps(values))
    glyph = head + body
    return glyph + b"\0" * (-len(glyph) % 4)


def _steps(values: Sequence[int]) -> Iterator[int]:
    """From each value to the next, beginning at 0."""
    before = 0
    for value in values:
        yield value - before
        before = value
