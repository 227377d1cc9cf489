"""Printed sheets as scans for the tests of piles: real PDFs, rendered; and a reader that says what a test says of a page."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from handouts.cli import run
from handouts.library.load import load_library
from handouts.returned.returns import Answers, Return, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from handouts.runs.remaking import Remaking
from handouts.runs.scans import pile
from handouts.runs.scans.sheets import KnownSheet, Sheets
from handouts.scan.seen import FoundPage, Mark, PagePlaces, PageReading, SeenPage

DPI = 120
"""Enough for the codes; rendering takes longest here."""


def pages_of(pdf: Path) -> list[Image.Image]:
    """The pages of a printed sheet as a scanner sees them."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def dirty(picture: Image.Image, spot: int = 1) -> Image.Image:
    """Another picture of the same page: a speck of dust lies elsewhere."""
    other = picture.copy()
    ImageDraw.Draw(other).rectangle((spot, 1, spot + 2, 3), fill=128)
    return other


@cache
def _sheets() -> dict[str, KnownSheet]:
    return {}


def ticked(picture: Image.Image, geometry: Mapping[str, Any], page: int, names: Iterable[str]) -> Image.Image:
    """A page with ticks of a dark pen in some boxes."""
    other, wanted, dot = picture.copy(), set(names), DPI / 25.4
    draw = ImageDraw.Draw(other)
    for box in geometry["boxes"]:
        if box["page"] == page and box["name"] in wanted:
            x, y, size = (box[name] * dot for name in ("x", "y", "size"))
            corners = [(0.2, 0.5), (0.45, 0.8), (0.85, 0.15)]
            draw.line([(x + across * size, y + down * size) for across, down in corners], fill=30, width=3)
    return other


def written(picture: Image.Image, geometry: Mapping[str, Any], page: int, name: str) -> Image.Image:
    """A page with some strokes of a pen in a place to write in."""
    other, dot = picture.copy(), DPI / 25.4
    (blank,) = [one for one in geometry["blanks"] if (one["page"], one["name"]) == (page, name)]
    x, y, high = blank["x"] * dot, blank["y"] * dot, blank["height"] * dot
    wide = min(blank["width"] * dot, high)
    zigzag = [(x + (0.2 + 0.1 * step) * wide, y + (0.25 if step % 2 else 0.75) * high) for step in range(7)]
    ImageDraw.Draw(other).line(zigzag, fill=30, width=3)
    return other


def sheet_of(folder: Path, handout: str) -> KnownSheet:
    """A sheet as the register of a clinic knows it; whichever clinic, for the same id says the same."""
    if handout in _sheets():
        return _sheets()[handout]
    library = load_library(folder)
    with open_register(folder, reading=True) as register, Remaking(lambda: library, register) as remaking:
        found = Sheets(remaking, register).sheet(handout)
    assert isinstance(found, KnownSheet)
    return _sheets().setdefault(handout, found)


def returns_of(folder: Path, handout: str) -> list[Return]:
    with open_register(folder, reading=True) as register:
        return ReturnsTable(register).of_handout(handout)


def answers_of(folder: Path, handout: str) -> Answers:
    return answers(handout, returns_of(folder, handout))


def cutout(text: str) -> bytes:
    """A small picture with a word on it."""
    picture = Image.new("L", (240, 90), 250)
    ImageDraw.Draw(picture).text((10, 30), text, fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@dataclass
class Says:
    """Stands for the reading of marks, whose own tests are in tests/scan: everything is empty but what is said."""

    ticked: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    unsure: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    written: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    problems: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    bulk: int = 0
    """Bytes that each cut-out has more."""
    read: list[tuple[str, int]] = field(default_factory=list)
    """Pages that were read, in order."""

    def __call__(self, _: SeenPage, found: FoundPage, places: PagePlaces) -> PageReading:
        key = (found.handout, found.page)
        assert (places.handout, places.page) == key
        self.read.append(key)
        unsure = self.unsure.get(key, set())
        boxes: dict[str, Mark] = {
            box.name: "unsure" if box.name in unsure else "ticked" if box.name in self.ticked.get(key, ()) else "empty"
            for box in places.boxes
        }
        blanks = {blank.name: blank.name in self.written.get(key, ()) for blank in places.blanks}
        asked = [*unsure, *(name for name, marked in blanks.items() if marked)]
        return PageReading(
            *key, boxes, blanks, {name: cutout(name) + bytes(self.bulk) for name in asked}, self.problems.get(key, ())
        )

    def tick(self, handout: str, page: int, names: Iterable[str]) -> None:
        self.ticked.setdefault((handout, page), set()).update(names)


ROSTER = (
    "id,patient,program,start,layout\n"
    "1,Mei Tan,hip-hinge,2026-11-23,log\n"
    "2,Łucja Őry,stiff-wrist,2026-11-23,compact\n"
)  # fmt: skip


@dataclass
class Back:
    """A clinic whose sheets came back."""

    folder: Path
    ids: list[str]
    """Of Mei's sheet, which has one page with boxes, and of Łucja's."""
    pages: dict[tuple[str, int], Image.Image] = field(default_factory=dict)

    def scan(self, name: str, picture: Image.Image) -> str:
        """A file in the clinic's folder; gives its name."""
        picture.save(self.folder / name)
        return name

    def boxes(self, handout: str, page: int = 1) -> list[str]:
        return [box["name"] for box in sheet_of(self.folder, handout).geometry["boxes"] if box["page"] == page]

    def blanks(self, handout: str, page: int = 1) -> list[str]:
        return [blank["name"] for blank in sheet_of(self.folder, handout).geometry["blanks"] if blank["page"] == page]


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Back:
    """A clinic that has handed out two sheets, and their pages as a scanner sees them: not to be changed."""
    folder = tmp_path_factory.mktemp("handed out") / "clinic"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 20 November 2026
        patch.chdir(folder.parent)
        assert run(["init", "clinic"]) == 0
        patch.chdir(folder)
        (folder / "roster.csv").write_text(ROSTER, "utf-8")
        assert run(["batch", "roster.csv"]) == 0
    made = sorted((folder / "output").glob("000*.pdf"))
    back = Back(folder, [path.stem[-12:] for path in made])
    for path in made:
        for number, picture in enumerate(pages_of(path), 1):
            back.pages[path.stem[-12:], number] = picture
    return back


@pytest.fixture
def back(handed_out: Back, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Back:
    """The same, to be changed; the test is in its folder."""
    shutil.copytree(handed_out.folder, tmp_path / "clinic")
    monkeypatch.chdir(tmp_path / "clinic")
    return replace(handed_out, folder=tmp_path / "clinic")


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Says:
    stand_in = Says()
    monkeypatch.setattr(pile, "read_page", stand_in)
    return stand_in
