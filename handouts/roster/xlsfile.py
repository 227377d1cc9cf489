"""READ: Excel files of the old kind (.xls), through calamine, which works in a process of its own.

It gives values alone: neither a number's form, nor what is struck out, nor that a formula failed. Each file is read
with a warning that says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from handouts.base.problems import Problem
from handouts.roster.rows import Reading, RosterContents, unreadable
from handouts.roster.sheets import SheetRows, contents_of, pick
from handouts.roster.tables import Fault
from handouts.roster.xlsvalues import PASSWORD
from handouts.roster.xlsxcells import dated, plain_number

__all__ = ["read"]

_SAVE = "Save it as .xlsx or as CSV."
_SECONDS = 120
_KINDS: Mapping[str, Callable[[str], Any]] = {
    "dt": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "td": lambda text: timedelta(seconds=float(text)),
}


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no workbook."""
    program = [sys.executable, "-P", str(Path(__file__).with_name("xlsvalues.py"))]
    try:
        done = subprocess.run(program, input=raw, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # ours
    except (subprocess.TimeoutExpired, OSError) as error:
        raise unreadable(name, 0, "cannot be read: it takes too long", _SAVE) from error
    if done.returncode == PASSWORD:
        hint = "Open it, save a copy without the password (or as CSV), and keep that copy safe."
        raise unreadable(name, 0, "is protected with a password", hint)
    if done.returncode:
        raise unreadable(name, 0, "is damaged, or no Excel file of the old kind (.xls)", _SAVE)
    sheets = [SheetRows(title, _rows_of(rows), _text) for title, rows in json.loads(done.stdout)]
    sheet = pick(sheets, reading)
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Unhide the sheet with the patients, or save it as CSV.")
    message = "is an Excel file of the old kind: zeros in front of numbers, errors and lines through cells are not seen"
    return contents_of(sheet, name, reading, "Excel (.xls)", Problem(name, 0, message, _SAVE, warning=True))


def _rows_of(rows: list[Any]) -> Callable[[], Iterator[tuple[int, Mapping[int, Any]]]]:
    return lambda: ((number, {column: (kind, text) for column, kind, text in cells}) for number, cells in rows)


def _text(cell: tuple[str, str], field: str) -> str | Fault:
    kind, text = cell
    if kind in _KINDS:
        return dated(_KINDS[kind](text), field)
    if kind == "n":
        return plain_number(float(text), field, "General")
    return text.upper() if kind == "b" else text
