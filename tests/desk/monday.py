"""What the tests of Monday share: a clinic with a list, and a look at the pages as a person has it."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

from tests.desk_server import Served

WEEK = "2026-11-30"
"""The Monday after the day that the desk of the tests has."""
HEAD = "Patient,ID,Programme,Start,Next visit,Note\n"
GOOD = (
    "Mei Tan,1,hip-hinge,2026-11-23,2026-12-02 10:00,Slow and tall\n"
    "أحمد علي,2,low-back,2026-11-23,2026-12-01 09:00,\n"
    "Jo Bloggs,3,hip-hinge,2027-03-01,,\n"
)
FAULTY = (
    "Mei Tan,1,hip-hnge,2026-11-23,2026-12-02 10:00,Slow and tall\n"
    "أحمد علي,2,low-back,31/13/2026,2026-12-01 09:00,\n"
    ",3,hip-hinge,2026-11-23,,\n"
    "Ana García,4,low-back,2026-11-16,,\n"
)


def make_clinic(folder: Path, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    yaml = f"name: Harbour Street\nphone: 01632 960 000\nclinician: Dr Lim\n{more}"
    (folder / "clinic.yaml").write_text(yaml, "utf-8")
    return folder


def words(text: str) -> str:
    """A page's words, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def address(served: Served, name: str, week: str = WEEK) -> str:
    """Of a list's pages, by its file's name."""
    found = re.search(
        rf'/monday/(\w+)/[\d-]+/roster"><strong dir="auto">{re.escape(name)}<', served.get("/monday").text
    )
    assert found, name
    return f"/monday/{found[1]}/{week}"


def hidden(text: str, form: str) -> dict[str, str]:
    """The fields that a form carries unseen; ``form`` is what stands in its first line."""
    found = re.search(rf"<form[^>]*{form}.*?</form>", text, re.DOTALL)
    assert found, form
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found[0])
    return {name: html.unescape(value) for name, value in pairs}


def when_done(served: Served, page: str, seconds: float = 60) -> str:
    """The step's page once no work is under way."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = served.get(page, headers={"HX-Request": "true"}).text
        if "data-stream" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError(words(text))
