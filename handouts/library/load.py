"""Reads the shipped content and a clinic's folder into one Library, with every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.base.shipped import shipped
from handouts.library.assets import Asset, load_asset
from handouts.library.layouts import Layout
from handouts.library.models import Clinic, Drill, Program
from handouts.library.words import Words, placeholders
from handouts.library.yamlfile import Source, read_yaml

__all__ = ["CLINIC_FILE", "Library", "find_clinic", "load_library", "read_model", "validate"]

CLINIC_FILE = "clinic.yaml"
T = TypeVar("T")


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)  # kept: building one takes longer than reading a file


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


def validate(source: Source, model: type[T]) -> tuple[T | None, list[Problem]]:
    """Check a file's data against a model. Gives the object, or None and every problem with its line."""
    if source.problems:
        return None, list(source.problems)
    if not isinstance(source.data, dict):
        hint = "Compare it with a shipped file of its kind."
        return None, [Problem(source.name, 1, "holds no keys such as “name: …”", hint)]
    try:
        found: T = _adapter(model).validate_python(source.data)  # type: ignore[arg-type]  # a class is hashable
    except ValidationError as error:
        return None, _problems(source, error, model)
    return found, []


def read_model(path: Path, model: type[T], name: str | None = None) -> tuple[T | None, list[Problem]]:
    """Read a YAML file as a model."""
    return validate(read_yaml(path, name), model)


def _problems(source: Source, error: ValidationError, model: type[Any]) -> list[Problem]:
    """A problem for each place. Where a value could be one of several kinds, pydantic has a fault for each of them."""
    places: dict[tuple[str | int, ...], list[Any]] = {}
    for fault in error.errors():
        places.setdefault(_plain_loc(source.data, tuple(fault["loc"])), []).append(fault)
    found = []
    for loc, faults in places.items():
        first = next((fault for fault in faults if fault["type"] == "literal_error"), faults[0])
        others = {fault["type"] for fault in faults} - {first["type"]}
        more = [_OR[kind] for kind in _OR if kind in others]
        found.append(_problem(source, {**first, "loc": loc, "or": more}, model))
    return found


