"""Where codes, marks and boxes stand, as data."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.boxes import box_geometry

Make = Callable[..., Order]
_SQUARES = {
    ("a4", 1): (173.0, 10.0),
    ("a4", 2): (21.0, 271.0),
    ("letter", 1): (178.9, 10.0),
    ("letter", 2): (21.0, 253.4),
}


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_page_has_two_codes_and_four_marks_in_the_quiet_places(
    planner: Planner, press: Press, make_order: Make, paper: str
):
    handout, _ = planner.plan(make_order(paper=paper))
    told = box_geometry(handout, press.sheet(handout))
    pages = range(1, told["pages"] + 1)
    assert len(pages) > 1
    assert told["codes"] == [
        {"page": page, "x": x, "y": y, "size": 16.0}
        for page, (x, y) in product(pages, (_SQUARES[paper, 1], _SQUARES[paper, 2]))
    ]
    far, low = told["width"] - 18, told["height"] - 18
    corners = ((10, 10), (far, 10), (10, low), (far, low))
    assert told["marks"] == [
        {"page": page, "x": pytest.approx(x), "y": pytest.approx(y), "size": 8.0}
        for page, (x, y) in product(pages, corners)
    ]
    assert told["drills"] == [card.drill for card in handout.cards]


def test_without_codes_the_boxes_stand_where_they_did(planner: Planner, press: Press, make_order: Make):
    handout, _ = planner.plan(make_order())
    plain = Press(planner.library, codes=False)
    told, without = (box_geometry(handout, one.sheet(handout)) for one in (press, plain))
    assert without["codes"] == without["marks"] == []
    assert without["boxes"] == told["boxes"] != []
    assert without["blanks"] == told["blanks"]


def test_from_right_to_left_they_are_mirrored(planner: Planner, press: Press, make_order: Make):
    handout, _ = planner.plan(make_order(language="ar"))
    told = box_geometry(handout, press.sheet(handout))
    assert [(one["x"], one["y"]) for one in told["codes"][:2]] == [(21.0, 10.0), (173.0, 271.0)]
    assert {one["x"] for one in told["marks"]} == {10.0, 192.0}


def test_a_copy_in_a_second_language_has_none(planner: Planner, press: Press, make_order: Make):
    handout, _ = planner.plan(make_order(language="de", second="en:copy"))
    told = box_geometry(handout, press.sheet(handout))
    half = told["pages"] // 2
    assert {one["page"] for one in told["codes"]} == {one["page"] for one in told["marks"]} == set(range(1, half + 1))
