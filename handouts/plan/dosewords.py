"""PLAN: a dose in words for the patient: how often, how long, with what, how fast, how hard. Pure."""

from __future__ import annotations

from handouts.base.dosevalues import Measures
from handouts.base.records import dataclass
from handouts.base.scalars import Holds
from handouts.library.models import Drill
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
        DosePart((dose.sets, dose.reps, dose.duration, dose.distance), count, count.rstrip(".")),
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
    """“ each side”: words files are stripped at their ends, so the space before it is put here."""
    if not drill.each_side:
        return ""
    dose = phrases.words.dose
    return " " + {"both": dose.each_side, "left": dose.on_left, "right": dose.on_right}[side]


def _count(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> str:
    words, which = phrases.words.dose, _side_words(drill, side, phrases)
    if dose.duration or dose.distance or not dose.reps:
        return _measured(drill, dose, which, phrases)
    if set(dose.reps) == {(1, 1)}:
        return words.sets_only.of(dose.sets).replace("{side}", which)
    template = words.sets_of if len(set(dose.reps)) == 1 else words.sets_varied
    reps = phrases.span(dose.reps[0]) if len(set(dose.reps)) == 1 else phrases.in_turn(map(phrases.span, dose.reps))
    return template.replace("{sets}", words.sets.of(dose.sets)).replace("{reps}", reps).replace("{side}", which)


def _measured(drill: Drill, dose: PatientDose, which: str, phrases: Phrases) -> str:
    """A dose in time or distance: “Walk for 5 minutes, 3 times.”"""
    words = phrases.words.dose
    action = drill.action or words.action
    if dose.duration:
        measure = words.for_time.replace("{time}", phrases.holds(_alike(dose.duration)))
        varied = len(set(dose.duration)) > 1
    else:
        distances = dose.distance or ()
        varied = len(set(distances)) > 1
        far = phrases.measures(distances if varied else distances[:1])
        measure = words.for_distance.replace("{distance}", far)
    template = words.measure_sets if varied else words.measure_times.of(dose.sets)
    return template.replace("{measure}", measure).replace("{side}", which).replace("{action}", action)


def _alike(values: Holds) -> Holds:
    """One value for all sets where they are the same."""
    return values[:1] if len(set(values)) == 1 else values


def _single_hold(drill: Drill, dose: PatientDose, side: Side, holds: Holds, phrases: Phrases) -> DosePart:
    words, which, holds = phrases.words.dose, _side_words(drill, side, phrases), _alike(holds)
    if len(holds) == 1:
        template = words.hold_times.of(dose.sets)
    else:
        template = words.measure_sets.replace("{measure}", words.hold)
    sentence = template.replace("{time}", phrases.holds(holds)).replace("{side}", which)
    times = words.sets_only.of(dose.sets).replace("{side}", which).rstrip(".")
    return DosePart((dose.sets, holds), sentence, f"{times}, {_hold(dose, [holds], phrases).short}")


def _hold(dose: PatientDose, distinct: list[Holds], phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not distinct:
        return DosePart((), words.no_hold, words.no_hold_short) if dose.reps else DosePart((), "", "")
    template = words.hold_sets if len(distinct[0]) > 1 else words.hold_each
    sentence = template.replace("{time}", phrases.join([phrases.holds(holds) for holds in distinct]))
    spans = dict.fromkeys(span for holds in distinct for span in holds)
    shown = "/".join(phrases.span(span, short=True) for span in spans)
    time = phrases.hold_label(*spans) if len(spans) == 1 else words.seconds_short.replace("{n}", shown)
    return DosePart(tuple(distinct), sentence, words.hold_short.replace("{time}", time))


def _load(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    loads: Measures = dose.load or ()
    if not loads or set(loads) == {_NOTHING}:
        return DosePart((), "", "")
    if len(set(loads)) == 1:
        template = words.load_own if loads[0][0] == "text" else words.load
        sentence = template.replace("{load}", phrases.measure(loads[0]))
        return DosePart(loads[0], sentence, phrases.measure_short(loads[0]))
    sentence = words.load_sets.replace("{load}", phrases.measures(loads))
    return DosePart(loads, sentence, "/".join(map(phrases.measure_short, loads)))


def _tempo(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not dose.tempo:
        return DosePart((), "", "")
    of = (words.tempo_down, words.tempo_wait, words.tempo_up, words.tempo_wait)
    parts = [
        word.replace("{time}", phrases.seconds(seconds))
        for word, seconds in zip(of, dose.tempo, strict=False)  # most have three
        if seconds
    ]
    short = words.tempo_short.replace("{tempo}", "-".join(map(str, dose.tempo)))
    return DosePart(dose.tempo, words.tempo.replace("{parts}", ", ".join(parts)), short)


def _effort(dose: PatientDose, phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not dose.effort:
        return DosePart((), "", "")
    sentence = words.effort.replace("{effort}", phrases.span(dose.effort))
    return DosePart(
        dose.effort, sentence, words.effort_short.replace("{effort}", phrases.span(dose.effort, short=True))
    )


def _rest(dose: PatientDose, sides: int, phrases: Phrases) -> DosePart:
    """The rest, where there is something to rest between."""
    if not dose.rest or dose.sets * sides == 1:
        return DosePart(0, "", "")
    words = phrases.words.dose
    sentence = words.rest.replace("{time}", phrases.seconds(dose.rest))
    return DosePart(dose.rest, sentence, words.rest_short.replace("{time}", phrases.seconds_short(dose.rest)))
