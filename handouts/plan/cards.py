"""PLAN: a drill and a dose become a Card: what the sheet says of one drill. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from handouts.base.scalars import Holds
from handouts.figures.person import Person
from handouts.figures.pointing import drawn_callouts
from handouts.figures.poses import Figure, Position
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose
from handouts.plan.handout import Card, Cue, GridRow, Picture, Posed, Step
from handouts.plan.phrases import Phrases

__all__ = ["DosePart", "dose_parts", "drawn_pictures", "make_card"]


@dataclass(frozen=True)
class DosePart:
    """What a dose says of one thing: how often, how long to hold, how long to rest."""

    value: object
    """Equal for equal doses, whatever the words."""
    sentence: str
    """Empty where there is nothing to say: no rest."""
    short: str


def make_card(
    drill: Drill, dose: PatientDose, number: int, side: Side, phrases: Phrases, library: Library, person: Person
) -> Card:
    """The card of a drill with this dose, ``number`` from 1; its digest is still empty."""
    words = phrases.words
    held, distinct = _held(drill, dose), _distinct(drill, dose)
    parts = [part for part in dose_parts(drill, dose, side, phrases) if part.sentence]
    labels = _labels(distinct, dose.sets, phrases)

    left = drill.each_side and side == "left"  # a dose for the left side shows the left side
    sides = 2 if drill.each_side and side == "both" else 1
    return Card(
        number=number,
        drill=drill.id,
        name=drill.name,
        continued=words.sentences.continued.replace("{name}", drill.name),
        why=drill.why,
        steps=tuple(
            Step(number, step.text, _hold_of(drill, dose, number, phrases))
            for number, step in enumerate(drill.steps, 1)
        ),
        cues=_cues(drill, phrases),
        pictures=tuple(
            _held_picture(picture, drill, dose, phrases)
            for picture in (*drawn_pictures(drill, person, phrases, mirrored=left), *_files(drill, library))
        ),
        dose=tuple(part.sentence for part in parts),
        dose_short=", ".join(part.short for part in parts),
        change="",
        change_spoken="",
        rows=_rows(drill, dose, side, labels, distinct, phrases),
        days=dose.days,
        seconds=_session_seconds(drill, dose, held, sides),
    )


def _hold_of(drill: Drill, dose: PatientDose, step: int, phrases: Phrases, *, short: bool = False) -> str:
    """How long a step, from 1, is held: “Hold 3 seconds”; short, as beside a picture: “Hold 3 s”; or empty."""
    own = drill.steps[step - 1].hold
    if not own:
        return ""
    holds = dose.hold or (own,)
    widest = (min(holds)[0], max(hold[1] for hold in holds))
    time = phrases.hold_label(widest) if short else phrases.holds(holds)
    return phrases.words.dose.hold.replace("{time}", time)


def _held_picture(picture: Picture, drill: Drill, dose: PatientDose, phrases: Phrases) -> Picture:
    """A picture with the hold of its step."""
    hold = _hold_of(drill, dose, picture.step, phrases)
    short = _hold_of(drill, dose, picture.step, phrases, short=True)
    return replace(picture, hold=short, spoken=_caption(picture, hold, phrases))


def _caption(picture: Picture, hold: str, phrases: Phrases) -> str:
    template = phrases.words.sentences.caption.replace("{n}", str(picture.step))
    said = template.replace("{text}", picture.caption.rstrip("."))
    return f"{said} {hold}." if hold else said


def drawn_pictures(drill: Drill, person: Person, phrases: Phrases, *, mirrored: bool) -> tuple[Picture, ...]:
    """The positions of a drill's figure, without their holds."""
    if not drill.figure:
        return ()
    return tuple(
        Picture(
            Posed(drill.figure, at, person, mirrored),
            shown.step,
            shown.caption,
            shown.alt,
            marked=_marked(drill.figure, shown, phrases),
        )
        for at, shown in enumerate(drill.figure.positions)
    )


def _marked(figure: Figure, position: Position, phrases: Phrases) -> str:
    notes = ", ".join(callout.text for callout in drawn_callouts(figure, position))
    return phrases.words.sentences.marked.replace("{text}", notes) if notes else ""


def _files(drill: Drill, library: Library) -> list[Picture]:
    return [
        Picture(library.pictures[drill.id, drill.language, shown.file], shown.step, shown.caption, shown.alt)
        for shown in drill.pictures
    ]


def _labels(distinct: list[Holds], sets: int, phrases: Phrases) -> tuple[str, ...]:
    """Label under the box of each set: the hold, or both where a drill has steps with different holds."""
    found = []
    for index in range(sets):
        spans = dict.fromkeys(holds[index] if len(holds) > 1 else holds[0] for holds in distinct)
        if len(spans) > 1:
            shown = "+".join(phrases.span(span, short=True) for span in spans)
            found.append(phrases.words.dose.seconds_short.replace("{n}", shown))
        else:
            found.append("".join(phrases.hold_label(span) for span in spans))
    return tuple(found)


