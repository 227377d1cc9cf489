"""Rosters in the clinic's folder that have a person, and what is kept so that changes of them can be undone.

They are looked into as text, for a roster need not be one that can be read: what may have the person is told, not
passed over. A name may stand in two columns, so its words need not stand side by side.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

from handouts.base.files import write_whole
from handouts.base.people import folded
from handouts.runs.rosters.shelf import rosters_in

__all__ = ["cut_undo_records", "rosters_that_name", "undo_records_that_name"]

_LARGEST = 60_000_000
"""Bytes of a file, or of what is unpacked of it, that are looked at; a larger one may have anybody."""
_PACKED, _CLOSED = (".xlsx", ".xlsm", ".ods"), (".xls",)
"""Endings of workbooks that are zip files, and of those that tell nothing as text."""
_BY_LINE = (".csv", ".tsv", ".txt", ".ndjson", ".changes")
"""Endings of files with a row in each line; in others a row may go over several, or a cell's text be kept elsewhere."""
_WORDS = re.compile(r"[^\W_]+")


def rosters_that_name(folder: Path, names: Collection[str]) -> tuple[str, ...]:
    """Rosters in a clinic's folder, relative to it, that have one of these names, or may."""
    wanted = _wanted(names)
    found = (one.path for one in rosters_in(folder) if _may_name(one.path, wanted))
    return tuple(sorted(str(path.relative_to(folder)) for path in found))


def undo_records_that_name(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Records of changes that can be undone, with one of these names in them."""
    wanted = _wanted(names)
    return tuple(path for path in sorted((folder / "rosters").glob(".*.changes")) if _may_name(path, wanted))


def cut_undo_records(path: Path, names: Collection[str]) -> None:
    """Keep of a record of changes what came after the last one that has one of these names; delete it where that is
    nothing. Changes are undone from the last one back, so those that are left can be.
    """
    wanted = _wanted(names)
    lines = path.read_bytes().splitlines(keepends=True)
    named = [at for at, line in enumerate(lines) if any(_names(text, wanted, by_line=True) for text in _decoded(line))]
    if rest := lines[named[-1] + 1 :] if named else []:
        write_whole(path, b"".join(rest), force=True)
    else:
        path.unlink()


def _wanted(names: Collection[str]) -> list[tuple[str, frozenset[str]]]:
    """Each name as it is compared, and the words of it."""
    plain = [folded(name) for name in names if name.strip()]
    return [(name, frozenset(_WORDS.findall(name))) for name in plain]


def _may_name(path: Path, wanted: Collection[tuple[str, frozenset[str]]]) -> bool:
    if path.suffix.lower() in _CLOSED:
        return True
    by_line = path.suffix.lower() in _BY_LINE
    try:
        return any(_names(text, wanted, by_line=by_line) for text in _texts(path))
    except (OSError, zipfile.BadZipFile, OverflowError, RuntimeError, NotImplementedError):
        return True


def _names(text: str, wanted: Collection[tuple[str, frozenset[str]]], *, by_line: bool) -> bool:
    """Whether a name stands in a text, or all its words do: in one line of it, where each row has its own."""
    whole = folded(text)
    for name, words in wanted:
        if name in whole:
            return True
        if words and all(word in whole for word in words):
            parts = map(folded, text.splitlines()) if by_line else (whole,)
            if any(words <= set(_WORDS.findall(part)) for part in parts):
                return True
    return False


def _texts(path: Path) -> Iterator[str]:
    """What stands in a file. OverflowError where that is too much."""
    if path.suffix.lower() not in _PACKED:
        if path.stat().st_size > _LARGEST:
            raise OverflowError(path)
        yield from _decoded(path.read_bytes())
        return
    with zipfile.ZipFile(path) as packed:
        parts = [one for one in packed.infolist() if one.filename.endswith(".xml")]
        if sum(one.file_size for one in parts) > _LARGEST:
            raise OverflowError(path)
        for one in parts:
            yield unescape(packed.read(one).decode("utf-8", "replace"))


def _decoded(data: bytes) -> Iterator[str]:
    """Bytes as text, in each way that they may be meant."""
    for encoding in ("utf-8", "utf-16", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            yield unicodedata.normalize("NFC", data.decode(encoding))
