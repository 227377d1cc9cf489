"""Draws docs/pictures/desk-*.png, the pictures of docs/desk.md: a new user's walk, and one of each area.

Needs Chromium and the package playwright. Run it after the desk's pages have changed, and look at what it drew.
The clinic is made for the pictures, in a folder that is thrown away: two sheets handed out, one of them back.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from playwright.sync_api import Page, ViewportSize, sync_playwright

from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable, now

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))
from tests.desk.monday import HEAD  # noqa: E402  # the checkout's own
from tests.desk_server import TODAY, Served, served  # noqa: E402  # the same

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = TOP / "docs" / "pictures"
WIDE, HIGH, MOST = 1280, 900, 120_000
GIVEN = (
    "patient,id,program,start,layout\nMei Tan,1,hip-hinge,2026-11-23,log\nŁucja Őry,2,stiff-wrist,2026-11-23,compact\n"
)
LIST = (
    "Mei Tan,1,hip-hinge,2026-11-23,2026-12-02 10:00,Slow and tall\n"
    "أحمد علي,2,low-back,31/13/2026,2026-12-01 09:00,\n"
    "Łucja Őry,3,stiff-wrst,2026-11-23,,\n"
    "Ana García,4,calf-care,2026-11-23,2026-12-03 09:30,Both legs\n"
)


@contextmanager
def clinic() -> Iterator[Path]:
    """A clinic's folder with a list, and two sheets handed out."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder, "clinic")
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795132800", "PYTHONPATH": str(TOP)}

        def handouts(*words: str, where: Path) -> None:
            command = [sys.executable, "-m", "handouts", *words]
            subprocess.run(command, cwd=where, env=environment, check=True, capture_output=True)

        handouts("init", "clinic", where=there.parent)
        (there / "roster.csv").write_text(GIVEN, "utf-8")
        handouts("batch", "roster.csv", where=there)
        (there / "monday.csv").write_text(HEAD + LIST, "utf-8")
        yield there


def comes_back(desk: Served, folder: Path) -> None:
    """A page of a scan in which a box and a number are not plain."""
    (sheet, *_) = sorted((folder / "output").glob("*.pdf"))
    names = ("d1_mon_s1_t1", "pain_mon_s1")
    ret = Return(sheet.stem[-12:], 1, 2, "scan", "of a picture", "monday.pdf", "pending", now(), "", "", {}, {},
                 ("kneeling-hip-extension",), unsure=names)  # fmt: skip
    with desk.desk.register() as register:
        ReturnsTable(register).put(ret, {name: _cutout(half=at == 0) for at, name in enumerate(names)})


def _cutout(*, half: bool) -> bytes:
    """A box with half a tick, or a line with a number written on it."""
    picture = Image.new("L", (240, 96), 250)
    pen = ImageDraw.Draw(picture)
    if half:
        pen.rectangle((90, 20, 146, 76), outline=90, width=3)
        pen.line([(104, 50), (116, 62)], fill=60, width=5)
    else:
        pen.line([(60, 80), (180, 80)], fill=90, width=3)
        pen.line([(104, 24), (134, 24), (118, 44), (134, 56), (126, 74), (104, 72)], fill=50, width=5, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def keep(page: Page, name: str, high: int = HIGH) -> None:
    """Keep what stands in the window, with few colours."""
    page.set_viewport_size({"width": WIDE, "height": high})
    page.wait_for_timeout(700)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = PICTURES / f"desk-{name}.png"
    for colours in (128, 64, 32):
        image.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size < MOST:
            return
    sys.exit(f"{file.name} is larger than {MOST} bytes")


def new_user(page: Page, desk: Served) -> None:
    """From the first page to a sheet that is handed over."""
    page.goto(f"{desk.base}/")
    page.keyboard.type("stiff shoulder", delay=20)
    page.locator(".programs .card").first.get_by_text("Stiff shoulder").wait_for()
    keep(page, "find", 760)
    page.locator(".programs .card").first.click()
    page.wait_for_url(re.compile("/sheet/.+"))
    page.locator("#f-patient").click()
    page.keyboard.type("Mei Tan", delay=20)
    page.locator("#leaf[src]").wait_for()
    keep(page, "set")
    page.locator("#days-all").click()
    page.locator("label.chip", has_text="Twice").click()
    page.wait_for_timeout(1500)  # the page is drawn anew
    keep(page, "dose")
    page.get_by_role("button", name="Save the PDF").click()
    page.locator("#done").wait_for()
    keep(page, "handed")


def areas(page: Page, desk: Served) -> None:
    """One picture of each other area."""
    page.goto(f"{desk.base}/monday")
    page.get_by_role("link", name="monday.csv").click()
    keep(page, "monday")
    page.goto(f"{desk.base}/patients")
    page.get_by_role("link", name="Mei Tan").first.click()
    keep(page, "patient", 1150)
    page.goto(f"{desk.base}/patients/settle")
    keep(page, "settle", 680)
    page.goto(f"{desk.base}/clinic/brand")
    page.locator("img[data-picture=page][src^=data]").wait_for()
    keep(page, "look")
    page.goto(f"{desk.base}/clinic/drills/small-squat")
    page.locator("#checks p").first.wait_for()
    keep(page, "drill")


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with clinic() as folder, served(folder, TODAY) as desk, sync_playwright() as play:
        comes_back(desk, folder)
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        size: ViewportSize = {"width": WIDE, "height": HIGH}
        page = browser.new_page(viewport=size, locale="en-GB", reduced_motion="reduce")
        page.goto(desk.enter_address())
        page.wait_for_url(lambda url: "/enter" not in url)
        new_user(page, desk)
        areas(page, desk)
        page.goto("about:blank")
        browser.close()


if __name__ == "__main__":
    main()
