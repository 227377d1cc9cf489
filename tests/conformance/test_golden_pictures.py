"""The first page of a sheet in each script, as PDFium draws it, beside the picture that somebody looked at.

“python -m tests.conformance.test_golden_pictures” draws them anew: look at each before it is kept.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press

KEPT = Path(__file__).parent / "pictures"
PATIENTS = {
    "zh-Hans": "陈美玲",
    "zh-Hant": "陳美玲",
    "ta": "மீனா குமார்",
    "hi": "मीरा शर्मा",
    "ar": "ليلى حداد",
    "he": "נועה לוי",
    "vi": "Nguyễn Thị Hương",
    "pl": "Łucja Źródłowska",
    "en": "Алёна Παπαδοπούλου 田中",
}
"""A name in each sheet's letters; on the English one in Cyrillic, Greek and Japanese."""
_SCALE = 60 / 72
_BLOCK = 6
"""Side of the squares of pixels that are compared, each as a whole: edges may be smoothed in other ways."""
_MEAN, _WORST = 0.6, 40
"""How far the page, and its worst square, may be from the picture, of 255."""


def drawn(language: str) -> Image.Image:
    library = load_library(brand="northgate")
    order = Order(
        patient=PATIENTS[language],
        items=("low-back",),
        language=language,
        start=date(2026, 11, 23),
        issued=date(2026, 11, 20),
    )
    data = Press(library).pdf(Planner(library).plan(order)[0])
    return pypdfium2.PdfDocument(data)[0].render(scale=_SCALE, grayscale=True).to_pil().convert("L")


def coarse(image: Image.Image) -> Image.Image:
    return image.resize((image.width // _BLOCK, image.height // _BLOCK), Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """How far two pictures are from each other on average, and in their worst square."""
    found = ImageStat.Stat(ImageChops.difference(coarse(one), coarse(other)))
    return found.mean[0], found.extrema[0][1]


@pytest.mark.parametrize("language", [pytest.param(one, marks=pytest.mark.slow) for one in PATIENTS])
def test_a_page_looks_as_it_was_looked_at(language: str):
    kept, now = Image.open(KEPT / f"{language}.png").convert("L"), drawn(language)
    assert kept.size == now.size
    mean, worst = apart(kept, now)
    assert mean < _MEAN, language
    assert worst < _WORST, language


def test_letters_in_another_place_would_be_seen():
    kept = Image.open(KEPT / "ta.png").convert("L")
    moved = kept.copy()
    line = kept.crop((80, 100, 400, 130))
    moved.paste(255, (80, 100, 400, 130))
    moved.paste(line, (84, 100))
    mean, worst = apart(kept, moved)
    assert worst > _WORST or mean > _MEAN
    assert apart(kept, kept) == (0.0, 0)


def kept_picture(image: Image.Image) -> bytes:
    raw = io.BytesIO()
    image.quantize(16).save(raw, "PNG", optimize=True)
    return raw.getvalue()


if __name__ == "__main__":
    for one in PATIENTS:
        (KEPT / f"{one}.png").write_bytes(kept_picture(drawn(one)))
