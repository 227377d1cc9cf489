"""PLAN: a dose in the numbers that a timer counts: reps, holds, rests, in whole seconds. Pure."""

from __future__ import annotations

import math

from handouts.library.models import Drill
from handouts.plan.doses import PatientDose, of_set
from handouts.plan.pacing import Pacing, SetPace

__all__ = ["pace"]


def pace(drill: Drill, dose: PatientDose) -> Pacing:
    """What a timer counts of a drill's sets on one side. Of every range it is the lower end."""
    return Pacing(tuple(_set(drill, dose, index) for index in range(dose.sets)), dose.rest)


def _set(drill: Drill, dose: PatientDose, index: int) -> SetPace:
    if dose.duration:
        return SetPace(1, duration=of_set(dose.duration, index)[0])
    if dose.distance:
        return SetPace(1)
    held = [dose.hold or (step.hold,) for step in drill.steps if step.hold]
    return SetPace(
        of_set(dose.reps or ((1, 1),), index)[0],
        tuple(of_set(one, index)[0] for one in held),
        math.ceil(sum(dose.tempo) if dose.tempo else drill.rep_seconds),
        dose.tempo or (),
    )
