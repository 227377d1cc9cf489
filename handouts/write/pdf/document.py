"""The numbered objects of one PDF file. Small ones are packed together; a stream tells where each one is."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["SLOT", "Document", "ReadyPiece", "piece_of", "short", "stream_of", "text_string"]

_ROW = struct.Struct(">BIH")
"""A line of the table of objects: its kind, its place or the stream it is in, its number in that stream."""
SLOT = 16
"""Ready pieces start at a multiple of this, so that a block has the same numbers in many documents."""

_PLAIN = re.compile(r"[A-Za-z0-9 .,:;!?'/+-]*", re.ASCII)
"""Texts that need no escape and mean the same in every encoding."""


@dataclass(frozen=True)
class ReadyPiece:
    """Objects that are written as they are: ``first`` and the one after it stand plain, the others are packed
    in the second.
    """

    first: int
    data: bytes
    second: int
    """Where the second object starts in the data."""
    rows: bytes
    """The lines of the packed ones in the table of objects."""


class Document:
    """Collects objects and puts the file together."""

    def __init__(self, first_free: int) -> None:
        self._out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        self._at = len(self._out[0])
        self._places: list[tuple[int, int]] = []
        self._ready: list[ReadyPiece] = []
        self._small: list[tuple[int, bytes]] = []
        self._next = first_free

    def reserve(self, count: int = 1) -> int:
        """Numbers for objects that come later; gives the first."""
        first, self._next = self._next, self._next + count
        return first

    def reserve_slot(self, count: int) -> int:
        """The same for a ready piece of ``count`` objects."""
        first = -(-self._next // SLOT) * SLOT
        self._next = first + count
        return first

    def add(self, body: bytes) -> int:
        """Add an object; gives its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def put(self, number: int, body: bytes) -> None:
        """Add an object under a reserved number."""
        self._places.append((number, self._at))
        self._append(wrapped(number, body))

    def insert(self, piece: ReadyPiece) -> None:
        """Add a ready piece under its own numbers, which were reserved."""
        self._places += [(piece.first, self._at), (piece.first + 1, self._at + piece.second)]
        self._ready.append(piece)
        self._append(piece.data)

    def pack(self, number: int, body: bytes) -> None:
        """Add a small object that is no stream, under a reserved number. It is kept with others in one stream."""
        self._small.append((number, body))

    def _append(self, data: bytes) -> None:
        self._out.append(data)
        self._at += len(data)

    def file(self, root: int, info: int, mark: bytes) -> bytes:
        """The file. ``mark`` is what its identifier is made of: equal files have equal marks."""
        holder = self.add(packed_stream(self._small)) if self._small else 0
        mark = sha256(mark + b"%d" % self._at).hexdigest()[:32].encode()
        number = self.reserve()
        self._places.append((number, self._at))
        rows = bytearray(_ROW.size * (number + 1))  # what is not set is free
        _ROW.pack_into(rows, 0, 0, 0, 65535)
        for one, place in self._places:
            _ROW.pack_into(rows, _ROW.size * one, 1, place, 0)
        for piece in self._ready:
            start = _ROW.size * (piece.first + 2)
            rows[start : start + len(piece.rows)] = piece.rows
        for index, (one, _) in enumerate(self._small):
            _ROW.pack_into(rows, _ROW.size * one, 2, holder, index)
        head = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
        body = stream_of(zlib.compress(rows, 1), (head % (number + 1, root, info, mark, mark)).decode("ascii"))
        end = b"startxref\n%d\n%%%%EOF\n" % self._at
        return b"".join([*self._out, wrapped(number, body), end])


def piece_of(first: int, form: bytes, others: list[bytes], level: int) -> ReadyPiece:
    """A ready piece: a stream object as ``first``, and the others, packed, as those from ``first`` + 2 on."""
    numbered = list(enumerate(others, first + 2))
    one, two = wrapped(first, form), wrapped(first + 1, packed_stream(numbered, level))
    rows = b"".join([_ROW.pack(2, first + 1, index) for index in range(len(others))])
    return ReadyPiece(first, one + two, len(one), rows)


def packed_stream(numbered: list[tuple[int, bytes]], level: int = 4) -> bytes:
    """An object stream: its numbers with the place of each object, then the objects."""
    heads, at = [], 0
    for number, body in numbered:
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    data = zlib.compress(head + b"\n".join([body for _, body in numbered]), level)
    return stream_of(data, f"/Type/ObjStm/N {len(numbered)}/First {len(head)}")


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
