"""The manifest of a batch: what was made for whom, as CSV and JSON. It names patients, and is its owner's alone."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from handouts.base.files import writing

__all__ = ["Manifest"]

COLUMNS = ("number", "line", "state", "file", "handout", "id", "patient", "program", "week", "first_day", "version",
           "sha256", "note")  # fmt: skip


class Manifest:
    """Rows come as they are done; the manifest has them in the roster's order, and is there when the batch ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._lines: list[tuple[int, bytes]] = []
        self.wanted = True
        """Whether it is to be written at the end."""

    def add(self, row: Mapping[str, Any]) -> None:
        """A row; keys are those of the columns."""
        # compressed while it waits: a hundred thousand rows are to take little memory
        self._lines.append((row["number"], zlib.compress(json.dumps(row, ensure_ascii=False).encode(), 1)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self.wanted or (kind is not None and not self._lines):
            return  # one of an earlier batch stays
        self._lines.sort(key=itemgetter(0))
        with contextlib.suppress(OSError):  # a full disk has been told of by the files themselves
            self._write(".json", self._as_json())
            self._write(".csv", self._as_csv())

    def _write(self, suffix: str, texts: Iterator[str]) -> None:
        with writing(self._folder / f"manifest-{self._name}{suffix}", force=True) as file:
            file.writelines(text.encode() for text in texts)

    def _rows(self) -> Iterator[str]:
        return (zlib.decompress(packed).decode() for _, packed in self._lines)

    def _as_json(self) -> Iterator[str]:
        yield "[\n"
        for index, line in enumerate(self._rows()):
            yield f"{',' if index else ''}{line}\n"
        yield "]\n"

    def _as_csv(self) -> Iterator[str]:
        line = io.StringIO()
        writer = csv.DictWriter(line, COLUMNS, restval="", lineterminator="\r\n")
        writer.writeheader()
        yield "\ufeff" + line.getvalue()  # by which Excel knows UTF-8
        for row in map(json.loads, self._rows()):
            line.seek(0)
            line.truncate()
            writer.writerow({name: _cell(value) for name, value in row.items()})
            yield line.getvalue()


def _cell(value: Any) -> Any:
    """A value that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
