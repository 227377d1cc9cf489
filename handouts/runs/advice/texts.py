"""What patients read of a drill or a program, each text with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.base.records import dataclass
from handouts.library.models import Drill, Program
from handouts.runs.advice.piece import Loc

__all__ = ["Passage", "texts_of"]


@dataclass(frozen=True)
class Passage:
    """A text that patients read."""

    what: str
    """What it is, in words: step 2, cue 1."""
    loc: Loc
    text: str


_LISTS = {"cues": "cue", "mistakes": "mistake", "easier": "easier version", "harder": "harder version"}


def texts_of(item: Drill | Program) -> Iterator[Passage]:
    """The texts of a drill or program that are sentences of their own."""
    yield from _drill(item) if isinstance(item, Drill) else _program(item)


def _drill(drill: Drill) -> Iterator[Passage]:
    yield Passage("why", ("why",), drill.why)
    yield Passage("start", ("start",), drill.start)
    for number, step in enumerate(drill.steps):
        yield Passage(f"step {number + 1}", ("steps", number, "text"), step.text)
    for key, name in _LISTS.items():
        for number, text in enumerate(getattr(drill, key)):
            yield Passage(f"{name} {number + 1}", (key, number), text)
    for number, text in enumerate(drill.stop):  # which goes on after “Stop if”
        yield Passage(f"stop rule {number + 1}", ("stop", number), text)


def _program(program: Program) -> Iterator[Passage]:
    yield Passage("about", ("about",), program.about)
    for number, week in enumerate(program.weeks):
        for key, name in (("move_on", "moving on"), ("go_back", "going back")):  # which go on after words of the sheet
            if text := getattr(week, key):
                yield Passage(f"the rule for {name} of week {number + 1}", ("weeks", number, key), text)
    if program.finish:
        yield Passage("finish", ("finish",), program.finish)
