"""Outside judges: qpdf and poppler look at real files. Where they are not installed, this is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, MM, Box
from tests.conftest import LAYOUTS

pytestmark = pytest.mark.judge


def need(program: str) -> str:
    found = shutil.which(program)
    if not found and os.environ.get("CI"):
        pytest.fail(f"{program} must judge here, and is not installed")
    if not found:
        pytest.skip(f"{program} is not installed here (Debian: poppler-utils, qpdf)")
    return found


@pytest.fixture
def file(planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path) -> Callable[..., Path]:
    def make(**changes: object) -> Path:
        path = tmp_path / "sheet.pdf"
        path.write_bytes(press.pdf(planner.plan(make_order(**changes))[0]))
        return path

    return make


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_qpdf_finds_no_fault(file: Callable[..., Path], layout: str, paper: str):
    done = subprocess.run(
        [need("qpdf"), "--check", str(file(layout=layout, paper=paper, patient="Nguyễn ő"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_qpdf_sees_a_broken_file(file: Callable[..., Path]):
    path = file()
    path.write_bytes(path.read_bytes().replace(b"/Type/Pages", b"/Typo/Pages", 1)[:-40])
    assert subprocess.run([need("qpdf"), "--check", str(path)], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_poppler_reads_every_word(
    planner: Planner, press: Press, make_order: Callable[..., Order], file: Callable[..., Path], layout: str
):
    path = file(layout=layout)
    text = subprocess.run(
        [need("pdftotext"), "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = set(text.replace("-\n", "-").split())  # a word may be parted after its hyphen
    handout = planner.plan(make_order(layout=layout))[0]
    wanted = [handout.patient, handout.title, *(run.text for run in handout.next_visit)]
    if layout != "log":
        wanted += [step.text for card in handout.cards for step in card.steps]
    assert set(" ".join(wanted).split()) - words == set()


def raster(path: Path, page: int, dpi: int = 100) -> Image.Image:
    done = subprocess.run(
        [need("pdftoppm"), "-r", str(dpi), "-f", str(page), "-l", str(page), "-gray", "-png", str(path)],
        capture_output=True,
        check=True,
    )
    import io

    return Image.open(io.BytesIO(done.stdout)).convert("L")


def darkest(image: Image.Image) -> int:
    """The darkest point of a grey picture, 0 to 255."""
    return int(image.getextrema()[0])


def test_boxes_stand_where_the_geometry_says(
    planner: Planner, press: Press, make_order: Callable[..., Order], file: Callable[..., Path]
):
    """Each box: a dark outline, white inside, and white all round for 2 mm."""
    path = file()
    sheet = press.sheet(planner.plan(make_order())[0])
    scale = 200 / 25.4
    for page in sheet.pages:
        image = raster(path, page.number, 200)
        for placed in page.blocks:
            for mark in placed.block.flat():
                if isinstance(mark, Box):
                    x, y = mark.x * scale, (placed.y + mark.y) * scale
                    size = BOX * scale
                    inside = image.crop((round(x + 6), round(y + 6), round(x + size - 6), round(y + size - 6)))
                    assert darkest(inside) > 250
                    for offset in (0.25, 0.5, 0.75):
                        column = image.crop(
                            (round(x - 3), round(y + size * offset), round(x + 4), round(y + size * offset) + 1)
                        )
                        assert darkest(column) < 80
                    left = image.crop((round(x - 2 * scale), round(y), round(x - 4), round(y + size)))
                    assert darkest(left) > 250


def test_nothing_else_is_drawn_in_the_quiet_places(
    planner: Planner, library: Library, make_order: Callable[..., Order], tmp_path: Path
):
    """Without codes the corners and the places for codes are white, on every page; with codes, the white round each is."""
    handout = planner.plan(make_order(patient="Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya"))[0]
    for codes in (True, False):
        path = tmp_path / f"{codes}.pdf"
        path.write_bytes(Press(library, codes=codes).pdf(handout))
        for number in (1, 2, 3):
            image = raster(path, number)
            for place in ((173, 10, 16), (21, 271, 16), (10, 10, 8), (192, 10, 8), (10, 279, 8), (192, 279, 8)):
                inner, outer = square(image, *place, -0.25), square(image, *place, 0.9)
                assert (darkest(inner) < 80) == codes, (number, place)
                if codes:
                    within = square(image, *place, 0.25)
                    outer.paste(
                        255,
                        (edge := (outer.width - within.width) // 2, edge, edge + within.width, edge + within.height),
                    )
                assert darkest(outer) > 250, (number, place)


def square(image: Image.Image, x: float, y: float, side: float, more: float) -> Image.Image:
    """A square of the page with some mm more on each side."""
    scale = 100 / 25.4
    left, top, right, low = ((at - more) * scale for at in (x, y, x + side + 2 * more, y + side + 2 * more))
    return image.crop((round(left), round(top), round(right), round(low)))


def test_page_size_is_exact(file: Callable[..., Path]):
    for paper, size in (("a4", (210, 297)), ("letter", (215.9, 279.4))):
        said = subprocess.run(
            [need("pdfinfo"), str(file(paper=paper))], capture_output=True, text=True, check=True
        ).stdout
        found = [float(part) for part in said.split("Page size:")[1].split("pts")[0].replace("x", " ").split()]
        assert found == pytest.approx([side * MM for side in size], abs=0.01)
