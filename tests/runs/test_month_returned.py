"""A month at a clinic whose sheets come back: forty patients, four Mondays; PDFs, scans and nothing, and what was decided.

Each story says, week by week, what came back of a sheet and what the clinician said of it on the next Monday; and, worked
out by hand, which week of the program lies on the desk on each of the four Mondays. Sheets are filled in, drawn on, piled
up and turned as people do that; nothing here reaches into the register.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image  # noqa: TC002  # read with the others
from pypdf import PdfReader

from tests.conftest import Ran
from tests.filledin import boxes_of, filled
from tests.runs import scanned
from tests.runs.scanned import sheet_of

pytestmark = pytest.mark.slow
Run = Callable[..., Ran]
MONDAYS = [date(2026, 11, 2) + timedelta(days=7 * index) for index in range(4)]
DPI = 150


@dataclass(frozen=True)
class Story:
    """What comes back of the first three sheets, what is said on the Mondays after them, and what is printed on all four.

    Of a sheet: ``all`` or ``half`` of its boxes, or ``-``; after a colon what is written for pain, session by session: 0 on
    Monday where nothing is said and all is ticked. A whole sheet without any is ``blank``.
    Said: ``on``, ``repeat+14`` (until so many days later) and so on to “decide”; ``ok`` where the plain proposal is taken with the others’; ``=repeat``
    in the roster; ``-`` nothing. Printed: the number of the week, or ``hold``, ``over``.
    """

    back: str
    said: str
    printed: str
    proposed: str
    """What is proposed on the three Mondays; “.” where it has been decided for good."""
    why: dict[int, str] = field(default_factory=dict)
    """Words that the sheet of a Monday, from 0, gives for it."""


ALL = Story("all all blank", "ok ok on", "1 2 3 4", "on on ask")
STORIES = [
    ALL,
    Story("- - -", "- - -", "1 2 3 4", "ask ask ask"),
    Story("half all all", "repeat ok ok", "1 1 2 3", "repeat on on", {1: "We repeat week 1. Not every box was ticked."}),
    Story(
        "all all:6,5 all", "ok back ok", "1 2 1 2", "on back on",
        {2: "We go back to week 1. Your pain was above 4 twice."},
    ),
    Story("all half -", "ok discharge -", "1 2 over over", "on repeat ."),
    Story("all - -", "ok hold+7 -", "1 2 hold 3", "on ask ask"),
    Story("half - -", "=repeat - -", "1 1 2 3", "repeat ask ask", {1: "We repeat week 1."}),
    Story("- - all", "on on ok", "1 2 3 4", "ask ask on"),
    Story("half half all", "repeat+14 - ok", "1 1 1 2", "repeat repeat on", {1: "We repeat week 1.", 2: "We repeat week 1."}),
    Story("all half half", "ok - discharge,undo,repeat", "1 2 3 3", "on repeat repeat", {3: "We repeat week 3."}),
]  # fmt: skip
FIRST = ("Łucja", "Zoë", "José", "Nguyễn")
WAYS = ("pdf", "scan", "pdf", "scan")


@dataclass(frozen=True)
class Patient:
    number: int
    story: Story
    way: str

    @property
    def key(self) -> str:
        return f"P{self.number:02}"

    @property
    def name(self) -> str:
        return f"{FIRST[(self.number - 1) % 4]} Őry-{self.number:02}"

    def cell(self, row: str, at: int) -> str:
        return str(getattr(self.story, row)).split()[at]


def patients() -> Iterator[Patient]:
    for number in range(1, 41):
        story = STORIES[(number - 1) // 4]
        discharged = "discharge -" in story.said
        # two are discharged, not four
        yield Patient(number, ALL if discharged and number % 4 > 1 else story, WAYS[number % 4])


PATIENTS = list(patients())


def write_roster(path: Path, monday: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "patient", "program", "start", "layout", "decision"])
        for one in PATIENTS:
            said = one.cell("said", monday - 1) if monday else ""
            rows.writerow([one.key, one.name, "hip-hinge", MONDAYS[0], "log", said[1:] if said.startswith("=") else ""])


def sheets_of(folder: Path) -> dict[int, Path]:
    return {int(path.name[:4]): path for path in folder.glob("*.pdf")}


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def pains_of(did: str) -> tuple[str, str]:
    amount, _, pains = did.partition(":")
    return amount, pains or ("0" if amount == "all" else "")


def marked(path: Path, did: str) -> tuple[list[str], dict[str, str]]:
    """Boxes to tick, and what is written for pain."""
    amount, pains = pains_of(did)
    data = path.read_bytes()
    boxes = boxes_of(data)
    places = [f"pain_{day}_s1" for day in ("mon", "wed", "fri")]
    return boxes[: len(boxes) // 2 if amount == "half" else len(boxes)], dict(
        zip(places, pains.split(","), strict=False)
    )


def give_back(one: Patient, path: Path, did: str, folder: Path) -> list[Image.Image]:
    """The filled-in PDF as a file, or its pages as they come from the glass."""
    boxes, pains = marked(path, did)
    if one.way == "pdf":
        (folder / f"{one.key}.pdf").write_bytes(filled(path.read_bytes(), boxes, {k: v for k, v in pains.items() if v}))
        return []
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    geometry = sheet_of(Path(), path.stem[-12:]).geometry
    pages = [scanned.ticked(page, geometry, number, boxes) for number, page in enumerate(pages, 1)]
    for blank in geometry["blanks"]:
        if pains.get(blank["name"]):
            at = blank["page"] - 1
            pages[at] = scanned.written(pages[at], geometry, at + 1, blank["name"])
    return pages


def pile(pages: Sequence[Image.Image], path: Path) -> None:
    """All pages in one file, in no order, every third upside down."""
    turned = [page.rotate(180) if at % 3 == 2 else page for at, page in enumerate(pages)]
    first, *rest = turned[1::2] + turned[::2]
    first.save(path, save_all=True, append_images=rest, compression="tiff_lzw", dpi=(DPI, DPI))


def proposals(handouts: Run, week_of: date) -> dict[str, str]:
    ran = handouts("decide", "roster.csv", "--week-of", str(week_of), "--csv")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(ran.out.splitlines()))
    return {row["id"]: "." if row["decided"].startswith("discharge") else row["proposed"] for row in rows}


def say(handouts: Run, one: Patient, words: str, week_of: date) -> None:
    for said in words.split(","):
        word, _, days = said.partition("+")
        until = ("--until", str(week_of + timedelta(days=int(days)))) if days else ()
        ran = handouts("decide", one.key, word, *until, "--week-of", str(week_of))
        assert ran.code == 0, (one, word, ran.err)


@pytest.fixture
def no_dpi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "DPI", DPI)


def test_a_month_that_comes_back(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch, no_dpi: None):
    monkeypatch.chdir(clinic)
    roster = Path("roster.csv")
    for at, monday in enumerate(MONDAYS):
        write_roster(roster, at)
        ran = handouts("batch", "roster.csv", "--week-of", str(monday), "--issued", str(monday))
        assert ran.code == 0, ran.err
        sheets = sheets_of(Path("output") / f"week-of-{monday}")
        for one in PATIENTS:
            check_sheet(one, at, sheets)
        if monday == MONDAYS[-1]:
            break
        come_back(handouts, sheets, at)
        follow(handouts, at, MONDAYS[at + 1])
    ran = handouts("history", "Ory-13")
    assert ran.code == 0, ran.err


def check_sheet(one: Patient, at: int, sheets: dict[int, Path]) -> None:
    cell = one.cell("printed", at)
    where = (one.key, one.story, at)
    if cell in ("hold", "over"):
        assert one.number not in sheets, where
        return
    text = words_of(sheets[one.number])
    assert f"Week {cell} of 4" in text, where
    assert f"Monday {MONDAYS[at].day} to" in text or f"Mon {MONDAYS[at].day} " in text, where
    if why := one.story.why.get(at):
        assert why in text, (where, text[:600])
    else:
        assert "We repeat" not in text, where
        assert "We go back" not in text, where


def come_back(handouts: Run, sheets: dict[int, Path], at: int) -> None:
    folder = Path(f"back-{at}")
    folder.mkdir()
    glass: list[Image.Image] = []
    for one in PATIENTS:
        did = one.cell("back", at)
        if did != "-" and one.number in sheets:
            glass += give_back(one, sheets[one.number], did, folder)
    pile(glass, folder / "pile.tif")
    ran = handouts("ticks", *sorted(map(str, folder.glob("*.pdf"))))
    assert ran.code == 0, ran.err
    ran = handouts("scan", str(folder / "pile.tif"))
    assert ran.code == 0, ran.err
    settle(handouts, at)


def settle(handouts: Run, at: int) -> None:
    """What was written by hand is read by a person, who knows what it says."""
    for one in PATIENTS:
        _, pains = pains_of(one.cell("back", at))
        if one.way == "scan" and pains:
            before, sys.stdin = sys.stdin, io.StringIO("".join(f"{pain}\n" for pain in pains.split(",")))
            try:
                ran = handouts("settle", one.key, "--no-view", "--by", "Ana")
            finally:
                sys.stdin = before
            assert ran.code == 0, (one, ran.err)
    ran = handouts("settle", "--no-view")
    assert re.search("nothing", ran.out + ran.err, re.IGNORECASE), ran.out + ran.err


def follow(handouts: Run, at: int, week_of: date) -> None:
    proposed = proposals(handouts, week_of)
    for one in PATIENTS:
        assert proposed.get(one.key, ".") == one.cell("proposed", at), (one.key, one.story, at)
    ran = handouts("decide", "roster.csv", "--accept", "on", "--week-of", str(week_of))
    assert ran.code == 0, ran.err
    for one in PATIENTS:
        words = one.cell("said", at)
        if words not in ("-", "ok") and not words.startswith("="):
            say(handouts, one, words, week_of)
