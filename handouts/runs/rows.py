"""A row of a roster becomes an order, a handout, a file: a bad row never stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from handouts.base.files import sync_folder
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.names import file_name
from handouts.deliver.save import save
from handouts.library.load import Library, load_library
from handouts.library.snapshot import snapshot
from handouts.orders.order import Order
from handouts.orders.reader import read_order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.roster import Row
from handouts.roster.privacy import known_words
from handouts.runs.due_weeks import NotDue, after_pauses, in_week
from handouts.runs.job import Chunk, Job, RowResult, issued_as, label, place_of
from handouts.runs.press import Press
from handouts.runs.row_problems import at_row, placed

__all__ = ["Bench", "check_rows", "make_files", "planned", "read_row"]


class Bench:
    """Planner and press of one job, kept by each process that works on it."""

    def __init__(self, job: Job, library: Library | None = None) -> None:
        self.library = library or _loaded(job)
        self.planner = Planner(self.library)
        self.press = Press(self.library, **job.printing)
        self.known = known_words(self.library)
        self.names = _ids_by_name(self.library)


def _loaded(job: Job) -> Library:
    """The library of a process that was given none; HandoutsError where its files are no longer those of the job."""
    library = load_library(job.clinic, job.brand).checked()
    if job.content and snapshot(library)[0] != job.content:
        message = "files of the clinic were changed while the batch was made"
        hint = "Run it again with --resume."
        raise HandoutsError([Problem(str(job.clinic), 0, message, hint)])
    return library


def make_files(job: Job, chunk: Chunk, bench: Bench) -> list[RowResult]:
    """Make the handouts of a chunk; gives a result a row, in order. A full disk ends it early.

    Files are written by another thread while the next ones are made: a disk mostly waits.
    """
    made: list[RowResult | Future[RowResult]] = []
    with ThreadPoolExecutor(2) as writers:
        for number, row in chunk.rows:
            todo = _make(job, bench, number, row)
            made.append(todo if isinstance(todo, RowResult) else writers.submit(todo))
            if any(isinstance(last, Future) and last.done() and _full(last.result()) for last in made[-4:]):
                break
    if job.kind == "files":
        sync_folder(job.folder)  # once for all: before the register names the files, their names are on the disk
    results: list[RowResult] = []
    full = False
    for done in made:
        result = done.result() if isinstance(done, Future) else done
        # the disk is full or gone: later rows fail the same way, but a file that was quicker is there, and is told of
        if not full or result.state != "failed":
            results.append(result)
        full = full or _full(result)
    return results


def _full(result: RowResult) -> bool:
    return result.code == Exit.OUTPUT


def planned(job: Job, bench: Bench, number: int, row: Row) -> tuple[Order, Handout, tuple[Problem, ...]] | RowResult:
    """The order and handout of a row with its warnings, or what the row came to without one."""
    other: tuple[Problem, ...] = ()
    try:
        order = _order(_by_id(row, bench.names), job.defaults, job.today, job.roster, bench.known)
        if job.week_of:
            due = in_week(order, row, job.week_of, bench.planner)
            if isinstance(due, NotDue):
                return RowResult(
                    row.line,
                    due.state,
                    number,
                    problems=at_row(due.problems, job.roster, row, bench.known),
                    note=due.why,
                    who=_who(row),
                )
            other = _other_week(order, due.week)
            order = due
        else:
            order = after_pauses(order, bench.planner)
        handout, warnings = bench.planner.plan(order)
        warnings = (*other, *warnings)
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code, who=_who(row))
    return order, handout, placed(warnings, job.roster, row, bench.known)


def _make(job: Job, bench: Bench, number: int, row: Row) -> RowResult | Callable[[], RowResult]:
    """What a row came to, or what is still to do: to write its file."""
    plan = planned(job, bench, number, row)
    if isinstance(plan, RowResult):
        return plan
    order, handout, warnings = plan
    who = (order.key, order.patient)
    path = job.folder / file_name(handout, label(order), number=number, digits=job.digits, named=job.named)
    if handout.id in job.done:
        place = Path(job.done[handout.id])
        there = job.folder / place.name
        issued = issued_as(job, order, handout, place_of(job, there), "")
        return RowResult(row.line, "done", number, there, handout.id, warnings, issued=issued)
    try:
        pressed = bench.press.pressed(handout)
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code, who=who)
    if job.kind == "zip":
        issued = issued_as(job, order, handout, f"{place_of(job, job.archive)}#{path.name}", pressed.sha256)
        return RowResult(
            row.line, "written", number, Path(path.name), handout.id, warnings, issued=issued, data=pressed.data
        )

    def write() -> RowResult:
        try:
            state = save(path, pressed.data, force=job.force, sync="data")
        except HandoutsError as error:
            return RowResult(row.line, "failed", number, path, handout.id, error.problems, error.code, who=who)
        issued = issued_as(job, order, handout, place_of(job, path), pressed.sha256)
        return RowResult(row.line, state, number, path, handout.id, warnings, issued=issued)

    return write


# --- a row's order -------------------------------------------------------------------------------


def _who(row: Row) -> tuple[str, str]:
    """Id and name as the row has them, for the manifest."""
    return str(row.fields.get("key", ""))[:80], str(row.fields.get("patient", ""))[:120]


def _ids_by_name(library: Library) -> dict[str, str]:
    """Id of each program and drill by its name as it is printed, in small letters.

    The name of a broken one is its own: another of the same name does not stand in for it.
    """
    names = {drill.name.casefold(): drill.id for drill in library.drills.values()}
    names |= {program.name.casefold(): program.id for program in library.programs.values()}
    faulty = (one for one in library.broken if one.name and one.kind in ("drill", "program"))
    return names | {one.name.casefold(): one.id for one in faulty}


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


def _order(row: Row, defaults: Mapping[str, Any], today: date, roster: str, known: frozenset[str]) -> Order:
    order, problems = read_order({**defaults, **row.fields}, today)
    if not order:
        raise HandoutsError(placed(problems, roster, row, known))
    return order


def read_row(row: Row, today: date, library: Library) -> Order | None:
    """The order of a row, None where there is none in it."""
    order, _ = read_order(_by_id(row, _ids_by_name(library)).fields, today)
    return order


def check_rows(
    rows: Sequence[Row], defaults: Mapping[str, Any], today: date, planner: Planner, press: Press, roster: str
) -> list[Problem]:
    """Every problem of every row, without writing anything."""
    problems: list[Problem] = []
    known, names = known_words(planner.library), _ids_by_name(planner.library)
    for row in rows:
        try:
            order = _order(_by_id(row, names), defaults, today, roster, known)
            handout, warnings = planner.plan(after_pauses(order, planner))
            press.pdf(handout)
            problems += placed(warnings, roster, row, known)
            problems += at_row(_later_weeks(order, planner), roster, row, known)
        except HandoutsError as error:
            problems += at_row(error.problems, roster, row, known)
    return problems


def _later_weeks(order: Order, planner: Planner) -> list[Problem]:
    """What is wrong in other weeks of the program with what the row changes, such as two loads for three sets."""
    weeks = max((len(program.weeks) for program in planner.programs_of(order)), default=0)
    found: list[Problem] = []
    for week in range(1, weeks + 1) if order.changes or order.skip else ():
        if week == order.week:
            continue
        try:
            planner.plan(replace(order, week=week, pauses=()))
        except HandoutsError as error:
            found += [
                replace(problem, message=f"in week {week} {problem.message}", warning=True)
                for problem in error.problems
            ]
    return found
