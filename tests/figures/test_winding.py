"""What is wound round the body lies tight on it, before and behind; what is fixed is fixed to something that is drawn."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from handouts.figures.body import Body
from handouts.figures.camera import VIEWS
from handouts.figures.measures import BUILDS
from handouts.figures.outline import area, bounds, intersection, union
from handouts.figures.poses import Figure
from handouts.figures.posing import posed
from handouts.figures.props import BandProp, RackProp, prop_units
from handouts.figures.props.girth import GIRTHS, runs, tight
from handouts.figures.shapes import Unit
from handouts.figures.space import add, dot, length, scale, sub
from tests.figures.test_checks import figure, said

STANDING: dict[str, Any] = {"leg_out": 6}
POSES: list[dict[str, Any]] = [
    STANDING,
    {"trunk": 40, "thigh": 80, "shin": -20},
    {"pin": "knees", "legs": "kneeling"},
    {"trunk": -90, "pin": "hips", "legs": "hook-lying"},
    {"lie": "left-side", "pin": "hips", "thigh": 45, "shin": -45, "right": {"knee_out": 40}},
]


def body_of(of: Figure) -> Body:
    return posed(of, of.positions[0], BUILDS["straight"])


def units_of(of: Figure) -> dict[str, Unit]:
    return {unit.name: unit for unit in prop_units(of.props, body_of(of), VIEWS[of.view])}


@pytest.mark.parametrize("part", sorted(GIRTHS))
@pytest.mark.parametrize("pose", POSES, ids=str)
def test_a_loop_is_closed_and_goes_round_its_part(part: str, pose: dict[str, Any]):
    body = body_of(figure(pose))
    girths = GIRTHS[part](body)
    edges = tight(girths, [])
    assert all(one.end == other.start for one, other in zip(edges, [*edges[1:], edges[0]], strict=True))
    for girth in girths:  # the middle of each girth is inside: every edge looks away from it
        assert all(dot(sub(edge.start, girth.middle), edge.out) > 0 for edge in edges)
    for view in ("side", "three-quarter", "front"):
        pieces = runs(edges, VIEWS[view])
        near: dict[bool, list[float]] = {True: [], False: []}
        for over, points in pieces:
            near[over] += [VIEWS[view].near(scale(add(*ends), 0.5)) for ends in itertools.pairwise(points)]
        assert near[True], "it lies before the part"
        assert near[False], "and behind it"
        assert sum(near[True]) / len(near[True]) > sum(near[False]) / len(near[False])


def test_a_girth_lies_on_the_skin():
    """The points of a loop round a thigh are as far from the bone as the thigh is thick there, and a little."""
    body = body_of(figure(STANDING))
    (girth,) = GIRTHS["right thigh"](body)
    far = [length(sub(point, girth.middle)) for point in girth.points()]
    assert 6.5 < min(far) <= max(far) < 10.5


def test_a_band_from_an_anchor_goes_round_the_side_that_is_away_from_it():
    for x in (-90, 90):
        of = figure({}, props=[{"kind": "band", "anchor": [x, 90], "round": "hips"}])
        (band,), body = of.props, body_of(of)
        assert isinstance(band, BandProp)
        ((_, edges, parts),) = band.strands(body)
        middle = sum(edge.start[0] for edge in edges if abs(edge.start[0]) < 40) / len(edges)
        assert (middle > body.hips[0]) is (x < 0)
        assert "trunk" in parts
        assert 2 * 80 < band.stretch(body) < 2 * 120


def test_a_band_in_both_hands_goes_behind_the_part():
    of = figure({"arms": "forward"}, props=[{"kind": "band", "anchor": "hands", "round": "back"}])
    (band,), body = of.props, body_of(of)
    assert isinstance(band, BandProp)
    ((_, edges, _),) = band.strands(body)
    hands = {body.arms[side].held for side in ("left", "right")}
    assert {edges[0].start, edges[-1].end} == hands
    assert min(edge.end[0] for edge in edges) < body.ribs[0] - 6


@pytest.mark.parametrize(
    ("prop", "drawn"),
    [
        ({"anchor": [80, 110]}, ["anchor ring", "anchor wall"]),
        ({"anchor": [80, 110], "fixed": "wall"}, ["anchor ring", "anchor wall"]),
        ({"anchor": [80, 110], "fixed": "door"}, ["anchor knob", "anchor ring", "anchor wall"]),
        ({"anchor": [80, 110], "fixed": "ring"}, ["anchor ring"]),
        ({"anchor": [10, 110, -60], "fixed": "door"}, ["anchor knob", "anchor ring", "anchor wall"]),
        ({"anchor": "feet"}, []),
    ],
)
def test_a_band_is_fixed_to_something(prop: dict[str, Any], drawn: list[str]):
    band = {"kind": "band", "round": "hands", **prop}
    assert sorted(name for name in units_of(figure({}, props=[band])) if name.startswith("anchor")) == drawn


def test_a_ring_on_a_post_needs_no_wall():
    band = {"kind": "band", "round": "hips", "anchor": [-80, 40]}
    post = {"kind": "post", "at": -84, "height": 60}
    assert "anchor wall" in units_of(figure({}, props=[band]))
    assert "anchor wall" not in units_of(figure({}, props=[band, post]))


def test_a_rack_is_drawn_low_so_that_the_person_is_large():
    rack = units_of(figure({}, props=[{"kind": "rack", "back": -74, "front": -3, "rail": 39}]))
    assert bounds(rack["rack post near"].outline)[3] < 100


@pytest.mark.parametrize("drill", ["kneeling-hip-extension", "roman-chair-squat", "strap-assisted-squat"])
def test_the_person_is_the_most_of_the_picture(drill: str, library: Any):
    of = next(one.figure for one in library.drills.values() if one.id == drill)
    bodies = [posed(of, position, BUILDS["straight"]) for position in of.positions]
    person = max(body.skull[1] for body in bodies) + 10
    units = prop_units(of.props, bodies[0], VIEWS[of.view])
    assert person > 0.6 * max(bounds(unit.outline)[3] for unit in units)


def test_a_rack_is_safe_to_copy():
    """Its rails end in stops higher than the bar's middle, and its feet reach under the whole rail."""
    rack = {"kind": "rack", "back": -74, "front": -3, "rail": 39}
    units = units_of(figure({}, props=[rack]))
    assert units["rack stop near"].high[1] > units["rack rail near"].high[1] + 3
    assert units["rack foot near"].high[0] > units["rack rail near"].high[0]
    assert isinstance(figure({}, props=[rack]).props[0], RackProp)


