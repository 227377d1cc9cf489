"""Many handouts: every row of a roster is planned, printed and saved; a bad row never stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from handouts.deliver.files import file_name, save
from handouts.errors import Exit, HandoutsError, Problem
from handouts.order import Order
from handouts.orders import read_order
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


def _placed(problems: Sequence[Problem], roster: str, line: int) -> tuple[Problem, ...]:
    """The problems with the roster's file and line in place of the order's field."""
    found = []
    for problem in problems:
        column = COLUMNS.get(problem.place, (problem.place,))[0]
        message = f"{column}: {problem.message}"
        found.append(replace(problem, place=roster, line=line, message=message))
    return tuple(found)


def _order(row: Row, defaults: dict[str, Any], today: date, roster: str) -> Order:
    order, problems = read_order({**defaults, **row.fields}, today)
    if not order:
        raise HandoutsError(_placed(problems, roster, row.line))
    return order


def check_rows(
    rows: Sequence[Row], defaults: dict[str, Any], today: date, planner: Planner, press: Press, roster: str
) -> list[Problem]:
    """Every problem of every row, without writing anything."""
    found: list[Problem] = []
    for row in rows:
        try:
            handout, warnings = planner.plan(_order(row, defaults, today, roster))
            press.sheet(handout)
            found += _placed(warnings, roster, row.line)
        except HandoutsError as error:
            found += _at(error.problems, roster, row.line)
    return found


def _at(problems: Sequence[Problem], roster: str, line: int) -> tuple[Problem, ...]:
    return tuple(
        problem if problem.place == roster else placed
        for problem, placed in zip(problems, _placed(problems, roster, line), strict=True)
    )


def make_all(
    rows: Sequence[Row], defaults: dict[str, Any], today: date, planner: Planner, press: Press, roster: str,
    folder: Path, *, force: bool, named: bool,
) -> Iterator[Outcome]:  # fmt: skip
    """Make and save each row's handout, in order; yields as it goes, so a stop loses nothing that is done."""
    for number, row in enumerate(rows, 1):
        try:
            order = _order(row, defaults, today, roster)
            handout, warnings = planner.plan(order)
            data = press.pdf(handout)
            path = folder / file_name(handout, label(order), number=number, named=named)
        except HandoutsError as error:
            yield Outcome(row.line, "failed", problems=_at(error.problems, roster, row.line), code=error.code)
            continue
        try:
            state = save(path, data, force=force)
        except HandoutsError as error:
            yield Outcome(row.line, "failed", path, handout.id, error.problems, error.code)
            if error.code == Exit.OUTPUT:  # the disk is full or gone: the next row would fail the same way
                return
            continue
        yield Outcome(row.line, state, path, handout.id, _placed(warnings, roster, row.line))


def label(order: Order) -> str:
    """What a file is called after: its program and week, or its first drill."""
    return f"{order.items[0]}-week-{order.week}"
