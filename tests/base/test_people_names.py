"""One person's name is the same however it is typed, and two people's are not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.people import bare, bare_words, folded, unaccented

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", unicodedata.normalize("NFD", "Zoë")),
        ("Siobhán O’Neil", "siobhán  o'neil "),
        ("D´Angelo", "d‘angelo"),
        ("Anne‑Marie", "ANNE-MARIE"),
        ("Ｍｅｉ Tan", "mei\u00a0tan"),
        ("Weiß", "WEISS"),
    ],
)
def test_what_keyboards_tell_apart_is_one_name(one: str, other: str):
    assert folded(one) == folded(other)
    assert bare(one) & bare(other)


@pytest.mark.parametrize(("one", "other"), [("Zoë", "Zoe"), ("Łukasz", "Lukasz"), ("Đỗ", "Do"), ("Jo Lee", "Jo Leé")])
def test_an_accent_makes_another_name_that_may_be_meant(one: str, other: str):
    assert folded(one) != folded(other)
    assert bare(one) & bare(other)


@pytest.mark.parametrize("typed", ["Jorg Sorensen", "joerg soerensen", "JÖRG SØRENSEN"])
def test_letters_are_left_out_or_spelt_out(typed: str):
    assert bare("Jörg Sørensen") & bare(typed)


def test_strokes_and_ligatures_have_letters_of_their_own():
    assert unaccented("Łukasz Đỗ Øst Þór Æsa Straße Ħal ıl") == "Lukasz Do Ost Thor Aesa Strasse Hal il"


def test_vowels_of_other_scripts_are_no_accents():
    assert not bare("प्रिया") & bare("प्रया")
    assert len(bare_words("प्रिया शर्मा")) == 2
    assert bare("שָׁלוֹם") & bare("שלום"), "points that are left out"


@given(NAMES)
def test_folding_is_done_once_and_does_not_go_by_composition(name: str):
    form = folded(name)
    assert folded(form) == form
    for composition in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(composition, name)) == form


@given(NAMES)
def test_a_name_is_found_by_each_of_its_words(name: str):
    assert all(any(word & other for other in bare_words(name)) for word in bare_words(name))
    assert all("" not in word for word in bare_words(name))
