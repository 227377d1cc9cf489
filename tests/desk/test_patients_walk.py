"""One walk: find a patient, drop a worn sheet's scan, settle it by keys alone, see the chart, make the same again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from handouts.deliver.drafts import DraftsTable
from tests.desk.waited import expect, focused
from tests.desk_server import Served, served
from tests.runs.scanned import DPI, Back, answers_of, handed_out, returns_of, sheet_of, ticked, written
from tests.scan.worn.capture import scanned
from tests.scan.worn.pens import Dice
from tests.scan.worn.sheets import DPI as WORN

__all__ = ["handed_out"]
pytestmark = pytest.mark.judge


@pytest.fixture
def desk(handed_out: Back, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(handed_out.folder, tmp_path / "clinic")
    with served(tmp_path / "clinic") as one:
        yield one


def worn(back: Back, path: Path) -> int:
    """A scan of Mei's sheet as it lay on a kitchen table: ticked, two numbers written; gives how many boxes are ticked."""
    mei = back.ids[0]
    geometry, some = sheet_of(back.folder, mei).geometry, back.boxes(mei)[:9]
    page = ticked(back.pages[mei, 1], geometry, 1, some)
    for name in [one for one in back.blanks(mei) if one.startswith("pain")][:2]:
        page = written(page, geometry, 1, name)
    large = page.convert("L").resize((round(page.width * WORN / DPI), round(page.height * WORN / DPI)))
    dice: Dice = np.random.default_rng(3)
    path.write_bytes(scanned(np.array(large), dice, 150).data)
    return len(some)


def test_from_a_scan_to_the_next_sheet_by_keys(
    desk: Served, handed_out: Back, tmp_path: Path, enter: Callable[..., object]
):
    scan = tmp_path / "scan.jpg"
    done = worn(handed_out, scan)
    page = enter(desk)
    page.set_default_timeout(90_000)
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name="What came back").click()
    page.set_input_files("#files", str(scan))
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("link", name="Settle 2 questions").click()
    focused(page, "#written")
    for answered, number in enumerate(("3", "5"), 1):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        page.locator(f"#settle [name=done][value='{answered}']").wait_for(state="attached")
    page.get_by_role("heading", name="All answered").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("1 page was entered").wait_for()
    assert answers_of(desk.desk.store, handed_out.ids[0]).done == done
    (kept,) = returns_of(desk.desk.store, handed_out.ids[0])
    assert sorted(text for text in kept.written.values() if text) == ["3", "5"]

    page.get_by_role("link", name="To the patients").click()
    page.keyboard.press("/")
    page.keyboard.type("mei")
    page.locator("#found").get_by_role("link", name="Mei Tan").click()
    expect(page.locator(".chart svg")).to_be_visible()
    expect(page.locator(".chart svg")).to_contain_text(f"{done} of")
    assert "mei" not in page.url.lower()
    if os.environ.get("HANDOUTS_AXE"):
        source = Path(os.environ["HANDOUTS_AXE"]).read_text("utf-8")
        page.evaluate(source)
        assert page.evaluate("axe.run(document).then((found) => found.violations.map((one) => one.id))") == []
    for width in (360, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="The same again").first.click()
    page.wait_for_url("**/sheet/*")
    with desk.desk.register(reading=True) as register:
        (draft,) = DraftsTable(register).latest(3)
    assert (draft.text("patient"), draft.texts("items"), draft.text("start")) == (
        "Mei Tan",
        ("hip-hinge",),
        "2026-11-30",
    )
