"""The register's trail: who did what at the desk, and when. Rows are only ever added.

It names sheets, files and accounts, never patients: a sheet's id leads to its patient for who may see both.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from handouts.deliver.register import Register

__all__ = ["STEPS", "AuditTable", "Noted"]

STEPS = (
    """
    CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, did TEXT NOT NULL,
      about TEXT NOT NULL DEFAULT '', origin TEXT NOT NULL DEFAULT '');
    """,
)
"""Never changed once released, only added to."""
_LONGEST = 200


class Noted(NamedTuple):
    """One thing that was done."""

    at: str
    """ISO time, UTC."""
    who: str
    """An account's name; empty for the person at this computer."""
    did: str
    """A few words: issued, logged in, saved the brand."""
    about: str
    """A sheet's id, a file or an account; never a patient's name."""
    origin: str
    """The other computer's address; empty for this one."""


class AuditTable:
    """The trail of an open register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def add(self, who: str, did: str, about: str = "", origin: str = "") -> None:
        """Note one thing; each text is cut to 200 characters."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = (now, *(one[:_LONGEST] for one in (who, did, about, origin)))
        with self._register.changing() as base:
            base.execute("INSERT INTO audit (at, who, did, about, origin) VALUES (?, ?, ?, ?, ?)", row)

    def latest(self, most: int) -> list[Noted]:
        """What was done last, newest first."""
        rows = self._register.read("SELECT at, who, did, about, origin FROM audit ORDER BY id DESC LIMIT ?", (most,))
        return [Noted(*row) for row in rows]
