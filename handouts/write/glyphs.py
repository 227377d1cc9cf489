"""WRITE: which characters of a handout no type face can print. Found before anything is drawn.

Every text of the handout's dataclasses is looked at, but for the few that are not printed: a new word of the sheet
is checked without being listed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from handouts.base.kept import Kept
from handouts.base.plaintext import describe
from handouts.base.problems import Problem
from handouts.base.records import fields
from handouts.base.twofold import MARK
from handouts.library.assets import Asset
from handouts.plan.handout import Card, Day, Handout, Posed
from handouts.sheet.text import Faces
from handouts.type.scripts import EASTERN, HAN, face_file, script_of

__all__ = ["GlyphCheck", "how_to_print", "unprintable"]

_HINT = (
    "Type it another way. Faces at hand have Latin letters with any marks, Greek, Cyrillic, Arabic, Hebrew, and the "
    "scripts of South and Southeast Asia."
)
_EASTERN = 'Chinese, Japanese and Korean letters come in a package of 30 MB: pip install "handouts[cjk]".'
_CARDS_KEPT = 8000
_WORDS_KEPT = 100
_NOT_PRINTED = frozenset({
    "alt", "marked", "spoken", "when_spoken", "change_spoken", "rest_day",  # read aloud only
    "language", "direction", "note_language", "layout", "paper", "key", "session_key", "kind", "side", "id", "drill",
    "digest", "body", "copy",  # codes, and a handout that is looked at by itself
})  # fmt: skip
"""Fields whose texts do not stand on the page."""
_PLACES = {
    "patient": "patient", "patient_line": "patient", "note": "note", "title": "program", "log_title": "program",
    "dates": "program", "move_on": "program", "next_visit": "visit", "decided": "decision",
    "header": "clinic", "stop": "clinic", "disclaimer": "clinic", "need": "drills", "measures": "activities",
}  # fmt: skip
"""Where the texts of a handout's field come from; from the words file where it is not named here."""
_ORDER = ("patient", "note", "decision", "program", "visit", "clinic", "drills", "activities", "words")
_CARD_PLACES = {
    "name": "name", "continued": "name", "why": "why", "steps": "steps", "cues": "cues", "pictures": "captions",
}  # fmt: skip
"""The same for the fields of a card; from its dose where it is not named here. Those named stand over the dose."""
_OFTEN = ("labels", "header", "stop")
"""Fields of a handout that hold much, and are the same value in most handouts."""


class GlyphCheck:
    """Finds what the faces cannot print. Remembers what is all right: patients share most of their cards and words."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._fine: set[str] = {MARK}
        """Characters that a face has, as far as they have been seen; and line breaks."""
        self._good = Kept[str, bool](_CARDS_KEPT)
        """By the digests of cards, and of what stands over their doses."""
        self._sound = Kept[int, object](_WORDS_KEPT)
        """Values of handouts' fields by their id, which is not used again while they are kept."""

    def problems(self, handout: Handout) -> Iterator[Problem]:
        """A problem for each place that holds a character which cannot be printed, at most one a place and drill."""
        often = [value for name in _OFTEN if id(value := getattr(handout, name)) not in self._sound]
        own = [getattr(handout, name) for name in _printed(Handout) if name != "cards" and name not in _OFTEN]
        if not self._bad(_texts((*often, *own))):
            for value in often:
                self._sound.keep(id(value), value)
        else:
            bad: dict[str, str] = {}
            for name in _printed(Handout):
                if name != "cards" and (found := self._bad(_texts(getattr(handout, name)))):
                    bad.setdefault(_PLACES.get(name, "words"), found)
            yield from (unprintable(place, bad[place]) for place in _ORDER if place in bad)
        for card in handout.cards:
            if card.digest not in self._good:
                yield from self._card_problems(card)
        if handout.copy:
            yield from self.problems(handout.copy)

    def bad_own(self, handout: Handout) -> str:
        """The first character that cannot be printed in what is this patient's own, or empty."""
        if handout.copy and (bad := self.bad_own(handout.copy)):
            return bad
        own = (handout.patient_line, handout.note, handout.next_visit, handout.decided)
        return self._bad([handout.patient, *[run.text for runs in own for run in runs]])

    def _card_problems(self, card: Card) -> Iterator[Problem]:
        known = card.body in self._good
        for place, texts in _card_texts(card, body=not known):
            if bad := self._bad(texts):
                yield unprintable(f"drill {card.drill}, {place}", bad)
                return
        self._good.keep(card.digest, value=True)
        self._good.keep(card.body, value=True)

    def _bad(self, texts: Iterable[str]) -> str:
        text = "".join(texts)
        if self._fine.issuperset(text):
            return ""
        bad = self._faces.missing(text.replace("\n", "").replace(MARK, ""))
        if not bad:
            self._fine.update(text)
        return bad


def unprintable(place: str, char: str) -> Problem:
    """Says of a character that no type face has it, and what to install for it."""
    return Problem(place, 0, f"holds {describe(char)}, which no type face here can print", how_to_print(char))


def how_to_print(char: str) -> str:
    """What to do about a character that no type face here has."""
    there = any(face_file(*one) for one in HAN.files)
    return _EASTERN if script_of(char) in (HAN, *EASTERN) and not there else _HINT


def _card_texts(card: Card, *, body: bool) -> Iterator[tuple[str, list[str]]]:
    """Each place of a card with its texts, those over the dose only if ``body``."""
    for name in _printed(Card):
        if name in _CARD_PLACES and not body:
            continue
        place, value = _CARD_PLACES.get(name, "dose"), getattr(card, name)
        if name == "steps":
            yield from ((f"step {step.number}", _texts(step)) for step in value)
            continue
        yield place, _texts(value)
        if name == "pictures":
            yield "call-outs", list(_notes(card))


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


def _texts(value: Any) -> list[str]:
    """Every text in a value of texts, tuples and dataclasses; pictures have none of their own."""
    found: list[str] = []
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, tuple):
            left += reversed(one)
        elif hasattr(one, "__dataclass_fields__") and not isinstance(one, Asset | Posed):
            kind: Any = type(one)
            left += [getattr(one, name) for name in reversed(_printed(kind))]
    return found
