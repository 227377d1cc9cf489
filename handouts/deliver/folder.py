"""Folders for patients' files: made for their owner only, and cleared of what a kill has left."""

from __future__ import annotations

import contextlib
from pathlib import Path

from handouts.base.files import left_over
from handouts.deliver.save import failed_problem

__all__ = ["clear_old", "make_folder"]


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can read, if it is not there. HandoutsError where it cannot be made."""
    try:
        for level in reversed([folder, *folder.parents]):  # mkdir's own way makes parents for everyone
            if not level.exists():
                level.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise failed_problem(folder, "the folder cannot be made", error) from error


def clear_old(folder: Path) -> None:
    """Delete the temporary files that a kill has left."""
    for part in left_over(folder):
        with contextlib.suppress(OSError):
            part.unlink()
