"""READ: what a page for the phone sent, in the form in which a filled-in PDF is read, held against its sheet.

Pure: whoever calls knows the sheet, or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from handouts.base.ids import shown_id
from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS
from handouts.returned.forms import FormRead, Pain, Returned, Tick
from handouts.returned.measured import Measured, measured
from handouts.returned.replies import Reply
from handouts.returned.returns import pain_value
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName, parse_name

__all__ = ["SheetPlaces", "against_sheet", "phoned"]

_SHOWN = 3
"""Most names of places that a problem lists."""


@dataclass(frozen=True)
class SheetPlaces:
    """What a sheet has to be ticked and written in."""

    boxes: frozenset[str]
    """Names of all boxes."""
    written: frozenset[str]
    """Names of all places to write in, but for notes: of these a phone has one whatever the paper had room for."""
    drills: tuple[str, ...]
    """Their ids, in the order of the sheet."""
    activities: tuple[str, ...] = ()
    """What the rows of the measure “function” are about, where the sheet says so."""
    pages: int = 0
    """How many of its pages have boxes or places to write."""


def against_sheet(reply: Reply, sheet: SheetPlaces) -> tuple[Problem, ...]:
    """Why a reply cannot be of the sheet that it names: other boxes, places or drills than that has."""
    found = list(_unlike(reply, sheet))
    hint = "Nothing of it is entered. Ask the patient to send it again, from the page of this sheet."
    return tuple(Problem(reply.file, 0, f"of the handout {shown_id(reply.handout)} {one}", hint) for one in found)


def _unlike(reply: Reply, sheet: SheetPlaces) -> Iterator[str]:
    for what, mine, theirs in (
        ("boxes", reply.boxes.keys(), sheet.boxes),
        ("places to write in", _places(reply.written), sheet.written),
    ):
        more, less = sorted(mine - theirs), sorted(theirs - mine)
        if more or (less and what == "boxes"):
            told = [f"it has {_named(more)}, which the sheet has not"] if more else []
            told += [f"it lacks {_named(less)}"] if less else []
            yield f"says other {what} than the sheet has ({len(mine)} and {len(theirs)}): {'; '.join(told)}"
    if reply.drills and reply.drills != sheet.drills:
        yield "names other drills than the sheet has"


def _places(written: Mapping[str, str]) -> set[str]:
    return {name for name in written if not isinstance(parse_name(name), NotesName)}


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def phoned(reply: Reply, sheet: SheetPlaces | None = None, look: tuple[str, ...] = ()) -> Returned:
    """A reply as a filled-in sheet. ``sheet``: the one that it is of, where that is known. ``look``: why a person must
    look at it, each the rest of a sentence about it.
    """
    drills = reply.drills or (sheet.drills if sheet else ())
    places = {name: parse_name(name) for name in (*reply.boxes, *reply.written)}
    written = {name: text for name, text in reply.written.items() if not isinstance(places[name], NotesName) or text}
    return Returned(
        reply.file,
        reply.handout,
        reply.week,
        _ticks(reply, places, drills),
        _pains(reply, places),
        tuple(text for name, text in written.items() if isinstance(places[name], NotesName)),
        (),
        look,
        FormRead(
            digest=reply.digest,
            pages=sheet.pages if sheet else 0,
            drills=drills,
            boxes=reply.boxes,
            written=written,
            unsure=(),
            perhaps=(),
            typed_over=(),
            places={},
            as_made=False,
            source="phone",
            said_at=reply.changed.isoformat(timespec="minutes"),
        ),
        _measures(reply, places, sheet),
    )


def _ticks(reply: Reply, places: Mapping[str, object], drills: tuple[str, ...]) -> tuple[Tick, ...]:
    found = []
    for name, ticked in reply.boxes.items():
        if isinstance(place := places[name], BoxName):
            drill = drills[place.drill - 1] if place.drill <= len(drills) else ""
            day = _date(reply.week, place.day)
            found.append(Tick(place.drill, drill, day, place.session, place.side, place.set_number, ticked))
    return tuple(
        sorted(found, key=lambda tick: (tick.drill_number, tick.day, tick.session, tick.side, tick.set_number))
    )


def _pains(reply: Reply, places: Mapping[str, object]) -> tuple[Pain, ...]:
    found = [
        Pain(_date(reply.week, place.day), place.session, text, pain_value(text))
        for name, text in reply.written.items()
        if isinstance(place := places[name], PainName)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.session)))


def _measures(reply: Reply, places: Mapping[str, object], sheet: SheetPlaces | None) -> tuple[Measured, ...]:
    boxes = {place: reply.boxes[name] for name, place in places.items() if isinstance(place, MeasureName)}
    named = dict(enumerate(sheet.activities, 1)) if sheet else {}
    named |= {place.number: reply.written[name] for name, place in places.items() if isinstance(place, ActivityName)}
    return measured(boxes, named)


def _date(week: date, day: str) -> date:
    """The date of a day of the week that starts on ``week``, whatever weekday that is."""
    return week + timedelta(days=(DAYS.index(day) - week.weekday()) % 7)
