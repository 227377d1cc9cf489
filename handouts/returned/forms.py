"""Filled-in handouts come back: which boxes are ticked, what pain and remarks are written.

What a patient sends is hostile input like any other: a file that cannot be read is a problem with its
name, and the others are still read.
"""

from __future__ import annotations

import contextlib
import logging
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS
from handouts.returned.byhand import by_hand
from handouts.returned.marks import Rect, rectangle, resolved
from handouts.returned.measured import Measured, measured
from handouts.returned.opened import opened
from handouts.returned.whose import RESAVE, unreadable, whose
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, PainName, PhoneName, parse_name

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["Pain", "Returned", "Tick", "read_ticks"]

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


@dataclass(frozen=True)
class Pain:
    """What is written for a session of a day. ``value`` is 0 to 10 where it can be told."""

    day: date
    session: int
    text: str
    value: int | None


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
    measures: tuple[Measured, ...] = ()
    """The rows of outcome measures, answered or not."""
    look: tuple[str, ...] = ()
    """Why a person must look at the sheet: each a sentence for the report. Empty where the form says it all."""


def read_ticks(path: Path, password: str = "") -> Returned:
    """Read a filled-in handout; HandoutsError says why one cannot be read."""
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
            return _read(data, name, password)
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
class _Field:
    """A form field as it stands on a page."""

    name: str
    value: str
    """Of a box its state, “Off” where it is not ticked."""
    look: str | None
    """Of a box the state it is drawn in; None where the file does not say."""
    given: bool
    """Whether the file says anything of it."""
    strange: bool
    """Whether what it says is of a kind that such a field cannot hold, such as a dictionary for a box's state."""
    page: int
    """From 1."""
    place: Rect | None

    @property
    def ticked(self) -> bool:
        return _is_tick(self.value)

    def unsure(self, *, drawn: bool) -> bool:
        """Of a box whether the file cannot tell, where something may be ``drawn`` over it."""
        return self.strange or self.at_odds or (drawn and not self.ticked)

    @property
    def at_odds(self) -> bool:
        """Whether it looks otherwise than it is."""
        return self.look is not None and _is_tick(self.look) != self.ticked


def _is_tick(state: str) -> bool:
    return state not in ("", "Off")


def _read(data: bytes, name: str, password: str) -> Returned:
    reader, said = opened(data, name, password)
    of = whose(reader, name)
    values = list(_values(reader))
    _check(values, of.expected, of.handout, name)
    hand = by_hand([(field.page, field.place, parse_name(field.name)) for field in values], reader.pages)
    touched = hand.any or any(field.given or field.ticked for field in values)
    as_made = not touched and _as_made(data, protected=reader.is_encrypted)
    ticks, pain, remarks = [], [], []
    answers, activities = dict[MeasureName, bool | None](), dict(enumerate(of.activities, 1))
    for field, marked in zip(values, hand.marked, strict=True):
        place = parse_name(field.name)
        if isinstance(place, BoxName):
            drill = of.drills[place.drill - 1] if place.drill <= len(of.drills) else ""
            unsure = field.unsure(drawn=marked or as_made)
            day = _date(of.week, place.day)
            ticks.append(
                Tick(place.drill, drill, day, place.session, place.side, place.set_number, field.ticked, unsure)
            )
        elif isinstance(place, PainName):
            pain.append(_pain(_date(of.week, place.day), place.session, _clean(field.value)))
        elif isinstance(place, MeasureName):
            answers[place] = None if field.unsure(drawn=marked or as_made) else field.ticked
        elif isinstance(place, ActivityName):
            activities[place.number] = _clean(field.value)
        elif isinstance(place, PhoneName):
            continue  # the clinic's own number is no remark
        elif remark := _clean(field.value):
            remarks.append(remark)
    remarks += [text for text in map(_clean, hand.texts) if text]
    ticks.sort(key=lambda tick: (tick.drill_number, tick.day, tick.session, tick.side, tick.set_number))
    pain.sort(key=lambda entry: (entry.day, entry.session))
    strange = sum(field.strange for field in values)
    odd = sum(field.at_odds and not field.strange for field in values)
    look = (*hand.said, *_said(as_made=as_made, odd=odd, strange=strange))
    told = tuple(Problem(name, 0, one, _HINTS.get(one, _LOOK), warning=True) for one in look)
    lost = _lost(len(values), of.expected, name)
    rows = measured(answers, activities)
    warned = (*said, *of.warnings, *lost, *told)
    return Returned(name, of.handout, of.week, tuple(ticks), tuple(pain), tuple(remarks), warned, rows, look)


