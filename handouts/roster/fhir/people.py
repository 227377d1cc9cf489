"""Names of people: the one that holds today, in the person's own order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from handouts.roster.fhir.elements import Resource, block, is_over, is_to_come, members, text_of
from handouts.roster.fhir.telling import Telling
from handouts.roster.patientblocks import NumberText

__all__ = ["all_names", "human_name", "patient_name"]

_RANKS = {"official": 0, "usual": 1, "": 2, "temp": 3, "nickname": 4, "anonymous": 5}
_PARTS = ("prefix", "given", "family", "suffix")


def human_name(body: dict[str, Any], today: str) -> str:
    """Of the names that hold today the official one, else the usual one, else any: its text, else its parts."""
    return next(filter(None, map(_whole, _now(body, today))), "")


def patient_name(patient: Resource, today: str, telling: Telling) -> str:
    """A patient's name. What is wrong with it, and what is in doubt, is told."""
    for path in _wrong_types(patient.body):
        telling.fault(patient, f"{path} has the wrong type")
    names = [name for name in _now(patient.body, today) if _whole(name)]
    if not names:
        if any(True for _ in all_names(patient.body)):
            telling.fault(patient, "has no name that holds today: all are old, or over", "Give the one that holds now.")
        else:
            telling.fault(patient, "has no name", "Every handout says whom it is for.")
        return ""
    name = names[0]
    alike = [_whole(other) for other in names if text_of(other.get("use")) == text_of(name.get("use"))]
    if len(set(alike)) > 1:
        hint = "Give the period of each, or the use “official” to one."
        telling.warn(patient, f"has {len(set(alike))} names of one use that hold today; the first is printed", hint)
    if not _agree(name):
        telling.warn(patient, "has a name.text and parts that say different names; the text is printed", "Mend one.")
    return _whole(name)


def all_names(body: dict[str, Any]) -> Iterator[str]:
    """Every name of a person, old ones too."""
    for name in map(block, members(body.get("name"))):
        yield from filter(None, (text_of(name.get("text")), _joined(name)))


def _now(body: dict[str, Any], today: str) -> list[dict[str, Any]]:
    """The names that hold today, the best first."""
    names = [
        name
        for name in map(block, members(body.get("name")))
        if name.get("use") not in ("old", "maiden")
        and not is_over(name.get("period"), today)
        and not is_to_come(name.get("period"), today)
    ]
    return sorted(names, key=lambda name: _RANKS.get(text_of(name.get("use")), 2))


def _whole(name: dict[str, Any]) -> str:
    return text_of(name.get("text")) or _joined(name)


def _joined(name: dict[str, Any]) -> str:
    parts = [part for key in _PARTS for part in (members(name.get(key)) if key != "family" else [name.get(key)])]
    return " ".join(filter(None, map(text_of, parts)))


def _agree(name: dict[str, Any]) -> bool:
    """Whether a name's text holds its family name and one of its given names, as far as they are said."""
    text = _letters(text_of(name.get("text")))
    given = [_letters(text_of(part)) for part in members(name.get("given"))]
    return not text or (
        _letters(text_of(name.get("family"))) in text and (not given or any(part in text for part in given))
    )


def _letters(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(char for char in apart if unicodedata.category(char) != "Mn"))


def _is_text(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not isinstance(value, NumberText))


def _wrong_types(body: dict[str, Any]) -> Iterator[str]:
    """Paths of what is not of its type, and would be lost."""
    if not isinstance(body.get("name"), list | None):
        yield "name"
    for index, name in enumerate(members(body.get("name"))):
        path = f"name[{index}]"
        if not isinstance(name, dict):
            yield path
            continue
        for key in ("text", "family", "use"):
            if not _is_text(name.get(key)):
                yield f"{path}.{key}"
        for key in ("prefix", "given", "suffix"):
            parts = name.get(key)
            if not isinstance(parts, list | None) or not all(map(_is_text, parts or ())):
                yield f"{path}.{key}"
        if not isinstance(name.get("period"), dict | None):
            yield f"{path}.period"
