from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaintext import INVISIBLE, JOINERS, clean, describe, escaped, visible


def test_outer_and_double_spaces_go():
    assert clean("  Mei   Tan ", limit=50) == "Mei Tan"


def test_text_comes_out_composed():
    assert clean("Zoe\u0308", limit=50) == "Zoë"


def test_line_breaks_are_kept_only_where_asked():
    assert clean("one\r\ntwo", limit=50) == "one two"
    assert clean("one\r\n\ttwo\n", limit=50, lines=True) == "one\ntwo"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\u202b", "\ue000", "\u2028", "\ud800", "\u2066", "\x7f"])
def test_what_hides_or_steers_is_refused_and_named(char: str):
    with pytest.raises(ValueError, match=f"U\\+{ord(char):04X}"):
        clean(f"Mei{char}Tan", limit=50, lines=True)


def test_too_long_is_refused_before_work_is_done():
    with pytest.raises(ValueError, match="at most 80"):
        clean("x" * 81, limit=80)
    with pytest.raises(ValueError, match="at most 80"):
        clean("x" * 10_000_000, limit=80)


@given(st.text(max_size=200))
def test_whatever_passes_is_visible(text: str):
    try:
        found = clean(text, limit=150, lines=True)
    except ValueError:
        return
    assert unicodedata.is_normalized("NFC", found)
    assert all(char == "\n" or char in JOINERS or unicodedata.category(char)[0] != "C" for char in found)
    assert clean(found, limit=200, lines=True) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mei\u200bTan", "MeiTan"),  # comes along when a name is copied from a web page …
        ("\u200fדוד כהן\u200e", "דוד כהן"),  # … out of a system in Hebrew or Arabic …
        ("\ufeffMei\u2060 Tan\xad", "Mei Tan"),  # … or out of a document
        ("five\u2011fold", "five-fold"),
        ("ﬁnger ﬂat", "finger flat"),
        ("\uf0b7 one ● two ✓ ⇒", "• one • two ✔ →"),
        ("e\u200b\u0301", "é"),
        ("½ ′ → ⅓", "½ ′ → ⅓"),
    ],
)
def test_what_word_processors_put_in_is_folded_or_dropped(typed: str, found: str):
    assert clean(typed, limit=50) == found


def test_joiners_are_kept_where_they_are_spelling():
    for typed in ("می\u200cخواهم", "श्री\u200dमती", "ක්\u200dර"):
        assert clean(typed, limit=50) == typed
    assert clean("Me\u200di \u200cTan", limit=50) == "Mei Tan"


def test_describe_never_prints_an_invisible_character():
    assert "\u202e" not in describe("\u202e")
    assert "“ő”" in describe("ő")


@given(st.text())
def test_what_is_shown_has_nothing_invisible(text: str):
    for shown in (visible(text, instead="�"), visible(text), escaped(text)):
        assert not any(unicodedata.category(char) in INVISIBLE for char in shown if char != "\n")
    assert len(visible(text, instead="�")) == len(text)
    assert visible(text, lines=True).count("\n") == escaped(text).count("\n") == text.count("\n")


def test_signs_that_steer_a_terminal_are_shown_as_codes():
    assert escaped("a\x1b[31m\nb\u202e\u2028") == "a\\u001b[31m\nb\\u202e\\u2028"


@pytest.mark.parametrize("text", ["e" + "\u0301\u0323" * 15, "\u05d1\u05bc\u05b8\u05b0\u0591", "ก็้", "नमस्ते"])
def test_marks_of_real_spelling_are_let_through(text: str):
    assert clean(text, limit=500)


@pytest.mark.parametrize("text", ["e" + "\u0302" * 32, "a\u0488" + "\u0301" * 700, "fine and " + "\u0301" * 40])
def test_more_marks_on_one_letter_than_can_be_set_are_refused(text: str):
    with pytest.raises(ValueError, match="more than 30 accents"):
        clean(text, limit=5_000)
