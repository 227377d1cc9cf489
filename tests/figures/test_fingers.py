"""Fingers are drawn one by one: where they are in each shape, and what is seen of them."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any, get_args

import pytest

from handouts.figures.body import SIDES, Limb
from handouts.figures.checks import check_figure
from handouts.figures.digits import FINGERS, HAND_SHAPES, finger_joints, thumb_joints
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure, HandShape
from handouts.figures.posing import posed
from handouts.figures.shapes import Drawing
from handouts.figures.space import P3
from tests.figures.test_checks import figure, said

UP = {"upper": 0, "elbow_bend": 150, "rotate": 50, "palm": "front", "fingers": "up"}
INNER = {"right": -1.0, "left": 1.0}


def close(frame: Any, *poses: dict[str, Any], **keys: Any) -> Figure:
    return replace(figure(*poses, **keys), frame=frame)


def hand(shape: str, side: str = "right") -> Limb:
    of = figure({side: UP | {"hand_shape": shape}})
    return posed(of, of.positions[0], BUILDS["straight"]).arms[side]


def tips(arm: Limb, side: str = "right") -> dict[str, P3]:
    return {finger: finger_joints(arm, INNER[side], finger)[-1] for finger in FINGERS}


def details(picture: Drawing) -> int:
    """Fine lines."""
    return sum(len(shape.paths) for shape in picture.shapes if shape.line == "line" and shape.weight < 0.5)


def test_every_shape_that_may_be_said_is_drawn():
    assert set(get_args(HandShape)) == set(HAND_SHAPES)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("shape", HAND_SHAPES)
def test_bones_of_fingers_keep_their_length_and_mirror(shape: str, side: str):
    arm = hand(shape, side)
    for finger, (_, _, bones) in FINGERS.items():
        joints = finger_joints(arm, INNER[side], finger)
        assert [round(math.dist(one, other), 6) for one, other in itertools.pairwise(joints)] == list(bones)
    other = hand(shape, "left" if side == "right" else "right")
    (x, y, z), (a, b, c) = tips(arm, side)["index"], tips(other, "left" if side == "right" else "right")["index"]
    assert (x, y, z) == pytest.approx((a, b, -c))


@pytest.mark.parametrize("finger", FINGERS)
def test_the_thumb_gets_to_the_finger_that_is_said_and_to_no_other(finger: str):
    arm = hand(f"thumb-to-{finger}")
    thumb = thumb_joints(arm, -1.0)[-1]
    away = {name: math.dist(thumb, tip) for name, tip in tips(arm).items()}
    assert away[finger] < 2.0, "skin on skin: two tips are as thick"
    assert min(away, key=away.__getitem__) == finger
    assert all(size > 2.4 for name, size in away.items() if name != finger)


def test_a_fist_is_closed_and_a_spread_hand_wide():
    reach = {shape: math.dist(hand(shape).end, tips(hand(shape))["middle"]) for shape in HAND_SHAPES}
    assert reach["open"] > 17
    assert reach["fist"] < 8
    wide = {shape: math.dist(*(tips(hand(shape))[finger] for finger in ("index", "little"))) for shape in HAND_SHAPES}
    assert wide["spread"] > 1.4 * wide["open"]


def test_palm_up_and_palm_down_look_different():
    """Nails are seen on the back of a hand, creases in its palm: in neither are fingers one piece."""
    arm = {"upper": 0, "elbow_bend": 58, "rotate": 12}
    down, up = draw(close("forearm", *({"right": arm | {"palm": way}} for way in ("down", "up")), view="front"))
    ways = [round(step[-1], 1) for shape in down.shapes for path in shape.paths for step in path]
    assert ways != [round(step[-1], 1) for shape in up.shapes for path in shape.paths for step in path]
    assert details(down) >= 9, "five nails, and lines between fingers"
    assert details(up) >= 5


@pytest.mark.parametrize(("frame", "told"), [("hand", "open"), ("forearm", "open"), ("head", ""), (None, "")])
def test_close_ups_tell_fingers_apart(frame: str | None, told: str):
    of = close(frame, {"right": {"upper": 0, "elbow_bend": 90}})
    assert posed(of, of.positions[0], BUILDS["straight"]).arms["right"].digits == told


def test_a_ball_lies_in_a_curled_hand():
    prop = {"kind": "ball", "at": "right hand", "radius": 3}
    of = close("hand", {"right": {"upper": 0, "elbow_bend": 90, "palm": "up"}}, props=[prop])
    body = posed(of, of.positions[0], BUILDS["straight"])
    (ball,) = of.props
    assert body.arms["right"].digits == "curled"
    assert body.arms["left"].digits == "open"
    assert check_figure(of) == []
    middle = ball.anchors(body)["ball"]
    assert middle[1] > body.arms["right"].end[1] + 2, "on the palm"
    assert all(2.0 < math.dist(middle, tip) < 7.5 for tip in tips(body.arms["right"]).values()), "and among the fingers"


def test_no_hand_closes_round_a_football():
    prop = {"kind": "ball", "at": "right hand", "radius": 12}
    assert "the ball is 24 cm thick: no hand closes round that" in said({"elbow_bend": 90, "palm": "up"}, props=[prop])


def test_what_is_held_is_in_a_closed_hand():
    bottle = [{"kind": "bottle"}]
    pose = {"elbow_bend": 90, "hand_shape": "open"}
    assert "the right hand holds something or makes a grip, but its hand_shape is open" in said(pose, props=bottle)
    assert "hand_shape" not in said(pose | {"hand_shape": "fist"}, props=bottle)
    assert "hand_shape" not in said(pose)
