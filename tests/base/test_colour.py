from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.colour import contrast, hexadecimal, luminance, mixed, rgb

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@pytest.mark.parametrize(
    ("colour", "light"),
    [("#000000", 0.0), ("#FFFFFF", 1.0), ("#FF0000", 0.2126), ("#00FF00", 0.7152), ("#0000FF", 0.0722),
     ("#0A0A0A", 10 / 255 / 12.92), ("#808080", 0.2159)],
)  # fmt: skip
def test_luminance_is_that_of_wcag(colour: str, light: float):
    assert luminance(colour) == pytest.approx(light, abs=5e-5)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_mixing():
    assert mixed("#102030", "#F0E0D0", 0.0) == "#102030"
    assert mixed("#102030", "#F0E0D0", 1.0) == "#F0E0D0"
    assert mixed("#000000", "#FF6400", 0.25) == "#401900"


@given(COLOUR)
def test_a_colour_s_parts_make_it_again(colour: str):
    assert hexadecimal(rgb(colour)) == colour


def test_parts_beyond_what_can_be_shown_are_cut():
    assert hexadecimal((1.5, -0.2, 0.5)) == "#FF0080"
