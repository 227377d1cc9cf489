"""The start of Monday: a roster is brought, or one that is there is chosen."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from handouts.base.problems import HandoutsError, Problem
from handouts.desk.monday.place import clinic_of, place_of, show, usual_week
from handouts.desk.routing import Asking, goes_to, not_there
from handouts.roster.read import MAX_BYTES
from handouts.runs.rosters.shelf import roster_named, rosters_in, take_away, take_in

__all__ = ["away", "bring", "go", "start"]


def start(asked: Asking) -> Response:
    """What can be worked with."""
    folder = asked.desk.folder
    found = rosters_in(folder) if folder else []
    return show(asked, "start", None, rosters=found, week=usual_week(asked.desk.today()), clinics=folder is not None)


def bring(asked: Asking) -> Response:
    """Keep a roster's file that was dropped or chosen, and show how it is read."""
    folder = clinic_of(asked)
    files = asked.files("roster")
    if not files:
        raise HandoutsError([Problem("roster", 0, "no file was chosen", "Choose one, or drop it on the field.")])
    wrong = []
    kept = None
    for one in files[:1]:
        data = one.file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            wrong.append(Problem("roster", 0, f"is larger than {MAX_BYTES // 10**6} MB", "Split it."))
        else:
            kept = take_in(folder, one.filename or "", data)
    if wrong or kept is None:
        raise HandoutsError(wrong)
    asked.desk.note(asked.who, "brought a roster", kept.name)
    return _goes(asked, f"/monday/{kept.id}/{usual_week(asked.desk.today())}/roster")


def away(asked: Asking) -> Response:
    """Take a roster that was brought out of the folder again."""
    place = place_of(asked)
    take_away(place.roster)
    asked.desk.note(asked.who, "deleted a roster", place.roster.name)
    return _goes(asked, "/monday")


def go(asked: Asking) -> Response:
    """To the same step of another week or roster, as a form without script names them."""
    folder = clinic_of(asked)
    found = roster_named(folder, asked.query("roster"))
    if found is None:
        raise not_there("This roster")
    step = asked.query("step") if asked.query("step") in ("roster", "decide", "make", "mail") else "roster"
    try:
        day = date.fromisoformat(asked.query("day"))
        if not 1900 <= day.year <= 2200:
            raise ValueError(day)
    except ValueError as error:
        hint = "Choose a day of the week, or write it such as 2026-11-23."
        raise HandoutsError([Problem("week", 0, "is no day", hint)]) from error
    return goes_to(f"/monday/{found.id}/{day - timedelta(days=day.weekday())}/{step}")


def _goes(asked: Asking, address: str) -> Response:
    """To another page, from a form or from a part of a page."""
    if asked.partly:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return goes_to(address)
