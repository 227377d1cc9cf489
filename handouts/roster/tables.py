"""Tables, of a CSV or of a sheet: the row of titles is found, and the rows below it are read by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from handouts.base.problems import Exit, HandoutsError, Problem, closest
from handouts.base.records import dataclass
from handouts.roster.columns import COLUMNS, NAME_PARTS, NOT_READ, OF_MAIL, may_be_name, plain_title, usual_title
from handouts.roster.novalue import UNREADABLE, gathered, unguarded
from handouts.roster.privacy import first_row, shown
from handouts.roster.rows import MAX_ROWS, Reading, RosterSummary, Row, settle, told, unknown
from handouts.roster.watched import RosterGrid

__all__ = ["ABOVE", "Cells", "Fault", "Table", "fields_of", "find_titles", "read_table", "untitled"]

ABOVE = 10
"""Most rows of merged titles, logos and dates above the row of column titles."""


@dataclass(frozen=True)
class Fault:
    """A cell that holds nothing that can be read."""

    message: str
    hint: str
    struck: bool = False
    """Whether it is struck out, and so is not meant."""


Cells = Sequence[str | Fault]


@dataclass(frozen=True)
class Table:
    """The rows of a table, and what its titles were read as."""

    rows: list[Row]
    problems: list[Problem]
    header: int
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]

    def summary(self, kind: str, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> RosterSummary:
        """How it was read, to be looked over."""
        return RosterSummary(
            kind,
            encoding,
            delimiter,
            sheet=shown(sheet),
            header=self.header,
            columns=self.columns,
            ignored=self.ignored,
            rows=len(self.rows),
            first=first_row(self.rows),
        )


def _titles(cells: Cells) -> list[str]:
    found = ["" if isinstance(cell, Fault) else unguarded(cell.strip()) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _blank(cells: Cells) -> bool:
    return not any(isinstance(cell, Fault) or cell.strip() for cell in cells)


def find_titles(rows: Sequence[Cells], reading: Reading) -> tuple[int, int]:
    """Which of a file's first rows names the columns, and how many it names; (-1, most named) if none does.

    It is the first with a column for the patient and another one, else the first with the patient's alone.
    """
    alone, most = -1, 0
    for index, cells in enumerate(rows[: ABOVE + 1]):
        fields = {field for title in _titles(cells) if title and (field := reading.field(title))}
        if fields & {"patient", *NAME_PARTS}:
            if fields - {"patient", *NAME_PARTS}:
                return index, len(fields)
            if alone < 0:
                alone, most = index, len(fields)
        elif alone < 0:
            most = max(most, len(fields))
    return alone, most


def read_table(lines: Iterable[tuple[int, Cells]], name: str, reading: Reading, *, delimiter: str = "") -> Table:
    """Read a table from its rows, each with its line; rows may be blank.

    ``delimiter`` is what parts the cells of a text file: there, too many cells are a fault of the row.
    """
    filled: Iterator[tuple[int, Cells]] = ((line, cells) for line, cells in lines if not _blank(cells))
    top = list(islice(filled, ABOVE + 1))
    at, _ = find_titles([cells for _, cells in top], reading)
    if reading.watch and top:
        filled = _shown_to(reading.watch, top[max(at, 0) :], filled)
    if at < 0:
        raise HandoutsError([_no_patient(top, name, reading)], Exit.CONTENT)
    header, cells = top[at]
    titles = _titles(cells)
    fields = _fields(titles, name, header, reading)
    problems: list[Problem] = []
    rows: list[Row] = []
    bare: set[int] = set()
    for number, (line, row) in enumerate(chain(top[at + 1 :], filled)):
        if number >= MAX_ROWS:
            problems.append(Problem(name, line, f"is the end: {MAX_ROWS:,} rows are read", "Split the roster."))
            break
        if delimiter and not _blank(row[len(fields) :]):
            message = f"has {len(row)} cells, but there are {len(fields)} columns"
            sign = "a tab" if delimiter == "\t" else f"“{delimiter}”"
            problems.append(Problem(name, line, message, f"Put text that holds {sign} in double quotes."))
            continue
        problems += _beyond(row, fields, bare, name, line)
        if _struck(fields, row):
            message = "is struck out; no handout is made for it"
            problems.append(
                Problem(name, line, message, "Delete the row, or take the line through it away.", warning=True)
            )
        elif found := _row(line, row, fields, name, reading, problems):
            rows.append(found)
    columns, ignored = told({title: field for title, field in zip(titles, fields, strict=True) if field})
    return Table(rows, gathered(problems), header, columns, ignored)


def _beyond(row: Cells, fields: Sequence[str], bare: set[int], name: str, line: int) -> Iterator[Problem]:
    """A problem of each column without a title in which this is the first row to have something; ``bare`` grows."""
    for index, cell in enumerate(row):
        if (index >= len(fields) or not fields[index]) and index not in bare and not _blank([cell]):
            bare.add(index)
            yield untitled(name, line, index)


def _shown_to(
    grid: RosterGrid, top: Sequence[tuple[int, Cells]], rest: Iterable[tuple[int, Cells]]
) -> Iterator[tuple[int, Cells]]:
    """Show a table to who wants to see it: the titles, which come first, and all rows. Gives ``rest`` once more."""
    kept = list(rest)
    grid.saw_table(top[0][0], _titles(top[0][1]), top[1:], kept)
    return iter(kept)


def untitled(name: str, line: int, index: int) -> Problem:
    """The warning for a cell in a column (from 0) without a title."""
    message = f"has a cell in {_column(index)}, which has no title; that column is not read"
    return Problem(name, line, message, "Give the column a title.", warning=True)


def _column(index: int) -> str:
    """A column (from 0) by its number and by its letters in a spreadsheet: column 3 (C)."""
    letters, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"column {index + 1} ({letters})"


def _struck(fields: list[str], cells: Cells) -> bool:
    """Whether a row is struck out: the patient's name, or all that is read of it."""
    if not any(isinstance(cell, Fault) for cell in cells):
        return False
    read = [(field, cell) for field, cell in zip(fields, cells, strict=False) if field not in ("", NOT_READ)]
    filled = [(field, isinstance(cell, Fault) and cell.struck) for field, cell in read if not _blank([cell])]
    names = [struck for field, struck in filled if field in ("patient", *NAME_PARTS)]
    return bool(filled) and (all(struck for _, struck in filled) or (bool(names) and all(names)))


