"""A program of the clinic's own: made of what was put together for a patient, and changed with its comments kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from handouts.base.people import unaccented
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.broken import line_of
from handouts.library.faults import validate
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.shelf import Faults, Shelf
from handouts.library.yamlfile import parse_yaml
from handouts.orders.reader import read_order
from handouts.plan.doses import PatientDose, changed_dose
from handouts.plan.planner import Planner
from handouts.runs.advice.content import remarks_on
from handouts.runs.own_content.fields import ShownField, at_fields, filled, shown
from handouts.runs.own_content.keeping import NEW, KeptFile
from handouts.runs.own_content.textblock import block_text, put_block
from handouts.runs.own_content.yamledit import changed
from handouts.runs.own_content.yamltext import document, item

__all__ = [
    "PROGRAM_FIELDS",
    "FilledProgram",
    "ProgramDraft",
    "id_from",
    "program_draft",
    "program_form",
    "program_path",
    "started",
    "weeks_text",
]

PROGRAM_FIELDS: tuple[ShownField, ...] = (
    ShownField("name", ("name",)),
    ShownField("about", ("about",)),
    ShownField("finish", ("finish",)),
    ShownField("keywords", ("keywords",), "lines"),
    *(ShownField(f"source_{key}", ("source", key)) for key in ("title", "author", "url", "note")),
)
_WEEKS = ShownField("weeks", ("weeks",))
_ORDER = tuple(Program.__dataclass_fields__)
_HEAD = ("yaml-language-server: $schema=../schema/program.json",)
_MOST = 120_000


@dataclass(frozen=True)
class FilledProgram:
    """What a form holds of a program."""

    fields: Mapping[str, Any]
    weeks: str
    """Its weeks, as they stand in the file."""


@dataclass(frozen=True)
class ProgramDraft:
    """A program's file as it would be, and what is to be said of it."""

    data: bytes
    program: Program | None
    """None where it is at fault."""
    at_field: Mapping[str, Sequence[Problem]]
    others: Sequence[Problem]
    advice: Sequence[tuple[str, str, str]]


# --- from what was put together for a patient -------------------------------------------------------


def started(values: Mapping[str, Any], library: Library, today: date, *, name: str, about: str, weeks: int) -> bytes:
    """The text of a new program of a draft's fields, as texts: its drills and doses, the same in each of so many weeks.

    Nothing of the patient is in it. HandoutsError names fields.
    """
    program, chosen = _chosen(values, library, today)
    if not chosen:
        raise HandoutsError([Problem("items", 0, "holds no drills", "Choose some first.")])
    days, times = (
        Counter(getattr(dose, part) for _, dose in chosen).most_common(1)[0][0] for part in ("days", "times")
    )
    week = {"drills": [_entry(drill, dose, days, times) for drill, dose in chosen]}
    language = program.language if program else chosen[0][0].language
    return document(
        {
            "id": id_from(name),
            "language": language,
            "name": " ".join(name.split()),
            "about": " ".join(about.split()) or "A program of our own.",
            "days": "daily" if len(days) == 7 else list(days),
            "times": _sessions(times),
            "weeks": [week] * max(1, min(weeks, 52)),
            "source": {"title": "Our own practice"},
        },
        _HEAD,
    ).encode()


def _chosen(
    values: Mapping[str, Any], library: Library, today: date
) -> tuple[Program | None, list[tuple[Drill, PatientDose]]]:
    order, problems = read_order({**values, "patient": "A B"}, today)
    if not order:
        raise HandoutsError(problems)
    return Planner(library).doses_of(order)


def _entry(drill: Drill, dose: PatientDose, days: tuple[str, ...], times: tuple[str, ...]) -> dict[str, Any]:
    """A drill of a week, with what is other than it starts from."""
    usual = changed_dose(drill, [], days, times)
    found: dict[str, Any] = {"drill": drill.id}
    for part, write in _WRITTEN.items():
        value = getattr(dose, part)
        if value is not None and value != getattr(usual, part):
            found[part] = write(value)
    return found


def _span(value: tuple[int, int]) -> int | str:
    low, high = value
    return low if low == high else f"{low}-{high}"


def _seconds(value: tuple[int, int]) -> str:
    low, high = value
    unit, size = ("min", 60) if low % 60 == high % 60 == 0 else ("s", 1)
    return f"{_span((low // size, high // size))} {unit}"


def _measure(value: tuple[str, str]) -> str:
    unit, amount = value
    words = {"band": f"{amount} band", "body": "body weight", "none": "none", "text": amount}
    return words.get(unit, f"{amount} {unit}")


