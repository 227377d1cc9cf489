"""A browser for the desk's pages: one for all tests, a fresh context for each walk, and what it must never do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.desk_server import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright, Response

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_EXPECTED = (303, 403, 404, 409, 422)
"""Answers that a page is made for; the browser notes each as an error of the network."""
_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")
"""Chromium's own reader of PDF files, which a tab with one loads out of the browser itself."""
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
OF_FIREFOX = dict.fromkeys(("color_scheme", "reduced_motion", "forced_colors", "contrast"), "null")
"""What a context leaves as Firefox has it: it cannot be set over BiDi."""
Enter = Callable[..., "Page"]


def _lacking(what: str) -> None:
    """Skip where a judge is missing; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not there, and CI must have it")
    pytest.skip(f"{what} is not installed here")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The desk of a clinic that has a name and a telephone; one for all tests of a file."""
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with served(folder) as one:
        yield one


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _lacking("playwright")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, one for all tests of a process."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        _lacking("chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    found = playwright.chromium.launch(executable_path=program, args=arguments)
    yield found
    found.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Firefox, over WebDriver BiDi; it takes long to start, so few tests need it."""
    program = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if program is None:
        _lacking("firefox")
    found = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    yield found
    found.close()


@pytest.fixture
def enter(browser: Browser) -> Iterator[Enter]:
    """Opens a desk in a browser of its own: ``enter(served, width=1280, height=900, **of_new_context)`` gives the page.

    ``within=firefox`` opens it in Firefox, with OF_FIREFOX for what a context is not to ask of it.
    The page's policy also bars ``page.wait_for_function``: wait for elements instead (``expect(…)``, ``wait_for_selector``).
    At the end the test fails where any page threw, wrote an error to its console, broke the policy of what it may
    load, asked another host, or got an answer that no page is made for.
    """
    contexts, wrong, pages = [], [], []

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status not in _EXPECTED:
            wrong.append(f"{response.status} for {response.request.method} {response.url}")

    def watched(page: Page, base: str) -> None:
        page.on("pageerror", lambda error: wrong.append(f"threw {error}"))
        page.on("console", lambda line: wrong.append(f"{line.type}: {line.text}") if _is_wrong(line) else None)
        page.on("response", answered)
        page.on("request", lambda asked: wrong.append(f"asks {asked.url}") if _is_away(asked.url, base) else None)
        pages.append(page)

    def opened(
        served: Served, *, width: int = 1280, height: int = 900, within: Browser = browser, **more: object
    ) -> Page:
        context = within.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.set_default_timeout(30_000)
        context.add_init_script(_WATCH)
        context.on("page", lambda page: watched(page, served.base))
        page = context.new_page()
        page.goto(served.enter_address())
        page.wait_for_url(lambda url: "/enter" not in url)
        page.wait_for_load_state("load")
        return page

    yield opened
    for page in pages:
        if not page.is_closed():
            wrong += [f"broke the policy: {one}" for one in page.evaluate("window.violations ?? []")]
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


def _is_wrong(line: object) -> bool:
    kind, text = line.type, line.text
    if text.startswith(("htmx:sendAbort", "htmx:afterRequest")):  # a search that another one took the place of
        return False
    return kind == "error" and not any(
        f"{words} {code}" in text for code in _EXPECTED for words in ("status of", "Status Error Code")
    )


def _is_away(url: str, base: str) -> bool:
    return not url.startswith((f"{base}/", "data:", "blob:", "about:", *_VIEWER))


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)``: what axe-core finds wrong with a page as it is now, a line each; HANDOUTS_AXE is its file."""
    file = os.environ.get("HANDOUTS_AXE", "")
    if not file or not Path(file).is_file():
        _lacking("axe-core (HANDOUTS_AXE)")
    source = Path(file).read_text("utf-8")

    def found(page: Page) -> list[str]:
        page.evaluate(source)  # by the debugger: the page's own policy lets no such script in
        told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in told["violations"] for node in one["nodes"]
        ]

    return found
