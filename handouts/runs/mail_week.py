"""A clinic's week of mail from its roster to the server: opened, looked over, printed for those without mail, sent.

Questions and what is told go through callables; nothing here knows who is asked or where it is shown.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.decisions import DecisionsTable
from handouts.deliver.folder import clear_old, make_folder
from handouts.deliver.names import unused
from handouts.deliver.register import FILE as REGISTER
from handouts.deliver.register import Register
from handouts.deliver.save import failed_problem, save
from handouts.library.load import Library
from handouts.library.snapshot import snapshot
from handouts.mail.due import outdated
from handouts.mail.message import Message
from handouts.mail.outbox import Outbox
from handouts.mail.passwords import FILE as KEY
from handouts.mail.passwords import secret_of
from handouts.mail.send import send_all
from handouts.mail.spool import Spool
from handouts.roster import Row
from handouts.runs.decisions import decisions_for
from handouts.runs.job import Chunk, Job
from handouts.runs.mail_run import MailOptions, MailRun, counted
from handouts.runs.mailing import prepare
from handouts.runs.messages import Keep
from handouts.runs.packets import PACKET_SIZE, last_packet, make_packet
from handouts.runs.registers import open_register
from handouts.runs.rows import Bench
from handouts.runs.slips import FILE as SLIPS
from handouts.runs.slips import make_slips
from handouts.runs.workers import set_up

__all__ = ["MailWeek", "get_ready", "mail_folder", "open_week", "send_week", "withdraw_declined", "write_preview"]

Tell = Callable[[str], None]
"""Is given a sentence that names no patient."""
_HEAD = 8_000
"""Bytes in which the headers of a message of ours end."""


@dataclass(frozen=True)
class MailWeek:
    """All that a run works with."""

    job: Job
    bench: Bench
    library: Library
    options: MailOptions
    run: MailRun
    register: Register | None
    """None where there is none yet, in a dry run."""


def mail_folder(library: Library, week_of: date) -> Path:
    """Where a week's print packet and passwords go, unless something else is asked for."""
    return (library.folder or Path()) / "output" / f"mail-of-{week_of}"


def open_week(
    job: Job,
    library: Library,
    rows: Sequence[Row],
    options: MailOptions,
    stack: contextlib.ExitStack,
    step: Callable[[], None],
) -> MailWeek:
    """Make everything, and send nothing. A dry run writes nothing either. ``step`` is called after each row; what has
    to be closed in the end goes on the ``stack``.
    """
    folder = library.folder
    assert folder
    bench = set_up(job, library)
    dry = options.dry_run and options.preview is None
    if not options.register_lost:
        _not_lost(folder)
    there = (folder / REGISTER).exists()
    register = stack.enter_context(open_register(folder, reading=dry)) if there or not dry else None
    if register and not dry:  # a dry run works with a register that cannot be written, too
        Outbox(register).recover()
    if register and job.week_of:
        job = replace(job, decided=decisions_for(register, rows))
    secret = secret_of(folder, keep=not dry)  # after the register: a key without one tells that it was lost
    keep = _keeping(folder, stack, dry=dry)
    return MailWeek(
        job, bench, library, options, prepare(job, bench, rows, options, secret, register, keep, step), register
    )


def _not_lost(folder: Path) -> None:
    """HandoutsError where the register is gone: nothing is known then of what was sent, and all would go again."""
    register = folder / REGISTER
    if (folder / KEY).exists() and not (register.exists() and register.stat().st_size):
        hint = "Put it back from a backup. To go on without it, give --register-lost: what was sent may go out again."
        problem = Problem(str(register), 0, "is gone or empty, though messages were made here before", hint)
        raise HandoutsError([problem], Exit.CONTENT)


def _keeping(folder: Path, stack: contextlib.ExitStack, *, dry: bool) -> Keep:
    """Where messages wait until all are made. Of a dry run none is kept."""
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


def write_preview(week: MailWeek, folder: Path, tell: Tell) -> None:
    """Write the messages, and the passwords beside them, for their owner only."""
    every = week.run.ready
    try:
        make_folder(folder)
        for old in folder.glob("*.eml"):
            if _is_preview(old, week.library.clinic.email or "", force=week.job.force):
                old.unlink(missing_ok=True)
        for ready in every:
            role = f"-{ready.message.role}" if ready.message.role else ""
            path = folder / f"{ready.number:04}-{ready.message.handout}{role}.eml"
            save(path, ready.message.whole, force=week.job.force)
        _write_slips(folder, week, tell)
    except HandoutsError as error:
        problems = [replace(one, hint=one.hint.replace("with -o", "with --preview")) for one in error.problems]
        raise HandoutsError(problems, error.code) from error
    tell(f"Wrote {len(every)} message{'' if len(every) == 1 else 's'} to {folder}.")


