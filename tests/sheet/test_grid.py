from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from handouts.library.load import Library
from handouts.plan.handout import Day, GridRow
from handouts.plan.joins import joins_of
from handouts.sheet.grid import columns, settle
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.write.pdf.faces import type_faces

KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def look(library: Library) -> Callable[..., Look]:
    return lambda layout="standard": Look(
        library.layouts[layout], page_frame("a4"), type_faces(), joins_of(library.words["en"])
    )


def week(on: str) -> tuple[Day, ...]:
    first = date(2026, 11, 23)
    return tuple(
        Day(key, key.title(), (first + timedelta(days=n)).day, key in on.split()) for n, key in enumerate(KEYS)
    )


def rows(*holds: str) -> tuple[GridRow, ...]:
    return (GridRow(1, "", "Tick sets", "Tick sets.", holds),)


@pytest.mark.parametrize(
    ("on", "width"), [("mon wed fri", 36.5), ("mon tue wed thu fri", 25.9), (" ".join(KEYS), 21.36)]
)
def test_scheduled_days_share_what_rest_days_leave(look: Callable[..., Look], on: str, width: float):
    found = columns(look(), week(on))
    assert [column.w for column in found if column.day.on] == pytest.approx([width] * len(on.split()), abs=0.05)
    assert found[0].x == 42
    assert found[-1].x + found[-1].w == pytest.approx(189 + 2.5)


def test_three_sets_on_three_days_have_the_widest_pitch(look: Callable[..., Look]):
    form = settle(look(), week("mon wed fri"), rows("3 s", "3 s", "3 s"))
    assert (form.pitch, form.per_line, form.dense) == (10.0, 3, False)


def test_five_sets_on_five_days_wrap_three_and_two(look: Callable[..., Look]):
    form = settle(look(), week("mon tue wed thu fri"), rows(*["3 s"] * 5))
    assert (form.per_line, form.lines(5), form.dense) == (3, 2, False)


def test_three_sets_every_day_move_the_label_over_the_row(look: Callable[..., Look]):
    form = settle(look(), week(" ".join(KEYS)), rows(*["10 s"] * 3))
    assert (form.per_line, form.dense) == (3, True)


def test_two_sets_every_day_stay_normal(look: Callable[..., Look]):
    assert not settle(look(), week(" ".join(KEYS)), rows("3 s", "3 s")).dense


def test_holds_that_differ_keep_their_labels_at_the_boxes(look: Callable[..., Look]):
    form = settle(look(), week(" ".join(KEYS)), rows("2 s", "3 s", "5 s"))
    assert not form.dense
    assert form.lines(3) == 2


def test_four_sets_are_two_and_two(look: Callable[..., Look]):
    form = settle(look(), week(" ".join(KEYS)), rows("2 s", "3 s", "5 s", "7 s"))
    assert form.per_line == 2
