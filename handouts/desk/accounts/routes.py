"""The addresses of accounts: one's own, everybody's for the owner, and the trail of what was done."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.accounts import ROLES, AccountsTable, DeskSession
from handouts.deliver.audit import AuditTable
from handouts.desk.accounts.keeper import COOKIE, AccountKeeper
from handouts.desk.accounts.login import LOGIN, log_out, with_cookie
from handouts.desk.routing import Asking, at, goes_to, not_there, page
from handouts.runs.accounts import (
    account_faults,
    add_account,
    change_account,
    digest_of,
    new_password,
    open_session,
    password_faults,
)

__all__ = ["ROUTES"]

_TRAIL = 500
"""Rows of the trail that a page shows."""
_SHORT = 16
"""Characters of a session's digest by which a form names it."""


def _own(asked: Asking) -> Response:
    if not asked.who.name:
        return goes_to("/accounts")
    with asked.desk.register(reading=True) as register:
        sessions = AccountsTable(register).sessions_of(_key(asked))
    here = digest_of(asked.request.cookies.get(COOKIE, ""))
    shown = [_shown(one, here) for one in sessions[:40]]
    return page(asked, "accounts/own.html", area="account", sessions=shown, done=asked.query("done"))


def _key(asked: Asking) -> str:
    with asked.desk.register(reading=True) as register:
        account = AccountsTable(register).get(asked.who.name)
    if account is None:
        raise not_there("This account")
    return account.key


def _shown(one: DeskSession, here: str) -> dict[str, Any]:
    return {
        "id": one.digest[:_SHORT],
        "here": one.digest == here,
        "browser": _browser(one.browser),
        "origin": one.origin,
        "made": _when(one.made_at),
        "seen": _when(one.seen_at),
        "over": bool(one.ended_at),
    }


def _browser(text: str) -> str:
    """What a browser calls itself, as people call it."""
    names = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"))
    more = (("Mac", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))
    name = next((plain for sign, plain in names if f"{sign}/" in text), "A browser")
    system = next((plain for sign, plain in (*systems, *more) if sign in text), "")
    return f"{name} on {system}" if system else name


def _when(stamp: str) -> str:
    """A moment by this computer's clock, to the minute."""
    from datetime import datetime

    return f"{datetime.fromisoformat(stamp).astimezone():%d %b %Y, %H:%M}"


def _change_own(asked: Asking) -> Response:
    """Another password for oneself: every session ends, and this browser gets a new one."""
    name, here = asked.who.name, asked.who.origin
    problems = [*password_faults(asked.text("password"), name, asked.desk.library.clinic.name), *_twice(asked)]
    found = keeper.is_own(name, asked.text("now"), here) if (keeper := _keeper(asked)) else False
    if found is not True:
        words = "is not right" if found is False else "was wrong too often: wait a minute, then try again"
        problems.append(Problem("password that you have now", 0, words))
    if problems:
        raise HandoutsError(problems, Exit.USAGE)
    with asked.desk.register() as register:
        account = new_password(register, name, asked.text("password"), asked.desk.library.clinic.name)
        secret = open_session(register, account, here, asked.request.headers.get("user-agent", ""))
    asked.desk.note(asked.who, "changed the password", name)
    return with_cookie(_done(asked, "/account?done=password"), secret)


def _keeper(asked: Asking) -> AccountKeeper | None:
    keeper: AccountKeeper | None = asked.request.app.state.accounts
    return keeper


def _done(asked: Asking, address: str) -> Response:
    """Go on to a page, whole: its forms carry what is new."""
    return Response(headers={"HX-Redirect": address}) if asked.partly else goes_to(address)


def _twice(asked: Asking) -> list[Problem]:
    if asked.text("password") == asked.text("again"):
        return []
    return [Problem("password", 0, "is not the same both times", "Type it again, twice.")]


def _end(asked: Asking) -> Response:
    """End one of one's own sessions, or all but this one."""
    key, here = _key(asked), digest_of(asked.request.cookies.get(COOKIE, ""))
    with asked.desk.register() as register:
        table = AccountsTable(register)
        with table.changing():
            if asked.text("session"):
                for one in table.sessions_of(key):
                    if one.digest.startswith(asked.text("session")) and len(asked.text("session")) == _SHORT:
                        table.end(one.digest)
            else:
                table.end_all(key, but=here)
    asked.desk.note(asked.who, "ended sessions", asked.who.name)
    return goes_to("/account?done=ended")


def _everyone(asked: Asking) -> Response:
    with asked.desk.register(reading=True) as register:
        table = AccountsTable(register)
        shown = [
            {
                "name": one.name,
                "role": one.role,
                "disabled": one.disabled,
                "changed": one.changed_at,
                "since": _when(one.made_at),
                "open": sum(not session.ended_at for session in table.sessions_of(one.key)),
            }
            for one in table.everyone()
        ]
    return page(asked, "accounts/everyone.html", area="account", people=shown, roles=ROLES, done=asked.query("done"))


def _add(asked: Asking) -> Response:
    given = (asked.text("name"), asked.text("role"), asked.text("password"), asked.desk.library.clinic.name)
    with asked.desk.register() as register:
        if problems := [*account_faults(register, *given), *_twice(asked)]:
            raise HandoutsError(problems, Exit.USAGE)
        account = add_account(register, *given)
    asked.desk.note(asked.who, f"made an account as {account.role}", account.name)
    return _done(asked, "/accounts?done=added")


def _change(asked: Asking) -> Response:
    """Another role, or off or on."""
    role = asked.text("role") or None
    disabled = {"off": True, "on": False}.get(asked.text("switch"))
    with asked.desk.register() as register:
        account = change_account(
            register, asked.text("name"), role=role, disabled=disabled, seen=asked.text("seen") or "?"
        )
    did = f"gave the role {account.role}" if role else f"switched the account {asked.text('switch')}"
    asked.desk.note(asked.who, did, account.name)
    return _done(asked, "/accounts?done=changed")


def _set(asked: Asking) -> Response:
    """Another password for somebody who has forgotten theirs."""
    clinic = asked.desk.library.clinic.name
    if problems := [*password_faults(asked.text("password"), asked.text("name"), clinic), *_twice(asked)]:
        raise HandoutsError(problems, Exit.USAGE)
    with asked.desk.register() as register:
        account = new_password(register, asked.text("name"), asked.text("password"), clinic)
    asked.desk.note(asked.who, "set a new password", account.name)
    return _done(asked, "/accounts?done=password")


def _trail(asked: Asking) -> Response:
    with asked.desk.register(reading=True) as register:
        rows = AuditTable(register).latest(_TRAIL)
    shown = [(_when(one.at), one.who, one.did, one.about, one.origin) for one in rows]
    return page(asked, "accounts/trail.html", area="account", rows=shown, most=_TRAIL)


ROUTES = (
    LOGIN,
    at("/logout", log_out, "POST"),
    at("/account", _own),
    at("/account/password", _change_own, "POST"),
    at("/account/end", _end, "POST"),
    at("/accounts", _everyone, role="owner"),
    at("/accounts/add", _add, "POST", role="owner"),
    at("/accounts/change", _change, "POST", role="owner"),
    at("/accounts/password", _set, "POST", role="owner"),
    at("/trail", _trail, role="owner"),
)
