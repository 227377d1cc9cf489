"""``handouts mail``: each patient's PDF of the week by e-mail, to those who agreed to it."""

from __future__ import annotations

import contextlib
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from click.core import ParameterSource

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import confirm, interactive, interrupts, progress
from handouts.commands.batch import defaults_of
from handouts.commands.common import order_options
from handouts.commands.options import clinic_options, open_library, printing, today, week_from
from handouts.commands.say import complain, initials, say

if TYPE_CHECKING:
    from datetime import date

    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.library.models import MailSettings
    from handouts.mail.message import Message
    from handouts.runs.job import Job
    from handouts.runs.mailing import MailRun, RowSummary
    from handouts.runs.rows import Bench

__all__ = ["mail"]


@click.command(
    epilog="""\b
Examples:
  handouts mail roster.csv --week-of 2026-11-23 --dry-run
  handouts mail roster.csv --week-of 2026-11-23 --preview letters
  handouts mail roster.csv --week-of 2026-11-23
  handouts mail --test
The roster needs the columns “email” and “email consent”, such as “plain 2026-11-01”, “protected 2026-11-01” or “none”.
"""
)
@click.argument("roster", required=False, type=click.Path(path_type=Path))
@click.option("--week-of", metavar="DATE", help="Each patient's own week in the seven days from this date.")
@click.option("--dry-run", is_flag=True, help="Make everything, show what would be sent, and send nothing.")
@click.option(
    "--preview",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the messages as files (.eml) that mail programs open, and send nothing.",
)
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option("--calendar", is_flag=True, help="Add reminders for each session and the next visit, as a calendar file.")
@click.option(
    "--packet-rest/--no-packet-rest",
    default=True,
    help="Make a print packet for those who are not written to.  [default: --packet-rest]",
)
@click.option("--skip-faulty", is_flag=True, help="Send to the others where a row is at fault.")
@click.option("--changed", is_flag=True, help="Send also what went before with other contents, for the same week.")
@click.option("--all-slips", is_flag=True, help="Print passwords also of patients who have been given theirs.")
@click.option("--register-lost", is_flag=True, help="Go on though the register that said what was sent is gone.")
@click.option("--test", is_flag=True, help="Send one message to the clinic itself, and nothing else.")
@click.option("--verbose", is_flag=True, help="Show whole names and addresses, on a terminal only.")
@order_options(defaults_only=True)
@clinic_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the print packet and the passwords.  [default: output/mail-of-DATE]",
)
@click.option("--force", "-f", is_flag=True, help="Replace files that are there.")
def mail(roster: Path | None, **options: Any) -> None:
    """Send each patient of ROSTER this week's PDF by e-mail.

    Only patients who agreed to it, on a day that the roster names, are written to; the others come into a print
    packet. Everything is made and checked before the first message leaves, and nothing is sent while a row is at
    fault. The same handout is sent to the same address once, however often and on whatever day the command runs;
    where a patient's week has changed since it was sent, it is held, and told.
    """
    if options["test"]:
        _test(options)
        return
    roster, week_of = _sensible(roster, options)
    library = _library(options)
    with contextlib.ExitStack() as stack:
        desk = _desk(roster, week_of, library, options, stack)
        work = desk.work
        wrong = [problem for problem in work.problems if not problem.warning]
        if options["dry_run"] or options["verbose"]:
            _table(work, shown=options["verbose"] and _is_terminal(sys.stdout))
        complain(_in_order(work.problems))
        if wrong and not options["skip_faulty"] and not options["preview"]:
            if desk.register and not options["dry_run"]:  # whoever wants no mail is heard in any case
                _withdraw(desk.register, [], work.declined)
            say(f"{_counts(work)}. Nothing was sent. Mend these first, or give --skip-faulty.")
            raise SystemExit(Exit.CONTENT)
        if options["preview"]:
            _preview(options["preview"], desk, force=options["force"])
        if options["dry_run"] or options["preview"]:
            say(f"{_counts(work)}. Nothing was sent.")
            if wrong:
                raise SystemExit(Exit.SOME_FAILED if options["skip_faulty"] else Exit.CONTENT)
            return
        if _go(desk, options) or wrong:
            raise SystemExit(Exit.SOME_FAILED)


@dataclass(frozen=True)
class _Desk:
    """All that a run works with."""

    job: Job
    bench: Bench
    library: Library
    work: MailRun
    register: Register | None
    """None where there is none yet, in a dry run."""


def _is_terminal(stream: TextIO) -> bool:
    """Whether a person is at the other end."""
    return stream.isatty()


# --- before anything is sent -----------------------------------------------------------------------


