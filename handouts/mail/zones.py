"""The rules of a time zone as calendar files hold them: one for standard and one for summer time, each yearly. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from handouts.base.records import dataclass

__all__ = ["Yearly", "changes", "yearly"]

_AHEAD = 6
"""Years beyond those asked for that a rule must fit too, so that “the fourth” and “the last” are told apart."""
_LAST = 9990
"""No year after it is looked at: the calendar ends at 9999."""
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _ClockChange:
    """When clocks change: their time just before, without a zone; how far they were and then are ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str


@dataclass(frozen=True)
class Yearly:
    """Clocks that change on the same day of each year."""

    first: datetime
    """The first change, in their time just before, without a zone."""
    before: timedelta
    """How far they were ahead of UTC, and are afterwards."""
    after: timedelta
    summer: bool
    name: str
    day: str
    """Which day of the month, as RFC 5545 writes it: -1SU is the last Sunday. Empty where they never change."""


@cache
def yearly(key: str, first: int, last: int) -> tuple[Yearly, ...]:
    """The rules of a zone for events in these years: standard time, then summer time where there is one.

    Empty where its clocks follow no yearly rule of these years, as with changes that go by the moon.
    """
    start, end = first - 1, min(last + _AHEAD, _LAST)
    begin, *found = changes(key, start, end)
    if not found:
        return (Yearly(datetime(1970, 1, 1), begin.after, begin.after, summer=False, name=begin.name, day=""),)  # noqa: DTZ001  # RFC 5545 wants it without a zone
    years = end - start + 1
    winter = _rule([replace(one, summer=False) for one in found if one.after < one.before], years)
    summer = _rule([replace(one, summer=True) for one in found if one.after > one.before], years)
    return (winter, summer) if winter and summer else ()


def _rule(found: Sequence[_ClockChange], years: int) -> Yearly | None:
    """The rule that changes of each of so many years follow, or None where there is none."""
    alike = {(one.before, one.after, one.name, one.at.month, one.at.time(), one.at.weekday()) for one in found}
    if len(found) != years or len({one.at.year for one in found}) != years or len(alike) != 1:
        return None
    counts = set.intersection(*(_counts(one.at) for one in found))
    if not counts:
        return None
    one = found[0]
    day = f"{min(counts)}{_NAMES[one.at.weekday()]}"  # the last, where that fits too
    return Yearly(one.at, one.before, one.after, one.summer, one.name, day)


def _counts(at: datetime) -> set[int]:
    """Which of its weekday a day is in its month, from the front, and -1 where it is the last."""
    last = at.day + 7 > calendar.monthrange(at.year, at.month)[1]
    return {(at.day - 1) // 7 + 1, *([-1] if last else [])}


@cache
def changes(key: str, first: int, last: int) -> tuple[_ClockChange, ...]:
    """What clocks show from the start of the year ``first``, and every change up to the end of the year ``last``.

    Written here because icalendar's own gives the hour after a change in spring, where RFC 5545 asks for that before,
    and one rule for each change.
    """
    zone = ZoneInfo(key)

    def ahead(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset() or timedelta()

    def change(moment: datetime, before: timedelta) -> _ClockChange:
        there = moment.astimezone(zone)
        at = (moment + before).replace(tzinfo=None)
        return _ClockChange(at, before, ahead(moment), bool(there.dst()), there.tzname() or key)

    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    start = change(day, ahead(day))
    changes = [replace(start, at=datetime(first, 1, 1))]  # noqa: DTZ001  # RFC 5545 wants it without a zone
    while day < end:
        low, high = day, day + timedelta(days=1)
        if ahead(low) != ahead(high):
            before = ahead(low)
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if ahead(middle) == before else (low, middle)
            changes.append(change(high.replace(microsecond=0), before))
        day += timedelta(days=1)
    return tuple(changes)
