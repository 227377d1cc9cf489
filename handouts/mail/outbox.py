"""The outbox: what became of every message, in the register's file.

queued -> sending -> sent | failed | deferred | uncertain. Each step is written before it is taken and after, so that
a crash leaves a row that says what was in hand. A row that a dead process left in ``sending`` is *uncertain*: the
message may have arrived, and only a person can find out. One that was sent can be *asked* for once more.

A handout enters the register of what was issued in the change that makes its message sent, whoever sends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from handouts.base.ids import digest
from handouts.deliver.register import Issued
from handouts.mail.message import Message

if TYPE_CHECKING:
    from handouts.deliver.register import Register

__all__ = ["STATES", "Claimed", "MessageState", "Outbox", "OutboxEntry", "started", "this_computer"]

MessageState = Literal["queued", "sending", "sent", "failed", "deferred", "uncertain", "asked"]
STATES: tuple[MessageState, ...] = get_args(MessageState)
_COLUMNS = (
    "id, handout, key, patient, address, message_id, state, attempts, answer, queued_at, changed_at, "
    "data IS NOT NULL, topic, edition, slip, owner"
)
_AT_ONCE = 50
"""Messages in one change."""
_EMPTY = 16_000_000
"""Most empty space that wiped messages may leave in the file, bytes."""
_GIVEN_UP = timedelta(hours=2)
"""After this a message in another computer's hands is taken for uncertain; none takes as long."""


@dataclass(frozen=True)
class OutboxEntry:
    """A message, as the outbox knows it."""

    id: int
    handout: str
    key: str
    """The clinic's own name for the patient, or empty."""
    patient: str = field(repr=False)
    address: str = field(repr=False)
    message_id: str
    state: MessageState
    attempts: int
    answer: str
    """The server's last codes, such as 550 5.1.1."""
    queued_at: str
    """ISO times, UTC."""
    changed_at: str
    kept: bool
    """Whether the message itself is still there."""
    topic: str
    edition: str
    slip: str = field(repr=False)
    """See ``Parcel``."""
    owner: str = field(default="", repr=False)
    """Process that has it in hand: computer, number and start."""


_FIELDS = tuple(item.name for item in fields(OutboxEntry))


@dataclass(frozen=True)
class Claimed:
    """A message that this process, and no other, may send now."""

    id: int
    address: str
    message_id: str
    data: bytes


