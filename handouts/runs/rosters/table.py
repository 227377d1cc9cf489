"""A roster as a table: its cells as they are written, whatever its format, each column with what it was read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.roster import COLUMNS, RosterContents, RosterSummary, reading_of, scan_roster
from handouts.roster.columns import usual_title
from handouts.roster.rows import Reading
from handouts.roster.watched import RosterGrid, cell_text

__all__ = ["RosterTable", "TableRow", "digest_of", "row_key", "table_of"]

_MOST_COLUMNS = 200


@dataclass(frozen=True)
class TableRow:
    """A row, by its place below the titles (from 0) and its line in the file (from 1)."""

    at: int
    line: int
    cells: tuple[str, ...] = field(repr=False)

    @property
    def key(self) -> str:
        """Stands for what is in it."""
        return row_key(self.cells)


@dataclass(frozen=True)
class RosterTable:
    """All cells of a roster, and how its columns were read."""

    path: Path
    digest: str
    """Of the file."""
    titles: tuple[str, ...]
    fields: tuple[str, ...]
    """What each title was read as: a field, a part of a name or “ignored”; “?” is not known, empty has no title."""
    rows: tuple[TableRow, ...] = field(repr=False)
    contents: RosterContents | None
    """What reading it gave; None where it cannot be read as it is."""
    stops: tuple[Problem, ...] = ()
    """Why it cannot."""

    @property
    def summary(self) -> RosterSummary | None:
        """How it was read."""
        return self.contents.summary if self.contents else None

    @property
    def carried(self) -> str:
        """What a copy as CSV leaves behind, in words; empty where it has all that is read."""
        kind = self.summary.kind if self.summary else "CSV"
        if kind == "FHIR":
            return (
                "The copy has the columns that you see. What the bundle says beside them stays behind: codes, links "
                "between entries, conditions that stop no drill, and entries that could not be read."
            )
        if kind in ("JSON", "YAML"):
            return "The copy has the columns that you see, with a list in one cell: its parts follow a semicolon."
        return "" if kind == "CSV" else "The copy has this one sheet, as text: no colours, formulas or other sheets."


def digest_of(path: Path) -> str:
    """Stands for the contents of a file. HandoutsError where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()[:24]
    except OSError as error:
        hint = "It may have been moved or deleted. Choose the roster again."
        raise HandoutsError([Problem(path.name, 0, f"cannot be read: {error.strerror}", hint)]) from error


def row_key(cells: Sequence[str]) -> str:
    """Stands for what is in a row."""
    return sha256("\0".join(cells).encode("utf-8", "replace")).hexdigest()[:16]


def table_of(path: Path, library: Library, today: date) -> RosterTable:
    """Read a roster as a table. What keeps it from being read stands in ``stops``; its cells are there all the same,
    as far as there are any. HandoutsError where the clinic's own columns are at fault.
    """
    digest, grid = digest_of(path), RosterGrid()
    reading = replace(reading_of(library, today), watch=grid)
    contents, stops = None, tuple[Problem, ...]()
    try:
        contents = scan_roster(path, reading)
    except HandoutsError as error:
        stops = error.problems
    if contents and not (grid.titles or grid.blocks):
        for row in contents.rows:
            grid.saw_block(row.line, row.fields)
    titles, fields, rows = _of_blocks(grid) if grid.blocks else _of_cells(grid, reading)
    return RosterTable(path, digest, titles, fields, rows, contents, stops)


def _of_blocks(grid: RosterGrid) -> tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]]:
    """Patients written as blocks, in the usual order of the columns."""
    used = {name for _, block in grid.blocks for name in block}
    fields = tuple(name for name in (*COLUMNS, *sorted(used.difference(COLUMNS))) if name in used)
    rows = tuple(
        TableRow(at, line, tuple(cell_text(block.get(name, "")) for name in fields))
        for at, (line, block) in enumerate(grid.blocks)
    )
    return tuple(map(usual_title, fields)), fields, rows


def _of_cells(grid: RosterGrid, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]]:
    """A table's cells, every row as wide as the widest: what has no title has an empty one."""
    widest = max((len(cells) for _, cells in grid.lines), default=0)
    width = min(max(len(grid.titles), widest), _MOST_COLUMNS)
    titles = (*grid.titles, *[""] * width)[:width]
    fields = tuple((reading.field(title) or "?") if title else "" for title in titles)
    days = [at for at, of in enumerate(fields) if of in ("start", "until", "issued")]
    rows = tuple(
        TableRow(at, line, _without_midnight((*cells, *[""] * width)[:width], days))
        for at, (line, cells) in enumerate(grid.lines)
    )
    return titles, fields, rows


def _without_midnight(cells: tuple[str, ...], days: Sequence[int]) -> tuple[str, ...]:
    """Cells of which a workbook's days are days alone: it writes each with its first minute."""
    if not any(cells[at].endswith(" 00:00") for at in days):
        return cells
    return tuple(cell.removesuffix(" 00:00") if at in days else cell for at, cell in enumerate(cells))
