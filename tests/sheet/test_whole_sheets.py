"""Whole sheets: which block stands where, and every mark of the week grids, as they stand in ``expected/``.

Where the page has been changed on purpose, write them anew, look at the page, read what is different, and keep both:

    python -m tests.sheet.test_whole_sheets
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.library.load import Library, load_library
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Box, Code, Corner, Group, Mark, Rect, Sheet, Text
from tests.conftest import BASE, LAYOUTS
from tests.plan.test_whole import ORDERS

EXPECTED = Path(__file__).parent / "expected"
SHEETS = {
    "standard": "drills-of-both-sides",
    "compact": "week-of-a-program",
    "large-print": "changed-dose",
    "cards": "every-day",
    "log": "drills-of-both-sides",
}
"""Layout -> whose sheet; any other layout shows that of the first."""

ASKED = {
    "items": ("sit-to-stand",), "week": 2, "layout": "compact", "measures": ("pain", "function", "change"),
    "activities": ("Climb the stairs",),
}  # fmt: skip
"""What a sheet with outcome measures is made of; it stands in “measures.txt”."""


def whose(layout: str) -> str:
    return SHEETS.get(layout, next(iter(SHEETS.values())))


def mm(*values: float) -> str:
    return " ".join(f"{value:.1f}".replace("-0.0", "0.0") for value in values)


def mark_lines(mark: Mark, depth: int, down: float) -> Iterator[str]:
    """A mark of a grid, and what is in it: what it is, its place on the page in mm, and what it says."""
    indent = "  " * depth
    if isinstance(mark, Group):
        said = f" says “{mark.spoken}”" if mark.spoken else ""
        yield f"{indent}{mark.tag}{said}"
        for item in mark.items:
            yield from mark_lines(item, depth + 1, down)
    elif isinstance(mark, Text):
        weight = " strong" if mark.strong else ""
        yield f"{indent}{mm(mark.x, down + mark.y)} “{mark.text}” {mark.size:g} pt {mark.role}{weight}"
    elif isinstance(mark, Box):
        yield f"{indent}{mm(mark.x, down + mark.y)} box {mark.name}: {mark.label}; hold “{mark.hold}”"
    elif isinstance(mark, Rect):
        yield f"{indent}{mm(mark.x, down + mark.y, mark.w)} {mark.h:.2f} {mark.role}"
    elif isinstance(mark, Code):  # its id is that of all that the sheet says
        yield f"{indent}{mm(mark.x, down + mark.y, mark.w)} code of page {mark.text[12:]}"
    elif isinstance(mark, Corner):
        yield f"{indent}{mm(mark.x, down + mark.y, mark.w)} corner mark"
    else:
        yield f"{indent}{type(mark).__name__}"


def tables(marks: tuple[Mark, ...], down: float) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from mark_lines(mark, 2, down) if mark.tag == "Table" else tables(mark.items, down)


def drawn(sheet: Sheet) -> str:
    lines = [f"{mm(sheet.width, sheet.height)}"]
    for page in sheet.pages:
        lines.append(f"page {page.number}")
        for placed in page.blocks:
            name = f" {placed.block.name}" if placed.block.name else ""
            again = ", said before" if placed.repeated else ""
            lines.append(f"  {mm(placed.y, placed.block.height)} {placed.part}{name}{again}")
            for mark in placed.block.items:
                if isinstance(mark, Code | Corner):
                    lines += mark_lines(mark, 2, placed.y)
            for block in [placed.block, *(inner.block for inner in placed.block.inner)]:
                if found := list(tables(block.items, placed.y)):
                    rects = (mark for mark in block.items if isinstance(mark, Rect))  # what is painted behind it
                    lines += [line for mark in rects for line in mark_lines(mark, 2, placed.y)] + found
    return "\n".join(lines) + "\n"


def sheet_of(library: Library, layout: str) -> str:
    asked = ASKED if layout == "measures" else {**ORDERS[whose(layout)], "layout": layout}
    order = replace(BASE, **asked)
    return drawn(Press(library).sheet(Planner(library).plan(order)[0]))


@pytest.mark.parametrize("layout", [*LAYOUTS, "measures"])
def test_a_whole_sheet(library: Library, layout: str):
    if layout not in SHEETS and not (EXPECTED / f"{layout}.txt").exists():
        pytest.skip(f"nothing is written down for “{layout}” yet: python -m tests.sheet.test_whole_sheets")
    assert sheet_of(library, layout) == (EXPECTED / f"{layout}.txt").read_text("utf-8")


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    shipped = load_library(brand="harbour-street").checked()
    for layout in (*LAYOUTS, "measures"):
        (EXPECTED / f"{layout}.txt").write_text(sheet_of(shipped, layout), "utf-8")
