"""Many handouts: every row of a roster is planned, printed and saved; a bad row never stops the others.

Rows are worked on in chunks, here or by several workers (see ``work`` and ``executors``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from handouts.base.files import sync_folder
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.names import file_name
from handouts.deliver.register import Issued
from handouts.deliver.save import save
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.orders.reader import read_order
from handouts.orders.stored import order_as_json
from handouts.orders.weeks import program_week
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.roster import COLUMNS, Row
from handouts.roster.columns import OF_MAIL
from handouts.roster.privacy import hushed, known_words
from handouts.runs.press import Press

__all__ = [
    "Bench",
    "Chunk",
    "Job",
    "RowResult",
    "at_row",
    "check_rows",
    "issued_as",
    "label",
    "make_files",
    "place_of",
    "planned",
]

RowState = Literal["written", "same", "done", "failed", "waiting", "finished", "paused"]
_MANY_WEEKS = 520
"""Weeks that drills without a program can be printed for."""


@dataclass(frozen=True)
class Job:
    """What all rows of a batch have in common. It can be sent to another process, or another machine."""

    clinic: Path | None
    brand: str | None
    printing: dict[str, bool]
    """How PDFs are made: mono, form, two_up."""
    defaults: dict[str, Any]
    today: date
    roster: str
    kind: Literal["files", "packet", "zip"]
    folder: Path
    week_of: date | None = None
    force: bool = False
    named: bool = False
    digits: int = 4
    """Of the number that each file's name starts with."""
    duplex: bool = True
    separators: Literal["", "clinician", "appointment", "name"] = ""
    content: str = ""
    """Digest of the clinic's content, which the register keeps."""
    done: dict[str, str] = field(default_factory=dict)
    """Id and file of each handout that need not be made again."""

    @cached_property
    def how(self) -> str:
        """Brand and way of printing, for the register."""
        return json.dumps({"brand": self.brand, **self.printing})


@dataclass(frozen=True)
class RowResult:
    """What became of a row. ``same``: the very file was there. ``done``: it was made by the batch that is resumed.

    waiting, finished, paused: there is nothing to print in this week; ``note`` says why.
    """

    line: int
    state: RowState
    number: int = 0
    file: Path | None = None
    id: str = ""
    problems: tuple[Problem, ...] = ()
    code: Exit = Exit.OK
    issued: Issued | None = None
    note: str = ""
    who: tuple[str, str] = ("", "")
    """The row's id and name, where nothing was made of it."""
    data: bytes = b""
    """The PDF, where it goes into an archive."""

    def as_row(self) -> dict[str, Any]:
        """What a manifest says of it."""
        row: dict[str, Any] = {
            "number": self.number,
            "line": self.line,
            "state": self.state,
            "file": self.file.name if self.file else "",
            "handout": self.id,
            "id": self.who[0],
            "patient": self.who[1],
            "note": self.note or "; ".join(problem.message for problem in self.problems),
        }
        if self.issued:
            one = self.issued
            row |= {
                "id": one.key,
                "patient": one.patient,
                "program": one.program,
                "week": one.week,
                "first_day": one.first_day,
                "version": one.version,
                "sha256": one.sha256,
            }
        return row


@dataclass(frozen=True)
class Chunk:
    """Some rows with their numbers in the roster's order, from 1, and the number of the chunk, from 1."""

    number: int
    rows: tuple[tuple[int, Row], ...]


class Bench:
    """Planner and press of one job, kept by each process that works on it."""

    def __init__(self, job: Job, library: Library | None = None) -> None:
        self.library = library or load_library(job.clinic, job.brand).checked()
        self.planner = Planner(self.library)
        self.press = Press(self.library, **job.printing)
        self.known = known_words(self.library)
        self.names = _names(self.library)


