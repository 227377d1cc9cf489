"""Sends messages once: joins the outbox, which remembers, and the transport, which talks.

What is reported names handouts by their ids, never a patient or an address.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.library.load import Library
from handouts.mail.due import WAITING, as_it_is, beside, why_not_sent
from handouts.mail.message import Message
from handouts.mail.outbox import Claimed, Outbox
from handouts.mail.settings import server_of
from handouts.mail.table import MessageState, OutboxEntry
from handouts.mail.transport import SendResult, Transport
from handouts.mail.verdicts import STATES, Report, SendCount, Verdicts

__all__ = ["STATES", "send_again", "send_all", "send_test"]

_LATER = "the same command sends it later"


def send_all(
    messages: Sequence[Message],
    library: Library,
    register: Register,
    *,
    report: Report,
    stop: Callable[[], bool],
    changed: bool = False,
    halted: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> dict[str, int]:
    """Send each message, unless its handout has gone to its address before. Gives how many came to each state.

    Where another edition of the same week went before, it is held, but for ``changed``. ``report`` hears of each
    message: the handout's id, its state and a note without any patient's data. ``stop`` is asked between messages;
    what is left then stays in the outbox and is reported as deferred. What another command has taken in hand or out of
    the outbox meanwhile is reported as busy or withdrawn.

    Where the server's answer is about the clinic, the rest waits, and ``halted`` is told why. What was tried before
    goes last, so that one message that is always put off holds up no other.
    HandoutsError where the server cannot be used at all; nothing has been sent then.
    """
    server = server_of(library)
    outbox = Outbox(register)
    tally = SendCount(report)
    with _register_faults(register):
        outbox.recover()
        new = _to_be_sent(messages, outbox, tally, changed=changed)
        if new:
            with Transport(server, stop=stop, sleep=sleep, now=now) as transport:
                transport.open()
                if outbox.entries("asked"):
                    for message, _ in new:
                        outbox.answer(message)
                outbox.queue([message for message, _ in new])
                turns = sorted((_turn(message, before, outbox) for message, before in new), key=lambda turn: turn.tried)
                _run(turns, outbox, transport, Verdicts(outbox, tally, halted), tally)
            outbox.tidy()
    return tally.counts


def _turn(message: Message, before: frozenset[int], outbox: Outbox) -> _Turn:
    """The turn of a message that has been queued; ``before`` are those that may be there already."""
    entry = outbox.find(message)
    return _Turn(message.handout, entry.id if entry else 0, before, bool(entry and entry.attempts))


def _to_be_sent(
    messages: Sequence[Message], outbox: Outbox, tally: SendCount, *, changed: bool
) -> list[tuple[Message, frozenset[int]]]:
    """The messages that nothing speaks against, each with what may be there already; the others are reported."""
    new = []
    for message in messages:
        before = beside(message, outbox)  # first: what comes in between then counts as unknown
        why = why_not_sent(message, outbox, changed=changed)
        if why:
            tally.add(message.handout, why.state, why.note)
        elif not message.data:  # it was not made, since it was not to be sent
            tally.add(message.handout, "deferred", "the outbox has changed meanwhile; run this once more")
        else:
            new.append((message, before))
    return new


def send_again(
    entries: Sequence[OutboxEntry],
    library: Library,
    register: Register,
    *,
    report: Report,
    stop: Callable[[], bool],
    halted: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> dict[str, int]:
    """Send messages of the outbox that are kept, in whatever state they are. As ``send_all``.

    One that has changed its state meanwhile is left alone.
    """
    server = server_of(library)
    outbox = Outbox(register)
    tally = SendCount(report)
    with _register_faults(register), Transport(server, stop=stop, sleep=sleep, now=now) as transport:
        transport.open()
        turns = [_Turn(entry.handout, entry.id, state=entry.state) for entry in entries]
        _run(turns, outbox, transport, Verdicts(outbox, tally, halted), tally)
        outbox.tidy()
    return tally.counts


def send_test(library: Library) -> str:
    """Send one message to the clinic's own address. Gives a sentence on what the server answered.

    HandoutsError where it was not taken.
    """
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime, localtime, make_msgid

    server = server_of(library)
    message = EmailMessage(policy=SMTP)
    message["From"] = message["To"] = server.sender
    message["Subject"] = "Test of Handouts"
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message.set_content("Handouts can send e-mail from here. This message holds nothing of any patient.\n")
    with Transport(server) as transport:
        transport.open()
        transport.wait_for_turn()
        outcome = transport.send(server.sender, message.as_bytes())
    if outcome.state != "sent":
        hint = "Check “from:” and “email:” in clinic.yaml, and what the provider allows."
        raise HandoutsError([Problem(f"{server.host}:{server.port}", 0, outcome.note, hint)], Exit.OUTPUT)
    return f"{server.host} took the message to {server.sender} ({outcome.answer})."


@dataclass(frozen=True)
class _Turn:
    """A message whose turn comes."""

    handout: str
    number: int
    beside: frozenset[int] | None = None
    """What may be there already, see ``Outbox.claim``; None where that does not matter."""
    tried: bool = False
    """Whether it was offered to the server before."""
    state: MessageState | None = None
    """The state that it must be in still; None is any of those that wait."""


def _run(turns: Sequence[_Turn], outbox: Outbox, transport: Transport, verdicts: Verdicts, tally: SendCount) -> None:
    """Send messages of the outbox one by one. Where the server is lost or takes no more, the rest is put off."""
    for turn in turns:
        if verdicts.stop or not transport.wait_for_turn():
            verdicts.release()
            tally.add(turn.handout, "deferred", f"{verdicts.stop or 'stopped'}; {_LATER}")
            continue
        claimed = outbox.claim(turn.number, (turn.state,) if turn.state else WAITING, turn.beside)
        if claimed is None:
            tally.add(turn.handout, *_taken(turn, outbox))
        else:
            verdicts.add(turn.handout, claimed, _one(claimed, outbox, transport))
    verdicts.settle()


def _taken(turn: _Turn, outbox: Outbox) -> tuple[str, str]:
    """State and note of a message that could not be taken in hand."""
    entry = outbox.entry(turn.number)
    if entry is None:
        return "withdrawn", "another command has taken it out of the outbox; run this once more"
    if entry.state in WAITING and turn.beside is not None:  # another edition was quicker
        outbox.withdraw([entry])
        return "held", "another command sends other contents; --changed sends this one too"
    why = as_it_is(entry)
    return why.state, why.note


def _one(claimed: Claimed, outbox: Outbox, transport: Transport) -> SendResult:
    """Send one message in hand. What breaks it off is written down first."""
    try:
        return transport.send(claimed.address, claimed.data)
    except HandoutsError as error:  # the password or the certificate is no longer good
        return SendResult("deferred", "", error.problems[0].message, reached=False)
    except BaseException:
        outbox.finish(claimed.id, "uncertain" if transport.handed else "deferred")
        raise


@contextlib.contextmanager
def _register_faults(register: Register) -> Iterator[None]:
    """Say it in words where the disk is full or the file locked. What was in hand then becomes uncertain by itself."""
    try:
        yield
    except sqlite3.Error as error:
        hint = "Free the disk, then run the command again. “handouts outbox” lists what is uncertain."
        message = f"the register cannot be written: {error}"
        raise HandoutsError([Problem(str(register.path), 0, message, hint)], Exit.OUTPUT) from error
