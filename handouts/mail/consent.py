"""READ: what a patient agreed to, from the texts of a roster's row. Nothing is taken for granted. Pure.

Orders do not hold these texts: neither the register nor another machine is given an address or a password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from handouts.deliver.lock import LEAST, MOST
from handouts.errors import Problem, nearest
from handouts.library.columns import OF_MAIL
from handouts.mail.addresses import read_address
from handouts.roster.dates import iso_date

__all__ = ["Choice", "Wish", "read_wish"]

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


def read_wish(fields: Mapping[str, Any], today: date, dates: str = "") -> tuple[Wish | None, list[Problem]]:
    """The wish of a row, or None with every problem of it; problems name the field.

    ``dates`` is the order of day and month that the clinic writes. A row with neither address nor consent is ``none``.
    """
    texts = {name: _text(fields.get(name)) for name in OF_MAIL}
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
    address = ""
    if texts["email"]:
        try:
            address = read_address(texts["email"])
        except ValueError as error:
            problems.append(Problem("email", 0, str(error), "Mend it, or write “none” as consent."))
    elif choice:
        problems.append(Problem("email", 0, "is empty, but there is consent to e-mail", "Write it, or “none”."))
    if choice != "plain":
        problems += _password_problems(texts["password"])
    elif texts["password"]:
        hint = "Write “protected” as consent, or empty the password."
        problems.append(Problem("password", 0, "is given, but the consent says “plain”", hint))
    if problems or choice is None:
        return None, problems
    return Wish(choice, since, address, texts["password"]), []


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
        message = f"“{word[:40]}” is no choice; expected plain, protected or none"
        hint = f"Write how and since when, {_EXAMPLE}."
        if (near := nearest(word.lower(), _CHOICES)).startswith("Did"):
            hint = f"{near} {hint}"
        problems.append(Problem("email_consent", 0, message, hint))
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
        raise ValueError(f"“{text[:40]}” is no date\nWrite the day of the consent as year-month-day: 2026-11-01.")
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
    if len(text) < LEAST:
        return [Problem("password", 0, f"is shorter than {LEAST} characters", "Leave it empty to get a good one.")]
    if len(text.encode("utf-8", "replace")) > MOST or not text.isprintable():
        return [
            Problem("password", 0, "is too long, or holds invisible characters", "Leave it empty to get a good one.")
        ]
    return []
