"""PLAN: when the drills are done, and how long that takes: true of each session of the week. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from handouts.base.scalars import DAYS, SESSIONS
from handouts.library.models import Drill
from handouts.library.templates import filled
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose, of_set
from handouts.plan.dosewords import sides_of
from handouts.plan.handout import Card, Runs
from handouts.plan.phrases import Phrases, runs

__all__ = ["minutes_of", "session_seconds", "when"]

CHANGE_SECONDS = 30
"""Allowed between two drills, for putting one thing down and taking up the next."""
_ALIKE = 0.1
"""By how much the longest session may be longer than the shortest, as a part of it, and still be “about” as long."""
_PACE = 1 / 1.2
"""Seconds for a metre at an easy walk, 1.2 m/s: for the minutes a session takes, and for nothing else."""
_SECONDS_EACH = {
    "m": _PACE, "km": 1000 * _PACE, "yd": 0.9144 * _PACE, "ft": 0.3048 * _PACE, "mi": 1609.344 * _PACE,
    "steps": 0.6, "stairs": 1.0, "laps": 60.0, "lengths": 60.0,
}  # fmt: skip
"""What one of each unit of distance takes, s; laps and lengths are of a place that is not known."""


def minutes_of(cards: Sequence[Card], doses: Sequence[PatientDose]) -> tuple[int, int]:
    """Minutes of the shortest and of the fullest session of the week, each rounded up."""
    load: dict[tuple[str, str], list[int]] = {}
    by_day = _sessions(doses)
    for card, dose in zip(cards, doses, strict=True):
        for day in card.days:
            for session in _meant(dose, by_day[day]):
                load.setdefault((day, session), []).append(card.seconds)
    whole = [math.ceil((sum(items) + CHANGE_SECONDS * (len(items) - 1)) / 60) for items in load.values()]
    return min(whole), max(whole)


def session_seconds(drill: Drill, dose: PatientDose, side: Side) -> int:
    """One session: every rep with its holds, on each side, and the rests between sets (middle of ranges), s."""
    sides = sides_of(drill, side)
    total = sum(_set_seconds(drill, dose, index) for index in range(dose.sets))
    return math.ceil(total * sides + dose.rest * (dose.sets * sides - 1))


def _set_seconds(drill: Drill, dose: PatientDose, index: int) -> float:
    if dose.duration:
        return sum(of_set(dose.duration, index)) / 2
    if dose.distance:
        unit, amount = of_set(dose.distance, index)
        ends = [float(end) for end in amount.split("-")]
        return sum(ends) / len(ends) * _SECONDS_EACH[unit]
    held = [dose.hold or (step.hold,) for step in drill.steps if step.hold]
    holds = sum(sum(of_set(one, index)) / 2 for one in held)
    one_rep = sum(dose.tempo) if dose.tempo else drill.rep_seconds
    return sum(of_set(dose.reps or ((1, 1),), index)) / 2 * (one_rep + holds)


def when(
    doses: Sequence[PatientDose], minutes: tuple[int, int], first: date, phrases: Phrases, *, aloud: bool = False
) -> Runs:
    """Days, times a day, and minutes. ``aloud`` writes the days' names in full.

    Where drills differ in their days or times, it is said that each shows its own: what stands here is all of them.
    """
    sentences = phrases.words.sentences
    order = [DAYS[(first.weekday() + offset) % 7] for offset in range(7)]
    by_day = _sessions(doses)
    names = phrases.words.dates.days if aloud else phrases.words.dates.days_short
    some = phrases.joins.items(names[DAYS.index(day)] for day in order if day in by_day)
    days = sentences.daily if len(by_day) == 7 else some
    times = _times(set(by_day.values()), phrases)
    found = runs(sentences.when, days=days, times=times, minutes=_minutes(minutes, phrases))
    if len({(dose.days, dose.times) for dose in doses}) > 1:
        found += runs(phrases.joins.gap + sentences.each_its_own)
    return found


def _sessions(doses: Sequence[PatientDose]) -> Mapping[str, tuple[str, ...]]:
    """The sessions of each day that has any. A drill that is done once, at any time, is done in one of the others."""
    found = {}
    for day in DAYS:
        names = {name for dose in doses if day in dose.days for name in dose.times}
        if names:
            found[day] = tuple(name for name in SESSIONS if name in names) or ("day",)
    return found


def _meant(dose: PatientDose, sessions: tuple[str, ...]) -> tuple[str, ...]:
    """The sessions of a day in which a drill is done."""
    return sessions[:1] if dose.times == ("day",) else dose.times


def _times(every: set[tuple[str, ...]], phrases: Phrases) -> str:
    """How often a day, of the sessions that days have: with their names where each has the same, else counted."""
    sentences = phrases.words.sentences
    counts = {len(times) for times in every}
    times = max(every, key=len)
    if len(every) == 1 and times not in (("day",), ("morning", "evening")) and len(times) < 3:
        names = [str(getattr(sentences, f"at_{name}")) for name in times]
        return filled(sentences.at_times, times=phrases.joins.all_of(names))
    said = phrases.counted(sentences.a_day, len(times))
    return said if len(counts) == 1 else filled(sentences.up_to, times=said)


def _minutes(minutes: tuple[int, int], phrases: Phrases) -> str:
    """“17 minutes”, or where sessions differ “10 to 17 minutes”."""
    low, high = minutes
    shown = high if high - low <= max(1, high * _ALIKE) else low
    return phrases.minutes((shown, high))
