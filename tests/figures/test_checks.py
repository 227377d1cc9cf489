"""Every check fails on a pose that is wrong in its way, and every shipped drill passes all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from handouts.figures.checks import check_figure
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import area
from handouts.figures.poses import Figure
from handouts.figures.posing import posed
from handouts.library.load import Library
from tests.shelves import few, others

FIGURE: TypeAdapter[Figure] = TypeAdapter(Figure)


def figure(
    *poses: dict[str, Any], props: list[dict[str, Any]] | None = None, view: str = "side", **more: Any
) -> Figure:
    """A figure of some poses; keys beside “pose” belong to the last position."""
    positions = [{"step": 1, "caption": "x", "alt": "x", "pose": pose} for pose in poses]
    positions[-1] |= more
    return FIGURE.validate_python({"view": view, "props": props or [], "positions": positions})


def said(*poses: dict[str, Any], **more: Any) -> str:
    return "\n".join(finding.message for finding in check_figure(figure(*poses, **more)))


def test_a_person_who_stands_is_right():
    assert said({}) == ""
    assert said({"arms": "overhead"}) == ""


@pytest.mark.parametrize(
    ("pose", "message"),
    [
        ({"trunk": 178}, "below the floor"),
        ({"right": {"thigh": 60, "shin": 0}}, "the right foot should stand on the floor"),
        ({"pin": "knees", "legs": "kneeling", "right": {"thigh": 60}}, "the right knee should be on the floor"),
        ({"trunk": 60, "thigh": 0, "arms": "floor"}, "hand should be on the floor"),
        ({"thigh": 0, "shin": 60, "pin": "right foot"}, "the right knee is bent -60°"),
        ({"thigh": 90, "shin": -80, "pin": "hips", "trunk": -90}, "knee is bent 170°"),
        ({"trunk": 90, "thigh": 70, "shin": 0, "supported": None}, "hip is bent 160°"),
        ({"upper": 0, "fore": 170}, "elbow is bent 170°"),
        ({"neck": 70}, "the neck is bent 70°"),
        ({"foot": 85, "pin": "hips"}, "ankle is bent"),
        ({"trunk": 75}, "would fall forwards"),
        ({"trunk": -30}, "would fall backwards"),
        ({"hand": [150, 100]}, "does not reach"),
        ({"hand": "dowel"}, "there is none"),
        ({"rest": "elbows"}, "cannot get there"),
    ],
)
def test_a_wrong_pose_is_named(pose: dict[str, Any], message: str):
    pose = {key: value for key, value in pose.items() if value is not None}
    assert message in said(pose)


def test_what_carries_the_weight_makes_balance_right():
    assert "fall" in said({"trunk": 75})
    assert said({"trunk": 75}, supported=True) == ""


@pytest.mark.parametrize(
    ("pose", "props", "message"),
    [
        ({}, [{"kind": "wall", "at": -2}], "goes through the wall"),
        ({"legs": "sitting", "trunk": 4}, [{"kind": "chair", "at": -10, "seat": 52}], "goes through the chair"),
        ({}, [{"kind": "step", "at": -20}], "goes through the step"),
        ({}, [{"kind": "dowel", "at": [60, 100]}], "the dowel hangs in the air"),
        ({}, [{"kind": "post", "at": 0, "height": 200}], "goes through the post"),
    ],
)
def test_a_body_in_a_prop_is_named(pose: dict[str, Any], props: list[dict[str, Any]], message: str):
    assert message in said(pose, props=props)


def test_straps_do_not_stretch():
    props = [{"kind": "straps", "anchor": [80, 190]}]
    assert said({"hand": [30, 121]}, {"hand": [34, 121]}, props=props) == ""
    assert "straps are" in said({"hand": [30, 121]}, {"hand": [10, 110]}, props=props)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"thighs": "level"}, "thigh should be level"),
        ({"shins": "level"}, "shin should be level"),
        ({"trunk": "level"}, "trunk should be level"),
        ({"right arm": 90}, "right arm should be at 90°"),
        ({"knees": "bent"}, "knee should be bent"),
        ({"shins": "upright", "legs": "straight", "back": "straight", "arms": 6}, ""),
    ],
)
def test_the_picture_is_held_against_the_words(expect: dict[str, Any], message: str):
    found = said({}, expect=expect)
    assert message in found
    assert bool(found) == bool(message)


def test_a_first_arrow_comes_from_nowhere():
    assert "comes from nowhere" in said({}, arrow={"of": "hips"})


@pytest.mark.parametrize("among", [few, pytest.param(others, marks=pytest.mark.slow)])
def test_every_shipped_drill_passes_in_every_build(library: Library, among: Callable[[Library], tuple[str, ...]]):
    for name in among(library):
        drill = library.drills[name, "en"]
        assert drill.figure
        for build in BUILDS:
            assert check_figure(drill.figure, build) == [], (drill.id, build)


def test_shipped_pictures_show_steps_in_order_and_say_what_they_show(library: Library):
    for drill in library.drills.values():
        assert drill.figure
        steps = [position.step for position in drill.figure.positions]
        assert steps == sorted(set(steps)), drill.id
        assert all(len(position.alt) > 30 for position in drill.figure.positions), drill.id
        held = [number for number, step in enumerate(drill.steps, 1) if step.hold]
        assert set(held) <= set(steps), f"{drill.id}: the position that is held has a picture"


def test_findings_name_their_position():
    wrong = figure({}, {"trunk": 75})
    assert [finding.position for finding in check_figure(wrong)] == [1]
    assert check_figure(replace(wrong, positions=wrong.positions[:1])) == []


def test_a_hand_that_is_moved_outwards_still_reaches():
    straight, moved = figure({"hand": [35, 110]}), figure({"hand": [35, 110], "hand_out": 8})
    apart = [posed(of, of.positions[0], BUILDS["straight"]).arms["right"].end[2] for of in (straight, moved)]
    assert 4 < apart[1] - apart[0] < 12
    assert check_figure(moved) == []


def test_feet_on_something_high_need_not_stand_on_the_floor():
    assert "should stand on the floor" not in said({"at": [0, 20]}, supported=True)
    assert "should stand on the floor" in said({"right": {"thigh": 60}}, supported=True)


def test_what_is_off_the_floor_casts_no_shadow():
    def shadowed(pose: dict[str, Any]) -> bool:
        return any(shape.fill == "shadow" for shape in draw(figure(pose, supported=True))[0].shapes)

    assert shadowed({})
    assert not shadowed({"at": [0, 20]})


def test_a_muscle_is_not_marked_on_the_arm_before_it():
    def marked(pose: dict[str, Any]) -> float:
        shapes = draw(figure(pose, muscles=["abs"]))[0].shapes
        return sum(abs(area(ring)) for shape in shapes if shape.fill.startswith("tint") for ring in shape.rings)

    assert marked({"right": {"upper": 10, "fore": 20}}) < 0.7 * marked({"arms": "overhead"})
