"""Reps, loads, times, distances, tempo and effort as people write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.dosevalues import (
    DISTANCES,
    LOADS,
    Measures,
    Spans,
    parse_distances,
    parse_durations,
    parse_effort,
    parse_loads,
    parse_reps,
    parse_tempo,
)

READ: list[tuple[Callable[[Any], object], object, object]] = [
    (parse_durations, "10 min", ((600, 600),)),
    (parse_durations, "30 s", ((30, 30),)),
    (parse_durations, "1:30", ((90, 90),)),
    (parse_durations, "1 min 30 s", ((90, 90),)),
    (parse_durations, "5-10 minutes", ((300, 600),)),
    (parse_durations, "5 to 10 min", ((300, 600),)),
    (parse_durations, "1 h", ((3600, 3600),)),
    (parse_durations, "90 min", ((5400, 5400),)),
    (parse_durations, "5/8/10 min", ((300, 300), (480, 480), (600, 600))),
    (parse_durations, ["30 s", "1 min"], ((30, 30), (60, 60))),
    (parse_loads, "10 kg", (("kg", "10"),)),
    (parse_loads, "2,5kg", (("kg", "2.5"),)),
    (parse_loads, "5-7.50 kilos", (("kg", "5-7.5"),)),
    (parse_loads, "20 lbs.", (("lb", "20"),)),
    (parse_loads, "5/7.5/10 kg", (("kg", "5"), ("kg", "7.5"), ("kg", "10"))),
    (parse_loads, [5, 7.5, "10 kg"], (("kg", "5"), ("kg", "7.5"), ("kg", "10"))),
    (parse_loads, "Red band", (("band", "red"),)),
    (parse_loads, "the green loop band", (("band", "green"),)),
    (parse_loads, "yellow/red band", (("band", "yellow"), ("band", "red"))),
    (parse_loads, "body weight", (("body", ""),)),
    (parse_loads, "BW", (("body", ""),)),
    (parse_loads, "no load", (("none", ""),)),
    (parse_durations, "1 h 30 min", ((5400, 5400),)),
    (parse_loads, "red", (("band", "red"),)),
    (parse_loads, "the band", (("text", "the band"),)),
    (parse_loads, "two 5 kg dumbbells", (("text", "two 5 kg dumbbells"),)),
    (parse_loads, "a tin of  beans", (("text", "a tin of beans"),)),
    (parse_distances, "400 m", (("m", "400"),)),
    (parse_distances, "1-1.5 kilometres", (("km", "1-1.5"),)),
    (parse_distances, "2 Miles", (("mi", "2"),)),
    (parse_distances, "50/100 steps", (("steps", "50"), ("steps", "100"))),
    (parse_tempo, "3-1-2", (3, 1, 2)),
    (parse_tempo, "3/0/2/1", (3, 0, 2, 1)),
    (parse_tempo, [3, 1, 2], (3, 1, 2)),
    (parse_effort, 6, (6, 6)),
    (parse_effort, "6/10", (6, 6)),
    (parse_effort, "5 to 6 of 10", (5, 6)),
    (parse_effort, "0", (0, 0)),
    (parse_effort, "0-2", (0, 2)),
    (parse_effort, "10", (10, 10)),
    (parse_reps, 8, ((8, 8),)),
    (parse_reps, "8-12", ((8, 12),)),
    (parse_reps, "10/8/6", ((10, 10), (8, 8), (6, 6))),
]


@pytest.mark.parametrize(("parse", "text", "value"), READ)
def test_what_is_read_and_read_again_from_the_register(parse: Callable[[Any], object], text: object, value: object):
    assert parse(text) == value
    assert parse(value) == value


@pytest.mark.parametrize(
    ("parse", "text", "says"),
    [
        (parse_durations, "10", "with its unit"),  # minutes or seconds: not guessed
        (parse_durations, 600, "with its unit"),
        (parse_durations, "4 hours", "3 hours"),
        (parse_durations, "10-5 min", "the shorter first"),
        (parse_durations, "0 s", "1 second"),
        (parse_durations, "1-2-3 min", "5-10 min"),
        (parse_durations, "soon", "expected seconds"),
        (parse_durations, True, "true/false"),
        (parse_durations, [], "one for each set"),
        (parse_durations, "/".join(["1 min"] * 11), "one for each set"),
        (parse_loads, "10", "expected a load"),
        (parse_loads, "10 stone", "expected a load"),
        (parse_loads, "0 kg", "more than nothing"),
        (parse_loads, "10-5 kg", "the smaller number first"),
        (parse_loads, "-", "expected a load"),
        (parse_loads, None, "found nothing"),
        (parse_loads, {"kg": 10}, "a block of keys"),
        (parse_loads, "x" * 41, "41 characters"),
        (parse_loads, "red\u202eband", "RIGHT-TO-LEFT"),
        (parse_loads, "-5 kg", "expected a load"),
        (parse_loads, "NaN kg", "expected a load"),
        (parse_loads, "²kg", "expected a load"),
        (parse_loads, "True", "expected a load"),
        (parse_loads, "yes", "expected a load"),
        (parse_loads, True, "true/false"),
        (parse_loads, ["5 kg", ["7 kg"]], "a list"),
        (parse_loads, ["5 kg", True], "true/false"),
        (parse_loads, "10 kg/lb", "expected a load"),
        (parse_loads, "none/10 kg", "for all sets"),
        (parse_loads, "1/2 kg", "0.5"),
        (parse_distances, "1/2 mile", "0.5"),
        (parse_durations, "3/4 h", "0.5"),
        (parse_reps, "30 s", "“duration”"),
        (parse_reps, "2 min", "“duration”"),
        (parse_distances, "400", "expected a distance"),
        (parse_distances, "10 kg", "expected a distance"),
        (parse_distances, "far", "expected a distance"),
        (parse_tempo, "3-1", "3-1-2"),
        (parse_tempo, "3-1-X", "3-1-2"),
        (parse_tempo, "0-0-0", "0 to 20"),
        (parse_tempo, "30-1-1", "0 to 20"),
        (parse_tempo, 312, "3-1-2"),
        (parse_effort, 11, "from 0 to 10"),
        (parse_effort, "6-5", "from 0 to 10"),
        (parse_effort, "hard", "6 or 5-6"),
        (parse_effort, False, "from 0 to 10"),
        (parse_reps, "0", "1 to 600"),
        (parse_reps, "10/many", "expected a number"),
    ],
)
def test_what_is_refused(parse: Callable[[Any], object], text: object, says: str):
    with pytest.raises(ValueError, match=r".") as caught:
        parse(text)
    assert says in str(caught.value)


amounts = st.integers(1, 999).map(str) | st.tuples(st.integers(1, 99), st.integers(1, 99)).map(
    lambda two: f"{two[0]}.{two[1]:02}"
)


@given(st.lists(amounts, min_size=1, max_size=10), st.sampled_from([*LOADS, *DISTANCES]))
def test_amounts_of_every_unit(values: list[str], unit: str):
    parse: Callable[[Any], Measures] = parse_loads if unit in LOADS else parse_distances
    found = parse("/".join(values) + f" {unit}")
    assert [name for name, _ in found] == [unit] * len(values)
    assert [float(amount) for _, amount in found] == [float(value) for value in values]
    assert parse(found) == found


@given(st.lists(st.integers(1, 180), min_size=1, max_size=10))
def test_times_of_every_set(minutes: list[int]):
    found: Spans = parse_durations("/".join(map(str, minutes)) + " min")
    assert found == tuple((60 * one, 60 * one) for one in minutes)


@given(st.text(max_size=60))
def test_nothing_but_a_value_or_words_comes_of_any_text(text: str):
    for parse in (parse_durations, parse_loads, parse_distances, parse_tempo, parse_effort, parse_reps):
        try:
            found = parse(text)
        except ValueError as error:
            assert str(error)
        else:
            assert parse(found) == found
