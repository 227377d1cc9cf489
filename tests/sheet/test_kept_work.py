"""What is kept from one sheet to the next changes none: grids, broken lines and styles that doses share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_sheet_knows_of_the_stop_rules_of_those_before_it(
    library: Library, make_order: Callable[..., Order], layout: str
):
    """Which rules a sheet has follows from all its drills, so one drill stands with few and with many."""
    rules = tuple(f"rule {number}, as long as such a rule may well be, and longer still" for number in range(8))
    clinic = replace(library.clinic, stop_regions={"knee": rules[:4], "back": rules[4:]})
    planner, press = Planner(replace(library, clinic=clinic)), Press(library)
    drills = ("clamshell", "plank", "sit-to-stand")
    found = set()
    for items in (drills[:1], drills[:2], drills, drills[:1]):
        handout, _ = planner.plan(make_order(items=items, layout=layout))
        found.add(len(handout.stop.rules))
        assert marks(press.sheet(handout)) == marks(Press(library).sheet(handout))
    assert len(found) == 3, "the rules differ"


def test_words_of_a_clinic_are_part_of_how_pages_were_filled(library: Library, make_order: Callable[..., Order]):
    """A longer head of the rows for pain takes more room, also on a sheet that is alike in all else."""
    handout, _ = Planner(library).plan(make_order(layout="compact"))
    long = replace(handout, labels=replace(handout.labels, pain="Write down your pain after each session " * 3))
    press = Press(library)
    press.sheet(handout)
    assert marks(press.sheet(long)) == marks(Press(library).sheet(long)) != marks(press.sheet(handout))
