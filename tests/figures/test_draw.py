"""Geometry of what is drawn: true angles, true lengths, order, closed hands, the other side, all looks."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from handouts.figures import measures
from handouts.figures.anatomy import body_units
from handouts.figures.body import lowest
from handouts.figures.camera import VIEWS
from handouts.figures.draw import draw, mirrored
from handouts.figures.measures import BUILDS
from handouts.figures.outline import Rings, area, bounds, ellipse, hull, inside, intersection, minus, simplified, union
from handouts.figures.poses import Arrow, Figure, Pose, Position, arrows_of, props_of
from handouts.figures.posing import posed
from handouts.figures.props import prop_units
from handouts.figures.scene import Scene
from handouts.figures.shapes import Drawing
from handouts.figures.skeleton import solve
from handouts.figures.theme import HAIR, SKINS, make_theme, ratio
from handouts.figures.turns import TURNS
from handouts.library.load import Library
from tests.figures.test_checks import figure
from tests.shelves import few, others

POSE: TypeAdapter[Pose] = TypeAdapter(Pose)


def pose(**keys: Any) -> Pose:
    return POSE.validate_python(keys)


def stands(**keys: Any) -> Any:
    return solve(pose(**keys), BUILDS["straight"])


def names_in_order(of: Figure, index: int = -1) -> list[str]:
    position = of.positions[index]
    found, camera = posed(of, position, BUILDS["straight"]), VIEWS[of.view]
    return [unit.name for unit in Scene(found, camera, prop_units(props_of(of, position), found, camera)).units]


# --- the body ------------------------------------------------------------------------------------


@given(st.floats(-40, 120), st.floats(-100, 20))
def test_side_view_angles_are_true_on_paper(thigh: float, shin: float):
    found = stands(thigh=thigh, shin=shin, pin="right foot")
    leg, camera = found.legs["right"], VIEWS["side"]
    for one, other, angle in ((leg.root, leg.middle, thigh), (leg.middle, leg.end, shin)):
        (x1, y1), (x2, y2) = camera.flat(one), camera.flat(other)
        assert math.isclose(math.degrees(math.atan2(x2 - x1, y1 - y2)), angle, abs_tol=0.01)


@given(
    st.floats(-30, 100),
    st.floats(-90, 90),
    st.floats(-60, 160),
    st.floats(-10, 60),
    st.sampled_from([None, "left-side"]),
)
def test_bones_keep_their_lengths(trunk: float, shin: float, upper: float, out: float, lie: str | None):
    found = stands(trunk=trunk, shin=shin, upper=upper, arm_out=out, leg_out=out / 3, lie=lie, pin="hips")
    for side in ("left", "right"):
        leg, arm = found.legs[side], found.arms[side]
        for one, other, length in (
            (leg.root, leg.middle, measures.THIGH),
            (leg.middle, leg.end, measures.SHIN),
            (arm.root, arm.middle, measures.UPPER),
            (arm.middle, arm.end, measures.FORE),
        ):
            assert math.isclose(math.dist(one, other), length, abs_tol=0.2)


@given(st.floats(10, 55), st.floats(95, 175))
def test_hands_get_to_what_they_can_reach(x: float, y: float):
    found = stands(hand=[x, y])
    arm = found.arms["right"]
    place = arm.tip.at(arm.end, 0, -measures.PALM)
    reach = math.dist(arm.root, (x, y, 14.0))
    if reach < measures.UPPER + measures.FORE + measures.PALM - 1:
        assert math.dist(place, (x, y, 14.0)) < 1.5


def test_a_standing_person_is_as_tall_as_people_are():
    found = stands()
    top = max(
        centre[1] + math.sqrt(sum(axis[1] ** 2 for axis in axes))
        for chain in found.chains.values()
        for centre, axes in chain
    )
    assert 170 < top < 182
    assert abs(min(lowest(chain) for chain in found.chains.values())) < 0.01


@pytest.mark.parametrize(
    ("keys", "part"),
    [
        ({"legs": "kneeling", "pin": "knees"}, "right shin"),
        ({"trunk": -90, "thigh": 90, "shin": 90, "pin": "hips"}, "pelvis"),
        (
            {"trunk": 80, "thigh": -80, "shin": -80, "upper": 0, "fore": 90, "foot": "toes", "rest": "elbows"},
            "right fore",
        ),
        ({"trunk": -115, "thigh": 115, "shin": 8, "rest": "back"}, "shirt"),
    ],
)
def test_what_lies_on_the_floor_is_found(keys: dict[str, Any], part: str):
    assert abs(lowest(stands(**keys).chains[part])) < 0.5


def test_a_head_that_lies_finds_its_own_neck():
    found = stands(trunk=-90, thigh=90, shin=90, pin="hips")
    assert abs(lowest(found.chains["head"])) < 1.0
    assert lowest(stands(trunk=60).chains["head"]) > 40


def test_a_pinned_foot_stays_where_it_is():
    for keys in ({}, {"thigh": 90}, {"trunk": 30, "thigh": 50, "shin": -10}):
        assert math.isclose(stands(**keys, pin="right foot").legs["right"].end[0], 0, abs_tol=0.01)
    found = stands(pin="right foot", at=[30, 20], left={"foot_at": [30, 20]})
    assert math.isclose(lowest(found.chains["right foot"]), 20, abs_tol=0.1)
    assert math.isclose(lowest(found.chains["left foot"]), 20, abs_tol=0.6)


def test_sides_are_the_bodys_own():
    found = stands(right={"upper": 90}, left={"upper": 0})
    assert found.arms["right"].middle[0] > found.arms["left"].middle[0] + 20
    assert found.arms["right"].root[2] > 0 > found.arms["left"].root[2], "the right is the near side"


# --- outlines ------------------------------------------------------------------------------------


def test_an_ellipse_has_the_size_of_its_matrix():
    left, low, right, high = bounds([ellipse(1, 2, 9, 0, 4)])
    assert (round(left, 2), round(low, 2), round(right, 2), round(high, 2)) == (-2, 0, 4, 4)


POINTS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=30)


@given(POINTS)
def test_a_hull_holds_all_its_points(points: list[tuple[int, int]]):
    ring = hull([(float(x), float(y)) for x, y in points])
    if len(ring) > 2:
        assert area(ring) > 0
        for (x1, y1), (x2, y2) in itertools.pairwise((*ring, ring[0])):
            assert all((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= -1e-6 for x, y in points)


@given(POINTS, st.floats(0.05, 3))
def test_a_simplified_line_stays_near(points: list[tuple[int, int]], fine: float):
    line = [(float(x), float(y)) for x, y in points]
    kept = simplified(line, closed=False, fine=fine)
    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    for point in line:
        near = min(_distance(point, one, other) for one, other in itertools.pairwise(kept))
        assert near <= fine + 1e-6


def _distance(point: tuple[float, float], one: tuple[float, float], other: tuple[float, float]) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    size = dx * dx + dy * dy
    part = 0.0 if size == 0 else max(0.0, min(1.0, ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / size))
    return math.dist(point, (one[0] + part * dx, one[1] + part * dy))


# --- painting order ------------------------------------------------------------------------------


def test_the_near_side_is_painted_over_the_far_side():
    order = names_in_order(figure({"thigh": 20, "right": {"thigh": -20}, "pin": "left foot"}, supported=True))
    assert order.index("left thigh") < order.index("trunk") < order.index("right thigh")
    assert order.index("left upper") < order.index("trunk") < order.index("right upper")


def test_from_before_the_bent_arms_lie_over_the_trunk():
    order = names_in_order(figure({"arms": "crossed"}, view="front"))
    assert order.index("trunk") < min(order.index("left hand"), order.index("right hand"))


def test_a_seat_is_behind_the_thighs_that_lie_on_it():
    of = figure({"trunk": 4, "legs": "sitting"}, props=[{"kind": "chair", "at": -12, "seat": 40}])
    order = names_in_order(of)
    assert order.index("chair seat") < order.index("left thigh") < order.index("right thigh")


def test_a_dowel_is_before_the_hip_on_the_near_side_and_behind_on_the_far_side(library: Library):
    drill = library.drills["hinge-with-dowel", "en"]
    assert drill.figure
    order = names_in_order(drill.figure)
    bars = [name for name in order if name.startswith("dowel")]
    assert len(bars) > 1
    assert order.index("trunk") < order.index(bars[-1])


def test_a_hand_that_holds_is_painted_over_what_it_holds(library: Library):
    drill = library.drills["strap-assisted-squat", "en"]
    assert drill.figure
    order = names_in_order(drill.figure, 0)
    assert order.index("straps right handle") < order.index("right hand")
    found = posed(drill.figure, drill.figure.positions[0], BUILDS["straight"])
    assert all(arm.grip for arm in found.arms.values())


# --- pictures ------------------------------------------------------------------------------------


def test_pictures_of_a_drill_share_scale_and_floor(pictures: dict[str, tuple[Drawing, ...]]):
    for name, found in pictures.items():
        assert len({(picture.box[1], picture.box[3]) for picture in found}) == 1, name


def test_everything_drawn_is_inside_the_picture(pictures: dict[str, tuple[Drawing, ...]]):
    for name, found in pictures.items():
        for picture in found:
            left, low, right, high = bounds([ring for shape in picture.shapes for ring in shape.rings])
            assert picture.box[0] - 0.1 <= left, name
            assert picture.box[1] - 0.1 <= low, name
            assert right <= picture.box[2] + 0.1, name
            assert high <= picture.box[3] + 0.1, name


def test_every_role_has_a_colour_in_every_theme(pictures: dict[str, tuple[Drawing, ...]]):
    used = {
        role
        for found in pictures.values()
        for one in found
        for shape in one.shapes
        for role in (shape.fill, shape.line)
    }
    for art in ("colour", "line", "mono"):
        assert used - {""} <= set(make_theme(art=art).as_dict())


@pytest.mark.parametrize("among", [few, pytest.param(others, marks=pytest.mark.slow)])
def test_builds_differ_and_all_can_be_drawn(library: Library, among: Callable[[Library], tuple[str, ...]]):
    for name in among(library):
        drill = library.drills[name, "en"]
        assert drill.figure
        found = {build: draw(drill.figure, build) for build in BUILDS}
        assert len({one[0].digest for one in found.values()}) == len(BUILDS)
        assert len({one[0].shapes for one in found.values()}) == len(BUILDS)


def test_the_other_side_is_the_same_turned_round(pictures: dict[str, tuple[Drawing, ...]]):
    for found in pictures.values():
        for picture in found:
            other = mirrored(picture)
            assert math.isclose(other.width, picture.width)
            assert other.digest != picture.digest
            assert mirrored(other).shapes == picture.shapes
            for shape, turned in zip(picture.shapes, other.shapes, strict=True):
                assert math.isclose(sum(map(area, shape.rings)), sum(map(area, turned.rings)), abs_tol=1e-6)


def test_working_muscles_show_on_the_body(library: Library, pictures: dict[str, tuple[Drawing, ...]]):
    for drill in library.drills.values():
        assert drill.figure
        for position, picture in zip(drill.figure.positions, pictures[drill.id], strict=True):
            seen = [shape for shape in picture.shapes if shape.fill.startswith("tint")]
            assert len(seen) == len(position.muscles), f"{drill.id}: {position.caption}"
            for shape in seen:
                assert sum(abs(area(ring)) for ring in shape.rings) > 12, f"{drill.id}: {position.caption}"


def test_arrows_lie_clear_of_the_body(library: Library, pictures: dict[str, tuple[Drawing, ...]]):
    for drill in library.drills.values():
        assert drill.figure
        for position, picture in zip(drill.figure.positions, pictures[drill.id], strict=True):
            arrows = [shape for shape in picture.shapes if shape.fill == "arrow"]
            assert len(arrows) == len(arrows_of(position)), f"{drill.id}: {position.caption}"
            for arrow, shape in zip(arrows_of(position), arrows, strict=True):
                if str(arrow.of).endswith("blade"):
                    continue  # shoulder blades lie on the back, and so do their arrows
                most = 0.45 * abs(area(shape.rings[0]))
                if _shared(shape.rings, picture.body) >= most:
                    hidden = _shared(shape.rings, in_the_way(drill.figure, position, arrow))
                    assert hidden < most, f"{drill.id}: {position.caption}"


def _shared(one: Rings, other: Rings) -> float:
    return sum(abs(area(ring)) for ring in intersection(one, other))


def in_the_way(of: Figure, position: Position, arrow: Arrow) -> Rings:
    """What an arrow must not cover: all but a wall behind the body and, where it shows a turn, what it goes round."""
    found, camera = posed(of, position, BUILDS["straight"]), VIEWS[of.view]
    own = TURNS[arrow.turn](found).own if arrow.turn else ()
    seen: Rings = ()
    for unit in Scene(found, camera, prop_units(props_of(of, position), found, camera)).units:  # the farthest first
        if unit.name in own:
            seen = minus(seen, unit.outline)
        elif not unit.crossable:
            seen = union((*seen, *unit.outline))
    return seen


def test_the_same_figure_is_drawn_the_same(library: Library):
    drill = library.drills["bird-dog", "en"]
    assert drill.figure
    assert [one.shapes for one in draw(drill.figure)] == [one.shapes for one in draw(drill.figure)]


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "trunk": st.integers(-100, 110),
            "thigh": st.integers(-90, 140),
            "shin": st.integers(-120, 60),
            "upper": st.integers(-80, 180),
            "fore": st.integers(-80, 200),
            "neck": st.integers(-60, 60),
            "lie": st.sampled_from(["left-side", "right-side"]),
            "turn": st.integers(-180, 180),
            "pin": st.sampled_from(["feet", "knees", "hips", "left foot"]),
            "foot": st.sampled_from(["toes", "flat", "pointed"]),
        },
    ),
    st.sampled_from(sorted(VIEWS)),
    st.sampled_from(sorted(BUILDS)),
)
def test_any_pose_can_be_drawn(keys: dict[str, Any], view: str, build: str):
    (picture,) = draw(figure(keys, props=[{"kind": "mat"}], view=view, muscles=["glutes", "quads"]), build)
    assert picture.width > 20
    assert all(
        math.isfinite(value) for shape in picture.shapes for ring in shape.rings for point in ring for value in point
    )


# --- themes --------------------------------------------------------------------------------------

COLOURS = st.from_regex(re.compile(r"#[0-9A-F]{6}"), fullmatch=True)


@given(COLOURS, COLOURS, st.sampled_from(sorted(SKINS)), st.sampled_from(sorted(HAIR)))
def test_clothes_and_arrow_stand_out_whatever_the_brand(primary: str, accent: str, skin: str, hair: str):
    roles = make_theme(primary, accent, skin, hair).as_dict()
    assert ratio(roles["shorts"], roles["skin"]) >= 1.9
    assert ratio(roles["shirt"], roles["skin"]) >= 1.25
    assert ratio(roles["shirt"], roles["shorts"]) >= 1.25
    assert ratio(roles["arrow"], "#FFFFFF") >= 3.0
    assert ratio(roles["hair"], roles["skin"]) >= 1.5
    assert ratio(roles["line"], roles["skin far"]) >= 1.5
    assert ratio(roles["line far"], roles["skin far"]) >= 1.5


def test_mono_uses_no_colour():
    for value in make_theme("#C81E5B", "#00A0A0", "brown", "auburn", "mono").as_dict().values():
        assert value[1:3] == value[3:5] == value[5:7]


# --- what people type ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [{"trunk": "forward"}, {"trunk": 1e9}, {"hand": [1]}, {"arms": "folded"}, {"left": {"legz": 1}}, {"foot": "bare"}],
)
def test_what_a_pose_does_not_know_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        pose(**wrong)


def test_inside_tells_holes():
    ring, hole = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)), ((3.0, 3.0), (3.0, 6.0), (6.0, 6.0), (6.0, 3.0))
    assert inside((1, 1), (ring, hole))
    assert not inside((4, 4), (ring, hole))
    assert len(union((ring, ((20.0, 0.0), (22.0, 0.0), (21.0, 3.0))))) == 2


def test_a_far_arm_that_reaches_across_the_body_is_no_paler_there():
    """The hand of crossed arms lies on the near shoulder: a pale one looked like a stain on the shirt."""
    arms = {"crossed": 0, "forward": 2}
    for preset, pale in arms.items():
        of = figure({"arms": preset})
        units = body_units(posed(of, of.positions[0], BUILDS["straight"]), VIEWS["side"])
        parts = [unit for unit in units if unit.name in ("left fore", "left hand")]
        assert len(parts) == 2
        assert sum(any(shape.fill == "skin far" for shape in unit.fills) for unit in parts) == pale, preset
