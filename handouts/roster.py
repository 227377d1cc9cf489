"""READ: a list of patients, CSV or YAML, becomes rows of an order's fields, each with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handouts.errors import Exit, HandoutsError, Problem, nearest
from handouts.library.yamlfile import parse_yaml

__all__ = ["COLUMNS", "Row", "read_roster"]

MAX_BYTES = 50_000_000
"""Largest roster read, in bytes: some 300,000 rows."""

COLUMNS = {
    "key": ("id", "patient id", "mrn", "file no"),
    "pauses": ("pauses", "pause", "away"),
    "patient": ("patient", "name", "patient name", "client"),
    "items": ("program", "drills", "drill", "programme", "items", "exercises"),
    "start": ("start", "start date", "from"),
    "week": ("week", "week no", "week number"),
    "days": ("days",),
    "times": ("times", "times a day", "sessions"),
    "changes": ("dose", "doses", "dose changes"),
    "skip": ("skip", "leave out", "without"),
    "side": ("side",),
    "note": ("note", "notes", "message"),
    "note_language": ("note language",),
    "clinician": ("clinician", "therapist", "practitioner", "by"),
    "visit": ("next visit", "next appointment", "appointment", "visit"),
    "layout": ("layout",),
    "paper": ("paper",),
    "language": ("language", "lang"),
    "skin": ("skin",),
    "hair": ("hair",),
    "build": ("build",),
    "issued": ("issued", "date of issue"),
}
"""Column names that are understood, for each field; the first is the one to use."""

_KNOWN = {alias: field for field, aliases in COLUMNS.items() for alias in aliases}


@dataclass(frozen=True)
class Row:
    """A patient of a roster: the file's line (1-based) and the texts of the fields."""

    line: int
    fields: Mapping[str, Any]


def read_roster(path: Path) -> tuple[list[Row], list[Problem]]:
    """Read a roster. Gives its rows and the problems of single rows; HandoutsError where none can be read."""
    name = str(path)
    if path.exists() and not path.is_file():
        raise _unreadable(name, 0, "is no ordinary file", "Name a CSV or YAML file.")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(
            name, 0, f"cannot be read: {error.strerror}", "Check the name and the permissions."
        ) from error
    if len(raw) > MAX_BYTES:
        raise _unreadable(name, 0, f"is larger than {MAX_BYTES // 10**6} MB", "Split it.")
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml_rows(raw, name)
    if path.suffix.lower() in (".xlsx", ".xls", ".ods", ".numbers"):
        raise _unreadable(name, 0, "is a spreadsheet", "Save it as CSV (File, Save as, CSV UTF-8).")
    return _csv_rows(raw, name)


def _unreadable(name: str, line: int, message: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(name, line, message, hint)], Exit.CONTENT)


def _field(title: str) -> str | None:
    return _KNOWN.get(re.sub(r"[\s_-]+", " ", title).strip().lower())


def _csv_rows(raw: bytes, name: str) -> tuple[list[Row], list[Problem]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(name, line, "is not UTF-8 text", "Save it as “CSV UTF-8”.") from error
    head, _, body = text.partition("\n")
    if re.fullmatch(r"\s*sep=.\s*", head):  # Excel's own first line
        text, delimiter, skipped = body, head.strip()[-1], 1
    else:
        head, skipped = text.lstrip().split("\n", 1)[0], 0
        delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = ((line + skipped, cells) for line, cells in _lines(reader, name))
    line, titles = next(rows, (1, []))
    fields, problems = _heads(titles, name, line)
    found = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
            message = f"has {len(cells)} cells, but there are {len(fields)} columns"
            problems.append(Problem(name, number, message, f"Put text that holds “{delimiter}” in double quotes."))
            continue
        pairs = zip(fields, cells, strict=False)
        found.append(Row(number, {field: cell.strip() for field, cell in pairs if field and cell.strip()}))
    return found, problems


def _lines(reader: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line it starts on."""
    last = 0
    try:
        for cells in reader:
            start, last = last + 1, reader.line_num
            if cells:
                yield start, cells
    except csv.Error as error:
        hint = "Look for a double quote that is opened and not closed, and for a very long cell."
        raise _unreadable(name, last + 1, f"is not a valid CSV row: {error}", hint) from error


def _heads(titles: list[str], name: str, line: int) -> tuple[list[str | None], list[Problem]]:
    fields = [_field(title) if title.strip() else None for title in titles]
    problems = []
    for title, field in zip(titles, fields, strict=True):
        if title.strip() and not field:
            known = [aliases[0] for aliases in COLUMNS.values()]
            problems.append(Problem(name, line, f"has an unknown column “{title.strip()[:40]}”", nearest(title, known)))
        elif field and fields.count(field) > 1:
            message = f"has more than one column for “{COLUMNS[field][0]}”"
            problems.append(Problem(name, line, message, "Keep one."))
    if "patient" not in fields:
        hint = "The first row names the columns, for example: patient,program,start,week,note"
        problems.append(Problem(name, line, "has no column “patient”", hint))
    if problems:
        raise HandoutsError(dict.fromkeys(problems), Exit.CONTENT)
    return fields, []


def _yaml_rows(raw: bytes, name: str) -> tuple[list[Row], list[Problem]]:
    source = parse_yaml(raw, name)
    if source.problems:
        raise HandoutsError(source.problems, Exit.CONTENT)
    data: Any = source.data
    at: tuple[str, ...] = ()
    if isinstance(data, dict) and set(data) == {"patients"}:
        data, at = data["patients"], ("patients",)
    if not isinstance(data, list):
        hint = "Write one item a patient, each after a dash: - patient: Mei Tan"
        raise _unreadable(name, 1, "holds no list of patients", hint)
    rows, problems = [], []
    for index, item in enumerate(data):
        line = source.line((*at, index))
        if not isinstance(item, dict):
            problems.append(Problem(name, line, "is not a patient: expected keys such as “patient: …”", ""))
            continue
        fields = {}
        for key, value in item.items():
            field = _field(key)
            if not field:
                known = [aliases[0] for aliases in COLUMNS.values()]
                at_key = source.line((*at, index, key))
                problems.append(Problem(name, at_key, f"has an unknown key “{key[:40]}”", nearest(key, known)))
            elif field == "changes" and isinstance(value, dict):
                fields[field] = [f"{drill}:{_settings(dose)}" for drill, dose in value.items()]
            elif isinstance(value, dict):
                problems.append(Problem(name, line, f"“{key[:40]}” holds a block; expected a value", ""))
            elif value is not None:
                fields[field] = value
        rows.append(Row(line, fields))
    return rows, problems


def _settings(dose: Any) -> str:
    """A dose written as a block, in the form of the command line."""
    if not isinstance(dose, dict):
        return str(dose)

    def text(value: Any) -> str:
        return "/".join(map(str, value)) if isinstance(value, list) else str(value)

    joined = {key: text(value) for key, value in dose.items()}
    return ",".join(
        f"{key}={value.replace('/', '+') if key in ('days', 'times') else value}" for key, value in joined.items()
    )
