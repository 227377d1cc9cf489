"""``handouts outbox``: what became of every message, and what to do about those that did not arrive."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import confirm, interrupts
from handouts.commands.options import clinic_options, json_option
from handouts.commands.register import opened
from handouts.commands.say import initials, print_json, say

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.mail.outbox import Outbox, OutboxEntry

__all__ = ["outbox"]

_STATES = ("queued", "sending", "sent", "failed", "deferred", "uncertain", "asked")
_NUMBER = click.IntRange(1, 2**62)


@click.command(
    epilog="""\b
Examples:
  handouts outbox --state uncertain
  handouts outbox --settle 17 sent
  handouts outbox --retry
  handouts outbox --drop 17
""",
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

    actions = [options["retry"], *(options[name] is not None for name in ("resend", "settle", "drop"))]
    if sum(actions) > 1:
        problem = Problem("outbox", 0, "--retry, --resend, --settle and --drop do not go together", "Give one of them.")
        raise HandoutsError([problem], Exit.USAGE)
    if any(actions) and (as_json or state):
        problem = Problem("outbox", 0, "--json and --state go with the list only", "Leave them out.")
        raise HandoutsError([problem], Exit.USAGE)
    with opened(options) as (library, _, register):
        box = Outbox(register)
        box.recover()
        if options["settle"] is not None:
            _settle(box, *options["settle"])
        elif options["drop"] is not None:
            _drop(box, options["drop"])
        elif options["resend"] is not None:
            _resend(box, options["resend"], library, register, yes=options["yes"])
        elif options["retry"]:
            waiting = [entry for entry in box.entries("queued", "deferred", "failed") if entry.kept]
            if waiting and not options["yes"]:
                _ask_to_retry(waiting)
            _send(waiting, library, register)
        else:
            whole = verbose and sys.stdout.isatty()
            found = [entry for entry in box.entries() if state in (None, entry.state)]
            _list(found, as_json=as_json, whole=whole)


def _list(found: list[OutboxEntry], *, as_json: bool, whole: bool) -> None:
    from handouts.mail.addresses import mask

    rows = [
        {
            "id": one.id,
            "handout": one.handout,
            "address": one.address if whole else mask(one.address),
            "state": one.state,
            "when": one.changed_at,
            "message_id": one.message_id,
            "answer": one.answer,
            "attempts": one.attempts,
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    width = max((len(str(row["address"])) for row in rows), default=0)
    names = max((len(one.patient if whole else initials(one.patient)) for one in found), default=0)
    for row, one in zip(rows, found, strict=True):
        when = f"{datetime.fromisoformat(one.changed_at).astimezone():%Y-%m-%d %H:%M}"
        shown = "-".join(one.handout[start : start + 4] for start in (0, 4, 8))
        who = one.patient if whole else initials(one.patient)
        parts = [f"{one.id:>5}", f"{one.state:<9}", when, shown, f"{who:<{names}}", f"{row['address']:<{width}}"]
        say("  ".join([*parts, one.message_id, one.answer]).rstrip())
    if not rows:
        say("No messages.")


def _settle(box: Outbox, number: int, state: Any) -> None:
    entry = _known(box, number, "--settle")
    if not box.settle(number, state):
        hint = "Only uncertain ones need settling. “handouts outbox --state uncertain” lists them."
        raise HandoutsError([Problem("--settle", 0, f"message {number} is {entry.state}", hint)], Exit.USAGE)
    box.tidy()
    say(f"Message {number} is {state}." + (" “handouts outbox --retry” sends it again." if state == "failed" else ""))


def _ask_to_retry(waiting: list[OutboxEntry]) -> None:
    """Consent is not looked at again here, so whoever sends says that it still holds."""
    first = min(entry.queued_at for entry in waiting)[:10]
    several = f"{len(waiting)} message{'' if len(waiting) == 1 else 's'}"
    say(
        "They go out as they were made; the roster's consent is not looked at again. “handouts mail” does that.",
        err=True,
    )
    confirm(f"Send {several}, the oldest of {first}?", "Nothing was sent.")


def _drop(box: Outbox, number: int) -> None:
    entry = _known(box, number, "--drop")
    if not box.withdraw([entry]):
        hint = "Only those that wait or were refused can be taken out."
        raise HandoutsError([Problem("--drop", 0, f"message {number} is {entry.state}", hint)], Exit.USAGE)
    box.tidy()
    say(f"Message {number} is " + ("not asked for any more." if entry.state == "asked" else "taken out."))


def _resend(box: Outbox, number: int, library: Library, register: Register, *, yes: bool) -> None:
    entry = _known(box, number, "--resend")
    if not yes:
        told = {"sent": "was sent", "uncertain": "may have arrived"}.get(entry.state, f"is {entry.state}")
        confirm(f"Message {number} {told}. Send it again?", "Nothing was sent.")
    if entry.kept and entry.state != "sending":
        _send([entry], library, register)
    elif box.ask_again(number):
        say(
            f"Message {number} itself is no longer kept. The next “handouts mail” of its week makes and sends it again."
        )
    else:
        hint = "Wait until the other command has ended."
        raise HandoutsError([Problem("--resend", 0, f"message {number} is being sent", hint)], Exit.USAGE)


def _known(box: Outbox, number: int, option: str) -> OutboxEntry:
    entry = box.entry(number)
    if entry is None:
        hint = "“handouts outbox” lists the messages with their numbers."
        raise HandoutsError([Problem(option, 0, f"there is no message {number}", hint)], Exit.USAGE)
    return entry


def _send(entries: list[OutboxEntry], library: Library, register: Register) -> None:
    from handouts.mail.send import send_again

    if not entries:
        say("Nothing to send.")
        return

    def report(handout: str, state: str, note: str) -> None:
        shown = "-".join(handout[start : start + 4] for start in (0, 4, 8))
        say(f"{shown}  {state}{': ' if note else ''}{note}", err=state != "sent")

    with interrupts() as stopped:
        counts = send_again(entries, library, register, report=report, stop=stopped)
    say(", ".join(f"{count} {state}" for state, count in counts.items() if count) + ".")
    if any(count for state, count in counts.items() if state not in ("sent", "skipped")):
        raise SystemExit(Exit.SOME_FAILED)
