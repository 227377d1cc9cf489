"""Rows alike are read once: each comes to what it comes to by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handouts.library.load import Library
from handouts.orders.order import order_givens
from handouts.orders.reader import OWN, read_order, read_own
from handouts.roster import Row
from handouts.runs.job import Job
from handouts.runs.rows import Bench, planned

TODAY = date(2026, 11, 20)
FIRST = {
    "patient": "Mei Tan", "key": "1", "items": "hip-hinge", "start": "2026-11-16", "note": "Slow.", "week": "1",
    "clinician": "Dana Reyes", "visit": "2026-11-30 9:30",
}  # fmt: skip
LATER: tuple[dict[str, Any], ...] = (
    {},
    {"patient": "Zoë Tan", "key": "2"},
    {"note": "", "visit": "", "clinician": ""},
    {"visit": "2026-11-30"},
    {"visit": "monday"},
    {"visit": "some day"},
    {"patient": " "},
    {"patient": ""},
    {"note": "x" * 5000},
    {"clinician": "Lee\u202eWong"},
    {"note": "Week 9: Come in."},
    {"start": "2026-11-23"},
    {"start": "2026-12-21"},
    {"start": "2020-01-06"},
    {"pauses": ["2026-11-23", "2026-11-25"]},
    {"changes": "all:sets=99"},
    {"items": "hip-hing"},
)
"""What other rows of a roster say otherwise."""


def job(folder: Path, week_of: date | None, **defaults: str) -> Job:
    printing = {"mono": False, "form": True, "two_up": False}
    return Job(None, "harbour-street", printing, defaults, TODAY, "r.csv", "files", folder, week_of)


@pytest.mark.parametrize("week_of", [None, date(2026, 11, 23)])
@pytest.mark.parametrize("defaults", [{}, {"clinician": "Lee Wong", "visit": "2026-12-01"}])
def test_a_row_comes_to_the_same_after_others(
    library: Library, tmp_path: Path, week_of: date | None, defaults: dict[str, str]
):
    one = job(tmp_path, week_of, **defaults)
    bench, another_day = Bench(one, library), replace(one, today=date(2026, 11, 27))
    for at, more in enumerate(({}, *LATER, *LATER)):
        row = Row(at + 2, {name: value for name, value in {**FIRST, **more}.items() if value})
        for which in (one, another_day):
            assert planned(which, bench, at, row) == planned(which, Bench(which, library), at, row)


@pytest.mark.parametrize("more", LATER)
def test_what_is_a_patients_own_is_read_as_in_a_whole_order(more: dict[str, Any]):
    texts = {**FIRST, **more}
    order, problems = read_order(texts, TODAY)
    own = read_own(texts, TODAY)
    if any(problem.place in OWN for problem in problems):
        assert own is None
    elif order:
        names = {name for name, how in order_givens().items() if (how.source or name) in OWN}
        assert own == {name: getattr(order, name) for name in names}
