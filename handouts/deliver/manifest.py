"""The manifest of a batch: what was made for whom, as CSV and JSON. It names patients, and is its owner's alone.

A later batch of the same roster replaces it; that of another roster, though of the same name, has one of its own.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from handouts.base.files import write_whole, writing
from handouts.base.problems import Problem
from handouts.deliver.save import failed_problem

__all__ = ["Manifest", "manifest_rows", "take_out"]

COLUMNS = ("number", "line", "state", "file", "handout", "id", "patient", "program", "week", "first_day", "version",
           "sha256", "note", "replaces", "roster")  # fmt: skip
_LONGEST = 180
"""Longest name without its ending, bytes: every system takes 255."""
_SUFFIXES = (".json", ".csv")


class Manifest:
    """Rows come as they are done; the manifest has them in the roster's order, and is there when the batch ends."""

    def __init__(self, folder: Path, name: str, roster: str = "", *, whole: bool = False) -> None:
        """``roster`` tells two of one name apart. ``whole``: what fails or is stopped has none, for nothing is made."""
        self._folder, self._name, self._roster, self._whole = folder, _short(f"manifest-{name}"), roster, whole
        self._lines: list[tuple[int, bytes]] = []
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
        # compressed while it waits: a hundred thousand rows are to take little memory
        self._lines.append((row["number"], zlib.compress(_as_json({**row, "roster": self._roster}), 1)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self.wanted or (kind is not None and (self._whole or not self._lines)):
            return  # one of an earlier batch stays
        self._lines.sort(key=itemgetter(0))
        try:
            self.path = self._free()
            self._write(".json", _listed(self._rows()))
            self._write(".csv", self._as_table())
        except OSError as error:
            (self.problem,) = failed_problem(self.path, "the manifest cannot be written", error).problems

    def _free(self) -> Path:
        """The first name that is free, or has the manifest of this roster."""
        for number in itertools.count(1):
            path = self._folder / f"{self._name}{f'-{number}' if number > 1 else ''}.json"
            if _is_of(path, self._roster):
                return path
        raise AssertionError

    def _write(self, suffix: str, texts: Iterator[bytes]) -> None:
        with writing(self.path.with_name(f"{self.path.stem}{suffix}"), force=True) as file:
            file.writelines(texts)

    def _rows(self) -> Iterator[bytes]:
        for number, packed in self._lines:
            line = zlib.decompress(packed)
            if name := self.replaces.get(number):
                line = _as_json({**json.loads(line), "replaces": name})
            yield line

    def _as_table(self) -> Iterator[bytes]:
        line = io.StringIO()
        writer = csv.DictWriter(line, COLUMNS, restval="", lineterminator="\r\n")
        writer.writeheader()
        yield ("\ufeff" + line.getvalue()).encode()  # by which Excel knows UTF-8
        for row in map(json.loads, self._rows()):
            line.seek(0)
            line.truncate()
            writer.writerow({name: _cell(value) for name, value in row.items()})
            yield line.getvalue().encode(errors="replace")


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
    return json.dumps(row, ensure_ascii=False).encode(errors="backslashreplace")


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


def _cell(value: Any) -> Any:
    """A value that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
