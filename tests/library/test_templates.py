"""Texts with places for values: braces, stars and brackets are read first, so nothing in a value is a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.library.templates import fill, filled, template_fault

VISIT = "**{when}**[ {person}]. Bring this sheet."


def test_what_stands_in_brackets_is_left_out_where_its_value_is_empty():
    assert filled(VISIT, when="Monday", person="with Jo") == "Monday with Jo. Bring this sheet."
    assert filled(VISIT, when="Monday", person="") == filled(VISIT, when="Monday") == "Monday. Bring this sheet."
    assert filled("{hour}[:{minutes}] Uhr", hour=9, minutes="") == "9 Uhr"
    assert filled("a[ {x}, {y}]", x="", y="2") == "a , 2"


def test_neighbours_of_one_weight_are_one_stretch():
    assert fill(VISIT, when="Monday", person="with Jo") == [("Monday", True), (" with Jo. Bring this sheet.", False)]


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_in_a_value_is_a_mark(when: str, person: str):
    said = when + (f" {person}" if person else "") + ". Bring this sheet."
    assert filled(VISIT, when=when, person=person) == said
    assert "".join(text for text, strong in fill(VISIT, when=when, person=person) if strong) == when


def test_faults_of_a_template_are_told():
    assert template_fault(VISIT) == template_fault("{a}, {b}") == ""
    for wrong in ("**a", "a [ {x}", "a {x}]", "a [b]", "[a [{x}]]", "[**{x}**]"):
        assert template_fault(wrong), wrong


@given(st.text(alphabet="*[]{}ab ", max_size=30))
def test_any_template_can_be_filled(template: str):
    assert isinstance(filled(template, a="1", b=""), str)
    template_fault(template)
