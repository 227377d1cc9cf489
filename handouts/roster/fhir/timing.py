"""A FHIR Timing becomes days of the week and times a day, where a sheet can say exactly that; otherwise it is told.

A sheet has a box for each session of each day of a week. “Every other day” falls on other days in every second week,
and “three times a week” leaves the days open: no boxes would say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handouts.base.plaindays import DAYS
from handouts.base.plainvalues import SESSIONS
from handouts.base.records import dataclass
from handouts.roster.fhir.elements import block, is_over, text_of
from handouts.roster.fhir.words import Wording, read_words

__all__ = ["Schedule", "TimingRead", "read_spoken", "read_timing", "schedule_of"]


@dataclass(frozen=True)
class Schedule:
    """Days of the week and times a day, each empty where it is not said; ``times`` as an order reads it."""

    days: tuple[str, ...] = ()
    times: str = ""

    def __bool__(self) -> bool:
        return bool(self.days or self.times)

    def filled(self) -> Schedule:
        """Every day, where only times a day are said."""
        return replace(self, days=self.days or DAYS) if self.times else self


@dataclass(frozen=True)
class TimingRead:
    """What a Timing says, or why it cannot be printed. ``beside`` is what a sheet does not say of it."""

    schedule: Schedule = Schedule()
    refused: str = ""
    beside: tuple[str, ...] = ()
    over: bool = False
    """Whether it ended before today."""


class _NotOnSheetError(ValueError):
    """Why a timing cannot be printed, as the end of “has a timing that …”."""


_CODES = {
    "BID": Schedule(times="2"), "TID": Schedule(times="3"), "QID": Schedule(times="4"),
    "QD": Schedule(DAYS, "1"), "AM": Schedule(times="morning"), "PM": Schedule(times="afternoon"),
}  # fmt: skip
"""GTSAbbreviation: “PM” is “every afternoon” there."""
_OTHER_CODES = frozenset(("QOD", "Q1H", "Q2H", "Q3H", "Q4H", "Q6H", "Q8H", "Q12H", "BED", "WK", "MO", "JB", "JE", "HS"))
_WHEN = {
    "MORN": "morning", "NOON": "midday", "AFT": "afternoon", "EVE": "evening",
    "MORN.early": "morning", "MORN.late": "morning", "AFT.early": "afternoon", "AFT.late": "afternoon",
    "EVE.early": "evening", "EVE.late": "evening", "ACM": "morning", "CM": "morning", "PCM": "morning",
    "ACD": "midday", "CD": "midday", "PCD": "midday", "ACV": "evening", "CV": "evening", "PCV": "evening",
}  # fmt: skip
"""Events of a day, each with the session that a sheet has for it."""
_SESSION_HOURS = (("morning", 5, 11), ("midday", 11, 14), ("afternoon", 14, 17), ("evening", 17, 22))
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "wk": "weeks", "mo": "months", "a": "years"}
_PARTS = frozenset((
    "boundsDuration", "boundsRange", "boundsPeriod", "count", "countMax", "duration", "durationMax", "durationUnit",
    "frequency", "frequencyMax", "period", "periodMax", "periodUnit", "dayOfWeek", "timeOfDay", "when", "offset", "id",
))  # fmt: skip
_OPEN = (("frequencyMax", "frequency"), ("periodMax", "period"), ("countMax", ""), ("count", ""))
_WHOLE = re.compile(r"[1-9]\d{0,2}", re.ASCII)


def read_timing(value: Any, today: str) -> TimingRead:
    """Read a Timing as of a day (yyyy-mm-dd); None is no timing."""
    if value is None:
        return TimingRead()
    repeat = block(block(value).get("repeat"))
    over = is_over(repeat.get("boundsPeriod"), today)
    try:
        schedule, beside = _read(value)
    except _NotOnSheetError as error:
        return TimingRead(refused=str(error), over=over)
    return TimingRead(schedule, beside=beside, over=over)


def read_spoken(text: str) -> TimingRead:
    """Read a timing in words."""
    try:
        return TimingRead(_spoken(text).filled())
    except _NotOnSheetError as error:
        return TimingRead(refused=str(error))


def _read(value: Any) -> tuple[Schedule, tuple[str, ...]]:
    if not isinstance(value, dict) or not isinstance(value.get("repeat"), dict | None):
        raise _NotOnSheetError("is not of the type Timing")
    if value.get("event"):
        raise _NotOnSheetError("names single moments (event)")
    if set(value) - {"repeat", "code", "event", "id"}:
        raise _NotOnSheetError("holds more than repeat and code, such as an extension")
    repeat = value.get("repeat") or {}
    beside: list[str] = []
    found = _repeat(repeat, beside)
    for said in _coded(value.get("code"), beside):
        found = _together(found, said)
    if not found:
        raise _NotOnSheetError("says neither days nor times a day")
    return found.filled(), tuple(beside)


def _together(one: Schedule, other: Schedule) -> Schedule:
    """Two ways of saying the same; names of sessions say more than their number."""
    if one.days and other.days and one.days != other.days:
        raise _NotOnSheetError("names different days in its parts")
    if one.times and other.times and one.times != other.times:
        if _how_many(one.times) != _how_many(other.times) or not (one.times.isdigit() or other.times.isdigit()):
            raise _NotOnSheetError("names different times a day in its parts")
        return Schedule(one.days or other.days, other.times if one.times.isdigit() else one.times)
    return Schedule(one.days or other.days, one.times or other.times)


def _how_many(times: str) -> int:
    return int(times) if times.isdigit() else times.count(",") + 1


# --- code ------------------------------------------------------------------------------------------


def _coded(code: Any, beside: list[str]) -> list[Schedule]:
    """What the code of a timing says, in each of its forms."""
    if code is None:
        return []
    if not isinstance(code, dict) or not isinstance(code.get("coding"), list | None):
        raise _NotOnSheetError("has a code of the wrong type")
    found = []
    for coding in map(block, code.get("coding") or []):
        word = text_of(coding.get("code")).upper()
        if word in _CODES:
            found.append(_of_code(word, beside))
        elif word in _OTHER_CODES or not text_of(coding.get("display")):
            raise _NotOnSheetError(f"has the code “{word}”" if word in _OTHER_CODES else "has a code that is not known")
        else:
            found.append(_spoken(text_of(coding.get("display"))))
    if not isinstance(code.get("text"), str | None):
        raise _NotOnSheetError("has a code of the wrong type")
    if text := text_of(code.get("text")):
        found.append(_of_code(text.upper(), beside) if text.upper() in _CODES else _spoken(text))
    return found


def _of_code(word: str, beside: list[str]) -> Schedule:
    if word == "PM" and not beside:
        beside.append("“PM” is printed as “afternoon”, which is what it stands for in FHIR")
    return _CODES[word]


def _spoken(text: str) -> Schedule:
    said = read_words(text)
    if not said or said.dose:
        raise _NotOnSheetError("is in words that are not understood as a whole")
    return Schedule(DAYS if said.daily else said.days, said.times)


def schedule_of(said: Wording) -> Schedule:
    """Days and times a day of a text that was read."""
    return Schedule(DAYS if said.daily else said.days, said.times).filled()


# --- repeat ----------------------------------------------------------------------------------------


def _repeat(repeat: Mapping[str, Any], beside: list[str]) -> Schedule:
    if set(repeat) - _PARTS:
        raise _NotOnSheetError("holds an element that is not read, such as an extension")
    for most, least in _OPEN:
        if most in repeat and (not least or repeat[most] != repeat.get(least)):
            raise _NotOnSheetError(f"gives a range or a total ({most})")
    if repeat.get("offset", "0") != "0":
        raise _NotOnSheetError("gives minutes before or after an event (offset)")
    if any(key in repeat for key in ("boundsDuration", "boundsRange", "boundsPeriod")):
        beside.append("how long it goes on (bounds) is not on the sheet")
    if "duration" in repeat or "durationMax" in repeat:
        beside.append("how long each time takes (duration) is not on the sheet")
    days = _days_of(repeat.get("dayOfWeek"))
    sessions = _sessions_of(repeat, beside)
    return _often(repeat, days, sessions)


def _often(repeat: Mapping[str, Any], days: tuple[str, ...], sessions: tuple[str, ...]) -> Schedule:
    """Days and times from how often in which period."""
    said = repeat.get("frequency")
    if said is not None and not (isinstance(said, str) and _WHOLE.fullmatch(said)):
        raise _NotOnSheetError("has a frequency that is no whole number")
    often = int(said) if said else 0
    names = ",".join(sessions)
    period, unit = repeat.get("period"), repeat.get("periodUnit")
    if period is None and unit is None:
        if often and often != len(sessions):
            raise _NotOnSheetError("says how often, but not in which period")
        return Schedule(days, names)
    if (period, unit) in (("1", "d"), ("24", "h")):
        often = often or len(sessions) or 1
        if sessions and often != len(sessions):
            raise _NotOnSheetError("says one number of times a day, and names another")
        if often > len(SESSIONS):
            raise _NotOnSheetError(f"is for {often} times a day; at most {len(SESSIONS)} can be printed")
        return Schedule(days, names or str(often))
    if (period, unit) in (("1", "wk"), ("7", "d")):
        if not days:
            raise _NotOnSheetError("says how often a week, but not on which days")
        if often and often != len(days) * max(1, len(sessions)):
            raise _NotOnSheetError("says one number of times a week, and names another number of days")
        return Schedule(days, names or ("1" if often else ""))
    raise _NotOnSheetError(_period(period, unit))


def _period(period: Any, unit: Any) -> str:
    if not isinstance(period, str) or not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", period) or unit not in tuple(_UNITS):
        return "has a period that is not understood"
    return f"is for every {period} {_UNITS[unit]}"


def _days_of(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or any(day not in DAYS for day in value if isinstance(day, str)):
        raise _NotOnSheetError("has days of the week that are none")
    if not all(isinstance(day, str) for day in value) or len(set(value)) < len(value):
        raise _NotOnSheetError("has days of the week that are none, or are there twice")
    return tuple(day for day in DAYS if day in value)


def _sessions_of(repeat: Mapping[str, Any], beside: list[str]) -> tuple[str, ...]:
    """The sessions that times of day and events stand for."""
    clocks, events = repeat.get("timeOfDay"), repeat.get("when")
    if clocks and events:
        raise _NotOnSheetError("gives both times of day and events of the day")
    for said in (clocks, events):
        if said is not None and not (isinstance(said, list) and all(isinstance(one, str) for one in said)):
            raise _NotOnSheetError("has times of day of the wrong type")
    names = [_session_at(clock) for clock in clocks or []] or [_session_of(event, beside) for event in events or []]
    if len(set(names)) < len(names):
        raise _NotOnSheetError("names two times within one session of the day")
    return tuple(name for name in SESSIONS if name in names)


def _session_at(clock: str) -> str:
    match = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?", clock, re.ASCII)
    name = next((name for name, first, end in _SESSION_HOURS if match and first <= int(match[1]) < end), "")
    if not name:
        raise _NotOnSheetError("has a time of day that is none, or at night")
    return name


def _session_of(event: str, beside: list[str]) -> str:
    if event not in _WHEN:
        raise _NotOnSheetError("names an event of the day that no session stands for")
    name = _WHEN[event]
    if event not in ("MORN", "NOON", "AFT", "EVE"):
        beside.append(f"“{event}” is printed as “{name}”, and no more of it")
    return name
