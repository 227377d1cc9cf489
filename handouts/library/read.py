"""READ: the shipped content and a clinic's folder, each file checked, with every problem at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem, misspelt
from handouts.base.shipped import shipped
from handouts.library.assets import Asset, load_asset
from handouts.library.broken import BrokenKind, line_of
from handouts.library.clinic import Clinic
from handouts.library.contactdoubts import contact_doubts
from handouts.library.faults import validate
from handouts.library.flags import merged, two_meanings
from handouts.library.folders import shown_link
from handouts.library.inside import FOLDERS, inside, strays
from handouts.library.layouts import Layout
from handouts.library.load import CLINIC_FILE, FLAG_FILE, Library
from handouts.library.models import Flag, FlagFile
from handouts.library.shelf import Faults, Shelf, named, without_broken
from handouts.library.tongues import Tongues
from handouts.library.words import Words
from handouts.library.words_check import words_problems
from handouts.library.yamlfile import Source, read_yaml

__all__ = ["read_library", "with_clinic"]


def _top_source(path: Path) -> Source:
    """A file that stands in the clinic's folder itself."""
    name = shown_link(path)
    try:
        return read_yaml(inside(path.parent, path), name)
    except ValueError as error:
        return Source(name, problems=(Problem(name, 0, str(error), ""),))


def _clinic(source: Source, folder: Path, problems: list[Problem]) -> tuple[Clinic | None, Asset | None]:
    clinic, wrong = validate(source, Clinic)
    problems += wrong
    logo = None
    if clinic and clinic.mail and clinic.mail.ca_file:
        try:
            inside(folder, folder / clinic.mail.ca_file)
        except ValueError as error:
            message = f"mail.ca_file: {clinic.mail.ca_file} {error}"
            problems.append(Problem(source.name, source.line(("mail", "ca_file")), message, ""))
    if clinic and clinic.logo:
        try:
            logo = load_asset(inside(folder, folder / clinic.logo))
        except ValueError as error:
            problems.append(Problem(source.name, source.line(("logo",)), f"the logo {clinic.logo} {error}", ""))
    if clinic and logo and logo.blank:
        message = (
            f"the logo {clinic.logo} shows nothing on white paper: all of it is white, clear or outside of its edges"
        )
        hint = "Save it in a dark colour, or remove the line."
        problems.append(Problem(source.name, source.line(("logo",)), message, hint, warning=True, kind="lost"))
    return clinic, logo


def _flags(clinic_folder: Path | None, faults: Faults) -> dict[str, Flag]:
    """The shipped flags and the clinic's own. A fault in its file stops everything: nobody could tell then whom a drill
    does not suit.
    """
    shipped_file = shipped("content", FLAG_FILE)
    flags: dict[str, Flag] = {}
    for path in (shipped_file, clinic_folder / FLAG_FILE if clinic_folder else None):
        if path is None or not (path.is_symlink() or path.exists()):
            continue
        source = _top_source(path)
        found, problems = validate(source, FlagFile)
        if found:
            problems += two_meanings(flags, found, source)
            flags = merged(flags, found.flags)
        for problem in problems:
            faults.stop(problem)
    return flags


def _shelf(clinic_folder: Path | None, flags: Collection[str], faults: Faults) -> Shelf:
    """Drills and programs: the shipped ones, then the clinic's own over them."""
    shelf = Shelf(faults)
    shelf.add_folder(shipped("content"), own=False)
    if clinic_folder:
        _strays(clinic_folder, faults)
        shelf.add_folder(clinic_folder, own=True)
    shelf.finish(flags)
    return shelf


def _strays(folder: Path, faults: Faults) -> None:
    """What leads out of the clinic's folder: a whole folder stops everything, a file only what it was meant to be."""
    kinds: dict[str, BrokenKind] = {"drills": "drill", "programs": "program", "layouts": "layout", "words": "words"}
    for path, why in strays(folder):
        problem = Problem(shown_link(path), 0, why, "")
        top, *below = path.relative_to(folder).parts
        if not below and top in FOLDERS:
            faults.stop(problem)
        else:
            is_item = len(below) == 1 and path.suffix in (".yaml", ".yml")
            faults.of_link(kinds.get(top, "file") if is_item else "file", path, problem)


def _looks_and_words(
    clinic_folder: Path | None, faults: Faults
) -> tuple[dict[str, tuple[Layout, Source]], dict[str, tuple[Words, Source]]]:
    """Layouts and languages: the shipped ones, then the clinic's own over them."""
    layouts = named(shipped("templates", "layouts"), Layout, "id", "layout", faults)
    words = named(shipped("content", "words"), Words, "language", "words", faults)
    english = words["en"][0] if "en" in words else None
    if clinic_folder:
        layouts |= named(clinic_folder / "layouts", Layout, "id", "layout", faults)
        words |= named(clinic_folder / "words", Words, "language", "words", faults)
    for item, source in words.values():
        faults.of_file("words", Path(source.name), source, words_problems(item, source, english))
    return layouts, words