class Outbox:
    """The outbox of an open register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._owner = f"{this_computer()} {os.getpid()} {started(os.getpid())}"

    def recover(self) -> int:
        """Make uncertain what dead processes had in hand. Gives how many; to be called before anything is sent."""
        gone = [entry for entry in self.entries("sending") if not self._alive(entry)]
        with self._register.changing() as base:
            for entry in gone:  # the process may have finished it since
                base.execute(
                    "UPDATE outbox SET state = 'uncertain', changed_at = ? "
                    "WHERE id = ? AND state = 'sending' AND owner = ?",
                    (_now(), entry.id, entry.owner),
                )
        return len(gone)

    def queue(self, parcels: Sequence[Message]) -> None:
        """Put messages in. One that is there for the same edition and address stays as it is, but where it was never
        taken by the server, and is not in hand, the new one stands in for it: consent may have changed.
        """
        query = """
            INSERT INTO outbox (handout, key, patient, address, message_id, state, data, queued_at, changed_at, topic,
              edition, slip, issued) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET handout = excluded.handout, key = excluded.key, patient = excluded.patient,
              message_id = excluded.message_id, data = excluded.data, state = 'queued',
              changed_at = excluded.changed_at, topic = excluded.topic, edition = excluded.edition,
              slip = excluded.slip, issued = excluded.issued
            WHERE state IN ('queued', 'deferred', 'asked')
            """
        for at in range(0, len(parcels), _AT_ONCE):
            now = _now()
            with self._register.changing() as base:
                base.executemany(
                    query,
                    (
                        (
                            one.handout,
                            one.key,
                            one.patient,
                            one.address,
                            one.message_id,
                            one.message,
                            now,
                            now,
                            one.topic or one.handout,
                            one.edition or one.handout,
                            one.slip,
                            json.dumps(asdict(one.issued)) if one.issued else "",
                        )
                        for one in parcels[at : at + _AT_ONCE]
                    ),
                )

    def about(self, parcel: Message) -> list[OutboxEntry]:
        """Every message about the same patient's week, to whatever address, in whatever edition; the latest last.

        A clinic that gives its patients ids, or writes these in another way, still has the same patients: who has the
        same name and address is taken for the same.
        """
        topic = parcel.topic or parcel.handout
        found = self._select(
            "WHERE topic = ? OR (patient = ? COLLATE NOCASE AND patient != '')", (topic, parcel.patient)
        )
        return [
            entry
            for entry in found
            if entry.topic == topic
            or (
                entry.topic.partition("-")[2] == topic.partition("-")[2] != ""
                and entry.address.casefold() == parcel.address.casefold()
            )
        ]

    def find(self, parcel: Message) -> OutboxEntry | None:
        """The message of the same edition to the same address."""
        values = (parcel.topic or parcel.handout, parcel.edition or parcel.handout, parcel.address)
        return next(iter(self._select("WHERE topic = ? AND edition = ? AND address = ?", values)), None)

    def of_patient(self, key: str, patient: str) -> list[OutboxEntry]:
        """A patient's messages: by the clinic's own name for them; where there is none, by name."""
        if key:
            return self._select("WHERE key = ? COLLATE NOCASE AND key != ''", (key,))
        return self._select("WHERE patient = ? COLLATE NOCASE AND patient != '' AND key = ''", (patient,))

    def of_namesake(self, key: str, patient: str) -> list[OutboxEntry]:
        """Messages that may be a patient's: also those of the name where one of the two has no id."""
        if key:
            found = self._select("WHERE patient = ? COLLATE NOCASE AND patient != '' AND key = ''", (patient,))
            return [*self.of_patient(key, patient), *found]
        return self._select("WHERE patient = ? COLLATE NOCASE AND patient != ''", (patient,))

    def reached(self) -> dict[str, set[tuple[str, str]]]:
        """Who was written to at each address, by key and name: in small letters, a name without outer space."""
        found: dict[str, set[tuple[str, str]]] = {}
        query = (
            "SELECT DISTINCT address, key, patient FROM outbox WHERE state IN ('sent', 'uncertain', 'sending', 'asked')"
        )
        for address, key, patient in self._register.read(query):
            found.setdefault(address.casefold(), set()).add((key.casefold(), " ".join(patient.casefold().split())))
        return found

    def entry(self, number: int) -> OutboxEntry | None:
        """The message of a number."""
        return next(iter(self._select("WHERE id = ?", (number,))), None)

    def entries(self, *states: MessageState) -> list[OutboxEntry]:
        """Messages in these states, or all, in the order they came."""
        marks = ", ".join("?" * len(states))
        return self._select(f"WHERE state IN ({marks})" if states else "", states)

    def claim(
        self,
        number: int,
        states: Sequence[MessageState] = ("queued", "deferred"),
        beside: Collection[int] | None = None,
    ) -> Claimed | None:
        """Take a message in hand, if it is in one of these states and no one else was quicker.

        With ``beside`` also only if no other message about the same week is on its way to that address, or may be
        there, but those of these numbers.
        """
        marks = ", ".join("?" * len(states))
        query = (
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, owner = ?, changed_at = ? "  # noqa: S608  # ours
            f"WHERE id = ? AND data IS NOT NULL AND state IN ({marks}) "
        )
        values: list[object] = [self._owner, _now(), number, *states]
        if beside is not None:
            query += (
                "AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.topic = outbox.topic "  # noqa: S608  # ours
                "AND other.address = outbox.address AND other.id != outbox.id "
                "AND other.state IN ('sending', 'sent', 'uncertain', 'asked') "
                f"AND other.id NOT IN ({', '.join('?' * len(beside))})) "
            )
            values += beside
        with self._register.changing() as base:
            row = base.execute(f"{query} RETURNING id, address, message_id, data", values).fetchone()
        return Claimed(row[0], row[1], row[2], bytes(row[3])) if row else None

    def finish(self, number: int, state: MessageState, answer: str = "") -> None:
        """Write what became of a message in hand. Once it is sent, only that it was is kept."""
        self._end(number, state, "owner = ? AND state IN ('sending', 'uncertain')", (self._owner,), answer)

    def settle(self, number: int, state: Literal["sent", "failed"]) -> bool:
        """Record what a person found out about an uncertain message. False where it is not uncertain."""
        return self._end(number, state, "state = 'uncertain'")

    def _end(
        self, number: int, state: MessageState, where: str, values: Sequence[object] = (), answer: str | None = None
    ) -> bool:
        """One change: the message's state, and with ``sent`` its handout's row in the register."""
        where = f"id = ? AND {where}"
        with self._register.changing() as base:
            row = base.execute(f"SELECT issued FROM outbox WHERE {where}", (number, *values)).fetchone()  # noqa: S608  # ours
            if row is None:
                return False
            wiped = ", data = NULL, issued = ''" if state == "sent" else ""
            base.execute(
                f"UPDATE outbox SET state = ?, answer = coalesce(?, answer), changed_at = ?, owner = ''{wiped} "  # noqa: S608  # the same
                f"WHERE {where}",
                (state, answer, _now(), number, *values),
            )
            if state == "sent" and row[0]:
                self._register.put([Issued(**json.loads(row[0]))])
        return True

    def withdraw(self, entries: Sequence[OutboxEntry]) -> int:
        """Take out messages that wait or were refused, so that nothing sends them any more; those asked for once more
        are sent again. Gives how many; those in hand, and those that may have arrived, stay as they are.
        """
        with self._register.changing() as base:
            numbers = [(entry.id,) for entry in entries]
            gone = base.executemany(
                "DELETE FROM outbox WHERE id = ? AND state IN ('queued', 'deferred', 'failed')", numbers
            )
            back = base.executemany("UPDATE outbox SET state = 'sent' WHERE id = ? AND state = 'asked'", numbers)
        return gone.rowcount + back.rowcount

    def ask_again(self, number: int) -> bool:
        """Let a message that was sent, and is no longer kept, be made and sent once more by the next command. False
        where it was not sent.
        """
        with self._register.changing() as base:
            done = base.execute(
                "UPDATE outbox SET state = 'asked', changed_at = ? WHERE id = ? AND state IN ('sent', 'asked')",
                (_now(), number),
            )
        return done.rowcount == 1

    def answer(self, parcel: Message) -> None:
        """What was asked for once more about this week, in whatever edition, is to be answered by this message."""
        topic, edition = parcel.topic or parcel.handout, parcel.edition or parcel.handout
        with self._register.changing() as base:
            done = base.execute(
                "UPDATE outbox SET state = 'sent' WHERE topic = ? AND address = ? AND state = 'asked'",
                (topic, parcel.address),
            )
            if done.rowcount:
                base.execute(
                    "UPDATE outbox SET state = 'asked' "
                    "WHERE topic = ? AND edition = ? AND address = ? AND state = 'sent'",
                    (topic, edition, parcel.address),
                )

    def tidy(self) -> None:
        """Let nothing of messages that are gone linger on the disk. Where another command writes, that is its turn."""
        with contextlib.suppress(sqlite3.OperationalError):
            self._register.tidy(_EMPTY)

    def _select(self, where: str, values: Sequence[object]) -> list[OutboxEntry]:
        rows = self._register.read(f"SELECT {_COLUMNS} FROM outbox {where} ORDER BY id", values)  # noqa: S608  # ours
        named = (dict(zip(_FIELDS, row, strict=True)) for row in rows)
        return [OutboxEntry(**{**row, "kept": bool(row["kept"])}) for row in named]

    def _alive(self, entry: OutboxEntry) -> bool:
        if entry.owner == self._owner:
            return True
        computer, process, start = (*entry.owner.split(" "), "", "", "")[:3]
        if computer != self._owner.partition(" ")[0]:
            try:
                return datetime.now(UTC) - datetime.fromisoformat(entry.changed_at) < _GIVEN_UP
            except (ValueError, TypeError):  # no time, or one without a zone: someone else wrote it
                return False
        return process.isdecimal() and len(process) < 10 and started(int(process)) == start


