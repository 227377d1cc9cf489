"""A drill of the clinic's own: its file as a form's fields, what is wrong with it before it is saved, where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.base.shipped import shipped
from handouts.library.broken import line_of
from handouts.library.faults import validate
from handouts.library.load import Library
from handouts.library.models import AREAS, Drill, Goal, Posture, Region
from handouts.library.shelf import Faults, Shelf, unknown_flags
from handouts.library.yamlfile import Source, parse_yaml
from handouts.plan.usable import figure_problems
from handouts.runs.advice.content import remarks_on
from handouts.runs.own_content.fields import ShownField, at_fields, filled, rows_filled, shown, shown_rows
from handouts.runs.own_content.figureform import FIGURE, read_figure
from handouts.runs.own_content.keeping import KeptFile, kept_file
from handouts.runs.own_content.textblock import block_text, put_block
from handouts.runs.own_content.yamledit import changed
from handouts.runs.own_content.yamltext import document

__all__ = [
    "CAUTION_KEYS",
    "DRILL_CHOICES",
    "DRILL_FIELDS",
    "STEP_KEYS",
    "UNFINISHED",
    "DrillDraft",
    "FilledDrill",
    "drill_draft",
    "drill_form",
    "drill_path",
    "free_id",
    "mine",
    "new_drill",
    "opened",
    "unfinished_of",
]

UNFINISHED = ".unfinished"
"""What a drill with faults is kept as, beyond its file's name: no library reads it, so it stops nothing."""
STEP_KEYS, CAUTION_KEYS = ("text", "hold"), ("flag", "why", "source")
_DOSE = ("sets", "reps", "duration", "distance", "rest", "load", "tempo", "effort")
DRILL_FIELDS: tuple[ShownField, ...] = (
    *(ShownField(key, (key,)) for key in ("name", "why", "start", "action", "area", "posture")),
    *(ShownField(key, (key,), "many") for key in ("regions", "goals")),
    *(ShownField(key, (key,), "lines")
      for key in ("equipment", "muscles", "keywords", "cues", "mistakes", "stop", "easier", "harder")),
    ShownField("each_side", ("each_side",), "flag"),
    ShownField("draft", ("draft",), "flag"),
    ShownField("rep_seconds", ("rep_seconds",), "value", "4"),
    *(ShownField(f"dose_{key}", ("dose", key), "value") for key in _DOSE),
    ShownField("dose_origin", ("dose", "origin"), usual="default"),
    *(ShownField(f"source_{key}", ("source", key))
      for key in ("title", "author", "publisher", "url", "licence", "note")),
)  # fmt: skip
_ROWS = (ShownField("steps", ("steps",)), ShownField("cautions", ("cautions",)), ShownField(FIGURE, (FIGURE,)))
DRILL_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "area": tuple(AREAS.items()),
    "posture": tuple((one, one) for one in get_args(Posture)),
    "regions": tuple((one, one) for one in get_args(Region)),
    "goals": tuple((one, one) for one in get_args(Goal)),
}
_ORDER = tuple(Drill.__dataclass_fields__)
_HEAD = ("yaml-language-server: $schema=../schema/drill.json",)


@dataclass(frozen=True)
class FilledDrill:
    """What a form holds of a drill."""

    fields: Mapping[str, Any]
    steps: Sequence[Mapping[str, str]]
    cautions: Sequence[Mapping[str, str]]
    figure: str


@dataclass(frozen=True)
class DrillDraft:
    """A drill's file as it would be, and what is to be said of it."""

    data: bytes
    drill: Drill | None
    """None where it is at fault."""
    at_field: Mapping[str, Sequence[Problem]]
    others: Sequence[Problem]
    advice: Sequence[tuple[str, str, str]]
    """Field, what was found, and what is better."""
    figure_faults: Sequence[Problem] = ()
    """Of its poses; such a drill can be kept, and is not printed before they are mended."""
    whole: bool = True
    """Whether all of the form is in ``data``: a figure's text that is no YAML cannot be."""

    @property
    def sound(self) -> bool:
        """Whether its file can be read: one that cannot would stop the drill it was before."""
        return self.drill is not None


