"""A row of a roster becomes an order, a handout, a file: a bad row never stops the others."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from handouts.base.files import GROUP, Parts, Steps
from handouts.base.kept import Kept
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import changed, dataclass
from handouts.deliver.archive import Enclosed
from handouts.deliver.names import file_name
from handouts.deliver.save import Saved, saving_group
from handouts.library.load import Library, load_library
from handouts.library.snapshot import snapshot
from handouts.orders.decided import Decision
from handouts.orders.order import Order
from handouts.orders.reader import OWN, read_order, read_own
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.roster import Row
from handouts.roster.privacy import known_words
from handouts.runs.due_weeks import DueWeek, NotDue, as_asked, in_week
from handouts.runs.following import Moved
from handouts.runs.job import Chunk, Job, RowResult, issued_as, label, place_of, who_of
from handouts.runs.left_out import printable
from handouts.runs.pages import pages_folder
from handouts.runs.phonepress import PhonePress
from handouts.runs.press import Press
from handouts.runs.row_problems import at_row, placed

if TYPE_CHECKING:
    from handouts.write.pdf.family import Pressed

__all__ = ["Bench", "PlannedRow", "check_rows", "make_files", "planned", "read_row"]


_KEPT_MOST = 1000


class Bench:
    """Planner and press of one job, kept by each process that works on it."""

    def __init__(self, job: Job, library: Library | None = None) -> None:
        self.library = library or _loaded(job)
        self.planner = Planner(self.library)
        self.press = Press(self.library, **job.printing)
        self.known = known_words(self.library)
        self.names = _ids_by_name(self.library)
        self.due = Kept[Hashable, DueWeek](_KEPT_MOST)
        """What rows alike have come to."""
        self.pages = PhonePress(self.library)
        self._sent: set[bytes] = set()
        self._send_all = job.everywhere

    def tongue(self, handout: Handout) -> str:
        """The handout's language, where it is not the clinic's."""
        return handout.language if handout.language != self.library.clinic.language else ""

    def enclosed(self, pressed: Pressed) -> Enclosed:
        """A file for the archive: with its head the first time, by the head's digest alone after that."""
        digest = pressed.head.hash.digest()
        head = b"" if digest in self._sent and not self._send_all else pressed.head.data
        self._sent.add(digest)
        return Enclosed(digest, head, pressed.tail)


def _loaded(job: Job) -> Library:
    """The library of a process that was given none; HandoutsError where its files are no longer those of the job."""
    library = replace(load_library(job.clinic, job.brand).checked(), allow_stale=job.allow_stale)
    if job.content and snapshot(library)[0] != job.content:
        message = "files of the clinic were changed while the batch was made"
        hint = "Run it again with --resume."
        raise HandoutsError([Problem(str(job.clinic), 0, message, hint)])
    return library


class PlannedRow(NamedTuple):
    """A row's handout, before it is drawn."""

    order: Order
    handout: Handout
    told: tuple[Problem, ...]
    moved: Moved
    """What a decision has made of its week."""
    said: Decision | None
    """What the row says of its week itself."""


@dataclass(frozen=True)
class _Made:
    """A handout on its way to the disk, with what its row comes to once it is there."""

    at: int
    """Place of the row in its chunk."""
    name: str
    """Of the file, in the job's folder."""
    parts: Parts
    result: RowResult
    who: tuple[str, str]
    page: Parts = ()
    """Its page for the phone, where one is made; the result has its name."""


def make_files(job: Job, chunk: Chunk, bench: Bench) -> list[RowResult]:
    """Make the handouts of a chunk; gives a result a row, in order. A full disk ends it early.

    Files are saved in groups, and the disk is waited for while the next ones are made. What is told of here is on it.
    """
    results: dict[int, RowResult] = {}
    with ThreadPoolExecutor(1) as disk:
        saving = _Saving(job, disk, len(chunk.rows))
        for at, (number, row) in enumerate(chunk.rows):
            made = _make(job, bench, at, number, row)
            if isinstance(made, RowResult):
                results[at] = made
            else:
                saving.take(made)
            saving.go_on()
            if saving.full:
                break
        saving.end()
    results |= saving.results
    return _told([result for _, result in sorted(results.items())])


