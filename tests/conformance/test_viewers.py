"""Viewers tick a box, write a remark and save; what they saved is read back. Where they are not here, this is skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import read_ticks
from handouts.runs.press import Press
from tests.conftest import LAYOUTS

pytestmark = pytest.mark.judge
HERE = Path(__file__).parent
LIBRARIES = HERE.parents[1] / "tools" / "filling" / "libraries.py"
BOX, FIELD, TEXT = "d1_mon_s1_t2", "pain_wed_s1", "4"


def missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} must judge here, and is not installed")
    pytest.skip(f"{what} is not here")


def node_and_pdf_js(script: str) -> list[str]:
    """The command that a script for pdf.js is run with."""
    folder, node = os.environ.get("HANDOUTS_PDFJS", ""), shutil.which("node")
    if not node or not Path(folder, "legacy").is_dir():
        missing("pdf.js (node, and HANDOUTS_PDFJS naming the folder of the npm package pdfjs-dist)")
    return [str(node), str(HERE / script), folder]


def python_and_poppler() -> str:
    python = "/usr/bin/python3"
    probe = [python, "-c", "import gi; gi.require_version('Poppler', '0.18'); from gi.repository import Poppler"]
    if not Path(python).exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        missing("poppler for Python (Debian: gir1.2-poppler-0.18, python3-gi)")
    return python


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pdf_js(source: Path, target: Path) -> str:
    return run(*node_and_pdf_js("tick_pdfjs.mjs"), str(source), str(target), BOX, FIELD, TEXT)


def poppler(source: Path, target: Path) -> str:
    return run(python_and_poppler(), str(HERE / "tick_poppler.py"), str(source), str(target), BOX, FIELD, TEXT)


def pdfium(source: Path, target: Path) -> str:
    return run(sys.executable, str(LIBRARIES), "pdfium", str(source), str(target), BOX, FIELD, TEXT)


@pytest.fixture
def file(planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path) -> Callable[[str], Path]:
    def make(layout: str) -> Path:
        path = tmp_path / "handout.pdf"
        path.write_bytes(press.pdf(planner.plan(make_order(layout=layout, items=("hip-hinge",)))[0]))
        return path

    return make


@pytest.mark.parametrize("viewer", [pdf_js, poppler, pdfium])
@pytest.mark.parametrize("layout", ["standard", "log"])
def test_what_a_viewer_saves_is_read_back(
    file: Callable[[str], Path], tmp_path: Path, viewer: Callable[[Path, Path], str], layout: str
):
    saved = tmp_path / "saved.pdf"
    viewer(file(layout), saved)
    before, after = read_ticks(file(layout)), read_ticks(saved)
    assert not any(tick.ticked for tick in before.ticks)
    (ticked,) = [tick for tick in after.ticks if tick.ticked]
    assert (ticked.drill_number, f"{ticked.day:%a}", ticked.session, ticked.set_number) == (1, "Mon", 1, 2)
    (pain,) = [pain for pain in after.pain if pain.text]
    assert (f"{pain.day:%a}", pain.value) == ("Wed", 4)
    assert len(after.ticks) == len(before.ticks)
    assert after.handout == before.handout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pdf_js_finds_marks_bookmarks_and_fields(file: Callable[[str], Path], tmp_path: Path, layout: str):
    source = file(layout)
    if not read_ticks(source).pain:
        pytest.skip("this sheet has no room to write pain in, which the script would fill")
    said = json.loads(pdf_js(source, tmp_path / "saved.pdf"))
    assert said["marked"] is True
    assert said["fields"] >= len(read_ticks(source).ticks) + 3
    assert [title for title in said["outline"] if title[:2] in ("1.", "2.", "3.")]


def test_a_tick_is_seen(file: Callable[[str], Path], tmp_path: Path):
    """The saved tick is drawn: ink in the box that was white."""
    source, saved = file("standard"), tmp_path / "saved.pdf"
    poppler(source, saved)
    inked = []
    for path in (source, saved):
        pdf = pypdfium2.PdfDocument(path)
        pdf.init_forms()
        inked.append(sum(pdf[0].render(scale=2, may_draw_forms=True).to_pil().convert("L").histogram()[:100]))
    before, after = inked
    assert after > before + 30
