"""Register rows, answers and decisions become a course: weeks in order, gaps that are no zeros, words that say so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.deliver.register import Issued
from handouts.orders.decided import Decision
from handouts.returned.measured import Measured
from handouts.returned.returns import TICKED, Answers
from handouts.returned.tally import Share
from handouts.runs.course.columns import COLUMNS_MOST, columns_of, groupings
from handouts.runs.course.data import as_data
from handouts.runs.course.gather import course_of
from handouts.runs.course.model import Course
from handouts.runs.course.text import as_text
from handouts.runs.course.wording import ENGLISH
from handouts.sheet.boxnames import BoxName, PainName
from tests.courses import DAY, FIRST, SEEDS, a_course, a_gap, a_week, any_course, usual_course

MONDAYS = [FIRST + timedelta(days=7 * at) for at in range(60)]


def row(number: int, handout: str = "", **given: Any) -> Issued:
    usual = {"handout": handout or f"{number:012}", "key": "T-104", "patient": "Mei Tan", "program": "hip-hinge",
             "week": number, "first_day": MONDAYS[number - 1].isoformat(), "version": "v", "sha256": "s",
             "issued_at": f"{MONDAYS[number - 1]}T08:00:00", "place": f"{number}.pdf", "asked": "{}"}  # fmt: skip
    return Issued(**{**usual, **given})


def back(number: int, done: int = 2, planned: int = 3, **given: Any) -> dict[str, Answers]:
    boxes = {BoxName(1, "mon", 1, at + 1): at < done for at in range(planned)}
    usual = {"handout": f"{number:012}", "boxes": boxes, "pain": {}, "measures": {}, "remarks": (), "missing_pages": 0,
             "sources": ("pdf",), "settled_by": ()}  # fmt: skip
    return {f"{number:012}": Answers(**{**usual, **given})}


def course(rows: Iterable[Issued], *answers: dict[str, Answers], **given: Any) -> Course:
    every = {name: one for some in answers for name, one in some.items()}
    return course_of(rows, every, given.pop("decisions", ()), given.pop("day", DAY), **given)


def test_weeks_come_in_order_with_what_came_back_of_each():
    found = course([row(2), row(1), row(3)], back(1, 2, 3), back(3, 3, 3))
    assert [(week.week, week.state, week.share) for week in found.weeks] == [
        (1, "back", Share(2, 3)),
        (2, "nothing", Share()),
        (3, "back", Share(3, 3)),
    ]
    assert (found.first_day, found.last_day) == (MONDAYS[0], MONDAYS[2] + timedelta(days=6))


def test_a_gap_is_no_zero_anywhere():
    found = course([row(1), row(2)], back(1))
    week = as_data(found)["weeks"][1]
    assert week["state"] == "nothing"
    assert week["done"] is week["planned"] is week["percent"] is week["pain"]["lowest"] is None
    line = next(line for line in as_text(found).splitlines() if "nothing came back" in line)
    assert line.split() == ["2", "10", "to", "16", "Aug", "nothing", "came", "back", "0000-0000-0002"]


def test_a_week_that_is_not_over_is_no_gap_yet():
    day = MONDAYS[0] + timedelta(days=6)
    assert course([row(1)], day=day).weeks[0].state == "running"
    assert course([row(1)], day=day + timedelta(days=1)).weeks[0].state == "nothing"


def test_a_sheet_with_nothing_marked_is_not_nothing_done():
    found = course([row(1)], back(1, 0, 18))
    assert found.weeks[0].state == "unmarked"
    assert as_data(found)["weeks"][0]["done"] is None
    assert "nothing marked" in as_text(found)
    assert "0 of 18" not in as_text(found)


def test_what_is_to_be_settled_does_not_count():
    found = course([row(1)], back(1, 0, 0, sources=(), unsettled={1: 2, 2: 1}))
    assert (found.weeks[0].state, found.weeks[0].unsettled) == ("open", 3)
    assert "to be settled; to settle: 3" in as_text(found)


def test_pages_that_are_missing_are_told_and_who_settled():
    found = course([row(1)], back(1, missing_pages=2, settled_by=("Dana",), sources=("scan",)))
    assert found.weeks[0].partial
    assert "scan; pages missing: 2; settled by Dana" in as_text(found)


def test_pain_stands_on_its_days_whatever_weekday_the_week_begins_on():
    wednesday = MONDAYS[0] + timedelta(days=2)
    answers = {PainName("tue", 1): "6/10", PainName("wed", 2): "3", PainName("wed", 1): "about 4"}
    found = course([row(1, first_day=wednesday.isoformat())], back(1, pain=answers)).weeks[0]
    assert [(one.day, one.session, one.text, one.value) for one in found.pain] == [
        (wednesday, 1, "about 4", None),
        (wednesday, 2, "3", 3),
        (wednesday + timedelta(days=6), 1, "6/10", 6),
    ]
    data = as_data(course([row(1)], back(1, pain=answers)))["weeks"][0]["pain"]
    assert (data["lowest"], data["highest"], len(data["sessions"])) == (3, 6, 3)


def test_a_sheet_put_in_two_places_is_one_week():
    assert len(course([row(1), row(1, place="packet.pdf")]).weeks) == 1


def test_of_two_sheets_for_the_same_days_the_later_counts_unless_the_earlier_came_back():
    again = row(1, "9" * 12, issued_at="2026-08-04T08:00:00")
    found = course([row(1), again])
    assert [week.handout for week in found.weeks] == ["9" * 12]
    assert found.replaced == 1
    assert "took the place of: 1" in as_text(found)
    found = course([row(1), again], back(1))
    assert [week.handout for week in found.weeks] == [f"{1:012}"]


def test_two_programs_are_told_apart_and_follow_each_other():
    rows = [row(2), row(1), row(1, "8" * 12, program="low-back"), row(2, "9" * 12, program="low-back")]
    found = course(rows, titles={"hip-hinge": "Hip hinge", "low-back": "Low back"})
    assert [week.program for week in found.weeks] == ["hip-hinge", "hip-hinge", "low-back", "low-back"]
    assert [one.title for one in found.programs] == ["Hip hinge", "Low back"]
    assert "  B 2 " in as_text(found)


def test_a_decision_stands_with_the_week_that_followed_from_it():
    decisions = [Decision("repeat", MONDAYS[1], reason="Knee was swollen.", by="Dana"), Decision("on", MONDAYS[2])]
    found = course([row(1), row(1, "9" * 12, first_day=str(MONDAYS[1])), row(3)], decisions=decisions)
    assert [week.decision and week.decision.word for week in found.weeks] == [None, "repeat", "on"]
    text = as_text(found)
    assert "10 August 2026: repeat the week (by Dana). Knee was swollen." in text
    assert as_data(found)["decisions"][0]["reason"] == "Knee was swollen."


def test_a_decision_that_stands_for_longer_is_of_each_week_before_its_end():
    found = course([row(1), row(2), row(3)], decisions=[Decision("repeat", MONDAYS[0], until=MONDAYS[2])])
    assert [bool(week.decision) for week in found.weeks] == [True, True, False]


def test_a_hold_and_a_discharge_have_weeks_without_a_sheet():
    decisions = [Decision("hold", MONDAYS[1], until=MONDAYS[3]), Decision("discharge", MONDAYS[4])]
    found = course([row(1), row(2, first_day=str(MONDAYS[3]))], back(1), decisions=decisions)
    assert [week.state for week in found.weeks] == ["back", "none", "nothing", "none"]
    assert found.weeks[1].last_day == MONDAYS[3] - timedelta(days=1)
    assert "no sheet" in as_text(found)


def test_measures_are_read_from_their_boxes_with_activities_as_printed_or_written():
    marks = {"m_pain_4": TICKED, "m_function1_6": TICKED, "m_function2_3": TICKED, "m_function2_5": TICKED,
             "m_activity2": "Climb stairs", "m_change_5": TICKED}  # fmt: skip
    asked = json.dumps({"activities": ["Lift a bag"]})
    found = course([row(1, asked=asked)], back(1, measures=marks)).weeks[0]
    assert found.measures == (
        Measured("pain", 1, "", 4, False),
        Measured("function", 1, "Lift a bag", 6, False),
        Measured("function", 2, "Climb stairs", None, True, (3, 5)),
        Measured("change", 1, "", 5, False),
    )
    text = as_text(course([row(1, asked=asked)], back(1, measures=marks)))
    assert "Lift a bag: week 1: 6" in text
    assert "Climb stairs: week 1: unclear" in text


@pytest.mark.parametrize("asked", ["", "[]", "{", '{"activities": 3}', "[" * 100_000])
def test_an_order_that_cannot_be_read_takes_nothing_along(asked: str):
    marks = {"m_function1_6": TICKED}
    found = course([row(1, asked=asked)], back(1, measures=marks)).weeks[0]
    assert found.measures == (Measured("function", 1, "", 6, False),)


def test_entries_whose_days_were_changed_by_hand_are_counted_and_the_others_shown():
    found = course([row(1), row(2, first_day="soon"), row(3, first_day="9999-12-31")])
    assert [week.week for week in found.weeks] == [1]
    assert found.unread == 2
    assert "cannot be read: 2" in as_text(found)


def test_how_it_moved_is_said_in_words():
    text = as_text(usual_course())
    assert "Done rose from 50 % (week 1) to 83 % (week 2 (24 Aug))." in text
    assert "Highest pain fell from 7 to 5." in text
    assert "Nothing came back: week 3." in text
    assert "Nothing has come back so far." in as_text(a_course(a_gap(1), a_gap(2)))


def test_where_it_ends_as_it_began_nothing_is_said_of_the_weeks_between():
    given = [(1, 2, "5"), (2, 0, "9"), (3, 2, "5")]
    came = [back(week, done, pain={PainName("mon", 1): pain}) for week, done, pain in given]
    text = as_text(course([row(1), row(2), row(3)], *came))
    assert "Done: 67 % (week 1 and week 3). Highest pain: 5, at first and at last." in text


def test_all_is_marked_as_self_report():
    assert as_data(usual_course())["source"] == "self-report"
    assert "(self-report)" in as_text(usual_course())
    assert "People tend to tick more than they do." in as_text(usual_course())


def test_the_same_words_are_told_and_drawn():
    """Every template of the table has its values: none is left in braces."""
    assert "{" not in as_text(usual_course())
    assert set(ENGLISH.marks) == set(ENGLISH.decided) == {"on", "repeat", "back", "hold", "discharge"}


def test_sixteen_weeks_stand_side_by_side_and_more_are_taken_together():
    assert len(next(groupings(a_course(*(a_week(at) for at in range(1, 17)))))) == 16
    found = next(groupings(a_course(*(a_week(at) for at in range(1, 31)))))
    assert len(found) == 15
    assert found[0].name(a_course(), ENGLISH) == "1–2"
    assert found[0].share == Share(28, 36)


def test_weeks_taken_together_keep_their_gaps_apart_from_zeros():
    (column,) = columns_of(a_course(a_week(1, 9), a_gap(2)), 2)
    assert (column.share, column.back, column.sheets, column.partial) == (Share(9, 18), 1, 2, True)
    assert column.came_back(ENGLISH) == "1 of 2 sheets"


@given(SEEDS)
@settings(max_examples=40)
def test_any_course_can_be_told_and_its_weeks_grouped(seeds: Any):
    one = any_course(seeds)
    assert as_text(one)
    json.dumps(as_data(one))
    for columns in groupings(one):
        assert 0 < len(columns) <= COLUMNS_MOST
        assert [week for column in columns for week in column.weeks] == list(one.weeks)


@given(st.lists(st.tuples(st.integers(1, 52), st.booleans()), max_size=30))
def test_every_sheet_is_a_week_once(given_out: list[tuple[int, bool]]):
    rows = [row(number, f"{number:06}{at:06}") for at, (number, _) in enumerate(given_out)]
    came = {f"{number:06}{at:06}": back(0)[f"{0:012}"] for at, (number, is_back) in enumerate(given_out) if is_back}
    found = course_of(rows, came, (), date(2028, 1, 1))
    assert len(found.weeks) + found.replaced == len(rows)
    assert {week.handout for week in found.weeks} >= came.keys()
    assert {week.first_day for week in found.weeks} == {MONDAYS[number - 1] for number, _ in given_out}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Decision("back", FIRST, week=2, because="pain 4 2"), "go back, to week 2. Pain above 4, times: 2."),
        (Decision("repeat", FIRST, until=MONDAYS[2], because="boxes"), "repeat the week, until 17 August 2026. Not every box"),
        (Decision("on", FIRST, because="something new"), "move on\n"),
        (Decision("hold", FIRST, reason="On holiday [really] {by}", because="boxes"), "on hold. On holiday [really] {by}"),
    ],
)  # fmt: skip
def test_a_decision_is_told_with_its_reason_or_what_it_followed_from(said: Decision, words: str):
    assert f"3 August 2026: {words}" in as_text(course([row(1)], decisions=[said]))


@pytest.mark.parametrize("given", [{"missing_pages": 1}, {"unsettled": 2}])
def test_more_may_have_been_done_where_pages_or_places_are_open(given: dict[str, int]):
    assert a_week(1, **given).partial
    assert not a_week(1).partial


def test_of_weeks_taken_together_only_those_that_were_marked_count():
    (column,) = columns_of(a_course(a_week(1, 9), a_week(2, 0, state="unmarked")), 2)
    assert (column.share, column.back) == (Share(9, 18), 2)


def test_seventeen_weeks_are_too_many_to_stand_side_by_side():
    assert len(next(groupings(a_course(*(a_week(at) for at in range(1, 18)))))) == 9


def test_only_weeks_that_are_over_are_named_as_gaps():
    one = a_course(a_week(1), a_week(2, 0, state="unmarked"), a_gap(3), a_gap(4, state="running"))
    assert "Nothing came back: week 3.\n" in as_text(one)