def _plain_loc(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A place without the names of the kinds that pydantic tried there: only keys and numbers that the file has."""
    kept: list[str | int] = []
    for index, part in enumerate(loc):
        inside = dict(enumerate(data)) if isinstance(data, (list, tuple)) else data
        if isinstance(inside, dict) and part in inside:
            data = inside[part]
        elif index < len(loc) - 1 or not isinstance(data, dict):
            continue
        kept.append(part)
    return tuple(kept)


_OR = {"float_parsing": "a number", "float_type": "a number", "tuple_type": "a place such as [30, 120]"}


def _problem(source: Source, found: Any, model: type[Any]) -> Problem:
    loc = tuple(found["loc"])
    line = source.line(loc)
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part)[:60] for part in loc)
    kind = found["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return Problem(
            source.name, line, f"has an unknown key “{place}”", nearest(str(loc[-1]), _keys(model, loc[:-1]))
        )
    if kind in ("missing", "missing_argument"):
        return Problem(source.name, line, f"lacks “{place}”", f"Add a line “{loc[-1]}: …”.")
    said = str(found["msg"]).removeprefix("Value error, ")
    if kind != "value_error":
        context = found.get("ctx", {}).items()
        values = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in context}
        expected = _EXPECTED.get(kind, "").format_map(values) or f"{said[0].lower()}{said[1:]}"
        given = found.get("input")
        expected += "".join(f" or {more}" for more in dict.fromkeys(found.get("or", ())))
        said = f"{expected}, found " + ("nothing" if given is None else f"“{str(given)[:40]}”")
    hint = ""
    if kind == "dataclass_type" and loc[-2:-1] == ("drills",) and isinstance(found.get("input"), str):
        hint = f"Write {{ drill: {str(found['input'])[:60]} }}."
    return Problem(source.name, line, f"{place}: {said}" if place else said, hint)


_WHOLE = "expected a whole number"
_EXPECTED = {
    "dataclass_type": "expected a block of keys",
    "dict_type": "expected a block of keys",
    "tuple_type": "expected a list: one item a line, each after a dash",
    "string_type": "expected text (put it in quotes if it looks like a number)",
    "string_pattern_mismatch": "expected a language code such as en or en-SG",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "literal_error": "expected {expected}",
    "union_tag_invalid": "expected a kind such as {expected_tags}",
    "union_tag_not_found": "expected a “kind”, such as kind: chair",
    "greater_than_equal": "expected {ge} or more",
    "less_than_equal": "expected {le} or less",
}
"""What was expected, for each kind of fault that pydantic tells apart."""


def _keys(model: type[Any], loc: Iterable[str | int]) -> list[str]:
    """Names of the keys allowed at a place in a model."""
    from dataclasses import fields, is_dataclass
    from typing import get_args, get_type_hints

    kind: Any = model
    for part in loc:
        if isinstance(part, str) and is_dataclass(kind):
            kind = get_type_hints(kind).get(part)
        while kind is not None and not is_dataclass(kind):
            kind = next((arg for arg in get_args(kind) if is_dataclass(arg) or get_args(arg)), None)
    return [item.name for item in fields(kind)] if is_dataclass(kind) else []


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
            for path in _files(root / f"{model.__name__.lower()}s"):
                source = read_yaml(path, _display(path))
                item, problems = validate(source, model)
                self.problems += problems
                if isinstance(item, (Drill, Program)):
                    self._place(item, shelf, source, path, seen, own)
                elif isinstance(source.data, dict):
                    self.faulty.add(str(source.data.get("id")))

    def _place(
        self,
        item: Drill | Program,
        shelf: dict[tuple[str, str], Any],
        source: Source,
        path: Path,
        seen: dict[tuple[str, str], str],
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
            self._pictures(item, source, path.parent)
            if item.figure:
                count = range(len(item.figure.positions))
                self.figures[key] = source.name, tuple(source.line(("figure", "positions", at)) for at in count)

    def _pictures(self, drill: Drill, source: Source, folder: Path) -> None:
        for index, picture in enumerate(drill.pictures):
            try:
                asset = load_asset(_inside(folder, picture.file))
            except ValueError as error:
                line = source.line(("pictures", index, "file"))
                self.problems.append(Problem(source.name, line, f"the picture {picture.file} {error}", ""))
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
                        message = f"week {week_no + 1} names the drill “{item.drill}”, which there is not"
                        hint = nearest(item.drill, known)
                        if item.drill in known:
                            hint = f"It is there, but not in the language “{program.language}”."
                        self.problems.append(Problem(source.name, line, message, hint))
                    elif item.hold and not drill.held:
                        message = f"week {week_no + 1} gives {item.drill} a hold, but none of its steps is held"
                        hint = "Remove the hold here, or add “hold:” to the step in the drill."
                        self.problems.append(Problem(source.name, line, message, hint))


def _inside(folder: Path, name: str) -> Path:
    """The file below the folder, or ValueError where a link leads out of it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError("leads out of its folder; copy the picture into it")
    return path


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    try:  # what editors and systems leave behind starts with a dot or a tilde
        found = [path for path in folder.iterdir() if not path.name.startswith((".", "~", "#"))]
    except OSError as error:
        problem = Problem(_display(folder), 0, f"cannot be read: {error.strerror}", "Check the folder's permissions.")
        raise HandoutsError([problem]) from error
    return sorted(path for path in found if path.suffix in (".yaml", ".yml") and path.is_file())


def _display(path: Path) -> str:
    """A path as the user would type it: relative to where they are, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _named(folder: Path, model: type[T], problems: list[Problem], key: str) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in _files(folder):
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


def _clinic(path: Path, problems: list[Problem]) -> tuple[Clinic | None, Asset | None]:
    source = read_yaml(path, _display(path))
    clinic, wrong = validate(source, Clinic)
    problems += wrong
    logo = None
    if clinic and clinic.logo:
        try:
            logo = load_asset(_inside(path.parent, clinic.logo))
        except ValueError as error:
            problems.append(Problem(source.name, source.line(("logo",)), f"the logo {clinic.logo} {error}", ""))
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


def load_library(clinic_folder: Path | None = None, brand: str | None = None) -> Library:
    """Read everything: shipped content, then the clinic's own over it. ``brand`` names a shipped brand.

    Problems are in the result, not raised, except for a brand or clinic that is not there.
    """
    shelf = _Shelf()
    shelf.add_folder(shipped("content"), own=False)
    if clinic_folder:
        shelf.add_folder(clinic_folder, own=True)
    shelf.check_references()
    problems = shelf.problems
    layouts = _named(shipped("templates", "layouts"), Layout, problems, "id")
    words = _named(shipped("content", "words"), Words, problems, "language")
    if clinic_folder:
        layouts |= _named(clinic_folder / "layouts", Layout, problems, "id")
        words |= _named(clinic_folder / "words", Words, problems, "language")
    problems += _words_problems(words, clinic_folder or shipped("content", "words"))
    path = _brand_path(brand) if brand or not clinic_folder else clinic_folder / CLINIC_FILE
    clinic, logo = _clinic(path, problems)
    if clinic:
        problems += _clinic_references(clinic, path, layouts, words)
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
        own=shelf.own,
        replaced=tuple(shelf.replaced),
        folder=clinic_folder,
        problems=tuple(dict.fromkeys(problems)),
    )


def _clinic_references(
    clinic: Clinic, path: Path, layouts: Mapping[str, Layout], words: Mapping[str, Words]
) -> list[Problem]:
    name = _display(path)
    problems = []
    if clinic.layout not in layouts:
        line = read_yaml(path).line(("layout",))
        problems.append(
            Problem(name, line, f"names no known layout: “{clinic.layout}”", nearest(clinic.layout, layouts))
        )
    if clinic.language not in words:
        line = read_yaml(path).line(("language",))
        message = f"names no known language: “{clinic.language}”"
        problems.append(Problem(name, line, message, nearest(clinic.language, words)))
    return problems


def _brand_path(brand: str | None) -> Path:
    name = brand or "house"
    brands = {path.stem: path for path in _files(shipped("templates", "brands"))}
    if name not in brands:
        problem = Problem("--brand", 0, f"there is no brand “{name[:60]}”", nearest(name, brands))
        raise HandoutsError([problem], Exit.USAGE)
    return brands[name]
