"""A patient's own week: which week of a program a row is for, after start, pauses and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import changed, dataclass
from handouts.orders.decided import Decision, decided_for
from handouts.orders.order import Order
from handouts.orders.weeks import PausedWeek, ProgramWeek, Trains, first_of_week, paused_weeks, program_week
from handouts.plan.notes import pieces
from handouts.plan.planner import Planner
from handouts.roster import Row
from handouts.runs.following import Moved, followed_of, idle_by_decision, other_week, said_by_row, with_said

__all__ = [
    "DRILL_WEEKS",
    "DueWeek",
    "NotDue",
    "after_pauses",
    "after_sheet",
    "as_asked",
    "days_on_no_sheet",
    "in_week",
    "weeks_paused",
]

DRILL_WEEKS = 6
"""Weeks that drills without a program are printed for, where the row does not say: long enough for most plans, and
short enough that nobody is given the same sheet for years."""
_LONG_AGO, _FAR_OFF = timedelta(days=183), timedelta(days=366)


@dataclass(frozen=True)
class NotDue:
    """There is nothing to print for this patient in this week."""

    state: Literal["waiting", "finished", "paused", "hold", "discharged"]
    why: str
    problems: tuple[Problem, ...] = ()
    """What makes one doubt the row's dates, or is to be told."""
    said: Decision | None = None
    """See ``DueWeek``."""


@dataclass(frozen=True)
class DueWeek:
    """What is to be printed for a patient in a week."""

    order: Order
    told: tuple[Problem, ...] = ()
    moved: Moved = ""
    """What a decision has made of the week; empty where nobody decided anything."""
    said: Decision | None = None
    """What the row says of this week, to be kept."""


def in_week(
    order: Order, row: Row, week_of: date, planner: Planner, decisions: tuple[Decision, ...] = ()
) -> DueWeek | NotDue:
    """The order for the patient's own week in the seven days from ``week_of``.

    It follows from start, pauses and decisions: those that the register has, in the order of their days, and over
    that of this week what the row says itself. HandoutsError where the row has no start of its own.
    """
    if not order.start_given:
        raise HandoutsError([Problem("start", 0, "is empty", "Give the first day of the patient's week 1.")])
    if not re.search(r"\d", str(row.fields.get("start", "1"))):
        message = "moves with the day of the batch, so the patient would never move on"
        raise HandoutsError([Problem("start", 0, message, "Give the date of the patient's first day.")])
    last, program = _last(order, planner)
    trains = _trains(order, planner)
    if order.decision or order.week_given:  # what a roster has said of this week before, this one says now
        decisions = tuple(one for one in decisions if one.for_day != week_of or not one.source)
    cell, told = said_by_row(order, week_of, decisions)
    every = with_said(decisions, cell)
    now = program_week(order.start, order.pauses, week_of, last, trains, every)
    if order.week_given and now.state in ("on", "finished") and order.week != now.week:
        told += (other_week(order.week, now),)
        cell = replace(cell or Decision("on", week_of, by=order.clinician), week=order.week)
        every = with_said(decisions, cell)
        now = program_week(order.start, order.pauses, week_of, last, trains, every)
    if now.state != "on":
        idle = _idle(now, week_of, last, program=program)
        return changed(idle, problems=(*told, *idle.problems), said=cell)
    found = _in_its_week(order, now, decided=bool(every))
    if isinstance(found, NotDue):
        return changed(found, problems=told, said=cell)
    return changed(found, told=told, said=cell)


def after_sheet(order: Order, first: date, planner: Planner, decision: Decision | None = None) -> DueWeek | NotDue:
    """The order for the week of the plan after that of a sheet, as it begins on ``first``, however long ago the sheet
    was; ``order`` is the one that the sheet was made from, ``decision`` what holds for those seven days.
    """
    last, program = _last(order, planner)
    before = _starting(order, order.week, first - timedelta(days=7))
    pauses = tuple(pause for pause in order.pauses if pause[1] >= first)
    decided = (replace(decision, for_day=first),) if decision else ()
    now = program_week(before.start, pauses, first, last, _trains(order, planner), decided)
    if now.state != "on":
        return _idle(now, first, last, program=program)
    return _in_its_week(before, now, decided=bool(decided))


def _in_its_week(order: Order, now: ProgramWeek, *, decided: bool) -> DueWeek | NotDue:
    """The order for a week that is on."""
    if order.until and now.first > order.until:
        return NotDue("finished", f"has had its last sheet: its plan is until {order.until}")
    followed, moved = followed_of(now) if decided else (None, "")
    reason = now.decision.reason if now.decision and followed and followed.word else ""
    return DueWeek(
        changed(_starting(order, now.week, now.first), decision="", reason=reason, followed=followed), moved=moved
    )


def _idle(now: ProgramWeek, week_of: date, last: int, *, program: bool) -> NotDue:
    """Why there is nothing to print."""
    if now.state == "waiting":
        far = (f"{now.first} is more than a year off",) if now.first - week_of > _FAR_OFF else ()
        return NotDue("waiting", f"starts on {now.first}", _doubts(far))
    if now.state == "paused":
        return NotDue("paused", f"is away on {now.away} of {now.training} training days of this week")
    if now.state in ("hold", "discharged"):
        return NotDue(now.state, idle_by_decision(now.decision))
    past = (f"the plan ended before {now.first}, half a year ago",) if week_of - now.first > _LONG_AGO else ()
    more = "" if program else "; for more, write their number in a column “weeks”"
    return NotDue("finished", f"has done its {last} weeks, up to the day before {now.first}{more}", _doubts(past))


def as_asked(order: Order, planner: Planner) -> DueWeek | NotDue:
    """The order for the very week that it asks for, its pauses counted in; its decision is what the sheet says."""
    said = decided_for(order.decision, order.start, order.issued) if order.decision else None
    order = after_pauses(order, planner)
    first = order.start + timedelta(days=7 * (order.week - 1))
    if said and said.word in ("hold", "discharge") and not (said.until and first >= said.until):
        return NotDue("hold" if said.word == "hold" else "discharged", idle_by_decision(said))
    if order.until and first > order.until:
        return NotDue("finished", f"has had its last sheet: its plan is until {order.until}")
    return DueWeek(changed(order, decision="") if order.decision else order)


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
