"""``handouts desk --account``, ``--accounts`` and ``--trail``: who may log in, and what was done."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.say import say, table
from handouts.deliver.accounts import AccountsTable
from handouts.deliver.audit import AuditTable
from handouts.deliver.register import Register
from handouts.runs.accounts import add_account, change_account, new_password
from handouts.runs.registers import open_register

__all__ = ["change", "show_accounts", "show_trail"]

_PASSWORD = "HANDOUTS_DESK_PASSWORD"  # noqa: S105  # the variable's name
_ALL = 1_000_000


def change(folder: Path | None, name: str, role: str | None, switch: str | None) -> None:
    """Make an account, or change what is there."""
    with open_register(_folder(folder, "--account")) as register:
        account = AccountsTable(register).get(name)
        trail = AuditTable(register)
        if account is None and switch is None:
            if role is None:
                hint = "Say what it may do: --role desk, clinician or owner."
                raise HandoutsError([Problem("--account", 0, f"there is no “{name[:60]}” yet", hint)], Exit.USAGE)
            made = add_account(register, name, role, _password(), *_clinic(folder))
            trail.add("", f"made an account as {made.role}", made.name)
            say(f"{made.name} can log in, as {made.role}.")
            return
        _change_there(register, name, role, switch, folder)


def _change_there(register: Register, name: str, role: str | None, switch: str | None, folder: Path | None) -> None:
    trail = AuditTable(register)
    if role is None and switch is None:
        account = new_password(register, name, _password(), *_clinic(folder))
        trail.add("", "set a new password", account.name)
        say(f"{account.name} has a new password.")
        return
    disabled = None if switch is None else switch == "off"
    account = change_account(register, name, role=role, disabled=disabled)
    trail.add("", f"gave the role {role}" if role else f"switched the account {switch}", account.name)
    say(f"{account.name} is {account.role}{', and switched off' if account.disabled else ''}.")


def show_accounts(folder: Path | None) -> None:
    """List the accounts."""
    with open_register(_folder(folder, "--accounts"), reading=True) as register:
        people = AccountsTable(register).everyone()
    if not people:
        say("There is no account. “handouts desk --account NAME --role owner” makes the first.")
    table(
        [(one.name, one.role, "switched off" if one.disabled else "", f"since {_when(one.made_at)}") for one in people]
    )


def show_trail(folder: Path | None) -> None:
    """Print what was done, the latest last."""
    with open_register(_folder(folder, "--trail"), reading=True) as register:
        rows = AuditTable(register).latest(_ALL)
    if not rows:
        say("Nothing was done at the desk yet.")
    table([(_when(one.at), one.origin or "this computer", one.who, one.did, one.about) for one in reversed(rows)])


def _when(stamp: str) -> str:
    return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M}"


def _folder(folder: Path | None, option: str) -> Path:
    if folder is None:
        hint = "“handouts init DIR” makes one; then say --clinic DIR."
        raise HandoutsError([Problem(option, 0, "needs a clinic’s folder, which keeps the accounts", hint)], Exit.USAGE)
    return folder


def _clinic(folder: Path | None) -> tuple[str, ...]:
    """The clinic's name, which is no password."""
    from handouts.library.load import load_library

    return (load_library(folder).clinic.name,)


def _password() -> str:
    """The password of the environment, else asked for twice."""
    if given := os.environ.get(_PASSWORD):
        return given
    return str(click.prompt("Password, at least 10 characters", hide_input=True, confirmation_prompt=True, err=True))
