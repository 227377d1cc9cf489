"""READ: an exercise of free-exercise-db, from a file of its own or from the combined list.

The files name no licence and no maker, so whoever imports them says what they have looked up. Of the pictures the
makers of the collection do not know where they come from: they stay outside.
"""

from __future__ import annotations

from typing import Any

from handouts.foreign.incoming import Incoming, RefusedError, items_of, named, slug, text_of
from handouts.foreign.licences import Licence
from handouts.foreign.texts import MAX_TEXT, plain_lines, sentences

__all__ = ["is_freedb", "name_of_freedb", "read_freedb"]

MUSCLES = {
    "quadriceps": "quads", "chest": "pectorals", "shoulders": "deltoids", "lower back": "low back",
    "traps": "trapezius", "middle back": "mid back", "forearms": "forearm",
}  # fmt: skip
EQUIPMENT = {
    "body only": "", "other": "", "dumbbell": "A dumbbell", "barbell": "A barbell", "kettlebells": "A kettlebell",
    "bands": "A resistance band", "exercise ball": "An exercise ball", "medicine ball": "A medicine ball",
    "foam roll": "A foam roller", "cable": "A cable machine", "machine": "A machine", "e-z curl bar": "A curl bar",
}  # fmt: skip
GOALS = {
    "stretching": ("stretch",), "strength": ("strength",), "powerlifting": ("strength",), "strongman": ("strength",),
    "olympic weightlifting": ("strength",), "cardio": ("endurance",),
}  # fmt: skip
_PICTURES = "its makers do not know where their pictures come from"


def is_freedb(item: Any) -> bool:
    """Whether this is an exercise as free-exercise-db has it."""
    return isinstance(item, dict) and isinstance(item.get("instructions"), list) and "primaryMuscles" in item


def name_of_freedb(item: dict[str, Any], language: str) -> str:
    """What to call it in a message, whatever state it is in. There is but one language."""
    del language
    name = item.get("name") or item.get("id")
    return name if isinstance(name, str) else "an exercise without a name"


def read_freedb(item: dict[str, Any], licence: Licence, origin: str) -> Incoming:
    """The exercise, which is in English. ``origin`` says where the file was got. ValueError where it cannot come in."""
    name = text_of(item.get("name"))
    if not name:
        raise RefusedError("has no name")
    said = [part for part in items_of(item.get("instructions"), 100) if isinstance(part, str)]
    if sum(map(len, said)) > MAX_TEXT:
        raise ValueError(f"its text is {sum(map(len, said)):,} characters long; at most {MAX_TEXT:,} are read")
    lines = [line for part in said for line in plain_lines(part)]
    muscles = [*items_of(item.get("primaryMuscles")), *items_of(item.get("secondaryMuscles"))]
    pictures = [text_of(one, 10**6)[:60] for one in items_of(item.get("images"), 100)]
    return Incoming(
        id=slug(name, "fedb"),
        name=name,
        language="en",
        sentences=tuple(sentences(lines, english=True)),
        muscles=named(map(text_of, muscles), MUSCLES),
        equipment=named([text_of(item.get("equipment"))], EQUIPMENT),
        goals=GOALS.get(text_of(item.get("category")).lower(), ()),
        keywords=named(map(text_of, items_of(item.get("alternateNames"))), {}),
        title=f"free-exercise-db: {name}"[:300],
        publisher="free-exercise-db",
        url=origin,
        author="",
        licence=licence.name,
        left_out=tuple((name, _PICTURES) for name in pictures if name),
    )
