"""``handouts mail``: each patient's PDF of the week by e-mail, to those who agreed to it."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import confirm, interactive, interrupts, progress
from handouts.commands.batch import defaults_of
from handouts.commands.mail_options import alone, mail_options, roster_and_week
from handouts.commands.mail_table import print_table
from handouts.commands.options import issue_day, open_library, printing, today
from handouts.commands.register import opened
from handouts.commands.say import complain, initials, say

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.runs.mail_week import MailWeek

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
@mail_options
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
    if options["bounces"] is not None:
        _take_back(options)
        return
    from handouts.runs.mail_run import counted, in_order
    from handouts.runs.mail_week import get_ready, withdraw_declined, write_preview

    roster, week_of = roster_and_week(roster, options)
    with contextlib.ExitStack() as stack:
        week = _made(roster, week_of, options, stack)
        run = week.run
        if options["dry_run"] or options["verbose"]:
            print_table(run, shown=options["verbose"] and _is_terminal(sys.stdout))
        complain(in_order(run.problems))
        if run.wrong and not options["skip_faulty"] and not options["preview"]:
            if not options["dry_run"]:
                withdraw_declined(week, say)
            say(f"{counted(run)}. Nothing was sent. Mend these first, or give --skip-faulty.")
            raise SystemExit(Exit.CONTENT)
        if options["preview"]:
            write_preview(week, options["preview"], say)
        if options["dry_run"] or options["preview"]:
            say(f"{counted(run)}. Nothing was sent.")
            if run.wrong or run.without_note:
                raise SystemExit(Exit.CONTENT if run.wrong and not options["skip_faulty"] else Exit.SOME_FAILED)
            return
        ready = get_ready(week, lambda: _ask(week, yes=options["yes"]), say)
        if (ready and _send(ready)) or run.wrong or run.without_note:
            raise SystemExit(Exit.SOME_FAILED)


def _test(options: dict[str, Any]) -> None:
    """Send one message to the clinic itself."""
    from handouts.mail.send import send_test

    alone("--test", "To test the server write: handouts mail --test")
    say(send_test(_library(options)))


def _take_back(options: dict[str, Any]) -> None:
    """Read what came back, and say what of it was ours."""
    from handouts.mail.outbox import Outbox
    from handouts.runs.mail_bounces import take_back

    alone("--bounces", "To read mail that came back write: handouts mail --bounces FILE")
    with opened(options) as (_, _, register):
        counts = take_back(options["bounces"], Outbox(register), initials, say)
    words = {
        "returned": "came back",
        "known": "known before",
        "other": "left as it is",
        "unknown": "not ours or unclear",
    }
    say(
        ", ".join(f"{counts[kind]} {said}" for kind, said in words.items() if counts[kind]) + "."
        if counts
        else "No mail."
    )
    if counts["unknown"]:
        raise SystemExit(Exit.SOME_FAILED)


def _is_terminal(stream: TextIO) -> bool:
    """Whether a person is at the other end."""
    return stream.isatty()


def _library(options: dict[str, Any]) -> Library:
    library = open_library(options)
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "mail is sent from a clinic's folder only", hint)], Exit.USAGE)
    return library


def _made(roster: Path, week_of: date, options: dict[str, Any], stack: contextlib.ExitStack) -> MailWeek:
    """All that is to be done, with every problem of the roster in it."""
    from handouts.runs.batch import BatchRequest, job_for, rows_of
    from handouts.runs.mail_run import MailOptions
    from handouts.runs.mail_week import mail_folder, open_week
    from handouts.runs.pages import check_page_options

    library = _library(options)
    read = rows_of(roster, library, issue_day(options))
    folder = options["output"] or mail_folder(library, week_of)
    request = BatchRequest(
        today(), printing(options), options["brand"], defaults_of(options), week_of=week_of, force=options["force"]
    )
    job = job_for(read, library, folder, request)
    names = ("calendar", "changed", "all_slips", "packet_rest", "preview", "dry_run", "register_lost")
    check_page_options("", page=options["html"], named=options["html_name"])  # what is attached is not on the web
    pages = {"page": options["html"], "page_named": options["html_name"]}
    asked = MailOptions(**{name: options[name] for name in names}, **pages)
    with progress(len(read.rows), "Making the messages") as step:
        week = open_week(job, library, read.rows, asked, stack, step)
    week.run.problems[:0] = read.problems
    return week


def _ask(week: MailWeek, *, yes: bool) -> None:
    """Ask before anything leaves, with the counts; whoever says no stops it."""
    from handouts.runs.mail_run import question

    if yes:
        return
    if not _is_terminal(sys.stdin):
        raise HandoutsError([Problem("--yes", 0, "is missing, and there is no one to ask", "Add --yes.")], Exit.USAGE)
    mail = week.library.clinic.mail
    confirm(question(week.run, week.options, mail.per_minute if mail else None), "Nothing was sent.")


def _send(week: MailWeek) -> bool:
    """Send, and say what became of it; gives whether something was not sent."""
    from handouts.runs.mail_run import outcome
    from handouts.runs.mail_week import send_week

    later: list[str] = []  # beside a bar they could not be read
    halts: list[str] = []

    def report(told: str) -> None:
        step()
        if told and interactive():
            later.append(told)
        elif told:
            say(told, err=True)

    with interrupts() as stopped:
        try:
            with progress(len(week.run.ready), "Sending") as step:
                counts = send_week(week, report, stopped, halts.append)
        finally:
            for told in later:
                say(told, err=True)
        say(outcome(week.run, counts))
        for told in halts:
            say(told, err=True)
        if stopped() and counts["deferred"]:
            done = sum(counts.values()) - counts["deferred"]
            say(f"Stopped after {done} of {len(week.run.ready)}. The same command goes on.", err=True)
            raise SystemExit(Exit.STOPPED)
    return any(count for state, count in counts.items() if state not in ("sent", "skipped"))
