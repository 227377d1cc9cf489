"""What became of a batch, as data: counted while it runs, told when it ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from operator import attrgetter
from pathlib import Path
from typing import Literal

from handouts.base.people import folded
from handouts.base.problems import Exit, Problem
from handouts.base.records import dataclass
from handouts.runs.job import Job, RowResult
from handouts.runs.left_out import lacks_note

__all__ = ["IDLE", "BatchSummary", "Counting", "NotDueRow", "RowTold", "went_on"]

_THERE = ("written", "same", "done")
"""States of rows whose handout is there."""


IDLE = ("waiting", "finished", "paused", "hold", "discharged")
"""States of rows of which nothing was to be made."""


def went_on(key: str, patient: str, before: Collection[tuple[str, str]]) -> bool:
    """Whether a patient is among those who were given a sheet in the week before."""
    return ((key, "") if key else ("", folded(patient))) in before


@dataclass(frozen=True, order=True)
class NotDueRow:
    """A row of which nothing was to be made, by its line."""

    line: int
    state: str
    """One of ``IDLE``."""
    why: str


@dataclass(frozen=True)
class RowTold:
    """What a script is told of a row."""

    line: int
    state: str
    file: str | None
    id: str | None
    problems: list[str]


@dataclass(frozen=True)
class BatchSummary:
    """What became of a roster."""

    folder: Path
    where: Path
    """What was written: the folder, or the zip file."""
    manifest: Path
    rows: int
    """Rows that could be read."""
    counts: Mapping[str, int]
    """Rows tried, by state."""
    failed: int
    """Rows that came to nothing, those that could not be read among them."""
    problems: tuple[Problem, ...]
    idle: tuple[NotDueRow, ...]
    told: tuple[RowTold, ...]
    """Every row, where that was asked for."""
    packets: int
    """Packets that are there, of those of this run."""
    others: int
    """Numbered handouts, or packets, in the folder that are not of this run."""
    kind: Literal["files", "packet", "zip"]
    stopped: bool
    code: Exit
    without_note: int = 0
    """Rows whose sheets were made without their notes."""
    moved: Mapping[str, int] = field(default_factory=dict)
    """Sheets that follow a decision, by what it has made of the week: on, repeat, back."""
    unseen: int = 0
    """Sheets that go on though nobody has decided anything since those of the week before."""
    pages: str = ""
    """Where pages for the phone were put, from the folder or within the archive; empty where none are made."""
    in_the_way: int = 0
    """Rows that came to nothing because files with other contents are there."""

    @property
    def tried(self) -> int:
        """Rows that were worked on."""
        return sum(self.counts.values())


class Counting:
    """Counts what becomes of the rows, and keeps what is to be told. Memory does not grow with what goes well."""

    def __init__(self, job: Job, *, told: bool) -> None:
        """``told``: every row is to be told of, for scripts."""
        self.counts: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.idle: list[NotDueRow] = []
        self.full = False
        self.in_the_way = 0
        self.without_note = 0
        """Rows whose sheets were made without their notes."""
        self.moved: dict[str, int] = {}
        self.unseen = 0
        self.before: Collection[tuple[str, str]] = ()
        """Who was given a sheet in the week before, see ``shown_before``."""
        self.files: set[str] = set()
        """Names of the files of this run, also of those that could not be written because others are in the way."""
        self.packets: set[str] = set()
        """Those of them that are packets, and there with what they should hold."""
        self._told: list[RowTold] | None = [] if told else None
        self._roster = job.roster
        self._in_packets = job.kind == "packet"
        self._folder = None if job.kind == "zip" else job.folder
        self._line_of: dict[str, int] = {}

    @property
    def tried(self) -> int:
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        return self.counts.get("failed", 0)

    @property
    def told(self) -> tuple[RowTold, ...]:
        return tuple(sorted(self._told or (), key=attrgetter("line")))

    @property
    def nothing_but_in_the_way(self) -> bool:
        """Whether no row came to anything, and files that are there are a reason for it."""
        return self.in_the_way > 0 and not any(self.counts.get(state) for state in _THERE)

    def add(self, result: RowResult) -> None:
        """Count a row."""
        self.counts[result.state] = self.counts.get(result.state, 0) + 1
        self.problems += result.problems
        if result.moved and result.state in _THERE:
            self.moved[result.moved] = self.moved.get(result.moved, 0) + 1
        elif self.before and result.issued and result.state in _THERE:
            self.unseen += went_on(result.issued.key, result.issued.patient, self.before)
        if result.state in IDLE:
            self.idle.append(NotDueRow(result.line, result.state, result.note))
        if result.code == Exit.OUTPUT:
            self.full = True
        self.in_the_way += result.code == Exit.EXISTS
        self.without_note += result.state in _THERE and lacks_note(result.problems)
        if result.file and not result.enclosed:  # names in an archive are not looked for in the folder
            self.files.add(result.file)
            if self._in_packets and result.state in _THERE:
                self.packets.add(result.file)
        if result.id and result.id in self._line_of:
            message = f"is the same handout as line {self._line_of[result.id]}"
            hint = "Remove one of the two rows."
            self.problems.append(Problem(self._roster, result.line, message, hint, warning=True))
        self._line_of.setdefault(result.id, result.line)
        if self._told is not None:
            whole = self._folder / result.file if self._folder else result.file
            file = str(whole) if result.file else None
            said = [problem.message for problem in result.problems]
            self._told.append(RowTold(result.line, result.state, file, result.id or None, said))

    def code(self, *, stopped: bool, unread: bool) -> Exit:
        """The exit code that it leads to. ``unread``: rows could not even be read."""
        if stopped:
            return Exit.STOPPED
        if self.full:
            return Exit.OUTPUT
        if self.nothing_but_in_the_way:
            return Exit.EXISTS
        return Exit.SOME_FAILED if self.failed or self.without_note or unread else Exit.OK
