"""Days of the week as people write them: “mon wed fri”, “Mon-Fri”, “M/W/F”, “TuTh”, “weekdays”.

A letter that stands for two days, T or S, is read only where the order of the week leaves one reading: the second T of
“MTWTF” is Thursday, and “T” alone is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from handouts.base.plainvalues import told

__all__ = ["DAYS", "parse_days"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {
    **dict.fromkeys(("daily", "every day", "everyday", "each day", "all days", "7 days", "7 days a week"), DAYS),
    **dict.fromkeys(("weekdays", "weekday", "every weekday", "on weekdays", "working days"), DAYS[:5]),
    **dict.fromkeys(("weekend", "weekends", "on weekends"), DAYS[5:]),
}
_LETTERS = {
    "m": (0,), "tu": (1,), "t": (1, 3), "w": (2,), "th": (3,), "f": (4,), "sa": (5,), "su": (6,), "s": (5, 6),
    "mo": (0,), "we": (2,), "fr": (4,), "weds": (2,),
}  # fmt: skip
"""Short forms, each with the days that it may stand for."""
_JOINED = re.compile(r"(?:th|tu|sa|su|[mtwfs])+")
_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*")
_OFTEN = re.compile(
    r"\d\s*(?:x|times|days)\b|other day|alternate|\b(?:once|twice|thrice)\b|\bper week\b|\b(?:qod|qd|bid|biw|tiw)\b"
)
_EXPECTED = "expected mon tue wed thu fri sat sun, daily or weekdays"


def parse_days(value: Any) -> tuple[str, ...]:
    """Read “mon wed fri”, “Mon-Fri”, “MWF”, “daily”, “weekdays” or a list as day keys in week order."""
    if isinstance(value, str):
        found = list(_of_text(" ".join(value.lower().split())))
    elif isinstance(value, (list, tuple)):
        found = [day for word in value for day in _of_text(" ".join(str(word).lower().split()))]
    else:
        raise ValueError(  # noqa: TRY004  # pydantic collects ValueErrors
            f"expected days such as mon, wed, fri or daily, found {told(value)}"
        )
    if not found:
        raise ValueError("names no day; expected days such as mon, wed, fri or daily")
    if len(set(found)) < len(found):
        raise ValueError("names a day twice; keep one of them")
    return tuple(day for day in DAYS if day in found)


def _of_text(text: str) -> Iterator[str]:
    """The days that a text names, in its order."""
    if text in _WORDS:
        yield from _WORDS[text]
        return
    if _OFTEN.search(text):
        raise ValueError(f"“{text[:40]}” says how often, not on which days; {_EXPECTED}")
    parts = [part for part in re.split(r"[,;/+&]+|\band\b", text) if part.strip()]
    if len(parts) > 1 and any(_RANGE.search(part.strip()) for part in parts):
        for part in parts:
            yield from _of_text(part.strip())
        return
    ends = _RANGE.split(text)
    if len(ends) == 2 and all(ends) and all(len(_choices(end)) == 1 for end in ends):
        first, last = (_one(end) for end in ends)
        yield from (DAYS[(first + day) % 7] for day in range((last - first) % 7 + 1))
        return
    words = [word for word in re.split(r"[\s,;/+&]+|(?<=[a-z])[-–.](?=[a-z])", text) if word]
    words = [word for word in words if word not in ("and", "every", "each", "on")]
    yield from (DAYS[day] for day in _fitting([choice for word in words for choice in _choices(word)], text))


def _choices(word: str) -> list[tuple[int, ...]]:
    """Each day that a word names, as the days it may be: one for “mon”, three for “mwf”."""
    small = word.strip().rstrip(".")
    if small in _LETTERS:
        return [_LETTERS[small]]
    for day, full in enumerate(_FULL):
        if len(small) >= 3 and (full.startswith(small) or small == f"{full}s"):
            return [(day,)]
    joined = [_LETTERS[letters] for letters in re.findall(r"th|tu|sa|su|[mtwfs]", small)]
    if not _JOINED.fullmatch(small) or len(joined) > 7 or not (*_rising(joined, 0), *_rising(joined, 6)):
        raise ValueError(f"“{word.strip()[:40]}” is no day; {_EXPECTED}")  # “Sam” neither
    return joined


def _one(word: str) -> int:
    days = _choices(word)[0]
    if len(days) > 1:
        raise ValueError(
            f"“{word[:40]}” may be {_FULL[days[0]].title()} or {_FULL[days[1]].title()}; write three letters"
        )
    return days[0]


def _fitting(choices: Sequence[tuple[int, ...]], text: str) -> Sequence[int]:
    """The one reading of days that may be two each, in the order of a week from Monday or from Sunday."""
    if all(len(choice) == 1 for choice in choices):
        return [choice[0] for choice in choices]
    readings: dict[frozenset[int], list[int]] = {}
    for first in (0, 6):
        for reading in _rising(choices[:8], first):
            readings[frozenset(reading)] = reading
    if len(choices) > 7 or len(readings) != 1:
        raise ValueError(
            f"“{text[:40]}” may be different days; write three letters of each, such as tue thu or sat sun"
        )
    return next(iter(readings.values()))


def _rising(choices: Sequence[tuple[int, ...]], first: int) -> Iterator[list[int]]:
    """The readings that go forward through a week from its first day on."""
    if not choices:
        yield []
        return
    for day in choices[0]:
        for rest in _rising(choices[1:], first):
            if not rest or (day - first) % 7 < (rest[0] - first) % 7:
                yield [day, *rest]
