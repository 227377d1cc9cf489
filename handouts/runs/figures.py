"""The pictures of a drill, or a contact sheet of all, as a file; and what is wrong with their poses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.base.records import dataclass
from handouts.figures.person import Person, looking
from handouts.library.load import Library
from handouts.library.models import AREAS, Drill
from handouts.orders.reader import read_look
from handouts.plan.cards import drawn_pictures
from handouts.plan.handout import Picture
from handouts.plan.phrases import Phrases
from handouts.runs.check import check_figures
from handouts.runs.press import FigureKind, Press
from handouts.sheet.extras import ShelfEntry

__all__ = ["DrawnFigures", "FigureRequest", "draw_figures"]


@dataclass(frozen=True)
class FigureRequest:
    """What is to be drawn, and how."""

    drill: str
    """A drill's id; empty for a contact sheet of all."""
    kind: FigureKind
    height: float
    """Of a picture, mm."""
    position: int | None = None
    """Only this picture, from 1."""
    captions: bool = True
    mirrored: bool = False
    outlines: bool = False
    mono: bool = False
    look: Mapping[str, str] = field(default_factory=dict)
    """Skin, hair and build, as texts, where they are not the clinic's."""


@dataclass(frozen=True)
class DrawnFigures:
    """A file's bytes, and what is wrong with the poses in it."""

    data: bytes
    problems: tuple[Problem, ...]


def draw_figures(library: Library, request: FigureRequest) -> DrawnFigures:
    """Draw the pictures; HandoutsError, naming options, where there are none such, or their file needs mending."""
    library.checked()
    person = _person(request, library.clinic.person)
    library = replace(library, clinic=replace(library.clinic, person=person))
    press = Press(library, mono=request.mono)
    if not request.drill:
        drills = [
            ShelfEntry(
                AREAS[drill.area] if drill.area else "",
                drill.name,
                drill.id,
                _pictures(library, drill, person, request),
            )
            for drill in sorted(library.drills.values(), key=_shelf)
            if drill.figure
        ]
        data = press.contact_sheet(drills, f"Drills of {library.clinic.name}")
        return DrawnFigures(data, (*library.left_out, *check_figures(library)))
    drill = _drill(library, request.drill)
    shown = _pictures(library, drill, person, request)
    if request.position:
        if request.position > len(shown):
            message, hint = f"{drill.id} has {len(shown)} pictures", f"Ask for 1 to {len(shown)}."
            raise HandoutsError([Problem("--position", 0, message, hint)], Exit.USAGE)
        shown = shown[request.position - 1 : request.position]
    data = press.figure(shown, request.kind, height=request.height, captions=request.captions, title=drill.name)
    return DrawnFigures(data, tuple(check_figures(library, [drill.id])))


def _shelf(drill: Drill) -> tuple[int, str, str]:
    """Drills without a place in the library first: they are the clinic's own."""
    places = list(AREAS)
    return (places.index(drill.area) + 1 if drill.area else 0, drill.name, drill.language)


def _person(request: FigureRequest, usual: Person) -> Person:
    look, problems = read_look(dict(request.look))
    if problems:
        raise HandoutsError([replace(problem, place=f"--{problem.place}") for problem in problems], Exit.USAGE)
    art = {"art": "line"} if request.outlines else {}
    return looking(usual, {**look, **art})


def _drill(library: Library, name: str) -> Drill:
    name = name.lower()
    versions = [drill for key, drill in library.drills.items() if key[0] == name]
    faults = library.faults_of(name, library.clinic.language, "drill")
    if faults and not any(drill.language == library.clinic.language for drill in versions):
        raise HandoutsError(faults)
    if not versions:
        hint = nearest(name, {key[0] for key in library.drills})
        raise HandoutsError([Problem("DRILL", 0, f"there is no drill “{name[:60]}”", hint)], Exit.USAGE)
    drill = next((version for version in versions if version.language == library.clinic.language), versions[0])
    if not drill.figure:
        hint = "Add a “figure:” to it; “Drawing your own drill” in the documentation shows how."
        raise HandoutsError([Problem(name, 0, "this drill has no figure", hint)])
    return drill


def _pictures(library: Library, drill: Drill, person: Person, request: FigureRequest) -> tuple[Picture, ...]:
    words = library.words.get(drill.language) or library.words.get("en")
    if words is None:
        raise HandoutsError(library.faults_of("en", "", "words"))
    phrases = Phrases(words)
    return drawn_pictures(drill, person, phrases, library, mirrored=request.mirrored)
