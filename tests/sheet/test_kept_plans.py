"""How pages were filled, from the cache folder: the same pages, and of this very layout, paper, type and code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet import kept_plans, pages
from handouts.sheet.forms import DrillForm
from handouts.sheet.kept_plans import KeptPlans, PagePlan
from handouts.sheet.page import page_frame
from handouts.write.pdf.faces import type_faces

PLAN: PagePlan = (((0, "", ()), (3, "front", ("row",)), (1, "", DrillForm())), ((2, "", DrillForm(0.85, 2)),))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    return tmp_path / "plans"


def _plans(library: Library, layout: str = "standard", paper: str = "a4") -> KeptPlans:
    return KeptPlans(repr(library.layouts[layout]), page_frame(paper), type_faces(), 10)  # type: ignore[arg-type]  # a4, letter


def test_a_plan_comes_back_in_the_next_run(place: Path, library: Library):
    _plans(library).keep(("a", 1.5), PLAN)
    again = _plans(library)
    assert again.get(("a", 1.5)) == PLAN
    assert again.get(("a", 1.6)) is None
    assert len(again) == 1


def test_it_is_of_one_layout_paper_and_code(place: Path, library: Library, monkeypatch: pytest.MonkeyPatch):
    _plans(library).keep("a", PLAN)
    assert _plans(library, layout="compact").get("a") is None
    assert _plans(library, paper="letter").get("a") is None
    monkeypatch.setattr(kept_plans, "code_state", lambda *_: "other code")
    assert _plans(library).get("a") is None


def test_a_fact_is_found_once(place: Path, library: Library):
    for fact in (True, False):
        assert _plans(library).fact(fact, lambda fact=fact: fact) is fact
        assert _plans(library).fact(fact, pytest.fail) is fact


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"[[1, 2]]", b'[[["a", "", []]]]', b"[[[1, 2, [[3]]]]]"])
def test_data_of_another_form_is_made_anew(library: Library, monkeypatch: pytest.MonkeyPatch, data: bytes):
    monkeypatch.setattr("handouts.base.cachefolder.CacheFolder.read", lambda *_: data)
    assert _plans(library).get("a") in (None, ())
    assert _plans(library).fact("a", lambda: True) is True


def test_one_run_writes_some_only(place: Path, library: Library):
    plans = _plans(library)
    for number in range(kept_plans._WRITTEN_MOST + 5):
        plans.keep(number, PLAN)
    assert len(list(place.iterdir())) == kept_plans._WRITTEN_MOST
    assert len(plans) == 10


def test_a_second_run_fills_no_page_anew(
    place: Path, library: Library, planner: Planner, make_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
):
    handout = planner.plan(make_order(note="One line"))[0]
    first = Press(library).pdf(handout)

    def fail(*_: object) -> None:
        raise AssertionError("filled anew")

    monkeypatch.setattr(pages, "plan_pages", fail)
    assert Press(library).pdf(handout) == first
    long = replace(handout, note=handout.note * 40)
    with pytest.raises(AssertionError, match="filled anew"):  # another length is another plan
        Press(library).pdf(long)
