"""What pens and typed signs put over boxes: a tick in one box alone counts, anything else is for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import dist, isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import FormRead, read_ticks
from handouts.returned.strokes import box_ticked, length_in, touches
from handouts.runs.press import Press
from tests.filledin import box_places, filled, inked, typed

BOX, NEXT, PAIN = "d1_mon_s1_t1", "d1_mon_s1_t2", "pain_mon_s1"
Points = Sequence[tuple[float, float]]
HOOK = ((0.1, 0.5), (0.4, 0.1), (1.0, 1.1))
"""A tick, in parts of a box's side from its lower left."""
CROSS = (((0.1, 0.1), (0.9, 0.9)), ((0.1, 0.9), (0.9, 0.1)))


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order())[0])


def over(data: bytes, strokes: Sequence[Points], name: str = BOX) -> list[Points]:
    """Strokes in parts of a box's side, laid over the box of this name."""
    _, left, bottom, right, _ = box_places(data)[name]
    return [[(left + x * (right - left), bottom + y * (right - left)) for x, y in stroke] for stroke in strokes]


def reading(data: bytes, folder: Path) -> FormRead:
    (folder / "back.pdf").write_bytes(data)
    form = read_ticks(folder / "back.pdf").form
    assert form
    return form


def ticked(form: FormRead) -> set[str]:
    return {name for name, value in form.boxes.items() if value}


@pytest.mark.parametrize(
    "strokes",
    [[HOOK], CROSS, [((0.2, 0.2), (0.8, 0.8))], [((0.1, 0.5), (0.4, 0.1), (1.4, 2.2))], [tuple((n / 20, 0.5 + (n % 2) / 9) for n in range(20))]],
    ids=["hook", "cross", "slash", "leaves the box", "wave"],
)  # fmt: skip
def test_a_tick_of_a_pen_in_one_box_counts(data: bytes, tmp_path: Path, strokes: Sequence[Points]):
    form = reading(inked(data, 0, over(data, strokes)), tmp_path)
    assert (ticked(form), form.unsure) == ({BOX}, ())


def test_one_annotation_may_hold_the_ticks_of_many_boxes_and_two_one_cross(data: bytes, tmp_path: Path):
    strokes = [*over(data, [HOOK]), *over(data, CROSS, NEXT)]
    form = reading(inked(data, 0, strokes), tmp_path)
    assert (ticked(form), form.unsure) == ({BOX, NEXT}, ())
    one, two = over(data, CROSS)
    form = reading(inked(inked(data, 0, [one]), 0, [two]), tmp_path)
    assert (ticked(form), form.unsure) == ({BOX}, ())


@pytest.mark.parametrize(
    ("strokes", "unsure"),
    [
        ([((0.5, 0.5), (0.52, 0.5))], {BOX}),
        ([((0.5, 0.5),)], {BOX}),
        ([((-0.5, 0.5), (4, 0.5))], {BOX, NEXT}),
        ([((-0.1, -0.1), (1.1, -0.1), (1.1, 1.1), (-0.1, 1.1), (-0.1, -0.1))], {BOX}),
        ([tuple((n % 2, n / 30) for n in range(30))], {BOX}),
        ([((0.5, -3), (0.5, 3))], {BOX}),
    ],
    ids=["dot", "one point", "through a row", "ring", "blackened", "long line"],
)
def test_what_may_mean_anything_is_for_a_person(
    data: bytes, tmp_path: Path, strokes: Sequence[Points], unsure: set[str]
):
    form = reading(inked(data, 0, over(data, strokes)), tmp_path)
    assert (ticked(form), set(form.unsure)) == (set(), unsure)


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(map(FloatObject, values))


