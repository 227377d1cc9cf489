"""The sheet's own wording in one language: labels, sentences, dates. Data, so that a language is a file.

A template names its values in braces, ``{patient}``, and marks strong text with two stars,
``**Week 1**``. Values are put in after the marks are read, so nothing in a value is ever a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.base.scalars import Language, Line, Lines, Phrase

__all__ = [
    "DateWords",
    "DoseWords",
    "GridWords",
    "Labels",
    "Plural",
    "Sentences",
    "StopWords",
    "UnitWords",
    "Units",
    "Words",
    "fill",
    "placeholders",
]

_PLACE = re.compile(r"\{([a-z_]+[0-9]?)\}")


@strict
@dataclass(frozen=True, kw_only=True)
class Plural:
    """A phrase for one and for other numbers; ``{n}`` is the number."""

    one: Phrase
    other: Phrase

    def of(self, number: int) -> str:
        return (self.one if number == 1 else self.other).replace("{n}", str(number))


@strict
@dataclass(frozen=True, kw_only=True)
class DateWords:
    """Names and patterns of dates and times."""

    days: tuple[Phrase, ...]
    """Monday first."""
    days_short: tuple[Phrase, ...]
    months: tuple[Phrase, ...]
    months_short: tuple[Phrase, ...]
    full: Phrase
    """Date with weekday: {weekday} {day} {month} {year}."""
    plain: Phrase
    """Date without weekday."""
    range_month: Line
    """A week within a month; values end in 1 and 2: {weekday1} {day1} {month2} …"""
    range_year: Line
    range_years: Line
    """A week over the new year; the short names come as {weekday_short1} and {month_short1}."""
    plain_month: Line
    """The same without weekdays, for the running head."""
    plain_year: Line
    plain_years: Line
    clock: Literal[12, 24]
    am: Phrase = "am"
    pm: Phrase = "pm"

    def __post_init__(self) -> None:
        for name, count in (("days", 7), ("days_short", 7), ("months", 12), ("months_short", 12)):
            found = len(getattr(self, name))
            if found != count:
                raise ValueError(f"{name} needs {count} names, found {found}")


@strict
@dataclass(frozen=True, kw_only=True)
class Labels:
    """Labels in the left column and heads of blocks."""

    when: Phrase
    need: Phrase
    note: Phrase
    move_on: Phrase
    next_visit: Phrase
    notes: Phrase
    glance: Phrase
    """Over the list of all drills on a front page."""
    goes_on: Phrase
    """Under the label of a row that began on the page before."""
    do_this: Phrase
    stop: Phrase
    phone: Phrase
    """Before a line to write the clinic's number on, where the clinic has not said it."""
    phone_spoken: Phrase
    """What that place is, read aloud."""
    pain: Phrase
    pain_scale: Phrase
    pain_write: Phrase

    def __hash__(self) -> int:  # cheap: equal labels have equal first words
        return hash((self.when, self.need, self.note))


@strict
@dataclass(frozen=True, kw_only=True)
class Sentences:
    """Sentences of the front, the end and the edges of a page."""

    title: Phrase
    """Title of a handout that is not of a program."""
    log_title: Phrase
    patient: Phrase
    week: Line
    week_phase: Line
    one_week: Line
    running: Line
    running_plain: Line
    when: Line
    minutes: Plural
    daily: Phrase
    once: Phrase
    twice: Phrase
    often: Phrase
    at_times: Phrase
    up_to: Phrase
    """Where a day has fewer sessions than another: “up to twice a day”."""
    each_its_own: Line
    """Where drills differ in their days or times."""
    and_join: Phrase
    """Between the last two of a list: “and”."""
    move_on: Line
    go_back: Line
    new_drill: Phrase
    """Beside the dose of a drill that last week did not have."""
    last_week: Line
    """Beside a dose that has changed, with what of last week's is no longer so."""
    last_time: Line
    """The same where the patient was away last week."""
    visit: Line
    visit_when: Line
    visit_person: Phrase
    """“with Dana Reyes”; a space is put before it."""
    continued: Phrase
    caption: Phrase
    """A picture's caption when it is read aloud: “Step 6: Sit back.”"""
    marked: Line
    """The call-outs of a picture, after its description."""
    page: Phrase
    issued: Phrase
    disclaimer: Lines
    credit: Line = "“{name}”: words by {maker}, {licence}, changed."
    """Under the small print, for a drill whose licence asks for its maker's name."""
    credit_pictures: Line = "Pictures: {makers}."
    """The same for its pictures."""


@strict
@dataclass(frozen=True, kw_only=True)
class UnitWords:
    """A unit: for one, for other numbers, and short as under a box; ``{n}`` is the number."""

    one: Phrase
    other: Phrase
    short: Phrase | None = None
    """The same as in full where it has none of its own."""


@strict
@dataclass(frozen=True, kw_only=True)
class Units:
    """Units of loads and distances. Bands are told by their colours, in this language where they stand here."""

    kg: UnitWords
    lb: UnitWords
    m: UnitWords
    km: UnitWords
    yd: UnitWords
    ft: UnitWords
    mi: UnitWords
    steps: UnitWords
    stairs: UnitWords
    laps: UnitWords
    lengths: UnitWords
    body: Phrase
    body_short: Phrase
    band: Phrase
    """“the {colour} band”."""
    band_short: Phrase
    colours: dict[str, Phrase]
    decimal: Phrase
    """Between whole numbers and their parts: “.” or “,”."""


