"""What the reader said beside what is true, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.scan.worn.hands import Truth
from tests.scan.worn.make import Worn
from tests.scan.worn.reading import Said


@dataclass
class Tally:
    """Of one sheet, or of many together. Boxes that may be anything are in none of the numbers."""

    pages: int = 0
    known: int = 0
    strays: int = 0
    """Pages said to be there that are not: a wrong id or page, or one twice."""
    boxes: int = 0
    """Ticked or empty, on pages that were known."""
    ticked: int = 0
    false: int = 0
    missed: int = 0
    unsure: int = 0
    crossed: int = 0
    """Ticks that were taken back."""
    crossed_unsure: int = 0
    blanks: int = 0
    blanks_false: int = 0
    blanks_missed: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    faults: list[str] = field(default_factory=list)
    """Each in a line: where, how it was drawn, what was said."""

    def add(self, more: Mapping[str, Any]) -> None:
        for name, value in more.items():
            mine = getattr(self, name)
            setattr(self, name, max(mine, value) if name == "peak" else mine + value)


def judged(worn: Worn, said: Said) -> Tally:
    """A file of worn sheets."""
    tally = Tally(pages=len(worn.truths), seconds=said["seconds"], peak=said["peak"])
    where = f"{worn.kind} {worn.seed}"
    left = {(handout, page): (boxes, blanks, problems) for handout, page, boxes, blanks, problems in said["pages"]}
    tally.strays = len(said["pages"]) - len(left)
    for truth in worn.truths:
        read = left.pop((truth.handout, truth.page), None)
        if read is None:
            tally.faults.append(f"{where}: page {truth.page} not known, {said['what']} {said['notes']}")
            continue
        tally.known += 1
        _boxes(tally, truth, read[0], where)
        _blanks(tally, truth, read[1], where)
        tally.faults += [f"{where}: {problem}" for problem in read[2]]
    tally.strays += len(left)
    tally.faults += [f"{where}: {handout} page {page} is not there" for handout, page in left]
    return tally


def _boxes(tally: Tally, truth: Truth, read: Mapping[str, str], where: str) -> None:
    for name, meant in truth.boxes.items():
        mark = read.get(name, "unsure")
        if meant == "either":
            continue
        if meant == "crossed":
            tally.crossed += 1
            tally.crossed_unsure += mark == "unsure"
            continue
        tally.boxes += 1
        tally.ticked += meant == "ticked"
        tally.unsure += mark == "unsure"
        tally.false += meant == "empty" and mark == "ticked"
        tally.missed += meant == "ticked" and mark == "empty"
        if mark not in (meant, "unsure"):
            tally.faults.append(f"{where}: {name} is {meant} ({truth.drawn[name]}, {truth.pen}), said {mark}")


def _blanks(tally: Tally, truth: Truth, read: Mapping[str, bool], where: str) -> None:
    for name, written in truth.blanks.items():
        if name not in read:  # nothing of the page was read, and a person is told so
            continue
        tally.blanks += 1
        if read.get(name) != written:
            tally.blanks_missed += written
            tally.blanks_false += not written
            tally.faults.append(f"{where}: {name} is {'written' if written else 'empty'} ({truth.pen}), said otherwise")


def together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(vars(tally))
    return whole
