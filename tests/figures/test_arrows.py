"""Arrows: along the way that a part has come, at that part, on the end picture; none where nothing moves.

What goes through empty space, a hand or a foot, has an arrow that ends where it does. Others begin at their part.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from handouts.figures.camera import VIEWS
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import P2, Rings, inside, intersection, union
from handouts.figures.pointing import place_of
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


def silhouette(of: Figure, index: int, *, props: bool = False) -> Rings:
    position = of.positions[index]
    body, camera = posed(of, position, BUILDS["straight"]), VIEWS[of.view]
    scene = Scene(body, camera, prop_units(props_of(of, position), body, camera))
    return union(tuple(ring for unit in scene.units for ring in unit.outline)) if props else scene.silhouette


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


def test_every_arrow_is_at_the_body_and_as_long_as_it_should_be(
    library: Library, pictures: dict[str, tuple[Drawing, ...]]
):
    for drill in library.drills.values():
        assert drill.figure
        for index, (position, picture) in enumerate(zip(drill.figure.positions, pictures[drill.id], strict=True)):
            assert len(arrows(picture)) == len(arrows_of(position)), drill.id
            for arrow, shape in zip(arrows_of(position), arrows(picture), strict=True):
                tail, tip = ends(shape)
                body = silhouette(drill.figure, index, props=True)
                # a ring stands off from the forearm that it goes round, and floats over a head, so that it hides no face
                near, off = (6.0 if arrow.turn == "head" else 1.6), (5.0 if arrow.turn else 3.2)
                assert away(tail, body) <= near or away(tip, body) <= off, f"{drill.id}: {position.caption}"
                longest = 38.0 if arrow.turn else 28.5  # what goes round a chest is as long as that is broad
                assert 8.5 <= math.dist(tail, tip) <= longest, f"{drill.id}: {position.caption}"


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


def test_the_arrows_of_the_bird_dog_end_where_arm_and_leg_do(library: Library):
    of = library.drills["bird-dog", "en"].figure
    assert of
    picture = draw(of)[1]
    body = posed(of, of.positions[1], BUILDS["straight"])
    camera = VIEWS[of.view]
    places = [camera.flat(body.legs["right"].end), camera.flat(body.arms["left"].end)]
    for shape, (_, level) in zip(arrows(picture), places, strict=True):
        tail, tip = ends(shape)
        assert tail[1] < tip[1] < level, "up to the level of the limb, and no farther"
        assert max(y for _, y in shape.rings[0]) < level


def test_an_arrow_from_an_earlier_picture_goes_by_way_of_those_between():
    across = []
    for between in (75, -60):  # forward of the body, and behind it
        poses = ({"right": {"upper": angle, "fore": angle}} for angle in (20, between, 130))
        (shape,) = arrows(draw(figure(*poses, arrow={"of": "right hand", "since": 1}))[2])
        (x0, _), (x1, _) = ends(shape)
        across.append(x1 - x0)
    assert across[0] < across[1] - 10, "it comes from where the hand was in the picture between"


@pytest.mark.parametrize("where", ["right hand", "left hand", "right foot"])
def test_a_limb_s_end_has_an_arrow_up_to_it_that_covers_nothing(where: str):
    side, part = where.split()
    pose: dict[str, Any] = {"upper": 95, "fore": 95} if part == "hand" else {"thigh": 60, "shin": 60}
    of = figure({}, {"pin": "left foot", side: pose}, arrow={"of": where}, supported=True)
    (shape,) = arrows(draw(of)[1])
    tail, tip = ends(shape)
    body = silhouette(of, 1)
    assert away(tip, body) < 3.2 < away(tail, body)
    assert not intersection(shape.rings, body)


def test_a_hand_turns_about_its_elbow_where_that_stays_and_a_foot_about_its_knee():
    curl = figure({"upper": 0, "fore": 10}, {"upper": 0, "fore": 110}, arrow={"of": "right hand"})
    seat: dict[str, Any] = {"thigh": 90, "pin": "hips", "trunk": 0}
    kick = figure(seat | {"shin": 0}, seat | {"right": {"shin": 70}}, arrow={"of": "right foot"}, supported=True)
    for of, limb in ((curl, "arms"), (kick, "legs")):
        body = posed(of, of.positions[1], BUILDS["straight"])
        joint, end = (VIEWS["side"].flat(getattr(getattr(body, limb)["right"], name)) for name in ("middle", "end"))
        (shape,) = arrows(draw(of)[1])
        tail, tip = ends(shape)
        wide = math.dist(joint, end)
        assert all(wide < math.dist(joint, point) < wide + 17 for point in (tail, tip)), limb
        assert math.dist(joint, tail) == pytest.approx(math.dist(joint, tip), abs=4), limb


def test_what_is_held_has_an_arrow_up_to_it(library: Library):
    of = library.drills["kettlebell-deadlift", "en"].figure
    assert of
    (shape,) = arrows(draw(of)[1])
    tail, tip = ends(shape)
    x, y = VIEWS[of.view].flat(
        place_of("kettlebell", posed(of, of.positions[1], BUILDS["straight"]), of.positions[1].props)
    )
    assert tail[1] < tip[1] < y - 8, "from the floor up to the bell's foot, no farther"
    assert abs(tip[0] - x) < 9.4, "under it"


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
