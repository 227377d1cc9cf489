"""A clinic's week in one run: every row of a roster becomes a handout, in files, packets or one archive."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.archive import Archive
from handouts.deliver.folder import clear_old, make_folder
from handouts.deliver.manifest import Manifest
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.library.snapshot import snapshot
from handouts.roster import Row, read_roster, reading_of, same_patients
from handouts.runs.cluster import on_cluster
from handouts.runs.job import Job, RowResult
from handouts.runs.progress import Progress, Stop, Tell
from handouts.runs.registers import open_register
from handouts.runs.resume import resumed
from handouts.runs.row_order import chunks_of, numbered, without_mail
from handouts.runs.summary import BatchSummary, Counting
from handouts.runs.workers import cores, here, set_up, with_processes

__all__ = ["BatchRequest", "Roster", "job_for", "register_of", "rows_of", "run_batch", "week_folder"]

_FEW = 200
"""Up to so many rows one process is quicker than starting more."""
RowOrder = Literal["roster", "appointment", "name", "clinician"]


@dataclass(frozen=True)
class BatchRequest:
    """What is asked for."""

    today: date
    printing: dict[str, bool]
    """How PDFs are made: mono, form, two_up."""
    brand: str | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Fields of an order, as texts, for rows that do not say otherwise."""
    output: Path | None = None
    week_of: date | None = None
    packet: bool = False
    zipped: bool = False
    by: RowOrder = "roster"
    separators: bool = False
    duplex: bool = True
    resume: bool = False
    force: bool = False
    named: bool = False
    jobs: int | None = None
    """Processes; None for as many as are worth it."""
    dask: str | None = None
    """Address of a scheduler."""
    every_row: bool = False
    """Whether the summary tells of every row."""

    @property
    def kind(self) -> Literal["files", "packet", "zip"]:
        """What is made of the rows."""
        return "packet" if self.packet else "zip" if self.zipped else "files"

    def checked(self) -> BatchRequest:
        """Itself; HandoutsError, naming options, where parts of it do not go together."""
        problems = []
        if self.packet and self.zipped:
            problems.append(Problem("--zip", 0, "does not go with --packet", "Give one of them."))
        if self.packet and self.printing["two_up"]:
            problems.append(Problem("--two-up", 0, "does not go with --packet", "Print booklets from single files."))
        if self.separators and (not self.packet or self.by == "roster"):
            hint = "Add --packet --order clinician, appointment or name."
            problems.append(Problem("--separators", 0, "needs a packet in an order", hint))
        if self.dask and self.jobs:
            problems.append(Problem("--jobs", 0, "does not go with --dask", "The cluster has workers of its own."))
        if self.resume and self.kind != "files":
            hint = "A packet and an archive are made whole: run the command again without it."
            problems.append(Problem("--resume", 0, "is for files", hint))
        if problems:
            raise HandoutsError(problems, Exit.USAGE)
        return self


@dataclass(frozen=True)
class Roster:
    """A roster that was read, with what is wrong in it."""

    path: Path
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def rows_of(path: Path, library: Library, today: date) -> Roster:
    """Read a roster as of a day; HandoutsError where it holds no one, or cannot be read."""
    rows, problems = read_roster(path, reading_of(library, today))
    if not rows and all(problem.warning for problem in problems):
        empty = Problem(str(path), 0, "holds no patients", "Add a row for each.")
        raise HandoutsError([*problems, empty], Exit.CONTENT)
    return Roster(path, tuple(rows), (*problems, *same_patients(rows, str(path))))


def week_folder(library: Library, week_of: date | None) -> Path:
    """Where the files of a week go, unless something else is asked for."""
    output = (library.folder or Path()) / "output"
    return output / f"week-of-{week_of}" if week_of else output


def job_for(roster: Roster, library: Library, folder: Path, request: BatchRequest) -> Job:
    """What all rows have in common."""
    printing = dict(request.printing)
    if request.kind == "packet":
        printing["form"] = False  # fields of two handouts would have the same names, and paper needs none
    return Job(
        clinic=library.folder.absolute() if library.folder else None,
        brand=request.brand,
        printing=printing,
        defaults=dict(request.defaults),
        today=request.today,
        roster=str(roster.path),
        kind=request.kind,
        folder=folder.absolute(),
        week_of=request.week_of,
        force=request.force,
        named=request.named,
        digits=max(4, len(str(len(roster.rows)))),
        duplex=request.duplex,
        separators=request.by if request.separators and request.by != "roster" else "",
    )


