"""Between the fields of a form and the data of a YAML file: what is not changed in the form stays as it is written.

A file may say ``reps: 8`` or ``reps: "8"``, and leave out what is as usual. A field shows either in the same way, and
only where its text is another afterwards is anything written.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.library.yamlsource import Loc, Source

__all__ = ["ShownField", "at_fields", "filled", "rows_filled", "shown", "shown_rows"]

Kind = Literal["text", "value", "lines", "many", "flag", "paragraphs"]
"""text: one line. paragraphs: several. value: a number where it is one, else text; “10/8/6” is one for each set. lines:
a list, an item a line. many: a list of chosen words. flag: “yes” or nothing."""


@dataclass(frozen=True)
class ShownField:
    """A field of a form, and where its value stands in the file."""

    name: str
    loc: tuple[str, ...]
    kind: Kind = "text"
    usual: str = ""
    """What the field shows where the file says nothing."""


Shown = str | tuple[str, ...]


def shown(data: Mapping[str, Any], fields: Iterable[ShownField]) -> dict[str, Shown]:
    """What each field shows of a file's data, which may be anything."""
    return {field.name: _shown(_at(data, field.loc), field) for field in fields}


def _at(data: Any, loc: Iterable[str]) -> Any:
    for key in loc:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _shown(value: Any, field: ShownField) -> Shown:
    if field.kind == "many":
        return tuple(map(_word, value)) if isinstance(value, list) else ()
    if value is None:
        return field.usual
    if isinstance(value, list):
        return ("\n" if field.kind in ("lines", "paragraphs") else "/").join(map(_word, value))
    if field.kind == "flag":
        return "yes" if value is True else ""
    return _word(value)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def filled(
    data: Mapping[str, Any], fields: Iterable[ShownField], given: Mapping[str, Shown], base: Mapping[str, Shown]
) -> dict[str, Any]:
    """A file's data with what was changed in a form. ``base`` is what the form showed at first."""
    made = copy.deepcopy(dict(data))
    for field in fields:
        new = given.get(field.name, base.get(field.name, ""))
        if _plain(new, field) != _plain(base.get(field.name, ""), field):
            _set(made, field.loc, _value(new, field))
    return made


def _plain(text: Shown, field: ShownField) -> Shown:
    """What makes no difference left out: spaces at the ends, and how a browser breaks lines."""
    if not isinstance(text, str):
        return tuple(sorted(text)) if field.kind == "many" else text
    rows = [row.strip() for row in text.replace("\r\n", "\n").split("\n")]
    if field.kind == "lines":
        return "\n".join(filter(None, rows))
    return "\n".join(rows).strip() if field.kind == "paragraphs" else " ".join(" ".join(rows).split())


def _value(text: Shown, field: ShownField) -> Any:
    """What stands in the file for a field; None for nothing."""
    if field.kind == "many":
        return list(text) or None
    plain = _plain(text, field)
    assert isinstance(plain, str)  # only chosen words are several
    if field.kind == "flag":
        return plain == "yes"
    if field.kind == "lines":
        return plain.split("\n") if plain else None
    if not plain:
        return None
    return _number(plain) if field.kind == "value" else plain


def _number(text: str) -> Any:
    if re.fullmatch(r"0|[1-9]\d{0,5}", text):
        return int(text)
    if text in ("true", "false"):
        return text == "true"
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 1 and all(parts) and not re.search(r"[a-z]/", text):
        return [_number(part) for part in parts]
    return text


def _set(data: dict[str, Any], loc: Sequence[str], value: Any) -> None:
    """Put a value in its place, or take it out (None), with the block that held nothing else."""
    key, *rest = loc
    if not rest:
        if value is None:
            data.pop(key, None)
        else:
            data[key] = value
        return
    inner = data.get(key)
    block = inner if isinstance(inner, dict) else {}
    _set(block, rest, value)
    if block:
        data[key] = block
    else:
        data.pop(key, None)


# --- rows: steps, cautions ------------------------------------------------------------------------


def shown_rows(value: Any, keys: Sequence[str]) -> list[dict[str, str]]:
    """What a table shows of a list of blocks: a text for each key, beside whatever else an item holds."""
    items = value if isinstance(value, list) else []
    return [{key: _word(one.get(key)) if isinstance(one, Mapping) else "" for key in keys} for one in items]


def rows_filled(value: Any, keys: Sequence[str], given: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The list of blocks of a table as it was sent. Rows that are empty go; a row that was there keeps what else it
    holds, and how its values are written.
    """
    items = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    known = {tuple(row.values()): item for row, item in zip(shown_rows(items, keys), items, strict=True)}
    made: list[dict[str, Any]] = []
    for at, row in enumerate(given):
        texts = {key: " ".join(row.get(key, "").split()) for key in keys}
        if not any(texts.values()):
            continue
        if (same := known.get(tuple(texts.values()))) is not None:
            made.append(dict(same))
            continue
        old = items[at] if at < len(items) and len(items) == len(given) else {}
        kept = {key: one for key, one in old.items() if key not in keys or _word(one) == texts[key]}
        new = {key: _number(text) if key == "hold" else text for key, text in texts.items() if text and key not in kept}
        made.append({key: {**kept, **new}[key] for key in (*keys, *kept) if key in {**kept, **new}})
    return made


# --- what is wrong, at its field ------------------------------------------------------------------


def at_fields(
    problems: Iterable[Problem], source: Source, fields: Sequence[ShownField]
) -> tuple[dict[str, list[Problem]], list[Problem]]:
    """Problems of a file by the field that each is about; and those that are about none of them."""
    by_field: dict[str, list[Problem]] = {}
    others: list[Problem] = []
    for problem in problems:
        name = _field_of(problem, source, fields)
        if name:
            by_field.setdefault(name, []).append(problem)
        else:
            others.append(problem)
    return by_field, others


def _field_of(problem: Problem, source: Source, fields: Sequence[ShownField]) -> str:
    lacking = re.match(r"lacks “([^”]+)”", problem.message)
    places: list[Loc] = [loc for loc, line in source.lines.items() if line == problem.line and loc]
    if lacking:
        places = [tuple(lacking[1].split("."))]
    elif named := re.match(r"([a-z_]+(?:\.[a-z_0-9]+)*): ", problem.message):
        places.insert(0, tuple(named[1].split(".")))
    for place in places:
        for field in sorted(fields, key=lambda one: -len(one.loc)):
            if place[: len(field.loc)] == field.loc:
                return field.name
    return ""
