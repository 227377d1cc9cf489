"""READ: the cells of an Excel sheet as texts, with what only workbooks have: forms of numbers, formulas, lines through.

The sheet's parts are parsed by openpyxl's own parser, row by row and cell by cell as they stand in the file: its sheets
fill all gaps with empty cells, and end where somebody says that they end.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from handouts.base.records import dataclass
from handouts.roster.columns import NAME_PARTS
from handouts.roster.ids import as_shown
from handouts.roster.tables import Fault

__all__ = [
    "AS_SHOWN",
    "STRUCK",
    "STRUCK_IN_PART",
    "UNWORKED",
    "ZERO",
    "CellStyles",
    "SheetCell",
    "cells_of",
    "dated",
    "plain_number",
    "text_of_cell",
]

_ONCE = "Open the workbook in Excel or LibreOffice and save it once, so that its results are stored."
STRUCK = Fault("is struck out", "Empty the cell, or take the line through it away.", struck=True)
STRUCK_IN_PART = Fault("is struck out in part", "Delete the words that are struck out.")
UNWORKED = Fault("holds a formula without a result", _ONCE)
ZERO = Fault(
    "is a formula with the result 0: it was never worked out, or what it points to is empty",
    f"{_ONCE} Then look at what it shows.",
)
AS_SHOWN = ("key", "note", "password")
"""Fields whose numbers are what their cells show, zeros in front included."""
_NO_DATES = frozenset(("patient", "clinician", "note", "key", "items", "password", *NAME_PARTS))
_ESCAPED = re.compile(r"_x(00[01][0-9A-F])_")
"""How Excel writes control characters, which XML does not let through."""


@dataclass(frozen=True)
class SheetCell:
    """A cell that holds something. Column numbers start at 1."""

    column: int
    value: Any
    """Text, number, bool, date, time, a list of texts and runs where words differ in form; None without a result."""
    error: bool
    formula: bool
    style: int


class CellStyles:
    """What the styles of a workbook say of its cells, by the number of the style."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @cached_property
    def struck(self) -> frozenset[int]:
        """Styles that strike out."""
        styles, fonts = self._book._cell_styles, self._book._fonts  # noqa: SLF001  # as the cells of openpyxl do
        return frozenset(number for number, style in enumerate(styles) if fonts[style.fontId].strike)

    @cached_property
    def strikes_by_rule(self) -> bool:
        """Whether the workbook strikes out by rules, such as “where the status is done”."""
        rules = self._book._differential_styles.styles  # noqa: SLF001  # the same
        return any(rule.font is not None and rule.font.strike for rule in rules)

    def form(self, style: int) -> str:
        """The format of numbers, such as 00000."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        number = self._book._cell_styles[style].numFmtId  # noqa: SLF001  # the same
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001  # the same


def cells_of(book: Any, sheet: Any) -> Iterator[tuple[int, list[SheetCell]]]:
    """Rows with a number (from 1) and the cells in them that hold something, as they stand in the file."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # it has no public name

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> dict[str, Any]:
            found: dict[str, Any] = super().parse_cell(element)
            found["formula"] = element.find(FORMULA_TAG) is not None
            return found

    with sheet._get_source() as source:  # noqa: SLF001  # as its own rows do
        parser = Parser(
            source,
            sheet._shared_strings,  # noqa: SLF001  # the same
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001  # the same
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001  # the same
            rich_text=True,
        )
        for number, row in parser.parse():
            cells = [
                SheetCell(cell["column"], cell["value"], cell["data_type"] == "e", cell["formula"], cell["style_id"])
                for cell in row
                if cell["value"] is not None or (cell["formula"] and cell["data_type"] == "n")
            ]
            if cells:
                yield number, cells


def text_of_cell(cell: SheetCell, field: str, styles: CellStyles) -> str | Fault:
    """A cell as text, or what is wrong with it. ``field`` is what its column holds, empty where that is not known.

    A formula's cell with an empty text counts as empty; one that was never worked out does not.
    """
    value, struck = cell.value, cell.style in styles.struck
    if fault := _without_value(cell):
        return fault
    if isinstance(value, (list, tuple)):
        return _of_runs(value, struck=struck)
    if struck and str(value).strip():
        return STRUCK
    if isinstance(value, (date, time, timedelta)):
        return dated(value, field)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return plain_number(value, field, styles.form(cell.style))
    return _plain(str(value)).upper() if isinstance(value, bool) else _plain(str(value))


def _without_value(cell: SheetCell) -> Fault | None:
    if cell.value is None:
        return UNWORKED
    if cell.error:
        return Fault("holds an error in place of a value", "Mend the formula in the workbook.")
    return ZERO if cell.formula and _is_zero(cell.value) else None


def _is_zero(value: Any) -> bool:
    """Whether a result is 0, in whatever form the cell shows it: in that of a time, midnight; FALSE is none."""
    if isinstance(value, time):
        return value == time()
    return isinstance(value, (int, float, timedelta)) and not isinstance(value, bool) and not value


def _of_runs(runs: Any, *, struck: bool) -> str | Fault:
    """The text of words in several forms; where some of them are struck out, it is for a person to say what is left."""
    parts = [
        (_plain(str(run)), struck)
        if isinstance(run, str)
        else (_plain(str(run.text)), bool(run.font.strike) if run.font.strike is not None else False)
        for run in runs
    ]
    lines = {crossed for text, crossed in parts if text.strip()}
    if lines == {True}:
        return STRUCK
    if True in lines:
        return STRUCK_IN_PART
    return "".join(text for text, _ in parts)


def plain_number(value: float, field: str, form: str) -> str | Fault:
    """A number as text; where AS_SHOWN has the field, as its cell shows it, by the format of its numbers."""
    if field in AS_SHOWN:
        try:
            return as_shown(value, form)
        except (ValueError, OverflowError) as error:
            message, _, hint = str(error).partition("\n")
            return Fault(message, hint)
    if isinstance(value, int):
        return str(value)
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"  # also inf and nan


def dated(value: date | time | timedelta, field: str) -> str | Fault:
    """A date, a time or both, as text; a fault where the column holds none, since spreadsheets make dates of “3-5”."""
    if field in _NO_DATES:
        hint = "Spreadsheets make dates of texts such as 3-5. Give the column the form “Text”, and type it again."
        return Fault("is a date in the workbook", hint)
    if isinstance(value, timedelta):
        return str(value)
    return text_of_day(value)


def text_of_day(value: date | time) -> str:
    """A date as yyyy-mm-dd, a time as hh:mm, or both, where there is a time of day."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if not isinstance(value, datetime):
        return value.isoformat()
    with contextlib.suppress(OverflowError):  # in the last half second of the last day of all
        value += timedelta(microseconds=500_000)  # fractions of a day are a little off
    return f"{value:%Y-%m-%d}" + (f" {value:%H:%M}" if value.time().replace(microsecond=0, second=0) else "")


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: "" if match[1] == "000D" else chr(int(match[1], 16)), text)
