"""WRITE: a calendar file with a reminder for each session of a handout's week, and the next appointment.

It names no drill and no patient, and a discreet one neither clinic, exercises nor appointment. Times are those of the
clinic's clocks, with their zone's rules in the file, so that they are right on both sides of a change to or from summer
time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handouts.base.problems import HandoutsError, Problem
from handouts.base.scalars import DAYS, SESSIONS
from handouts.library.load import Library
from handouts.plan.handout import Handout

if TYPE_CHECKING:
    from icalendar import Calendar, Event

    from handouts.orders.order import Order

__all__ = ["EventIds", "reminders", "sessions", "zone_of"]

_LEAST = 5
"""Minutes of the shortest event: shorter ones are hard to see in calendars."""
_DAY_BEFORE = timedelta(hours=-15)
"""When an appointment without a time is told of: at 9 on the day before."""
_BEFORE = timedelta(hours=-3)
"""When one with a time is."""
_FAR = timedelta(days=3660)
"""From the week; an appointment further off is a slip of the pen, and calendars need the rules of each year between."""
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""When the numbers of later files begin, which count minutes: a calendar takes the higher one."""


def zone_of(library: Library) -> ZoneInfo:
    """The clinic's time zone; HandoutsError where clinic.yaml does not name one."""
    if not library.clinic.timezone:
        hint = "Add a line such as “timezone: Europe/London” to clinic.yaml."
        raise HandoutsError([Problem("clinic.yaml", 0, "names no time zone, which reminders need", hint)])
    return ZoneInfo(library.clinic.timezone)


def sessions(handout: Handout) -> list[tuple[str, str]]:
    """Day (mon …) and session (morning …, or day) of everything scheduled in the week, in order, each once."""
    order = ("day", *SESSIONS)
    start = handout.first_day.weekday()
    scheduled = {(day, row.session_key) for card in handout.cards for row in card.rows for day in card.days}
    return sorted(scheduled, key=lambda at: ((DAYS.index(at[0]) - start) % 7, order.index(at[1])))


@dataclass(frozen=True)
class EventIds:
    """What the ids of events are made of, so that a later file moves them and does not double them."""

    patient: str
    week: str
    """Of the patient's week of this program."""
    domain: str
    """The clinic's."""


def reminders(
    handout: Handout, order: Order, library: Library, marks: EventIds, made: datetime, *, discreet: bool = False
) -> bytes:
    """The calendar file, as ``made`` at a moment, with its zone. The same of all gives the same bytes.

    Events of the same week keep their ids, and so does the next appointment from week to week; a file made later takes
    their place. HandoutsError where the appointment cannot stand in a calendar.

    A ``discreet`` one goes with a protected PDF: calendars are not encrypted, so it says “Reminder” and no more.
    """
    from icalendar import Calendar

    zone = zone_of(library)
    if order.visit and abs(order.visit - handout.first_day) > _FAR:
        problem = Problem("visit", 0, f"{order.visit} is too far off for a calendar", "Check its year.")
        raise HandoutsError([problem])
    stamp = made.astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Handouts//Reminders//EN")
    calendar.add("calscale", "GREGORIAN")
    _add_sessions(calendar, handout, library, marks, stamp, "Reminder" if discreet else "Home exercises")
    if order.visit and not discreet:
        alarm = _BEFORE if order.visit_time else _DAY_BEFORE
        summary = f"Appointment: {library.clinic.name}"
        event = _event(f"{marks.patient}-visit@{marks.domain}", stamp, summary, alarm)
        at = datetime.combine(order.visit, order.visit_time, zone) if order.visit_time else order.visit
        event.add("dtstart", at)
        if library.clinic.address:
            event.add("location", library.clinic.address)
        calendar.add_component(event)
    _add_zone(calendar, zone, handout, order)
    return bytes(calendar.to_ical())


def _add_sessions(
    calendar: Calendar, handout: Handout, library: Library, marks: EventIds, stamp: datetime, summary: str
) -> None:
    """An event for each session of each day, with an alarm as it begins."""
    for day, session in sessions(handout):
        on = handout.first_day + timedelta(days=(DAYS.index(day) - handout.first_day.weekday()) % 7)
        at = time.fromisoformat(getattr(library.clinic.session_times, session))
        event = _event(f"{marks.week}-{on:%Y%m%d}-{session}@{marks.domain}", stamp, summary, timedelta())
        event.add("dtstart", datetime.combine(on, at, zone_of(library)))
        event.add("duration", timedelta(minutes=max(_LEAST, handout.minutes)))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)


def _event(uid: str, stamp: datetime, summary: str, before: timedelta) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("sequence", max(0, int((stamp - _FIRST) / timedelta(minutes=1))))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", before)
    event.add_component(alarm)
    return event


def _add_zone(calendar: Calendar, zone: ZoneInfo, handout: Handout, order: Order) -> None:
    """The rules of the time zone for the years that the events are in, before the events."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    days = [handout.first_day, handout.first_day + timedelta(days=7), *([order.visit] if order.visit else [])]
    rules = Timezone()
    rules.add("tzid", zone.key)
    for change in _changes(zone.key, min(days).year, max(days).year + 1):
        part = TimezoneDaylight() if change.summer else TimezoneStandard()
        part.add("dtstart", change.at)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        rules.add_component(part)
    calendar.subcomponents.insert(0, rules)


@dataclass(frozen=True)
class _ClockChange:
    """When clocks change: their time just before, without a zone; how far they were and then are ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str


@cache
def _changes(key: str, first: int, last: int) -> tuple[_ClockChange, ...]:
    """What clocks show from the start of the year ``first``, and every change up to the end of the year ``last``.

    Written here because icalendar's own gives the hour after a change in spring, where RFC 5545 asks for that before.
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
