"""What a handout costs that nobody had before: 96 different ones, nothing kept but the pictures' cache folder.

    python benchmarks/cold_drawing.py [OTHER_TREE] [ROUNDS] [LAYOUT ...]

The roster of ``week.py``: 4 programs, 4 weeks, 6 doses. Processor time of each stage, µs a handout, in a process of its
own with the library, the faces and all code loaded. With another tree, such as a checkout of the build before, both are
run in turn, and what counts is the median of the rounds' ratios. A first round fills each tree's cache folder.

The stages are whole; a sheet is composed for its stage, and again for its file. “As a batch does it” is a run of its
own that composes it once. The lines below say where the time goes in the stages, each function without those named
beside it, from a run of their own: measuring adds to them. A function that a tree does not have is a dash.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
ISSUED = date(2026, 11, 23)
COUNT = 96
STAGES = ("orders", "plan", "letters and sheet", "file", "all")
INSIDE = (
    ("handouts.base.ids", "digest"),
    ("handouts.plan.cards", "make_card"),
    ("handouts.plan.common", "without_patient"),
    ("handouts.figures.gallery", "Gallery._read"),
    ("handouts.figures.callouts", "place_notes"),
    ("handouts.figures.callouts", "room_of"),
    ("handouts.sheet.text", "wrap"),
    ("handouts.sheet.pictures", "pictures"),
    ("handouts.sheet.drill.steps", "steps_list"),
    ("handouts.sheet.drill.cues", "cue_list"),
    ("handouts.sheet.drill.dose", "dose_band"),
    ("handouts.sheet.grid", "draw_grid"),
    ("handouts.sheet.compose", "compose"),
    ("handouts.write.pdf.figures", "figure_object"),
    ("handouts.write.pdf.images", "image_object"),
    ("handouts.write.pdf.ink", "draw"),
    ("handouts.write.pdf.tags", "template_of"),
    ("handouts.write.pdf.parts", "ready_part"),
    ("handouts.write.pdf.pagestreams", "sheet_streams"),
    ("handouts.write.pdf.heads", "family_of"),
    ("handouts.write.pdf.squeeze", "quick"),
    ("zlib", "compress"),
)
"""Functions whose own time is told apart."""


def orders(layout: str) -> list[dict[str, str]]:
    """What the roster of ``week.py`` says of its first patients, as the fields of orders."""
    import week

    return [
        {
            "patient": f"Patient {number}",
            "items": week.PROGRAMS[number % 4],
            "week": str(1 + number // 4 % 4),
            "start": "2026-11-23",
            "changes": week.DOSES[number // 16 % 6],
            "note": f"Start slow and tick as you go. This is note {number}.",
            "clinician": ("Dana Reyes", "Lee Wong")[number % 2],
            "visit": f"2026-11-{24 + number % 4} {9 + number % 8}:00",
            "layout": layout,
        }
        for number in range(COUNT)
    ]


def stages(layout: str, *, twice: bool = True) -> dict[str, float]:
    """µs a handout of each stage, the first time that this process makes any; the sheet's only where ``twice``."""
    from handouts.library.load import load_library
    from handouts.orders.reader import read_order
    from handouts.plan.planner import Planner
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street")
    warm = Press(library)  # faces and code; of other drills, at the other size
    texts = {"patient": "Nobody", "items": "calf-stretch-wall", "start": "2026-11-23", "paper": "letter"}
    order, wrong = read_order(texts | {"layout": layout}, ISSUED)
    assert order, wrong
    warm.pdf(Planner(library).plan(order)[0])
    planner, press = Planner(library), Press(library)
    with suppress(ImportError):  # as a batch does it, where a tree has it
        from handouts.base.memory import settle

        settle()
    took, ids = [0.0] * 4, set()
    for one in orders(layout):  # nothing is held on to, as in a batch
        marks = [time.process_time()]
        order, wrong = read_order(one, ISSUED)
        assert order, wrong
        marks.append(time.process_time())
        handout, _ = planner.plan(order)
        marks.append(time.process_time())
        if twice:
            press.sheet(handout)
        marks.append(time.process_time())
        press.pdf(handout)
        marks.append(time.process_time())
        ids.add(handout.id)
        took = [before + end - start for before, (start, end) in zip(took, itertools.pairwise(marks), strict=True)]
    assert len(ids) == COUNT
    return dict(zip(STAGES, [1e6 * one / COUNT for one in (*took, sum(took))], strict=True))


