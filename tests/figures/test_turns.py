"""Arrows of turns: round the axis of the part, the way that it turns, on paper as it is seen; none where nothing turns."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from handouts.figures.checks import check_figure
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import bounds
from handouts.figures.poses import Arrow
from handouts.figures.posing import posed
from handouts.figures.shapes import Drawing
from handouts.figures.turns import TURNED_BY, TURNS, turn_between
from handouts.library.load import load_library
from handouts.plan.usable import figure_problems
from tests.figures.test_arrows import arrows, ends
from tests.figures.test_checks import figure

LANGUAGE = Path("tests/figures/language")


def turn(part: str, *poses: dict[str, Any]) -> float:
    of = figure(*poses)
    return turn_between(part, *(posed(of, position, BUILDS["straight"]) for position in of.positions))


def way(view: str, part: str, pose: dict[str, Any], before: dict[str, Any] | None = None) -> tuple[float, float]:
    """From an arrow's tail to its tip, cm."""
    (shape,) = arrows(draw(figure(before or {}, pose, view=view, arrow={"turn": part}))[1])
    (x0, y0), (x1, y1) = ends(shape, width=2.6 * {"arm": 0.75, "foot": 0.8}.get(part[-4:].strip(), 1.0))
    return x1 - x0, y1 - y0


@pytest.mark.parametrize(
    ("part", "pose", "degrees"),
    [
        ("head", {"neck_turn": 40}, -40),
        ("head", {"neck_turn": -40, "trunk": 30}, 40),
        ("head", {"trunk": 60}, 0),
        ("chest", {"trunk_turn": 30}, -30),
        ("chest", {"trunk": 40, "trunk_turn": -30}, 30),
        ("hips", {"turn": 50}, -50),
        ("hips", {"trunk_turn": 30}, 0),
        ("right foot", {"right": {"foot_turn": 30}}, -24),  # a foot that stands is 6 degrees out
        ("right forearm", {"right": {"upper": 20, "fore": 40}}, 0),
    ],
)
def test_a_turn_is_about_the_part_s_own_length_and_no_tipping_is_one(part: str, pose: dict[str, Any], degrees: float):
    assert turn(part, {}, pose) == pytest.approx(degrees, abs=1.5)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_forearm_turns_by_way_of_the_thumb_on_top_and_an_upper_arm_by_its_forearm(side: str):
    sign = 1 if side == "right" else -1
    bent = {"upper": 0, "elbow_bend": 90}
    down, up = ({side: bent | {"palm": palm}} for palm in ("down", "up"))
    assert abs(turn(f"{side} forearm", down, up)) == pytest.approx(180, abs=1)
    assert turn(f"{side} forearm", down, up) == pytest.approx(-turn(f"{side} forearm", up, down), abs=1)
    level = {side: bent | {"palm": "in"}}
    assert sign * turn(f"{side} forearm", down, level) == pytest.approx(
        sign * turn(f"{side} forearm", level, up), abs=1
    )
    turned_in, out = ({side: bent | {"rotate": rotate}} for rotate in (-40, 40))
    assert sign * turn(f"{side} arm", turned_in, out) == pytest.approx(-80, abs=1)
    straight = {side: {"upper": 0, "fore": 0, "rotate": 40}}
    assert sign * turn(f"{side} arm", {side: {"upper": 0, "fore": 0}}, straight) == pytest.approx(-40, abs=1)


@pytest.mark.parametrize(
    ("view", "part", "pose", "sign"),
    [
        ("front", "head", {"neck_turn": 60}, -1),  # the person's right is the viewer's left
        ("front", "head", {"neck_turn": -60}, 1),
        ("back", "head", {"neck_turn": 60}, 1),
        ("front", "chest", {"trunk_turn": 35}, -1),
        ("three-quarter", "chest", {"trunk_turn": 35}, -1),
        ("side", "head", {"neck_turn": 60}, -1),  # from the right, where it looks, to the viewer
        ("front", "hips", {"turn": -40}, 1),
        ("front", "right foot", {"right": {"foot_turn": 40}}, -1),
        ("front", "left foot", {"left": {"foot_turn": 40}}, 1),
    ],
)
def test_an_arrow_goes_where_the_part_s_front_goes(view: str, part: str, pose: dict[str, Any], sign: int):
    assert way(view, part, pose)[0] * sign > 5


def test_a_forearm_s_arrow_goes_over_the_top_as_the_thumb_does():
    bent = {"right": {"upper": 0, "elbow_bend": 90}}
    down, up = ({"right": bent["right"] | {"palm": palm}} for palm in ("down", "up"))
    assert way("side", "right forearm", up, down)[1] < -5, "the near side goes down as the palm is turned up"
    assert way("side", "right forearm", down, up)[1] > 5


def test_an_arrow_of_a_turn_is_bent_and_has_a_halo():
    picture = draw(figure({}, {"neck_turn": 60}, view="front", arrow={"turn": "head"}))[1]
    (shape,) = arrows(picture)
    tail, tip = ends(shape)
    ring = shape.rings[0]
    off = max(
        abs((tip[0] - tail[0]) * (y - tail[1]) - (tip[1] - tail[1]) * (x - tail[0])) / math.dist(tail, tip)
        for x, y in ring
    )
    assert off > 4.5, "half a head's width is 3.3"
    at = picture.shapes.index(shape)
    assert picture.shapes[at - 1].line == "white"
    assert bounds(shape.rings)[1] > _top_of_the_head(picture), "above the head, whose face stays free"


def _top_of_the_head(picture: Drawing) -> float:
    return max(bounds(shape.rings)[3] for shape in picture.shapes if shape.fill == "hair")


def test_where_nothing_turns_there_is_no_arrow_and_it_is_refused():
    still = figure({}, {"trunk": 20}, arrow={"turn": "head"})
    assert arrows(draw(still)[1]) == []
    (finding,) = check_figure(still)
    assert "turned alike in picture 1" in finding.message
    assert finding.position == 1
    assert "neck_turn" in finding.hint


@pytest.mark.parametrize("part", sorted(TURNS))
def test_every_part_can_be_turned_by_the_field_that_is_named(part: str):
    side, _, name = part.rpartition(" ")
    pose: dict[str, Any] = {TURNED_BY[name]: "up" if name == "forearm" else 40}
    both = {"upper": 0, "elbow_bend": 90} if name in ("arm", "forearm") else {}
    poses = ({side: both}, {side: both | pose}) if side else ({}, pose)
    assert check_figure(figure(*poses, view="front", arrow={"turn": part})) == []


@pytest.mark.parametrize("wrong", [{}, {"of": "head", "turn": "head"}, {"turn": "nose"}, {"since": 1}])
def test_an_arrow_is_of_a_part_or_of_a_turn(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        figure({}, {"neck_turn": 40}, arrow=wrong)


def test_an_arrow_along_a_way_has_the_repr_that_it_had():
    assert repr(Arrow(of="hips")) == "Arrow(of='hips', since=None)"


def test_what_does_not_turn_is_refused_with_file_and_line(tmp_path: Path):
    text = (LANGUAGE / "neck-rotation.yaml").read_text().replace("neck_turn: 65", "neck_turn: 2")
    (tmp_path / "drills").mkdir()
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\n")
    path = tmp_path / "drills" / "neck-rotation.yaml"
    path.write_text(text)
    library = load_library(tmp_path)
    (problem,) = figure_problems(library.drills["neck-rotation", "en"], library)
    assert problem.place == str(path)
    line = next(at for at, line in enumerate(text.splitlines(), 1) if "step: 2" in line)
    assert line <= problem.line <= line + 4
    assert "turned alike" in problem.message