def with_clinic(library: Library, source: Source, folder: Path) -> tuple[Library, list[Problem]]:
    """The library as it would be with another clinic.yaml, which is not saved; and what is wrong with that file.

    ``folder`` is where its logo is. Where it is at fault, the library stays as it is.
    """
    faults = Faults()
    faults.broken += library.broken
    clinic, logo = _clinic_of(source, folder, library.layouts, library.words, faults)
    wrong = list(dict.fromkeys(faults.problems))
    if clinic is None or any(not problem.warning for problem in wrong):
        return library, wrong
    lines = {".".join(map(str, place)): line for place, line in source.lines.items()}
    others = tuple(problem for problem in library.problems if problem.place != source.name)
    return replace(library, clinic=clinic, logo=logo, clinic_lines=lines, problems=(*others, *wrong)), wrong


def _clinic_of(
    source: Source, folder: Path, layouts: Collection[str], words: Mapping[str, Words], faults: Faults
) -> tuple[Clinic | None, Asset | None]:
    """The clinic of a file, with its language by its tag and without what is as usual, and its logo."""
    clinic, logo = _clinic(source, folder, faults.problems)
    if clinic is None:
        return None, logo
    clinic = replace(clinic, language=Tongues(words).tag(clinic.language) or clinic.language)
    faults.problems += _clinic_references(clinic, source, layouts, words, faults)
    faults.problems += contact_doubts(clinic, source)
    return _without_usual(clinic, [words[name] for name in ("en", clinic.language) if name in words]), logo


def read_library(clinic_folder: Path | None, brand: str | None) -> tuple[Library, Path]:
    """Read and check everything: shipped content, then the clinic's own over it. ``brand`` names a shipped brand.

    Gives the folder of the clinic's or brand's own file, too. Problems are in the result, but for an unknown brand.
    """
    faults = Faults()
    flags = _flags(clinic_folder, faults)
    shelf = _shelf(clinic_folder, flags, faults)
    layouts, words = _looks_and_words(clinic_folder, faults)
    path = _brand_path(brand) if brand or not clinic_folder else clinic_folder / CLINIC_FILE
    source = _top_source(path)
    clinic, logo = _clinic_of(source, path.parent, layouts, {name: one for name, (one, _) in words.items()}, faults)
    version = read_yaml(shipped("content", "content.yaml")).data or {}
    found = Library(
        drills=shelf.drills,
        programs=shelf.programs,
        layouts=without_broken(layouts, "layout", faults),
        words=without_broken(words, "words", faults),
        clinic=clinic or _stand_in(path, source),
        version=str(version.get("version", "0")),
        logo=logo,
        pictures=shelf.pictures,
        figures=shelf.figures,
        clinic_file=source.name,
        clinic_lines={".".join(map(str, place)): line for place, line in source.lines.items()},
        own=shelf.own,
        replaced=tuple(shelf.replaced),
        flags=flags,
        folder=clinic_folder,
        problems=tuple(dict.fromkeys(faults.problems)),
        broken=tuple(faults.broken),
    )
    return found, path.parent


def _without_usual(clinic: Clinic, usual: Collection[Words]) -> Clinic:
    """A clinic without rules and small print that are the usual ones, as “init” writes them in English: every language
    has its own of those.
    """
    small = " ".join((clinic.disclaimer or "").split())
    return replace(
        clinic,
        stop=None if any(clinic.stop == words.stop.rules for words in usual) else clinic.stop,
        disclaimer=None
        if any(small == " ".join(words.sentences.disclaimer.split()) for words in usual)
        else clinic.disclaimer,
    )


def _stand_in(path: Path, source: Source) -> Clinic:
    """For a clinic whose file is at fault, which nothing is printed for: its name, where that can be read."""
    said = source.data.get("name") if isinstance(source.data, dict) else line_of(path, "name")
    name = visible(said)[:80].strip() if isinstance(said, str) else ""
    return Clinic(name=name or path.resolve().parent.name)


def _clinic_references(
    clinic: Clinic,
    source: Source,
    layouts: Collection[str],
    languages: Mapping[str, Words],
    faults: Faults,
) -> Iterator[Problem]:
    """What the clinic's file names must be there; a layout or language whose own file is broken is."""
    layouts = {*layouts, *(one.id for one in faults.broken if one.kind == "layout")}
    words = {*languages, *(one.id for one in faults.broken if one.kind == "words")}
    if clinic.layout not in layouts:
        message = f"names no known layout: “{clinic.layout}”"
        yield misspelt(source.name, message, clinic.layout, layouts, line=source.line(("layout",)))
    if clinic.language not in words:
        known = Tongues(languages)
        line, message = source.line(("language",)), "names no known language:"
        yield known.unknown(source.name, clinic.language, line=line, message=message)


def _brand_path(brand: str | None) -> Path:
    name = brand or "house"
    brands = {path.stem: path for path in shipped("templates", "brands").glob("*.yaml")}
    if name not in brands:
        raise HandoutsError([misspelt("--brand", f"there is no brand “{name[:60]}”", name, brands)], Exit.USAGE)
    return brands[name]
