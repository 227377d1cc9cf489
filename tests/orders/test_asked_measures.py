"""Outcome measures and activities as they are asked for: on the command line, in a roster, by whoever types anything."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import Exit
from handouts.orders.reader import read_order
from handouts.orders.values import parse_activities, parse_measures
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pain", ("pain",)),
        ("Pain, change", ("pain", "change")),
        ("change; pain; change", ("change", "pain")),
        (["function"], ("function",)),
        ("off", ("off",)),
    ],
)
def test_measures_are_read(text: object, found: tuple[str, ...]):
    assert parse_measures(text) == found


@pytest.mark.parametrize(
    ("text", "says"), [("pane", "“pane” is not one of pain, function, change, or off"), ("off, pain", "stands alone")]
)
def test_other_measures_are_refused(text: str, says: str):
    with pytest.raises(ValueError, match=says):
        parse_measures(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Climb the stairs; lift a pan", ("Climb the stairs", "lift a pan")),
        ("Climb the stairs, slowly", ("Climb the stairs, slowly",)),
        ("a | b\nc", ("a", "b", "c")),
        (["Kneel; then stand", "Kneel; then stand"], ("Kneel; then stand",)),
        (" ; ", ()),
    ],
)
def test_activities_are_read(text: object, found: tuple[str, ...]):
    assert parse_activities(text) == found


@pytest.mark.parametrize(
    ("text", "says"), [("a;b;c;d", "names 4 activities"), ("x" * 81, "80"), ("\u202ea", "RIGHT-TO-LEFT OVERRIDE")]
)
def test_activities_that_cannot_be_printed_are_refused(text: str, says: str):
    with pytest.raises(ValueError, match=says):
        parse_activities(text)


@given(st.text(max_size=200) | st.lists(st.text(max_size=100), max_size=5))
def test_whatever_is_typed_is_read_or_refused_in_words(value: str | list[str]):
    order, problems = read_order(
        {"patient": "Mei Tan", "items": "plank", "activities": value, "measures": value}, date(2026, 11, 20)
    )
    if order is None:
        assert {problem.place for problem in problems} <= {"activities", "measures"}
        assert all(problem.message for problem in problems)
    else:
        assert len(order.activities) <= 3
        assert all(text.isprintable() and len(text) <= 80 for text in order.activities)


def test_make_takes_them_as_options(handouts: Run, tmp_path: Path):
    asked = ("plank", "-p", "Mei Tan", "--measure", "pain", "--measure", "function", "--activity", "Climb the stairs")
    shown = handouts("show", *asked).out
    assert "How bad is your pain now? 0 no pain [ ]" in shown
    assert "Climb the stairs: 0 cannot do it [ ]" in shown
    ran = handouts("make", *asked, "--measure", "pane", "-o", "no.pdf")
    assert ran.code == Exit.USAGE
    assert "--measure" in ran.err
    assert not (tmp_path / "no.pdf").exists()


def test_a_roster_says_it_for_each_patient(handouts: Run, tmp_path: Path):
    with (tmp_path / "list.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["patient", "program", "measures", "activities"])
        writer.writerow(["Mei Tan", "plank", "pain, function", "Climb the stairs; Kneel"])
        writer.writerow(["Sam Okafor", "plank", "", "n/a"])
        writer.writerow(["Ana García", "plank", "pane", ""])
        writer.writerow(["Jo Lee", "plank", "function", "a; b; c; d"])
    ran = handouts("batch", "list.csv", "--output", "out")
    assert ran.code == Exit.SOME_FAILED
    assert "is not one of pain" in ran.err + ran.out
    assert "names 4 activities" in ran.err + ran.out
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 2
