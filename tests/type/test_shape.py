"""HarfBuzz's clusters: they hold the whole text, and marks stand on their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.type.scripts import LATIN, face_file, graphemes, language_of, script_of
from handouts.type.shape import BOLD, REGULAR, shaper

NOTO = face_file(*LATIN.files[0])
assert NOTO


def test_a_mark_stands_on_its_letter():
    letter, marked = shaper(NOTO, REGULAR).shape("o", False)[0], shaper(NOTO, REGULAR).shape("ọ̀", False)[0]
    assert marked.text == "ọ̀"
    assert marked.advance == letter.advance
    assert len(marked.glyphs) > 1


def test_bold_is_wider():
    assert shaper(NOTO, BOLD).shape("n", False)[0].advance > shaper(NOTO, REGULAR).shape("n", False)[0].advance


@given(st.text(st.sampled_from("aọẹIвΑΩ\u0300\u0301\u0323\u030c\u200d\u200c -"), max_size=12))
def test_clusters_hold_the_whole_text(text: str):
    shape = shaper(NOTO, REGULAR).shape
    assert "".join(one.text for one in shape(text, False)) in {text, ""}
    assert "".join(one.text for one in shape(text, True)) in {text[::-1], ""}


@given(st.text(max_size=20))
def test_graphemes_are_the_text(text: str):
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(("char", "name"), [("α", "Greek"), ("Ж", "Cyrillic"), ("ẹ", "Latin"), ("→", "Latin")])
def test_scripts(char: str, name: str):
    assert script_of(char).name == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Slowly. Café – Nguyễn", ""),
        ("请慢慢来 OK", "zh"),
        ("山田さん、ゆっくり", "ja"),
        ("천천히", "ko"),
        ("மெதுவாக", "ta"),
        ("ببطء 3", "ar"),
        ("Медленно", "und-Cyrl"),
        ("Ask 陈 about it", ""),
        ("→ ✔ 12", ""),
    ],
)
def test_the_language_that_letters_tell(text: str, language: str):
    assert language_of(text) == language
