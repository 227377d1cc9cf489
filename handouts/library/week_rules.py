"""A week's rules as data, beside the words that the patient reads; and whether the two say the same. Pure.

The words are for the patient, and are what is printed. The data is for the proposal that a clinician gets: what boxes
and numbers of pain can tell is counted, and what they cannot is asked, in the very words of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from handouts.base.records import dataclass
from handouts.base.rules import limits, strict
from handouts.base.scalars import Line

__all__ = ["GoBackIf", "MoveOnIf", "disagreements"]

_Percent = Annotated[int, limits(ge=1, le=100, strict=True)]
_Pain = Annotated[int, limits(ge=0, le=10, strict=True)]
_Times = Annotated[int, limits(ge=1, le=14, strict=True)]


@strict
@dataclass(frozen=True, kw_only=True)
class MoveOnIf:
    """When to move on, as it can be counted; all of it has to hold."""

    done: _Percent | None = None
    """Boxes that are to be ticked, of 100: 100 for every box."""
    pain_at_most: _Pain | None = None
    """The most pain of any session, 0 to 10; 0 where no drill may bring on any."""
    ask: Line | None = None
    """What boxes and numbers cannot tell, in the words of “move_on”: your leg is no more swollen than before."""

    def __post_init__(self) -> None:
        if self.done is None and self.pain_at_most is None and self.ask is None:
            raise ValueError("move_on_if needs done, pain_at_most or ask")


@strict
@dataclass(frozen=True, kw_only=True)
class GoBackIf:
    """When to go back a week, as it can be counted."""

    pain_above: _Pain | None = None
    """Pain over this number, 0 to 10, counts."""
    times: _Times = 1
    """How many sessions it takes."""
    ask: Line | None = None
    """What numbers of pain cannot tell, in the words of “go_back”: you feel unsteady twice."""

    def __post_init__(self) -> None:
        if self.pain_above is None and self.ask is None:
            raise ValueError("go_back_if needs pain_above or ask")


_EVERY_BOX = re.compile(r"\b(?:every|all) (?:the |your )?box", re.IGNORECASE)
_NO_PAIN = re.compile(r"\b(?:no drill brings on pain|no pain|without pain|pain-free)\b", re.IGNORECASE)
_MOST_PAIN = re.compile(
    r"\bpain (?:stays at|is|stays) (?:at most )?(\d+)(?: of 10| out of 10|/10)? or (?:less|lower)", re.IGNORECASE
)
_PAIN_ABOVE = re.compile(r"\bpain (?:is|goes|rises) (?:above|over) (\d+)(?: of 10| out of 10|/10)?", re.IGNORECASE)
_TIMES = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "3 times": 3, "4 times": 4}


def disagreements(
    move_on: str | None, move_on_if: MoveOnIf | None, go_back: str | None, go_back_if: GoBackIf | None, *, english: bool
) -> Iterator[tuple[str, str]]:
    """Where data and words of a week's rules do not say the same: the field, and what is wrong.

    Only English words are read; of another language's the numbers are looked for, and the words to be asked.
    """
    if move_on_if and not move_on:
        yield "move_on_if", "is not said to the patient: there is no “move_on” beside it"
    elif move_on_if and move_on:
        yield from (("move_on_if", wrong) for wrong in _of_moving_on(move_on, move_on_if, english=english))
    if go_back_if and not go_back:
        yield "go_back_if", "is not said to the patient: there is no “go_back” beside it"
    elif go_back_if and go_back:
        yield from (("go_back_if", wrong) for wrong in _of_going_back(go_back, go_back_if, english=english))


def _of_moving_on(words: str, rule: MoveOnIf, *, english: bool) -> Iterator[str]:
    if rule.ask and _plain(rule.ask) not in _plain(words):
        yield f"asks “{rule.ask}”, which “move_on” does not say"
    if not english:
        if rule.pain_at_most and str(rule.pain_at_most) not in words:
            yield f"has pain_at_most {rule.pain_at_most}, a number that “move_on” does not have"
        return
    every = bool(_EVERY_BOX.search(words))
    if every != (rule.done == 100):
        yield "“move_on” speaks of every box, so “done” is 100" if every else "“move_on” does not speak of every box"
    found = _MOST_PAIN.search(words)
    said = 0 if _NO_PAIN.search(words) and not found else int(found[1]) if found else None
    if said != rule.pain_at_most:
        yield _unlike("move_on", "pain_at_most", said, rule.pain_at_most)


def _of_going_back(words: str, rule: GoBackIf, *, english: bool) -> Iterator[str]:
    if rule.ask and _plain(rule.ask) not in _plain(words):
        yield f"asks “{rule.ask}”, which “go_back” does not say"
    if not english:
        if rule.pain_above and str(rule.pain_above) not in words:
            yield f"has pain_above {rule.pain_above}, a number that “go_back” does not have"
        return
    found = _PAIN_ABOVE.search(words)
    said = int(found[1]) if found else None
    if said != rule.pain_above:
        yield _unlike("go_back", "pain_above", said, rule.pain_above)
    if found and rule.pain_above is not None:
        after = words[found.end() :].casefold()
        times = next((number for name, number in _TIMES.items() if name in after), 1)
        if times != rule.times:
            yield _unlike("go_back", "times", times, rule.times)


def _unlike(words: str, name: str, said: int | None, found: int | None) -> str:
    if said is None:
        return f"has {name} {found}, which “{words}” does not say"
    return f"“{words}” says {said}, so “{name}” is {said}" + (f", not {found}" if found is not None else "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(".")
