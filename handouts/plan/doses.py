"""PLAN: which drills a handout has, and how much of each: the program's dose, changed by the order. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from handouts.base.problems import Problem, misspelt
from handouts.base.scalars import Holds, Span
from handouts.library.load import Library
from handouts.library.models import DoseChange, Drill, Program, Week
from handouts.orders.order import Order
from handouts.orders.weeks import away_days

__all__ = ["PatientDose", "at_home", "choose"]


@dataclass(frozen=True)
class PatientDose:
    """A drill's dose for this patient and week; ``hold`` is None where each step keeps its own."""

    sets: int
    reps: Span
    rest: int
    """Between sets, s."""
    hold: Holds | None
    days: tuple[str, ...]
    times: tuple[str, ...]


def choose(
    order: Order, program: Program | None, week: Week | None, drills: list[Drill], language: str, library: Library
) -> tuple[list[tuple[Drill, PatientDose]], list[Problem]]:
    """The drills of this week with their doses, and what is wrong with what the order says of them."""
    wanted: list[tuple[Drill, DoseChange]] = []
    if week:
        wanted += [(library.drills[item.drill, language], item) for item in week.drills]
    known = {drill.id for drill, _ in wanted}
    wanted += [(drill, DoseChange()) for drill in drills if drill.id not in known]
    known |= {drill.id for drill in drills}
    problems = _unknown(order, known)
    days = order.days or (week and week.days) or (program.days if program else ("mon", "wed", "fri"))
    times = order.times or (week and week.times) or (program.times if program else ("day",))
    chosen = []
    for drill, base in wanted:
        if drill.id in order.skip:
            continue
        changes = [base, order.changes.get("all"), order.changes.get(drill.id)]
        dose = _dose(drill, [change for change in changes if change], days, times)
        # days or times of the order are for the whole handout, also over a drill's own in the program
        mine = order.changes.get(drill.id) or DoseChange()
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


def _dose(drill: Drill, changes: list[DoseChange], days: tuple[str, ...], times: tuple[str, ...]) -> PatientDose:
    dose = PatientDose(drill.dose.sets, drill.dose.reps, drill.dose.rest, None, days, times)
    for change in changes:
        given = {item.name: getattr(change, item.name) for item in fields(PatientDose)}
        if not drill.held:
            given["hold"] = None
        dose = replace(dose, **{name: value for name, value in given.items() if value is not None})
    return dose


def _dose_problems(drill: Drill, dose: PatientDose, mine: DoseChange) -> list[Problem]:
    if mine.hold and not drill.held:
        message = f"gives “{drill.id}” a hold, but none of its steps is held"
        return [Problem("changes", 0, message, "Leave the hold out, or add “hold:” to a step of an own drill.")]
    if dose.hold and len(dose.hold) not in (1, dose.sets):
        message = f"gives “{drill.id}” {len(dose.hold)} holds for {dose.sets} sets"
        return [Problem("changes", 0, message, "Give one hold, or one for each set.")]
    return []


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
