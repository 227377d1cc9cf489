"""How many pages handouts take and how full these are, layout by layout, as Markdown; beside it another tree’s.

    python benchmarks/pages.py [--before TREE] [LAYOUT ...]

Ten handouts of each layout (five programs, weeks 1 and 3, A4, the house’s own brand, no note), and special cases. All
is measured on the made PDF, drawn by PDFium at 4 dots a millimetre, in the body of its pages: y 30.5 mm to 28 mm above
the foot.

- *Used*: how far down the body the last ink stands, as a part of it. Lines for the patient's own notes and their label
  are none of it: an “n” says that they follow on the page. The line on pens counts.
- *Mean used* leaves out each handout's last page, so handouts of one page have no part in it.
- *Cells*: the part of the body's squares of 5 mm that hold any ink, again without the lines for notes.
- *Notes before the end*: pages that end in such lines though another page follows.
- *Picture*: the least height of a drill's pictures, mm, as set: all of a row are as high as its tallest position.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
LAYOUTS = ("standard", "compact", "large-print", "cards", "log")
PROGRAMS = ("hip-hinge", "hip-strength", "knee-strength", "lift-and-stretch", "low-back")
WEEKS = (1, 3)
ISSUED = date(2026, 11, 20)
DOTS, CELL = 4, 5
"""Dots a mm; side of a cell, mm."""
TOP, FOOT = 30.5, 28.0
"""From the top of a page to its body, and from the body to the page's foot, mm."""
WHITE = 250
"""From this shade of grey on, a dot is paper."""
SENTENCE = (
    "Mei, start with the short band and go slowly, because slow and tall beats deep. Rest when your back tells you to, "
    "and write down how it felt."
)
EIGHT = "bird-dog, clamshell, glute-bridge, heel-raise, sit-to-stand, wall-sit, step-up, plank"


def note(words: int) -> str:
    """A note of so many words."""
    return " ".join((SENTENCE.split() * words)[:words])


CASES: dict[str, dict[str, str]] = {
    "hip-hinge, Letter": {"items": "hip-hinge", "paper": "letter"},
    "hip-hinge, a note of 139 words": {"items": "hip-hinge", "note": note(139)},
    "hip-strength, a name of 56 letters": {
        "items": "hip-strength",
        "patient": "Maximiliana Alexandra Featherstonehaugh-Oyelaran Bhattac",
    },
    "hip-strength, morning and evening, both sides": {
        "items": "hip-strength",
        "times": "morning,evening",
        "side": "both",
    },
    "low-back, daily, three times": {"items": "low-back", "days": "daily", "times": "3"},
    "8 drills": {"items": EIGHT},
    "1 drill": {"items": "sit-to-stand"},
}
"""What is unlike the ten handouts."""


# Measured, in a process with one tree's packages


def measure(layouts: list[str]) -> dict[str, Any]:
    """For each layout the pages of its ten handouts and of the special cases, and the sides of its booklets."""
    from handouts.base.problems import HandoutsError
    from handouts.library.load import load_library
    from handouts.orders.reader import read_order
    from handouts.plan.planner import Planner
    from handouts.runs.press import Press
    from handouts.sheet.sides import booklet

    library = load_library().checked()
    planner, press = Planner(library), Press(library)

    def pages_of(layout: str, asked: dict[str, str]) -> list[dict[str, Any]]:
        fields = {"patient": "Mei Tan", "start": "2026-11-23", "layout": layout, **asked}
        order, wrong = read_order(fields, ISSUED)
        assert order, wrong
        handout, _ = planner.plan(order)
        try:
            return list(measured(press.pdf(handout), press.sheet(handout)))
        except HandoutsError:
            return []

    def booklet_of(layout: str) -> dict[str, int]:
        order, wrong = read_order(
            {"patient": "Mei Tan", "start": "2026-11-23", "layout": layout, "items": PROGRAMS[0]}, ISSUED
        )
        assert order, wrong
        sides = booklet(press.sheet(planner.plan(order)[0]))
        return {"sides": len(sides), "blank": sum(2 - len(side.pages) for side in sides)}

    found: dict[str, Any] = {}
    for layout in layouts:
        ten = {f"{name} w{week}": {"items": name, "week": str(week)} for name in PROGRAMS for week in WEEKS}
        found[layout] = {
            "ten": {name: pages_of(layout, asked) for name, asked in ten.items()},
            "cases": {name: pages_of(layout, asked) for name, asked in CASES.items()},
            "booklet": booklet_of(layout),
        }
    return found


