"""Faults at an exact event: a disk that is full from the nth file on, a kill -9 at the nth."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.base import files
from handouts.base.files import Sync
from handouts.deliver import save as saving

if TYPE_CHECKING:
    import pytest


def full_after(patch: pytest.MonkeyPatch, count: int) -> None:
    """The disk takes ``count`` more files that are saved, and no other."""
    taken = 0

    def write_whole(path: Path, data: bytes, *, force: bool, sync: Sync = "all") -> None:
        nonlocal taken
        if taken == count:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken += 1
        files.write_whole(path, data, force=force, sync=sync)

    patch.setattr(saving, "write_whole", write_whole)
