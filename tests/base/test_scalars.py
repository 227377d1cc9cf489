from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.scalars import parse_days, parse_holds, parse_seconds, parse_sessions, parse_span


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(90, 90), ("90", 90), ("1:30", 90), ("90 s", 90), ("1 min", 60), ("1 min 30 s", 90), ("2 minutes", 120), (0, 0)],
)
def test_seconds(written: Any, seconds: int):
    assert parse_seconds(written) == seconds


@pytest.mark.parametrize("written", [-1, 3601, "soon", "", "1:75", True, None, [], "1:2:3", 1.5])
def test_no_seconds(written: Any):
    with pytest.raises(ValueError, match="seconds"):
        parse_seconds(written)


@pytest.mark.parametrize(
    ("written", "span"), [(3, (3, 3)), ("3-5", (3, 5)), ("3 to 5", (3, 5)), ("3–5", (3, 5)), ("30 s", (30, 30))]
)
def test_span(written: Any, span: tuple[int, int]):
    assert parse_span(written) == span


@pytest.mark.parametrize("written", [0, "5-3", "x", "", None, True, 601, 2.5, "1-2-3", {"a": 1}])
def test_no_span(written: Any):
    with pytest.raises(ValueError, match="expected"):
        parse_span(written)


def test_holds_for_all_sets_or_one_each():
    assert parse_holds("2-3") == ((2, 3),)
    assert parse_holds([2, "3-4", 5]) == ((2, 2), (3, 4), (5, 5))
    assert parse_holds("2/3/5") == ((2, 2), (3, 3), (5, 5))


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon wed fri", ("mon", "wed", "fri")),
        ("Friday, monday", ("mon", "fri")),
        (["sun"], ("sun",)),
        ("daily", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        ("weekdays", ("mon", "tue", "wed", "thu", "fri")),
        ("mon+thurs", ("mon", "thu")),
    ],
)
def test_days(written: Any, days: tuple[str, ...]):
    assert parse_days(written) == days


@pytest.mark.parametrize("written", ["funday", "", [], 3, "montag", "mond ay", None, True])
def test_no_days(written: Any):
    with pytest.raises(ValueError, match="day"):
        parse_days(written)


def test_sessions():
    assert parse_sessions(1) == ("day",)
    assert parse_sessions("2") == ("morning", "evening")
    assert parse_sessions("evening, midday") == ("midday", "evening")
    for wrong in (0, 5, "noon", "", None, True):
        with pytest.raises(ValueError, match=r"day|times|expected"):
            parse_sessions(wrong)


@given(st.one_of(st.text(max_size=30), st.integers(), st.none(), st.lists(st.text(max_size=5), max_size=4)))
def test_nothing_but_value_errors(value: Any):
    for parse in (parse_seconds, parse_span, parse_holds, parse_days, parse_sessions):
        with contextlib.suppress(ValueError):
            parse(value)