def _sensible(roster: Path | None, options: dict[str, Any]) -> tuple[Path, date]:
    """The roster and the date; HandoutsError where the options do not go together."""
    found = []
    week_of = week_from(options["week_of"])
    if roster is None:
        found.append(Problem("ROSTER", 0, "is missing", "Name the list of patients: handouts mail roster.csv …"))
    if week_of is None:
        found.append(Problem("--week-of", 0, "is missing", "Give the week: --week-of 2026-11-23."))
    if options["verbose"] and not _is_terminal(sys.stdout):
        message = "shows patients on a terminal only; here they stay hidden"
        complain([Problem("--verbose", 0, message, warning=True)])
    if found or roster is None or week_of is None:
        raise HandoutsError(found, Exit.USAGE)
    if week_of.weekday():
        message = f"{week_of} is a {week_of:%A}: weeks that begin on it, or in the six days after it, are meant"
        hint = f"Give {week_of - timedelta(days=week_of.weekday())} for the week that it is in."
        complain([Problem("--week-of", 0, message, hint, warning=True)])
    return roster, week_of


def _library(options: dict[str, Any]) -> Library:
    library = open_library(options)
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "mail is sent from a clinic's folder only", hint)], Exit.USAGE)
    return library


def _desk(roster: Path, week_of: date, library: Library, options: dict[str, Any], stack: contextlib.ExitStack) -> _Desk:
    """The job and all that is to be done, with every problem of the roster in it. A dry run writes nothing."""
    from handouts.deliver.register import FILE
    from handouts.mail.outbox import Outbox
    from handouts.mail.passwords import secret_of
    from handouts.runs.batch import BatchRequest, job_for, register_of, rows_of
    from handouts.runs.mailing import MailOptions, prepare
    from handouts.runs.workers import set_up

    assert library.folder
    read = rows_of(roster, library)
    folder = options["output"] or library.folder / "output" / f"mail-of-{week_of}"
    request = BatchRequest(
        today(), printing(options), options["brand"], defaults_of(options), week_of=week_of, force=options["force"]
    )
    job = job_for(read, library, folder, request)
    bench = set_up(job, library)
    dry = options["dry_run"] and not options["preview"]
    if not options["register_lost"]:
        _not_lost(library.folder)
    register = register_of(library, stack) if (library.folder / FILE).exists() or not dry else None
    if register:
        Outbox(register).recover()
    secret = secret_of(library.folder, keep=not dry)  # after the register: a key without one tells that it was lost
    manner = MailOptions(
        secret, options["calendar"], options["changed"], options["all_slips"], every=options["preview"] is not None
    )
    with progress(len(read.rows), "Making the messages") as step:
        keep = _keeping(library.folder, stack, dry=dry)
        work = prepare(job, bench, read.rows, manner, register, keep, step)
    work.problems[:0] = read.problems
    return _Desk(job, bench, library, work, register)


def _not_lost(folder: Path) -> None:
    """HandoutsError where the register is gone: nothing is known then of what was sent, and all would go again."""
    from handouts.deliver.register import FILE
    from handouts.mail.passwords import FILE as KEY

    register = folder / FILE
    if (folder / KEY).exists() and not (register.exists() and register.stat().st_size):
        hint = "Put it back from a backup. To go on without it, give --register-lost: what was sent may go out again."
        problem = Problem(str(register), 0, "is gone or empty, though messages were made here before", hint)
        raise HandoutsError([problem], Exit.CONTENT)


def _keeping(folder: Path, stack: contextlib.ExitStack, *, dry: bool) -> Callable[[bytes], bytes | Callable[[], bytes]]:
    """Where messages wait until all are made. Of a dry run none is kept."""
    from handouts.deliver.save import failed_problem
    from handouts.mail.spool import Spool

    if dry:
        return lambda _: b""
    try:
        spool = stack.enter_context(Spool(folder))
    except OSError as error:
        raise failed_problem(folder, "messages cannot be kept there", error) from error

    def keep(data: bytes) -> Callable[[], bytes]:
        try:
            return spool.put(data)
        except OSError as error:
            raise failed_problem(folder, "messages cannot be kept there", error) from error

    return keep


def _in_order(problems: list[Problem]) -> list[Problem]:
    """What weighs most last, where it is read: warnings of sheets, then of mail, then what is to mend. One that several
    lines share is told once.
    """
    several: dict[Problem, list[int]] = {}
    for problem in problems:
        several.setdefault(replace(problem, line=0) if problem.warning else problem, []).append(problem.line)
    found = []
    for problem, lines in several.items():
        rest = f" (and lines {', '.join(map(str, lines[1:]))})" if len(lines) > 1 and problem.warning else ""
        found.append(replace(problem, line=lines[0], message=problem.message + rest))

    def weight(problem: Problem) -> tuple[bool, bool, str, int]:
        return not problem.warning, problem.message.startswith("email"), problem.place, problem.line

    return sorted(found, key=weight)


