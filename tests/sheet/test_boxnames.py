from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.scalars import DAYS
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Blank, Box
from handouts.sheet.boxnames import (
    ActivityName,
    BoxName,
    FieldName,
    MeasureName,
    NotesName,
    PainName,
    PhoneName,
    parse_name,
)
from tests.conftest import LAYOUTS

SESSION = st.integers(1, 9)
NAMES = st.one_of(
    st.builds(
        BoxName,
        st.integers(1, 999),
        st.sampled_from(DAYS),
        SESSION,
        st.integers(1, 99),
        st.sampled_from(["", "l", "r"]),
    ),
    st.builds(PainName, st.sampled_from(DAYS), SESSION),
    st.builds(NotesName, st.integers(1, 999)),
    st.just(PhoneName()),
    st.builds(MeasureName, st.just("pain"), st.integers(0, 10)),
    st.builds(MeasureName, st.just("function"), st.integers(0, 10), st.integers(1, 3)),
    st.builds(MeasureName, st.just("change"), st.integers(1, 7)),
    st.builds(ActivityName, st.integers(1, 3)),
)


@given(NAMES)
def test_every_name_that_is_made_can_be_read(name: FieldName):
    assert parse_name(name.name()) == name
    assert type(name).parse(name.name()) == name


@given(
    st.text()
    | st.from_regex(r"d\d\d?_mon_s\d_t\d\d?(_[lrx])?|pain_\w{3}_s\d|notes_p\d{1,4}", fullmatch=True)
    | st.from_regex(r"m_(pain|function|change|activity)\d?_?\d{0,2}", fullmatch=True)
)
def test_what_is_read_is_exactly_what_would_be_made(text: str):
    name = parse_name(text)
    assert name is None or name.name() == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (BoxName(1, "mon", 1, 1), "d1_mon_s1_t1"),
        (BoxName(12, "sun", 2, 10, "l"), "d12_sun_s2_t10_l"),
        (BoxName(3, "wed", 4, 2, "r"), "d3_wed_s4_t2_r"),
        (PainName("fri", 2), "pain_fri_s2"),
        (NotesName(4), "notes_p4"),
        (PhoneName(), "phone"),
        (MeasureName("pain", 7), "m_pain_7"),
        (MeasureName("function", 10, 2), "m_function2_10"),
        (MeasureName("function", 0), "m_function1_0"),
        (MeasureName("change", 1), "m_change_1"),
        (ActivityName(3), "m_activity3"),
    ],
)
def test_names_stay_what_they_are_in_files_that_patients_have(name: FieldName, text: str):
    assert name.name() == text
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "", "d0_mon_s1_t1", "d1_mun_s1_t1", "d1_mon_s0_t1", "d1_mon_s1_t0", "d1_mon_s1_t100", "d1_mon_s1_t1_x",
        "d1000_mon_s1_t1", "d1_mon_s10_t1", "xd1_mon_s1_t1", "d1_mon_s1_t1\n", "d1_mon_s1_t\u0661", "pain_mon_s0",
        "pain_mon_s1_l", "notes_p0", "notes_p1000", "notes_p1.d1_mon_s1_t1", "D1_MON_S1_T1",
        "m_pain_11", "m_pain_07", "m_pain1_7", "m_pain_", "m_change_0", "m_change_8", "m_change1_1", "m_function_4",
        "m_function4_4", "m_function1_11", "m_activity", "m_activity0", "m_activity4", "M_PAIN_7", "m_pain_7 ",
    ],
)  # fmt: skip
def test_a_foreign_name_is_not_read(text: str):
    assert parse_name(text) is None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_field_of_a_sheet_has_a_name_that_can_be_read(planner: Planner, press: Press, make_order, layout: str):
    order = make_order(items=("hip-strength",), layout=layout, times=("morning", "evening"), week=2)
    handout: Handout = planner.plan(order)[0]
    marks = [mark for page in press.sheet(handout).pages for placed in page.blocks for mark in placed.block.flat()]
    for mark in marks:
        if isinstance(mark, Box):
            name = BoxName.parse(mark.name)
            assert name is not None
            card = handout.cards[name.drill - 1]
            assert name.day in card.days
            assert any(
                (row.session, row.side) == (name.session, name.side) and name.set_number <= len(row.holds)
                for row in card.rows
            )
        elif isinstance(mark, Blank):
            assert parse_name(mark.name) is not None
            assert BoxName.parse(mark.name) is None
