"""A dose in the numbers that a timer counts, beside the words that say it."""

from __future__ import annotations

import pytest

from handouts.plan.pacing import Pacing, SetPace
from tests.write.pagetext import handout_of


@pytest.mark.parametrize(
    ("items", "dose", "expected"),
    [
        ("plank", "plank:sets=2,reps=1,hold=20-30,rest=45", Pacing((SetPace(1, (20,), 8), SetPace(1, (20,), 8)), 45)),
        ("plank", "plank:sets=2,reps=2,hold=5/10", Pacing((SetPace(2, (5,), 8), SetPace(2, (10,), 8)), 60)),
        ("sit-to-stand", "sit-to-stand:sets=1,reps=8-12", Pacing((SetPace(8, (), 6),), 60)),
        ("sit-to-stand", "sit-to-stand:sets=1,reps=5,tempo=3-1-2", Pacing((SetPace(5, (), 6, (3, 1, 2)),), 60)),
        ("sit-to-stand", "sit-to-stand:sets=2,duration=30 s,rest=0", Pacing((SetPace(1, duration=30),) * 2, 0)),
        ("sit-to-stand", "sit-to-stand:sets=1,distance=20 m", Pacing((SetPace(1),), 60)),
    ],
)
def test_numbers_of_a_dose(items: str, dose: str, expected: Pacing):
    (card,) = handout_of(items, changes=(dose,)).cards
    assert card.pace == expected


def test_numbers_make_no_other_id():
    handout = handout_of("plank")
    assert "pace" not in repr(handout.cards[0])
