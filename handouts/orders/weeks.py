"""PLAN: where a patient stands in a program in a week of the calendar. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from handouts.base.plaindays import DAYS
from handouts.base.records import dataclass

__all__ = ["Pause", "PausedWeek", "ProgramWeek", "Trains", "away_days", "first_of_week", "paused_weeks", "program_week"]

Pause = tuple[date, date]
"""First and last day away."""
Trains = Callable[[int], Collection[str]]
"""Keys of the days on which a week of the program trains, by its number from 1. Only asked where there are pauses."""
_WEEK = timedelta(days=7)
_MANY = 1100
"""Weeks looked at, more than twenty years: nobody is away for longer and comes back to the same program."""


@dataclass(frozen=True)
class ProgramWeek:
    """on: ``week`` of the program, from 1, starts on ``first``. Otherwise there is nothing to print.

    waiting: the program starts on ``first``. finished: its last week ended the day before ``first``.
    paused: in the week that starts on ``first`` the patient is away on ``away`` of ``training`` days, and the program
    stands still.
    """

    state: Literal["on", "waiting", "finished", "paused"]
    week: int
    first: date
    away: int = 0
    training: int = 0


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


def program_week(start: date, pauses: tuple[Pause, ...], week_of: date, last: int, trains: Trains) -> ProgramWeek:
    """Which week of a program of ``last`` weeks a patient is in, in the seven days from ``week_of``.

    A patient's weeks start on the weekday of ``start``; the one meant is that which starts in those seven days. A week
    counts if half of its training days are left, or more. Of the others nothing is done, and the program goes on
    after them.
    """
    first = start + _WEEK * -((start - week_of).days // 7)
    if first < start:
        return ProgramWeek("waiting", 0, start)
    if not pauses:
        number = (first - start).days // 7 + 1
        if number > last:
            return ProgramWeek("finished", last, start + _WEEK * last)
        return ProgramWeek("on", number, first)
    for one in _weeks(start, pauses, trains):
        if one.week > last:
            return ProgramWeek("finished", last, one.first)
        if one.first == first:
            return ProgramWeek("on" if one.counts else "paused", one.week, first, one.away, one.training)
    return ProgramWeek("finished", last, first)


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
        training = trains(number)
        away = len(set(away_days(first, pauses)).intersection(training))
        counts = away * 2 <= len(training)
        yield PausedWeek(number, first, away, len(training), counts)
        number += counts
        first += _WEEK
