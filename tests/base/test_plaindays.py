from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaindays import DAYS, parse_days

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = ("M", "Tu", "W", "Th", "F", "Sa", "Su")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon, Wed & Fri", "mon wed fri"),
        ("every Monday and Thursday", "mon thu"),
        ("M/W/F", "mon wed fri"),
        ("MWF", "mon wed fri"),
        ("M.W.F.", "mon wed fri"),
        ("M-W-F", "mon wed fri"),
        ("Mon-Wed-Fri", "mon wed fri"),
        ("TTh", "tue thu"),
        ("TT", "tue thu"),
        ("T/Th", "tue thu"),
        ("MTWTF", "mon tue wed thu fri"),
        ("SMTWTFS", "mon tue wed thu fri sat sun"),
        ("SS", "sat sun"),
        ("Mon-Fri", "mon tue wed thu fri"),
        ("M–F", "mon tue wed thu fri"),
        ("Monday through Friday", "mon tue wed thu fri"),
        ("Sat-Mon", "mon sat sun"),
        ("Mon-Wed, Fri", "mon tue wed fri"),
        ("Weds", "wed"),
        ("Mondays", "mon"),
        ("Every day", "mon tue wed thu fri sat sun"),
    ],
)
def test_days_as_clinics_write_them(text: str, days: str):
    assert parse_days(text) == tuple(days.split())
    assert parse_days(text.upper()) == tuple(days.split())


@pytest.mark.parametrize("text", ["T", "S", "MTF", "MWFS", "T-F", "WS"])
def test_a_letter_that_may_be_two_days_is_never_guessed(text: str):
    with pytest.raises(ValueError, match="may be"):
        parse_days(text)


@pytest.mark.parametrize(
    "text", ["3x/week", "3 x a week", "every other day", "twice a week", "2 times per week", "qod"]
)
def test_how_often_says_not_on_which_days(text: str):
    with pytest.raises(ValueError, match="how often"):
        parse_days(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri, Wed",
        "MM",
        "mon monday",
        "Mon-",
        "-Fri",
        "sunset",
        "Mei",
        "Mon-Fri except Wed",
        "",
        ",",
        "Sam",
        "mtwtfss m",
    ],
)
def test_the_rest_is_refused(text: str):
    with pytest.raises(ValueError):
        parse_days(text)


@given(
    st.lists(st.sampled_from(range(7)), min_size=1, unique=True),
    st.sampled_from([", ", " ", "/", " & ", "+", ";", " and ", "-"]),
)
def test_any_days_written_out(days: list[int], sign: str):
    if sign == "-" and len(days) == 2:
        return  # a range
    wanted = tuple(DAYS[day] for day in sorted(days))
    assert parse_days(sign.join(NAMES[day] for day in days)) == wanted
    assert parse_days(sign.join(NAMES[day][:3] for day in days)) == wanted
    assert parse_days([NAMES[day] for day in days]) == wanted


@given(st.lists(st.sampled_from(range(7)), min_size=1, unique=True))
def test_letters_without_a_doubt_run_together(days: list[int]):
    assert parse_days("".join(SHORT[day] for day in sorted(days))) == tuple(DAYS[day] for day in sorted(days))


def test_every_range():
    for first, last in product(range(7), range(7)):
        days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        assert parse_days(f"{NAMES[first]} - {NAMES[last][:3]}") == tuple(DAYS[day] for day in sorted(days))


@given(st.text("mtwfsuhaon/-, &", max_size=12))
def test_any_letters_give_days_or_are_refused(text: str):
    try:
        found = parse_days(text)
    except ValueError as error:
        assert str(error)
    else:
        assert found
        assert list(found) == [day for day in DAYS if day in found]
