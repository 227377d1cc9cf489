"""PLAN: which drills a handout has, and how much of each: the program's dose, changed by the order. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from handouts.base.problems import Problem, misspelt
from handouts.base.scalars import Holds, Span
from handouts.library.load import Library
from handouts.library.models import DoseChange, Drill, Program, Week
from handouts.orders.order import Order
from handouts.plan.usable import unusable

__all__ = ["PatientDose", "choose", "warnings"]

MANY_DRILLS, TOO_MANY_DRILLS = 4, 6
LONG_NOTE = 60


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
    missing = []
    for item in week.drills if week else ():
        if drill := library.drills.get((item.drill, language)):
            wanted.append((drill, item))
        else:
            missing.append(item.drill)
    known = {drill.id for drill, _ in wanted}
    wanted += [(drill, DoseChange()) for drill in drills if drill.id not in known]
    known |= {*missing, *(drill.id for drill in drills)}
    problems = _unknown(order, known)
    for name in missing:
        if name not in order.skip:
            problems += unusable("items", name, language, library, "drill")
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


def warnings(order: Order, program: Program | None, chosen: list[tuple[Drill, PatientDose]]) -> tuple[Problem, ...]:
    """What can be printed, but is likely to be a slip or to do the patient little good."""
    problems = []
    count = len(chosen)
    if count > TOO_MANY_DRILLS:
        message = f"{count} drills are far too many: people do 2 better than 8, and drop long lists"
        problems.append(Problem("items", 0, message, "Choose the 2 to 4 that matter most.", warning=True))
    elif count > MANY_DRILLS:
        message = f"{count} drills are many: 2 to 4 are done better"
        problems.append(Problem("items", 0, message, "Leave out what can wait.", warning=True))
    if len(order.note.split()) > LONG_NOTE:
        message = f"the note has {len(order.note.split())} words; notes over {LONG_NOTE} are rarely read"
        problems.append(Problem("note", 0, message, "Keep what matters this week.", warning=True))
    inside = [name for name in order.items if program and name in _in_week(program, order)]
    for name in inside:
        message = f"“{name}” is in the program this week already"
        problems.append(Problem("items", 0, message, "Leave it out, or change its dose.", warning=True))
    if order.visit and order.visit < order.issued:
        message = "the next visit is before the day of issue"
        problems.append(Problem("visit", 0, message, "Check its year and month.", warning=True))
    if order.side != "both" and not any(drill.each_side for drill, _ in chosen):
        message = "none of these drills is done one side at a time; the side is not printed"
        problems.append(Problem("side", 0, message, "Leave it out.", warning=True))
    return tuple(problems)


def _in_week(program: Program, order: Order) -> set[str]:
    return {item.drill for item in program.weeks[order.week - 1].drills}
