"""A row's letters as they would go, for a person to read before anything is sent. Nothing is kept of them."""

from __future__ import annotations

import contextlib
from dataclasses import field, replace
from datetime import date
from email import policy
from email.parser import BytesParser
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import FILE as REGISTER
from handouts.library.load import Library
from handouts.mail.passwords import secret_of
from handouts.runs.batch import BatchRequest, job_for, rows_of
from handouts.runs.decisions import decisions_for
from handouts.runs.mail_run import MailOptions
from handouts.runs.mail_week import mail_folder
from handouts.runs.mailing import prepare
from handouts.runs.registers import open_register
from handouts.runs.rows import Bench

__all__ = ["ShownLetter", "letters_of"]


@dataclass(frozen=True)
class ShownLetter:
    """A message, taken apart for the eye."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    files: tuple[str, ...]
    """Names of what is attached."""
    protected: bool
    role: str
    """Whose copy it is; empty for the patient's own."""
    held: str
    """Why it would not go now; empty where it would."""


def letters_of(
    path: Path, library: Library, today: date, week_of: date, *, line: int, calendar: bool
) -> list[ShownLetter]:
    """The letters of the row on a line of a roster. HandoutsError where there is none, or it is at fault."""
    folder = library.folder or Path()
    read = rows_of(path, library, today)
    rows = [row for row in read.rows if row.line == line]
    printing = {"mono": False, "form": True, "two_up": False, "codes": True}
    job = job_for(read, library, mail_folder(library, week_of), BatchRequest(today, printing, week_of=week_of))
    options = MailOptions(calendar=calendar, preview=Path(), dry_run=True)
    with contextlib.ExitStack() as stack:
        there = (folder / REGISTER).exists()
        register = stack.enter_context(open_register(folder, reading=True)) if there else None
        if register:
            job = replace(job, decided=decisions_for(register, rows))
        secret = secret_of(folder, keep=False)
        run = prepare(job, Bench(job, library), rows, options, secret, register, lambda data: data)
    if run.wrong:
        raise HandoutsError(run.wrong)
    if not run.ready:
        raise HandoutsError([Problem(path.name, line, "gets no letter in this week", "")])
    return [
        _shown(
            ready.message.whole, ready.message.role, ready.held.note if ready.held else "", protected=ready.protected
        )
        for ready in run.ready
    ]


def _shown(data: bytes, role: str, held: str, *, protected: bool) -> ShownLetter:
    message = BytesParser(policy=policy.SMTP).parsebytes(data)
    body = message.get_body(("plain",))
    return ShownLetter(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()) if body else "",
        files=tuple(str(part.get_filename() or "file") for part in message.iter_attachments()),
        protected=protected,
        role=role,
        held=held,
    )
