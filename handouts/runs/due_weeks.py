"""A patient's own week: which week of a program a row is for, after start and pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import changed, dataclass
from handouts.orders.order import Order
from handouts.orders.weeks import PausedWeek, Trains, first_of_week, paused_weeks, program_week
from handouts.plan.notes import pieces
from handouts.plan.planner import Planner
from handouts.roster import Row

__all__ = ["DRILL_WEEKS", "NotDue", "after_pauses", "days_on_no_sheet", "in_week", "weeks_paused"]

DRILL_WEEKS = 6
"""Weeks that drills without a program are printed for, where the row does not say: long enough for most plans, and
short enough that nobody is given the same sheet for years."""
_LONG_AGO, _FAR_OFF = timedelta(days=183), timedelta(days=366)


@dataclass(frozen=True)
class NotDue:
    """There is nothing to print for this patient in this week."""

    state: Literal["waiting", "finished", "paused"]
    why: str
    problems: tuple[Problem, ...] = ()
    """What makes one doubt the row's dates."""


def in_week(order: Order, row: Row, week_of: date, planner: Planner) -> Order | NotDue:
    """The order for the patient's own week in the seven days from ``week_of``.

    It follows from start and pauses; a week that the row gives is not looked at. HandoutsError where the row has no
    start of its own.
    """
    if not order.start_given:
        raise HandoutsError([Problem("start", 0, "is empty", "Give the first day of the patient's week 1.")])
    if not re.search(r"\d", str(row.fields.get("start", "1"))):
        message = "moves with the day of the batch, so the patient would never move on"
        raise HandoutsError([Problem("start", 0, message, "Give the date of the patient's first day.")])
    last, program = _last(order, planner)
    now = program_week(order.start, order.pauses, week_of, last, _trains(order, planner))
    if now.state == "waiting":
        far = (f"{order.start} is more than a year off",) if now.first - week_of > _FAR_OFF else ()
        return NotDue("waiting", f"starts on {now.first}", _doubts(far))
    if now.state == "finished":
        past = (f"the plan ended before {now.first}, half a year ago",) if week_of - now.first > _LONG_AGO else ()
        more = "" if program else "; for more, write their number in a column “weeks”"
        return NotDue("finished", f"has done its {last} weeks, up to the day before {now.first}{more}", _doubts(past))
    if now.state == "paused":
        return NotDue("paused", f"is away on {now.away} of {now.training} training days of this week")
    return _starting(order, now.week, now.first)


def after_pauses(order: Order, planner: Planner) -> Order:
    """The order with the weeks that were spent away before its week counted in."""
    if not order.pauses or order.week < 2:
        return order
    if any(order.week > len(program.weeks) for program in planner.programs_of(order)):
        return order  # what is wrong with it is told when it is planned
    return _starting(order, order.week, first_of_week(order.start, order.pauses, order.week, _trains(order, planner)))


def weeks_paused(order: Order, planner: Planner) -> Iterator[PausedWeek]:
    """What becomes of every week that a pause touches."""
    return paused_weeks(order.start, order.pauses, _last(order, planner)[0], _trains(order, planner))


def days_on_no_sheet(order: Order, planner: Planner) -> list[date]:
    """Days that parts of the note are for, and that no sheet of the plan holds: before, after, or in a pause."""
    days = [piece.day for piece in pieces(order.note) if piece.day]
    if not days:
        return []
    trains = _trains(order, planner)
    firsts = [first_of_week(order.start, order.pauses, week, trains) for week in range(1, _last(order, planner)[0] + 1)]
    return [day for day in days if not any(first <= day < first + timedelta(days=7) for first in firsts)]


def _starting(order: Order, week: int, first: date) -> Order:
    """The order with this week beginning on ``first``, whatever lies between it and week 1."""
    return changed(order, week=week, start=first - timedelta(days=7 * (week - 1)))


def _last(order: Order, planner: Planner) -> tuple[int, bool]:
    """The last week to be printed, and whether a program says so."""
    programs = planner.programs_of(order)
    if not programs:
        return order.weeks or DRILL_WEEKS, False
    whole = len(programs[0].weeks)
    return min(order.weeks or whole, whole), True


def _trains(order: Order, planner: Planner) -> Trains:
    return lambda week: planner.training_days(replace(order, week=week))


def _doubts(messages: tuple[str, ...]) -> tuple[Problem, ...]:
    return tuple(Problem("start", 0, message, "Check its year.", warning=True) for message in messages)