def drill_form(file: KeptFile) -> FilledDrill:
    """What the form shows of a drill's file. HandoutsError where that is no YAML."""
    data = _data(file)
    return FilledDrill(
        shown(data, DRILL_FIELDS),
        shown_rows(data.get("steps"), STEP_KEYS),
        shown_rows(data.get("cautions"), CAUTION_KEYS),
        block_text(file.text, FIGURE, data.get(FIGURE)),
    )


def _data(file: KeptFile) -> dict[str, Any]:
    source = parse_yaml(file.raw, file.name)
    if source.problems:
        raise HandoutsError(source.problems)
    return source.data if isinstance(source.data, dict) else {}


def drill_draft(
    file: KeptFile, given: FilledDrill, base: FilledDrill, library: Library, *, whole: bool = True
) -> DrillDraft:
    """A drill's file with what was changed in the form, comments kept; nothing is saved. HandoutsError where it is at
    fault as YAML or cannot be changed without harm.

    ``whole`` looks at poses and gives advice, too, which takes some tenths of a second.
    """
    raw, wanted, wrong_figure = _wanted(file, given, base)
    if wrong_figure:
        at_field = {FIGURE: wrong_figure}
        return DrillDraft(raw, None, at_field, (), (), whole=False)
    data = changed(raw, file.name, wanted, _ORDER)
    if FIGURE in wanted and given.figure != base.figure:
        data = put_block(data, FIGURE, given.figure, wanted)
    return _judged(data, file, library, whole=whole)


def _wanted(file: KeptFile, given: FilledDrill, base: FilledDrill) -> tuple[bytes, dict[str, Any], list[Problem]]:
    """The file with the figure's text put in, all that it is to hold, and what is wrong with the figure's text."""
    data = _data(file)
    wanted = filled(data, DRILL_FIELDS, given.fields, base.fields)
    for key, keys, rows, before in (
        ("steps", STEP_KEYS, given.steps, base.steps),
        ("cautions", CAUTION_KEYS, given.cautions, base.cautions),
    ):
        if list(rows) != list(before):
            made = rows_filled(data.get(key), keys, rows)
            if made:
                wanted[key] = made
            else:
                wanted.pop(key, None)
    raw = file.raw
    if given.figure.strip() == base.figure.strip():
        return raw, wanted, []
    if not given.figure.strip():
        wanted.pop(FIGURE, None)
        return raw, wanted, []
    _, source, problems = read_figure(given.figure)
    if source.problems or not isinstance(source.data, dict):
        return raw, wanted, problems
    wanted[FIGURE] = source.data
    return put_block(raw, FIGURE, given.figure, data | {FIGURE: source.data}), wanted, []


def _judged(data: bytes, file: KeptFile, library: Library, *, whole: bool) -> DrillDraft:
    """What is wrong with a drill's file as it would be, by field."""
    source = parse_yaml(data, file.name)
    drill, problems = validate(source, Drill)
    if drill and drill.id != _id_of(file):
        problems.append(Problem(file.name, source.line(("id",)), f"has the id “{drill.id}”, and not its own"))
    problems = list(problems)
    advice: list[tuple[str, str, str]] = []
    faults: list[Problem] = []
    if drill:
        tried, wrong = _with_drill(library, drill, source, file.path.parent)
        problems += wrong
        if whole and all(problem.warning for problem in problems):
            faults = figure_problems(drill, tried)
            advice = [(str(one.loc[0]), one.found, one.better) for one in remarks_on(drill, tried)]
    if any(not problem.warning for problem in problems):
        drill = None
    at_field, others = at_fields(problems, source, (*DRILL_FIELDS, *_ROWS))
    return DrillDraft(data, drill, at_field, others, advice, faults)


def _id_of(file: KeptFile) -> str:
    """The id that a file had, or (where it is new) its name."""
    said = parse_yaml(file.raw, file.name).data
    if isinstance(said, dict) and isinstance(said.get("id"), str):
        return str(said["id"])
    return file.path.name.partition(".")[0]


