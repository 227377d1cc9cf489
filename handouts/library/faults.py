"""Data of a YAML file is checked against a model, and pydantic's faults become problems in our words, with lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from handouts.base.problems import Problem, misspelt
from handouts.library.yamlfile import Loc, Source, read_yaml

__all__ = ["read_model", "validate"]

T = TypeVar("T")


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)  # kept: building one takes longer than reading a file


def validate(source: Source, model: type[T]) -> tuple[T | None, list[Problem]]:
    """Check a file's data against a model. Gives the object or None, and every problem and warning with its line."""
    if source.problems:
        return None, list(source.problems)
    if not isinstance(source.data, dict):
        hint = "Compare it with a shipped file of its kind."
        return None, [Problem(source.name, 1, "holds no keys such as “name: …”", hint)]
    try:
        item: T = _adapter(model).validate_python(source.data)  # type: ignore[arg-type]  # a class is hashable
    except ValidationError as error:
        problems = _problems(source, error, model)
        faulty = {problem.line for problem in problems}
        return None, problems + [warning for warning in source.warnings if warning.line not in faulty]
    return item, list(source.warnings)


def read_model(path: Path, model: type[T], name: str | None = None) -> tuple[T | None, list[Problem]]:
    """Read a YAML file as a model."""
    return validate(read_yaml(path, name), model)


def _problems(source: Source, error: ValidationError, model: type[Any]) -> list[Problem]:
    """A problem for each place. Where a value could be one of several kinds, pydantic has a fault for each of them."""
    places: dict[tuple[str | int, ...], list[Any]] = {}
    for fault in error.errors():
        places.setdefault(_plain_loc(source.data, tuple(fault["loc"])), []).append(fault)
    problems = []
    for loc, faults in places.items():
        if faults[0]["type"] in _OTHER_KIND and any(other[: len(loc)] == loc != other for other in places):
            continue  # it is of another kind, which says itself what is wrong
        first = next((fault for fault in faults if fault["type"] == "literal_error"), faults[0])
        others = {fault["type"] for fault in faults} - {first["type"]}
        more = [_OR[kind] for kind in _OR if kind in others]
        problems.append(_problem(source, {**first, "loc": loc, "or": more}, model))
    return problems


def _plain_loc(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A place without the names of the kinds that pydantic tried there: only keys and numbers that the file has."""
    kept: list[str | int] = []
    for index, part in enumerate(loc):
        if isinstance(part, str) and "[" in part:
            continue  # a list of some kind
        inside = dict(enumerate(data)) if isinstance(data, (list, tuple)) else data
        if isinstance(inside, dict) and part in inside:
            data = inside[part]
        elif index < len(loc) - 1 or not isinstance(data, dict):
            continue
        kept.append(part)
    return tuple(kept)


def _problem(source: Source, fault: Mapping[str, Any], model: type[Any]) -> Problem:
    loc: Loc = fault["loc"]
    line = source.line(loc)
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part)[:60] for part in loc)
    kind = fault["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return misspelt(source.name, f"has an unknown key “{place}”", str(loc[-1]), _keys(model, loc[:-1]), line=line)
    if kind in ("missing", "missing_argument"):
        return Problem(source.name, line, f"lacks “{place}”", f"Add a line “{loc[-1]}: …”.")
    hint = ""
    if kind == "dataclass_type" and loc[-2:-1] == ("drills",) and isinstance(fault.get("input"), str):
        hint = f"Write {{ drill: {str(fault['input'])[:60]} }}."
    return Problem(source.name, line, f"{place}: {_words(fault)}" if place else _words(fault), hint)


def _words(fault: Mapping[str, Any]) -> str:
    """What was expected and what stands there. A model's own check says both itself."""
    words = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "value_error":
        return words
    context = fault.get("ctx", {}).items()
    values = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in context}
    expected = _EXPECTED.get(fault["type"], "").format_map(values) or f"{words[0].lower()}{words[1:]}"
    expected += "".join(f" or {more}" for more in dict.fromkeys(fault["or"]))
    given = fault.get("input")
    return f"{expected}, found " + ("nothing" if given is None else f"“{str(given)[:40]}”")


_OTHER_KIND = ("tuple_type", "dataclass_type")
"""What pydantic says of a list where a block stands, and of a block where a list stands."""
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
_OR = {"float_parsing": "a number", "float_type": "a number", "tuple_type": "a place such as [30, 120]"}
"""What else may stand there, for faults of the other kinds that pydantic tried."""


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
