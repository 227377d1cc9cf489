"""Which of the clinic's contacts its sheets have no room for, read off sheets that were composed on trial."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Text

__all__ = ["contacts_left_out", "unprinted"]

_CONTACTS = ("name", "tagline", "phone", "email", "web", "address", "hours", "emergency")


def contacts_left_out(press: Press, day: date) -> Iterator[Problem]:
    """A warning for each contact that stands nowhere on a sheet: it would be missed in silence."""
    library, clinic = press.library, press.library.clinic
    missing: dict[str, list[str]] = {}
    for layout in library.layouts:
        printed = _printed(press, Order(patient="A B", items=(), start=day, issued=day, layout=layout))
        for name in _CONTACTS:
            if printed and "".join((getattr(clinic, name) or "").split()) not in printed:
                missing.setdefault(name, []).append(layout)
    for name, layouts in missing.items():
        message = f"{name}: there is no room for it on the sheet, so it is not printed (layout {', '.join(layouts)})"
        hint = "Shorten it, or what stands beside it: name, e-mail, web and address share a line."
        if name in _WHY:
            message, hint = _WHY[name]
        yield Problem(library.clinic_file, library.clinic_lines.get(name, 0), message, hint, warning=True)


_WHY = {
    "hours": (
        "hours: they are not printed, for there is no phone that is answered then",
        "Add a line “phone: …”, or take the hours out.",
    ),
    "tagline": (
        "tagline: it is not printed, for the layout leaves it out",
        "Set “tagline: true” under “front” in the layout, or take the tagline out of clinic.yaml.",
    ),
}


def unprinted(library: Library, layout: str) -> Iterator[Problem]:
    """A warning for each thing that the clinic wrote and a sheet of this layout leaves out, whatever its length. All
    else is printed: what the foot of a page cannot hold stands in the head of page 1, which is as tall as it needs.
    """
    clinic, found = library.clinic, library.layouts.get(layout)
    gone = {
        "hours": bool(clinic.hours) and not clinic.phone,
        "tagline": bool(clinic.tagline) and found is not None and not found.front.tagline,
    }
    for name, missing in gone.items():
        if missing:
            message, hint = _WHY[name]
            yield Problem(library.clinic_file, library.clinic_lines.get(name, 0), message, hint, warning=True)


def _printed(press: Press, order: Order) -> str:
    """All text on a sheet of the first drill that can be printed, without spaces; empty where none can be."""
    for name, language in press.library.drills:
        # what the clinic wrote is what is looked for, whatever the language of the first drill
        clinic = replace(press.library.clinic, language=language)
        planner = Planner(replace(press.library, clinic=clinic), checked=False)
        with contextlib.suppress(HandoutsError):
            sheet = press.sheet(planner.plan(replace(order, items=(name,), language=language))[0])
            marks = (mark for page in sheet.pages for placed in page.blocks for mark in placed.block.flat())
            return "".join("".join(mark.text.split()) for mark in marks if isinstance(mark, Text))
    return ""
