"""What takes long of a clinic's Monday, as functions for a process of their own: make the week's sheets, look what mail
would go out, send it, send again what did not arrive. See ``runs.apart``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.load import Library, load_library
from handouts.mail.outbox import Outbox
from handouts.mail.send import send_again
from handouts.runs.apart import ApartLine
from handouts.runs.batch import BatchRequest, job_for, rows_of, run_batch
from handouts.runs.mail_run import MailOptions, RowSummary, counted, in_order, outcome, question
from handouts.runs.mail_week import MailWeek, get_ready, mail_folder, open_week, send_week, withdraw_declined
from handouts.runs.outbox import may_be_sent, question_before
from handouts.runs.registers import open_register
from handouts.runs.summary import BatchSummary

__all__ = ["MailLook", "MailSent", "MondayList", "look_at_mail", "make_sheets", "send_mail", "send_waiting"]

_TRY_AGAIN = "Look again what would go out, and then send it."


@dataclass(frozen=True)
class MondayList:
    """Whose Monday it is, and which list of patients."""

    folder: Path
    """The clinic's."""
    brand: str | None
    roster: Path
    digest: str
    """Of the roster as whoever asked saw it."""
    today: date
    week_of: date


@dataclass(frozen=True)
class MailLook:
    """What would go out."""

    entries: tuple[RowSummary, ...]
    problems: tuple[Problem, ...]
    counted: str
    asked: str
    """The question with the counts, which is to be said yes to."""
    going: int
    printing: int
    """Sheets for those who are not written to."""
    wrong: int
    calendar: bool
    changed: bool
    held: int
    """Those that went before with other contents."""


@dataclass(frozen=True)
class MailSent:
    """What became of a run."""

    outcome: str
    """In sentences that name no patient."""
    told: tuple[str, ...] = ()
    """Of messages that did not go."""
    halted: tuple[str, ...] = ()
    """Why the rest waits."""
    counts: dict[str, int] = field(default_factory=dict)
    stopped: bool = False


def make_sheets(line: ApartLine, /, *, asked: MondayList, requests: Sequence[BatchRequest]) -> list[BatchSummary]:
    """Make the sheets of a roster's week, in each of the forms asked for, one after the other."""
    library = _library(asked)
    read = rows_of(_same(asked), library, asked.today)
    line.of(len(read.rows) * len(requests))
    made: list[BatchSummary] = []
    for request in requests:
        if line.stopped():
            break
        made.append(run_batch(read, library, request, stop=line.stopped, progress=line.step, tell=line.say))
    return made


def look_at_mail(line: ApartLine, /, *, asked: MondayList, calendar: bool, changed: bool) -> MailLook:
    """Make every message of the week, look at all of it, send and write nothing."""
    options = MailOptions(calendar=calendar, changed=changed, dry_run=True)
    with contextlib.ExitStack() as stack:
        week = _mail_week(line, asked, options, stack)
        run = week.run
        return MailLook(
            entries=tuple(run.entries),
            problems=tuple(in_order(run.problems)),
            counted=counted(run),
            asked=_asked(week),
            going=len(run.going),
            printing=len(run.rest),
            wrong=len(run.wrong),
            calendar=calendar,
            changed=changed,
            held=sum(ready.held is not None and ready.held.state == "held" for ready in run.ready),
        )


def send_mail(
    line: ApartLine, /, *, asked: MondayList, calendar: bool, changed: bool, confirmed: str, faulty: bool
) -> MailSent:
    """Send the week's mail. ``confirmed`` is the question that was said yes to: where it is another by now, nothing
    goes. ``faulty``: send to the others where rows are at fault.
    """
    options = MailOptions(calendar=calendar, changed=changed)
    told: list[str] = []
    with contextlib.ExitStack() as stack:
        week = _mail_week(line, asked, options, stack)
        if week.run.wrong and not faulty:
            withdraw_declined(week, told.append)
            raise HandoutsError(in_order(week.run.wrong))

        def ask() -> None:
            if _asked(week) != confirmed:
                message = f"is not what you saw any more; now it would be: {_asked(week)}"
                raise HandoutsError([Problem("what would go out", 0, message, _TRY_AGAIN)])

        ready = get_ready(week, ask, told.append)
        if ready is None:
            return MailSent(outcome=" ".join(told))
        return _sent(line, ready, told)


def send_waiting(line: ApartLine, /, *, folder: Path, brand: str | None, number: int, confirmed: str) -> MailSent:
    """Send again what waits in the outbox, or one message by its number. ``confirmed``: the question that was said yes
    to; empty where one message alone was chosen.
    """
    library = load_library(folder, brand).checked()
    told: list[str] = []
    halted: list[str] = []
    with open_register(folder) as register:
        box = Outbox(register)
        box.recover()
        one = box.entry(number) if number else None
        waiting = [one] if one else [] if number else may_be_sent(box)
        if not number and waiting and question_before(waiting) != confirmed:
            raise HandoutsError([Problem("what waits", 0, "is not what you saw any more", "Look again.")])
        line.of(len(waiting))
        if not waiting:
            return MailSent(outcome="Nothing to send.")

        def report(handout: str, state: str, note: str) -> None:
            line.step()
            if state != "sent":
                told.append(f"{handout}: {state}{f': {note}' if note else ''}")

        counts = send_again(waiting, library, register, report=report, stop=line.stopped, halted=halted.append)
    said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return MailSent(f"{said or '0 sent'}.", tuple(told), tuple(halted), counts, stopped=line.stopped())


def _sent(line: ApartLine, week: MailWeek, told: list[str]) -> MailSent:
    line.of(len(week.run.ready))
    not_gone: list[str] = []
    halted: list[str] = []

    def report(said: str) -> None:
        line.step()
        if said:
            not_gone.append(said)

    counts = send_week(week, report, line.stopped, halted.append)
    words = " ".join([outcome(week.run, counts), *told])
    stopped = line.stopped() and bool(counts["deferred"])
    return MailSent(words, tuple(not_gone), tuple(halted), counts, stopped=stopped)


def _library(asked: MondayList) -> Library:
    return load_library(asked.folder, asked.brand).checked()


def _same(asked: MondayList) -> Path:
    """The roster; HandoutsError where it is not the one that was seen."""
    from handouts.runs.rosters.table import digest_of

    if digest_of(asked.roster) != asked.digest:
        message = "was changed since you looked at it"
        raise HandoutsError([Problem(asked.roster.name, 0, message, "Look at it again, and then go on.")], Exit.USAGE)
    return asked.roster


def _mail_week(line: ApartLine, asked: MondayList, options: MailOptions, stack: contextlib.ExitStack) -> MailWeek:
    """All that is to be done, with every problem of the roster in it."""
    library = _library(asked)
    read = rows_of(_same(asked), library, asked.today)
    line.of(len(read.rows))
    printing = {"mono": False, "form": True, "two_up": False, "codes": True}
    request = BatchRequest(asked.today, printing, asked.brand, week_of=asked.week_of)
    job = job_for(read, library, mail_folder(library, asked.week_of), request)
    week = open_week(job, library, read.rows, options, stack, line.step)
    week.run.problems[:0] = read.problems
    return week


def _asked(week: MailWeek) -> str:
    mail = week.library.clinic.mail
    return question(week.run, week.options, mail.per_minute if mail else None)