class _Saving:
    """Saves handouts in groups, one group at a time.

    All but the waiting is done by the thread that makes them: a second one would have to ask for Python's lock after
    each of some hundred calls, and wait for it longer than for the disk.
    """

    def __init__(self, job: Job, disk: Executor, rows: int) -> None:
        """``disk``: whoever waits. ``rows``: how many there are, so that no group is of a few alone."""
        self._job, self._disk = job, disk
        self._most = -(-rows // max(1, round(rows / GROUP)))
        self._group: list[_Made] = []
        """The next one, as it comes."""
        self._steps: Steps[dict[int, RowResult]] | None = None
        """Of the group that is saved."""
        self._wait: Future[None] | None = None
        self.results: dict[int, RowResult] = {}
        """What became of the rows that are done, by their places in the chunk."""
        self.full = False
        """Whether the disk takes no more."""

    def take(self, made: _Made) -> None:
        """Save a handout, with others; waits where the group before is not done yet."""
        self._group.append(made)
        if len(self._group) == self._most:
            self._begin()

    def go_on(self) -> None:
        """Take the next steps, as far as there is nothing to wait for."""
        while self._wait and self._wait.done():
            self._step()

    def end(self) -> None:
        """Save what is left, and wait for all."""
        if self._group:
            self._begin()
        while self._wait:
            self._step()

    def _begin(self) -> None:
        while self._wait:
            self._step()
        self._steps, self._group = _save(self._job, self._group), []
        self._step()

    def _step(self) -> None:
        if self._wait:
            self._wait.result()
        self._wait = None
        assert self._steps
        try:
            self._wait = self._disk.submit(next(self._steps))
        except StopIteration as end:
            self._steps = None
            self.results |= end.value
            self.full = self.full or any(map(_full, end.value.values()))


def _told(results: Iterable[RowResult]) -> list[RowResult]:
    """What is told of, of rows in order: where the disk is full or gone, later ones fail the same way."""
    told: list[RowResult] = []
    full = False
    for result in results:
        if not full or result.state != "failed":  # a file that is there is told of
            told.append(result)
        full = full or _full(result)
    return told


def _save(job: Job, group: Sequence[_Made]) -> Steps[dict[int, RowResult]]:
    """Save handouts, each after its page; gives what became of each one's row, by its place in the chunk."""
    paged = [made for made in group if made.page]
    results: dict[int, RowResult] = {}
    if paged:  # first, so that no sheet is there without its page
        folder = pages_folder(job.folder, job.page_url)
        files = [(PurePosixPath(made.result.page).name, made.page) for made in paged]
        pages = yield from saving_group(folder, files, force=job.force)
        results = {made.at: _failed(made, one) for made, one in zip(paged, pages, strict=True) if _is_failure(one)}
        group = [made for made in group if made.at not in results]
    outcomes = yield from saving_group(job.folder, [(made.name, made.parts) for made in group], force=job.force)
    for made, outcome in zip(group, outcomes, strict=True):
        result = made.result
        if isinstance(outcome, HandoutsError):
            result = _failed(made, outcome)
        elif outcome != result.state:
            result = result._replace(state=outcome)
        results[made.at] = result
    return results


def _is_failure(outcome: Saved | HandoutsError) -> bool:
    return isinstance(outcome, HandoutsError)


def _failed(made: _Made, outcome: Saved | HandoutsError) -> RowResult:
    """What a row comes to whose files could not be saved."""
    assert isinstance(outcome, HandoutsError)
    return made.result._replace(
        state="failed", problems=outcome.problems, code=outcome.code, issued=None, who=made.who, page=""
    )


def _full(result: RowResult) -> bool:
    return result.code == Exit.OUTPUT


def planned(job: Job, bench: Bench, number: int, row: Row) -> PlannedRow | RowResult:
    """The order and handout of a row with its warnings, or what the row came to without one."""
    try:
        due = _due(job, bench, row)
        if isinstance(due, NotDue):
            problems = at_row(due.problems, job.roster, row, bench.known)
            result = RowResult(row.line, due.state, number, problems=problems, note=due.why, who=who_of(row))
            return result._replace(said=due.said)
        order = due.order
        handout, warnings = bench.planner.plan(order)
        order, handout, told = printable(order, handout, bench.planner)
        order, warnings = bench.planner.settled(order), (*due.told, *warnings, *told)
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code, who=who_of(row))
    return PlannedRow(order, handout, placed(warnings, job.roster, row, bench.known), due.moved, due.said)


