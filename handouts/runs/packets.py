"""Print packets: the handouts of many patients as one file for the printer, each from a front side on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.save import save
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.runs.rows import Bench, Chunk, Job, RowResult, at_row, issued_as, place_of, planned

__all__ = ["PACKET_SIZE", "group_of", "last_packet", "make_packet", "sort_key"]

PACKET_SIZE = 200
"""Patients in one file: printers choke on more, and so does a person who looks for one."""


@dataclass(frozen=True)
class _Taken:
    """A handout on its way into the packet, with its row's place in the list of outcomes."""

    at: int
    order: Order
    handout: Handout
    warnings: tuple[Problem, ...]


def last_packet(folder: Path) -> int:
    """The highest number of the packets in a folder, 0 where there is none."""
    found = [re.match(r"packet-(\d+)", path.name) for path in folder.glob("packet-*.pdf")]
    return max((int(match[1]) for match in found if match), default=0)


def sort_key(order: Order, by: str) -> tuple[str, ...]:
    """What orders are sorted by: “appointment”, “name” or “clinician”. Those without come last."""
    name = order.patient.casefold()
    if by == "appointment":
        when = f"{order.visit or date.max} {order.visit_time or ''}"
        return (when, name)
    if by == "clinician":
        return ("~" if not order.clinician else order.clinician.casefold(), name)
    return (name,)


def group_of(order: Order, by: str) -> str:
    """What a separator page says before the patients that share it; empty where there is nothing to say."""
    if by == "appointment":
        return f"{order.visit:%A} {order.visit.day} {order.visit:%B %Y}" if order.visit else ""
    if by == "clinician":
        return order.clinician
    return order.patient[:1].upper()


def make_packet(job: Job, chunk: Chunk, bench: Bench) -> list[RowResult]:
    """Make one packet of a chunk's rows; gives an outcome a row. All of it is written, or none."""
    found: list[RowResult] = []
    taken: list[_Taken] = []
    for number, row in chunk.rows:
        plan = planned(job, bench, number, row)
        if isinstance(plan, RowResult):
            found.append(plan)
            continue
        order, handout, warnings = plan
        try:
            bench.press.sheet(handout)  # so that one row that cannot be printed does not spoil the packet
        except HandoutsError as error:
            problems = at_row(error.problems, job.roster, row, bench.known)
            found.append(RowResult(row.line, "failed", number, problems=problems, code=error.code))
            continue
        taken.append(_Taken(len(found), order, handout, warnings))
        found.append(RowResult(row.line, "written", number, id=handout.id))
    for paper in dict.fromkeys(one.handout.paper for one in taken):
        some = [one for one in taken if one.handout.paper == paper]
        kind = f"-{paper}" if len({one.handout.paper for one in taken}) > 1 else ""
        path = job.folder / f"packet-{chunk.number:02}{kind}.pdf"
        try:
            data = bench.press.packet(
                [one.handout for one in some],
                f"Packet {chunk.number}",
                duplex=job.duplex,
                groups=[group_of(one.order, job.separators) for one in some] if job.separators else None,
            )
            save(path, data, force=job.force)
            problems, code = (), Exit.OK
        except HandoutsError as error:
            problems, code = error.problems, error.code
        for one in some:
            line, number = found[one.at].line, found[one.at].number
            if code:
                found[one.at] = RowResult(line, "failed", number, path, one.handout.id, problems, code)
                continue
            issued = issued_as(job, one.order, one.handout, f"{place_of(job, path)}#{number}", b"")
            found[one.at] = RowResult(line, "written", number, path, one.handout.id, one.warnings, issued=issued)
    return found
