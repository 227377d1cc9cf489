"""The numbered objects of one PDF file. Small ones are packed together; a stream tells where each one is."""

from __future__ import annotations

import re
import struct
import zlib
from hashlib import sha256

__all__ = ["Document", "short", "stream_of", "text_string"]

_ROW = struct.Struct(">BIH")
"""A line of the table of objects: its kind, its place or the stream it is in, its number in that stream."""


_PLAIN = re.compile(r"[A-Za-z0-9 .,:;!?'/+-]*", re.ASCII)
"""Texts that need no escape and mean the same in every encoding."""


class Document:
    """Collects objects and puts the file together."""

    def __init__(self, first_free: int) -> None:
        self._objects: dict[int, bytes] = {}
        self._packed: list[tuple[int, bytes, tuple[int, ...]]] = []
        self._next = first_free

    def reserve(self, count: int = 1) -> int:
        """Numbers for objects that come later; gives the first."""
        first, self._next = self._next, self._next + count
        return first

    def add(self, body: bytes) -> int:
        """Add an object; gives its number."""
        number = self.reserve()
        self._objects[number] = body
        return number

    def put(self, number: int, body: bytes) -> None:
        """Add an object under a reserved number."""
        self._objects[number] = body

    def pack(self, first: int, bodies: bytes, starts: tuple[int, ...]) -> None:
        """Add small objects that are no streams, under reserved numbers from ``first`` on.

        ``starts`` tells where each begins in ``bodies``. They are kept with others in one stream.
        """
        self._packed.append((first, bodies, starts))

    def file(self, root: int, info: int) -> bytes:
        """The file."""
        inside: dict[int, bytes] = {}
        if self._packed:
            holder, numbers = self._object_stream()
            inside = {number: _ROW.pack(2, holder, index) for index, number in enumerate(numbers)}
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        at = len(out[0])
        places: dict[int, int] = {}
        for number in sorted(self._objects):
            places[number] = at
            body = b"%d 0 obj\n%b\nendobj\n" % (number, self._objects[number])
            out.append(body)
            at += len(body)
        mark = sha256(b"".join(out)).hexdigest()[:32].encode()
        table = self.reserve()
        places[table] = at
        rows = [_ROW.pack(0, 0, 65535)]
        rows += [inside.get(number) or _ROW.pack(1, places[number], 0) for number in range(1, table + 1)]
        data = zlib.compress(b"".join(rows), 6)
        head = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
        body = stream_of(data, (head % (table + 1, root, info, mark, mark)).decode("ascii"))
        tail = b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, body, at)
        return b"".join([*out, tail])

    def _object_stream(self) -> tuple[int, list[int]]:
        """Add all packed objects as one stream; gives its number and theirs."""
        heads: list[str] = []
        numbers: list[int] = []
        at = 0
        for first, bodies, starts in self._packed:
            heads += [f"{first + index} {at + start}" for index, start in enumerate(starts)]
            numbers += range(first, first + len(starts))
            at += len(bodies) + 1
        head = " ".join(heads).encode("ascii") + b"\n"
        data = zlib.compress(head + b"\n".join([bodies for _, bodies, _ in self._packed]), 9)
        return self.add(stream_of(data, f"/Type/ObjStm/N {len(numbers)}/First {len(head)}")), numbers


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
