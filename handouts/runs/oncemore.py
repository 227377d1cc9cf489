"""A sheet once more, as a draft to be looked at: the same again, or the next week of its plan as it was decided.

It is made from the order that the register kept of the sheet. What was of its day alone is left out: the day of issue,
a visit that is over, times away that are over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handouts.base.ids import shown_id
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.drafts import Value
from handouts.deliver.register import Issued
from handouts.library.load import Library
from handouts.orders.decided import Decision
from handouts.orders.order import Order
from handouts.orders.stored import order_from_json
from handouts.plan.planner import Planner
from handouts.runs.deciding import holds_for
from handouts.runs.due_weeks import NotDue, after_sheet
from handouts.runs.ordertexts import order_texts, printing_texts
from handouts.runs.remaking import how_of

__all__ = ["kept_order", "next_start", "next_week", "same_again"]

_WEEK = timedelta(days=7)


def kept_order(row: Issued) -> Order:
    """The order that a sheet was made from; HandoutsError where the register's text of it cannot be read."""
    try:
        return order_from_json(row.asked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = "its order cannot be read in the register; it may have been changed by hand"
        raise HandoutsError([Problem(shown_id(row.handout), 0, message, "Make a new sheet.")]) from error


def next_start(first: date, today: date) -> date:
    """The day on which the sheet after one that begins on ``first`` begins: seven days later, or where that is over,
    the next day of that name, today included.
    """
    weeks = max(1, -((first - today).days // 7))
    return first + _WEEK * weeks


def same_again(row: Issued, today: date) -> dict[str, Value]:
    """The texts of a sheet like one that was given: the same drills, doses and week, from the next start."""
    order = kept_order(row)
    first = order.start + _WEEK * (order.week - 1)
    moved = replace(order, start=next_start(first, today) - _WEEK * (order.week - 1))
    return _draft(replace(moved, decision="", reason="", followed=None), row, today)


def next_week(row: Issued, decisions: Sequence[Decision], library: Library, today: date) -> dict[str, Value]:
    """The texts of the sheet after one that was given: the next week of its plan, or what was decided of that week.

    ``decisions`` are those that hold of the patient, in the order of their days. HandoutsError says why there is
    nothing to print.
    """
    order = kept_order(row)
    first = next_start(order.start + _WEEK * (order.week - 1), today)
    monday = first - timedelta(days=first.weekday())  # decisions are for weeks from a Monday on
    decided = holds_for([one for one in decisions if one.for_day <= monday], monday)
    due = after_sheet(order, first, Planner(library, checked=False), decided)
    if isinstance(due, NotDue):
        hint = "“The same again” makes the same sheet for the coming week. Or take back what was decided."
        raise HandoutsError([Problem(f"the week from {first}", 0, f"the patient {due.why}", hint)])
    return _draft(due.order, row, today)


def _draft(order: Order, row: Issued, today: date) -> dict[str, Value]:
    """The texts of a sheet that is issued later than ``order`` was."""
    first = order.start + _WEEK * (order.week - 1)
    visit = order.visit if order.visit and order.visit >= today else None
    away = tuple(pause for pause in order.pauses if pause[1] >= first)
    kept = replace(order, visit=visit, visit_time=order.visit_time if visit else None, pauses=away)
    texts = order_texts(kept)
    del texts["issued"]
    return {**texts, **printing_texts(how_of(row))}
