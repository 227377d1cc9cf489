"""Heads that another run has kept: the same files, for whoever is alike, and nothing of a patient among what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handouts.base.cachefolder import CacheFolder
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf import heads

Plan = Callable[..., Handout]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "families"


@pytest.fixture
def planned(planner: Planner, make_order: Callable[..., Order]) -> Plan:
    return lambda **asked: planner.plan(make_order(**asked))[0]


def kept(place: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in place.glob("*.kept")}


def drawn_never(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise AssertionError("it was drawn")

    monkeypatch.setattr(heads, "family_of", fail)


@pytest.mark.parametrize("layout", ["standard", "log"])
def test_whoever_is_alike_gets_the_file_that_drawing_gives(
    library: Library, planned: Plan, monkeypatch: pytest.MonkeyPatch, layout: str
):
    first, second = (planned(layout=layout, patient=name, note=f"For {name}.") for name in ("Mei Tan", "Mei Tań"))
    Press(library).pdf(first)
    with monkeypatch.context() as patch:
        patch.setenv("HANDOUTS_CACHE", "off")
        wanted = Press(library).pdf(second)
    drawn_never(monkeypatch)
    assert Press(library).pdf(second) == wanted


@pytest.mark.parametrize(
    "other",
    [{"mono": True}, {"form": False}, {"two_up": True}, {"paper": "letter"}, {"layout": "compact"}, {"day": 1},
     {"note": "One line.\nAnd another."}, {"brand": "northgate"}],
    ids=str,
)  # fmt: skip
def test_whoever_differs_gets_none_of_it(
    library: Library, planned: Plan, make_order: Callable[..., Order], other: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    Press(library).pdf(planned())
    printing = {name: other[name] for name in ("mono", "form", "two_up") if name in other}
    asked = {name: other[name] for name in ("paper", "layout", "note") if name in other}
    order = make_order(**asked)
    if "day" in other:
        order = replace(order, issued=order.issued + timedelta(days=1))
    shelf = load_library(brand=other["brand"]).checked() if "brand" in other else library
    handout = Planner(shelf).plan(order)[0]
    found = Press(shelf, **printing).pdf(handout)
    monkeypatch.setenv("HANDOUTS_CACHE", "off")
    assert found == Press(shelf, **printing).pdf(handout)
    assert found != Press(library).pdf(planned())


def test_what_is_kept_is_the_same_whoever_came_first(library: Library, planned: Plan, place: Path):
    """So it holds nothing of either."""
    found = []
    for name in ("Mei Tan", "Jo Őry"):
        Press(library).pdf(planned(patient=name, note=f"For {name} alone."))
        found.append(kept(place))
        for one in place.iterdir():
            one.unlink()
    first, second = found
    assert len(first) == 1
    assert first == second


def test_a_head_with_the_patient_s_own_activities_is_not_kept(library: Library, planned: Plan, place: Path):
    asked = {"measures": ("function",), "items": ("sit-to-stand",), "layout": "log"}
    Press(library).pdf(planned(**asked, activities=("Pick up my son Tom",)))
    assert kept(place) == {}
    Press(library).pdf(planned(**asked))
    assert len(kept(place)) == 1


@pytest.mark.parametrize("data", [b"", b"\n", b"[]\n", b"[1,2,3]\nhead", b"{}\n%PDF", b'[1,2,3,4,["a"],"","",""]\n'])
def test_data_of_another_form_is_drawn_anew(
    library: Library, planned: Plan, monkeypatch: pytest.MonkeyPatch, data: bytes
):
    wanted = Press(library).pdf(planned())
    read = CacheFolder.read
    monkeypatch.setattr(
        CacheFolder, "read", lambda self, key: data if "families" in str(self._folder) else read(self, key)
    )
    assert Press(library).pdf(planned()) == wanted


def test_a_large_batch_keeps_a_few(library: Library, planned: Plan, place: Path):
    press = Press(library)
    for day in range(1, 15):
        press.pdf(planned(note="\n".join(["x"] * day)))
    assert len(kept(place)) == 10
