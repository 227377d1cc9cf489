"""A sheet that takes the place of another one: who gets two for one week does not know which of them holds.

A folder may hold a patient's sheet for a week already, from before the roster, the content or the day of issue changed.
Once the new one is there, the earlier one is moved out of the way, to ``replaced/``, and named. Nothing is deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from handouts.base.people import folded
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import make_folder
from handouts.deliver.manifest import manifest_rows
from handouts.deliver.names import unused
from handouts.deliver.register import Issued, Register
from handouts.runs.job import Job, RowResult, place_of
from handouts.runs.pages import pages_of

__all__ = ["REPLACED", "EarlierSheets", "ReplacedSheet", "overlap", "sheets_beside"]

REPLACED = "replaced"
"""Folder within that of the sheets."""
_NUMBERED = re.compile(r"[0-9]{4,}-.*\.pdf")
_ID = 12
"""Characters of an id, with which the names of sheets end."""
_SHOWN = 20
"""Most sheets that are named one by one; the manifest names all."""
_About = tuple[str, str, str]
"""Whose sheet, of which program or first drill, and from which day on."""


@dataclass(frozen=True)
class ReplacedSheet:
    """A sheet that another one has taken the place of."""

    line: int
    number: int
    """Of the new one's row."""
    file: str
    """Name of the earlier one."""
    by: str
    """Name of the new one."""
    same: bool = False
    """Whether it is the same handout, whose number alone has changed."""


class EarlierSheets:
    """The sheets that a folder holds before a batch, and which of them it replaces."""

    def __init__(self, job: Job, register: Register | None) -> None:
        self._job, self._register = job, register
        self._earlier: dict[tuple[str, str], dict[str, str]] = {}
        self._replaced: dict[str, ReplacedSheet] = {}
        there = _names(job.folder) if job.kind == "files" else set()
        if there:
            for about, name in (*self._registered(), *_in_manifests(job.folder)):
                if name in there:
                    self._earlier.setdefault(about[:2], {})[name] = about[2]

    def _registered(self) -> Iterator[tuple[_About, str]]:
        if self._register:
            for _, place, *about in self._register.sheets_in(place_of(self._job, self._job.folder)):
                yield _about(*about), place.rpartition("/")[2]

    def look_at(self, result: RowResult) -> None:
        """Take note of a sheet of this run that is there."""
        one = result.issued
        if one and result.file:
            mine = _about(one.key, one.patient, one.program, one.first_day)
            for name, first_day in self._earlier.get(mine[:2], {}).items():
                if name != result.file and overlap(first_day, one.first_day):
                    same = first_day == one.first_day and Path(name).stem.endswith(one.handout)
                    sheet = ReplacedSheet(result.line, result.number, name, result.file, same)
                    self._replaced.setdefault(name, sheet)

    def move(self, own: set[str]) -> tuple[list[ReplacedSheet], list[Problem]]:
        """Move what was replaced, but for ``own`` files of this run. Gives what was moved, and what is to be told."""
        gone = [sheet for name, sheet in sorted(self._replaced.items()) if name not in own]
        moved: dict[str, str] = {}
        problems: list[Problem] = []
        target = self._job.folder / REPLACED
        for sheet in gone:
            path = self._job.folder / sheet.file
            try:
                free = self._put_away(sheet, path, target)
            except (OSError, HandoutsError):
                message = f"has an earlier sheet for the same week, {sheet.file}, which cannot be moved away"
                problems.append(self._problem(sheet.line, message, "Do not hand out both: take it out by hand."))
            else:
                moved[place_of(self._job, path)] = place_of(self._job, free)
        if moved and self._register:
            self._register.moved(moved.items())
        done = [sheet for sheet in gone if place_of(self._job, self._job.folder / sheet.file) in moved]
        return done, [*problems, *self._told(done)]

    def _put_away(self, sheet: ReplacedSheet, path: Path, target: Path) -> Path:
        """Move an earlier sheet, with its page for the phone, and say where it is now. Of the very same under a new
        number one is enough.
        """
        data, new = path.read_bytes(), self._job.folder / sheet.by
        theirs = pages_of(new, new.stem[-_ID:])
        pages = [page for page in pages_of(path, path.stem[-_ID:]) if page not in theirs]
        if sheet.same and new.read_bytes() == data:
            path.unlink()
            for page in pages:
                page.unlink()
            return new
        make_folder(target)
        free = unused(target / sheet.file, data)
        path.replace(free)
        for page in pages:
            page.replace(unused(target / page.name, page.read_bytes()))
        return free

    def _told(self, done: list[ReplacedSheet]) -> Iterator[Problem]:
        hint = f"It is now in {REPLACED}/. If it was handed out, tell the patient which one holds."
        done = [sheet for sheet in done if not sheet.same]
        if len(done) > _SHOWN:
            message = f"{len(done)} sheets take the place of earlier ones for the same week; the manifest names each"
            yield self._problem(0, message, hint.replace("It is", "They are").replace("it was", "they were"))
            return
        for sheet in done:
            yield self._problem(
                sheet.line, f"takes the place of an earlier sheet for the same week, {sheet.file}", hint
            )

    def _problem(self, line: int, message: str, hint: str) -> Problem:
        return Problem(self._job.roster, line, message, hint, warning=True)


def overlap(first: str, other: str) -> bool:
    """Whether the seven days from one day have any in common with those from the other, as texts of dates."""
    try:
        return abs(date.fromisoformat(first) - date.fromisoformat(other)) < timedelta(days=7)
    except ValueError:  # changed by hand
        return first == other


def sheets_beside(register: Register, job: Job, issued: Issued) -> tuple[str, ...]:
    """Names of other sheets for the same week of the same patient that lie in the folder of one."""
    mine = _about(issued.key, issued.patient, issued.program, issued.first_day)
    found = {
        place.rpartition("/")[2]
        for handout, place, *about in register.sheets_in(place_of(job, job.folder))
        if handout != issued.handout
        and "#" not in place
        and (theirs := _about(*about))[:2] == mine[:2]
        and overlap(theirs[2], mine[2])
    }
    return tuple(sorted(name for name in found if (job.folder / name).is_file()))


def _about(key: str, patient: str, program: str, first_day: str) -> _About:
    return (f"id {key.casefold()}" if key else f"name {folded(patient)}", program, first_day)


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir() if _NUMBERED.fullmatch(path.name)}
    except OSError:
        return set()


def _in_manifests(folder: Path) -> Iterator[tuple[_About, str]]:
    """What manifests name, which there are outside of a clinic's folder too."""
    for path in folder.glob("manifest-*.json"):
        for row in manifest_rows(path):
            if row.get("file") and row.get("program"):
                yield _about(*(str(row.get(name)) for name in ("id", "patient", "program", "first_day"))), row["file"]