def _counts(work: MailRun) -> str:
    """How many of what, as a phrase that names no one."""
    going = work.going
    parts = [f"{len(going)} to mail"]
    if protected := sum(one.protected for one in going):
        parts[0] += f" ({protected} protected)"
    told = Counter(one.held.state for one in work.ready if one.held)
    for count, said in (
        (told["skipped"], "sent before"),
        (told["busy"], "in another command's hands"),
        (told["held"], "changed since"),
        (told["failed"], "refused before"),
        (told["uncertain"], "uncertain"),
        (len(work.rest), "to print"),
        (work.count("printed"), "printed before"),
        (work.count("idle"), "not due"),
        (work.count("faulty"), "faulty"),
    ):
        if count:
            parts.append(f"{count} {said}")
    return ", ".join(parts)


def _table(work: MailRun, *, shown: bool) -> None:
    """Who, where, what, how, and what is wrong. Names and addresses are whole only where ``shown``."""
    rows = [("line", "who", "to", "file", "how", ""), *(_cells(entry, shown=shown) for entry in work.entries)]
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    for row in rows:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]).rstrip())


def _cells(entry: RowSummary, *, shown: bool) -> tuple[str, str, str, str, str, str]:
    from handouts.mail.addresses import mask

    who = entry.patient if shown else initials(entry.patient)
    address = entry.address if shown else mask(entry.address) if entry.address else ""
    return str(entry.line), who, address or "–", entry.file or "–", entry.how, entry.wrong


def _preview(folder: Path, desk: _Desk, *, force: bool) -> None:
    """Write the messages, and the passwords beside them, for their owner only."""
    from handouts.deliver.folder import make_folder
    from handouts.deliver.save import save

    every = desk.work.ready
    try:
        make_folder(folder)
        for old in folder.glob("*.eml") if force else ():
            if re.fullmatch(r"\d{4,}-[0-9A-Z]{12}\.eml", old.name):  # of a preview before
                old.unlink(missing_ok=True)
        for one in every:
            save(folder / f"{one.number:04}-{one.parcel.handout}.eml", one.parcel.message, force=force)
        _slips(folder, desk)
    except HandoutsError as error:
        raise HandoutsError(
            [replace(one, hint=one.hint.replace("with -o", "with --preview")) for one in error.problems], error.code
        ) from error
    say(f"Wrote {len(every)} message{'' if len(every) == 1 else 's'} to {folder}.")


def _slips(folder: Path, desk: _Desk) -> None:
    """Write the passwords beside those that are there already."""
    from handouts.deliver.folder import make_folder
    from handouts.deliver.names import unused
    from handouts.deliver.save import save
    from handouts.runs.slips import FILE, make_slips

    if desk.work.slips:
        make_folder(folder)
        data = make_slips(desk.work.slips, desk.bench.press)
        path = unused(folder / FILE, data)
        save(path, data, force=False)
        say(f"Passwords for the desk, never to be mailed: {path}")


# --- sending ---------------------------------------------------------------------------------------


def _go(desk: _Desk, options: dict[str, Any]) -> bool:
    """Print and send; gives whether something was not sent."""
    from handouts.deliver.folder import clear_old
    from handouts.library.snapshot import snapshot

    work, library, register = desk.work, desk.library, desk.register
    assert register
    printing = work.rest if options["packet_rest"] else []
    if work.going or printing:
        _ask(work, library.clinic.mail, options)
    clear_old(desk.job.folder)
    _withdraw(register, [one.parcel for one in work.ready], [*work.declined, *work.unclear])
    if not (work.ready or printing):
        say(f"{_counts(work)}. There is nothing to do.")
        return False
    digest, data = snapshot(library)
    register.keep(digest, data)
    if printing:
        _print_rest(replace(desk.job, content=digest), work, library, register)
    _slips(desk.job.folder, desk)
    if not work.ready:
        return False
    return _send(desk, digest, register, changed=options["changed"])


def _withdraw(register: Register, wanted: list[Message], refused: list[tuple[str, str]]) -> None:
    """Take out of the outbox what must not go any more: consent, address or contents have changed since."""
    from handouts.mail.due import outdated
    from handouts.mail.outbox import Outbox

    box = Outbox(register)
    if gone := box.withdraw(outdated(box, wanted, refused)):
        box.tidy()
        say(f"Taken out of the outbox, because consent, address or contents have changed: {gone}.")


