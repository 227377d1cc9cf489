from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.models import DoseChange
from handouts.orders.dates import next_monday, parse_date
from handouts.orders.doses import parse_doses
from handouts.orders.order import Order, givens
from handouts.orders.reader import read_order

TODAY = date(2026, 11, 20)  # a Friday


def read(**fields: Any) -> Order:
    order, problems = read_order({"patient": "Mei Tan", "items": "hip-hinge", **fields}, TODAY)
    assert problems == []
    assert order
    return order


def faults(**fields: Any) -> list[str]:
    order, problems = read_order({"patient": "Mei Tan", "items": "hip-hinge", **fields}, TODAY)
    assert order is None
    return [f"{problem.place}: {problem.message} {problem.hint}" for problem in problems]


def test_defaults():
    order = read()
    assert (order.start, order.week, order.issued, order.side) == (date(2026, 11, 23), 1, TODAY, "both")
    assert order.days is order.times is order.visit is order.paper is None


def test_week_one_starts_on_a_monday():
    assert next_monday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert next_monday(date(2026, 11, 24)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 21)),
        ("wednesday", date(2026, 11, 25)),
        ("Fri", TODAY),
        (date(2026, 1, 2), date(2026, 1, 2)),
        ("2026-1-2", date(2026, 1, 2)),
    ],
)
def test_dates(written: Any, day: date):
    assert parse_date(written, TODAY) == day


@pytest.mark.parametrize(
    "written", ["23/11/2026", "2026-02-30", "soon", "", "monkey", "11-23", "20261123", "0000-01-01"]
)
def test_no_dates(written: str):
    with pytest.raises(ValueError, match=r"date|calendar"):
        parse_date(written, TODAY)


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("2026-11-30 9:30", date(2026, 11, 30), time(9, 30)),
        ("2026-11-30", date(2026, 11, 30), None),
        ("2026-11-30T14:05", date(2026, 11, 30), time(14, 5)),
        ("2026-11-30 2 pm", date(2026, 11, 30), time(14)),
        ("2026-11-30 12:15 am", date(2026, 11, 30), time(0, 15)),
        ("monday 9:30", date(2026, 11, 23), time(9, 30)),
    ],
)
def test_visits(written: str, day: date, at: time | None):
    order = read(visit=written)
    assert (order.visit, order.visit_time) == (day, at)


@pytest.mark.parametrize("written", ["2026-11-30 25:00", "2026-11-30 9", "2026-11-30 13 pm", "9:30", "2026-11-30 9:75"])
def test_no_visits(written: str):
    assert "visit:" in faults(visit=written)[0]


def test_doses():
    found = parse_doses(["a:sets=2, reps=8-10 hold=2/3/5,rest=1:30,days=mon+fri,times=2", "all:rest=30; b:hold=3"])
    assert found == {
        "a": DoseChange(
            sets=2,
            reps=((8, 10),),
            hold=((2, 2), (3, 3), (5, 5)),
            rest=90,
            days=("mon", "fri"),
            times=("morning", "evening"),
        ),
        "all": DoseChange(rest=30),
        "b": DoseChange(hold=((3, 3),)),
    }


@pytest.mark.parametrize(
    "written",
    ["a", "sets=2", "a:set=2", "a:sets", "a:sets=0", "a:sets=11", "a:reps=x", "a:sets=2,sets=3", ":sets=2", "a:hold="],
)
def test_no_doses(written: str):
    with pytest.raises(ValueError, match=r"dose|drill|sets|reps|hold|twice|expected"):
        parse_doses([written])


def test_every_fault_at_once_with_its_field():
    found = faults(
        patient="", start="x", week="0", days="x", times="9", side="up", paper="a3", visit="x", changes=["x"]
    )
    assert [line.split(":")[0] for line in found] == [
        "patient",
        "week",
        "changes",
        "side",
        "start",
        "days",
        "times",
        "visit",
        "paper",
    ]


def test_a_name_of_spaces_alone_is_none():
    for name in (" ", "\u00a0", "\u2003", "\t"):
        assert "no patient's name" in faults(patient=name)[0]


def test_a_name_that_looks_like_anything_else_is_a_name():
    for name in ("--force", "../../etc/passwd", "<b>Tom</b> & {patient}", "**Mei**", "'; DROP TABLE", "-", "$(ls)"):
        assert read(patient=name).patient == name


@given(
    st.dictionaries(
        st.sampled_from(sorted(givens())), st.one_of(st.text(max_size=60), st.integers(), st.lists(st.text(max_size=9)))
    )
)
def test_any_fields_give_an_order_or_problems(fields: dict[str, Any]):
    order, problems = read_order(fields, TODAY)
    assert (order is None) == bool(problems)
