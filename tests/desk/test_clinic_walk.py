"""A walk through the clinic's pages by clicks and keys: new colours, a drill made one's own and posed, all well after."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handouts.base.shipped import shipped
from handouts.library.load import load_library
from handouts.runs.check import check_figures
from handouts.runs.issue import plan
from handouts.runs.own_content.newclinic import make_clinic
from tests.desk.waited import expect
from tests.desk_server import TODAY, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.judge


def picture(page: Page, name: str) -> Any:
    """The place of a picture, once there is one in it."""
    place = page.locator(f"img[data-picture={name}]")
    expect(place).to_have_attribute("src", re.compile("^data:"))
    return place


def source(place: Any) -> str:
    return str(place.get_attribute("src"))


def test_from_a_new_look_to_a_posed_drill(tmp_path: Path, enter: Any) -> None:
    folder = tmp_path / "clinic"
    make_clinic(folder)
    with served(folder) as desk:
        page = enter(desk)
        _new_look(page, desk.base)
        _own_drill(page, desk.base, folder)
        page.goto("about:blank")  # it asks nothing of a desk that is closed
        _narrow(enter(desk, width=360), desk.base)
    text = (folder / "clinic.yaml").read_text("utf-8")
    assert '  primary: "#7A2E6B"           # title, rules, labels\n' in text
    assert text.count("#") - text.count('"#') >= 20, "its comments are there"
    drill = (folder / "drills" / "hinge-with-dowel.yaml").read_text("utf-8")
    old = shipped("content", "drills", "hinge-with-dowel.yaml").read_text("utf-8")
    other = [line for line in drill.splitlines() if line not in old.splitlines()]
    assert other == ["      pose: {trunk: 52, neck: -20, thigh: 60, shin: -8, hand: dowel, elbow: back}"]
    library = load_library(folder)
    assert not library.problems
    assert not list(check_figures(library, ["hinge-with-dowel"]))
    assert plan({"patient": "Mei Tan", "items": ("hinge-with-dowel",)}, library, TODAY).handout


def _new_look(page: Page, base: str) -> None:
    """Colours change, the page follows; a fault is told at its field; Ctrl+S saves."""
    page.goto(f"{base}/clinic")
    page.get_by_role("navigation", name="Clinic").get_by_role("link", name="Look and particulars").click()
    shown = picture(page, "page")
    before = source(shown)
    page.get_by_label("Main colour", exact=True).fill("#FFE9A8")
    expect(shown).not_to_have_attribute("src", before)
    page.get_by_text("too pale for letters").wait_for()
    page.get_by_label("Telephone", exact=True).fill("1" * 31)
    page.get_by_text("31 characters long").first.wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#problems").get_by_text("31 characters long").wait_for()
    page.get_by_label("Telephone", exact=True).fill("01632 960 111")
    page.get_by_label("Main colour", exact=True).fill("#7A2E6B")
    page.get_by_text("very easy to read").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_text("Saved in clinic.yaml.").wait_for()


def _own_drill(page: Page, base: str, folder: Path) -> None:
    """A shipped drill becomes the clinic's, a slider moves by keys, the figure follows, and it is saved."""
    page.goto(f"{base}/clinic/drills")
    page.get_by_label("Find a drill").fill("hinge with dowel")
    page.keyboard.press("Enter")
    page.get_by_text("Make it mine: Hip hinge with dowel").click()
    page.get_by_role("button", name="In place of the shipped one").click()
    page.wait_for_url("**/clinic/drills/hinge-with-dowel")
    page.get_by_text("have no faults").wait_for()
    shown = picture(page, "figure")
    before = source(shown)
    page.locator("#position-2").focus()
    page.keyboard.press("Space")
    expect(shown).not_to_have_attribute("src", before)
    slider = page.get_by_label("Trunk", exact=True)
    expect(slider).to_have_value("48")
    before = source(shown)
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(shown).not_to_have_attribute("src", before)
    expect(page.get_by_label("The figure’s text")).to_have_value(re.compile("trunk: 52"))
    expect(slider).to_be_focused()
    page.get_by_text("have no faults").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved in drills/hinge-with-dowel.yaml.").wait_for()
    assert (folder / "drills" / "hinge-with-dowel.yaml.before").is_file()


def _narrow(page: Page, base: str) -> None:
    """On a telephone nothing is wider than the page."""
    for address in ("/clinic", "/clinic/brand", "/clinic/drills", "/clinic/drills/small-squat", "/clinic/programs"):
        page.goto(base + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    page.goto("about:blank")


def test_every_page_is_accessible(tmp_path: Path, enter: Any, axe: Any) -> None:
    folder = tmp_path / "clinic"
    make_clinic(folder)
    with served(folder) as desk:
        page = enter(desk)
        for address, there in (
            ("/clinic", "h1"),
            ("/clinic/brand", "#colours li"),
            ("/clinic/drills?q=hip", "h1"),
            ("/clinic/drills/small-squat", "#checks p"),
            ("/clinic/programs", "h1"),
            ("/clinic/programs/calf-care", "#table table"),
        ):
            page.goto(desk.base + address)
            page.wait_for_selector(there)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert axe(page) == [], address
        page.goto("about:blank")
    with served(None) as desk:
        page = enter(desk)
        page.goto(f"{desk.base}/clinic")
        assert axe(page) == []
