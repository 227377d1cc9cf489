"""A row of a roster for the eye: its cells with what is wrong in each, and what its patient gets in the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handouts.desk.ownwords import in_desk_words
from handouts.desk.pages import told
from handouts.desk.programwords import program_words
from handouts.roster.columns import NOT_READ, usual_title
from handouts.runs.rosters.looking import RosterLook, RowWeek

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = ["LOW", "row_view", "week_words"]

LOW = 999_999
"""The number of no row."""
_MOVED = {"": "", "on": "moves on, as decided", "repeat": "once more, as decided", "back": "back, as decided"}
_STATES = {
    "waiting": "not yet",
    "finished": "finished",
    "paused": "away",
    "hold": "on hold",
    "discharged": "discharged",
    "failed": "to mend",
}


def row_view(look: RosterLook, at: int, library: Library, *, opened: bool) -> dict[str, Any]:
    """A row. ``opened``: its cells can be written in, though none of them is at fault."""
    table, row = look.table, look.table.rows[at]
    problems = look.rows.get(at, ())
    cells: list[dict[str, Any]] = [
        {"at": column, "title": title or f"column {column + 1}", "value": value, "problems": [], "state": "", "of": of}
        for column, (title, of, value) in enumerate(zip(table.titles, table.fields, row.cells, strict=True))
    ]
    others = []
    for problem, said in zip(problems, told(problems), strict=False):
        column = look.column(problem)
        if column < 0:
            others.append(said)
            continue
        cell = cells[column]
        said["message"] = str(said["message"]).removeprefix(f"{usual_title(problem.column)}: ")
        cell["problems"].append(said)
        cell["state"] = "bad" if not problem.warning or cell["state"] == "bad" else "warn"
    faulty = any(not one.warning for one in problems)
    return {
        "at": at,
        "line": row.line,
        "key": row.key,
        "cells": [one for one in cells if one["of"] != NOT_READ or one["problems"]] if not opened else cells,
        "others": others,
        "named": [one for one in cells if one["problems"] and one["of"] != NOT_READ],
        "week": week_words(look.weeks.get(at), library),
        "faulty": faulty,
        "warned": bool(problems) and not faulty,
        "open": opened or faulty,
        "opened": opened and not faulty,
        "name": _name(look, at),
    }


def _name(look: RosterLook, at: int) -> str:
    """Whose row it is, for those who hear the page."""
    fields, cells = look.table.fields, look.table.rows[at].cells
    parts = [cells[fields.index(name)] for name in ("patient", "first name", "last name") if name in fields]
    return " ".join(parts)[:80].strip()


def week_words(week: RowWeek | None, library: Library) -> dict[str, str]:
    """What a patient gets, in words: a state for the eye, and a line."""
    if week is None:
        return {"state": "bad", "badge": "to mend", "words": ""}
    if week.state == "due":
        moved = f"; {_MOVED[week.moved]}" if week.moved else ""
        words = f"{program_words(library, week.program)}{moved}"
        return {"state": "good", "badge": f"week {week.week}", "words": words}
    kind = "bad" if week.state == "failed" else ""
    return {"state": kind, "badge": _STATES.get(week.state, week.state), "words": in_desk_words(week.note)}
