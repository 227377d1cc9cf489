"""What goes from the room that writes messages to the one that sends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from typing import Literal

from handouts.base.ids import digest
from handouts.base.records import dataclass
from handouts.deliver.register import Issued
from handouts.orders.order import Order

__all__ = ["Message", "Role", "patient_of", "topic_of"]

Role = Literal["", "carer", "office"]
"""Who a message goes to: the patient, or who gets a copy."""


@dataclass(frozen=True)
class Message:
    """A message that is ready to be sent. Everything in it has been checked."""

    handout: str
    """Id of the handout that it carries."""
    key: str
    """The clinic's own name for the patient, or empty."""
    patient: str
    address: str
    """One address, ASCII or internationalised, without a display name."""
    message_id: str
    """With its angle brackets; stands in the message too."""
    data: bytes | Callable[[], bytes] = field(repr=False)
    """The whole message, RFC 5322, lines ended by CRLF, or what fetches it. Empty where it is not to be sent now."""
    topic: str = ""
    """What it is about, as ``topic_of`` has it, whatever stands in it. Empty is about itself alone."""
    edition: str = ""
    """What the handout says, whenever it was issued."""
    slip: str = ""
    """Which of the clinic's secrets its password follows from, where one was generated."""
    events: str = field(default="", repr=False)
    """What its calendar file announces, see ``Announced``; empty where it has none."""
    role: Role = ""
    """Whose address it is."""
    issued: Issued | None = field(default=None, repr=False)
    """What the register is to say once it is sent."""

    @property
    def whole(self) -> bytes:
        """The whole message, wherever it lies."""
        return self.data if isinstance(self.data, bytes) else self.data()


def patient_of(order: Order) -> str:
    """Who a patient is: by id; where there is none, by name."""
    return f"id {order.key.casefold()}" if order.key else f"name {' '.join(order.patient.casefold().split())}"


def topic_of(order: Order, first_day: date) -> str:
    """A patient's week of a program or of some drills: who, a stroke, and which week of what."""
    return f"{digest([patient_of(order)])[:16]}-{digest([tuple(order.items), first_day.isoformat()])[:16]}"
