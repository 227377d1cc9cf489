"""Doses as texts and back, and what a sheet that is being made has on it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.load import Library
from handouts.library.models import DoseChange
from handouts.orders.doses import parse_doses, written_doses
from handouts.orders.dosetext import change_text, dose_texts
from handouts.orders.reader import read_order
from handouts.plan.planner import Planner
from handouts.runs.choosing import choice_of, drills_alone, fitting, part_faults, with_dose

TODAY = date(2026, 11, 28)
ITEMS = {"items": ("hip-hinge",), "week": "2"}

spans = st.tuples(st.integers(1, 600), st.integers(0, 90)).map(lambda pair: (pair[0], min(600, sum(pair))))
each_set = st.lists(spans, min_size=1, max_size=4).map(tuple)
times = st.tuples(st.integers(1, 9000), st.integers(0, 900)).map(lambda pair: (pair[0], sum(pair)))
amounts = st.decimals(min_value="0.5", max_value=999, places=1).map(lambda one: f"{one.normalize():f}")
loads = st.one_of(
    st.tuples(st.sampled_from(["kg", "lb"]), amounts),
    st.tuples(st.just("band"), st.sampled_from(["red", "green"])),
    st.just(("body", "")),
)
changes = st.builds(
    DoseChange,
    sets=st.none() | st.integers(1, 10),
    reps=st.none() | each_set,
    hold=st.none() | each_set,
    rest=st.none() | st.integers(0, 3600),
    load=st.none() | st.lists(loads, min_size=1, max_size=3).map(tuple),
    duration=st.none() | st.lists(times, min_size=1, max_size=3).map(tuple),
    distance=st.none() | st.tuples(st.tuples(st.sampled_from(["m", "steps"]), amounts)),
    tempo=st.none() | st.just((3, 1, 2)) | st.just((3, 0, 2, 1)),
    effort=st.none() | st.tuples(st.integers(0, 5), st.integers(5, 10)),
    days=st.none() | st.just(("mon", "fri")),
    times=st.none() | st.just(("day",)) | st.just(("morning", "evening")),
)


@given(changes)
def test_a_dose_that_is_written_is_read_again(change: DoseChange):
    parts = dose_texts(change)
    read = parse_doses([change_text("clamshell", parts)]) if parts else {"clamshell": DoseChange()}
    assert read == {"clamshell": change}


@pytest.mark.parametrize("program", ["hip-hinge", "stiff-shoulder", "chair-exercises", "after-knee-replacement"])
@pytest.mark.parametrize("week", ["1", "2"])
def test_drills_taken_out_of_their_program_keep_their_doses(library: Library, program: str, week: str):
    planner = Planner(library)
    values = {"items": (program,), "week": week, "changes": ("all:rest=75",)}
    choice = choice_of(values, planner, TODAY)
    assert choice.program
    alone = choice_of({**values, **drills_alone(choice, planner, TODAY, values)}, planner, TODAY)
    assert alone.program is None
    assert [(one.drill.id, one.dose) for one in alone.drills] == [(one.drill.id, one.dose) for one in choice.drills]


def test_what_is_skipped_stays_in_the_tray_and_out_of_the_drills_alone(library: Library):
    planner = Planner(library)
    values = {**ITEMS, "skip": ("hip-hinge",), "changes": ()}
    first = choice_of(ITEMS, planner, TODAY).drills[0].drill.id
    values["skip"] = (first,)
    choice = choice_of(values, planner, TODAY)
    assert choice.drills[0].skipped
    assert first not in drills_alone(choice, planner, TODAY, values)["items"]


def test_a_part_that_cannot_be_read_is_told_and_the_rest_holds(library: Library):
    values = {**ITEMS, "changes": with_dose(ITEMS, "hinge-with-dowel", {"sets": "4", "load": "5 elephants"})}
    choice = choice_of(values, Planner(library), TODAY)
    mine = next(one for one in choice.drills if one.drill.id == "hinge-with-dowel")
    assert mine.dose.sets == 4
    assert list(part_faults(mine.drill.id, mine.own)) == ["load"]
    assert "elephants" in part_faults(mine.drill.id, mine.own)["load"]


def test_doses_of_drills_that_are_not_there_any_more_are_left_out(library: Library):
    planner = Planner(library)
    values = {
        "items": ("clamshell",),
        "changes": ("clamshell:sets=2", "bird-dog:sets=3", "all:rest=60"),
        "skip": ("x",),
    }
    assert fitting(values, planner, TODAY) == {"changes": ("clamshell:sets=2", "all:rest=60"), "skip": ()}


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_typed_part_says_anything_of_another(first: str, second: str):
    """Commas and signs that part doses are read as people mean them, or told: never as another drill's dose."""
    texts = with_dose({"changes": ("bird-dog:sets=2",)}, "clamshell", {"load": first, "tempo": second})
    doses = written_doses(texts)
    assert doses["bird-dog"] == {"sets": "2"}
    assert set(doses) <= {"bird-dog", "clamshell"}
    assert set(doses.get("clamshell", {})) <= {"load", "tempo"}


def test_values_that_cannot_be_read_hide_no_drill(library: Library):
    wrong = {**ITEMS, "start": "never", "days": "someday", "language": "en", "side": "top", "changes": "::::"}
    assert read_order({**wrong, "patient": "A"}, TODAY)[0] is None
    assert len(choice_of(wrong, Planner(library), TODAY).drills) == len(
        choice_of(ITEMS, Planner(library), TODAY).drills
    )
