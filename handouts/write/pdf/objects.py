"""The syntax of a PDF file: numbered objects, and the table that says where each one is.

A file has one section or two: a *head*, which many files share, and a *tail*, which goes on after it. Each has its own
objects and its own table; the tail's table names the head's.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, pairwise

from handouts.base.records import dataclass
from handouts.write.pdf.squeeze import quick

__all__ = ["START", "Section", "added_objects", "packed_stream", "short", "stream_of", "text_string", "wrapped"]

START = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ROW = struct.Struct(">BIH")
"""A line of the table: 1, the place in the file and 0; or 2, the stream that holds the object, and where in it."""
_STEPS = 1024
"""Objects of a stream whose steps are kept at a time."""
_MANY = 64
"""A table of more lines is compressed."""

_PLAIN = re.compile(r"[A-Za-z0-9 .,:;!?'/+-]*", re.ASCII)
"""Texts that need no escape and mean the same in every encoding."""


@dataclass
class Section:
    """Objects on their way into a file, and where they will stand. ``at`` is where the section starts, bytes."""

    at: int = 0
    _out: list[bytes] = field(default_factory=list)
    _places: list[tuple[int, int, int]] = field(default_factory=list)
    """First number, how many, and the place of the one object; or of several minus the number of their stream."""

    def put(self, number: int, body: bytes) -> None:
        """Add an object under a number of its own."""
        self._places.append((number, 1, self.at))
        self.append(wrapped(number, body))

    def pack(self, holder: int, first: int, bodies: list[bytes]) -> None:
        """Add small objects that are no streams, numbered from ``first`` on, together in the stream ``holder``."""
        self.put_many(holder, first, len(bodies), packed_stream(first, bodies))

    def put_many(self, holder: int, first: int, count: int, body: bytes) -> None:
        """Add the stream ``holder`` with the ``count`` objects that stand ready in it, numbered from ``first`` on."""
        self.put(holder, body)
        self._places.append((first, count, -holder))

    def append(self, data: bytes) -> None:
        """Add bytes that are no object, such as the file's first line."""
        self._out.append(data)
        self.at += len(data)

    @property
    def data(self) -> bytes:
        """What is in it so far."""
        return b"".join(self._out)

    def identifier(self) -> str:
        """The trailer's entry that tells files apart, made of all that is in it so far."""
        mark = sha256(self.data).hexdigest()[:32]
        return f"/ID[<{mark}><{mark}>]"

    def end(self, number: int, size: int, entries: str, *, more: bool = False) -> bytes:
        """Add the table, as the object ``number``, and give the whole section.

        ``size`` is one more than the highest number of the file so far; ``entries`` name root, info and the like.
        ``more``: another section follows, so the file does not end here.
        """
        start = self.at
        self._places.append((number, 1, start))
        self._places.sort()
        index = f"/Index[{' '.join(f'{first} {count}' for first, count in self._ranges())}]"
        head = f"/Type/XRef/Size {size}/W[1 4 2]{index}{entries}"
        if sum(count for _, count, _ in self._places) > _MANY:
            entries = f"{head}/DecodeParms<</Columns {_ROW.size}/Predictor 12>>"
            body = stream_of(quick(self._differences()), entries)
        else:
            body = short(self._rows(), head)
        self.append(wrapped(number, body))
        if not more:
            self.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.data

    def _ranges(self) -> list[tuple[int, int]]:
        """First number and length of each run of numbers without a gap."""
        found: list[tuple[int, int]] = []
        for first, count, _ in self._places:
            if found and sum(found[-1]) == first:
                found[-1] = (found[-1][0], found[-1][1] + count)
            else:
                found.append((first, count))
        return found

    def _rows(self) -> bytes:
        return b"".join([_row(place, index) for _, count, place in self._places for index in range(count)])

    def _differences(self) -> bytes:
        """The rows as what each adds to the one before, which compresses far better: PNG's filter “up”."""
        steps = _steps(1 + max([count for _, count, _ in self._places]) // _STEPS)
        out: list[bytes] = []
        before = bytes(_ROW.size)
        for _, count, place in self._places:
            if count:
                out += _up(before, _row(place, 0)), steps[: (count - 1) * (_ROW.size + 1)]
                before = _row(place, count - 1)
        return b"".join(out)


def added_objects(
    at: int,
    bodies: Sequence[bytes],
    first: int,
    more: Sequence[bytes],
    entries: str,
    again: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """A short section that goes on after ``at`` bytes of a file, with the last table.

    Objects are ready, ``bodies`` numbered from 1 on, ``again``, by their numbers, in place of some that are there,
    ``more`` from ``first`` on, and after those comes the table.
    """
    number = first + len(more)
    others = [body for _, body in again]
    every = [*bodies, *others, *more]
    places = list(accumulate(map(len, every), initial=at))
    index = "".join([f" {one} 1" for one, _ in again])
    lines = [1] * (2 * len(places))
    lines[1::2] = places
    rows = struct.pack(">" + "BIxx" * len(places), *lines)  # each as _ROW has it
    table = (
        f"<</Length {len(rows)}/Type/XRef/Size {number + 1}/W[1 4 2]"
        f"/Index[1 {len(bodies)}{index} {first} {len(more) + 1}]{entries}>>"
    )
    body = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return b"".join([*every, body % (number, table.encode("ascii"), rows, places[-1])])


def _row(place: int, index: int) -> bytes:
    """A line of the table, for what is at a place: the object itself, or one of several in a stream."""
    return _ROW.pack(1, place, 0) if place > 0 else _ROW.pack(2, -place, index)


def _up(before: bytes, row: bytes) -> bytes:
    """What a line adds to the one before, byte by byte."""
    return b"\x02" + bytes([(byte - above) & 255 for byte, above in zip(row, before, strict=True)])


@lru_cache(maxsize=4)  # every head has hundreds
def _steps(many: int) -> bytes:
    """The same for all but the first of ``many`` times 1024 objects in a stream: they are alike in every stream."""
    rows = [_row(-1, index) for index in range(min(many * _STEPS, 1 << 16))]
    return b"".join([_up(before, row) for before, row in pairwise(rows)])


def packed_stream(first: int, bodies: list[bytes]) -> bytes:
    """An object stream: the numbers of its objects with the place of each, then the objects."""
    count = len(bodies)
    heads = [0] * (2 * count)
    heads[::2] = range(first, first + count)
    heads[1::2] = list(accumulate([len(body) + 1 for body in bodies], initial=0))[:count]
    head = b" ".join([b"%d"] * (2 * count)) % tuple(heads) + b"\n"
    data = quick(head + b"\n".join(bodies))
    return stream_of(data, f"/Type/ObjStm/N {count}/First {len(head)}")


def wrapped(number: int, body: bytes) -> bytes:
    """An object as it stands in the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def stream_of(data: bytes, entries: str = "") -> bytes:
    """A stream object of data that is compressed already."""
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(data), entries.encode(), data)


def short(data: bytes, entries: str = "") -> bytes:
    """A stream object of plain data."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries.encode(), data)


def text_string(text: str) -> str:
    """A text string of a dictionary: as it is where it is plain, else UTF-16 in hexadecimal, which holds no syntax."""
    if _PLAIN.fullmatch(text):
        return f"({text})"
    return f"<feff{text.encode('utf-16-be').hex()}>"
