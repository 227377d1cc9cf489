"""Which outcome measures a sheet asks for, when, and what that does to its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner

Plan = Callable[..., Handout]


@pytest.fixture
def planned(planner: Planner, make_order: Callable[..., Order]) -> Plan:
    return lambda **asked: planner.plan(make_order(**asked))[0]


@pytest.fixture
def asking(library: Library) -> Planner:
    """A planner whose program asks for pain in week 1, and for pain and change in week 2."""
    key = ("hip-hinge", "en")
    program = library.programs[key]
    wanted: tuple[tuple[str, ...], ...] = (("pain",), ("change", "pain"))
    weeks = tuple(replace(week, measures=kinds) for week, kinds in zip(program.weeks, wanted, strict=False))
    programs = {**library.programs, key: replace(program, weeks=weeks + program.weeks[2:])}
    return Planner(replace(library, programs=programs))


def kinds(handout: Handout) -> list[str]:
    return [row.kind for row in handout.measures.rows] if handout.measures else []


def test_without_measures_nothing_is_said_and_no_id_moves(planned: Plan):
    """The id of a sheet of November 2026, before there were any."""
    handout = planned()
    assert handout.measures is None
    assert planned(activities=("Climb the stairs",)).id == handout.id, "activities alone are on no sheet"
    assert planned(measures=("off",)).id == handout.id


def test_each_measure_and_each_activity_is_another_sheet(planned: Plan):
    asked = [(), ("pain",), ("function",), ("pain", "change")]
    named = planned(measures=("function",), activities=("Climb the stairs",))
    assert len({*(planned(measures=one).id for one in asked), named.id}) == 5


def test_the_week_says_which_and_the_order_adds_or_takes_away(asking: Planner, make_order: Callable[..., Order]):
    def asked(**changes: object) -> list[str]:
        return kinds(asking.plan(make_order(**changes))[0])

    assert asked() == ["pain"]
    assert asked(week=2) == ["pain", "change"]
    assert asked(week=3) == []
    assert asked(week=2, measures=("function",)) == ["pain", "function", "function", "function", "change"]
    assert asked(week=2, measures=("off",)) == []


@pytest.mark.parametrize(
    ("asked", "when"),
    [
        ({"measures": ("pain",)}, "Before you start, tick one box in each row."),
        ({"measures": ("pain", "change")}, "On Friday 27 November 2026, tick one box in each row."),
        ({"measures": ("pain",), "week": 2}, "On Friday 4 December 2026, tick one box in each row."),
        ({"measures": ("pain",), "week": 2, "days": ("mon", "tue")}, "On Tuesday 1 December 2026, tick one box in each row."),
    ],
)  # fmt: skip
def test_it_asks_before_the_first_exercise_or_on_the_last_day(planned: Plan, asked: dict[str, object], when: str):
    handout = planned(items=("knee-strength",), **asked)
    assert handout.measures
    assert handout.measures.when == when


def test_activities_are_named_or_left_to_the_patient(planned: Plan):
    block = planned(measures=("function",), activities=("Climb the stairs", "Lift a pan")).measures
    assert block
    assert [(row.number, row.text) for row in block.rows] == [(1, "Climb the stairs"), (2, "Lift a pan")]
    assert not block.write
    assert block.rows[1].spoken[10] == "Lift a pan, 10 of 10, as well as before"
    block = planned(measures=("function",)).measures
    assert block
    assert [row.activity for row in block.rows] == ["Activity 1", "Activity 2", "Activity 3"]
    assert not any(row.text for row in block.rows)
    assert block.write


def test_activities_that_nothing_asks_about_are_told(planner: Planner, make_order: Callable[..., Order]):
    _, told = planner.plan(make_order(activities=("Climb the stairs",)))
    assert [problem.place for problem in told if problem.warning] == ["activities"]
    _, told = planner.plan(make_order(activities=("Climb the stairs",), measures=("function",)))
    assert not told


def test_a_language_without_the_words_is_told(library: Library, make_order: Callable[..., Order]):
    words = {**library.words, "en": replace(library.words["en"], measures=None)}
    planner = Planner(replace(library, words=words))
    assert planner.plan(make_order())[0].measures is None
    with pytest.raises(HandoutsError) as caught:
        planner.plan(make_order(measures=("pain",)))
    (problem,) = caught.value.problems
    assert (problem.place, problem.warning) == ("measures", False)
    assert "“en” say nothing of outcome measures" in problem.message


def test_every_language_shipped_has_the_words_and_tells_its_steps_apart(library: Library):
    assert len(library.words) >= 14
    for language, words in library.words.items():
        assert words.measures, language
        steps, ends = words.measures.change_steps, words.measures
        assert len(set(steps)) == 7, language
        assert ends.pain_least != ends.pain_most
        assert ends.function_least != ends.function_most
