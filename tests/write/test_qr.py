"""The squares that say where a page lies, held to zxing-cpp, and the quick way to make them to the slow one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.ids import make_id
from handouts.base.pageplace import SQUARE_SIDES, PagePlace
from handouts.write import qr
from handouts.write.pdf.symbols import square

zxingcpp = pytest.importorskip("zxingcpp")
np = pytest.importorskip("numpy")

PLACE = PagePlace("https://clinic.example/h/{id}.html")
ids = st.integers(min_value=0).map(lambda one: make_id([one]))


def read(place: PagePlace, modules: int) -> list[str]:
    """What a reader makes of a square, four pixels a module, on white paper."""
    side = place.modules
    drawn = np.array([int(one) for one in f"{modules:0{side * side}b}"], np.uint8).reshape(side, side)
    shown = np.pad(np.kron(1 - drawn, np.full((4, 4), 255, np.uint8)), 16, constant_values=255)
    return [one.text for one in zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormat.QRCode)]


@given(ids)
@settings(max_examples=30)
def test_sums_of_bits_are_what_the_encoder_makes(handout: str):
    squares = qr._Squares(PLACE.url)
    squares._made = qr._ENCODED  # as after many
    assert squares.of(handout) == squares._encoded(handout)


@pytest.mark.parametrize("length", [*SQUARE_SIDES][2:])
def test_an_address_of_every_length_that_may_be_is_read(length: int):
    place = PagePlace(f"https://clinic.example/{'a' * (length - 41)}/{{id}}.html")
    handout = make_id([length])
    assert len(place.address(handout)) == length
    assert place.modules == SQUARE_SIDES[length]
    assert read(place, qr.square_of(place, handout)) == [place.address(handout)]


def test_operators_draw_the_modules():
    handout = make_id(["drawn"])
    found = np.zeros((PLACE.modules, PLACE.modules), np.uint8)
    for line in square(PLACE, handout).splitlines()[:-1]:
        x, y, wide, high, _ = line.split()
        found[int(y) : int(y) + int(high), int(x) : int(x) + int(wide)] += 1
    bits = "".join(map(str, found.flatten().tolist()))
    assert int(bits, 2) == qr.square_of(PLACE, handout)
