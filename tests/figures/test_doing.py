"""A limb that moves by itself, or is pointed at, is in full colour on the far side too; one that rests is paler."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.figures.doing import doing
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure
from handouts.figures.posing import posed
from handouts.library.load import Library
from tests.figures.test_checks import figure

HOOK = {"trunk": -90, "pin": "hips", "legs": "hook-lying", "arms": "beside"}


def busy(of: Figure) -> set[str]:
    return set(doing(of, [posed(of, position, BUILDS["straight"]) for position in of.positions]))


@pytest.mark.parametrize(
    ("poses", "found"),
    [
        ([{}], set()),
        ([{}, {"trunk": 30, "thigh": 70, "shin": -10}], set()),  # legs that squat do the same
        ([{"arms": "relaxed"}, {"arms": "overhead"}], set()),
        ([{"hand": [40, 120, 10]}, {"hand": [40, 120, 26]}], set()),  # both go outwards
        ([{}, {"pin": "right foot", "left": {"thigh": 70}}], {"left leg"}),
        ([{}, {"left": {"upper": 90, "fore": 90}}], {"left arm"}),
        ([{}, {"left": {"upper": 4, "fore": 4}}], set()),
        ([HOOK, HOOK | {"right": {"thigh": 170, "shin": 170}}], {"right leg"}),
        # a straight leg that is set down elsewhere has moved, though none of its joints has
        ([{"pin": "right foot", "left": {"foot_at": [-40, 0]}}, {"pin": "right foot"}], {"left leg"}),
    ],
)
def test_what_moves_by_itself_is_doing_something(poses: list[dict[str, Any]], found: set[str]):
    assert busy(figure(*poses)) == found


def test_what_an_arrow_or_a_call_out_names_is_too():
    assert busy(figure({}, {"neck": 3}, arrow={"of": "left knee"})) == {"left leg"}
    assert busy(figure({}, {"neck": 3}, arrow={"turn": "left forearm"})) == {"left arm"}
    assert busy(figure({}, callouts=[{"at": "left hand", "text": "x"}])) == {"left arm"}
    assert busy(figure({}, {"neck": 3}, arrow={"of": "knees"})) == set(), "of both, the near one"


def far_fills(of: Figure) -> list[bool]:
    return [any(shape.fill.endswith(" far") for shape in picture.shapes) for picture in draw(of)]


def test_the_far_leg_is_in_full_colour_in_all_pictures_once_it_moves():
    still, moving = figure(HOOK, HOOK), figure(HOOK, HOOK | {"left": {"thigh": 170, "shin": 170}})
    assert far_fills(still) == [True, True]
    both = figure(HOOK, HOOK | {"left": {"thigh": 170, "shin": 170, "arms": "overhead"}})
    assert far_fills(moving)[0], "the far arm still rests"
    assert not any("leg far" in shape.fill or "shorts far" in shape.fill for shape in draw(moving)[0].shapes)
    assert far_fills(both) == [False, False]


def test_in_the_shipped_drills_what_the_arrow_is_about_is_not_pale(library: Library):
    for name, limb in (("bird-dog", "left arm"), ("calf-stretch-wall", "left leg"), ("step-up", "left leg")):
        of = library.drills[name, "en"].figure
        assert of
        assert limb in busy(of), name
    assert "left leg" not in busy(library.drills["bird-dog", "en"].figure or figure({})), "it carries the body"
