"""READ: a drill or program in another language, put together from its source and its overlays, text by text.

A text that no overlay has is missing; one that was made from another source text than there is now is stale: it is put
in and named, and it is for the planner to refuse it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.library.clinic import Clinic
from handouts.library.folders import display
from handouts.library.models import Drill, Program
from handouts.library.overlays.model import Signature, Signed
from handouts.library.overlays.shelf import Kind, OverlayFile, OverlayShelf, place_in
from handouts.library.overlays.texts import (
    AS_THEY_ARE,
    LIMITS,
    ClinicWords,
    SourceText,
    source_texts,
    with_texts,
)

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = ["Laid", "StaleText", "Translated", "Translations", "texts_digest"]

Item = TypeVar("Item", Drill, Program, ClinicWords)
_LIMIT = 300


@dataclass(frozen=True)
class Laid:
    """A translated text, and where it comes from."""

    text: str
    file: OverlayFile
    stale: bool = False
    reviewed: bool = False


@dataclass(frozen=True)
class StaleText:
    """A text whose source has changed since it was translated."""

    source: SourceText
    old: Laid


@dataclass(frozen=True)
class Translated(Generic[Item]):
    """A drill or program, or a clinic's own sentences, in another language."""

    item: Item
    """The source with its texts replaced; what is missing is still the source's."""
    source: Item
    files: tuple[OverlayFile, ...]
    laid: Mapping[str, Laid]
    missing: tuple[SourceText, ...]
    stale: tuple[StaleText, ...]
    signature: Signature | None
    """Of the clinic's reviewer, where it holds for these very texts."""

    @property
    def broken(self) -> tuple[Problem, ...]:
        """What is wrong with its files."""
        return tuple(problem for file in self.files for problem in file.problems if not problem.warning)

    @property
    def draft(self) -> bool:
        """Whether any of its texts has been signed by nobody."""
        return self.signature is None and not all(one.reviewed for one in self.laid.values())

    @property
    def own(self) -> str:
        """Digest of the clinic's file, where there is one."""
        return next((file.digest for file in self.files if file.own), "")


