"""READ: what a patient agreed to, from the texts of a roster's row. Nothing is taken for granted. Pure.

Orders do not hold these texts: neither the register nor another machine is given an address or a password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any, Literal

from handouts.base.people import folded
from handouts.base.problems import Problem, misspelt
from handouts.base.records import dataclass
from handouts.mail.addresses import read_address
from handouts.mail.message import Role
from handouts.roster.columns import OF_MAIL
from handouts.roster.dates import iso_date
from handouts.write.protect import composed, unfit

__all__ = [
    "Choice",
    "Said",
    "Wish",
    "contradictions",
    "read_carer",
    "read_wish",
    "read_wishes",
    "recipients",
    "said",
    "swapped",
]

Choice = Literal["plain", "protected", "none"]

_CHOICES: dict[str, Choice] = {
    "plain": "plain",
    "protected": "protected",
    "none": "none", "no": "none", "print": "none", "paper": "none", "never": "none",
}  # fmt: skip
_FIRST = 1990
"""No consent to e-mail is older."""
_EXAMPLE = "such as “plain 2026-11-01” or “protected 2026-11-01”, or “none”"


@dataclass(frozen=True)
class Wish:
    """How a patient wants to get handouts. With ``none`` there is no address: nothing is mailed."""

    choice: Choice
    since: date | None = None
    """The day of the consent; always there where something is mailed."""
    address: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    """Agreed in the clinic; empty where one is to be generated."""
    role: Role = ""
    """Whose address it is."""
    own: str = field(default="", repr=False)
    """For a copy: the patient's own address, or that of the copy where there is none. A generated password follows from
    it, so that a patient's is the same in all copies.
    """


@dataclass(frozen=True)
class Said:
    """What a row says of its patient."""

    line: int
    key: str
    """The clinic's own name for the patient, or empty."""
    patient: str = field(repr=False)
    email: str = field(repr=False)
    wish: Wish | None
    """None where it is at fault."""
    carer: Wish | None = None
    """The same of a copy for a carer."""


def said(line: int, fields: Mapping[str, Any], wish: Wish | None, carer: Wish | None = None) -> Said:
    """What a row says of its patient, in a form that can be compared."""
    patient = folded(str(fields.get("patient", "")))
    return Said(line, _text(fields.get("key")).casefold(), patient, _text(fields.get("email")).casefold(), wish, carer)


def contradictions(rows: Sequence[Said]) -> dict[int, Problem]:
    """A problem for each row, by its place in the list, of whose patient another row says something else.

    Two rows are of one patient if they have the same id; where one has none, the same name and no two addresses.
    Then neither can be followed: the patient may have taken back in one what the other still says.
    """
    groups: dict[tuple[str, str], list[Said]] = {}
    for one in rows:
        groups.setdefault(("name", one.patient), []).append(one)
        if one.key:
            groups.setdefault(("key", one.key), []).append(one)
    found = {}
    for at, one in enumerate(rows):
        others = [*groups["name", one.patient], *(groups["key", one.key] if one.key else [])]
        other = next((other for other in others if _two_people(one, other)), None)
        if one.wish and other:
            message = f"is that of line {other.line} too, which has another name and another address"
            hint = "One of the two would get the other's password. Give each patient an id of their own."
            found[at] = Problem("key", 0, message, hint)
            continue
        other = next((other for other in others if _same(one, other) and _differ(one, other)), None)
        if one.wish and other:
            means = f"says {other.wish.choice}" if other.wish else "is at fault"
            message = f"is {one.wish.choice}, but line {other.line}, of the same patient, {means}"
            hint = "Write the same in both rows, or remove one. If these are two people, give each an id."
            found[at] = Problem("email_consent", 0, message, hint)
            continue
        other = next((other for other in others if _same(one, other) and _says(one.carer) != _says(other.carer)), None)
        if one.wish and other:
            message = f"is {_says(one.carer)}, but line {other.line}, of the same patient, has {_says(other.carer)}"
            found[at] = Problem("carer_consent", 0, message, "Write the same in both rows, or remove one.")
    return found


