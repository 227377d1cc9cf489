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
    [("files", 160, 56), ("files", 2000, 50), ("files", 4000, 100), ("files", 30_000, 2 * GROUP), ("zip", 30_000, 200)],
)
def test_chunks_grow_with_the_roster(kind: str, count: int, largest: int):
    """Every row is in one, rows that are alike are together, and each process has many to take."""
    chunks = chunks_of(rows(count), kind, 200)
    assert max(len(chunk.rows) for chunk in chunks) == largest
    assert sorted(number for chunk in chunks for number, _ in chunk.rows) == list(range(1, count + 1))
    assert [chunk.number for chunk in chunks] == list(range(1, len(chunks) + 1))
    mixed = sum(len({row.fields["items"] for _, row in chunk.rows}) > 1 for chunk in chunks)
    assert mixed <= len(PROGRAMS) - 1
    assert len(chunks) >= min(40, count / 50 / 1.25)  # a chunk may be larger by a quarter to end with rows alike
    assert len(chunks[0].rows) == 50


@pytest.mark.parametrize(("kinds", "most"), [(2000, 250), (120, 250), (96, 250), (48, 250)])
def test_chunks_end_where_rows_alike_do(kinds: int, most: int):
    """What rows share is made by one process; only the first chunk, which others inherit from, may part them."""
    given = [(number, Row(number + 1, {"items": f"drill-{number % kinds}"})) for number in range(12_000)]
    first, *chunks = [
        (len(chunk.rows), {row.fields["items"] for _, row in chunk.rows}) for chunk in chunks_of(given, "files", 200)
    ]
    assert first[0] == 50
    assert max(count for count, _ in chunks) == most
    assert sum(len(some) for _, some in chunks) == len(set().union(*(some for _, some in chunks)))


def test_many_rows_alike_are_for_all_workers():
    chunks = chunks_of([(number, Row(number + 1, {"items": "low-back"})) for number in range(12_000)], "files", 200)
    assert [len(chunk.rows) for chunk in chunks] == [50, *[200] * 59, 150]


def test_a_packet_keeps_its_order():
    chunks = chunks_of(rows(7), "packet", 3)
    assert [[number for number, _ in chunk.rows] for chunk in chunks] == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize("kind", ["files", "packet", "zip"])
def test_no_rows_are_no_chunks(kind: str):
    assert chunks_of([], kind, 200) == []
