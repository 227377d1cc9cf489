"""Files that are whole or not there at all: written out of sight, then put in their place in one step.

What ``writing`` promises:

- nobody sees a half-written file under ``path``, whenever the process or the machine stops;
- the file can be read and written by its owner only, from its first byte on;
- without ``force`` a file that is there is never replaced, not even one that appears while we write;
- with ``sync`` “all” the contents and then the name are on the disk when it returns;
- where it fails, nothing is left behind and ``path`` is as it was.

On Linux the file has no name until it is whole, so that a kill leaves nothing. Elsewhere, and for the instant in which
a file is replaced, it has a hidden name that says who writes it; ``left_over`` finds those whose writer is gone.

One limit: on a disk without hard links, such as a USB stick's FAT, a file that appears in the instant between the last
look and the renaming is replaced.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

__all__ = ["Sync", "left_over", "sync_folder", "write_whole", "writing"]

Sync = Literal["all", "data", "none"]
"""What is on the disk at the end: contents and name; contents alone (call ``sync_folder`` after many); or neither."""

_OWNED = re.compile(r"\.handout-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}\.part")
_OLD = 60
"""Age from which a temporary file whose writer cannot be known is taken for left over, s."""


@contextlib.contextmanager
def writing(path: Path, *, force: bool, sync: Sync = "all") -> Iterator[BinaryIO]:
    """A stream whose bytes become the file ``path`` where the block ends well.

    FileExistsError where something is there and ``force`` is not given; OSError where it cannot be written. With
    ``force`` a link is replaced, not followed.
    """
    handle, part = _open(path.parent)
    file = os.fdopen(handle, "wb")
    try:
        yield file
        file.flush()
        if sync != "none":
            os.fsync(handle)
        if part is None:
            _name(handle, path, force=force)
        else:
            file.close()  # Windows renames no open file
            _move(part, path, force=force)
    finally:
        with contextlib.suppress(OSError):  # what is still unwritten is of no use any more
            file.close()
        if part:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    if sync == "all":
        sync_folder(path.parent)


def write_whole(path: Path, data: bytes, *, force: bool, sync: Sync = "all") -> None:
    """Write a whole file; see ``writing``."""
    with writing(path, force=force, sync=sync) as file:
        file.write(data)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk. Systems that cannot do that for a folder are let be."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def left_over(folder: Path) -> Iterator[Path]:
    """Temporary files in a folder whose writer is gone.

    Of another computer's, and of those without a writer in their name, only the age can tell.
    """
    for part in folder.glob(".*.part"):
        owner = _OWNED.fullmatch(part.name)
        if owner and owner[1] == _computer() and os.name == "posix":
            if not _alive(int(owner[2])):
                yield part
        else:
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > _OLD:
                    yield part


def _open(folder: Path) -> tuple[int, Path | None]:
    """A new file for its owner only, with its hidden name, or None where it has none yet."""
    if hasattr(os, "O_TMPFILE") and os.path.isdir("/proc/self/fd"):  # noqa: PTH112  # a fixed name
        with contextlib.suppress(OSError):  # not every disk can do that; what else is wrong shows below
            return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600), None
    part = _part(folder)
    return os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), part


def _part(folder: Path) -> Path:
    """A hidden name that says who writes there."""
    return folder / f".handout-{_computer()}-{os.getpid()}-{os.urandom(8).hex()}.part"


def _name(handle: int, path: Path, *, force: bool) -> None:
    """Give a file without a name its place."""
    try:
        _link(handle, path)
    except FileExistsError:
        if not force:
            raise
        part = _part(path.parent)
        try:
            _link(handle, part)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _link(handle: int, path: Path) -> None:
    # “src_dir_fd” makes Python follow the link in /proc to the file itself; the name is absolute, so it is not used
    os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=handle, follow_symlinks=True)


def _move(part: Path, path: Path, *, force: bool) -> None:
    """Give a finished file its place."""
    if force:
        part.replace(path)
    elif os.name == "nt":
        part.rename(path)  # never replaces anything there
    else:
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            part.replace(path)


def _computer() -> str:
    return hashlib.blake2s(platform.node().encode(), digest_size=4).hexdigest()


def _alive(process: int) -> bool:
    """Whether a process of this computer runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True
