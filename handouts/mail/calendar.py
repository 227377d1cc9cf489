"""WRITE: a calendar file with a reminder for each session of a handout's week, and the next appointment.

It names no drill and no patient, and a discreet one neither clinic, exercises nor appointment. Times are those of the
clinic's clocks, with their zone's rules in the file, so that they are right on both sides of a change to or from summer
time; where these fit no yearly rule, as Outlook asks for it, in UTC. What an earlier file announced and this one does
not is cancelled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS, SESSIONS
from handouts.library.load import Library
from handouts.library.templates import filled
from handouts.mail.zones import Yearly, yearly
from handouts.plan.handout import Handout

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

    from handouts.library.words import CalendarWords
    from handouts.orders.order import Order

__all__ = ["Announced", "EventIds", "announced_by", "called_off", "reminders", "sessions", "zone_of"]

_LEAST = 5
"""Minutes of the shortest event: shorter ones are hard to see in calendars."""
_DAY_BEFORE = timedelta(hours=-15)
"""When an appointment without a time is told of: at 9 on the day before."""
_BEFORE = timedelta(hours=-3)
"""When one with a time is."""
_LONG_OVER = timedelta(days=366)
"""A visit that is over for longer is a slip: it is told, and stands on no sheet."""
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


@dataclass(frozen=True)
class Announced:
    """The events of a calendar file, or of several about the same week: what a later one has to keep to."""

    sequence: int = 0
    """The file's number; a later one's is higher."""
    starts: Mapping[str, str] = field(default_factory=dict)
    """When each event is, by its name: “20261123-morning” at 08:00, “visit” on 2026-11-30, or at 2026-11-30T09:30."""

    def text(self) -> str:
        """As it is kept."""
        return json.dumps([self.sequence, self.starts], separators=(",", ":"))

    @classmethod
    def of(cls, texts: Iterable[str]) -> Announced:
        """What kept texts say together, the latest last."""
        sequence, starts = 0, dict[str, str]()
        for number, found in map(json.loads, filter(None, texts)):
            sequence = max(sequence, number)
            starts |= found
        return cls(sequence, starts)


_VISIT = "visit"


def announced_by(
    handout: Handout, order: Order, library: Library, made: datetime, earlier: Announced, *, discreet: bool = False
) -> Announced:
    """The events of the file that is made at a moment, after ``earlier`` ones for the same patient."""
    starts = {}
    for day, session in sessions(handout):
        on = handout.first_day + timedelta(days=(DAYS.index(day) - handout.first_day.weekday()) % 7)
        starts[f"{on:%Y%m%d}-{session}"] = str(getattr(library.clinic.session_times, session))
    if order.visit and not discreet and handout.first_day - order.visit <= _LONG_OVER:
        at = datetime.combine(order.visit, order.visit_time) if order.visit_time else order.visit
        starts[_VISIT] = at.isoformat()
    minutes = int((made.astimezone(UTC) - _FIRST) / timedelta(minutes=1))
    return Announced(max(minutes, earlier.sequence + 1), starts)


def called_off(now: Announced, earlier: Announced, *, discreet: bool = False) -> dict[str, str]:
    """The events that earlier files about the same week announced and this one does not. A visit that is left out of a
    ``discreet`` file is not called off.
    """
    return {
        name: start
        for name, start in earlier.starts.items()
        if name not in now.starts and not (discreet and name == _VISIT)
    }


def reminders(
    handout: Handout,
    order: Order,
    library: Library,
    marks: EventIds,
    made: datetime,
    *,
    discreet: bool = False,
    earlier: Announced | None = None,
) -> bytes:
    """The calendar file, as ``made`` at a moment, with its zone. The same of all gives the same bytes.

    Events of the same week keep their ids, and so does the next appointment from week to week; a file made later takes
    their place, and cancels what ``earlier`` ones announced besides. HandoutsError where the appointment cannot stand
    in a calendar.

    A ``discreet`` one goes with a protected PDF: calendars are not encrypted, so it says “Reminder” in the
    sheet’s language and no more.
    """
    zone = zone_of(library)
    if order.visit and order.visit - handout.first_day > _FAR:
        problem = Problem("visit", 0, f"{order.visit} is too far off for a calendar", "Check its year.")
        raise HandoutsError([problem])
    earlier = earlier or Announced()
    now = announced_by(handout, order, library, made, earlier, discreet=discreet)
    gone = called_off(now, earlier, discreet=discreet)
    moments = {name: _moment(name, start) for name, start in {**gone, **now.starts}.items()}
    days = [at.date() if isinstance(at, datetime) else at for at in moments.values()] or [handout.first_day]
    rules = yearly(zone.key, min(days).year, max(days).year)
    stamp, words = made.astimezone(UTC).replace(microsecond=0), library.words[handout.language].calendar
    events = _Events(library, words, marks, stamp, now.sequence, discreet, zone, rules)
    calendar = _empty(zone.key, rules)
    for name in gone:
        calendar.add_component(events.cancelled(name, moments[name]))
    for name in now.starts:
        calendar.add_component(events.planned(name, moments[name], handout.minutes))
    return bytes(calendar.to_ical())


def _moment(name: str, start: str) -> datetime | date:
    """When an event is by the clinic's clocks; only a day where its time is not known."""
    if name == _VISIT:
        return datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    day = date(int(name[:4]), int(name[4:6]), int(name[6:8]))
    return datetime.combine(day, time.fromisoformat(start))


