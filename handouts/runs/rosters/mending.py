"""Changes of a roster's cells, made in a copy beside it: the original stays as it is, and each change can be undone."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handouts.base.files import write_whole
from handouts.base.oneatatime import one_at_a_time
from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import make_folder
from handouts.deliver.save import failed_problem
from handouts.runs.rosters.shelf import FOLDER, MENDED, changes_of
from handouts.runs.rosters.table import RosterTable, TableRow, digest_of

__all__ = [
    "Change",
    "RosterClashError",
    "change_row",
    "change_titles",
    "changes_made",
    "forget_changes",
    "remove_row",
    "undo_change",
]

_LONGEST = 10_000
"""Characters of a cell."""
_KEPT = 200
"""Changes that can be undone."""
Read = Callable[[Path], RosterTable]
"""Reads a roster as a table."""


@dataclass(frozen=True)
class Change:
    """One change of a mended copy."""

    at: str
    """ISO time, UTC."""
    who: str
    kind: str
    """row, titles or removed."""
    row: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    digest: str
    """Of the file after it."""


class RosterClashError(Exception):
    """Somebody else has changed the same row, or the roster's columns, meanwhile. Nothing was written."""

    def __init__(self, table: RosterTable, row: TableRow | None) -> None:
        """``table``: as it is now; ``row``: the row that was meant, None where it is gone."""
        super().__init__("the row was changed meanwhile")
        self.table, self.row = table, row


@dataclass(frozen=True)
class RowAsSeen:
    """A row as whoever changes it saw it."""

    digest: str
    """Of the file."""
    at: int
    key: str
    """See ``TableRow.key``."""


def change_row(folder: Path, path: Path, read: Read, seen: RowAsSeen, cells: Mapping[int, str], who: str) -> Path:
    """Write cells, by their columns (from 0), into a roster's row. Gives the copy that it is written to.

    A change of another row meanwhile is kept beside it. RosterClashError where the row itself is another by now;
    HandoutsError where a cell cannot be written.
    """
    with one_at_a_time(folder):
        table = read(path)
        row = _found(table, seen)
        after = list(row.cells)
        for column, text in cells.items():
            if column < len(after):
                after[column] = _clean(text, table.titles[column])
        if tuple(after) == row.cells:
            return path
        if not any(after):  # a line without anything is none
            return remove_row(folder, path, read, seen, who)
        rows = [tuple(after) if one.at == row.at else one.cells for one in table.rows]
        change = Change(_now(), who, "row", row.at, row.cells, tuple(after), "")
        return _written(folder, table, read, table.titles, rows, change)


def remove_row(folder: Path, path: Path, read: Read, seen: RowAsSeen, who: str) -> Path:
    """Take a row out. Gives the copy without it; see ``change_row``."""
    with one_at_a_time(folder):
        table = read(path)
        row = _found(table, seen)
        rows = [one.cells for one in table.rows if one.at != row.at]
        return _written(
            folder, table, read, table.titles, rows, Change(_now(), who, "removed", row.at, row.cells, (), "")
        )


def change_titles(folder: Path, path: Path, read: Read, digest: str, titles: Sequence[str], who: str) -> Path:
    """Give the columns other titles. Gives the copy; RosterClashError where the file is another by now."""
    with one_at_a_time(folder):
        table = read(path)
        if table.digest != digest or len(titles) != len(table.titles):
            raise RosterClashError(table, None)
        after = tuple(_clean(title, "title") for title in titles)
        if not any(after):
            raise HandoutsError([Problem(path.name, 0, "would have no titles", "Say what the patient's column is.")])
        if after == table.titles:
            return path
        change = Change(_now(), who, "titles", -1, table.titles, after, "")
        return _written(folder, table, read, after, [one.cells for one in table.rows], change)


def changes_made(path: Path) -> list[Change]:
    """The changes of a mended copy that are kept, in the order they were made; none of another file."""
    try:
        lines = changes_of(path).read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return [Change(**{**one, "before": tuple(one["before"]), "after": tuple(one["after"])}) for one in found]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def undo_change(path: Path, read: Read, digest: str) -> Change:
    """Take the last change of a mended copy back, and give it. RosterClashError where the file is another by now;
    HandoutsError where there is none, or another program has written the file since.
    """
    with one_at_a_time(path.parent.parent if path.parent.name == FOLDER else path.parent):
        table, changes = read(path), changes_made(path)
        if not changes:
            raise HandoutsError([Problem(path.name, 0, "has no change that could be undone", "")])
        last = changes[-1]
        if table.digest != digest:
            raise RosterClashError(table, None)
        if last.digest != table.digest:
            hint = "Mend it in the table: what was there before that is not known to be right any more."
            raise HandoutsError([Problem(path.name, 0, "was changed by another program since", hint)])
        rows = [one.cells for one in table.rows]
        titles = table.titles
        if last.kind == "titles":
            titles = last.before
        elif last.kind == "removed":
            rows.insert(last.row, last.before)
        else:
            rows[last.row] = last.before
        _write(path, titles, rows, force=True)
        now = digest_of(path)
        left = changes[:-1]
        if left:  # what is undone next starts from here
            left[-1] = replace(left[-1], digest=now)
        _keep(path, left)
        return last


