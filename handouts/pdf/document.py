"""The numbered objects of one PDF file. Small ones are packed together; a stream tells where each one is."""

from __future__ import annotations

import zlib
from hashlib import sha256

__all__ = ["Document", "short", "stream_of", "text_string"]

_PACK = 200
"""Objects in one packed stream, at most."""


class Document:
    """Collects objects and puts the file together."""

    def __init__(self, first_free: int) -> None:
        self._objects: dict[int, bytes] = {}
        self._packed: dict[int, bytes] = {}
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

    def pack(self, number: int, body: bytes) -> None:
        """Add a small object that is no stream under a reserved number; it is kept with others in one stream."""
        self._packed[number] = body

    def file(self, root: int, info: int) -> bytes:
        """The file."""
        inside: dict[int, tuple[int, int]] = {}
        numbers = sorted(self._packed)
        for start in range(0, len(numbers), _PACK):
            chunk = numbers[start : start + _PACK]
            holder = self.add(self._object_stream(chunk))
            inside |= {number: (holder, index) for index, number in enumerate(chunk)}
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
        rows = [b"\x00\x00\x00\x00\x00\xff"]
        for number in range(1, table + 1):
            if number in inside:
                holder, index = inside[number]
                rows.append(b"\x02" + holder.to_bytes(4, "big") + index.to_bytes(1, "big"))
            else:
                rows.append(b"\x01" + places[number].to_bytes(4, "big") + b"\x00")
        data = zlib.compress(b"".join(rows), 6)
        head = b"/Type/XRef/Size %d/W[1 4 1]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
        body = stream_of(data, (head % (table + 1, root, info, mark, mark)).decode("ascii"))
        tail = b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, body, at)
        return b"".join([*out, tail])

    def _object_stream(self, numbers: list[int]) -> bytes:
        heads, bodies, at = [], [], 0
        for number in numbers:
            body = self._packed[number]
            heads.append(b"%d %d" % (number, at))
            bodies.append(body)
            at += len(body) + 1
        first = b" ".join(heads) + b"\n"
        data = zlib.compress(first + b"\n".join(bodies), 2)
        return stream_of(data, f"/Type/ObjStm/N {len(numbers)}/First {len(first)}")


def stream_of(data: bytes, entries: str = "") -> bytes:
    """A stream object of data that is compressed already."""
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(data), entries.encode(), data)


def short(data: bytes, entries: str = "") -> bytes:
    """A stream object of plain data."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries.encode(), data)


def text_string(text: str) -> str:
    """A text string of a dictionary: UTF-16 in hexadecimal, so nothing in it can be syntax."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
