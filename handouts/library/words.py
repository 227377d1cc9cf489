"""The sheet's own wording in one language: labels, sentences, dates, joins. Data, so that a language is a file.

Its templates are those of ``templates``, its phrases with numbers those of ``plurals``; what it says of doses is in
``dose_words``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass
from typing import Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import strict, strict_but
from handouts.base.scalars import Language, Line, Lines, Phrase
from handouts.library.counted import Plural
from handouts.library.dose_words import DoseWords, GridWords, Units
from handouts.library.measure_words import MeasureWords
from handouts.library.page_words import PageWords
from handouts.library.plurals import PluralRules
from handouts.library.templates import placeholders

__all__ = [
    "CalendarWords",
    "DateWords",
    "DecidedWords",
    "JoinWords",
    "Labels",
    "ListWords",
    "PhonePlaceWords",
    "Sentences",
    "SlipWords",
    "StopWords",
    "TranslationWords",
    "Words",
    "words_digest",
    "words_texts",
]


@strict
@dataclass(frozen=True, kw_only=True)
class ListWords:
    """How things are listed: two of them; of more each that follows, but the last; and the last."""

    two: Phrase
    more: Phrase
    last: Phrase

    def __post_init__(self) -> None:
        for name in ("two", "more", "last"):
            _both(name, getattr(self, name))


@strict_but({"and_": "and"})
@dataclass(frozen=True, kw_only=True)
class JoinWords:
    """How texts are put together: {a} is what stands there already, {b} what comes next."""

    sentence: Phrase
    """What makes a sentence of a {text}: “{text}.”"""
    sentences: Phrase
    """One sentence after another: “{a} {b}”."""
    items: Phrase
    """A list that says neither “and” nor “or”: “{a}, {b}”."""
    and_: ListWords
    """“a, b and c”."""
    then: ListWords
    """Set by set: “10, 8, then 6”."""
    rules: Phrase
    """The rules of when to stop, on one line: “{a}; {b}”."""
    spaces: bool
    """Whether spaces stand between words. Chinese has none."""

    def __post_init__(self) -> None:
        for name in ("sentences", "items", "rules"):
            _both(name, getattr(self, name))
        if not (self.sentences.startswith("{a}") and self.sentences.endswith("{b}")):
            raise ValueError("sentences begins with {a} and ends with {b}; only what stands between them is its own")
        if placeholders(self.sentence) != {"text"}:
            raise ValueError(f"sentence needs {{text}}, found “{self.sentence}”")


def _both(name: str, pattern: str) -> None:
    if placeholders(pattern) != {"a", "b"}:
        raise ValueError(f"{name} needs {{a}} and {{b}}, and no other value, found “{pattern}”")


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
    clock_am: Phrase
    """A time before noon: {hour12}, {hour} or {hour2} (of 24; two figures), {minute} or {minutes} (empty at 0)."""
    clock_pm: Phrase
    """The same from noon on."""
    week_start: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"

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
    running_short: Line
    """The same without the dates."""
    running_plain_short: Line
    when: Line
    minutes: Plural
    daily: Phrase
    a_day: Plural
    """How often a day: “once a day”."""
    at_times: Phrase
    at_morning: Phrase
    """A session within a sentence: “Mon, Wed, morning and evening.”"""
    at_midday: Phrase
    at_afternoon: Phrase
    at_evening: Phrase
    up_to: Phrase
    """Where a day has fewer sessions than another: “up to twice a day”."""
    each_its_own: Line
    """Where drills differ in their days or times."""
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
    """“with Dana Reyes”."""
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
class DecidedWords:
    """What a sheet says of a week that a clinician has decided on."""

    label: Phrase
    """Of the row: “This week”."""
    we_repeat: Line
    we_go_back: Line
    because_boxes: Line
    """Why, where nothing else was said: boxes were left empty."""
    because_pain: Plural
    """The same: how often the pain was above a number."""


@strict
@dataclass(frozen=True, kw_only=True)
class PhonePlaceWords:
    """Where the patient's page for the phone lies; the address follows."""

    label: Phrase
    """Of the row: “On your phone”."""
    square: Line
    """Beside a square for the phone's camera."""
    type: Line
    """Where there is none."""


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
    pain_words: tuple[Phrase, ...]
    """How words for pain begin. Where a rule of the sheet has one, there are rows to write pain in."""
    pain_inside: bool = False
    """Whether they may stand inside of a word too, or in a row of words without spaces."""

    def __post_init__(self) -> None:
        if not all(word.strip() for word in self.pain_words) or not self.pain_words:
            raise ValueError("pain_words needs one word for pain at least")


@strict
@dataclass(frozen=True, kw_only=True)
class TranslationWords:
    """What stands at the foot of a sheet whose words nobody has signed, and on a second copy."""

    draft: Line
    stale: Line
    for_clinician: Line


@strict
@dataclass(frozen=True, kw_only=True)
class CalendarWords:
    """Reminders in a calendar."""

    appointment: Phrase
    exercises: Phrase
    discreet: Phrase
    """What a reminder says that goes with a protected file."""
    cancelled: Phrase


@strict
@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """Slips for the desk, with a password on each."""

    title: Phrase
    opens: Line
    tell: Line


@strict
@dataclass(frozen=True, kw_only=True)
class Words:
    """Everything the sheet says that is not a drill, a program or a clinic."""

    language: Language
    name: Phrase
    """The language's own name."""
    also: tuple[Phrase, ...] = ()
    """What else it is called where somebody types it: its English name, other codes."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Which way it is written: from left to right, or from right to left."""
    plurals: PluralRules = field(default_factory=PluralRules)
    joins: JoinWords
    dates: DateWords
    labels: Labels
    sentences: Sentences
    dose: DoseWords
    units: Units
    grid: GridWords
    stop: StopWords
    translation: TranslationWords
    calendar: CalendarWords
    slips: SlipWords
    decided: DecidedWords | None = later(None)
    """Without them a sheet in this language does not say that a week is repeated."""
    status: Literal["draft", "reviewed"] = later("reviewed")
    """Draft: a sheet in these words says at its foot that nobody has signed them."""
    measures: MeasureWords | None = later(None)
    """Without them no sheet in this language asks for outcome measures."""
    page: PageWords | None = later(None)
    """Without them there is no phone page in this language."""
    phone_place: PhonePlaceWords | None = later(None)
    """Without them no sheet in this language says where its page for the phone lies."""


def words_texts(item: object, prefix: str = "") -> dict[str, str]:
    """All texts of words, or of a part of them, by their keys: “labels.when”, “stop.rules.1”."""
    if isinstance(item, str):
        return {prefix: item}
    parts: list[tuple[str, object]] = []
    if is_dataclass(item):
        parts = [(one.name, getattr(item, one.name)) for one in fields(item)]
    elif isinstance(item, Mapping):
        parts = [(str(name), part) for name, part in item.items()]
    elif isinstance(item, tuple):
        parts = [(str(number), part) for number, part in enumerate(item, 1)]
    found: dict[str, str] = {}
    for name, part in parts:
        found |= words_texts(part, f"{prefix}.{name}".lstrip("."))
    return found


def words_digest(words: Words) -> str:
    """Sixteen digits that stand for all its texts: what a reviewer signs."""
    said = "\n".join(f"{key}\t{text}" for key, text in sorted(words_texts(words).items()) if key != "status")
    return hashlib.sha256(said.encode()).hexdigest()[:16]
