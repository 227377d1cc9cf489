"""Hands on the body lie where the words say, flat, and not in it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import TypeAdapter

from handouts.figures import measures
from handouts.figures.body import SIDES, Body
from handouts.figures.camera import VIEWS
from handouts.figures.closeups import region
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Pose
from handouts.figures.reaches import LAID, REACHES, Reach
from handouts.figures.skeleton import solve
from handouts.figures.space import P3, dot, sub

POSE: TypeAdapter[Pose] = TypeAdapter(Pose)
HEAD = ("forehead", "temple", "other-temple", "back-of-head")


def stands(build: str = "straight", **keys: Any) -> Body:
    return solve(POSE.validate_python(keys), BUILDS[build])


def palm(body: Body, side: str) -> P3:
    arm = body.arms[side]
    return arm.tip.at(arm.end, 0, -measures.PALM)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("word", LAID)
def test_a_hand_gets_to_its_place_on_the_body(word: str, side: str):
    elbow = "up" if word in ("other-temple", "nape") else "out"
    body = stands(**{side: {"hand": word, "elbow": elbow}})
    place = REACHES[word](Reach(body, side, body.arms[side].root, body.chest))
    assert math.dist(palm(body, side), place) < 1.0


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("word", HEAD)
def test_a_hand_on_the_head_has_its_palm_to_it_and_lies_on_it(word: str, build: str, side: str):
    body = stands(build, **{side: {"hand": word, "elbow": "out"}})
    hand, skull = palm(body, side), body.skull
    inwards = sub(skull, hand)
    assert dot(body.arms[side].tip.f, inwards) < -0.6 * math.hypot(*inwards), "its back faces away from the head"
    *_, deep, _, wide = measures.SKULL
    aside, ahead = dot(sub(hand, skull), body.head.r), dot(sub(hand, skull), body.head.f)
    over = dot(sub(hand, skull), body.head.u)
    assert 1.0 < math.hypot(aside / wide, ahead / deep, over / deep) < 1.5, "neither in it nor far from it"


def test_a_close_up_of_the_head_shows_the_hand_on_it():
    alone, held = stands(), stands(right={"hand": "forehead"})
    assert region("head", [held], VIEWS["side"], [])[2] > region("head", [alone], VIEWS["side"], [])[2] + 5
    hips = stands(right={"hand": "hips"})
    assert region("head", [hips], VIEWS["side"], []) == region("head", [alone], VIEWS["side"], [])