def forget_changes(path: Path) -> None:
    """Keep no more what a mended copy's cells held before: then nothing of it can be undone. The copy itself stays."""
    with one_at_a_time(path.parent.parent if path.parent.name == FOLDER else path.parent):
        _keep(path, ())


def _found(table: RosterTable, seen: RowAsSeen) -> TableRow:
    """The row that was seen. Where others have changed since, it is found by what is in it."""
    here = table.rows[seen.at] if 0 <= seen.at < len(table.rows) else None
    if here and here.key == seen.key:
        return here
    if table.digest != seen.digest:
        same = [one for one in table.rows if one.key == seen.key]
        if len(same) == 1:
            return same[0]
    raise RosterClashError(table, here)


def _clean(text: str, title: str) -> str:
    """A cell as it can be written, without signs that steer; HandoutsError where it is too long."""
    if len(text) > _LONGEST:
        message = f"has {len(text):,} characters; at most {_LONGEST:,} go into a cell"
        raise HandoutsError([Problem(visible(title)[:60] or "cell", 0, message, "Shorten it.")])
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return plain.strip()


def _written(
    folder: Path, table: RosterTable, read: Read, titles: Sequence[str], rows: Sequence[Sequence[str]], change: Change
) -> Path:
    """Write a table into its copy, and keep what was changed. Gives the copy."""
    path, force = table.path, True
    if not (path.parent.name == FOLDER and MENDED.fullmatch(path.name)):
        make_folder(folder / FOLDER)
        path, force = _fresh(folder / FOLDER / f"{path.stem} mended.csv"), False
    earlier = changes_made(path)
    before = path.read_bytes() if force else b""
    _write(path, titles, rows, force=force)
    if not _holds(read(path), titles, rows):
        _put_back(path, before)
        hint = "Write it in other words: something in it is not read back from a CSV as it was written."
        raise HandoutsError([Problem(path.name, 0, "would not be read as you wrote it; nothing was changed", hint)])
    _keep(path, [*earlier, replace(change, digest=digest_of(path))][-_KEPT:])
    return path


def _holds(table: RosterTable, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table that was read is the one that was written; cells at the end may be empty or not there."""
    wanted = [_bare(titles), *(_bare([cell.strip() for cell in row]) for row in rows)]
    return [_bare(table.titles), *(_bare(row.cells) for row in table.rows)] == wanted


def _bare(cells: Sequence[str]) -> list[str]:
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _put_back(path: Path, before: bytes) -> None:
    try:
        if before:
            write_whole(path, before, force=True)
        else:
            path.unlink()
    except OSError as error:
        raise failed_problem(path, "it cannot be put back", error) from error


def _fresh(path: Path) -> Path:
    """The first name of “NAME mended.csv”, “NAME mended-2.csv” … that nothing has."""
    number, candidate = 1, path
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = path.with_stem(f"{path.stem}-{number}")
    return candidate


def _write(path: Path, titles: Sequence[str], rows: Sequence[Sequence[str]], *, force: bool) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    try:  # with a mark, by which Excel knows UTF-8
        write_whole(path, ("\ufeff" + text.getvalue()).encode("utf-8", "replace"), force=force)
    except OSError as error:
        raise failed_problem(path, "it cannot be written", error) from error


def _keep(path: Path, changes: Sequence[Change]) -> None:
    place = changes_of(path)
    try:
        if changes:
            lines = "".join(json.dumps(_plain(one), ensure_ascii=False) + "\n" for one in changes)
            write_whole(place, lines.encode("utf-8", "replace"), force=True)
        else:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise failed_problem(place, "the changes cannot be kept", error) from error


def _plain(one: Change) -> dict[str, Any]:
    names = ("at", "who", "kind", "row", "before", "after", "digest")
    return {name: getattr(one, name) for name in names}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