def register_of(library: Library, stack: contextlib.ExitStack) -> Register | None:
    """The clinic's register; there is none outside of a clinic's folder."""
    return stack.enter_context(open_register(library.folder)) if library.folder else None


def run_batch(
    roster: Roster, library: Library, request: BatchRequest, *, stop: Stop, progress: Progress, tell: Tell
) -> BatchSummary:
    """Make the handouts of a roster's rows.

    HandoutsError where nothing can be made at all, or where the archive, the register or the workers fail.
    """
    folder = request.output or week_folder(library, request.week_of)
    make_folder(folder)
    job = job_for(roster, library, folder, request)
    bench = set_up(job, library)
    rows = [without_mail(row) for row in roster.rows]
    ordered = numbered(rows, request.by, job.defaults, job.today, bench.library.clinic.clinician or "")
    counting = Counting(job.roster, told=request.every_row)
    with contextlib.ExitStack() as stack:
        register = register_of(library, stack)
        job = _prepared(job, library, register, tell, resume=request.resume)
        manifest = stack.enter_context(Manifest(folder, roster.path.stem))
        for problem in roster.problems:
            if not problem.warning:
                manifest.add({"number": 0, "line": problem.line, "state": "failed", "note": problem.message})
        enter = _entering(job, register, stack)  # before the archive, so that it ends after it
        archive = stack.enter_context(Archive(job.archive, force=job.force)) if job.kind == "zip" else None
        for results in _worked(job, ordered, stop, request):
            for result in results:
                if archive and result.data and result.file:
                    archive.add(result.file.name, result.data)
                counting.add(result)
                manifest.add(result.as_row())
            enter(result.issued for result in results if result.issued)
            progress(len(results))
            if counting.full:
                break
        manifest.wanted = not counting.nothing_but_in_the_way  # else what is there says more
    return _summary(roster, folder, job, counting, stopped=stop())


def _prepared(job: Job, library: Library, register: Register | None, tell: Tell, *, resume: bool) -> Job:
    """The job with the content that it is made from kept, the folder cleared, and without what is done."""
    if register:
        digest, data = snapshot(library)
        register.keep(digest, data)
        job = replace(job, content=digest)
    clear_old(job.folder)
    return resumed(job, register, tell) if resume and register else job


def _entering(job: Job, register: Register | None, stack: contextlib.ExitStack) -> Callable[[Iterable[Issued]], None]:
    """What enters handouts in the register: at once, or once the archive that they are in has its name."""
    if register is None:
        return lambda _: None
    return stack.enter_context(register.later()) if job.kind == "zip" else register.add


def _worked(job: Job, rows: list[tuple[int, Row]], stop: Stop, request: BatchRequest) -> Iterator[list[RowResult]]:
    """The results of the rows, a chunk at a time, from whoever works on them."""
    chunks = chunks_of(rows, job.kind)
    if request.dask:
        yield from on_cluster(job, iter(chunks), stop, request.dask)
        return
    jobs = request.jobs or (cores() if len(rows) > _FEW else 1)
    if jobs == 1:
        yield from here(job, iter(chunks), stop)
        return
    # the first chunk is worked on here, so that the others start with all that it has drawn
    first = chunks[:1] if job.kind != "packet" else []
    yield from here(job, iter(first), stop)
    if not stop():
        yield from with_processes(job, iter(chunks[len(first) :]), stop, jobs)


def _summary(roster: Roster, folder: Path, job: Job, counting: Counting, *, stopped: bool) -> BatchSummary:
    unread = {problem.line for problem in roster.problems if not problem.warning}
    others = [path for path in folder.glob("[0-9][0-9][0-9][0-9]*-*.pdf") if path.name not in counting.files]
    problems = sorted([*roster.problems, *counting.problems], key=lambda problem: (problem.place, problem.line))
    return BatchSummary(
        folder=folder,
        where=folder.with_name(f"{folder.name}.zip") if job.kind == "zip" else folder,
        manifest=folder / f"manifest-{roster.path.stem}.json",
        rows=len(roster.rows),
        counts=counting.counts,
        failed=counting.failed + len(unread),
        problems=tuple(problems),
        idle=tuple(sorted(counting.idle)),
        told=counting.told,
        packets=len(counting.files) if job.kind == "packet" else 0,
        others=len(others) if job.kind == "files" else 0,
        stopped=stopped,
        code=counting.code(stopped=stopped, unread=bool(unread)),
    )
