"""Reads the shipped content and a clinic's folder into one Library, with every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from handouts.base.problems import Exit, HandoutsError, Problem, misspelt, nearest
from handouts.base.shipped import shipped
from handouts.library.assets import Asset, load_asset
from handouts.library.clinic import Clinic
from handouts.library.faults import validate
from handouts.library.inside import inside, strays
from handouts.library.layouts import Layout
from handouts.library.models import Drill, Program
from handouts.library.words import Words, placeholders
from handouts.library.yamlfile import Source, read_yaml

__all__ = ["CLINIC_FILE", "Library", "find_clinic", "load_library"]

CLINIC_FILE = "clinic.yaml"
T = TypeVar("T")


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
    column_lines: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """File and line of each of the clinic's own titles of columns. What they mean, the roster room knows."""
    code_lines: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The same of the clinic's map of codes."""
    own: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Digest of the file of each drill or program that is the clinic's own."""
    replaced: tuple[str, ...] = ()
    """Ids of shipped drills and programs that a clinic's own file stands in for."""
    folder: Path | None = None
    """The clinic's folder, None where there is none."""
    problems: tuple[Problem, ...] = ()

    def checked(self) -> Library:
        """The library itself, or HandoutsError with all its problems."""
        wrong = [problem for problem in self.problems if not problem.warning]
        if wrong:
            raise HandoutsError(wrong)
        return self


