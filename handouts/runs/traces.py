"""What files hold of a person, beside the register: sheets, letters, packets, archives, manifests, slips.

Sheets and letters are one person's. A packet holds others too and is deleted whole, as it can be made again; of
archives and manifests only that person is taken out. What lies elsewhere than in the clinic's folder is found where the
register says that it was put.
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from handouts.base.people import folded
from handouts.base.problems import HandoutsError
from handouts.base.records import dataclass
from handouts.deliver.archive import Archive, Enclosed
from handouts.deliver.folder import clear_old
from handouts.deliver.manifest import manifest_rows, take_out
from handouts.deliver.register import Issued, Register
from handouts.runs.pages import pages_of
from handouts.runs.people import KeptPerson
from handouts.runs.rostertraces import cut_undo_records, rosters_that_name, undo_records_that_name

__all__ = ["Traces", "remove_traces", "traces_of"]

_WITH_ID = re.compile(r"(?:.*[-/])?([0-9A-Z]{12})(?:-\d+|-carer|-office)?\.(pdf|eml|html|htm)")
"""What handouts and previews of messages are called: the id is the last of the name."""
_SLIPS = re.compile(r"passwords(-\d+)?\.pdf")


@dataclass(frozen=True)
class Traces:
    """Files that hold a person."""

    sheets: tuple[Path, ...] = ()
    """With their pages for the phone."""
    letters: tuple[Path, ...] = ()
    """Previews of messages."""
    packets: tuple[Path, ...] = ()
    archives: tuple[Path, ...] = ()
    manifests: tuple[Path, ...] = ()
    slips: tuple[Path, ...] = ()
    """Those may: nothing tells whose passwords they are."""
    rosters: tuple[str, ...] = ()
    """Rosters that had them, as far as manifests say, and those in the clinic's folder that have them or may."""
    undo: tuple[Path, ...] = ()
    """What is kept to undo changes of rosters, where it names them."""

    @property
    def own(self) -> tuple[Path, ...]:
        """Files of theirs alone."""
        return (*self.sheets, *self.letters)

    @property
    def shared(self) -> tuple[Path, ...]:
        """Files that hold others too."""
        return (*self.packets, *self.archives, *self.manifests, *self.undo)


class _Who:
    """Tells a person's rows and files from others'."""

    def __init__(self, person: KeptPerson, handouts: Collection[str]) -> None:
        self._key, self._ids = person.key, frozenset(handouts) - {""}
        self._names = {folded(name) for name in person.loose}

    def has(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of a manifest is theirs."""
        key, name = str(row.get("id") or ""), str(row.get("patient") or "")
        return key == self._key if key else folded(name) in self._names or row.get("handout") in self._ids

    def named(self, name: str) -> str:
        """The ending of a file's name that has an id of theirs, else empty."""
        found = _WITH_ID.fullmatch(name)
        return found[2] if found and found[1] in self._ids else ""


def traces_of(
    person: KeptPerson, rows: Sequence[Issued], handouts: Collection[str], folder: Path, register: Register
) -> Traces:
    """Everything that is found of a person. ``handouts`` are ids of theirs, those of their messages too."""
    who = _Who(person, handouts)
    places = [folder / row.place.partition("#")[0] for row in rows if "#" in row.place]
    sheets = {folder / row.place for row in rows if "#" not in row.place and _is_theirs(row, person, register)}
    sheets |= {page for row in rows if "#" not in row.place for page in pages_of(folder / row.place, row.handout)}
    outside = {path.parent for path in (*sheets, *places)}
    files = sorted({*_under(folder), *(file for one in outside for file in _in(one))})
    manifests = [path for path in files if re.fullmatch(r"manifest-.*\.json", path.name) and _names(path, who)]
    told = [row for path in manifests for row in _names(path, who)]
    names = (*person.names, *person.loose)
    return Traces(
        sheets=tuple(sorted({path for path in sheets if path.is_file()} | {f for f in files if _is_sheet(f, who)})),
        letters=tuple(path for path in files if _is(path, who, "eml")),
        packets=tuple(sorted({path for path in places if path.suffix == ".pdf" and path.is_file()})),
        archives=tuple(sorted({path for path in places if path.suffix == ".zip" and _inside(path, who)})),
        manifests=tuple(manifests),
        slips=tuple(path for path in files if _SLIPS.fullmatch(path.name)),
        rosters=tuple(sorted(({row.get("roster") or "" for row in told} | {*rosters_that_name(folder, names)}) - {""})),
        undo=undo_records_that_name(folder, names),
    )


def remove_traces(traces: Traces, person: KeptPerson, handouts: Collection[str]) -> tuple[int, tuple[Path, ...]]:
    """Delete or rewrite every one of them, and what a killed command has left half-written beside them.

    Gives how many files, and those that could not be.
    """
    who, done, left = _Who(person, handouts), 0, []
    for path in (*traces.own, *traces.shared):
        try:
            if path in traces.manifests:
                take_out(path, who.has)
            elif path in traces.archives:
                _thin_out(path, who)
            elif path in traces.undo:
                cut_undo_records(path, (*person.names, *person.loose))
            else:
                path.unlink()
        except (OSError, ValueError, HandoutsError, zipfile.BadZipFile):
            left.append(path)
        else:
            done += 1
    for folder in {path.parent for path in (*traces.own, *traces.shared)}:
        clear_old(folder)
    return done, tuple(left)


def _is_theirs(row: Issued, person: KeptPerson, register: Register) -> bool:
    """Whether the file where a sheet was put is still theirs: another's may have taken its place."""
    last = register.last_at(row.place)
    return last is None or (last.key == person.key if last.key else last.patient in person.loose)


def _is_sheet(path: Path, who: _Who) -> bool:
    return who.named(path.name) in ("pdf", "html", "htm")


def _is(path: Path, who: _Who, ending: str) -> bool:
    return who.named(path.name) == ending


def _names(path: Path, who: _Who) -> list[dict[str, Any]]:
    return [row for row in manifest_rows(path) if who.has(row)]


def _inside(path: Path, who: _Who) -> list[str]:
    """Names of their sheets in an archive."""
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if who.named(name)]
    return []


def _thin_out(path: Path, who: _Who) -> None:
    """An archive without their sheets; none where it would be empty."""
    with zipfile.ZipFile(path) as before:
        rest = [name for name in before.namelist() if not who.named(name)]
        if rest:
            with Archive(path, force=True) as after:
                for name in rest:
                    after.add(name, Enclosed.alone(before.read(name)))
    if not rest:
        path.unlink()


def _under(folder: Path) -> Iterator[Path]:
    """Every file in a folder and those within it; links are not followed."""
    for here, _, names in os.walk(folder):
        yield from (Path(here, name) for name in names)


def _in(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
