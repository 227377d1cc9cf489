"""READ: where the files of a clinic's folder end. A link that leads out of the folder is a fault and is never read.

Whoever may write into the folder could otherwise have any file of the user's printed or mailed to every patient.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["FOLDERS", "inside", "strays", "walk"]

FOLDERS = ("drills", "programs", "layouts", "words", "messages", "finding")
"""Folders of a clinic's folder that files are looked for in."""
_LEFT_BEHIND = (".", "~", "#")
"""How the names start of what editors and systems leave behind; an editor's lock is a link that leads nowhere."""


def inside(root: Path, path: Path) -> Path:
    """Where ``path`` ends, or ValueError where that is outside of ``root`` or a link leads round to itself.

    ``root`` may be a link itself. The file need not exist.
    """
    try:
        end, top = path.resolve(), root.resolve()
    except (OSError, RuntimeError) as error:  # a RuntimeError up to Python 3.12
        raise ValueError("is a link that leads round to itself; put the file in its place") from error
    if not end.is_relative_to(top):
        raise ValueError("leads out of the clinic's folder; copy the file into it")
    return end


def strays(root: Path) -> Iterator[tuple[Path, str]]:
    """Each link in a clinic's folders that must not be followed, and why. Links inside the folder are fine."""
    for name in FOLDERS:
        for path in _links(root / name):
            try:
                inside(root, path)
            except ValueError as error:
                yield path, str(error)


def walk(root: Path, folder: Path) -> Iterator[Path]:
    """All files below ``folder`` that end inside ``root``, sorted. Each folder is entered once, however linked."""
    yield from sorted(path for path in _entries(root, folder, set()) if path.is_file())


def _links(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        yield folder
        return
    for top, folders, files in os.walk(folder):  # which does not follow links
        folders[:] = [name for name in folders if not name.startswith(_LEFT_BEHIND)]
        for name in sorted([*folders, *files]):
            path = Path(top, name)
            if not name.startswith(_LEFT_BEHIND) and path.is_symlink():
                yield path


def _entries(root: Path, folder: Path, entered: set[Path]) -> Iterator[Path]:
    try:
        end = inside(root, folder)
    except ValueError:
        return
    if not folder.is_dir() or end in entered:
        return
    entered.add(end)
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        path = folder / entry.name
        link = entry.is_symlink()  # anything else is inside, as its folder is: to ask of each takes long
        if path.is_dir() if link else entry.is_dir():
            yield from _entries(root, path, entered)
            continue
        try:
            if link:
                inside(root, path)
        except ValueError:
            continue
        yield path
