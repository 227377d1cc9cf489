"""The outbox: what became of every message, in the register's file.

queued -> sending -> sent | failed | deferred | uncertain; sent -> returned. Each step is written before it is taken and
after, so that a crash leaves a row that says what was in hand. A row that a dead process left in ``sending`` is
*uncertain*: the message may have arrived, and only a person can find out. One that was sent can be *asked* for once
more.

A handout enters the register of what was issued in the change that makes its message sent, whoever sends it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from handouts.base.records import dataclass
from handouts.deliver.register import Issued
from handouts.mail.message import Message
from handouts.mail.owner import is_alive, this_process
from handouts.mail.table import MessageState, OutboxEntry, OutboxTable

__all__ = ["Claimed", "Outbox"]

_AT_ONCE = 50
"""Messages in one change."""
_EMPTY = 16_000_000
"""Most empty space that wiped messages may leave in the file, bytes."""


@dataclass(frozen=True)
class Claimed:
    """A message that this process, and no other, may send now."""

    id: int
    address: str
    message_id: str
    data: bytes


class Outbox(OutboxTable):
    """The outbox of an open register, to be changed."""

    @cached_property
    def _owner(self) -> str:
        return this_process()

    def recover(self) -> int:
        """Make uncertain what dead processes had in hand. Gives how many; to be called before anything is sent."""
        gone = [entry for entry in self.entries("sending") if not self._in_hand(entry)]
        with self._register.changing() as base:
            for entry in gone:  # the process may have finished it since
                base.execute(
                    "UPDATE outbox SET state = 'uncertain', changed_at = ? "
                    "WHERE id = ? AND state = 'sending' AND owner = ?",
                    (_now(), entry.id, entry.owner),
                )
        return len(gone)

    def as_recovered(self) -> list[OutboxEntry]:
        """Every message as ``recover`` would leave it, in the order they came. Changes nothing."""
        lost = {(entry.id, entry.owner) for entry in self.entries("sending") if not self._in_hand(entry)}
        # the second look comes after: a process that had ended by then has written all that it ever will
        return [
            replace(entry, state="uncertain") if entry.state == "sending" and (entry.id, entry.owner) in lost else entry
            for entry in self.entries()
        ]

    def _in_hand(self, entry: OutboxEntry) -> bool:
        return entry.owner == self._owner or is_alive(entry.owner, entry.changed_at)

    def queue(self, messages: Sequence[Message]) -> None:
        """Put messages in. One that is there for the same edition and address stays as it is, but where it was never
        taken by the server, and is not in hand, the new one stands in for it: consent may have changed.
        """
        query = """
            INSERT INTO outbox (handout, key, patient, address, message_id, state, data, queued_at, changed_at, topic,
              edition, slip, issued, events, role)
            VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET handout = excluded.handout, key = excluded.key, patient = excluded.patient,
              message_id = excluded.message_id, data = excluded.data, state = 'queued',
              changed_at = excluded.changed_at, topic = excluded.topic, edition = excluded.edition,
              slip = excluded.slip, issued = excluded.issued, events = excluded.events,
              role = excluded.role
            WHERE state IN ('queued', 'deferred', 'asked')
            """
        for at in range(0, len(messages), _AT_ONCE):
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
                            one.whole,
                            now,
                            now,
                            one.topic or one.handout,
                            one.edition or one.handout,
                            one.slip,
                            json.dumps(one.issued._asdict()) if one.issued else "",
                            one.events,
                            one.role,
                        )
                        for one in messages[at : at + _AT_ONCE]
                    ),
                )

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

    def give_up(self, number: int) -> bool:
        """Make a message that was put off a refused one. False where another command has it in hand by now."""
        return self._end(number, "failed", "state = 'deferred'")

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

    def came_back(self, number: int, status: str) -> bool:
        """Mark a message that was sent, or may have been, as returned. False where it was not sent."""
        query = "UPDATE outbox SET state = 'returned', answer = ?, changed_at = ? WHERE id = ? AND state IN (?, ?)"
        with self._register.changing() as base:
            done = base.execute(query, (f"returned {status}".strip(), _now(), number, "sent", "uncertain"))
        return done.rowcount == 1

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
                "UPDATE outbox SET state = 'asked', changed_at = ? "
                "WHERE id = ? AND state IN ('sent', 'asked', 'returned')",
                (_now(), number),
            )
        return done.rowcount == 1

    def answer(self, message: Message) -> None:
        """What was asked for once more about this week, in whatever edition, is to be answered by this message."""
        topic, edition = message.topic or message.handout, message.edition or message.handout
        with self._register.changing() as base:
            done = base.execute(
                "UPDATE outbox SET state = 'sent' WHERE topic = ? AND address = ? AND state = 'asked'",
                (topic, message.address),
            )
            if done.rowcount:
                base.execute(
                    "UPDATE outbox SET state = 'asked' "
                    "WHERE topic = ? AND edition = ? AND address = ? AND state = 'sent'",
                    (topic, edition, message.address),
                )

    def tidy(self) -> None:
        """Let nothing of messages that are gone linger on the disk. Where another command writes, that is its turn."""
        with contextlib.suppress(sqlite3.OperationalError):
            self._register.tidy(_EMPTY)

    def forget(
        self,
        rows: Iterable[Issued],
        numbers: Iterable[int],
        also: Callable[[sqlite3.Connection], object] = lambda _: None,
    ) -> None:
        """Take handouts out of the register and messages, by their numbers, out of the outbox, all or none, so that
        nothing of them stays in the file. ``also`` takes out what other rooms have, in the same change.
        """
        with self._register.changing() as base:
            self._register.take_out(rows)
            base.executemany("DELETE FROM outbox WHERE id = ?", [(number,) for number in numbers])
            also(base)
        self._register.tidy(-1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
