"""READ: what a library is made from, as a text that changes with any of it. Looks at files only as bytes."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

from handouts.base.cachefolder import code_state, package_state
from handouts.base.shipped import shipped
from handouts.library.inside import FOLDERS

__all__ = ["CHECKERS", "file_digest", "fingerprint"]

_LARGEST, _MOST = 8_000_000, 32_000_000
"""Bytes of one file, and of all, that are read to see whether they are the same."""
_FILES = 5_000
_SHIPPED = ("content/drills", "content/programs", "content/words", "templates/layouts", "templates/brands")
CHECKERS = ("pydantic", "yaml", "defusedxml", "PIL", "tinycss2", "cssselect2")
"""Packages that decide how a file is read."""


class _UncertainError(Exception):
    """Something that cannot be told by its bytes."""


def fingerprint(clinic_folder: Path | None, brand: str | None) -> str | None:
    """All that decides what is read: contents of files, the code that checks, and how files are called from here.

    None where that cannot be told: a link, a pipe, a file that is too large or cannot be read. Only the files that
    the clinic's file names (see ``file_digest``) are not in it.
    """
    try:
        files = _Files()
        top = shipped()
        for name in _SHIPPED:
            files.folder(top / name, name)
        files.file(top / "content" / "content.yaml", "content.yaml")
        files.file(top / "content" / "flags.yaml", "flags.yaml")
        if clinic_folder:
            files.file(clinic_folder / "clinic.yaml", "clinic.yaml")
            if os.path.lexists(clinic_folder / "flags.yaml"):
                files.file(clinic_folder / "flags.yaml", "own/flags.yaml")
            for name in FOLDERS:
                files.folder(clinic_folder / name, f"own/{name}")
    except (OSError, _UncertainError):
        return None
    roots = [one.resolve() for one in (shipped(), clinic_folder) if one]
    here = Path.cwd()
    seen = any(root.is_relative_to(here) or here.is_relative_to(root) for root in roots)
    places = [*map(str, roots), str(clinic_folder), str(here) if seen else ""]
    code = [sys.version, code_state("base", "figures", "library"), *map(package_state, CHECKERS)]
    return "\n".join([repr((brand, places)), *code, *files.told])


def file_digest(root: Path, name: str) -> str | None:
    """Of a file that the clinic's file names; None where it is no plain file in its own place below ``root``."""
    path = root / name
    try:
        if path.resolve() != root.resolve() / name or not path.is_file():
            return None
        return _digest(path)[0]
    except (OSError, RuntimeError, _UncertainError):
        return None


class _Files:
    """Digests of files, one after the other."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._size = 0

    def file(self, path: Path, name: str) -> None:
        self._add(str(path), name, link=path.is_symlink())

    def _add(self, path: str, name: str, *, link: bool) -> None:
        if link:
            raise _UncertainError
        digest, size = _digest(path)
        self._size += size
        if self._size > _MOST or len(self.told) > _FILES:
            raise _UncertainError
        self.told.append(f"{digest} {name!r}")

    def folder(self, path: Path, name: str) -> None:
        """All files of a folder and below; a folder that is not there has none."""
        if path.is_symlink():
            raise _UncertainError
        if not path.exists():
            return
        for entry in sorted(os.scandir(path), key=lambda one: one.name):
            below = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self.folder(Path(entry.path), below)
            else:
                self._add(entry.path, below, link=entry.is_symlink())


def _digest(path: Path | str) -> tuple[str, int]:
    """Digest and size of a plain file; a library has many, so without the layers of Python's own."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            raise _UncertainError
        data = os.read(handle, state.st_size + 1)
    finally:
        os.close(handle)
    if len(data) != state.st_size:  # it is being written
        raise _UncertainError
    return hashlib.sha256(data).hexdigest(), len(data)
