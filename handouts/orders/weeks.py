"""PLAN: where a patient stands in a program in a week of the calendar. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from handouts.base.plaindays import DAYS
from handouts.base.records import changed, dataclass
from handouts.orders.dates import Pause
from handouts.orders.decided import Decision

__all__ = [
    "Pause",
    "PausedWeek",
    "ProgramWeek",
    "Trains",
    "away_days",
    "decided_weeks",
    "first_of_week",
    "paused_weeks",
    "program_week",
]

Trains = Callable[[int], Collection[str]]
"""Keys of the days on which a week of the program trains, by its number from 1. Only asked where there are pauses."""
_WEEK = timedelta(days=7)
_MANY = 1100
"""Weeks looked at, more than twenty years: nobody is away for longer and comes back to the same program."""


WeekState = Literal["on", "waiting", "finished", "paused", "hold", "discharged"]


@dataclass(frozen=True)
class ProgramWeek:
    """on: ``week`` of the program, from 1, starts on ``first``. Otherwise there is nothing to print.

    waiting: the program starts on ``first``. finished: its last week ended the day before ``first``.
    paused: in the week that starts on ``first`` the patient is away on ``away`` of ``training`` days, and the program
    stands still. hold, discharged: a ``decision`` says so.
    """

    state: WeekState
    week: int
    first: date
    away: int = 0
    training: int = 0
    decision: Decision | None = None
    """The one that it follows from, if any does."""
    before: int = 0
    """The week of the program that was given last, where decisions or pauses were counted; 0 where none was."""
    gap: bool = False
    """Whether that was earlier than in the seven days before."""


@dataclass(frozen=True)
class PausedWeek:
    """A week that some of a pause lies in: ``week`` of the program from 1, or the one that waits until it is over."""

    week: int
    first: date
    away: int
    """Training days away."""
    training: int
    counts: bool
    """Whether it is done with the days that are left; else the program stands still."""


def program_week(
    start: date,
    pauses: tuple[Pause, ...],
    week_of: date,
    last: int,
    trains: Trains,
    decisions: Sequence[Decision] = (),
) -> ProgramWeek:
    """Which week of a program of ``last`` weeks a patient is in, in the seven days from ``week_of``.

    A patient's weeks start on the weekday of ``start``; the one meant is that which starts in those seven days. A week
    counts if half of its training days are left, or more. Of the others nothing is done, and the program goes on
    after them. ``decisions`` are in the order of their days, one for each; see ``decided_weeks``.
    """
    first = start + _WEEK * -((start - week_of).days // 7)
    if first < start:
        return ProgramWeek("waiting", 0, start)
    if not pauses and not decisions:
        number = (first - start).days // 7 + 1
        if number > last:
            return ProgramWeek("finished", last, start + _WEEK * last)
        return ProgramWeek("on", number, first)
    weeks = islice(decided_weeks(start, pauses, last, trains, decisions), (first - start).days // 7 + 1)
    return deque(weeks, maxlen=1).pop()  # what a week is follows from all before it


def decided_weeks(
    start: date, pauses: tuple[Pause, ...], last: int, trains: Trains, decisions: Sequence[Decision]
) -> Iterator[ProgramWeek]:
    """The patient's weeks from ``start`` on, one for each seven days, to the first of those that can only be finished.

    A decision is for the week that begins in the seven days from its ``for_day``; where the patient is away then, for
    the next that is not. “on” gives the week of the program after that which was given last, “repeat” the same one
    again, “back” the one before, never under 1; or the week that the decision names. “hold” and “discharge” give none,
    until its day or another decision. What was decided before the plan began is not of this plan.
    """
    coming = [one for one in decisions if one.for_day + _WEEK > start]
    now: Decision | None = None
    given, at, first = 0, start, start
    while first.year < date.max.year:
        while coming and coming[0].for_day <= first:
            now = coming.pop(0)
        if now and now.until and first >= now.until:
            now = None
        found = _decided_week(given, first, pauses, last, trains, now)
        if found.state == "finished":
            found = changed(found, first=at + _WEEK)
        yield changed(found, before=given, gap=given > 0 and first - at > _WEEK)
        if found.state == "finished" and not coming:
            return
        if found.state == "on":
            given, at = min(found.week, last), first
        if found.state in ("on", "finished") and not (now and now.until):
            now = None  # it was for one week
        first += _WEEK


def _decided_week(
    given: int, first: date, pauses: tuple[Pause, ...], last: int, trains: Trains, now: Decision | None
) -> ProgramWeek:
    """What a decision makes of the week from ``first``; ``given`` is the week of the program that was given last."""
    match now.word if now else "on":
        case "hold":
            return ProgramWeek("hold", given, first, decision=now)
        case "discharge":
            return ProgramWeek("discharged", given, first, decision=now)
        case "repeat":
            week = max(given, 1)
        case "back":
            week = max(given - 1, 1)
        case _:
            week = given + 1
    named = now.week if now else None
    week = named or week
    if week > last and not named:
        return ProgramWeek("finished", last, first, decision=now)
    away, training, counts = _presence(week, first, pauses, trains)
    return ProgramWeek("on" if counts else "paused", week, first, away, training, now)


def _presence(week: int, first: date, pauses: tuple[Pause, ...], trains: Trains) -> tuple[int, int, bool]:
    """Training days away of the week from ``first``, all of them, and whether enough are left for it to count."""
    if not pauses:
        return 0, 0, True
    training = trains(week)
    away = len(set(away_days(first, pauses)).intersection(training))
    return away, len(training), away * 2 <= len(training)


def first_of_week(start: date, pauses: tuple[Pause, ...], week: int, trains: Trains) -> date:
    """First day of a week of the program, from 1, after the weeks that were spent away before it."""
    if not pauses:
        return start + _WEEK * (week - 1)
    found = (one.first for one in islice(_weeks(start, pauses, trains), _MANY) if one.counts and one.week == week)
    return next(found, start + _WEEK * (week - 1))


def paused_weeks(start: date, pauses: tuple[Pause, ...], last: int, trains: Trains) -> Iterator[PausedWeek]:
    """Every week of a program of ``last`` weeks that has a training day in a pause."""
    for one in islice(_weeks(start, pauses, trains), _MANY):
        if one.week > last:
            return
        if one.away:
            yield one


def away_days(first: date, pauses: tuple[Pause, ...]) -> tuple[str, ...]:
    """Keys of the days away, of the seven from ``first``."""
    days = [first + timedelta(days=offset) for offset in range(7)] if pauses else []
    return tuple(DAYS[day.weekday()] for day in days if any(begin <= day <= end for begin, end in pauses))


def _weeks(start: date, pauses: tuple[Pause, ...], trains: Trains) -> Iterator[PausedWeek]:
    """The weeks from ``start`` on, to the end of the calendar."""
    number, first = 1, start
    while first.year < date.max.year:
        away, training, counts = _presence(number, first, pauses, trains)
        yield PausedWeek(number, first, away, training, counts)
        number += counts
        first += _WEEK
