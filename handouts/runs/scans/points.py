"""What a person has to settle: a box that may be ticked, a number that somebody wrote, a page that may not count."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from handouts.base.outcomes import MeasureKind
from handouts.base.plaintext import clean
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.returned.returns import Return
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName, parse_name

__all__ = ["COUNTS", "EMPTY", "LEFT", "PAGE", "TICKED", "OpenPoint", "PointKind", "checked_answer", "points_of"]

PAGE = "page"
"""What stands among the places to settle for the question whether a page counts at all."""
TICKED, EMPTY = "ticked", "empty"
COUNTS, LEFT = "counts", "left"
"""Answers to that question."""
PointKind = Literal["page", "box", "pain", "text"]
_CHOICES: Mapping[PointKind, Collection[str]] = {"box": (TICKED, EMPTY), "page": (COUNTS, LEFT)}
_PAIN_MOST, _TEXT_MOST = 40, 2000
"""Most characters of what is typed for pain, and for a note."""
_NUMBER = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)(?:\s*(?:/|of)\s*10)?", re.ASCII)
_WORST = 10
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
         "sun": "Sunday"}  # fmt: skip
_MEASURES: Mapping[MeasureKind, str] = {"pain": "Pain now", "function": "Activity", "change": "Change since the start"}
_SIDES = {"l": ", left", "r": ", right"}


@dataclass(frozen=True)
class OpenPoint:
    """One question about a return that is pending."""

    ret: Return
    name: str
    """Of the box or the place to write in; ``PAGE`` for the whole page."""
    kind: PointKind
    label: str
    """What it is, as a person calls it: “Wednesday, session 1, set 2, left”."""
    said: str | None
    """What was answered so far; None while it is open."""


def points_of(ret: Return, said: Mapping[str, str], library: Library) -> list[OpenPoint]:
    """What is to be settled of a pending return, the question about the whole page first, then in the sheet's order."""
    names = [PAGE] if ret.why or not ret.unsure else []
    names += [name for name in ret.unsure if name not in names]
    return [OpenPoint(ret, name, _kind(name), _label(ret, name, library), said.get(name)) for name in names]


def _kind(name: str) -> PointKind:
    if name == PAGE:
        return "page"
    place = parse_name(name)
    if isinstance(place, PainName):
        return "pain"
    return "box" if isinstance(place, BoxName | MeasureName) else "text"


def _label(ret: Return, name: str, library: Library) -> str:
    if name == PAGE:
        boxes = f"{sum(ret.ticked.values())} of {len(ret.ticked)} boxes were read as ticked"
        what = "page" if ret.page else "PDF"
        return f"{'; '.join(f'This {what} {reason}' for reason in ret.why) or f'Does this {what} count?'} ({boxes})"
    place = parse_name(name)
    label = f"What is written in “{name[:40]}”"
    match place:
        case BoxName():
            label = f"{_drill(ret, place.drill, library)}: {_DAYS[place.day]}, {_when(place)}"
        case PainName():
            label = f"Pain on {_DAYS[place.day]}, session {place.session}"
        case NotesName():
            label = f"The patient's notes on page {place.page}"
        case MeasureName():
            which = f" {place.number}" if place.kind == "function" else ""
            label = f"{_MEASURES[place.kind]}{which}, the box {place.answer}"
        case ActivityName():
            label = f"Activity {place.number}, as the patient calls it"
    return label


def _when(place: BoxName) -> str:
    return f"session {place.session}, set {place.set_number}{_SIDES.get(place.side, '')}"


def _drill(ret: Return, number: int, library: Library) -> str:
    """A drill's name, as the shelf has it today; else its id, or its number on the sheet."""
    if not 1 <= number <= len(ret.drills):
        return f"Drill {number}"
    drill = ret.drills[number - 1]
    found = library.drill(drill, "en") or library.drill(drill, library.clinic.language)
    return found.name if found else drill


def checked_answer(kind: PointKind, text: str) -> str:
    """An answer as it is kept. ValueError says in words what is wrong with it."""
    choices = _CHOICES.get(kind)
    if choices:
        if text not in choices:
            raise ValueError(f"is neither {' nor '.join(choices)}")
        return text
    limit = _PAIN_MOST if kind == "pain" else _TEXT_MOST
    answer = clean(text, limit=limit, lines=kind == "text")
    number = _NUMBER.fullmatch(answer) if kind == "pain" else None
    if number and float(number[1].replace(",", ".")) > _WORST:
        raise ValueError(f"is {answer}, and pain goes from 0 to 10")
    return answer
