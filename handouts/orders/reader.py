"""READ: the texts of a command line or a roster row become an Order, with every problem at once.

Both use this one reader, so a word means the same in both. Problems name the field; the caller says
which option or column that was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from handouts.base.plaintext import clean
from handouts.base.problems import Problem, nearest
from handouts.base.scalars import (
    DAYS,
    LANGUAGE_TAG,
    parse_days,
    parse_holds,
    parse_seconds,
    parse_sessions,
    parse_span,
)
from handouts.figures.person import BuildName, Hair, Skin
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.orders.weeks import Pause

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "FIELDS",
    "next_monday",
    "order_as_json",
    "order_from_json",
    "parse_date",
    "parse_doses",
    "read_look",
    "read_order",
]

FIELDS = (
    "patient", "items", "start", "week", "days", "times", "changes", "skip", "side", "note", "note_language",
    "clinician", "visit", "layout", "paper", "language", "skin", "hair", "build", "issued", "key", "pauses",
)  # fmt: skip
"""Names of the fields an order is read from. Those of e-mail are read by ``mail.consent``: no order holds them."""

NAME_LIMIT, NOTE_LIMIT, WORD_LIMIT = 120, 4000, 80
T = TypeVar("T")
_DOSE_FIELDS: dict[str, Callable[[Any], Any]] = {
    "sets": lambda value: _count(value, 10),
    "reps": parse_span,
    "hold": parse_holds,
    "rest": parse_seconds,
    "days": parse_days,
    "times": parse_sessions,
}
_DOSE_HINT = "Write it as DRILL:sets=2,reps=10,hold=3-5,rest=1:00 (or all:… for every drill)."


def next_monday(today: date) -> date:
    """Today if it is a Monday, else the Monday after it."""
    return today + timedelta(days=-today.weekday() % 7)


def parse_date(value: Any, today: date) -> date:
    """Read 2026-11-23, today, tomorrow, or a weekday (the next one, today included)."""
    if isinstance(value, date):
        return value
    text = str(value).strip().lower()
    if text in ("today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    if text[:3] in DAYS and text in (
        *DAYS,
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ):
        return today + timedelta(days=(DAYS.index(text[:3]) - today.weekday()) % 7)
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        spreadsheet = "; in a spreadsheet, give the column the form yyyy-mm-dd" if re.search(r"\d", text) else ""
        raise ValueError(f"“{str(value)[:40]}” is no date; expected year-month-day, such as 2026-11-23{spreadsheet}")
    try:
        return date(*map(int, text.split("-")))
    except ValueError as error:
        raise ValueError(f"“{text}” is not in the calendar: {error}") from error


def _parse_visit(value: Any, today: date) -> tuple[date, time | None]:
    text = str(value).strip()
    match = re.fullmatch(r"(.+?)(?:[ T]+(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?)?", text, re.IGNORECASE)
    if not match or (match[2] and not match[3] and not match[4]):
        raise ValueError(f"“{text[:40]}” is no date and time; expected such as 2026-11-30 9:30")
    day = parse_date(match[1], today)
    if not match[2]:
        return day, None
    hour, minute = int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"“{text[:40]}” has no such hour; expected such as 9:30 am or 14:30")
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text[:40]}” has no such time; expected such as 9:30 or 14:30")
    return day, time(hour, minute)


def _parse_pauses(value: Any, today: date) -> tuple[Pause, ...]:
    """Read “2026-12-21 to 2027-01-03; 2027-02-08”: first and last day of each time away."""
    texts = [str(one) for one in value] if isinstance(value, (list, tuple)) else re.split(r"[;,\n]+", str(value))
    found = []
    for text in filter(None, (re.sub(r"[ T]00:00(:00)?", "", text).strip() for text in texts)):
        first, _, last = (
            part.strip() for part in re.sub(r"\s+(?:to|until|bis)\s+|\.\.+|\s+[-–]\s+", "|", text).partition("|")
        )
        begin = parse_date(first, today)
        end = parse_date(last, today) if last else begin
        if end < begin:
            raise ValueError(f"“{text[:40]}” ends before it begins")
        found.append((begin, end))
    return tuple(found)


def _count(value: Any, most: int) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= most:
        raise ValueError(f"“{text[:40]}” is not a number from 1 to {most}")
    return int(text)


def _names(value: Any) -> tuple[str, ...]:
    words = [str(word) for word in value] if isinstance(value, (list, tuple)) else re.split(r"[\s,;+]+", str(value))
    return tuple(clean(word, limit=WORD_LIMIT).lower() for word in words if word.strip())


def _language(value: Any) -> str:
    text = str(value).strip()
    if not re.fullmatch(LANGUAGE_TAG, text):
        raise ValueError(f"“{text[:40]}” is no language code; expected such as ta, es or zh-Hant")
    return text


def _choice(value: Any, choices: Mapping[str, str]) -> str:
    text = str(value).strip().lower()
    if text not in choices:
        raise ValueError(f"“{text[:40]}” is not one of {', '.join(dict.fromkeys(choices.values()))}")
    return choices[text]


def _named(kind: Any) -> dict[str, str]:
    return {name: name for name in get_args(kind)}


_SIDES = {"left": "left", "l": "left", "right": "right", "r": "right", "both": "both", "b": "both"}
_PAPERS = {"a4": "a4", "letter": "letter", "us letter": "letter"}


def parse_doses(values: Iterable[str]) -> dict[str, DoseChange]:
    """Read “DRILL:sets=2,reps=10,hold=3-5,rest=1:00,days=mon+fri,times=2” texts as changes by drill id."""
    found: dict[str, dict[str, Any]] = {}
    for text in values:
        for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]", str(text)))):
            name, colon, settings = part.partition(":")
            name = clean(name, limit=WORD_LIMIT).lower()
            if not colon or not name or "=" in name:
                raise ValueError(f"“{part[:60]}” names no drill. {_DOSE_HINT}")
            if not settings.strip():
                raise ValueError(f"gives no dose for {name}. {_DOSE_HINT}")
            for setting in filter(None, re.split(r"\s*,\s*|\s+(?=[a-z]+\s*=)", settings.strip())):
                key, equals, value = (piece.strip() for piece in setting.partition("="))
                if not equals or key not in _DOSE_FIELDS:
                    raise ValueError(
                        f"“{setting[:60]}” is no part of a dose. {nearest(key, _DOSE_FIELDS)} {_DOSE_HINT}"
                    )
                if key in found.setdefault(name, {}):
                    raise ValueError(f"gives {key} of {name} twice")
                found[name][key] = value
    changes = {}
    for name, settings_of in found.items():
        parsed = {}
        for key, value in settings_of.items():
            try:
                parsed[key] = _DOSE_FIELDS[key](value)
            except ValueError as error:
                raise ValueError(f"{key} of {name}: {error}") from error
        changes[name] = DoseChange(**parsed)
    return changes


def read_order(fields: Mapping[str, Any], today: date) -> tuple[Order | None, list[Problem]]:
    """Read an order. ``fields`` may lack what has a default; empty texts count as lacking."""
    problems: list[Problem] = []

    def read(name: str, default: T, parse: Callable[[Any], T]) -> T:
        value = fields.get(name)
        if value is None or value in ("", (), []):
            return default
        try:
            return parse(value)
        except (ValueError, OverflowError) as error:
            problems.append(Problem(name, 0, str(error)))
            return default

    def words(limit: int, *, lines: bool = False) -> Callable[[Any], str]:
        return lambda value: clean(str(value), limit=limit, lines=lines)

    patient = read("patient", "", words(NAME_LIMIT))
    if not patient.strip() and not any(problem.place == "patient" for problem in problems):
        problems.append(Problem("patient", 0, "there is no patient's name", "Every handout says whom it is for."))
    visit = read("visit", None, lambda value: _parse_visit(value, today))
    order = Order(
        patient=patient,
        items=read("items", (), _names),
        start_given=fields.get("start") not in (None, "", (), []),
        start=read("start", next_monday(today), lambda value: parse_date(value, today)),
        issued=read("issued", today, lambda value: parse_date(value, today)),
        week_given=fields.get("week") not in (None, "", (), []),
        week=read("week", 1, lambda value: _count(value, 520)),
        days=read("days", None, parse_days),
        times=read("times", None, parse_sessions),
        changes=read("changes", {}, lambda value: parse_doses(value if isinstance(value, (list, tuple)) else [value])),
        skip=read("skip", (), _names),
        side=read("side", "both", lambda value: _choice(value, _SIDES)),  # type: ignore[arg-type,return-value]  # one of three
        note=read("note", "", words(NOTE_LIMIT, lines=True)),
        note_language=read("note_language", "", _language),
        clinician=read("clinician", "", words(NAME_LIMIT)),
        visit=visit[0] if visit else None,
        visit_time=visit[1] if visit else None,
        layout=read("layout", "", words(WORD_LIMIT)).lower(),
        paper=read("paper", None, lambda value: _choice(value, _PAPERS)),  # type: ignore[arg-type,return-value]  # one of two
        language=read("language", "", words(WORD_LIMIT)),
        skin=read("skin", None, lambda value: _choice(value, _named(Skin))),  # type: ignore[arg-type,return-value]  # one of them
        hair=read("hair", None, lambda value: _choice(value, _named(Hair))),  # type: ignore[arg-type,return-value]  # the same
        key=read("key", "", words(WORD_LIMIT)),
        pauses=read("pauses", (), lambda value: _parse_pauses(value, today)),
        build=read("build", None, lambda value: _choice(value, _named(BuildName))),  # type: ignore[arg-type,return-value]  # the same
    )
    if not order.items and not any(problem.place == "items" for problem in problems):
        hint = "Name a program or drills; “handouts programs” and “handouts drills” list them."
        problems.append(Problem("items", 0, "there is no program or drill to print", hint))
    return (None if problems else order), problems


def order_as_json(order: Order) -> str:
    """An order as text, to make the same handout again."""
    return _stored().dump_json(order, exclude_defaults=True).decode()


@cache
def _stored() -> TypeAdapter[Order]:
    from pydantic import TypeAdapter

    return TypeAdapter(Order)


def order_from_json(text: str) -> Order:
    """The order back. ValueError where the text is none."""

    def tuples(value: Any) -> Any:
        return tuple(tuples(one) for one in value) if isinstance(value, list) else value

    data = {name: tuples(value) for name, value in json.loads(text).items()}
    changes = {
        name: DoseChange(**{key: tuples(value) for key, value in change.items()})
        for name, change in data.pop("changes", {}).items()
    }
    days: dict[str, Any] = {
        name: date.fromisoformat(data.pop(name)) for name in ("start", "issued", "visit") if name in data
    }
    pauses = tuple((date.fromisoformat(begin), date.fromisoformat(end)) for begin, end in data.pop("pauses", ()))
    clock: dict[str, Any] = {"visit_time": time.fromisoformat(data.pop("visit_time"))} if "visit_time" in data else {}
    try:
        return Order(**data, **days, **clock, changes=changes, pauses=pauses)
    except TypeError as error:
        raise ValueError(f"is no stored order: {error}") from error


def read_look(values: Mapping[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Skin, hair and build of the person in the pictures, as far as they are given, and what is wrong with them."""
    found: dict[str, str] = {}
    problems = []
    for name, kind in (("skin", Skin), ("hair", Hair), ("build", BuildName)):
        if values.get(name):
            try:
                found[name] = _choice(values[name], _named(kind))
            except ValueError as error:
                problems.append(Problem(name, 0, str(error)))
    return found, problems
