"""What a YAML file holds once it is read, and its bytes before. It needs no YAML: what is kept is read without."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Any

from handouts.base.problems import Problem
from handouts.base.records import dataclass

__all__ = ["MAX_BYTES", "Loc", "Source", "read_bytes"]

MAX_BYTES = 1_000_000
"""Largest YAML file read, in bytes. A drill takes some 3,000."""

Loc = tuple[str | int, ...]
"""Where in the data: keys and 0-based list positions, outermost first."""


@dataclass(frozen=True)
class Source:
    """A file's data, the 1-based line of every key and item in it, and what was wrong."""

    name: str
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """What may have got lost without being wrong: text after a “#”, and keys without a value."""

    def line(self, loc: Loc) -> int:
        """The line of ``loc``, or of the nearest thing around it that the file has."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read_bytes(path: Path, name: str) -> bytes | Source:
    """What a file holds, or a source that says why it cannot be read."""

    def failed(message: str, hint: str) -> Source:
        return Source(name, problems=(Problem(name, 0, message, hint),))

    if path.exists() and not path.is_file():
        return failed("is not a regular file", "Check the name.")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return failed(f"cannot be read: {error.strerror}", "Check the name and the permissions.")
    if len(raw) > MAX_BYTES:
        return failed(f"is larger than {MAX_BYTES:,} bytes", "Split it, or check that it is the right file.")
    return raw
