"""Filled-in handouts come back: which boxes are ticked, what pain and remarks are written.

What a patient sends is hostile input like any other: a file that cannot be read is a problem with its
name, and the others are still read.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.ids import check_id
from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.scalars import DAYS
from handouts.sheet.boxnames import BoxName, PainName, parse_name

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["Pain", "Returned", "Tick", "read_ticks"]

MAX_BYTES = 30_000_000
"""Largest file read, bytes: ours have some 120,000."""
_TEXT_MOST = 4000
_RESAVE = "Ask for the file as it was filled in and saved, or read the printed sheet by eye."


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
    warnings: tuple[Problem, ...] = ()


def read_ticks(path: Path, password: str = "") -> Returned:
    """Read a filled-in handout; HandoutsError says why one cannot be read."""
    name = str(path)
    data = _bytes(path, name)
    if b"%PDF-" not in data[:1024]:
        raise _unreadable(name, "is not a PDF file", "Name the PDF that the patient filled in.")
    try:
        return _read(data, name, password)
    except HandoutsError:
        raise
    except Exception as error:  # a damaged file can break its reader anywhere
        what = f"is damaged and cannot be read ({type(error).__name__})"
        raise _unreadable(name, what, "Ask for the file again.") from error


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            missing = not path.exists()
            raise _unreadable(name, "is not there" if missing else "is not a file", "Check the name.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(name, f"cannot be read: {error.strerror or error}", "Check the permissions.") from error
    if len(data) > MAX_BYTES:
        raise _unreadable(name, f"is larger than {MAX_BYTES // 10**6} MB", "A handout has less than 1 MB.")
    return data


def _unreadable(name: str, message: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(name, 0, message, hint)])


def _read(data: bytes, name: str, password: str) -> Returned:
    reader = _opened(data, name, password)
    handout, week, drills, expected = _identity(reader, name)
    values = list(_values(reader))
    _check(values, expected, handout, name)
    ticks, pain, remarks = [], [], []
    for field, value in values:
        place = parse_name(field)
        if isinstance(place, BoxName):
            drill = drills[place.drill - 1] if place.drill <= len(drills) else ""
            ticked = value not in ("", "Off")
            day = _date(week, place.day)
            ticks.append(Tick(place.drill, drill, day, place.session, place.side, place.set_number, ticked))
        elif isinstance(place, PainName):
            pain.append(_pain(_date(week, place.day), place.session, _clean(value)))
        elif remark := _clean(value):
            remarks.append(remark)
    ticks.sort(key=lambda tick: (tick.drill_number, tick.day, tick.session, tick.side, tick.set_number))
    pain.sort(key=lambda entry: (entry.day, entry.session))
    lost = _lost(len(values), expected, name)
    return Returned(name, handout, week, tuple(ticks), tuple(pain), tuple(remarks), lost)


def _opened(data: bytes, name: str, password: str) -> PdfReader:
    """The file, opened with its password where it is protected."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt(password)
        except DependencyError as error:
            hint = "Install what is needed: pip install handouts[encrypt]"
            raise _unreadable(name, "is protected, and what opens it is not installed", hint) from error
        if not opened:
            hint = "Set the environment variable HANDOUTS_PASSWORD to its password."
            raise _unreadable(name, "is protected by a password", hint)
    return reader


def _lost(count: int, expected: int, name: str) -> tuple[Problem, ...]:
    """A warning where the file has fewer fields than it was made with."""
    if count >= expected:
        return ()
    message = f"has {count} of its {expected} fields; the others are lost"
    return (Problem(name, 0, message, "Were pages taken out? Ask for the whole file.", warning=True),)


def _identity(reader: PdfReader, name: str) -> tuple[str, date, list[str], int]:
    """Id, first day, drills, and how many fields the file was made with, from its information dictionary."""
    info = reader.trailer.get("/Info")
    entries: dict[str, Any] = info.get_object() if info is not None else {}
    if "/Handout" not in entries:
        raise _unreadable(name, "is not a handout of ours, or another program has taken its id out", _RESAVE)
    handout = check_id(str(entries["/Handout"]))
    try:
        week = date.fromisoformat(str(entries["/Week"]))
        expected = int(entries["/Fields"])
        drills = str(entries["/Drills"]).split()
    except (KeyError, ValueError):
        handout = None
    if not handout or not all(re.fullmatch(r"[a-z0-9-]{1,80}", drill) for drill in drills):
        raise _unreadable(name, "carries a damaged id", _RESAVE)
    return handout, week, drills, expected


def _values(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Name and value of each field, in the order of the pages. A ticked box's value is not “Off”."""
    for page in reader.pages:
        for reference in page.get("/Annots") or ():
            widget = reference.get_object()
            if widget.get("/Subtype") != "/Widget":
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
            shown = _state(value, widget.get("/AS")) if kind == "/Btn" else _text(value)
            yield ".".join(reversed(names)), shown


def _state(value: Any, appearance: Any) -> str:
    """The name of a box's state, “Off” where it has none: what is not a name, such as a dictionary, is no state."""
    from pypdf.generic import NameObject

    state = _resolved(appearance if value is None else value)
    return str(state).removeprefix("/") if isinstance(state, NameObject) else "Off"


def _text(value: Any) -> str:
    """What is written in a text field. Anything that is not a string is nothing written."""
    from pypdf.generic import ByteStringObject, TextStringObject

    text = _resolved(value)
    if isinstance(text, ByteStringObject):
        return bytes(text).decode("latin-1")
    return str(text) if isinstance(text, TextStringObject) else ""


def _resolved(value: Any) -> Any:
    """What a reference points at."""
    from pypdf.generic import IndirectObject

    return value.get_object() if isinstance(value, IndirectObject) else value


def _check(values: list[tuple[str, str]], expected: int, handout: str, name: str) -> None:
    """Whether the fields are those of one handout."""
    if not expected:
        hint = "It was made with --no-form or --two-up. Make it without, or read the printed sheet by eye."
        raise _unreadable(name, f"has no form fields: {handout} was made for paper", hint)
    if not values:
        message = "has no form fields any more: it was printed to a PDF, or flattened"
        raise _unreadable(name, message, _RESAVE)
    names = Counter(field for field, _ in values)
    twice = [field for field, count in names.items() if count > 1]
    foreign = [field for field in names if parse_name(field) is None]
    if twice or foreign or len(values) > expected:
        message = "is put together from more than one file: its boxes cannot be told apart"
        raise _unreadable(name, message, "Ask for each handout as a file of its own.")


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
