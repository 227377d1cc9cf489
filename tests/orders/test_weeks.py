"""Where a patient stands in a program in a week of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.orders.weeks import Pause, program_week

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "pauses", "state", "week", "first"),
    [
        (MONDAY, (), "on", 1, MONDAY),
        (date(2026, 11, 16), (), "on", 2, MONDAY),
        (date(2026, 11, 25), (), "on", 1, date(2026, 11, 25)),  # a Wednesday's week starts on Wednesday
        (date(2026, 11, 11), (), "on", 3, date(2026, 11, 25)),
        (date(2026, 11, 30), (), "waiting", 0, date(2026, 11, 30)),
        (date(2026, 10, 26), (), "finished", 4, MONDAY),
        (date(2026, 11, 2), (), "on", 4, MONDAY),
        (date(2026, 11, 9), ((date(2026, 11, 16), date(2026, 11, 22)),), "on", 2, MONDAY),
        (date(2026, 11, 9), ((date(2026, 11, 23), date(2026, 11, 23)),), "paused", 2, MONDAY),
        (date(2026, 11, 9), ((date(2026, 11, 24), date(2026, 11, 29)),), "on", 3, MONDAY),  # its first day is not away
    ],
)
def test_standing(start: date, pauses: tuple[Pause, ...], state: str, week: int, first: date):
    found = program_week(start, pauses, MONDAY, 4)
    assert (found.state, found.week, found.first) == (state, week, first)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, st.integers(1, 12), st.lists(st.tuples(days, st.integers(0, 40)), max_size=3))
def test_every_week_comes_once_in_order_and_ends(start: date, last: int, away: list[tuple[date, int]]):
    pauses = tuple((begin, begin + timedelta(days=count)) for begin, count in away)
    monday = start - timedelta(days=start.weekday())
    seen = [program_week(start, pauses, monday + timedelta(days=7 * index), last) for index in range(last + 30)]
    weeks = [one.week for one in seen if one.state == "on"]
    assert weeks == list(range(1, last + 1))
    assert all(one.first.weekday() == start.weekday() for one in seen if one.state == "on")
    assert seen[-1].state == "finished"
    assert not any(begin <= one.first <= end for one in seen if one.state == "on" for begin, end in pauses)


@given(days, days)
def test_the_week_meant_starts_within_the_seven_days(start: date, week_of: date):
    found = program_week(start, (), week_of, 520)
    if found.state == "on":
        assert week_of <= found.first < week_of + timedelta(days=7)
        assert found.first == start + timedelta(days=7 * (found.week - 1))
    else:
        assert start >= week_of + timedelta(days=7) or found.state == "finished"
