"""RUNS: every text of the source with what a language has for it, and how far that language is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from handouts.base.plainvalues import LANGUAGE_TAG
from handouts.base.problems import Exit, HandoutsError, Problem, misspelt
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.overlays.apply import Translated
from handouts.library.overlays.shelf import KINDS, Kind, OverlayFile
from handouts.library.overlays.texts import AS_THEY_ARE, ClinicWords, SourceText, source_texts

__all__ = [
    "Entry",
    "Orphan",
    "State",
    "TextSource",
    "checked_language",
    "counts",
    "entries_of",
    "known_languages",
    "laid_of",
    "orphans_of",
    "sources_in",
]

State = Literal["missing", "stale", "draft", "reviewed"]
STATES: tuple[State, ...] = ("missing", "stale", "draft", "reviewed")
TextSource = Drill | Program | ClinicWords


@dataclass(frozen=True)
class Entry:
    """A text of the source, and its translation, empty where there is none."""

    kind: Kind
    item: TextSource
    source: SourceText
    text: str
    state: State
    file: str
    """As it is told of: where the translation stands, or belongs."""
    line: int
    """0 where it does not stand there."""

    @property
    def place(self) -> str:
        """How translators' files call the item: drills/clamshell."""
        return f"{self.kind}/{self.item.id}"


@dataclass(frozen=True)
class Orphan:
    """A text that no source has any more."""

    kind: Kind
    file: str
    line: int
    key: str
    """Empty where the drill or program itself is gone."""
    name: str


def known_languages(library: Library) -> tuple[str, ...]:
    """Languages with translations, or with words but English, sorted."""
    return tuple(sorted({*library.translations.shelf.languages(), *(name for name in library.words if name != "en")}))


def sources_in(library: Library, language: str, ids: Collection[str] = ()) -> Iterator[tuple[Kind, TextSource]]:
    """What is translated into a language: all but what has a whole file in it; or of that what ``ids`` name.

    HandoutsError where there is no such drill or program.
    """
    shelves: tuple[tuple[Kind, Mapping[tuple[str, str], TextSource]], ...] = (
        ("drills", library.drills),
        ("programs", library.programs),
    )
    clinic = library.translations.clinic_words(language) if library.folder else None
    known = {name for _, shelf in shelves for name, _ in shelf} | ({clinic.id} if clinic else set())
    if wrong := [name for name in ids if name not in known]:
        problems = [misspelt("ID", f"there is no drill or program “{name[:60]}”", name, known) for name in wrong]
        raise HandoutsError(problems, Exit.USAGE)
    languages = library.translations.source_languages(language)
    for kind, shelf in shelves:
        for name in dict.fromkeys(name for name, _ in shelf):
            source = next((shelf[name, tongue] for tongue in languages if (name, tongue) in shelf), None)
            if source and (name, language) not in shelf and (not ids or name in ids):
                yield kind, source
    if clinic and (not ids or clinic.id in ids):
        yield "clinic", clinic


def laid_of(
    library: Library, language: str, kind: Kind, name: str
) -> Translated[Drill] | Translated[Program] | Translated[ClinicWords] | None:
    """The translation of one, None where there is no file of it."""
    told = library.translations
    if kind == "clinic":
        return told.clinic(language)
    return told.drill(name, language) if kind == "drills" else told.program(name, language)


def entries_of(library: Library, language: str, ids: Collection[str] = ()) -> list[Entry]:
    """All texts of drills and programs, then the clinic's own, or of those named, in the library's order."""
    return [
        entry
        for kind, source in sources_in(library, language, ids)
        for entry in _entries(library, language, kind, source)
    ]


def _entries(library: Library, language: str, kind: Kind, source: TextSource) -> Iterator[Entry]:
    found = laid_of(library, language, kind, source.id)
    place = found.files[0].name if found else library.translations.path_of(source.id, language, kind)
    for key, text in source_texts(source).items():
        laid = found.laid.get(key) if found else None
        if laid is None and text.role in AS_THEY_ARE:
            continue
        if laid is None:
            yield Entry(kind, source, text, "", "missing", place, 0)
            continue
        signed = laid.reviewed or (found is not None and found.signature is not None)
        state: State = "stale" if laid.stale else "reviewed" if signed else "draft"
        yield Entry(kind, source, text, laid.text, state, laid.file.name, laid.file.line(key))


def orphans_of(library: Library, language: str) -> Iterator[Orphan]:
    """Texts whose source is gone."""
    known = {(kind, one.id): one for kind, one in sources_in(library, language)}
    shelf = library.translations.shelf
    for kind in KINDS:
        for name in shelf.ids(language, kind):
            for file in shelf.read(language, kind, name):
                if kind == "clinic" and not file.own:  # the neutral brand's, which no clinic is
                    continue
                yield from _orphans(file, known.get((kind, name)), kind, name)


def _orphans(file: OverlayFile, source: TextSource | None, kind: Kind, name: str) -> Iterator[Orphan]:
    if source is None:
        yield Orphan(kind, file.name, 0, "", name)
        return
    keys = source_texts(source)
    overlay = file.overlay
    for key in dict.fromkeys((*overlay.texts, *overlay.made_from)) if overlay else ():
        if key not in keys:
            line = file.line(key) or file.source.line(("made_from", key))
            yield Orphan(kind, file.name, line, key, name)


def counts(entries: Collection[Entry]) -> dict[str, int]:
    """How many texts there are, and how many in each state."""
    return {"texts": len(entries), **{state: sum(one.state == state for one in entries) for state in STATES}}


def checked_language(library: Library, language: str) -> str:
    """The language, or HandoutsError where its tag is none. English is one for a clinic that writes in another."""
    if not re.fullmatch(LANGUAGE_TAG, language) or (language == "en" and not library.is_foreign("en")):
        known = ", ".join(known_languages(library))
        hint = f"Write a tag such as ta or zh-Hans. {f'There are: {known}.' if known else ''}".strip()
        raise HandoutsError(
            [Problem("LANG", 0, f"“{language[:40]}” is no language to translate into", hint)], Exit.USAGE
        )
    return language
