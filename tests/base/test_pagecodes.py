"""What the code on a page says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.ids import make_id
from handouts.base.pagecodes import PAGES_MOST, page_code, read_page_code

_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_ID = make_id(["somebody"])

ids = st.integers().map(lambda one: make_id([one]))
pages = st.integers(1, PAGES_MOST)


@given(ids, pages)
def test_a_code_is_read_as_it_was_said_and_fits_the_smallest_symbol(handout: str, page: int):
    text = page_code(handout, page)
    assert read_page_code(text) == (handout, page)
    assert 13 <= len(text) <= 15
    assert set(text) <= _ALPHANUMERIC, "one of these takes five and a half bits, any other eight"


@given(st.text() | st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=10, max_size=17))
def test_no_other_code_is_taken_for_ours(text: str):
    found = read_page_code(text)
    assert found is None or page_code(*found) == text


@given(ids, pages, st.integers(0, 11), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_an_id_with_a_wrong_character_is_refused(handout: str, page: int, at: int, char: str):
    wrong = handout[:at] + char + handout[at + 1 :]
    assert wrong == handout or read_page_code(f"{wrong}{page}") is None


@pytest.mark.parametrize(
    "text", ["", _ID, f"{_ID}0", f"{_ID}01", f"{_ID}1000", f"{_ID}1 ", f"{_ID}٣", f"{_ID}-1", f"{_ID.lower()}1"]
)  # fmt: skip
def test_pages_are_numbers_as_we_print_them(text: str):
    assert read_page_code(text) is None


@pytest.mark.parametrize(("handout", "page"), [(_ID, 0), (_ID, 1000), (_ID[:-1], 1), (_ID[:-1] + "U", 1), ("", 1)])
def test_what_is_no_page_of_a_handout_gets_no_code(handout: str, page: int):
    with pytest.raises(ValueError, match="no page"):
        page_code(handout, page)
