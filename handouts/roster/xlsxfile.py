"""READ: Excel workbooks. The archive is looked over before anything is unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from handouts.base.problems import HandoutsError
from handouts.roster.privacy import first_row, shown
from handouts.roster.rows import MAX_ROWS, Reading, RosterContents, RosterSummary, unreadable
from handouts.roster.tables import ABOVE, Cells, Fault, find_titles, read_table

__all__ = ["read"]

_MAX_UNPACKED = 200_000_000
"""Most bytes that a workbook's parts may unpack to."""
_MAX_PARTS = 5_000
_MAX_COLUMNS = 200
_MAX_TOP = 1000
"""Rows, blank ones too, in which the titles are looked for."""
_BESIDE = 5
"""Columns read to the right of the last title, to tell of cells without one."""
_AGAIN = "Open it in Excel or LibreOffice and save it again as .xlsx, or save it as CSV."


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no workbook."""
    formulas = _look_over(raw, name)
    try:
        with warnings.catch_warnings():  # of styles and checks that are of no matter here
            warnings.simplefilter("ignore")
            sheet, lines = _sheet(raw, reading, formulas=formulas)
    except Exception as error:  # openpyxl fails in many ways on what is no whole workbook
        raise unreadable(name, 0, "is damaged, or no Excel workbook", _AGAIN) from error
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Unhide the sheet with the patients, or save it as CSV.")
    table = read_table(lines, name, reading)
    summary = RosterSummary(
        "Excel",
        sheet=shown(sheet),
        header=table.header,
        columns=table.columns,
        ignored=table.ignored,
        rows=len(table.rows),
        first=first_row(table.rows),
    )
    return RosterContents(table.rows, table.problems, summary)


def _look_over(raw: bytes, name: str) -> bool:
    """Refuse what is no workbook, protected, or a bomb. Gives whether any sheet has formulas."""
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
            return any(_has_formulas(archive, part) for part in names if part.startswith("xl/worksheets/"))
    except HandoutsError:
        raise
    except Exception as error:  # zipfile and its unpackers fail in many ways
        raise unreadable(name, 0, "is damaged, or no Excel workbook", _AGAIN) from error


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    end = b""
    with archive.open(part) as file:
        while chunk := file.read(1_000_000):
            found = end + chunk
            if b"<f" in found or b":f>" in found:
                return True
            end = chunk[-2:]
    return False


def _sheet(raw: bytes, reading: Reading, *, formulas: bool) -> tuple[str | None, list[tuple[int, Cells]]]:
    """The name of the sheet to read, and its rows with their numbers."""
    import openpyxl

    def open_book(*, values: bool) -> Any:
        return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=values, keep_links=False)

    book = open_book(values=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        return None, []
    chosen, width = sheets[0], _MAX_COLUMNS
    for sheet in sheets:
        top = []
        for _, cells in _rows(sheet, _MAX_COLUMNS, most=_MAX_TOP):
            if any(cells):
                top.append(cells)
            if len(top) > ABOVE:
                break
        at, _ = find_titles(top, reading)
        if at >= 0:
            filled = [index for index, cell in enumerate(top[at]) if cell]
            chosen, width = sheet, filled[-1] + 1 + _BESIDE
            break
    if not formulas:
        return chosen.title, list(_rows(chosen, width))
    other = next(sheet for sheet in open_book(values=False).worksheets if sheet.title == chosen.title)
    return chosen.title, list(_rows(chosen, width, other))


def _rows(sheet: Any, width: int, formulas: Any = None, *, most: int = MAX_ROWS + ABOVE) -> Iterator[tuple[int, Cells]]:
    """The rows that hold something. ``formulas`` is the same sheet read without values."""
    sheet.reset_dimensions()  # some programs write wrong ones
    rows = sheet.iter_rows(max_col=width, max_row=most)
    if formulas is None:
        for number, cells in enumerate(rows, 1):
            if any(cell.value is not None for cell in cells):
                yield number, [_text(cell) for cell in cells]
        return
    formulas.reset_dimensions()
    others = formulas.iter_rows(max_col=width, max_row=most, values_only=True)
    for number, (cells, sources) in enumerate(zip(rows, others, strict=False), 1):
        if any(source is not None for source in sources):
            yield number, [_text(cell, source) for cell, source in zip(cells, sources, strict=False)]


def _text(cell: Any, source: Any = None) -> str | Fault:  # noqa: PLR0911  # a line for each kind of cell
    """A cell as text. A formula's cell with an empty text counts as empty; one that was never worked out does not."""
    value = cell.value
    if value is None:
        if source is not None and cell.data_type == "n":
            hint = "Open the workbook in Excel or LibreOffice and save it, so that its results are stored."
            return Fault("holds a formula without a result", hint)
        return ""
    if cell.data_type == "e":
        return Fault("holds an error in place of a value", "Mend the formula in the workbook.")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        value = value + timedelta(microseconds=500_000)  # Excel's fractions of a day are a little off
        return f"{value:%Y-%m-%d}" + (f" {value:%H:%M}" if value.time().replace(microsecond=0, second=0) else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"  # also inf and nan
    return str(value).replace("_x000D_", "").strip()
