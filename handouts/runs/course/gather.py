"""Register rows, answers and decisions become a ``Course``. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from handouts.base.scalars import DAYS
from handouts.deliver.register import Issued
from handouts.orders.decided import Decision
from handouts.returned.forms import Pain
from handouts.returned.measured import Measured
from handouts.returned.returns import Answers
from handouts.returned.tally import Share
from handouts.runs.course.model import Course, CourseProgram, CourseWeek, WeekState
from handouts.sheet.boxnames import PainName

__all__ = ["course_of"]

_WEEK = timedelta(days=7)
_WITHOUT_SHEET = ("hold", "discharge")


def course_of(
    rows: Iterable[Issued],
    back: Mapping[str, Answers],
    decisions: Iterable[Decision],
    day: date,
    *,
    names: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> Course:
    """How the weeks of one patient went, seen from a ``day``.

    ``rows`` are all of theirs, in any order; ``back`` is what came back, by the ids of handouts; of ``decisions`` for
    the same seven days the last one stands; ``titles`` are the names of programs, by their ids.
    """
    latest = sorted(rows, key=lambda row: (row.issued_at, row.handout, row.place), reverse=True)
    sheets = list({row.handout: row for row in reversed(latest)}.values())  # a sheet may have been put in many places
    dated = [(first, row) for row in sheets if (first := _day(row.first_day))]
    kept = _kept(dated, back)
    decided = _decided(decisions)
    weeks = [_week(first, row, back.get(row.handout), decided, day) for first, row in kept]
    weeks += _without_sheet(decided, weeks)
    programs = _programs(weeks)
    return Course(
        latest[0].patient if latest else "",
        tuple(names) or tuple(dict.fromkeys(row.patient for row in latest if row.patient)),
        next((row.key for row in latest if row.key), ""),
        tuple(CourseProgram(name, (titles or {}).get(name, name)) for name in programs),
        tuple(sorted(weeks, key=lambda one: (programs.index(one.program), one.first_day))),
        tuple(decided),
        day,
        replaced=len(dated) - len(kept),
        unread=len(sheets) - len(dated),
    )


def _day(text: str) -> date | None:
    """A day as the register has it; None where somebody has changed it by hand."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None  # a week later is a day as well


def _kept(dated: Iterable[tuple[date, Issued]], back: Mapping[str, Answers]) -> list[tuple[date, Issued]]:
    """Of the sheets for the same days those of which something came back; where nothing did, the latest."""

    def same(one: tuple[date, Issued]) -> tuple[date, str]:
        return one[0], one[1].program

    found: list[tuple[date, Issued]] = []
    for _, group in groupby(sorted(dated, key=same), key=same):  # which leaves those alike in the order of their issue
        alike = list(group)
        found += [one for one in alike if _came(back.get(one[1].handout))] or alike[-1:]
    return found


def _came(answers: Answers | None) -> bool:
    return answers is not None and bool(answers.sources or answers.unsettled)


def _decided(decisions: Iterable[Decision]) -> list[Decision]:
    """Of those for the same day the last one, the earliest day first."""
    found = {one.for_day: one for one in decisions}
    return [found[day] for day in sorted(found)]


def _holds(decision: Decision, first: date) -> bool:
    """Whether a decision is about the week that begins on a day."""
    return decision.for_day <= first < max(decision.for_day + _WEEK, decision.until or decision.for_day)


def _week(first: date, row: Issued, answers: Answers | None, decided: Sequence[Decision], day: date) -> CourseWeek:
    last = first + timedelta(days=6)
    found = next((one for one in reversed(decided) if _holds(one, first)), None)
    plain = CourseWeek(row.program, row.week, first, last, "nothing", row.handout, decision=found)
    if answers is None or not _came(answers):
        return replace(plain, state="nothing" if last < day else "running")
    state: WeekState = "unmarked" if answers.nothing_marked else "back" if answers.sources else "open"
    return replace(
        plain,
        state=state,
        share=Share(answers.done, answers.planned),
        pain=tuple(sorted(_pain(answers, first), key=lambda one: (one.day, one.session))),
        measures=_measures(answers, row),
        remarks=answers.remarks,
        sources=answers.sources,
        missing_pages=answers.missing_pages,
        unsettled=sum(answers.unsettled.values()),
        settled_by=answers.settled_by,
    )


def _measures(answers: Answers, row: Issued) -> tuple[Measured, ...]:
    """What was answered, with the activities as they were written on the sheet, or printed."""
    printed = dict(enumerate(_activities(row.asked), 1))
    return tuple(
        replace(one, what=printed.get(one.number, "")) if one.kind == "function" and not one.what else one
        for one in answers.outcomes
    )


def _activities(asked: str) -> list[str]:
    """The activities of a stored order; none where it cannot be read."""
    try:
        found: Any = json.loads(asked)["activities"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


def _pain(answers: Answers, first: date) -> Iterable[Pain]:
    for name, text, value in answers.pain_entries:
        yield Pain(_day_of(name, first), name.session, text, value)


def _day_of(name: PainName, first: date) -> date:
    """The day of a week that begins on ``first``, on any weekday."""
    return first + timedelta(days=(DAYS.index(name.day) - first.weekday()) % 7)


def _without_sheet(decided: Iterable[Decision], weeks: Sequence[CourseWeek]) -> Iterable[CourseWeek]:
    """Times for which it was decided to give nothing, and nothing was given. They go with the program before them."""
    for one in decided:
        if one.word not in _WITHOUT_SHEET or any(week.decision is one for week in weeks):
            continue
        before = [week for week in weeks if week.first_day < one.for_day]
        if before:
            last = max((one.until or one.for_day) - timedelta(days=1), one.for_day + timedelta(days=6))
            program = max(before, key=lambda week: week.first_day).program
            yield CourseWeek(program, 0, one.for_day, last, "none", decision=one)


def _programs(weeks: Iterable[CourseWeek]) -> list[str]:
    """Ids of programs, in the order in which they began."""
    return list(dict.fromkeys(week.program for week in sorted(weeks, key=lambda one: one.first_day)))
