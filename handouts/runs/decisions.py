"""Decisions of a roster's patients: what the register has of them, what rows add to it, and who went on unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handouts.base.people import folded
from handouts.deliver.decisions import DecisionsTable, KeptDecision, holding
from handouts.deliver.register import Register
from handouts.orders.decided import Decision
from handouts.roster import Row
from handouts.runs.job import RowResult, who_of
from handouts.runs.people import KeptPerson, find_person
from handouts.runs.records import by_sheet

__all__ = ["People", "decisions_for", "keep_said", "person_of", "shown_before"]

Pair = tuple[str, str]
"""Key and name of a patient."""
_WEEK = timedelta(days=7)


class People:
    """Tells which pairs of key and name are one person, by the rule of the register: a name without a key is somebody
    of their own, but where one key alone has that name it is theirs.
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._holders: dict[str, set[str]] = {}
        for key, name in pairs:
            if key and name:
                self._holders.setdefault(folded(name), set()).add(key)

    def of(self, key: str, name: str) -> Pair:
        """What stands for the person: equal for all pairs that are theirs."""
        if key:
            return key, ""
        form = folded(name)
        holders = self._holders.get(form, ())
        return (next(iter(holders)), "") if len(holders) == 1 else ("", form)


def person_of(register: Register, text: str) -> KeptPerson:
    """Whom an id, a name, a part of it or a sheet's id means, of those who were given or decided something.

    HandoutsError where nobody is, or several may be.
    """
    people = [*register.people(), *DecisionsTable(register).people()]
    return find_person(by_sheet(register, text), people)


def decisions_for(register: Register, rows: Sequence[Row]) -> Mapping[Pair, tuple[Decision, ...]]:
    """What holds of the patients of a roster's rows, by ``who_of``, in the order of the days; only of those of whom
    anything was decided.
    """
    kept = DecisionsTable(register).every()
    if not kept:
        return {}
    wanted = [who_of(row) for row in rows]
    people = People([*register.people(), *((one.key, one.patient) for one in kept), *wanted])
    theirs: dict[Pair, list[KeptDecision]] = {}
    for one in kept:
        theirs.setdefault(people.of(one.key, one.patient), []).append(one)
    found = {who: holding(theirs.get(people.of(*who), ())) for who in dict.fromkeys(wanted)}
    return {who: decisions for who, decisions in found.items() if decisions}


def keep_said(register: Register | None, results: Iterable[RowResult], roster: str) -> int:
    """Keep what rows have said of their week, all or nothing; what was kept before is not kept again."""
    said = []
    for result in results:
        if result.said and result.state != "failed":
            who = (result.issued.key, result.issued.patient) if result.issued else result.who
            said.append((*who, replace(result.said, source=roster)))
    return DecisionsTable(register).add(said) if register else 0


def shown_before(register: Register, week_of: date) -> Collection[Pair]:
    """Who was given a sheet for the seven days before: by key, and by folded name where there is none."""
    pairs = register.given_in((week_of - _WEEK).isoformat(), week_of.isoformat())
    return {(key, "" if key else folded(name)) for key, name in pairs}
