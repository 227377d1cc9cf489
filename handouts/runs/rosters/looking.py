"""A roster looked over for a week: what is wrong, cell by cell, and who gets what. Writes nothing.

What was found of a row is kept as long as the row is the same, so that a long roster is looked over again at once after
a cell was mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import field, replace
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from handouts.base.kept import Kept
from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.library.load import Library
from handouts.orders.decided import Decision
from handouts.roster import Row
from handouts.roster.columns import NAME_PARTS
from handouts.runs.batch import BatchRequest, Roster, job_for, week_folder
from handouts.runs.check import CheckedRoster, RowChecks, check_contents
from handouts.runs.decisions import decisions_for
from handouts.runs.following import Moved
from handouts.runs.job import Job, RowResult, who_of
from handouts.runs.rosters.table import RosterTable, table_of
from handouts.runs.row_order import without_mail
from handouts.runs.rows import Bench, planned

__all__ = ["RosterLook", "RosterLooks", "RowWeek"]

_WEEKS_KEPT = 5_000
_PRINTING = {"mono": False, "form": True, "two_up": False, "codes": True}


@dataclass(frozen=True)
class RowWeek:
    """What a patient gets in a week."""

    state: str
    """due, or why there is nothing: waiting, finished, paused, hold, discharged, failed."""
    program: str = ""
    week: int = 0
    first_day: date | None = None
    note: str = ""
    """Why there is nothing."""
    moved: Moved = ""
    """What a decision has made of the week."""


@dataclass(frozen=True)
class RosterLook:
    """A roster, looked over."""

    table: RosterTable
    checked: CheckedRoster | None
    """None where it cannot be read."""
    rows: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)
    """What is wrong with each row, by its place in the table."""
    general: tuple[Problem, ...] = ()
    """What is wrong with no row, or with more than one."""
    weeks: Mapping[int, RowWeek] = field(default_factory=dict)
    """What each row gets, by its place in the table; of those that can be read."""

    @property
    def faulty(self) -> list[int]:
        """Places of the rows that have to be mended."""
        return [at for at, found in self.rows.items() if any(not one.warning for one in found)]

    def column(self, problem: Problem) -> int:
        """The column (from 0) that a problem is about; -1 where it is about none of the table's."""
        fields = self.table.fields
        if problem.column in fields:
            return fields.index(problem.column)
        parts = [fields.index(part) for part in NAME_PARTS if part in fields] if problem.column == "patient" else []
        return parts[0] if parts else -1


class RosterLooks:
    """Looks rosters of one clinic over."""

    def __init__(self, library: Library, today: date, holding: AbstractContextManager[Any]) -> None:
        """``holding`` is held while rows are planned and composed."""
        self.library, self.today, self._holding = library, today, holding
        self._checks = RowChecks(library, today, holding)
        self._weeks: Kept[str, tuple[RowWeek, tuple[Problem, ...]]] = Kept(_WEEKS_KEPT)

    def table(self, path: Path) -> RosterTable:
        """A roster as a table."""
        return table_of(path, self.library, self.today)

    def look(self, path: Path, week_of: date, register: Register) -> RosterLook:
        """Look a roster over for the week from a Monday on."""
        table = self.table(path)
        if table.contents is None:
            return RosterLook(table, None, general=table.stops)
        contents, name = table.contents, str(path)
        checked = check_contents(contents, name, self._checks)
        weeks, wrong = self._week(path, contents.rows, contents.problems, week_of, register)
        placed = _places(table, contents.rows)
        rows: dict[int, list[Problem]] = {}
        general: list[Problem] = []
        lines = _single_lines(table)
        for one in dict.fromkeys((*checked.problems, *wrong)):
            if one.kind == "past":
                continue  # each patient's own week follows from the start
            if one.line in lines and one.place == name:
                rows.setdefault(lines[one.line], []).append(one)
            else:
                general.append(one)
        found = {at: tuple(problems) for at, problems in sorted(rows.items())}
        of_week = {at: week for at, week in zip(placed, weeks, strict=True) if at >= 0}
        return RosterLook(table, checked, found, tuple(general), of_week)

    def _week(
        self, path: Path, rows: Sequence[Row], problems: Sequence[Problem], week_of: date, register: Register
    ) -> tuple[list[RowWeek], list[Problem]]:
        """What each row gets, in their order, and what keeps them from it."""
        roster = Roster(path, tuple(rows), tuple(problems))
        request = BatchRequest(self.today, dict(_PRINTING), week_of=week_of)
        job = job_for(roster, self.library, week_folder(self.library, week_of), request)
        job = replace(job, decided=decisions_for(register, rows))
        with self._holding:
            bench = Bench(job, self.library)
        found: list[RowWeek] = []
        wrong: list[Problem] = []
        for number, row in enumerate(rows, 1):
            decided = job.decided.get(who_of(row), ())
            week, told = self._of_row(job, bench, number, without_mail(row), decided)
            found.append(week)
            wrong += [replace(one, place=str(path), line=row.line) if one.kind != "content" else one for one in told]
        return found, wrong

    def _of_row(
        self, job: Job, bench: Bench, number: int, row: Row, decided: tuple[Decision, ...]
    ) -> tuple[RowWeek, tuple[Problem, ...]]:
        key = repr((job.week_of, decided, sorted(row.fields.items(), key=itemgetter(0))))
        known = self._weeks.get(key)
        if known is None:
            with self._holding:
                known = self._weeks.keep(key, _row_week(planned(job, bench, number, row)))
        return known


def _row_week(plan: Any) -> tuple[RowWeek, tuple[Problem, ...]]:
    """What planning a row for the week came to; of what it tells, what keeps it from a sheet or was decided."""
    if isinstance(plan, RowResult):
        return RowWeek(plan.state, note=plan.note, moved=plan.moved), plan.problems
    order, handout = plan.order, plan.handout
    week = RowWeek("due", order.items[0], order.week, handout.first_day, moved=plan.moved)
    return week, tuple(one for one in plan.told if not one.warning)


def _single_lines(table: RosterTable) -> dict[int, int]:
    """Places of rows by their lines, of those lines that have one row alone."""
    found: dict[int, int] = {}
    twice = set()
    for row in table.rows:
        if row.line in found:
            twice.add(row.line)
        found[row.line] = row.at
    return {line: at for line, at in found.items() if line not in twice}


def _places(table: RosterTable, rows: Sequence[Row]) -> list[int]:
    """The place in the table of each row that could be read; -1 where that cannot be told."""
    lines: dict[int, list[int]] = {}
    for one in table.rows:
        lines.setdefault(one.line, []).append(one.at)
    read: dict[int, int] = {}
    for row in rows:
        read[row.line] = read.get(row.line, 0) + 1
    turn: dict[int, int] = {}
    found = []
    for row in rows:
        there = lines.get(row.line, [])
        number = turn.get(row.line, 0)
        turn[row.line] = number + 1
        found.append(there[number] if len(there) == read[row.line] else -1)
    return found
