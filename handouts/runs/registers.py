"""Opens a clinic's register with every room's tables in it: the one place that knows which there are."""

from __future__ import annotations

from pathlib import Path

from handouts.deliver import register
from handouts.mail import table

__all__ = ["STEPS", "open_register"]

STEPS = (*register.STEPS, *table.STEPS)
"""The number of a register's form counts these. A new table's steps go to the end, whosever they are."""


def open_register(folder: Path) -> register.Register:
    """The register of a clinic's folder, made where there is none; HandoutsError where it cannot be used."""
    return register.Register.of(folder, STEPS)
