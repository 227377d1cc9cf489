"""PLAN: the parts of a clinician's note, each for every week or for one. Pure.

A line that begins with a date or a week of the program is for that week's sheet alone::

    Slow and tall beats deep.
    2026-12-01: Bring your brace on Tuesday.
    Week 3: Try the short band.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["NotePiece", "note_for", "pieces"]

_MARK = re.compile(
    r"(?:^|(?<=\n)|(?<=;)|(?<=\|))[ \t]*(?:(?P<date>\d{4}-\d{2}-\d{2})|week[ \t]*(?P<week>\d{1,3}))[ \t]*:[ \t]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NotePiece:
    """A part of a note: for the week that a day lies in, for a week of the program, or for every week."""

    text: str
    day: date | None = None
    week: int = 0
    """From 1; 0 for every week."""

    def due(self, first: date, week: int) -> bool:
        """Whether it is for the sheet of the seven days from ``first``, week ``week`` of the program."""
        if self.day:
            return first <= self.day < first + timedelta(days=7)
        return not self.week or self.week == week


def pieces(note: str) -> tuple[NotePiece, ...]:
    """The parts of a note, in its order. A date that is in no calendar is left as it is: it is words."""
    found, at, mark = list[NotePiece](), 0, None
    marks = [one for one in _MARK.finditer(note) if not one["date"] or _day(one["date"])]
    for following in [*marks, None]:
        end = following.start() if following else len(note)
        found += _one(note[at:end], mark)
        at, mark = (following.end() if following else end), following
    return tuple(found)


def note_for(note: str, first: date, week: int) -> str:
    """What of a note is for the sheet of the seven days from ``first``, week ``week`` of the program."""
    parts = pieces(note)
    if not any(part.day or part.week for part in parts):
        return note
    return "\n".join(part.text for part in parts if part.due(first, week))


def _one(text: str, mark: re.Match[str] | None) -> list[NotePiece]:
    """The part under a mark, which ends with its line, and what follows it for every week."""
    if not mark:
        lines = [("", text)]
    else:
        line, _, rest = text.partition("\n")
        lines = [("marked", line), ("", rest)]
    found = []
    for kind, part in lines:
        if said := part.strip().rstrip("|;").strip():
            day = _day(mark["date"]) if kind and mark and mark["date"] else None
            week = int(mark["week"]) if kind and mark and mark["week"] else 0
            found.append(NotePiece(said, day, week))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
