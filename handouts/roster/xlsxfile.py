"""READ: Excel workbooks. The archive is looked over before anything is unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.roster.rows import MAX_ROWS, Reading, RosterContents, unreadable
from handouts.roster.tables import ABOVE, Cells, Fault, fields_of, find_titles, read_table, untitled
from handouts.roster.xlsxcells import CellStyles, SheetCell, cells_of, text_of_cell

__all__ = ["read"]

_MAX_UNPACKED = 200_000_000
"""Most bytes that a workbook's parts may unpack to."""
_MAX_PARTS = 5_000
_MAX_COLUMNS = 200
"""Columns in which titles are looked for."""
_MAX_TOP = 1000
"""Rows, blank ones too, in which the titles are looked for."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""Names that “Strict Open XML” has for what all other workbooks call otherwise."""
_MOST_FAR = 20
"""Columns beside the table that are told of."""
_AGAIN = "Open it in Excel or LibreOffice and save it again as .xlsx, or save it as CSV."


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no workbook."""
    raw = _look_over(raw, name)
    try:
        with warnings.catch_warnings():  # of styles and checks that are of no matter here
            warnings.simplefilter("ignore")
            sheet = _sheet(raw, reading)
    except Exception as error:  # openpyxl fails in many ways on what is no whole workbook
        raise unreadable(name, 0, "is damaged, or no Excel workbook", _AGAIN) from error
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Unhide the sheet with the patients, or save it as CSV.")
    table = read_table(sheet.lines, name, reading)
    problems = [*table.problems, *(untitled(name, line, column - 1) for column, line in sheet.far.items())]
    if sheet.strikes_by_rule:
        message = "strikes cells out by a rule (conditional formatting); rows that only a rule strikes out are read"
        problems.append(Problem(name, 0, message, "Delete the rows that are not meant.", warning=True))
    return RosterContents(table.rows, problems, table.summary("Excel", sheet=sheet.title))


@dataclass(frozen=True)
class _Sheet:
    """The sheet to read."""

    title: str
    lines: list[tuple[int, Cells]]
    """Rows that hold something, with their numbers."""
    far: dict[int, int]
    """Columns beside the table that hold something, each with the first row in which it does."""
    strikes_by_rule: bool


def _look_over(raw: bytes, name: str) -> bytes:
    """Refuse what is no workbook, protected, or a bomb. Gives the workbook with the names that all others use."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if sum(part.file_size for part in parts) > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
                message = f"unpacks to more than {_MAX_UNPACKED // 10**6} MB"
                raise unreadable(name, 0, message, "Copy the list of patients into a new workbook.")
            if any(part.flag_bits & 1 for part in parts):
                raise unreadable(name, 0, "is protected with a password", "Save a copy without the password.")
            if "mimetype" in names or any(part.endswith((".iwa", "workbook.bin")) for part in names):
                raise unreadable(
                    name, 0, "is a spreadsheet, but not an Excel workbook (.xlsx)", "Save it as .xlsx or as CSV."
                )
            strict = "xl/workbook.xml" in names and _STRICT in archive.read("xl/workbook.xml")
            return _transitional(archive) if strict else raw
    except HandoutsError:
        raise
    except Exception as error:  # zipfile and its unpackers fail in many ways
        raise unreadable(name, 0, "is damaged, or no Excel workbook", _AGAIN) from error


def _transitional(archive: zipfile.ZipFile) -> bytes:
    """A workbook saved as “Strict Open XML” as it is saved by default. Its dates, in ISO form, are read as well."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part in archive.infolist():
            data = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                for strict, usual in _NAMES:
                    data = data.replace(strict, usual)
            new.writestr(part.filename, data)
    return out.getvalue()


def _sheet(raw: bytes, reading: Reading) -> _Sheet | None:
    """The first visible sheet with titles, else the first visible one."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False, rich_text=True)
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        return None
    styles = CellStyles(book)
    chosen, fields = sheets[0], dict.fromkeys(range(_MAX_COLUMNS), "")
    for sheet in sheets:
        top: list[Cells] = []
        for number, found in cells_of(book, sheet):
            if number > _MAX_TOP or len(top) > ABOVE:
                break
            top.append(_row(found, _MAX_COLUMNS, {}, styles))
        at, _ = find_titles(top, reading)
        if at >= 0:
            chosen, fields = sheet, fields_of(top[at], reading)
            break
    lines: list[tuple[int, Cells]] = []
    far: dict[int, int] = {}
    for number, found in cells_of(book, chosen):
        for cell in found:
            if cell.column > len(fields) and (cell.value is None or str(cell.value).strip()):
                far.setdefault(cell.column, number)
        lines.append((number, _row(found, len(fields), fields, styles)))
        if len(lines) > MAX_ROWS + ABOVE + 1:
            break  # the table says so
    return _Sheet(chosen.title, lines, dict(islice(far.items(), _MOST_FAR)), styles.strikes_by_rule)


def _row(found: list[SheetCell], width: int, fields: Mapping[int, str], styles: CellStyles) -> Cells:
    """The cells of a row up to a width, empty ones too. ``fields`` says what columns hold, from 0."""
    cells: list[str | Fault] = [""] * min(max(cell.column for cell in found), width)
    for cell in found:
        if cell.column <= width:
            cells[cell.column - 1] = text_of_cell(cell, fields.get(cell.column - 1, ""), styles)
    return cells
