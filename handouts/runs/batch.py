"""A clinic's week in one run: every row of a roster becomes a handout, in files, packets or one archive."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.archive import Archive, Enclosed
from handouts.deliver.folder import clear_old, make_folder
from handouts.deliver.manifest import Manifest
from handouts.deliver.names import encodable, unprintable_name
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.library.snapshot import snapshot
from handouts.roster import Row, read_roster, reading_of, same_patients
from handouts.runs.cluster import on_cluster
from handouts.runs.contacts import unprinted
from handouts.runs.decisions import decisions_for, keep_said, shown_before
from handouts.runs.earlier import EarlierSheets
from handouts.runs.job import Job, RowResult, check_place, place_of
from handouts.runs.packets import PACKET_SIZE
from handouts.runs.pages import PAGES, pages_folder
from handouts.runs.progress import Progress, Stop, Tell
from handouts.runs.registers import not_entered, open_register
from handouts.runs.resume import resumed
from handouts.runs.row_order import chunks_of, numbered, without_mail
from handouts.runs.summary import BatchSummary, Counting
from handouts.runs.workers import cores, here, set_up, with_processes

__all__ = ["BatchRequest", "Roster", "job_for", "register_of", "rows_of", "run_batch", "week_folder"]

_FEW = 200
"""Up to so many rows one process is quicker than starting more."""
_OWN = {"files": re.compile(r"[0-9]{4}.*-.*\.pdf"), "packet": re.compile(r"packet-.*\.pdf"), "zip": None}
"""Names of what each kind of batch puts into a folder."""
_PACKET_ONLY = "Add --packet, or leave it out."
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
    packet_size: int | None = None
    """Most patients in one file of a packet; None for as many as usual."""
    print_file: bool = False
    """Whether a packet is for the printer alone."""
    resume: bool = False
    force: bool = False
    named: bool = False
    jobs: int | None = None
    """Processes; None for as many as are worth it."""
    dask: str | None = None
    """Address of a scheduler."""
    page: bool = False
    """Whether each handout's page for the phone is made too."""
    page_named: bool = False
    """Whether pages bear the patients' names."""
    every_row: bool = False
    """Whether the summary tells of every row."""

    @property
    def kind(self) -> Literal["files", "packet", "zip"]:
        """What is made of the rows."""
        return "packet" if self.packet else "zip" if self.zipped else "files"

    def _of_packets(self) -> Iterator[str]:
        """Options that are given and say something of packets alone."""
        if not self.duplex:
            yield "--simplex"
        if self.packet_size is not None:
            yield "--packet-size"
        if self.print_file:
            yield "--print-file"

    def checked(self) -> BatchRequest:
        """Itself; HandoutsError, naming options, where parts of it do not go together."""
        files_only = "A packet and an archive are made whole: run the command again without it."
        ordered = "Add --packet --order clinician, appointment or name."
        nameless = self.zipped and self.output is not None and _unzipped(self.output).name in ("", "..", ".zip")
        rules = (
            (self.packet and self.zipped, "--zip", "does not go with --packet", "Give one of them."),
            (
                self.packet and self.printing["two_up"],
                "--two-up",
                "does not go with --packet",
                "Print booklets from single files.",
            ),
            (
                self.separators and (not self.packet or self.by == "roster"),
                "--separators",
                "needs a packet in an order",
                ordered,
            ),
            *((not self.packet, option, "is for a packet", _PACKET_ONLY) for option in self._of_packets()),
            (self.dask and self.jobs, "--jobs", "does not go with --dask", "The cluster has workers of its own."),
            (self.resume and self.kind != "files", "--resume", "is for files", files_only),
            (
                nameless,
                "--output",
                f"“{self.output}” gives the zip file no name",
                "Name it: “-o this-week” makes this-week.zip.",
            ),
        )
        problems = [Problem(option, 0, message, hint) for wrong, option, message, hint in rules if wrong]
        if self.output and not encodable(str(self.output)):
            problems.append(unprintable_name("--output", self.output))
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
    return Roster(
        path, tuple(rows), (*problems, *same_patients(rows, str(path)), *unprinted(library, library.clinic.layout))
    )


