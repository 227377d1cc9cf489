"""READ: texts of a drill, a program or a clinic by their keys, such as “steps.3”, and the same item with other texts.

Poses, doses, holds, ids, muscles, keywords, cautions and sources are no texts: a translation cannot change them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from handouts.base.dosevalues import Measures
from handouts.base.records import dataclass
from handouts.figures.poses import Figure, Position
from handouts.library.clinic import Clinic
from handouts.library.models import Drill, Program, ProgramDrill, Week

__all__ = [
    "AS_THEY_ARE",
    "LIMITS",
    "ClinicWords",
    "Role",
    "SourceText",
    "same_text",
    "source_texts",
    "text_digest",
    "with_texts",
]

Role = Literal[
    "drill name", "why", "start", "step", "cue", "mistake", "stop-if", "easier", "harder", "equipment", "action",
    "load", "caption", "alt", "callout", "program name", "program about", "finish", "phase", "move-on-when",
    "go-back-if", "clinic name", "address", "tagline", "hours", "clinic stop-if", "small print",
]  # fmt: skip
"""What a text is for."""

LIMITS: Mapping[Role, int] = {
    "drill name": 80, "equipment": 80, "action": 80, "program name": 80, "phase": 80, "load": 40, "caption": 40,
    "callout": 40, "clinic name": 80, "tagline": 80, "hours": 80, "small print": 2000,
}  # fmt: skip
"""Most letters of a text, where that is less than 300; the same as the source's."""
AS_THEY_ARE: frozenset[Role] = frozenset(("clinic name", "address"))
"""Texts that need no translation: a name is one in any language."""


@dataclass(frozen=True)
class ClinicWords:
    """A clinic's own sentences, and its name and address, as one thing that is translated."""

    clinic: Clinic
    language: str
    id: str = "clinic"

    @property
    def name(self) -> str:
        return self.clinic.name


Item = TypeVar("Item", Drill, Program, ClinicWords)
Texts = Mapping[str, str]

_LINES: Mapping[str, Role] = {
    "cues": "cue", "mistakes": "mistake", "stop": "stop-if", "easier": "easier", "harder": "harder",
    "equipment": "equipment",
}  # fmt: skip
"""A drill's lists of texts, by their names."""


@dataclass(frozen=True)
class SourceText:
    """A text of the source."""

    key: str
    """Where it stands: name, steps.3, figure.2.caption, weeks.1.drills.2.load. Counts from 1."""
    role: Role
    text: str

    @property
    def digest(self) -> str:
        return text_digest(self.text)


def same_text(text: str) -> str:
    """The text as it counts: in NFC, with spaces folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_digest(text: str) -> str:
    """Eight digits that change with the text: the first of its SHA-256, in NFC and with spaces folded."""
    return hashlib.sha256(same_text(text).encode()).hexdigest()[:8]


def source_texts(item: Drill | Program | ClinicWords) -> dict[str, SourceText]:
    """All texts by their keys, in the order in which they are read."""
    if isinstance(item, ClinicWords):
        return {one.key: one for one in _of_clinic(item.clinic)}
    found = _of_drill(item) if isinstance(item, Drill) else _of_program(item)
    return {one.key: one for one in found}


def _of_drill(drill: Drill) -> Iterator[SourceText]:
    yield SourceText("name", "drill name", drill.name)
    yield SourceText("why", "why", drill.why)
    yield SourceText("start", "start", drill.start)
    if drill.action:
        yield SourceText("action", "action", drill.action)
    for number, step in enumerate(drill.steps, 1):
        yield SourceText(f"steps.{number}", "step", step.text)
    for name, role in _LINES.items():
        for number, text in enumerate(getattr(drill, name), 1):
            yield SourceText(f"{name}.{number}", role, text)
    yield from _of_load("dose", drill.dose.load)
    for number, position in enumerate(drill.figure.positions if drill.figure else (), 1):
        yield SourceText(f"figure.{number}.caption", "caption", position.caption)
        yield SourceText(f"figure.{number}.alt", "alt", position.alt)
        for at, callout in enumerate(position.callouts, 1):
            yield SourceText(f"callouts.{number}.{at}", "callout", callout.text)
    for number, picture in enumerate(drill.pictures, 1):
        yield SourceText(f"pictures.{number}.caption", "caption", picture.caption)
        yield SourceText(f"pictures.{number}.alt", "alt", picture.alt)


def _of_program(program: Program) -> Iterator[SourceText]:
    yield SourceText("name", "program name", program.name)
    yield SourceText("about", "program about", program.about)
    for number, week in enumerate(program.weeks, 1):
        place = f"weeks.{number}"
        if week.phase:
            yield SourceText(f"{place}.phase", "phase", week.phase)
        for at, item in enumerate(week.drills, 1):
            yield from _of_load(f"{place}.drills.{at}", item.load)
        if week.move_on:
            yield SourceText(f"{place}.move_on", "move-on-when", week.move_on)
        if week.go_back:
            yield SourceText(f"{place}.go_back", "go-back-if", week.go_back)
    if program.finish:
        yield SourceText("finish", "finish", program.finish)


def _of_clinic(clinic: Clinic) -> Iterator[SourceText]:
    yield SourceText("name", "clinic name", clinic.name)
    lines: tuple[tuple[str, Role, str | None], ...] = (
        ("tagline", "tagline", clinic.tagline),
        ("address", "address", clinic.address),
        ("hours", "hours", clinic.hours),
    )
    for key, role, text in lines:
        if text:
            yield SourceText(key, role, text)
    for number, text in enumerate(clinic.stop or (), 1):
        yield SourceText(f"stop.{number}", "clinic stop-if", text)
    for region, rules in clinic.stop_regions.items():
        for number, text in enumerate(rules, 1):
            yield SourceText(f"stop_regions.{region}.{number}", "clinic stop-if", text)
    for key, text in _small_print(clinic.disclaimer or ""):
        if key:
            yield SourceText(key, "small print", text)


def _small_print(text: str) -> list[tuple[str, str]]:
    """The lines of small print, each with its key; an empty line has none."""
    lines = text.split("\n")
    if len(lines) == 1:
        return [("disclaimer" if text.strip() else "", text)]
    return [(f"disclaimer.{at}" if line.strip() else "", line) for at, line in enumerate(lines, 1)]


def _of_load(place: str, load: Measures | None) -> Iterator[SourceText]:
    """Loads in words, “a small bottle”; kilograms, bands and the body are said by the words file."""
    for number, (kind, text) in enumerate(load or (), 1):
        if kind == "text":
            yield SourceText(_load_key(place, number, load or ()), "load", text)


def _load_key(place: str, number: int, load: Measures) -> str:
    return f"{place}.load" if len(load) == 1 else f"{place}.load.{number}"


def with_texts(item: Item, texts: Texts, language: str) -> Item:
    """The item in a language; a text that is not among ``texts`` stays the source's."""
    found: Any
    if isinstance(item, ClinicWords):
        found = ClinicWords(_clinic_with(item.clinic, texts), language)
    else:
        found = _drill_with(item, texts, language) if isinstance(item, Drill) else _program_with(item, texts, language)
    made: Item = found
    return made


