"""RUNS: texts as a table for a clinician who reviews, CSV or Excel: file, key, english, translation, status; and back.

A cell that a spreadsheet would take for a formula is written as text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from handouts.base.problems import HandoutsError, Problem
from handouts.runs.translate.entries import Entry
from handouts.runs.translate.incoming import TextRow

__all__ = ["COLUMNS", "csv_data", "read_csv", "read_xlsx", "xlsx_data"]

COLUMNS = ("file", "key", "english", "translation", "status")
_FORMULA, _GUARDED = re.compile(r"'*[=+\-@\t\r]"), re.compile(r"'+[=+\-@\t\r]")
_MOST = 60_000
"""Rows read of a table; a whole language has some 3,000."""
_WIDTHS = {"A": 28, "B": 20, "C": 60, "D": 60, "E": 12}


def _rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for one in entries:
        yield one.place, one.source.key, one.source.text, one.text, one.state


def csv_data(entries: Iterable[Entry]) -> bytes:
    """The table in UTF-8, with the mark that makes Excel read it so."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in _rows(entries):
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_data(entries: Iterable[Entry]) -> bytes:
    """The table as a workbook: every cell is text, the titles stay in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "translation"
    for number, row in enumerate(_rows(entries), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"  # a text that begins with “=” would be a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for letter, wide in _WIDTHS.items():
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_csv(raw: bytes, name: str) -> list[TextRow]:
    """The rows of a table; HandoutsError where it is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "Save it as “CSV UTF-8”."
        raise HandoutsError([Problem(name, line, "is not UTF-8 text", hint)]) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        rows = [(reader.line_num, [_unguarded(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise HandoutsError([Problem(name, reader.line_num, f"is no table: {error}", "")]) from error
    return _incoming(rows, name)


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def read_xlsx(raw: bytes, name: str) -> list[TextRow]:
    """The rows of a workbook's first sheet; HandoutsError where it is none."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(max_row=_MOST, max_col=20, values_only=True)
        rows = [(number, ["" if cell is None else str(cell) for cell in row]) for number, row in enumerate(found, 1)]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, EOFError) as error:
        raise HandoutsError([Problem(name, 0, "cannot be read as an Excel workbook", "Save it as .xlsx.")]) from error
    return _incoming(rows, name)


def _incoming(rows: list[tuple[int, list[str]]], name: str) -> list[TextRow]:
    titles = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    lacks = [title for title in COLUMNS[:4] if title not in titles]
    if lacks:
        hint = f"The first row has the titles {', '.join(COLUMNS)}; “handouts translate export” writes such a table."
        raise HandoutsError([Problem(name, 1, f"has no column {', '.join(lacks)}", hint)])
    at = [titles.index(title) for title in COLUMNS[:4]]
    found = []
    for line, row in rows[1:]:
        cells = [row[index].strip() if index < len(row) else "" for index in at]
        if any(cells):
            found.append(TextRow(line, cells[0], cells[1], cells[2], cells[3]))
    return found