def batch(layout: str) -> dict[str, float]:
    """µs a handout from its order to its file."""
    return {"as a batch does it": stages(layout, twice=False)["all"]}


def inside(layout: str) -> dict[str, float]:
    """µs a handout that each of the functions above takes by itself."""
    spent: dict[str, float] = defaultdict(float)
    stack = [0.0]

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            stack.append(0.0)
            start = time.process_time()
            try:
                return work(*args, **named)
            finally:
                took = time.process_time() - start
                spent[name] += took - stack.pop()
                stack[-1] += took

        return run

    stages(layout)  # loads all that is to be measured; what it keeps is its own, but for what the code itself keeps
    for place, name in INSIDE:
        owner, part = sys.modules.get(place), name
        if "." in name:
            kind, part = name.split(".")
            owner = getattr(owner, kind, None)
        work = getattr(owner, part, None)
        if work is None:
            continue
        if hasattr(work, "cache_clear"):
            work.cache_clear()
        measured = timed(name, work)
        holders = [owner] if "." in name or place == "zlib" else list(sys.modules.values())
        for holder in holders:
            if getattr(holder, part, None) is work:
                setattr(holder, part, measured)
    spent.clear()
    stages(layout)
    return {name: 1e6 * took / COUNT for name, took in spent.items()}


def child(tree: Path, what: str, layout: str, cache: Path) -> dict[str, float]:
    shutil.rmtree(cache / "families", ignore_errors=True)  # whole handouts of a run before
    environment = os.environ | {"PYTHONPATH": str(tree), "HANDOUTS_CACHE": str(cache)}
    command = [sys.executable, __file__, "--child", what, layout]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(names: tuple[str, ...], rounds: list[list[dict[str, float]]]) -> None:
    """A line for each name: the median of each tree, and of the ratios where there are two."""
    for name in names:
        cells = [[one.get(name) for one in trees] for trees in rounds]
        shown = []
        for tree in zip(*cells, strict=True):
            known = [value for value in tree if value is not None]
            shown.append(f"{statistics.median(known):,.0f}" if known else "–")
        ratios = [pair[0] / pair[-1] for pair in cells if len(pair) > 1 and pair[0] is not None and pair[-1]]
        ratio = f"{statistics.median(ratios):.2f}" if ratios else "–"
        print(f"| {name} | {' | '.join(reversed(shown))} | {ratio} |", flush=True)


def main(other: Path | None, rounds: int, layouts: list[str]) -> None:
    trees = [HERE, other] if other else [HERE]
    with tempfile.TemporaryDirectory() as place:
        caches = [Path(place) / str(index) for index in range(len(trees))]
        for layout in layouts:
            heads = ["other", "this"] if other else ["this"]
            print(f"\n| {layout}, µs a handout | {' | '.join(heads)} | this / other |")
            print("|---" * (len(heads) + 2) + "|")
            for what, names in (
                ("stages", STAGES),
                ("batch", ("as a batch does it",)),
                ("inside", tuple(name for _, name in INSIDE)),
            ):
                pairs = list(zip(trees, caches, strict=True))
                found = [[child(tree, what, layout, cache) for tree, cache in pairs] for _ in range(rounds + 1)]
                report(names, found[1:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps({"stages": stages, "batch": batch, "inside": inside}[sys.argv[2]](sys.argv[3])))
    else:
        arguments = sys.argv[1:]
        there = Path(arguments.pop(0)).resolve() if arguments and Path(arguments[0]).is_dir() else None
        times = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 7
        main(there, times, arguments or ["standard"])
