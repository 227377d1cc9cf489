"""Every row of a roster becomes a message, a sheet to print, or a problem, before the first message leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.register import Issued, Register
from handouts.mail.addresses import doubts, shared_addresses
from handouts.mail.calendar import EventIds, reminders, zone_of
from handouts.mail.consent import Wish, contradictions, read_wish, said, swapped
from handouts.mail.due import NotSent, elsewhere, follows, told, why_not_sent
from handouts.mail.letters import Letter, LetterWriter, attachment
from handouts.mail.message import Message, patient_of, topic_of
from handouts.mail.outbox import Outbox
from handouts.mail.passwords import password_for, tag_of
from handouts.orders.order import Order
from handouts.orders.reader import order_as_json
from handouts.plan.handout import Handout
from handouts.roster import Row
from handouts.runs.job import Job, RowResult, issued_as, place_of
from handouts.runs.row_problems import at_row
from handouts.runs.rows import Bench, planned
from handouts.runs.slips import Slip
from handouts.write.protect import lock

__all__ = ["MAILED", "MailRun", "Ready", "RowSummary", "prepare"]

How = Literal["plain", "protected", "print", "printed", "before", "idle", "faulty"]
MAILED = "sent by e-mail"
"""What the register says in place of a file."""


@dataclass(frozen=True)
class RowSummary:
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
    """A message, with its row's number, from 1, and its line, and what the register is to say."""

    number: int
    line: int
    protected: bool
    parcel: Message = field(repr=False)
    issued: Issued = field(repr=False)
    held: NotSent | None = None
    """Why it is not sent now, or None where it is."""


@dataclass
class MailRun:
    """All that is to be done for a roster."""

    ready: list[Ready] = field(default_factory=list)
    """Every message, also those that went before: the outbox has the last word."""
    rest: list[tuple[int, Row]] = field(default_factory=list)
    """Rows to print, with their numbers."""
    slips: list[Slip] = field(default_factory=list)
    """Passwords that were generated, of patients that have not been told."""
    entries: list[RowSummary] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    declined: list[tuple[str, str]] = field(default_factory=list)
    """Key and name of each patient that wants no mail."""
    unclear: list[tuple[str, str]] = field(default_factory=list)
    """The same of each whose consent is at fault, so that nothing may be sent to them now."""

    def count(self, *how: How) -> int:
        return sum(entry.how in how for entry in self.entries)

    @property
    def going(self) -> list[Ready]:
        """The messages that are sent now."""
        return [one for one in self.ready if not one.held]


@dataclass(frozen=True)
class MailOptions:
    """How the messages are made."""

    secret: bytes = field(repr=False)
    """What generated passwords follow from."""
    calendar: bool = False
    changed: bool = False
    """Whether another edition follows one that went."""
    all_slips: bool = False
    """Whether passwords are printed for those too who have been told."""
    every: bool = False
    """Whether messages are made that are not sent now, too: to be looked at."""


def prepare(
    job: Job,
    bench: Bench,
    rows: Sequence[Row],
    manner: MailOptions,
    register: Register | None,
    keep: Callable[[bytes], bytes | Callable[[], bytes]],
    step: Callable[[], None] = lambda: None,
) -> MailRun:
    """Plan, make and write everything; send nothing. ``keep`` puts a message where it is to wait; ``step`` is called
    after each row.

    ``register`` says what was sent and printed before; None where there is none yet.
    HandoutsError where nothing at all can be written: the clinic has no address, or no time zone for a calendar.
    """
    writer = LetterWriter(bench.library)
    if manner.calendar:
        zone_of(bench.library)
    work = _Work(job, bench, writer, manner, register, keep)
    wishes = [read_wish(row.fields, job.today, bench.library.clinic.dates or "") for row in rows]
    every = [said(row.line, row.fields, wish) for row, (wish, _) in zip(rows, wishes, strict=True)]
    against = swapped(every, work.box.reached()) if work.box else {}
    against |= contradictions(every)
    for number, (row, (wish, wrong)) in enumerate(zip(rows, wishes, strict=True), 1):
        other = against.get(number - 1)
        if other and wish and wish.choice == "none":
            work.found.declined.append(_who(row))
        work.add(number, row, None if other else wish, [*wrong, other] if other else wrong)
        step()
    found = work.found
    addresses = [(entry.line, entry.address) for entry in found.entries if entry.address]
    found.problems += shared_addresses(addresses, job.roster)
    return found


