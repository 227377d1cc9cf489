"""PLAN: what can be printed, but is likely to be a slip or to do the patient little good. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from handouts.base.problems import Problem
from handouts.library.models import Drill, Program
from handouts.orders.order import Order
from handouts.plan.doses import PatientDose
from handouts.plan.notes import looks_marked, pieces

__all__ = ["MANY_DRILLS", "long_session", "warnings"]

MANY_DRILLS, TOO_MANY_DRILLS = 4, 6
LONG_NOTE = 60
LONG_SESSION = 120
"""Minutes."""
_WEEK, _AHEAD = timedelta(days=7), timedelta(days=366)
"""How far after the day of issue anything may lie that is planned."""


def warnings(
    order: Order, program: Program | None, chosen: list[tuple[Drill, PatientDose]], first: date
) -> tuple[Problem, ...]:
    """What to point out of an order whose sheet's week begins on ``first``."""
    problems = _far(order, first)
    count = len(chosen)
    if count > TOO_MANY_DRILLS:
        message = f"{count} drills are far too many: people do 2 better than 8, and drop long lists"
        problems.append(Problem("items", 0, message, "Choose the 2 to 4 that matter most.", warning=True))
    elif count > MANY_DRILLS:
        message = f"{count} drills are many: 2 to 4 are done better"
        problems.append(Problem("items", 0, message, "Leave out what can wait.", warning=True))
    words = max((len(piece.text.split()) for piece in pieces(order.note)), default=0)
    if words > LONG_NOTE:
        message = f"the note has {words} words; notes over {LONG_NOTE} are rarely read"
        problems.append(Problem("note", 0, message, "Keep what matters this week.", warning=True))
    if looks_marked(order.note):
        message = "a part of the note begins like a date or a week, but not in a way that is read; it is on every sheet"
        problems.append(
            Problem("note", 0, message, "Begin it with such as “2026-12-01: ” or “week 3: ”.", warning=True)
        )
    weeks = max((piece.week for piece in pieces(order.note)), default=0)
    if program and weeks > len(program.weeks):
        message = f"a part of the note is for week {weeks}, but “{program.id}” has {len(program.weeks)} weeks"
        problems.append(Problem("note", 0, message, "It is on no sheet. Give another week.", warning=True))
    inside = [name for name in order.items if program and name in _in_week(program, order)]
    for name in inside:
        message = f"“{name}” is in the program this week already"
        problems.append(Problem("items", 0, message, "Leave it out, or change its dose.", warning=True))
    if order.visit and order.visit < order.issued:
        message = f"the next visit, {order.visit}, is over; it is left off the sheet"
        problems.append(Problem("visit", 0, message, "Give the next one, or leave it empty.", warning=True))
    if program and order.weeks and order.weeks > len(program.weeks):
        message = f"says {order.weeks}, but “{program.id}” has {len(program.weeks)} weeks"
        problems.append(Problem("weeks", 0, message, "It ends with its last week.", warning=True))
    if order.side != "both" and not any(drill.each_side for drill, _ in chosen):
        message = "none of these drills is done one side at a time; the side is not printed"
        problems.append(Problem("side", 0, message, "Leave it out.", warning=True))
    return tuple(problems)


def _in_week(program: Program, order: Order) -> set[str]:
    return {item.drill for item in program.weeks[order.week - 1].drills}


def long_session(minutes: int) -> list[Problem]:
    """A session of hours is a slip in a dose, most often."""
    if minutes <= LONG_SESSION:
        return []
    return [Problem("changes", 0, f"a session takes about {minutes} minutes", "Check the doses.", warning=True)]


def _far(order: Order, first: date) -> list[Problem]:
    """Dates that are years off: a slip of the keyboard, most often in the year. And a plan that is over."""
    found = []
    if order.until and order.until < first:
        message = f"the plan ends on {order.until}, before the sheet's week from {first}"
        found.append(Problem("until", 0, message, "Give a later day, or leave it out."))
    if order.decision.startswith(("hold", "discharge")):
        word = order.decision.split(maxsplit=1)[0].rstrip(":")
        found.append(Problem("decision", 0, f"nothing is printed on {word}", "Give repeat or back, or leave it out."))
    if first + _WEEK <= order.issued:
        message = f"the sheet is for the week from {first}, which is over"
        hint = "Check the start and the week; in a batch, --week-of makes each patient's own week."
        found.append(Problem("start", 0, message, hint, warning=True, kind="past"))
    elif first > order.issued + _AHEAD:
        message = f"the sheet is for the week from {first}, more than a year off"
        found.append(Problem("start", 0, message, "Check the year of the start.", warning=True))
    if order.visit and order.visit > order.issued + _AHEAD:
        message = f"the next visit, {order.visit}, is more than a year off"
        found.append(Problem("visit", 0, message, "Check its year.", warning=True))
    if order.visit and any(begin <= order.visit <= end for begin, end in order.pauses):
        message = f"the next visit, {order.visit}, lies in a pause"
        found.append(Problem("visit", 0, message, "Check both dates.", warning=True))
    return found