_AS_MADE = "is as it was made: nothing was ever saved in it"
_LOOK = "Look at the sheet yourself: what is drawn there is not counted."
_HINTS = {_AS_MADE: "It does not say that nothing was done. Ask for the file as it was filled in and saved."}


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


def _values(reader: PdfReader) -> Iterator[_Field]:
    """Each field, in the order of the pages."""
    for number, page in enumerate(reader.pages, 1):
        for reference in resolved(page.get("/Annots")) or ():
            widget = resolved(reference)
            if not hasattr(widget, "get") or widget.get("/Subtype") != "/Widget":
                continue
            names, node, value, kind = [], widget, None, None
            for _ in range(8):  # fields nest a little; a loop in a damaged file must end
                if "/T" in node:
                    names.append(str(node["/T"]))
                value = node.get("/V") if value is None else value
                kind = node.get("/FT") if kind is None else kind
                if "/Parent" not in node:
                    break
                node = node["/Parent"].get_object()
            appearance = widget.get("/AS")
            box = resolved(kind) == "/Btn"
            shown = _state(value, appearance) if box else _text(value)
            look = _state(appearance, None) if box and appearance is not None and value is not None else None
            place = rectangle(widget.get("/Rect"))
            strange = not (_is_state(value) and _is_state(appearance) if box else _is_text(value))
            yield _Field(".".join(reversed(names)), shown, look, value is not None, strange, number, place)


def _state(value: Any, appearance: Any) -> str:
    """The name of a box's state, “Off” where it has none: what is not a name is no state, but strange."""
    from pypdf.generic import NameObject

    state = resolved(appearance if value is None else value)
    return str(state).removeprefix("/") if isinstance(state, NameObject) else "Off"


def _is_state(value: Any) -> bool:
    """Whether a box can hold it: a name, or nothing."""
    from pypdf.generic import NameObject, NullObject

    return isinstance(resolved(value), NameObject | NullObject | None)


def _is_text(value: Any) -> bool:
    """Whether a text field can hold it: a string, or nothing."""
    from pypdf.generic import ByteStringObject, NullObject, TextStringObject

    return isinstance(resolved(value), ByteStringObject | TextStringObject | NullObject | None)


def _text(value: Any) -> str:
    """What is written in a text field. Anything that is not a string is nothing written."""
    from pypdf.generic import ByteStringObject, TextStringObject

    text = resolved(value)
    if isinstance(text, ByteStringObject):
        return bytes(text).decode("latin-1")
    return str(text) if isinstance(text, TextStringObject) else ""


def _check(values: list[_Field], expected: int | None, handout: str, name: str) -> None:
    """Whether the fields are those of one handout."""
    if expected == 0:
        hint = "It was made with --no-form or --two-up. Make it without, or read the printed sheet by eye."
        raise unreadable(name, f"has no form fields: {handout} was made for paper", hint)
    if not values:
        message = "has no form fields any more: it was printed to a PDF, or flattened"
        raise unreadable(name, message, RESAVE)
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
    match = re.fullmatch(r"(\d{1,2})(?:\s*/\s*10|\s+of\s+10)?", text.strip())
    value = int(match[1]) if match and int(match[1]) <= 10 else None
    return Pain(day, session, text, value)


def _clean(text: str) -> str:
    """What a patient typed: line breaks kept, all that is invisible taken out."""
    plain = unicodedata.normalize("NFC", text[: _TEXT_MOST * 2]).replace("\r\n", "\n").replace("\r", "\n")
    return visible(plain, lines=True).strip()[:_TEXT_MOST]
