"""Through a real print system, to what a printer puts on paper, ticked there, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.scan.worn import capture
from tests.scan.worn.hands import filled_in, somebody
from tests.scan.worn.judging import judged
from tests.scan.worn.make import Worn, dice_of
from tests.scan.worn.pens import INKS
from tests.scan.worn.printers import Queue, print_system
from tests.scan.worn.pwgraster import raster_pages
from tests.scan.worn.reading import said_of
from tests.scan.worn.sheets import DPI, PX, Picture, Printed, document, printed

pytestmark = pytest.mark.judge
A4, LETTER = 0, 4
"""Numbers of sheets on these papers, of one page and of more."""
MEDIA = {"a4": "iso_a4_210x297mm", "letter": "na_letter_8.5x11in"}


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    with print_system() as started:
        yield started


def extent(page: Picture) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is printed: the outer edges of the corner marks."""
    rows, columns = np.flatnonzero((page < 128).any(axis=1)), np.flatnonzero((page < 128).any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def ticked(page: Picture, sheet: Printed, seed: int) -> tuple[Worn, float]:
    """Ticks where the boxes came to lie on the paper, and a scan of that; how large the print came out."""
    dice = dice_of("printed", seed)
    drawn = np.full(sheet.picture(colour=False).shape, 255, np.uint8)
    truth = filled_in(drawn, sheet, somebody(dice, INKS), dice)
    was, now = extent(sheet.picture(colour=False)), extent(page)
    scale = (now[2] - now[0]) / (was[2] - was[0])
    assert scale == pytest.approx((now[3] - now[1]) / (was[3] - was[1]), abs=0.002)  # nothing is cut off or stretched
    move = np.array([[scale, 0, now[0] - scale * was[0]], [0, scale, now[1] - scale * was[1]]])
    ink = cv2.warpAffine(drawn, move, page.shape[::-1], flags=cv2.INTER_AREA, borderValue=255)
    shot = capture.scanned(cv2.multiply(page, ink, scale=1 / 255), dice, 200)
    return Worn("printed", seed, shot, (sheet,), (truth,)), scale


@pytest.mark.parametrize(
    ("number", "paper", "options", "size"),
    [
        (A4, "a4", (), (0.995, 1.005)),
        (LETTER, "letter", (), (0.995, 1.005)),
        (A4, "letter", ("fit-to-page",), (0.88, 0.95)),
        (LETTER, "a4", ("fit-to-page",), (0.9, 0.98)),
    ],
    ids=["A4", "Letter", "A4 on Letter", "Letter on A4"],
)
def test_a_sheet_that_was_printed_is_read(
    queue: Queue, tmp_path: Path, number: int, paper: str, options: tuple[str, ...], size: tuple[float, float]
):
    geometry, data = document(number)
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(data)
    pages = list(raster_pages(queue.print(pdf, f"media={MEDIA[paper]}", *options)))
    assert len(pages) == geometry["pages"]
    boxes = 0
    for page, (picture, dpi) in enumerate(pages, 1):
        assert dpi == DPI
        assert picture.shape == tuple(round(side * PX) for side in {"a4": (297, 210), "letter": (279.4, 215.9)}[paper])
        worn, scale = ticked(picture, printed(number, page), seed=number * 10 + page)
        assert size[0] < scale < size[1]
        scan = tmp_path / f"page-{page}{worn.shot.suffix}"
        scan.write_bytes(worn.shot.data)
        tally = judged(worn, said_of(scan, {str(geometry["handout"]): geometry}))
        assert (tally.known, tally.strays, tally.false, tally.missed) == (1, 0, 0, 0), tally.faults
        assert tally.unsure <= 1
        boxes += tally.ticked
    assert boxes >= 5  # not all of it was empty
