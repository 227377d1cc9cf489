"""Every row of a roster becomes a message, a sheet to print, or a problem, before the first message leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.register import Issued, Register
from handouts.mail.addresses import doubts, shared_addresses
from handouts.mail.consent import Wish, contradictions, read_wishes, recipients, said, swapped
from handouts.mail.due import WAITING, elsewhere
from handouts.mail.letters import attachment, office_of
from handouts.mail.outbox import Outbox
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json
from handouts.plan.handout import Handout
from handouts.roster import Row
from handouts.runs.decisions import shown_before
from handouts.runs.earlier import overlap
from handouts.runs.following import Moved
from handouts.runs.job import Job, RowResult, issued_as, place_of, who_of
from handouts.runs.mail_run import How, MailOptions, MailRun, Ready, RowSummary
from handouts.runs.messages import Keep, MessageMaker
from handouts.runs.row_problems import at_row
from handouts.runs.rows import Bench, PlannedRow, planned
from handouts.runs.summary import went_on

__all__ = ["MAILED", "prepare"]

MAILED = "sent by e-mail"
"""What the register says in place of a file."""


def prepare(
    job: Job,
    bench: Bench,
    rows: Sequence[Row],
    options: MailOptions,
    secret: bytes,
    register: Register | None,
    keep: Keep,
    step: Callable[[], None] = lambda: None,
) -> MailRun:
    """Plan, make and write everything; send nothing. ``keep`` puts a message where it is to wait; ``step`` is called
    after each row.

    ``secret`` is what generated passwords follow from. ``register`` says what was sent and printed before; None where
    there is none yet.
    HandoutsError where nothing at all can be written: the clinic has no address, or no time zone for a calendar.
    """
    box = Outbox(register) if register else None
    work = _Rows(job, bench, MessageMaker(bench, options, secret, box, keep), register, box)
    dates = bench.library.clinic.dates or ""
    wishes = [read_wishes(row.fields, job.today, dates) for row in rows]
    every = [said(row.line, row.fields, *both) for row, (both, _) in zip(rows, wishes, strict=True)]
    against = swapped(every, box.reached()) if box else {}
    against |= contradictions(every)
    for number, (row, ((wish, carer), wrong)) in enumerate(zip(rows, wishes, strict=True), 1):
        other = against.get(number - 1)
        if other and wish and wish.choice == "none":
            work.run.declined.append(_who(row))
        work.add(number, row, None if other else wish, carer, [*wrong, other] if other else wrong)
        step()
    run = work.run
    own = [(ready.line, ready.message.address) for ready in run.ready if not ready.message.role]
    run.problems += shared_addresses(own, job.roster)
    return run


class _Rows:
    """Takes the rows one by one, and says what becomes of each."""

    def __init__(
        self, job: Job, bench: Bench, maker: MessageMaker, register: Register | None, box: Outbox | None
    ) -> None:
        self.job, self.bench, self.maker, self.register, self.box = job, bench, maker, register, box
        self.run = MailRun()
        self._office = office_of(bench.library)
        self._seen: dict[tuple[str, str, str], int] = {}
        self._before = shown_before(register, job.week_of) if register and job.week_of else ()

    def add(self, number: int, row: Row, wish: Wish | None, carer: Wish | None, wrong: Sequence[Problem]) -> None:
        """Take a row on."""
        run, bench = self.run, self.bench
        patient = str(row.fields.get("patient", ""))
        plan = planned(self.job, bench, number, row)
        self._keep_said(row, plan)
        who = _who(row) if isinstance(plan, RowResult) else (plan[0].key, plan[0].patient)
        if wish is None or wish.choice == "none" or self._taken_back(who, carer):  # whatever else the row says
            (run.declined if wish else run.unclear).append(who)
        if isinstance(plan, RowResult) and plan.state != "failed":
            run.entries.append(RowSummary(row.line, "idle", patient, wrong=f"{plan.state}: {plan.note}"))
            run.problems += plan.problems
            return
        problems = list(at_row(wrong, self.job.roster, row, bench.known))
        if isinstance(plan, RowResult):
            self._faulty(row, patient, [*plan.problems, *problems])
            return
        order, handout, warnings, moved, _ = plan
        if wish is None or carer is None:
            self._faulty(row, order.patient, [*warnings, *problems])
            return
        first = len(run.entries)
        self._count(order, moved)
        try:
            if wish.choice == "none":
                self._print(number, row, order, handout)
            for one in recipients(wish, carer, self._office):
                self._mail(number, row, order, handout, one)
            if any(entry.how in ("plain", "protected", "print") for entry in run.entries[first:]):  # made now
                run.problems += warnings
        except HandoutsError as error:
            if error.code == Exit.OUTPUT or any(problem.kind == "template" for problem in error.problems):
                raise  # the disk or a template, and no fault of the row
            self._faulty(row, order.patient, self._placed(error, row))

    def _count(self, order: Order, moved: Moved) -> None:
        """Count a sheet by what was decided of its week."""
        self.run.moved[moved] += 1
        self.run.unseen += not moved and went_on(order.key, order.patient, self._before)

    def _keep_said(self, row: Row, plan: PlannedRow | RowResult) -> None:
        """What a row says of its week, with its patient."""
        if plan.said and (isinstance(plan, PlannedRow) or plan.state != "failed"):
            who = who_of(row) if isinstance(plan, RowResult) else (plan.order.key, plan.order.patient)
            self.run.said.append((*who, plan.said))

    def _taken_back(self, who: tuple[str, str], carer: Wish | None) -> bool:
        """Whether something waits for a carer that is to get no copy any more."""
        if self.box is None or (carer and carer.choice != "none"):
            return False
        return any(
            entry.role == "carer" and entry.state in (*WAITING, "failed") for entry in self.box.of_namesake(*who)
        )

    def _faulty(self, row: Row, patient: str, problems: list[Problem]) -> None:
        if any(problem.kind == "health" and not problem.warning for problem in problems):
            self.run.declined.append(_who(row))  # what waits was made before it was known that it does not suit them
        told = "; ".join(dict.fromkeys(problem.message for problem in problems if not problem.warning))
        self.run.entries.append(RowSummary(row.line, "faulty", patient, wrong=told))
        self.run.problems += problems

    def _placed(self, error: HandoutsError, row: Row) -> list[Problem]:
        """Problems of the row with its line; those of an option have places of their own."""
        own = [problem for problem in error.problems if problem.kind == "option"]
        rows = [problem for problem in error.problems if problem not in own]
        return [*own, *at_row(rows, self.job.roster, row, self.bench.known)]

    # --- on paper --------------------------------------------------------------------------------

    def _print(self, number: int, row: Row, order: Order, handout: Handout) -> None:
        self.bench.press.sheet(handout)
        before = self._printed(order, handout)
        if before and not self.job.force:
            self.run.entries.append(RowSummary(row.line, "printed", order.patient, file=before, wrong="made before"))
            return
        self.run.rest.append((number, row))
        self.run.entries.append(RowSummary(row.line, "print", order.patient, file="packet"))

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

    def _mail(self, number: int, row: Row, order: Order, handout: Handout, wish: Wish) -> None:
        planned = self.maker.plan(order, handout, wish)
        about = (planned.topic, planned.edition, wish.address.casefold())
        if about in self._seen:
            line = self._seen[about]
            same = f"is the same handout to the same address as line {line}; it is sent once"
            self._warn(row.line, same, "Remove one of the two rows.")
            self.run.entries.append(RowSummary(row.line, "idle", order.patient, wrong=f"the same as line {line}"))
            return
        made = self.maker.make(planned, order, handout, wish)
        self._seen[about] = row.line
        place = f"{MAILED}, to a carer" if wish.role == "carer" else MAILED
        digest = sha256(made.pdf).hexdigest() if made.pdf else ""
        issued = issued_as(self.job, order, handout, place, digest) if wish.role != "office" else None
        if issued and not wish.role:
            self._warn_of_overlap(row.line, issued)
        ready = Ready(number, row.line, wish.choice == "protected", made.message, issued, made.held)
        self.run.ready.append(ready)
        self.run.entries.append(self._summary(ready, handout.first_day))
        if made.slip and made.slip not in self.run.slips:
            self.run.slips.append(made.slip)

    def _warn_of_overlap(self, line: int, issued: Issued) -> None:
        """Where the patient was sent a sheet of the program for other seven days, some of them the same."""
        rows = self.register.history(issued.key or issued.patient) if self.register else []
        for row in rows:
            mine = (row.key, row.program) == (issued.key, issued.program) and row.place == MAILED
            if mine and row.first_day != issued.first_day and overlap(row.first_day, issued.first_day):
                message = f"was sent a sheet for the week from {row.first_day} already, which this one overlaps"
                self._warn(line, message, "Tell the patient which one holds: reminders of that week are not cancelled.")
                return

    def _summary(self, ready: Ready, first_day: date) -> RowSummary:
        """A message as it is to be looked over, with what the outbox knows of its patient's week."""
        file, page = attachment(first_day), self.maker.with_page
        if page and not ready.protected:
            file += f" and {attachment(first_day, 'html')}"
        bare = "without the page, which no password protects" if page and ready.protected else ""
        message, held = ready.message, ready.held
        how: How = "before" if held else "protected" if ready.protected else "plain"
        wrong = f"{held.state}: {held.note}" if held else ""
        if not held and self.box and (day := elsewhere(message, self.box)):
            wrong = f"went to another address on {day}"
            hint = "If that was the wrong one, tell the patient. If not, nothing is to be done."
            self._warn(ready.line, f"email: {wrong}", hint, of_mail=True)
        if doubt := doubts(message.address):
            self._warn(
                ready.line, f"email: {doubt}", "Check it with the patient: a stranger may get the sheet.", of_mail=True
            )
        copy = f"copy for the {message.role}" if message.role else ""
        told = "; ".join(filter(None, (copy, wrong or doubt, bare)))
        return RowSummary(ready.line, how, message.patient, message.address, file, told)

    def _warn(self, line: int, message: str, hint: str, *, of_mail: bool = False) -> None:
        problem = Problem(self.job.roster, line, message, hint, warning=True, kind="mail" if of_mail else "")
        self.run.problems.append(problem)


def _who(row: Row) -> tuple[str, str]:
    """Key and name as the row has them."""
    return str(row.fields.get("key", "")).strip(), str(row.fields.get("patient", "")).strip()


def _asked(order: str) -> object:
    """A stored order without its day of issue; as it stands where it was changed by hand and cannot be read."""
    try:
        return {name: value for name, value in json.loads(order).items() if name != "issued"}
    except (ValueError, AttributeError):
        return order
