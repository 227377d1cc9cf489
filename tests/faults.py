"""Faults at an exact event: a disk that is full from the nth file on, a kill -9 at the nth; and disks of their own."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from handouts.base import files
from handouts.base.files import Parts, Steps, Sync
from handouts.deliver import save as saving


def full_after(patch: pytest.MonkeyPatch, count: int) -> None:
    """The disk takes ``count`` more files that are saved, and no other."""
    room = count

    def write_whole(path: Path, data: Parts, *, force: bool, sync: Sync = "all") -> None:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        room -= 1
        files.write_whole(path, data, force=force, sync=sync)

    def writing_group(folder: Path, some: Sequence[tuple[str, Parts]], *, force: bool) -> Steps[list[OSError | None]]:
        nonlocal room
        taken = some[:room]
        room -= len(taken)
        done = yield from files.writing_group(folder, taken, force=force)
        return [*done, *(OSError(errno.ENOSPC, "No space left on device") for _ in some[len(taken) :])]

    patch.setattr(saving, "write_whole", write_whole)
    patch.setattr(saving, "writing_group", writing_group)


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


@contextlib.contextmanager
def disk_at(folder: Path, size: str = "4m") -> Iterator[Path]:
    """A real disk of that size at a folder, where the tests may mount one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        refused = subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        refused = 1
    if refused:
        pytest.skip("a disk of its own needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """That disk, as it is now, while nobody may write to it."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte. Gives the file that does, to be deleted."""
    path = disk / "filler"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass
    return path


_KINDS = {
    "ext4": (64_000_000, ("-q", "-F"), "loop,commit=300"),  # it writes by itself every 300 s
    "xfs": (320_000_000, ("-q", "-f"), "loop"),
    "btrfs": (160_000_000, ("-q", "-f"), "loop,commit=300"),
}
"""Size, bytes, options to make it with, and to mount it with."""


class CutDisk:
    """A real disk (a file, through a loop device) whose power can be cut: what it holds at a moment is kept.

    ``cut`` keeps a copy of the device, which has what was written to it until then and nothing of what is still in
    memory. ``after`` has such a copy as it is when the machine is up again.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        """The disk is at ``folder / "disk"``."""
        size, how, options = _KINDS[kind]
        self.at, self._image, self._folder, self._cuts = folder / "disk", folder / "disk.img", folder, 0
        self.at.mkdir()
        with self._image.open("wb") as file:
            file.truncate(size)
        asked([f"mkfs.{kind}", *how, str(self._image)])
        asked(["mount", "-o", options, str(self._image), str(self.at)])

    def cut(self) -> Path:
        """What is on the disk now."""
        self._cuts += 1
        copy = self._folder / f"cut-{self._cuts}.img"
        subprocess.run(["cp", "--sparse=always", str(self._image), str(copy)], check=True)
        return copy

    @contextlib.contextmanager
    def after(self, cut: Path) -> Iterator[Path]:
        """The disk as it comes up after a cut, in place of the running one, which is gone for good."""
        self.close()
        asked(["mount", "-o", "loop", str(cut), str(self.at)])
        try:
            yield self.at
        finally:
            self.close()

    def close(self) -> None:
        if self.at.is_mount():
            subprocess.run(["umount", str(self.at)], check=True)


def asked(command: list[str]) -> str:
    """What a command of the system's administrator prints. Skips the test where it is not there, or refused."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a disk of its own needs its tools, a loop device and the right to mount: {error}")
    return done.stdout


@contextlib.contextmanager
def cut_disk(folder: Path, kind: str = "ext4") -> Iterator[CutDisk]:
    """A disk whose power can be cut, where the tests may mount one of that kind."""
    disk = CutDisk(folder, kind)
    try:
        yield disk
    finally:
        disk.close()
