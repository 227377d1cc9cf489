"""PLAN: why a drill, program, layout or language cannot be printed: what is wrong with its file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.base.problems import Problem
from handouts.library.drafts import draft_problem
from handouts.library.load import Library
from handouts.library.models import Drill

if TYPE_CHECKING:
    from handouts.figures.checks import Spoken

__all__ = ["figure_problems", "unfinished", "unsound", "unusable"]

_WHAT = {"items": ("drill", "program"), "layout": ("layout",), "language": ("words",)}
"""What each field of an order names."""


def unusable(field: str, name: str, language: str, library: Library, what: str = "") -> list[Problem]:
    """What an order's field must be told where its file is broken: that, and all that is wrong with the file."""
    kinds = _WHAT[field]
    found = library.faults_of(name, language, *kinds)  # type: ignore[arg-type]  # kinds, of the table above
    whole = (name, language) in library.drills or (name, language) in library.programs
    if not found and field == "items" and not whole:
        found = tuple(
            problem
            for tongue in library.translations.source_languages(language)
            for problem in library.faults_of(name, tongue, *kinds)  # type: ignore[arg-type]  # as above
        )
    return _refused(field, what or field, name, found) if found else []


def unsound(drill: Drill, library: Library) -> list[Problem]:
    """What must be told where the clinic's own drill has a picture whose pose is at fault."""
    key = library.key_of(drill)
    if key not in library.own:
        return []
    found = tuple(figure_problems(library.drills[key], library))
    return _refused("items", "drill", drill.id, found) if found else []


def unfinished(drill: Drill, library: Library) -> list[Problem]:
    """What must be told where a drill is a draft: that, and what it still lacks."""
    if not drill.draft:
        return []
    message = f"the drill “{drill.id}” is a draft: nothing is printed of it"
    return [Problem("items", 0, message), draft_problem(drill, library.folder)]


def figure_problems(drill: Drill, library: Library) -> list[Problem]:
    """What is wrong with the poses of a drill's pictures, with the file and line of each.

    That there is nothing is kept: looking takes half a second for a drill, and a library has a hundred.
    """
    from handouts.figures.checks import check_figure

    if not drill.figure:
        return []
    said = _said(drill)
    kept = CacheFolder("sound", files=4_000, largest=100)
    key = f"{code_state('base', 'figures')} {drill.figure!r} {said!r}"
    if kept.read(key) is not None:
        return []
    file, lines = library.figures[drill.id, drill.language]
    found = [
        Problem(
            file,
            lines[one.position],
            f"picture {one.position + 1} of {drill.id}: {one.message}",
            one.hint,
            kind="content",
        )
        for one in check_figure(drill.figure, said=said)
    ]
    if not found:
        kept.write(key, b"nothing wrong")
    return found


def _said(drill: Drill) -> list[list[Spoken]]:
    """What a drill's English words say of each of its pictures."""
    from handouts.figures.checks import Spoken

    if not drill.figure or drill.language != "en":
        return []
    return [
        [
            Spoken("caption", position.caption),
            *(Spoken("call-out", callout.text) for callout in position.callouts),
            *(Spoken(f"step {position.step}", step.text) for step in drill.steps[position.step - 1 : position.step]),
            Spoken("description", position.alt),
        ]
        for position in drill.figure.positions
    ]


def _refused(field: str, what: str, name: str, problems: tuple[Problem, ...]) -> list[Problem]:
    files = " and ".join(dict.fromkeys(problem.place for problem in problems))
    what = "drill or program" if what == "items" else what
    message = f"the {what} “{name}” cannot be printed before {files} is mended"
    return [Problem(field, 0, message), *problems]
