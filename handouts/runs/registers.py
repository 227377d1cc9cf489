"""Opens a clinic's register with every room's tables in it: the one place that knows which there are."""

from __future__ import annotations

from pathlib import Path

from handouts.base.files import write_whole
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver import accounts, audit, decisions, drafts, register
from handouts.mail import table
from handouts.returned import returnstable

__all__ = ["STEPS", "bring_along", "not_entered", "open_register"]

STEPS = (
    *register.STEPS,
    *table.STEPS,
    *returnstable.STEPS,
    *decisions.STEPS,
    *drafts.STEPS,
    *audit.STEPS,
    *returnstable.STEPS_LATER,
    *accounts.STEPS,
)
"""The number of a register's form counts these. A new table's steps go to the end, whosever they are."""


def open_register(folder: Path, *, reading: bool = False) -> register.Register:
    """The register of a clinic's folder, made where there is none; HandoutsError where it cannot be used.

    ``reading`` only looks into it; see ``Register``.
    """
    return register.Register.of(folder, STEPS, reading=reading)


def bring_along(source: Path, folder: Path) -> None:
    """Copy the register of one folder into another that has none. Without one there is nothing to copy."""
    if not (source / register.FILE).is_file() or (folder / register.FILE).exists():
        return
    with open_register(source) as old:
        old.tidy(0)  # all of it is in the one file then
        write_whole(folder / register.FILE, (source / register.FILE).read_bytes(), force=False)


def not_entered(error: HandoutsError, place: str, hint: str) -> HandoutsError:
    """The register's failure, and what it means for a file that is written already."""
    problem = Problem(place, 0, "is written, but not entered in the register", hint)
    return HandoutsError([*error.problems, problem], error.code)
