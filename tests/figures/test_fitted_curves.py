"""Curves in place of points: near what they stand for, smooth where it is, cornered where it is, the same for all."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.figures.camera import VIEWS
from handouts.figures.curves import Trace, flattened, part_of_trace
from handouts.figures.draw import draw
from handouts.figures.fitting import CLOSE, fitted
from handouts.figures.measures import BUILDS
from handouts.figures.outline import P2, ellipse, hull, smoothed, union
from handouts.figures.posing import posed
from handouts.figures.scene import Scene
from handouts.figures.shapes import DETAIL, FAR, INNER, OUTER, Drawing
from handouts.figures.theme import BASE, LARGE, TINY, line_width, make_theme
from handouts.library.load import Library
from handouts.write.pdf.figures import figure_object
from tests.figures.test_checks import figure

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def away(point: P2, line: tuple[P2, ...]) -> float:
    """How far a point is from a line of points."""
    best = math.inf
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        dx, dy = x2 - x1, y2 - y1
        size = dx * dx + dy * dy
        part = 0.0 if size == 0 else max(0.0, min(1.0, ((point[0] - x1) * dx + (point[1] - y1) * dy) / size))
        best = min(best, math.dist(point, (x1 + part * dx, y1 + part * dy)))
    return best


def turns(trace: Trace) -> list[float]:
    """How much a closed path turns where two of its steps meet, degrees."""
    found, steps = [], list(trace[1:])
    for index, step in enumerate(steps):
        before, at, after = trace[index], step[-2:], steps[(index + 1) % len(steps)]
        come = step[2:4] if len(step) == 6 else before[-2:]
        go = after[:2]
        one, other = (at[0] - come[0], at[1] - come[1]), (go[0] - at[0], go[1] - at[1])
        found.append(
            math.degrees(math.atan2(one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1]))
        )
    return found


@given(st.floats(1, 18), st.floats(0.4, 1), st.floats(-0.3, 0.3))
def test_an_ellipse_is_a_few_smooth_curves(wide: float, flat: float, lean: float):
    high = wide * flat
    ring = ellipse(3, 4, wide * wide, lean * wide * high, high * high)
    trace = fitted(ring, closed=True)
    assert trace[0] == trace[-1][-2:]
    assert all(away(point, flattened(trace)) < 1.5 * CLOSE for point in ring)
    assert len(trace) <= 9
    if high > 2:
        assert max(map(abs, turns(trace))) < 6


RINGS = st.lists(st.tuples(st.floats(2, 30), st.floats(0.3, 1)), min_size=5, max_size=40)


@given(RINGS)
def test_a_curve_stays_near_any_outline(spokes: list[tuple[float, float]]):
    size = sum(part for _, part in spokes)
    at, ring = 0.0, []
    for radius, part in spokes:
        ring.append((radius * math.cos(at), radius * math.sin(at)))
        at += part / size * 2 * math.pi
    line = flattened(fitted(ring, closed=True))
    assert all(away(point, line) < 1.5 * CLOSE for point in ring)


def test_corners_stay_corners():
    assert fitted(SQUARE, closed=True) == (*SQUARE, SQUARE[0])
    rounded_box = smoothed((SQUARE,), 1.0)
    assert sum(abs(turn) > 45 for turn in turns(fitted(rounded_box[0], closed=True))) == 4


def test_long_straight_lines_stay_straight():
    tube = hull((*ellipse(0, 0, 25, 0, 25), *ellipse(60, 10, 9, 0, 9)))
    trace = fitted(tube, closed=True)
    for point in tube:
        assert away(point, flattened(trace)) < CLOSE
    assert sum(len(step) == 2 for step in trace) >= 3, "a start, and two sides"


@given(st.integers(0, 23), st.integers(3, 20))
def test_part_of_a_curve_is_the_same_curve(start: int, count: int):
    ring = ellipse(0, 0, 200, 30, 90)
    whole = fitted(ring, closed=True)
    line = [ring[(start + step) % 24] for step in range(count)]
    part = flattened(part_of_trace(whole, line), 0.001)
    for point in part:
        assert away(point, flattened(whole, 0.001)) < 0.02
    for point in line:
        assert away(point, part) < 1.5 * CLOSE


@pytest.fixture(scope="module")
def drawings(pictures: dict[str, tuple[Drawing, ...]]) -> list[Drawing]:
    return [one for found in pictures.values() for one in found]


@pytest.fixture(scope="module")
def whole(library: Library, pictures: dict[str, tuple[Drawing, ...]]) -> list[Drawing]:
    """Without close-ups, whose few lines end where the picture does."""
    figures = {drill.id: drill.figure for drill in library.drills.values() if drill.figure}
    return [one for name, found in pictures.items() if not figures[name].frame for one in found]


def test_pictures_are_made_of_curves_and_small(drawings: list[Drawing], whole: list[Drawing]):
    theme = make_theme()
    for one in whole:
        assert sum(len(step) == 6 for shape in one.shapes for path in shape.paths for step in path) > 100
    for one in drawings:
        assert len(figure_object(one, theme, line_width(one, 45))) <= 5_000
    mean = sum(len(figure_object(one, theme, line_width(one, 45))) for one in drawings) / len(drawings)
    assert mean < 3_700, "with fingers, brows and a cuff that trousers show"


def test_lines_have_few_weights(drawings: list[Drawing]):
    for one in drawings:
        weights = {shape.weight for shape in one.shapes if shape.line and shape.line != "white"}
        assert weights <= {OUTER, INNER, DETAIL, FAR}


def test_the_far_side_is_lighter_and_its_lines_thinner(drawings: list[Drawing]):
    seen = [shape for one in drawings for shape in one.shapes if shape.line == "line far"]
    assert seen
    assert {shape.weight for shape in seen} == {FAR}
    for art in ("colour", "mono"):
        roles = make_theme(art=art).as_dict()
        for role in ("skin", "shirt", "shorts"):
            assert int(roles[f"{role} far"][1:], 16) >= int(roles[role][1:], 16)


@pytest.mark.parametrize("height", [30, 38, 45, 60])
def test_lines_are_as_heavy_on_every_picture_of_a_sheet(drawings: list[Drawing], height: float):
    for one in drawings:
        points = line_width(one, height) * height * 72 / 25.4 / one.height
        if TINY < height * 72 / 25.4 / one.height < LARGE:
            assert points == pytest.approx(BASE, rel=0.06)


def test_what_is_filled_and_inked_is_one_curve(whole: list[Drawing]):
    """The steps of the lines round a body are steps of the fillings: they cannot run apart."""
    for one in whole:
        filled = {step for shape in one.shapes if shape.fill for path in shape.paths for step in path}
        inked = [step for shape in one.shapes if shape.weight == OUTER for path in shape.paths for step in path]
        assert sum(step in filled for step in inked) > 0.5 * len(inked)


def test_the_back_of_a_bent_knee_is_round():
    tube = hull((*ellipse(0, 0, 36, 0, 36), *ellipse(0, 30, 25, 0, 25)))
    other = hull((*ellipse(0, 0, 30, 0, 30), *ellipse(28, 4, 16, 0, 16)))
    bent = union((tube, other))
    assert min(turns(fitted(bent[0], closed=True))) < -40, "a V without a filling"
    assert min(turns(fitted(smoothed(bent, 2.5)[0], closed=True))) > -10


def test_a_bent_limb_of_a_picture_has_no_notch_at_the_back_of_its_knee(library: Library):
    """In place of a V between thigh and shin there is an arc: no inner corner on the silhouette near the joint."""
    drill = library.drills["kneeling-hip-extension", "en"]
    assert drill.figure
    body = posed(drill.figure, drill.figure.positions[1], BUILDS["straight"])
    scene = Scene(body, VIEWS[drill.figure.view], [])
    knee = scene.camera.flat(body.legs["right"].middle)
    outline = union(
        tuple(ring for unit in scene.units if unit.name in ("right thigh", "right shin") for ring in unit.outline)
    )
    near = [
        turn
        for ring in outline
        for step, turn in zip(fitted(ring, closed=True)[1:], turns(fitted(ring, closed=True)), strict=True)
        if math.dist((step[-2], step[-1]), knee) < 12
    ]
    assert near
    assert min(near) > -25


def test_what_does_not_move_is_found_once_for_all_positions_of_a_figure():
    chair = {"kind": "chair", "at": -15}
    first, second = draw(figure({}, {"upper": 60, "fore": 60}, props=[chair]))
    seats = [
        [path for shape in one.shapes if shape.fill == "wood light" for path in shape.paths] for one in (first, second)
    ]
    assert seats[0]
    assert all(one is other for one, other in zip(*seats, strict=True))