def _row(
    line: int, cells: Cells, fields: list[str], name: str, reading: Reading, problems: list[Problem]
) -> Row | None:
    values: dict[str, Any] = {}
    whole = True
    for field, cell in zip(fields, cells, strict=False):
        if not field or field == NOT_READ:
            continue
        if isinstance(cell, Fault) and field in OF_MAIL:
            values[field] = UNREADABLE
        elif isinstance(cell, Fault):
            problems.append(Problem(name, line, f"{usual_title(field)}: {cell.message}", cell.hint, column=field))
            whole = False
        elif text := cell.strip():
            values[field] = text
    return settle(values, line, reading, name, problems) if whole and values else None


def fields_of(titles: Cells, reading: Reading) -> dict[int, str]:
    """What each column (from 0) up to the last title holds, empty where that is not known."""
    return {index: (reading.field(title) or "") if title else "" for index, title in enumerate(_titles(titles))}


def _fields(titles: list[str], name: str, line: int, reading: Reading) -> list[str]:
    """The field of each title, empty where there is no title. HandoutsError names those that are not understood."""
    fields = [(reading.field(title) or "?") if title else "" for title in titles]
    problems = []
    for index, (title, field) in enumerate(zip(titles, fields, strict=True)):
        if field == "?":
            what = f"unknown title in {_column(index)}" if may_be_name(title) else f"unknown column “{shown(title)}”"
            problems.append(Problem(name, line, f"has an {what}", unknown(title)))
        elif field not in ("", NOT_READ) and fields.count(field) > 1:
            message = f"has more than one column for “{usual_title(field)}”"
            hint = "Keep one, or say under “columns:” in clinic.yaml that the other is “ignored”."
            problems.append(Problem(name, line, message, hint))
    if problems:
        raise HandoutsError(dict.fromkeys(problems), Exit.CONTENT)
    return fields


def _no_patient(top: Sequence[tuple[int, Cells]], name: str, reading: Reading) -> Problem:
    """The problem of a table without a patient column. No cell is repeated: the first may be a patient already."""
    best, line, near = 0, top[0][0] if top else 1, ""
    for number, cells in top:
        titles = [title for title in _titles(cells) if title]
        count = sum(reading.field(title) is not None for title in titles)
        if count > best:
            best, line = count, number
            unread = (plain_title(title) for title in titles if not reading.field(title))
            near = next(filter(None, (closest(title, COLUMNS["patient"]) for title in unread)), "")
    hint = "A row at the top names the columns, for example: patient,program,start,week,note"
    if near:
        hint = f"Did you mean “{near}”? {hint}"
    return Problem(name, line, "has no column “patient”", hint)
