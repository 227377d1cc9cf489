"""One zip file of many PDFs. They are compressed already, so they are stored as they are.

Files of patients alike begin alike. Such a *head* is given once, and copied from within the archive after that; its
checksum goes on with that of each file's *tail*.
"""

from __future__ import annotations

import contextlib
import os
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self
from zlib import crc32

from handouts.base.files import writing
from handouts.base.records import dataclass
from handouts.deliver.save import exists_problem, failed_problem

__all__ = ["Archive", "Enclosed"]

_STAMP = (2000, 1, 1, 0, 0, 0)
"""Of every file in it, so that the same handouts give the same bytes."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file for an archive: a head that others have too, by its digest and where it is new its bytes, and a tail. One
    that has no such head has no digest either.
    """

    digest: bytes
    head: bytes
    tail: bytes

    @classmethod
    def alone(cls, data: bytes) -> Self:
        """A file whose head no other has, nor is to have: nothing of it is remembered."""
        return cls(b"", b"", data)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a head stands in the archive, its length, and its checksum."""

    at: int
    length: int
    check: int


class Archive:
    """Put in its place when it is whole; readable by its owner only. Use it in a ``with`` block.

    HandoutsError where the file is there already and ``force`` is not given, or where it cannot be written.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self._path = path
        if os.path.lexists(path) and not force:
            raise exists_problem(path, "is there already")
        self._place = writing(path, force=force)
        self._heads: dict[bytes, _Kept] = {}

    def __enter__(self) -> Self:
        try:
            self._file = self._place.__enter__()
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error
        return self

    def add(self, name: str, file: Enclosed) -> None:
        """Add a file. A head that is left out must have been given before."""
        known = self._heads.get(file.digest) if file.digest else None
        try:
            head = file.head or (self._copied(known) if known else b"")
            if not head and not known and file.digest:
                raise ValueError("the head of this file was never given")
            check = known.check if known else crc32(head)
            at = self._append(name, head, file.tail, crc32(file.tail, check))
        except OSError as error:
            raise failed_problem(self._path, "cannot be written", error) from error
        if not known and file.digest:
            self._heads[file.digest] = _Kept(at, len(head), check)

    def _copied(self, kept: _Kept) -> bytes:
        """A head that stands in the archive already."""
        self._file.flush()
        handle, here = self._file.fileno(), self._file.tell()
        os.lseek(handle, kept.at, os.SEEK_SET)  # under the stream, which can only write
        data = os.read(handle, kept.length)
        os.lseek(handle, here, os.SEEK_SET)
        return data

    def _append(self, name: str, head: bytes, tail: bytes, check: int) -> int:
        """Add an entry whose checksum is known; gives where its contents start."""
        entry = zipfile.ZipInfo(name, _STAMP)
        entry.external_attr = 0o600 << 16
        entry.CRC, entry.file_size = check, len(head) + len(tail)
        entry.compress_size = entry.file_size
        entry.header_offset = self._file.tell()
        self._file.write(entry.FileHeader(zip64=False))
        at = self._file.tell()
        self._file.write(head)
        self._file.write(tail)
        # what ZipFile itself does at the end of an entry; it has no way to be told a checksum
        self._zip.filelist.append(entry)
        self._zip.NameToInfo[name] = entry
        self._zip.start_dir = self._file.tell()
        self._zip._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001  # as above
        return at

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # what is in it is of no use; but left open it would complain when it is collected
            with contextlib.suppress(OSError, ValueError):
                self._zip.close()
            self._place.__exit__(kind, error, trace)
            return
        try:
            self._finish()
        except FileExistsError:
            raise exists_problem(self._path, "was put there meanwhile, by another command") from None
        except OSError as failure:
            raise failed_problem(self._path, "cannot be written", failure) from failure

    def _finish(self) -> None:
        try:
            self._zip.close()
        except OSError as error:
            self._place.__exit__(type(error), error, error.__traceback__)
            raise
        self._place.__exit__(None, None, None)