class _Work:
    """Goes through the rows one by one."""

    def __init__(
        self,
        job: Job,
        bench: Bench,
        writer: LetterWriter,
        manner: MailOptions,
        register: Register | None,
        keep: Callable[[bytes], bytes | Callable[[], bytes]],
    ) -> None:
        self.job, self.bench, self.writer, self.manner, self.keep = job, bench, writer, manner, keep
        self.register = register
        self.box = Outbox(register) if register else None
        self.secret = tag_of(manner.secret, "secret")
        self.found = MailRun()
        self.made = datetime.now(UTC)
        self._seen: dict[tuple[str, str], int] = {}

    def add(self, number: int, row: Row, wish: Wish | None, wrong: Sequence[Problem]) -> None:
        """Take a row on."""
        found, bench = self.found, self.bench
        patient = str(row.fields.get("patient", ""))
        plan = planned(self.job, bench, number, row)
        if wish is None or wish.choice == "none":  # whatever else the row says
            who = _who(row) if isinstance(plan, RowResult) else (plan[0].key, plan[0].patient)
            (found.declined if wish else found.unclear).append(who)
        if isinstance(plan, RowResult) and plan.state != "failed":
            found.entries.append(RowSummary(row.line, "idle", patient, wrong=f"{plan.state}: {plan.note}"))
            return
        problems = list(at_row(wrong, self.job.roster, row, bench.known))
        if isinstance(plan, RowResult):
            self._faulty(row, patient, [*plan.problems, *problems])
            return
        order, handout, warnings = plan
        if wish is None:
            self._faulty(row, order.patient, [*warnings, *problems])
            return
        try:
            if wish.choice == "none":
                self._print(number, row, order, handout)
            else:
                self._message(number, row, order, handout, wish)
            if found.entries[-1].how in ("plain", "protected", "print"):  # of what is made now
                found.problems += warnings
        except HandoutsError as error:
            if error.code == Exit.OUTPUT or any("messages" in problem.place for problem in error.problems):
                raise  # the disk or a template, and no fault of the row
            self._faulty(row, order.patient, self._placed(error, row))

    def _faulty(self, row: Row, patient: str, problems: list[Problem]) -> None:
        said = "; ".join(dict.fromkeys(problem.message for problem in problems if not problem.warning))
        self.found.entries.append(RowSummary(row.line, "faulty", patient, wrong=said))
        self.found.problems += problems

    def _placed(self, error: HandoutsError, row: Row) -> list[Problem]:
        """Problems of the row with its line; those of an option have places of their own."""
        own = [problem for problem in error.problems if problem.place.startswith("--")]
        rows = [problem for problem in error.problems if problem not in own]
        return [*own, *at_row(rows, self.job.roster, row, self.bench.known)]

    # --- on paper --------------------------------------------------------------------------------

    def _print(self, number: int, row: Row, order: Order, handout: Handout) -> None:
        found = self.found
        self.bench.press.sheet(handout)
        before = self._printed(order, handout)
        if before and not self.job.force:
            found.entries.append(RowSummary(row.line, "printed", order.patient, file=before, wrong="made before"))
            return
        found.rest.append((number, row))
        found.entries.append(RowSummary(row.line, "print", order.patient, file="packet"))

    def _printed(self, order: Order, handout: Handout) -> str:
        """The packet of this week's folder that holds the same, or empty. Another day of issue makes no difference."""
        if not self.register:
            return ""
        asked = (order.key, order.patient, handout.first_day.isoformat(), _asked(order_as_json(order)))
        for row in self.register.history(order.key or order.patient):
            place, _, number = row.place.partition("#")
            path = self.job.folder / place.rpartition("/")[2]
            if number and place == place_of(self.job, path) and path.is_file():  # noqa: SIM102  # the cheap ones first
                if asked == (row.key, row.patient, row.first_day, _asked(row.asked)):
                    return path.name
        return ""

    # --- by e-mail -------------------------------------------------------------------------------

    def _message(self, number: int, row: Row, order: Order, handout: Handout, wish: Wish) -> None:
        found, job, manner = self.found, self.job, self.manner
        topic = topic_of(order, handout.first_day)
        edition = self.bench.planner.plan(replace(order, issued=handout.first_day))[0].id
        key = (f"{topic} {edition}", wish.address.casefold())
        if key in self._seen:
            message = f"is the same handout to the same address as line {self._seen[key]}; it is sent once"
            found.problems.append(Problem(job.roster, row.line, message, "Remove one of the two rows.", warning=True))
            found.entries.append(
                RowSummary(row.line, "idle", order.patient, wrong=f"the same as line {self._seen[key]}")
            )
            return
        protected = wish.choice == "protected"
        generated = protected and not wish.password
        password = wish.password
        if generated:
            password = password_for(manner.secret, order.key, order.patient, wish.address)
        parcel = Message(
            handout.id,
            order.key,
            order.patient,
            wish.address,
            "",
            b"",
            topic,
            edition,
            self.secret if generated else "",
        )
        why = why_not_sent(parcel, self.box, changed=manner.changed) if self.box else None
        pdf = b""
        if manner.every or not why:
            pdf = self.bench.press.pdf(handout)
            message_id, written = self.writer.write(self._letter(order, handout, parcel, pdf, password))
            parcel = replace(parcel, message_id=message_id, data=self.keep(written))
        self._seen[key] = row.line
        issued = issued_as(job, order, handout, MAILED, pdf)
        self._take(Ready(number, row.line, protected, parcel, issued, why), handout)
        new = not why and not (self.box and told(parcel, self.box))
        if generated and (new or manner.all_slips):
            found.slips.append(Slip(order.patient, password, order.key))

    def _letter(self, order: Order, handout: Handout, parcel: Message, pdf: bytes, password: str) -> Letter:
        """What is to be mailed; protected where there is a ``password``."""
        events = b""
        if self.manner.calendar:
            secret = self.manner.secret
            marks = EventIds(tag_of(secret, patient_of(order)), tag_of(secret, parcel.topic), self.writer.domain)
            events = reminders(handout, order, self.bench.library, marks, self.made, discreet=bool(password))
        data = lock(pdf, password) if password else pdf
        again = bool(self.box and follows(parcel, self.box))
        return Letter(
            parcel.address, order.patient, handout.language, handout.first_day, data, bool(password), events, again
        )

    def _take(self, one: Ready, handout: Handout) -> None:
        """Take a message on, with what the outbox knows of it."""
        found, parcel, why = self.found, one.parcel, one.held
        found.ready.append(one)
        how: How = "before" if why else "protected" if one.protected else "plain"
        wrong = f"{why.state}: {why.note}" if why else ""
        if not why and self.box and (day := elsewhere(parcel, self.box)):
            wrong = f"went to another address on {day}"
            hint = "If that was the wrong one, tell the patient. If not, nothing is to be done."
            found.problems.append(Problem(self.job.roster, one.line, f"email: {wrong}", hint, warning=True))
        if doubt := doubts(parcel.address):
            hint = "Check it with the patient: a stranger may get the sheet."
            found.problems.append(Problem(self.job.roster, one.line, f"email: {doubt}", hint, warning=True))
        file = attachment(handout.first_day)
        found.entries.append(RowSummary(one.line, how, parcel.patient, parcel.address, file, wrong or doubt))


def _who(row: Row) -> tuple[str, str]:
    """Key and name as the row has them."""
    return str(row.fields.get("key", "")).strip(), str(row.fields.get("patient", "")).strip()


def _asked(order: str) -> object:
    """A stored order without its day of issue."""
    return {name: value for name, value in json.loads(order).items() if name != "issued"}
