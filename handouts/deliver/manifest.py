"""The manifest of a batch: what was made for whom, as CSV and JSON. It names patients, and is its owner's alone.

A later batch of the same roster replaces it; that of another roster, though of the same name, has one of its own.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import json
import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Self

from handouts.base.files import write_whole, writing
from handouts.base.problems import Problem
from handouts.deliver.save import failed_problem

__all__ = ["Manifest", "cell", "manifest_rows", "take_out"]

COLUMNS = ("number", "line", "state", "file", "handout", "id", "patient", "program", "week", "first_day", "language",
           "version", "sha256", "note", "replaces", "despite", "decision", "roster", "page")  # fmt: skip
_LONGEST = 180
"""Longest name without its ending, bytes: every system takes 255."""
_PACK = 1000
"""Rows that are packed together."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_PIECE = 1 << 14
"""Most that is unpacked at a time, bytes."""


_SIZES = struct.Struct("<III")
"""A row's number, and how many bytes its two forms have."""
_Line = tuple[int, bytes, bytes]
"""A row's number; the row as it stands in the list, and in the table."""


class Manifest:
    """Rows come as they are done; the manifest has them in the roster's order, and is there when the batch ends."""

    def __init__(self, folder: Path, name: str, roster: str = "", *, whole: bool = False) -> None:
        """``roster`` tells two of one name apart. ``whole``: what fails or is stopped has none, for nothing is made."""
        self._folder, self._name, self._roster, self._whole = folder, _short(f"manifest-{name}"), roster, whole
        self._waiting: list[_Line] = []
        self._packed: list[bytes] = []
        self.wanted = True
        """Whether it is to be written at the end."""
        self.replaces: dict[int, str] = {}
        """Name of the file that the one of a number has taken the place of, where that is known in the end only."""
        self.path = folder / f"{self._name}.json"
        """Where it is, as JSON; the CSV lies beside it."""
        self.problem: Problem | None = None
        """Why it could not be written."""

    def add(self, row: Mapping[str, Any]) -> None:
        """A row; keys are those of the columns."""
        self._waiting.append(_line({**row, "roster": self._roster}))
        if len(self._waiting) == _PACK:
            self._packed.append(_packed(self._waiting))
            self._waiting = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self.wanted or (kind is not None and (self._whole or not (self._waiting or self._packed))):
            return  # one of an earlier batch stays
        try:
            self.path = self._free()
            with (
                writing(self.path, force=True) as listed,
                writing(self.path.with_suffix(".csv"), force=True) as table,
            ):
                self._write(listed, table)
        except OSError as error:
            (self.problem,) = failed_problem(self.path, "the manifest cannot be written", error).problems

    def _free(self) -> Path:
        """The first name that is free, or has the manifest of this roster."""
        for number in itertools.count(1):
            path = self._folder / f"{self._name}{f'-{number}' if number > 1 else ''}.json"
            if _is_of(path, self._roster):
                return path
        raise AssertionError

    def _write(self, listed: BinaryIO, table: BinaryIO) -> None:
        """Write the rows twice, as a list in JSON and as a table for spreadsheets."""

        def rows() -> Iterator[bytes]:
            last = sorted(self._waiting, key=itemgetter(0))
            for line in merge(*map(_unpacked, self._packed), last, key=itemgetter(0)):
                name = self.replaces.get(line[0])
                _, listed, cells = _line({**json.loads(line[1]), "replaces": name}) if name else line
                table.write(cells)
                yield listed

        table.write(codecs.BOM_UTF8)  # by which Excel knows UTF-8
        table.write(_as_table(COLUMNS))
        listed.writelines(_listed(rows()))


def _line(row: Mapping[str, Any]) -> _Line:
    return row["number"], _as_json(row), _as_table([cell(row.get(column, "")) for column in COLUMNS])


def _packed(rows: list[_Line]) -> bytes:
    """Rows in the roster's order while they wait: a hundred thousand are to take little memory."""
    parts = (
        _SIZES.pack(number, len(listed), len(cells)) + listed + cells
        for number, listed, cells in sorted(rows, key=itemgetter(0))
    )
    return zlib.compress(b"".join(parts), 1)


def _unpacked(packed: bytes) -> Iterator[_Line]:
    """The rows again, unpacked a little at a time, for all packs are read at once."""
    unpack, text, at = zlib.decompressobj(), b"", 0

    def there(count: int) -> bool:
        nonlocal packed, text, at
        while len(text) < at + count and not unpack.eof:
            text, at = text[at:] + unpack.decompress(packed, _PIECE), 0
            packed = unpack.unconsumed_tail
        return len(text) >= at + count

    while there(_SIZES.size):
        number, listed, cells = _SIZES.unpack_from(text, at)
        at += _SIZES.size
        there(listed + cells)
        yield number, text[at : at + listed], text[at + listed : at + listed + cells]
        at += listed + cells


def manifest_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a manifest, by its JSON; none where it cannot be read, or is none."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        rows = json.loads(path.read_bytes())
        if isinstance(rows, list):
            return [row for row in rows if isinstance(row, dict)]
    return []


def take_out(path: Path, whose: Callable[[Mapping[str, Any]], bool]) -> None:
    """Take rows out of a manifest, JSON and CSV, and leave the others as they are.

    OSError or ValueError where one of the two cannot be read or written.
    """
    rows = json.loads(path.read_bytes())
    kept = [_as_json(row) for row in rows if not (isinstance(row, dict) and whose(row))]
    table = path.with_suffix(".csv")
    if table.exists():
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = list(reader.fieldnames or COLUMNS)
            others = [row for row in reader if not whose(row)]
        text = io.StringIO()
        writer = csv.DictWriter(text, names, restval="", extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(others)
        write_whole(table, ("\ufeff" + text.getvalue()).encode(), force=True)
    with writing(path, force=True) as file:
        file.writelines(_listed(kept))


def _listed(lines: Iterable[bytes]) -> Iterator[bytes]:
    yield b"[\n"
    for index, line in enumerate(lines):
        yield (b"," if index else b"") + line + b"\n"
    yield b"]\n"


def _as_json(row: Mapping[str, Any]) -> bytes:
    """A row on one line. Half a character, which a name of a file may hold, stands as its code."""
    return _ENCODER.encode(row).encode(errors="backslashreplace")


class _Echo:
    """A file that gives back what is written to it."""

    @staticmethod
    def write(text: str) -> str:
        return text


_TABLE = csv.writer(_Echo(), lineterminator="\r\n")


def _as_table(cells: Iterable[Any]) -> bytes:
    """Cells as a line of a CSV."""
    line: str = _TABLE.writerow(cells)  # what “write” gave
    return line.encode(errors="replace")


def _is_of(path: Path, roster: str) -> bool:
    """Whether a manifest may stand there: nothing does yet, or one of the same roster."""
    beside = path.with_suffix(".csv")
    if not os.path.lexists(path):
        return not os.path.lexists(beside)
    if not path.is_file() or (os.path.lexists(beside) and not beside.is_file()):
        return False
    with contextlib.suppress(OSError, ValueError, AttributeError):
        with path.open("rb") as file:
            file.readline()
            first = file.readline()
        # earlier versions did not say of which roster it is
        return first == b"]\n" or json.loads(first).get("roster", roster) == roster
    return False


def _short(name: str) -> str:
    """A name that a disk takes, whatever the roster is called."""
    raw = os.fsencode(name)
    if len(raw) <= _LONGEST:
        return name
    return f"{raw[: _LONGEST - 20].decode(errors='ignore')}-{sha256(raw).hexdigest()[:8]}"


def cell(value: Any) -> Any:
    """A value that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
