"""Saves a finished file, and says in words what went wrong and what to do."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Literal

from handouts.base.files import Sync, write_whole
from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["Saved", "exists_problem", "failed_problem", "save"]

Saved = Literal["written", "same"]

_HINTS = {
    errno.ENOSPC: "The disk is full: free some space, then run the command again.",
    errno.EACCES: "You may not write there: choose another place with -o.",
    errno.EROFS: "That disk is read-only: choose another place with -o.",
    errno.ENAMETOOLONG: "Choose a shorter name with -o.",
    errno.ENOENT: "Make the folder first, or choose another place with -o.",
    errno.ENOTDIR: "A part of that path is a file: choose another place with -o.",
}


def save(path: Path, data: bytes, *, force: bool, sync: Sync = "all") -> Saved:
    """Write a file, whole or not at all, readable by its owner only; see ``base.files.writing``.

    A file that is there with the same bytes is left alone. One with others is kept, and HandoutsError
    raised, unless ``force``.
    """
    if _holds(path, data):
        return "same"
    if not force and os.path.lexists(path):
        if _holds(path, data):  # put there since the first look, by another command with the same roster
            return "same"
        raise exists_problem(path)
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  # Path's raise on too long a name
        what = "is a folder" if os.path.isdir(path) else "is not a regular file"  # noqa: PTH112  # the same
        raise HandoutsError([Problem(str(path), 0, what, "Give the name of a file.")], Exit.OUTPUT)
    try:
        write_whole(path, data, force=force, sync=sync)
    except FileExistsError:  # another command was there first: with the same, if it works on the same roster
        if _holds(path, data):
            return "same"
        raise exists_problem(path) from None
    except OSError as error:
        raise failed_problem(path, "cannot be written", error) from error
    return "written"


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there with just these bytes."""
    with contextlib.suppress(OSError):
        return path.is_file() and path.read_bytes() == data
    return False


def failed_problem(path: Path, what: str, error: OSError) -> HandoutsError:
    """What went wrong with a file, and what to do."""
    hint = _HINTS.get(error.errno or 0, "Choose another place with -o.")
    return HandoutsError([Problem(str(path), 0, f"{what}: {error.strerror or error}", hint)], Exit.OUTPUT)


def exists_problem(path: Path, message: str = "is there already, with other contents") -> HandoutsError:
    """A file is in the way."""
    hint = "Use --force to replace it, or give another name with -o."
    return HandoutsError([Problem(str(path), 0, message, hint)], Exit.EXISTS)