def _cues(drill: Drill, phrases: Phrases) -> tuple[Cue, ...]:
    words = phrases.words.dose
    stop = [_sentence(words.stop_if.replace("{text}", text)) for text in drill.stop]
    easier = [words.easier.replace("{text}", text) for text in drill.easier]
    harder = [words.harder.replace("{text}", text) for text in drill.harder]
    return (
        *(Cue("do", text) for text in drill.cues),
        *(Cue("dont", text) for text in drill.mistakes),
        *(Cue("stop", text) for text in stop),
        *(Cue("plain", text) for text in (*easier, *harder)),
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _side_words(drill: Drill, side: Side, phrases: Phrases) -> str:
    if not drill.each_side:
        return ""
    dose = phrases.words.dose
    return {"both": dose.each_side, "left": dose.on_left, "right": dose.on_right}[side]


def _count_sentence(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> str:
    words = phrases.words.dose
    which = _side_words(drill, side, phrases)
    # the words files are stripped at their ends, so the space before “each side” is put back here
    which = f" {which}" if which else ""
    if dose.reps == (1, 1):
        return words.sets_only.of(dose.sets).replace("{side}", which)
    text = words.sets_of.replace("{sets}", words.sets.of(dose.sets)).replace("{reps}", phrases.span(dose.reps))
    return text.replace("{side}", which)


def dose_parts(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> tuple[DosePart, ...]:
    """What the dose says: sets and reps, holds, rest, in this order."""
    words = phrases.words.dose
    count = _count_sentence(drill, dose, side, phrases)
    rest = words.rest.replace("{time}", phrases.seconds(dose.rest)) if dose.rest else ""
    rest_short = words.rest_short.replace("{time}", phrases.seconds_short(dose.rest)) if dose.rest else ""
    return (
        DosePart((dose.sets, dose.reps), count, count.rstrip(".")),
        _hold_part(_distinct(drill, dose), phrases),
        DosePart(dose.rest, rest, rest_short),
    )


def _distinct(drill: Drill, dose: PatientDose) -> list[Holds]:
    """The holds of the drill's steps, each once."""
    return list(dict.fromkeys(_held(drill, dose)))


def _held(drill: Drill, dose: PatientDose) -> list[Holds]:
    """The holds of each step that is held: the dose's, or the step's own."""
    return [dose.hold or (step.hold,) for step in drill.steps if step.hold]


def _hold_part(distinct: list[Holds], phrases: Phrases) -> DosePart:
    words = phrases.words.dose
    if not distinct:
        return DosePart((), words.no_hold, words.no_hold_short)
    template = words.hold_sets if len(distinct[0]) > 1 else words.hold_each
    sentence = template.replace("{time}", phrases.join([phrases.holds(holds) for holds in distinct]))
    spans = dict.fromkeys(span for holds in distinct for span in holds)
    shown = "/".join(phrases.span(span, short=True) for span in spans)
    time = phrases.hold_label(*spans) if len(spans) == 1 else words.seconds_short.replace("{n}", shown)
    return DosePart(tuple(distinct), sentence, words.hold_short.replace("{time}", time))


def _rows(
    drill: Drill, dose: PatientDose, side: Side, labels: tuple[str, ...], held: list[Holds], phrases: Phrases
) -> tuple[GridRow, ...]:
    grid = phrases.words.grid
    sides: tuple[Literal["", "l", "r"], ...] = ("",)
    if drill.each_side:
        sides = {"both": ("l", "r"), "left": ("l",), "right": ("r",)}[side]  # type: ignore[assignment]  # literals
    names = {"l": grid.left, "r": grid.right}
    rows = []
    for number, session in enumerate(dose.times, 1):
        time_name = "" if session == "day" else str(getattr(grid, session))
        for one in sides:
            if time_name and one:
                label = grid.session_side.replace("{session}", time_name).replace("{side}", names[one].lower())
            else:
                label = time_name or (names[one] if one else grid.tick)
            if len(set(labels)) == 1 and labels[0]:
                line = grid.row_hold.replace("{row}", label).replace("{time}", labels[0])
            else:
                line = grid.row_plain.replace("{row}", label)
            spoken = _spoken(time_name, names[one] if one else "", held, dose.sets, phrases)
            rows.append(GridRow(number, one, label, line, labels, spoken, session))
    return tuple(rows)


def _spoken(session: str, side: str, held: list[Holds], sets: int, phrases: Phrases) -> tuple[str, ...]:
    """What the boxes of a row are, read aloud."""
    grid = phrases.words.grid
    found = []
    for index in range(sets):
        holds = [phrases.holds((one[index] if len(one) > 1 else one[0],)) for one in held]
        hold = grid.box_hold.replace("{time}", phrases.join(holds)) if holds else ""
        parts = (session, side, grid.box_set.replace("{n}", str(index + 1)), hold)
        found.append(", ".join(part for part in parts if part))
    return tuple(found)


def _session_seconds(drill: Drill, dose: PatientDose, held: list[Holds], sides: int) -> int:
    """One session: every rep with its holds, on each side, and the rests between sets (middle of ranges)."""
    reps = sum(dose.reps) / 2
    total = 0.0
    for index in range(dose.sets):
        spans = [holds[index] if len(holds) > 1 else holds[0] for holds in held]
        total += reps * (drill.rep_seconds + sum(sum(span) / 2 for span in spans))
    return math.ceil(total * sides + dose.rest * (dose.sets * sides - 1))
