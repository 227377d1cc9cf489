"""One zip file of many PDFs. They are compressed already, so they are stored as they are."""

from __future__ import annotations

import contextlib
import os
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self

from handouts.base.files import writing
from handouts.deliver.save import exists_problem, failed_problem

__all__ = ["Archive"]

_STAMP = (2000, 1, 1, 0, 0, 0)
"""Of every file in it, so that the same handouts give the same bytes."""


class Archive:
    """Put in its place when it is whole; readable by its owner only. Use it in a ``with`` block.

    HandoutsError where the file is there already and ``force`` is not given, or where it cannot be written.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path = path
        if os.path.lexists(path) and not force:
            raise exists_problem(path, "is there already")
        self._place = writing(path, force=force)

    def __enter__(self) -> Self:
        try:
            self._zip = zipfile.ZipFile(self._place.__enter__(), "w", zipfile.ZIP_STORED)
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error
        return self

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        try:
            self._zip.writestr(zipfile.ZipInfo(name, _STAMP), data)
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # what is in it is of no use; but left open it would complain when it is collected
            with contextlib.suppress(OSError, ValueError):
                self._zip.close()
            self._place.__exit__(kind, error, trace)
            return
        try:
            self._finish()
        except FileExistsError:
            raise exists_problem(self._path, "was put there meanwhile, by another command") from None
        except OSError as failure:
            raise failed_problem(self._path, "cannot be written", failure) from failure

    def _finish(self) -> None:
        try:
            self._zip.close()
        except OSError as error:
            self._place.__exit__(type(error), error, error.__traceback__)
            raise
        self._place.__exit__(None, None, None)
