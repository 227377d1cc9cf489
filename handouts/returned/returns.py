"""READ: what came back of a handout, page by page, as the register keeps it; and what all of it together says.

A *return* is one reading of one page of a scan, of one whole PDF, of what a page for the phone sent, or of what
somebody typed in. Several may come back of a handout. Its answers are those of all that were entered: later ones over
earlier ones, place by place. All of it is self-report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from handouts.base.records import dataclass
from handouts.returned.measured import Measured, measured
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName, PhoneName, parse_name

__all__ = [
    "PASTED",
    "TICKED",
    "Answers",
    "Return",
    "ReturnSource",
    "ReturnState",
    "answers",
    "pain_value",
    "taken_back",
]

ReturnSource = Literal["pdf", "scan", "typed", "phone"]
ReturnState = Literal["pending", "entered", "left"]
"""Pending: a person has to settle something, and nothing of it counts. Left: a person has thrown it away."""
TICKED = "x"
"""What stands in ``Answers.measures`` for a box that is ticked."""
PASTED = "pasted text.txt"
"""What a text that somebody has pasted at the desk is called: by its ending it is taken for a phone's answer and for
nothing else.
"""
_PAIN = re.compile(r"(\d{1,2})(?:\s*/\s*10|\s+of\s+10)?", re.ASCII)
_MOST_PAIN = 10


@dataclass(frozen=True)
class Return:
    """What was read of a page, or of a whole sheet."""

    handout: str
    """Its id."""
    page: int
    """From 1; 0 for a whole PDF, for what a page for the phone sent, and for what was typed in."""
    pages: int
    """How many pages of the sheet hold boxes or places to write; 0 where that is not known."""
    source: ReturnSource
    digest: str
    """Of what it was read from: the same page of the same handout is never kept twice from it."""
    file: str
    """Name of the file it was read from, without its folder."""
    state: ReturnState
    read_at: str
    """ISO times, UTC."""
    entered_at: str
    """Empty while it is pending."""
    settled_by: str
    """Who settled it, or left it; empty where nobody had to."""
    ticked: Mapping[str, bool]
    """By the name of a box (``sheet/boxnames.py``): those that are sure, and once it is settled all."""
    written: Mapping[str, str]
    """By the name of a place to write in, cleaned; empty where nothing is written there. Of a place that is not named
    here an earlier return's stands.
    """
    drills: tuple[str, ...]
    """Their ids, in the order of the sheet; empty where that is not known."""
    unsure: tuple[str, ...] = ()
    """Names of boxes and places that a person has to settle, or had to."""
    remarks: tuple[str, ...] = ()
    """What is typed over the sheet, and not in one of its places."""
    why: tuple[str, ...] = ()
    """Why a person must look at it, each as the rest of a sentence about the file."""
    said_at: str = ""
    """When the patient last changed it, ISO, UTC, where it says so: what a page for the phone sends does."""
    id: int = 0
    """Its number in the register, in the order in which returns came in; 0 while it is not there."""


@dataclass(frozen=True)
class Answers:
    """What came back of one handout, all its returns together. Self-report."""

    handout: str
    boxes: Mapping[BoxName, bool]
    """Every box that was read, and whether it is ticked."""
    pain: Mapping[PainName, str]
    """What is written for it, where anything is; see ``pain_value``."""
    measures: Mapping[str, str]
    """What is written in any other place of the sheet, by its name; ``TICKED`` for a box that is ticked."""
    remarks: tuple[str, ...]
    missing_pages: int
    """How many pages with boxes, or places to write, have not come back."""
    sources: tuple[ReturnSource, ...]
    """What it was read from, each once; empty where nothing was entered."""
    settled_by: tuple[str, ...]
    drills: tuple[str, ...] = ()
    """Their ids, in the order of the sheet; empty where no return says so."""
    unsettled: Mapping[int, int] = field(default_factory=dict)
    """How many places of each page (0 for a whole PDF) are still to be settled. Nothing of those returns is counted."""
    changed: tuple[str, ...] = ()
    """Names of places where a later return takes back what an earlier one says: a tick that is gone, another number."""
    entered_at: str = ""
    """When the last of it was entered; empty where nothing was."""

    @property
    def done(self) -> int:
        """Boxes that are ticked."""
        return sum(self.boxes.values())

    @property
    def planned(self) -> int:
        """Boxes that were read, on the pages that came back."""
        return len(self.boxes)

    @property
    def percent(self) -> int:
        """Done of planned; 0 where no box was read."""
        return round(100 * self.done / self.planned) if self.planned else 0

    @property
    def nothing_marked(self) -> bool:
        """Whether something came back, and nobody has marked anything on it."""
        return bool(self.sources) and not (self.done or self.pain or self.measures or self.remarks)

    @property
    def pain_values(self) -> tuple[int, ...]:
        """The numbers of pain that can be told, 0 to 10, in the order of the sheet."""
        return tuple(value for _, _, value in self.pain_entries if value is not None)

    @property
    def outcomes(self) -> tuple[Measured, ...]:
        """The answers to outcome measures; of a row that nobody has answered there is none."""
        boxes = [name for text in self.measures if isinstance(name := parse_name(text), MeasureName)]
        lines = {
            name.number: said
            for text, said in self.measures.items()
            if isinstance(name := parse_name(text), ActivityName)
        }
        return measured(dict.fromkeys(boxes, True), lines)

    @property
    def pain_entries(self) -> tuple[tuple[PainName, str, int | None], ...]:
        """Each place where pain is written, with its text and the number, where that can be told."""
        return tuple((place, text, pain_value(text)) for place, text in self.pain.items())


def pain_value(text: str) -> int | None:
    """A number of pain as it was written, “3”, “3/10” or “3 of 10”; None where it cannot be told."""
    match = _PAIN.fullmatch(text.strip())
    return int(match[1]) if match and int(match[1]) <= _MOST_PAIN else None


def answers(handout: str, returns: Iterable[Return]) -> Answers:
    """The answers of a handout. Of ``returns`` those of other handouts are passed over; they may come in any order."""
    own = sorted((one for one in returns if one.handout == handout), key=lambda one: one.id)
    entered = [one for one in own if one.state == "entered"]
    ticked, written, changed = _laid_over(entered)
    boxes = {name: parse_name(name) for name in ticked}
    places = {name: parse_name(name) for name in written}
    return Answers(
        handout,
        boxes={place: ticked[name] for name, place in boxes.items() if isinstance(place, BoxName)},
        pain={place: written[name] for name, place in places.items() if isinstance(place, PainName) and written[name]},
        measures=_measures(ticked, written),
        remarks=_remarks(entered, written),
        missing_pages=_missing(own) if entered else 0,
        sources=tuple(dict.fromkeys(one.source for one in entered)),
        settled_by=tuple(dict.fromkeys(one.settled_by for one in entered if one.settled_by)),
        drills=next((one.drills for one in reversed(entered) if one.drills), ()),
        unsettled=_unsettled(own),
        changed=tuple(changed),
        entered_at=max((one.entered_at for one in entered), default=""),
    )


def taken_back(returns: Iterable[Return], last: Return) -> tuple[str, ...]:
    """Names of places where ``last``, entered after these returns of its handout, says otherwise than they do."""
    before = sorted((one for one in returns if one.state == "entered"), key=lambda one: one.id)
    ticked, written, _ = _laid_over(before)
    return _otherwise(ticked, written, last)


def _laid_over(entered: Iterable[Return]) -> tuple[dict[str, bool], dict[str, str], tuple[str, ...]]:
    """Boxes and texts of returns, later ones over earlier ones, and the names of places that changed on the way."""
    ticked: dict[str, bool] = {}
    written: dict[str, str] = {}
    changed: dict[str, None] = {}
    for one in entered:
        changed |= dict.fromkeys(_otherwise(ticked, written, one))
        ticked.update(one.ticked)
        written.update(one.written)
    return ticked, written, tuple(changed)


def _otherwise(ticked: Mapping[str, bool], written: Mapping[str, str], last: Return) -> tuple[str, ...]:
    """A tick that is gone, or a text that is another now; what is new takes nothing back."""
    gone = (name for name, value in last.ticked.items() if ticked.get(name) and not value)
    other = (name for name, text in last.written.items() if written.get(name, text) not in ("", text))
    return (*gone, *other)


def _measures(ticked: Mapping[str, bool], written: Mapping[str, str]) -> dict[str, str]:
    """What stands in places that are neither boxes of drills, pain, notes nor the clinic's number."""
    ours = (BoxName, PainName, NotesName, PhoneName)
    found = {name: TICKED for name, value in ticked.items() if value and not isinstance(parse_name(name), ours)}
    return found | {name: text for name, text in written.items() if text and not isinstance(parse_name(name), ours)}


def _remarks(entered: Iterable[Return], written: Mapping[str, str]) -> tuple[str, ...]:
    """The notes, and what is typed over the sheet, each once."""
    notes = {place.page: written[name] for name in written if isinstance(place := parse_name(name), NotesName)}
    over = [text for one in entered for text in one.remarks]
    return tuple(dict.fromkeys(text for text in (*(notes[page] for page in sorted(notes)), *over) if text))


def _missing(returns: Iterable[Return]) -> int:
    """Pages that did not come back, or were thrown away. What is no scan has them all."""
    pages, most = set(), 0
    for one in (one for one in returns if one.state != "left"):
        pages.add(one.page)
        most = max(most, one.pages)
    return 0 if 0 in pages or not pages else max(0, most - len(pages))


def _unsettled(returns: Iterable[Return]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in returns:
        if one.state == "pending":
            found[one.page] = found.get(one.page, 0) + (len(one.unsure) or 1)  # else whether it counts at all
    return found
