"""Collisions: each rule finds what breaks it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from handouts.figures.shapes import Drawing
from handouts.library.assets import Asset
from handouts.plan.joins import joins_of
from handouts.runs.press import Press
from handouts.sheet import refused
from handouts.sheet.blocks import (
    Blank,
    Block,
    Box,
    Code,
    Corner,
    Disc,
    Group,
    Image,
    Mark,
    Page,
    Placed,
    Polygon,
    Rect,
    Sheet,
    Text,
)
from handouts.sheet.clearance import collisions, standing
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.sheet.painted import InkKind, inks_of, near_polygon

PHOTO = Asset("raster", 100, 100, "0" * 64, b"")
DRAWN = Drawing((), (0.0, 0.0, 100.0, 200.0), (), (), "x", top=100.0)
"""Its lower half shows something."""


@pytest.fixture(scope="module")
def look(press: Press) -> Look:
    return Look(press.library.layout("standard"), page_frame("a4"), press.faces, joins_of(press.desk_words))


def found(look: Look, *marks: Mark, height: float = 60.0, down: float = 100.0, part: Any = "drill") -> list[Any]:
    """The collisions of one block on a page, each as the kinds of ink with their distance."""
    placed = Placed(down, Block(height, marks), part=part)
    sheet = Sheet(210, 297, (Page(1, (placed,)),))
    return [(one.one.kind, one.other and one.other.kind, round(one.gap, 2)) for one in collisions(sheet, look)]


def group(tag: str, *marks: Mark) -> Group:
    return Group(tag, marks)


def cap(look: Look, size: float) -> float:
    return look.faces.cap * size * 25.4 / 72


# The rules, one by one


@pytest.mark.parametrize(
    ("ink", "kinds"),
    [
        (Rect(60, 20, 20, 0.8, "primary"), ("text", "fill")),
        (Rect(60, 20, 20, 5, "stop"), ("text", "fill")),
        (Disc(70, 25, 5, "primary"), ("text", "fill")),
        (Disc(70, 25, 5, "primary", 0.8), ("text", "fill")),
        (Polygon(((60, 20), (80, 20), (70, 30)), "stop"), ("text", "fill")),
        (Image(60, 20, 20, 20, PHOTO), ("text", "picture")),
        (Text(60, 20, "Over", 12), ("text", "text")),
    ],
)
def test_text_keeps_a_millimetre_off_ink(look: Look, ink: Mark, kinds: tuple[str, str]):
    top = 20 - cap(look, 12) if isinstance(ink, Text) else 20
    assert not found(look, ink, Text(60, top - 1.0, "HIM", 12))
    ((one, other, gap),) = found(look, ink, Text(60, top - 0.7, "HIM", 12))
    assert {one, other} == set(kinds)
    assert gap == pytest.approx(0.7, abs=0.05)
    assert found(look, ink, Text(62, 23, "Over", 12)) or kinds == ("text", "fill")
    assert found(look, Text(62, 23, "Under", 12), ink), "ink that is painted later is no ground to stand on"


ALL_KINDS = {
    "text": lambda x, y: Text(x, y + 5, "Over", 12),
    "fill": lambda x, y: Rect(x, y, 20, 5, "stop"),
    "tint": lambda x, y: Rect(x, y, 20, 5, "tint"),
    "hair": lambda x, y: Rect(x, y, 20, 0.2, "hair"),
    "picture": lambda x, y: Image(x, y, 20, 20, PHOTO),
    "box": lambda x, y: Box(x, y, "d1_mon_s1_t1"),
    "blank": lambda x, y: Blank(x, y, 20, 6, "pain", ""),
}


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("other", ["code", "corner"])
def test_nothing_comes_near_codes_and_marks(look: Look, kind: str, other: str):
    """A reader needs white round them; a mark asks less, but a box keeps others off by itself."""
    make = ALL_KINDS[kind]
    mark, edge = (Code(30, 20, 16, "-"), 46) if other == "code" else (Corner(30, 20, 8), 38)
    clear = 2.5 if other == "code" else 1.0
    assert not found(look, mark, make(edge + clear + 0.1, 22))
    ((one, two, gap),) = found(look, mark, make(edge + clear - 0.2, 22))
    assert ({one, two}, gap) == ({kind, other}, pytest.approx(clear - 0.2, abs=0.02))


def test_letters_below_the_line_count(look: Look):
    rule = Rect(60, 20, 20, 0.8, "primary")
    assert not found(look, rule, Text(60, 18.9, "HIM", 12))
    assert found(look, rule, Text(60, 18.9, "Hip", 12))
    assert not found(look, Rect(60, 10, 20, 0.8, "primary"), Text(60, 11.9 + cap(look, 12), "HIM", 12))
    assert found(look, Rect(60, 10, 20, 0.8, "primary"), Text(60, 11.9 + cap(look, 12), "ÉLAN", 12))


def test_text_on_its_own_fill_is_meant(look: Look):
    pill = Rect(60, 20, 30, 6, "accent")
    assert not found(look, pill, Text(62, 24, "Hold", 12))
    assert found(look, pill, Text(84, 24, "Hold", 12)), "it stands out on the right"
    assert found(look, pill, Text(62, 27, "Hold", 12)), "it stands out below"


def test_a_callout_s_line_lies_on_its_picture_and_ends_before_its_words(look: Look):
    picture, line = Image(60, 20, 20, 20, PHOTO), Polygon(((70, 30), (84, 30), (84, 30.3), (70, 30.3)), "ink")
    assert not found(look, group("Figure", picture, line, Text(85.1, 31, "knee", 10)))
    assert found(look, group("Figure", picture, line, Text(84.3, 31, "knee", 10))) == [("text", "fill", 0.3)]
    assert found(look, group("Figure", picture), line) == [("picture", "fill", -10.0)]


def test_a_slanting_line_is_near_only_where_it_is(look: Look):
    slant = Polygon(((60, 20), (90, 50), (90, 50.4), (60, 20.4)), "ink")
    assert not found(look, slant, Text(80, 28, "far", 12))
    assert found(look, slant, Text(72, 35, "on it", 12))
    text, ink = inks_of(Block(60, (Text(80, 28, "far", 12), slant)), look.faces)
    assert near_polygon(text, ink, 10)
    assert not near_polygon(text, ink, 1)
    assert near_polygon(
        text._replace(top=text.top + 30, bottom=text.bottom + 30), ink._replace(top=50, bottom=80.4), 10
    )


def test_the_empty_room_over_a_drawing_is_none_of_it(look: Look):
    picture = Image(60, 10, 20, 40, DRAWN)
    assert not found(look, picture, Text(60, 28.9, "HIM", 12))
    assert found(look, picture, Text(60, 29.5, "HIM", 12))


def test_pictures_keep_off_each_other(look: Look):
    one = Image(60, 10, 20, 20, PHOTO)
    assert not found(look, one, Image(80, 10, 20, 20, PHOTO))
    assert found(look, one, Image(79, 10, 20, 20, PHOTO)) == [("picture", "picture", -1.0)]


@pytest.mark.parametrize(
    "ink",
    [
        Text(60, 20, "HIM", 12),
        Rect(60, 20, 20, 0.8, "primary"),
        Rect(60, 20, 20, 8, "tint"),
        Rect(60, 20, 20, 8, "rest"),
        Rect(60, 20, 20, 0.2, "hair"),
        Disc(65, 25, 5, "primary"),
        Image(60, 20, 20, 20, PHOTO),
        Blank(60, 20, 20, 8, "pain", "pain"),
        Box(60, 20, "other"),
    ],
)
def test_nothing_is_printed_within_two_and_a_half_of_a_box(look: Look, ink: Mark):
    top = 20 - cap(look, 12) if isinstance(ink, Text) else 20
    assert not found(look, ink, Box(60, top - 4.5 - 2.5, "box"))
    ((one, other, gap),) = found(look, ink, Box(60, top - 4.5 - 2.3, "box"))
    assert "box" in (one, other)
    assert gap == pytest.approx(2.3)


def test_white_is_no_ink(look: Look):
    assert not found(look, Rect(60, 20, 20, 5, "white"), Disc(70, 22, 3, "white"), Text(59, 22, "text", 12))
    assert not found(look, Text(60, 20, "text", 12), Text(60, 20, "  ", 12))


def test_lines_of_a_paragraph_stand_close_and_others_do_not(look: Look):
    high = cap(look, 12)
    lines = Text(60, 20, "HIM", 12), Text(60, 20 + high + 0.5, "HIM", 12)
    assert not found(look, group("P", *lines))
    assert found(look, group("P", lines[0]), group("P", lines[1])) == [("text", "text", 0.5)]
    assert found(look, group("P", lines[0], Text(60, 20 + high - 0.5, "HIM", 12))) == [("text", "text", -0.5)]


def test_only_a_row_s_name_lies_across_rest_days(look: Look):
    column, name = Rect(80, 10, 8, 40, "rest"), Text(60, 30, "Morning. Hold each one 10 seconds.", 12, True)
    assert not found(look, column, group("TH", name))
    assert found(look, column, group("P", name))
    day = group("TH", Text(74, 30, "Mon", 12, True), Text(83, 30, " 23", 12))
    assert found(look, column, day)


def test_labels_of_a_day_stand_apart(look: Look):
    wide = look.faces.width("3 s", True) * 10 * 25.4 / 72
    first = Text(60, 20, "3 s", 10, True)
    assert not found(look, group("TD", first, Text(60 + wide + 0.9, 20, "3 s", 10, True)))
    assert found(look, group("TD", first, Text(60 + wide + 0.7, 20, "3 s", 10, True)))
    assert not found(look, group("P", first, Text(60 + wide + 0.1, 20, "3 s", 10, True)))


@pytest.mark.parametrize(
    ("mark", "out"),
    [
        (Text(20.5, 20, "text", 12), 0.5),
        (Text(188, 20, "text", 12), None),
        (Rect(150, 20, 40, 2, "tint"), 0),
        (Rect(150, 20, 42, 2, "tint"), 3.0),
        (Rect(150, 20, 40, 2, "primary"), 1.0),
        (group("TD", Text(19.8, 20, "3 s", 12)), 0),
        (group("TD", Text(19.0, 20, "3 s", 12)), 2.0),
        (Rect(60, -1, 20, 2, "primary"), 1.0),
        (Rect(60, 58.5, 20, 2, "primary"), 0.5),
        (Text(60, 59.9, "gap", 12), None),
        (Text(60, 58, "gap", 12), 0),
    ],
)
def test_all_stands_within_the_margins_and_its_block(look: Look, mark: Mark, out: float | None):
    wrong = found(look, mark)
    assert len(wrong) == (out != 0)
    if out:
        assert wrong[0][1:] == (None, pytest.approx(out, abs=0.07))


def test_blocks_stand_within_the_body(look: Look):
    rule = Rect(60, 0, 20, 0.8, "primary")
    assert not found(look, rule, down=30.5)
    assert found(look, rule, down=29.5)
    assert not found(look, rule, down=268.2)
    assert found(look, rule, down=268.7)
    assert not found(look, rule, down=271, part="footer"), "the foot has a band of its own"
    assert found(look, rule, down=271 + 17, part="footer") == []  # and counts from its own top
    assert found(look, Rect(60, 16, 20, 0.8, "primary"), down=271, part="footer")
    assert found(look, Rect(60, 19, 20, 0.8, "primary"), down=10, part="header", height=16)
    assert not found(look, Rect(60, 19, 20, 0.8, "primary"), down=10, part="header", height=24)


def test_blocks_keep_off_each_other(look: Look):
    text, rule, box = (
        Block(10, (Text(60, 9, "HIM", 12),)),
        Block(10, (Rect(60, 0, 20, 0.8, "primary"),)),
        Block(10, (Box(60, 5.5, "a"),)),
    )

    def between(*placed: tuple[float, Block]) -> int:
        page = Page(1, tuple(Placed(y, block, part="drill") for y, block in placed))
        return len(list(collisions(Sheet(210, 297, (page,)), look)))

    assert between((100, text), (110, rule)) == 0
    assert between((100, text), (109.8, rule)) == 1
    assert between((109.8, rule), (100, text)) == 1
    assert between((100, box), (112.5, rule)) == 0
    assert between((100, box), (112.3, rule)) == 1
    assert between((100, text), (101, rule), (130, rule)) == 0
    assert between((100, text), (100, text)) == 1


def test_a_shared_tail_is_looked_at_once_and_counts(look: Look):
    grid = Block(40, (Box(60, 20, "a"), Text(60, 36, "3 s", 12)))
    over = (Rect(60, 0, 20, 8, "tint"), Text(62, 6, "Do this", 12))
    whole = Block(40, (*over, *grid.items), tail=grid)
    assert not standing(whole, look).wrong
    assert grid in look.standing
    low = Block(40, (Rect(60, 0, 20, 18, "tint"), *grid.items), tail=grid)
    assert [{one.one.kind, one.other.kind} for one in standing(low, look).wrong if one.other] == [{"tint", "box"}]
    bad = Block(40, (Box(60, 20, "a"), Text(60, 26, "3 s", 12)))
    assert len(standing(Block(40, (*over, *bad.items), tail=bad), look).wrong) == 1


def test_whatever_collides_has_a_name_to_be_told_by():
    assert set(refused._INKS) == set(get_args(InkKind))
