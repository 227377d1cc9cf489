"""READ: patients written as blocks of keys, as YAML, JSON and its like have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from handouts.base.plaintext import describe
from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.roster.columns import NAME_PARTS, NOT_READ, may_be_name
from handouts.roster.novalue import gathered
from handouts.roster.privacy import first_row, shown
from handouts.roster.rows import Reading, RosterContents, RosterSummary, Row, settle, told, unknown

__all__ = ["CUT_HINT", "NumberText", "PatientBlock", "half_character", "read_blocks"]

CUT_HINT = "A program cut a character in two. Type the text again, or export the list once more."
"""What to do about half a character."""

_LISTS = frozenset(("items", "days", "times", "skip", "changes", "pauses", "flags", "despite",
                    "measures", "activities"))  # fmt: skip
"""Fields that may be written as a list."""


class NumberText(str):
    """A number of JSON as it is written. Where a text must stand, it is told from one."""

    __slots__ = ()


@dataclass(frozen=True)
class PatientBlock:
    """An entry of a list: its line (1-based), its data, and where known the lines of its keys."""

    line: int
    data: Any
    lines: Mapping[str, int] = field(default_factory=dict)
    twice: tuple[str, ...] = ()
    """Keys that stand in it more than once."""


def half_character(data: Any) -> str:
    """The first half of a character (a surrogate) in data from outside, keys too, in words; empty where all is whole.

    JSON and YAML can write one as an escape. No file or terminal can: it has to be told before anything is written.
    """
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += [*reversed(value.values()), *reversed(value)]
        elif isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, str) and not value.isascii():
            half = next((char for char in value if "\ud800" <= char <= "\udfff"), "")
            if half:
                return describe(half)
    return ""


def read_blocks(
    items: Iterable[PatientBlock], name: str, reading: Reading, *, kind: str, encoding: str
) -> RosterContents:
    """Read entries, each a patient. A faulty one is told of and left out."""
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: dict[str, str] = {}
    for item in items:
        if not isinstance(item.data, dict):
            problems.append(Problem(name, item.line, "is not a patient: expected keys such as “patient: …”", ""))
            continue
        fields, wrong = _fields(item, name, reading, columns)
        if reading.watch:
            reading.watch.saw_block(item.line, fields)
        wrong += _halves(item, name, reading)
        problems += wrong
        if not wrong and (row := settle(fields, item.line, reading, name, problems)):
            rows.append(row)
    read, ignored = told(columns)
    summary = RosterSummary(kind, encoding, columns=read, ignored=ignored, rows=len(rows), first=first_row(rows))
    return RosterContents(rows, gathered(problems), summary)


def _halves(item: PatientBlock, name: str, reading: Reading) -> Iterator[Problem]:
    """What holds half of a character, but for what no one reads."""
    for key, value in item.data.items():
        of = reading.field(key)
        if of != NOT_READ and (half := half_character([key, value])):
            message = f"“{shown(key)}” holds {half}" if of else f"has a key or a value with {half}"
            yield Problem(name, item.lines.get(key, item.line), message, CUT_HINT)


def _fields(
    item: PatientBlock, name: str, reading: Reading, columns: dict[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    fields: dict[str, Any] = {}
    problems = []
    titles: dict[str, str] = {}
    words = {word for value in item.data.values() if isinstance(value, str) for word in value[:400].casefold().split()}
    known = {of for key in item.data if (of := reading.field(key))}
    named = bool(known & {"patient", *NAME_PARTS})  # else a key may be a name itself, and is not repeated

    def wrong(key: str, message: str, hint: str = "") -> None:
        problems.append(Problem(name, item.lines.get(key, item.line), message, hint))

    for key in item.twice:
        what = f"“{shown(key)}”" if reading.field(key) else "a key"
        wrong(key, f"has {what} twice", "Keep one of them.")
    for key, value in item.data.items():
        of = reading.field(key)
        if not of:
            mine = key.casefold().split()  # a key of words that stand in a value is no title
            what = f"an unknown key “{shown(key)}”" if named else "an unknown key and no “patient”"
            if named and (words.intersection(mine) or may_be_name(key)):
                what = "an unknown key"
            wrong(key, f"has {what}", unknown(key))
        elif of != NOT_READ and of in titles:
            wrong(key, f"has “{shown(titles[of])}” and “{shown(key)}”, which are the same", "Keep one of them.")
        elif of == NOT_READ:
            columns.setdefault(key, of)
        else:
            titles[of] = key
            columns.setdefault(key, of)
            try:
                text = _value(of, value)
            except ValueError as error:
                wrong(key, f"“{shown(key)}” {error}")
                continue
            if text is not None and text != "":
                fields[of] = text
    return fields, problems


def _value(of: str, value: Any) -> Any:
    """A field's value as an order reads it: a text, a number as it was written, or a list of texts."""
    if of == "changes" and isinstance(value, dict):
        return [f"{drill}:{_settings(dose)}" for drill, dose in value.items()]
    if isinstance(value, dict):
        raise ValueError("holds a block; expected a value")  # noqa: TRY004  # told with the others
    if isinstance(value, list):
        if of not in _LISTS:
            raise ValueError("holds a list; expected a value")
        if any(isinstance(part, (dict, list)) for part in value):
            raise ValueError("holds a block in a list; expected values")
        return [str(part) for part in value if part is not None]
    return value.strip() if isinstance(value, str) else value


def _settings(dose: Any) -> str:
    """A dose written as a block, in the form of the command line."""
    if not isinstance(dose, dict):
        return str(dose) if not isinstance(dose, list) else ",".join(map(str, dose))

    def text(value: Any) -> str:
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(x, (dict, list)) for x in value)):
            return "?"
        return "/".join(map(str, value)) if isinstance(value, list) else str(value)

    joined = {key: text(value) for key, value in dose.items()}
    return ",".join(
        f"{key}={value.replace('/', '+') if key in ('days', 'times') else value}" for key, value in joined.items()
    )
