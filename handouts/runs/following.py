"""How a week follows from what was decided: by the register, by a row of the roster, and which of the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from handouts.base.problems import Problem
from handouts.orders.decided import Decision, Followed, decided_for
from handouts.orders.order import Order
from handouts.orders.weeks import ProgramWeek

__all__ = ["Moved", "followed_of", "idle_by_decision", "other_week", "said_by_row", "with_said"]

Moved = Literal["", "on", "repeat", "back"]


def said_by_row(
    order: Order, week_of: date, decisions: tuple[Decision, ...]
) -> tuple[Decision | None, tuple[Problem, ...]]:
    """What a row's cell “decision” says of the week, if it says anything, and what is to be told of it."""
    if not order.decision:
        return None, ()
    cell = replace(decided_for(order.decision, week_of, order.issued), by=order.clinician)
    if cell.until and cell.until <= week_of:
        message = f"{cell.says} is over, and is passed over"
        return None, (Problem("decision", 0, message, "Take it out of the row.", warning=True),)
    kept = next((one for one in decisions if one.for_day == week_of and not one.source), None)
    if kept is None or kept.same[:-1] == cell.same[:-1]:
        return cell, ()
    by = f" by {kept.by}" if kept.by else ""
    message = f"says {cell.says}, but {kept.says} was decided{by} on {kept.decided_at[:10]}; the roster is followed"
    hint = "Make the two say the same: empty the cell, or “handouts decide”."
    return cell, (Problem("decision", 0, message, hint, warning=True),)


def with_said(decisions: tuple[Decision, ...], said: Decision | None) -> tuple[Decision, ...]:
    """Decisions in the order of their days, with what a row says of its week in place of what the register says."""
    if said is None:
        return decisions
    others = [one for one in decisions if one.for_day != said.for_day]
    return tuple(sorted([*others, said], key=lambda one: one.for_day))


def other_week(week: int, now: ProgramWeek) -> Problem:
    """A warning where a row gives another week than follows from start, pauses and decisions."""
    follows = f"it is week {now.week}" if now.state == "on" else "the plan is finished"
    message = f"says {week}, but by start, pauses and decisions {follows}; week {week} is printed"
    return Problem("week", 0, message, "Leave “week” empty, or mend the start.", warning=True)


def followed_of(now: ProgramWeek) -> tuple[Followed | None, Moved]:
    """What the sheet of a week says of its decision, and what that has made of the week."""
    one = now.decision
    if one is None:
        moved: Moved = ""
    elif not one.week and one.word == "on":
        moved = "on"
    else:
        moved = "on" if now.week > now.before else "repeat" if now.week == now.before else "back"
    word = moved if one and one.word in ("repeat", "back") and moved in ("repeat", "back") else ""
    usual = now.before in (0, now.week - 1) and not now.gap
    if not word and usual:
        return None, moved
    return Followed(word, now.before, now.gap, one.because if one and word else ""), moved


def idle_by_decision(one: Decision | None) -> str:
    """Why nothing is printed, where that was decided."""
    if one is None:
        return "nothing is to be printed"
    until = f" until {one.until}" if one.until else ""
    state = f"is on hold{until}" if one.word == "hold" else "is discharged"
    by = f" by {one.by}" if one.by else ""
    when = f", decided{by} on {one.decided_at[:10]}" if one.decided_at else ", by the roster"
    return state + when
