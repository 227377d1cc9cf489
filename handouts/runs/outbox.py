"""What a person does about messages that did not arrive: settle, drop, send once more. HandoutsError says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.mail.addresses import mask
from handouts.mail.outbox import Outbox
from handouts.mail.table import OutboxEntry

__all__ = ["AS_MADE", "drop", "known", "listed", "may_be_sent", "question_before", "resend", "settle"]

AS_MADE = "They go out as they were made; the roster's consent is not looked at again. “handouts mail” does that."
"""What is told before waiting messages are sent."""


def listed(entries: Sequence[OutboxEntry], *, whole: bool) -> list[dict[str, str | int]]:
    """What is told of messages. Addresses are whole only where asked for; patients' names are left out."""
    return [
        {
            "id": entry.id,
            "handout": entry.handout,
            "address": entry.address if whole else mask(entry.address),
            "state": entry.state,
            "when": entry.changed_at,
            "message_id": entry.message_id,
            "answer": entry.answer,
            "attempts": entry.attempts,
        }
        for entry in entries
    ]


def settle(box: Outbox, number: int, state: Literal["sent", "failed"]) -> str:
    """Record what a person found out about an uncertain message. Gives a sentence on it."""
    entry = known(box, number, "--settle")
    if not box.settle(number, state):
        hint = "Only uncertain ones need settling. “handouts outbox --state uncertain” lists them."
        raise HandoutsError([Problem("--settle", 0, f"message {number} is {entry.state}", hint)], Exit.USAGE)
    box.tidy()
    return f"Message {number} is {state}." + (" “handouts outbox --retry” sends it again." if state == "failed" else "")


def drop(box: Outbox, number: int) -> str:
    """Take out a message, so that nothing sends it. Gives a sentence on it."""
    entry = known(box, number, "--drop")
    if not box.withdraw([entry]):
        hint = "Only those that wait or were refused can be taken out."
        raise HandoutsError([Problem("--drop", 0, f"message {number} is {entry.state}", hint)], Exit.USAGE)
    box.tidy()
    return f"Message {number} is " + ("not asked for any more." if entry.state == "asked" else "taken out.")


def resend(box: Outbox, number: int, ask: Callable[[str], None] | None) -> OutboxEntry | str:
    """The message, where it is kept and can be sent now. Otherwise the next run for its week is to make it anew, and a
    sentence says so.
    """
    entry = known(box, number, "--resend")
    if ask:
        told = {"sent": "was sent", "uncertain": "may have arrived"}.get(entry.state, f"is {entry.state}")
        ask(f"Message {number} {told}. Send it again?")
    if entry.kept and entry.state != "sending":
        return entry
    if box.ask_again(number):
        return (
            f"Message {number} itself is no longer kept. The next “handouts mail” of its week makes and sends it again."
        )
    hint = "Wait until the other command has ended."
    raise HandoutsError([Problem("--resend", 0, f"message {number} is being sent", hint)], Exit.USAGE)


def known(box: Outbox, number: int, option: str) -> OutboxEntry:
    """The message of a number that an option gave."""
    entry = box.entry(number)
    if entry is None:
        hint = "“handouts outbox” lists the messages with their numbers."
        raise HandoutsError([Problem(option, 0, f"there is no message {number}", hint)], Exit.USAGE)
    return entry


def may_be_sent(box: Outbox) -> list[OutboxEntry]:
    """Messages that were put off, left over or refused, and are still kept."""
    return [entry for entry in box.entries("queued", "deferred", "failed") if entry.kept]


def question_before(waiting: Sequence[OutboxEntry]) -> str:
    """What is asked before they are sent: consent is not looked at again here, so a person says that it still holds."""
    several = f"{len(waiting)} message{'' if len(waiting) == 1 else 's'}"
    return f"Send {several}, the oldest of {min(entry.queued_at for entry in waiting)[:10]}?"
