"""PDFium judges collisions: what is under each printed letter, and what is near each box, as dots of the made page.

It knows nothing of marks and blocks: letters and their boxes are read off the PDF, and the ground is the page drawn
again without its text.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, BOX_CLEAR
from handouts.write.boxes import box_geometry
from tests.conftest import LAYOUTS

if TYPE_CHECKING:
    from PIL import Image

DOTS = 8
"""A millimetre."""
PALE = 40
"""Shades of grey between two grounds that words may both stand on: paper, a tint, a rest day's column, a floor."""
NEAR = 0.2
"""How far round a letter its ground is looked at, mm: less than the rules say, for the corners of a number's box come near
the ring round it."""
MM = 72 / 25.4
LIBRARY = load_library(brand="harbour-street")
DRILLS = sorted(drill for drill, language in LIBRARY.drills if language == "en")

Corners = tuple[float, float, float, float]
"""Left, top, right, bottom, mm from the page's top left."""


@dataclass(frozen=True)
class Judged:
    """A page as PDFium sees it."""

    ground: Image.Image
    """All but its text, grey."""
    letters: tuple[tuple[str, Corners], ...]

    def shades(self, corners: Corners, around: float) -> int:
        """How far the lightest and the darkest dot of the ground are apart."""
        left, top, right, bottom = corners
        box = (left - around, top - around, right + around, bottom + around)
        low, high = self.ground.crop(tuple(round(DOTS * side) for side in box)).getextrema()
        return int(high) - int(low)  # type: ignore[arg-type]  # grey has one band

    def lightest_gap(self, corners: Corners, around: float) -> int:
        """The darkest dot round a rectangle, its own line left out: 255 where all is white."""
        left, top, right, bottom = corners
        rings = [
            (left - around, top - around, right + around, top - 0.3),
            (left - around, bottom + 0.3, right + around, bottom + around),
            (left - around, top - around, left - 0.3, bottom + around),
            (right + 0.3, top - around, right + around, bottom + around),
        ]
        crops = [self.ground.crop(tuple(round(DOTS * side) for side in ring)) for ring in rings]
        return min(int(crop.getextrema()[0]) for crop in crops)  # type: ignore[arg-type,call-overload]  # one band


def judged(data: bytes) -> Iterator[Judged]:
    """Each page: first its letters, then its ground."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            letters = tuple(_letters(page))
            for thing in list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)):
                page.remove_obj(thing)
            ground = page.render(scale=DOTS / MM, may_draw_forms=False).to_pil().convert("L")
            yield Judged(ground, letters)


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Corners]]:
    height = page.get_height()
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        sides = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, index, *sides)
        left, right, low, high = (side.value for side in sides)
        if char.strip() and right > left:
            yield char, (left / MM, (height - high) / MM, right / MM, (height - low) / MM)


def overlaps(letters: tuple[tuple[str, Corners], ...]) -> Iterator[tuple[str, str]]:
    """Pairs of letters that stand on each other. Letters of a word may touch: they are as wide as their ink."""
    ordered = sorted(letters, key=lambda letter: letter[1][1])
    for index, (one, (x1, _, x2, y2)) in enumerate(ordered):
        for other, (left, top, right, bottom) in itertools.islice(ordered, index + 1, None):
            if top > y2 - 0.3:
                break
            if min(x2, right) - max(x1, left) > 0.3 and min(y2, bottom) - top > 0.3:
                yield one, other


def faults(planner: Planner, press: Press, order: Order) -> list[str]:
    """What PDFium finds wrong with an order's handout. The press is one for paper, whose boxes are drawn."""
    handout = planner.plan(order)[0]
    boxes = box_geometry(handout, press.sheet(handout))["boxes"]
    found = []
    for number, page in enumerate(judged(press.pdf(handout)), 1):
        for char, corners in page.letters:
            if page.shades(corners, NEAR) > PALE:
                found.append(f"page {number}: “{char}” at {[round(side, 1) for side in corners]} stands on a drawing")
        found += [f"page {number}: “{one}” and “{other}” stand on each other" for one, other in overlaps(page.letters)]
        for box in boxes:
            if box["page"] == number:
                corners = (box["x"], box["y"], box["x"] + BOX, box["y"] + BOX)
                if page.lightest_gap(corners, BOX_CLEAR - 0.3) < 250:
                    found.append(f"page {number}: something is near the box {box['name']}")
    return found


@pytest.fixture(scope="module")
def paper(library: Library) -> tuple[Planner, Press]:
    return Planner(library), Press(library, form=False)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_judge_finds_what_is_printed_over_something(
    paper: tuple[Planner, Press], make_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch, layout: str
):
    """Pictures, and signs, are moved; the judge must see it."""
    from handouts.sheet.blocks import Image as Picture
    from handouts.sheet.blocks import Pad

    real = Pad.add

    def shifted(self: Any, *marks: Any) -> None:
        real(self, *(replace(mark, y=mark.y + 30) if isinstance(mark, Picture) else mark for mark in marks))

    monkeypatch.setattr(Pad, "add", shifted)
    monkeypatch.setattr(
        "handouts.sheet.compose.refuse_collisions", lambda *_: None
    )  # so that there is a sheet to judge
    monkeypatch.setenv("HANDOUTS_CACHE", "off")  # it may have the same pages, drawn before
    _, press = paper
    crooked = Press(press.library, form=False)
    wrong = faults(paper[0], crooked, make_order(layout=layout))
    assert any("stands on a drawing" in one for one in wrong)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", ["a4", "letter"])
def test_pdfium_finds_no_collision(
    paper: tuple[Planner, Press], make_order: Callable[..., Order], layout: str, size: str
):
    for program in ("hip-hinge", "hip-strength"):
        order = make_order(items=(program,), layout=layout, paper=size, times=("morning", "evening"), week=3)
        assert not faults(*paper, order)


ORDERS = st.fixed_dictionaries({
    "items": st.lists(st.sampled_from(DRILLS), min_size=1, max_size=10, unique=True).map(tuple),
    "layout": st.sampled_from(LAYOUTS),
    "paper": st.sampled_from(["a4", "letter"]),
    "days": st.sampled_from([("mon", "wed", "fri"), ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("tue",)]),
    "times": st.sampled_from([("day",), ("morning", "evening"), ("morning", "midday", "evening")]),
    "side": st.sampled_from(["left", "right", "both"]),
    "visit": st.sampled_from([None, date(2026, 12, 14)]),
    "patient": st.sampled_from(["Jo", "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya", "Nguyễn Thị Ánh"]),
    "note": st.sampled_from(["", "Slow and tall.", "Do not rush, and breathe. " * 40]),
})  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60)
@given(ORDERS)
def test_pdfium_finds_no_collision_on_anyone_s_sheet(
    paper: tuple[Planner, Press], make_order: Callable[..., Order], wanted: dict[str, Any]
):
    assert not faults(*paper, make_order(**wanted))
