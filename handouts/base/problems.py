"""Problems as values, the one exception that carries them, and the exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import IntEnum
from typing import Literal

from handouts.base.records import dataclass

__all__ = ["Exit", "HandoutsError", "Problem", "ProblemKind", "closest", "misspelt", "nearest"]

ProblemKind = Literal[
    "",
    "misspelt",
    "utc",
    "mail",
    "template",
    "option",
    "content",
    "nothing",
    "lost",
    "locked",
    "filetype",
    "health",
    "unset",
    "nobody",
    "past",
]
"""What a program may want to know of a problem, so that nothing is decided by reading its words.

misspelt: the hint names the known word that was probably meant. utc: a roster holds times in UTC. mail: it is about
a patient's address, consent or password. template: a template of messages is at fault, and so every message.
option: it comes from the command line or the computer, not from a row of the roster. content: it is about a file of
the clinic's content, which it names. nothing: a word such as “N/A” was read as an empty cell. lost: less is printed
than was written. locked: a PDF asks for a password, and was given none that opens it.
filetype: a file is of no kind that is read. health: it says what a patient
has; of its message only what stands before the first colon may be kept, without what is quoted there. unset: a note was
left out of its sheet, for no type face has all of it. past: a sheet is for a week that is over. nobody: nobody of that
name or id is kept. Empty: none of these.
"""


class Exit(IntEnum):
    """What the command tells the shell. Listed in the README; never renumbered."""

    OK = 0
    SOME_FAILED = 1  # a batch was made, but not for every row; or a sheet without its note
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
    kind: ProblemKind = field(default="", compare=False)
    whole: str = field(default="", compare=False, repr=False)
    """The message with words of a row's cells that may name a patient: for the clinic's own terminal, and for nothing
    that is kept. Empty where the message hides nothing."""
    column: str = field(default="", compare=False, repr=False)
    """The field of a roster's row that it is about, such as “start”; empty where it is about none, or the whole row."""

    def __str__(self) -> str:
        return self._text(self.message)

    def on_terminal(self) -> str:
        """The problem with the very words that are wrong."""
        return self._text(self.whole or self.message)

    def _text(self, message: str) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        label = "warning: " if self.warning else ""
        tail = f"\n    {self.hint}" if self.hint else ""
        return f"{where}: {label}{message}{tail}"


class HandoutsError(Exception):
    """Work cannot go on. Carries every problem found, and the exit code they lead to."""

    def __init__(self, problems: Iterable[Problem], code: Exit = Exit.CONTENT) -> None:
        self.problems = tuple(problems)
        self.code = code
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[HandoutsError], tuple[tuple[Problem, ...], Exit]]:
        return HandoutsError, (self.problems, self.code)  # it comes whole from the worker of a batch


def closest(word: str, known: Iterable[str]) -> str:
    """The known word closest to a misspelt one, or an empty text where none is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:80], sorted(known), n=1, cutoff=0.6)), "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint naming the known word closest to a misspelt one, or listing a few of them."""
    names = sorted(known)
    if close := closest(word, names):
        return f"Did you mean “{close}”?"
    if not names:
        return ""
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"Known: {', '.join(names[:12])}{more}."


def misspelt(place: str, message: str, word: str, known: Iterable[str], *, line: int = 0) -> Problem:
    """The problem of an unknown word. It is of the kind “misspelt” where a known one is close, which the hint names."""
    names = sorted(known)
    return Problem(place, line, message, nearest(word, names), kind="misspelt" if closest(word, names) else "")
