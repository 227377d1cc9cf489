from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.base.ids import Digest, check_id, digest, make_id, shown_id

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.lists(st.text()))
def test_an_id_has_twelve_characters_and_checks(parts: list[str]):
    found = make_id(parts)
    assert len(found) == 12
    assert set(found) <= set(ALPHABET)
    assert check_id(found) == found
    assert check_id(f"{found[:4]}-{found[4:8]}-{found[8:]}".lower()) == found


@given(st.lists(st.text()), st.lists(st.text()), st.lists(st.text()))
def test_a_digest_that_is_begun_once_ends_as_the_whole_list(first: list[str], one: list[str], other: list[str]):
    begun = Digest(first)
    assert begun.with_parts(one) == digest([*first, *one])
    assert begun.with_parts(other) == digest([*first, *other])  # the first end has not moved it


@given(st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(place: int, char: str):
    found = make_id(["some handout"])
    wrong = found[:place] + char + found[place + 1 :]
    assert (check_id(wrong) is None) == (wrong != found)


@given(st.text(alphabet=ALPHABET, min_size=10, max_size=10), st.integers(0, 8))
def test_two_swapped_neighbours_are_found(body: str, place: int):
    found = make_id([body])
    swapped = found[:place] + found[place + 1] + found[place] + found[place + 2 :]
    assert (check_id(swapped) is None) == (swapped != found)


def test_look_alikes_are_read_as_meant():
    found = next(made for made in (make_id([n]) for n in range(500)) if "0" in made and "1" in made)
    assert check_id(found.replace("0", "o").replace("1", "l")) == found


def test_joining_parts_differently_gives_another_digest():
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_nonsense_is_no_id():
    for text in ("", "ABC", "U" * 12, "é" * 12, "0" * 13):
        assert check_id(text) is None


def test_an_id_is_printed_in_groups_of_four_and_read_from_them():
    handout = make_id(["x"])
    assert shown_id("0123456789AB") == "0123-4567-89AB"
    assert check_id(shown_id(handout)) == handout
