"""``handouts batch``: a clinic's week in one command."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.common import (
    clinic_options,
    complain,
    interactive,
    interrupts,
    json_option,
    open_library,
    print_json,
    printing,
    say,
    today,
    two_up_option,
)
from handouts.commands.order_options import order_options, shared_fields

if TYPE_CHECKING:
    from handouts.deliver.manifest import Manifest
    from handouts.deliver.register import Issued, Register
    from handouts.library.load import Library
    from handouts.roster import Row
    from handouts.runs.rows import Chunk, Job, RowResult

__all__ = ["batch", "make_job", "register_of", "week_folder", "week_from"]

CHUNK = 50
"""Rows that a worker takes at a time."""
FEW = 200
"""Up to so many rows one process is quicker than starting more."""


@click.command(
    epilog="""\b
Examples:
  handouts batch roster.csv
  handouts batch roster.csv --week-of 2026-11-23 --packet --order appointment
  handouts batch roster.csv -o this-week --start 2026-11-23 --layout compact
The top row of a table names its columns. Only “patient” and “program” are needed:
  patient,program,start,week,days,times,dose,side,note,clinician,next visit,layout,paper
“handouts check roster.csv” shows how a roster is read, before anything is made.
"""
)
@click.argument("roster", type=click.Path(path_type=Path))
@click.option(
    "--week-of",
    metavar="DATE",
    help="Each patient's own week in the seven days from this date: it follows from start and pauses.",
)
@order_options(defaults_only=True)
@clinic_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to; made if it is not there.  [default: output, and in it the week's date]",
)
@click.option("--packet", is_flag=True, help="Files to print: all patients in one pile, each from a front side on.")
@click.option(
    "--order",
    "by",
    type=click.Choice(["roster", "appointment", "name", "clinician"]),
    default="roster",
    help="Order of the pile.  [default: roster]",
)
@click.option("--separators", is_flag=True, help="In a packet: a page before each clinician, day or letter.")
@click.option("--simplex", is_flag=True, help="In a packet: no blank pages, for a printer that prints on one side.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file instead of many PDFs.")
@click.option("--resume", is_flag=True, help="Go on with a batch that was stopped: what is done is not made again.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes to work with.  [default: one for each core, and one for a short roster]",
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster, by its scheduler's address.")
@two_up_option
@click.option("--names", is_flag=True, help="Put patients' names into the files' names.")
@click.option("--force", "-f", is_flag=True, help="Replace files that are there.")
@json_option
def batch(roster: Path, **options: Any) -> None:
    """Make a handout for each patient of ROSTER: a CSV, Excel, JSON, YAML or FHIR file.

    Options hold for every row that does not say otherwise. A row that cannot be made is reported with its
    line and never stops the others; then the exit code is 1. Files are numbered in the roster's order, and a
    manifest says what was made for whom. In a clinic's folder every handout is entered in its register.
    """
    from handouts.deliver.folder import clear_old, make_folder
    from handouts.deliver.manifest import Manifest
    from handouts.library.snapshot import snapshot
    from handouts.roster import read_roster, reading_of, same_patients
    from handouts.runs.work import set_up

    _sensible(options)
    library = open_library(options)
    rows, problems = read_roster(roster, reading_of(library))
    if not rows and all(problem.warning for problem in problems):
        empty = Problem(str(roster), 0, "holds no patients", "Add a row for each.")
        raise HandoutsError([*problems, empty], Exit.CONTENT)
    problems += same_patients(rows, str(roster))
    rows = [_to_print(row) for row in rows]
    week_of = week_from(options)
    folder = options["output"] or week_folder(library, week_of)
    make_folder(folder)
    job = make_job(roster, library, folder, week_of, len(rows), options)
    bench = set_up(job, library)
    rows_in_order = _sorted(rows, job, bench, options["by"])
    run = _Run(str(roster), len(rows), whole=options["packet"] or options["zipped"], told=options["as_json"])
    with contextlib.ExitStack() as stack:
        register = register_of(library, stack)
        if register:
            digest, data = snapshot(library)
            register.keep(digest, data)
            job = replace(job, content=digest)
        clear_old(job.folder)
        if options["resume"] and register:
            job = _resumed(job, register)
        manifest = stack.enter_context(Manifest(folder, roster.stem))
        for problem in problems:
            if not problem.warning:
                manifest.add({"number": 0, "line": problem.line, "state": "failed", "note": problem.message})
        enter = _entering(job, register, stack)  # before the archive, so that it ends after it
        archive = _archive(job, options, stack)
        stopped = stack.enter_context(interrupts())
        workers = _workers(job, rows_in_order, stopped, options)
        for outcomes in run.watch(workers):
            for outcome in outcomes:
                if archive and outcome.data and outcome.file:
                    archive(outcome.file.name, outcome.data)
                run.add(outcome)
            enter(outcome.issued for outcome in outcomes if outcome.issued)
            _enter(manifest, outcomes)
            if run.full:
                break
        manifest.wanted = run.in_the_way < run.count or not run.count  # else what is there says more
    _report(roster, run=run, problems=problems, options=options, folder=folder)
    if stopped():
        say(f"Stopped after {run.count} of {len(rows)} rows. To go on: the same command with --resume.", err=True)
        raise SystemExit(Exit.STOPPED)
    if run.full:
        raise SystemExit(Exit.OUTPUT)
    if run.failed and run.failed == run.in_the_way == run.count:
        raise SystemExit(Exit.EXISTS)
    if run.failed or any(not problem.warning for problem in problems):
        raise SystemExit(Exit.SOME_FAILED)


def _sensible(options: dict[str, Any]) -> None:
    """Options that do not go together."""
    found = []
    if options["packet"] and options["zipped"]:
        found.append(Problem("--zip", 0, "does not go with --packet", "Give one of them."))
    if options["packet"] and options["two_up"]:
        found.append(Problem("--two-up", 0, "does not go with --packet", "Print booklets from single files."))
    if options["separators"] and (not options["packet"] or options["by"] == "roster"):
        hint = "Add --packet --order clinician, appointment or name."
        found.append(Problem("--separators", 0, "needs a packet in an order", hint))
    if options["dask"] and options["jobs"]:
        found.append(Problem("--jobs", 0, "does not go with --dask", "The cluster has workers of its own."))
    if options["resume"] and (options["packet"] or options["zipped"]):
        hint = "A packet and an archive are made whole: run the command again without it."
        found.append(Problem("--resume", 0, "is for files", hint))
    if found:
        raise HandoutsError(found, Exit.USAGE)


def week_from(options: dict[str, Any]) -> date | None:
    """The date of --week-of; HandoutsError where it is none."""
    from handouts.orders.dates import parse_date

    if options["week_of"] is None:
        return None
    try:
        found = parse_date(options["week_of"], today())
        if not 1900 <= found.year <= 2200:
            raise ValueError(f"{found} is too far away")
    except (ValueError, OverflowError) as error:
        raise HandoutsError([Problem("--week-of", 0, str(error))], Exit.USAGE) from error
    return found


def week_folder(library: Library, week_of: date | None) -> Path:
    """Where the files of a week go, unless -o says otherwise."""
    output = (library.folder or Path()) / "output"
    return output / f"week-of-{week_of}" if week_of else output


def make_job(roster: Path, library: Library, folder: Path, week_of: date | None, count: int, options: Any) -> Job:
    """What all rows have in common, from the options of batch."""
    from handouts.runs.rows import Job

    how = printing(options)
    if options["packet"]:
        how["form"] = False  # fields of two handouts would have the same names, and paper needs none
    return Job(
        clinic=library.folder.absolute() if library.folder else None,
        brand=options["brand"],
        printing=how,
        defaults={name: options[name] for name in shared_fields() if options[name]},
        today=today(),
        roster=str(roster),
        kind="packet" if options["packet"] else "zip" if options["zipped"] else "files",
        folder=folder.absolute(),
        week_of=week_of,
        force=options["force"],
        named=options["names"],
        digits=max(4, len(str(count))),
        duplex=not options["simplex"],
        separators=options["by"] if options["separators"] else "",
    )


def _sorted(rows: list[Row], job: Job, bench: Any, by: str) -> list[tuple[int, Row]]:
    """The rows with their numbers, from 1, in the order asked for; rows that cannot be read come last."""
    from handouts.orders.reader import read_order
    from handouts.runs.packets import sort_key

    numbered = list(enumerate(rows, 1))
    if by == "roster":
        return numbered
    clinic = bench.library.clinic.clinician or ""

    def key(pair: tuple[int, Row]) -> tuple[int, tuple[str, ...], int]:
        order, _ = read_order({**job.defaults, **pair[1].fields}, job.today)
        if order is None:
            return 1, (), pair[0]
        return 0, sort_key(order if order.clinician else replace(order, clinician=clinic), by), pair[0]

    ordered = [row for _, row in sorted(numbered, key=key)]
    return list(enumerate(ordered, 1))


def register_of(library: Library, stack: contextlib.ExitStack) -> Register | None:
    """The clinic's register; there is none outside of a clinic's folder."""
    from handouts.runs.registers import open_register

    return stack.enter_context(open_register(library.folder)) if library.folder else None


def _resumed(job: Job, register: Register) -> Job:
    """The job without what is done: entered in the register, and its file there. It goes on as of the same day."""
    from handouts.runs.rows import place_of

    found = register.in_folder(place_of(job, job.folder))
    there = {path.name for path in job.folder.glob("*.pdf")}
    done = {one: place for one, place in found.items() if Path(place).name in there}
    if done and "issued" not in job.defaults:
        days = Counter(json.loads(row.asked)["issued"] for one in list(done)[:100] for row in register.find(one)[:1])
        ((day, _),) = days.most_common(1)
        if day != job.today.isoformat():
            say(f"Goes on as of {day}, the day of issue of what is there; --issued sets another.", err=True)
        job = replace(job, defaults={**job.defaults, "issued": day})
    return replace(job, done=done)


def _entering(job: Job, register: Register | None, stack: contextlib.ExitStack) -> Callable[[Iterable[Issued]], None]:
    """What enters handouts in the register: at once, or once the archive that they are in has its name."""
    if register is None:
        return lambda _: None
    return stack.enter_context(register.later()) if job.kind == "zip" else register.add


def _archive(job: Job, options: dict[str, Any], stack: contextlib.ExitStack) -> Callable[[str, bytes], None] | None:
    from handouts.deliver.archive import Archive

    if job.kind != "zip":
        return None
    path = job.folder.with_name(f"{job.folder.name}.zip")
    return stack.enter_context(Archive(path, force=options["force"])).add


def _workers(
    job: Job, rows: list[tuple[int, Row]], stopped: Callable[[], bool], options: dict[str, Any]
) -> Iterator[list[RowResult]]:
    from handouts.runs.packets import PACKET_SIZE
    from handouts.runs.rows import Chunk
    from handouts.runs.workers import cores, here, on_cluster, with_processes

    size = PACKET_SIZE if job.kind == "packet" else CHUNK
    if job.kind != "packet":
        rows = sorted(rows, key=_alike)
    chunks = [Chunk(at // size + 1, tuple(rows[at : at + size])) for at in range(0, len(rows), size)]
    if options["dask"]:
        yield from on_cluster(job, iter(chunks), stopped, options["dask"])
        return
    jobs = options["jobs"] or (cores() if len(rows) > FEW else 1)
    if jobs == 1:
        yield from here(job, iter(chunks), stopped)
        return
    # the first chunk is worked on here, so that the others start with all that it has drawn
    first: list[Chunk] = chunks[:1] if job.kind != "packet" else []
    yield from here(job, iter(first), stopped)
    if not stopped():
        yield from with_processes(job, iter(chunks[len(first) :]), stopped, jobs)


def _to_print(row: Row) -> Row:
    """The row without addresses and passwords, which no worker needs to see."""
    from handouts.roster.columns import OF_MAIL

    return replace(row, fields={name: value for name, value in row.fields.items() if name not in OF_MAIL})


_OWN = ("patient", "key", "note", "visit", "clinician")
"""What patients of one program and week do not share."""


def _alike(pair: tuple[int, Row]) -> list[tuple[str, str]]:
    """Rows that ask for the same drills and doses stand together, so that each worker draws few of them."""
    return sorted((name, str(value)) for name, value in pair[1].fields.items() if name not in _OWN)


def _enter(manifest: Manifest, outcomes: list[RowResult]) -> None:
    for outcome in outcomes:
        manifest.add(outcome.as_row())


class _Run:
    """Counts what became of the rows, and keeps what is to be told. Memory does not grow with what went well."""

    def __init__(self, roster: str, rows: int, *, whole: bool, told: bool) -> None:
        """``whole``: rows share files. ``told``: every row is to be told of, for scripts."""
        self.rows, self.whole = rows, whole
        self.states: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.idle: list[tuple[int, str, str]] = []
        self.full = False
        self.in_the_way = 0
        self.files: set[str] = set()
        self.told: list[dict[str, Any]] | None = [] if told else None
        self._roster = roster
        self._seen: dict[str, int] = {}

    @property
    def count(self) -> int:
        return sum(self.states.values())

    @property
    def failed(self) -> int:
        return self.states.get("failed", 0)

    def add(self, outcome: RowResult) -> None:
        self.states[outcome.state] = self.states.get(outcome.state, 0) + 1
        self.problems += outcome.problems
        if outcome.state in ("waiting", "finished", "paused"):
            self.idle.append((outcome.line, outcome.state, outcome.note))
        if outcome.code == Exit.OUTPUT:
            self.full = True
        self.in_the_way += outcome.code == Exit.EXISTS
        if outcome.file and not outcome.data:  # names in an archive are not looked for in the folder
            self.files.add(outcome.file.name)
        if outcome.id and outcome.id in self._seen:
            message = f"is the same handout as line {self._seen[outcome.id]}"
            hint = "Remove one of the two rows."
            self.problems.append(Problem(self._roster, outcome.line, message, hint, warning=True))
        self._seen.setdefault(outcome.id, outcome.line)
        if self.told is not None:
            self.told.append(
                {
                    "line": outcome.line,
                    "state": outcome.state,
                    "file": str(outcome.file) if outcome.file else None,
                    "id": outcome.id or None,
                    "problems": [problem.message for problem in outcome.problems],
                }
            )

    def watch(self, work: Iterator[list[RowResult]]) -> Iterator[list[RowResult]]:
        """The work, with a progress bar where someone watches: how many, how fast, how long still."""
        if not interactive():
            yield from work
            return
        import sys

        start = time.monotonic()

        def rate(_: object) -> str:
            return f"{self.count / max(0.001, time.monotonic() - start):.0f}/s"

        with click.progressbar(
            length=self.rows, label="Handouts", show_pos=True, show_eta=True, item_show_func=rate, file=sys.stderr
        ) as bar:
            for outcomes in work:
                yield outcomes
                bar.update(len(outcomes), outcomes)


def _report(roster: Path, *, run: _Run, problems: list[Problem], options: dict[str, Any], folder: Path) -> None:
    complain(sorted([*problems, *run.problems], key=lambda problem: (problem.place, problem.line)))
    states = run.states
    failed = run.failed + len({problem.line for problem in problems if not problem.warning})
    if options["as_json"]:
        print_json(
            {
                "roster": str(roster),
                "folder": str(folder),
                "written": states.get("written", 0),
                "unchanged": states.get("same", 0),
                "done_before": states.get("done", 0),
                "failed": failed,
                "idle": [{"line": line, "state": state, "why": why} for line, state, why in run.idle],
                "not_tried": run.rows - run.count,
                "rows": sorted(run.told or (), key=itemgetter("line")),
                "manifest": str(folder / f"manifest-{roster.stem}.json"),
            }
        )
        return
    for line, state, why in sorted(run.idle):
        say(f"{roster}:{line}: {state}: {why}", err=True)
    old = [path for path in folder.glob("[0-9][0-9][0-9][0-9]*-*.pdf") if path.name not in run.files]
    if old and not run.whole:
        message = f"holds {len(old)} other numbered handout{'s' if len(old) > 1 else ''}, from an earlier run"
        complain([Problem(str(folder), 0, message, "Use a new folder with -o, or move them away.", warning=True)])
    where = folder.with_name(f"{folder.name}.zip") if options["zipped"] else folder
    packets = len(run.files) if options["packet"] else 0
    in_packets = f" in {packets} packet{'s' if packets != 1 else ''}" if packets else ""
    parts = [f"{states.get('written', 0)} written to {where}{in_packets}"]
    parts += [
        f"{states[state]} {said}"
        for state, said in (
            ("same", "there already"),
            ("done", "done before"),
            ("waiting", "not started"),
            ("finished", "finished"),
            ("paused", "paused"),
        )
        if states.get(state)
    ]
    if failed:
        parts.append(f"{failed} failed")
    if run.rows > run.count:
        parts.append(f"{run.rows - run.count} not tried")
    say(", ".join(parts) + ".")