def make_files(job: Job, chunk: Chunk, bench: Bench) -> list[RowResult]:
    """Make the handouts of a chunk; gives an outcome a row, in order. A full disk ends it early.

    Files are written by another thread while the next ones are made: a disk mostly waits.
    """
    found: list[RowResult | Future[RowResult]] = []
    with ThreadPoolExecutor(2) as writers:
        for number, row in chunk.rows:
            made = _one(job, bench, number, row)
            found.append(made if isinstance(made, RowResult) else writers.submit(made))
            if any(isinstance(last, Future) and last.done() and _full(last.result()) for last in found[-4:]):
                break
    if job.kind == "files":
        sync_folder(job.folder)  # once for all: before the register names them, their names are on the disk
    outcomes = []
    for one in found:
        outcomes.append(one.result() if isinstance(one, Future) else one)
        if _full(outcomes[-1]):  # the disk is full or gone: the next row would fail the same way
            break
    return outcomes


def _full(outcome: RowResult) -> bool:
    return outcome.code == Exit.OUTPUT


def planned(job: Job, bench: Bench, number: int, row: Row) -> tuple[Order, Handout, tuple[Problem, ...]] | RowResult:
    """The order and handout of a row, or what it came to without one."""
    other: tuple[Problem, ...] = ()
    try:
        order = _order(_by_id(row, bench.names), job.defaults, job.today, job.roster, bench.known)
        if job.week_of:
            found = _in_week(order, row, job.week_of, bench.planner)
            if isinstance(found, str):
                state, _, note = found.partition(":")
                return RowResult(row.line, state, number, note=note, who=_who(row))  # type: ignore[arg-type]  # one of three
            other = _other_week(order, found.week)
            order = found
        handout, warnings = bench.planner.plan(order)
        warnings = (*other, *warnings)
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code, who=_who(row))
    return order, handout, _placed(warnings, job.roster, row, bench.known)


def _one(job: Job, bench: Bench, number: int, row: Row) -> RowResult | Callable[[], RowResult]:
    """What a row came to, or what is still to do: to write its file."""
    plan = planned(job, bench, number, row)
    if isinstance(plan, RowResult):
        return plan
    order, handout, warnings = plan
    path = job.folder / file_name(handout, label(order), number=number, digits=job.digits, named=job.named)
    if handout.id in job.done:
        place = Path(job.done[handout.id])
        return RowResult(row.line, "done", number, job.folder / place.name, handout.id, warnings)
    try:
        data = bench.press.pdf(handout)
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code)
    if job.kind == "zip":
        archive = place_of(job, job.folder.with_name(f"{job.folder.name}.zip"))
        issued = issued_as(job, order, handout, f"{archive}#{path.name}", data)
        return RowResult(row.line, "written", number, Path(path.name), handout.id, warnings, issued=issued, data=data)

    def write() -> RowResult:
        try:
            state = save(path, data, force=job.force, sync="data")
        except HandoutsError as error:
            return RowResult(row.line, "failed", number, path, handout.id, error.problems, error.code)
        issued = issued_as(job, order, handout, place_of(job, path), data)
        return RowResult(row.line, state, number, path, handout.id, warnings, issued=issued)

    return write


def place_of(job: Job, path: Path) -> str:
    """How the register names a file: from the clinic's folder where it lies in it."""
    whole = path.absolute()
    if job.clinic and whole.is_relative_to(job.clinic.absolute()):
        return whole.relative_to(job.clinic.absolute()).as_posix()
    return whole.as_posix()


def issued_as(job: Job, order: Order, handout: Handout, place: str, data: bytes) -> Issued:
    """The register's row for a handout."""
    return Issued(
        handout=handout.id,
        key=order.key,
        patient=order.patient,
        program=order.items[0],
        week=order.week,
        first_day=handout.first_day.isoformat(),
        version=handout.version,
        sha256=sha256(data).hexdigest() if data else "",
        issued_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        place=place,
        asked=order_as_json(order),
        how=job.how,
        content=job.content,
    )


# --- a row's order -------------------------------------------------------------------------------


