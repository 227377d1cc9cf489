"""Accounts of the desk: made, changed and logged in to, by one rule for the command line and the browser."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from handouts.base.people import folded
from handouts.base.plaintext import clean
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.accounts import ROLES, Account, AccountsTable, DeskSession, Role, stamp
from handouts.deliver.register import Register
from handouts.runs.passwordrule import LONGEST, password_fault, typed_password

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "account_faults",
    "add_account",
    "change_account",
    "digest_of",
    "log_in",
    "made_ready",
    "new_password",
    "open_session",
    "password_faults",
    "right_password",
]

_LONGEST_NAME = 60
_HANDS = BoundedSemaphore(2)
"""Each hash takes 64 MiB: so many are made in one moment, whoever asks."""
_HELP = "“handouts desk --accounts” lists them."


@cache
def _hasher() -> PasswordHasher:
    """argon2id with the second parameters that RFC 9106 recommends: 64 MiB, three passes, four lanes."""
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def made_ready() -> str:
    """A hash of no one's password: what is compared where there is no such account, so that it takes as long."""
    return _hashed(secrets.token_urlsafe(32))


def _hashed(password: str) -> str:
    with _HANDS:
        return _hasher().hash(typed_password(password))


def account_faults(register: Register, name: str, role: str, password: str, *clinic: str) -> list[Problem]:
    """All that keeps an account from being made. ``clinic``: names that its password must not be."""
    problems, given = _named(name)
    problems += _role_faults(role) + password_faults(password, given, *clinic)
    if given and AccountsTable(register).get(given):
        problems.append(Problem("account", 0, f"there is an account “{given}” already", "Give another name."))
    return problems


def add_account(register: Register, name: str, role: str, password: str, *clinic: str) -> Account:
    """A new account; HandoutsError with all that is wrong, as ``account_faults`` has it."""
    if problems := account_faults(register, name, role, password, *clinic):
        raise HandoutsError(problems, Exit.USAGE)
    table, given = AccountsTable(register), _named(name)[1]
    now = stamp()
    account = Account(given, _role(role), _hashed(password), disabled=False, made_at=now, changed_at=now)
    with table.changing():
        if table.get(given):
            taken = Problem("account", 0, f"there is an account “{given}” already", "It was made just now.")
            raise HandoutsError([taken], Exit.USAGE)
        table.put(account)
    return account


def change_account(
    register: Register, name: str, *, role: str | None = None, disabled: bool | None = None, seen: str = ""
) -> Account:
    """Give an account another role, or switch it off or on; its sessions end at once.

    ``seen``: when it had last been changed as the asker saw it. HandoutsError where it is not there, was changed since,
    or where no owner would be left.
    """
    table = AccountsTable(register)
    if role is not None and (faults := _role_faults(role)):
        raise HandoutsError(faults, Exit.USAGE)
    with table.changing():
        now = _there(table, name, seen)
        after = replace(
            now,
            role=now.role if role is None else _role(role),
            disabled=now.disabled if disabled is None else disabled,
            changed_at=stamp(),
        )
        others = [one for one in table.everyone() if one.key != now.key]
        if not any(one.role == "owner" and not one.disabled for one in (*others, after)):
            hint = "Make another account an owner first."
            raise HandoutsError([Problem(now.name, 0, "is the only owner, and has to stay one", hint)], Exit.USAGE)
        table.put(after)
    return after


def new_password(register: Register, name: str, password: str, *clinic: str) -> Account:
    """Give an account another password; its sessions end at once. HandoutsError where it is not good enough."""
    if faults := password_faults(password, name, *clinic):
        raise HandoutsError(faults, Exit.USAGE)
    hashed, table = _hashed(password), AccountsTable(register)
    with table.changing():
        after = replace(_there(table, name), hash=hashed, changed_at=stamp())
        table.put(after)
    return after


def right_password(account: Account | None, password: str) -> bool:
    """Whether it is the account's. It takes as long where there is no such account, or a disabled one."""
    from argon2.exceptions import InvalidHashError, VerificationError

    usable = account is not None and not account.disabled
    try:
        kept = account.hash if account and usable else made_ready()
        with _HANDS:
            same = _hasher().verify(kept, typed_password(password[:LONGEST]))
    except (InvalidHashError, VerificationError, ValueError):
        return False
    return same and usable and len(password) <= LONGEST


def log_in(register: Register, name: str, password: str, origin: str, browser: str) -> tuple[Account, str] | None:
    """The account and what its browser's cookie is to hold; None where name or password are wrong."""
    table = AccountsTable(register)
    account = table.get(name)
    if not right_password(account, password) or account is None:
        return None
    if _hasher().check_needs_rehash(account.hash):
        account = _hashed_anew(table, account, password)
    secret = open_session(register, account, origin, browser)
    return (account, secret) if secret else None


def open_session(register: Register, account: Account, origin: str, browser: str) -> str:
    """What a browser's cookie is to hold; empty where the account was changed since it was looked at."""
    secret, now, table = secrets.token_urlsafe(32), stamp(), AccountsTable(register)
    with table.changing():
        again = table.get(account.name)
        if again is None or again.disabled or again.hash != account.hash:
            return ""
        table.open_session(DeskSession(digest_of(secret), account.key, now, now, origin, browser[:200], ""))
    return secret


def _hashed_anew(table: AccountsTable, account: Account, password: str) -> Account:
    """The account with a hash of today's parameters."""
    after = replace(account, hash=_hashed(password))
    with table.changing():
        again = table.get(account.name)
        if again is not None and again.hash == account.hash:
            table.put_quietly(after)
            return after
    return account


def digest_of(secret: str) -> str:
    """What is kept of a cookie: it tells that it is the same, and opens nothing."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def _there(table: AccountsTable, name: str, seen: str = "") -> Account:
    account = table.get(name)
    if account is None:
        raise HandoutsError([Problem("account", 0, f"there is no account “{name[:_LONGEST_NAME]}”", _HELP)], Exit.USAGE)
    if seen and account.changed_at != seen:
        hint = "Look at it as it is now, then do it again if it is still to be done."
        when = f"{account.changed_at[:16].replace('T', ' ')} UTC"
        raise HandoutsError([Problem(account.name, 0, f"was changed since, on {when}", hint)], Exit.USAGE)
    return account


def _named(name: str) -> tuple[list[Problem], str]:
    """What is wrong with an account's name, and the name."""
    try:
        given = clean(name, limit=_LONGEST_NAME)
    except ValueError as error:
        return [Problem("name", 0, str(error), "A person’s name or initials.")], ""
    if not folded(given):
        return [Problem("name", 0, "is empty", "Give a person’s name or initials.")], ""
    return [], given


def _role(text: str) -> Role:
    return next(one for one in ROLES if one == text)


def _role_faults(role: str) -> list[Problem]:
    if role in ROLES:
        return []
    return [Problem("role", 0, f"is “{role[:_LONGEST_NAME]}”", f"It is one of {', '.join(ROLES)}.")]


def password_faults(password: str, *names: str) -> list[Problem]:
    """What keeps a password from being taken. ``names``: of the account and the clinic."""
    fault = password_fault(password, *names)
    hint = "Three or four words that have nothing to do with each other are good, and easy to keep."
    return [Problem("password", 0, fault, hint)] if fault else []
