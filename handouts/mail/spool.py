"""Messages that wait to be sent lie in a file without a name, not in memory. It is gone with the command, whatever
ends it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Self

__all__ = ["Spool"]


class Spool:
    """A file that no one else can open, in the clinic's folder: the disk that patients' data is on. For a ``with``."""

    def __init__(self, folder: Path) -> None:
        """OSError where nothing can be written there."""
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".handout-")  # noqa: SIM115  # closed in __exit__
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # a full disk, which has been told
            self._file.close()

    def put(self, data: bytes) -> Callable[[], bytes]:
        """Put a message in; gives what takes it out again. OSError where the disk is full."""
        start, size = self._end, len(data)
        self._file.seek(start)
        self._file.write(data)
        self._file.flush()  # here, not when it is to be read
        self._end += size

        def get() -> bytes:
            self._file.seek(start)
            return self._file.read(size)

        return get
