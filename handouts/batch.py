"""Many handouts: every row of a roster is planned, printed and saved; a bad row never stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from handouts.deliver.files import file_name, save
from handouts.errors import Exit, HandoutsError, Problem
from handouts.order import Order
from handouts.orders import FIELDS, read_order
from handouts.plan import Planner
from handouts.press import Press
from handouts.roster import COLUMNS, Row

__all__ = ["Outcome", "check_rows", "make_all"]


@dataclass(frozen=True)
class Outcome:
    """What became of a row. ``same`` means that the very file was there already."""

    line: int
    state: Literal["written", "same", "failed"]
    file: Path | None = None
    id: str = ""
    problems: tuple[Problem, ...] = ()
    code: Exit = Exit.OK


def _placed(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    """The problems with the roster's file and line in place of the order's field."""
    found = []
    problems = [_hushed(problem, row, known) for problem in problems]
    for problem in problems:
        column = COLUMNS.get(problem.place, (problem.place,))[0]
        message = f"{column}: {problem.message}"
        found.append(replace(problem, place=roster, line=row.line, message=message))
    return tuple(found)


def _order(
    row: Row, defaults: dict[str, Any], today: date, roster: str, known: frozenset[str]
) -> Order:  # fmt: skip
    order, problems = read_order({**defaults, **row.fields}, today)
    if not order:
        raise HandoutsError(_placed(problems, roster, row, known))
    return order


def check_rows(
    rows: Sequence[Row], defaults: dict[str, Any], today: date, planner: Planner, press: Press, roster: str
) -> list[Problem]:
    """Every problem of every row, without writing anything."""
    found: list[Problem] = []
    known = _known(planner)
    for row in rows:
        try:
            handout, warnings = planner.plan(_order(row, defaults, today, roster, known))
            press.pdf(handout)
            found += _placed(warnings, roster, row, known)
        except HandoutsError as error:
            found += _at(error.problems, roster, row, known)
    return found


def _at(problems: Sequence[Problem], roster: str, row: Row, known: frozenset[str]) -> tuple[Problem, ...]:
    return tuple(
        problem if problem.place == roster else placed
        for problem, placed in zip(problems, _placed(problems, roster, row, known), strict=True)
    )


def _known(planner: Planner) -> frozenset[str]:
    """Words that name no patient: ids, languages, layouts and fields."""
    library = planner.library
    names = {name for key in (*library.drills, *library.programs) for name in key}
    return frozenset((*names, *library.layouts, *FIELDS))


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


def make_all(
    rows: Sequence[Row], defaults: dict[str, Any], today: date, planner: Planner, press: Press, roster: str,
    folder: Path, *, force: bool, named: bool,
) -> Iterator[Outcome]:  # fmt: skip
    """Make and save each row's handout, in order; yields as it goes, so a stop loses nothing that is done."""
    seen: dict[str, int] = {}
    known = _known(planner)
    for number, row in enumerate(rows, 1):
        try:
            order = _order(row, defaults, today, roster, known)
            handout, warnings = planner.plan(order)
            data = press.pdf(handout)
            path = folder / file_name(handout, label(order), number=number, named=named)
        except HandoutsError as error:
            yield Outcome(row.line, "failed", problems=_at(error.problems, roster, row, known), code=error.code)
            continue
        try:
            state = save(path, data, force=force)
        except HandoutsError as error:
            yield Outcome(row.line, "failed", path, handout.id, error.problems, error.code)
            if error.code == Exit.OUTPUT:  # the disk is full or gone: the next row would fail the same way
                return
            continue
        found = list(_placed(warnings, roster, row, known))
        if handout.id in seen:
            message = f"is the same handout as line {seen[handout.id]}"
            found.append(Problem(roster, row.line, message, "Remove one of the two rows.", warning=True))
        seen.setdefault(handout.id, row.line)
        yield Outcome(row.line, state, path, handout.id, tuple(found))


def label(order: Order) -> str:
    """What a file is called after: its program and week, or its first drill."""
    return f"{order.items[0]}-week-{order.week}"
