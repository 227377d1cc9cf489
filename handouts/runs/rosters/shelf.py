"""Which rosters lie in a clinic's folder, and how one that is brought along comes in."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import clear_old, make_folder
from handouts.deliver.names import encodable, unused
from handouts.deliver.save import failed_problem, save
from handouts.library.load import CLINIC_FILE

__all__ = ["FOLDER", "MENDED", "ShelvedRoster", "roster_named", "rosters_in", "take_away", "take_in"]

FOLDER = "rosters"
"""In the clinic's folder: what was brought along, and mended copies."""
MENDED = re.compile(r".* mended(-\d+)?\.csv")
"""What mended copies are called."""
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".ndjson", ".yaml", ".yml")
_NONE = ("clinic.yaml", "flags.yaml")
"""Files of the clinic's folder that are no rosters, whatever their ending."""
_LONGEST = 80


@dataclass(frozen=True)
class ShelvedRoster:
    """A roster's file in the clinic's folder."""

    path: Path
    id: str
    """Stands for its name in addresses, for a file's name may be a patient's."""
    size: int
    """Bytes."""
    changed: datetime
    """UTC."""

    @property
    def name(self) -> str:
        """Of the file, without what cannot be seen."""
        return visible(self.path.name, instead="�")

    @property
    def mended(self) -> bool:
        """Whether it is a copy that was made to mend cells in."""
        return self.path.parent.name == FOLDER and MENDED.fullmatch(self.path.name) is not None

    @property
    def taken(self) -> bool:
        """Whether it lies among those that were brought along, and may be taken away again."""
        return self.path.parent.name == FOLDER


def rosters_in(folder: Path) -> list[ShelvedRoster]:
    """The rosters of a clinic's folder and its ``rosters/``, the one that was changed last first."""
    found = [*_in(folder, folder), *_in(folder, folder / FOLDER)]
    return sorted(found, key=lambda one: one.changed, reverse=True)


def roster_named(folder: Path, name: str) -> ShelvedRoster | None:
    """The roster that an id stands for."""
    return next((one for one in rosters_in(folder) if one.id == name), None)


def take_in(folder: Path, name: str, data: bytes) -> ShelvedRoster:
    """Keep a file that was brought along. The same file is kept once; another of the same name beside it.

    HandoutsError where it is none that could be a roster, or cannot be written.
    """
    plain = _plain_name(name)
    if not data:
        raise HandoutsError([Problem(plain, 0, "is empty", "Export the list again, and look whether it holds rows.")])
    if not (folder / CLINIC_FILE).is_file():  # on a disk that went away, all would begin anew and empty
        hint = "Look whether its disk is there, or whether the folder has another name now."
        raise HandoutsError([Problem(str(folder), 0, "the clinic's folder is not there any more", hint)], Exit.OUTPUT)
    place = folder / FOLDER
    make_folder(place)
    clear_old(place)
    path = unused(place / plain, data)
    try:
        save(path, data, force=False)
    except OSError as error:
        raise failed_problem(path, "it cannot be written", error) from error
    found = _shelved(folder, path)
    assert found
    return found


def take_away(one: ShelvedRoster) -> None:
    """Delete a file that was brought along, with what is kept of its changes. HandoutsError where it cannot be."""
    if not one.taken:
        hint = "It was not brought here: delete it where you keep your files."
        raise HandoutsError([Problem(one.name, 0, "lies in the clinic's folder itself", hint)])
    try:
        one.path.unlink()
        changes_of(one.path).unlink(missing_ok=True)
    except OSError as error:
        raise failed_problem(one.path, "it cannot be deleted", error) from error


def changes_of(path: Path) -> Path:
    """Where the changes of a mended copy are kept, so that they can be undone."""
    return path.with_name(f".{path.name}.changes")


def _plain_name(name: str) -> str:
    """A name for a file that was brought along; HandoutsError where its ending is not a roster's."""
    last = re.split(r"[/\\]", name)[-1] if encodable(name) else "roster"
    last = re.sub(r'[<>:"|?*]', "-", visible(last)).strip(". ")
    stem, dot, ending = last.rpartition(".")
    if not dot or f".{ending.lower()}" not in _ENDINGS:
        hint = f"Bring a CSV, an Excel workbook, JSON, YAML or a FHIR bundle: {', '.join(_ENDINGS)}."
        raise HandoutsError([Problem(last[:60] or "the file", 0, "is not a roster, by the ending of its name", hint)])
    stem = stem.strip(". ")[:_LONGEST].strip() or "roster"
    while len(os.fsencode(stem)) > 2 * _LONGEST:
        stem = stem[:-1]
    return f"{stem}.{ending.lower()}"


def _in(folder: Path, place: Path) -> Iterator[ShelvedRoster]:
    try:
        names = sorted(one.name for one in place.iterdir())
    except OSError:
        return
    for name in names:
        if name.startswith((".", "~$", "manifest-")) or name in _NONE or not encodable(name):
            continue
        if Path(name).suffix.lower() in _ENDINGS and (found := _shelved(folder, place / name)):
            yield found


def _shelved(folder: Path, path: Path) -> ShelvedRoster | None:
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    name = path.relative_to(folder).as_posix()
    changed = datetime.fromtimestamp(found.st_mtime, UTC)
    return ShelvedRoster(path, sha256(name.encode()).hexdigest()[:12], found.st_size, changed)
