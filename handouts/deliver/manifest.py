"""The manifest of a batch: what was made for whom, as CSV and JSON. It names patients, and is its owner's alone."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

__all__ = ["Manifest"]

COLUMNS = ("number", "line", "state", "file", "handout", "id", "patient", "program", "week", "first_day", "version",
           "sha256", "note")  # fmt: skip


class Manifest:
    """Written row by row, so that it takes no memory, and put in its place when the batch ends."""

    def __init__(self, folder: Path, name: str) -> None:
        self._targets = [folder / f"manifest-{name}.csv", folder / f"manifest-{name}.json"]
        self._parts: list[Path] = []
        self._files: list[IO[str]] = []
        for _ in self._targets:
            handle, part = tempfile.mkstemp(prefix=".manifest-", suffix=".part", dir=folder)
            self._parts.append(Path(part))
            self._files.append(os.fdopen(handle, "w", encoding="utf-8", newline=""))
        self._files[0].write("\ufeff")  # by which Excel knows UTF-8
        self._writer = csv.DictWriter(self._files[0], COLUMNS, restval="", lineterminator="\r\n")
        self._writer.writeheader()
        self._files[1].write("[\n")
        self._comma = ""

    def add(self, row: Mapping[str, Any]) -> None:
        """A row; keys are those of the columns."""
        self._writer.writerow({name: _cell(value) for name, value in row.items()})
        self._files[1].write(self._comma + json.dumps(row, ensure_ascii=False))
        self._comma = ",\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._files[1].write("\n]\n")
        for file in self._files:
            with contextlib.suppress(OSError):  # a full disk has been told of by the files themselves
                file.close()
        for part, target in zip(self._parts, self._targets, strict=True):
            if kind is None:
                with contextlib.suppress(OSError):
                    part.replace(target)
            part.unlink(missing_ok=True)


def _cell(value: Any) -> Any:
    """A value that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
