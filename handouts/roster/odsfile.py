"""READ: OpenDocument sheets (.ods), as LibreOffice writes them. Their XML has what a cell shows, and lines through it.

Rows and cells that are repeated are never unrolled further than there is something to read, so that a small file
cannot fill the memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from handouts.base.problems import HandoutsError
from handouts.base.records import dataclass
from handouts.roster.rows import Reading, RosterContents, unreadable
from handouts.roster.sheets import SheetRows, contents_of, pick
from handouts.roster.tables import Fault
from handouts.roster.xlsxcells import AS_SHOWN, STRUCK, STRUCK_IN_PART, UNWORKED, ZERO, dated, plain_number

__all__ = ["read"]

_MAX_UNPACKED = 200_000_000
_MOST_ROWS, _MOST_COLUMNS = 1000, 400
"""How often rows and cells that hold something may be repeated."""
_ROOT = "urn:oasis:names:tc:opendocument:xmlns"
_AGAIN = "Open it in LibreOffice and save it again, or save it as .xlsx or CSV."
_DURATION = re.compile(r"PT(\d{1,4})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def _q(name: str) -> str:
    """A name such as table:table as XML parsers give it."""
    space, _, local = name.partition(":")
    return f"{{{_ROOT}:{space}:1.0}}{local}"


class _Repeats(Exception):  # noqa: N818  # it never leaves this module
    """One row stands for a multitude of the same."""


@dataclass(frozen=True)
class _OdsCell:
    """A cell that holds something."""

    kind: str
    """float, date, time, boolean or string; empty where there is none."""
    value: str
    shown: str
    formula: bool
    lines: frozenset[bool]
    """Whether its words are struck out; both where they differ."""


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read the first visible sheet with a row of titles. HandoutsError where there is none, or no such file."""
    try:
        content = _content(raw, name)
        sheets = [SheetRows(title, _rows_of(content, title), _text) for title in _visible(content)]
        sheet = pick(sheets, reading)
    except HandoutsError:
        raise
    except _Repeats as error:
        message = f"has the same row more than {_MOST_ROWS:,} times"
        raise unreadable(name, 0, message, "Delete what was filled down too far.") from error
    except Exception as error:  # zipfile, its unpackers and the parser fail in many ways
        raise unreadable(name, 0, "is damaged, or no OpenDocument sheet, and not an Excel workbook", _AGAIN) from error
    if sheet is None:
        raise unreadable(name, 0, "has no visible sheet", "Show the sheet with the patients, or save it as CSV.")
    return contents_of(sheet, name, reading, "OpenDocument")


