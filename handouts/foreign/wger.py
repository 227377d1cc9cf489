"""READ: an exercise of wger's “exerciseinfo”, as its API gives it, in one language.

Each translation and each picture there has a licence and makers of its own.
"""

from __future__ import annotations

import re
from typing import Any

from handouts.foreign.incoming import ForeignPicture, Incoming, RefusedError, items_of, named, slug, text_of
from handouts.foreign.licences import KNOWN, Licence, licence_of
from handouts.foreign.texts import plain_lines, plain_name, sentences

__all__ = ["is_wger", "name_of_wger", "read_wger"]

LANGUAGES = {
    1: "de", 2: "en", 3: "bg", 4: "es", 5: "ru", 6: "nl", 7: "pt", 8: "el", 9: "cs", 10: "sv", 11: "no",
    12: "fr", 13: "it",
}  # fmt: skip
"""wger's numbers of languages."""
LICENCES = {1: "CC BY-SA 3", 2: "CC BY-SA 4", 3: "CC0", 4: "CC BY 4"}
"""wger's numbers of licences for exercises."""
MUSCLES = {
    "quads": "quads", "quadriceps femoris": "quads", "abs": "abdominals", "rectus abdominis": "abdominals",
    "shoulders": "deltoids", "anterior deltoid": "deltoids", "chest": "pectorals", "pectoralis major": "pectorals",
    "calves": "calves", "gastrocnemius": "calves", "soleus": "calves", "glutes": "glutes", "gluteus maximus": "glutes",
    "hamstrings": "hamstrings", "biceps femoris": "hamstrings", "lats": "lats", "latissimus dorsi": "lats",
    "biceps": "biceps", "biceps brachii": "biceps", "triceps": "triceps", "triceps brachii": "triceps",
    "trapezius": "trapezius", "serratus anterior": "serratus anterior", "brachialis": "biceps",
    "obliquus externus abdominis": "obliques", "lower back": "low back", "erector spinae": "low back",
}  # fmt: skip
EQUIPMENT = {
    "none (bodyweight exercise)": "", "gym mat": "A mat", "swiss ball": "An exercise ball", "dumbbell": "A dumbbell",
    "barbell": "A barbell", "kettlebell": "A kettlebell", "pull-up bar": "A pull-up bar", "bench": "A bench",
    "incline bench": "A sloping bench", "sz-bar": "A curl bar", "resistance band": "A resistance band",
}  # fmt: skip
GOALS = {"cardio": ("endurance",), "stretching": ("stretch",)}
"""wger's categories are parts of the body, but for these."""


def is_wger(item: Any) -> bool:
    """Whether this is an exercise as wger gives it."""
    return isinstance(item, dict) and isinstance(item.get("translations", item.get("exercises")), list)


def name_of_wger(item: dict[str, Any], language: str) -> str:
    """What to call it in a message, whatever state it is in: its name in a language, or another's."""
    said = sorted(_translations(item), key=lambda one: _language(one.get("language")) != language)
    names = (plain_name(name) for one in said if isinstance(name := one.get("name"), str))
    return next((name for name in names if name), f"exercise {item.get('id')}")


