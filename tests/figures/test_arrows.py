"""Arrows: along the way that a part has come, begun at that part, on the end picture; none where nothing moves."""

from __future__ import annotations

import math
from typing import Any

import pytest

from handouts.figures.camera import VIEWS
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import P2, Rings, inside, intersection, union
from handouts.figures.poses import Figure, arrows_of, props_of
from handouts.figures.posing import posed
from handouts.figures.props import prop_units
from handouts.figures.scene import Scene
from handouts.figures.shapes import Drawing, Painted
from handouts.library.load import Library
from tests.figures.test_checks import figure


def arrows(picture: Drawing) -> list[Painted]:
    return [shape for shape in picture.shapes if shape.fill == "arrow"]


def ends(shape: Painted, width: float = 2.6) -> tuple[P2, P2]:
    """An arrow's tail, of that width, and its tip: the point that is farthest from it."""
    (ring,) = shape.rings
    edges = range(len(ring) - 1)
    corner = min(edges, key=lambda at: abs(math.dist(ring[at], ring[at + 1]) - width) + _turned(ring, at))
    tail = (ring[corner][0] + ring[corner + 1][0]) / 2, (ring[corner][1] + ring[corner + 1][1]) / 2
    return tail, max(ring, key=lambda point: math.dist(tail, point))


def _turned(ring: tuple[P2, ...], at: int) -> float:
    """Little where both ends of an edge are square corners, as at a tail."""
    found = 0.0
    count = len(ring) - 1
    for one, two, three in ((at - 1, at, at + 1), (at, at + 1, at + 2)):
        (x0, y0), (x1, y1), (x2, y2) = ring[one % count], ring[two % count], ring[three % count]
        ux, uy, vx, vy = x1 - x0, y1 - y0, x2 - x1, y2 - y1
        found += abs(ux * vx + uy * vy) / (math.hypot(ux, uy) * math.hypot(vx, vy) or 1.0)
    return found * 5


def silhouette(of: Figure, index: int) -> Rings:
    position = of.positions[index]
    body, camera = posed(of, position, BUILDS["straight"]), VIEWS[of.view]
    return Scene(body, camera, prop_units(props_of(of, position), body, camera)).silhouette


def away(point: P2, rings: Rings) -> float:
    if inside(point, rings):
        return 0.0
    return min(math.dist(point, other) for ring in rings for other in dense(ring))


def dense(ring: tuple[P2, ...]) -> list[P2]:
    return [
        (x1 + (x2 - x1) * step / 8, y1 + (y2 - y1) * step / 8)
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)
        for step in range(8)
    ]


def test_every_arrow_begins_at_the_body_and_is_as_long_as_it_should_be(
    library: Library, pictures: dict[str, tuple[Drawing, ...]]
):
    for drill in library.drills.values():
        assert drill.figure
        for index, (position, picture) in enumerate(zip(drill.figure.positions, pictures[drill.id], strict=True)):
            assert len(arrows(picture)) == len(arrows_of(position)), drill.id
            for shape in arrows(picture):
                tail, tip = ends(shape)
                assert away(tail, silhouette(drill.figure, index)) <= 1.6, f"{drill.id}: {position.caption}"
                assert 8.5 <= math.dist(tail, tip) <= 22.5, f"{drill.id}: {position.caption}"


def test_no_arrow_where_nothing_moves_and_two_where_two_parts_do():
    still = figure({}, {"neck": 5}, arrow={"of": "knees"})
    assert arrows(draw(still)[1]) == []
    both = figure({}, {"upper": 80, "fore": 80}, arrow=[{"of": "right hand"}, {"of": "left hand"}])
    one, other = arrows(draw(both)[1])
    assert one.paths != other.paths
    assert not intersection(union(one.rings), union(other.rings)), "they keep clear of each other"


@pytest.mark.parametrize(
    ("pose", "of", "way"),
    [
        ({"upper": 80, "fore": 80}, "right hand", (0, 1)),
        ({"upper": -60, "fore": -60}, "right hand", (-1, 1)),
        ({"trunk": 70}, "head", (1, -1)),
        ({"thigh": 80, "trunk": 30}, "hips", (-1, -1)),
    ],
)
def test_an_arrow_points_the_way_that_the_part_goes(pose: dict[str, Any], of: str, way: tuple[int, int]):
    (shape,) = arrows(draw(figure({}, pose, arrow={"of": of}, supported=True))[1])
    (x0, y0), (x1, y1) = ends(shape)
    for sign, moved in zip(way, (x1 - x0, y1 - y0), strict=True):
        assert not sign or moved * sign > 1, (of, x1 - x0, y1 - y0)


def test_a_limb_that_swings_has_a_bent_arrow():
    (shape,) = arrows(draw(figure({}, {"upper": 100, "fore": 100}, arrow={"of": "right hand"}))[1])
    assert any(len(step) == 6 for path in shape.paths for step in path)


def test_an_arrow_has_a_white_halo_and_is_within_the_picture():
    picture = draw(figure({}, {"upper": 170, "fore": 170}, arrow={"of": "right hand"}))[1]
    at = next(index for index, shape in enumerate(picture.shapes) if shape.fill == "arrow")
    assert picture.shapes[at - 1].line == "white"
    assert picture.shapes[at - 1].paths == picture.shapes[at].paths
    left, low, right, high = picture.box
    for x, y in picture.shapes[at].rings[0]:
        assert left < x < right
        assert low < y < high
