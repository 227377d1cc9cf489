"""READ: Excel workbooks. The archive is looked over before anything is unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.roster.rows import Reading, RosterContents, unreadable
from handouts.roster.sheets import SheetRows, contents_of, pick
from handouts.roster.tables import Fault
from handouts.roster.xlsxcells import CellStyles, SheetCell, cells_of, text_of_cell

__all__ = ["read"]

_MAX_UNPACKED = 200_000_000
"""Most bytes that a workbook's parts may unpack to."""
_MAX_PARTS = 5_000
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""Names that “Strict Open XML” has for what all other workbooks call otherwise."""
_AGAIN = "Open it in Excel or LibreOffice and save it again as .xlsx, or save it as CSV."


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no workbook."""
    raw = _look_over(raw, name)
    try:
        with warnings.catch_warnings():  # of styles and checks that are of no matter here
            warnings.simplefilter("ignore")
            sheets, styles = _sheets(raw)
            sheet = pick(sheets, reading)
            strikes = styles.strikes_by_rule
    except Exception as error:  # openpyxl fails in many ways on what is no whole workbook
        raise unreadable(name, 0, "is damaged, or no Excel workbook", _AGAIN) from error
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Unhide the sheet with the patients, or save it as CSV.")
    message = "strikes cells out by a rule (conditional formatting); rows that only a rule strikes out are read"
    rule = Problem(name, 0, message, "Delete the rows that are not meant.", warning=True)
    return contents_of(sheet, name, reading, "Excel", *([rule] if strikes else []))


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


def _sheets(raw: bytes) -> tuple[list[SheetRows], CellStyles]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False, rich_text=True)
    styles = CellStyles(book)

    def rows_of(sheet: Any) -> Callable[[], Iterator[tuple[int, Mapping[int, SheetCell]]]]:
        return lambda: (
            (number, {cell.column - 1: cell for cell in cells if cell.column > 0})
            for number, cells in cells_of(book, sheet)
        )

    def text(cell: SheetCell, field: str) -> str | Fault:
        return text_of_cell(cell, field, styles)

    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [SheetRows(sheet.title, rows_of(sheet), text) for sheet in visible], styles
