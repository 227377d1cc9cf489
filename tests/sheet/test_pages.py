"""How blocks are put on pages, with blocks that are heights and nothing else. All measures mm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.base.kept import Kept
from handouts.sheet.blocks import Block, Box
from handouts.sheet.look import DrillForm
from handouts.sheet.pages import PageFill, PageItem, fill_pages, replace_height, spread

PEN = 5.0


@pytest.fixture
def look() -> Any:
    return SimpleNamespace(
        frame=SimpleNamespace(room=100.0),
        rungs=(DrillForm(), DrillForm(0.8, 0), DrillForm(0.8, 1)),
        plans=Kept[Any, Any](10),
    )


def item(height: float, kind: Any = "drill", **others: Any) -> PageItem:
    return PageItem(kind, lambda form: Block(height * form.space, ()), **others)


def shown(pages: list[PageFill]) -> list[list[float]]:
    return [[round(block.height, 2) for _, block, _ in page.blocks] for page in pages]


def test_what_fits_stands_on_one_page_at_the_loosest(look: Any):
    pages = fill_pages([item(40), item(60)], look, PEN)
    assert shown(pages) == [[40, 60]]
    assert pages[0].form == DrillForm()
    assert pages[0].height == 100


def test_a_tighter_rung_is_taken_only_where_it_holds_more(look: Any):
    pages = fill_pages([item(60), item(60), item(100)], look, PEN)
    assert shown(pages) == [[48, 48], [100]]
    assert [page.form for page in pages] == [DrillForm(0.8, 0), DrillForm()]


def test_gaps_count_between_blocks_only(look: Any):
    assert shown(fill_pages([item(50, gap=20), item(45, gap=5)], look, PEN)) == [[50, 45]]
    pages = fill_pages([item(70), item(60, gap=5)], look, PEN)
    assert shown(pages) == [[70], [60]]
    assert [gap for _, _, gap in pages[1].blocks] == [0.0]


def test_the_line_on_pens_keeps_its_room_once(look: Any):
    assert shown(fill_pages([item(60, grid=True), item(35, grid=True)], look, PEN)) == [[60, 35]]
    look.rungs = (DrillForm(),)
    assert shown(fill_pages([item(60, grid=True), item(36, grid=True)], look, PEN)) == [[60], [36]]
    assert shown(fill_pages([item(60, grid=True), item(36)], look, PEN)) == [[60], [36]]
    assert shown(fill_pages([item(60), item(40)], look, PEN)) == [[60, 40]]


def test_what_starts_a_page_starts_one(look: Any):
    assert shown(fill_pages([item(10, fresh=True), item(10), item(10, fresh=True)], look, PEN)) == [[10, 10], [10]]


def test_what_is_taller_than_a_page_is_cut_into_the_fewest_parts(look: Any):
    box = Block(30, (Box(0, 0, "a"),))
    cuts = {DrillForm(): [60.0, 60.0, 60.0], DrillForm(0.8, 0): [90.0, 95.0], DrillForm(0.8, 1): [80.0, 90.0]}
    rooms = []

    def split(form: DrillForm, room: float) -> list[Block]:
        rooms.append(room)
        return [*(Block(height, ()) for height in cuts[form][:-1]), Block(cuts[form][-1], box.items)]

    pages = fill_pages([item(300, fresh=True, split=split, grid=True)], look, PEN)
    assert shown(pages) == [[90], [95]]
    assert set(rooms) == {95.0}
    parts = [page.blocks[0][0] for page in pages]
    assert [(part.joined, part.fresh, part.grid) for part in parts] == [(False, True, False), (True, False, True)]


def test_what_cannot_be_cut_is_printed_all_the_same(look: Any):
    assert shown(fill_pages([item(300)], look, PEN)) == [[95]]
    block = Block(50, ())
    assert replace_height(block, 50) is block
    assert replace_height(block, 49.5).height == 49.5


def test_the_end_does_not_stand_alone(look: Any):
    """The last drill of the page before goes with it."""
    pages = fill_pages([item(40), item(55, gap=4), item(50, kind="end")], look, PEN)
    assert shown(pages) == [[40], [44, 40]]
    assert [gap for _, _, gap in pages[1].blocks] == [0.0, 0.0]
    assert pages[1].form == DrillForm(0.8, 0)


def test_the_end_stands_alone_where_nothing_can_go_with_it(look: Any):
    assert shown(fill_pages([item(95), item(50, kind="end")], look, PEN)) == [[95], [50]]  # no drill would be left
    front = [item(20, kind="front"), item(75), item(50, kind="end")]
    assert shown(fill_pages(front, look, PEN)) == [[20, 75], [50]]
    assert shown(fill_pages([item(20), item(78), item(60, kind="end")], look, PEN)) == [[20, 78], [60]]
    both = [item(50), item(50), item(60), item(30, kind="end")]
    assert shown(fill_pages(both, look, PEN)) == [[50, 50], [60, 30]]


def test_how_pages_were_filled_is_kept_by_what_was_put_on_them(look: Any):
    made: list[DrillForm] = []

    def item_of(height: float, key: Any) -> PageItem:
        def make(form: DrillForm) -> Block:
            made.append(form)
            return Block(height * form.space, ())

        return PageItem("drill", make, 3.0, key=key)

    first = fill_pages([item_of(60, "a"), item_of(59, "b"), item_of(20, "c")], look, PEN)
    made.clear()
    again = fill_pages([item_of(60, "a"), item_of(59, "b"), item_of(20, "c")], look, PEN)
    assert shown(again) == shown(first)
    assert [page.form for page in again] == [page.form for page in first]
    assert [[gap for *_, gap in page.blocks] for page in again] == [[gap for *_, gap in page.blocks] for page in first]
    assert len(made) == 3  # nothing was tried
    fill_pages([item_of(60, None), item_of(20, "c")], look, PEN)
    assert len(look.plans) == 1  # what has no key is not kept


@pytest.mark.parametrize(
    ("height", "gaps", "air"),
    [
        (90.0, [0, 4, 4], 3.0),
        (96.0, [0, 4, 4], 2.0),
        (96.0, [0, 4, 0], 3.0),
        (100.0, [0, 4], 0.0),
        (101.0, [0, 4], 0.0),
        (75.0, [0, 4], 3.0),
        (74.9, [0, 4], 0.0),
        (90.0, [0, 0], 0.0),
    ],
)
def test_air_between_blocks(height: float, gaps: list[float], air: float):
    rest = height - sum(gaps)
    blocks = [(item(0), Block(rest if not index else 0.0, ()), float(gap)) for index, gap in enumerate(gaps)]
    assert spread(PageFill(blocks, DrillForm()), 100.0) == pytest.approx(air)


def test_the_last_grid_of_a_page():
    blocks = [(item(1, grid=grid), Block(1, ()), 0.0) for grid in (True, False, True, False)]
    assert PageFill(blocks, DrillForm()).index_of_last_grid() == 2
    assert PageFill(blocks[1:2], DrillForm()).index_of_last_grid() is None