def swapped(rows: Sequence[Said], reached: Mapping[str, set[tuple[str, str]]]) -> dict[int, Problem]:
    """A problem for each row, by its place in the list, whose address has been another patient's until now.

    ``reached`` has key and name of everyone that was written to at an address. Where that one's row has another address
    now, while this row's patient has never been written to there, a column may have been sorted without the others.
    """
    now = {(one.key or one.patient): one for one in rows}
    found = {}
    for at, one in enumerate(rows):
        address = one.wish.address.casefold() if one.wish else ""
        before = reached.get(address, set())
        who = {key or name for key, name in before}
        if not address or (one.key or one.patient) in who or one.patient in {name for _, name in before}:
            continue
        others = [now[other] for other in who if other in now]
        gone = [other for other in others if not (other.wish and other.wish.address.casefold() == address)]
        if gone and len(gone) == len(others):
            message = f"is where line {gone[0].line} got theirs until now; the two may have been mixed up"
            hint = "Check both. If it is right, mail this patient once from a roster of their own."
            found[at] = Problem("email", 0, message, hint)
    return found


def _two_people(one: Said, other: Said) -> bool:
    """Whether one id stands for two, as far as can be told."""
    return bool(one.key) and one.key == other.key and one.patient != other.patient and one.email != other.email


def _same(one: Said, other: Said) -> bool:
    if one.key and other.key:
        return one.key == other.key
    return one.patient == other.patient and (one.email == other.email or not (one.email and other.email))


def _says(wish: Wish | None) -> str:
    return wish.choice if wish else "none"


def _differ(one: Said, other: Said) -> bool:
    return one is not other and (one.wish and one.wish.choice) != (other.wish and other.wish.choice)


def read_wish(fields: Mapping[str, Any], today: date, dates: str = "") -> tuple[Wish | None, list[Problem]]:
    """The wish of a row, or None with every problem of it; problems name the field.

    ``dates`` is the order of day and month that the clinic writes. A row with neither address nor consent is ``none``.
    """
    texts = {name: _text(fields.get(name)) for name in OF_MAIL if not name.startswith("carer")}
    problems: list[Problem] = []
    choice, rest = _choice(texts["email_consent"], problems)
    since = _since(rest, texts["consent_date"], dates, today, problems)
    if choice is None and not texts["email_consent"] and not texts["email"] and not problems:
        return Wish("none"), []
    if choice == "none":
        return (None if problems else Wish("none", since)), problems
    if texts["email"] and not texts["email_consent"]:
        hint = f"Ask the patient, and write the answer with its date, {_EXAMPLE}."
        problems.append(Problem("email_consent", 0, "is empty, but there is an e-mail address", hint))
    if choice and not since and not any(problem.place in ("email_consent", "consent_date") for problem in problems):
        problems.append(Problem("email_consent", 0, "has no date", f"Write the day of the consent, {_EXAMPLE}."))
    address = _address(texts["email"], problems, wanted=choice is not None)
    if choice != "plain":
        problems += _password_problems(texts["password"])
    elif texts["password"]:
        hint = "Write “protected” as consent, or empty the password."
        problems.append(Problem("password", 0, "is given, but the consent says “plain”", hint))
    if problems or choice is None:
        return None, problems
    return Wish(choice, since, address, composed(texts["password"])), []


def read_carer(fields: Mapping[str, Any], today: date, dates: str = "") -> tuple[Wish | None, list[Problem]]:
    """What the patient agreed to for a carer's copy, of columns of its own. As ``read_wish``."""
    own = {"email": fields.get("carer_email"), "email_consent": fields.get("carer_consent")}
    wish, problems = read_wish(own, today, dates)
    places = {"email": "carer_email", "email_consent": "carer_consent"}
    return wish, [replace(problem, place=places[problem.place]) for problem in problems]


def read_wishes(
    fields: Mapping[str, Any], today: date, dates: str = ""
) -> tuple[tuple[Wish | None, Wish | None], list[Problem]]:
    """What a row says of its patient and of a carer's copy. Where the copy is at fault, the patient's is None too."""
    wish, wrong = read_wish(fields, today, dates)
    carer, more = read_carer(fields, today, dates)
    return (wish if carer else None, carer), [*wrong, *more]


