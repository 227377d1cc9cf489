"""Which way each part of a line runs. The expected orders are those of Unicode's rules; letters of Hebrew stand for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.type.bidi import base_level, is_rtl, levels_of, visual_runs


def shown(text: str, base: int) -> str:
    return "".join(part[::-1] if rtl else part for part, rtl in visual_runs(text, base))


@pytest.mark.parametrize(
    ("text", "base", "levels"),
    [
        ("ab", 0, "00"),
        ("אב", 0, "11"),
        ("ab", 1, "22"),
        ("a אב b", 0, "001100"),
        ("אב 12 ג", 1, "1112211"),
        ("אב 12", 0, "11122"),  # a number belongs to the letters before it
        ("ע 1-2", 1, "11222"),
        ("م 1-2", 1, "11212"),  # after Arabic letters a hyphen parts numbers
        ("12%", 1, "222"),
        ("אב. ", 0, "1100"),
        ("a(אב)c", 0, "001100"),  # brackets go with the line …
        ("א(b)", 1, "1121"),
        ("א (ב) ג", 0, "1111111"),  # … or with what they hold
        ("שָׁ", 1, "111"),
        ("", 1, ""),
    ],
)
def test_levels(text: str, base: int, levels: str):
    assert "".join(map(str, levels_of(text, base))) == levels


def test_the_order_on_the_line():
    assert shown("אב 12 גד", 1) == "דג 12 בא"
    assert shown("Tom אב גד.", 0) == "Tom דג בא."
    assert shown("אב Tom Smith גד", 1) == "דג Tom Smith בא"


def test_the_first_letter_says_how_a_line_runs():
    assert base_level("12 אב a") == 1
    assert base_level("(a) אב") == base_level("12") == 0
    assert is_rtl("a ع")
    assert not is_rtl("Zoë 12 中")


@given(st.text(st.sampled_from("ab אבعم12٣ .,-+%()[]\u05b8"), max_size=12), st.sampled_from((0, 1)))
def test_nothing_is_lost(text: str, base: int):
    assert sorted(shown(text, base)) == sorted(text)
    assert all(level >= base for level in levels_of(text, base))
