"""Keeps a clinic's own file: written whole, the one before it beside it, never over what somebody else has changed."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from handouts.base.files import write_whole
from handouts.base.oneatatime import one_at_a_time
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import make_folder
from handouts.library.folders import display
from handouts.library.inside import inside
from handouts.library.yamlsource import MAX_BYTES, Source, read_bytes

__all__ = ["BEFORE", "NEW", "KeptFile", "OtherMeanwhileError", "has_before", "kept_file", "put_back", "write_file"]

BEFORE = ".before"
"""What the file as it was before the last change is called beyond its name."""
NEW = ""
"""The digest of a file that is not there yet."""


class OtherMeanwhileError(Exception):
    """A file is another than it was when somebody began to change it."""

    def __init__(self, now: KeptFile) -> None:
        self.now = now
        super().__init__(f"{now.path.name} has changed")


@dataclass(frozen=True)
class KeptFile:
    """A file of the clinic's folder, as it is now."""

    path: Path
    raw: bytes
    """Empty where it is not there."""
    digest: str
    """Stands for its contents; NEW where it is not there."""
    changed_at: datetime | None
    """By this computer's clock."""

    @property
    def name(self) -> str:
        """How it is told of."""
        return display(self.path)

    @property
    def text(self) -> str:
        """As text; what is none stands as signs for it."""
        return self.raw.decode("utf-8-sig", "replace")


def kept_file(root: Path, path: Path) -> KeptFile:
    """A file of the clinic's folder ``root``. HandoutsError where it leads out of it or cannot be read."""
    try:
        path = inside(root, path)
    except ValueError as error:
        raise HandoutsError([Problem(display(path), 0, str(error))]) from error
    if not path.exists():
        return KeptFile(path, b"", NEW, None)
    raw = read_bytes(path, display(path))
    if isinstance(raw, Source):
        raise HandoutsError(raw.problems)
    when = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return KeptFile(path, raw, hashlib.sha256(raw).hexdigest(), when)


def write_file(root: Path, path: Path, data: bytes, seen: str) -> KeptFile:
    """Write a file of the clinic's folder where it is still the one of the digest ``seen``; gives it as it is then.

    The one before stays beside it, with BEFORE after its name. OtherMeanwhileError where it is another by now;
    HandoutsError where it cannot be written.
    """
    if len(data) > MAX_BYTES:
        raise HandoutsError([Problem(display(path), 0, f"would be larger than {MAX_BYTES:,} bytes", "Shorten it.")])
    with one_at_a_time(root):
        now = kept_file(root, path)
        if now.digest != seen:
            raise OtherMeanwhileError(now)
        if now.raw == data and now.digest != NEW:
            return now
        try:
            if now.digest != NEW:
                _placed(_before(now.path), now.raw, now.path)
            else:
                make_folder(now.path.parent)
            _placed(now.path, data, now.path)
        except OSError as error:
            hint = "Look whether the disk is full, and whether you may write into the clinic's folder."
            problem = Problem(display(path), 0, f"cannot be written: {error.strerror or error}", hint)
            raise HandoutsError([problem], Exit.OUTPUT) from error
        return kept_file(root, path)


def put_back(root: Path, path: Path, seen: str) -> KeptFile:
    """Change a file back to what it was before its last change; that can be changed back in the same way.

    HandoutsError where nothing is kept of it; OtherMeanwhileError as ``write_file`` does.
    """
    before = kept_file(root, _before(path))
    if before.digest == NEW:
        raise HandoutsError([Problem(display(path), 0, "has no earlier version beside it")])
    return write_file(root, path, before.raw, seen)


def has_before(path: Path) -> bool:
    """Whether the last change of a file can be undone."""
    return _before(path).is_file()


def _before(path: Path) -> Path:
    return path.with_name(path.name + BEFORE)


def _placed(path: Path, data: bytes, like: Path) -> None:
    """Write a file with the mode of another, where that is there. A link in its place is replaced, and not followed."""
    mode = stat.S_IMODE(like.stat().st_mode) if like.exists() else 0o600
    write_whole(path, data, force=True)
    with suppress(OSError):
        os.chmod(path, mode)  # noqa: PTH101  # what a disk without modes refuses is no fault
