"""Rosters in the clinic's folder that have a person, and what is kept so that changes of them can be undone.

They are looked into as text, for a roster need not be one that can be read: what may have the person is told, not
passed over.
"""

from __future__ import annotations

import contextlib
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

from handouts.base.people import folded
from handouts.runs.rosters.shelf import rosters_in

__all__ = ["rosters_that_name", "undo_records_that_name"]

_LARGEST = 60_000_000
"""Bytes of a file, or of what is unpacked of it, that are looked at; a larger one may have anybody."""
_PACKED, _CLOSED = (".xlsx", ".xlsm", ".ods"), (".xls",)
"""Endings of workbooks that are zip files, and of those that tell nothing as text."""


def rosters_that_name(folder: Path, names: Collection[str]) -> tuple[str, ...]:
    """Rosters in a clinic's folder, relative to it, that have one of these names, or may."""
    wanted = [folded(name) for name in names if name.strip()]
    found = (one.path for one in rosters_in(folder) if _may_name(one.path, wanted))
    return tuple(sorted(str(path.relative_to(folder)) for path in found))


def undo_records_that_name(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Records of changes that can be undone, with one of these names in them."""
    wanted = [folded(name) for name in names if name.strip()]
    return tuple(path for path in sorted((folder / "rosters").glob(".*.changes")) if _may_name(path, wanted))


def _may_name(path: Path, wanted: Collection[str]) -> bool:
    if path.suffix.lower() in _CLOSED:
        return True
    try:
        return any(name in text for text in _texts(path) for name in wanted)
    except (OSError, zipfile.BadZipFile, OverflowError, RuntimeError, NotImplementedError):
        return True


def _texts(path: Path) -> Iterator[str]:
    """What stands in a file, as names are compared. OverflowError where that is too much."""
    if path.suffix.lower() not in _PACKED:
        if path.stat().st_size > _LARGEST:
            raise OverflowError(path)
        yield from _spellings(path.read_bytes())
        return
    with zipfile.ZipFile(path) as packed:
        parts = [one for one in packed.infolist() if one.filename.endswith(".xml")]
        if sum(one.file_size for one in parts) > _LARGEST:
            raise OverflowError(path)
        for one in parts:
            yield folded(unescape(packed.read(one).decode("utf-8", "replace")))


def _spellings(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            yield folded(unicodedata.normalize("NFC", data.decode(encoding)))
