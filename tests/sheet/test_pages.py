"""How blocks are put on pages, with blocks that are heights and nothing else. All measures mm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.base.kept import Kept
from handouts.sheet.blocks import Block, Box
from handouts.sheet.filling import Place
from handouts.sheet.forms import Choice, Form
from handouts.sheet.pages import LooseItem, LooseSpot, PageFill, PageItem, fill_pages, spread

PEN = 5.0


@pytest.fixture
def look() -> Any:
    frame, plans = SimpleNamespace(room=100.0), Kept[Any, Any](10)
    return SimpleNamespace(frame=frame, plans=plans, known=Kept[Any, Any](10).get_or_make)


def item(*heights: float, kind: Any = "drill", **others: Any) -> PageItem:
    """An item of several forms, the later ones uglier."""
    choices = tuple(Choice(height, float(index), form=(index,)) for index, height in enumerate(heights))

    def make(form: Form) -> Block:
        return Block(next((one.height for one in choices if one.form == form), heights[0]), ())

    return PageItem(kind, make, lambda: choices, **others)


def loose(*items: PageItem, **costs: float) -> LooseItem:
    at: dict[Place, LooseSpot] = {place: LooseSpot(items, cost) for place, cost in costs.items()}  # type: ignore[misc]  # names of places
    return LooseItem(at)


def shown(pages: list[PageFill]) -> list[list[float]]:
    return [[round(block.height, 2) for _, block, _ in page.blocks] for page in pages]


def test_the_best_looking_forms_that_fit_are_made(look: Any):
    pages = fill_pages([item(60, 50), item(60, 40)], [], look, PEN)
    assert shown(pages) == [[60, 40]]
    assert pages[0].height == 100


def test_gaps_count_between_blocks_only(look: Any):
    assert shown(fill_pages([item(50, gap=20), item(45, gap=5)], [], look, PEN)) == [[50, 45]]
    pages = fill_pages([item(70), item(60, gap=5)], [], look, PEN)
    assert shown(pages) == [[70], [60]]
    assert [gap for _, _, gap in pages[1].blocks] == [0.0]


def test_the_line_on_pens_keeps_its_room_once(look: Any):
    assert shown(fill_pages([item(60, grid=True), item(35, grid=True)], [], look, PEN)) == [[60, 35]]
    assert shown(fill_pages([item(60, grid=True), item(36, grid=True)], [], look, PEN)) == [[60], [36]]
    assert shown(fill_pages([item(60, grid=True), item(36)], [], look, PEN)) == [[60], [36]]
    assert shown(fill_pages([item(60), item(40)], [], look, PEN)) == [[60, 40]]


def test_what_is_loose_stands_whole_where_it_saves_a_page(look: Any):
    rows = loose(item(10, kind="end", gap=4), item(6, kind="end"), front=1.0, end=0.0)
    pages = fill_pages([item(20, kind="front"), item(55, gap=4), item(60), item(40)], [rows], look, PEN)
    assert shown(pages) == [[20, 10, 6, 55], [60, 40]]
    assert [gap for *_, gap in pages[0].blocks] == [0.0, 4, 0.0, 4]
    pages = fill_pages([item(20, kind="front"), item(55), item(60), item(20)], [rows], look, PEN)
    assert shown(pages) == [[20, 55], [60, 20, 10, 6]]


def test_what_is_taller_than_a_page_is_cut_into_parts(look: Any):
    box = Block(30, (Box(0, 0, "a"),))
    rooms = []

    def split(room: float) -> list[Block]:
        rooms.append(room)
        return [Block(90.0, ()), Block(95.0, box.items)]

    pages = fill_pages([item(300, fresh=True, split=split, grid=True)], [], look, PEN)
    assert shown(pages) == [[90], [95]]
    assert rooms == [95.0]
    parts = [page.blocks[0][0] for page in pages]
    assert [(part.joined, part.fresh, part.grid) for part in parts] == [(False, True, False), (True, False, True)]
    assert [page.open for page in pages] == [True, False]


def test_what_cannot_be_cut_is_printed_all_the_same(look: Any):
    assert [len(page.blocks) for page in fill_pages([item(300), item(20)], [], look, PEN)] == [1, 1]


def test_what_is_bound_together_is_parted_where_it_is_taller_than_a_page(look: Any):
    front = [item(40, kind="front", bound=True) for _ in range(4)]
    assert shown(fill_pages([*front, item(10)], [], look, PEN)) == [[40, 40], [40, 40, 10]]


def test_how_pages_were_filled_is_kept_by_what_was_put_on_them(look: Any):
    asked: list[str] = []

    def item_of(key: Any, *heights: float) -> PageItem:
        one = item(*heights)

        def choices() -> tuple[Choice, ...]:
            asked.append(key)
            return one.choices()

        return PageItem("drill", one.make, choices, 3.0, key=key)

    rows = loose(item(10, kind="end", key="rows"), end=0.0)
    first = fill_pages([item_of("a", 60, 48), item_of("b", 59, 47), item_of("c", 20)], [rows], look, PEN)
    assert asked
    asked.clear()
    again = fill_pages([item_of("a", 60, 48), item_of("b", 59, 47), item_of("c", 20)], [rows], look, PEN)
    assert shown(again) == shown(first)
    assert [[gap for *_, gap in page.blocks] for page in again] == [[gap for *_, gap in page.blocks] for page in first]
    assert not asked  # nothing was tried
    fill_pages([item_of(None, 60), item_of("c", 20)], [], look, PEN)
    fill_pages([item_of("c", 20)], [loose(item(10), end=0.0)], look, PEN)
    assert len(look.plans) == 1  # what has no key is not kept


@pytest.mark.parametrize(
    ("height", "gaps", "air"),
    [
        (90.0, [0, 4, 4], 3.0),
        (96.0, [0, 4, 4], 2.0),
        (96.0, [0, 4, 0], 3.0),
        (100.0, [0, 4], 0.0),
        (101.0, [0, 4], 0.0),
        (40.0, [0, 4], 3.0),
        (90.0, [0, 0], 0.0),
    ],
)
def test_air_between_blocks(height: float, gaps: list[float], air: float):
    rest = height - sum(gaps)
    blocks = [(item(0), Block(rest if not index else 0.0, ()), float(gap)) for index, gap in enumerate(gaps)]
    assert spread(PageFill(blocks), 100.0) == pytest.approx(air)


def test_the_last_grid_of_a_page():
    blocks = [(item(0, grid=grid), Block(10, ()), 0.0) for grid in (True, False, True, False)]
    assert PageFill(blocks).index_of_last_grid() == 2
    assert PageFill(blocks[1:2]).index_of_last_grid() is None
