"""What became of each page of a pile, and what a person should do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from handouts.base.records import dataclass

__all__ = ["FATES", "UNREAD", "Fate", "PageFate", "pages_in_words"]

Fate = Literal[
    "entered", "pending", "known", "twice", "same", "empty page", "blank", "foreign", "unread", "stranger", "lost"
]
"""What became of a page.

entered: all of it is sure and nothing is written; it is in the register. pending: a person has something to settle.
known: this very picture was read before. twice: it lies in the pile twice. same: another picture of a page that came
back before, and says no more. empty page: a page of ours without boxes. blank: nothing is on it. foreign: it is not
ours, or has no code. unread: its code cannot be read, or the file is broken there. stranger: the register does not know
the sheet. lost: it does, and cannot tell where its boxes stand.
"""
FATES: tuple[Fate, ...] = get_args(Fate)
UNREAD: frozenset[Fate] = frozenset({"unread", "stranger", "lost"})
"""Pages of which something may be missing in the register."""


@dataclass(frozen=True)
class PageFate:
    """A page of a file, or one of several sheets that lie on it."""

    file: str
    sheet: int
    """1 for the file's first page or picture."""
    fate: Fate
    handout: str = ""
    """The id, where it was found."""
    page: int = 0
    why: str = ""
    """What is to be said of it, as the rest of a sentence about the page; empty where the fate says all."""
    hint: str = ""
    """What to do."""
    notes: tuple[str, ...] = ()
    """What is wrong with the picture, such as that it is black and white alone."""


def pages_in_words(pages: Iterable[int]) -> str:
    """Numbers as people write them: “1–3, 7”."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
