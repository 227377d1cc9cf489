"""Filled-in handouts come back: which boxes are ticked, what pain and remarks are written.

What a patient sends is hostile input like any other: a file that cannot be read is a problem with its
name, and the others are still read.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from pathlib import Path

from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS
from handouts.returned.byhand import COUNTED, ByHand, by_hand
from handouts.returned.fields import FormField, fields_of
from handouts.returned.marks import Rect
from handouts.returned.measured import Measured, measured
from handouts.returned.opened import opened
from handouts.returned.returns import ReturnSource, pain_value
from handouts.returned.whose import LIKE_PAPER, Known, Whose, unreadable, whose
from handouts.sheet.boxnames import ActivityName, BoxName, FieldName, MeasureName, PainName, PhoneName, parse_name

__all__ = ["FormRead", "Pain", "Returned", "Tick", "read_ticks"]

MAX_BYTES = 30_000_000
"""Largest file read, bytes: ours have some 120,000."""
_TEXT_MOST = 4000
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""How a file of ours starts."""


@dataclass(frozen=True)
class Tick:
    """A box: which one it is, and whether it is ticked."""

    drill_number: int
    """1 for the first drill on the sheet."""
    drill: str
    """The drill's id; empty where the file does not say."""
    day: date
    session: int
    """1 for the first session of the day."""
    side: str
    """l, r, or empty."""
    set_number: int
    ticked: bool
    unsure: bool = False
    """Whether the file cannot tell: something is drawn there, its look says otherwise, its state cannot be read, or
    nothing was saved in it."""
    by_hand: bool = False
    """Whether it is ticked by a stroke of a pen or a typed sign, and not in the form."""


@dataclass(frozen=True)
class Pain:
    """What is written for a session of a day. ``value`` is 0 to 10 where it can be told."""

    day: date
    session: int
    text: str
    value: int | None


@dataclass(frozen=True)
class FormRead:
    """What a form says, by the names of its fields (``sheet/boxnames.py``)."""

    digest: str
    """SHA-256 of the file."""
    pages: int
    """How many of its pages have fields."""
    drills: tuple[str, ...]
    """Their ids; empty where nothing says them."""
    boxes: Mapping[str, bool]
    """Every box, and whether it is ticked."""
    written: Mapping[str, str]
    """What is written in every other place, cleaned."""
    unsure: tuple[str, ...]
    """Names of boxes and places that a person has to settle."""
    perhaps: tuple[str, ...]
    """Those of them that are unsure only because their page was drawn on: whoever looks may see that they are empty."""
    typed_over: tuple[str, ...]
    """What is typed over the sheet, not in a field."""
    places: Mapping[str, tuple[int, Rect]]
    """Page, from 1, and place of each that is unsure."""
    as_made: bool
    """Whether nothing was ever saved in it."""
    source: ReturnSource = "pdf"
    said_at: str = ""
    """When the patient last changed it, ISO, UTC; of a PDF, which does not say so, empty."""


@dataclass(frozen=True)
class Returned:
    """A filled-in handout. All of it is what the patient says: self-report."""

    file: str
    handout: str
    """Its id."""
    week: date
    """First day of its week."""
    ticks: tuple[Tick, ...]
    pain: tuple[Pain, ...]
    remarks: tuple[str, ...]
    """What is written as a note, and what is typed over the sheet anywhere but over a box."""
    warnings: tuple[Problem, ...] = ()
    look: tuple[str, ...] = ()
    """Why a person must look at the sheet: each a sentence for the report. Empty where the form says it all."""
    form: FormRead | None = field(default=None, compare=False)
    """The same by the names of its fields, for the register."""
    measures: tuple[Measured, ...] = ()
    """The rows of outcome measures, answered or not."""

    @property
    def nothing_marked(self) -> bool:
        """Whether nobody has marked anything on it, as far as it can be told."""
        form = self.form
        if form and (form.as_made or form.unsure):
            return form.as_made
        ticked = any(form.boxes.values()) if form else any(tick.ticked for tick in self.ticks)
        written = form is not None and any(form.written.values())
        return not (ticked or written or self.remarks or any(pain.text for pain in self.pain))


