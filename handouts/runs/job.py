"""What a batch's workers are given and give back: the job, a chunk of its rows, and what became of each row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.names import encodable, unprintable_name
from handouts.orders.decided import Decision
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json
from handouts.plan.handout import Handout
from handouts.runs.following import Moved
from handouts.runs.pages import page_name

if TYPE_CHECKING:
    from handouts.deliver.archive import Enclosed
    from handouts.deliver.register import Issued
    from handouts.roster import Row

__all__ = ["Chunk", "Job", "RowResult", "check_place", "issued_as", "label", "place_of", "who_of"]

RowState = Literal["written", "same", "done", "failed", "waiting", "finished", "paused", "hold", "discharged"]


@dataclass(frozen=True)
class Job:
    """What all rows of a batch have in common. It can be sent to another process, or another machine."""

    clinic: Path | None
    brand: str | None
    printing: dict[str, bool]
    """How PDFs are made: mono, form, two_up, codes."""
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
    print_file: bool = False
    """Whether a packet is for the printer alone, without the structure that screen readers follow."""
    separators: Literal["", "clinician", "appointment", "name"] = ""
    allow_stale: bool = False
    """Whether translations older than their source are printed."""
    content: str = ""
    """Digest of the clinic's content, which the register keeps."""
    everywhere: bool = False
    """Whether other machines work on it too: a chunk that one of them had begun may go to another."""
    done: dict[str, str] = field(default_factory=dict)
    """Id and file of each handout that need not be made again."""
    page: bool = False
    """Whether each handout's page for the phone is made too."""
    page_named: bool = False
    """Whether pages bear the patients' names."""
    page_url: str = ""
    """The clinic's address for pages; empty where it has none."""
    decided: Mapping[tuple[str, str], tuple[Decision, ...]] = field(default_factory=dict)
    """What the register says was decided, of those rows of which anything was; see ``who_of``."""

    @property
    def archive(self) -> Path:
        """The zip file, where that is what is made."""
        return self.folder.with_name(f"{self.folder.name}.zip")

    def page_name(self, handout: str, beside: str) -> str:
        """Where a handout's page lies from the job's folder, or in its archive; empty where none is made."""
        return page_name(handout, beside, self.page_url) if self.page else ""

    @cached_property
    def _folder_place(self) -> str:
        return place_of(self, self.folder / "x")[:-1]

    def place_of(self, name: str) -> str:
        """How the register names a file in the folder; see ``place_of``."""
        return self._folder_place + name

    @cached_property
    def how(self) -> str:
        """Brand and way of printing, for the register."""
        return json.dumps({"brand": self.brand, **self.printing})

    @cached_property
    def how_protected(self) -> str:
        """The same for a file with a password, which is kept nowhere."""
        return json.dumps({"brand": self.brand, **self.printing, "protected": True})


class RowResult(NamedTuple):
    """What became of a row. ``same``: the very file was there. ``done``: it was made by the batch that is resumed.

    waiting, finished, paused, hold, discharged: there is nothing to print in this week; ``note`` says why. A plain
    tuple, for thousands of them go from process to process.
    """

    line: int
    state: RowState
    number: int = 0
    file: str = ""
    """Name of its file, in the job's folder or archive."""
    id: str = ""
    problems: tuple[Problem, ...] = ()
    code: Exit = Exit.OK
    issued: Issued | None = None
    """What the register is to say of it; of what is done, it says so already."""
    note: str = ""
    who: tuple[str, str] = ("", "")
    """The row's id and name, where nothing was made of it."""
    enclosed: Enclosed | None = None
    """The PDF, where it goes into an archive."""
    despite: tuple[str, ...] = ()
    """Drills that are given despite what the patient has, as “drill:flag”."""
    language: str = ""
    """The handout's, where it is not the clinic's."""
    moved: Moved = ""
    """What a decision has made of its week."""
    said: Decision | None = None
    """What the row says of its week itself, to be kept."""
    page: str = ""
    """Name of its page for the phone, in the job's folder or archive, where that is there."""
    page_data: bytes = b""
    """The page, where it goes into an archive."""

    def as_row(self) -> dict[str, Any]:
        """What a manifest says of it."""
        row: dict[str, Any] = {
            "number": self.number,
            "line": self.line,
            "state": self.state,
            "file": self.file,
            "handout": self.id,
            "id": self.who[0],
            "patient": self.who[1],
            "note": self.note or "; ".join(problem.message for problem in self.problems),
        }
        if self.issued:
            row |= {
                "id": self.issued.key,
                "patient": self.issued.patient,
                "program": self.issued.program,
                "week": self.issued.week,
                "first_day": self.issued.first_day,
                "version": self.issued.version,
                "sha256": self.issued.sha256,
            }
        if self.despite:
            row["despite"] = "; ".join(self.despite)
        if self.language:
            row["language"] = self.language
        if self.moved:
            row["decision"] = self.moved
        if self.page:
            row["page"] = self.page
        return row


@dataclass(frozen=True)
class Chunk:
    """Some rows with their numbers in the roster's order, from 1, and the number of the chunk, from 1."""

    number: int
    rows: tuple[tuple[int, Row], ...]


def who_of(row: Row) -> tuple[str, str]:
    """Id and name as a row has them, for the manifest and to look its patient up."""
    return str(row.fields.get("key", ""))[:80], str(row.fields.get("patient", ""))[:120]


def place_of(job: Job, path: Path) -> str:
    """How the register names a file: from the clinic's folder where it lies in it."""
    whole = path.absolute()
    if job.clinic and whole.is_relative_to(job.clinic.absolute()):
        return whole.relative_to(job.clinic.absolute()).as_posix()
    return whole.as_posix()


def check_place(job: Job, path: Path) -> None:
    """HandoutsError where the register could not name a file, so that nobody would find it there again."""
    if job.clinic and not encodable(place_of(job, path)):
        raise HandoutsError([unprintable_name("--output", path.absolute())], Exit.USAGE)


def issued_as(job: Job, order: Order, handout: Handout, place: str, digest: str, *, protected: bool = False) -> Issued:
    """The register's row for a handout; ``digest`` is its file's SHA-256 before it was ``protected``, or empty."""
    from handouts.deliver.register import Issued

    return Issued(
        handout=handout.id,
        key=order.key,
        patient=order.patient,
        program=order.items[0],
        week=order.week,
        first_day=handout.first_day.isoformat(),
        version=handout.version,
        sha256=digest,
        issued_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        place=place,
        asked=order_as_json(order) if job.clinic else "",  # there is no register outside of a clinic's folder
        how=job.how_protected if protected else job.how,
        content=job.content,
    )


def label(order: Order) -> str:
    """What a file is called after: its program and week, or its first drill."""
    return f"{order.items[0]}-week-{order.week}"
