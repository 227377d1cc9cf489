"""PLAN: which drills a handout has, and how much of each: the program's dose, changed by the order. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from handouts.base.dosevalues import Measures, Spans, Tempo
from handouts.base.problems import Problem, misspelt
from handouts.base.records import dataclass, fields
from handouts.base.scalars import Holds, Span
from handouts.library.load import Library
from handouts.library.models import DoseChange, Drill, Program, Week
from handouts.orders.order import Order
from handouts.orders.weeks import away_days
from handouts.plan.translated import untranslated
from handouts.plan.usable import unusable

__all__ = ["PatientDose", "at_home", "changed_dose", "choose", "of_set"]

T = TypeVar("T")
_MEASURES = ("reps", "duration", "distance")
"""What a set is counted in: one of these."""
_EACH_SET = (
    ("reps", "numbers of reps", "Give one, or one for each set."),
    ("hold", "holds", "Give one hold, or one for each set."),
    ("load", "loads", "Give one load, or one for each set."),
    ("duration", "times", "Give one time, or one for each set."),
    ("distance", "distances", "Give one distance, or one for each set."),
)


@dataclass(frozen=True)
class PatientDose:
    """A drill's dose for this patient and week; ``hold`` is None where each step keeps its own."""

    sets: int
    reps: Spans | None
    """None where a set is counted in time or distance."""
    rest: int
    """Between sets, s."""
    hold: Holds | None
    days: tuple[str, ...]
    times: tuple[str, ...]
    load: Measures | None = None
    duration: Spans | None = None
    """Of a set, s."""
    distance: Measures | None = None
    tempo: Tempo | None = None
    effort: Span | None = None
    """From 0 to 10."""


_PARTS = tuple(item.name for item in fields(PatientDose))


def _usual_dose(drill: Drill, days: tuple[str, ...], times: tuple[str, ...]) -> dict[str, Any]:
    """The parts of the dose that a drill starts from, by their names."""
    dose = drill.dose
    return {
        "sets": dose.sets,
        "reps": dose.reps,
        "rest": dose.rest,
        "hold": None,
        "days": days,
        "times": times,
        "load": dose.load,
        "duration": dose.duration,
        "distance": dose.distance,
        "tempo": dose.tempo,
        "effort": dose.effort,
    }


def choose(
    order: Order, program: Program | None, week: Week | None, drills: list[Drill], language: str, library: Library
) -> tuple[list[tuple[Drill, PatientDose]], list[Problem]]:
    """The drills of this week with their doses, and what is wrong with what the order says of them."""
    wanted: list[tuple[Drill, DoseChange]] = []
    missing = []
    for item in week.drills if week else ():
        if drill := library.drill(item.drill, language):
            wanted.append((drill, item))
        else:
            missing.append(item.drill)
    known = {drill.id for drill, _ in wanted}
    wanted += [(drill, DoseChange()) for drill in drills if drill.id not in known]
    known |= {*missing, *(drill.id for drill in drills)}
    problems = _unknown(order, known)
    for name in missing:
        if name not in order.skip:
            problems += unusable("items", name, language, library, "drill") or untranslated(name, language, library)
    days = order.days or (week and week.days) or (program.days if program else ("mon", "wed", "fri"))
    times = order.times or (week and week.times) or (program.times if program else ("day",))
    chosen = []
    for drill, base in wanted:
        if drill.id in order.skip:
            continue
        changes = [base, order.changes.get("all"), order.changes.get(drill.id)]
        dose = changed_dose(drill, [change for change in changes if change], days, times)
        mine = order.changes.get(drill.id) or DoseChange()
        if order.days or order.times:  # are for the whole handout, also over a drill's own in the program
            dose = replace(
                dose,
                days=order.days if order.days and not mine.days else dose.days,
                times=order.times if order.times and not mine.times else dose.times,
            )
        problems += _dose_problems(drill, dose, mine)
        chosen.append((drill, dose))
    return chosen, problems


def _unknown(order: Order, known: set[str]) -> list[Problem]:
    """Drills that the order changes or leaves out, but that this handout does not have."""
    return [
        misspelt(place, f"“{name[:60]}” is not among the drills of this handout", name, known)
        for place, names in (("changes", order.changes), ("skip", order.skip))
        for name in names
        if name not in known and (name != "all" or place == "skip")
    ]


def changed_dose(
    drill: Drill, changes: Sequence[DoseChange], days: tuple[str, ...], times: tuple[str, ...]
) -> PatientDose:
    """A drill's usual dose with changes, the later ones over the earlier."""
    dose = _usual_dose(drill, days, times)
    for change in changes:
        given: dict[str, Any] = {name: value for name in _PARTS if (value := getattr(change, name)) is not None}
        for name in _MEASURES[1:] if drill.held else ("hold",):  # said of all drills, it is for those that it fits
            given.pop(name, None)
        if given.keys() & set(_MEASURES):  # one of them stands for the others
            dose |= dict.fromkeys(_MEASURES)
        dose |= given
    return PatientDose(**dose)


def _dose_problems(drill: Drill, dose: PatientDose, mine: DoseChange) -> list[Problem]:
    found = [
        Problem("changes", 0, f"gives “{drill.id}” {len(values)} {words} for {dose.sets} sets", hint)
        for name, words, hint in _EACH_SET
        if (values := getattr(dose, name)) and len(values) not in (1, dose.sets)
    ]
    measures = [name for name in _MEASURES if getattr(dose, name)]
    if len(measures) > 1:
        message = f"gives “{drill.id}” both {' and '.join(measures)}"
        found.append(Problem("changes", 0, message, "Give one of them: reps are counted, or a time, or a way."))
    if mine.hold and not drill.held:
        message = f"gives “{drill.id}” a hold, but none of its steps is held"
        hint = "Leave the hold out, give a “duration”, or add “hold:” to a step of an own drill."
        found.append(Problem("changes", 0, message, hint))
    if drill.held and (mine.duration or mine.distance):
        message = f"gives “{drill.id}” a {'duration' if mine.duration else 'distance'}, but its steps are held"
        found.append(Problem("changes", 0, message, "Give a “hold”."))
    return found


def of_set(values: tuple[T, ...], index: int) -> T:
    """The value for a set, counted from 0, where there is one for all or one for each."""
    return values[index] if len(values) > 1 else values[0]


def at_home(
    order: Order, first: date, chosen: list[tuple[Drill, PatientDose]]
) -> tuple[list[tuple[Drill, PatientDose]], list[Problem]]:
    """The drills with the days on which the patient is there, of the seven from ``first``; and what that leaves out."""
    away = away_days(first, order.pauses)
    training = {day for _, dose in chosen for day in dose.days}
    gone = training.intersection(away)
    if not gone:
        return chosen, []
    left = [
        (drill, replace(dose, days=tuple(day for day in dose.days if day not in away)))
        for drill, dose in chosen
        if not set(dose.days).issubset(away)
    ]
    message = f"the patient is away on {len(gone)} of {len(training)} training days; these are left off the sheet"
    if dropped := [drill.id for drill, dose in chosen if set(dose.days).issubset(away)]:
        message += f", and with them {', '.join(dropped)}"
    return left, [Problem("pauses", 0, message, warning=True)]
