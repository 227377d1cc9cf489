"""The field types of the YAML files: text, names, seconds, ranges, days, colours.

Each reads what a person would write and says what it expected. They are pydantic-annotated, so the
models validate with them and the JSON Schemas are generated from them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from handouts.base.columns import column_target
from handouts.base.plaintext import clean

__all__ = [
    "DAYS",
    "LANGUAGE_TAG",
    "SESSIONS",
    "Caption",
    "Clock",
    "Colour",
    "ColumnName",
    "Count",
    "Days",
    "FileName",
    "Holds",
    "HoldsField",
    "Id",
    "Language",
    "Line",
    "Lines",
    "Long",
    "Phrase",
    "Seconds",
    "Sessions",
    "Short",
    "Span",
    "SpanField",
    "StepNumber",
    "TypeSize",
    "ZoneName",
    "parse_days",
    "parse_holds",
    "parse_seconds",
    "parse_sessions",
    "parse_span",
]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SESSIONS = ("morning", "midday", "afternoon", "evening")
"""Names of sessions in a day, in order. One a day has no name: ``("day",)``."""

_NUMBERED = {
    1: ("day",),
    2: ("morning", "evening"),
    3: ("morning", "midday", "evening"),
    4: SESSIONS,
}
_DAY_WORDS = {
    "daily": DAYS, "every day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:],
}  # fmt: skip


def _text(limit: int, *, lines: bool = False) -> Any:
    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise ValueError(f"expected text, found {_kind(value)}")  # noqa: TRY004  # pydantic collects ValueErrors
        text = clean(str(value), limit=limit, lines=lines)
        if not text.strip():
            raise ValueError("is empty; write something, or leave the line out")
        return text

    return BeforeValidator(check, json_schema_input_type=str)


def _kind(value: object) -> str:
    names = {dict: "a block of keys", list: "a list", bool: "true/false", type(None): "nothing"}
    return names.get(type(value), f"“{str(value)[:40]}”")


Phrase = Annotated[str, _text(80), WithJsonSchema({"type": "string", "maxLength": 80})]
"""A name or a label: one line of at most 80 characters."""
Short = Annotated[str, _text(30), WithJsonSchema({"type": "string", "maxLength": 30})]
"""A telephone number: one line of at most 30 characters."""
Line = Annotated[str, _text(300), WithJsonSchema({"type": "string", "maxLength": 300})]
"""A sentence or two: one line of at most 300 characters."""
Long = Annotated[str, _text(2000), WithJsonSchema({"type": "string", "maxLength": 2000})]
"""A paragraph: at most 2,000 characters."""
Lines = Annotated[str, _text(4000, lines=True), WithJsonSchema({"type": "string", "maxLength": 4000})]
"""A note: at most 4,000 characters; line breaks are kept."""


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 60:
        raise ValueError("an id is made of small letters, digits and single hyphens, at most 60 in all")
    return value


Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
"""A BCP 47 tag: en, en-SG, ta."""


def _file_name(value: str) -> str:
    parts = value.replace("\\", "/").split("/")
    if value.startswith(("/", "\\")) or ":" in value or any(part in ("", ".", "..") for part in parts):
        raise ValueError("expected a file inside this folder, such as pictures/start.png (no “..”, no full path)")
    return clean("/".join(parts), limit=200)


FileName = Annotated[str, AfterValidator(_file_name)]
"""A path below the file's own folder, with forward slashes."""


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError('expected a colour such as "#1B3A57", in quotes (# starts a comment otherwise)')
    return value.upper()


Colour = Annotated[str, BeforeValidator(_colour), WithJsonSchema({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})]


def parse_seconds(value: Any) -> int:
    """Read 90, “90”, “90 s”, “1:30”, “1 min” or “1 min 30 s” as whole seconds. 0 to 3,600."""
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value
    elif match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", str(value).strip()):
        seconds = int(match[1]) * 60 + int(match[2])
    elif match := re.fullmatch(
        r"(?:(\d{1,4})\s*m(?:in(?:utes?)?)?)?\s*(?:(\d{1,4})\s*(?:s(?:ec(?:onds?)?)?)?)?", str(value).strip().lower()
    ):
        if match[1] is None and match[2] is None:
            raise ValueError("expected seconds, such as 90, 1:30 or 1 min")
        seconds = int(match[1] or 0) * 60 + int(match[2] or 0)
    else:
        raise ValueError(f"expected seconds, such as 90, 1:30 or 1 min, found {_kind(value)}")
    if not 0 <= seconds <= 3600:
        raise ValueError(f"{seconds} seconds is out of range; 0 to 3600 (an hour) can be written")
    return seconds


Seconds = Annotated[
    int,
    BeforeValidator(parse_seconds),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 3600}, {"type": "string"}]}),
]

Span = tuple[int, int]
"""A value or a range, low then high: 3 is (3, 3), 3-5 is (3, 5)."""


def parse_span(value: Any) -> Span:
    """Read 3, “3”, “3-5”, “3 to 5”, “30 s” or (3, 5) as (low, high), each 1 to 600."""
    if isinstance(value, tuple) and len(value) == 2:
        parts: list[Any] = list(value)
    elif isinstance(value, bool) or value is None or isinstance(value, (dict, list, tuple, float)):
        raise ValueError(f"expected a number such as 3 or a range such as 3-5, found {_kind(value)}")
    else:
        bare = re.sub(r"\s*(s|sec|seconds?)$", "", str(value).strip().lower())
        parts = re.split(r"\s*(?:-|–|to)\s*", bare)
    if not 1 <= len(parts) <= 2 or any(not re.fullmatch(r"\d{1,3}", str(part)) for part in parts):
        raise ValueError(f"expected a number such as 3 or a range such as 3-5, found {_kind(value)}")
    low, high = int(parts[0]), int(parts[-1])
    if not 1 <= low <= high <= 600:
        raise ValueError(f"expected 1 to 600, the smaller number first, found {_kind(value)}")
    return low, high


