"""Parts of a course in words: days, counts, what came back, how it moved. The same on the page and in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handouts.base.outcomes import MeasureKind
from handouts.library.templates import filled
from handouts.orders.decided import Decision
from handouts.returned.measured import Measured
from handouts.returned.tally import Share
from handouts.runs.course.model import Course, CourseWeek, pain_range
from handouts.runs.course.wording import CourseWords

__all__ = [
    "MeasureRow",
    "answer",
    "came_back",
    "day",
    "days",
    "decision",
    "long_day",
    "measure_name",
    "measure_rows",
    "notes",
    "pain",
    "range_of",
    "reason",
    "share",
    "span",
    "trend",
    "week_name",
]


def day(one: date, words: CourseWords) -> str:
    """“5 Jan”."""
    return filled(words.day, day=one.day, month=words.months[one.month - 1])


def long_day(one: date, words: CourseWords) -> str:
    """“5 January 2026”."""
    return filled(words.long_day, day=one.day, month=words.long_months[one.month - 1], year=one.year)


def days(first: date, last: date, words: CourseWords) -> str:
    """“5 to 11 Jan”, “29 Dec to 4 Jan”."""
    if (first.year, first.month) == (last.year, last.month):
        return filled(words.days, first=first.day, last=last.day, month=words.months[first.month - 1])
    return filled(words.month_days, first=day(first, words), last=day(last, words))


def span(first: date, last: date, words: CourseWords) -> str:
    """“3 August to 30 August 2026”."""
    begin = long_day(first, words)
    if first.year == last.year:
        begin = filled(words.day, day=first.day, month=words.long_months[first.month - 1])
    return filled(words.span, first=begin, last=long_day(last, words))


def share(one: Share, words: CourseWords) -> str:
    """“14 of 18, 78 %”."""
    return filled(words.done_percent, done=one.done, planned=one.planned, percent=one.percent)


def pain(weeks: Sequence[CourseWeek], words: CourseWords) -> str:
    """“2–5”, “3”, or a dash where no number was written; empty where nothing came back."""
    found = pain_range(weeks)
    if found is None:
        return words.not_said if any(week.state in ("back", "unmarked") for week in weeks) else ""
    low, high = found
    return str(low) if low == high else filled(words.range, first=low, last=high)


def range_of(numbers: Iterable[int], words: CourseWords) -> str:
    """“1–4”, “3”; empty without numbers."""
    known = [number for number in numbers if number]
    if not known:
        return ""
    low, high = min(known), max(known)
    return str(low) if low == high else filled(words.range, first=low, last=high)


def week_name(week: CourseWeek, course: Course, words: CourseWords) -> str:
    """“3”, of several programs “B 3”, or a dash where there was no sheet."""
    return " ".join(part for part in (course.letter(week.program), str(week.week or words.not_said)) if part)


def came_back(week: CourseWeek, words: CourseWords) -> str:
    """“PDF, scan; pages missing: 1”, or in words that nothing did."""
    if week.state == "none":
        return words.no_week
    if week.state in ("nothing", "running"):
        return words.nothing if week.state == "nothing" else words.running
    more = [
        words.unmarked if week.state == "unmarked" else "",
        filled(words.missing, count=week.missing_pages) if week.missing_pages else "",
        filled(words.unsettled, count=week.unsettled) if week.unsettled else "",
    ]
    sources = ", ".join(words.sources.get(one, one) for one in week.sources) or words.open
    return filled(words.from_pages, sources=sources, more="; ".join(filter(None, more)))


def decision(one: Decision, words: CourseWords) -> str:
    """“12 January 2026: go back, to week 2 (by Dana Reyes). Pain above 4, times: 2.”"""
    return filled(
        words.decision,
        day=long_day(one.for_day, words),
        word=words.decided.get(one.word, one.word),
        week=one.week or "",
        until=long_day(one.until, words) if one.until else "",
        by=one.by,
        reason=reason(one, words),
    )


def reason(one: Decision, words: CourseWords) -> str:
    """The clinician's reason, or else what the decision followed from; see ``Decision.because``."""
    kind, *numbers = one.because.split() or [""]
    if one.reason or kind not in words.because:
        return one.reason
    above, times = (*numbers, "", "")[:2]
    return filled(words.because[kind], above=above, times=times)


