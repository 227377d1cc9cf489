"""PLAN: a drill and a dose become a Card: what the sheet says of one drill. Pure."""

from __future__ import annotations

from dataclasses import replace

from handouts.figures.person import Person
from handouts.figures.pointing import drawn_callouts
from handouts.figures.poses import Figure, Position
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose
from handouts.plan.dosewords import dose_parts
from handouts.plan.gridrows import grid_rows
from handouts.plan.handout import Card, Cue, Picture, Posed, Step
from handouts.plan.phrases import Phrases
from handouts.plan.schedule import session_seconds

__all__ = ["drawn_pictures", "make_card"]


def make_card(
    drill: Drill, dose: PatientDose, number: int, side: Side, phrases: Phrases, library: Library, person: Person
) -> Card:
    """The card of a drill with this dose, ``number`` from 1; its digest is still empty."""
    words = phrases.words
    parts = [part for part in dose_parts(drill, dose, side, phrases) if part.sentence]

    left = drill.each_side and side == "left"  # a dose for the left side shows the left side
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
        rows=grid_rows(drill, dose, side, phrases),
        days=dose.days,
        seconds=session_seconds(drill, dose, side),
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
