"""Where a patient stands in a program in a week of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaindays import DAYS
from handouts.orders.dates import parse_monday
from handouts.orders.weeks import Pause, away_days, first_of_week, paused_weeks, program_week

MONDAY = date(2026, 11, 23)
MWF = ("mon", "wed", "fri")


def day(number: int) -> date:
    """A day of November 2026; 31 is the first of December."""
    return date(2026, 11, 1) + timedelta(days=number - 1)


@pytest.mark.parametrize(
    ("start", "pauses", "state", "week", "first"),
    [
        (MONDAY, (), "on", 1, MONDAY),
        (day(16), (), "on", 2, MONDAY),
        (day(25), (), "on", 1, day(25)),  # a Wednesday's week starts on Wednesday
        (day(11), (), "on", 3, day(25)),
        (day(30), (), "waiting", 0, day(30)),
        (date(2026, 10, 26), (), "finished", 4, MONDAY),
        (day(2), (), "on", 4, MONDAY),
        (day(9), ((day(16), day(22)),), "on", 2, MONDAY),
        (day(9), ((day(23), day(23)),), "on", 3, MONDAY),  # a Monday is a third of the week
        (day(9), ((day(24), day(29)),), "paused", 3, MONDAY),  # Wednesday and Friday are two thirds
        (day(9), ((day(24), day(24)), (day(28), day(29))), "on", 3, MONDAY),  # days off are no training days
        (day(9), ((day(16), day(16)), (day(18), day(18))), "on", 2, MONDAY),  # two pauses in a week add up
        (date(2026, 10, 26), ((day(2), day(2)),), "finished", 4, MONDAY),
        (date(2026, 10, 26), ((day(2), day(6)),), "on", 4, MONDAY),
        (date(2026, 10, 19), ((day(2), day(6)),), "finished", 4, MONDAY),
    ],
)
def test_standing(start: date, pauses: tuple[Pause, ...], state: str, week: int, first: date):
    found = program_week(start, pauses, MONDAY, 4, lambda _: MWF)
    assert (found.state, found.week, found.first) == (state, week, first)


def test_how_much_of_a_week_is_left_decides_by_the_days_of_that_week_of_the_program():
    pauses = ((day(23), day(25)),)
    assert program_week(day(16), pauses, MONDAY, 4, lambda week: MWF if week == 1 else ("tue", "thu")).state == "on"
    found = program_week(day(16), pauses, MONDAY, 4, lambda week: ("tue", "thu") if week == 1 else MWF)
    assert (found.state, found.away, found.training) == ("paused", 2, 3)


def test_nobody_is_asked_for_training_days_without_a_pause():
    def never(_: int) -> tuple[str, ...]:
        raise AssertionError

    assert program_week(day(9), (), MONDAY, 4, never).week == 3
    assert first_of_week(day(9), (), 3, never) == MONDAY


def test_what_becomes_of_each_week_of_a_pause():
    pauses = ((day(16), day(23)), (day(30), day(30)))
    found = [
        (one.week, one.first, one.away, one.training, one.counts)
        for one in paused_weeks(day(9), pauses, 4, lambda _: MWF)
    ]
    assert found == [(2, day(16), 3, 3, False), (2, MONDAY, 1, 3, True), (3, day(30), 1, 3, True)]
    assert first_of_week(day(9), pauses, 2, lambda _: MWF) == MONDAY
    assert first_of_week(day(9), pauses, 4, lambda _: MWF) == date(2026, 12, 7)
    assert list(paused_weeks(day(9), ((date(2027, 3, 1), date(2027, 3, 7)),), 4, lambda _: MWF)) == []


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
trained = st.sets(st.sampled_from(DAYS), min_size=1)


@given(days, st.integers(1, 12), st.lists(st.tuples(days, st.integers(0, 40)), max_size=3), trained)
def test_every_week_comes_once_in_order_and_ends(start: date, last: int, away: list[tuple[date, int]], on: set[str]):
    pauses = tuple((begin, begin + timedelta(days=count)) for begin, count in away)
    monday = start - timedelta(days=start.weekday())
    seen = [program_week(start, pauses, monday + timedelta(days=7 * index), last, lambda _: on) for index in range(60)]
    printed = [one for one in seen if one.state == "on"]
    assert [one.week for one in printed] == list(range(1, last + 1))
    assert all(one.first.weekday() == start.weekday() for one in printed)
    assert seen[-1].state == "finished"
    for one in printed:
        left = on.difference(away_days(one.first, pauses))
        assert len(left) * 2 >= len(on)
        assert one.first == first_of_week(start, pauses, one.week, lambda _: on)
    for one in seen:
        if one.state == "paused":
            assert len(on.difference(away_days(one.first, pauses))) * 2 < len(on)


@given(days, days)
def test_the_week_meant_starts_within_the_seven_days(start: date, week_of: date):
    found = program_week(start, (), week_of, 520, lambda _: MWF)
    if found.state == "on":
        assert week_of <= found.first < week_of + timedelta(days=7)
        assert found.first == start + timedelta(days=7 * (found.week - 1))
    else:
        assert start >= week_of + timedelta(days=7) or found.state == "finished"


@given(days)
def test_a_week_is_named_by_any_of_its_days(today: date):
    monday = today - timedelta(days=today.weekday())
    assert parse_monday(today.isoformat(), monday) == parse_monday("this  Week", today) == monday
    assert parse_monday("next week", today) == monday + timedelta(days=7)
    assert parse_monday("last week", today) == monday - timedelta(days=7)


@pytest.mark.parametrize("text", ["someday", "week", "the week after", "next", ""])
def test_what_names_no_week(text: str):
    with pytest.raises(ValueError, match="is not a date"):
        parse_monday(text, MONDAY)
