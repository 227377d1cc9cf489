"""Has everything that waits for one disk written at once: Linux's “syncfs”, which costs less than a sync for each file.

It is used only where it is known to do what a sync of each file does: from Linux 5.8 on, which tells of what could not
be written, and on kinds of disks that write to a device of their own. Over a network, through FUSE or a container's
layers it may return before anything is safe, or without telling of an error.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import sys
from functools import cache
from typing import Any

__all__ = ["flush_disk", "flushes"]

_TELLS = (5, 8)
"""Linux from which syncfs tells of what could not be written."""
_KINDS = {0xEF53: "ext4", 0x58465342: "xfs", 0x9123683E: "btrfs", 0x01021994: "tmpfs"}
"""Kinds of disks by the number that Linux has for each."""


def flushes(folder: int) -> bool:
    """Whether ``flush_disk`` does for the disk of an open folder what a sync of each of its files does."""
    return _libc() is not None and _kind(folder) in _KINDS


def flush_disk(folder: int) -> None:
    """Write all that waits for the disk that an open folder lies on, whoever wrote it.

    OSError where anything of it could not be written, by anyone, since the folder was opened. It does not say what.
    """
    libc = _libc()
    if libc is None:
        raise NotImplementedError
    if libc.syncfs(folder):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


@cache
def _libc() -> Any:
    """The system's C library, None where its syncfs is not there or does not tell of errors."""
    if sys.platform != "linux" or not _at_least(platform.release()):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return libc if hasattr(libc, "syncfs") and hasattr(libc, "fstatfs") else None


def _at_least(release: str) -> bool:
    """Whether a Linux such as “6.1.0-18-amd64” is new enough."""
    found = re.match(r"(\d+)\.(\d+)", release)
    return found is not None and (int(found[1]), int(found[2])) >= _TELLS


def _kind(handle: int) -> int:
    """The number of the kind of disk; 0 where it cannot be told."""
    told = ctypes.create_string_buffer(512)  # a struct of some 120 bytes that begins with the kind
    return 0 if _libc().fstatfs(handle, told) else ctypes.c_long.from_buffer(told).value
