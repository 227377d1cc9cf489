"""PLAN: what an order comes to, but for its patient; and two of these, in two languages, as one. Pure."""

from __future__ import annotations

from typing import TypedDict

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import changed, dataclass
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.plan.bothtongues import digest_of_copy, in_both, unlike, with_copy
from handouts.plan.common import Asked, digest_of
from handouts.plan.doses import PatientDose
from handouts.plan.handout import Handout, Runs
from handouts.plan.secondtongue import Second

__all__ = ["OwnParts", "Plan", "in_two"]


class OwnParts(TypedDict):
    """What of a handout is one patient's."""

    patient: str
    patient_line: Runs
    note: Runs
    note_language: str
    next_visit: Runs
    decided: Runs


@dataclass(frozen=True)
class Plan:
    """What all orders come to that differ in what is a patient's own alone."""

    asked: Asked
    """The first of these orders, and what was found for it."""
    chosen: list[tuple[Drill, PatientDose]]
    """Also what is left off because the patient is away."""
    told: tuple[Problem, ...]
    """Warnings that they share."""
    common: Handout
    digest: str
    """Of all that the common handout says."""


def in_two(plan: Plan, other: Plan, second: Second, library: Library) -> Plan:
    """One of a language and one of a second one as one; HandoutsError where they do not say the same."""
    if wrong := unlike(plan.common, other.common, copy=second.copy):
        raise HandoutsError(wrong)
    told = (*plan.told, *(problem for problem in other.told if problem not in plan.told))
    if second.copy:
        title = library.words[second.language].translation.for_clinician
        common = with_copy(plan.common, other.common, title)
        return changed(plan, told=told, common=common, digest=digest_of_copy(plan.digest, other.digest))
    common = in_both(plan.common, other.common)
    return changed(plan, told=told, common=common, digest=digest_of(common))
