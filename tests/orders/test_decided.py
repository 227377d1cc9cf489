"""What clinicians write of a patient's next week, read."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.orders.decided import WORDS, Decision, decided_for, parse_decision, with_until

TODAY = date(2026, 12, 7)
MONDAY = date(2026, 12, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on", "on"),
        ("Move on", "on"),
        (True, "on"),  # YAML's “on”
        ("week 3", "on week 3"),
        ("on to week 3", "on week 3"),
        ("repeat", "repeat"),
        ("Again.", "repeat"),
        ("same again", "repeat"),
        ("repeat until 2026-12-21", "repeat until 2026-12-21"),
        ("repeat week 1", "repeat week 1"),
        ("go back", "back"),
        ("back to week 1", "back week 1"),
        ("hold", "hold"),
        ("On-hold", "hold"),
        ("hold until 2026-12-14", "hold until 2026-12-14"),
        ("hold, till monday", "hold until 2026-12-07"),
        ("HOLD (until 2026-12-14)", "hold until 2026-12-14"),
        ("discharged", "discharge"),
        ("done", "discharge"),
        ("repeat: Your knee was swollen: rest it.", "repeat: Your knee was swollen: rest it."),
        ("back because your pain was high", "back: your pain was high"),
    ],
)
def test_it_is_read_as_people_write_it(text: object, said: str):
    assert parse_decision(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("maybe", "“maybe” is not a decision; expected on, repeat, back, hold or discharge"),
        ("", "is not a decision"),
        ("until 2026-12-14", "is not a decision"),
        ("hold until soon", "“soon” is not a date"),
        ("on until 2026-12-14", "only repeat and hold can be until a day"),
        ("discharge until 2026-12-14", "only repeat and hold"),
        ("hold week 2", "nothing is printed on hold"),
        ("week 0", "is not a number from 1"),
        ("repeat: " + "x" * 161, "its reason has 161 characters, more than 160"),
        ("re\x00peat", "please delete it"),
        ("y" * 10_000, "at most 400"),
    ],
)
def test_what_is_wrong_is_said(text: str, wrong: str):
    with pytest.raises(ValueError, match=re.escape(wrong)):
        parse_decision(text, TODAY)


@given(
    st.sampled_from(WORDS),
    st.none() | st.integers(1, 520),
    st.none() | st.dates(MONDAY + timedelta(days=1), date(2040, 1, 1)),
    st.sampled_from(["", "Your knee was swollen.", "膝盖肿了", "a: b because c"]),
)
def test_what_is_written_down_is_read_back_the_same(word: str, week: int | None, until: date | None, reason: str):
    asked = Decision(
        word,  # type: ignore[arg-type]  # one of the words
        MONDAY,
        until if word in ("repeat", "hold") else None,
        reason,
        week=week if word in ("on", "repeat", "back") else None,
    )
    assert decided_for(asked.written, MONDAY, TODAY) == asked


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str):
    try:
        said = parse_decision(text, TODAY)
    except ValueError as error:
        assert str(error)
    else:
        assert parse_decision(said, TODAY) == said


def test_a_day_that_ends_it_comes_after_it_begins():
    hold = Decision("hold", MONDAY)
    assert with_until(hold, date(2026, 12, 21)).says == "hold until 2026-12-21"
    assert with_until(hold, None) == hold
    with pytest.raises(ValueError, match="2026-12-14 is not after 2026-12-14"):
        with_until(hold, MONDAY)
    with pytest.raises(ValueError, match="not “back”"):
        with_until(Decision("back", MONDAY), date(2026, 12, 21))