def recipients(wish: Wish, carer: Wish, office: str = "") -> list[Wish]:
    """Everyone who is written to about a patient, each at an address of their own: the patient, a carer, the office.

    Copies are protected with the patient's password, the office's where any other is.
    """
    found = [wish] if wish.choice != "none" else []
    if carer.choice != "none":
        own = wish.address or carer.address
        password = wish.password if carer.choice == "protected" else ""
        found.append(replace(carer, role="carer", own=own, password=password))
    if found and office:
        first = next((one for one in found if one.choice == "protected"), found[0])
        found.append(replace(first, role="office", address=office, own=first.own or first.address))
    return list({one.address.casefold(): one for one in reversed(found)}.values())[::-1]


def _address(text: str, problems: list[Problem], *, wanted: bool) -> str:
    if text:
        try:
            return read_address(text)
        except ValueError as error:
            problems.append(Problem("email", 0, str(error), "Mend it, or write “none” as consent."))
    elif wanted:
        problems.append(Problem("email", 0, "is empty, but there is consent to e-mail", "Write it, or “none”."))
    return ""


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # a number in a cell
        value = int(value)
    return "" if value is None else str(value).strip()


def _choice(text: str, problems: list[Problem]) -> tuple[Choice | None, str]:
    """The choice and what stands after it, which is to be a date."""
    if not text:
        return None, ""
    word, rest = re.fullmatch(r"([^\s,;:]*)[\s,;:]*(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # fits all
    choice = _CHOICES.get(word.lower())
    if choice is None:
        message = f"“{word[:40]}” is not a choice; expected plain, protected or none"
        hint = f"Write how and since when, {_EXAMPLE}."
        problem = misspelt("email_consent", message, word.lower(), _CHOICES)
        if problem.kind == "misspelt":
            hint = f"{problem.hint} {hint}"
        problems.append(replace(problem, hint=hint))
        return None, ""
    return choice, re.sub(r"^(?:on|since|from)\s+", "", rest.strip(), flags=re.IGNORECASE)


def _since(beside: str, column: str, dates: str, today: date, problems: list[Problem]) -> date | None:
    """The day of the consent, which may stand beside the choice or in a column of its own."""
    found = []
    for place, text in (("email_consent", beside), ("consent_date", column)):
        if not text:
            continue
        try:
            found.append(_day(text, dates, today))
        except ValueError as error:
            message, _, hint = str(error).partition("\n")
            problems.append(Problem(place, 0, message, hint))
    if len(set(found)) > 1:
        hint = "Keep the day on which the patient agreed."
        problems.append(Problem("consent_date", 0, "is another day than beside the consent", hint))
    return found[0] if found else None


def _day(text: str, dates: str, today: date) -> date:
    text = iso_date(text, dates)
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII)
    if not match:
        raise ValueError(f"“{text[:40]}” is not a date\nWrite the day of the consent as year-month-day: 2026-11-01.")
    try:
        day = date(*map(int, match.groups()))
    except ValueError as error:
        raise ValueError(f"“{text}” is not in the calendar\nCheck the day of the consent.") from error
    if day > today:
        raise ValueError(f"“{text}” is still to come\nConsent counts from its day on. Check the year and the month.")
    if day.year < _FIRST:
        raise ValueError(f"“{text}” is too long ago to be right\nCheck the year of the consent.")
    return day


def _password_problems(text: str) -> list[Problem]:
    if not text:
        return []
    if re.fullmatch(r"\d(\.\d+)?e\+\d+|\d{4}-\d\d-\d\d( \d\d:\d\d)?", text, re.ASCII):
        hint = (
            "Format its cell as text and write it anew, or leave it empty to get a good one. Dates are easily guessed."
        )
        return [Problem("password", 0, "is a date or a long number, which a spreadsheet writes in its own way", hint)]
    if wrong := unfit(text):
        hint = "Write another, in plain letters and figures, or leave it empty to get a good one."
        return [Problem("password", 0, wrong, hint)]
    return []
