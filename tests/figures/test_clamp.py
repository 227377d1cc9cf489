"""A dowel in the fold of the hips is seen across the body, sunk in between belly and thighs, its ends sticking out."""

from __future__ import annotations

import math

import pytest

from handouts.figures.camera import VIEWS
from handouts.figures.measures import BUILDS
from handouts.figures.outline import area, bounds, intersection, minus, union
from handouts.figures.poses import Figure, props_of
from handouts.figures.posing import posed
from handouts.figures.props import prop_units
from handouts.figures.scene import Scene
from handouts.library.load import Library
from tests.figures.test_checks import figure

BENT = {"trunk": 54, "thigh": 64, "shin": -8, "upper": 70, "arm_out": 40, "elbow_bend": 74}


def scene_of(of: Figure, index: int = 0) -> Scene:
    position = of.positions[index]
    body = posed(of, position, BUILDS["straight"])
    return Scene(body, VIEWS[of.view], prop_units(props_of(of, position), body, VIEWS[of.view]))


def crease(view: str = "three-quarter", **pose: float) -> Scene:
    return scene_of(figure(BENT | pose, view=view, props=[{"kind": "dowel", "at": "hip-crease", "length": 76}]))


def test_its_middle_is_narrower_than_its_ends_and_over_belly_and_thighs():
    scene = crease()
    pieces = [unit for unit in scene.units if unit.name.startswith("dowel")]
    names = [unit.name for unit in scene.units]
    assert len(pieces) == 3
    for piece in pieces:
        assert names.index(piece.name) > max(map(names.index, ("trunk", "left thigh", "right thigh")))
    middle = next(piece for piece in pieces if piece.name == "dowel 1")
    (ring,) = middle.outline
    half = len(ring) // 2
    across = [math.dist(one, other) for one, other in zip(ring[:half], reversed(ring[half:]), strict=True)]
    assert across[0] == pytest.approx(3.0, abs=0.05)
    assert across[len(across) // 2] == pytest.approx(3.0 * 0.62, abs=0.05)


def test_from_behind_the_body_hides_it_but_for_its_ends():
    scene = crease("back")
    names = [unit.name for unit in scene.units]
    assert names.index("dowel 1") < names.index("trunk")


def test_it_lies_as_the_hips_do_where_the_body_is_turned(library: Library):
    straight, turned = crease("front"), crease("front", turn=40)
    wide = [
        bounds(tuple(r for u in one.units if u.name.startswith("dowel") for r in u.outline))
        for one in (straight, turned)
    ]
    assert wide[0][2] - wide[0][0] == pytest.approx(79, abs=0.5)
    assert wide[1][2] - wide[1][0] == pytest.approx(3 + 76 * math.cos(math.radians(40)), abs=1)


def test_in_the_shipped_drill_most_of_it_is_seen_and_both_ends_stick_out(library: Library):
    of = library.drills["hinge-with-dowel", "en"].figure
    assert of
    scene = scene_of(of, 3)
    dowel = union(tuple(ring for unit in scene.units if unit.name.startswith("dowel") for ring in unit.outline))
    last = max(at for at, unit in enumerate(scene.units) if unit.name.startswith("dowel"))
    over = tuple(ring for unit in scene.units[last + 1 :] for ring in unit.outline)
    assert sum(map(area, minus(dowel, over))) > 0.85 * sum(map(area, dowel))
    left, _, right, _ = bounds(dowel)
    hips = tuple(
        ring for unit in scene.units if unit.name in ("trunk", "left thigh", "right thigh") for ring in unit.outline
    )
    first, _, end, _ = bounds(intersection(dowel, hips))
    assert first - left > 5
    assert right - end > 5
