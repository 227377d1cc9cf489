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
    """The sheet without its note, where that cannot be printed, and what is told of it; else as it is.

    The order is without it as well: printed again later, it gives the same.
    """
    note = "".join([run.text for run in handout.note if not run.soft])  # the clinician's name stands after it
    if note.isascii():
        return order, handout, ()
    from handouts.write.glyphs import unprintable
    from handouts.write.pdf.faces import type_faces

    bad = type_faces().missing(note.replace("\n", ""))
    if not bad:
        return order, handout, ()
    told = unprintable("note", bad)
    message = f"{told.message}; the sheet was made without the note"
    order = changed(order, note="", note_language="")
    handout, _ = planner.plan(order)
    return order, handout, (replace(told, message=message, warning=True, kind="unset"),)


def lacks_note(problems: Iterable[Problem]) -> bool:
    """Whether a sheet was made without its note."""
    return any(problem.kind == "unset" for problem in problems)
