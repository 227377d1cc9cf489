"""How much of a drill, as people write it: reps set by set, load, time, distance, tempo, effort.

Like ``plainvalues``, each parser takes what comes out of YAML, a roster or the command line, raises a ValueError that
says what it expected, and needs nothing but the standard library. It also takes its own results, as the register has
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from handouts.base.plaintext import clean
from handouts.base.plainvalues import Span, parse_seconds, parse_span, told

__all__ = [
    "DISTANCES",
    "LOADS",
    "Measure",
    "Measures",
    "Spans",
    "Tempo",
    "parse_distances",
    "parse_durations",
    "parse_effort",
    "parse_loads",
    "parse_reps",
    "parse_tempo",
]

Spans = tuple[Span, ...]
"""Whole numbers or ranges: one for every set alike, or one for each set."""
Measure = tuple[str, str]
"""What is measured, and how much: ``("kg", "2.5")``, ``("m", "400-800")``, ``("band", "red")``, ``("body", "")``."""
Measures = tuple[Measure, ...]
"""One for every set alike, or one for each set."""
Tempo = tuple[int, ...]
"""Seconds to lower, to wait, to lift, and where there are four, to wait again."""

_SETS_MOST = 10
_HOURS_MOST = 3 * 3600
_UNITS = {
    "kg": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"),
    "lb": ("lb", "lbs", "pound", "pounds"),
    "m": ("m", "metre", "metres", "meter", "meters"),
    "km": ("km", "kilometre", "kilometres", "kilometer", "kilometers"),
    "yd": ("yd", "yds", "yard", "yards"),
    "ft": ("ft", "foot", "feet"),
    "mi": ("mi", "mile", "miles"),
    "steps": ("step", "steps"),
    "stairs": ("stair", "stairs"),
    "laps": ("lap", "laps"),
    "lengths": ("length", "lengths"),
}
LOADS = ("kg", "lb")
"""Units of loads; a load may be a band, the body or words as well."""
DISTANCES = ("m", "km", "yd", "ft", "mi", "steps", "stairs", "laps", "lengths")
"""Units of distances."""
_TIMES = {
    1: ("s", "sec", "secs", "second", "seconds"),
    60: ("m", "min", "mins", "minute", "minutes"),
    3600: ("h", "hr", "hrs", "hour", "hours"),
}
_NAMES = {name: unit for unit, names in _UNITS.items() for name in names}
_AMOUNT = r"\d{1,4}(?:[.,]\d{1,2})?"
_BODY = ("body weight", "bodyweight", "bw", "body")
_COLOURS = (
    "tan", "yellow", "orange", "red", "green", "blue", "purple", "pink", "black", "grey", "gray", "silver", "gold",
    "white",
)  # fmt: skip
"""A colour alone is a band."""
_NO_COLOURS = ("the", "a", "an", "loop", "resistance", "my", "your", "this", "that")
_NO_WORDS = (
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "nan",
    "null",
    "nil",
    "na",
    "n/a",
    "inf",
    "infinity",
    "tbc",
    "tbd",
)
_NO_LOAD = ("none", "no load", "no weight", "without")
_TEXT_MOST = 40


def parse_reps(value: Any) -> Spans:
    """Read reps for every set, 8 or “8-12”, or one for each set: [10, 8, 6] or “10/8/6”. Each 1 to 600."""
    return tuple(map(_reps, _parts(value)))


def _reps(part: Any) -> Span:
    if (
        isinstance(part, str)
        and re.search(r"\d\s*[a-z]", part.lower())
        and not re.search(r"\d\s*to\s*\d", part.lower())
    ):
        raise ValueError(f"expected a number such as 8 or 8-12, found {told(part)}; a time is a “duration”")
    return parse_span(part)


def parse_durations(value: Any) -> Spans:
    """Read how long, in seconds: “10 min”, “30 s”, “1:30”, “5-10 min”; or one for each set. 1 s to 3 hours."""
    parts = _parts(value)
    unit = re.search(r"[a-z]+(?=\s*$)", parts[-1].lower()) if isinstance(parts[-1], str) else None
    return tuple(_duration(part, unit[0] if unit else "") for part in parts)


def parse_loads(value: Any) -> Measures:
    """Read a load: “5-7.5 kg”, “20 lb”, “red band”, “body weight”, words; or one for each set, “5/7.5/10 kg”."""
    return _measures(value, LOADS, "a load such as 10 kg, 20 lb, red band or body weight", _load_in_words)


def parse_distances(value: Any) -> Measures:
    """Read a distance: “400 m”, “1-2 km”, “50 steps”, “10 lengths”; or one for each set, “50/100/200 m”."""
    return _measures(value, DISTANCES, "a distance such as 400 m, 1.5 km, 2 miles or 50 steps", None)


def parse_tempo(value: Any) -> Tempo:
    """Read the seconds to lower, wait, lift (and wait): “3-1-2” or “3/1/2/0”. Each 0 to 20."""
    expected = "expected the seconds to lower, wait and lift, such as 3-1-2"
    if isinstance(value, (tuple, list)):
        parts = [str(part) for part in value]
    elif isinstance(value, str):
        parts = re.split(r"\s*[-–/.]\s*", value.strip())
    else:
        raise ValueError(f"{expected}, found {told(value)}")  # noqa: TRY004  # told with the others
    if len(parts) not in (3, 4) or not all(re.fullmatch(r"\d{1,2}", part) for part in parts):
        raise ValueError(f"{expected}, found {told(value)}")
    seconds = tuple(map(int, parts))
    if max(seconds) > 20 or not any(seconds):
        raise ValueError(f"{expected}, each 0 to 20, found {told(value)}")
    return seconds


def parse_effort(value: Any) -> Span:
    """Read how hard it is to be, from 0 to 10: 6, “5-6”, “6/10”, “6 of 10”."""
    text = value
    if isinstance(value, str):
        text = re.sub(r"\s*(?:/|of|out of)\s*10$", "", value.strip().lower())
    if str(text) == "0" and not isinstance(value, bool):
        return 0, 0
    match = re.fullmatch(r"0\s*(?:-|–|to)\s*(\d{1,2})", text) if isinstance(text, str) else None
    try:
        low, high = text if isinstance(text, tuple) else (0, int(match[1])) if match else parse_span(text)
    except ValueError as error:
        raise ValueError(f"expected an effort from 0 to 10, such as 6 or 5-6, found {told(value)}") from error
    if not 0 <= low <= high <= 10:
        raise ValueError(f"expected an effort from 0 to 10, the smaller number first, found {told(value)}")
    return low, high


def _parts(value: Any) -> list[Any]:
    """One value, or one for each set, as they are written."""
    if isinstance(value, tuple) and value and isinstance(value[0], (int, str)):
        return [value]  # a single value that has been read before: (8, 12), ("kg", "10")
    if isinstance(value, str) and re.match(r"\s*(?:1/[2345]|2/3|3/4)(?!\d)\s*[a-zA-Z]", value):
        raise ValueError(
            f"{told(value)} may be a part of one, or two sets; write such as 0.5, or the unit with each set"
        )
    parts = value.split("/") if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else [value]
    if not 1 <= len(parts) <= _SETS_MOST:
        raise ValueError(f"expected one value, or one for each set (1 to {_SETS_MOST})")
    for part in parts:
        if isinstance(part, (list, dict, bool)) or part is None:
            raise ValueError(f"expected a value for each set, found {told(part)}")
    return parts


def _duration(part: Any, unit: str) -> Span:
    """One time in seconds; a bare number takes the unit that the last one has, and is no time without one."""
    if isinstance(part, tuple):
        return _in_time(*part)
    text = str(part).strip().lower() if not isinstance(part, bool) else ""
    ends = re.split(r"\s*(?:-|–|\bto\b)\s*", text)
    own = re.search(r"[a-z]+$", ends[-1])
    seconds = [_seconds(f"{end} {own[0] if own else unit}" if re.fullmatch(r"\d+", end) else end) for end in ends]
    if len(seconds) > 2:
        raise ValueError(f"expected a time such as 10 min or 5-10 min, found {told(part)}")
    return _in_time(seconds[0], seconds[-1])


def _seconds(text: str) -> int:
    if match := re.fullmatch(r"(\d{1,2})\s*h(?:(?:ou)?rs?)?\s*(\d{1,2})\s*m(?:in(?:ute)?s?)?\s*", text):
        return int(match[1]) * 3600 + int(match[2]) * 60
    match = re.fullmatch(r"(\d{1,4})\s*([a-z]*)\s*", text)
    if not match:
        return parse_seconds(text)  # 1:30, 1 min 30 s
    factors = [factor for factor, names in _TIMES.items() if match[2] in names]
    if not factors:
        raise ValueError(f"expected a time with its unit, such as 10 min or 30 s, found {told(text.strip())}")
    return int(match[1]) * factors[0]


def _in_time(low: int, high: int) -> Span:
    if not 1 <= low <= high <= _HOURS_MOST:
        raise ValueError("expected a time from 1 second to 3 hours, the shorter first")
    return low, high


def _measures(
    value: Any, units: tuple[str, ...], expected: str, words: Callable[[str], Measure | None] | None
) -> Measures:
    if value is None or isinstance(value, (bool, dict)):
        raise ValueError(f"expected {expected}, found {told(value)}")
    found: list[Measure] = []
    unit = ""
    for part in reversed(_parts(value)):  # “5/7.5/10 kg”: the last says the unit
        if isinstance(part, tuple) and part[0] not in units:
            found.append((str(part[0]), str(part[1])))  # read before
            continue
        text = f"{part[1]} {part[0]}" if isinstance(part, tuple) else str(part)
        if unit == "band" and text.strip().isalpha():
            text = f"{text} band"  # “yellow/red band”
        one = _amount(text, unit, units) or (words(text) if words else None)
        if not one:
            raise ValueError(f"expected {expected}, found {told(part)}")
        unit = one[0]
        found.append(one)
    if len(found) > 1 and ("none", "") in found:
        raise ValueError("“none” is for all sets; give it alone, or a load for each set")
    return tuple(reversed(found))


def _amount(text: str, unit: str, units: tuple[str, ...]) -> Measure | None:
    """An amount and its unit, or None where the text is none."""
    match = re.fullmatch(rf"({_AMOUNT})(?:\s*(?:-|–|to)\s*({_AMOUNT}))?\s*([a-z]*)\.?", text.strip().lower())
    if not match:
        return None
    of = _NAMES.get(match[3]) if match[3] else unit
    if not of or of not in units:
        return None
    low, high = (Decimal(end.replace(",", ".")) for end in (match[1], match[2] or match[1]))
    if not 0 < low <= high:
        raise ValueError(f"expected more than nothing, the smaller number first, found {told(text)}")
    shown = [f"{end.normalize():f}" for end in (low, high)]
    return of, shown[0] if low == high else "-".join(shown)


def _load_in_words(text: str) -> Measure | None:
    """A band, the body, or words of the clinician's own, with a letter in them."""
    plain = " ".join(clean(text, limit=_TEXT_MOST).split())
    small = plain.lower()
    if small in _BODY:
        return "body", ""
    if small in _NO_LOAD:
        return "none", ""
    if small in _COLOURS:
        return "band", small
    if match := re.fullmatch(r"(?:the |a )?([a-z]+) (?:resistance |loop )?band", small):
        return ("band", match[1]) if match[1] not in _NO_COLOURS else ("text", plain)
    # “10 stone”, “-5 kg”, “NaN kg”, “true”: what is no load is not printed as the clinician's own words
    bare_unit = re.search(rf"(?<![\d.,] )(?<![\d.,])\b(?:{'|'.join(_UNITS['kg'] + _UNITS['lb'])})\b", small)
    if not plain[:1].isalpha() or bare_unit or small in _NO_WORDS:
        return None
    return "text", plain
