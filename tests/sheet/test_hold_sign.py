"""A position that is held has a small stopwatch with a pause, at a quiet place of its picture. All measures mm."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.figures.callouts import PlacedNote, room_of
from handouts.figures.draw import draw, mirrored
from handouts.figures.outline import bounds, intersection, union
from handouts.figures.person import Person
from handouts.figures.quiet import quiet_place
from handouts.figures.shapes import Drawing
from handouts.library.load import Library
from handouts.plan.handout import Picture, Posed
from handouts.sheet.blocks import MM, Disc, Image, Mark, Pad, Text
from handouts.sheet.look import Look
from handouts.sheet.panels import fitted, panels
from handouts.sheet.pictures import pictures
from tests.figures.test_checks import figure
from tests.sheet.test_drill_choices import look_of

HELD = ("kneeling-hip-extension", "hinge-with-dowel", "wall-sit", "calf-stretch-wall", "plank", "hamstring-stretch")
Square = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def shown(library: Library, name: str, hold: str = "Hold 3 s", *, left: bool = False) -> tuple[Picture, ...]:
    """The pictures of a drill, the last one held."""
    of = library.drills[name, "en"].figure
    assert of
    found = [
        Picture(Posed(of, at, Person(), left), one.step, one.caption, one.alt) for at, one in enumerate(of.positions)
    ]
    return (*found[:-1], replace(found[-1], hold=hold))


def marks_of(every: tuple[Picture, ...], look: Look, width: float = 66.0, most: float = 40.0) -> list[Mark]:
    pad = Pad()
    found = panels(every, look)
    pictures(pad, found, look, 20.0, 0.0, width, fitted(found, look, width, most, 200.0))
    return list(pad.block().flat())


def signs(marks: list[Mark]) -> list[Square]:
    """Where the signs are, by their rings: outlined discs on white ones."""
    found = []
    for under, ring in itertools.pairwise(marks):
        if isinstance(under, Disc) and under.role == "white" and isinstance(ring, Disc) and ring.role == "primary":
            size = under.radius / 0.43
            left, top = ring.x - size / 2, ring.y - 0.56 * size
            found.append((left, top, left + size, top + size))
    return found


def apart(one: Square, other: Square) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("left", [False, True])
def test_a_held_position_has_one_sign_off_the_figure_and_off_all_words(library: Library, name: str, *, left: bool):
    for layout in ("standard", "cards"):
        look = look_of(library, layout, "a4")
        marks = marks_of(shown(library, name, left=left), look)
        (sign,) = signs(marks)
        assert 2.9 <= sign[2] - sign[0] <= 4.5
        picture = [mark for mark in marks if isinstance(mark, Image)][-1]
        assert isinstance(picture.asset, Drawing)
        scale = picture.h / picture.asset.height

        def on_paper(point: tuple[float, float], of: Image = picture, by: float = scale) -> tuple[float, float]:
            box = of.asset.box  # type: ignore[union-attr]  # looked at above
            return of.x + (point[0] - box[0]) * by, of.y + (box[3] - point[1]) * by

        drawn = (*picture.asset.body, *(r for s in picture.asset.shapes if s.fill == "arrow" for r in s.rings))
        outline = union(tuple(tuple(on_paper(point) for point in ring) for ring in drawn))
        corners = ((sign[0], sign[1]), (sign[2], sign[1]), (sign[2], sign[3]), (sign[0], sign[3]))
        assert not intersection(outline, (corners,)), (name, layout)
        for mark in marks:
            if isinstance(mark, Text):
                high = look.faces.cap * mark.size / MM
                wide = look.faces.width(mark.text.rstrip(), mark.strong) * mark.size / MM
                assert apart(sign, (mark.x, mark.y - high, mark.x + wide, mark.y)), mark.text
        for other in (mark for mark in marks if isinstance(mark, Image) and mark is not picture):
            assert apart(sign, (other.x, other.y, other.x + other.w, other.y + other.h))


def test_without_a_hold_there_is_no_sign(library: Library):
    look = look_of(library, "standard", "a4")
    assert signs(marks_of(shown(library, "wall-sit", ""), look)) == []


def test_a_stamp_has_none_and_a_small_picture_a_small_one(library: Library):
    look = look_of(library, "standard", "a4")
    (large,) = signs(marks_of(shown(library, "wall-sit"), look, most=60))
    assert large[2] - large[0] == pytest.approx(4.4, abs=0.05)
    assert signs(marks_of(shown(library, "wall-sit"), look, most=10)) == []


@settings(max_examples=25, deadline=None)
@given(st.floats(4, 30), st.floats(0, 40), st.floats(-60, 60), st.floats(0, 170), st.integers(0, 2))
def test_a_quiet_place_is_free_of_figure_and_call_outs(size: float, beyond: float, x: float, y: float, which: int):
    picture = PICTURES[which]
    note = PlacedNote(x, y, x + 30, y + 12, (x, y), (0.0, 100.0), 0)
    found = quiet_place(picture, [size], beyond, [note])
    if found is None:
        return
    (left, high), _ = found
    assert not room_of(picture).covered(left, high - size, left + size, high)
    assert apart((left, -high, left + size, size - high), (x, -y - 12, x + 30, -y))
    assert picture.box[0] <= left
    assert left + size <= picture.box[2] + beyond + 1e-6
    assert picture.box[1] <= high - size
    assert high <= min(picture.top + 1.0, picture.box[3])


PICTURES = [
    draw(figure({"arms": "forward"}))[0],
    mirrored(draw(figure({"arms": "forward"}))[0]),
    draw(figure({}, frame="head"))[0],
]


def test_the_largest_size_that_fits_is_taken_and_none_where_all_is_full():
    picture = PICTURES[0]
    (_, large), (_, small) = (quiet_place(picture, sizes, 0.0, []) or ((0, 0), 0.0) for sizes in ((20, 5), (80, 5)))
    assert (large, small) == (20, 5)
    left, low, right, high = picture.box
    everywhere = PlacedNote(left - 50, low - 50, right + 50, high + 50, (left, low), (left, low), 0)
    assert quiet_place(picture, [4.0], 0.0, [everywhere]) is None
    assert bounds(picture.body)[3] <= picture.top
