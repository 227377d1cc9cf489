"""READ: CSV as spreadsheets and booking systems write it. What parts the cells is found by trying."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from handouts.roster.decode import decode
from handouts.roster.rows import Reading, RosterContents, unreadable
from handouts.roster.tables import ABOVE, find_titles, read_table

__all__ = ["read"]

_EXCEL = re.compile(r"\s*sep=(.)[ \t\"]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
"""A first line of Excel's own, which says what parts the cells."""
_SIGNS = ",;\t"


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read a CSV. HandoutsError where its titles cannot be understood."""
    source = decode(raw, name, reading.encoding)
    text, skipped = source.text, 0
    if (match := _EXCEL.match(text)) and match[1] not in '"\r\n':
        delimiter = match[1]
        skipped = len(re.findall(r"\r\n|\r|\n", match[0]))
        text = text[match.end() :]
    else:
        delimiter = _sniff(text, reading)
    lines = ((line + skipped, cells) for line, cells in _lines(_reader(text, delimiter, strict=True), name))
    table = read_table(lines, name, reading, delimiter=delimiter)
    summary = table.summary("CSV", encoding=source.encoding, delimiter=delimiter)
    return RosterContents(table.rows, [*source.problems, *table.problems], summary)


def _reader(text: str, delimiter: str, *, strict: bool) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, skipinitialspace=True)


def _sniff(text: str, reading: Reading) -> str:
    """The sign that makes most columns understood; among equals the one most used where the text starts."""
    start = text[:60_000]
    head = start.lstrip().splitlines()[:1]

    def score(sign: str) -> tuple[bool, int, int]:
        rows: list[list[str]] = []
        with contextlib.suppress(csv.Error):
            rows += islice((row for row in _reader(start, sign, strict=False) if any(map(str.strip, row))), ABOVE + 1)
        at, count = find_titles(rows, reading)
        return at >= 0, count, head[0].count(sign) if head else 0

    return max(_SIGNS, key=score)


def _lines(reader: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line it starts on."""
    last = 0
    try:
        for cells in reader:
            start, last = last + 1, reader.line_num
            if cells:
                yield start, cells
    except csv.Error as error:
        hint = "Look for a double quote that is opened and not closed, and for a very long cell."
        raise unreadable(name, last + 1, f"is not a valid CSV row: {error}", hint) from error