def measured(pdf: bytes, sheet: Any) -> Iterator[dict[str, Any]]:
    """What is on each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page, drawn in zip(sheet.pages, document, strict=True):
            dots = drawn.render(scale=DOTS * 25.4 / 72, may_draw_forms=True).to_pil().convert("L")
            ink = dots.point(lambda shade: 255 if shade < WHITE else 0)
            lines = notes_from(page)
            high = sheet.height - FOOT - TOP
            body = ink.crop((0, round(TOP * DOTS), ink.width, round((sheet.height - FOOT) * DOTS)))
            if lines is not None:  # what stands from there on is no content
                body.paste(0, (0, max(0, round((lines - 0.3 - TOP) * DOTS)), body.width, body.height))
            box = body.getbbox()
            yield {
                "used": round(100 * box[3] / DOTS / high) if box else 0,
                "cells": cells(body.crop((21 * DOTS, 0, body.width - 21 * DOTS, body.height))),
                "notes": lines is not None,
                "picture": min(heights(page), default=None),
            }


def cells(body: Any) -> int:
    """The part of a picture's cells that are not empty, %."""
    side = CELL * DOTS
    corners = [(x, y) for y in range(0, body.height - side + 1, side) for x in range(0, body.width - side + 1, side)]
    full = sum(body.crop((x, y, x + side, y + side)).getbbox() is not None for x, y in corners)
    return round(100 * full / len(corners))


def notes_from(page: Any) -> float | None:
    """Where the lines for notes begin on a page, mm; None where it has none."""
    for placed in page.blocks:
        for mark in placed.block.flat():
            if getattr(mark, "long", False):  # a place to write several lines in
                return float(placed.y)
    return None


def heights(page: Any) -> Iterator[float]:
    """Of the pictures in a page's drills, mm."""
    for placed in page.blocks:
        if placed.part == "drill":
            yield from (round(mark.h, 1) for mark in placed.block.flat() if type(mark).__name__ == "Image")


# Told


def by_tree(tree: Path, layouts: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"PYTHONPATH": str(tree), "HANDOUTS_CACHE": cache}
        command = [sys.executable, __file__, "--child", *layouts]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def shown(pages: list[dict[str, Any]]) -> str:
    """Such as “3: 96 62n 75n”; “refused” where marks would collide."""
    if not pages:
        return "refused"
    parts = [f"{page['used']}{'n' if page['notes'] else ''}" for page in pages]
    return f"{len(pages)}: {' '.join(parts)}"


def panels(sides: int, blank: int) -> str:
    """Such as “4 sides, 3 of 8 panels blank”."""
    return f"{sides} sides, {blank} of {2 * sides} panels blank"


def summed(found: dict[str, Any]) -> list[str]:
    """A layout's figures: pages, mean used but for last pages, cells, notes before the end, smallest picture."""
    ten = list(found["ten"].values())
    full = [page["used"] for pages in ten for page in pages[:-1]]
    every = [page for pages in ten for page in pages]
    early = sum(page["notes"] for pages in ten for page in pages[:-1])
    pictures = [page["picture"] for page in every if page["picture"] is not None]
    return [
        str(len(every)),
        f"{statistics.mean(full):.0f} %" if full else "–",
        f"{statistics.mean(page['cells'] for page in every):.0f} %",
        f"{early} of {len(full)}" if full else "–",
        f"{min(pictures):.0f}" if pictures else "–",
    ]


def table(heads: list[str], rows: list[list[str]]) -> None:
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


def beside(trees: list[list[str]]) -> list[str]:
    """The same of each tree, “before → now”."""
    return [one[0] if len(one) == 1 else f"{one[0]} → {one[1]}" for one in zip(*trees, strict=True)]


def main(layouts: list[str], before: Path | None) -> None:
    trees = [by_tree(tree, layouts) for tree in ([before] if before else []) + [HERE]]
    arrow = " (before → now)" if before else ""
    print(f"## The ten handouts{arrow}\n")
    heads = ["layout", "pages", "mean used", "cells", "notes before the end", "smallest picture, mm"]
    table(heads, [[name, *beside([summed(tree[name]) for tree in trees])] for name in layouts])
    ends = ["before", "now"] if before else ["pages"]
    print("## Page by page: used, %\n")
    rows = [
        [name, one, *(shown(tree[name]["ten"][one]) for tree in trees)]
        for name in layouts
        for one in trees[0][name]["ten"]
    ]
    table(["layout", "handout", *ends], rows)
    print("## Special cases\n")
    rows = [[one, name, *(shown(tree[name]["cases"][one]) for tree in trees)] for one in CASES for name in layouts]
    for name in layouts:
        rows.append(["hip-hinge, two-up", name, *(panels(**tree[name]["booklet"]) for tree in trees)])
    table(["case", "layout", *ends], rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measure(sys.argv[2:])))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("layouts", nargs="*", metavar="LAYOUT", help="those to measure; all where none is named")
        parser.add_argument("--before", type=Path, metavar="TREE", help="a checkout of the build to compare with")
        given = parser.parse_args()
        main(given.layouts or list(LAYOUTS), given.before and given.before.resolve())