def _due(job: Job, bench: Bench, row: Row) -> DueWeek | NotDue:
    """The order of a row as of its week, and what is to be told of that. Of rows alike what they share is read once."""
    by_id = _by_id(row, bench.names)
    texts = {**job.defaults, **by_id.fields}
    decided = job.decided.get(who_of(row), ()) if job.decided else ()
    shared = [(name, text) for name, text in texts.items() if name not in OWN]
    kind = (job.today, job.week_of, decided, *shared) if all(type(text) is str for _, text in shared) else None
    if kind and (known := bench.due.get(kind)) and (own := read_own(texts, job.today)):
        said = replace(known.said, by=own["clinician"]) if known.said else None
        return changed(known, order=changed(known.order, **own), said=said)
    order = _order(by_id, job.defaults, job.today, job.roster, bench.known)
    planner = bench.planner
    due = in_week(order, row, job.week_of, planner, decided) if job.week_of else as_asked(order, planner)
    return bench.due.keep(kind, due) if kind and isinstance(due, DueWeek) else due


def _make(job: Job, bench: Bench, at: int, number: int, row: Row) -> RowResult | _Made:
    """What a row came to, or its handout, still to be saved. ``at``: its place in its chunk."""
    plan = planned(job, bench, number, row)
    if isinstance(plan, RowResult):
        return plan
    order, handout, warnings, moved, said = plan
    who, tongue = (order.key, order.patient), bench.tongue(handout)
    name = file_name(handout, label(order), number=number, digits=job.digits, named=job.named)
    page = job.page_name(handout.id, name)
    if handout.id in job.done:
        there = Path(job.done[handout.id]).name
        issued = issued_as(job, order, handout, job.place_of(there), "")
        result = RowResult(row.line, "done", number, there, handout.id, warnings, issued=issued)
        result = result._replace(page=job.page_name(handout.id, there))
        return result._replace(despite=order.despite, language=tongue, moved=moved, said=said)
    try:
        pressed = bench.press.pressed(handout)
        html = bench.pages.page(handout, named=job.page_named) if page else b""
    except HandoutsError as error:
        problems = at_row(error.problems, job.roster, row, bench.known)
        return RowResult(row.line, "failed", number, problems=problems, code=error.code, who=who)
    if job.kind == "zip":
        issued = issued_as(job, order, handout, f"{place_of(job, job.archive)}#{name}", pressed.sha256)
        file = bench.enclosed(pressed)
        result = RowResult(row.line, "written", number, name, handout.id, warnings, issued=issued, enclosed=file)
        result = result._replace(page=page, page_data=html)
        return result._replace(despite=order.despite, language=tongue, moved=moved, said=said)
    issued = issued_as(job, order, handout, job.place_of(name), pressed.sha256)
    result = RowResult(row.line, "written", number, name, handout.id, warnings, issued=issued, despite=order.despite)
    result = result._replace(language=tongue, moved=moved, said=said, page=page)
    return _Made(at, name, pressed.parts, result, who, (html,) if page else ())


# --- a row's order -------------------------------------------------------------------------------


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
        order = None
        try:
            order = _order(_by_id(row, names), defaults, today, roster, known)
            due = as_asked(order, planner)
            if isinstance(due, DueWeek):
                handout, warnings = planner.plan(due.order)
                press.pdf(handout)
                problems += placed(warnings, roster, row, known)
        except HandoutsError as error:
            problems += at_row(error.problems, roster, row, known)
            if any(problem.kind != "health" for problem in error.problems):
                continue
        if order:
            problems += at_row(_later_weeks(order, planner), roster, row, known)
    return problems


def _later_weeks(order: Order, planner: Planner) -> list[Problem]:
    """What is wrong in other weeks of the program with what the row changes, such as two loads for three sets, or with
    what the patient has: drills that do not suit it, each once.
    """
    weeks = max((len(program.weeks) for program in planner.programs_of(order)), default=0)
    found: list[Problem] = []
    told = {_short(problem) for problem in _wrong(order, planner)} if order.flags else set()
    for week in range(1, weeks + 1) if order.changes or order.skip or order.flags else ():
        if week == order.week:
            continue
        for problem in _wrong(replace(order, week=week, pauses=()), planner):
            if problem.kind != "health" or _short(problem) not in told:
                found.append(replace(problem, message=f"in week {week} {problem.message}", warning=True))
            told.add(_short(problem))
    return found


def _short(problem: Problem) -> str:
    """What a problem says without its reasons, which differ from week to week."""
    return problem.message.partition(": ")[0]


def _wrong(order: Order, planner: Planner) -> tuple[Problem, ...]:
    """Why an order cannot be planned."""
    try:
        planner.plan(order)
    except HandoutsError as error:
        return error.problems
    return ()