def read_ticks(path: Path, password: str = "", known: Known | None = None) -> Returned:
    """Read a filled-in handout; HandoutsError says why one cannot be read. ``known`` says what the register knows of a
    handout, for files that say too little of themselves.
    """
    name = str(path)
    data = _bytes(path, name)
    if b"%PDF-" not in data[:1024]:
        what, hint = "is not a PDF file", "Name the PDF that the patient filled in."
        if data[:1024].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"%FDF-", b"<?xml")):
            what = "is no PDF, but perhaps what was filled in, sent without its sheet"
            hint = "Ask for the PDF itself as it was saved."
        raise unreadable(name, what, hint)
    try:
        with _quiet():
            return _read(data, name, password, known)
    except HandoutsError:
        raise
    except Exception as error:  # a damaged file can break its reader anywhere
        raise unreadable(name, "is damaged and cannot be read", "Ask for the file again.") from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without what the PDF's reader says of a file in its own words."""
    said = logging.getLogger("pypdf")
    before = said.level
    said.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        said.setLevel(before)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            missing = not path.exists()
            raise unreadable(name, "is not there" if missing else "is not a file", "Check the name.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(name, f"cannot be read: {error.strerror or error}", "Check the permissions.") from error
    if len(data) > MAX_BYTES:
        raise unreadable(name, f"is larger than {MAX_BYTES // 10**6} MB", "A handout has less than 1 MB.")
    return data


@dataclass(frozen=True)
class _Judged:
    """A field, with what is known of it from everything in the file."""

    place: FieldName | None
    field: FormField
    by_hand: bool
    """Whether it is a box that is ticked by hand, for sure."""
    unsure: bool
    perhaps: bool
    """Whether it is unsure only because its page was drawn on, somewhere."""

    @property
    def ticked(self) -> bool:
        return self.field.ticked or self.by_hand

    @property
    def is_box(self) -> bool:
        return isinstance(self.place, BoxName | MeasureName)


def _read(data: bytes, name: str, password: str, known: Known | None) -> Returned:
    reader, said = opened(data, name, password)
    of = whose(reader, name, known)
    values = list(fields_of(reader))
    _check(values, of.expected, of.handout, name)
    hand = by_hand([(field.page, field.place, parse_name(field.name)) for field in values], reader.pages)
    touched = hand.any or any(field.given or field.ticked for field in values)
    as_made = not touched and _as_made(data, protected=reader.is_encrypted)
    fields = [*_judged(values, hand, as_made=as_made)]
    strange = sum(field.strange for field in values)
    odd = sum(field.at_odds and not field.strange for field in values)
    look = (*hand.said, *_said(as_made=as_made, odd=odd, strange=strange))
    told = tuple(Problem(name, 0, one, _hint(one), warning=True) for one in look)
    lost = _lost(len(values), of.expected, name)
    return Returned(
        name,
        of.handout,
        of.week,
        _ticks(fields, of),
        _pains(fields, of.week),
        _remarks(fields, hand.texts),
        (*said, *of.warnings, *lost, *told),
        look,
        _form_read(data, fields, of, hand, as_made=as_made),
        _measures(fields, of),
    )


def _form_read(data: bytes, fields: Sequence[_Judged], of: Whose, hand: ByHand, *, as_made: bool) -> FormRead:
    return FormRead(
        digest=hashlib.sha256(data).hexdigest(),
        pages=len({one.field.page for one in fields}),
        drills=of.drills,
        boxes={one.field.name: one.ticked for one in fields if one.is_box},
        written={one.field.name: _clean(one.field.value) for one in fields if _is_written(one)},
        unsure=tuple(one.field.name for one in fields if one.unsure),
        perhaps=tuple(one.field.name for one in fields if one.unsure and one.perhaps),
        typed_over=tuple(text for text in map(_clean, hand.texts) if text),
        places={one.field.name: (one.field.page, one.field.place) for one in fields if one.unsure and one.field.place},
        as_made=as_made,
    )


def _judged(values: Iterable[FormField], hand: ByHand, *, as_made: bool) -> Iterator[_Judged]:
    for one, marked, ticked, perhaps in zip(values, hand.marked, hand.ticked, hand.perhaps, strict=True):
        place = parse_name(one.name)
        at_odds = one.strange or one.at_odds
        if isinstance(place, BoxName | MeasureName):
            unsure = at_odds or (not one.ticked and (marked or as_made))
            yield _Judged(place, one, ticked and not unsure, unsure, perhaps and not at_odds)
        else:  # what is written by hand where nothing was typed
            empty = not isinstance(place, PhoneName) and not _clean(one.value)
            yield _Judged(
                place, one, by_hand=False, unsure=at_odds or (marked and empty), perhaps=perhaps and not at_odds
            )


def _is_written(one: _Judged) -> bool:
    """Whether it is a place that a patient writes in: the clinic's own number is none."""
    return not one.is_box and not isinstance(one.place, PhoneName)


def _ticks(fields: Iterable[_Judged], of: Whose) -> tuple[Tick, ...]:
    found = []
    for one in fields:
        if isinstance(place := one.place, BoxName):
            drill = of.drills[place.drill - 1] if place.drill <= len(of.drills) else ""
            day, side = _date(of.week, place.day), place.side
            found.append(
                Tick(
                    place.drill, drill, day, place.session, side, place.set_number, one.ticked, one.unsure, one.by_hand
                )
            )
    return tuple(
        sorted(found, key=lambda tick: (tick.drill_number, tick.day, tick.session, tick.side, tick.set_number))
    )


def _measures(fields: Sequence[_Judged], of: Whose) -> tuple[Measured, ...]:
    boxes = {one.place: None if one.unsure else one.ticked for one in fields if isinstance(one.place, MeasureName)}
    written = {one.place.number: _clean(one.field.value) for one in fields if isinstance(one.place, ActivityName)}
    return measured(boxes, dict(enumerate(of.activities, 1)) | written)


def _pains(fields: Iterable[_Judged], week: date) -> tuple[Pain, ...]:
    found = [
        _pain(_date(week, one.place.day), one.place.session, _clean(one.field.value))
        for one in fields
        if isinstance(one.place, PainName)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.session)))


