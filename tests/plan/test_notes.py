"""Parts of a note that are for one week's sheet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.plan.notes import looks_marked, note_for, pieces

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("Slow and tall.", "Slow and tall."),
        ("2026-11-23: Bring your brace.", "Bring your brace."),
        ("2026-11-29: Bring your brace.", "Bring your brace."),
        ("2026-11-22: Bring your brace.", ""),
        ("2026-11-30: Bring your brace.", ""),
        ("Slow and tall.\n2026-11-30: Bring your brace.", "Slow and tall."),
        (
            "Slow and tall.\n2026-11-25: Bring your brace.\nDrink water.",
            "Slow and tall.\nBring your brace.\nDrink water.",
        ),
        (
            "Slow and tall. | 2026-11-25: Bring your brace. | 2026-12-02: And your shoes.",
            "Slow and tall.\nBring your brace.",
        ),
        ("Slow; 2026-12-02: Bring your shoes.", "Slow"),
        ("2026-12-02: Bring your scan. | Do not lift the baby.", "Do not lift the baby."),
        ("wk 3: Try the short band; slowly. ; week 4: the long one", "Try the short band; slowly."),
        ("Week 3: Try the short band.", "Try the short band."),
        ("week 2: Try the long band.\nWEEK 3: Try the short band.", "Try the short band."),
        # no marks: words that only look like them
        ("Call me on 2026-12-02: I am in.", "Call me on 2026-12-02: I am in."),
        ("2026-13-45: what?", "2026-13-45: what?"),
        ("2026-12-02:30 is the code", "2026-12-02:30 is the code"),
        ("Weekend: rest.", "Weekend: rest."),
        ("Two lines.\n\nAs they are; | so", "Two lines.\n\nAs they are; | so"),
    ],
)
def test_what_of_a_note_is_printed_in_a_week(note: str, printed: str):
    assert note_for(note, MONDAY, 3) == printed


words = st.text("abc .,äß!", min_size=1, max_size=20).filter(lambda text: text.strip())


@given(
    st.lists(st.tuples(st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)), words), max_size=6),
    st.integers(0, 90),
)
def test_every_dated_part_is_printed_in_its_week_and_in_no_other(parts: list[tuple[date | None, str]], later: int):
    first = MONDAY + timedelta(days=later)
    note = "\n".join(f"{when}: {text}" if when else text for when, text in parts)
    wanted = [text.strip() for when, text in parts if when is None or first <= when < first + timedelta(days=7)]
    printed = [line.strip() for line in note_for(note, first, 1).split("\n") if line.strip()]
    assert printed == wanted
    assert [piece.text for piece in pieces(note) if piece.day] == [text.strip() for when, text in parts if when]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("25/11/2026: Ring us about your scan.", True),
        ("Slow.\n30 Nov 2026: closed", True),
        ("2026-11-30 closed", True),
        ("2026-02-30: closed", True),
        ("Week 3 - rest", True),
        ("week 3 rest", True),
        ("week 2:No space", True),
        ("weeks 1 and 2: rest", True),
        ("week 1-2: rest", True),
        ("2026-12-01 10:30: ring us", True),
        ("Tue 2026-12-01: ring us", True),
        ("2026-11-30: closed", False),
        ("Slow and tall. Rest in week 3: sleep well.", False),
        ("Twice a week is fine.", False),
        ("30 seconds are enough.", False),
        ("10 marching steps: then rest", False),
        ("", False),
    ],
)
def test_what_looks_like_a_mark_and_is_none_is_pointed_out(note: str, said: bool):
    assert looks_marked(note) is said
