"""Files written whole or not at all, under names that are safe everywhere and say nothing of the patient."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.plan.handout import Handout

__all__ = ["clear_old", "exists_problem", "failed_problem", "file_name", "make_folder", "save", "unused"]

Saved = Literal["written", "same"]
_OLD = 60
"""Age from which a temporary file is no other command's, s."""


def file_name(handout: Handout, label: str, *, number: int = 0, digits: int = 4, named: bool = False) -> str:
    """“hip-hinge-week-1-7K2M9QXA4DZZ.pdf”. ``number`` puts a roster's order first; ``named`` adds the patient."""
    parts = [f"{number:0{digits}d}"] if number else []
    if named:
        parts.append(_slug(handout.patient) or "patient")
    parts += [_slug(label)[:60] or "handout", handout.id]
    return "-".join(parts) + ".pdf"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can read, if it is not there."""
    try:
        for one in reversed([folder, *folder.parents]):  # mkdir's own way makes parents for everyone
            if not one.exists():
                one.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise failed_problem(folder, "the folder cannot be made", error) from error


def clear_old(folder: Path) -> None:
    """Take away the temporary files that a kill has left."""
    for left in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _OLD:
                left.unlink()


def failed_problem(path: Path, what: str, error: OSError) -> HandoutsError:
    """What went wrong with a file, and what to do."""
    hints = {
        errno.ENOSPC: "The disk is full: free some space, then run the command again.",
        errno.EACCES: "You may not write there: choose another place with -o.",
        errno.EROFS: "That disk is read-only: choose another place with -o.",
        errno.ENAMETOOLONG: "Choose a shorter name with -o.",
        errno.ENOENT: "Make the folder first, or choose another place with -o.",
        errno.ENOTDIR: "A part of that path is a file: choose another place with -o.",
    }
    hint = hints.get(error.errno or 0, "Choose another place with -o.")
    return HandoutsError([Problem(str(path), 0, f"{what}: {error.strerror or error}", hint)], Exit.OUTPUT)


def save(path: Path, data: bytes, *, force: bool) -> Saved:
    """Write a file through a temporary one beside it, readable by its owner only.

    A file that is there with the same bytes is left alone. One with others is kept, and HandoutsError
    raised, unless ``force``.
    """
    try:
        there = path.is_file() and path.read_bytes() == data
    except OSError:
        there = False
    if there:
        return "same"
    if not force and os.path.lexists(path):
        raise exists_problem(path)
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  # Path's raise on too long a name
        what = "is a folder" if os.path.isdir(path) else "is no ordinary file"  # noqa: PTH112  # the same
        raise HandoutsError([Problem(str(path), 0, what, "Give the name of a file.")], Exit.OUTPUT)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".handout-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put(Path(temporary), path, force=force)
    except FileExistsError:  # another command was there first: with the same, if it works on the same roster
        with contextlib.suppress(OSError):
            if path.read_bytes() == data:
                return "same"
        raise exists_problem(path) from None
    except OSError as error:
        raise failed_problem(path, "cannot be written", error) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return "written"


def unused(path: Path, data: bytes) -> Path:
    """The first name of “passwords.pdf”, “passwords-2.pdf” … that is free, or has just these bytes."""
    for number in itertools.count(1):
        one = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            if not os.path.lexists(one) or one.read_bytes() == data:
                return one
        except OSError:
            continue
    raise AssertionError


def _put(temporary: Path, path: Path, *, force: bool) -> None:
    """Give the finished file its name. Without ``force`` a file that appeared meanwhile is not replaced."""
    if not force:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as a USB stick's
            if os.path.lexists(path):
                raise FileExistsError from None
        else:
            return
    temporary.replace(path)


def exists_problem(path: Path) -> HandoutsError:
    """A file is in the way."""
    hint = "Use --force to replace it, or give another name with -o."
    return HandoutsError([Problem(str(path), 0, "is there already, with other contents", hint)], Exit.EXISTS)
