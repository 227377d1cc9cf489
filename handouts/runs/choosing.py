"""What a sheet that is being made holds: its drills in order, each with its dose as printed, and changes of them.

A sheet is texts of an order's fields, as the command line takes them, some of which may not be readable yet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handouts.base.records import dataclass
from handouts.library.models import Drill, Program, Week
from handouts.orders.doses import parse_doses, written_doses
from handouts.orders.dosetext import DOSE_PARTS, change_text, dose_texts
from handouts.orders.order import Order
from handouts.orders.reader import read_order
from handouts.plan.doses import PatientDose
from handouts.plan.planner import Planner

__all__ = [
    "ChosenDrill",
    "SheetChoice",
    "choice_of",
    "drills_alone",
    "fitting",
    "part_faults",
    "undecided",
    "with_dose",
]

NOBODY = "Nobody"
_UNREAD = ("patient", "key", "note", "visit", "clinician")
"""Fields that say nothing of which drills there are, and how much of each."""


@dataclass(frozen=True)
class ChosenDrill:
    """A drill of the sheet."""

    drill: Drill
    dose: PatientDose
    usual: PatientDose
    """What it would be if nothing were changed for this drill by itself."""
    said: str
    """The dose in words, as printed."""
    usual_said: str
    own: Mapping[str, str]
    """Parts that are changed for this drill, as they are written."""
    in_program: bool
    skipped: bool


@dataclass(frozen=True)
class SheetChoice:
    """What a sheet has on it."""

    program: Program | None
    week: Week | None
    number: int
    """Of the week, from 1."""
    drills: tuple[ChosenDrill, ...]
    """Those that are skipped too, in the order of the sheet."""
    unknown: tuple[str, ...]
    """Ids that no drill or program has here."""

    @property
    def given(self) -> tuple[ChosenDrill, ...]:
        """Those that are printed."""
        return tuple(one for one in self.drills if not one.skipped)


def choice_of(values: Mapping[str, Any], planner: Planner, today: date) -> SheetChoice:
    """The drills of a sheet, as far as its fields can be read."""
    order = _readable(values, today)
    if order is None:
        return SheetChoice(None, None, 1, (), ())
    program, chosen = planner.chosen(replace(order, skip=()), [])
    doses = written(values)
    _, usual = planner.chosen(replace(order, skip=(), changes=_only_all(order)), [])
    usual_of = {drill.id: dose for drill, dose in usual}
    week = program.weeks[order.week - 1] if program and order.week <= len(program.weeks) else None
    inside = {one.drill for one in week.drills} if week else set()
    drills = tuple(
        ChosenDrill(
            drill,
            dose,
            usual_of.get(drill.id, dose),
            planner.dose_said(drill, dose, order.side),
            planner.dose_said(drill, usual_of.get(drill.id, dose), order.side),
            doses.get(drill.id, {}),
            drill.id in inside,
            drill.id in order.skip,
        )
        for drill, dose in chosen
    )
    known = {one.drill.id for one in drills} | ({program.id} if program else set())
    unknown = tuple(name for name in order.items if name not in known)
    return SheetChoice(program, week, order.week, drills, unknown)


def written(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The parts that a sheet's texts change of each drill's dose; none where they cannot be taken apart."""
    try:
        return written_doses(_texts(values.get("changes")))
    except ValueError:
        return {}


