"""What is on a sheet, in words and numbers only: no places, no sizes, no colours.

A Handout can be printed as text, compared in a test, or laid out on pages by the sheet room.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import field, fields
from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, Literal

from handouts.base.ids import shown_id
from handouts.base.kept import HashedOnce
from handouts.base.outcomes import MeasureKind
from handouts.base.records import dataclass, later
from handouts.figures.person import Person
from handouts.figures.poses import Figure
from handouts.library.assets import Asset
from handouts.library.words import Labels
from handouts.plan.joins import Joins
from handouts.plan.pacing import Pacing
from handouts.plan.phoneplace import PhonePlace

__all__ = [
    "Card",
    "Cue",
    "Day",
    "GridRow",
    "Handout",
    "Header",
    "MeasureBlock",
    "MeasureRow",
    "Picture",
    "Posed",
    "Run",
    "Runs",
    "Step",
    "StopRules",
]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one weight. ``soft`` text is second-rank."""

    text: str
    strong: bool = False
    soft: bool = False

    def __repr__(self) -> str:  # just what it would be by itself: ids are made of it, those of every patient
        return f"Run(text={self.text!r}, strong={self.strong!r}, soft={self.soft!r})"


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Step:
    """A numbered step; ``hold`` is its call-out, “Hold 3 seconds”, or empty."""

    number: int
    text: str
    hold: str = ""


@dataclass(frozen=True)
class Posed:
    """A picture that is drawn from data: which position of which figure, of whom, and on which side."""

    figure: Figure
    position: int
    """Counts from 0."""
    person: Person
    mirrored: bool = False
    """Whether the left side does what the figure shows of the right."""


@dataclass(frozen=True)
class Picture:
    """A picture of the position that ``step`` ends in; ``hold`` is “Hold 3 s” or empty."""

    asset: Asset | Posed
    step: int
    caption: str
    alt: str
    hold: str = ""
    marked: str = ""
    """Its call-outs as a sentence, for those who do not see them."""
    spoken: str = ""
    """Caption and hold as they are read aloud: “Step 6: Sit back. Hold 3 seconds.”"""


@dataclass(frozen=True)
class Cue:
    """A line beside the steps. ``do`` and ``dont`` carry a drawn sign; the words say it too."""

    kind: Literal["do", "dont", "stop", "plain"]
    text: str


@dataclass(frozen=True)
class Day:
    """A day of the week on the sheet: its key (mon), name and day of the month."""

    key: str
    short: str
    number: int
    on: bool
    """Whether any drill of the handout is scheduled on it."""
    name: str = ""
    """In full: Monday."""


@dataclass(frozen=True)
class GridRow:
    """One row of the week grid: a session, a side, and the hold label of each set's box."""

    session: int
    """1 for the first session of the day."""
    side: Literal["", "l", "r"]
    label: str
    line: str
    """The label as a line over the boxes, where there is no room beside them."""
    holds: tuple[str, ...]
    """Label under the box of each set: “3 s”, or empty. Its length is the number of sets."""
    spoken: tuple[str, ...] = ()
    """What each box is, without its day, as it is read aloud: “Evening, left, set 1, hold 3 seconds”."""
    session_key: str = field(default="day", repr=False)
    """Which session it is, in the words of no language: morning, midday, afternoon, evening; day where one a day has
    no name. Not in the repr, because ids of handouts are digests of that: they say the same without it."""


@dataclass(frozen=True)
class PainRow:
    """A row to write down pain after a session of the day; ``spoken`` is each place's name without its day."""

    session: int
    """1 for the first session of the day."""
    label: str
    spoken: str


@dataclass(frozen=True)
class MeasureRow:
    """A row of an outcome measure: a box for each answer, of which one is to be ticked."""

    kind: MeasureKind
    number: int
    """1, or of the activities which."""
    text: str
    """The question, or the activity as it was ordered; empty where the patient writes it."""
    answers: tuple[str, ...]
    """What stands under each box: 0 to 10, or the words of the steps."""
    ends: tuple[str, str] | None
    """Words at the first and the last box; None where each box has its own."""
    spoken: tuple[str, ...]
    """What each box is, read aloud: “Pain now, 7 of 10”."""
    activity: str = ""
    """Of an activity what it is called, read aloud: “Activity 2”."""


@dataclass(frozen=True)
class MeasureBlock:
    """The outcome measures of a sheet."""

    head: str
    when: str
    """When to tick them."""
    activities: str
    """The question over the activities; empty where none is asked about."""
    write: str
    """Asks the patient to name them; empty where the sheet does."""
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class Card:
    """A drill with this patient's dose."""

    number: int
    """1 for the first drill on the sheet."""
    drill: str
    """The drill's id."""
    name: str
    continued: str
    """The name again, for a second part on the next page."""
    why: str
    steps: tuple[Step, ...]
    cues: tuple[Cue, ...]
    pictures: tuple[Picture, ...]
    dose: tuple[str, ...]
    """The dose in sentences."""
    dose_short: str
    change: str
    """What is new since last week, in short, or empty: “Last week: 2 sets of 8, hold 2 s.”"""
    change_spoken: str
    """The same in full words, to be read aloud."""
    rows: tuple[GridRow, ...]
    days: tuple[str, ...]
    """Keys of the days it is scheduled on."""
    seconds: int
    """What one session takes."""
    digest: str = ""
    """Of all the above; equal cards have equal digests."""
    body: str = ""
    """Digest of what stands over the dose: equal bodies look alike, whatever the dose."""
    pace: Pacing = field(default=Pacing((), 0), repr=False)
    """The same dose in numbers. Not in the repr: the words say it, and ids are digests of them."""

    def __hash__(self) -> int:
        return hash(self.digest)