def _clinic_with(clinic: Clinic, texts: Texts) -> Clinic:
    named = clinic.name_language if texts.keys().isdisjoint(("name", "tagline")) else None
    stop = tuple(texts.get(f"stop.{at}", text) for at, text in enumerate(clinic.stop or (), 1))
    regions = {
        region: tuple(texts.get(f"stop_regions.{region}.{at}", text) for at, text in enumerate(rules, 1))
        for region, rules in clinic.stop_regions.items()
    }
    small = "\n".join(texts.get(key, text) for key, text in _small_print(clinic.disclaimer or ""))
    return replace(
        clinic,
        name=texts.get("name", clinic.name),
        tagline=texts.get("tagline", clinic.tagline),
        name_language=named,
        address=texts.get("address", clinic.address),
        hours=texts.get("hours", clinic.hours),
        stop=stop or None,
        stop_regions=regions,
        disclaimer=small or None,
    )


def _program_with(item: Program, texts: Texts, language: str) -> Program:
    return replace(
        item,
        language=language,
        name=texts.get("name", item.name),
        about=texts.get("about", item.about),
        finish=texts.get("finish", item.finish),
        weeks=tuple(_week_with(week, f"weeks.{number}", texts) for number, week in enumerate(item.weeks, 1)),
    )


def _drill_with(drill: Drill, texts: Texts, language: str) -> Drill:
    lines: dict[str, Any] = {
        name: tuple(texts.get(f"{name}.{at}", text) for at, text in enumerate(getattr(drill, name), 1))
        for name in _LINES
    }
    return replace(
        drill,
        language=language,
        **{name: texts.get(name, getattr(drill, name)) for name in ("name", "why", "start", "action")},
        steps=tuple(replace(one, text=texts.get(f"steps.{at}", one.text)) for at, one in enumerate(drill.steps, 1)),
        dose=replace(drill.dose, load=_load_with(drill.dose.load, "dose", texts)),
        figure=_figure_with(drill.figure, texts) if drill.figure else None,
        pictures=tuple(
            replace(
                one,
                caption=texts.get(f"pictures.{at}.caption", one.caption),
                alt=texts.get(f"pictures.{at}.alt", one.alt),
            )
            for at, one in enumerate(drill.pictures, 1)
        ),
        **lines,
    )


def _figure_with(figure: Figure, texts: Texts) -> Figure:
    positions = tuple(_position_with(one, number, texts) for number, one in enumerate(figure.positions, 1))
    return replace(figure, positions=positions)


def _position_with(position: Position, number: int, texts: Texts) -> Position:
    return replace(
        position,
        caption=texts.get(f"figure.{number}.caption", position.caption),
        alt=texts.get(f"figure.{number}.alt", position.alt),
        callouts=tuple(
            replace(one, text=texts.get(f"callouts.{number}.{at}", one.text))
            for at, one in enumerate(position.callouts, 1)
        ),
    )


def _week_with(week: Week, place: str, texts: Texts) -> Week:
    return replace(
        week,
        phase=texts.get(f"{place}.phase", week.phase),
        drills=tuple(_dose_with(one, f"{place}.drills.{at}", texts) for at, one in enumerate(week.drills, 1)),
        move_on=texts.get(f"{place}.move_on", week.move_on),
        go_back=texts.get(f"{place}.go_back", week.go_back),
    )


def _dose_with(item: ProgramDrill, place: str, texts: Texts) -> ProgramDrill:
    return replace(item, load=_load_with(item.load, place, texts)) if item.load else item


def _load_with(load: Measures | None, place: str, texts: Texts) -> Measures | None:
    if load is None:
        return None
    return tuple(
        (kind, texts.get(_load_key(place, number, load), text) if kind == "text" else text)
        for number, (kind, text) in enumerate(load, 1)
    )
