"""Tall props are cut short with a break mark, so that the person fills the picture; what they are told is not changed."""

from __future__ import annotations

from typing import Any

from handouts.figures.body import Body
from handouts.figures.camera import VIEWS
from handouts.figures.cuts import tallest
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import bounds
from handouts.figures.posing import posed
from handouts.figures.shapes import Drawing
from handouts.library.load import Library
from tests.figures.test_checks import figure


def breaks(picture: Drawing) -> int:
    """How many white gaps with two waves a picture has."""
    return sum(
        shape.fill == "white" and after.line == "line" and len(after.paths) == 2
        for shape, after in zip(picture.shapes, picture.shapes[1:], strict=False)
    )


def test_the_person_takes_six_tenths_of_every_picture_with_props_taller_than_it(library: Library):
    for name in ("strap-assisted-squat", "wall-sit", "calf-stretch-wall", "roman-chair-squat"):
        drill = library.drills[name, "en"]
        assert drill.figure
        bodies = [posed(drill.figure, position, BUILDS["straight"]) for position in drill.figure.positions]
        for body, picture in zip(bodies, draw(drill.figure), strict=True):
            assert height_of(body, drill.figure.view) >= 0.6 * picture.height, name
        assert max(height_of(body, drill.figure.view) for body in bodies) > 0.84 * picture.height, name


def height_of(body: Body, view: str) -> float:
    rings = [VIEWS[view].oval(*oval) for chain in body.chains.values() for oval in chain]
    _, low, _, high = bounds(rings)
    return high - low


def posts(height: float, **pose: Any) -> Drawing:
    props = [
        {"kind": "post", "at": 60, "height": height},
        {"kind": "band", "round": "hands", "anchor": [58, height - 5]},
    ]
    return draw(figure({"upper": 60, "fore": 60, **pose}, props=props, supported=True))[0]


def test_a_tall_post_is_cut_and_says_so():
    low, tall = posts(150), posts(300)
    assert breaks(low) == 0
    assert breaks(tall) == 1
    assert tall.height < 255
    assert low.top < tall.top


def test_a_post_that_is_not_much_taller_is_whole():
    top = tallest([posed(figure({}), figure({}).positions[0], BUILDS["straight"])], VIEWS["side"])
    assert breaks(posts(top - 2)) == 0
    assert breaks(posts(top + 12)) == 1


def test_a_wall_needs_no_mark():
    (picture,) = draw(figure({}, props=[{"kind": "wall", "at": 40, "height": 290}]))
    assert breaks(picture) == 0
    assert picture.height < 255
