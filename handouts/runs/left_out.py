"""A note with a letter that no type face has is left out of its sheet, and told: the patient gets all else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handouts.base.problems import Problem
from handouts.base.records import changed
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner

__all__ = ["lacks_note", "printable"]

_Sheet = tuple[Order, Handout, tuple[Problem, ...]]


def printable(order: Order, handout: Handout, planner: Planner) -> _Sheet:
    """The sheet without its note, or without the reason of what was decided, where that cannot be printed, and what is
    told of it; else as it is.

    The order is without it as well: printed again later, it gives the same.
    """
    note = "".join([run.text for run in handout.note if not run.soft])  # the clinician's name stands after it
    if note.isascii() and order.reason.isascii():
        return order, handout, ()
    told: list[Problem] = []
    if bad := _missing(note):
        order = changed(order, note="", note_language="")
        told.append(_left_out("note", bad, "the note"))
    if bad := _missing(order.reason):
        order = changed(order, reason="")
        told.append(_left_out("decision", bad, "its reason"))
    if told:
        handout, _ = planner.plan(order)
    return order, handout, tuple(told)


def _missing(text: str) -> str:
    """The first letter of a text that no type face has, or empty."""
    if text.isascii():
        return ""
    from handouts.write.pdf.faces import type_faces

    return type_faces().missing(text.replace("\n", ""))


def _left_out(place: str, bad: str, what: str) -> Problem:
    from handouts.write.glyphs import unprintable

    told = unprintable(place, bad)
    return replace(told, message=f"{told.message}; the sheet was made without {what}", warning=True, kind="unset")


def lacks_note(problems: Iterable[Problem]) -> bool:
    """Whether a sheet was made without its note."""
    return any(problem.kind == "unset" for problem in problems)
