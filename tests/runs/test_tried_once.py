"""That a sheet can be printed is kept by “check” until something changes that it is made from. What cannot is told each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.base.cachefolder import CacheFolder
from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.check import _trial
from handouts.runs.press import Press
from handouts.sheet import compose
from handouts.sheet.blocks import Sheet
from handouts.write.pdf import kept_families


@pytest.fixture
def composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Handout]:
    """Each handout that is really composed: nothing was tried before, but drawn it may be."""
    monkeypatch.setattr(kept_families, "CacheFolder", lambda kind, **limits: CacheFolder(tmp_path / kind, **limits))
    found: list[Handout] = []
    real = compose.compose

    def counted(handout: Handout, *more: Any) -> Sheet:
        found.append(handout)
        return real(handout, *more)

    monkeypatch.setattr(compose, "compose", counted)
    return found


@pytest.fixture
def planned(planner: Planner, make_order: Callable[..., Order]) -> Callable[..., Handout]:
    return lambda **asked: planner.plan(make_order(**{"items": ("wall-sit",), "layout": "log", **asked}))[0]


def test_whoever_is_alike_is_tried_once(library: Library, planned: Callable[..., Handout], composed: list[Handout]):
    for name in ("Mei Tan", "Mei Tań"):
        Press(library).try_out(planned(patient=name))
    assert len(composed) == 1


@pytest.mark.parametrize(
    "other",
    [{"mono": True}, {"form": False}, {"paper": "letter"}, {"layout": "compact"}, {"note": "One line.\nAnd another."},
     {"items": ("hip-hinge",)}, {"brand": "northgate"}],
    ids=str,
)  # fmt: skip
def test_whoever_differs_is_tried_anew(
    library: Library, planned: Callable[..., Handout], composed: list[Handout], other: dict[str, Any]
):
    Press(library).try_out(planned())
    printing = {name: other.pop(name) for name in ("mono", "form") if name in other}
    shelf = load_library(brand=other.pop("brand")).checked() if "brand" in other else library
    Press(shelf, **printing).try_out(planned(**other))
    assert len(composed) == 2


def test_a_letter_that_cannot_be_printed_is_told_each_time(
    library: Library, planned: Callable[..., Handout], composed: list[Handout]
):
    handout = planned()
    bad = replace(handout, disclaimer="Stop \U00012000")
    for _ in range(2):
        with pytest.raises(HandoutsError, match="CUNEIFORM SIGN A"):
            Press(library).try_out(bad)
    assert not composed


def test_what_collides_is_told_each_time(
    library: Library, planned: Callable[..., Handout], composed: list[Handout], monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: Any) -> None:
        raise HandoutsError([])

    with monkeypatch.context() as patch:
        patch.setattr(compose, "refuse_collisions", refuse)
        for times in (1, 2):
            with pytest.raises(HandoutsError):
                Press(library).try_out(planned())
            assert len(composed) == times
    Press(library).try_out(planned())
    Press(library).try_out(planned())
    assert len(composed) == 3


def test_a_clinic_s_drill_is_tried_anew_when_its_words_change(library: Library, composed: list[Handout]):
    drills = {key: library.drills[key] for key in [("wall-sit", "en"), ("hinge-with-dowel", "en")]}

    def tried(shelf: Library) -> list[str]:
        composed.clear()
        assert not list(_trial(shelf, Press(shelf)))
        return [one.cards[0].drill for one in composed]

    shelf = replace(library, drills=drills, programs={})
    assert sorted(tried(shelf)) == ["hinge-with-dowel", "wall-sit"]
    assert tried(shelf) == []
    one = drills["wall-sit", "en"]
    other = replace(one, steps=(replace(one.steps[0], text="Stand at a door."), *one.steps[1:]))
    assert tried(replace(shelf, drills=drills | {("wall-sit", "en"): other})) == ["wall-sit"]
