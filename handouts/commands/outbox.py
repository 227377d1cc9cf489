"""``handouts outbox``: what became of every message, and what to do about those that did not arrive."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from handouts.base.ids import shown_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import confirm, interrupts
from handouts.commands.options import clinic_options, json_option
from handouts.commands.register import opened
from handouts.commands.say import initials, print_json, say

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.mail.outbox import Outbox
    from handouts.mail.table import OutboxEntry

__all__ = ["outbox"]

_STATES = ("queued", "sending", "sent", "failed", "deferred", "uncertain", "asked", "returned")
_NUMBER = click.IntRange(1, 2**62)
_NOTHING = "Nothing was sent."


@click.command(
    epilog="""\b
Examples:
  handouts outbox --state uncertain
  handouts outbox --settle 17 sent
  handouts outbox --retry
  handouts outbox --drop 17
"""
)
@clinic_options
@json_option
@click.option("--state", type=click.Choice(_STATES), help="List only messages in this state.")
@click.option("--verbose", is_flag=True, help="Show whole addresses and names; on a terminal only.")
@click.option(
    "--retry", is_flag=True, help="Send again what was put off (deferred), left over (queued) or refused (failed)."
)
@click.option(
    "--drop",
    type=_NUMBER,
    metavar="ID",
    help="Take out a message that waits, or was refused, so that nothing sends it.",
)
@click.option(
    "--resend", type=_NUMBER, metavar="ID", help="Send one message again on purpose, though it may have arrived."
)
@click.option(
    "--settle",
    type=(_NUMBER, click.Choice(["sent", "failed"])),
    metavar="ID sent|failed",
    help="Record what you found out about an uncertain message.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def outbox(state: str | None, as_json: bool, verbose: bool, **options: Any) -> None:
    """What became of every message: number, state, time, handout, patient, address, Message-ID, the server's answer.

    Patients are shown by their initials; the handout's id is that of “handouts history PATIENT”.

    A message is uncertain where the line or the power went after it was handed over and before the server answered.
    Look for its Message-ID among the sent mail, or ask the patient, then say so with --settle.
    """
    from handouts.mail.outbox import Outbox

    acting = _sensible(options, listing=as_json or bool(state))
    with opened(options, reading=not acting) as (library, _, register):
        box = Outbox(register)
        if acting:
            box.recover()
            _act(box, library, register, options)
        else:
            entries = [entry for entry in box.as_recovered() if state in (None, entry.state)]
            _list(entries, as_json=as_json, whole=verbose and sys.stdout.isatty())


def _act(box: Outbox, library: Library, register: Register, options: dict[str, Any]) -> None:
    """Do what was asked about the messages."""
    from handouts.runs.outbox import drop, may_be_sent, resend, settle

    if options["settle"] is not None:
        say(settle(box, *options["settle"]))
    elif options["drop"] is not None:
        say(drop(box, options["drop"]))
    elif options["resend"] is not None:
        ask = None if options["yes"] else lambda question: confirm(question, _NOTHING)
        entry = resend(box, options["resend"], ask)
        if isinstance(entry, str):
            say(entry)
        else:
            _send([entry], library, register)
    else:
        waiting = may_be_sent(box)
        _ask_to_retry(waiting, yes=options["yes"])
        _send(waiting, library, register)


def _sensible(options: dict[str, Any], *, listing: bool) -> bool:
    """Whether something is to be done, not only listed; HandoutsError where options do not go together."""
    actions = [options["retry"], *(options[name] is not None for name in ("resend", "settle", "drop"))]
    if sum(actions) > 1:
        problem = Problem("outbox", 0, "--retry, --resend, --settle and --drop do not go together", "Give one of them.")
        raise HandoutsError([problem], Exit.USAGE)
    if any(actions) and listing:
        problem = Problem("outbox", 0, "--json and --state go with the list only", "Leave them out.")
        raise HandoutsError([problem], Exit.USAGE)
    return any(actions)


def _list(entries: list[OutboxEntry], *, as_json: bool, whole: bool) -> None:
    from handouts.runs.outbox import listed

    rows = listed(entries, whole=whole)
    if as_json:
        print_json(rows)
        return
    if not rows:
        say("No messages.")
    width = max((len(str(row["address"])) for row in rows), default=0)
    names = max((len(entry.patient if whole else initials(entry.patient)) for entry in entries), default=0)
    for row, entry in zip(rows, entries, strict=True):
        when = f"{datetime.fromisoformat(entry.changed_at).astimezone():%Y-%m-%d %H:%M}"
        who = entry.patient if whole else initials(entry.patient)
        parts = [f"{entry.id:>5}", f"{entry.state:<9}", when, shown_id(entry.handout)]
        parts += [f"{who:<{names}}", f"{row['address']:<{width}}", entry.message_id, entry.answer]
        say("  ".join(parts).rstrip())


def _ask_to_retry(waiting: list[OutboxEntry], *, yes: bool) -> None:
    from handouts.runs.outbox import AS_MADE, question_before

    if waiting and not yes:
        say(AS_MADE, err=True)
        confirm(question_before(waiting), _NOTHING)


def _send(entries: list[OutboxEntry], library: Library, register: Register) -> None:
    from handouts.mail.send import send_again

    if not entries:
        say("Nothing to send.")
        return

    def report(handout: str, state: str, note: str) -> None:
        shown = shown_id(handout)
        say(f"{shown}  {state}{': ' if note else ''}{note}", err=state != "sent")

    halts: list[str] = []
    with interrupts() as stopped:
        counts = send_again(entries, library, register, report=report, stop=stopped, halted=halts.append)
    say(", ".join(f"{count} {state}" for state, count in counts.items() if count) + ".")
    for told in halts:
        say(told, err=True)
    if any(count for state, count in counts.items() if state not in ("sent", "skipped")):
        raise SystemExit(Exit.SOME_FAILED)
