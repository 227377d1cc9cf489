"""Sends messages once: joins the outbox, which remembers, and the transport, which talks.

What is reported names handouts by their ids, never a patient or an address.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence

from handouts.errors import Exit, HandoutsError, Problem
from handouts.library.load import Library
from handouts.mail.outbox import Claimed, Outbox, State
from handouts.mail.parcel import Parcel
from handouts.mail.settings import server_of
from handouts.mail.standing import WAITING, as_it_is, standing
from handouts.mail.transport import Outcome, Transport
from handouts.register import Register

__all__ = ["STATES", "send_again", "send_all", "send_test"]

Report = Callable[[str, str, str], None]
STATES = ("sent", "failed", "uncertain", "skipped", "held", "deferred")
"""What is reported of a handout."""
_LATER = "the same command sends it later"


def send_all(
    parcels: Sequence[Parcel],
    library: Library,
    register: Register,
    *,
    report: Report,
    stop: Callable[[], bool],
    changed: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> dict[str, int]:
    """Send each parcel, unless its handout has gone to its address before. Gives how many came to each state.

    Where another edition of the same week went before, it is held, but for ``changed``. ``report`` hears of each
    parcel: the handout's id, its state and a note without any patient's data. ``stop`` is asked between messages;
    what is left then stays in the outbox and is reported as deferred.
    HandoutsError where the server cannot be used at all; nothing has been sent then.
    """
    server = server_of(library)
    outbox = Outbox(register)
    tally = _Tally(report)
    with _register_faults(register):
        outbox.recover()
        new: list[Parcel] = []
        for parcel in parcels:
            why = standing(parcel, outbox, changed=changed)
            if why:
                tally.add(parcel.handout, why.state, why.note)
            else:
                new.append(parcel)
        if new:
            with Transport(server, stop=stop, sleep=sleep, now=now) as transport:
                transport.open()
                outbox.queue(new)
                numbers = [entry.id for one in new if (entry := outbox.find(one))]
                _run(numbers, WAITING, outbox, transport, tally)
            outbox.tidy()
    return tally.counts


def send_again(
    numbers: Sequence[int],
    library: Library,
    register: Register,
    *,
    report: Report,
    stop: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> dict[str, int]:
    """Send messages of the outbox that are queued, deferred or failed, by their numbers. As ``send_all``."""
    server = server_of(library)
    outbox = Outbox(register)
    tally = _Tally(report)
    with _register_faults(register), Transport(server, stop=stop, sleep=sleep, now=now) as transport:
        transport.open()
        _run(numbers, (*WAITING, "failed"), outbox, transport, tally)
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


class _Tally:
    """Reports, and counts what it reports."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.counts = dict.fromkeys(STATES, 0)

    def add(self, handout: str, state: str, note: str = "") -> None:
        self.counts[state] += 1
        self._report(handout, state, note)


def _run(numbers: Sequence[int], states: Sequence[State], outbox: Outbox, transport: Transport, tally: _Tally) -> None:
    """Send messages of the outbox one by one. Where the server is lost, the rest is put off."""
    lost = ""
    for number in numbers:
        entry = outbox.entry(number)
        if entry is None:
            continue  # forgotten since
        if lost or not transport.wait_for_turn():
            tally.add(entry.handout, "deferred", f"{lost or 'stopped'}; {_LATER}")
            continue
        claimed = outbox.claim(number, states)
        if claimed is None:
            later = outbox.entry(number)
            if later:
                why = as_it_is(later)
                tally.add(entry.handout, why.state, why.note)
            continue
        outcome = _one(claimed, outbox, transport)
        if not outcome.reached:
            lost = outcome.note
        note = f"{outcome.note}; look for {claimed.message_id}" if outcome.state == "uncertain" else outcome.note
        tally.add(entry.handout, outcome.state, note)


def _one(claimed: Claimed, outbox: Outbox, transport: Transport) -> Outcome:
    """Send one message in hand, and write what became of it, whatever happens."""
    try:
        outcome = transport.send(claimed.address, claimed.data)
    except HandoutsError as error:  # the password or the certificate is no longer good
        outcome = Outcome("deferred", "", error.problems[0].message, reached=False)
    except BaseException:
        outbox.finish(claimed.id, "uncertain" if transport.handed else "deferred")
        raise
    outbox.finish(claimed.id, outcome.state, outcome.answer)
    return outcome


@contextlib.contextmanager
def _register_faults(register: Register) -> Iterator[None]:
    """Say it in words where the disk is full or the file locked. What was in hand then becomes uncertain by itself."""
    try:
        yield
    except sqlite3.Error as error:
        hint = "Free the disk, then run the command again. “handouts outbox” lists what is uncertain."
        message = f"the register cannot be written: {error}"
        raise HandoutsError([Problem(str(register.path), 0, message, hint)], Exit.OUTPUT) from error
