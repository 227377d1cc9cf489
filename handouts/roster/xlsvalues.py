"""Run by itself, as a program: an old Excel file on standard input becomes its visible sheets, as JSON.

calamine can end the whole process on a file that is damaged or made to do harm. So it works in one of its own, with a
limit to its memory, and knows nothing of this package.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

__all__ = ["MEMORY", "PASSWORD"]

MEMORY = 2_000_000_000
"""Most bytes of memory that it takes, where the system can be told."""
PASSWORD = 3
"""Exit code for a file with a password."""
_MOST_ROWS = 65_536


def _typed(value: Any) -> list[str] | None:
    """A value with the kind that it has: s, b, n, dt, d, t or td; None for an empty cell."""
    kinds = ((bool, "b"), (int, "n"), (float, "n"), (datetime, "dt"), (date, "d"), (time, "t"), (timedelta, "td"))
    kind = next((kind for of, kind in kinds if isinstance(value, of)), "s")
    text = value.isoformat() if kind in ("dt", "d", "t") else str(value.total_seconds()) if kind == "td" else str(value)
    return [kind, text] if text else None


def _sheets(raw: bytes) -> Iterator[tuple[str, list[Any]]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    for number, about in enumerate(book.sheets_metadata):
        if about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(number)
        rows: list[Any] = []
        for line, row in enumerate(sheet.iter_rows() if sheet.start is not None else (), 1):
            found = [[column, *typed] for column, value in enumerate(row) if (typed := _typed(value))]
            if found and len(rows) < _MOST_ROWS:
                rows.append([line, found])
        yield about.name, rows


def _main() -> int:
    with contextlib.suppress(ImportError, ValueError, OSError):  # where there is no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from python_calamine import PasswordError

    try:
        sys.stdout.write(json.dumps(list(_sheets(sys.stdin.buffer.read()))))
    except PasswordError:
        return PASSWORD
    return 0


if __name__ == "__main__":
    sys.exit(_main())
