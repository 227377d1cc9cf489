"""With a real browser on the network: log in, make an account, come back after a break without losing what is typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from handouts.deliver.accounts import AccountsTable
from handouts.deliver.audit import AuditTable
from tests.desk.waited import expect
from tests.desk_network import PASSWORDS, Networked, cheap_hashes, networked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with cheap_hashes(), networked(folder) as one:
        yield one


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that trusts the desk's certificate."""
    made = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900})
    made.set_default_timeout(20_000)
    yield made
    made.close()


def end_sessions(net: Networked) -> None:
    """As if nobody had clicked for half an hour."""
    with sqlite3.connect(net.desk.store / "register.sqlite") as base:
        base.execute("UPDATE desk_sessions SET ended_at = 'x'")


def log_in_by_keys(page: Page, name: str, password: str) -> None:
    page.bring_to_front()  # a page behind another gives its fields no focus by itself
    page.locator("input:focus").wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_an_owner_logs_in_and_makes_an_account_which_works(net: Networked, context: BrowserContext):
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{net.base}/accounts")
    log_in_by_keys(page, "Mei Tan", "not the password")
    page.get_by_role("alert").filter(has_text="do not belong together").wait_for()
    page.keyboard.type(PASSWORDS["Mei Tan"])  # the name is kept, and the focus is where it is needed
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts")
    page.get_by_label("Name", exact=True).fill("Kim Ó Sé")
    page.get_by_label("clinician").check()
    page.get_by_label("New password", exact=True).last.fill("password123")
    page.get_by_label("The same again", exact=True).last.fill("password12")
    page.get_by_role("button", name="Make the account").click()
    page.locator("#problems").get_by_text("guessed first").wait_for()
    page.locator("#problems").get_by_text("not the same both times").wait_for()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Kim Ó Sé")  # nothing is typed again

    end_sessions(net)  # a break
    for label in ("New password", "The same again"):
        page.get_by_label(label, exact=True).last.fill("walnut tram over water")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("heading", name="Mei Tan, log in again").wait_for()
    page.locator("#again-password").fill(PASSWORDS["Mei Tan"])
    page.keyboard.press("Enter")
    page.locator("#said").get_by_text("logged in again").wait_for()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Kim Ó Sé")
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/accounts?done=added")
    page.get_by_role("heading", name="Kim Ó Sé").wait_for()
    with net.desk.register(reading=True) as register:
        assert AccountsTable(register).get("kim ó sé").role == "clinician"
        assert AuditTable(register).latest(1)[0].did == "made an account as clinician"
    page.get_by_role("button", name="Log out").click()
    page.get_by_text("You are logged out.").wait_for()
    page.go_back()
    page.wait_for_url("**/login*")  # nothing is kept by the browser
    log_in_by_keys(page, "Kim Ó Sé", "walnut tram over water")
    page.wait_for_url(lambda url: "/login" not in url)
    expect(page.get_by_role("link", name="Kim Ó Sé")).to_have_count(1)
    assert not wrong


def test_two_windows_of_one_browser_go_on_after_one_log_in(net: Networked, context: BrowserContext):
    first, second = context.new_page(), context.new_page()
    first.goto(f"{net.base}/account")
    log_in_by_keys(first, "Ada", PASSWORDS["Ada"])
    first.wait_for_url("**/account")
    second.goto(f"{net.base}/account")
    end_sessions(net)
    first.reload()
    log_in_by_keys(first, "Ada", PASSWORDS["Ada"])
    first.wait_for_url("**/account")
    second.get_by_role("button", name="Log out everywhere else").click()  # a plain form, with the token of before
    second.wait_for_url("**/account?done=ended")


def test_the_front_desk_is_offered_nothing_that_it_may_not_do(net: Networked, context: BrowserContext):
    """It opens what a clinician put together, sees it, hands it over; what changes the sheet cannot be pressed."""
    made = net.visitor("Ada").post("/sheet/new", {"patient": "Mei Tan", "items": "hip-hinge"})
    draft = made.headers["location"]
    page = context.new_page()
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    page.goto(f"{net.base}/sheet")
    log_in_by_keys(page, "Jo Bloggs", PASSWORDS["Jo Bloggs"])
    page.wait_for_url("**/sheet")
    expect(page.get_by_text("A clinician puts sheets together.")).to_be_visible()
    page.locator("#q").fill("clamshell")
    expect(page.locator("#drill-clamshell")).to_be_disabled()
    page.locator("#making > summary").click()
    expect(page.get_by_role("button", name="Throw away")).to_have_count(0)
    page.locator(f"#making a[href='{draft}']").click()
    expect(page.locator("#leaf[src]")).to_be_visible()
    expect(page.get_by_text("only a clinician changes it")).to_be_visible()
    expect(page.locator("#f-patient")).to_be_disabled()
    assert page.locator("#set :is(input, select, textarea, button):enabled").count() == 0
    expect(page.locator("#q")).to_be_hidden()
    page.get_by_role("button", name="Save the PDF").click()
    expect(page.locator("#done")).to_contain_text("Saved")
    expect(page.get_by_role("button", name="The same for another patient")).to_have_count(0)
    assert not refused


def test_pages_of_accounts_are_for_everybody(net: Networked, context: BrowserContext, axe: Callable[[Page], list[str]]):
    page = context.new_page()
    page.goto(f"{net.base}/trail")
    assert axe(page) == []
    log_in_by_keys(page, "Mei Tan", PASSWORDS["Mei Tan"])
    page.wait_for_url("**/trail")
    for address in ("/trail", "/account", "/accounts"):
        page.goto(net.base + address)
        assert axe(page) == [], address
        for width in (360, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
