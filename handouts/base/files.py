"""Files that are whole or not there at all: written out of sight, then put in their place in one step.

What ``writing`` promises:

- nobody sees a half-written file under ``path``, whenever the process or the machine stops;
- the file can be read and written by its owner only, from its first byte on;
- without ``force`` a file that is there is never replaced, not even one that appears while we write;
- with ``sync`` “all” the contents and then the name are on the disk when it returns;
- where it fails, nothing is left behind and ``path`` is as it was; but for a disk that takes the file and then does not
  keep its name: that is a failure too, with the new file in its place.

On Linux the file has no name until it is whole, so that a kill leaves nothing. Elsewhere, and for the instant in which
a file is replaced, it has a hidden name that says who writes it; ``left_over`` finds those whose writer is gone.

``writing_group`` promises the same of many files, and waits for the disk once for all of them.

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
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias, TypeVar

from handouts.base.records import dataclass

__all__ = [
    "GROUP",
    "Parts",
    "Steps",
    "Sync",
    "in_parts",
    "left_over",
    "sync_folder",
    "waited",
    "write_whole",
    "writing",
    "writing_group",
]

Parts = Sequence[bytes]
"""A file's bytes, one piece after the other. Many files may share a piece: it is never copied into a whole."""
Done = TypeVar("Done")
Steps: TypeAlias = Generator[Callable[[], None], None, Done]
"""Work that gives what waits for the disk, to be called before it goes on; at its end it gives what it came to."""
GROUP = 100
"""Files that are best written together (docs/performance.md). More save little, hold more back when a machine stops,
and are as many open files at a time; fewer wait more often where others write to the same disk.
"""
Sync = Literal["all", "data", "none"]
"""What is on the disk at the end: contents and name; contents alone (call ``sync_folder`` after many); or neither."""

_OWNED = re.compile(r"\.handout-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}\.part")
_PIECES = 512
"""Pieces that are written in one call; systems take 1,024 and more."""
_SYNCS = 4
"""Files that are synced at a time, where each needs that: disks take several better than one."""
_FAULTS = frozenset({errno.EIO, errno.ENOSPC, errno.EROFS, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else [])})
"""What a disk says that cannot keep what it was given; else a system that cannot sync a folder says so."""
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


def write_whole(path: Path, data: bytes | Parts, *, force: bool, sync: Sync = "all") -> None:
    """Write a whole file; see ``writing``."""
    with writing(path, force=force, sync=sync) as file:
        file.writelines(in_parts(data))


def in_parts(data: bytes | Parts) -> Parts:
    """The pieces of what may be one whole."""
    return (data,) if isinstance(data, bytes) else data


def waited(steps: Steps[Done]) -> Done:
    """Take all steps here, one after the other, and give what they come to."""
    while True:
        try:
            next(steps)()
        except StopIteration as end:
            done: Done = end.value
            return done


def writing_group(folder: Path, files: Sequence[tuple[str, Parts]], *, force: bool) -> Steps[list[OSError | None]]:
    """Write whole files of one folder, each under its name; tells for each why it is not there, None where it is.

    First all contents are on the disk, then each file gets its name, then the names are on the disk, with those of all
    other files of the folder. One that fails does not stop the others; FileExistsError stands for one whose name is
    taken, without ``force``. OSError where the disk refuses to keep the names: then none counts as written, though it
    may be seen there. Each file is open until it has its name: give some ``GROUP`` at a time.

    It stops where the disk is to be waited for, and gives what does that: any thread may, meanwhile this one is free.
    """
    failed: list[OSError | None] = [None] * len(files)
    ready: list[_Unnamed] = []
    inside = str(folder / "x")[:-1]  # to put together thousands of paths by themselves takes long
    with _folder_of(folder) as handle:  # before the first byte: it tells of what goes wrong from now on
        try:
            for at, (name, parts) in enumerate(files):
                try:
                    ready.append(_written(folder, inside + name, at, parts))
                except OSError as error:
                    failed[at] = error
            yield lambda: _sync_all(ready, handle, failed)
            for one in ready:
                if failed[one.at] is None:
                    failed[one.at] = _placed(one, force=force)
        finally:
            for one in ready:
                one.discard()
        refused: list[OSError] = []
        yield lambda: _told_of(refused, handle)
        if refused:
            raise refused[0]
    return failed