@strict
@dataclass(frozen=True, kw_only=True)
class DoseWords:
    """The dose in words."""

    sets: Plural
    sets_of: Phrase
    sets_only: Plural
    """Where a set is a single repetition: “3 times”."""
    sets_varied: Phrase
    """Where the repetitions differ from set to set: “3 sets: 10, 8, then 6.”"""
    each_side: Phrase
    on_left: Phrase
    on_right: Phrase
    hold: Phrase
    hold_each: Phrase
    hold_sets: Phrase
    hold_times: Plural
    """Where a set is a single hold: “Hold 20 seconds, 2 times each side.”"""
    for_time: Phrase
    """A set in time: “{action} for 10 minutes”."""
    for_distance: Phrase
    """A set in distance: “{action} 400 metres”."""
    action: Phrase
    """Where the drill does not say what is done: “Keep going”."""
    measure_times: Plural
    """“Walk for 5 minutes, 3 times.”"""
    measure_sets: Phrase
    """Where time or distance differ from set to set: “Walk for 5, then 8 minutes, set by set.”"""
    load: Phrase
    load_own: Phrase
    """Where the clinician has words for it: “Load: two tins of beans.”"""
    load_sets: Phrase
    reps_short: Phrase
    """Reps of one set, under its box: “10×”."""
    reps_spoken: Phrase
    tempo: Phrase
    """“Speed: {parts}.”"""
    tempo_down: Phrase
    tempo_wait: Phrase
    tempo_up: Phrase
    tempo_short: Phrase
    effort: Phrase
    effort_short: Phrase
    then: Phrase
    """Before the last of several holds: “, then”."""
    no_hold: Phrase
    rest: Phrase
    range: Phrase
    range_short: Phrase
    seconds: Plural
    minutes: Plural
    minutes_seconds: Phrase
    seconds_short: Phrase
    minutes_short: Phrase
    hold_short: Phrase
    no_hold_short: Phrase
    rest_short: Phrase
    easier: Line
    harder: Line
    stop_if: Line


@strict
@dataclass(frozen=True, kw_only=True)
class GridWords:
    """The week grid."""

    tick: Phrase
    morning: Phrase
    midday: Phrase
    afternoon: Phrase
    evening: Phrase
    left: Phrase
    right: Phrase
    session_side: Phrase
    row_hold: Phrase
    row_plain: Phrase
    row_each: Phrase
    """The same for sets in time or distance: “Tick sets. 10 min each.”"""
    row_load: Phrase
    """A row's label with the load of all its sets: “Tick sets, 10 kg”."""
    box_set: Phrase
    """What a box is called when it is read aloud, with its day before it: “Monday 23, set 1, hold 3 seconds”."""
    box_hold: Phrase
    box_pain: Phrase
    """The same for a place to write pain in."""
    rest_day: Phrase
    """A day without boxes, read aloud."""
    pen: Phrase
    pen_grey: Phrase
    pen_dash: Phrase


@strict
@dataclass(frozen=True, kw_only=True)
class StopWords:
    """When to stop and whom to call."""

    head: Phrase
    rules: tuple[Line, ...]
    call: Line
    call_hours: Line
    call_none: Line
    emergency: Line
    short: Line
    short_none: Line
    row: Line
    join: Phrase
    pain_words: tuple[Phrase, ...]
    """How words for pain begin. Where a rule of the sheet has one, there are rows to write pain in."""

    def __post_init__(self) -> None:
        if not all(word.strip() for word in self.pain_words) or not self.pain_words:
            raise ValueError("pain_words needs one word for pain at least")


@strict
@dataclass(frozen=True, kw_only=True)
class Words:
    """Everything the sheet says that is not a drill, a program or a clinic."""

    language: Language
    name: Phrase
    direction: Literal["ltr", "rtl"] = "ltr"
    """Which way it is written: from left to right, or from right to left."""
    dates: DateWords
    labels: Labels
    sentences: Sentences
    dose: DoseWords
    units: Units
    grid: GridWords
    stop: StopWords


def placeholders(template: str) -> frozenset[str]:
    """Names of the values a template asks for."""
    return frozenset(_PLACE.findall(template))


def fill(template: str, **values: object) -> Iterator[tuple[str, bool]]:
    """Yield (text, strong) for a template with its values put in. Neighbours may share strength."""
    for index, part in enumerate(_cut(template)):
        text = part[0]
        if len(part) > 1:
            text = "".join([str(values.get(one, f"{{{one}}}")) if at % 2 else one for at, one in enumerate(part)])
        if text:
            yield text, index % 2 == 1


@lru_cache(maxsize=1000)
def _cut(template: str) -> tuple[tuple[str, ...], ...]:
    """A template's parts, plain and strong in turn, each as its own words and the names of values in turn."""
    return tuple(tuple(_PLACE.split(part)) for part in template.split("**"))
