"""Draws docs/pictures: every layout in two brands and both papers, and the page that the README shows.

Needs poppler's pdftoppm. Run it after anything that is drawn has changed, and look at what it drew.
"""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date, time
from pathlib import Path

from PIL import Image

from handouts.library.load import load_library
from handouts.order import Order
from handouts.plan import Planner
from handouts.press import Press

DOCS = Path(__file__).resolve().parent.parent / "docs"
BRANDS, PAPERS = ("harbour-street", "northgate"), ("a4", "letter")


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "sheet.pdf")
        source.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(source), str(Path(folder, "p"))], check=True)
        return [Image.open(path).convert("RGB").copy() for path in sorted(Path(folder).glob("p*.png"))]


def beside(images: list[Image.Image], gap: int = 12) -> Image.Image:
    width = sum(image.width + gap for image in images) + gap
    sheet = Image.new("RGB", (width, max(image.height for image in images) + 2 * gap), "#8A939B")
    x = gap
    for image in images:
        sheet.paste(image, (x, gap))
        x += image.width + gap
    return sheet


def store(image: Image.Image, name: str) -> None:
    image.quantize(64, dither=Image.Dither.NONE).save(DOCS / "pictures" / name, optimize=True)


def main() -> None:
    lines = ["# The layouts, in pictures", "", "Drawn by `tools/pictures.py`, each in two brands and on two papers."]
    for brand in BRANDS:
        library = load_library(brand=brand).checked()
        planner, press = Planner(library), Press(library)
        mono = Press(library, mono=True)
        for layout in ("standard", "compact", "large-print", "cards", "log"):
            for paper in PAPERS:
                order = Order(
                    patient="Mei Tan", items=("hip-hinge",), start=date(2026, 11, 23), issued=date(2026, 11, 20),
                    week=3, note="Mei, start with the short band. Slow and tall beats deep.", layout=layout,
                    paper=paper, visit=date(2026, 12, 14), visit_time=time(9, 30),
                )  # fmt: skip
                pdf = press.pdf(planner.plan(order)[0])
                name = f"{layout}-{brand}-{paper}.png"
                if (layout, brand, paper) == ("standard", BRANDS[0], "a4"):
                    store(pages(pdf, 80)[0], name)
                    store(beside(pages(mono.pdf(planner.plan(order)[0]), 50)), "standard-mono-a4.png")
                    name = f"{layout}-{brand}-{paper}-all.png"
                store(beside(pages(pdf, 50)), name)
                lines += ["", f"## {layout}, {brand}, {paper}", "", f"![{layout} on {paper}](pictures/{name})"]
    lines += ["", "## standard, all in black", "", "![standard in mono](pictures/standard-mono-a4.png)", ""]
    (DOCS / "layouts.md").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
