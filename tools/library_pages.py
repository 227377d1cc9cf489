"""Writes docs/library.md: every shipped drill with its picture and source, and a page of every program.

Needs poppler's pdftoppm. Run it after drills, programs or their pictures have changed, and look at what it drew.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from PIL import Image, ImageChops
from pypdf import PdfReader

from handouts.figures.person import Person
from handouts.library.load import Library, load_library
from handouts.library.models import AREAS, Citation, Drill, Program
from handouts.orders.order import Order
from handouts.plan.handout import Picture, Posed
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.extras import ShelfEntry
from tools.pictures import beside, pages

DOCS = Path(__file__).resolve().parent.parent / "docs"
FOLDER = DOCS / "pictures" / "library"
BRAND = "harbour-street"


def store(image: Image.Image, name: str) -> None:
    image.quantize(160, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


def cropped(page: Image.Image) -> Image.Image:
    """Without the white below what is drawn."""
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    return page.crop((0, 0, page.width, min(page.height, (box[3] if box else page.height) + 20)))


def stacked(images: list[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (images[0].width, sum(image.height for image in images)), "white")
    y = 0
    for image in images:
        whole.paste(image, (0, y))
        y += image.height
    return whole


def entry(drill: Drill) -> ShelfEntry:
    assert drill.figure
    shown = tuple(
        Picture(Posed(drill.figure, at, Person()), at + 1, "x", "x") for at in range(len(drill.figure.positions))
    )
    return ShelfEntry("", drill.name, drill.id, shown)


def area_pictures(library: Library, press: Press) -> None:
    for area in AREAS:
        own = sorted((one for one in library.drills.values() if one.area == area), key=lambda one: one.name)
        sheet = press.contact_sheet([entry(one) for one in own], "Drills")
        store(stacked([cropped(page) for page in pages(sheet, 80)]), f"{area}.png")


def program_pictures(library: Library, press: Press) -> dict[str, int]:
    """Draws the first week of each, and counts its pages."""
    planner, counts = Planner(library), {}
    for name, _ in sorted(library.programs):
        order = Order(patient="Mei Tan", items=(name,), start=date(2026, 11, 23), issued=date(2026, 11, 20))
        pdf = press.pdf(planner.plan(order)[0])
        counts[name] = len(PdfReader(io.BytesIO(pdf)).pages)
        store(beside(pages(pdf, 45)), f"program-{name}.png")
    return counts


def cited(source: Citation) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return ", ".join(part for part in (title, source.author, source.publisher) if part)


def table(drills: Iterable[Drill]) -> Iterator[str]:
    yield "| drill | to type | posture | needs | dose from | source of the technique |"
    yield "|---|---|---|---|---|---|"
    for one in sorted(drills, key=lambda one: one.name):
        needs = ", ".join(one.equipment) or "nothing"
        origin = "the source" if one.dose.origin == "source" else "us"
        yield f"| {one.name} | `{one.id}` | {one.posture} | {needs} | {origin} | {cited(one.source)} |"


def program_lines(program: Program, library: Library, count: int) -> Iterator[str]:
    names = dict.fromkeys(item.drill for week in program.weeks for item in week.drills)
    drills = ", ".join(library.drills[name, program.language].name for name in names)
    yield f"### {program.name} (`{program.id}`)"
    yield ""
    yield f"{program.about} {len(program.weeks)} weeks: {drills}. {program.source.note or ''}".rstrip()
    yield ""
    yield f"![Week 1 of {program.name}, {count} pages](pictures/library/program-{program.id}.png)"
    yield ""


def page(library: Library, counts: dict[str, int]) -> str:
    drills = [one for one in library.drills.values() if one.language == "en"]
    programs = [library.programs[key] for key in sorted(library.programs)]
    lines = [
        "# The library",
        "",
        f"Made by `tools/library_pages.py`: {len(drills)} drills and {len(programs)} programs. Facts come from the",
        "sources that are named, sentences are ours. A dose “from us” is a starting point for the clinician to change;",
        "each file's note says what its source gives and what it does not. `handouts figure --all` prints them.",
        "",
    ]
    for area, name in AREAS.items():
        own = [one for one in drills if one.area == area]
        lines += [f"## {name}", "", f"![Drills: {name}](pictures/library/{area}.png)", "", *table(own), ""]
    lines += [
        "## Programs",
        "",
        "No source gives a whole program: which drills, in which order and how much, is ours.",
        "",
    ]
    for program in programs:
        lines += program_lines(program, library, counts[program.id])
    return "\n".join(lines)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    library = load_library(brand=BRAND).checked()
    press = Press(library)
    area_pictures(library, press)
    (DOCS / "library.md").write_text(page(library, program_pictures(library, press)))


if __name__ == "__main__":
    main()