def find_clinic(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a clinic.yaml."""
    for folder in (start, *start.parents):
        if (folder / CLINIC_FILE).is_file():
            return folder
    return None


class _Shelf:
    """Collects one kind of file, and the problems, while a library is loaded."""

    def __init__(self) -> None:
        self.drills: dict[tuple[str, str], Drill] = {}
        self.programs: dict[tuple[str, str], Program] = {}
        self.pictures: dict[tuple[str, str, str], Asset] = {}
        self.places: dict[tuple[str, str], Path] = {}
        self.sources: dict[tuple[str, str], Source] = {}
        self.figures: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {}
        self.own: dict[tuple[str, str], str] = {}
        self.replaced: list[str] = []
        self.faulty: set[str] = set()
        self.problems: list[Problem] = []

    def add_folder(self, root: Path, own: bool) -> None:
        seen: dict[tuple[str, str], str] = {}
        for model, shelf in ((Drill, self.drills), (Program, self.programs)):
            for path in _files(root / f"{model.__name__.lower()}s", root, self.problems):
                source = read_yaml(path, _display(path))
                item, problems = validate(source, model)
                self.problems += problems
                if isinstance(item, (Drill, Program)):
                    self._place(item, shelf, source, path, seen, root, own)
                elif isinstance(source.data, dict):
                    self.faulty.add(str(source.data.get("id")))

    def _place(
        self,
        item: Drill | Program,
        shelf: dict[tuple[str, str], Any],
        source: Source,
        path: Path,
        seen: dict[tuple[str, str], str],
        root: Path,
        own: bool,
    ) -> None:
        key = (item.id, item.language)
        line = source.line(("id",))
        if key in seen:
            message = f"has the id “{item.id}” ({item.language}), which {seen[key]} has too"
            self.problems.append(Problem(source.name, line, message, "Give one of them another id."))
            return
        other = self.programs if shelf is self.drills else self.drills
        if key in other:
            message = f"has the id “{item.id}”, which a {'program' if shelf is self.drills else 'drill'} has"
            self.problems.append(Problem(source.name, line, message, "Drills and programs share one set of ids."))
            return
        if own:
            self.own[key] = hashlib.sha256(path.read_bytes()).hexdigest()
            if key in shelf:
                self.replaced.append(item.id)
        seen[key] = source.name
        shelf[key] = item
        self.places[key], self.sources[key] = path, source
        if isinstance(item, Drill):
            self._pictures(item, source, path.parent, root)
            if item.figure:
                count = range(len(item.figure.positions))
                self.figures[key] = source.name, tuple(source.line(("figure", "positions", at)) for at in count)

    def _pictures(self, drill: Drill, source: Source, folder: Path, root: Path) -> None:
        for index, picture in enumerate(drill.pictures):
            try:
                asset = load_asset(inside(root, folder / picture.file))
            except ValueError as error:
                line = source.line(("pictures", index, "file"))
                self.problems.append(Problem(source.name, line, f"the picture {picture.file} {error}", ""))
                continue
            if asset.blank:
                line = source.line(("pictures", index, "file"))
                message = f"the picture {picture.file} shows nothing: all of it is white, clear or outside of its edges"
                self.problems.append(
                    Problem(source.name, line, message, "Patients would see an empty place: save it again.")
                )
            else:
                self.pictures[drill.id, drill.language, picture.file] = asset

    def check_references(self) -> None:
        known = {key[0] for key in self.drills}
        for key, program in self.programs.items():
            source = self.sources[key]
            for week_no, week in enumerate(program.weeks):
                for drill_no, item in enumerate(week.drills):
                    line = source.line(("weeks", week_no, "drills", drill_no, "drill"))
                    drill = self.drills.get((item.drill, program.language))
                    if drill is None and item.drill in self.faulty:
                        continue  # it is there; what is wrong with it is said already
                    if drill is None:
                        message = f"week {week_no + 1} names the drill “{item.drill}”, which does not exist"
                        hint = nearest(item.drill, known)
                        if item.drill in known:
                            hint = f"It is there, but not in the language “{program.language}”."
                        self.problems.append(Problem(source.name, line, message, hint))
                    elif item.hold and not drill.held:
                        message = f"week {week_no + 1} gives {item.drill} a hold, but none of its steps is held"
                        hint = "Remove the hold here, or add “hold:” to the step in the drill."
                        self.problems.append(Problem(source.name, line, message, hint))


def _files(folder: Path, root: Path, problems: list[Problem]) -> list[Path]:
    """The YAML files of a folder, without those that lead out of ``root``, which ``strays`` names."""
    try:
        if not inside(root, folder).is_dir():
            return []
    except ValueError:
        return []
    try:  # what editors and systems leave behind starts with a dot or a tilde
        paths = [path for path in folder.iterdir() if not path.name.startswith((".", "~", "#"))]
    except OSError as error:
        problem = Problem(_display(folder), 0, f"cannot be read: {error.strerror}", "Check the folder's permissions.")
        raise HandoutsError([problem]) from error
    files: list[Path] = []
    for path in sorted(path for path in paths if path.suffix in (".yaml", ".yml")):
        try:
            end = inside(root, path)
        except ValueError:
            continue
        if path.is_file():
            files.append(path)
        else:
            message = "is not a regular file" if end.exists() else "is a link to a file that does not exist"
            problems.append(Problem(_shown(path), 0, message, "Put the file in its place, or remove it."))
    return files


def _shown(path: Path) -> str:
    """A link's own path as the user would type it, not where it leads."""
    return str(Path(_display(path.parent)) / path.name)


def _display(path: Path) -> str:
    """A path as the user would type it: relative to where they are, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _named(folder: Path, model: type[T], problems: list[Problem], key: str) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in _files(folder, folder.parent, problems):
        source = read_yaml(path, _display(path))
        item, wrong = validate(source, model)
        problems += wrong
        if item is not None:
            name = str(getattr(item, key))
            if name in found:
                message = f"has the {key} “{name}”, which another file here has too"
                problems.append(Problem(source.name, source.line((key,)), message, f"Give it another {key}."))
            found[name] = item
    return found


def _clinic_source(path: Path) -> Source:
    name = _shown(path)
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
        problems.append(Problem(source.name, source.line(("logo",)), message, hint, warning=True))
    return clinic, logo


def _words_problems(words: Mapping[str, Words], folder: Path) -> list[Problem]:
    """A translation may leave a value out, but cannot ask for one that English does not have."""
    problems: list[Problem] = []
    english = words.get("en")
    for language, item in words.items():
        if english is None or item is english:
            continue
        theirs, ours = _flat(item), _flat(english)
        for key, template in theirs.items():
            extra = placeholders(template) - placeholders(ours.get(key, ""))
            if key in ours and extra:
                message = f"{key} asks for {{{min(extra)}}}, which has no value there"
                hint = f"English has: {ours[key]}"
                problems.append(Problem(_display(folder / f"{language}.yaml"), 0, message, hint))
    return problems


def _flat(item: object, prefix: str = "") -> dict[str, str]:
    from dataclasses import fields, is_dataclass

    if isinstance(item, str):
        return {prefix: item}
    if not is_dataclass(item):
        return {}
    flat: dict[str, str] = {}
    for one in fields(item):
        flat |= _flat(getattr(item, one.name), f"{prefix}.{one.name}".lstrip("."))
    return flat


def _shelf(clinic_folder: Path | None) -> _Shelf:
    """Drills and programs: the shipped ones, then the clinic's own over them."""
    shelf = _Shelf()
    shelf.add_folder(shipped("content"), own=False)
    if clinic_folder:
        shelf.problems += [Problem(_shown(path), 0, why, "") for path, why in strays(clinic_folder)]
        shelf.add_folder(clinic_folder, own=True)
    shelf.check_references()
    return shelf


def load_library(clinic_folder: Path | None = None, brand: str | None = None) -> Library:
    """Read everything: shipped content, then the clinic's own over it. ``brand`` names a shipped brand.

    Problems are in the result, not raised, except for a brand or clinic that is not there.
    """
    shelf = _shelf(clinic_folder)
    problems = shelf.problems
    layouts = _named(shipped("templates", "layouts"), Layout, problems, "id")
    words = _named(shipped("content", "words"), Words, problems, "language")
    if clinic_folder:
        layouts |= _named(clinic_folder / "layouts", Layout, problems, "id")
        words |= _named(clinic_folder / "words", Words, problems, "language")
    problems += _words_problems(words, clinic_folder or shipped("content", "words"))
    path = _brand_path(brand) if brand or not clinic_folder else clinic_folder / CLINIC_FILE
    source = _clinic_source(path)
    clinic, logo = _clinic(source, path.parent, problems)
    if clinic:
        problems += _clinic_references(clinic, source, layouts, words)
    version = read_yaml(shipped("content", "content.yaml")).data or {}
    return Library(
        drills=shelf.drills,
        programs=shelf.programs,
        layouts=layouts,
        words=words,
        clinic=clinic or Clinic(name="?"),
        version=str(version.get("version", "0")),
        logo=logo,
        pictures=shelf.pictures,
        figures=shelf.figures,
        column_lines={
            title: (source.name, source.line(("columns", title))) for title in (clinic.columns if clinic else ())
        },
        code_lines={code: (source.name, source.line(("codes", code))) for code in (clinic.codes if clinic else ())},
        own=shelf.own,
        replaced=tuple(shelf.replaced),
        folder=clinic_folder,
        problems=tuple(dict.fromkeys(problems)),
    )


def _clinic_references(
    clinic: Clinic, source: Source, layouts: Mapping[str, Layout], words: Mapping[str, Words]
) -> Iterator[Problem]:
    if clinic.layout not in layouts:
        message = f"names no known layout: “{clinic.layout}”"
        yield misspelt(source.name, message, clinic.layout, layouts, line=source.line(("layout",)))
    if clinic.language not in words:
        message = f"names no known language: “{clinic.language}”"
        yield misspelt(source.name, message, clinic.language, words, line=source.line(("language",)))


def _brand_path(brand: str | None) -> Path:
    name = brand or "house"
    brands = {path.stem: path for path in _files(shipped("templates", "brands"), shipped("templates"), [])}
    if name not in brands:
        raise HandoutsError([misspelt("--brand", f"there is no brand “{name[:60]}”", name, brands)], Exit.USAGE)
    return brands[name]
