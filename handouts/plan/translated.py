"""PLAN: what of a translation keeps a sheet from being printed, and what the sheet says of the rest. Pure.

No sheet is a mixture: a text that is missing, or older than its source, holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.words import Words, words_digest

if TYPE_CHECKING:
    from handouts.library.overlays.apply import Translated

__all__ = ["incomplete", "own_translations", "translation_lines", "untranslated"]

_SHOWN = 80
"""Letters of an English text that are shown."""


def incomplete(drills: Sequence[Drill], program: Program | None, library: Library, *, stale: bool) -> list[Problem]:
    """Each text of a sheet that is missing, or older than its source, by file and key; ``stale`` lets those pass."""
    found = []
    for laid in _laid(drills, program, library):
        wrong = [*(laid.broken or _missing(laid)), *(() if stale or laid.broken else _stale(laid))]
        if wrong:
            item = laid.item
            what = "drill" if isinstance(item, Drill) else "program"
            message = f"the {what} “{item.id}” is not wholly there in the language “{item.language}”"
            found += [Problem("items", 0, message, _how(item.id, item.language, library)), *wrong]
    return found


def untranslated(name: str, language: str, library: Library) -> list[Problem]:
    """The problem of a drill or program that is there, but not in a language that others are there in."""
    told = library.translations
    if language not in told.shelf.languages():
        return []
    for kind, shelf in (("drills", library.drills), ("programs", library.programs)):
        if any((name, tongue) in shelf for tongue in told.source_languages(language)):
            path = told.path_of(name, language, kind)  # type: ignore[arg-type]  # of the two above
            message = f"is not there, so “{name}” cannot be printed in the language “{language}”"
            return [Problem(path, 0, message, _how(name, language, library), kind="content")]
    return []


def translation_lines(drills: Sequence[Drill], program: Program | None, words: Words, library: Library) -> str:
    """What the foot says of a translation that is a draft or older than its source; empty where it is neither."""
    laid = list(_laid(drills, program, library))
    told = library.translations if laid or words.status == "draft" else None
    unsigned = words.status == "draft" and told and not told.words_signed(words.language, words_digest(words))
    lines = []
    if unsigned or any(one.draft for one in laid):
        lines.append(words.translation.draft)
    if any(one.stale for one in laid):
        lines.append(words.translation.stale)
    return "".join(f"\n{line}" for line in lines)


def own_translations(drills: Sequence[Drill], program: Program | None, library: Library) -> list[str]:
    """Digests of the clinic's own translations on a sheet."""
    return [laid.own for laid in _laid(drills, program, library) if laid.own]


def _laid(drills: Sequence[Drill], program: Program | None, library: Library) -> Iterator[Translated[Any]]:
    """What of a sheet is translated."""
    if (
        program
        and (program.id, program.language) not in library.programs
        and (found := library.translations.program(program.id, program.language))
    ):
        yield found
    for drill in drills:
        if (drill.id, drill.language) not in library.drills and (
            laid := library.translations.drill(drill.id, drill.language)
        ):
            yield laid


def _missing(laid: Translated[Any]) -> Iterator[Problem]:
    file = laid.files[0]
    for text in laid.missing:
        long = any(one.overlay and text.key in one.overlay.texts for one in laid.files)
        message = f"{text.key} is too long for its place" if long else f"lacks {text.key}"
        yield Problem(file.name, file.line(text.key), f"{message}: “{text.text[:_SHOWN]}”", kind="content")


def _stale(laid: Translated[Any]) -> Iterator[Problem]:
    for one in laid.stale:
        file, text = one.old.file, one.source
        message = f"{text.key} is older than its source, which now says: “{text.text[:_SHOWN]}”"
        hint = f"If “{one.old.text[:_SHOWN]}” still says that, write “{text.key}: {text.digest}” under “made_from”."
        yield Problem(file.name, file.line(text.key), message, hint, kind="content")


def _how(name: str, language: str, library: Library) -> str:
    """How to mend it."""
    stale = "" if library.allow_stale else " --allow-stale prints texts that are older."
    return f"“handouts translate export {language} {name}” gives what is to be translated.{stale}"
