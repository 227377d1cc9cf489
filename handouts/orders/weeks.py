"""PLAN: where a patient stands in a program in a week of the calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

__all__ = ["Pause", "ProgramWeek", "program_week"]

Pause = tuple[date, date]
"""First and last day away."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ProgramWeek:
    """on: ``week`` of the program, from 1, starts on ``first``. Otherwise there is nothing to print.

    waiting: the program starts on ``first``. finished: its last week ended the day before ``first``.
    paused: the week that starts on ``first`` is one of a pause.
    """

    state: Literal["on", "waiting", "finished", "paused"]
    week: int
    first: date


def program_week(start: date, pauses: tuple[Pause, ...], week_of: date, last: int) -> ProgramWeek:
    """Which week of a program of ``last`` weeks a patient is in, in the seven days from ``week_of``.

    A patient's weeks start on the weekday of ``start``; the one meant is that which starts in those seven days.
    A week whose first day is in a pause is not counted, and the program goes on after it.
    """
    first = start + _WEEK * -((start - week_of).days // 7)
    if first < start:
        return ProgramWeek("waiting", 0, start)
    weeks = (first - start).days // 7 + 1
    away = [start + _WEEK * index for index in range(weeks) if _paused(start + _WEEK * index, pauses)]
    number = weeks - len(away)  # this week among them, unless it is paused
    if number > last or (number == last and first in away):
        return ProgramWeek("finished", last, _end(start, pauses, last))
    return ProgramWeek("paused" if first in away else "on", number, first)


def _paused(day: date, pauses: tuple[Pause, ...]) -> bool:
    return any(begin <= day <= end for begin, end in pauses)


def _end(start: date, pauses: tuple[Pause, ...], last: int) -> date:
    """The day after the last week."""
    day, done = start, 0
    while True:
        done += not _paused(day, pauses)
        day += _WEEK
        if done == last:
            return day