def texts_digest(texts: Mapping[str, str]) -> str:
    """Sixteen digits that stand for texts by their keys: what a signature is given for."""
    said = "\n".join(f"{key}\t{text}" for key, text in sorted(texts.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


class Translations:
    """Translated drills and programs of one library, each put together when it is asked for, and kept."""

    def __init__(self, library: Library, shelf: OverlayShelf | None = None) -> None:
        self._library = library
        self.shelf = shelf or OverlayShelf(library.folder)
        self._drills: dict[tuple[str, str], Translated[Drill] | None] = {}
        self._programs: dict[tuple[str, str], Translated[Program] | None] = {}
        self._clinics: dict[str, Translated[ClinicWords] | None] = {}
        self._clinics_in: dict[str, Clinic] = {}
        self._signed: dict[str, Mapping[Kind, Mapping[str, Signature]]] = {}
        self._words: dict[str, str] = {}

    def drill(self, name: str, language: str) -> Translated[Drill] | None:
        """A drill in a language that has a file for it; None where there is none, or no source."""
        key = (name, language)
        if key not in self._drills:
            source = self.source_of(self._library.drills, name, language)
            self._drills[key] = self._laid(source, language, "drills") if source else None
        return self._drills[key]

    def program(self, name: str, language: str) -> Translated[Program] | None:
        """The same of a program."""
        key = (name, language)
        if key not in self._programs:
            source = self.source_of(self._library.programs, name, language)
            self._programs[key] = self._laid(source, language, "programs") if source else None
        return self._programs[key]

    def clinic_words(self, language: str) -> ClinicWords | None:
        """The clinic's own sentences, where they are in another language than this one."""
        clinic = self._library.clinic
        return ClinicWords(clinic, clinic.language) if self._library.is_foreign(language) else None

    def clinic(self, language: str) -> Translated[ClinicWords] | None:
        """The clinic's own sentences in a language that has a file for them; None where it needs or has none."""
        if language not in self._clinics:
            source = self.clinic_words(language)
            self._clinics[language] = self._laid(source, language, "clinic") if source else None
        return self._clinics[language]

    def clinic_in(self, language: str) -> Clinic:
        """The clinic as its sheets in a language name it: without hours and tagline where they are in another. Of its
        rules and small print those that are not translated are still the source's: the planner refuses such a sheet.
        """
        if language not in self._clinics_in:
            self._clinics_in[language] = self._clinic_in(language)
        return self._clinics_in[language]

    def _clinic_in(self, language: str) -> Clinic:
        own, laid = self.clinic_words(language), self.clinic(language)
        if own is None:
            return self._library.clinic
        old = () if laid is None or self._library.allow_stale else tuple(one.source.key for one in laid.stale)
        texts = {key: one.text for key, one in laid.laid.items()} if laid else {}
        for key in ("name", "tagline", "address", "hours"):
            if key in old:
                del texts[key]
        source = replace(own.clinic, tagline=None, hours=None)
        return with_texts(replace(own, clinic=source), texts, language).clinic

    def source_of(self, shelf: Mapping[tuple[str, str], Item], name: str, language: str) -> Item | None:
        """What a translation is made from: the English one; else the one in the clinic's language."""
        for tongue in self.source_languages(language):
            if source := shelf.get((name, tongue)):
                return source
        return None

    def source_languages(self, language: str) -> tuple[str, ...]:
        """Languages that are translated from, the first that has a text."""
        return tuple(tongue for tongue in dict.fromkeys(("en", self._library.clinic.language)) if tongue != language)

    def path_of(self, name: str, language: str, kind: Kind) -> str:
        """Where the file of a translation that is not there belongs."""
        return display(place_in(self.shelf.own_root or self.shelf.shipped_root, language, kind, name))

    def words_signed(self, language: str, digest: str) -> bool:
        """Whether a clinic's reviewer has signed the sheet's own wording as it is."""
        self._signatures(language)
        return self._words[language] == digest

    def _signatures(self, language: str) -> Mapping[Kind, Mapping[str, Signature]]:
        if language not in self._signed:
            signed, _ = self.shelf.signed(language)
            self._signed[language] = _by_kind(signed) if signed else {}
            self._words[language] = signed.words.texts if signed and signed.words else ""
        return self._signed[language]

    def _laid(self, source: Item, language: str, kind: Kind) -> Translated[Item] | None:
        files = self.shelf.read(language, kind, source.id)
        if not files:
            return None
        laid: dict[str, Laid] = {}
        missing, stale = [], []
        for key, text in source_texts(source).items():
            if found := _found(text, files):
                laid[key] = found
                if found.stale:
                    stale.append(StaleText(text, found))
            elif text.role not in AS_THEY_ARE:
                missing.append(text)
        texts = {key: one.text for key, one in laid.items()}
        given = self._signatures(language).get(kind, {}).get(source.id)
        signature = given if given and given.texts == texts_digest(texts) else None
        item = with_texts(source, texts, language)
        return Translated(item, source, files, laid, tuple(missing), tuple(stale), signature)


def _by_kind(signed: Signed) -> Mapping[Kind, Mapping[str, Signature]]:
    clinic = {"clinic": signed.clinic} if signed.clinic else {}
    return {"drills": signed.drills, "programs": signed.programs, "clinic": clinic}


def _found(source: SourceText, files: tuple[OverlayFile, ...]) -> Laid | None:
    """The first text that is not stale, else the first that is there. One that is too long for its place is not."""
    older = None
    for file in files:
        overlay = file.overlay
        if overlay is None or source.key not in overlay.texts:
            continue
        text = overlay.texts[source.key]
        if len(text) > LIMITS.get(source.role, _LIMIT):
            continue
        stale = overlay.made_from.get(source.key) != source.digest
        found = Laid(text, file, stale, overlay.status == "reviewed" and source.key not in overlay.drafts)
        if not stale:
            return found
        older = older or found
    return older
