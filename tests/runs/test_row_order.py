"""How a roster is parted into what a worker takes at a time."""

from __future__ import annotations

import pytest

from handouts.base.files import GROUP
from handouts.roster import Row
from handouts.runs.row_order import chunks_of

PROGRAMS = ("hip-hinge", "low-back", "knee-strength")


def rows(count: int) -> list[tuple[int, Row]]:
    return [(number, Row(number + 1, {"items": PROGRAMS[number % 3]})) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("kind", "count", "largest"),
    [("files", 160, 50), ("files", 2000, 50), ("files", 4000, 100), ("files", 30_000, 2 * GROUP), ("zip", 30_000, 50)],
)
def test_chunks_grow_with_the_roster_where_files_are_saved(kind: str, count: int, largest: int):
    """Every row is in one, rows that are alike are together, and each process has many to take."""
    chunks = chunks_of(rows(count), kind, 200)
    assert max(len(chunk.rows) for chunk in chunks) == largest
    assert sorted(number for chunk in chunks for number, _ in chunk.rows) == list(range(1, count + 1))
    assert [chunk.number for chunk in chunks] == list(range(1, len(chunks) + 1))
    mixed = sum(len({row.fields["items"] for _, row in chunk.rows}) > 1 for chunk in chunks)
    assert mixed <= len(PROGRAMS) - 1
    assert len(chunks) >= min(40, count / 50)
    assert len(chunks[0].rows) == 50


def test_a_packet_keeps_its_order():
    chunks = chunks_of(rows(7), "packet", 3)
    assert [[number for number, _ in chunk.rows] for chunk in chunks] == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize("kind", ["files", "packet", "zip"])
def test_no_rows_are_no_chunks(kind: str):
    assert chunks_of([], kind, 200) == []
