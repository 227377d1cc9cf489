"""Draws docs/pictures/phone-page.png: the phone page as it stands on a phone, and its timer.

Needs Chromium and the package playwright. Run it after the page has changed, and look at what it drew.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from handouts.library.load import load_library
from handouts.runs.issue import plan
from handouts.runs.phonepress import PhonePress

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "phone-page.png"
WIDE, HIGH, GAP = 360, 740, 14
NOW = datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001  # the phone's own clock
ORDER: dict[str, Any] = {"patient": "Mei Tan", "start": "2026-11-23", "issued": "2026-11-20"}


def shots(page: Page) -> list[bytes]:
    """The top of the page, a drill, the boxes with some ticked, the timer, and how it is sent back."""
    found = [page.screenshot()]
    for place in ("#d1", "#d1 .dose"):
        page.locator(place).evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 8)")
        if place == "#d1 .dose":
            page.locator("[name=d1_mon_s1_t1]").check(force=True)
            page.locator("[name=d1_mon_s1_t2]").check(force=True)
        found.append(page.screenshot())
    page.locator("#d1s").click()
    page.clock.run_for(13_500)
    found.append(page.screenshot())
    page.locator("#t-close").click()
    page.locator("#send").evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 8)")
    found.append(page.screenshot())
    return found


def main() -> None:
    library = load_library(None)
    handout = plan({"items": ("hip-hinge",), **ORDER}, library, date(2026, 11, 20)).handout
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = Path(folder, "page.html")
        file.write_bytes(PhonePress(library).page(handout))
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        page.emulate_media(reduced_motion="reduce")
        page.clock.install(time=NOW)
        page.goto(file.as_uri())
        images = [Image.open(io.BytesIO(one)).convert("RGB") for one in shots(page)]
        browser.close()
    sheet = Image.new("RGB", (len(images) * (WIDE + GAP) + GAP, HIGH + 2 * GAP), "#8A939B")
    for at, image in enumerate(images):
        sheet.paste(image, (GAP + at * (WIDE + GAP), GAP))
    sheet.quantize(64, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
