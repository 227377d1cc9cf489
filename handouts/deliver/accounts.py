"""The register's tables of accounts and sessions: who may use the desk on the clinic's network, who is logged in.

No password and nothing that opens a session is kept: of the one an argon2id hash, of the other a digest. A session's
row stays for a month after its end, so that people see where they were logged in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

from handouts.base.people import folded
from handouts.base.records import dataclass
from handouts.deliver.register import Register

__all__ = ["ROLES", "STEPS", "Account", "AccountsTable", "DeskSession", "Role", "stamp"]

Role = Literal["desk", "clinician", "owner"]
ROLES: tuple[Role, ...] = ("desk", "clinician", "owner")
"""Each may do what those before it may: the desk prints, mails and scans; a clinician also makes and changes sheets,
drills and programs, and decides; an owner also changes the clinic's look and its accounts, and reads the trail.
"""

STEPS = (
    """
    CREATE TABLE accounts (key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL,
      disabled INTEGER NOT NULL DEFAULT 0, made_at TEXT NOT NULL, changed_at TEXT NOT NULL);
    CREATE TABLE desk_sessions (digest TEXT PRIMARY KEY, account TEXT NOT NULL, made_at TEXT NOT NULL,
      seen_at TEXT NOT NULL, origin TEXT NOT NULL, browser TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '');
    CREATE INDEX desk_sessions_account ON desk_sessions (account);
    """,
)
"""Never changed once released, only added to."""
_KEPT = 30
"""Days for which a session that is over can still be seen."""


@dataclass(frozen=True)
class Account:
    """Somebody who may use the desk."""

    name: str
    role: Role
    hash: str = field(repr=False)
    """argon2id, with its parameters and salt."""
    disabled: bool
    made_at: str
    changed_at: str
    """ISO times, UTC; the second of the last change of password, role or whether it is disabled."""

    @property
    def key(self) -> str:
        """What stands for the account, however its name is typed."""
        return folded(self.name)


@dataclass(frozen=True)
class DeskSession:
    """One browser that is or was logged in."""

    digest: str = field(repr=False)
    """SHA-256, hex, of what the browser's cookie holds."""
    account: str
    """Key of the account."""
    made_at: str
    seen_at: str
    origin: str
    """The other computer's address."""
    browser: str
    """What it calls itself."""
    ended_at: str
    """ISO time; empty while it goes on."""


class AccountsTable:
    """The accounts of an open register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._base: Any = None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Look and change in one step: no other command or window changes accounts meanwhile."""
        with self._register.changing() as self._base:
            yield
        self._base = None

    def get(self, name: str) -> Account | None:
        """The account of that name, however it is typed; None where there is none."""
        key = folded(name).encode("utf-8", "replace").decode()  # a terminal may give what is no text
        rows = self._register.read(f"{_ACCOUNTS} WHERE key = ?", (key,))
        return _account(rows[0]) if rows else None

    def everyone(self) -> list[Account]:
        """All accounts, by name."""
        return [_account(row) for row in self._register.read(f"{_ACCOUNTS} ORDER BY key")]

    def put(self, account: Account) -> None:
        """Add an account, or have it as it is given, and end its sessions at once. Within ``changing``."""
        self.put_quietly(account)
        self.end_all(account.key)

    def put_quietly(self, account: Account) -> None:
        """The same, and its sessions go on: for a hash that was made anew of the same password. Within ``changing``."""
        values = (account.key, account.name, account.role, account.hash, int(account.disabled))
        self._do(
            "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, account.made_at, account.changed_at),
        )

    def open_session(self, one: DeskSession) -> None:
        """Somebody has logged in; sessions that were over a month ago are let go. Within ``changing``."""
        before = stamp(datetime.now(UTC) - timedelta(days=_KEPT))
        self._do("DELETE FROM desk_sessions WHERE seen_at < ?", (before,))
        values = (one.digest, one.account, one.made_at, one.seen_at, one.origin, one.browser, one.ended_at)
        self._do("INSERT INTO desk_sessions VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def session(self, digest: str) -> DeskSession | None:
        """The session that a cookie is of, going on or over; None where there is none."""
        rows = self._register.read(f"{_SESSIONS} WHERE digest = ?", (digest,))
        return DeskSession(*rows[0]) if rows else None

    def sessions_of(self, key: str) -> list[DeskSession]:
        """An account's sessions, the latest first."""
        query = f"{_SESSIONS} WHERE account = ? ORDER BY ended_at != '', seen_at DESC"
        return [DeskSession(*row) for row in self._register.read(query, (key,))]

    def seen(self, digest: str, now: str) -> None:
        """A session was used."""
        with self.changing():
            self._do("UPDATE desk_sessions SET seen_at = ? WHERE digest = ? AND ended_at = ''", (now, digest))

    def end(self, digest: str) -> None:
        """A session is over. Within ``changing``."""
        self._do("UPDATE desk_sessions SET ended_at = ? WHERE digest = ? AND ended_at = ''", (stamp(), digest))

    def end_all(self, key: str, but: str = "") -> None:
        """All sessions of an account are over, but for one where its digest is given. Within ``changing``."""
        query = "UPDATE desk_sessions SET ended_at = ? WHERE account = ? AND digest != ? AND ended_at = ''"
        self._do(query, (stamp(), key, but))

    def known_at(self) -> set[tuple[str, str]]:
        """Account's key and computer's address of every log-in of the last month that succeeded."""
        return {(str(key), str(origin)) for key, origin in self._register.read(_PLACES)}

    def _do(self, query: str, values: tuple[object, ...]) -> None:
        """One statement of a change that is going on."""
        assert self._base, "changes are made within “changing”"
        self._base.execute(query, values)


_ACCOUNTS = "SELECT name, role, hash, disabled, made_at, changed_at FROM accounts"
_SESSIONS = "SELECT digest, account, made_at, seen_at, origin, browser, ended_at FROM desk_sessions"
_PLACES = "SELECT DISTINCT account, origin FROM desk_sessions"


def stamp(moment: datetime | None = None) -> str:
    """A moment, now where left out, as the tables keep it: ISO, UTC, so that texts compare as times do."""
    return (moment or datetime.now(UTC)).isoformat(timespec="milliseconds")


def _account(row: tuple[Any, ...]) -> Account:
    name, kept, hashed, disabled, made, changed = row
    role = cast("Role", kept) if kept in ROLES else ROLES[0]
    return Account(name, role, hashed, bool(disabled), made, changed)
