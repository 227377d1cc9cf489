"""What a place of the sheet is called when it is told to a person: “hip-hinge Mon, set 2” for ``d1_mon_s1_t2``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName, parse_name

__all__ = ["place_words", "places_told"]

_SIDES = {"l": ", left", "r": ", right"}
_TOLD = 4
"""Most places that are named."""


def place_words(name: str, drills: Sequence[str] = ()) -> str:
    """A place by the name of its field; drills by their ids, where they are known, in the order of the sheet."""
    place = parse_name(name)
    match place:
        case BoxName():
            drill = drills[place.drill - 1] if place.drill <= len(drills) else f"drill {place.drill}"
            session = f", session {place.session}" if place.session > 1 else ""
            return f"{drill} {place.day.capitalize()}{session}, set {place.set_number}{_SIDES.get(place.side, '')}"
        case PainName():
            return f"pain {place.day.capitalize()}" + (f", session {place.session}" if place.session > 1 else "")
        case NotesName():
            return f"notes on page {place.page}"
        case MeasureName():
            return f"{place.kind}{f' {place.number}' if place.kind == 'function' else ''}: {place.answer}"
        case ActivityName():
            return f"activity {place.number}"
    return name


def places_told(names: Iterable[str], drills: Sequence[str] = ()) -> str:
    """Some places in words, and how many more there are."""
    told = [place_words(name, drills) for name in names]
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return "; ".join(told[:_TOLD]) + more