def _is_preview(path: Path, sender: str, *, force: bool) -> bool:
    """Whether a file is of a preview before: by its name, and by what stands in it but where replacing is asked for."""
    if not re.fullmatch(r"\d{4,}-[0-9A-Z]{12}(-carer|-office)?\.eml", path.name) or not path.is_file():
        return False
    if force:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).partition(b"\r\n\r\n")[0]
    except OSError:
        return False
    marks = (b"Auto-Submitted: auto-generated", f"List-Unsubscribe: <mailto:{quote(sender, safe='@')}?".encode())
    return not path.is_symlink() and all(mark in head for mark in marks)


def _write_slips(folder: Path, week: MailWeek, tell: Tell) -> None:
    """Write the passwords beside those that are there already."""
    if week.run.slips:
        make_folder(folder)
        data = make_slips(week.run.slips, week.bench.press)
        path = unused(folder / SLIPS, data)
        save(path, data, force=False)
        tell(f"Passwords for the desk, never to be mailed: {path}")


def withdraw_declined(week: MailWeek, tell: Tell) -> None:
    """Take out of the outbox what waits for patients that want no mail. They are heard also where nothing is sent."""
    if week.register:
        _withdraw(week.register, [], week.run.declined, tell)


def _withdraw(register: Register, wanted: list[Message], refused: list[tuple[str, str]], tell: Tell) -> None:
    """Take out of the outbox what must not go any more: consent, address or contents have changed since."""
    box = Outbox(register)
    if gone := box.withdraw(outdated(box, wanted, refused)):
        box.tidy()
        tell(f"Taken out of the outbox, because consent, address or contents have changed: {gone}.")


def get_ready(week: MailWeek, ask: Callable[[], None], tell: Tell) -> MailWeek | None:
    """Everything but the sending: the question, where there is something to do, then what is taken out and printed.

    Gives the week as it is to be sent, its messages with the content that they were made from, or None where there is
    no message. HandoutsError, with nothing sent, where the packet cannot be printed.
    """
    run, job, register = week.run, week.job, week.register
    assert register
    printing = run.rest if week.options.packet_rest else []
    if run.going or printing:
        ask()
    clear_old(job.folder)
    roster = Path(job.roster).name
    DecisionsTable(register).add((key, name, replace(one, source=roster)) for key, name, one in run.said)
    _withdraw(register, [ready.message for ready in run.ready], [*run.declined, *run.unclear], tell)
    if not (run.ready or printing):
        tell(f"{counted(run)}. There is nothing to do.")
        return None
    digest, data = snapshot(week.library)
    register.keep(digest, data)
    if printing:
        _print_rest(replace(job, content=digest), run, week.library, register, tell)
    _write_slips(job.folder, week, tell)
    return replace(week, job=replace(job, content=digest)) if run.ready else None


def _print_rest(job: Job, run: MailRun, library: Library, register: Register, tell: Tell) -> None:
    """Make the packet of those who are not written to. HandoutsError, with nothing sent, where it cannot be."""
    make_folder(job.folder)
    job = replace(job, kind="packet", printing={**job.printing, "form": False})
    bench = Bench(job, library)
    files: set[str] = set()
    first = 1 if job.force else last_packet(job.folder) + 1
    for at in range(0, len(run.rest), PACKET_SIZE):
        chunk = Chunk(first + at // PACKET_SIZE, tuple(run.rest[at : at + PACKET_SIZE]))
        results = make_packet(job, chunk, bench)
        bad = [result for result in results if result.state == "failed"]
        if bad:
            raise HandoutsError([problem for result in bad for problem in result.problems], bad[0].code)
        register.add(result.issued for result in results if result.issued)
        files |= {str(job.folder / result.file) for result in results if result.file}
    tell(f"To print, for {len(run.rest)}: {', '.join(sorted(files))}")


def send_week(week: MailWeek, report: Callable[[str], None], stop: Callable[[], bool], halted: Tell) -> dict[str, int]:
    """Send, and give how many came to each state, see ``send_all``.

    ``report`` is called for each message with what is to be known of it, which is nothing where it was sent; ``halted``
    once where the server's answers end the run.
    """
    ready, roster = week.run.ready, week.job.roster
    assert week.register
    content = week.job.content
    messages = [
        replace(one.message, issued=one.issued._replace(content=content)) if one.issued else one.message
        for one in ready
    ]
    lines: dict[str, dict[str, None]] = {}  # one handout may go to several addresses, also of one row
    for one in ready:
        lines.setdefault(one.message.handout, {})[str(one.line)] = None

    def told(handout: str, state: str, note: str) -> None:
        place = f"{roster}:{' or '.join(lines[handout])}"
        report("" if state in ("sent", "skipped") else f"{place}: {state}{f': {note}' if note else ''}")

    changed = week.options.changed
    return send_all(messages, week.library, week.register, report=told, stop=stop, changed=changed, halted=halted)
