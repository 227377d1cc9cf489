"""Knows who asks over the clinic's network: by a cookie that an account's log-in left in their browser.

A session ends after half an hour without a click, after twelve hours, when somebody logs out, and at once when the
account's password or role changes, whoever changes them and wherever. It lies in the register: a server that stops and
starts again finds it.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from starlette.concurrency import run_in_threadpool

from handouts.base.people import folded
from handouts.base.records import dataclass
from handouts.deliver.accounts import Account, AccountsTable, DeskSession, stamp
from handouts.deliver.audit import AuditTable
from handouts.desk.accounts.pace import Pace, house_of
from handouts.desk.accounts.strangers import asked_to_log_in
from handouts.desk.who import Who
from handouts.runs.accounts import digest_of, log_in, made_ready, right_password

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handouts.desk.state import Desk

__all__ = ["COOKIE", "AccountKeeper", "LoggedIn", "NotNow", "address_of", "token_of"]

COOKIE = "__Host-handouts"
"""The prefix has browsers take it over TLS alone, and give it to this host alone."""
_IDLE, _WHOLE = timedelta(minutes=30), timedelta(hours=12)
_SEEN_AGAIN = timedelta(minutes=1)
"""How often a session's row is written that is in use."""
_WAITING = 20
"""Passwords from computers that nobody knows that may wait to be looked at: one at a time, each takes 64 MiB."""
_LONGEST_NAME = 60
_TOLD = timedelta(minutes=10)
"""How often the trail says that somebody is slowed down."""


@dataclass(frozen=True)
class LoggedIn:
    """A log-in that went well."""

    account: Account
    secret: str
    """What the browser's cookie is to hold."""


@dataclass(frozen=True)
class NotNow:
    """A log-in that was not looked at."""

    wait: float
    """Until when it is worth to try again, s."""
    why: Literal["often", "busy"]


class AccountKeeper:
    """Keeps the desk of a clinic's network."""

    open: tuple[str, ...] = ("/login",)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with desk.register() as register:
            known = AccountsTable(register).known_at()
        self.pace = Pace(known)
        self._hands = ThreadPoolExecutor(1, "handouts-login")
        self._known_hands = ThreadPoolExecutor(1, "handouts-known-login")
        self._waiting = 0
        self._told: dict[str, datetime] = {}
        made_ready()

    async def who(self, request: Request) -> Who | None:
        """Whose session the request's cookie is of."""
        if not (secret := request.cookies.get(COOKIE, "")):
            return None
        return await run_in_threadpool(self._who, secret, address_of(request))

    def enter(self, request: Request) -> Response | None:
        """Nothing opens a session but a form, so there is no answer here."""
        del request
        return None

    async def stranger(self, request: Request) -> Response:
        """Ask to log in; in the place of a part of a page where one was asked for."""
        return await run_in_threadpool(asked_to_log_in, self._desk, request, self._was(request))

    def _who(self, secret: str, address: str) -> Who | None:
        with self._desk.register(reading=True) as register:
            table = AccountsTable(register)
            session = table.session(digest_of(secret))
            account = table.get(session.account) if session and _goes_on(session) else None
        if session is None or account is None or account.disabled:
            return None
        now = datetime.now(UTC)
        if now - datetime.fromisoformat(session.seen_at) > _SEEN_AGAIN:
            with self._desk.register() as register:
                AccountsTable(register).seen(session.digest, stamp(now))
        return Who(account.name, account.role, address, token_of(secret))

    def _was(self, request: Request) -> str:
        """The account of a session that is over; empty where the browser had none."""
        secret = request.cookies.get(COOKIE, "")
        if not secret:
            return ""
        with self._desk.register(reading=True) as register:
            table = AccountsTable(register)
            session = table.session(digest_of(secret))
            account = table.get(session.account) if session else None
        return account.name if account else ""

    async def log_in(self, name: str, password: str, address: str, browser: str) -> LoggedIn | NotNow | None:
        """Look at a name and a password; None where one of them is wrong, whichever."""
        key = folded(name) if len(name) <= _LONGEST_NAME else ""
        if wait := self.pace.begin(key, address):
            self._tell_of_slowing(address)
            return NotNow(wait, "often")
        known = self.pace.knows(key, address)  # they do not wait behind those whom nobody knows
        if not known and self._waiting >= _WAITING:
            self.pace.lapsed(key, address)
            return NotNow(3.0, "busy")
        hands = self._known_hands if known else self._hands
        self._waiting += not known
        try:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(hands, self._looked_at, key, password, address, browser)
        finally:
            self._waiting -= not known
        if found:
            self.pace.succeeded(key, address)
        return found

    def is_own(self, name: str, password: str, address: str) -> bool | NotNow:
        """Whether the password is that of an account whose session this is, by the same pace; for a thread."""
        key = folded(name)
        if wait := self.pace.begin(key, address):
            return NotNow(wait, "often")
        with self._desk.register(reading=True) as register:
            account = AccountsTable(register).get(name)
        right = self._known_hands.submit(right_password, account, password).result()
        if right:
            self.pace.succeeded(key, address)
        return right

    def _looked_at(self, name: str, password: str, address: str, browser: str) -> LoggedIn | None:
        with self._desk.register() as register:
            found, table = log_in(register, name, password, address, browser), AuditTable(register)
            if found:
                table.add(found[0].name, "logged in", "", address)
                return LoggedIn(*found)
            account = AccountsTable(register).get(name)
            table.add("", "log-in failed", account.name if account else "", address)  # what was typed may be a password
        return None

    def _tell_of_slowing(self, address: str) -> None:
        """Say in the trail that a computer is slowed down, now and then."""
        place, now = house_of(address), datetime.now(UTC)
        if now - self._told.get(place, now - 2 * _TOLD) < _TOLD:
            return
        if len(self._told) > _WAITING:
            self._told.clear()
        self._told[place] = now
        self._hands.submit(self._note_slowing, address)

    def _note_slowing(self, address: str) -> None:
        with self._desk.register() as register:
            AuditTable(register).add("", "log-ins slowed down", "", address)

    def close(self) -> None:
        """Look at nothing more."""
        for hands in (self._hands, self._known_hands):
            hands.shutdown(cancel_futures=True)


def _goes_on(session: DeskSession) -> bool:
    now = datetime.now(UTC)
    made, seen = datetime.fromisoformat(session.made_at), datetime.fromisoformat(session.seen_at)
    return not session.ended_at and now - made < _WHOLE and now - seen < _IDLE + _SEEN_AGAIN


def token_of(secret: str) -> str:
    """What the forms of a session carry; it does not tell what the cookie holds."""
    return digest_of(f"form of {secret}")


def address_of(request: Request) -> str:
    """The other computer's address."""
    return request.client.host if request.client else ""
