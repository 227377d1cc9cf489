"""Print packets: the handouts of many patients as one file for the printer, each from a front side on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path, PurePosixPath

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.names import file_name
from handouts.deliver.save import Saved, save, save_group
from handouts.library.words import Words
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.phrases import Phrases
from handouts.runs.job import Chunk, Job, RowResult, issued_as, label, place_of
from handouts.runs.pages import pages_folder
from handouts.runs.press import Prepared
from handouts.runs.row_problems import at_row
from handouts.runs.rows import Bench, planned

__all__ = ["PACKET_SIZE", "group_of", "last_packet", "make_packet", "sort_key"]

PACKET_SIZE = 200
"""Patients in one file: printers choke on more, and so does a person who looks for one."""


@dataclass(frozen=True)
class _Taken:
    """A handout on its way into the packet, with its row's place in the list of results."""

    at: int
    order: Order
    handout: Handout
    ready: Prepared
    warnings: tuple[Problem, ...]
    name: str
    """What its file would be called, by itself."""


def last_packet(folder: Path) -> int:
    """The highest number of the packets in a folder, 0 where there is none."""
    names = [re.match(r"packet-(\d+)", path.name) for path in folder.glob("packet-*.pdf")]
    return max((int(name[1]) for name in names if name), default=0)


def sort_key(order: Order, by: str) -> tuple[str, ...]:
    """What orders are sorted by: “appointment”, “name” or “clinician”. Those without come last."""
    name = order.patient.casefold()
    if by == "appointment":
        when = f"{order.visit or date.max} {order.visit_time or ''}"
        return (when, name)
    if by == "clinician":
        return ("~" if not order.clinician else order.clinician.casefold(), name)
    return (name,)


def group_of(order: Order, by: str, words: Words) -> str:
    """What a separator page says, in the words of the desk, before the patients that share it; empty where there is
    nothing to say.
    """
    if by == "appointment":
        return Phrases(words).day(order.visit) if order.visit else ""
    if by == "clinician":
        return order.clinician
    return order.patient[:1].upper()


def make_packet(job: Job, chunk: Chunk, bench: Bench) -> list[RowResult]:
    """Make one packet of a chunk's rows; gives a result a row. All of it is written, or none."""
    results: list[RowResult] = []
    taken: list[_Taken] = []
    for number, row in chunk.rows:
        plan = planned(job, bench, number, row)
        if isinstance(plan, RowResult):
            results.append(plan)
            continue
        order, handout, warnings, moved, said = plan
        try:
            ready = bench.press.prepare(handout)  # so that one row that cannot be printed does not spoil the packet
        except HandoutsError as error:
            problems = at_row(error.problems, job.roster, row, bench.known)
            who = (order.key, order.patient)
            results.append(RowResult(row.line, "failed", number, problems=problems, code=error.code, who=who))
            continue
        name = file_name(handout, label(order), number=number, digits=job.digits, named=job.named)
        taken.append(_Taken(len(results), order, handout, ready, warnings, name))
        results.append(RowResult(row.line, "written", number, id=handout.id, moved=moved, said=said))
    if job.page:
        taken = _with_pages(job, taken, bench, results)
    papers = list(dict.fromkeys(entry.handout.paper for entry in taken))
    for paper in papers:
        kind = f"-{paper}" if len(papers) > 1 else ""
        path = job.folder / f"packet-{chunk.number:02}{kind}.pdf"
        entries = [entry for entry in taken if entry.handout.paper == paper]
        _write_packet(job, path, chunk.number, entries, bench, results)
    return results


def _with_pages(job: Job, taken: list[_Taken], bench: Bench, results: list[RowResult]) -> list[_Taken]:
    """Write the pages of handouts, before the packet. Gives those that have theirs; what became of the others' rows is
    put into the results.
    """
    folder = pages_folder(job.folder, job.page_url)
    made: list[tuple[_Taken, str, bytes]] = []
    wrong: list[tuple[_Taken, HandoutsError]] = []
    for one in taken:
        try:
            data = bench.pages.page(one.handout, named=job.page_named)
        except HandoutsError as error:
            wrong.append((one, error))
        else:
            made.append((one, job.page_name(one.handout.id, one.name), data))
    saved = save_group(folder, [(PurePosixPath(name).name, (data,)) for _, name, data in made], force=job.force)
    there: list[_Taken] = []
    for (one, name, _), outcome in zip(made, saved, strict=True):
        if isinstance(outcome, HandoutsError):
            wrong.append((one, outcome))
        else:
            results[one.at] = results[one.at]._replace(page=name)
            there.append(one)
    for one, why in wrong:
        before, who = results[one.at], (one.order.key, one.order.patient)
        results[one.at] = RowResult(before.line, "failed", before.number, problems=why.problems, code=why.code, who=who)
    return there


def _write_packet(
    job: Job, path: Path, number: int, entries: list[_Taken], bench: Bench, results: list[RowResult]
) -> None:
    """Write handouts of one paper as one file, and put what came of them into the results."""
    problems: tuple[Problem, ...] = ()
    code = Exit.OK
    state: Saved = "written"
    try:
        by, words = job.separators, bench.press.desk_words
        groups = [group_of(entry.order, by, words) for entry in entries] if by else None
        data = bench.press.packet(
            [entry.ready for entry in entries],
            f"Packet {number}",
            duplex=job.duplex,
            tagged=not job.print_file,
            groups=groups,
        )
        state = save(path, data, force=job.force)
    except HandoutsError as error:
        problems, code = error.problems, error.code
    for entry in entries:
        before, handout = results[entry.at], entry.handout
        if code:
            who = (entry.order.key, entry.order.patient)
            results[entry.at] = RowResult(
                before.line, "failed", before.number, path.name, handout.id, problems, code, who=who
            )
            continue
        issued = issued_as(job, entry.order, handout, f"{place_of(job, path)}#{before.number}", "")
        made = before._replace(state=state, file=path.name, problems=entry.warnings, issued=issued)
        results[entry.at] = made._replace(despite=entry.order.despite, language=bench.tongue(handout))
