"""All the way round: a page is made beside its sheet, filled in in a real browser, and what it sends is in the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.runs.browser import Browser

pytestmark = pytest.mark.judge


def test_what_is_ticked_on_a_phone_stands_in_the_history(
    handouts: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.chdir(clinic)
    asked = ("clamshell", "calf-stretch", "-p", "Zoë Müller", "--id", "1041", "--start", "2026-11-23")
    more = (
        "--times",
        "morning,evening",
        "--measure",
        "pain",
        "--measure",
        "function",
        "--measure",
        "change",
        "--layout",
        "log",
    )
    ran = handouts("make", *asked, *more, "-o", "zoe.pdf", "--html", "--json")
    page = Path(json.loads(ran.out)["page"])
    filling = """(() => {
      for (const one of [...document.querySelectorAll('table.boxes input')].slice(0, 5)) one.click();
      const type = (place, text) => { place.value = text; place.dispatchEvent(new Event('input', { bubbles: true })); };
      type(document.querySelector('table.pains input'), '3');
      type(document.querySelector('[name=m_activity1]'), 'Climb the stairs');
      type(document.getElementById('note'), 'Went well.');
      document.querySelector("input[value='m_change_6']").click();
    })()"""
    with Browser(tmp_path / "browser") as browser:
        browser.open(page.absolute())
        browser.js(filling)
        line = browser.js("document.getElementById('line').value")
    ran = handouts("ticks", "--line", line)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n  entered\n")
    assert "activity 1 “Climb the stairs”" in ran.out
    assert "change since the start: much better" in ran.out
    assert "remark: Went well." in ran.out
    assert "5 of 60 boxes" in handouts("history", "1041").out