@cache
def this_computer() -> str:
    """A name for this computer that stays, whatever network it is in; and for this container, where it is one.

    Host names change with the network. Other computers cannot be told by it from outside.
    """
    machine = space = ""
    with contextlib.suppress(OSError):
        machine = Path("/etc/machine-id").read_text("ascii").strip()
    with contextlib.suppress(OSError):  # a container's processes have numbers of their own
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # it leads nowhere
    if not machine:
        number = uuid.getnode()
        machine = socket.gethostname() if number >> 40 & 1 else str(number)  # a number made up has this bit set
    return digest([machine, space])[:16]


def started(process: int) -> str:
    """When a process started, as this system says it, without spaces; empty where there is none.

    Numbers of processes are used again; together with their start they are not.
    """
    if sys.platform == "win32":
        return _started_windows(process)
    stat = Path(f"/proc/{process}/stat")
    if Path("/proc/self/stat").exists():
        try:
            parts = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        except OSError:
            return ""
        return "" if parts[0] in "ZX" else f"{boot}/{parts[19]}"  # one that ended and was not buried is dead
    done = subprocess.run(  # noqa: S603  # macOS, BSD; the number is ours
        ["ps", "-o", "lstart=", "-p", str(process)],  # noqa: S607  # where it lies differs
        capture_output=True,
        text=True,
        check=False,
    )
    return "-".join(done.stdout.split())


def _started_windows(process: int) -> str:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)  # may ask about it, no more
        if handle:
            code, times = ctypes.c_ulong(), (ctypes.c_ulonglong * 4)()
            kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            kernel.GetProcessTimes(handle, *(ctypes.byref(times, 8 * number) for number in range(4)))
            kernel.CloseHandle(handle)
            return str(times[0]) if code.value == 259 else ""  # still active
    return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
