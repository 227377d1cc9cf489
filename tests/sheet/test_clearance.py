"""Collisions: each rule finds what breaks it, and no sheet of the library's drills breaks any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.figures.shapes import Drawing
from handouts.library.assets import Asset
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Blank, Block, Box, Disc, Group, Image, Mark, Page, Placed, Polygon, Rect, Sheet, Text
from handouts.sheet.clearance import collisions, standing
from handouts.sheet.look import Look
from handouts.sheet.own import own_blocks
from handouts.sheet.page import page_frame
from handouts.sheet.painted import inks_of, near_polygon
from handouts.sheet.refused import CollidingError, refuse_collisions
from tests.conftest import LAYOUTS

PHOTO = Asset("raster", 100, 100, "0" * 64, b"")
DRAWN = Drawing((), (0.0, 0.0, 100.0, 200.0), (), (), "x", top=100.0)
"""Its lower half shows something."""
DRILLS = sorted(drill for drill, language in load_library().drills if language == "en")
PROGRAMS = sorted(program for program, _ in load_library().programs)


@pytest.fixture(scope="module")
def look(press: Press) -> Look:
    return Look(press.library.layout("standard"), page_frame("a4"), press.faces)


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
        (Rect(150, 20, 40, 2, "tint"), 1.0),
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
    assert found(look, Rect(60, 19, 20, 0.8, "primary"), down=10, part="header")


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


# Whole sheets


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_moved_onto_something_else_is_found(
    planner: Planner, press: Press, make_order: Callable[..., Order], layout: str
):
    """The check is no formality on a real sheet: every picture and every box that is moved is found."""
    handout = planner.plan(make_order(layout=layout, items=("hip-strength",)))[0]
    sheet, look = press.sheet(handout), press._look(handout)
    known = len(list(collisions(sheet, look)))
    moved = 0
    for at, page in enumerate(sheet.pages):
        for nth, placed in enumerate(page.blocks):
            marks = list(placed.block.flat())
            texts = [mark for mark in marks if isinstance(mark, Text) and mark.role != "white"]
            for mark in [one for one in marks if isinstance(one, (Box, Image))][:3] if len(texts) > 3 else []:
                moved += 1
                onto = replace(mark, x=texts[-1].x, y=texts[-1].y - 3)
                block = Block(placed.block.height, (*marks, onto))
                blocks = (*page.blocks[:nth], replace(placed, block=block), *page.blocks[nth + 1 :])
                pages = (*sheet.pages[:at], replace(page, blocks=blocks), *sheet.pages[at + 1 :])
                assert len(list(collisions(replace(sheet, pages=pages), look))) > known
    assert moved


def test_a_sheet_that_collides_is_refused_in_words(planner: Planner, press: Press, make_order: Callable[..., Order]):
    handout = planner.plan(make_order(items=("hip-strength",), note="Do not tell anyone."))[0]
    sheet, look = press.sheet(handout), press._look(handout)
    page = sheet.pages[0]
    drill = next(placed for placed in page.blocks if placed.part == "drill")
    note = next(placed for placed in page.blocks if placed.slot and placed.slot.part.kind == "note")

    def over(placed: Placed) -> Placed:
        picture = Image(42, 3, 40, 10, PHOTO)
        return replace(placed, block=Block(placed.block.height, (*placed.block.items, picture), name=placed.block.name))

    blocks = tuple(over(placed) if placed in (drill, note) else placed for placed in page.blocks)
    with pytest.raises(HandoutsError) as raised:
        refuse_collisions(replace(sheet, pages=(replace(page, blocks=blocks),)), look)
    assert isinstance(raised.value, CollidingError)
    problems = {problem.message.partition(" cannot")[0]: problem for problem in raised.value.problems}
    assert f"the drill “{drill.block.name}”" in problems
    assert "the note" in problems
    said = str(problems["the note"])
    assert said.startswith("layout: the note cannot be set on the layout “Standard”: on page 1, ")
    assert "a picture" in said
    assert "another layout" in said
    assert "tell" not in str(raised.value), "what is a patient's own is not said"


@pytest.fixture(scope="module")
def presses(library: Library) -> dict[str, tuple[Planner, Press]]:
    """A brand with a wide logo, one with another, and a clinic without any."""
    bare = replace(library, clinic=replace(library.clinic, logo=None, phone="", email="", tagline=""))
    brands = {"wide": library, "other": load_library(brand="northgate").checked(), "bare": bare}
    return {name: (Planner(one), Press(one)) for name, one in brands.items()}


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORD = st.sampled_from(
    ["slow", "tall", "breathe", "Physiotherapie-Nachbehandlung", "twice,", "(left)", "30", "seconds", "gently.", "a"]
)
PEOPLE = st.fixed_dictionaries({
    "items": st.one_of(
        st.lists(st.sampled_from(DRILLS), min_size=1, max_size=10, unique=True).map(tuple),
        st.sampled_from(PROGRAMS).map(lambda program: (program,)),
    ),
    "layout": st.sampled_from(LAYOUTS),
    "paper": st.sampled_from(["a4", "letter"]),
    "days": st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: tuple(day for day in DAYS if day in days)),
    "times": st.sampled_from([("day",), ("morning", "evening"), ("morning", "midday", "evening"),
                              ("morning", "midday", "afternoon", "evening")]),
    "side": st.sampled_from(["left", "right", "both"]),
    "week": st.integers(1, 3),
    "start": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    "patient": st.sampled_from(["Jo", "Mei Tan", "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya", "X" * 110,
                                "Nguyễn Thị Ánh", "Ángeles Ñúñez"]),
    "note": st.lists(WORD, max_size=200).map(" ".join),
})  # fmt: skip
"""Anyone's handout of the library's own drills."""


def is_clear(presses: dict[str, tuple[Planner, Press]], brand: str, order: Order) -> None:
    planner, press = presses[brand]
    handout = planner.plan(order)[0]
    sheet, look = press.sheet(handout), press._look(handout)
    wrong = [
        (one.page, round(one.gap, 2), one.one.kind, one.one.mark, one.other and one.other.mark)
        for one in collisions(sheet, look)
    ]
    assert not wrong


NAMES = st.text("abcdefghijklmnopqrstuvwxyzMWÉỄßđ -’", min_size=1, max_size=40).map(str.strip).filter(bool)
SAYINGS = st.lists(WORD, max_size=60).map(" ".join)


@settings(max_examples=60)
@given(NAMES, NAMES, SAYINGS, st.sampled_from(LAYOUTS), st.sampled_from(["a4", "letter"]))
def test_a_patient_fits_on_the_sheet_of_one_who_is_alike(
    planner: Planner,
    press: Press,
    make_order: Callable[..., Order],
    name: str,
    other: str,
    note: str,
    layout: str,
    paper: str,
):
    """Their texts alone are written, where those of the first patient stood: no other check sees them."""
    order = make_order(items=("low-back",), layout=layout, paper=paper, patient=name, note=note)
    first = planner.plan(order)[0]
    second = planner.plan(replace(order, patient=other, note=" ".join(reversed(note.split()))))[0]
    look = press._look(first)
    own = own_blocks(second, look)
    assume(own.shape == own_blocks(first, look).shape)  # else they have sheets of their own
    sheet = press.sheet(first)
    pages = tuple(
        replace(
            page,
            blocks=tuple(
                replace(placed, block=own.block(placed.slot)) if placed.slot else placed for placed in page.blocks
            ),
        )
        for page in sheet.pages
    )
    assert not [one for one in collisions(replace(sheet, pages=pages), look) if one.placed and one.placed.slot]
    assert len(list(collisions(replace(sheet, pages=pages), look))) == len(list(collisions(sheet, look)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("times", [("day",), ("morning", "evening")])
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_shipped_programs_are_clear(
    presses: dict[str, tuple[Planner, Press]],
    make_order: Callable[..., Order],
    layout: str,
    paper: str,
    times: tuple[str, ...],
    program: str,
):
    for week in (1, 3):
        is_clear(presses, "wide", make_order(items=(program,), layout=layout, paper=paper, times=times, week=week))


@settings(max_examples=40)
@given(PEOPLE, st.sampled_from(["wide", "other", "bare"]))
def test_anyone_s_sheet_is_clear(
    presses: dict[str, tuple[Planner, Press]], make_order: Callable[..., Order], wanted: dict[str, Any], brand: str
):
    is_clear(presses, brand, make_order(**wanted))


@pytest.mark.slow
@settings(max_examples=600)
@given(PEOPLE, st.sampled_from(["wide", "other", "bare"]))
def test_many_sheets_are_clear(
    presses: dict[str, tuple[Planner, Press]], make_order: Callable[..., Order], wanted: dict[str, Any], brand: str
):
    is_clear(presses, brand, make_order(**wanted))