@dataclass(frozen=True)
class Header:
    """Who hands it out."""

    name: str
    tagline: str = ""
    phone: str = ""
    email: str = ""
    more: str = ""
    """Web and address, for the footer."""
    logo: Asset | None = None
    language: str = ""
    """Of name and tagline, where it is not the handout's."""
    logo_named: bool | None = field(default=None, repr=False)
    """Whether the logo says the name, so that it need not stand beside it; None where only its shape tells."""

    def __hash__(self) -> int:  # cheap: clinics are told apart by their names
        return hash(self.name)


@dataclass(frozen=True)
class StopRules:
    """When to stop and whom to call: in full, as one row, and as the footer's line."""

    head: str
    rules: tuple[str, ...]
    call: Runs
    row: Runs
    short: str
    row_whole: Runs = field(default=(), repr=False)
    """The row with the hours of the telephone too: what is printed. Not in the repr, whose form is older."""
    urgent: int = field(default=0, repr=False)
    """How many of ``call``'s last runs are about an emergency. Not in the repr: the words are said there."""

    def __hash__(self) -> int:  # cheap: equal rules have equal heads and short lines
        return hash((self.head, self.short))


@dataclass(frozen=True)
class Handout:
    """Everything a sheet says."""

    language: str
    layout: str
    paper: Literal["a4", "letter"]
    header: Header
    labels: Labels
    joins: Joins
    """How the language puts texts together. No part of the id, and nor are the labels."""
    title: str
    log_title: str
    patient: str
    patient_line: Runs
    dates: Runs
    running: str
    """Program, week and dates in one line, for the head of later pages."""
    running_short: str
    """The same without dates, for long names."""
    week: tuple[Day, ...]
    first_day: date
    when: Runs
    when_spoken: str
    """The same with the days' names in full, to be read aloud."""
    rest_day: str
    """What an empty cell of the week grid is, read aloud."""
    minutes: int
    """Of the fullest session, rounded up."""
    need: str
    note: Runs
    note_language: str
    """Of the note, where it is not the handout's."""
    stop: StopRules
    cards: tuple[Card, ...]
    move_on: Runs
    next_visit: Runs
    disclaimer: str
    sessions: tuple[PainRow, ...]
    """A row to write pain in for each session of a day, whether it is printed or not."""
    pen: str
    pen_mono: str
    page: str
    """Template of “Page {page} of {pages}”."""
    issued: str
    issue_date: date
    version: str
    speaks_of_pain: bool = True
    """Whether its rules do: when to stop, when to move on or go back. No part of the id, for those words are."""
    direction: Literal["ltr", "rtl"] = field(default="ltr", repr=False)
    """Which way its language is written. Not in the repr and no part of the id: it follows from the language."""
    id: str = field(default="", compare=False)
    """12 characters, see ``ids``."""
    copy: Handout | None = later(default=None)
    """The same in a second language, for whoever does not read the first: it stands after this in the same file. No
    part of the id, which it has too.
    """
    copy_title: str = later(default="")
    """What such a copy says of itself: “Copy for the clinician”; empty where it is none."""
    second: Joins | None = later(default=None)
    """How a second language puts texts together, where this says both. No part of the id, for its words are."""
    measures: MeasureBlock | None = later(default=None)
    """Outcome measures, where the sheet asks for any. Part of the id only then."""

    decided: Runs = later(default=())
    """That a week is repeated or gone back to, and why: the patient's own. Part of the id only where it says something.
    """
    phone: PhonePlace | None = later(default=None)
    """Where its page for the phone lies, where the clinic has a place for it. Part of the id only then."""
    decided_label: str = later(default="")
    """The label of that row. No part of the id, and nor are the labels."""

    @cached_property
    def shared(self) -> HashedOnce:
        """Stands for all that is not one patient's own: equal where patients' handouts differ in that alone."""
        return HashedOnce(_shared_values()(self), self.week_key, tuple([card.digest for card in self.cards]))

    def of_patient(
        self,
        handout: str,
        *,
        patient: str,
        patient_line: Runs,
        note: Runs,
        note_language: str,
        next_visit: Runs,
        decided: Runs = (),
        copy: Handout | None = None,
    ) -> Handout:
        """The same for another patient. ``handout`` is its id."""
        new = object.__new__(Handout)
        vars(new).update(
            vars(self),  # with what is worked out of it: that is of what they share
            shared=self.shared,
            id=handout,
            patient=patient,
            patient_line=patient_line,
            note=note,
            note_language=note_language,
            next_visit=next_visit,
            decided=decided,
            copy=copy,
        )
        return new

    @cached_property
    def week_key(self) -> Hashable:
        """Stands for the week's days in the keys of what is kept: equal weeks have equal keys."""
        return self.language, self.first_day, tuple(day.on for day in self.week)

    @property
    def pain_rows(self) -> tuple[PainRow, ...]:
        """The rows to write pain in: one for each session of a day; none where no rule of the sheet asks for pain."""
        return self.sessions if self.speaks_of_pain else ()

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities that the sheet asks about by name."""
        rows = self.measures.rows if self.measures else ()
        return tuple(row.text for row in rows if row.kind == "function" and row.text)

    @property
    def shown_id(self) -> str:
        """The id in groups of four, as printed."""
        return shown_id(self.id)


_OWN = ("patient", "patient_line", "note", "note_language", "next_visit", "decided", "id", "copy")


@cache
def _shared_values() -> Callable[[Handout], tuple[Any, ...]]:
    """What gives the values that patients share, but for what has a shorter key."""
    return attrgetter(*(item.name for item in fields(Handout) if item.name not in (*_OWN, "cards", "week")))
