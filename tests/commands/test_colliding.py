"""What the desk sees when something would be printed over something else: words, and no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.sheet.blocks import Image, Pad
from tests.conftest import Ran

WORDS = "cannot be set on the layout “Standard”: on page 1, "


@pytest.fixture
def pictures_out_of_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture of a drill stands 30 mm too far to the right, over the steps, as if a column were misjudged."""
    real = Pad.add

    def add(self: Any, *marks: Any) -> None:
        drawn = (replace(one, x=one.x + 30) if isinstance(one, Image) and one.x > 21.5 else one for one in marks)
        real(self, *drawn)

    monkeypatch.setattr(Pad, "add", add)
    monkeypatch.setenv("HANDOUTS_CACHE", "off")  # it may have the same pages, drawn before


@pytest.mark.usefixtures("pictures_out_of_place")
def test_make_says_which_drill_and_where(handouts: Callable[..., Ran], tmp_path: Path):
    ran = handouts("make", "hip-hinge", "-p", "Mei Tan", "--start", "2026-11-23", "--note", "Slow.", "-o", "mei.pdf")
    assert ran.code != 0
    assert "--layout: the drill “1. " in ran.err
    assert WORDS in ran.err
    assert "Choose another layout" in ran.err
    assert "Mei" not in ran.err
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.usefixtures("pictures_out_of_place")
@pytest.mark.parametrize("packet", [[], ["--packet"]])
def test_a_batch_makes_the_others(handouts: Callable[..., Ran], tmp_path: Path, packet: list[str]):
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "patient,program,start,layout\nMei Tan,hip-hinge,2026-11-23,standard\nJo Li,hip-hinge,2026-11-23,log\n"
    )
    ran = handouts("batch", "roster.csv", "-o", "out", *packet)
    assert ran.code == 1
    assert "roster.csv:2: layout: the drill “1. " in ran.err
    assert WORDS in ran.err
    assert "1 failed" in ran.out + ran.err
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 1