def _told_of(refused: list[OSError], folder: int | None) -> None:
    try:
        _sync_names(folder)
    except OSError as error:
        refused.append(error)


@dataclass
class _Unnamed:
    """A file that is written and has no name yet, or a hidden one."""

    at: int
    """Place in its group."""
    path: str
    """Where it is to be."""
    handle: int
    """Open file; -1 once it is closed."""
    part: Path | None

    def close(self) -> None:
        handle, self.handle = self.handle, -1
        if handle >= 0:
            with contextlib.suppress(OSError):  # all that could fail was the sync
                os.close(handle)

    def discard(self) -> None:
        """Let go of it: one that has its name stays, another is gone."""
        self.close()
        if self.part:
            with contextlib.suppress(OSError):
                self.part.unlink(missing_ok=True)


def _written(folder: Path, path: str, at: int, parts: Parts) -> _Unnamed:
    handle, part = _open(folder)
    one = _Unnamed(at, path, handle, part)
    try:
        _write_parts(handle, parts)
    except BaseException:
        one.discard()
        raise
    return one


def _write_parts(handle: int, parts: Parts) -> None:
    """Write pieces one after the other, in one call where the system can."""
    rest = [memoryview(part) for part in parts if part]
    while rest:
        count = os.writev(handle, rest[:_PIECES]) if hasattr(os, "writev") else os.write(handle, rest[0])
        while rest and count >= len(rest[0]):
            count -= len(rest.pop(0))
        if count:
            rest[0] = rest[0][count:]


def _sync_all(ready: Sequence[_Unnamed], folder: int | None, failed: list[OSError | None]) -> None:
    """Have the contents of files on the disk; puts into ``failed`` what is not.

    Where the whole disk cannot be flushed at once, or says that something of it is lost, each file is asked for: it may
    have been another program's.
    """
    from handouts.base.diskwide import flush_disk, flushes  # a single handout does without

    if folder is not None and flushes(folder):
        with contextlib.suppress(OSError):
            flush_disk(folder)
            return

    def sync(one: _Unnamed) -> None:
        try:
            os.fsync(one.handle)
        except OSError as error:
            failed[one.at] = error

    from concurrent.futures import ThreadPoolExecutor  # which one handout does without

    with ThreadPoolExecutor(_SYNCS) as syncing:
        list(syncing.map(sync, ready))


def _placed(one: _Unnamed, *, force: bool) -> OSError | None:
    """Give a file its name; why it has none."""
    try:
        if one.part is None:
            _name(one.handle, one.path, force=force)
        else:
            one.close()  # Windows renames no open file
            _move(one.part, Path(one.path), force=force)
    except OSError as error:
        return error
    return None


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; OSError where it cannot keep them.

    Systems that cannot do that for a folder are let be.
    """
    with _folder_of(folder) as handle:
        _sync_names(handle)


@contextlib.contextmanager
def _folder_of(path: Path) -> Iterator[int | None]:
    """A folder, open; None where it is not there, or opens to nobody, as on Windows."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        yield None
        return
    try:
        yield handle
    finally:
        with contextlib.suppress(OSError):  # all that could fail was the sync
            os.close(handle)


def _sync_names(folder: int | None) -> None:
    try:
        if folder is not None:
            os.fsync(folder)
    except OSError as error:
        if error.errno in _FAULTS:
            raise


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
    if hasattr(os, "O_TMPFILE") and _shows_handles():
        with contextlib.suppress(OSError):  # not every disk can do that; what else is wrong shows below
            return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), None
    part = _part(folder)
    return os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), part


@cache
def _shows_handles() -> bool:
    """Whether a file without a name can be given one."""
    return Path("/proc/self/fd").is_dir()


def _part(folder: Path) -> Path:
    """A hidden name that says who writes there."""
    return folder / f".handout-{_computer()}-{os.getpid()}-{os.urandom(8).hex()}.part"


def _name(handle: int, path: Path | str, *, force: bool) -> None:
    """Give a file without a name its place."""
    try:
        _link(handle, path)
    except FileExistsError:
        if not force:
            raise
        part = _part(Path(path).parent)
        try:
            _link(handle, part)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _link(handle: int, path: Path | str) -> None:
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
