"""What is kept from one sheet to the next changes none: grids, broken lines and styles that doses share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handouts.figures.shapes import Drawing
from handouts.library.load import Library
from handouts.orders.doses import parse_doses
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Group, Image, Mark, Sheet
from tests.conftest import LAYOUTS

DOSES = (
    "",
    "all:rest=90",
    "all:reps=12",
    "all:sets=2",
    "all:sets=2,rest=10",
    "all:sets=2,hold=4",
    "all:sets=2,hold=4/6",
    "all:days=mon+tue",
    "plank:days=mon+wed",
    "all:times=morning+evening",
    "all:sets=9,rest=15",
)


def told(mark: Mark) -> str:
    """All that a mark is; a picture by what it is of."""
    if isinstance(mark, Group):
        return f"{mark.tag} {mark.alt} {mark.spoken} {mark.notes} [{', '.join(map(told, mark.items))}]"
    if isinstance(mark, Image) and isinstance(mark.asset, Drawing):
        return f"{mark.x} {mark.y} {mark.w} {mark.h} {mark.asset.digest} {mark.person}"
    return repr(mark)


def marks(sheet: Sheet) -> list[str]:
    return [
        f"page {page.number}, {placed.y} {placed.part} {placed.block.height} {placed.block.name}: {told(mark)}"
        for page in sheet.pages
        for placed in page.blocks
        for mark in placed.block.items
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("side", ["both", "left"])
def test_no_sheet_knows_of_those_before_it(library: Library, make_order: Callable[..., Order], layout: str, side: str):
    planner, press = Planner(library), Press(library)
    for items in (("split-squat", "plank"), ("plank", "split-squat")):
        for dose in DOSES:
            order = make_order(items=items, layout=layout, side=side, changes=parse_doses([dose] if dose else []))
            handout, _ = planner.plan(order)
            again, _ = Planner(library).plan(order)
            assert again == handout
            assert again.id == handout.id
            fresh = Press(library)
            fresh.gallery = press.gallery  # reading pictures takes longest, and is not what is asked here
            assert marks(press.sheet(handout)) == marks(fresh.sheet(again))
