from __future__ import annotations

import pytest

from handouts.orders.values import parse_side, parse_week


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    "form", ["{0}", "{1}", "({1})", "{2}", "{2}.", "{3}", "{0} knee", "{2} shoulder", "{0} side", " {3} "]
)
def test_one_side(side: str, form: str):
    words = (side, side[0].upper(), f"{side[0]}t", side.title())
    assert parse_side(form.format(*words)) == side


@pytest.mark.parametrize(
    "text", ["both", "B", "bilateral", "Bilat.", "B/L", "L & R", "L+R", "left and right", "Both knees"]
)
def test_both_sides(text: str):
    assert parse_side(text) == "both"


@pytest.mark.parametrize(
    "text", ["L/R", "left, not right", "left or right", "right hip pain", "not left", "", "leg", "left " * 30, "LR"]
)
def test_no_side_is_guessed(text: str):
    with pytest.raises(ValueError, match="is not one of left, right, both"):
        parse_side(text)


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "02",
        "2.0",
        "Week 2",
        "wk 2",
        "Wk. 2",
        "W2",
        "week no. 2",
        "2 of 4",
        "Week 2 of 4",
        "2nd week",
        "Programme week 2",
        2,
    ],
)
def test_weeks_as_clinics_write_them(text: object):
    assert parse_week(text, 520) == 2


@pytest.mark.parametrize(
    "text", ["2/4", "5 of 4", "1.5", "week two", "Week 2-3", "0", "Week 0", "521", True, "", "2 weeks", "w"]
)
def test_no_week_is_guessed(text: object):
    with pytest.raises(ValueError):
        parse_week(text, 520)
