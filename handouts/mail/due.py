"""Whether a message is still to be sent: what the outbox knows of it, and of others about the same week. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from handouts.base.records import dataclass
from handouts.mail.message import Message
from handouts.mail.table import MessageState, OutboxEntry, OutboxTable

__all__ = ["WAITING", "NotSent", "as_it_is", "beside", "elsewhere", "follows", "outdated", "told", "why_not_sent"]

WAITING: tuple[MessageState, ...] = ("queued", "deferred")
"""States of messages that nothing speaks against sending."""
_MAY_BE_THERE: tuple[MessageState, ...] = ("sent", "uncertain", "sending", "asked")


@dataclass(frozen=True)
class NotSent:
    """Why a message is not sent now."""

    state: Literal["skipped", "busy", "failed", "uncertain", "held"]
    note: str
    """Names no patient and no address."""


def why_not_sent(message: Message, box: OutboxTable, *, changed: bool) -> NotSent | None:
    """Why a message is not sent now, or None where it is. ``changed`` lets another edition follow one that went."""
    here = _here(message, box)
    same = next((entry for entry in here if _is(entry, message)), None)
    own = [entry for entry in here if entry.topic == (message.topic or message.handout)]
    asked = any(entry.state == "asked" for entry in own)  # whoever asks for it once more wants it as it is now
    if (same and same.state in WAITING) or (asked and (same is None or same.state in ("sent", "asked"))):
        return None
    sent = [entry for entry in own if entry.state == "sent"]
    if same and same.state == "sent" and (last := max(sent, key=lambda one: (one.changed_at, one.id))) is not same:
        note = f"this went on {same.changed_at[:10]}, and other contents on {last.changed_at[:10]} after it; "
        return NotSent("held", f"{note}“handouts outbox --resend {same.id}” sends this once more")
    if same:
        return as_it_is(same)
    before = [entry for entry in here if entry.state in _MAY_BE_THERE]
    if before and not changed:
        note = f"other contents went on {before[-1].changed_at[:10]}; --changed sends this one too"
        return NotSent("held", note)
    return None


def beside(message: Message, box: OutboxTable) -> frozenset[int]:
    """Numbers of the messages about the same week that may be at its address already, and do not speak against it."""
    return frozenset(entry.id for entry in _here(message, box) if entry.state in _MAY_BE_THERE)


def follows(message: Message, box: OutboxTable) -> bool:
    """Whether other contents about the same week may be at its address already."""
    topic = message.topic or message.handout
    return any(
        entry.state in _MAY_BE_THERE and entry.topic == topic and not _is(entry, message)
        for entry in _here(message, box)
    )


def _here(message: Message, box: OutboxTable) -> list[OutboxEntry]:
    return [entry for entry in box.about(message) if entry.address.casefold() == message.address.casefold()]


def _is(entry: OutboxEntry, message: Message) -> bool:
    """Whether both say the same about the same."""
    topic, edition = message.topic or message.handout, message.edition or message.handout
    return (entry.topic, entry.edition) == (topic, edition)


def as_it_is(entry: OutboxEntry) -> NotSent:
    """How a message of the outbox is reported that is not sent now."""
    day = entry.changed_at[:10]
    if entry.state == "sent":
        return NotSent("skipped", f"sent on {day}")
    if entry.state == "failed":
        answer = entry.answer or "settled by hand"
        return NotSent("failed", f"refused on {day} ({answer}); “handouts outbox --retry” tries again")
    if entry.state == "returned":
        note = f"came back, as was told on {day}; mend the address, or “handouts outbox --resend {entry.id}”"
        return NotSent("failed", note)
    if entry.state == "uncertain":
        note = f"in flight on {day} when the line or the power went; look for {entry.message_id}"
        return NotSent("uncertain", note)
    return NotSent("busy", "another command has it in hand; run this once more when that has ended")


def elsewhere(message: Message, box: OutboxTable) -> str:
    """The day on which a message about the same week went to another address, or empty."""
    days = [
        entry.changed_at[:10]
        for entry in box.about(message)
        if entry.state in _MAY_BE_THERE
        and entry.role == message.role
        and entry.address.casefold() != message.address.casefold()
    ]
    return days[-1] if days else ""


def outdated(box: OutboxTable, wanted: Sequence[Message], refused: Iterable[tuple[str, str]]) -> list[OutboxEntry]:
    """Messages that wait, or were refused, and must not go any more: neither those about the week of a ``wanted`` one
    with another address or other contents, nor any of a patient that nothing may be sent to.

    ``refused`` has key and name of each of those. Where they or a message have no key the name decides: one too many
    taken out is made again by its own row, one too few would be sent without consent.
    """
    right = {(one.topic, one.edition, _plain(one.address)) for one in wanted}
    found = {entry.id: entry for one in wanted for entry in box.about(one)}
    for key, patient in refused:
        found |= {entry.id: entry for entry in box.of_namesake(key, patient)}
    return [
        entry
        for entry in found.values()
        if entry.state in {*WAITING, "failed"} and (entry.topic, entry.edition, _plain(entry.address)) not in right
    ]


def _plain(address: str) -> bytes:
    """As the register compares addresses: without a difference between ASCII's capital and small letters alone."""
    return address.encode().lower()


def told(message: Message, box: OutboxTable) -> bool:
    """Whether the patient has had the password of the message on a slip before."""
    return any(
        entry.slip == message.slip and entry.state in _MAY_BE_THERE
        for entry in box.of_patient(message.key, message.patient)
        if message.key or entry.address.casefold() == message.address.casefold()
    )
