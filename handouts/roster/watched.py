"""What stands in a roster's cells, line by line, as its reader saw it: for who shows the table, or mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["RosterGrid", "cell_text"]


class RosterGrid:
    """Is filled by a reader that was given it. What could not be read stands in it too, as far as it has a text."""

    def __init__(self) -> None:
        self.header = 0
        """Line (1-based) of the titles; 0 where the file has none."""
        self.titles: tuple[str, ...] = ()
        """Of a table as they are written; of patients written as blocks, empty."""
        self.lines: list[tuple[int, tuple[str, ...]]] = []
        """Rows of a table below its titles, each with its line. They may be shorter or longer than the titles."""
        self.blocks: list[tuple[int, Mapping[str, Any]]] = []
        """Patients written as blocks of keys, by the order's fields, each with its line."""

    def saw_table(
        self,
        header: int,
        titles: Sequence[str],
        top: Iterable[tuple[int, Sequence[object]]],
        rest: Iterable[tuple[int, Sequence[object]]],
    ) -> None:
        """Take a table's titles and its rows."""
        self.header, self.titles = header, tuple(titles)
        for part in (top, rest):
            self.lines += [(line, tuple(_texts(cells))) for line, cells in part]

    def saw_block(self, line: int, fields: Mapping[str, Any]) -> None:
        """Take a patient's block of keys."""
        self.blocks.append((line, dict(fields)))


def _texts(cells: Iterable[object]) -> Iterator[str]:
    for cell in cells:
        yield cell.strip() if isinstance(cell, str) else ""


def cell_text(value: object) -> str:
    """A field's value as one cell holds it: several in a row with semicolons."""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