@pytest.mark.parametrize(
    "more",
    [
        {"BS": DictionaryObject({NameObject("/W"): NumberObject(12)})},
        {"C": numbers(1, 1, 1)}, {"C": numbers(1)}, {"C": numbers(0, 0, 0, 0)}, {"CA": FloatObject(0.2)},
        {"C": ArrayObject([TextStringObject("red")])}, {"CA": TextStringObject("x")},
        {"InkList": NullObject()}, {"InkList": ArrayObject()}, {"InkList": ArrayObject([numbers(130, 150, 7)])},
        {"InkList": ArrayObject([ArrayObject()])}, {"InkList": ArrayObject([numbers(130, 150), NullObject()])},
        {"InkList": ArrayObject([numbers(600, 700, 610, 710)])}, {"Subtype": NameObject("/PolyLine")},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_dark_pen_where_it_says_is_for_a_person(data: bytes, tmp_path: Path, more: dict[str, Any]):
    form = reading(inked(data, 0, over(data, [HOOK]), **more), tmp_path)
    assert (ticked(form), set(form.unsure) & {BOX}) == (set(), {BOX})


def test_a_pen_away_from_every_field_marks_none(data: bytes, tmp_path: Path):
    form = reading(inked(data, 0, [((300, 700), (320, 710))]), tmp_path)
    assert (ticked(form), form.unsure) == (set(), ())


def test_a_frame_that_reaches_over_boxes_is_nothing_where_its_strokes_do_not(data: bytes, tmp_path: Path):
    """One annotation holds a tick at the top of the page and one at its foot: the boxes between are as they were."""
    strokes = [*over(data, [HOOK]), ((300, 700), (320, 710))]
    form = reading(inked(data, 0, strokes), tmp_path)
    assert (ticked(form), form.unsure) == ({BOX}, ())


def test_what_is_written_by_hand_for_pain_is_for_a_person(data: bytes, tmp_path: Path):
    page, left, bottom, right, top = box_places(data)[PAIN]
    form = reading(inked(data, page, [((left + 2, bottom + 2), (right - 2, top - 2))]), tmp_path)
    assert form.unsure == (PAIN,)
    form = reading(
        filled(inked(data, page, [((left + 2, bottom + 2), (right - 2, top - 2))]), (), {PAIN: "3"}), tmp_path
    )
    assert (form.unsure, form.written[PAIN]) == ((), "3")


# typed signs


@pytest.mark.parametrize("sign", ["x", "X", "✓", "✔", "v", " × "])
def test_a_typed_tick_in_one_box_counts(data: bytes, tmp_path: Path, sign: str):
    form = reading(typed(data, {BOX: sign}), tmp_path)
    assert (ticked(form), form.unsure, form.typed_over) == ({BOX}, (), ())


@pytest.mark.parametrize("sign", ["0", "no", "?", "-", "", "xx"])
def test_other_signs_are_for_a_person(data: bytes, tmp_path: Path, sign: str):
    form = reading(typed(data, {BOX: sign}), tmp_path)
    assert (ticked(form), form.unsure) == (set(), (BOX,))


def test_where_ticks_and_crosses_are_typed_a_cross_may_mean_not_done(data: bytes, tmp_path: Path):
    form = reading(typed(data, {BOX: "✓", NEXT: "x"}), tmp_path)
    assert (ticked(form), form.unsure) == ({BOX}, (NEXT,))


def test_a_frame_over_two_boxes_or_far_larger_than_one_is_for_a_person(data: bytes, tmp_path: Path):
    assert set(reading(typed(data, {BOX: "x"}, wider=40), tmp_path).unsure) == {BOX, NEXT}
    assert reading(typed(data, {BOX: "x"}, higher=20), tmp_path).unsure == (BOX,)


def test_a_pen_and_a_sign_in_one_box_are_for_a_person(data: bytes, tmp_path: Path):
    form = reading(typed(inked(data, 0, over(data, [HOOK])), {BOX: "x"}), tmp_path)
    assert (ticked(form), form.unsure) == (set(), (BOX,))


# the geometry alone

UNIT = (0.0, 0.0, 10.0, 10.0)
near = st.floats(-30, 40, allow_nan=False)
a_stroke = st.lists(st.tuples(near, near), min_size=1, max_size=12).map(tuple)


@given(a_stroke)
def test_the_parts_of_a_stroke_in_nine_fields_are_all_of_it(stroke: tuple[tuple[float, float], ...]):
    cuts = (-1e6, 0.0, 10.0, 1e6)
    parts = sum(
        length_in(stroke, (left, low, right, high)) for left, right in pairwise(cuts) for low, high in pairwise(cuts)
    )
    whole = sum(dist(one, other) for one, other in pairwise(stroke))
    on_a_line = any(one[axis] == other[axis] in (0.0, 10.0) for one, other in pairwise(stroke) for axis in (0, 1))
    assert on_a_line or isclose(parts, whole, abs_tol=1e-6)
    assert length_in(stroke, UNIT) <= whole + 1e-6
    if length_in(stroke, UNIT) > 0:
        assert touches(stroke, UNIT)


@given(a_stroke)
def test_what_ticks_a_box_is_drawn_in_it_and_about_as_large(stroke: tuple[tuple[float, float], ...]):
    if box_ticked([stroke], UNIT):
        assert 5 <= length_in(stroke, UNIT) <= 70
        assert all(max(one) - min(one) <= 30 for one in zip(*stroke, strict=True))
