"""Faults at an exact event: a disk that is full from the nth file on, a kill -9 at the nth."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Sequence
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


def ended_at(event: str, number: int, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own that ends itself at an event; see ``interrupted_child``.

    Gives what it printed when its workers too have ended, for they hold its output open.
    """
    child = Path(__file__).with_name("interrupted_child.py")
    command = [sys.executable, str(child), event, str(number), *arguments]
    path = os.pathsep.join([str(child.parents[1]), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
