"""The desk and a patient's page in Firefox: set a sheet, save it; tick at home, and what is sent back is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Ran, pdf_text
from tests.desk.conftest import OF_FIREFOX
from tests.desk.waited import expect
from tests.desk_server import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.judge


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with served(folder) as one:
        yield one


def test_a_sheet_is_found_set_seen_and_saved(desk: Served, enter: Callable[..., Page], firefox: Browser):
    page = enter(desk, within=firefox, **OF_FIREFOX)
    page.set_default_timeout(30_000)
    page.locator("#q").fill("clamshell")
    card = page.locator("#drill-clamshell")
    card.wait_for()
    card.click()
    page.wait_for_url(re.compile("/sheet/.+"))
    page.locator("#f-patient").fill("Mei Tan")
    page.locator("#dose-clamshell > summary").click()
    before = int(page.locator("#dose-clamshell-sets").input_value())
    first = page.locator("#leaf[src]").get_attribute("src")
    page.locator("#dose-clamshell-sets-more").click()
    page.get_by_role("button", name="Every day").click()
    assert desk.desk.folder
    page.locator(f"#leaf[src]:not([src='{first}'])").wait_for()
    page.locator("#days-all[aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Save the PDF").click()
    page.locator("#done", has_text="Saved").wait_for()
    (file,) = (desk.desk.folder / "output").glob("*.pdf")
    expect(page.locator("#done")).to_contain_text(file.name)
    text = " ".join(pdf_text(file.read_bytes()).split())
    assert "Mei Tan" in text
    assert "Every day" in text
    assert f"{before + 1} sets" in text


def test_a_patients_page_keeps_its_ticks_and_what_is_sent_back_is_read(
    firefox: Browser, handouts: Callable[..., Ran], tmp_path: Path
):
    made = handouts("make", "clamshell", "--patient", "Mei Tan", "--start", "2026-11-30", "--html", "-o", "mei.pdf")
    assert made.code == 0, made.err
    context = firefox.new_context(viewport={"width": 360, "height": 740}, **OF_FIREFOX)
    page = context.new_page()
    page.goto((tmp_path / "mei.html").as_uri())
    boxes = page.locator("table.boxes input")
    boxes.nth(1).scroll_into_view_if_needed()
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.reload()
    assert [boxes.nth(at).is_checked() for at in range(3)] == [False, True, False]
    line = page.locator("#line").input_value()
    context.close()
    read = handouts("ticks", "--line", line)
    assert read.code == 0, read.err
    assert re.search(r"\b1 of \d+", read.out), read.out
