"""The workbench in a real browser, by real keys and presses, as somebody who never saw it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from handouts.deliver.drafts import DraftsTable, SheetDraft
from tests.desk.waited import expect, focused
from tests.desk_server import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.judge
SINGLE = ("clamshell", "bird-dog", "hip-hinge-with-wall")


def latest(desk: Served) -> SheetDraft:
    with desk.desk.register(reading=True) as register:
        return DraftsTable(register).latest(1)[0]


def settled(page: Page, desk: Served) -> None:
    """Wait until what the draft holds now is what the page shows."""
    for _ in range(300):
        page.wait_for_timeout(50)
        draft = latest(desk)
        key = desk.desk.engine.shown(draft.values, desk.desk.today()).key
        if page.locator("#stage").get_attribute("data-shown") == key and not page.evaluate(
            "document.querySelector('.htmx-request')"
        ):
            return
    pytest.fail("the page does not show what the draft holds")


def opened(page: Page, desk: Served, **values: object) -> None:
    answer = desk.post("/sheet/new", {"patient": "Mei Tan", **values})
    page.goto(str(answer.url))
    settled(page, desk)


def test_stiff_shoulder_daily_twice_without_the_manual(desk: Served, enter: Callable[..., Page]):
    page = enter(desk, width=1280)
    focused(page, "#q")
    page.keyboard.type("stiff shoulder")
    page.locator(".programs .name", has_text="Stiff shoulder").wait_for()
    page.locator(".programs .name").first.get_by_text("Stiff shoulder").wait_for()
    page.keyboard.press("ArrowDown")
    focused(page, "[data-add=stiff-shoulder]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sheet/.+"))
    clicks = [
        page.get_by_role("button", name="Every day"),
        page.locator("label.chip", has_text="Twice"),
        page.locator("#f-patient"),
    ]
    for one in clicks:  # three, and one for printing
        one.click()
    page.keyboard.type("Mei Tan")
    for _ in range(100):
        page.wait_for_timeout(50)
        if latest(desk).text("patient") == "Mei Tan":
            break
    settled(page, desk)
    draft = latest(desk)
    assert draft.texts("items") == ("stiff-shoulder",)
    handout = desk.desk.engine.shown(draft.values, desk.desk.today()).planned.handout
    assert all(day.on for day in handout.week)
    assert {row.session for card in handout.cards for row in card.rows} == {1, 2}
    assert page.locator("#leaf").evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 300
    expect(page.locator("#page-place")).to_have_text(re.compile("^Page 1 of "))
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Page 2 of").first.wait_for()
    page.get_by_role("button", name="Large view").click()
    page.locator("#leaf-large[src]").wait_for()
    page.keyboard.press("Escape")
    page.reload()
    settled(page, desk)
    expect(page.locator("#f-patient")).to_have_value("Mei Tan")


def test_steps_pressed_quickly_all_count_and_typing_is_never_undone(desk: Served, enter: Callable[..., Page]):
    page = enter(desk, width=1440)
    opened(page, desk, items="hip-hinge")
    page.locator("#dose-hinge-with-dowel > summary").click()
    before = int(page.locator("#dose-hinge-with-dowel-sets").input_value())
    for _ in range(4):
        page.locator("#dose-hinge-with-dowel-sets-more").click()
    page.get_by_label("Note to the patient").click()
    page.keyboard.type("Slow and tall beats deep, every single day.", delay=35)
    for _ in range(100):
        page.wait_for_timeout(50)
        if latest(desk).text("note").endswith("single day."):
            break
    settled(page, desk)
    draft = latest(desk)
    assert draft.texts("changes") == (f"hinge-with-dowel:sets={before + 4}",)
    assert draft.text("note") == "Slow and tall beats deep, every single day."
    expect(page.get_by_label("Note to the patient")).to_have_value(draft.text("note"))
    focused(page, "#f-note")
    assert page.locator("#dose-hinge-with-dowel").get_attribute("open") is not None
    page.get_by_role("button", name="Undo").click()
    settled(page, desk)
    assert latest(desk).text("note") != draft.text("note")


def test_drills_are_put_in_order_by_keys_and_by_dragging(desk: Served, enter: Callable[..., Page]):
    page = enter(desk, width=1440)
    opened(page, desk, items=["clamshell", "bird-dog"])
    page.locator("#q").fill("calf stretch")
    card = page.locator(".drills .pick").first
    card.get_by_text("calf", exact=False).first.wait_for()
    third = card.get_attribute("data-add")
    card.click()
    page.locator(f"#row-{third}").wait_for()
    settled(page, desk)
    expect(card).to_have_attribute("aria-pressed", "true")
    page.locator(f"#off-{third}").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.locator("#said", has_text="2 of 3").wait_for()
    settled(page, desk)
    focused(page, f"#off-{third}")
    assert latest(desk).texts("items") == ("clamshell", third, "bird-dog")
    page.locator("#row-bird-dog .what").drag_to(page.locator("#row-clamshell"), target_position={"x": 60, "y": 6})
    settled(page, desk)
    for _ in range(60):
        if latest(desk).texts("items")[0] == "bird-dog":
            break
        page.wait_for_timeout(50)
    assert latest(desk).texts("items") == ("bird-dog", "clamshell", third)


def test_two_windows_keep_both(desk: Served, enter: Callable[..., Page]):
    first = enter(desk, width=1280)
    opened(first, desk, items="hip-hinge")
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("#stage[data-shown]").wait_for()
    first.get_by_label("Note to the patient").fill("From the first.")
    for _ in range(100):
        first.wait_for_timeout(50)
        if latest(desk).text("note"):
            break
    second.get_by_label("Note to the patient").fill("From the second.")
    clash = second.locator("#clash", has_text="Not changed.")
    clash.wait_for()
    expect(clash).to_contain_text("theirs: From the first.")
    assert latest(desk).text("note") == "From the first."
    before = latest(desk).id
    second.get_by_role("button", name="Keep both, as two sheets").click()
    second.wait_for_url(lambda url: before not in url)
    expect(second.get_by_label("Note to the patient")).to_have_value("From the second.")
    with desk.desk.register(reading=True) as register:
        assert {one.text("note") for one in DraftsTable(register).latest(2)} == {"From the first.", "From the second."}


def test_a_sheet_becomes_a_program_that_is_found(desk: Served, enter: Callable[..., Page]):
    page = enter(desk, width=1280)
    opened(page, desk, items=["clamshell", "bird-dog"], changes="clamshell:sets=4")
    page.get_by_role("button", name="Save as a program").click()
    page.get_by_label("Name", exact=True).fill("Hips of Harbour Street")
    page.get_by_label("Who it is for, and its goal").fill("For whoever sits long.")
    page.get_by_role("button", name="Make the program").click()
    page.wait_for_url("**/clinic/programs/hips-of-harbour-street")
    page.goto(f"{desk.base}/sheet")
    page.locator("#q").fill("hips of harbour street")
    card = page.locator("#program-hips-of-harbour-street")
    expect(card).to_contain_text("your own")
    card.click()
    page.wait_for_url(re.compile("/sheet/.+"))
    expect(page.locator("#said-clamshell")).to_contain_text("4 sets")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_hard_to_reach(
    desk: Served, enter: Callable[..., Page], axe: Callable[[Page], list[str]], width: int
):
    page = enter(desk, width=width)
    page.locator("#q").fill("neck")
    page.wait_for_timeout(600)
    assert axe(page) == []
    wrong = {"start": "never", "flags": ["hip replacement", "x"], "changes": ["hinge-with-dowel:load=5 elephants"]}
    answer = desk.post("/sheet/new", {"patient": "عبد الرحمن " * 6, "items": "hip-hinge", **wrong})
    page.goto(str(answer.url))
    page.wait_for_timeout(400)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
