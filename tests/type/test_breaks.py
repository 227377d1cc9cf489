"""Line ends where no spaces are, and cuts of long words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.type.breaks import cut_place, han_breaks


def test_lines_may_end_between_han_letters():
    assert han_breaks("每天做", "|") == "每|天|做"
    assert han_breaks("早晚，每次（慢）做。", "|") == "早|晚，|每|次|（慢）|做。"
    assert han_breaks("ゆっくり", "|") == "ゆっ|く|り"
    assert han_breaks("10次 Tom’s", "|") == "10次 Tom’s"
    assert han_breaks("停留3–5秒，10次。用OK带", "|") == "停|留|3–5秒，|10次。|用|OK|带"


def test_words_are_cut_between_letters():
    assert cut_place("abcdef", 4) == 4
    assert cut_place("aọ̀b", 2) == 1  # never between a letter and its mark
    assert cut_place("ọ̀b", 1) == 2  # and at least one letter
    assert cut_place("क्षत्रिय", 2) == 3
    assert cut_place("慢慢。来", 2) == 1


@given(st.text(st.sampled_from("aọ\u0300\u0323क\u094dष慢。（"), min_size=1, max_size=9), st.integers(1, 9))
def test_there_is_always_a_part(text: str, most: int):
    assert 1 <= cut_place(text, most) <= max(most, len(text))
