"""FIND: drills and programs by words and filters, with their pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from handouts.base.problems import HandoutsError
from handouts.desk.engine import Engine
from handouts.desk.pages import told
from handouts.desk.routing import Asking, not_there
from handouts.library.models import AREAS, Drill, Program
from handouts.runs.finding import Listed, missing

__all__ = ["filters", "found", "thumbnail"]

_FILTERS = ("area", "posture", "equipment", "goal")
_PICTURES = 4
"""Most pictures on a program's card."""
_LONGEST = 300


def filters(engine: Engine) -> list[dict[str, Any]]:
    """What can be chosen in each filter."""
    names = {"area": "Part of the body", "posture": "Position", "equipment": "Equipment", "goal": "For"}
    found = []
    for name in _FILTERS:
        known = engine.searcher.choices("drill", name)
        if name == "area":
            known = [area for area in AREAS if area in known]
        words = {text: _shown(name, text) for text in known}
        found.append({"name": name, "label": names[name], "choices": words})
    return found


def _shown(name: str, text: str) -> str:
    """How a filter's word is shown."""
    if name == "area":
        return next(words for area, words in AREAS.items() if area == text)
    return text.replace("-", " ") if name != "equipment" else text


def found(asked: Asking) -> dict[str, Any]:
    """What the words and filters of the address come to: programs, drills, and what is to be said of them."""
    engine = asked.desk.engine
    query = asked.query("q")[:_LONGEST]
    wanted = {name: asked.query(name)[:_LONGEST] or None for name in _FILTERS}
    shelves: dict[str, list[dict[str, Any]]] = {}
    said: list[str] = []
    wrong: dict[str, list[dict[str, Any]]] = {}
    for kind in ("program", "drill"):
        try:
            listing = engine.searcher.find(kind, query, wanted)
        except HandoutsError as error:
            shelves[kind], wrong[kind] = [], told(error.problems)
            continue
        cards = _programs if kind == "program" else _drills
        shelves[kind] = cards(engine, listing.listed)
        said += [sentence for sentence in listing.said if sentence not in said]
    return {
        "programs": shelves["program"],
        "drills": shelves["drill"],
        "found_said": said,
        "found_wrong": [one for told_of in wrong.values() for one in told_of] if len(wrong) == 2 else [],
        "query": query,
        "wanted": {name: text or "" for name, text in wanted.items()},
    }


def _drills(engine: Engine, listed: Iterable[Listed]) -> list[dict[str, Any]]:
    library, listed = engine.library, list(listed)
    shown = [(library.drills[key], without) for key, without in listed]
    return [
        {
            "id": drill.id,
            "name": drill.name,
            "about": ", ".join(
                filter(None, ((drill.area or "").replace("-", " "), (drill.posture or "").replace("-", " ")))
            ),
            "need": ", ".join(drill.equipment),
            "pictures": [_picture(engine, drill)] if drill.figure else [],
            "lacks": missing(without, listed),
            "draft": drill.draft,
            "own": (drill.id, drill.language) in library.own,
        }
        for drill, without in shown
    ]


def _programs(engine: Engine, listed: Iterable[Listed]) -> list[dict[str, Any]]:
    library, listed = engine.library, list(listed)
    return [_program(engine, library.programs[key], missing(without, listed)) for key, without in listed]


def _program(engine: Engine, program: Program, lacks: str) -> dict[str, Any]:
    library = engine.library
    names = dict.fromkeys(item.drill for week in program.weeks for item in week.drills)
    drills = [drill for name in names if (drill := library.drill(name, program.language))]
    pictured = [drill for drill in drills if drill.figure]
    weeks = len(program.weeks)
    return {
        "id": program.id,
        "name": program.name,
        "about": program.about,
        "size": f"{weeks} week{'' if weeks == 1 else 's'}, {len(names)} drill{'' if len(names) == 1 else 's'}",
        "pictures": [_picture(engine, drill) for drill in pictured[:_PICTURES]],
        "lacks": lacks,
        "own": (program.id, program.language) in library.own,
    }


def _picture(engine: Engine, drill: Drill) -> str:
    return f"/sheet/picture/{engine.thumbnails.key(drill)}/{drill.language}/{drill.id}"


def thumbnail(asked: Asking) -> Response:
    """A drill's small picture. What it is made from stands in the address, so browsers keep it."""
    engine = asked.desk.engine
    drill = engine.library.drills.get((asked.path("drill"), asked.path("language")))
    if drill is None or not drill.figure or not engine.library.words:
        raise not_there("This picture")
    fresh = engine.thumbnails.key(drill) == asked.path("key")
    control = "private, max-age=31536000, immutable" if fresh else "no-store"
    return Response(engine.thumbnails.picture(drill), media_type="image/svg+xml", headers={"cache-control": control})
