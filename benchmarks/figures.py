"""Figures: time to build and to draw one, cold and kept; bytes; and what pictures cost a batch, in one run."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from handouts.figures.draw import draw
from handouts.figures.gallery import Gallery
from handouts.figures.theme import make_theme
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf.figures import figure_object

ROUNDS, PATIENTS = 5, 400


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def batch(library: Library) -> float:
    """Seconds a handout, everything but the library new."""
    planner, press = Planner(library), Press(library)
    programs = sorted(key[0] for key in library.programs)
    orders = [
        Order(
            patient=f"Patient {number}",
            items=(programs[number % len(programs)],),
            start=date(2026, 11, 23),
            issued=date(2026, 11, 20),
            week=1 + number % 3,
            note=f"Note {number}",
        )
        for number in range(PATIENTS)
    ]
    return seconds(lambda: [press.pdf(planner.plan(order)[0]) for order in orders]) / PATIENTS


def main() -> None:
    library = load_library(brand="harbour-street")
    figures = [drill.figure for drill in library.drills.values() if drill.figure]
    pictures = [picture for figure in figures for picture in draw(figure)]
    theme = make_theme()
    built, kept, read, drawn = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for figure in figures:
            Gallery(Path(folder)).picture(figure, 0, "straight")
        for _ in range(ROUNDS):
            built.append(seconds(lambda: [draw(figure) for figure in figures]) / len(pictures))
            gallery = Gallery()
            for figure in figures:
                gallery.picture(figure, 0, "straight")
            kept.append(
                seconds(lambda g=gallery: [g.picture(figure, 0, "straight") for figure in figures]) / len(figures)
            )
            fresh = Gallery(Path(folder))
            read.append(
                seconds(lambda g=fresh: [g.picture(figure, 0, "straight") for figure in figures]) / len(pictures)
            )
            figure_object.cache_clear()
            drawn.append(seconds(lambda: [figure_object(picture, theme, 0.95) for picture in pictures]) / len(pictures))
    sizes = [len(figure_object(picture, theme, 0.95)) for picture in pictures]
    print(f"{len(figures)} figures, {len(pictures)} pictures, {ROUNDS} rounds\n")
    print("| what | ms a picture (median) |")
    print("|---|---|")
    for name, found in (
        ("build, nothing kept", built),
        ("read from the cache folder", read),
        ("kept in memory", kept),
        ("write as a PDF form, once a brand", drawn),
    ):
        print(f"| {name} | {statistics.median(found) * 1000:.3f} |")
    print(f"\nBytes of a form: {min(sizes)} to {max(sizes)}, {statistics.mean(sizes):.0f} on average.")
    planner, press = Planner(library), Press(library)
    order = Order(patient="Mei Tan", items=("hip-hinge",), start=date(2026, 11, 23), issued=date(2026, 11, 20))
    for layout in ("standard", "compact", "large-print", "cards"):
        print(
            f"Four pictured drills, {layout}: {len(press.pdf(planner.plan(replace(order, layout=layout))[0])):,} bytes"
        )
    bare = replace(library, drills={key: replace(drill, figure=None) for key, drill in library.drills.items()})
    ratios = []
    for _ in range(ROUNDS):
        with_pictures, without = batch(library), batch(bare)
        ratios.append(with_pictures / without)
    print(
        f"A batch with pictures takes {statistics.median(ratios):.2f} times one without "
        f"({min(ratios):.2f} to {max(ratios):.2f}; {PATIENTS} handouts, five programs)"
    )


if __name__ == "__main__":
    main()
