"""Why a register cannot be used, in words, for each of SQLite's reasons; and what to do, which is not the same for all.

Who puts back a copy because the disk is full loses what was sent since that copy was made.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["BUSY", "CANNOT_WRITE", "reason_of", "unusable", "unwritable"]

_WHOLE = "The register itself is whole: do not put back a copy."
_DAMAGED = (
    "Keep that file, and put back a copy from a backup. What was issued or sent after the copy was made is not in it: "
    "the same mail may go out again. The PDFs themselves are not touched."
)
_FULL = ("the disk is full", f"Free some space, then run the command again. {_WHOLE}")
_ROOM = 1_000_000
"""Free space below which a disk counts as full, where SQLite itself only says that it failed, bytes."""
BUSY = frozenset({5, 6})
"""SQLITE_BUSY and SQLITE_LOCKED."""
CANNOT_WRITE = frozenset({8, 10, 14})
"""SQLITE_READONLY, _IOERR and _CANTOPEN: a disk that may not, or cannot, be written."""
_REASONS = {
    3: ("it may not be opened", "Check the permissions of the file and of its folder."),
    5: ("another command is writing to it", f"Wait until that has ended, then run the command again. {_WHOLE}"),
    6: ("another command is writing to it", f"Wait until that has ended, then run the command again. {_WHOLE}"),
    7: ("the memory is full", f"Close other programs, then run the command again. {_WHOLE}"),
    8: ("it may not be written", f"Check the permissions of the file, its folder and the disk. {_WHOLE}"),
    10: ("the disk failed", "It may be failing or gone. Copy what is on it before anything else."),
    11: ("it is damaged", _DAMAGED),
    13: _FULL,
    14: ("it cannot be opened", "Check the permissions of the file and of its folder."),
    26: ("it is no register, or damaged", _DAMAGED),
}
"""By SQLite's primary result codes."""


def reason_of(error: Exception) -> int:
    """SQLite's primary result code, 0 where the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def unusable(path: Path, error: Exception) -> HandoutsError:
    """What is wrong with a register, and what to do."""
    code = reason_of(error)
    if code in CANNOT_WRITE and _is_full(path.parent):
        reason, hint = _FULL
    else:
        reason, hint = _REASONS.get(code, (f"it is not as it should be ({error})", _DAMAGED))
    return HandoutsError([Problem(str(path), 0, f"the register cannot be used: {reason}", hint)], Exit.OUTPUT)


def unwritable(path: Path, error: OSError) -> HandoutsError:
    """Why a register cannot be made, or its file not be opened."""
    hint = _FULL[1] if error.errno == errno.ENOSPC else "Check the folder's permissions."
    message = f"the register cannot be written: {error.strerror or error}"
    return HandoutsError([Problem(str(path), 0, message, hint)], Exit.OUTPUT)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False
