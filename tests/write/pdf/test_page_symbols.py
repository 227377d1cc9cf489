"""Codes on rendered pages, as a reader of scans meets them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from handouts.base.pagecodes import page_code
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf.extent import DRAWN, says_more
from handouts.write.pdf.symbols import symbol

zxingcpp = pytest.importorskip("zxingcpp")

Make = Callable[..., Order]
WAYS: dict[str, tuple[dict[str, Any], dict[str, bool]]] = {
    "plain": ({}, {}),
    "Letter": ({"paper": "letter", "layout": "compact"}, {"mono": True}),
    "large": ({"layout": "large-print", "items": ("hip-strength",)}, {"form": False}),
    "right to left": ({"language": "ar"}, {}),
    "booklet": ({"layout": "cards", "items": ("hip-strength",)}, {"two_up": True}),
}


def read(data: bytes, dpi: float) -> list[Counter[str]]:
    """What all codes say on each page, of whatever sort they are."""
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(data)]
    return [Counter(one.text for one in zxingcpp.read_barcodes(page)) for page in pages]


@pytest.mark.parametrize("way", WAYS)
def test_both_codes_of_each_page_are_found_at_80_dpi_and_nothing_else_is_taken_for_one(
    library: Library, planner: Planner, make_order: Make, way: str
):
    order, how = WAYS[way]
    press = Press(library, **how)
    handout, _ = planner.plan(make_order(**order))
    found = read(press.pdf(handout), 80 if not how.get("two_up") else 100)  # a booklet's are 11 mm
    count = len(press.sheet(handout).pages)
    assert sum(found, Counter()) == {page_code(handout.id, page): 2 for page in range(1, count + 1)}
    if not how.get("two_up"):
        assert [list(one) for one in found] == [[page_code(handout.id, page)] for page in range(1, count + 1)]


def test_in_a_packet_every_page_has_its_own(library: Library, planner: Planner, make_order: Make):
    press = Press(library, form=False)
    handouts = [planner.plan(make_order(patient=name))[0] for name in ("Mei Tan", "Sam Okafor")]
    for tagged in (True, False):
        found = [list(one) for one in read(press.packet(handouts, "Packet", duplex=False, tagged=tagged), 80)]
        half = len(found) // 2
        assert found == [[page_code(one.id, page)] for one in handouts for page in range(1, half + 1)]


def test_a_code_is_the_patients_own_and_marks_are_the_familys(press: Press, planner: Planner, make_order: Make):
    one, other = (press.pressed(planner.plan(make_order(patient=name))[0]) for name in ("Mei Tan", "Sam Okafor"))
    assert one.head is other.head
    handout, _ = planner.plan(make_order())
    codes = [f"{symbol(page_code(handout.id, page))}\n".encode() for page in range(1, one.pages + 1)]
    assert [one.tail.count(code) for code in codes] == [1] * one.pages, "both places show the same stream"
    assert not any(code in other.tail for code in codes)


def test_pages_say_how_much_their_codes_draw(press: Press, planner: Planner, make_order: Make):
    for page in PdfReader(io.BytesIO(press.pdf(planner.plan(make_order())[0]))).pages:
        contents = page.get_contents()
        assert contents is not None
        assert not says_more(contents.get_data(), page[f"/{DRAWN}"])
        assert says_more(contents.get_data() + b"\n0 0 m 1 1 l S", page[f"/{DRAWN}"])
