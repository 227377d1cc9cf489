"""PLAN: the parts of a clinician's note, each for every week or for one. Pure.

A line that begins with a date or a week of the program is for that week's sheet alone::

    Slow and tall beats deep.
    2026-12-01: Bring your brace on Tuesday.
    Week 3: Try the short band.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from handouts.base.records import dataclass

__all__ = ["NotePiece", "looks_marked", "note_for", "pieces"]

_MARK = re.compile(
    r"(?:(?P<date>\d{4}-\d{2}-\d{2})|(?:week|wk)[ \t]*(?P<week>\d{1,3}))[ \t]*:(?:[ \t]+|$)", re.IGNORECASE
)
_BEFORE_MARK = re.compile(r";[ \t]*(?=(?:\d{4}-\d{2}-\d{2}|(?:week|wk)[ \t]*\d{1,3})[ \t]*:[ \t])", re.IGNORECASE)
_MAY_MARK = re.compile(r"\d[ \t]*:")
"""What every mark ends with. Most notes have none, and are asked for their parts several times."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_LIKE_A_MARK = re.compile(
    r"\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?[ \t]+)?"
    rf"(?:(?:weeks?|wk)[ \t]*\d+|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}"
    rf"|\d{{1,2}}\.?[ \t]+{_MONTH}(?:[ \t]+\d{{4}})?)[ \t]*(?:[:–-]|\b[a-z\d])",
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


@lru_cache(8)  # who plans a sheet asks four times, for different things
def pieces(note: str) -> tuple[NotePiece, ...]:
    """The parts of a note, in its order. A date that is in no calendar is left as it is: it is words.

    Lines and “|” part them, and so does a “;” before a mark. A note without a mark is one part, as it was written.
    """
    if not _MAY_MARK.search(note):
        return (NotePiece(note),)
    parts = [part for line in re.split(r"[\n|]", note) for part in _BEFORE_MARK.split(line)]
    found = [_piece(part.strip()) for part in parts if part.strip()]
    return tuple(found) if any(one.day or one.week for one in found) else (NotePiece(note),)


def looks_marked(note: str) -> bool:
    """Whether a part of a note begins like a date or a week, and is none that is read: it stands on every sheet."""
    return any(
        not (one.day or one.week) and _LIKE_A_MARK.match(line) for one in pieces(note) for line in one.text.split("\n")
    )


def note_for(note: str, first: date, week: int) -> str:
    """What of a note is for the sheet of the seven days from ``first``, week ``week`` of the program."""
    parts = pieces(note)
    if not any(part.day or part.week for part in parts):
        return note
    return "\n".join(part.text for part in parts if part.due(first, week))


def _piece(text: str) -> NotePiece:
    mark = _MARK.match(text)
    day = _day(mark["date"]) if mark and mark["date"] else None
    if not mark or (mark["date"] and not day):
        return NotePiece(text)
    return NotePiece(text[mark.end() :].strip(), day, int(mark["week"] or 0))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
