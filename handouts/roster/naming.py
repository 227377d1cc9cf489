"""How drills and programs are found by what other systems call them: by id, by name, by the clinic's map of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.base.problems import Problem, nearest
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.roster.columns import NOT_READ

__all__ = ["ProgramDrills", "as_id", "code_faults", "code_key", "codes_of", "names_of", "programs_of"]


@dataclass(frozen=True)
class ProgramDrills:
    """Drills of a program: those of any of its weeks, and those of every week."""

    ever: frozenset[str]
    always: frozenset[str]


def as_id(text: str) -> str:
    """A text in the form of an id: “Hip hinge” is hip-hinge."""
    return re.sub(r"[^\w]+|_+", "-", text[:200].casefold()).strip("-")


def code_key(text: str) -> str:
    """A code or a text, so that case and spaces do not matter."""
    return " ".join(text.casefold().split())


def names_of(library: Library) -> dict[str, str]:
    """Id of each drill and program, by its id and by its name as it is printed, in the form of ids."""
    named = {as_id(item.name): item.id for shelf in (library.drills, library.programs) for item in shelf.values()}
    return named | {as_id(name): name for shelf in (library.drills, library.programs) for name, _ in shelf}


def programs_of(library: Library) -> dict[str, ProgramDrills]:
    """The drills of each program, of all its languages."""
    found: dict[str, ProgramDrills] = {}
    for (name, _), program in library.programs.items():
        weeks = [frozenset(item.drill for item in week.drills) for week in program.weeks]
        ever, always = frozenset[str]().union(*weeks), weeks[0].intersection(*weeks)
        if other := found.get(name):
            ever, always = ever | other.ever, always & other.always
        found[name] = ProgramDrills(ever, always)
    return found


def code_faults(library: Library) -> Iterator[Problem]:
    """What is wrong with the clinic's map of codes (``codes`` in clinic.yaml): each is of a drill, program or flag."""
    known = {name for shelf in (library.drills, library.programs) for name, _ in shelf} | set(library.flags)
    for code, (place, line) in library.code_lines.items():
        target = library.clinic.codes[code]
        if target not in known and target != NOT_READ:
            message = f"codes.{code[:60]}: “{target[:40]}” is no drill, program or flag"
            yield Problem(place, line, message, f"{nearest(target, known)} “{NOT_READ}” passes a code over.")


def codes_of(codes: Mapping[str, str]) -> dict[str, str]:
    """The clinic's map, by what is looked up."""
    return {code_key(code): target for code, target in codes.items()}
