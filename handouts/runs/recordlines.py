"""Two lines for a record system: what a patient was given, and what came back of it. Plain text, for pasting.

They name no patient: they are pasted into that patient's own record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.orders.decided import Decision
from handouts.returned.measured import Measured
from handouts.returned.returns import Answers
from handouts.returned.told import NOTHING, done_words, open_words, pain_words, source_words
from handouts.runs.sheetsback import SheetBack

__all__ = ["chosen", "record_lines"]

_LONGEST = 8000
"""Most characters of a line: fields of record systems end somewhere."""


def chosen(sheets: Iterable[SheetBack], week: int | None, since: date | None) -> list[SheetBack]:
    """Sheets of a week of the program, and of weeks that end on a day or later. Of several for the
    same week, those that came back, or else the last. HandoutsError where there is none.
    """
    wanted = [
        one
        for one in sheets
        if (week is None or one.row.week == week)
        and (since is None or (one.last_day is not None and one.last_day >= since))
    ]
    if not wanted:
        hint = "“handouts history PATIENT” lists what was given. Leave out --week and --since for all of it."
        raise HandoutsError([Problem("PATIENT", 0, "was given no such sheet", hint)], Exit.USAGE)
    kept: list[SheetBack] = []
    for _, same in groupby(wanted, key=lambda one: (one.row.program, one.row.first_day)):
        alike = list(same)
        kept += [one for one in alike if one.answers.sources or one.answers.unsettled] or alike[-1:]
    return kept


def record_lines(sheets: Sequence[SheetBack], decisions: Iterable[Decision], today: date) -> tuple[str, str]:
    """What was given, and what was done: each a line without tabs or control characters."""
    given, done = [], []
    for program, some in groupby(sheets, key=lambda one: one.row.program):
        own = list(some)
        weeks = dict.fromkeys(f"week {one.row.week or '?'} ({_days(one)})" for one in own)
        given.append(f"{program} {', '.join(weeks)}")
        done.append(f"{program} " + "; ".join(f"week {one.row.week or '?'}: {_came(one, today)}" for one in own))
    last = "".join(f" Decision: {_decided(one)}." for one in decisions)
    return _line(f"Exercises given: {'; '.join(given)}."), _line(f"Done (self-report): {'. '.join(done)}.{last}")


def _days(one: SheetBack) -> str:
    return f"{one.first_day} to {one.last_day}" if one.last_day else f"from {one.row.first_day}"


def _came(one: SheetBack, today: date) -> str:
    came = one.answers
    source = source_words(came)
    said = [done_words(came), pain_words(came), _measures(came), *open_words(came), f"from {source}" if source else ""]
    text = ", ".join(part for part in said if part)
    return f"{NOTHING} yet" if text == NOTHING and not one.is_over(today) else text


def _measures(came: Answers) -> str:
    """“change: 6 of 7, activity 1 (stairs): 4 of 10”."""
    return ", ".join(_measure(one) for one in came.outcomes)


def _measure(one: Measured) -> str:
    number = f" {one.number}" if one.kind == "function" else ""
    what = f" ({one.what})" if one.what else ""
    name = {"pain": "pain now", "change": "change", "function": "activity"}[one.kind]
    value = "unclear" if one.value is None else f"{one.value} of {7 if one.kind == 'change' else 10}"
    return f"{name}{number}{what}: {value}"


def _decided(one: Decision) -> str:
    parts: Iterator[str] = (
        part
        for part in (
            f"{one.word} from {one.for_day}",
            f"until {one.until}" if one.until else "",
            f"because {one.reason.rstrip('.')}" if one.reason else "",
            f"by {one.by}" if one.by else "",
        )
        if part
    )
    return ", ".join(parts)


def _line(text: str) -> str:
    plain = " ".join(visible(text, instead=" ").split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 2] + " …"