@dataclass(frozen=True)
class _Events:
    """What makes the events of a file."""

    library: Library
    words: CalendarWords
    """Of the sheet’s language."""
    marks: EventIds
    stamp: datetime
    sequence: int
    discreet: bool
    zone: ZoneInfo
    rules: tuple[Yearly, ...]

    def planned(self, name: str, at: datetime | date, minutes: int) -> Event:
        """An event that holds: a session of so many minutes, or the visit, which lasts as clinic.yaml says."""
        from icalendar import Alarm

        event = self._event(name, at, self._summary(name))
        visit, clinic = name == _VISIT, self.library.clinic
        event.add("status", "CONFIRMED")
        if isinstance(at, datetime):
            event.add("duration", timedelta(minutes=clinic.visit_minutes if visit else max(_LEAST, minutes)))
        else:
            event.add("dtend", at + timedelta(days=1))
        if visit and clinic.address:
            event.add("location", clinic.address)
        if not visit:
            event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", self._summary(name))
        alarm.add("trigger", timedelta() if not visit else _BEFORE if isinstance(at, datetime) else _DAY_BEFORE)
        event.add_component(alarm)
        return event

    def cancelled(self, name: str, at: datetime | date) -> Event:
        """An event that is called off. It has no alarm, and says so where a calendar shows it all the same."""
        event = self._event(name, at, filled(self.words.cancelled, event=self._summary(name)))
        event.add("status", "CANCELLED")
        event.add("transp", "TRANSPARENT")
        return event

    def _summary(self, name: str) -> str:
        if name == _VISIT:
            return filled(self.words.appointment, clinic=self.library.clinic.name)
        return self.words.discreet if self.discreet else self.words.exercises

    def _event(self, name: str, at: datetime | date, summary: str) -> Event:
        from icalendar import Event

        owner = self.marks.patient if name == _VISIT else self.marks.week
        if isinstance(at, datetime):
            at = at.replace(tzinfo=self.zone)
            at = at if self.rules else at.astimezone(UTC)
        event = Event()
        event.add("uid", f"{owner}-{name}@{self.marks.domain}")
        event.add("dtstamp", self.stamp)
        event.add("sequence", self.sequence)
        event.add("summary", summary)
        event.add("class", "PRIVATE")
        event.add("dtstart", at)
        return event


def _empty(key: str, rules: tuple[Yearly, ...]) -> Calendar:
    """A calendar file without events, with the rules of its time zone, where they are needed."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Handouts//Reminders//EN")
    calendar.add("calscale", "GREGORIAN")
    if rules:
        calendar.add_component(_zone(key, rules))
    return calendar


def _zone(key: str, rules: tuple[Yearly, ...]) -> Timezone:
    """One part for standard time, and one for summer time where there is one: Outlook takes no more."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    found = Timezone()
    found.add("tzid", key)
    for rule in rules:
        part = TimezoneDaylight() if rule.summer else TimezoneStandard()
        part.add("dtstart", rule.first)
        part.add("tzoffsetfrom", rule.before)
        part.add("tzoffsetto", rule.after)
        part.add("tzname", rule.name)
        if rule.day:
            part.add("rrule", {"freq": "yearly", "bymonth": rule.first.month, "byday": rule.day})
        found.add_component(part)
    return found
