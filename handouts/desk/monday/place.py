"""Which roster and which week a page of Monday is about, and the frame that its four steps share."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.desk.pages import told
from handouts.desk.routing import Asking, not_there, page, part
from handouts.orders.dates import next_monday
from handouts.runs.rosters.looking import RosterLooks
from handouts.runs.rosters.shelf import ShelvedRoster, roster_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.responses import Response

    from handouts.desk.state import Desk
    from handouts.library.load import Library

__all__ = ["Place", "clinic_of", "looks_of", "place_of", "plainly", "show", "usual_week"]

_LOOKS: WeakKeyDictionary[Desk, tuple[Library, date, RosterLooks]] = WeakKeyDictionary()
_STEPS = (("roster", "Roster"), ("decide", "Decide"), ("make", "Make"), ("mail", "Mail"))


@dataclass(frozen=True)
class Place:
    """A roster and a week."""

    roster: ShelvedRoster
    week_of: date
    today: date

    @property
    def address(self) -> str:
        """Of its pages, without the step."""
        return f"/monday/{self.roster.id}/{self.week_of}"

    def with_roster(self, path: Path, folder: Path) -> str:
        """The address of another file for the same week."""
        from handouts.runs.rosters.shelf import rosters_in

        found = next((one for one in rosters_in(folder) if one.path == path), None)
        return f"/monday/{found.id if found else self.roster.id}/{self.week_of}"

    @property
    def words(self) -> str:
        """The week, as it is said: Monday 30 November to Sunday 6 December 2026."""
        last = self.week_of + timedelta(days=6)
        return f"Monday {_day(self.week_of)} to Sunday {_day(last)} {last.year}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def usual_week(today: date) -> date:
    """The Monday of the week that is made for: the coming one, and on a Monday that day's own."""
    return next_monday(today)


def clinic_of(asked: Asking) -> Path:
    """The clinic's folder; HandoutsError where the desk was opened without one."""
    if asked.desk.folder is None:
        hint = "Open the desk in a clinic's folder. “handouts init DIR” makes one."
        raise HandoutsError([Problem("Monday", 0, "needs a clinic's folder, where lists and sheets are kept", hint)])
    return asked.desk.folder


def place_of(asked: Asking) -> Place:
    """The roster and the week that the address names."""
    found = roster_named(clinic_of(asked), asked.path("roster"))
    if found is None:
        raise not_there("This roster")
    week = None
    with suppress(ValueError):
        week = date.fromisoformat(asked.path("week"))
    if week is None or week.weekday() or not 1900 <= week.year <= 2200:
        raise not_there("This week")
    return Place(found, week, asked.desk.today())


def looks_of(asked: Asking) -> RosterLooks:
    """Looks rosters over with the content as it is now. HandoutsError where the clinic's own files are at fault."""
    engine, today = asked.desk.engine, asked.desk.today()
    known = _LOOKS.get(asked.desk)
    if known is None or known[0] is not engine.library or known[1] != today:
        known = engine.library, today, RosterLooks(engine.library.checked(), today, engine.locked())
        _LOOKS[asked.desk] = known
    return known[2]


def show(asked: Asking, step: str, place: Place | None, /, status: int = 200, **values: Any) -> Response:
    """A step of Monday: its part where a part is asked for, else the whole page."""
    today = asked.desk.today()
    monday = today - timedelta(days=today.weekday())
    values |= {
        "place": place,
        "step": step,
        "steps": _STEPS,
        "week_names": [("This week", monday), ("Next week", monday + timedelta(days=7))],
        "area": "monday",
    }
    template = f"monday/{step}.html"
    if asked.partly:
        answer = part(asked, template, status, **values)
    else:
        answer = page(asked, "monday/page.html", status, body=template, **values)
    if values.get("say"):
        answer.headers["HX-Trigger"] = json.dumps({"handouts:said": values["say"]})
    return answer


def plainly(problems: Iterable[Problem], place: Place | None = None) -> list[dict[str, Any]]:
    """Problems for the page: a roster's file goes by its name alone."""
    found = told(problems)
    for one in found:
        if place and one["place"] == str(place.roster.path):
            one["place"] = place.roster.name
        elif one["place"].startswith("--"):
            one["place"] = one["place"].strip("-")
    return found
