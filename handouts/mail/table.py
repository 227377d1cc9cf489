"""The outbox's table in the register's file: its form, its rows, and every question asked of it. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, fields
from typing import Literal, get_args

from handouts.base.people import folded
from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.mail.message import Message, Role

__all__ = ["STATES", "STEPS", "MessageState", "OutboxEntry", "OutboxTable"]

STEPS = (
    """
    CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, handout TEXT NOT NULL, key TEXT NOT NULL,
      address TEXT NOT NULL COLLATE NOCASE, message_id TEXT NOT NULL, state TEXT NOT NULL, data BLOB,
      attempts INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '', queued_at TEXT NOT NULL,
      changed_at TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '', UNIQUE (handout, address));
    CREATE INDEX outbox_key ON outbox (key) WHERE key != '';
    """,
    """
    ALTER TABLE outbox ADD COLUMN patient TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN topic TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN edition TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN slip TEXT NOT NULL DEFAULT '';
    UPDATE outbox SET topic = handout, edition = handout;
    CREATE UNIQUE INDEX outbox_edition ON outbox (topic, edition, address);
    CREATE INDEX outbox_patient ON outbox (patient COLLATE NOCASE) WHERE patient != '';
    """,
    """
    ALTER TABLE outbox ADD COLUMN issued TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE outbox ADD COLUMN events TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN role TEXT NOT NULL DEFAULT '';
    CREATE INDEX outbox_message ON outbox (message_id);
    """,
)
"""They come after those of the register itself, as numbers 3 to 6. Never changed once released, only added to."""
MessageState = Literal["queued", "sending", "sent", "failed", "deferred", "uncertain", "asked", "returned"]
STATES: tuple[MessageState, ...] = get_args(MessageState)
_COLUMNS = (
    "id, handout, key, patient, address, message_id, state, attempts, answer, queued_at, changed_at, "
    "data IS NOT NULL, topic, edition, slip, owner, role"
)


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
    """See ``Message``."""
    owner: str = field(default="", repr=False)
    """Process that has it in hand: computer, number and start."""
    role: Role = ""
    """Whose address it is."""


_FIELDS = tuple(item.name for item in fields(OutboxEntry))


class OutboxTable:
    """The rows of an open register's outbox."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def about(self, message: Message) -> list[OutboxEntry]:
        """Every message about the same patient's week, to whatever address, in whatever edition; the latest last.

        A clinic that gives its patients ids, or writes these in another way, still has the same patients: who has the
        same name and address is taken for the same. The office's address tells no patients apart.
        """
        topic = message.topic or message.handout
        found = self._select(
            "WHERE topic = ? OR (patient = ? COLLATE NOCASE AND patient != '')", (topic, message.patient)
        )
        return [
            entry
            for entry in found
            if entry.topic == topic
            or (
                message.role != "office"
                and entry.topic.partition("-")[2] == topic.partition("-")[2] != ""
                and entry.address.casefold() == message.address.casefold()
            )
        ]

    def people(self) -> list[tuple[str, str]]:
        """Key and name of everyone to whom, or of whom, a message is known, each pair once; either may be empty."""
        rows = self._register.read("SELECT DISTINCT key, patient FROM outbox")
        return [(str(key), str(name)) for key, name in rows if key or name]

    def find(self, message: Message) -> OutboxEntry | None:
        """The message of the same edition to the same address."""
        values = (message.topic or message.handout, message.edition or message.handout, message.address)
        return next(iter(self._select("WHERE topic = ? AND edition = ? AND address = ?", values)), None)

    def announced(self, message: Message) -> tuple[list[str], list[str]]:
        """What calendar files announced that may be at the message's address: those about the same week, and all of the
        patient's, each with the latest last.
        """
        about = [entry.id for entry in self.about(message) if entry.address.casefold() == message.address.casefold()]
        every = [
            entry.id
            for entry in self.of_patient(message.key, message.patient)
            if entry.address.casefold() == message.address.casefold()
        ]
        query = (
            "SELECT id, events FROM outbox WHERE events != '' AND address = ? "
            "AND state IN ('sent', 'uncertain', 'sending', 'asked') ORDER BY id"
        )
        found = self._register.read(query, (message.address,))
        return [text for number, text in found if number in about], [text for number, text in found if number in every]

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
        """Which patients were written to at each address of their own, by key and name: in small letters, a name
        without outer space.
        """
        found: dict[str, set[tuple[str, str]]] = {}
        query = (
            "SELECT DISTINCT address, key, patient FROM outbox "
            "WHERE role = '' AND state IN ('sent', 'uncertain', 'sending', 'asked')"
        )
        for address, key, patient in self._register.read(query):
            found.setdefault(address.casefold(), set()).add((key.casefold(), folded(patient)))
        return found

    def entry(self, number: int) -> OutboxEntry | None:
        """The message of a number."""
        return next(iter(self._select("WHERE id = ?", (number,))), None)

    def by_message_id(self, message_id: str) -> OutboxEntry | None:
        """The message with this id, in angle brackets."""
        return next(iter(self._select("WHERE message_id = ? AND message_id != ''", (message_id,))), None)

    def entries(self, *states: MessageState) -> list[OutboxEntry]:
        """Messages in these states, or all, in the order they came."""
        marks = ", ".join("?" * len(states))
        return self._select(f"WHERE state IN ({marks})" if states else "", states)

    def mails(self, patient: str, handout: str = "") -> dict[int, str]:
        """Numbers of a patient's messages, and the clinic's own name for them; by that, or by name.

        With a handout's id also those of that handout which name no other patient. An empty name is nobody's.
        """
        query = """
            SELECT id, key FROM outbox WHERE (key = ?1 AND key != '') OR (patient = ?1 COLLATE NOCASE AND patient != '')
              OR (handout = ?2 AND handout != '' AND (key = ?1 OR key = ''))
            """
        return dict(self._register.read(query, (patient, handout)))

    def _select(self, where: str, values: Sequence[object]) -> list[OutboxEntry]:
        rows = self._register.read(f"SELECT {_COLUMNS} FROM outbox {where} ORDER BY id", values)  # noqa: S608  # ours
        named = (dict(zip(_FIELDS, row, strict=True)) for row in rows)
        return [OutboxEntry(**{**row, "kept": bool(row["kept"])}) for row in named]
