"""One at a time, among all threads and processes that work on one folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import IO

__all__ = ["one_at_a_time"]

_HERE = RLock()
_depth: dict[str, int] = {}
LOCK = ".lock"
"""What the file that stands for a folder is called. It is empty, and stays."""


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until nobody else is in here for the same folder, which need not be there yet; may be entered again within.

    Where the folder cannot be written to, or its disk knows no locks (some network shares), only threads of this
    process wait for each other.
    """
    with _HERE:
        name = os.path.realpath(folder)
        if _depth.get(name):
            yield
            return
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                _held(stack.enter_context(os.fdopen(_opened(folder / LOCK), "ab")))
            _depth[name] = 1
            try:
                yield
            finally:
                del _depth[name]


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _held(file: IO[bytes]) -> None:
    """Wait for the file's lock, which goes with the file when it is closed, or its process ends."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
