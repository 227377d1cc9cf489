"""Sheets of any kind of workbook: the one with patients is picked, and its cells become texts by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.roster.rows import MAX_ROWS, Reading, RosterContents
from handouts.roster.tables import ABOVE, Cells, Fault, fields_of, find_titles, read_table, untitled

__all__ = ["PickedSheet", "SheetRows", "contents_of", "pick"]

_MAX_COLUMNS = 200
"""Columns in which titles are looked for."""
_MAX_TOP = 1000
"""Rows, blank ones too, in which the titles are looked for."""
_MOST_FAR = 20
"""Columns beside the table that are told of."""


@dataclass(frozen=True)
class SheetRows:
    """A visible sheet."""

    title: str
    rows: Callable[[], Iterator[tuple[int, Mapping[int, Any]]]]
    """Reads it: the rows that hold something by their numbers (from 1), each with its cells by columns (from 0)."""
    text: Callable[[Any, str], str | Fault]
    """A cell as text. The field that its column holds is known below the titles, and empty above."""


@dataclass(frozen=True)
class PickedSheet:
    """The sheet to read."""

    title: str
    lines: list[tuple[int, Cells]]
    """Rows that hold something, with their numbers."""
    far: Mapping[int, int]
    """Columns (from 0) beside the table that hold something, each with the first row in which it does."""


def pick(sheets: Sequence[SheetRows], reading: Reading) -> PickedSheet | None:
    """The first sheet with titles, else the first; None where there is none."""
    if not sheets:
        return None
    chosen, fields = sheets[0], dict.fromkeys(range(_MAX_COLUMNS), "")
    for sheet in sheets:
        top: list[Cells] = []
        for number, found in sheet.rows():
            if number > _MAX_TOP or len(top) > ABOVE:
                break
            top.append(_cells(sheet, found, dict.fromkeys(range(_MAX_COLUMNS), "")))
        at, _ = find_titles(top, reading)
        if at >= 0:
            chosen, fields = sheet, fields_of(top[at], reading)
            break
    lines: list[tuple[int, Cells]] = []
    far: dict[int, int] = {}
    for number, found in chosen.rows():
        for column, cell in found.items():
            if column >= len(fields) and chosen.text(cell, ""):
                far.setdefault(column, number)
        lines.append((number, _cells(chosen, found, fields)))
        if len(lines) > MAX_ROWS + ABOVE + 1:
            break  # the table says so
    return PickedSheet(chosen.title, lines, dict(islice(far.items(), _MOST_FAR)))


def _cells(sheet: SheetRows, found: Mapping[int, Any], fields: Mapping[int, str]) -> Cells:
    """The cells of a row in the columns of ``fields``, empty ones too."""
    cells: list[str | Fault] = [""] * min(max(found) + 1, len(fields))
    for column, cell in found.items():
        if column < len(cells):
            cells[column] = sheet.text(cell, fields[column])
    return cells


def contents_of(sheet: PickedSheet, name: str, reading: Reading, kind: str, *more: Problem) -> RosterContents:
    """What is read of a sheet; ``more`` is told with it."""
    table = read_table(sheet.lines, name, reading)
    problems = [*table.problems, *(untitled(name, line, column) for column, line in sheet.far.items()), *more]
    return RosterContents(table.rows, problems, table.summary(kind, sheet=sheet.title))
