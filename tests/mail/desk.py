"""A clinic that sends mail: its roster, its server, and what is looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from tests.conftest import Ran
from tests.mail.server import Mailserver

Run = Callable[..., Ran]
WEEK = ("--week-of", "2026-11-23", "--issued", "2026-11-20")
HEAD = "id,patient,program,start,email,email consent,password\n"
GOOD = (
    "1,Mei Tan,hip-hinge,2026-11-23,mei@example.com,plain 2026-11-01,\n"
    "2,Sam Okafor,hip-hinge,2026-11-16,sam@example.com,protected 2026-11-01,\n"
    "3,Ana García,low-back,2026-11-23,,none,\n"
    "4,Lee Wong,low-back,2026-11-23,lee@example.com,protected 2026-11-01,wong's own word\n"
    "5,Zoë Later,hip-hinge,2026-12-07,zoe@example.com,plain 2026-11-01,\n"
)
SECRETS = (
    "Mei",
    "Tan",
    "Sam",
    "Okafor",
    "Ana",
    "García",
    "Lee",
    "Wong",
    "Zoë",
    "Later",
    "mei@",
    "sam@",
    "lee@",
    "zoe@",
    "own word",
)


@dataclass(frozen=True)
class Got:
    """What the server took."""

    address: str
    data: bytes


class Post:
    """The clinic's mail server, a real one, and what it took."""

    def __init__(self, server: Mailserver) -> None:
        self.server = server

    @property
    def got(self) -> list[Got]:
        return [Got(*one) for one in self.server.taken]

    def refuse(self, said: str) -> None:
        """Answer every message with this; empty takes them again."""
        self.server.data = lambda *_: said or None

    def refuse_address(self, said: str) -> None:
        """Answer every address with this, before its message; empty takes them again."""
        self.server.rcpt = lambda *_: said or None


def read(data: bytes) -> EmailMessage:
    return BytesParser(policy=policy.SMTP).parsebytes(data)  # type: ignore[return-value]  # by its policy


def attached(data: bytes) -> dict[str, Any]:
    return {str(part.get_filename()): part.get_content() for part in read(data).iter_attachments()}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def silent(ran: Ran) -> bool:
    return not any(secret in ran.out + ran.err for secret in SECRETS)
