"""FIND: the index: all that finding needs, as plain data. ``handouts drills --index`` prints it.

It holds no patient and nothing of the clinic but its drills, programs and words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.synonyms import Synonyms

__all__ = ["FACTORS", "VERSION", "WEIGHTS", "Entry", "Index", "made_index"]

Entry = dict[str, Any]
"""A drill or program: “kind”, “id”, “language” and the fields of WEIGHTS that it has, each a text or a list of them."""

VERSION = 1
"""Of the index's form. It is raised where a program that reads it would have to change."""

WEIGHTS = {
    "name": 10,
    "keywords": 8,
    "area": 8,
    "muscles": 6,
    "regions": 6,
    "equipment": 5,
    "posture": 4,
    "goals": 4,
    "drills": 3,
    "id": 2,
    "text": 1,
}
"""What a word counts in each field. “drills” are the names of a program's drills; “text” is a drill's purpose, or what
a program says of itself."""

FACTORS = {
    "whole": 100,
    "beginning": 70,
    "slip": 50,
    "slip-beginning": 40,
    "same": 90,
    "near": 30,
    "all-of-the-name": 1_000,
}
"""What counts of a word's weight, in hundredths: by how it was typed, and by how far its meaning was gone for. The last
is added to the score where what was typed is all of a name."""

NOTHING = "nothing"
"""The equipment of a drill that needs none, so that it can be asked for."""


class Index(TypedDict):
    """All that finding needs. See docs/finding.md."""

    version: int
    weights: dict[str, int]
    factors: dict[str, int]
    ignored: list[str]
    same: list[list[str]]
    near: dict[str, list[str]]
    entries: list[Entry]


def made_index(library: Library, tables: Iterable[Synonyms]) -> Index:
    """The index of a library's drills and programs."""
    near: dict[str, list[str]] = {}
    tables = list(tables)
    for table in tables:
        for said, meant in table.near.items():
            near[said] = list(dict.fromkeys([*near.get(said, []), *meant]))
    return Index(
        version=VERSION,
        weights=WEIGHTS,
        factors=FACTORS,
        ignored=list(dict.fromkeys(word for table in tables for word in table.ignored)),
        same=[list(row) for table in tables for row in table.same],
        near=near,
        entries=[
            *map(_drill, library.drills.values()),
            *(_program(program, library) for program in library.programs.values()),
        ],
    )


def _drill(drill: Drill) -> Entry:
    return {
        **({"draft": True} if drill.draft else {}),
        "kind": "drill",
        "id": drill.id,
        "language": drill.language,
        "name": drill.name,
        "area": drill.area or "",
        "posture": drill.posture or "",
        "goals": list(drill.goals),
        "regions": list(drill.regions),
        "muscles": list(drill.muscles),
        "equipment": list(drill.equipment) or [NOTHING],
        "keywords": list(drill.keywords),
        "text": drill.why,
    }


def _program(program: Program, library: Library) -> Entry:
    """A program has what its drills have; of areas those of half of them or more."""
    names = dict.fromkeys(item.drill for week in program.weeks for item in week.drills)
    drills = [drill for name in names if (drill := library.drills.get((name, program.language)))]
    areas = Counter(drill.area for drill in drills if drill.area)
    return {
        "kind": "program",
        "id": program.id,
        "language": program.language,
        "name": program.name,
        "area": [area for area, count in areas.items() if 2 * count >= len(drills)],
        "posture": _all(drill.posture for drill in drills if drill.posture),
        "goals": _all(goal for drill in drills for goal in drill.goals),
        "regions": _all(region for drill in drills for region in drill.regions),
        "muscles": _all(muscle for drill in drills for muscle in drill.muscles),
        "equipment": _all(thing for drill in drills for thing in drill.equipment) or [NOTHING],
        "keywords": list(program.keywords),
        "drills": [drill.name for drill in drills],
        "text": program.about,
    }


def _all(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
