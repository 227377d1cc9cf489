"""Words are compared by their letters, without what spelling, number and typing add to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.find.words import folded, joined, slips, stem, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stretches", "stretching"),
        ("stretched", "stretch"),
        ("balance", "balancing"),
        ("bridge", "bridging"),
        ("sitting", "sit"),
        ("stepped", "step"),
        ("rolling", "roll"),
        ("pressing", "press"),
        ("injuries", "injury"),
        ("boxes", "box"),
        ("knees", "knee"),
        ("ankles", "ankle"),
        ("kneeling", "kneel"),
        ("gluteus", "gluteus"),
    ],
)
def test_endings_make_no_other_word(one: str, other: str):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kneeling", "knees"), ("ball", "balance"), ("toe", "tie"), ("string", "str"), ("speed", "spe"), ("abs", "ab")],
)
def test_other_words_stay_others(one: str, other: str):
    assert stem(one) != stem(other)


def test_accents_spelling_and_marks_are_folded_away():
    assert words_of("Stabilization, Tailor’s & Pædiatric! Mu\u0308ller") == words_of(
        "stabilisation tailors pædiatric muller"
    )
    assert folded("paediatric") == folded("pediatric")
    assert words_of("Zoë", spelling=False) == ["zoe"]
    assert words_of("sit-to-stand") == ["sit", "to", "stand"]
    assert joined("a sit-to-stand - and -side") == [["sit", "to", "stand"]]


@pytest.mark.parametrize("typed", ["sholder", "shouldder", "shoukder", "shoudler", "houlder", "shoulde", "shoulderr"])
def test_one_mistake_is_forgiven(typed: str):
    assert slips(typed, "shoulder")


@pytest.mark.parametrize("typed", ["shldr", "shuoledr", "boulders", "", "s"])
def test_two_are_not(typed: str):
    assert not slips(typed, "shoulder")


def test_a_mistake_in_a_beginning_is_forgiven_where_it_is_asked_for():
    assert slips("shuold", "shoulders", begins=True)
    assert slips("hamsr", "hamstring", begins=True)
    assert not slips("shuold", "shoulders")
    assert not slips("humstb", "hamstring", begins=True)


LETTERS = st.text("abc", max_size=6)


@given(LETTERS, st.integers(0, 6), st.sampled_from("abc"), st.sampled_from(["more", "less", "other", "swapped"]))
def test_every_single_mistake_is_one(word: str, at: int, letter: str, kind: str):
    at = min(at, len(word))
    typed = {
        "more": word[:at] + letter + word[at:],
        "less": word[:at] + word[at + 1 :],
        "other": word[:at] + letter + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[kind]
    if typed != word:
        assert slips(typed, word)
        assert slips(word, typed)


@given(st.text())
def test_any_text_becomes_words_without_spaces(text: str):
    for spelling in (True, False):
        words = words_of(text, spelling=spelling)
        assert all(word and all(char.isalnum() for char in word) for word in words)
    assert len(words_of(text)) == len(words_of(text, spelling=False))
    assert all(stem(word) for word in words_of(text))
