"""What a sheet says of when its drills are done, and for how long: true of each session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout, Runs
from handouts.plan.planner import Planner

Make = Callable[..., Order]
OWN = "Drills differ: see each one."


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@pytest.fixture
def said(planner: Planner, make_order: Make) -> Callable[..., str]:
    def call(**changes: Any) -> str:
        return text(planner.plan(make_order(items=("plank", "clamshell"), **changes))[0].when)

    return call


def own(**doses: DoseChange) -> dict[str, Any]:
    return {"changes": doses}


def test_drills_of_one_schedule(said: Callable[..., str]):
    assert said(days=("mon", "thu")).startswith("Mon, Thu, once a day. About ")
    assert said(times=("morning", "evening")).startswith("Mon, Wed, Fri, twice a day. About ")
    assert said(times=("morning", "midday", "evening")).startswith("Mon, Wed, Fri, 3 times a day. About ")
    assert said(times=("midday",)).startswith("Mon, Wed, Fri, midday. About ")
    assert OWN not in said()


def test_one_drill_more_often_than_the_other(said: Callable[..., str]):
    found = said(**own(plank=DoseChange(times=("morning", "midday", "evening"))))
    assert found.startswith("Mon, Wed, Fri, 3 times a day. About ")
    assert found.endswith(OWN)


def test_a_drill_of_the_morning_and_one_of_the_evening_are_two_sessions(said: Callable[..., str]):
    found = said(**own(plank=DoseChange(times=("morning",)), clamshell=DoseChange(times=("evening",))))
    assert found.startswith("Mon, Wed, Fri, twice a day. About ")
    assert found.endswith(OWN)


def test_days_that_differ_in_their_sessions_have_up_to_so_many(said: Callable[..., str]):
    daily = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    found = said(**own(plank=DoseChange(days=daily), clamshell=DoseChange(times=("morning", "evening"))))
    assert found.startswith("Every day, up to twice a day. About ")
    found = said(
        **own(
            plank=DoseChange(days=("mon",), times=("morning",)), clamshell=DoseChange(times=("evening",), days=("tue",))
        )
    )
    assert found.startswith("Mon, Tue, once a day. About ")  # in the morning of one, in the evening of the other


def minutes(handout: Handout) -> str:
    return text(handout.when).partition("About ")[2].partition(" each")[0]


def test_minutes_are_those_of_each_session(planner: Planner, make_order: Make):
    both = planner.plan(make_order(items=("plank", "clamshell")))[0]
    one = planner.plan(make_order(items=("plank",)))[0]
    other = planner.plan(make_order(items=("clamshell",)))[0]
    assert minutes(both) == f"{both.minutes} minutes"
    split = planner.plan(
        make_order(
            items=("plank", "clamshell"),
            **own(plank=DoseChange(days=("mon", "tue")), clamshell=DoseChange(days=("mon",))),
        )
    )[0]
    assert minutes(split) == f"{one.minutes} to {both.minutes} minutes"
    parted = planner.plan(
        make_order(
            items=("plank", "clamshell"),
            **own(plank=DoseChange(times=("morning",)), clamshell=DoseChange(times=("evening",))),
        )
    )[0]
    assert minutes(parted) == f"{min(one.minutes, other.minutes)} to {max(one.minutes, other.minutes)} minutes"
    assert parted.minutes == max(one.minutes, other.minutes)
    # once a day is in the first session of the day, beside a drill that has two
    mixed = planner.plan(
        make_order(items=("plank", "clamshell"), **own(clamshell=DoseChange(times=("morning", "evening"))))
    )[0]
    assert minutes(mixed) == f"{other.minutes} to {both.minutes} minutes"


def test_days_away_are_no_days_of_the_sheet(planner: Planner, make_order: Make):
    away = {"pauses": ((date(2026, 11, 22), date(2026, 11, 23)), (date(2026, 11, 25), date(2026, 11, 25)))}
    handout, told = planner.plan(make_order(**away))
    assert text(handout.when).startswith("Fri, once a day.")
    assert {card.days for card in handout.cards} == {("fri",)}
    assert [day.on for day in handout.week] == [False, False, False, False, True, False, False]
    assert [(problem.place, problem.message) for problem in told] == [
        ("pauses", "the patient is away on 2 of 3 training days; these are left off the sheet")
    ]


def test_a_drill_without_a_day_left_is_left_off_and_told(planner: Planner, make_order: Make):
    order = make_order(
        items=("plank", "clamshell"),
        pauses=((date(2026, 11, 23), date(2026, 11, 23)),),
        **own(plank=DoseChange(days=("mon",))),
    )
    handout, told = planner.plan(order)
    assert [card.drill for card in handout.cards] == ["clamshell"]
    assert "these are left off the sheet, and with them plank" in told[0].message
