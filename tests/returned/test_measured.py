"""Rows of outcome measures that came back: one box is an answer, two are never guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.outcomes import ANSWERS, MEASURES, MeasureKind
from handouts.returned.measured import STEPS, Measured, answer_line, measured
from handouts.sheet.boxnames import MeasureName


def row(kind: MeasureKind, number: int = 1, **marks: bool | None) -> dict[MeasureName, bool | None]:
    """All boxes of a row, none ticked but those that are said: ``b7=True``."""
    return {MeasureName(kind, answer, number): marks.get(f"b{answer}", False) for answer in ANSWERS[kind]}


@pytest.mark.parametrize(
    ("marks", "value", "marked"),
    [
        ({"b7": True}, 7, ()),
        ({"b0": True}, 0, ()),
        ({"b10": True}, 10, ()),
        ({}, None, ()),
        ({"b3": True, "b4": True}, None, (3, 4)),
        ({"b3": None}, None, (3,)),  # something is drawn there
        ({"b3": True, "b4": None}, None, (3, 4)),
    ],
)
def test_exactly_one_box_is_an_answer(marks: dict[str, bool | None], value: int | None, marked: tuple[int, ...]):
    """Where it is unclear, the boxes are told, and no value."""
    assert measured(row("pain", **marks)) == (Measured("pain", 1, "", value, bool(marked), marked),)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Measured("pain", 1, "", 0, False), "pain now: 0 of 10"),
        (Measured("change", 1, "", 7, False), "change since the start: very much better"),
        (Measured("change", 1, "", None, False), "change since the start: not answered"),
        (Measured("function", 2, "Climb\x1b the stairs", 4, False), "activity 2 “Climb the stairs”: 4 of 10"),
        (Measured("function", 3, "", 4, False), "activity 3: 4 of 10"),
        (
            Measured("pain", 1, "", None, True, (3, 4)),
            "pain now: unclear, look at the sheet (3 and 4 are ticked, or cannot be told)",
        ),
    ],
)
def test_a_row_in_words(found: Measured, line: str):
    assert answer_line(found) == line


def test_rows_come_in_the_order_of_the_sheet_with_what_they_are_about():
    boxes = row("change", b5=True) | row("function", 2, b4=True) | row("function", 1) | row("pain", b2=True)
    assert measured(boxes, {1: "Climb the stairs", 2: "Lift a pan"}) == (
        Measured("pain", 1, "", 2, False),
        Measured("function", 1, "Climb the stairs", None, False),
        Measured("function", 2, "Lift a pan", 4, False),
        Measured("change", 1, "", 5, False),
    )


def test_without_boxes_nothing_was_asked():
    assert measured({}, {1: "Climb the stairs"}) == ()


@given(
    st.sampled_from(MEASURES).flatmap(lambda kind: st.tuples(st.just(kind), st.sets(st.sampled_from(ANSWERS[kind]))))
)
def test_a_value_is_the_one_box_that_is_ticked_and_never_another(said: tuple[MeasureKind, set[int]]):
    kind, ticked = said
    (found,) = measured(row(kind, **{f"b{answer}": True for answer in ticked}))
    assert found.value == (min(ticked) if len(ticked) == 1 else None)
    assert found.unclear == (len(ticked) > 1)


def test_the_steps_are_as_many_as_the_answers():
    assert len(STEPS) == len(ANSWERS["change"])
