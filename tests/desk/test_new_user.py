"""Somebody who never saw the desk: “stiff shoulder, daily, twice, for Mei Tan”, until the printer has it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.deliver.drafts import DraftsTable
from tests.conftest import pdf_text
from tests.desk.waited import focused
from tests.desk_server import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.judge
MOST_CLICKS = 12
_COUNT = "addEventListener('pointerdown', () => sessionStorage.presses = 1 + Number(sessionStorage.presses ?? 0), true)"
_SEEN = """() => {
  const one = document.activeElement, shown = one.closest('label') ?? one, box = shown.getBoundingClientRect();
  if (one === document.body || one.id === 'main') return '';
  const [x, y] = [Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2), box.y + Math.min(box.height / 2, 20)];
  const name = one.id || one.outerHTML.slice(0, 80);
  if (box.width < 8 || box.height < 8) return `${name}: is ${box.width} × ${box.height}`;
  if (y < 0 || y > innerHeight || box.right < 0 || box.x > innerWidth) return `${name}: is outside of the window`;
  const top = document.elementFromPoint(x, y);
  if (!top || !(shown.contains(top) || top.contains(shown))) return `${name}: lies under ${top?.outerHTML.slice(0, 80)}`;
  const drawn = [one, shown].some((part) => {
    const style = getComputedStyle(part);
    return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  });
  return drawn ? '' : `${name}: nothing is drawn round it`;
}"""
"""What is wrong with how the element that has the focus is seen; empty where nothing is."""


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """A print queue of the test's own; gives what came to it, a line a job."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "lp").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/lp.log\n')
    (tools / "lpstat").write_text('#!/bin/sh\n[ "$1" = -d ] && echo "system default destination: Desk" || echo Desk\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    log = tmp_path / "lp.log"
    return lambda: log.read_text() if log.exists() else ""


@pytest.fixture
def desk(printed: Callable[[], str], tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with served(folder) as one:
        yield one


def shows_what_is_set(page: Page, desk: Served) -> None:
    """Wait, as a person does, until the page is that of all that was set."""
    for _ in range(600):
        page.wait_for_timeout(50)
        with desk.desk.register(reading=True) as register:
            draft = DraftsTable(register).latest(1)[0]
        key = desk.desk.engine.shown(draft.values, desk.desk.today()).key
        if draft.text("patient") == "Mei Tan" and page.locator("#hand [name=seen]").get_attribute("value") == key:
            return
    pytest.fail("the page does not show what was set")


def is_told(page: Page) -> None:
    """What became of the sheet stands in the window, and keys go on from there."""
    page.locator("#done:focus", has_text="Sent to the printer Desk.").wait_for()
    box = page.locator("#done").bounding_box()
    assert box
    assert 0 <= box["y"] < page.viewport_size["height"] - 60


def is_what_was_asked_for(desk: Served, jobs: str) -> None:
    """One job came to the queue, and its sheet is for Mei Tan, for every day, twice a day."""
    assert desk.desk.folder
    (file,) = (desk.desk.folder / "output").glob("*.pdf")
    assert jobs == f"-d Desk -- {file}\n"
    text = " ".join(pdf_text(file.read_bytes()).split())
    assert "Mei Tan" in text
    assert "Stiff shoulder" in text
    assert "Every day, twice a day." in text
    assert all(f"{day} " in text for day in ("Mon 30", "Tue 1", "Sat 5", "Sun 6"))


def test_from_opening_to_paper_in_few_clicks(desk: Served, enter: Callable[..., Page], printed: Callable[[], str]):
    page = enter(desk, width=1280)
    page.context.add_init_script(_COUNT)
    page.goto(f"{desk.base}/")
    page.keyboard.type("stiff shoulder")
    page.locator(".programs .card").first.get_by_text("Stiff shoulder").wait_for()
    page.locator(".programs .card").first.click()
    page.wait_for_url(re.compile("/sheet/.+"))
    page.get_by_role("button", name="Every day").click()
    page.locator("label.chip", has_text="Twice").click()
    page.get_by_role("textbox", name="Patient’s name").click()
    page.keyboard.type("Mei Tan")
    shows_what_is_set(page, desk)
    page.get_by_role("button", name="Print", exact=True).click()  # the name is left at the same moment
    is_told(page)
    assert 4 <= int(page.evaluate("sessionStorage.presses")) <= MOST_CLICKS
    is_what_was_asked_for(desk, printed())


def test_the_same_by_keys_alone(desk: Served, enter: Callable[..., Page], printed: Callable[[], str]):
    page = enter(desk, width=1280)
    page.context.add_init_script(_COUNT)
    page.goto(f"{desk.base}/")
    page.keyboard.type("stiff shoulder")
    page.locator(".programs .card").first.get_by_text("Stiff shoulder").wait_for()
    press(page, "ArrowDown")
    press(page, "Enter", seen=False)
    page.wait_for_url(re.compile("/sheet/.+"))
    page.locator("#f-patient").wait_for()
    tab_to(page, ".over")
    press(page, "Enter")
    focused(page, "#f-patient")
    page.keyboard.type("Mei Tan")
    tab_to(page, "#days-all")
    press(page, "Space")
    tab_to(page, "[name=times]")
    for _ in range(5):
        if page.evaluate("document.activeElement.id") == "times-2":
            break
        press(page, "ArrowRight")
    press(page, "Space")
    shows_what_is_set(page, desk)
    focused(page, "#times-2")
    tab_to(page, "#print-it")
    press(page, "Enter")
    is_told(page)
    assert page.evaluate("sessionStorage.presses") is None, "a click was needed"
    is_what_was_asked_for(desk, printed())


def press(page: Page, key: str, *, seen: bool = True) -> None:
    """Press a key; what has the focus then is on the screen, and is seen to have it."""
    page.keyboard.press(key)
    if seen:
        assert page.evaluate(_SEEN) == ""


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Go on with the tab key alone."""
    for _ in range(most):
        press(page, "Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    pytest.fail(f"the tab key does not lead to {selector}")
