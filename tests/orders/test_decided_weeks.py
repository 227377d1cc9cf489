"""What decisions make of a patient's weeks: held to a model that is slow and plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaindays import DAYS
from handouts.orders.decided import Decision, decided_for
from handouts.orders.weeks import Pause, away_days, program_week

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
MWF = ("mon", "wed", "fri")


def said(*texts: str, start: date = MONDAY) -> list[Decision]:
    """Decisions for the Mondays of weeks 1, 2 … of the calendar from ``start``; those that are empty were not made."""
    monday = start - timedelta(days=start.weekday())
    return [decided_for(text, monday + WEEK * at, monday) for at, text in enumerate(texts) if text]


def weeks(
    decisions: Sequence[Decision], count: int, *, last: int = 4, start: date = MONDAY, pauses: tuple[Pause, ...] = ()
):
    monday = start - timedelta(days=start.weekday())
    found = [program_week(start, pauses, monday + WEEK * at, last, lambda _: MWF, decisions) for at in range(count)]
    return [one.week if one.state == "on" else one.state for one in found]


@pytest.mark.parametrize(
    ("texts", "weeks_of"),
    [
        ((), [1, 2, 3, 4, "finished"]),
        (("", "on", "on"), [1, 2, 3, 4, "finished"]),
        (("", "repeat"), [1, 1, 2, 3, 4, "finished"]),
        (("", "", "back"), [1, 2, 1, 2, 3, 4, "finished"]),
        (("repeat",), [1, 2, 3, 4]),  # nothing was given before
        (("", "back", "back"), [1, 1, 1, 2]),  # never under 1
        (("", "hold", "", "on"), [1, "hold", "hold", 2, 3]),
        (("", "hold", "", "repeat"), [1, "hold", "hold", 1, 2]),
        (("", "hold until 2026-12-14"), [1, "hold", "hold", 2, 3]),
        (("", "hold until 2026-12-16"), [1, "hold", "hold", "hold", 2]),  # the week has begun before that day
        (("", "repeat until 2026-12-14"), [1, 1, 1, 2, 3]),
        (("", "repeat until 2026-12-14", "on"), [1, 1, 2, 3, 4]),
        (("", "discharge"), [1, "discharged", "discharged"]),
        (("", "discharge", "", "", "on"), [1, "discharged", "discharged", "discharged", 2]),  # came back
        (("", "week 3", "", ""), [1, 3, 4, "finished"]),
        (("", "", "back to week 1"), [1, 2, 1, 2]),
        (("", "", "", "", "", "repeat"), [1, 2, 3, 4, "finished", 4, "finished"]),
        (("", "", "", "", "on", "on"), [1, 2, 3, 4, "finished", "finished"]),
    ],
)
def test_what_a_decision_does(texts: tuple[str, ...], weeks_of: list[object]):
    assert weeks(said(*texts), len(weeks_of)) == weeks_of


def test_it_is_for_the_patients_week_that_begins_in_its_seven_days():
    wednesday = date(2026, 11, 25)
    assert weeks(said("", "repeat"), 4, start=wednesday) == [1, 1, 2, 3]


def test_what_was_decided_before_the_plan_began_is_not_of_it():
    before = [decided_for("discharge", MONDAY - WEEK, MONDAY), decided_for("hold", MONDAY - 2 * WEEK, MONDAY)]
    assert weeks(sorted(before, key=lambda one: one.for_day), 3) == [1, 2, 3]


def test_where_the_patient_is_away_it_waits_for_the_next_week():
    away = ((MONDAY + WEEK, MONDAY + WEEK + timedelta(days=6)),)
    assert weeks(said("", "repeat"), 4, pauses=away) == [1, "paused", 1, 2]
    assert weeks(said("", "repeat", "on"), 4, pauses=away) == [1, "paused", 2, 3]
    assert weeks(said("", "hold until 2026-12-07"), 4, pauses=away) == [1, "hold", 2, 3]
    assert weeks(said("", "repeat until 2026-12-14"), 4, pauses=away) == [1, "paused", 1, 2]


def test_what_was_given_last_is_known():
    found = program_week(MONDAY, (), MONDAY + 3 * WEEK, 4, lambda _: MWF, said("", "", "hold", "back"))
    assert (found.week, found.before, found.gap, found.decision and found.decision.word) == (1, 2, True, "back")
    found = program_week(MONDAY, (), MONDAY + WEEK, 4, lambda _: MWF, said("", "repeat"))
    assert (found.week, found.before, found.gap) == (1, 1, False)


# --- the model ---------------------------------------------------------------------------------


def model(start: date, pauses: tuple[Pause, ...], last: int, on: set[str], decisions: list[Decision], count: int):
    """The same, told as one would at the desk: each of the patient's weeks from the very first, sheet by sheet."""
    sheets: list[int] = []
    told: list[object] = []
    waiting: Decision | None = None
    for at in range(count):
        first = start + WEEK * at
        mine = [one for one in decisions if one.for_day <= first < one.for_day + WEEK]
        assert len(mine) <= 1
        waiting = mine[0] if mine else waiting
        if waiting and waiting.until and waiting.until <= first:
            waiting = None
        word = waiting.word if waiting else "on"
        if word in ("hold", "discharge"):
            told.append({"hold": "hold", "discharge": "discharged"}[word])
            continue
        latest = sheets[-1] if sheets else 0
        wanted = {"on": latest + 1, "repeat": latest or 1, "back": latest - 1 if latest > 1 else 1}[word]
        if wanted > last:
            told.append("finished")
            waiting = None
            continue
        gone = [day for day in on if day in away_days(first, pauses)]
        if len(gone) > len(on) / 2:
            told.append("paused")
            continue
        sheets.append(wanted)
        told.append(wanted)
        if not (waiting and waiting.until):
            waiting = None
    return told


