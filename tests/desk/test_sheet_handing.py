"""What is typed is what is handed over, and is there after a reload: in a real browser, and over a line that is cut."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handouts.deliver.drafts import DraftsTable, SheetDraft
from tests.desk.waited import expect
from tests.desk_server import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.judge
NOTE = "Slow and tall."


def opened(page: Page, desk: Served, **values: object) -> SheetDraft:
    answer = desk.post("/sheet/new", {"items": "hip-hinge", "patient": "Mei Tan", **values})
    page.context.route("**/pdf/*", lambda route: route.fulfill(body="A PDF.", content_type="text/plain"))  # no viewer
    page.goto(str(answer.url))
    page.locator("#stage[data-shown]").wait_for()
    return now(desk, page)


def now(desk: Served, page: Page) -> SheetDraft:
    """The draft of the page, as it is kept."""
    with desk.desk.register(reading=True) as register:
        found = DraftsTable(register).get(urlsplit(page.url).path.split("/")[2])
    assert found
    return found


def key_of(desk: Served, draft: SheetDraft) -> str:
    return desk.desk.engine.shown(draft.values, desk.desk.today()).key


def issued_notes(desk: Served, patient: str) -> list[str]:
    """The notes of the sheets of a patient that the register has."""
    with desk.desk.register(reading=True) as register:
        return [row.asked for row in register.given_to("", (patient,))]


@pytest.mark.parametrize("button", ["Save the PDF", "Print"])
def test_what_is_typed_last_is_on_the_sheet_that_is_handed_over(desk: Served, enter: Callable[..., Page], button: str):
    page = enter(desk)
    opened(page, desk, patient=f"Mei Tan, {button}")
    page.locator("#f-note").fill(NOTE)
    page.locator("#hand").get_by_role("button", name=button).click()
    expect(page.locator("#done")).to_contain_text("Saved")
    draft = now(desk, page)
    assert draft.text("note") == NOTE
    assert page.locator("#done").get_attribute("data-key") == key_of(desk, draft)
    (asked,) = issued_notes(desk, f"Mei Tan, {button}")
    assert NOTE in asked


@pytest.mark.parametrize(("link", "shows"), [("Open the PDF", "/pdf/"), ("Page for the phone", "/phone/")])
def test_a_link_shows_what_was_typed_last(desk: Served, enter: Callable[..., Page], link: str, shows: str):
    page = enter(desk)
    opened(page, desk)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url) if shows in request.url else None)
    page.locator("#f-note").fill(NOTE)
    with page.context.expect_page():
        page.get_by_role("link", name=link).click()
    expect(page.locator(f"#stage[data-shown='{key_of(desk, now(desk, page))}']")).to_have_count(1)
    assert [one.partition(shows)[2] for one in asked] == [key_of(desk, now(desk, page))]


def test_the_message_is_of_what_was_typed_last(desk: Served, enter: Callable[..., Page]):
    page = enter(desk)
    opened(page, desk)
    page.locator("#f-note").fill(NOTE)
    page.get_by_role("link", name="E-mail").click()
    page.wait_for_url("**/mail?**")
    draft = now(desk, page)
    assert draft.text("note") == NOTE
    expect(page.locator("[name=seen]")).to_have_value(key_of(desk, draft))


def test_a_fault_that_was_typed_last_stops_the_press_in_words(desk: Served, enter: Callable[..., Page]):
    page = enter(desk)
    opened(page, desk, patient="Ada Faulty")
    page.locator("#dose-hinge-with-dowel > summary").click()
    page.locator("#dose-hinge-with-dowel-sets").fill("many")
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#said")).to_contain_text("has to be mended first")
    assert issued_notes(desk, "Ada Faulty") == []


def test_the_word_that_it_is_saved_stays_with_the_edition_that_it_is_of(desk: Served, enter: Callable[..., Page]):
    page = enter(desk)
    opened(page, desk)
    page.get_by_text("How it is saved").click()
    page.locator("#hand [name=names]").check()
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#done")).to_be_visible()
    page.locator("#f-note").fill(NOTE)
    expect(page.locator("#done-before")).to_contain_text("changed after it was handed over")
    expect(page.locator("#done")).to_have_count(0)
    expect(page.locator("#hand [name=names]")).to_be_checked()
    page.locator("#f-note").fill("")
    expect(page.locator("#done")).to_be_visible()
    expect(page.locator("#done-before")).to_have_count(0)


def test_what_is_typed_is_there_after_a_reload_at_once(desk: Served, enter: Callable[..., Page]):
    page = enter(desk)
    opened(page, desk)
    for text in (NOTE, "And every day.", "Ask me."):
        page.locator("#f-note").fill(text)
        page.reload()
        expect(page.locator("#f-note")).to_have_value(text)
        expect(page.locator("#clash [data-mine]")).to_have_count(0)
    page.locator("#f-note").fill("The last.")
    page.goto(f"{desk.base}/patients")
    page.go_back()
    expect(page.locator("#f-note")).to_have_value("The last.")


def test_what_clashes_is_offered_until_it_is_settled(desk: Served, enter: Callable[..., Page]):
    page = enter(desk)
    draft = opened(page, desk, patient="Ada Clash")
    with desk.desk.register() as register:
        DraftsTable(register).change(draft.id, draft.number, {"note": "From the other."}, tab="other")
    page.locator("#f-note").fill(NOTE)
    clash = page.locator("#clash")
    expect(clash).to_contain_text(f"yours: {NOTE}")
    page.locator("label.chip", has_text="Twice").click()
    expect(page.locator("#times-2")).to_be_checked()
    expect(page.locator("#seen")).to_have_attribute("data-number", "3")
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#said")).to_contain_text("Choose first which of the two is right")
    assert issued_notes(desk, "Ada Clash") == []
    expect(clash).to_contain_text(f"yours: {NOTE}")
    page.get_by_role("button", name="Keep mine").click()
    expect(clash).not_to_contain_text("yours")
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#done")).to_contain_text("Saved")
    (asked,) = issued_notes(desk, "Ada Clash")
    assert NOTE in asked


def test_what_could_not_be_stored_is_not_handed_over_and_goes_with_the_next_change(
    desk: Served, enter: Callable[..., Page]
):
    page = enter(desk)
    opened(page, desk, patient="Ada Offline")

    def unavailable(route: Route) -> None:
        route.fulfill(status=422, body="", headers={"HX-Retarget": "#problems"})

    page.route("**/set", unavailable)
    page.locator("#f-note").fill(NOTE)
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#said")).to_contain_text("could not be stored")
    assert issued_notes(desk, "Ada Offline") == []
    page.unroute("**/set")
    page.locator("#hand").get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#done")).to_contain_text("Saved")
    (asked,) = issued_notes(desk, "Ada Offline")
    assert NOTE in asked


def test_a_line_that_is_cut_leaves_no_traceback(desk: Served, caplog: pytest.LogCaptureFixture):
    where = urlsplit(desk.base)
    draft = str(desk.post("/sheet/new", {"items": "hip-hinge"}).url).rpartition("/")[2]
    cookies = "; ".join(f"{one.name}={one.value}" for one in desk.client.cookies.jar)
    head = (
        f"POST /sheet/{draft}/set HTTP/1.1\r\nHost: {where.netloc}\r\nOrigin: {desk.base}\r\nCookie: {cookies}\r\n"
        f"X-Handouts-Token: {desk.token}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 500\r\n\r\nchanged=note&note=Sl"
    )
    with caplog.at_level(logging.ERROR):
        with socket.create_connection((where.hostname, where.port)) as line:
            line.sendall(head.encode())
            line.shutdown(socket.SHUT_WR)
            line.recv(1000)
        assert desk.get("/sheet").status_code == 200
    assert [record.getMessage() for record in caplog.records] == []
