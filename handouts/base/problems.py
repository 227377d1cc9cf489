"""Problems as values, the one exception that carries them, and the exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Exit", "HandoutsError", "Problem", "nearest"]


class Exit(IntEnum):
    """What the command tells the shell. Listed in the README; never renumbered."""

    OK = 0
    SOME_FAILED = 1  # a batch was made, but not for every row
    USAGE = 2  # the command line itself is wrong (Click's own code)
    CONTENT = 3  # a drill, program, clinic, layout or roster file needs mending
    EXISTS = 4  # a file is in the way and --force was not given
    OUTPUT = 5  # the disk, the viewer, the printer or the mail server refused
    STOPPED = 130  # Ctrl-C


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and how to mend it.

    ``place`` is a file, ``roster.csv``, or an option such as ``--note``; ``line`` is 1-based
    (for a CSV roster the line in the file), 0 where there is none.
    """

    place: str
    line: int
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        kind = "warning: " if self.warning else ""
        tail = f"\n    {self.hint}" if self.hint else ""
        return f"{where}: {kind}{self.message}{tail}"


class HandoutsError(Exception):
    """Work cannot go on. Carries every problem found, and the exit code they lead to."""

    def __init__(self, problems: Iterable[Problem], code: Exit = Exit.CONTENT) -> None:
        self.problems = tuple(problems)
        self.code = code
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint naming the known word closest to a misspelt one, or listing a few of them."""
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(word[:80], names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean “{close[0]}”?"
    if not names:
        return ""
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"Known: {', '.join(names[:12])}{more}."
