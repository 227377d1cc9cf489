"""Whole sheets: none of the library's own drills collides with anything, whoever it is for; what would is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.library.assets import Asset
from handouts.library.load import Library, load_library
from handouts.orders.decided import Followed
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Block, Box, Image, Placed, Text
from handouts.sheet.clearance import collisions
from handouts.sheet.own import own_blocks
from handouts.sheet.refused import CollidingError, refuse_collisions
from tests import shelves
from tests.conftest import LAYOUTS

PHOTO = Asset("raster", 100, 100, "0" * 64, b"")
DRILLS = sorted(drill for drill, language in load_library().drills if language == "en")
PROGRAMS = sorted(program for program, _ in load_library().programs)


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
    """A brand with a logo, one with another, a clinic without any or a phone, and one all in black."""
    bare = replace(library, clinic=replace(library.clinic, logo=None, phone="", email="", tagline=""))
    brands = {"first": library, "other": load_library(brand="northgate").checked(), "bare": bare}
    made = {name: (Planner(one), Press(one)) for name, one in brands.items()}
    return made | {"mono": (Planner(library), Press(library, mono=True))}


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
    "visit": st.sampled_from([None, date(2027, 12, 31)]),
    "start": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    "patient": st.sampled_from(["Jo", "Mei Tan", "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya", "X" * 110,
                                "Nguyễn Thị Ánh", "Ángeles Ñúñez"]),
    "note": st.lists(WORD, max_size=200).map(" ".join),
    "followed": st.sampled_from([None, Followed("repeat", 1, False, "pain 4 2"), Followed("back", 2)]),
    "reason": st.sampled_from(["", "Your knee was swollen.", "Physiotherapie-Nachbehandlung " * 5]),
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
@pytest.mark.parametrize(
    "program", [pytest.param(one, marks=() if one in shelves.PROGRAMS else pytest.mark.slow) for one in PROGRAMS]
)
def test_the_shipped_programs_are_clear(
    presses: dict[str, tuple[Planner, Press]],
    make_order: Callable[..., Order],
    layout: str,
    paper: str,
    times: tuple[str, ...],
    program: str,
):
    for week in (1, 3):
        is_clear(presses, "first", make_order(items=(program,), layout=layout, paper=paper, times=times, week=week))


@settings(max_examples=40)
@given(PEOPLE, st.sampled_from(["first", "other", "bare", "mono"]))
def test_anyone_s_sheet_is_clear(
    presses: dict[str, tuple[Planner, Press]], make_order: Callable[..., Order], wanted: dict[str, Any], brand: str
):
    is_clear(presses, brand, make_order(**wanted))


@pytest.mark.slow
@settings(max_examples=600)
@given(PEOPLE, st.sampled_from(["first", "other", "bare", "mono"]))
def test_many_sheets_are_clear(
    presses: dict[str, tuple[Planner, Press]], make_order: Callable[..., Order], wanted: dict[str, Any], brand: str
):
    is_clear(presses, brand, make_order(**wanted))