def _ask(work: MailRun, mail: MailSettings | None, options: dict[str, Any]) -> None:
    """Ask before anything leaves, with the counts; whoever says no stops it."""
    if options["yes"]:
        return
    going = work.going
    parts = [f"{len(going)} message{'s' if len(going) != 1 else ''}"]
    if protected := sum(one.protected for one in going):
        parts.append(f"{protected} protected")
    if work.rest and options["packet_rest"]:
        parts.append(f"{len(work.rest)} to print")
    if not _is_terminal(sys.stdin):
        raise HandoutsError([Problem("--yes", 0, "is missing, and there is no one to ask", "Add --yes.")], Exit.USAGE)
    question = f"Send {', '.join(parts)}?"
    if mail and (minutes := round(len(going) / mail.per_minute)) > 1:
        question += f" At {mail.per_minute} a minute that takes {minutes} minutes."
    confirm(question, "Nothing was sent.")


def _print_rest(job: Job, work: MailRun, library: Library, register: Register) -> None:
    """Make the packet of those who are not written to. HandoutsError, with nothing sent, where it cannot be."""
    from handouts.deliver.folder import make_folder
    from handouts.runs.job import Chunk
    from handouts.runs.packets import PACKET_SIZE, last_packet, make_packet
    from handouts.runs.rows import Bench

    make_folder(job.folder)
    job = replace(job, kind="packet", printing={**job.printing, "form": False})
    bench = Bench(job, library)
    files: set[str] = set()
    first = 1 if job.force else last_packet(job.folder) + 1
    for at in range(0, len(work.rest), PACKET_SIZE):
        chunk = Chunk(first + at // PACKET_SIZE, tuple(work.rest[at : at + PACKET_SIZE]))
        outcomes = make_packet(job, chunk, bench)
        bad = [outcome for outcome in outcomes if outcome.state == "failed"]
        if bad:
            raise HandoutsError([problem for one in bad for problem in one.problems], bad[0].code)
        register.add(outcome.issued for outcome in outcomes if outcome.issued)
        files |= {str(outcome.file) for outcome in outcomes if outcome.file}
    say(f"To print, for {len(work.rest)}: {', '.join(sorted(files))}")


def _send(desk: _Desk, digest: str, register: Register, *, changed: bool) -> bool:
    """Send, and say what became of it; gives whether something was not sent."""
    from handouts.mail.send import send_all

    ready, roster = desk.work.ready, desk.job.roster
    parcels = [replace(one.parcel, issued=replace(one.issued, content=digest)) for one in ready]
    lines: dict[str, list[str]] = {}  # one handout may go to several addresses
    for one in ready:
        lines.setdefault(one.parcel.handout, []).append(str(one.line))
    told: list[str] = []

    def report(handout: str, state: str, note: str) -> None:
        step()
        if state not in ("sent", "skipped"):
            place = f"{roster}:{' or '.join(lines[handout])}" if handout in lines else handout
            told.append(f"{place}: {state}{f': {note}' if note else ''}")
            if not interactive():
                say(told.pop(), err=True)

    with interrupts() as stopped:
        try:
            with progress(len(ready), "Sending") as step:
                counts = send_all(parcels, desk.library, register, report=report, stop=stopped, changed=changed)
        finally:
            for line in told:  # beside a bar they could not be read
                say(line, err=True)
        parts = [f"{count} {_SAID.get(state, state)}" for state, count in counts.items() if count]
        others = [
            f"{count} {said}"
            for count, said in (
                (desk.work.count("idle"), "not due"),
                (desk.work.count("faulty"), "faulty, neither sent nor printed"),
            )
            if count
        ]
        say(f"{', '.join(parts) or '0 sent'}." + (f" {', '.join(others)}." if others else ""))
        tried = sum(counts.values())
        if stopped() and counts["deferred"]:
            done = tried - counts["deferred"]
            say(f"Stopped after {done} of {len(ready)}. The same command goes on.", err=True)
            raise SystemExit(Exit.STOPPED)
    return any(count for state, count in counts.items() if state not in ("sent", "skipped"))


_SAID = {
    "skipped": "sent before",
    "deferred": "put off",
    "held": "changed since it was sent",
    "busy": "in another command's hands",
    "withdrawn": "taken out by another command",
}


def _test(options: dict[str, Any]) -> None:
    """One message to the clinic itself. With anything else asked for, it is not clear that that is all to be sent."""
    context = click.get_current_context()
    given = [
        parameter
        for parameter in context.command.params
        if parameter.name not in ("test", "clinic", "content", "yes", "verbose")
        and context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    ]
    if given:
        names = ", ".join(one.opts[-1] if isinstance(one, click.Option) else "a roster" for one in given)
        hint = "To test the server write: handouts mail --test"
        raise HandoutsError([Problem("--test", 0, f"does not go together with {names}", hint)], Exit.USAGE)
    from handouts.mail.send import send_test

    say(send_test(_library(options)))