def _content(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = {part.filename: part for part in archive.infolist()}
        manifest = names.get("META-INF/manifest.xml")
        if manifest and manifest.file_size < _MAX_UNPACKED and b"encryption-data" in archive.read(manifest):
            raise unreadable(name, 0, "is protected with a password", "Save a copy without the password.")
        if names["content.xml"].file_size > _MAX_UNPACKED:
            message = f"unpacks to more than {_MAX_UNPACKED // 10**6} MB"
            raise unreadable(name, 0, message, "Copy the list of patients into a new sheet.")
        return archive.read("content.xml")


def _events(content: bytes) -> Iterator[tuple[str, Any]]:
    from defusedxml.ElementTree import iterparse

    yield from iterparse(io.BytesIO(content), events=("start", "end"))


def _styles(content: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Names of styles that strike out, and of those that hide a sheet."""
    struck, hidden = set(), set()
    for event, element in _events(content):
        if event == "start" and element.tag == _q("table:table"):
            break  # styles come first
        if event == "end" and element.tag == _q("style:style"):
            name = element.get(_q("style:name"), "")
            text, table = element.find(_q("style:text-properties")), element.find(_q("style:table-properties"))
            if text is not None and text.get(_q("style:text-line-through-style"), "none") != "none":
                struck.add(name)
            if table is not None and table.get(_q("table:display")) == "false":
                hidden.add(name)
    return frozenset(struck), frozenset(hidden)


def _visible(content: bytes) -> list[str]:
    _, hidden = _styles(content)
    return [
        element.get(_q("table:name"), "")
        for event, element in _events(content)
        if event == "start" and element.tag == _q("table:table") and element.get(_q("table:style-name")) not in hidden
    ]


def _rows_of(content: bytes, title: str) -> Callable[[], Iterator[tuple[int, Mapping[int, _OdsCell]]]]:
    def rows() -> Iterator[tuple[int, Mapping[int, _OdsCell]]]:
        struck, _ = _styles(content)
        inside, number, columns = False, 0, []
        for event, element in _events(content):
            if element.tag == _q("table:table"):
                if inside and event == "end":
                    return
                inside = inside or element.get(_q("table:name"), "") == title
            elif inside and event == "end" and element.tag == _q("table:table-column"):
                crossed = element.get(_q("table:default-cell-style-name")) in struck
                columns += [crossed] * min(_repeated(element, "columns"), _MOST_COLUMNS)
            elif inside and event == "end" and element.tag == _q("table:table-row"):
                found = _cells_of(element, struck, columns)
                times = _repeated(element, "rows")
                if found and times > _MOST_ROWS:
                    raise _Repeats
                for more in range(times if found else 0):
                    yield number + more + 1, found
                number += times
                element.clear()

    return rows


def _repeated(element: Any, what: str) -> int:
    return max(1, int(element.get(_q(f"table:number-{what}-repeated"), "1")))


def _cells_of(row: Any, struck: frozenset[str], columns: list[bool]) -> dict[int, _OdsCell]:
    found: dict[int, _OdsCell] = {}
    column = 0
    for cell in row:
        if cell.tag not in (_q("table:table-cell"), _q("table:covered-table-cell")):
            continue
        times = _repeated(cell, "columns")
        own = cell.get(_q("table:style-name"), row.get(_q("table:default-cell-style-name")))
        crossed = own in struck if own is not None else column < len(columns) and columns[column]
        content = _cell(cell, struck, crossed=crossed) if cell.tag == _q("table:table-cell") else None
        if content:
            for more in range(min(times, _MOST_COLUMNS)):
                found[column + more] = content
        column += times
    return found


def _cell(cell: Any, struck: frozenset[str], *, crossed: bool) -> _OdsCell | None:
    kind = cell.get(_q("office:value-type"), "")
    formula = cell.get(_q("table:formula")) is not None
    parts: list[tuple[str, bool]] = []
    for number, line in enumerate(part for part in cell if part.tag == _q("text:p")):  # not those of comments
        parts += [("\n", crossed)] * bool(number) + list(_words(line, struck, crossed=crossed))
    shown = "".join(text for text, _ in parts)
    value = f"office:{kind}-value" if kind in ("date", "time", "boolean", "string") else "office:value"
    if not shown.strip() and not kind and not formula:
        return None
    lines = frozenset(crossed for text, crossed in parts if text.strip())
    return _OdsCell(kind, cell.get(_q(value), ""), shown, formula, lines)


def _words(element: Any, struck: frozenset[str], *, crossed: bool) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph, each with whether it is struck out."""
    if (own := element.get(_q("text:style-name"))) and element.tag == _q("text:span"):
        crossed = crossed or own in struck
    if element.tag == _q("text:s"):
        yield " " * min(int(element.get(_q("text:c"), "1")), 1000), crossed
    elif element.tag in (_q("text:tab"), _q("text:line-break")):
        yield "\t" if element.tag == _q("text:tab") else "\n", crossed
    yield element.text or "", crossed
    for part in element:
        yield from _words(part, struck, crossed=crossed)
        yield part.tail or "", crossed


_DAY_ZERO = ("1899-12-30", "1899-12-30T00:00:00")
"""The number 0 in the form of a date."""


def _text(cell: _OdsCell, field: str) -> str | Fault:
    if True in cell.lines:
        return STRUCK if cell.lines == {True} else STRUCK_IN_PART
    if not cell.kind and cell.formula and not cell.shown:
        return UNWORKED
    if cell.kind in ("", "string"):
        return cell.shown or cell.value
    if cell.kind in ("date", "time"):
        return _moment(cell, field)
    return cell.value.upper() if cell.kind == "boolean" else _number(cell, field)


def _number(cell: _OdsCell, field: str) -> str | Fault:
    if cell.formula and not float(cell.value):
        return ZERO
    number = plain_number(float(cell.value), field, "General")
    return number if isinstance(number, Fault) or field not in AS_SHOWN else cell.shown or number


def _moment(cell: _OdsCell, field: str) -> str | Fault:
    if cell.formula and (cell.value in _DAY_ZERO or not re.search("[1-9]", cell.value)):
        return ZERO
    if cell.kind == "time":
        match = _DURATION.fullmatch(cell.value)
        return f"{int(match[1]):02}:{int(match[2]):02}" if match else cell.shown
    try:
        day = datetime.fromisoformat(cell.value) if "T" in cell.value else date.fromisoformat(cell.value)
    except ValueError:
        return cell.shown
    return dated(day, field)
