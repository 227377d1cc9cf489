"""READ: a roster of any kind. What it is follows from its first bytes, and from its name where they do not tell."""

from __future__ import annotations

from pathlib import Path

from handouts.base.problems import Problem
from handouts.roster.formats import FORMATS, REFUSED, FileStart
from handouts.roster.rows import Reading, RosterContents, RosterSummary, Row, unreadable

__all__ = ["MAX_BYTES", "look_at", "read_roster", "scan_roster"]

MAX_BYTES = 50_000_000
"""Largest roster read, in bytes: some 300,000 rows."""


def read_roster(path: Path, reading: Reading = Reading()) -> tuple[list[Row], list[Problem]]:  # noqa: B008  # frozen
    """Read a roster. Gives its rows and the problems of single rows; HandoutsError where none can be read."""
    contents = scan_roster(path, reading)
    return contents.rows, contents.problems


def look_at(path: Path, reading: Reading = Reading()) -> RosterSummary:  # noqa: B008  # frozen
    """How a roster is read: kind, columns, count, first row. HandoutsError where it cannot be."""
    return scan_roster(path, reading).summary


def scan_roster(path: Path, reading: Reading = Reading()) -> RosterContents:  # noqa: B008  # frozen
    """Rows, problems and how they were read, at once."""
    name = str(path)
    raw = _bytes(path, name)
    start = FileStart(raw, path.suffix.lower())
    for refused in REFUSED:
        if refused.recognises(start):
            raise refused.error(name)
    form = next(form for form in FORMATS if form.recognises(start))
    return form.read(raw, name, reading)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise unreadable(name, 0, "is not a regular file", "Name a file: CSV, Excel, JSON, YAML or FHIR.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "Check the name and the permissions."
        raise unreadable(name, 0, f"cannot be read: {error.strerror}", hint) from error
    if len(raw) > MAX_BYTES:
        raise unreadable(name, 0, f"is larger than {MAX_BYTES // 10**6} MB", "Split it.")
    return raw
