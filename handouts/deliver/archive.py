"""One zip file of many PDFs. They are compressed already, so they are stored as they are."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path
from typing import Self

from handouts.deliver.files import exists_problem, failed_problem

__all__ = ["Archive"]

_STAMP = (2000, 1, 1, 0, 0, 0)
"""Of every file in it, so that the same handouts give the same bytes."""


class Archive:
    """Written beside its place and put there when it is whole; readable by its owner only."""

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path, self._force = path, force
        if path.exists() and not force:
            raise exists_problem(path)
        try:
            handle, self._part = tempfile.mkstemp(prefix=".handout-", suffix=".part", dir=path.parent)
        except OSError as error:
            raise failed_problem(path, "cannot be written", error) from error
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        try:
            self._zip.writestr(zipfile.ZipInfo(name, _STAMP), data)
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._zip.close()
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
            if kind is None:
                if self._path.exists() and not self._force:
                    raise exists_problem(self._path)
                Path(self._part).replace(self._path)
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error
        finally:
            Path(self._part).unlink(missing_ok=True)
