"""Which letters of a handout no type face at hand can print, each with the field that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.base.plaintext import describe
from handouts.base.problems import Problem
from handouts.plan.handout import Card, Handout, Posed

if TYPE_CHECKING:
    from handouts.write.pdf.faces import TypeFaces

__all__ = ["unprintable"]

_HINT = "Type it another way. Faces at hand have Latin letters, also of Vietnamese, but no other script yet."


def unprintable(handout: Handout, faces: TypeFaces, good: set[str]) -> list[Problem]:
    """A problem for each text that cannot be printed. ``good`` keeps the digests of cards that can be."""
    problems = [
        _problem(place, bad) for place, text in _texts(handout) if (bad := faces.missing(text.replace("\n", "")))
    ]
    for card in handout.cards:
        if card.digest in good:
            continue
        for place, text in _card_texts(card):
            if bad := faces.missing(text):
                problems.append(_problem(place, bad))
                break
        else:
            good.add(card.digest)
    return problems


def _problem(place: str, bad: str) -> Problem:
    return Problem(place, 0, f"holds {describe(bad)}, which no type face here can print", _HINT)


def _texts(handout: Handout) -> Iterator[tuple[str, str]]:
    """Every text of the front and the edges, with the field it comes from."""
    yield "patient", handout.patient
    yield "note", "".join(run.text for run in handout.note)
    yield "program", handout.title + "".join(run.text for run in (*handout.dates, *handout.move_on))
    yield "visit", "".join(run.text for run in handout.next_visit)
    who = handout.header
    yield "clinic", who.name + who.tagline + who.phone + who.email + who.more
    yield "clinic", handout.stop.short + "".join(run.text for run in handout.stop.row) + handout.disclaimer
    yield "clinic", handout.stop.head + "".join(run.text for run in handout.stop.call)
    yield "drills", handout.need
    labels = handout.labels
    words = (labels.when, labels.need, labels.note, labels.move_on, labels.next_visit, labels.notes, labels.do_this)
    pain = (labels.pain, labels.pain_scale, *(row.label for row in handout.pain_rows))
    yield "words", "".join((*words, labels.stop, *pain, handout.pen))
    yield "words", handout.issued + handout.page + handout.running + "".join(run.text for run in handout.when)
    yield "words", "".join(day.short for day in handout.week)


def _card_texts(card: Card) -> Iterator[tuple[str, str]]:
    """Every text of a drill, with its place."""
    place = f"drill {card.drill}"
    yield f"{place}, name", card.name
    yield f"{place}, why", card.why
    for step in card.steps:
        yield f"{place}, step {step.number}", step.text + step.hold
    for cue in card.cues:
        yield f"{place}, cues", cue.text
    for picture in card.pictures:
        yield f"{place}, captions", picture.caption + picture.hold
        if isinstance(picture.asset, Posed):
            notes = picture.asset.figure.positions[picture.asset.position].callouts
            yield f"{place}, call-outs", "".join(note.text for note in notes)
    yield (
        f"{place}, dose",
        " ".join(card.dose) + card.dose_short + card.change + "".join(row.label + row.line for row in card.rows),
    )
