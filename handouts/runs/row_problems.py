"""Problems of a row, with the roster's file and line in place of the order's field, and without patients' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.orders.reader import FIELDS
from handouts.roster import COLUMNS, Row

__all__ = ["at_row", "known_words", "placed"]


def placed(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line in place of the order's field."""
    moved = []
    for problem in (_hushed(problem, row, known) for problem in problems):
        column = COLUMNS.get(problem.place, (problem.place,))[0]
        moved.append(replace(problem, place=roster, line=row.line, message=f"{column}: {problem.message}"))
    return tuple(moved)


def at_row(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line, but for those that have them."""
    return tuple(
        problem if problem.place == roster else moved
        for problem, moved in zip(problems, placed(problems, roster, row, known), strict=True)
    )


def known_words(library: Library) -> frozenset[str]:
    """Words that name no patient: ids, languages, layouts and fields."""
    names = {name for key in (*library.drills, *library.programs) for name in key}
    return frozenset((*names, *library.layouts, *FIELDS, *COLUMNS))


_QUOTED = re.compile(r"“([^”]*)”")


def _hushed(problem: Problem, row: Row, known: frozenset[str]) -> Problem:
    """The problem without words of the roster's cells: where columns have shifted, they may be a patient's name.

    A near miss of a known word, and what holds no letters, is shown: that helps, and names no one.
    """
    if problem.hint.startswith("Did you mean"):
        return problem
    cells = " ".join(str(value) for value in row.fields.values()).lower()

    def hush(match: re.Match[str]) -> str:
        text = match[1]
        bare = text.lower().rstrip("…")
        named = len(bare) > 1 and bare not in known and re.search(r"[^\W\d_]", bare)
        return "“…”" if named and bare in cells else match[0]

    message = _QUOTED.sub(hush, problem.message)
    if message == problem.message:
        return problem
    shifted = "If the cells have shifted, put text that holds a comma in double quotes."
    return replace(problem, message=message, hint=f"{problem.hint} {shifted}".strip())
