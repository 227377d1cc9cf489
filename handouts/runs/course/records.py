"""The course of one patient out of a clinic's register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from handouts.deliver.decisions import DecisionsTable, holding
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.returned.returns import Answers, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.course.gather import course_of
from handouts.runs.course.model import Course
from handouts.runs.people import KeptPerson
from handouts.runs.records import history

__all__ = ["course_of_person", "kept_course"]


def kept_course(register: Register, library: Library, patient: str, day: date) -> tuple[KeptPerson, Course]:
    """Who is meant, and how their weeks went; HandoutsError where nobody is, or several may be."""
    person, rows = history(register, patient)
    return person, course_of_person(register, library, person, rows, day)


def course_of_person(
    register: Register, library: Library, person: KeptPerson, rows: Sequence[Issued], day: date
) -> Course:
    """How the weeks went of somebody who was found; ``rows`` are what they were given."""
    titles = {row.program: _title(library, row.program) for row in rows}
    back = _back(ReturnsTable(register), {row.handout for row in rows})
    decided = holding(DecisionsTable(register).of(person.key, person.loose))
    return course_of(rows, back, decided, day, names=person.names, titles=titles)


def _title(library: Library, name: str) -> str:
    """The name of a program or a drill in the clinic's language, or else in any; its id where there is none by now."""
    for language in (library.clinic.language, "en"):
        if found := library.program(name, language) or library.drill(name, language):
            return found.name
    return next((drill.name for drill in library.drills.values() if drill.id == name), name)


def _back(table: ReturnsTable, handouts: Iterable[str]) -> Mapping[str, Answers]:
    """What came back of each."""
    found = table.of_handouts(handouts)
    return {one.handout: answers(one.handout, found) for one in found}
