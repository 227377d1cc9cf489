"""What a planner keeps of one patient's plan is taken for another's only where nothing but their own differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, time

import pytest

from handouts.library.load import Library
from handouts.library.models import DoseChange
from handouts.orders.decided import Followed
from handouts.orders.order import Order
from handouts.plan.planner import Planner

OTHERS: dict[str, object] = {
    "patient": "Zoë Tan",
    "items": ("low-back",),
    "key": "A7",
    "week": 2,
    "weeks": 9,
    "week_given": True,
    "until": date(2027, 1, 10),
    "decision": "repeat",
    "reason": "Your knee was swollen.",
    "followed": Followed("repeat", 1, False, "boxes"),
    "measures": ("pain",),
    "activities": ("Climb the stairs",),
    "changes": {"all": DoseChange(sets=4)},
    "skip": ("glute-bridge",),
    "side": "left",
    "note": "Week 9: Come in.",
    "note_language": "es",
    "flags": ("glaucoma",),
    "despite": ("plank:glaucoma",),
    "start": date(2026, 11, 30),
    "start_given": True,
    "days": ("tue",),
    "times": ("morning", "evening"),
    "clinician": "Lee Wong",
    "visit": date(2026, 11, 2),
    "visit_time": time(14),
    "layout": "log",
    "paper": "letter",
    "language": "en",
    "second": "none",
    "skin": "deep",
    "hair": "grey",
    "build": "broad",
    "issued": date(2026, 11, 21),
    "pauses": ((date(2026, 11, 23), date(2026, 11, 24)),),
}
"""Another value for each field of an order."""


@pytest.fixture
def base(make_order: Callable[..., Order]) -> Order:
    return make_order(items=("hip-strength",), note="Slow and tall.", visit=date(2026, 11, 30), visit_time=time(9, 30))


def test_every_field_is_tried(base: Order):
    assert OTHERS.keys() == {item.name for item in fields(Order)}
    usual = {item.name for item in fields(Order) if getattr(base, item.name) == OTHERS[item.name]}
    assert usual == set(), "give it another value"


@pytest.mark.parametrize("name", OTHERS)
def test_a_plan_is_the_same_whoever_was_planned_before(library: Library, base: Order, name: str):
    planner, other = Planner(library), replace(base, **{name: OTHERS[name]})
    for order in (base, other, base):
        handout, warnings = planner.plan(order)
        again, told = Planner(library).plan(order)
        assert (handout, handout.id, warnings) == (again, again.id, told)
        assert (handout.shared == planner.plan(base)[0].shared) == (
            again.shared == Planner(library).plan(base)[0].shared
        )
