"""In which order the rows of a batch are numbered, and in which they are worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handouts.base.files import GROUP
from handouts.orders.reader import OWN, read_order
from handouts.roster import Row
from handouts.roster.columns import OF_MAIL
from handouts.runs.job import Chunk
from handouts.runs.packets import sort_key

__all__ = ["chunks_of", "numbered", "without_mail"]

_Pair = tuple[int, Row]
"""A row with its number."""

_CHUNK = 50
"""Rows that a worker takes at a time."""
_LARGE = 2 * GROUP
"""The same of a long roster: one group of files is saved while the next is made, and there are fewer ends to wait
at."""
_EACH = 40
"""Chunks that a roster is parted into before they grow."""
_SPARE = 4
"""A chunk may be larger by one part in so many where it ends with rows that are alike."""
_MAIL = frozenset(OF_MAIL)


def without_mail(row: Row) -> Row:
    """The row without addresses and passwords, which no worker needs to see; itself where it has none."""
    if not _MAIL.intersection(row.fields):
        return row  # of a long roster a second one would take half as much memory again
    return replace(row, fields={name: value for name, value in row.fields.items() if name not in OF_MAIL})


def numbered(rows: Sequence[Row], by: str, defaults: Mapping[str, Any], today: date, clinician: str) -> list[_Pair]:
    """The rows with their numbers, from 1, in the order asked for; rows that cannot be read come last.

    ``by``: roster, or what ``packets.sort_key`` knows. ``clinician`` stands for an empty one.
    """
    pairs = list(enumerate(rows, 1))
    if by == "roster":
        return pairs

    def key(pair: _Pair) -> tuple[int, tuple[str, ...], int]:
        order, _ = read_order({**defaults, **pair[1].fields}, today)
        if order is None:
            return 1, (), pair[0]
        return 0, sort_key(order if order.clinician else replace(order, clinician=clinician), by), pair[0]

    return list(enumerate((row for _, row in sorted(pairs, key=key)), 1))


def chunks_of(rows: Sequence[_Pair], kind: str, packet_size: int) -> list[Chunk]:
    """What a worker takes at a time: a packet whole, else rows that are alike, so that each draws few blocks."""
    if kind == "packet":
        parts = [rows[start : start + packet_size] for start in range(0, len(rows), packet_size)]
    else:
        parts = list(_parted(_alike(rows), min(_LARGE, max(_CHUNK, len(rows) // _EACH))))
    return [Chunk(at, tuple(part)) for at, part in enumerate(parts, 1)]


def _parted(groups: Iterable[Sequence[_Pair]], size: int) -> Iterator[Sequence[_Pair]]:
    """Parts of some ``size`` rows that end with a group where they can: what its rows share is then made once, and not
    by each of the workers that it was parted among.

    The first has few rows, whatever they are: one process makes it while the others wait, and they have what it drew.
    """
    part: list[_Pair] = []
    limit = most = _CHUNK
    for rows in groups:
        if limit < most < len(part) + len(rows) and 2 * len(part) >= limit:
            yield part
            part, limit, most = [], size, size + size // _SPARE
        part = [*part, *rows]
        while len(part) > most:
            yield part[:limit]
            part, limit, most = part[limit:], size, size + size // _SPARE
    if part:
        yield part


def _alike(rows: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """The rows in groups that ask for the same drills and doses."""
    groups: dict[tuple[tuple[str, str], ...], list[_Pair]] = {}
    for pair in rows:
        asked = sorted((name, str(value)) for name, value in pair[1].fields.items() if name not in OWN)
        groups.setdefault(tuple(asked), []).append(pair)
    for kind in sorted(groups):
        yield groups.pop(kind)
