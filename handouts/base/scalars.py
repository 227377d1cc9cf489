"""The field types of the YAML files: text, names, seconds, ranges, days, colours.

Each reads what a person would write and says what it expected. They carry rules for pydantic, so the
models validate with them and the JSON Schemas are generated from them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from handouts.base.dosevalues import (
    Measures,
    Spans,
    Tempo,
    parse_distances,
    parse_durations,
    parse_effort,
    parse_loads,
    parse_reps,
    parse_tempo,
)
from handouts.base.plaindays import DAYS, parse_days
from handouts.base.plaintext import clean
from handouts.base.plainvalues import (
    LANGUAGE_TAG,
    SESSIONS,
    Holds,
    Span,
    parse_holds,
    parse_seconds,
    parse_sessions,
    parse_span,
    told,
)
from handouts.base.rules import FieldRule, checked, limits, read

__all__ = [
    "DAYS",
    "LANGUAGE_TAG",
    "SESSIONS",
    "Caption",
    "Clock",
    "CodeName",
    "Colour",
    "ColumnName",
    "Count",
    "Days",
    "DistanceField",
    "DurationField",
    "EffortField",
    "FileName",
    "Holds",
    "HoldsField",
    "Id",
    "Language",
    "Line",
    "Lines",
    "LoadField",
    "Long",
    "Phrase",
    "RepsField",
    "Seconds",
    "Sessions",
    "Short",
    "Span",
    "SpanField",
    "StepNumber",
    "TempoField",
    "TypeSize",
    "ZoneName",
    "parse_days",
    "parse_holds",
    "parse_seconds",
    "parse_sessions",
    "parse_span",
]


def _text(limit: int, schema: dict[str, Any], *, lines: bool = False) -> FieldRule:
    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise ValueError(f"expected text, found {told(value)}")  # noqa: TRY004  # pydantic collects ValueErrors
        text = clean(str(value), limit=limit, lines=lines)
        if not text.strip():
            raise ValueError("is empty; write something, or leave the line out")
        return text

    return read(check, schema)


Phrase = Annotated[str, _text(80, {"type": "string", "maxLength": 80})]
"""A name or a label: one line of at most 80 characters."""
Short = Annotated[str, _text(30, {"type": "string", "maxLength": 30})]
"""A telephone number: one line of at most 30 characters."""
Line = Annotated[str, _text(300, {"type": "string", "maxLength": 300})]
"""A sentence or two: one line of at most 300 characters."""
Long = Annotated[str, _text(2000, {"type": "string", "maxLength": 2000})]
"""A paragraph: at most 2,000 characters."""
Lines = Annotated[str, _text(4000, {"type": "string", "maxLength": 4000}, lines=True)]
"""A note: at most 4,000 characters; line breaks are kept."""


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 60:
        raise ValueError("an id is made of small letters, digits and single hyphens, at most 60 in all")
    return value


Id = Annotated[str, checked(_id, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
Language = Annotated[str, limits(pattern=LANGUAGE_TAG)]
"""A BCP 47 tag: en, en-SG, ta."""


def _file_name(value: str) -> str:
    parts = value.replace("\\", "/").split("/")
    if value.startswith(("/", "\\")) or ":" in value or any(part in ("", ".", "..") for part in parts):
        raise ValueError("expected a file inside this folder, such as pictures/start.png (no “..”, no full path)")
    return clean("/".join(parts), limit=200)


FileName = Annotated[str, checked(_file_name)]
"""A path below the file's own folder, with forward slashes."""


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError('expected a colour such as "#1B3A57", in quotes (# starts a comment otherwise)')
    return value.upper()


Colour = Annotated[str, read(_colour, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})]


Seconds = Annotated[
    int,
    read(parse_seconds, {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 3600}, {"type": "string"}]}),
]

SpanField = Annotated[
    Span,
    read(parse_span, {"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 600},
        {"type": "string", "pattern": r"^\d{1,3}\s*((-|–|to)\s*\d{1,3})?\s*(s|sec|seconds?)?$"},
    ]}),
]  # fmt: skip

