"""PLAN: a drill and a dose become a Card: what the sheet says of one drill. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from handouts.base.scalars import Holds, Span
from handouts.figures.person import Person
from handouts.figures.poses import Position
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.orders.order import Side
from handouts.plan.handout import Card, Cue, GridRow, Picture, Posed, Step
from handouts.plan.phrases import Phrases

__all__ = ["PatientDose", "drawn_pictures", "make_card"]


@dataclass(frozen=True)
class PatientDose:
    """A drill's dose for this patient and week; ``hold`` is None where each step keeps its own."""

    sets: int
    reps: Span
    rest: int
    hold: Holds | None
    days: tuple[str, ...]
    times: tuple[str, ...]


def make_card(
    drill: Drill, dose: PatientDose, number: int, side: Side, phrases: Phrases, library: Library, person: Person
) -> Card:
    """The card of a drill with this dose, ``number`` from 1; its digest is still empty."""
    words = phrases.words
    held = [dose.hold or (step.hold,) for step in drill.steps if step.hold]
    distinct = list(dict.fromkeys(held))
    labels = _labels(distinct, dose.sets, phrases)

    def hold_of(index: int, *, short: bool) -> str:
        own = drill.steps[index].hold
        if not own:
            return ""
        holds = dose.hold or (own,)
        if not short:
            return words.dose.hold.replace("{time}", phrases.holds(holds))
        return words.dose.hold.replace("{time}", phrases.hold_label((min(holds)[0], max(hold[1] for hold in holds))))

    left = drill.each_side and side == "left"  # a dose for the left side shows the left side
    sides = 2 if drill.each_side and side == "both" else 1
    return Card(
        number=number,
        drill=drill.id,
        name=drill.name,
        continued=words.sentences.continued.replace("{name}", drill.name),
        why=drill.why,
        steps=tuple(Step(n, step.text, hold_of(n - 1, short=False)) for n, step in enumerate(drill.steps, 1)),
        cues=_cues(drill, phrases),
        pictures=tuple(
            replace(
                picture,
                hold=hold_of(picture.step - 1, short=True),
                spoken=_caption(picture, hold_of(picture.step - 1, short=False), phrases),
            )
            for picture in (*drawn_pictures(drill, person, phrases, mirrored=left), *_files(drill, library))
        ),
        dose=_dose_sentences(drill, dose, side, distinct, phrases),
        dose_short=_dose_short(drill, dose, side, distinct, phrases),
        change="",
        change_spoken="",
        rows=_rows(drill, dose, side, labels, distinct, phrases),
        days=dose.days,
        seconds=_session_seconds(drill, dose, held, sides),
    )


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
            marked=_marked(shown, phrases),
        )
        for at, shown in enumerate(drill.figure.positions)
    )


def _marked(position: Position, phrases: Phrases) -> str:
    notes = ", ".join(note.text for note in position.callouts)
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


def _dose_sentences(
    drill: Drill, dose: PatientDose, side: Side, distinct: list[Holds], phrases: Phrases
) -> tuple[str, ...]:
    words = phrases.words.dose
    found = [_count_sentence(drill, dose, side, phrases)]
    if not distinct:
        found.append(words.no_hold)
    else:
        template = words.hold_sets if len(distinct[0]) > 1 else words.hold_each
        found.append(template.replace("{time}", phrases.join([phrases.holds(holds) for holds in distinct])))
    if dose.rest:
        found.append(words.rest.replace("{time}", phrases.seconds(dose.rest)))
    return tuple(found)


def _dose_short(drill: Drill, dose: PatientDose, side: Side, distinct: list[Holds], phrases: Phrases) -> str:
    words = phrases.words.dose
    parts = [_count_sentence(drill, dose, side, phrases).rstrip(".")]
    spans = dict.fromkeys(span for holds in distinct for span in holds)
    if spans:
        shown = "/".join(phrases.span(span, short=True) for span in spans)
        time = phrases.hold_label(*spans) if len(spans) == 1 else words.seconds_short.replace("{n}", shown)
        parts.append(words.hold_short.replace("{time}", time))
    else:
        parts.append(words.no_hold_short)
    if dose.rest:
        parts.append(words.rest_short.replace("{time}", phrases.seconds_short(dose.rest)))
    return ", ".join(parts)


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
