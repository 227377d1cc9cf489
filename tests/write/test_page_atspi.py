"""What the phone page tells a screen reader, asked of a real browser over the bus that screen readers use (AT-SPI)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runs.browser import PROGRAM
from tests.write.pagetext import handout_of, shipped_press

pytestmark = pytest.mark.judge
CHILD = Path(__file__).with_name("atspi_child.py")
SYSTEM = "/usr/bin/python3"
SECONDS = 45
"""Longest wait for the page, s: nothing is judged by it."""


def ready() -> str:
    """What is missing; empty where all is there."""
    programs = {"chromium": PROGRAM, **{name: shutil.which(name) for name in ("Xvfb", "xvfb-run", "dbus-run-session")}}
    if missing := [name for name, found in programs.items() if not found]:
        return f"{missing[0]} is not installed"
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not Path(SYSTEM).exists() or subprocess.run([SYSTEM, "-c", asked], check=False, capture_output=True).returncode:
        return "the system's Python has no bindings for AT-SPI"
    return ""


def told(page: Path, folder: Path) -> list[tuple[str, str, str]]:
    """Role, name and level of all that a browser tells of a page."""
    if missing := ready():
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    child = [SYSTEM, str(CHILD), PROGRAM, str(folder / "profile"), page.as_uri(), str(SECONDS)]
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 480x900x24", *child]
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
    environment = {**plain, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "0"}
    done = subprocess.run(screen, check=False, capture_output=True, text=True, env=environment, timeout=3 * SECONDS)
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    assert lines, done.stderr
    return [(role, " ".join(name.split()), level) for role, name, level in json.loads(lines[-1])]


def test_a_screen_reader_is_told_headings_lists_tables_and_boxes(tmp_path: Path):
    tmp_path.chmod(0o700)
    handout = handout_of("plank clamshell", measures="pain")
    page = tmp_path / "page.html"
    page.write_bytes(shipped_press().page(handout))
    found = told(page, tmp_path)
    headings = [(name, level) for role, name, level in found if role == "heading"]
    assert headings[0] == (handout.title, "1")
    names = [name for name, level in headings if level == "2"]
    assert names[0] == handout.stop.head
    assert [name for name in names if name in {card.name for card in handout.cards}] == [
        card.name for card in handout.cards
    ]
    boxes = [name for role, name, _ in found if role == "check box"]
    card = handout.cards[0]
    first = handout.joins.items((f"{handout.week[0].name} {handout.week[0].number}", card.rows[0].spoken[0]))
    assert boxes[0] == first
    assert len(boxes) == sum(len(card.days) * sum(len(row.holds) for row in card.rows) for card in handout.cards)
    assert len(set(boxes)) > len(boxes) / 3
    roles = [role for role, _, _ in found]
    assert roles.count("table") == 3
    assert roles.count("list") >= 2 + 2 * len(handout.cards)
    heads = [name for role, name, _ in found if role in ("column header", "table column header")]
    assert heads[:3] == ["Monday 23", "Tuesday", "Wednesday 25"]
    rows = [name for role, name, _ in found if role in ("row header", "table row header")]
    assert [row.label for card in handout.cards for row in card.rows] == rows[
        : sum(len(card.rows) for card in handout.cards)
    ]
    pictures = {name for role, name, _ in found if role in ("image", "graphic")}
    assert all(any(name.startswith(one.alt) for name in pictures) for card in handout.cards for one in card.pictures)
    answers = [name for role, name, _ in found if role == "radio button"]
    assert answers[7] == "Pain now, 7 of 10"
