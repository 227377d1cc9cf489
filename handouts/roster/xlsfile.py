"""READ: Excel files of the old kind (.xls), through calamine.

It gives values alone: neither a number's form, nor what is struck out, nor that a formula failed. Each file is read
with a warning that says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from handouts.base.problems import Problem
from handouts.roster.rows import Reading, RosterContents, unreadable
from handouts.roster.sheets import SheetRows, contents_of, pick
from handouts.roster.tables import Fault
from handouts.roster.xlsxcells import dated, plain_number

__all__ = ["read"]

_SAVE = "Save it as .xlsx or as CSV."


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        visible = [sheet for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheet = pick([SheetRows(one.name, _rows_of(book, one.name), _text) for one in visible], reading)
    except PasswordError as error:
        hint = "Open it, save a copy without the password (or as CSV), and keep that copy safe."
        raise unreadable(name, 0, "is protected with a password", hint) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise unreadable(name, 0, "is damaged, or no Excel file of the old kind (.xls)", _SAVE) from error
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Unhide the sheet with the patients, or save it as CSV.")
    message = "is an Excel file of the old kind: zeros in front of numbers, errors and lines through cells are not seen"
    return contents_of(sheet, name, reading, "Excel (.xls)", Problem(name, 0, message, _SAVE, warning=True))


def _rows_of(book: Any, title: str) -> Callable[[], Iterator[tuple[int, Mapping[int, Any]]]]:
    def rows() -> Iterator[tuple[int, Mapping[int, Any]]]:
        sheet = book.get_sheet_by_name(title)
        if sheet.start is None:
            return
        for number, row in enumerate(sheet.iter_rows(), 1):
            if found := {column: value for column, value in enumerate(row) if value != ""}:
                yield number, found

    return rows


def _text(value: Any, field: str) -> str | Fault:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, time, timedelta)):
        return dated(value, field)
    if isinstance(value, (int, float)):
        return plain_number(value, field, "General")
    return str(value)
