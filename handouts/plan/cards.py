"""PLAN: a drill and a dose become a Card: what the sheet says of one drill. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from handouts.base.ids import Digest
from handouts.base.records import dataclass
from handouts.base.scalars import Holds
from handouts.figures.person import Person
from handouts.figures.pointing import drawn_callouts
from handouts.figures.poses import Figure, Position
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.library.templates import filled
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose
from handouts.plan.dosewords import DosePart
from handouts.plan.gridrows import grid_rows
from handouts.plan.handout import Card, Cue, Picture, Posed, Step
from handouts.plan.pace import pace
from handouts.plan.phrases import Phrases
from handouts.plan.schedule import session_seconds

__all__ = ["CardBody", "drawn_pictures", "make_body", "make_card"]


@dataclass(frozen=True)
class CardBody:
    """What a card says over its dose; of the dose it knows the holds alone."""

    parts: dict[str, Any]
    """By the names of the card's first fields, in their order."""
    begun: Digest
    """That of a card, begun with these parts: the figures among them take long to read."""

    @cached_property
    def digest(self) -> str:
        return self.begun.with_parts(_NO_DIGESTS)


_NO_DIGESTS = ("", "")
"""A card's own digests, as they are while they are made: ids of handouts count them so."""


def make_body(
    drill: Drill, holds: Holds | None, number: int, phrases: Phrases, library: Library, person: Person, *, left: bool
) -> CardBody:
    """What stands over the dose of a drill. ``left``: the pictures show the left side."""
    pictures = (*drawn_pictures(drill, person, phrases, library, mirrored=left), *_files(drill, library))
    parts = {
        "number": number,
        "drill": drill.id,
        "name": drill.name,
        "continued": filled(phrases.words.sentences.continued, name=drill.name),
        "why": drill.why,
        "steps": tuple(
            Step(number, step.text, _hold_of(drill, holds, number, phrases))
            for number, step in enumerate(drill.steps, 1)
        ),
        "cues": _cues(drill, phrases),
        "pictures": tuple(_held_picture(picture, drill, holds, phrases) for picture in pictures),
    }
    return CardBody(parts, Digest(parts.values()))


def make_card(
    body: CardBody,
    drill: Drill,
    dose: PatientDose,
    said: Sequence[DosePart],
    change: tuple[str, str],
    side: Side,
    phrases: Phrases,
) -> Card:
    """The card of a drill with this dose. ``said`` is the dose in words, ``change`` what is new, printed and spoken."""
    said = [part for part in said if part.sentence]
    of_dose: dict[str, Any] = {
        "dose": tuple(part.sentence for part in said),
        "dose_short": phrases.joins.items(part.short for part in said),
        "change": change[0],
        "change_spoken": change[1],
        "rows": grid_rows(drill, dose, side, phrases),
        "days": dose.days,
        "seconds": session_seconds(drill, dose, side),
    }
    digest = body.begun.with_parts((*of_dose.values(), *_NO_DIGESTS))
    return Card(**body.parts, **of_dose, digest=digest, body=body.digest, pace=pace(drill, dose))


def _hold_of(drill: Drill, given: Holds | None, step: int, phrases: Phrases, *, short: bool = False) -> str:
    """How long a step, from 1, is held: “Hold 3 seconds”; short, as beside a picture: “Hold 3 s”; or empty.

    ``given`` are the dose's holds, None where each step keeps its own.
    """
    own = drill.steps[step - 1].hold
    if not own:
        return ""
    holds = given or (own,)
    widest = (min(holds)[0], max(hold[1] for hold in holds))
    time = phrases.hold_label(widest) if short else phrases.holds(holds)
    return filled(phrases.words.dose.hold, time=time)


def _held_picture(picture: Picture, drill: Drill, holds: Holds | None, phrases: Phrases) -> Picture:
    """A picture with the hold of its step."""
    hold = _hold_of(drill, holds, picture.step, phrases)
    short = _hold_of(drill, holds, picture.step, phrases, short=True)
    return replace(picture, hold=short, spoken=_caption(picture, hold, phrases))


def _caption(picture: Picture, hold: str, phrases: Phrases) -> str:
    joins = phrases.joins
    said = filled(phrases.words.sentences.caption, n=picture.step, text=joins.clause(picture.caption))
    return joins.sentences((said, joins.ended(hold))) if hold else said


def drawn_pictures(
    drill: Drill, person: Person, phrases: Phrases, library: Library, *, mirrored: bool
) -> tuple[Picture, ...]:
    """The positions of a drill's figure, without their holds."""
    if not drill.figure:
        return ()
    drawn = _drawn_figure(drill, drill.figure, library)
    return tuple(
        Picture(
            Posed(drawn, at, person, mirrored),
            shown.step,
            shown.caption,
            shown.alt,
            marked=_marked(drill.figure, shown, phrases),
        )
        for at, shown in enumerate(drill.figure.positions)
    )


def _drawn_figure(drill: Drill, figure: Figure, library: Library) -> Figure:
    """The figure to draw: of a translated drill the source's, which is drawn once for all languages, but where words
    stand in the picture itself.
    """
    source = library.drills.get(library.key_of(drill))
    if not source or not source.figure or any(one.callouts for one in figure.positions):
        return figure
    return source.figure


def _marked(figure: Figure, position: Position, phrases: Phrases) -> str:
    notes = phrases.joins.items(callout.text for callout in drawn_callouts(figure, position))
    return filled(phrases.words.sentences.marked, text=notes) if notes else ""


def _files(drill: Drill, library: Library) -> list[Picture]:
    return [
        Picture(library.pictures[(*library.key_of(drill), shown.file)], shown.step, shown.caption, shown.alt)
        for shown in drill.pictures
    ]


def _cues(drill: Drill, phrases: Phrases) -> tuple[Cue, ...]:
    words = phrases.words.dose
    stop = [phrases.joins.sentence(filled(words.stop_if, text=text)) for text in drill.stop]
    easier = [filled(words.easier, text=text) for text in drill.easier]
    harder = [filled(words.harder, text=text) for text in drill.harder]
    return (
        *(Cue("do", text) for text in drill.cues),
        *(Cue("dont", text) for text in drill.mistakes),
        *(Cue("stop", text) for text in stop),
        *(Cue("plain", text) for text in (*easier, *harder)),
    )
