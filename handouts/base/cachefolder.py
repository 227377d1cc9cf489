"""Files of what can be made again, kept between runs: data only, never code, and nothing of a patient.

A file is taken only where it is whole, the user's own and of this very key; otherwise it is as if it were not there.
Nothing depends on it, so nothing is said where it cannot be written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from handouts.base.files import write_whole

__all__ = ["CacheFolder", "cache_place", "code_state", "package_state"]

_DIGEST = 32


def cache_place(kind: str) -> Path | None:
    """The folder for one kind of file; None where HANDOUTS_CACHE says “off”, or there is no home folder."""
    asked = os.environ.get("HANDOUTS_CACHE", "")
    if asked.lower() in ("off", "no", "0"):
        return None
    if asked:
        return Path(asked) / kind
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "handouts" / kind
    except RuntimeError:
        return None


def code_state(*rooms: str) -> str:
    """Stands for the code of some rooms, such as “figures”: it changes with any of their files."""
    return " ".join([_room_state(room) for room in rooms])


@cache
def _room_state(room: str) -> str:
    return " ".join(sorted(_states(str(Path(__file__).parent.parent / room), room)))


def _states(folder: str, shown: str) -> list[str]:
    found: list[str] = []
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            state = entry.stat()
            found.append(f"{shown}/{entry.name}:{state.st_size}:{state.st_mtime_ns}")
        elif entry.is_dir() and entry.name != "__pycache__":
            found += _states(entry.path, f"{shown}/{entry.name}")
    return found


@cache
def package_state(name: str) -> str:
    """Stands for an installed package of others, which is not loaded for it."""
    found = find_spec(name)
    if not found or not found.origin:
        return name
    state = Path(found.origin).stat()
    return f"{name} {state.st_size} {state.st_mtime_ns}"


class CacheFolder:
    """One kind of kept files, each under a key that says all that it was made from."""

    def __init__(self, kind: str | Path | None, *, files: int, largest: int) -> None:
        """``files``: most that are kept; the oldest go. ``largest``: bytes of a file. A kind has its usual place; None
        keeps nothing.
        """
        self._folder = cache_place(kind) if isinstance(kind, str) else kind
        self._files, self._largest = files, largest
        self._free = 0
        """How many more may come before it must be looked how many there are."""

    def read(self, key: str) -> bytes | None:
        """What was kept under a key; None where nothing is, or nothing that can be trusted."""
        path = self._path(key)
        if path is None:
            return None
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                if not _ours(os.fstat(handle)):
                    return None
                said, data = file.read(_DIGEST), file.read(self._largest + 1)
        except OSError:
            return None
        return data if len(data) <= self._largest and said == _digest(key, data) else None

    def write(self, key: str, data: bytes) -> None:
        """Keep data under a key; the oldest file goes where there are too many."""
        path = self._path(key)
        if path is None or len(data) > self._largest:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, _digest(key, data) + data, force=True, sync="none")
            self._free -= 1
            if self._free < 0:
                self._free = self._clear(path.parent)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What was kept under a key, else what ``make`` gives, which is kept."""
        data = self.read(key)
        if data is None:
            data = make()
            self.write(key, data)
        return data

    def _path(self, key: str) -> Path | None:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.kept" if self._folder else None

    def _clear(self, folder: Path) -> int:
        """Remove the oldest where there are too many; gives how many more there may be."""
        kept = [entry for entry in os.scandir(folder) if entry.name.endswith(".kept")]
        free = self._files - len(kept)
        if free >= 0:
            return free
        # a tenth more than there must: looking at all their dates takes as long as a handout does
        gone = self._files // 10 - free
        for entry in sorted(kept, key=lambda one: one.stat().st_mtime_ns)[:gone]:
            with contextlib.suppress(OSError):
                Path(entry.path).unlink()
        return free + gone


def _digest(key: str, data: bytes) -> bytes:
    found = hashlib.sha256(b"%d %b " % (len(key), key.encode()))
    found.update(data)  # apart, for it may be large
    return found.digest()


def _ours(state: os.stat_result) -> bool:
    """Whether it is a file that only this user could have written."""
    if not stat.S_ISREG(state.st_mode):
        return False
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)