def _in_week(order: Order, row: Row, week_of: date, planner: Planner) -> Order | str:
    """The order for the patient's own week, or “state:why” where there is nothing to print.

    It follows from start and pauses; a week that the row gives is not looked at, but see ``_other_week``.
    """
    language = order.language or planner.library.clinic.language
    programs = [
        planner.library.programs[name, language] for name in order.items if (name, language) in planner.library.programs
    ]
    last = len(programs[0].weeks) if programs else _MANY_WEEKS
    if not order.start_given:
        raise HandoutsError([Problem("start", 0, "is empty", "Give the first day of the patient's week 1.")])
    if not re.search(r"\d", str(row.fields.get("start", "1"))):
        message = "moves with the day of the batch, so the patient would never move on"
        raise HandoutsError([Problem("start", 0, message, "Give the date of the patient's first day.")])
    now = program_week(order.start, order.pauses, week_of, last)
    if now.state == "waiting":
        return f"waiting:starts on {now.first}"
    if now.state == "finished":
        return f"finished:has done its {last} weeks, up to the day before {now.first}"
    if now.state == "paused":
        return "paused:is away in this week"
    return replace(order, week=now.week, start=now.first - timedelta(days=7 * (now.week - 1)))


def _who(row: Row) -> tuple[str, str]:
    """Id and name as the row has them, for the manifest."""
    return str(row.fields.get("key", ""))[:80], str(row.fields.get("patient", ""))[:120]


def _names(library: Library) -> dict[str, str]:
    """Id of each program and drill by its name as it is printed, in small letters."""
    drills = {drill.name.casefold(): drill.id for drill in library.drills.values()}
    return drills | {program.name.casefold(): program.id for program in library.programs.values()}


def _by_id(row: Row, names: Mapping[str, str]) -> Row:
    """The row with ids where it has the names of programs and drills: “Hip hinge; Calf stretch”."""
    text = row.fields.get("items")
    if not isinstance(text, str) or " " not in text:
        return row
    parts = [names.get(part.strip().casefold(), part) for part in re.split(r"[,;+\n]", text)]
    return replace(row, fields={**row.fields, "items": ",".join(parts)})


def _other_week(order: Order, week: int) -> tuple[Problem, ...]:
    """A warning where the row gives another week than follows from its start."""
    if not order.week_given or order.week == week:
        return ()
    message = f"says {order.week}, but by start and pauses it is week {week}; that is printed"
    return (Problem("week", 0, message, "Leave “week” empty, or mend the start.", warning=True),)


def _order(row: Row, defaults: dict[str, Any], today: date, roster: str, known: frozenset[str]) -> Order:
    order, problems = read_order({**defaults, **row.fields}, today)
    if not order:
        raise HandoutsError(_placed(problems, roster, row, known))
    return order


def check_rows(
    rows: Sequence[Row], defaults: dict[str, Any], today: date, planner: Planner, press: Press, roster: str
) -> list[Problem]:
    """Every problem of every row, without writing anything."""
    found: list[Problem] = []
    known, names = known_words(planner.library), _names(planner.library)
    for row in rows:
        try:
            handout, warnings = planner.plan(_order(_by_id(row, names), defaults, today, roster, known))
            press.pdf(handout)
            found += _placed(warnings, roster, row, known)
        except HandoutsError as error:
            found += at_row(error.problems, roster, row, known)
    return found


def label(order: Order) -> str:
    """What a file is called after: its program and week, or its first drill."""
    return f"{order.items[0]}-week-{order.week}"


# --- problems with the roster's file and line ------------------------------------------------------


def _placed(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line in place of the order's field."""
    found = []
    problems = [hushed(problem, row, known) for problem in problems]
    for problem in problems:
        column = COLUMNS.get(problem.place, (problem.place,))[0]
        message = f"{column}: {problem.message}"
        kind = "mail" if problem.place in OF_MAIL else problem.kind
        found.append(replace(problem, place=roster, line=row.line, message=message, kind=kind))
    return tuple(found)


def at_row(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line, but for those that have them."""
    return tuple(
        problem if problem.place == roster else placed
        for problem, placed in zip(problems, _placed(problems, roster, row, known), strict=True)
    )