def test_the_bar_of_the_roman_chair_lies_in_the_hollow_of_the_knees_on_its_rails(library: Any):
    of = next(one.figure for one in library.drills.values() if one.id == "roman-chair-squat")
    rack, bar, plates = of.props
    for position in of.positions:
        body = posed(of, position, BUILDS["straight"])
        for leg in body.legs.values():
            back = leg.middle[0] - 5.5  # of the skin behind the knee
            assert back - 2.5 - 1.6 < bar.at[0] < back - 2.5 + 1.0
            assert leg.middle[1] - 11 < bar.at[1] < leg.middle[1] - 5
            toes = add(leg.end, scale(leg.tip.f, 19.0))
            assert abs(plates.at - plates.radius - toes[0]) < 4
    assert bar.at[1] - 2.5 == pytest.approx(rack.rail, abs=0.3), "it lies on the rails"
    assert bar.length / 2 > rack.width / 2 + 8, "and reaches over them"


def test_a_handle_of_straps_is_seen_on_both_sides_of_the_hand():
    of = figure({"hand": [30, 121]}, props=[{"kind": "straps", "anchor": [80, 176]}])
    units, body = units_of(of), body_of(of)
    tube = units["straps right handle"]
    x, y = VIEWS["side"].flat(body.arms["right"].held)
    left, low, right, high = bounds(tube.outline)
    assert right - left + high - low > 19
    assert left < x < right
    assert low < y < high


def test_a_towel_is_broad_and_has_hems():
    pose = {"trunk": -90, "pin": "hips", "left": {"legs": "hook-lying"}, "right": {"thigh": 164, "shin": 166}}
    of = figure(pose | {"hand": [-6, 56]}, props=[{"kind": "towel", "round": "right foot"}])
    towel = units_of(of)["towel near"]
    assert sum(len(shape.rings) for shape in towel.details) == 2
    foot = union(tuple(VIEWS["side"].oval(*oval) for oval in body_of(of).chains["right foot"]))
    assert sum(map(area, intersection(towel.outline, foot))) > 20, "it lies across the foot"


def test_a_field_that_came_later_is_said_only_where_it_is_used():
    """Ids of handouts are digests of reprs: those from before stay."""
    plain, used = (
        repr(figure({}, props=[{"kind": "band", "anchor": [80, 90], "round": "hips", **more}]).props[0])
        for more in ({}, {"fixed": "door", "slack": 60})
    )
    assert plain == "BandProp(kind='band', anchor=(80.0, 90.0), round='hips')"
    assert "fixed='door'" in used
    assert "slack=60" in used
    assert "arms" not in repr(figure({}, props=[{"kind": "chair", "at": 40}]).props[0])


def test_a_walking_stick_is_as_long_as_one():
    stick = [{"kind": "stick"}]
    assert said({"right": {"hand": [12, 84, 24]}}, props=stick) == ""
    assert "cm long from the right hand to the floor" in said({"right": {"hand": [30, 130, 20]}}, props=stick)
