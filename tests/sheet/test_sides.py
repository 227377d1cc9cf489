"""A booklet folds into pages in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.sheet.blocks import Page, Sheet
from handouts.sheet.sides import PaperSide, booklet, plain_sides

PAPERS = ((210.0, 297.0), (215.9, 279.4))


def sheet(pages: int, size: tuple[float, float] = PAPERS[0], *, rtl: bool = False) -> Sheet:
    return Sheet(*size, tuple(Page(number, ()) for number in range(1, pages + 1)), rtl)


def at(side: PaperSide, *, right: bool) -> int | None:
    """The page on a half of a side."""
    found = [one.page for one in side.pages if (one.x >= side.width / 2) == right]
    assert len(found) <= 1
    return found[0] if found else None


def fold(sides: tuple[PaperSide, ...]) -> list[int | None]:
    """The pages in the order one meets them in the stack of leaves, folded in the middle.

    Each leaf was turned over its short edge: behind the left half of the front lies the right half of the back.
    """
    leaves = [(sides[index], sides[index + 1]) for index in range(0, len(sides), 2)]
    first = [page for front, back in leaves for page in (at(front, right=True), at(back, right=False))]
    second = [page for front, back in reversed(leaves) for page in (at(back, right=True), at(front, right=False))]
    return [*first, *second]


@given(st.integers(1, 60))
def test_pages_of_a_folded_booklet_are_in_order(pages: int):
    sides = booklet(sheet(pages))
    assert len(sides) % 2 == 0, "every leaf has a front and a back"
    order = fold(sides)
    assert order[:pages] == list(range(pages))
    assert set(order[pages:]) <= {None}
    assert len(order) - pages < 4


@given(st.integers(1, 60))
def test_one_from_right_to_left_is_bound_on_the_right(pages: int):
    sides = booklet(sheet(pages, rtl=True))
    order = fold(sides)[::-1]  # opened from the other end
    assert [page for page in order if page is not None] == list(range(pages))
    assert order.index(0) == 0


@pytest.mark.parametrize("size", PAPERS)
def test_pages_stand_whole_inside_their_half(size: tuple[float, float]):
    for side in booklet(sheet(7, size)):
        assert (side.width, side.height) == size[::-1]
        for one in side.pages:
            left = 0 if one.x < side.width / 2 else side.width / 2
            assert left <= one.x + 1e-9
            assert one.x + size[0] * one.scale <= left + side.width / 2 + 1e-6
            assert one.y + size[1] * one.scale <= side.height + 1e-6
            assert 0.6 < one.scale < 0.75


def test_each_page_has_a_side_of_its_own_otherwise():
    assert [[one.page for one in side.pages] for side in plain_sides(sheet(3))] == [[0], [1], [2]]
