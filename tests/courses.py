"""Courses of patients to be drawn and told: some by hand, and any at all."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from handouts.base.outcomes import MEASURES
from handouts.orders.decided import WORDS, Decision
from handouts.returned.forms import Pain
from handouts.returned.measured import Measured
from handouts.returned.tally import Share
from handouts.runs.course.model import Course, CourseProgram, CourseWeek

FIRST = date(2026, 8, 3)
DAY = date(2026, 11, 20)
ID = "7K2M9QXA4DZZ"
STATES = ("back", "back", "back", "unmarked", "open", "nothing", "running", "none")


def a_week(number: int, done: int = 14, planned: int = 18, **given: Any) -> CourseWeek:
    """A week of which a PDF came back."""
    first = FIRST + timedelta(days=7 * (number - 1))
    usual = {"program": "hip-hinge", "week": number, "first_day": first, "last_day": first + timedelta(days=6),
             "state": "back", "handout": ID, "share": Share(done, planned), "sources": ("pdf",)}  # fmt: skip
    return CourseWeek(**{**usual, **given})


def a_gap(number: int, **given: Any) -> CourseWeek:
    return a_week(number, **{"state": "nothing", "share": Share(), "sources": (), **given})


def a_course(*weeks: CourseWeek, **given: Any) -> Course:
    decisions = tuple(week.decision for week in weeks if week.decision)
    ids = dict.fromkeys(week.program for week in weeks)
    titles = {"hip-hinge": "Hip hinge", "low-back": "Low back"}
    programs = tuple(CourseProgram(one, titles.get(one, one)) for one in ids)
    usual = {"patient": "Mei Tan", "names": ("Mei Tan",), "key": "", "programs": programs, "weeks": weeks,
             "decisions": decisions, "day": DAY}  # fmt: skip
    return Course(**{**usual, **given})


def pain(first: date, *values: int) -> tuple[Pain, ...]:
    return tuple(Pain(first + timedelta(days=at), 1, str(value), value) for at, value in enumerate(values))


def usual_course() -> Course:
    """Four weeks: two that came back, a gap, and one of which a page is missing; with measures and a decision."""
    back = Decision("back", FIRST + timedelta(days=21), reason="Pain was over 4 twice.", by="Dana Reyes")
    return a_course(
        a_week(1, 9, pain=pain(FIRST, 3, 7), measures=(Measured("function", 1, "Lift a bag", 3, False),)),
        a_week(2, 14, pain=pain(FIRST, 2, 5), measures=(Measured("function", 1, "Lift a bag", 6, False),)),
        a_gap(3),
        a_week(2, 15, first_day=FIRST + timedelta(days=21), last_day=FIRST + timedelta(days=27), missing_pages=1,
               sources=("scan",), decision=back),
    )  # fmt: skip


NAMES = st.text(min_size=1, max_size=120) | st.sampled_from(
    ("Mei Tan", "陈美玲", "عليّ بن أحمد الحسيني", "W" * 120, "Featherstonehaugh-" * 6, "A b " * 30, "<script>alert(1)</script>",
     "(\\)&“”'\"%s{patient}[x]**", "שלום\u202e abc", "\x00\x1b[31m", "נ" * 100)
)  # fmt: skip


def _week_by(dice: Random, number: int, texts: list[str]) -> CourseWeek:
    """Any week, from a few texts."""
    planned = dice.choice((1, 18, 126, 1260, 0))
    first = FIRST + timedelta(days=7 * number)
    decision = None
    if dice.random() < 0.25:
        until = dice.choice((None, first + timedelta(days=21)))
        decision = Decision(dice.choice(WORDS), first, until, dice.choice(texts), dice.choice(texts)[:60])
    values = [dice.randint(0, 10) for _ in range(dice.randint(0, 4))]
    measures = [
        Measured(dice.choice(MEASURES), dice.randint(1, 3), dice.choice(["", *texts])[:100], dice.choice((None, 1, 5, 7)),
                 False)
        for _ in range(dice.choice((0, 0, 5)))
    ]  # fmt: skip
    state = dice.choice(STATES)
    return a_week(
        dice.randint(0, 52), dice.randint(0, planned), planned,
        program=dice.choice(("hip-hinge", "hip-hinge", "hip-hinge", "low-back", "plank")),
        first_day=first, last_day=first + timedelta(days=6), state=state,
        handout="" if state == "none" else ID, pain=pain(first, *values), measures=tuple(measures), decision=decision,
        missing_pages=dice.choice((0, 0, 2)), unsettled=dice.choice((0, 0, 30)),
        sources=dice.choice((("pdf",), ("scan", "typed"), ("pdf", "scan", "typed"))),
    )  # fmt: skip


SEEDS = st.tuples(
    st.integers(0, 10**6), st.integers(0, 52), NAMES, st.lists(st.text(max_size=160), min_size=1, max_size=3)
)
"""What any course is made of: its repr is short, and most of a course by dice is far quicker."""


def any_course(seeds: tuple[int, int, str, list[str]]) -> Course:
    """A course of up to 52 weeks, with hostile names."""
    seed, count, patient, texts = seeds
    dice = Random(seed)  # noqa: S311  # not for secrets
    every = [_week_by(dice, number, texts) for number in range(count)]
    ids = list(dict.fromkeys(one.program for one in every))
    return a_course(
        *sorted(every, key=lambda one: (ids.index(one.program), one.first_day)),
        patient=patient,
        key=dice.choice(("", "T-104")),
        programs=tuple(CourseProgram(one, dice.choice([one, texts[0][:80] or one])) for one in ids),
        replaced=dice.randint(0, 3),
    )
