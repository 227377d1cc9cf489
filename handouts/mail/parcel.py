"""What goes from the room that writes messages to the one that sends them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Parcel"]


@dataclass(frozen=True)
class Parcel:
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
    data: bytes
    """The whole message, RFC 5322, lines ended by CRLF."""
