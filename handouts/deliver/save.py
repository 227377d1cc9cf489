"""Saves finished files, one or many, and says in words what went wrong and what to do."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from handouts.base.files import Parts, Steps, Sync, in_parts, waited, write_whole, writing_group
from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["Saved", "exists_problem", "failed_problem", "save", "save_all", "save_group", "saving_group"]

Saved = Literal["written", "same"]

_HINTS = {
    errno.ENOSPC: "The disk is full: free some space, then run the command again.",
    errno.EACCES: "You may not write there: choose another place with -o.",
    errno.EROFS: "That disk is read-only: choose another place with -o.",
    errno.ENAMETOOLONG: "Choose a shorter name with -o.",
    errno.ENOENT: "Make the folder first, or choose another place with -o.",
    errno.EEXIST: "A file has that name: move it away, or choose another place with -o.",
    errno.ENOTDIR: "A part of that path is a file: choose another place with -o.",
}


def save(path: Path, data: bytes | Parts, *, force: bool, sync: Sync = "all") -> Saved:
    """Write a file, whole or not at all, readable by its owner only; see ``base.files.writing``.

    A file that is there with the same bytes is left alone. One with others is kept, and HandoutsError
    raised, unless ``force``.
    """
    parts = in_parts(data)
    if _there(path, parts, force=force):
        return "same"
    try:
        write_whole(path, parts, force=force, sync=sync)
    except OSError as error:
        return _outcome(path, parts, error)
    return "written"


def save_all(files: Sequence[tuple[Path, bytes | Parts]], *, force: bool) -> list[Saved]:
    """Write files as ``save`` does, but none where any of them is in the way of another."""
    for path, data in files:
        _there(path, in_parts(data), force=force)
    return [save(path, data, force=force) for path, data in files]


def save_group(folder: Path, files: Sequence[tuple[str, Parts]], *, force: bool) -> list[Saved | HandoutsError]:
    """Write files into one folder and wait for the disk; see ``saving_group``."""
    return waited(saving_group(folder, files, force=force))


def saving_group(
    folder: Path, files: Sequence[tuple[str, Parts]], *, force: bool
) -> Steps[list[Saved | HandoutsError]]:
    """Write files into one folder, each as ``save`` does; tells what became of each, in order.

    All of them that are there when it returns are on the disk, with their names. Give some ``base.files.GROUP`` at a
    time. It stops where the disk is to be waited for: see ``base.files.writing_group``.
    """
    outcomes: list[Saved | HandoutsError] = ["written"] * len(files)
    todo: list[int] = []
    inside = str(folder / "x")[:-1]  # to put together thousands of paths by themselves takes long
    for at, (name, parts) in enumerate(files):
        try:
            if os.path.lexists(inside + name) and _there(folder / name, parts, force=force):
                outcomes[at] = "same"
            else:
                todo.append(at)
        except HandoutsError as error:
            outcomes[at] = error
    try:
        failed = yield from writing_group(folder, [files[at] for at in todo], force=force)
    except OSError as error:  # names are not kept: not even those of files that an earlier command wrote
        return [
            one if isinstance(one, HandoutsError) else failed_problem(folder / name, "cannot be written", error)
            for one, (name, _) in zip(outcomes, files, strict=True)
        ]
    for at, why in zip(todo, failed, strict=True):
        if why:
            name, parts = files[at]
            try:
                outcomes[at] = _outcome(folder / name, parts, why)
            except HandoutsError as problem:
                outcomes[at] = problem
    return outcomes


def _there(path: Path, parts: Parts, *, force: bool) -> bool:
    """Whether a file is there as it should be; HandoutsError where something else is, and must stay."""
    if _holds(path, parts):
        return True
    if not os.path.lexists(path):
        return False
    if not force:
        if _holds(path, parts):  # put there since the first look, by another command with the same roster
            return True
        raise exists_problem(path)
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  # Path's raise on too long a name
        what = "is a folder" if os.path.isdir(path) else "is not a regular file"  # noqa: PTH112  # the same
        raise HandoutsError([Problem(str(path), 0, what, "Give the name of a file.")], Exit.OUTPUT)
    return False


def _outcome(path: Path, parts: Parts, error: OSError) -> Saved:
    """What it comes to that a file could not be written: HandoutsError, unless it is there by now as it should be."""
    if not isinstance(error, FileExistsError):
        raise failed_problem(path, "cannot be written", error) from error
    if _holds(path, parts):  # another command was there first: with the same, if it works on the same roster
        return "same"
    raise exists_problem(path) from None


def _holds(path: Path, parts: Parts) -> bool:
    """Whether a file is there with just these bytes."""
    with contextlib.suppress(OSError):
        about = os.stat(path)  # noqa: PTH116  # of thousands of names in turn
        if stat.S_ISREG(about.st_mode) and about.st_size == sum(map(len, parts)):
            with path.open("rb", buffering=0) as file:
                return all(_read(file, len(part)) == part for part in parts) and not file.read(1)
    return False


def _read(file: io.FileIO, count: int) -> bytes:
    """So many bytes, fewer at the end of the file."""
    found = file.read(count)
    while len(found) < count and (more := file.read(count - len(found))):
        found += more
    return found


def failed_problem(path: Path, what: str, error: OSError) -> HandoutsError:
    """What went wrong with a file, and what to do."""
    hint = _HINTS.get(error.errno or 0, "Choose another place with -o.")
    in_the_way = error.errno in (errno.EEXIST, errno.ENOTDIR)
    problem = Problem(str(path), 0, f"{what}: {error.strerror or error}", hint)
    return HandoutsError([problem], Exit.EXISTS if in_the_way else Exit.OUTPUT)


def exists_problem(path: Path, message: str = "is there already, with other contents") -> HandoutsError:
    """A file is in the way."""
    hint = "Use --force to replace it, or give another name with -o."
    return HandoutsError([Problem(str(path), 0, message, hint)], Exit.EXISTS)
