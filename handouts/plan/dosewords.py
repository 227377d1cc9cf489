"""PLAN: a dose in words for the patient: how often, how long, with what, how fast, how hard. Pure."""

from __future__ import annotations

from handouts.base.dosevalues import Measures, Spans
from handouts.base.records import dataclass
from handouts.base.scalars import Holds
from handouts.library.models import Drill
from handouts.library.templates import filled
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose
from handouts.plan.phrases import Phrases

__all__ = ["DosePart", "distinct_holds", "dose_parts", "one_load", "sides_of"]

_NOTHING = ("none", "")
"""A load that says that there is none."""


@dataclass(frozen=True)
class DosePart:
    """What a dose says of one thing: how often, how long to hold, how long to rest."""

    value: object
    """Equal for equal doses, whatever the words."""
    sentence: str
    """Empty where there is nothing to say: no rest."""
    short: str


def dose_parts(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> tuple[DosePart, ...]:
    """What the dose says: sets and reps (or time, or distance), holds, load, tempo, effort, rest, in this order."""
    distinct = distinct_holds(drill, dose)
    # a set that is one hold is told as people say it: “Hold 20 seconds, 2 times”
    single = len(distinct) == 1 and bool(dose.reps) and set(dose.reps or ()) == {(1, 1)}
    count = "" if single else _count(drill, dose, side, phrases)
    return (
        DosePart((dose.sets, dose.reps, dose.duration, dose.distance), count, phrases.joins.clause(count)),
        _single_hold(drill, dose, side, distinct[0], phrases) if single else _hold(dose, distinct, phrases),
        _load(dose, phrases),
        _tempo(dose, phrases),
        _effort(dose, phrases),
        _rest(dose, sides_of(drill, side), phrases),
    )


def sides_of(drill: Drill, side: Side) -> int:
    """How many times each set is done: once, or for both sides."""
    return 2 if drill.each_side and side == "both" else 1


def distinct_holds(drill: Drill, dose: PatientDose) -> list[Holds]:
    """The holds of the drill's steps, each once: the dose's, or the step's own."""
    return list(dict.fromkeys(dose.hold or (step.hold,) for step in drill.steps if step.hold))


def one_load(dose: PatientDose, phrases: Phrases) -> str:
    """The load in short, where it is one for all sets and no words of the clinician's own; else empty."""
    loads = set(dose.load or ())
    return (
        ""
        if len(loads) != 1 or _NOTHING in loads or "text" in next(iter(loads))
        else phrases.measure_short(loads.pop())
    )


def _side_words(drill: Drill, side: Side, phrases: Phrases) -> str:
    """“each side”, or empty."""
    if not drill.each_side:
        return ""
    dose = phrases.words.dose
    return {"both": dose.each_side, "left": dose.on_left, "right": dose.on_right}[side]


def _count(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> str:
    words, which = phrases.words.dose, _side_words(drill, side, phrases)
    if dose.duration or dose.distance or not dose.reps:
        return _measured(drill, dose, which, phrases)
    if set(dose.reps) == {(1, 1)}:
        return phrases.counted(words.sets_only, dose.sets, side=which)
    *before, last = _alike(dose.reps)
    reps = phrases.joins.in_turn([*map(phrases.span, before), phrases.spanned(words.reps, last)])
    template = words.sets_varied if before else words.sets_of
    return filled(template, sets=phrases.counted(words.sets, dose.sets), reps=reps, side=which)


def _measured(drill: Drill, dose: PatientDose, which: str, phrases: Phrases) -> str:
    """A dose in time or distance: “Walk for 5 minutes, 3 times.”"""
    words = phrases.words.dose
    action = drill.action or words.action
    if dose.duration:
        measure = filled(words.for_time, action=action, time=phrases.holds(_alike(dose.duration)))
        varied = len(set(dose.duration)) > 1
    else:
        distances = dose.distance or ()
        varied = len(set(distances)) > 1
        far = phrases.measures(distances if varied else distances[:1])
        measure = filled(words.for_distance, action=action, distance=far)
    if varied:
        return filled(words.measure_sets, measure=measure, side=which)
    return phrases.counted(words.measure_times, dose.sets, measure=measure, side=which)


def _alike(values: Spans) -> Spans:
    """One value for all sets where they are the same."""
    return values[:1] if len(set(values)) == 1 else values


def _single_hold(drill: Drill, dose: PatientDose, side: Side, holds: Holds, phrases: Phrases) -> DosePart:
    words, which, holds = phrases.words.dose, _side_words(drill, side, phrases), _alike(holds)
    time = phrases.holds(holds)
    if len(holds) == 1:
        sentence = phrases.counted(words.hold_times, dose.sets, time=time, side=which)
    else:
        sentence = filled(words.measure_sets, measure=filled(words.hold, time=time), side=which)
    times = phrases.joins.clause(phrases.counted(words.sets_only, dose.sets, side=which))
    short = phrases.joins.items((times, _hold(dose, [holds], phrases).short))
    return DosePart((dose.sets, holds), sentence, short)


def _hold(dose: PatientDose, distinct: list[Holds], phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not distinct:
        return DosePart((), words.no_hold, words.no_hold_short) if dose.reps else DosePart((), "", "")
    template = words.hold_sets if len(distinct[0]) > 1 else words.hold_each
    sentence = filled(template, time=phrases.joins.all_of(phrases.holds(holds) for holds in distinct))
    spans = dict.fromkeys(span for holds in distinct for span in holds)
    shown = "/".join(phrases.span(span, short=True) for span in spans)
    time = phrases.hold_label(*spans) if len(spans) == 1 else filled(words.seconds_short, n=shown)
    return DosePart(tuple(distinct), sentence, filled(words.hold_short, time=time))


def _load(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    loads: Measures = dose.load or ()
    if not loads or set(loads) == {_NOTHING}:
        return DosePart((), "", "")
    if len(set(loads)) == 1:
        template = words.load_own if loads[0][0] == "text" else words.load
        sentence = filled(template, load=phrases.measure(loads[0]))
        return DosePart(loads[0], sentence, phrases.measure_short(loads[0]))
    sentence = filled(words.load_sets, load=phrases.measures(loads))
    return DosePart(loads, sentence, "/".join(map(phrases.measure_short, loads)))


def _tempo(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not dose.tempo:
        return DosePart((), "", "")
    of = (words.tempo_down, words.tempo_wait, words.tempo_up, words.tempo_wait)
    parts = [
        filled(word, time=phrases.seconds(seconds))
        for word, seconds in zip(of, dose.tempo, strict=False)  # most have three
        if seconds
    ]
    short = filled(words.tempo_short, tempo="-".join(map(str, dose.tempo)))
    return DosePart(dose.tempo, filled(words.tempo, parts=phrases.joins.items(parts)), short)


def _effort(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not dose.effort:
        return DosePart((), "", "")
    sentence = filled(words.effort, effort=phrases.span(dose.effort))
    return DosePart(dose.effort, sentence, filled(words.effort_short, effort=phrases.span(dose.effort, short=True)))


def _rest(dose: PatientDose, sides: int, phrases: Phrases) -> DosePart:
    """The rest, where there is something to rest between."""
    if not dose.rest or dose.sets * sides == 1:
        return DosePart(0, "", "")
    words = phrases.words.dose
    sentence = filled(words.rest, time=phrases.seconds(dose.rest))
    return DosePart(dose.rest, sentence, filled(words.rest_short, time=phrases.seconds_short(dose.rest)))
