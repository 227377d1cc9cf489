"""Bytes of a handout, and where they are: the four programs in each layout, by this tree and another.

    python benchmarks/sizes.py [--before TREE]

Of the other tree only the whole is told. Every object of a file is counted with its number and dictionary, up to the
next: fonts; pictures and logos; the page's streams, as far as patients alike share them; boxes that can be ticked;
what says what everything is (structure, fields, pages, all in one stream); the patient's own; the rest (the colours'
profile, what the file says of itself, tables of objects).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import patients

PARTS = ("fonts", "pictures", "pages", "boxes", "structure", "own", "rest")


def handouts() -> list[tuple[str, str, Any, Any]]:
    """Program, layout, and the handout with the press for it: a note of one line, a visit, a form to tick."""
    from handouts.library.load import load_library
    from handouts.orders.reader import read_order
    from handouts.plan.planner import Planner
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street").checked()
    planner, press, found = Planner(library), Press(library), []
    for layout in library.layouts:
        for number, program in enumerate(patients.PROGRAMS):
            order, problems = read_order(patients.row(number, long=False) | {"layout": layout}, patients.ISSUED)
            if not order:
                raise SystemExit("\n".join(map(str, problems)))
            found.append((program, layout, planner.plan(order)[0], press))
    return found


def spans(data: bytes, reader: Any) -> dict[int, tuple[int, int]]:
    """Where each object stands that is in no stream of objects: its first byte, and its length up to the next."""
    starts = {number: offset for by in reader.xref.values() for number, offset in by.items() if number and offset}
    ends = sorted({*starts.values(), len(data)})
    after = dict(pairwise(ends))
    return {number: (offset, after[offset] - offset) for number, offset in starts.items()}


def parts(data: bytes, head: int) -> Counter[str]:
    """Bytes by what they are for; ``head`` is how many all patients share who are alike."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    kinds: dict[int, str] = {}

    def mark(one: Any, kind: str) -> None:
        if hasattr(one, "idnum"):
            kinds.setdefault(one.idnum, kind)

    for page in reader.pages:
        on_page(page, mark)
    found: Counter[str] = Counter()
    for number, (offset, length) in spans(data, reader).items():
        kind = kinds.get(number, "")
        if not kind:
            one = reader.get_object(number)
            kind = "structure" if isinstance(one, dict) and one.get("/Type") == "/ObjStm" else "rest"
        found["own" if offset >= head and kind in ("pages", "fonts") else kind] += length
    found["rest"] += len(data) - sum(found.values())
    return found


def on_page(page: Any, mark: Callable[[Any, str], None]) -> None:
    """Say of the streams of a page what they are for."""
    for one in page["/Contents"]:
        mark(one, "pages")
    for one in page["/Resources"].get("/XObject", {}).values():
        mark(one, "pictures")
    for font in page["/Resources"]["/Font"].values():
        fonts(font.get_object(), mark)
    for note in page.get("/Annots", ()):
        for state in note.get_object().get("/AP", {}).values():
            for one in state.values() if not hasattr(state, "idnum") else [state]:
                mark(one, "boxes")


def fonts(font: Any, mark: Callable[[Any, str], None]) -> None:
    inner = font.get("/DescendantFonts", [font])[0].get_object()
    mark(font.raw_get("/ToUnicode") if "/ToUnicode" in font else None, "fonts")
    mark(inner.raw_get("/CIDToGIDMap") if "/CIDToGIDMap" in inner else None, "fonts")
    mark(inner["/FontDescriptor"].raw_get("/FontFile2"), "fonts")


def of_other(tree: Path) -> list[int]:
    done = subprocess.run(
        [sys.executable, __file__, "--lengths"],
        env=os.environ | {"PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    return list(map(int, json.loads(done.stdout)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--lengths", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    made = handouts()
    if asked.lengths:
        print(json.dumps([len(press.pdf(handout)) for _, _, handout, press in made]))
        return
    before = of_other(asked.before.resolve()) if asked.before else [0] * len(made)
    print(f"| program, layout | pages | bytes | before | {' | '.join(PARTS)} |")
    print(f"|---|---|---|---|{'---|' * len(PARTS)}")
    sizes = []
    for (program, layout, handout, press), other in zip(made, before, strict=True):
        pressed = press.pressed(handout)
        found = parts(pressed.data, len(pressed.parts[0]))
        sizes.append(len(pressed))
        cells = " | ".join(f"{found[part]:,}" for part in PARTS)
        print(f"| {program}, {layout} | {pressed.pages} | {len(pressed):,} | {other:,} | {cells} |")
    print(f"\n{len(sizes)} handouts, {min(sizes):,} to {max(sizes):,} bytes; half of them up to", end=" ")
    print(f"{statistics.median(sizes):,.0f}; mean {statistics.mean(sizes):,.0f}, before {statistics.mean(before):,.0f}")


if __name__ == "__main__":
    main()
