"""A drill that does not suit what the patient has is held until it is confirmed by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library
from handouts.library.models import Caution
from handouts.orders.order import Order
from handouts.orders.values import parse_despite, parse_flags
from handouts.plan.common import shared_of
from handouts.plan.planner import Planner

Make = Callable[..., Order]
PRESSURE = Caution(flag="high-blood-pressure", why="A long hold raises blood pressure", source="A society, its page")
NEAR = ("plank", "dead-bug", "bird-dog", "prone-press-up")
HERNIA = Caution(flag="hernia", why="It strains the belly.")


@pytest.fixture(scope="module")
def cautious(library: Library) -> Library:
    """Plank does not suit two flags, dead bug one of them; nothing else has any. Of plank's area there are four drills, so
    that each that suits is named."""
    drills = {
        key: replace(drill, cautions=(), area=drill.area if key[0] in NEAR or drill.area != "low-back" else None)
        for key, drill in library.drills.items()
    }
    drills["plank", "en"] = replace(drills["plank", "en"], cautions=(PRESSURE, HERNIA))
    drills["dead-bug", "en"] = replace(drills["dead-bug", "en"], cautions=(HERNIA,))
    return replace(library, drills=drills)


@pytest.fixture(scope="module")
def planner(cautious: Library) -> Planner:
    return Planner(cautious)


def why_held(planner: Planner, order: Order) -> tuple[Problem, ...]:
    with pytest.raises(HandoutsError) as caught:
        planner.plan(order)
    return caught.value.problems


@pytest.mark.parametrize("word", ["high-blood-pressure", "Hypertension", "B.P.", "high blood–pressure", "HTN", "L HTN"])
def test_a_flag_by_any_of_its_names_holds_the_sheet_and_says_why_and_how_to_go_on(
    planner: Planner, make_order: Make, word: str
):
    (problem,) = why_held(planner, make_order(items=("plank",), flags=(word,)))
    assert problem.place == "flags"
    assert problem.kind == "health"
    for part in (
        "plank",
        "high-blood-pressure",
        "A long hold raises blood pressure.",
        "Source: A society, its page.",
        "dead-bug",
        "confirm plank:high-blood-pressure",
    ):
        assert part in problem.message
    assert "--despite" in problem.hint


def test_what_takes_its_place_suits_all_that_the_patient_has_and_is_not_there_yet(planner: Planner, make_order: Make):
    order = make_order(items=("plank", "bird-dog"), flags=("hernia",))
    (problem,) = why_held(planner, order)
    assert "dead-bug" not in problem.message
    assert "bird-dog" not in problem.message
    assert "prone-press-up" in problem.message


def test_every_match_is_told_at_once_beside_whatever_else_is_wrong(planner: Planner, make_order: Make):
    order = make_order(items=("plank", "dead-bug", "nothing"), flags=("hernia", "BP", "tired"))
    found = why_held(planner, order)
    assert [problem.place for problem in found] == ["items", "flags", "flags", "flags", "flags"]
    assert sum("so the sheet is held" in problem.message for problem in found) == 3


@pytest.mark.parametrize("pair", ["plank:high-blood-pressure", "plank:HTN", "PLANK:Blood Pressure"])
def test_who_confirms_by_name_gets_the_same_sheet_as_without_flags(planner: Planner, make_order: Make, pair: str):
    order = make_order(items=("plank",), flags=("BP",), despite=parse_despite(pair))
    handout, told = planner.plan(order)
    assert handout == planner.plan(make_order(items=("plank",)))[0]
    assert not any(problem.kind == "health" for problem in told)
    assert planner.settled(order).despite == ("plank:high-blood-pressure",)
    assert planner.settled(order).flags == (), "no more is kept than what was confirmed"


@pytest.mark.parametrize("pair", ["dead-bug:high-blood-pressure", "plank:hernia"])
def test_another_drill_or_flag_confirms_nothing(planner: Planner, make_order: Make, pair: str):
    order = make_order(items=("plank",), flags=("BP",), despite=(pair,))
    assert any("so the sheet is held" in problem.message for problem in why_held(planner, order))


def test_a_confirmation_of_what_the_patient_does_not_have_is_doubted(planner: Planner, make_order: Make):
    order = make_order(items=("plank",), despite=("plank:hernia",))
    (problem,) = [one for one in planner.plan(order)[1] if one.kind == "health"]
    assert problem.warning
    assert planner.settled(order).despite == ()


def test_an_unknown_flag_is_never_passed_over(planner: Planner, make_order: Make):
    (problem,) = why_held(planner, make_order(items=("bird-dog",), flags=("osteoporosiss",)))
    assert "Did you mean “osteoporosis”?" in problem.message
    (problem,) = why_held(planner, make_order(items=("bird-dog",), flags=("green",)))
    assert "Did you mean" not in problem.message
    for pair in ("plank:osteoporosiss", "planck:hernia"):
        (problem,) = why_held(planner, make_order(items=("bird-dog",), despite=(pair,)))
        assert problem.place == "despite"
        assert "Did you mean" in problem.message


def test_in_a_program_the_drills_of_the_week_count(cautious: Library, make_order: Make):
    program = cautious.programs["low-back", "en"]
    weeks = [{item.drill for item in week.drills} for week in program.weeks]
    late = next(name for name in weeks[-1] if name not in weeks[0])
    drills = {**cautious.drills, (late, "en"): replace(cautious.drills[late, "en"], cautions=(HERNIA,))}
    planner = Planner(replace(cautious, drills=drills))
    order = make_order(items=("low-back",), flags=("hernia",), skip=("dead-bug", "plank"))
    planner.plan(replace(order, skip=tuple(name for name in ("dead-bug", "plank") if name in weeks[0])))
    last = replace(order, week=len(weeks), skip=())
    assert any(f"“{late}”" in problem.message for problem in why_held(planner, last))


def test_patients_with_and_without_flags_are_planned_alike(planner: Planner, make_order: Make):
    plain = make_order(items=("plank",))
    flagged = replace(plain, flags=("BP",))
    assert planner.plan(plain)[0].id == planner.plan(replace(plain, flags=("glaucoma",)))[0].id
    assert shared_of(plain) == shared_of(flagged), "they share one plan, and are held one by one"
    why_held(planner, flagged)
    assert planner.plan(plain)[0].id == Planner(planner.library).plan(plain)[0].id


def test_what_was_printed_once_is_not_held_again(cautious: Library, make_order: Make):
    order = make_order(items=("plank",), flags=("BP",), despite=("gone:never",))
    Planner(cautious, checked=False).plan(order)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("THR; high blood pressure", ("THR", "high blood pressure")),
        ("a, b\nc|d", ("a", "b", "c", "d")),
        ("none", ()),
        ("Nil known", ()),
        (" ; ,", ()),
        (["a", "b; a"], ("a", "b")),
    ],
)
def test_a_cell_may_hold_several(text: object, found: tuple[str, ...]):
    assert parse_flags(text) == found


@given(
    st.lists(st.from_regex(r"[b-mA-Zé ]{1,10}", fullmatch=True), max_size=4), st.sampled_from([";", ", ", "\n", "|"])
)
def test_no_word_of_a_cell_is_lost(words: list[str], between: str):
    expected = dict.fromkeys(" ".join(word.split()) for word in words if word.strip())
    assert parse_flags(between.join(words)) == parse_flags(words) == tuple(expected)


@given(st.text(max_size=30))
def test_a_confirmation_is_a_pair_or_a_fault(text: str):
    try:
        found = parse_despite(text)
    except ValueError:
        return
    assert all(pair.count(":") >= 1 and all(pair.split(":", 1)) for pair in found)