def _unzipped(output: Path) -> Path:
    """Folder of the manifest of a zip file: who names the file itself means the one without its ending."""
    return output.with_suffix("") if output.suffix.lower() == ".zip" and output.stem.strip(".") else output


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
        allow_stale=library.allow_stale,
        printing=printing,
        defaults=dict(request.defaults),
        today=request.today,
        roster=str(roster.path),
        kind=request.kind,
        everywhere=bool(request.dask),
        folder=folder.absolute(),
        week_of=request.week_of,
        force=request.force,
        named=request.named,
        digits=max(4, len(str(len(roster.rows)))),
        duplex=request.duplex,
        print_file=request.print_file,
        separators=request.by if request.separators and request.by != "roster" else "",
        page=request.page,
        page_named=request.page_named,
        page_url=library.clinic.page_url or "",
    )


def register_of(library: Library, stack: contextlib.ExitStack) -> Register | None:
    """The clinic's register; there is none outside of a clinic's folder."""
    return stack.enter_context(open_register(library.folder)) if library.folder else None


class _DiscardedError(Exception):
    """An archive was stopped before it was whole, so that there is none."""


def run_batch(
    roster: Roster, library: Library, request: BatchRequest, *, stop: Stop, progress: Progress, tell: Tell
) -> BatchSummary:
    """Make the handouts of a roster's rows.

    HandoutsError where nothing can be made at all, or where the archive, the register or the workers fail.
    """
    folder = request.output or week_folder(library, request.week_of)
    folder = _unzipped(folder) if request.zipped else folder
    job = job_for(roster, library, folder, request)
    check_place(job, folder)
    make_folder(pages_folder(folder, job.page_url) if job.page and job.kind != "zip" else folder)
    ordered = _ordered(roster, job, library, request)
    counting = Counting(job, told=request.every_row)
    manifest = _manifest(roster, job)
    with contextlib.suppress(_DiscardedError), contextlib.ExitStack() as stack:
        register = register_of(library, stack)
        job = _prepared(job, library, register, tell, [row for _, row in ordered], resume=request.resume)
        counting.before = shown_before(register, request.week_of) if register and request.week_of else ()
        set_up(job, library)  # once its content is known: a worker that outlives a batch keeps none of an earlier one
        earlier = EarlierSheets(job, register)
        stack.enter_context(manifest)
        enter = stack.enter_context(_entering(job, register))  # before the archive, so that it ends after it
        archive = stack.enter_context(Archive(job.archive, force=job.force)) if job.kind == "zip" else None
        for results in _worked(job, ordered, stop, request):
            _take(results, archive, manifest, counting, earlier)
            enter(result.issued for result in results if result.issued and result.state != "done")
            keep_said(register, results, roster.path.name)
            progress(len(results))
            if counting.full:
                break
        stopped = stop() and counting.tried < len(ordered)
        if archive and stopped:
            counting = Counting(job, told=request.every_row)
            raise _DiscardedError
        manifest.wanted = not counting.nothing_but_in_the_way  # else what is there says more
        if not (stopped or counting.full):  # what is still to come may be among the earlier ones
            _make_way(earlier, counting, manifest)
    return _summary(roster, folder, job, counting, manifest, stopped=stopped)


def _ordered(roster: Roster, job: Job, library: Library, request: BatchRequest) -> list[tuple[int, Row]]:
    """The rows with their numbers, as the workers may see them."""
    rows = [without_mail(row) for row in roster.rows]
    return numbered(rows, request.by, job.defaults, job.today, library.clinic.clinician or "")


def _take(
    results: Iterable[RowResult],
    archive: Archive | None,
    manifest: Manifest,
    counting: Counting,
    earlier: EarlierSheets,
) -> None:
    """Put what became of rows where it belongs."""
    for result in results:
        if archive and result.enclosed and result.file:
            if result.page:
                archive.add(result.page, Enclosed.alone(result.page_data))
            archive.add(result.file, result.enclosed)
        manifest.add(result.as_row())
        counting.add(result)
        earlier.look_at(result)


