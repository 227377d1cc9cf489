"""The Library: all content that handouts are made of. It is read from files, or from what was kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.assets import Asset
from handouts.library.broken import Broken, BrokenKind
from handouts.library.clinic import Clinic
from handouts.library.layouts import Layout
from handouts.library.models import Drill, Flag, Program
from handouts.library.words import Words

if TYPE_CHECKING:
    from handouts.library.overlays.apply import Translations

__all__ = ["CLINIC_FILE", "FLAG_FILE", "Library", "find_clinic", "load_library"]

CLINIC_FILE = "clinic.yaml"
FLAG_FILE = "flags.yaml"


@dataclass(frozen=True)
class Library:
    """All content that a handout can be made of. Keys of drills and programs: (id, language)."""

    drills: Mapping[tuple[str, str], Drill]
    programs: Mapping[tuple[str, str], Program]
    layouts: Mapping[str, Layout]
    words: Mapping[str, Words]
    clinic: Clinic
    version: str
    logo: Asset | None = None
    pictures: Mapping[tuple[str, str, str], Asset] = field(default_factory=dict)
    """Picture of (drill id, language, file)."""
    figures: Mapping[tuple[str, str], tuple[str, tuple[int, ...]]] = field(default_factory=dict)
    """File of each drill that has a figure, and the lines of its positions."""
    clinic_file: str = CLINIC_FILE
    clinic_lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key of the clinic's file, such as “logo” or “colours.primary”."""
    own: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Digest of the file of each drill or program that is the clinic's own."""
    replaced: tuple[str, ...] = ()
    """Ids of shipped drills and programs that a clinic's own file stands in for."""
    flags: Mapping[str, Flag] = field(default_factory=dict)
    """What patients may have that drills do not suit, by id."""
    folder: Path | None = None
    """The clinic's folder, None where there is none."""
    problems: tuple[Problem, ...] = ()
    broken: tuple[Broken, ...] = ()
    """What cannot be made because its file is at fault; the rest can."""
    allow_stale: bool = False
    """Whether translations older than their source may be printed; the sheet says so then."""

    @cached_property
    def translations(self) -> Translations:
        """Drills and programs in languages that have files with their texts alone."""
        from handouts.library.overlays.apply import Translations  # which a sheet in English does without

        return Translations(self)

    def is_foreign(self, language: str) -> bool:
        """Whether a language is another than the clinic writes in: en-GB is not for a clinic of en."""
        return language.partition("-")[0] != self.clinic.language.partition("-")[0]

    def clinic_in(self, language: str) -> Clinic:
        """The clinic with its own sentences in a language; hours and tagline are left out where it has none there."""
        return self.translations.clinic_in(language) if self.is_foreign(language) else self.clinic

    def drill(self, name: str, language: str) -> Drill | None:
        """A drill in a language, from a whole file or from a translation; None where it has neither."""
        if whole := self.drills.get((name, language)):
            return whole
        laid = None if self.faults_of(name, language, "drill") else self.translations.drill(name, language)
        return laid.item if laid else None

    def program(self, name: str, language: str) -> Program | None:
        """The same of a program."""
        if whole := self.programs.get((name, language)):
            return whole
        laid = None if self.faults_of(name, language, "program") else self.translations.program(name, language)
        return laid.item if laid else None

    def in_language(self, language: str) -> Library:
        """The same with the drills and programs of one language alone: whole files, and translations that are whole."""
        names = dict.fromkeys(name for name, _ in (*self.drills, *self.programs))
        drills = {(name, language): one for name in names if (one := self.drill(name, language))}
        programs = {(name, language): plan for name in names if (plan := self.program(name, language))}
        told = self.translations
        for shelf, laid in ((drills, told.drill), (programs, told.program)):
            for key in [key for key in shelf if key not in self.drills and key not in self.programs]:
                found = laid(*key)
                if found is None or found.missing or found.stale or found.broken:
                    del shelf[key]
        return replace(self, drills=drills, programs=programs)

    def key_of(self, drill: Drill) -> tuple[str, str]:
        """Under which key of ``pictures``, ``figures`` and ``own`` a drill's files are: those of its source, where it
        is translated.
        """
        key = (drill.id, drill.language)
        laid = None if key in self.drills else self.translations.drill(*key)
        return (drill.id, laid.source.language) if laid else key

    @property
    def column_lines(self) -> Mapping[str, tuple[str, int]]:
        """File and line of each of the clinic's own titles of columns. What they mean, the roster room knows."""
        lines = self.clinic_lines
        return {title: (self.clinic_file, lines.get(f"columns.{title}", 1)) for title in self.clinic.columns}

    @property
    def code_lines(self) -> Mapping[str, tuple[str, int]]:
        """File and line of each of the clinic's own codes."""
        lines = self.clinic_lines
        return {code: (self.clinic_file, lines.get(f"codes.{code}", 1)) for code in self.clinic.codes}

    @property
    def stops(self) -> tuple[Problem, ...]:
        """Problems that nothing can be made with: of clinic.yaml, or of a folder as a whole."""
        known = {problem for one in self.broken for problem in one.problems}
        return tuple(problem for problem in self.problems if not problem.warning and problem not in known)

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """A warning for each file that nothing is made of."""
        return tuple({one.file: one.told for one in self.broken}.values())

    @property
    def lost(self) -> tuple[Problem, ...]:
        """Warnings that less is printed than was written: text that a “#” cuts off, a logo that shows nothing."""
        return tuple(problem for problem in self.problems if problem.kind == "lost")

    def checked(self) -> Library:
        """The library itself, or HandoutsError with all that nothing can be made with."""
        if self.stops:
            raise HandoutsError(self.stops)
        return self

    def faults_of(self, name: str, language: str, *kinds: BrokenKind) -> tuple[Problem, ...]:
        """What is wrong with the files of a drill or program (or those of ``kinds``), each problem with its line."""
        of = kinds or ("drill", "program")
        return tuple(
            problem
            for one in self.broken
            if one.id == name
            and one.kind in of
            and (one.language == language or (not one.language and (name, language) not in self.own))
            for problem in one.problems
        )

    def layout(self, name: str) -> Layout:
        """A layout by its id; HandoutsError with what is wrong with it. It must be known."""
        if name not in self.layouts:
            raise HandoutsError(self.faults_of(name, "", "layout"))
        return self.layouts[name]


def find_clinic(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a clinic.yaml."""
    for folder in (start, *start.parents):
        if (folder / CLINIC_FILE).is_file():
            return folder
    return None


def load_library(clinic_folder: Path | None = None, brand: str | None = None) -> Library:
    """The shipped content, and the clinic's own over it. ``brand`` names a shipped brand.

    Problems are in the result, not raised, except for a brand or clinic that is not there. A library without any is
    kept in the cache folder, and read from there as long as the files are the same.
    """
    from handouts.library.kept_library import KeptLibrary

    kept = KeptLibrary(clinic_folder, brand)
    library = kept.library()
    if library is None:
        from handouts.library.read import read_library

        library, root = read_library(clinic_folder, brand)
        kept.keep(library, root)
    return library
