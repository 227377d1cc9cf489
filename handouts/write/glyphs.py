"""WRITE: which characters of a handout no type face can print. Found before anything is drawn.

Every text of the handout's dataclasses is looked at, but for the few that are not printed: a new word of the sheet
is checked without being listed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from handouts.base.kept import Kept
from handouts.base.plaintext import describe
from handouts.base.problems import Problem
from handouts.library.assets import Asset
from handouts.plan.handout import Card, Day, Handout, Posed
from handouts.sheet.text import Faces

__all__ = ["GlyphCheck"]

_HINT = "Type it another way. Faces at hand have Latin letters, also of Vietnamese, but no other script yet."
_CARDS_KEPT = 4000
_NOT_PRINTED = frozenset({
    "alt", "marked", "spoken", "when_spoken", "change_spoken", "rest_day",  # read aloud only
    "language", "note_language", "layout", "paper", "key", "session_key", "kind", "side", "id", "drill", "digest",
    "body",  # codes
})  # fmt: skip
"""Fields whose texts do not stand on the page."""
_PLACES = {
    "patient": "patient", "patient_line": "patient", "note": "note", "title": "program", "log_title": "program",
    "dates": "program", "move_on": "program", "next_visit": "visit", "header": "clinic", "stop": "clinic",
    "disclaimer": "clinic", "need": "drills",
}  # fmt: skip
"""Where the texts of a handout's field come from; from the words file where it is not named here."""
_ORDER = ("patient", "note", "program", "visit", "clinic", "drills", "words")
_CARD_PLACES = {
    "name": "name", "continued": "name", "why": "why", "steps": "steps", "cues": "cues", "pictures": "captions",
}  # fmt: skip
"""The same for the fields of a card; from its dose where it is not named here."""


class GlyphCheck:
    """Finds what the faces cannot print. Remembers cards that are all right: patients share most of them."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._good = Kept[str, bool](_CARDS_KEPT)

    def problems(self, handout: Handout) -> Iterator[Problem]:
        """A problem for each place that holds a character which cannot be printed, at most one a place and drill."""
        if self._bad(_texts(handout, without="cards")):
            bad: dict[str, str] = {}
            for name in _printed(Handout):
                if name != "cards" and (found := self._bad(_texts(getattr(handout, name)))):
                    bad.setdefault(_PLACES.get(name, "words"), found)
            yield from (_problem(place, bad[place]) for place in _ORDER if place in bad)
        for card in handout.cards:
            if card.digest not in self._good:
                yield from self._card_problems(card)

    def _card_problems(self, card: Card) -> Iterator[Problem]:
        for place, text in _card_texts(card):
            if bad := self._bad([text]):
                yield _problem(f"drill {card.drill}, {place}", bad)
                return
        self._good.keep(card.digest, value=True)

    def _bad(self, texts: Iterable[str]) -> str:
        return self._faces.missing("".join(texts).replace("\n", ""))


def _problem(place: str, char: str) -> Problem:
    return Problem(place, 0, f"holds {describe(char)}, which no type face here can print", _HINT)


def _card_texts(card: Card) -> Iterator[tuple[str, str]]:
    for name in _printed(Card):
        place, value = _CARD_PLACES.get(name, "dose"), getattr(card, name)
        if name == "steps":
            yield from ((f"step {step.number}", "".join(_texts(step))) for step in value)
            continue
        yield place, "".join(_texts(value))
        if name == "pictures":
            yield "call-outs", "".join(_notes(card))


def _notes(card: Card) -> Iterator[str]:
    """The words inside drawn pictures."""
    for picture in card.pictures:
        if isinstance(picture.asset, Posed):
            yield from (note.text for note in picture.asset.figure.positions[picture.asset.position].callouts)


@cache
def _printed(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass whose texts are printed."""
    more = {"name"} if kind is Day else set()  # a day's full name is read aloud; its short one is printed
    return tuple(item.name for item in fields(kind) if item.name not in _NOT_PRINTED | more)


def _texts(value: Any, without: str = "") -> Iterator[str]:
    """Every text in a value of texts, tuples and dataclasses; pictures have none of their own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Asset | Posed):
        kind: Any = type(value)
        for name in _printed(kind):
            if name != without:
                yield from _texts(getattr(value, name))
