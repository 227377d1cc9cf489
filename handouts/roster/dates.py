"""Dates as clinics write them, turned into ISO form; what could mean two days is refused, never guessed.

Each function gives a text it does not know as a date back as it is: the reader of orders knows “today” and “monday”,
and says what is wrong with the rest. Where a date is known as one and cannot be read, ValueError says why; a hint
follows after a line break. Such messages repeat only digits, signs and names of months and days.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

__all__ = ["changes_day", "iso_date", "iso_inside", "iso_time", "told_in_utc", "with_time"]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December")  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TH = r"(?:st|nd|rd|th)?"
_DATE = (
    r"(?:(?P<a>\d{1,4}) ?(?P<sign>[/.-]) ?(?P<b>\d{1,2}) ?(?P=sign) ?(?P<c>\d{1,4})"
    rf"|(?P<d1>\d{{1,2}}){_TH}\.?[ -]?(?:of )?{_MONTH.format('m1')}[ ,-]{{0,2}}(?P<y1>\d{{4}}|\d{{2}})"
    rf"|{_MONTH.format('m2')} ?(?P<d2>\d{{1,2}}){_TH}(?:, ?| )(?P<y2>\d{{4}}|\d{{2}})"
    rf"|(?P<y3>\d{{4}})[ -]{_MONTH.format('m3')}[ -](?P<d3>\d{{1,2}}))(?!\d)"
)
_DAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_TIME = (
    r"(?:(?:,? | ?t ?|, )(?:at )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?)?"
    r" ?(?P<half>am|pm|a\.m\.|p\.m\.)?(?: ?(?P<zone>z|utc|[+-]\d{2}:?\d{2}))?)?"
)
_WHOLE = re.compile(_DAY + _DATE + _TIME, re.IGNORECASE | re.ASCII)
_INSIDE = re.compile(r"(?<!\d)" + _DATE, re.IGNORECASE | re.ASCII)
_UTC = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)? ?(?:z|utc|[+-]00:?00)\s*$", re.IGNORECASE | re.ASCII)
_LIMIT = 60
_ISO = "Or write it as year-month-day, such as 2026-11-23."


def told_in_utc(text: str) -> bool:
    """Whether a text ends in a time that is said to be in universal time."""
    return ":" in text and len(text) <= _LIMIT and bool(_UTC.search(text))


def changes_day(text: str, order: str, zone: tzinfo | None) -> bool:
    """Whether a date that ``iso_date`` can read falls on another day by the clocks of a zone than is written."""
    match = _match(text)
    return match is not None and iso_date(text, order, zone) != _day(match, order).isoformat()


def iso_date(text: str, order: str, zone: tzinfo | None = None) -> str:
    """A date as yyyy-mm-dd; a time beside it is left out."""
    return _convert(text, order, zone)[:10] if _match(text) else text


def iso_time(text: str, order: str, zone: tzinfo | None = None) -> str:
    """A date as yyyy-mm-dd, or yyyy-mm-dd hh:mm where there is a time (midnight counts as none).

    A time that says its zone is told by the clocks of ``zone``. Where that is None, one in universal time is told by
    this computer's clock, and any other is taken to be the clinic's own.
    """
    return _convert(text, order, zone) if _match(text) else text


_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?)? ?(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE | re.ASCII,
)


def with_time(day: str, clock: str) -> str:
    """A day, as ``iso_time`` gives it or in a word, with a time that stands in a column of its own."""
    match = _CLOCK.fullmatch(" ".join(clock.split()))
    if not match or not (match["minute"] or match["half"]):
        raise ValueError(f"“{clock[:40]}” is not a time\nWrite a time such as 9:30 or 2 pm.")
    if not day:
        raise ValueError("is given without the day of the next visit\nWrite the day, or leave the time empty.")
    hour, minute = _time_of(match)
    said = f"{hour:02}:{minute:02}"
    before = re.search(r" (\d{2}:\d{2})$", day)
    if before and said not in ("00:00", before[1]):
        raise ValueError(f"“{clock[:40]}” is another time than beside the day\nKeep one of them.")
    return day if before or said == "00:00" else f"{day} {said}"


def iso_inside(text: str, order: str) -> str:
    """The text with every whole date in it as yyyy-mm-dd; a dash between two of them gets spaces."""
    parts = []
    end, joined = 0, False
    for match in _INSIDE.finditer(text[:4000]):
        before = text[end : match.start()]
        if not joined and re.search(r"\d[/.-]$", before):  # the end of “24-26/12/2026”, which is no whole date
            continue
        if joined and before in ("-", "–", "/"):
            before = f" {before} "
        parts += [before, _day(match, order).isoformat()]
        end, joined = match.end(), True
    return "".join(parts) + text[end:]


def _match(text: str) -> re.Match[str] | None:
    return None if len(text) > _LIMIT else _match_short(text)


@lru_cache(1000)  # rows share their days
def _match_short(text: str) -> re.Match[str] | None:
    match = _WHOLE.fullmatch(" ".join(text.split()))
    if not match or (match["hour"] and not match["minute"] and not match["half"]):
        return None
    first, last = match["a"], match["c"]
    if first and not (len(first) == 4 and len(last) <= 2) and not (len(first) <= 2 and len(last) != 3):
        return None
    return match


def _convert(text: str, order: str, zone: tzinfo | None) -> str:
    match = _match(text)
    assert match
    return _moved(match, order, zone) if match["zone"] else _unmoved(text, order)


@lru_cache(1000)  # which no clock has a say in
def _unmoved(text: str, order: str) -> str:
    match = _match(text)
    assert match
    return _moved(match, order, None)


def _moved(match: re.Match[str], order: str, zone: tzinfo | None) -> str:
    day = _day(match, order)
    if match["weekday"]:
        said = next(name for name in _WEEKDAYS if name.lower().startswith(match["weekday"].lower()))
        if said != _WEEKDAYS[day.weekday()]:
            raise ValueError(f"“{match[0]}” is a {_WEEKDAYS[day.weekday()]}, not a {said}\nMend the day or the date.")
    if not match["hour"]:
        return day.isoformat()
    hour, minute = _time_of(match)
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    if match["zone"] and (zone or told_in_utc(match[0])):
        try:
            moment = (moment - _offset(match["zone"])).astimezone(zone)
        except (OverflowError, OSError, ValueError) as error:
            raise ValueError(f"“{match[0]}” is not in the calendar\n{_ISO}") from error
    found = moment.strftime("%H:%M")
    return moment.date().isoformat() + (f" {found}" if found != "00:00" else "")


def _offset(said: str) -> timedelta:
    """How far a zone, such as z or +01:00, is before universal time."""
    if said[0] not in "+-":
        return timedelta()
    hours, minutes = int(said[1:3]), int(said[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no clock is {said} from universal time")
    return timedelta(hours=hours, minutes=minutes) * (-1 if said[0] == "-" else 1)


def _time_of(match: re.Match[str]) -> tuple[int, int]:
    """Hour and minute of a match with these and “half”, the half of the day."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"“{match[0]}” has no such hour\nWrite a time such as 9:30 am or 14:30.")
        hour = hour % 12 + (12 if match["half"][0].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{match[0]}” has no such time\nWrite a time such as 9:30 or 14:30.")
    return hour, minute


def _day(match: re.Match[str], order: str) -> date:
    whole = match[0].strip()
    for year, month, day in (("y1", "m1", "d1"), ("y2", "m2", "d2"), ("y3", "m3", "d3")):
        if match[year]:
            if len(match[year]) < 4:
                raise _two_digits(whole)
            found = _calendar(int(match[year]), _NAMES.index(match[month][:3].lower()) + 1, int(match[day]))
            if found is None:
                raise ValueError(f"“{whole}” is not in the calendar\nCheck the day.")
            return found
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4 and len(c) <= 2:
        found = _calendar(int(a), int(b), int(c))
        if found is None:
            raise ValueError(f"“{whole}” is not in the calendar, as year, month and day\nCheck it.")
        return found
    if len(c) != 4 or len(a) > 2:
        raise _two_digits(whole)
    return _by_order(whole, int(a), int(b), int(c), order)


def _by_order(whole: str, first: int, second: int, year: int, order: str) -> date:
    """A date that ends in its year. Without a setting it is read only where one order alone is possible."""
    readings = {"dmy": _calendar(year, second, first), "mdy": _calendar(year, first, second)}
    if order in readings:
        found = readings[order]
        if found is None:
            said = "day, month, year" if order == "dmy" else "month, day, year"
            hint = f"clinic.yaml says “dates: {order}”. {_ISO}"
            raise ValueError(f"“{whole}” is not in the calendar, as {said}\n{hint}")
        return found
    days = {day for day in readings.values() if day}
    if not days:
        raise ValueError(f"“{whole}” is not in the calendar\nCheck the day and the month.")
    if len(days) > 1:
        one, other = (f"{day.day} {_LONG[day.month - 1]}" for day in sorted(days))
        hint = f"Say which the clinic writes: “dates: dmy” or “dates: mdy” in clinic.yaml. {_ISO}"
        raise ValueError(f"“{whole}” may be {one} or {other}\n{hint}")
    return days.pop()


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _two_digits(whole: str) -> ValueError:
    return ValueError(f"“{whole}” has a year of two digits\nWrite all four, such as 2026-11-23.")
