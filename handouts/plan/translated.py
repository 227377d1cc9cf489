"""PLAN: what of a translation keeps a sheet from being printed, and what the sheet says of the rest. Pure.

No sheet is a mixture: a text that is missing, or older than its source, holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.words import Words, words_digest

if TYPE_CHECKING:
    from handouts.library.overlays.apply import Translated
    from handouts.library.overlays.texts import SourceText

__all__ = ["incomplete", "own_translations", "translation_lines", "untranslated"]

_SHOWN = 80
"""Letters of an English text that are shown."""


def incomplete(
    drills: Sequence[Drill], program: Program | None, language: str, library: Library, *, stale: bool
) -> list[Problem]:
    """Each text of a sheet that is missing, or older than its source, by file and key; ``stale`` lets those pass."""
    found = _clinic_incomplete(drills, language, library, stale=stale) if library.is_foreign(language) else []
    for laid in _laid(drills, program, library):
        wrong = [*(laid.broken or _missing(laid)), *(() if stale or laid.broken else _stale(laid))]
        if wrong:
            item = laid.item
            what = "drill" if isinstance(item, Drill) else "program"
            message = f"the {what} “{item.id}” is not wholly there in the language “{item.language}”"
            found += [Problem("items", 0, message, _how(item.id, item.language, library)), *wrong]
    return found


def _clinic_incomplete(drills: Sequence[Drill], language: str, library: Library, *, stale: bool) -> list[Problem]:
    """The same of the clinic's own rules and small print. Its hours and its tagline are left off instead."""
    from handouts.library.overlays.texts import source_texts  # which a sheet in the clinic's language does without

    told = library.translations
    source, laid = told.clinic_words(language), told.clinic(language)
    needed = _needed(drills)
    if source is None:
        return []
    if laid is None:
        path = told.path_of(source.id, language, "clinic")
        lacks = [text for key, text in source_texts(source).items() if key.startswith(needed)]
        wrong = [Problem(path, 0, _lacks(text), kind="content") for text in lacks]
    else:
        wrong = list(laid.broken)
    if laid and not wrong:
        lost = replace(laid, missing=tuple(one for one in laid.missing if one.key.startswith(needed)))
        older = replace(laid, stale=tuple(one for one in laid.stale if one.source.key.startswith(needed)))
        wrong = [*_missing(lost), *(() if stale else _stale(older))]
    if not wrong:
        return []
    message = f"the clinic's own sentences are not wholly there in the language “{language}”"
    how = _how(source.id, language, library)
    return [Problem(library.clinic_file, 0, message, how, kind="content"), *wrong]


def _needed(drills: Sequence[Drill]) -> tuple[str, ...]:
    """How the keys of the clinic's texts begin that a sheet of these drills cannot do without."""
    return ("stop.", "disclaimer", *(f"stop_regions.{part}." for drill in drills for part in drill.regions))


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
    laid += _of_clinic(drills, words.language, library)
    told = library.translations if laid or words.status == "draft" else None
    unsigned = words.status == "draft" and told and not told.words_signed(words.language, words_digest(words))
    lines = []
    if unsigned or any(one.draft for one in laid):
        lines.append(words.translation.draft)
    if any(one.stale for one in laid):
        lines.append(words.translation.stale)
    return "".join(f"\n{line}" for line in lines)


def own_translations(drills: Sequence[Drill], program: Program | None, language: str, library: Library) -> list[str]:
    """Digests of the clinic's own translations on a sheet."""
    every = (*_laid(drills, program, library), *_of_clinic(drills, language, library))
    return [laid.own for laid in every if laid.own]


def _of_clinic(drills: Sequence[Drill], language: str, library: Library) -> Iterator[Translated[Any]]:
    """What of the clinic's own sentences is on a sheet, with what is older only where that is printed."""
    laid = library.translations.clinic(language) if library.is_foreign(language) else None
    if laid and laid.laid:
        printed = _needed(drills)
        if library.allow_stale:
            printed += ("name", "tagline", "address", "hours")
        yield replace(laid, stale=tuple(one for one in laid.stale if one.source.key.startswith(printed)))


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
        message = f"{text.key} is too long for its place: “{text.text[:_SHOWN]}”" if long else _lacks(text)
        yield Problem(file.name, file.line(text.key), message, kind="content")


def _lacks(text: SourceText) -> str:
    return f"lacks {text.key}: “{text.text[:_SHOWN]}”"


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