def read_wger(item: dict[str, Any], language: str) -> Incoming:
    """The exercise in a language. RefusedError where its text must not come in; ValueError where it cannot."""
    said = next((one for one in _translations(item) if _language(one.get("language")) == language), None)
    if said is None:
        raise RefusedError(f"has no text in the language “{language}”")
    number = item.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 10**9:
        raise RefusedError("has no number (“id”), so nobody could say where it comes from")
    licence, author = _rights(said, "its text")
    pictures, left_out = _pictures(item)
    named_as = said.get("name")
    name = text_of(plain_name(named_as)) if isinstance(named_as, str) else ""
    if not name:
        raise RefusedError("has no name")
    description = said.get("description")
    lines = plain_lines(description if isinstance(description, str) else "")
    muscles = [*items_of(item.get("muscles")), *items_of(item.get("muscles_secondary"))]
    equipment = [text_of(one.get("name")) for one in items_of(item.get("equipment")) if isinstance(one, dict)]
    aliases = [text_of(one.get("alias")) for one in items_of(said.get("aliases")) if isinstance(one, dict)]
    category = item.get("category")
    kind = text_of(category.get("name")).lower() if isinstance(category, dict) else ""
    return Incoming(
        id=slug(name, f"wger{number}"),
        name=name,
        language=language,
        sentences=tuple(sentences(lines, english=language == "en")),
        muscles=named((_muscle(one) for one in muscles if isinstance(one, dict)), MUSCLES),
        equipment=named(equipment, EQUIPMENT),
        goals=GOALS.get(kind, ()),
        keywords=named(aliases, {}),
        title=f"wger, exercise {number}: {name}"[:300],
        publisher="wger",
        url=f"https://wger.de/en/exercise/{number}/view/",
        author=author,
        licence=licence.name,
        pictures=tuple(pictures),
        left_out=tuple(left_out),
    )


def _translations(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Its texts; an older form calls them “exercises”."""
    return [one for one in items_of(item.get("translations", item.get("exercises")), 100) if isinstance(one, dict)]


def _language(value: Any) -> str:
    if isinstance(value, dict):
        return text_of(value.get("short_name"))
    return LANGUAGES.get(value, "") if isinstance(value, int) else ""


def _muscle(one: dict[str, Any]) -> str:
    return text_of(one.get("name_en")) or text_of(one.get("name"))


def _rights(one: dict[str, Any], what: str) -> tuple[Licence, str]:
    """The licence and makers of a text or picture; RefusedError where either is missing, or not one to use."""
    said = one.get("license")
    names = [said.get("short_name"), said.get("url")] if isinstance(said, dict) else [said]
    said_as = (LICENCES.get(name, f"number {name}") if isinstance(name, int) else name for name in names)
    texts = [name for name in said_as if isinstance(name, str) and name.strip()]
    if not texts:
        raise RefusedError(f"{what} names no licence")
    licence = next(filter(None, map(licence_of, texts)), None)
    if licence is None:
        raise RefusedError(
            f"{what} is under a licence that is not known here: “{text_of(texts[0], 10**6)[:60]}”", f"Known: {KNOWN}."
        )
    history = [text_of(name) for name in items_of(one.get("author_history"), 100)]
    author = text_of(one.get("license_author")) or ", ".join(dict.fromkeys(filter(None, history)))[:80].strip(" ,")
    if not author and licence.needs_author:
        raise RefusedError(f"{what} names no maker, and {licence.name} asks for one")
    return licence, author


def _file_name(address: Any) -> str:
    """The last part of a picture's address."""
    if not isinstance(address, str) or len(address) > 2_000:
        return ""
    return re.split(r"[?#]", address)[0].rpartition("/")[2]


def _pictures(item: dict[str, Any]) -> tuple[list[ForeignPicture], list[tuple[str, str]]]:
    """Pictures that may come in, the main one first; and those that may not, with the reason."""
    kept: list[ForeignPicture] = []
    left_out: list[tuple[str, str]] = []
    found = [one for one in items_of(item.get("images"), 100) if isinstance(one, dict)]
    for one in sorted(found, key=lambda one: one.get("is_main") is not True):
        name = _file_name(one.get("image"))
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.(?:png|jpe?g|svg)", name, re.IGNORECASE):
            left_out.append((text_of(name, 10**6)[:60] or "a picture", "has no plain file name such as plank.png"))
            continue
        try:
            licence, author = _rights(one, "it")
        except ValueError as error:
            left_out.append((name, str(error)))
            continue
        maker = author or text_of(one.get("license_object_url"), 200)
        if not maker:
            left_out.append((name, "it does not say where it comes from"))
            continue
        kept.append(ForeignPicture(name, f"{maker}, through wger; {licence.name}"))
    return kept, left_out
