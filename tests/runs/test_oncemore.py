"""A sheet once more: the same again, or the next week of its plan as it was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handouts.base.problems import HandoutsError
from handouts.deliver.register import Issued
from handouts.library.load import Library
from handouts.orders.decided import Decision, Followed
from handouts.orders.order import Order
from handouts.orders.reader import read_order
from handouts.orders.stored import order_as_json
from handouts.runs.issue import plan
from handouts.runs.oncemore import next_start, next_week, same_again

TODAY = date(2026, 11, 28)
MONDAY = date(2026, 11, 30)


def given(order: Order, how: str = "") -> Issued:
    """A sheet as the register keeps it."""
    first = order.start + timedelta(days=7 * (order.week - 1))
    return Issued("7K2M9QXA4DZZ", order.key, order.patient, order.items[0], order.week, str(first), "v", "", "2026-11-20", "a.pdf",
                  order_as_json(order), how)  # fmt: skip


def read(texts: dict[str, object]) -> Order:
    order, problems = read_order(texts, TODAY)
    assert problems == []
    assert order
    return order


def first_day(order: Order) -> date:
    return order.start + timedelta(days=7 * (order.week - 1))


@pytest.mark.parametrize(
    ("today", "start"),
    [(20, "2026-11-30"), (23, "2026-11-30"), (28, "2026-11-30"), (30, "2026-11-30")],
)
def test_the_next_start_is_the_day_after_the_sheet(today: int, start: str):
    assert str(next_start(date(2026, 11, 23), date(2026, 11, today))) == start


def test_where_that_is_over_it_is_the_next_day_of_its_name():
    assert next_start(date(2026, 11, 23), date(2026, 12, 2)) == date(2026, 12, 7)
    assert next_start(date(2026, 11, 23), date(2026, 12, 7)) == date(2026, 12, 7)


def test_the_same_again_has_the_same_drills_doses_and_week(make_order: Callable[..., Order]):
    order = make_order(week=2, items=("hip-hinge",), skip=("roman-chair-squat",), key="1041",
                       pauses=((date(2026, 11, 24), date(2026, 11, 25)), (date(2026, 12, 8), date(2026, 12, 9))),
                       visit=date(2026, 11, 27), decision="repeat: Your knee was swollen.", reason="Your knee was swollen.",
                       followed=Followed("repeat"))  # fmt: skip
    again = read(same_again(given(order, '{"mono": true, "form": false}'), date(2026, 12, 1)))
    assert first_day(again) == date(2026, 12, 7)
    assert (again.week, again.items, again.skip, again.key) == (2, order.items, order.skip, "1041")
    assert (again.visit, again.visit_time) == (None, None), "that visit is over"
    assert again.pauses == (order.pauses[1],)
    assert (again.decision, again.reason, again.followed) == ("", "", None), "why it was repeated then is not why now"
    assert again.issued == TODAY, "as of the day on which it is made"
    texts = same_again(given(order, '{"mono": true, "form": false}'), TODAY)
    assert (texts["mono"], texts["no_form"]) == ("on", "on")


def test_next_week_goes_on_with_the_plan(library: Library, make_order: Callable[..., Order]):
    texts = next_week(given(make_order(week=1)), (), library, TODAY)
    after = read(texts)
    assert (after.week, first_day(after)) == (2, MONDAY)
    assert plan(texts, library, TODAY).order.week == 2, "it can be planned"


def test_who_comes_back_late_goes_on_where_they_were(library: Library, make_order: Callable[..., Order]):
    after = read(next_week(given(make_order(week=1)), (), library, date(2026, 12, 23)))
    assert (after.week, first_day(after)) == (2, date(2026, 12, 28))


@pytest.mark.parametrize(
    ("decision", "week", "said"),
    [
        (Decision("repeat", MONDAY, reason="Your knee was swollen."), 2, "repeat: Your knee was swollen."),
        (Decision("back", MONDAY), 1, "back"),
        (Decision("on", MONDAY), 3, ""),
        (Decision("repeat", date(2026, 11, 16), until=date(2026, 12, 14)), 2, "repeat"),
        (Decision("back", date(2026, 11, 23)), 3, ""),
    ],
)
def test_next_week_follows_what_was_decided_of_it(
    library: Library, make_order: Callable[..., Order], decision: Decision, week: int, said: str
):
    order = make_order(week=2, start=date(2026, 11, 16))
    texts = next_week(given(order), (decision,), library, TODAY)
    after = read(texts)
    assert (after.week, first_day(after), texts.get("decision", "")) == (week, MONDAY, said)


@pytest.mark.parametrize(
    ("order", "decision", "why"),
    [
        ({}, Decision("hold", date(2026, 11, 2)), "is on hold"),
        (
            {},
            Decision("discharge", MONDAY, by="Dana", decided_at="2026-11-27T09:00:00+00:00"),
            "is discharged, decided by Dana",
        ),
        ({"week": 4}, None, "has done its 4 weeks"),
        ({"until": date(2026, 11, 29)}, None, "has had its last sheet"),
        ({"pauses": ((MONDAY, date(2026, 12, 6)),)}, None, "is away on"),
    ],
)
def test_where_there_is_nothing_to_print_it_says_why(
    library: Library, make_order: Callable[..., Order], order: dict[str, object], decision: Decision | None, why: str
):
    made = make_order(**order)
    made = replace(made, start=date(2026, 11, 23) - timedelta(days=7 * (made.week - 1)))
    with pytest.raises(HandoutsError) as raised:
        next_week(given(made), (decision,) if decision else (), library, TODAY)
    assert why in raised.value.problems[0].message
    assert read(same_again(given(made), TODAY)).week == made.week, "which can be had all the same"


def test_an_order_that_was_changed_by_hand_is_told(make_order: Callable[..., Order]):
    with pytest.raises(HandoutsError) as raised:
        same_again(given(make_order())._replace(asked='{"patient": 7'), TODAY)
    assert "changed by hand" in raised.value.problems[0].message
