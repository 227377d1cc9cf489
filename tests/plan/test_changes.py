"""What a handout says of last week's dose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handouts.library.load import Library
from handouts.orders.doses import parse_doses
from handouts.orders.order import Order
from handouts.plan.doses import PatientDose
from handouts.plan.dosewords import DosePart, dose_parts
from handouts.plan.front import change
from handouts.plan.phrases import Phrases
from handouts.plan.planner import Planner

COUNT = DosePart((2, (8, 8)), "2 sets of 8.", "2 sets of 8")
HOLD = DosePart((((2, 2),),), "Hold each one 2 seconds.", "hold 2 s")
REST = DosePart(60, "Rest 1 minute.", "rest 1 min")
NO_REST = DosePart(0, "", "")


@pytest.fixture
def phrases(library: Library) -> Phrases:
    return Phrases(library.words["en"])


def other(part: DosePart, words: str = "x") -> DosePart:
    return DosePart(("another", part.value), f"{words}.", words)


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        ((COUNT, HOLD, REST), (COUNT, HOLD, REST), ("", "")),
        ((other(COUNT), HOLD, REST), (COUNT, HOLD, REST), ("2 sets of 8.", "2 sets of 8.")),
        ((COUNT, other(HOLD), REST), (COUNT, HOLD, REST), ("hold 2 s.", "Hold each one 2 seconds.")),
        ((COUNT, HOLD, NO_REST), (COUNT, HOLD, REST), ("rest 1 min.", "Rest 1 minute.")),
        (
            (other(COUNT), other(HOLD), other(REST)),
            (COUNT, HOLD, REST),
            ("2 sets of 8, hold 2 s, rest 1 min.", "2 sets of 8. Hold each one 2 seconds. Rest 1 minute."),
        ),
    ],
)
def test_what_has_changed_is_said_as_it_was(
    phrases: Phrases, now: tuple[DosePart, ...], before: tuple[DosePart, ...], says: tuple[str, str]
):
    assert change(now, before, phrases) == tuple(f"Last week: {text}" if text else "" for text in says)


def test_a_first_rest_is_not_passed_over(phrases: Phrases):
    """There is no sentence for no rest, so last week's dose is said in full."""
    assert change((COUNT, HOLD, REST), (COUNT, HOLD, NO_REST), phrases) == (
        "Last week: 2 sets of 8, hold 2 s.",
        "Last week: 2 sets of 8. Hold each one 2 seconds.",
    )


def test_a_change_that_is_short_for_the_same_is_said(phrases: Phrases, library: Library):
    """2, 2, 3 and 2, 3, 3 seconds are both “2/3 s” in short."""
    drill = library.drills["plank", "en"]
    doses = [PatientDose(3, ((1, 1),), 30, ((2, 2), (middle, middle), (3, 3)), ("mon",), ("day",)) for middle in (2, 3)]
    before, now = (dose_parts(drill, dose, "both", phrases) for dose in doses)
    assert before[1].short == now[1].short
    assert change(now, before, phrases)[0] == f"Last week: {before[1].short}."


def test_words_with_commas_are_not_taken_apart(phrases: Phrases):
    before = (DosePart(1, "Two, slowly.", "two, slowly"), HOLD, REST)
    now = (DosePart(2, "Three, slowly.", "three, slowly"), HOLD, REST)
    assert change(now, before, phrases)[0] == "Last week: two, slowly."


def test_a_new_drill_is_called_new(phrases: Phrases):
    words = phrases.words.sentences.new_drill
    assert change((COUNT, HOLD, REST), None, phrases) == (words, words)


def test_the_parts_of_a_dose(phrases: Phrases, library: Library):
    drill = library.drills["clamshell", "en"]
    dose = PatientDose(2, ((8, 10),), 0, None, ("mon",), ("day",))
    count, hold, *others = dose_parts(drill, dose, "left", phrases)
    assert count.value == (2, ((8, 10),), None, None)
    assert [(part.sentence, part.short) for part in others] == [("", "")] * 4
    assert count.sentence == f"{count.short}."
    own = tuple(dict.fromkeys((step.hold,) for step in drill.steps if step.hold))
    assert hold.value == own


@pytest.mark.parametrize(
    "other",
    [
        {"changes": parse_doses(["kneeling-hip-extension:sets=3"])},  # the dose of this week, and of last week too
        {"pauses": ((date(2026, 11, 16), date(2026, 11, 22)),)},  # last week was spent away
        {"skip": ("roman-chair-squat",)},
    ],
)
def test_what_changed_is_each_patient_s_own_whoever_came_before(library: Library, other: dict[str, Any]):
    """Sheets that say the same now are shared by patients; what stood on last week's must not be."""
    one = Order(patient="A", items=("hip-hinge",), start=date(2026, 11, 16), issued=date(2026, 11, 20), week=2)
    orders = [one, replace(one, **other)]
    alone = [[card.change for card in Planner(library).plan(order)[0].cards] for order in orders]
    assert alone[0] != alone[1]
    for each in (orders, orders[::-1]):
        shared = Planner(library)
        found = [[card.change for card in shared.plan(order)[0].cards] for order in each]
        assert found == (alone if each is orders else alone[::-1])
