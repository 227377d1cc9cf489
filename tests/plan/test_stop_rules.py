"""When to stop: the usual list or the clinic's, and the clinic's rules for parts of the body that the drills load."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.library.load import Library, load_library
from handouts.library.words import Words
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from tests.conftest import LAYOUTS, Ran, pdf_text

Run = Callable[..., Ran]
KNEE, BACK = "your knee gives way", "you cannot pass water"


def with_regions(library: Library, **clinic: Any) -> Planner:
    return Planner(replace(library, clinic=replace(library.clinic, **clinic)))


def rules(planner: Planner, order: Order) -> tuple[str, ...]:
    return planner.plan(order)[0].stop.rules


@pytest.fixture
def usual(library: Library) -> tuple[str, ...]:
    words: Words = library.words["en"]
    return library.clinic.stop or words.stop.rules


def test_rules_of_a_region_are_printed_where_a_drill_loads_it(
    library: Library, make_order: Callable[..., Order], usual: tuple[str, ...]
):
    planner = with_regions(library, stop_regions={"knee": (KNEE,), "back": (BACK,), "neck": ("your neck hurts",)})
    for items, more in (
        (("wall-sit",), (KNEE,)),
        (("plank",), (BACK,)),
        (("heel-raise",), ()),
        (("wall-sit", "plank"), (KNEE, BACK)),
        (("plank", "step-up", "wall-sit"), (BACK, KNEE)),
    ):
        handout = planner.plan(make_order(items=items))[0]
        assert handout.stop.rules == (*usual, *more)
        row = "".join(run.text for run in handout.stop.row)
        assert all(line in row for line in more)
    assert rules(planner, make_order(items=("wall-sit", "plank"), skip=("plank",))) == (*usual, KNEE)


def test_each_rule_is_printed_once(library: Library, make_order: Callable[..., Order]):
    again = {"knee": ("Pain is  sharp.", KNEE), "hip": (KNEE, "your hip catches")}
    planner = with_regions(library, stop=("pain is sharp",), stop_regions=again)
    expected = ("pain is sharp", KNEE, "your hip catches")
    assert set(rules(planner, make_order(items=("wall-sit", "step-up")))) == set(expected)
    assert len(rules(planner, make_order(items=("wall-sit", "step-up")))) == 3


def test_ids_of_sheets_without_such_rules_stay(library: Library, make_order: Callable[..., Order]):
    plain, knee = Planner(library), with_regions(library, stop_regions={"knee": (KNEE,)})
    same, other = make_order(items=("plank",)), make_order(items=("wall-sit",))
    assert plain.plan(same)[0].id == knee.plan(same)[0].id
    assert plain.plan(other)[0].id != knee.plan(other)[0].id


def test_every_shipped_drill_says_what_it_loads(library: Library):
    assert [drill.id for drill in library.drills.values() if not drill.regions] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_longest_list_is_printed_whole(handouts: Run, clinic: Path, layout: str):
    lines = [
        f"rule {number} of the list, which is as long as such a rule may well be, and longer" for number in range(20)
    ]
    path = clinic / "clinic.yaml"
    text = re.sub(r"(?ms)^stop:\n(  - [^\n]*\n)+", f"stop: {lines[:8]}\n", path.read_text())
    regions = {part: lines[at : at + 4] for part, at in (("hip", 8), ("knee", 12), ("back", 16))}
    path.write_text(f"{text}\nstop_regions: {regions}\n")
    ran = handouts(
        "make", "strap-assisted-squat", "-p", "A B", "--clinic", "clinic", "--layout", layout, "-o", f"{layout}.pdf"
    )
    assert ran.code == 0, ran.err
    text = pdf_text((clinic.parent / f"{layout}.pdf").read_bytes())
    assert [number for number in range(20) if not re.search(rf"rule {number} of", text)] == []


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("{foot: [x]}", "'neck', 'shoulder'"),
        ("{knee: []}", "needs 1 to 4 lines, found 0"),
        ("{knee: [a, b, c, d, e]}", "needs 1 to 4 lines"),
        ("{knee: ['']}", "is empty"),
        ("{knee: x}", "expected a list"),
    ],
)
def test_what_is_wrong_with_them_is_told_with_its_line(clinic: Path, written: str, says: str):
    path = clinic / "clinic.yaml"
    path.write_text(f"{path.read_text()}\nstop_regions: {written}\n")
    last = len(path.read_text().splitlines())
    (problem,) = load_library(clinic).problems
    assert says in problem.message
    assert problem.line == last
