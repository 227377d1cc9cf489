"""A figure's text, its sliders and its buttons say the same; nothing that is pressed breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.base.shipped import shipped
from handouts.figures.quantities import Angle
from handouts.library.yamlfile import parse_yaml
from handouts.runs.own_content.drills import drill_form
from handouts.runs.own_content.figureform import START, figure_of, figure_with, only, read_figure
from handouts.runs.own_content.joints import (
    BODY_CHOICES,
    BODY_JOINTS,
    LIMB_CHOICES,
    LIMB_JOINTS,
    PROP_STARTS,
    choices_of,
)
from tests.runs.own_content.test_own_fields import kept

SQUAT = drill_form(kept(shipped("templates", "clinic", "drills", "small-squat.yaml"))).figure
DOWEL = drill_form(kept(shipped("content", "drills", "hinge-with-dowel.yaml"))).figure
PLACES = ["0", "1", "", "positions.0.pose.trunk", "positions.0.pose.left.thigh", "pose.neck", "positions.1.props.0",
          "positions.9.pose.x", "positions.0.caption", "view", "a.b.c.d.e.f.g.h", "-1", "positions.x", "..", "positions"]  # fmt: skip


def positions(text: str) -> list[str]:
    return [one["caption"] for one in figure_of(text)["positions"]]


def test_a_slider_changes_its_number_alone() -> None:
    after = figure_with(SQUAT, "set", "positions.1.pose.trunk", "58")
    assert after == SQUAT.replace("trunk: 34", "trunk: 58")
    left = figure_with(after, "set", "positions.1.pose.left.thigh", "20")
    assert figure_of(left)["positions"][1]["pose"]["left"] == {"thigh": 20}
    back = figure_with(left, "set", "positions.1.pose.left.thigh", "")
    assert "left" not in figure_of(back)["positions"][1]["pose"]
    assert "# degrees from straight down" in back


@pytest.mark.parametrize("joint", [*BODY_JOINTS, *LIMB_JOINTS], ids=lambda joint: joint.name)
def test_a_slider_goes_no_farther_than_the_model(joint: object) -> None:
    for value in (joint.low, joint.high):  # type: ignore[attr-defined]  # of a Joint
        text = figure_with(START, "set", f"positions.0.pose.{joint.name}", str(value))  # type: ignore[attr-defined]  # the same
        figure, _, problems = read_figure(text)
        assert figure, problems
    assert Angle


@pytest.mark.parametrize(("name", "_words"), [*BODY_CHOICES, *LIMB_CHOICES])
def test_every_choice_is_one_of_the_model(name: str, _words: str) -> None:
    assert len(choices_of(name)) >= 2
    for word in choices_of(name):
        assert read_figure(figure_with(START, "set", f"positions.0.pose.{name}", word))[0], word


@pytest.mark.parametrize("kind", PROP_STARTS)
def test_every_prop_that_is_put_in_can_be_read(kind: str) -> None:
    text = figure_with(START, "prop", "0", kind)
    figure, _, problems = read_figure(text)
    assert figure, problems
    assert read_figure(figure_with(text, "drop", "positions.0.props.0"))[0] == read_figure(START)[0]


def test_positions_are_added_copied_moved_and_removed() -> None:
    assert positions(figure_with(SQUAT, "add", "1")) == ["Stand tall", "Sit back", "New position"]
    assert positions(figure_with(SQUAT, "copy", "0")) == ["Stand tall", "Stand tall", "Sit back"]
    assert positions(figure_with(SQUAT, "up", "1")) == ["Sit back", "Stand tall"]
    assert positions(figure_with(DOWEL, "down", "0"))[:2] == ["Into the fold", "Arms straight"]
    one = figure_with(SQUAT, "remove", "0")
    assert positions(one) == ["Sit back"]
    assert positions(figure_with(one, "remove", "0")) == ["Sit back"], "the last one stays"


def test_words_and_muscles_are_put_in() -> None:
    text = figure_with(SQUAT, "callout", "1", "knees|Over the  toes")
    figure = read_figure(figure_with(text, "muscle", "1", "glutes"))[0]
    assert figure
    assert [(one.at, one.text) for one in figure.positions[1].callouts] == [("knees", "Over the toes")]
    assert figure.positions[1].muscles == ("quads", "glutes")
    assert "muscles" not in figure_of(figure_with(SQUAT, "muscle", "1", "quads"))["positions"][1]
    assert len(only(figure, 1).positions) == 1


@settings(max_examples=80)
@given(
    st.sampled_from([SQUAT, DOWEL, START, "", "[]", "x", "positions: 3", "positions: [a]", "view: ["]),
    st.sampled_from(["set", "add", "copy", "remove", "up", "down", "prop", "callout", "muscle", "drop", "shout", ""]),
    st.one_of(st.sampled_from(PLACES), st.text(max_size=20)),
    st.one_of(st.sampled_from(["", "12", "-3.5", "chair", "true", "x: y", "\u202e", "a|b"]), st.text(max_size=20)),
)
def test_whatever_is_pressed_the_text_stays_yaml(text: str, do: str, at: str, value: str) -> None:
    try:
        after = figure_with(text, do, at, value)
    except HandoutsError as error:
        assert all(problem.message for problem in error.problems)
        return
    assert not parse_yaml(after.encode(), "figure").problems