def _each(write: Any) -> Any:
    """One for every set alike, or a list with one for each."""
    return lambda values: write(values[0]) if len(values) == 1 else [write(one) for one in values]


def _sessions(times: tuple[str, ...]) -> int | list[str]:
    usual = {("day",): 1, ("morning", "evening"): 2, ("morning", "midday", "evening"): 3}
    return usual.get(times) or list(times)


_WRITTEN: dict[str, Any] = {
    "sets": int, "reps": _each(_span), "hold": _each(_span), "rest": int, "load": _each(_measure),
    "duration": _each(_seconds), "distance": _each(_measure), "tempo": lambda value: "-".join(map(str, value)),
    "effort": _span, "days": list, "times": _sessions,
}  # fmt: skip
"""How each part of a dose is written in a program's file."""


def id_from(name: str) -> str:
    """An id made of a name in words; HandoutsError where no letter or digit of it can be in one."""
    found = re.sub(r"[^a-z0-9]+", "-", unaccented(name).lower()).strip("-")[:60].strip("-")
    if not found:
        raise HandoutsError([Problem("name", 0, "has no Latin letter or digit to make an id of", "Add one.")])
    return found


# --- a program's file as a form ---------------------------------------------------------------------


def program_path(folder: Path, name: str) -> Path:
    """The file of an own program by its id: the one that has it, or where it would be."""
    if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        message = "is made of small letters, digits and single hyphens, at most 60 in all"
        raise HandoutsError([Problem("id", 0, message, "Write one such as knee-after-surgery.")], Exit.USAGE)
    places = sorted((folder / "programs").glob("*.y*ml"))
    usual = folder / "programs" / f"{name}.yaml"
    return next((path for path in [usual, *places] if line_of(path, "id") == name), usual)


def program_form(file: KeptFile) -> FilledProgram:
    """What the form shows of a program's file. HandoutsError where that is no YAML."""
    data = _data(file.raw, file.name)
    return FilledProgram(shown(data, PROGRAM_FIELDS), block_text(file.text, "weeks", data.get("weeks")))


def weeks_text(weeks: Sequence[Any]) -> str:
    """Weeks as they stand in a file, by themselves."""
    return "".join(item(week, 0) for week in weeks)


def _data(raw: bytes, name: str) -> dict[str, Any]:
    source = parse_yaml(raw, name)
    if source.problems:
        raise HandoutsError(source.problems)
    return source.data if isinstance(source.data, dict) else {}


def program_draft(file: KeptFile, given: FilledProgram, base: FilledProgram, library: Library) -> ProgramDraft:
    """A program's file with what was changed in the form, comments kept; nothing is saved. HandoutsError where it is
    at fault as YAML, or cannot be changed without harm.
    """
    data = _data(file.raw, file.name)
    wanted = filled(data, PROGRAM_FIELDS, given.fields, base.fields)
    raw = file.raw
    if given.weeks.strip() != base.weeks.strip():
        text = given.weeks.replace("\r\n", "\n")[:_MOST]
        weeks = parse_yaml(text.encode("utf-8", "replace"), "weeks")
        if weeks.problems:
            return ProgramDraft(raw, None, {"weeks": weeks.problems}, (), ())
        wanted["weeks"] = weeks.data
        raw = put_block(raw, "weeks", text, {**data, "weeks": weeks.data})
    return _judged(changed(raw, file.name, wanted, _ORDER), file, library)


def _judged(data: bytes, file: KeptFile, library: Library) -> ProgramDraft:
    source = parse_yaml(data, file.name)
    program, problems = validate(source, Program)
    problems = list(problems)
    advice: list[tuple[str, str, str]] = []
    if program:
        shelf = Shelf(Faults())
        shelf.drills, shelf.faults.broken = dict(library.drills), list(library.broken)
        problems += shelf.references_of(program, source)
        was = _data(file.raw, file.name).get("id") if file.digest != NEW else program.id
        if program.id != was:
            problems.append(Problem(file.name, source.line(("id",)), f"has the id “{program.id}”, and not its own"))
        if all(problem.warning for problem in problems):
            advice = [(str(one.loc[0]), one.found, one.better) for one in remarks_on(program, library)]
    sound = program if all(problem.warning for problem in problems) else None
    at_field, others = at_fields(problems, source, (*PROGRAM_FIELDS, _WEEKS))
    return ProgramDraft(data, sound, at_field, others, advice)
