"""READ: mail that came back. Delivery reports (RFC 3464) as a mailbox holds them, in files, mbox or Maildir.

Whoever knows the clinic's address can write there, so nothing in a report is trusted but the id of a message of ours,
which nobody can guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser, HeaderParser
from email.policy import compat32
from pathlib import Path

from handouts.base.records import dataclass

__all__ = ["Report", "mail_in", "read_report", "reason"]

_MOST = 20_000_000
"""Bytes of a message that are looked at; reports are far shorter."""
_PARTS = 200
"""Parts that are looked at."""
_ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_STATUS = ("message/delivery-status", "message/global-delivery-status")

_REASONS = (
    ("1.", "there is no such address"),
    ("2.2", "the mailbox is full"),
    ("2.", "the mailbox takes no mail"),
    ("3.4", "the message is too large"),
    ("4.", "the other side could not be reached"),
    ("7.", "it was refused by a rule of the other side"),
)
"""What a status means, by its beginning after the class."""


@dataclass(frozen=True)
class Report:
    """What became of one message, as a report says it."""

    message_id: str
    """With its angle brackets; empty where the report does not say which message it is about."""
    action: str
    """failed, delayed, delivered, relayed or expanded."""
    status: str = ""
    """Such as 5.1.1, or empty."""


def reason(status: str) -> str:
    """Why a message came back, in words."""
    after = status.partition(".")[2]
    return next((words for start, words in _REASONS if after.startswith(start)), "no reason is given")


def mail_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each message of a file, an mbox, a Maildir or a folder of files: its place and its bytes, at most 20 MB of each.

    OSError where something cannot be read.
    """
    if path.is_dir():
        maildir = [path / name for name in ("new", "cur") if (path / name).is_dir()]
        for folder in maildir or [path]:
            for one in sorted(folder.iterdir()):
                if one.is_file() and not one.name.startswith("."):
                    yield from _in_file(one)
    else:
        yield from _in_file(path)


def _in_file(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        first = file.readline(_MOST)
        if not first.startswith(b"From "):
            yield path.name, first + file.read(_MOST)
            return
        number, pieces, size, blank = 1, list[bytes](), 0, False
        while line := file.readline(_MOST):
            if blank and line.startswith(b"From "):
                yield f"{path.name}, message {number}", b"".join(pieces)
                number, pieces, size = number + 1, [], 0
                continue
            blank = not line.strip()
            if size < _MOST:
                pieces.append(line)
                size += len(line)
        yield f"{path.name}, message {number}", b"".join(pieces)


def read_report(data: bytes) -> Report | None:
    """What a message says of another one, or None where it is no delivery report, or none that can be read."""
    kind = str(BytesHeaderParser(policy=compat32).parsebytes(data[:_MOST]).get("content-type", "")).casefold()
    if "multipart/report" not in kind:
        return None
    try:
        parts = _parts(BytesParser(policy=compat32).parsebytes(data))
        return _report(parts)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):  # made to be unreadable
        return None


def _parts(message: Message) -> list[Message]:
    """The parts of a message, not those of the messages in it."""
    found, left = list[Message](), [message]
    while left and len(found) < _PARTS:
        part = left.pop(0)
        found.append(part)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            left += [one for one in inside if isinstance(one, Message)]
    return found


def _report(parts: list[Message]) -> Report | None:
    blocks = [
        block
        for part in parts
        if part.get_content_type() in _STATUS and isinstance(part.get_payload(), list)
        for block in part.get_payload()
        if isinstance(block, Message) and block.get("action")
    ]
    if not blocks:
        return None
    failed = next((block for block in blocks if _word(block, "action") == "failed"), blocks[0])
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", str(failed.get("status", "")), re.ASCII)
    return Report(_original(parts), _word(failed, "action"), status[0] if status else "")


def _word(block: Message, name: str) -> str:
    """The first word of a field, in small letters."""
    match = re.match(r"\s*([a-z]{1,20})", str(block.get(name, "")).casefold())
    return match[1] if match else ""


def _original(parts: list[Message]) -> str:
    """The id of the message that a report is about, or empty."""
    for part in parts[1:]:
        if part.get_content_type() not in _ORIGINALS:
            continue
        inside = part.get_payload()
        if isinstance(inside, list) and inside and isinstance(inside[0], Message):
            head = inside[0]
        else:
            raw = part.get_payload(decode=True)
            head = HeaderParser(policy=compat32).parsestr(
                raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
            )
        if match := re.search(r"<[^<>\s]{3,300}>", str(head.get("message-id", ""))):
            return match[0]
    return ""
