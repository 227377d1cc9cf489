"""Plain values as people write them: seconds, ranges, holds, times of day.

Each parser takes what comes out of YAML, a roster or the command line, and raises a ValueError that says what it
expected. It needs nothing but the standard library, so that the command line starts quickly.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = [
    "LANGUAGE_TAG",
    "SESSIONS",
    "Holds",
    "Span",
    "parse_holds",
    "parse_seconds",
    "parse_sessions",
    "parse_span",
    "told",
]

SESSIONS = ("morning", "midday", "afternoon", "evening")
"""Names of sessions in a day, in order. One a day has no name: ``("day",)``."""

_NUMBERED = {
    1: ("day",),
    2: ("morning", "evening"),
    3: ("morning", "midday", "evening"),
    4: SESSIONS,
}
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""Pattern of a BCP 47 tag."""


def told(value: object) -> str:
    """What kind of value was found, for a message: “a list”, or the text itself, shortened."""
    names = {dict: "a block of keys", list: "a list", bool: "true/false", type(None): "nothing"}
    return names.get(type(value), f"“{str(value)[:40]}”")


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
        raise ValueError(f"expected seconds, such as 90, 1:30 or 1 min, found {told(value)}")
    if not 0 <= seconds <= 3600:
        raise ValueError(f"{seconds} seconds is out of range; 0 to 3600 (an hour) can be written")
    return seconds


Span = tuple[int, int]
"""A value or a range, low then high: 3 is (3, 3), 3-5 is (3, 5)."""


def parse_span(value: Any) -> Span:
    """Read 3, “3”, “3-5”, “3 to 5”, “30 s” or (3, 5) as (low, high), each 1 to 600."""
    if isinstance(value, tuple) and len(value) == 2:
        parts: list[Any] = list(value)
    elif isinstance(value, bool) or value is None or isinstance(value, (dict, list, tuple, float)):
        raise ValueError(f"expected a number such as 3 or a range such as 3-5, found {told(value)}")
    else:
        bare = re.sub(r"\s*(s|sec|seconds?)$", "", str(value).strip().lower())
        parts = re.split(r"\s*(?:-|–|to)\s*", bare)
    if not 1 <= len(parts) <= 2 or any(not re.fullmatch(r"\d{1,3}", str(part)) for part in parts):
        raise ValueError(f"expected a number such as 3 or a range such as 3-5, found {told(value)}")
    low, high = int(parts[0]), int(parts[-1])
    if not 1 <= low <= high <= 600:
        raise ValueError(f"expected 1 to 600, the smaller number first, found {told(value)}")
    return low, high


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


def parse_sessions(value: Any) -> tuple[str, ...]:
    """Read how often a day: 1 to 4, or names such as “morning, evening”. One a day is ``("day",)``."""
    if (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip())
    ):
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
            f"expected 1 to 4 or names such as morning, evening, found {told(value)}"
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
