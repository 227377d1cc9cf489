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