def _manifest(roster: Roster, job: Job) -> Manifest:
    """The manifest that is to be, with what could not even be read."""
    kind = "" if job.kind == "files" else f"-{job.kind}"  # a pile beside single files has one of its own
    manifest = Manifest(job.folder, f"{roster.path.stem}{kind}", place_of(job, roster.path), whole=job.kind == "zip")
    for problem in roster.problems:
        if not problem.warning:
            manifest.add({"number": 0, "line": problem.line, "state": "failed", "note": problem.message})
    return manifest


def _make_way(earlier: EarlierSheets, counting: Counting, manifest: Manifest) -> None:
    """Move sheets that others have taken the place of, and say so."""
    replaced, problems = earlier.move(counting.files)
    counting.problems += problems
    for sheet in replaced:
        manifest.replaces[sheet.number] = sheet.file


def _prepared(
    job: Job, library: Library, register: Register | None, tell: Tell, rows: Sequence[Row], *, resume: bool
) -> Job:
    """The job with the content that it is made from kept, what was decided of its rows' patients, the folder cleared,
    and without what is done.
    """
    if register:
        digest, data = snapshot(library)
        register.keep(digest, data)
        job = replace(job, content=digest, decided=decisions_for(register, rows) if job.week_of else {})
    clear_old(job.folder)
    clear_old(pages_folder(job.folder, job.page_url))
    return resumed(job, register, tell) if resume and register else job


@contextlib.contextmanager
def _entering(job: Job, register: Register | None) -> Iterator[Callable[[Iterable[Issued]], None]]:
    """What enters handouts in the register: at once, or once the archive that they are in has its name."""
    if register is None:
        yield lambda _: None
    elif job.kind == "zip":
        whole = False
        try:
            with register.later() as take:
                yield take
                whole = True
        except HandoutsError as error:
            hint = "Once that is mended, run the same command with --force."
            raise not_entered(error, str(job.archive), hint) if whole else error from error
    else:

        def enter(made: Iterable[Issued]) -> None:
            try:
                register.add(made)
            except HandoutsError as error:
                hint = f"Once that is mended, run the same command{' with --resume' if job.kind == 'files' else ''}."
                raise not_entered(error, str(job.folder), hint) from error

        yield enter


def _worked(job: Job, rows: list[tuple[int, Row]], stop: Stop, request: BatchRequest) -> Iterator[list[RowResult]]:
    """The results of the rows, a chunk at a time, from whoever works on them."""
    chunks = chunks_of(rows, job.kind, request.packet_size or PACKET_SIZE)
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


def _others(folder: Path, named: re.Pattern[str] | None, own: Container[str]) -> int:
    """How many files of such names a folder holds beside its own; one after the other, for there may be many."""
    if not named:
        return 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return sum(entry.name not in own for entry in entries if named.fullmatch(entry.name))
    return 0


def _summary(
    roster: Roster, folder: Path, job: Job, counting: Counting, manifest: Manifest, *, stopped: bool
) -> BatchSummary:
    unread = {problem.line for problem in roster.problems if not problem.warning}
    problems = sorted([*roster.problems, *counting.problems], key=lambda problem: (problem.place, problem.line))
    code = counting.code(stopped=stopped, unread=bool(unread))
    if manifest.problem:
        problems.append(manifest.problem)
        code = code if stopped else Exit.OUTPUT
    return BatchSummary(
        folder=folder,
        where=folder.with_name(f"{folder.name}.zip") if job.kind == "zip" else folder,
        manifest=folder / manifest.path.name,
        rows=len(roster.rows),
        counts=counting.counts,
        failed=counting.failed + len(unread),
        problems=tuple(problems),
        idle=tuple(sorted(counting.idle)),
        told=counting.told,
        packets=len(counting.packets),
        others=_others(folder, _OWN[job.kind], counting.files),
        kind=job.kind,
        stopped=stopped,
        code=code,
        without_note=counting.without_note,
        moved=counting.moved,
        unseen=counting.unseen,
        pages=(f"in {PAGES}/" if job.page_url else "beside them") if job.page else "",
        in_the_way=counting.in_the_way,
    )
