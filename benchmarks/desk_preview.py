"""How long a change at the desk takes until the page shows it, in a real browser.

    PYTHONPATH=. python benchmarks/desk_preview.py [ROUNDS]

A desk is served to Chromium on this computer. Each change is a real press or typed letter; the clock runs in the
browser, from the event to the new picture of the page, decoded and in its place. Typing waits for the next letter
before anything is sent; that wait is in the times of the note. “Seen” changes go back and forth between values that
were drawn before; “new” ones were never drawn by this desk; a “new drill” was never on a sheet, though its figure is in
the cache of drawings, as it is once its small picture has been shown. Printed: median and 95th percentile, ms, and the
part of it that the server took to answer the change (plan, press, HTML) and the picture; last, the processor time of
the server for each change, ms, with what driving the browser takes: it says the same on a busy machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.desk_server import Served, served

_WATCH = """
() => {
  window.times = [];
  let begun = 0;
  const begin = (event) => { if (!event.target.closest?.('.turn')) begun = event.timeStamp; };
  for (const kind of ['input', 'click', 'change']) document.addEventListener(kind, begin, true);
  document.addEventListener('handouts:shown', () => {
    const entries = performance.getEntriesByType('resource').filter((one) => one.startTime >= begun - 1);
    const took = (part) => Math.max(0, ...entries.filter((one) => one.name.includes(part)).map((one) => one.duration));
    window.times.push([performance.now() - begun, Math.max(took('/set'), took('/tray')), took('/page/')]);
    performance.clearResourceTimings();
  });
}
"""


def changes(page: Page) -> Iterator[tuple[str, Callable[[int], None]]]:
    """Names of changes, and what makes the nth of each."""
    more, less = ("#dose-kneeling-hip-extension-sets-more", "#dose-kneeling-hip-extension-sets-less")
    yield "dose, seen", lambda nth: page.click(more if nth % 2 else less)
    rest = "#dose-hip-hinge-rest-more" if page.locator("#dose-hip-hinge-rest-more").count() else more
    yield "dose, new", lambda nth: page.click("#dose-kneeling-hip-extension-rest-more" if nth < 14 else rest)
    yield "day, seen", lambda _: page.click("label:has(#day-tue)")
    yield "times, seen", lambda nth: page.click(f"label:has(#times-{2 + nth % 2})")
    yield "layout, seen", lambda nth: page.click(f"label:has(#layout-{('compact', 'standard')[nth % 2]})")
    yield "note, new", lambda nth: page.type("#f-note", "abcdefghijklmnopqrstuvwxyz"[nth % 26])
    drills = page.evaluate("[...document.querySelectorAll('.drills .pick')].map((one) => one.value)")
    fresh = [name for name in drills if name not in page.evaluate("document.getElementById('tray').dataset.items")]

    def add(nth: int) -> None:
        page.evaluate("(name) => document.querySelector(`.pick[data-add=${name}]`).click()", fresh[nth // 2])

    yield "drill, new, and off", add


def measured(page: Page, change: Callable[[int], None], rounds: int) -> list[list[float]]:
    """Times of each round: in all, of the change's answer, of the picture."""
    change(0)
    _until(page, "window.times.length === 1")
    for nth in range(1, rounds + 1):
        time.sleep(0.15)
        before = page.evaluate("window.times.length")
        change(nth)
        _until(page, f"window.times.length > {before}")
    return page.evaluate("window.times.splice(0).slice(1)")


def _until(page: Page, true: str) -> None:
    """Ask until it is so: Playwright's own way of waiting is barred by the policy of the page."""
    end = time.monotonic() + 30
    while not page.evaluate(true):
        if time.monotonic() > end:
            raise TimeoutError(true)
        page.wait_for_timeout(20)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as started:
        folder = Path(place)
        (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
        with served(folder) as desk:
            browser = started.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            opened(desk, page)
            page.evaluate(_WATCH)
            print("| change | p50, ms | p95, ms | answer, p50 | picture, p50 | processor |\n|---|---|---|---|---|---|")
            for name, change in changes(page):
                spent = time.process_time()
                found = measured(page, change, rounds)
                spent = (time.process_time() - spent) * 1000 / (rounds + 1)
                whole, answer, picture = (sorted(column) for column in zip(*found, strict=True))
                late = whole[min(len(whole) - 1, round(0.95 * len(whole)))]
                told = [statistics.median(whole), late, statistics.median(answer), statistics.median(picture), spent]
                print(f"| {name} | {' | '.join(f'{one:.0f}' for one in told)} |", flush=True)
            browser.close()


def opened(desk: Served, page: Page) -> None:
    """A sheet on the workbench, with what is to be pressed unfolded."""
    page.goto(desk.enter_address())
    page.wait_for_url(lambda url: "/enter" not in url)
    address = str(desk.post("/sheet/new", {"items": ["hip-hinge"], "patient": "Mei Tan"}).url)
    page.goto(address)
    _until(page, "document.getElementById('stage').dataset.shown")
    page.evaluate("for (const one of document.querySelectorAll('.set details')) one.open = true")
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
