"""Each page of the desk, with a clinic's own content in it, at four widths: it fits, it is accessible, it says nothing odd."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable, now
from tests.desk.monday import FAULTY, HEAD, WEEK, address
from tests.desk_server import Served, served
from tests.runs.scanned import Back, cutout, handed_out

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["handed_out"]
pytestmark = pytest.mark.judge
WIDTHS = (360, 768, 1280, 2560)
PAGES = {
    "start": "/sheet",
    "found": "/sheet?q=knee+pain",
    "nothing found": "/sheet?q=xyzzy+plugh",
    "bench": "{sheet}",
    "mail": "{plain}/mail",
    "monday": "/monday",
    "roster": "{list}/roster",
    "decide": "{list}/decide",
    "make": "{list}/make",
    "list mail": "{list}/mail",
    "patients": "/patients",
    "patient": "{patient}",
    "returns": "/patients/returns",
    "settle": "/patients/settle",
    "clinic": "/clinic",
    "look": "/clinic/brand",
    "drills": "/clinic/drills?q=hip",
    "drill": "/clinic/drills/calf-stretch",
    "programs": "/clinic/programs",
    "program": "/clinic/programs/calf-care",
    "new program": "/clinic/programs/new?draft={draft}",
    "not there": "/sheet/never-made",
}
"""A name of each page, and where it is; the places in brackets are made for the test."""
_NAMELESS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button]')]
  .filter((one) => one.type !== 'hidden' && one.getClientRects().length)
  .filter((one) => ![one.innerText, one.getAttribute('aria-label'), one.title, one.labels?.[0]?.innerText,
    one.labels?.[0]?.textContent, one.getAttribute('aria-labelledby') && 'x', one.querySelector('img[alt]')?.alt]
    .some((words) => words?.trim()))
  .map((one) => one.outerHTML.slice(0, 160))"""
_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3)
  .map((one) => one.outerHTML.slice(0, 120)).join(' | ') || 'wider than its window'"""


@pytest.fixture(scope="module")
def desk(handed_out: Back, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("filled") / "clinic"
    shutil.copytree(handed_out.folder, folder)
    wide = "Maximiliane-Friederike von und zu Hohenstein-Wartenberg"
    many = "".join(f"{wide if at % 7 == 0 else 'Jo Bloggs'},{at},hip-hinge,2026-11-23,,{'Slow. ' * at}\n" for at in range(5, 40))
    (folder / "monday.csv").write_text(HEAD + FAULTY + many, "utf-8")
    with served(folder) as one:
        waits(one, handed_out.ids[0])
        yield one


def waits(desk: Served, handout: str) -> None:
    """A page of a scan waits for a person to look at a box and a number."""
    names = ("d1_mon_s1_t1", "pain_mon_s1")
    ret = Return(handout, 1, 2, "scan", "a digest", "monday.pdf", "pending", now(), "", "", {}, {},
                 ("kneeling-hip-extension",), unsure=names)  # fmt: skip
    with desk.desk.register() as register:
        assert ReturnsTable(register).put(ret, {name: cutout(name) for name in names})


@pytest.fixture(scope="module")
def places(desk: Served) -> dict[str, str]:
    note = {"patient": "عبد الرحمن " * 6, "items": "hip-hinge", "note": "Slow. " * 90, "start": "never"}
    sheet = str(desk.post("/sheet/new", note).url).removeprefix(desk.base)
    plain = str(desk.post("/sheet/new", {"patient": "Mei Tan", "items": "hip-hinge"}).url).removeprefix(desk.base)
    patient = re.search(r'href="(/patients/[^"/]+/[^"]+|/patients/\w{6,})"', desk.get("/patients").text)
    assert patient
    found = {"sheet": sheet, "plain": plain, "draft": plain.rpartition("/")[2], "patient": patient[1]}
    return {**found, "list": address(desk, "monday.csv", WEEK)}


def test_each_page_fits_and_is_accessible(
    desk: Served,
    places: dict[str, str],
    enter: Callable[..., Page],
    axe: Callable[[Page], list[str]],
):
    page, wrong = enter(desk), []
    for name, where in PAGES.items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = page.goto(desk.base + where.format(**places))
        assert answer
        if answer.status != (404 if name == "not there" else 200):
            wrong.append(f"{name}: {answer.status}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_timeout(150)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(30)
            wide = page.evaluate(_WIDE)
            wrong += [f"{name} at {width}: {wide}"] if wide else []
            if width in (360, 1280):
                wrong += [f"{name} at {width}: {one}" for one in axe(page)]
        wrong += [f"{name}: has no name: {one}" for one in page.evaluate(_NAMELESS)]
    page.goto("about:blank")
    assert not wrong, "\n".join(wrong)
