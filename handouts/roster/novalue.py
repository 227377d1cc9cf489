"""Words that are no value: what spreadsheets and programs write where nothing is, or where something went wrong.

One rule for every kind of roster, so that the same cell means the same in each. A message repeats such a word, and
nothing else of a cell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.roster.columns import NAME_PARTS, OF_MAIL, VISIT_TIME
from handouts.roster.ids import read_id
from handouts.roster.markup import plain_note
from handouts.roster.mojibake import broken_letters

__all__ = ["UNREADABLE", "Verdict", "gathered", "judged", "unguarded"]

UNREADABLE = "#REF!"
"""Stands in a column of e-mail for what cannot be read: neither an address, nor a consent, nor a password."""

_ERROR = re.compile(r"#(?:[¡¿]?[^\W\d][\w/]{1,14}[!?¡¿]|n/[adv]|nv|na|)|err:\d{3}|#{3,}", re.IGNORECASE)
"""What a spreadsheet shows for a formula that failed, in any of its languages, or a number that is too wide."""
_ERROR_INSIDE = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|N/A)")
_NOTHING = frozenset((
    "n/a", "n.a.", "n.a", "na", "#n/a", "nan", "nat", "<na>", "null", "(null)", "<null>", "\\n", "none", "nil",
    "undefined", "-", "--", "---", "–", "—", ".", "..", "...", "…", "_", "(blank)", "(empty)", "(none)", "<none>",
))  # fmt: skip
"""How people and programs say that there is nothing, in small letters."""
_NONSENSE = frozenset(("true", "false", "?", "??", "???", "[object object]", "{}", "[]", "()", '""', "''"))
"""What never says anything in a roster, in small letters."""
_IN_NAME = frozenset(("nan", "nat", "null", "undefined", "none", "n/a", "#n/a", "[object", "object]", "true", "false"))
"""Words that programs join into names, in small letters as programs write them."""
_IN_CAPITALS = frozenset(("NULL", "UNDEFINED", "TRUE", "FALSE"))
"""The same in capitals, beside words that are not."""
_MAY_BE_EMPTY = frozenset(("key", "note", "clinician", "visit", VISIT_TIME, "pauses", "skip", "flags", "despite",
                            "activities", "middle name", "decision", "until"))  # fmt: skip
"""Columns in which “N/A” says no more than an empty cell; elsewhere it hides what was meant."""
_SHORT = 60
"""Most characters of a cell that many rows are likely to share."""
_WHOLE_NUMBER = re.compile(r"(\d{1,15})\.0+", re.ASCII)
_GUARD = re.compile(r'="((?:[^"]|"")*)"')
_FORMULA = re.compile(r"=[ ]?[-+@(A-Za-z$']|[@+-][A-Z]{2,}\(")
_ONCE = (
    "Where formulas were never worked out, every result is 0: open the workbook in Excel or LibreOffice, save it once, "
    "and look at what it shows."
)
_EMPTY = "Leave the cell empty where nothing is meant."


@dataclass(frozen=True)
class Verdict:
    """What a value is worth: the value to use (None where there is none), and what is to be told of it."""

    value: Any
    message: str = ""
    hint: str = ""
    warning: bool = False
    """Whether the row is good all the same."""


def unguarded(text: str) -> str:
    """A text without the sign and the quotes by which exports keep its zeros: 00123 of ="00123"."""
    match = _GUARD.fullmatch(text.strip())
    return match[1].replace('""', '"').strip() if match else text


def judged(field: str, value: Any) -> Verdict:
    """Judge the value of a field, or of a part of a name. What is neither text, number nor list is left as it is."""
    if isinstance(value, str):  # most are
        return _judged_short(field, value) if len(value) <= _SHORT else _judged_text(field, value)
    if isinstance(value, list):
        return _list(field, value)
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    elif isinstance(value, float):
        value = f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else str(value)
    else:
        return _judged_int(field, value)
    return _judged_text(field, value)


def _judged_text(field: str, value: str) -> Verdict:
    text = unguarded(value.strip())
    if field in OF_MAIL:
        return Verdict(_of_mail(text))
    return _no_value(field, text) or _text(field, text)


_judged_short = lru_cache(2000)(_judged_text)
"""Most short cells are like others of their column: programs, days, clinicians."""


def _no_value(field: str, text: str) -> Verdict | None:
    """What is to be said of a text that is no value; None for any other."""
    if error := _ERROR.fullmatch(text) or _ERROR_INSIDE.search(text):
        return _wrong(f"holds “{error[0]}”, an error in place of a value", "Mend the formula in the workbook.")
    small = text.casefold()
    if small in _NONSENSE:
        return _wrong(f"holds “{text}”, which says nothing", _EMPTY)
    if small in _NOTHING or (text == "0" and field in ("note", "clinician", *NAME_PARTS)):
        return _nothing(field, text)
    if _FORMULA.match(text):
        return _wrong("holds a formula in place of its result", "Open it in the spreadsheet, and export it again.")
    return None


def _judged_int(field: str, value: Any) -> Verdict:
    if isinstance(value, int) and field in ("patient", "clinician", "note", *NAME_PARTS):
        return judged(field, str(value))
    return Verdict(value)


def _list(field: str, values: list[Any]) -> Verdict:
    found = [judged(field, value) for value in values]
    for verdict in found:
        if verdict.message and not verdict.warning:
            return verdict
    warned = next((verdict for verdict in found if verdict.message), Verdict(None))
    return replace(warned, value=[str(verdict.value) for verdict in found if verdict.value is not None] or None)


def _wrong(message: str, hint: str) -> Verdict:
    return Verdict(None, message, hint)


def _of_mail(text: str) -> str:
    """What the reader of consent is given: it lets nothing pass that is no value, and stops no printing."""
    if _ERROR.fullmatch(text):
        return UNREADABLE
    return "-" if text.casefold() in _NOTHING - {"none"} else text


def _nothing(field: str, text: str) -> Verdict:
    if field in _MAY_BE_EMPTY:
        return Verdict(None, f"“{text}” is read as an empty cell", _EMPTY, warning=True)
    if field == "patient":
        hint = "Every handout says whom it is for. If it is a name, write first name and surname."
        return _wrong(f"holds “{text}” in place of a name", f"{hint} {_ONCE}" if text == "0" else hint)
    if field in NAME_PARTS:
        hint = "If it is a name, write the whole name in one column “patient”; else leave the cell empty."
        return _wrong(f"holds “{text}” in place of a name", hint)
    return _wrong(f"holds “{text}”, which says nothing", _EMPTY)


def _text(field: str, text: str) -> Verdict:
    if field in ("patient", "clinician", *NAME_PARTS):
        return _name(field, text)
    if field in ("note", "activities"):
        return _note(text)
    if field == "key":
        try:
            return Verdict(read_id(text))
        except ValueError as error:
            message, _, hint = str(error).partition("\n")
            return _wrong(message, hint)
    if field in ("week", "times") and (match := _WHOLE_NUMBER.fullmatch(text)):
        return Verdict(match[1])
    return Verdict(text)


def _name(field: str, text: str) -> Verdict:
    if field in ("patient", "clinician") and text and not any(map(str.isalpha, text)):
        return _wrong("holds no letter, so it is no name", _ONCE)
    if joined := _joined(text.split()):
        return _wrong(f"holds “{joined}” in a name", "A program wrote it where a part was missing. Mend the name.")
    if broken := broken_letters(text, name=True):
        likely = f"Probably “{broken.likely}”. " if broken.likely else ""
        return _wrong(broken.message, f"{likely}Mend it where the list comes from. {broken.hint}".strip())
    return Verdict(text)


def _joined(words: list[str]) -> str:
    """The first word of a name that a program wrote in place of a part; “Null” and “True” are names, beside others."""
    if not all(word.casefold() in _NOTHING | _NONSENSE for word in words):
        capitals = frozenset() if all(word.isupper() for word in words) else _IN_CAPITALS
        words = [word for word in words if word in _IN_NAME | capitals]
    return words[0] if words else ""


def _note(text: str) -> Verdict:
    try:
        plain, told = plain_note(text)
    except ValueError as error:
        message, _, hint = str(error).partition("\n")
        return _wrong(message, hint)
    if broken := broken_letters(plain, name=False):
        hint = f"Mend it where the list comes from. {broken.hint}".strip()
        return Verdict(plain if broken.doubtful else None, broken.message, hint, warning=broken.doubtful)
    return Verdict(plain, told, "Look at the first handout." if told else "", warning=bool(told))


def gathered(problems: list[Problem]) -> list[Problem]:
    """The problems, with one warning for all rows in which a column holds the same thing in place of nothing."""
    count: dict[str, int] = {}
    for problem in problems:
        if problem.kind == "nothing":
            count[problem.message] = count.get(problem.message, 0) + 1
    seen: set[str] = set()
    found = []
    for problem in problems:
        if problem.kind != "nothing":
            found.append(problem)
        elif problem.message not in seen:
            seen.add(problem.message)
            others = count[problem.message] - 1
            message = f"{problem.message}, here and in {others:,} more" if others else problem.message
            found.append(replace(problem, message=message))
    return found