def trend(course: Course, words: CourseWords) -> str:
    """How it moved, in a few sentences: done, pain, and what is missing."""
    counted = [week for week in course.weeks if week.counts]
    gaps = [week for week in course.weeks if week.state == "nothing"]
    if not any(week.state in ("back", "unmarked", "open") for week in course.weeks):
        return words.trend_nothing
    parts = [_done(counted, course, words), _pain(course, words)]
    if gaps:
        parts.append(filled(words.trend_gaps, weeks=_named(gaps, course, words)))
    return " ".join(filter(None, parts))


def _done(counted: Sequence[CourseWeek], course: Course, words: CourseWords) -> str:
    if not counted:
        return ""
    first, last = counted[0], counted[-1]
    names = {"first_week": _named([first], course, words), "last_week": _named([last], course, words)}
    before, now = first.share.percent, last.share.percent
    template = words.trend_once if len(counted) == 1 else words.trend_done_same if before == now else words.trend_done
    return filled(template, went=_went(before, now, words), first=before, last=now, **names)


def _pain(course: Course, words: CourseWords) -> str:
    highest = [found[1] for week in course.weeks if (found := pain_range([week]))]
    if len(highest) < 2:
        return ""
    first, last = highest[0], highest[-1]
    if first == last:
        return filled(words.trend_pain_same, last=last)
    return filled(words.trend_pain, went=_went(first, last, words), first=first, last=last)


def _went(first: int, last: int, words: CourseWords) -> str:
    return words.went["up" if last > first else "down"]


_NAMED_MOST = 8
"""Weeks that are named one by one."""


def _named(weeks: Sequence[CourseWeek], course: Course, words: CourseWords) -> str:
    """“week 2”, “weeks 2, 3”; a repeated one with its days, and very many as a number."""
    if len(weeks) > _NAMED_MOST:
        return str(len(weeks))
    names = [week_name(week, course, words) for week in course.weeks]
    said = [
        name if names.count(name) == 1 else f"{name} ({day(week.first_day, words)})"
        for week in weeks
        for name in [week_name(week, course, words)]
    ]
    return filled(words.week, week=said[0]) if len(said) == 1 else filled(words.weeks, weeks=", ".join(said))


def notes(course: Course, words: CourseWords) -> list[str]:
    """What is left out of the weeks, where anything is."""
    counts = ((words.replaced, course.replaced), (words.unread, course.unread))
    return [filled(template, count=count) for template, count in counts if count]


MeasureRow = tuple[MeasureKind, int, str]
"""What is measured: of activities which of them, and what it is called."""


def measure_rows(course: Course) -> list[tuple[MeasureRow, list[tuple[CourseWeek, Measured]]]]:
    """Each measure that was answered, with its answers in the order of the weeks. What was asked last comes last."""
    rows: dict[MeasureRow, list[tuple[CourseWeek, Measured]]] = {}
    for week in sorted(course.weeks, key=lambda one: one.first_day):
        for one in week.measures:
            rows.setdefault((one.kind, 0 if one.what else one.number, one.what), []).append((week, one))
    return list(rows.items())


def measure_name(row: MeasureRow, words: CourseWords) -> str:
    """“Pain”; an activity is called what the patient calls it, or by its number."""
    kind, number, what = row
    return what or filled(words.measure_names[kind], number=number)


def answer(week: CourseWeek, one: Measured, course: Course, words: CourseWords) -> str:
    """“week 2: 7”."""
    value = words.measure_none if one.value is None else str(one.value)
    return filled(words.answer, week=filled(words.week, week=week_name(week, course, words)), value=value)
