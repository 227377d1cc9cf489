"""Problems of a row, with the roster's file and line in place of the order's field, and without patients' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.base.problems import Problem
from handouts.roster import COLUMNS, Row
from handouts.roster.columns import OF_MAIL
from handouts.roster.privacy import hushed

__all__ = ["at_row", "placed"]


def placed(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line in place of the order's field."""
    moved = []
    for problem in (hushed(problem, row, known) for problem in problems):
        column = COLUMNS.get(problem.place, (problem.place,))[0]
        message = f"{column}: {problem.message}"
        whole = f"{column}: {problem.whole}" if problem.whole else ""
        kind = "mail" if problem.place in OF_MAIL else problem.kind
        field = problem.place if problem.place in COLUMNS else ""
        moved.append(
            replace(problem, place=roster, line=row.line, message=message, whole=whole, kind=kind, column=field)
        )
    return tuple(moved)


def at_row(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line, but for those that have them, or name a file of the content."""
    return tuple(
        problem if problem.place == roster or problem.kind == "content" else moved
        for problem, moved in zip(problems, placed(problems, roster, row, known), strict=True)
    )