def _with_drill(library: Library, drill: Drill, source: Source, folder: Path) -> tuple[Library, list[Problem]]:
    """The library with a drill that is not saved yet, and what is wrong with its flags and pictures."""
    shelf = Shelf(Faults())
    wrong = unknown_flags(drill, source, library.flags)
    wrong += shelf.pictures_of(drill, source, folder, folder.parent)
    key = (drill.id, drill.language)
    tried = replace(
        library,
        drills={**library.drills, key: drill},
        figures={**library.figures, **shelf.figures},
        pictures={**library.pictures, **shelf.pictures},
        own={**library.own, key: "unsaved"},
    )
    return tried, wrong


# --- where drills are -----------------------------------------------------------------------------


def drill_path(folder: Path, name: str, language: str) -> Path:
    """The file of an own drill by its id: the one that has it, or where it would be."""
    _checked_id(name)
    places = sorted((folder / "drills").glob("*.y*ml"))
    usual = [path for path in places if path.stem == name]
    found = [path for path in [*usual, *places] if line_of(path, "id") == name]
    spoken = [path for path in found if line_of(path, "language") == language]
    return next(iter([*spoken, *found, *usual]), folder / "drills" / f"{name}.yaml")


def unfinished_of(path: Path) -> Path:
    """Where a drill with faults is kept beside its file."""
    return path.with_name(path.name + UNFINISHED)


def _checked_id(name: str) -> None:
    if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        message = "is made of small letters, digits and single hyphens, at most 60 in all"
        raise HandoutsError([Problem("id", 0, message, "Write one such as heel-raise-at-sink.")], Exit.USAGE)


def free_id(folder: Path, name: str, library: Library) -> None:
    """HandoutsError where an id is none, or there is something of that id."""
    _checked_id(name)
    taken = {key[0] for key in (*library.drills, *library.programs)} | {one.id for one in library.broken}
    if name in taken or drill_path(folder, name, library.clinic.language).exists():
        message = f"“{name}” is the id of another drill or program"
        raise HandoutsError([Problem("id", 0, message, f"Choose another one, such as {name}-2.")], Exit.USAGE)


def mine(folder: Path, drill: Drill, new: str) -> bytes:
    """A shipped drill's text as one of the clinic's own, its comments kept.

    ``new`` is its id, which is free; or the shipped one's, where it is to stand in for that.
    """
    path = _shipped_file(drill)
    raw = path.read_bytes()
    if new == drill.id:
        if drill_path(folder, new, drill.language).exists():
            raise HandoutsError([Problem("id", 0, f"“{new}” is yours already", "Open it in the list of your drills.")])
        return raw
    data = dict(parse_yaml(raw, path.name).data)
    return changed(raw, path.name, {**data, "id": new})


def _shipped_file(drill: Drill) -> Path:
    places = sorted(shipped("content", "drills").glob("*.yaml"))
    same = [path for path in places if line_of(path, "id") == drill.id and line_of(path, "language") == drill.language]
    if not same:
        raise HandoutsError([Problem("drill", 0, f"the shipped drill “{drill.id}” has no file")])
    return same[0]


def new_drill(name: str, words: str, language: str) -> bytes:
    """The text of a new drill that is still a draft. ``words`` is its name in words."""
    _checked_id(name)
    return document(
        {
            "id": name,
            "language": language,
            "draft": True,
            "name": words.strip() or name,
            "why": "What it is good for, in one sentence.",
            "start": "How to start.",
            "steps": [{"text": "Do one thing."}, {"text": "Go back. Repeat."}],
            "dose": {"sets": 2, "reps": 8, "rest": 60, "origin": "default"},
            "source": {"title": "Our own practice"},
        },
        _HEAD,
    ).encode()


def opened(folder: Path, name: str, language: str) -> tuple[KeptFile, KeptFile]:
    """An own drill's file, and what is kept of it unfinished; either may not be there."""
    path = drill_path(folder, name, language)
    return kept_file(folder, path), kept_file(folder, unfinished_of(path))
