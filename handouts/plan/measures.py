"""PLAN: the block of outcome measures of a sheet: what it asks, when, and what each box is. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from handouts.base.outcomes import ACTIVITIES_MOST, ANSWERS, MEASURES, MeasureKind
from handouts.base.problems import Problem
from handouts.base.scalars import DAYS
from handouts.library.measure_words import MeasureWords
from handouts.library.models import Program, Week
from handouts.library.templates import filled
from handouts.library.words import Words
from handouts.orders.order import Order
from handouts.plan.handout import MeasureBlock, MeasureRow
from handouts.plan.phrases import Phrases

__all__ = ["asked_measures", "lacking_words", "measure_block", "unasked_activities"]


def asked_measures(order: Order, week: Week | None) -> tuple[MeasureKind, ...]:
    """Which measures a sheet asks for: those of the program's week and of the order, in the sheet's order."""
    if order.measures == ("off",):
        return ()
    wanted = {*(week.measures if week else ()), *order.measures}
    return tuple(kind for kind in MEASURES if kind in wanted)


def lacking_words(order: Order, week: Week | None, words: Words) -> list[Problem]:
    """A problem where measures are asked for and the language has no words for them."""
    if words.measures or not asked_measures(order, week):
        return []
    message = f"the words of “{words.language}” say nothing of outcome measures"
    return [Problem("measures", 0, message, "Add “measures:” to its words file, as the English one has it.")]


def unasked_activities(order: Order, program: Program | None, week: Week | None) -> list[Problem]:
    """A warning where activities are given and no sheet of the program asks about them."""
    weeks = program.weeks if program else ()
    if not order.activities or any("function" in asked_measures(order, one) for one in (week, *weeks)):
        return []
    hint = "Ask for the measure “function” too, or leave them out."
    return [Problem("activities", 0, "are on no sheet: nothing asks about them", hint, warning=True)]


def measure_block(
    order: Order, week: Week | None, days: set[str], first: date, phrases: Phrases
) -> MeasureBlock | None:
    """The block of a sheet whose week begins on ``first`` and has drills on ``days``; None where nothing is asked.

    A sheet of week 1 asks before the first exercise, for that is what later ones are compared with; but where it asks
    for a change, and on all later sheets, it asks on the last day of exercises.
    """
    kinds, words = asked_measures(order, week), phrases.words.measures
    if not kinds or not words:
        return None
    before = order.week == 1 and "change" not in kinds
    named = order.activities if "function" in kinds else ()
    rows = tuple(row for kind in kinds for row in _rows(kind, named, words, phrases))
    return MeasureBlock(
        words.head,
        words.before if before else filled(words.on_day, date=phrases.day(_last(days, first))),
        words.function if "function" in kinds else "",
        words.activity_write if "function" in kinds and not named else "",
        rows,
    )


def _last(days: set[str], first: date) -> date:
    """The last day with drills of the week from ``first``."""
    week = [first + timedelta(days=offset) for offset in range(7)]
    return max((day for day in week if DAYS[day.weekday()] in days), default=week[-1])


def _rows(kind: MeasureKind, named: tuple[str, ...], words: MeasureWords, phrases: Phrases) -> Iterator[MeasureRow]:
    numbers = tuple(str(answer) for answer in ANSWERS[kind])
    match kind:
        case "pain":
            ends = (words.pain_least, words.pain_most)
            said = (filled(words.pain_box, n=number) for number in numbers)
            yield MeasureRow(kind, 1, words.pain, numbers, ends, _with_ends(said, ends, phrases))
        case "function":
            ends = (words.function_least, words.function_most)
            for number in range(1, (len(named) or ACTIVITIES_MOST) + 1):
                text = named[number - 1] if named else ""
                activity = filled(words.activity, n=number)
                called = phrases.typed(text) if text else activity
                said = (filled(words.function_box, activity=called, n=answer) for answer in numbers)
                yield MeasureRow(kind, number, text, numbers, ends, _with_ends(said, ends, phrases), activity)
        case "change":
            steps = words.change_steps
            yield MeasureRow(
                kind, 1, words.change, steps, None, tuple(filled(words.change_box, step=one) for one in steps)
            )


def _with_ends(said: Iterator[str], ends: tuple[str, str], phrases: Phrases) -> tuple[str, ...]:
    """What boxes are, with the words at both ends after the first and the last."""
    first, *others, last = said
    items = phrases.joins.items
    return (items((first, ends[0])), *others, items((last, ends[1])))
