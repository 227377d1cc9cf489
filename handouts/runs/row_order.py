"""In which order the rows of a batch are numbered, and in which they are worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handouts.base.files import GROUP
from handouts.orders.reader import read_order
from handouts.roster import Row
from handouts.roster.columns import OF_MAIL
from handouts.runs.job import Chunk
from handouts.runs.packets import sort_key

__all__ = ["chunks_of", "numbered", "without_mail"]

_CHUNK = 50
"""Rows that a worker takes at a time."""
_LARGE = 2 * GROUP
"""The same of a long roster: one group of files is saved while the next is made, and there are fewer ends to wait
at."""
_EACH = 40
"""Chunks that a roster is parted into before they grow."""
_OWN = ("patient", "key", "note", "visit", "clinician")
"""What patients of one program and week do not share."""


def without_mail(row: Row) -> Row:
    """The row without addresses and passwords, which no worker needs to see."""
    return replace(row, fields={name: value for name, value in row.fields.items() if name not in OF_MAIL})


def numbered(
    rows: Sequence[Row], by: str, defaults: Mapping[str, Any], today: date, clinician: str
) -> list[tuple[int, Row]]:
    """The rows with their numbers, from 1, in the order asked for; rows that cannot be read come last.

    ``by``: roster, or what ``packets.sort_key`` knows. ``clinician`` stands for an empty one.
    """
    pairs = list(enumerate(rows, 1))
    if by == "roster":
        return pairs

    def key(pair: tuple[int, Row]) -> tuple[int, tuple[str, ...], int]:
        order, _ = read_order({**defaults, **pair[1].fields}, today)
        if order is None:
            return 1, (), pair[0]
        return 0, sort_key(order if order.clinician else replace(order, clinician=clinician), by), pair[0]

    return list(enumerate((row for _, row in sorted(pairs, key=key)), 1))


def chunks_of(rows: Sequence[tuple[int, Row]], kind: str, packet_size: int) -> list[Chunk]:
    """What a worker takes at a time: a packet whole, else rows that are alike, so that each draws few blocks."""
    size = packet_size if kind == "packet" else _CHUNK
    if kind == "files":  # those of an archive are sent whole from process to process
        size = min(_LARGE, max(_CHUNK, len(rows) // _EACH))
    if not rows:  # nobody is left: the roster's were at fault, or are done
        return []
    if kind != "packet":
        rows = sorted(rows, key=_alike)
    first = min(size, _CHUNK) if kind == "files" else size  # one process makes it while the others wait
    starts = [0, *range(first, len(rows), size)]
    ends = [*starts[1:], len(rows)]
    return [Chunk(at, tuple(rows[start:end])) for at, (start, end) in enumerate(zip(starts, ends, strict=True), 1)]


def _alike(pair: tuple[int, Row]) -> list[tuple[str, str]]:
    """Rows that ask for the same drills and doses stand together."""
    return sorted((name, str(value)) for name, value in pair[1].fields.items() if name not in _OWN)