def with_dose(values: Mapping[str, Any], drill: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """The texts of “changes” with other parts for one drill: an empty one goes back to what is usual."""
    doses = written(values)
    mine = {**doses.get(drill, {}), **{name: _plain(name, text) for name, text in parts.items() if name in DOSE_PARTS}}
    kept = {name: text for name, text in mine.items() if text}
    doses = {**doses, drill: kept}
    return tuple(change_text(name, own) for name, own in doses.items() if own)


def part_faults(drill: str, own: Mapping[str, str]) -> dict[str, str]:
    """What cannot be read of a drill's changed dose, by its part."""
    found = {}
    for name, text in own.items():
        try:
            parse_doses([change_text(drill, {name: text})])
        except ValueError as error:
            found[name] = str(error).removeprefix(f"{name} of “{drill}”: ")
    return found


def fitting(values: Mapping[str, Any], planner: Planner, today: date) -> dict[str, tuple[str, ...]]:
    """Doses, drills left out and confirmations without those of drills that the sheet does not have: fields that change
    by it.
    """
    have = {one.drill.id for one in choice_of(values, planner, today).drills} | {"all"}
    doses = written(values)
    skips = tuple(word for text in _texts(values.get("skip")) for word in re.split(r"[\s,;+]+", text) if word)
    found: dict[str, tuple[str, ...]] = {}
    if not have.issuperset(doses):
        found["changes"] = tuple(change_text(name, own) for name, own in doses.items() if name in have)
    if not have.issuperset(skips):
        found["skip"] = tuple(name for name in skips if name in have)
    return found


def undecided(before: Mapping[str, Any], after: Mapping[str, Any], planner: Planner, today: date) -> bool:
    """Whether a sheet's decision, such as “repeat”, is none of it any more: it was of another week, program or drills.

    A drill that is put beside a program leaves its week what it was.
    """
    if not before.get("decision"):
        return False
    was, now = choice_of(before, planner, today), choice_of(after, planner, today)
    return _decided(was) != _decided(now)


def _decided(choice: SheetChoice) -> tuple[object, ...]:
    """What a decision is of: a week of a program, or a week of drills, in whatever order."""
    if choice.program:
        return choice.program.id, choice.number
    return frozenset(one.drill.id for one in choice.drills), choice.number


def drills_alone(choice: SheetChoice, planner: Planner, today: date, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a sheet with a program's drills of this week one by one, each with its dose, without the program."""
    given = choice.given
    names = tuple(one.drill.id for one in given)
    alone = _readable({**values, "items": names, "changes": (), "skip": (), "days": "", "times": ""}, today)
    usual = {drill.id: dose for drill, dose in planner.chosen(alone, [])[1]} if alone else {}
    days, times = _common(one.dose.days for one in given), _common(one.dose.times for one in given)
    texts = []
    for one in given:
        base, mine = dose_texts(usual[one.drill.id]), dose_texts(one.dose)
        parts = {name: text for name, text in mine.items() if base.get(name) != text and name not in ("days", "times")}
        parts |= {"days": "+".join(one.dose.days)} if one.dose.days != days else {}
        parts |= {"times": "+".join(one.dose.times)} if one.dose.times != times else {}
        texts += [change_text(one.drill.id, parts)] if parts else []
    return {
        "items": names,
        "changes": tuple(texts),
        "skip": (),
        "week": "",
        "days": " ".join(days),
        "times": " ".join(times),
    }


def _common(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """What most have."""
    found = Counter(values).most_common(1)
    return found[0][0] if found else ()


def _only_all(order: Order) -> Mapping[str, Any]:
    return {name: change for name, change in order.changes.items() if name == "all"}


def _readable(values: Mapping[str, Any], today: date) -> Order | None:
    """The order without fields that cannot be read; None where it names nothing to print."""
    fields = {name: value for name, value in values.items() if name not in _UNREAD} | {"patient": NOBODY}
    order, problems = read_order(fields, today)
    if order is None:
        wrong = {problem.place for problem in problems}
        if "changes" in wrong:  # what can be read of it is
            fields["changes"] = [
                change_text(drill, {name: text for name, text in own.items() if name not in part_faults(drill, own)})
                for drill, own in written(values).items()
                if own.keys() - part_faults(drill, own)
            ]
            wrong -= {"changes"}
        order, _ = read_order({name: value for name, value in fields.items() if name not in wrong}, today)
    return order


def _texts(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _plain(name: str, text: str) -> str:
    """A part's text without the signs that part one from the next."""
    text = " ".join(text.split())[:80]
    if name in ("load", "distance"):
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return re.sub(r"\s*[,;]\s*", "+" if name in ("days", "times") else "/", text).replace("=", " ").strip(" /+")
