"""Where a clinic has a place for pages, each sheet says the address: in letters, as a link, and as a square; else no sheet
changes by a byte.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Code, LinkArea, QrSquare, Sheet
from handouts.write.text import as_text
from tests.conftest import LAYOUTS, pdf_text

URL = "https://clinic.example/h/{id}.html"
MakeOrder = Callable[..., Order]


@pytest.fixture(scope="module")
def placed(library: Library) -> Library:
    """The library of a clinic that has a place for pages."""
    return replace(library, clinic=replace(library.clinic, page_url=URL))


@pytest.fixture(scope="module")
def planner(placed: Library) -> Planner:
    return Planner(placed)


@pytest.fixture(scope="module")
def press(placed: Library) -> Press:
    return Press(placed)


def marks(sheet: Sheet, kind: type[Any]) -> Iterator[tuple[int, float, Any]]:
    """Page, top of the block and mark."""
    for page in sheet.pages:
        for placed in page.blocks:
            yield from ((page.number, placed.y, mark) for mark in placed.block.flat() if isinstance(mark, kind))


def links(data: bytes) -> list[Any]:
    found = [one.get_object() for page in PdfReader(io.BytesIO(data)).pages for one in page.get("/Annots") or ()]
    return [one for one in found if one["/Subtype"] == "/Link"]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_says_the_address_once_and_links_to_it(
    layout: str, paper: Any, planner: Planner, press: Press, make_order: MakeOrder
):
    handout = planner.plan(make_order(layout=layout, paper=paper))[0]
    data, address = press.pdf(handout), URL.replace("{id}", handout.id)
    assert "".join(pdf_text(data).split()).count(address.removeprefix("https://")) == 1
    (link,) = links(data)
    assert link["/A"]["/URI"] == address
    assert link["/Contents"] == "On your phone"
    left, low, right, high = (float(one) for one in link["/Rect"])
    assert right - left > 100
    assert 10 < high - low < 60


def test_a_sheet_without_a_place_is_as_ever(library: Library, planner: Planner, press: Press, make_order: MakeOrder):
    """Ids are held by other tests; here, that nothing but the place makes the difference."""
    plain = Planner(library).plan(make_order())[0]
    handout = planner.plan(make_order())[0]
    assert plain.phone is None
    assert plain.id != handout.id
    assert not links(Press(library).pdf(plain))
    assert "PhonePlace" not in repr(plain)
    other = replace(library, clinic=replace(library.clinic, page_url="https://other.example/{id}.html"))
    assert Planner(other).plan(make_order())[0].id not in (plain.id, handout.id)


def test_a_square_is_16_mm_or_more_and_only_where_there_is_room(planner: Planner, press: Press, make_order: MakeOrder):
    found = []
    for layout in LAYOUTS:
        sheet = press.sheet(planner.plan(make_order(layout=layout, note=""))[0])
        found += [mark.w for _, _, mark in marks(sheet, QrSquare)]
        assert len(list(marks(sheet, QrSquare))) <= 1 == len(list(marks(sheet, LinkArea)))
    assert len(found) >= 4
    assert min(found) >= 16


def test_the_square_costs_no_page(library: Library, planner: Planner, press: Press, make_order: MakeOrder):
    bare, plain = Press(library), Planner(library)
    for layout in LAYOUTS:
        order = make_order(layout=layout)
        assert len(press.sheet(planner.plan(order)[0]).pages) == len(bare.sheet(plain.plan(order)[0]).pages), layout


def test_patients_alike_share_all_but_their_own(planner: Planner, press: Press, make_order: MakeOrder):
    one, other = (press.pressed(planner.plan(make_order(patient=name))[0]) for name in ("Mei Tan", "Mei Ton"))
    assert one.head is other.head
    assert len(one.tail) < 12_000


def test_the_bytes_do_not_depend_on_what_was_made_before(
    placed: Library, planner: Planner, press: Press, make_order: MakeOrder
):
    handout = planner.plan(make_order(patient="Jo Bloggs"))[0]
    for number in range(45):  # after so many, squares are put together from what bits change
        press.pdf(planner.plan(make_order(patient=f"Patient {number}"))[0])
    assert press.pdf(handout) == Press(placed).pdf(handout)


def test_on_paper_alone_it_is_no_link(placed: Library, planner: Planner, make_order: MakeOrder):
    handout = planner.plan(make_order())[0]
    for way in ({"form": False}, {"two_up": True}):
        data = Press(placed, **way).pdf(handout)
        assert not links(data)
        assert URL.replace("{id}", handout.id).removeprefix("https://") in "".join(pdf_text(data).split())


@pytest.mark.parametrize("language", ["ar", "zh-Hans", "de"])
def test_languages_say_it_in_their_words_and_a_second_one_under_it(
    language: str, planner: Planner, press: Press, make_order: MakeOrder, placed: Library
):
    handout = planner.plan(make_order(items=("low-back",), language=language, second="en", note=""))[0]
    words = placed.words[language].phone_place
    assert words
    text = as_text(press.sheet(handout))
    assert words.label in text
    assert "On your phone" in text
    assert text.count(f"clinic.example/h/{handout.id}.html") == 1
    copy = planner.plan(make_order(items=("low-back",), language=language, second="en:copy", note=""))[0]
    sheet = press.sheet(copy)
    assert len(list(marks(sheet, LinkArea))) == 1  # the copy is for who has the file
    assert as_text(sheet).count(f"clinic.example/h/{copy.id}.html") == 2


def test_words_without_it_say_nothing(placed: Library, make_order: MakeOrder):
    words = {**placed.words, "en": replace(placed.words["en"], phone_place=None)}
    assert Planner(replace(placed, words=words)).plan(make_order())[0].phone is None


def seen(data: bytes, kinds: Any) -> list[str]:
    """What a reader of codes finds on all pages, as a phone would: 110 dpi."""
    pdfium, zxing = pytest.importorskip("pypdfium2"), pytest.importorskip("zxingcpp")
    with pdfium.PdfDocument(data) as document:
        pictures = [document[at].render(scale=110 / 72).to_numpy() for at in range(len(document))]
    return [one.text for picture in pictures for one in zxing.read_barcodes(picture, formats=kinds)]


@pytest.mark.parametrize(
    ("layout", "paper", "mono"), [("standard", "a4", False), ("log", "letter", True), ("large-print", "a4", True)]
)
def test_a_camera_reads_the_square_and_a_scanner_the_codes(
    layout: str, paper: Any, mono: bool, placed: Library, planner: Planner, make_order: MakeOrder
):
    zxing = pytest.importorskip("zxingcpp")
    handout = planner.plan(make_order(layout=layout, paper=paper, note=""))[0]
    press = Press(placed, mono=mono)
    data, sheet = press.pdf(handout), press.sheet(handout)
    assert seen(data, zxing.BarcodeFormat.QRCode) == [URL.replace("{id}", handout.id)]
    codes = len(list(marks(sheet, Code)))
    assert codes == 2 * len(sheet.pages)
    assert len(seen(data, zxing.BarcodeFormat.DataMatrix)) == codes


def test_a_page_with_a_square_is_known_by_its_codes(
    placed: Library, planner: Planner, press: Press, make_order: MakeOrder
):
    pdfium, codes = pytest.importorskip("pypdfium2"), pytest.importorskip("handouts.scan.codes")
    handout: Handout = planner.plan(make_order(note=""))[0]
    with pdfium.PdfDocument(press.pdf(handout)) as document:
        picture = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    (page,) = codes.our_pages(codes.codes_in(picture.reshape(picture.shape[:2])))
    assert (page.handout, page.page) == (handout.id, 1)