starts = st.dates(date(2026, 9, 1), date(2026, 9, 30))
later = st.dates(date(2026, 9, 1), date(2027, 1, 31))


@st.composite
def decided(draw: st.DrawFn) -> list[Decision]:
    """Decisions for some Mondays, at most one each, in their order."""
    found = []
    for at in sorted(draw(st.sets(st.integers(0, 20), max_size=8))):
        monday = date(2026, 8, 24) + WEEK * at
        word = draw(st.sampled_from(("on", "repeat", "back", "hold", "discharge")))
        standing = word in ("repeat", "hold") and draw(st.booleans())
        until = monday + timedelta(days=draw(st.integers(1, 40))) if standing else None
        found.append(Decision(word, monday, until))  # type: ignore[arg-type]  # one of the words
    return found


@given(
    starts,
    st.lists(st.tuples(later, st.integers(0, 20)), max_size=3),
    st.integers(1, 8),
    st.sets(st.sampled_from(DAYS), min_size=1),
    decided(),
)
def test_pauses_and_decisions_together_are_as_the_model_tells(
    start: date, away: list[tuple[date, int]], last: int, on: set[str], decisions: list[Decision]
):
    pauses = tuple((begin, begin + timedelta(days=days)) for begin, days in away)
    monday = start - timedelta(days=start.weekday())
    expected = model(start, pauses, last, on, decisions, 26)
    for at, told in enumerate(expected):
        one = program_week(start, pauses, monday + WEEK * at, last, lambda _: on, decisions)
        assert (one.week if one.state == "on" else one.state) == told
        again = program_week(start, pauses, monday + WEEK * at, last, lambda _: on, tuple(decisions))
        assert again == one, "asked twice, it is the same"


@given(starts, st.integers(1, 8), st.integers(0, 25))
def test_a_decision_to_go_on_changes_nothing(start: date, last: int, at: int):
    monday = start - timedelta(days=start.weekday())
    every = [Decision("on", monday + WEEK * number) for number in range(30)]
    plain = program_week(start, (), monday + WEEK * at, last, lambda _: MWF)
    seen = program_week(start, (), monday + WEEK * at, last, lambda _: MWF, every)
    assert (seen.state, seen.week, seen.first) == (plain.state, plain.week, plain.first)
