"""Files that came back, whatever they are: forms that were filled in, pages for the phone, scans and photos.

Each is read as the commands “ticks” and “scan” read it, and what came of it is told at once, so that a file that ends
its reader takes nothing from those before it. The files are copies of ours, and are deleted as soon as they were read.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.load import Library, load_library
from handouts.returned.forms import Returned, read_ticks
from handouts.runs.apart import ApartLine
from handouts.runs.phoned import from_phones, read_bytes, replies_in
from handouts.runs.registers import open_register
from handouts.runs.remaking import Remaking
from handouts.runs.returning import EnteredReturn, became_words, doubts_of, entered, known_in, looked_at_form
from handouts.runs.scans.fates import UNREAD, PageFate

__all__ = ["CameFile", "CameForm", "read_came"]

_SETTLE = ""
"""What stands for the command that settles: the desk has a page for it."""
FormState = Literal["entered", "waits", "known", "unknown"]


@dataclass(frozen=True)
class CameForm:
    """A form that came back filled in."""

    handout: str
    state: FormState
    words: str
    """What became of it, as the rest of a sentence."""


@dataclass(frozen=True)
class CameFile:
    """What came of one file."""

    number: int
    """Of the file, from 0."""
    name: str
    fates: tuple[PageFate, ...] = ()
    """Of its pages, where it was read as paper."""
    forms: tuple[CameForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    stops: bool = False
    """Whether nothing after it can be read either: the register refuses, or what reads it is not installed."""

    @property
    def handouts(self) -> list[str]:
        """Ids of the sheets that it is about."""
        ids = (*(one.handout for one in self.forms), *(one.handout for one in self.fates))
        return list(dict.fromkeys(filter(None, ids)))

    @property
    def unread(self) -> bool:
        """Whether something in it could not be read."""
        failed = any(not problem.warning for problem in self.problems)
        return failed or any(fate.fate in UNREAD for fate in self.fates)


def read_came(line: ApartLine, /, **asked: Any) -> int:
    """Read files into a clinic's register, in a process of its own; gives how many were read.

    ``asked``: ``folder`` and ``brand`` of the clinic; ``files``, pairs of a number and a path; ``ask``, whether nothing
    of a scan is entered before a person has seen it; ``password``, which is tried on protected files. What came of each
    is told as a ``CameFile``, and in between numbers of files and pages.
    """
    files: Sequence[tuple[int, Path]] = asked["files"]
    reader = _FileReader(asked["folder"], asked["brand"], ask=asked["ask"], password=asked["password"])
    read = 0
    for number, path in files:
        if line.stopped():
            break
        try:
            came = reader.read(number, path, partial(_tell_page, line, number))
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(path.parent) if path.parent.name == str(number) else path.unlink()
        line.tell("told", came)
        line.step()
        read += 1
        if came.stops:
            break
    return read


def _tell_page(line: ApartLine, number: int, page: int) -> None:
    line.tell("told", (number, page))


class _FileReader:
    """Reads one file after another."""

    def __init__(self, folder: Path, brand: str | None, *, ask: bool, password: str) -> None:
        self._folder, self._brand, self._ask, self._password = folder, brand, ask, password
        self._content: Library | None = None

    def _library(self) -> Library:
        if self._content is None:
            self._content = load_library(self._folder, self._brand).checked()
        return self._content

    def read(self, number: int, path: Path, tell: Callable[[int], None]) -> CameFile:
        """What came of a file; ``tell`` is told each page."""
        try:
            found = self._read(CameFile(number, path.name), path, tell)
        except HandoutsError as error:  # the register refuses, or something is not installed
            found = CameFile(number, path.name, problems=tuple(error.problems), stops=True)
        own = (str(path), path.name)
        problems = [replace(one, place=path.name) if one.place in own else one for one in found.problems]
        return replace(found, problems=tuple(dict.fromkeys(problems)))

    def _read(self, came: CameFile, path: Path, tell: Callable[[int], None]) -> CameFile:
        data = read_bytes(path)
        sent = replies_in(data, path.name) if data is not None else None
        if sent is not None:
            forms, wrong = from_phones(sent.replies, self._folder, self._library)
            return replace(came, forms=tuple(self._entered(forms)), problems=(*sent.problems, *wrong))
        if not _is_pdf(path):
            return self._paper(came, path, tell)
        try:
            form, cutouts = looked_at_form(self._form(path), self._password)
        except HandoutsError as error:
            if any(problem.kind == "locked" for problem in error.problems):
                return replace(came, problems=tuple(error.problems))
            paper = self._paper(came, path, tell)  # as of a scanner, or a form that was printed to a file
            return paper if paper.handouts or paper.stops else replace(paper, problems=tuple(error.problems), fates=())
        entry = next(entered(self._folder, [form], {form.file: cutouts}))
        problems = (*form.warnings, *doubts_of(form, entry))
        return replace(came, forms=(_came_form(form, entry),), problems=problems)

    def _form(self, path: Path) -> Returned:
        return read_ticks(path, self._password, known_in(self._folder))

    def _entered(self, forms: Sequence[Returned]) -> Iterator[CameForm]:
        none: Mapping[str, Mapping[str, bytes]] = {}
        for form, entry in zip(forms, entered(self._folder, forms, none), strict=True):
            yield _came_form(form, entry)

    def _paper(self, came: CameFile, path: Path, tell: Callable[[int], None]) -> CameFile:
        """A scan or a photo."""
        from handouts.runs.scans.pile import Pile
        from handouts.runs.scans.sheets import Sheets

        fates: list[PageFate] = []
        with open_register(self._folder) as register, Remaking(self._library, register) as remaking:
            pile = Pile(register, Sheets(remaking, register), ask=self._ask)
            for fate in pile.read(path, lambda: False):
                fates.append(fate)
                tell(fate.sheet)
        return replace(came, fates=tuple(fates), problems=tuple(pile.problems))


def _came_form(form: Returned, entry: EnteredReturn) -> CameForm:
    state: FormState = "known"
    if entry.became in ("entered", "unknown"):
        state = "entered" if entry.became == "entered" else "unknown"
    elif entry.ret and entry.ret.state == "pending":
        state = "waits"
    return CameForm(form.handout, state, became_words(form, entry, _SETTLE))


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False