SpanField = Annotated[
    Span,
    BeforeValidator(parse_span),
    WithJsonSchema({"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 600},
        {"type": "string", "pattern": r"^\d{1,3}\s*((-|–|to)\s*\d{1,3})?\s*(s|sec|seconds?)?$"},
    ]}),
]  # fmt: skip

Holds = tuple[Span, ...]
"""Hold times in seconds: one for every set alike, or one for each set."""


def parse_holds(value: Any) -> Holds:
    """Read one hold (3, “3-5”) for every set, or one for each set: [2, 3, 5] or “2/3/5”."""
    if isinstance(value, str) and "/" in value:
        value = value.split("/")
    if isinstance(value, (list, tuple)) and not (isinstance(value, tuple) and value and isinstance(value[0], int)):
        if not 1 <= len(value) <= 10:
            raise ValueError("expected one hold, or one for each set (1 to 10)")
        return tuple(parse_span(item) for item in value)
    return (parse_span(value),)


HoldsField = Annotated[
    Holds,
    BeforeValidator(parse_holds),
    WithJsonSchema({"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 600},
        {"type": "string"},
        {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": ["integer", "string"]}},
    ]}),
]  # fmt: skip


def parse_days(value: Any) -> tuple[str, ...]:
    """Read “mon wed fri”, “Monday, Friday”, “daily”, “weekdays” or a list as day keys in week order."""
    if isinstance(value, str):
        known = _DAY_WORDS.get(value.strip().lower())
        words = list(known) if known else [word for word in re.split(r"[\s,;/+]+", value.strip()) if word]
    elif isinstance(value, (list, tuple)):
        words = [str(word) for word in value]
    else:
        raise ValueError(  # noqa: TRY004  # pydantic collects ValueErrors
            f"expected days such as mon, wed, fri or daily, found {_kind(value)}"
        )
    keys = [word.strip().lower()[:3] for word in words]
    full = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    for word, key in zip(words, keys, strict=True):
        small = word.strip().lower().rstrip(".")
        if key not in DAYS or not any(day.startswith(small) for day in full):
            raise ValueError(f"“{word[:40]}” is no day; expected mon tue wed thu fri sat sun, daily or weekdays")
    if not keys:
        raise ValueError("names no day; expected days such as mon, wed, fri or daily")
    if len(set(keys)) < len(keys):
        raise ValueError("names a day twice; keep one of them")
    return tuple(day for day in DAYS if day in keys)


Days = Annotated[
    tuple[str, ...],
    BeforeValidator(parse_days),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": list(DAYS)}}]}),
]


def parse_sessions(value: Any) -> tuple[str, ...]:
    """Read how often a day: 1 to 4, or names such as “morning, evening”. One a day is ``("day",)``."""
    if (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.strip().isdigit()):
        number = int(value)
        if number not in _NUMBERED:
            raise ValueError(f"{str(value)[:20]} times a day is out of range; 1 to 4 can be printed")
        return _NUMBERED[number]
    if isinstance(value, str):
        words = [word for word in re.split(r"[\s,;/+]+", value.strip().lower()) if word]
    elif isinstance(value, (list, tuple)):
        words = [str(word).strip().lower() for word in value]
    else:
        raise ValueError(  # noqa: TRY004  # pydantic collects ValueErrors
            f"expected 1 to 4 or names such as morning, evening, found {_kind(value)}"
        )
    if words == ["day"]:
        return ("day",)
    for word in words:
        if word not in SESSIONS:
            raise ValueError(f"“{word[:40]}” is no time of day; expected {', '.join(SESSIONS)}, or a number")
    if not words:
        raise ValueError("names no time of day; expected 1 to 4 or names such as morning, evening")
    if len(set(words)) < len(words):
        raise ValueError("names a time of day twice; keep one, or write a number")
    return tuple(name for name in SESSIONS if name in words)


Sessions = Annotated[
    tuple[str, ...],
    BeforeValidator(parse_sessions),
    WithJsonSchema({"anyOf": [
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
    BeforeValidator(_type_size),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}(\.\d)?\s*/\s*\d{1,2}(\.\d)?$"}),
]
"""Type size and leading in points, written “12/14.4”."""

ColumnName = Annotated[str, BeforeValidator(column_target, json_schema_input_type=str)]
"""A usual title of a roster's column, such as program, or “ignored”."""

Count = Annotated[int, Field(ge=1, le=10, strict=True)]
StepNumber = Annotated[int, Field(ge=1, le=20, strict=True)]
Caption = Annotated[str, _text(40), WithJsonSchema({"type": "string", "maxLength": 40})]
"""Two or three words under a picture: at most 40 characters."""


def _clock(value: Any) -> str:
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip()) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f'expected a time of day such as "08:00" or "18:30", found {_kind(value)}')
    return f"{int(match[1]):02}:{match[2]}"


Clock = Annotated[
    str, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-3])[:.][0-5]\d$"})
]
"""A time of day, from 00:00 to 23:59."""


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    try:
        if value in ("Factory", "localtime", "posixrules"):  # names of no place
            raise ValueError
        return ZoneInfo(value).key
    except (LookupError, ValueError, OSError, TypeError, AttributeError) as error:  # no such zone, a folder, no text
        raise ValueError(
            f"expected a time zone such as Europe/London or Asia/Singapore, found {_kind(value)}"
        ) from error


ZoneName = Annotated[str, BeforeValidator(_zone), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"})]
"""A time zone by its IANA name."""
