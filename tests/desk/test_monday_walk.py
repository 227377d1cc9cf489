"""A Monday in the browser, by keys wherever there are keys: a list with three faults becomes a packet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.deliver.decisions import DecisionsTable
from handouts.runs.batch import BatchRequest, rows_of, run_batch
from handouts.runs.progress import silent
from tests.conftest import pdf_text
from tests.desk.monday import HEAD, WEEK, make_clinic
from tests.desk.waited import expect
from tests.desk_server import TODAY, Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.judge

GIVEN = (
    "Mei Tan,1,hip-hinge,2026-11-23,2026-12-02 10:00,\n"
    "أحمد علي,2,low-back,2026-11-23,2026-12-01 09:00,\n"
    "Maximiliane-Friederike von und zu Hohenstein-Wartenberg,3,hip-hinge,2026-11-16,,\n"
)
FAULTY = (
    "Mei Tan,1,hip-hnge,2026-11-23,2026-12-02 10:00,Slow and tall\n"
    "أحمد علي,2,low-back,31/13/2026,2026-12-01 09:00,\n"
    "Maximiliane-Friederike von und zu Hohenstein-Wartenberg,3,hip-hinge,2026-11-16,next year some day,\n"
    "Jo Bloggs,4,low-back,2027-03-01,,\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = make_clinic(tmp_path_factory.mktemp("clinics") / "clinic")
    with served(folder) as one:
        given = tmp_path_factory.mktemp("before") / "before.csv"
        given.write_text(HEAD + GIVEN, "utf-8")
        library = one.desk.library
        from datetime import date

        printing = {"mono": False, "form": True, "two_up": False, "codes": True}
        request = BatchRequest(TODAY, printing, week_of=date(2026, 11, 23), jobs=1)
        run_batch(
            rows_of(given, library, TODAY), library, request, stop=lambda: False, progress=silent, tell=lambda _: None
        )
        yield one


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Go to an element with the tab key alone."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not lead to {selector}")


def write(page: Page, selector: str, text: str) -> None:
    """Write over what stands in a field, by keys."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_a_list_with_three_faults_becomes_a_packet(
    desk: Served, enter: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
):
    assert desk.desk.folder
    page = enter(desk, width=1280)
    page.goto(f"{desk.base}/monday")
    (tmp_path / "monday.csv").write_text(HEAD + FAULTY, "utf-8")
    page.set_input_files("#file", tmp_path / "monday.csv")
    tab_to(page, "#drop button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{WEEK}/roster")
    expect(page.locator(".tallies .bad strong")).to_have_text("3")
    assert axe(page) == []

    _mended(page, desk.desk.folder)
    _decided(page, desk)
    assert axe(page) == []
    _made(page, desk)
    assert axe(page) == []


def _mended(page: Page, folder: Path) -> None:
    """Each fault is mended in its cell, and what is typed into another row meanwhile stays."""
    page.fill("#c-1-5", "typed and not saved")
    write(page, "#c-0-2", "hip-hinge")
    page.keyboard.press("Enter")
    page.locator("#c-1-3:focus").wait_for()  # the next fault
    expect(page.locator(".tallies .bad strong")).to_have_text("2")
    assert page.input_value("#c-1-5") == "typed and not saved"
    for text, then in (("2026-11-23", "#c-2-4:focus"), ("2026-12-03 11:00", "#next:focus")):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.locator(then).wait_for()
    expect(page.locator(".tallies .good strong").first).to_have_text("0")
    copy = folder / "rosters" / "monday mended.csv"
    said = copy.read_text("utf-8-sig")
    assert "hip-hnge" not in said
    assert "typed and not saved" in said
    assert (folder / "rosters" / "monday.csv").read_text("utf-8") == HEAD + FAULTY
    page.reload()
    expect(page.locator(".in-use")).to_contain_text("mended copy")


def _decided(page: Page, desk: Served) -> None:
    """One key a patient."""
    tab_to(page, "#next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide")
    expect(page.locator(".tallies strong").first).to_have_text("3")
    tab_to(page, "[data-key=o]")
    page.keyboard.press("o")
    page.wait_for_selector(".person.done")
    page.locator("[data-key=o]:focus").wait_for()  # the next patient's
    page.keyboard.press("r")
    page.locator(".person.done").nth(1).wait_for()
    with desk.desk.register(reading=True) as register:
        kept = sorted(one.decision.word for one in DecisionsTable(register).every() if one.decision)
    assert kept == ["on", "repeat"]


def _made(page: Page, desk: Served) -> None:
    """Made, watched, and there after the page is loaded again."""
    assert desk.desk.folder
    page.goto(page.url.replace("/decide", "/make"))
    tab_to(page, "#make")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Packet: 3 made, 1 not yet", timeout=60_000)
    page.reload()
    expect(page.locator("text=Packet: 3 made, 1 not yet")).to_have_count(1)
    (packet,) = (desk.desk.folder / "output" / f"week-of-{WEEK}").glob("packet-*.pdf")
    text = pdf_text(packet.read_bytes())
    assert "Hohenstein-Wartenberg" in text
    assert "Jo Bloggs" not in text
    link = page.locator("a:text('Open')").first.get_attribute("href")
    answer = page.request.get(f"{desk.base}{link}")
    assert answer.body() == packet.read_bytes()


@pytest.mark.parametrize("width", [360, 768, 2560])
def test_no_step_is_wider_than_its_window(desk: Served, enter: Callable[..., Page], width: int):
    assert desk.desk.folder
    (desk.desk.folder / "wide.csv").write_text(HEAD + FAULTY.replace("Slow and tall", "x" * 300), "utf-8")
    page = enter(desk, width=width)
    page.goto(f"{desk.base}/monday")
    page.click("text=wide.csv")
    page.wait_for_url("**/roster")
    base = page.url.removesuffix("/roster")
    for step in ("roster", "decide", "make", "mail"):
        page.goto(f"{base}/{step}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), step


def test_a_fault_far_to_the_right_is_named_at_the_left_and_leads_to_its_cell(
    desk: Served, enter: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path
):
    page = enter(desk, width=1280)
    head = "Patient,ID,Programme,Start,Next visit,Note,Clinician,Paper,Days,Dose,Side\n"
    row = "Mei Tan,1,clamshell,2026-11-23,2026-12-02 10:00,Slow and tall,Dr Lim,A4,someday,lots,middle\n"
    (tmp_path / "wide.csv").write_text(head + row, "utf-8")
    page.goto(f"{desk.base}/monday")
    page.set_input_files("#file", tmp_path / "wide.csv")
    page.locator("#drop button").click()
    page.wait_for_url(f"**/{WEEK}/roster")
    named = page.locator("#row-0 .named")
    expect(named).to_have_text("To mend: Days, Dose, Side")
    expect(named).to_be_in_viewport()
    expect(page.locator("#c-0-10")).not_to_be_in_viewport()
    assert axe(page) == []
    tab_to(page, "a[href='#c-0-10']")
    page.keyboard.press("Enter")
    expect(page.locator("#c-0-10")).to_be_focused()
    expect(page.locator("#c-0-10")).to_be_in_viewport()