def _remarks(fields: Iterable[_Judged], typed_over: Iterable[str]) -> tuple[str, ...]:
    """Notes, and what is typed over the sheet."""
    others = PainName | ActivityName
    notes = (one.field.value for one in fields if _is_written(one) and not isinstance(one.place, others))
    return tuple(text for text in map(_clean, (*notes, *typed_over)) if text)


_AS_MADE = "is as it was made: nothing was ever saved in it"
_LOOK = "Look at the sheet yourself: what is drawn there is not counted before a person has settled it."
_HINTS = {_AS_MADE: "It does not say that nothing was done. Ask for the file as it was filled in and saved."}
_COUNTED = "Have a look at the sheet too: those ticks are drawn on it, and not in its form."


def _hint(said: str) -> str:
    return _COUNTED if said.endswith(COUNTED) else _HINTS.get(said, _LOOK)


def _said(*, as_made: bool, odd: int, strange: int) -> Iterator[str]:
    if as_made:
        yield _AS_MADE
    if odd:
        boxes = "a box that looks" if odd == 1 else f"{odd} boxes that look"
        yield f"has {boxes} otherwise than the file says: the program that saved it did half of its work"
    if strange:
        fields = "a field that says" if strange == 1 else f"{strange} fields that say"
        yield f"has {fields} what cannot be read: the program that saved it wrote it in a way of its own"


def _as_made(data: bytes, *, protected: bool) -> bool:
    """Whether these are the bytes that we wrote: other programs put their own head, or add to the end.

    Of a protected file, which hides its words, the end alone tells; one that a program wrote anew passes for ours.
    """
    ours = data.startswith(HEAD) and b"/Producer(Handouts)" in data
    return data.count(b"%%EOF") == 1 and (ours or protected)


def _lost(count: int, expected: int | None, name: str) -> tuple[Problem, ...]:
    """A warning where the file has fewer fields than it was made with."""
    if expected is None or count >= expected:
        return ()
    message = f"has {count} of its {expected} fields; the others are lost"
    return (Problem(name, 0, message, "Were pages taken out? Ask for the whole file.", warning=True),)


def _check(values: list[FormField], expected: int | None, handout: str, name: str) -> None:
    """Whether the fields are those of one handout."""
    if expected == 0:
        hint = "It was made with --no-form or --two-up. Make it without, or read the printed sheet by eye."
        raise unreadable(name, f"has no form fields: {handout} was made for paper", hint)
    if not values:
        message = "has no form fields any more: it was printed to a PDF, or flattened"
        raise unreadable(name, message, LIKE_PAPER)
    names = Counter(field.name for field in values)
    twice = [field for field, count in names.items() if count > 1]
    foreign = [field for field in names if parse_name(field) is None]
    if twice or foreign or (expected is not None and len(values) > expected):
        message = "is put together from more than one file: its boxes cannot be told apart"
        raise unreadable(name, message, "Ask for each handout as a file of its own.")


def _date(week: date, day: str) -> date:
    """The date of a day of the week that starts on ``week``, whatever weekday that is."""
    return week + timedelta(days=(DAYS.index(day) - week.weekday()) % 7)


def _pain(day: date, session: int, text: str) -> Pain:
    return Pain(day, session, text, pain_value(text))


def _clean(text: str) -> str:
    """What a patient typed: line breaks kept, all that is invisible taken out."""
    plain = unicodedata.normalize("NFC", text[: _TEXT_MOST * 2]).replace("\r\n", "\n").replace("\r", "\n")
    return visible(plain, lines=True).strip()[:_TEXT_MOST]
