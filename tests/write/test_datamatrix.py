"""The symbol of a page's code, held to zxing-cpp, which makes and reads such symbols too."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.base.ids import make_id
from handouts.base.pagecodes import PAGES_MOST, page_code
from handouts.write import datamatrix
from handouts.write.datamatrix import SIDE, symbol_of

zxingcpp = pytest.importorskip("zxingcpp")
np = pytest.importorskip("numpy")

codes = st.builds(page_code, st.integers().map(lambda one: make_id([one])), st.integers(1, PAGES_MOST))


def modules_of(symbol: bytes) -> list[list[int]]:
    bits = "".join(f"{one:08b}" for one in symbol)
    return [[int(one) for one in bits[at : at + SIDE]] for at in range(0, len(bits), SIDE)]


def read(modules: Sequence[Sequence[int]]) -> list[str]:
    """What a reader makes of a symbol, four pixels a module, on white paper."""
    drawn = np.kron(1 - np.array(modules, np.uint8), np.full((4, 4), 255, np.uint8))
    found = zxingcpp.read_barcodes(np.pad(drawn, 16, constant_values=255), formats=zxingcpp.BarcodeFormat.DataMatrix)
    return [one.text for one in found]


@given(codes)
@example(page_code(make_id([0]), 9))
@example(page_code(make_id([0]), 10))
@example(page_code(make_id([0]), 99))
@example(page_code(make_id([0]), 100))
def test_a_symbol_is_read_as_its_text(text: str):
    assert read(modules_of(symbol_of(text))) == [text]


@given(codes)
def test_words_stand_where_another_maker_puts_them_and_mend_as_its_do(text: str):
    """It chooses other words for a text, so its own are put into our symbol: module for module it is then the same."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, version=4)
    pixels = bytes(memoryview(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)))
    theirs = int("".join("0" if one else "1" for one in pixels), 2)
    ours = datamatrix._frame()
    for word, places in enumerate(datamatrix._word_modules()[: datamatrix._WORDS]):
        ours ^= datamatrix._changed(word, sum(1 << bit for bit, module in enumerate(places) if theirs & module))
    assert ours == theirs


@given(codes, st.randoms(use_true_random=False), st.integers(1, 6))
def test_six_spoilt_words_are_mended(text: str, dice: Random, count: int):
    """All that twelve words can mend: were one of those wrong in our symbols, it would mend fewer."""
    whole = int.from_bytes(symbol_of(text), "big")
    for places in dice.sample(datamatrix._word_modules(), count):
        for module in dice.sample(places, dice.randint(1, 8)):
            whole ^= module
    assert text in read(modules_of(whole.to_bytes(SIDE * SIDE // 8, "big")))


@pytest.mark.parametrize("text", ["", "MHRFK954K4B4", "MHRFK954K4B41000", "mhrfk954k4b41", "MHRFK954K4B4X", "MHRF K954K4B1", "MHRFK954K4B4٣"])  # fmt: skip
def test_what_it_cannot_say_is_no_symbol(text: str):
    with pytest.raises((ValueError, KeyError, IndexError)):
        symbol_of(text)
