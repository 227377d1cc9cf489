"""The table of a file leads to each of its objects, wherever they stand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from handouts.write.pdf.objects import START, Section


def rows_of(data: bytes) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Number of each object in the table, and its row: kind, place or stream, index."""
    start = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    head, _, rest = data[start:].partition(b">>stream\n")
    rows = rest[: int(re.findall(rb"/Length (\d+)", head)[0])]
    if b"/FlateDecode" in head:
        rows = without_filter(zlib.decompress(rows))
    pairs = re.findall(rb"\d+", re.findall(rb"/Index\[([^]]*)\]", head)[0])
    numbers = [
        number
        for first, count in zip(pairs[::2], pairs[1::2], strict=True)
        for number in range(int(first), int(first) + int(count))
    ]
    assert len(rows) == 7 * len(numbers)
    for at, number in enumerate(numbers):
        row = rows[7 * at : 7 * at + 7]
        yield number, (row[0], int.from_bytes(row[1:5], "big"), int.from_bytes(row[5:], "big"))


def without_filter(data: bytes) -> bytes:
    """PNG's filter “up”, taken off."""
    out, above = b"", bytes(7)
    for at in range(0, len(data), 8):
        assert data[at] == 2
        above = bytes((one + other) & 255 for one, other in zip(above, data[at + 1 : at + 8], strict=True))
        out += above
    return out


@given(st.lists(st.sampled_from((0, 1, 2, 60, 300, 600)), min_size=1, max_size=8), st.integers(0, 70_000))
def test_each_object_is_found(packs: list[int], apart: int):
    """0 stands for an object by itself, others for so many in one stream; ``apart`` numbers are left out between."""
    section, number, wanted = Section(), 1, {}
    section.append(START)
    for count in packs:
        if count:
            section.pack(number, number + 1, [b"<</A %d>>" % at for at in range(count)])
            wanted |= {number + 1 + at: (number, at) for at in range(count)}
        else:
            section.put(number, b"<<>>")
        wanted[number] = (0, 0)
        number += count + 1 + apart
    data = section.end(number, number + 1, "/Root 1 0 R")
    found = dict(rows_of(data))
    assert found.pop(number)[0] == 1
    assert set(found) == set(wanted)
    for one, (holder, index) in wanted.items():
        kind, place, at = found[one]
        if holder:
            assert (kind, place, at) == (2, holder, index)
        else:
            assert (kind, at) == (1, 0)
            assert data[place:].startswith(b"%d 0 obj\n" % one)
