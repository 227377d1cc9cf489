"""veraPDF judges a sheet in each script: PDF/UA-1 and PDF/A-2a. Skipped where it is not, as in ``test_verapdf``."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from tests.write.pdf.test_whole_languages import SAID, in_language

pytestmark = pytest.mark.judge


NAMES = ("陈美玲", "山田たかし", "דוד כהן", "محمد (2) علي", "லொகேஷ் குமார்", "สมชาย ใจดี", "Adébáyọ̀ Ẹ̀kọ́")


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_an_english_sheet_passes_with_a_name_in_any(
    judge: Callable[..., subprocess.CompletedProcess[str]],
    planner: Planner,
    make_order: Callable[..., Order],
    tmp_path: Path,
    flavour: str,
):
    press, paper = Press(planner.library), Press(planner.library, form=False)
    handouts = [planner.plan(make_order(patient=name, note=f"{name}: 慢慢来。"))[0] for name in NAMES]
    made = [*map(press.pdf, handouts), paper.packet(handouts, "Packet", duplex=False)]
    paths = [tmp_path / f"{at}.pdf" for at in range(len(made))]
    for path, data in zip(paths, made, strict=True):
        path.write_bytes(data)
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == len(paths), done.stdout[-3000:] + done.stderr[-2000:]


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_a_sheet_in_each_script_passes(
    judge: Callable[..., subprocess.CompletedProcess[str]],
    planner: Planner,
    make_order: Callable[..., Order],
    tmp_path: Path,
    flavour: str,
):
    press, english = Press(planner.library), planner.plan(make_order(note=""))[0]
    paths = []
    for language in SAID:
        paths.append(tmp_path / f"{language}.pdf")
        paths[-1].write_bytes(press.pdf(in_language(english, language)))
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == len(paths), done.stdout[-3000:] + done.stderr[-2000:]
