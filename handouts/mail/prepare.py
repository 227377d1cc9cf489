"""Every row of a roster becomes a message, a sheet to print, or a problem, before the first message leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from handouts.batch import Bench, Job, Outcome, at_row, issued_as, planned
from handouts.deliver.lock import lock
from handouts.errors import HandoutsError, Problem
from handouts.handout import Handout
from handouts.mail.addresses import shared_addresses
from handouts.mail.calendar import reminders, zone_of
from handouts.mail.consent import Wish, read_wish
from handouts.mail.letters import Letter, Writer, attachment
from handouts.mail.parcel import Parcel
from handouts.mail.passwords import password_for
from handouts.mail.slips import Slip
from handouts.order import Order
from handouts.register import Issued
from handouts.roster import Row

__all__ = ["MAILED", "Entry", "Ready", "Round", "prepare"]

How = Literal["plain", "protected", "print", "idle", "faulty"]
MAILED = "sent by e-mail"
"""What the register says in place of a file."""


@dataclass(frozen=True)
class Entry:
    """What is to become of a row, to be looked over."""

    line: int
    how: How
    patient: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    file: str = ""
    wrong: str = ""
    """What is wrong, or why there is nothing to do; names no patient."""


@dataclass(frozen=True)
class Ready:
    """A message that can be sent, with its row's number, from 1, and its line, and what the register is to say."""

    number: int
    line: int
    protected: bool
    parcel: Parcel = field(repr=False)
    issued: Issued = field(repr=False)


@dataclass
class Round:
    """All that is to be done for a roster."""

    ready: list[Ready] = field(default_factory=list)
    rest: list[tuple[int, Row]] = field(default_factory=list)
    """Rows to print, with their numbers."""
    slips: list[Slip] = field(default_factory=list)
    """Passwords that were generated."""
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, *how: How) -> int:
        return sum(entry.how in how for entry in self.entries)


def prepare(job: Job, bench: Bench, rows: Sequence[Row], *, secret: bytes, calendar: bool) -> Round:
    """Plan, make and write everything; send nothing, and save nothing.

    HandoutsError where nothing at all can be written: the clinic has no address, or no time zone for a calendar.
    """
    writer = Writer(bench.library)
    if calendar:
        zone_of(bench.library)
    work = _Work(job, bench, writer, secret, calendar)
    for number, row in enumerate(rows, 1):
        work.add(number, row)
    found = work.found
    addresses = [(entry.line, entry.address) for entry in found.entries if entry.address]
    found.problems += shared_addresses(addresses, job.roster)
    return found


class _Work:
    """Goes through the rows one by one."""

    def __init__(self, job: Job, bench: Bench, writer: Writer, secret: bytes, calendar: bool) -> None:
        self.job, self.bench, self.writer, self.secret, self.calendar = job, bench, writer, secret, calendar
        self.found = Round()
        self._seen: dict[tuple[str, str], int] = {}

    def add(self, number: int, row: Row) -> None:
        """Take a row on."""
        found, bench = self.found, self.bench
        patient = str(row.fields.get("patient", ""))
        plan = planned(self.job, bench, number, row)
        if isinstance(plan, Outcome) and plan.state != "failed":
            found.entries.append(Entry(row.line, "idle", patient, wrong=f"{plan.state}: {plan.note}"))
            return
        wish, wrong = read_wish(row.fields, self.job.today, bench.library.clinic.dates or "")
        problems = list(at_row(wrong, self.job.roster, row, bench.known))
        if isinstance(plan, Outcome):
            self._faulty(row, patient, [*plan.problems, *problems])
            return
        order, handout, warnings = plan
        if wish is None:
            self._faulty(row, order.patient, [*warnings, *problems])
            return
        found.problems += warnings
        try:
            if wish.choice == "none":
                bench.press.sheet(handout)
                found.rest.append((number, row))
                found.entries.append(Entry(row.line, "print", order.patient, file="packet"))
            else:
                self._message(number, row, order, handout, wish)
        except HandoutsError as error:
            self._faulty(row, order.patient, self._placed(error, row))

    def _faulty(self, row: Row, patient: str, problems: list[Problem]) -> None:
        said = "; ".join(dict.fromkeys(problem.message for problem in problems if not problem.warning))
        self.found.entries.append(Entry(row.line, "faulty", patient, wrong=said))
        self.found.problems += problems

    def _placed(self, error: HandoutsError, row: Row) -> list[Problem]:
        """Problems of the row with its line; those of the clinic's templates have places of their own."""
        own = [problem for problem in error.problems if "messages" in problem.place or problem.place.startswith("--")]
        rows = [problem for problem in error.problems if problem not in own]
        return [*own, *at_row(rows, self.job.roster, row, self.bench.known)]

    def _message(self, number: int, row: Row, order: Order, handout: Handout, wish: Wish) -> None:
        found, job, library = self.found, self.job, self.bench.library
        key = (handout.id, wish.address.casefold())
        if key in self._seen:
            message = f"is the same handout to the same address as line {self._seen[key]}; it is sent once"
            found.problems.append(Problem(job.roster, row.line, message, "Remove one of the two rows.", warning=True))
            found.entries.append(Entry(row.line, "idle", order.patient, wrong=f"the same as line {self._seen[key]}"))
            return
        pdf = data = self.bench.press.pdf(handout)
        protected = wish.choice == "protected"
        password = ""
        if protected:
            password = wish.password or password_for(self.secret, order.key, order.patient, wish.address)
            data = lock(pdf, password)
        events = reminders(handout, order, library, self.writer.domain) if self.calendar else b""
        letter = Letter(wish.address, order.patient, handout.language, handout.first_day, data, protected, events)
        message_id, written = self.writer.write(letter)
        self._seen[key] = row.line
        parcel = Parcel(handout.id, order.key, order.patient, wish.address, message_id, written)
        issued = issued_as(job, order, handout, MAILED, pdf)
        found.ready.append(Ready(number, row.line, protected, parcel, issued))
        found.entries.append(
            Entry(row.line, "protected" if protected else "plain", order.patient, wish.address,
                  attachment(handout.first_day))
        )  # fmt: skip
        if protected and not wish.password:
            found.slips.append(Slip(order.patient, password))