HoldsField = Annotated[
    Holds,
    read(parse_holds, {"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 600},
        {"type": "string"},
        {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": ["integer", "string"]}},
    ]}),
]  # fmt: skip

_ONE_OR_EACH_SET = {"anyOf": [
    {"type": ["string", "number"]},
    {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": ["string", "number"]}},
]}  # fmt: skip
RepsField = Annotated[Spans, read(parse_reps, _ONE_OR_EACH_SET)]
DurationField = Annotated[Spans, read(parse_durations, _ONE_OR_EACH_SET)]
LoadField = Annotated[Measures, read(parse_loads, _ONE_OR_EACH_SET)]
DistanceField = Annotated[Measures, read(parse_distances, _ONE_OR_EACH_SET)]
TempoField = Annotated[
    Tempo,
    read(parse_tempo, {"anyOf": [
        {"type": "string", "pattern": r"^\d{1,2}(\s*[-–/.]\s*\d{1,2}){2,3}$"},
        {"type": "array", "minItems": 3, "maxItems": 4, "items": {"type": "integer"}},
    ]}),
]  # fmt: skip
EffortField = Annotated[
    Span,
    read(parse_effort, {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 10}, {"type": "string"}]}),
]


Days = Annotated[
    tuple[str, ...],
    read(parse_days, {"anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": list(DAYS)}}]}),
]


Sessions = Annotated[
    tuple[str, ...],
    read(parse_sessions, {"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 4},
        {"type": "string"},
        {"type": "array", "items": {"enum": list(SESSIONS)}},
    ]}),
]  # fmt: skip


def _type_size(value: Any) -> tuple[float, float]:
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return float(value[0]), float(value[1])
    match = re.fullmatch(r"(\d{1,2}(?:\.\d)?)\s*/\s*(\d{1,2}(?:\.\d)?)", str(value).strip())
    if not match or not 9.5 <= float(match[1]) <= 60 or not float(match[1]) <= float(match[2]):
        raise ValueError('expected size/leading in points, such as "12/14.4"; the size 9.5 to 60, the leading no less')
    return float(match[1]), float(match[2])


TypeSize = Annotated[
    tuple[float, float],
    read(_type_size, {"type": "string", "pattern": r"^\d{1,2}(\.\d)?\s*/\s*\d{1,2}(\.\d)?$"}),
]
"""Type size and leading in points, written “12/14.4”."""

ColumnName = Annotated[str, _text(80, {"type": "string"})]
"""A usual title of a roster's column, such as program, or “ignored”. Whether it is one, the roster room says."""

CodeName = Annotated[str, _text(200, {"type": "string"})]
"""A code as another system has it, “system|code” too, or its words."""

Count = Annotated[int, limits(ge=1, le=10, strict=True)]
StepNumber = Annotated[int, limits(ge=1, le=20, strict=True)]
Caption = Annotated[str, _text(40, {"type": "string", "maxLength": 40})]
"""Two or three words under a picture: at most 40 characters."""


def _clock(value: Any) -> str:
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip()) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f'expected a time of day such as "08:00" or "18:30", found {told(value)}')
    return f"{int(match[1]):02}:{match[2]}"


Clock = Annotated[str, read(_clock, {"type": "string", "pattern": r"^([01]?\d|2[0-3])[:.][0-5]\d$"})]
"""A time of day, from 00:00 to 23:59."""


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    try:
        if value in ("Factory", "localtime", "posixrules"):  # names of no place
            raise ValueError
        return ZoneInfo(value).key
    except (LookupError, ValueError, OSError, TypeError, AttributeError) as error:  # no such zone, a folder, no text
        raise ValueError(
            f"expected a time zone such as Europe/London or Asia/Singapore, found {told(value)}"
        ) from error


ZoneName = Annotated[str, read(_zone, {"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"})]
"""A time zone by its IANA name."""
