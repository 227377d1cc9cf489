"""A page is read only where it surely lies; what is doubtful is left to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from handouts.scan.codes import codes_in, our_pages
from handouts.scan.ink import PageInk
from handouts.scan.placing import placed
from handouts.scan.read import read
from handouts.scan.seen import BlankPlace, FoundPage, PagePlaces, PageReading, SeenPage, places_of
from handouts.scan.writing import is_written
from tests.scan.worn.sheets import PX, Picture, document, printed

NUMBER, PAGE = 0, 1
PEN = 4


@pytest.fixture
def page() -> Picture:
    return printed(NUMBER, PAGE).picture(colour=False)


@pytest.fixture(scope="module")
def places() -> PagePlaces:
    return places_of(document(NUMBER)[0], PAGE)


def stroke(page: Picture, *points: tuple[float, float], wide: int = PEN, tone: int = 30) -> None:
    """A line through points, mm."""
    dots = np.rint(np.array(points) * PX).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(page, [dots], isClosed=False, color=tone, thickness=wide, lineType=cv2.LINE_AA)


def hidden(page: Picture, one: Any, around: float = 1.0) -> None:
    """A paper over a code or a mark."""
    left, top, right, low = (
        round(side * PX)
        for side in (one.x - around, one.y - around, one.x + one.size + around, one.y + one.size + around)
    )
    page[top:low, left:right] = 255


def reading(page: Picture, places: PagePlaces) -> PageReading:
    (found,) = our_pages(codes_in(page))
    return read(SeenPage(Path("a.png"), 1, (found,), "ours", image=page), found, places)


def ticked(page: Picture, places: PagePlaces, which: int) -> str:
    """A tick in a box; its name."""
    box = places.boxes[which]
    stroke(page, (box.x + 0.8, box.y + 2.2), (box.x + 1.8, box.y + 3.8), (box.x + 4.2, box.y + 0.5))
    return box.name


def marks_of(read: PageReading) -> Mapping[str, str]:
    return {name: mark for name, mark in read.boxes.items() if mark != "empty"}


@pytest.mark.parametrize("lost", [(), ("code 0",), ("code 1",), ("mark 0",), ("mark 3",), ("code 1", "mark 1")])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_tick_is_read_with_codes_or_marks_lost_and_on_any_side(
    lost: tuple[str, ...], turn: int, page: Picture, places: PagePlaces
):
    name = ticked(page, places, 7)
    for one in lost:
        kind, number = one.split()
        hidden(page, (places.codes if kind == "code" else places.marks)[int(number)])
    found = reading(np.ascontiguousarray(np.rot90(page, turn)), places)
    assert (marks_of(found), found.problems) == ({name: "ticked"}, ())


def test_without_marks_a_page_is_read_from_its_codes_and_boxes(page: Picture, places: PagePlaces):
    name = ticked(page, places, 7)
    for one in places.marks:
        hidden(page, one)
    assert marks_of(reading(page, places)) == {name: "ticked"}


@pytest.mark.parametrize("days", [1, -1, 2])
def test_a_page_that_lies_a_day_aside_is_not_read(days: int, page: Picture, places: PagePlaces):
    """Were the places those of another sheet, or the marks others, a tick would be one of another day."""
    ticked(page, places, 7)
    for one in places.marks:
        hidden(page, one)
    columns = sorted({box.x for box in places.boxes})
    aside = days * (columns[2] - columns[0])
    moved = replace(places, boxes=tuple(replace(box, x=box.x + aside) for box in places.boxes))
    found = reading(page, moved)
    assert set(found.boxes.values()) == {"unsure"}
    assert found.problems
    assert not found.cutouts


def test_a_page_without_its_boxes_is_not_read(page: Picture, places: PagePlaces):
    for box in places.boxes:
        hidden(page, box)
    found = reading(page, places)
    assert set(found.boxes.values()) == {"unsure"}
    assert found.problems


def test_a_box_that_is_hidden_is_unsure(page: Picture, places: PagePlaces):
    hidden(page, places.boxes[3])
    assert marks_of(reading(page, places)) == {places.boxes[3].name: "unsure"}


def test_what_cannot_be_laid_straight_is_not_read(page: Picture, places: PagePlaces):
    found = FoundPage(places.handout, places.page, (((5.0, 5.0), (5.0, 5.0), (5.0, 5.0), (5.0, 5.0)),))
    for image in (page, None):
        got = read(SeenPage(Path("a.png"), 1, (found,), "ours", image=image), found, places)
        assert set(got.boxes.values()) == {"unsure"}
        assert got.problems


DRAWN: dict[str, tuple[list[list[tuple[float, float]]], str]] = {
    "tick that leaves the box": ([[(1, 2), (2, 3.8), (6.3, -1.8)]], "ticked"),
    "cross": ([[(0.5, 0.5), (4, 4)], [(0.5, 4), (4, 0.5)]], "ticked"),
    "slash": ([[(0.4, 4.1), (4.1, 0.4)]], "ticked"),
    "filled": ([[(0.6, 0.7 + step / 4), (3.9, 0.7 + step / 4)] for step in range(13)], "ticked"),
    "point of a pen": ([[(2.2, 2.2), (2.3, 2.3)]], "unsure"),
    "fold through the box": ([[(-9, 2.2), (14, 2.3)]], "unsure"),
    "fold that ends in the box": ([[(-9, 3.4), (2.6, 3.4)]], "unsure"),
    "streak of a scanner": ([[(2.2, -9), (2.2, 14)]], "unsure"),
    "scrawl over a tick": (
        [
            [(1, 2), (2, 3.8), (4, 0.5)],
            [(x / 2 - 1.5, 6.2 if x % 2 else -1.7) for x in range(16)],
        ],
        "unsure",
    ),
    "tail of the tick in the next box": ([[(-4.2, 6.5), (-2.5, 7.5), (1.2, 2.0)]], "unsure"),
    "ring about the box": (
        [[(2.25 + 4 * np.cos(turn / 4), 2.25 + 4 * np.sin(turn / 4)) for turn in range(26)]],
        "unsure",
    ),
}


@pytest.mark.parametrize("how", DRAWN)
def test_what_is_drawn_is_told(how: str, page: Picture, places: PagePlaces):
    lines, mark = DRAWN[how]
    box = places.boxes[8]
    for line in lines:
        stroke(page, *[(box.x + x, box.y + y) for x, y in line])
    assert reading(page, places).boxes[box.name] == mark


@pytest.mark.parametrize("tone", [60, 150])
def test_a_stain_is_no_ink(tone: int, page: Picture, places: PagePlaces):
    """A soft blot over several boxes; a pale pencil tick in it is seen all the same."""
    light = np.full(page.shape, 255, np.float32)
    for box in places.boxes[2:8]:
        cv2.circle(light, (round((box.x + 6) * PX), round((box.y + 2) * PX)), round(7 * PX), float(tone), -1)
    stained = (page * (cv2.GaussianBlur(light, (0, 0), 2.0 * PX) / 255)).astype(np.uint8)
    assert "ticked" not in reading(stained, places).boxes.values()
    name = ticked(stained, places, 20)
    assert marks_of(reading(stained, places))[name] == "ticked"


def test_a_speck_is_no_ink(page: Picture, places: PagePlaces):
    for box in places.boxes:
        stroke(page, (box.x + 2, box.y + 2), (box.x + 2, box.y + 2), wide=1, tone=90)
    assert marks_of(reading(page, places)) == {}


def test_writing_is_seen_and_printed_lines_are_none(page: Picture, places: PagePlaces):
    assert not any(reading(page, places).blanks.values())
    pain = next(one for one in places.blanks if one.name.startswith("pain"))
    x, y = pain.x + 6, pain.y + pain.height - 6
    stroke(page, (x, y), (x + 2, y), (x + 0.7, y + 4.5))
    found = reading(page, places)
    assert [name for name, written in found.blanks.items() if written] == [pain.name]
    assert found.cutouts.keys() == {pain.name}


def test_printed_lines_on_paper_that_does_not_lie_flat_are_no_writing(page: Picture, places: PagePlaces):
    down, across = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    bent = cv2.remap(
        page, across, down + 1.0 * PX * np.sin(across / page.shape[1] * 9), cv2.INTER_LINEAR, borderValue=255
    )
    found = reading(bent, places)
    assert set(found.boxes.values()) == {"empty"}
    assert not any(found.blanks.values())


def test_a_dark_printed_line_that_lies_askew_is_no_writing():
    sheet = np.full((2376, 1680), 255, np.uint8)
    place = BlankPlace("notes_p1", 20.0, 100.0, 160.0, 26.0)
    for row in (860, 930):
        cv2.line(sheet, (150, row), (1500, row + 8), 40, 2, cv2.LINE_AA)
    ink = PageInk(line=0.6, grain=0.02, limit=0.16, steep=0.2)
    assert not is_written(sheet, place, ink)
    cv2.line(sheet, (400, 840), (415, 870), 40, 3, cv2.LINE_AA)
    assert is_written(sheet, place, ink)


def test_cutouts_are_small_pictures_of_what_is_unsure(page: Picture, places: PagePlaces):
    box = places.boxes[8]
    stroke(page, (box.x - 9, box.y + 2.2), (box.x + 14, box.y + 2.3))
    found = reading(page, places)
    unsure = {name for name, mark in found.boxes.items() if mark == "unsure"}
    assert box.name in unsure
    assert found.cutouts.keys() == unsure
    for data in found.cutouts.values():
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        assert picture is not None
        assert picture.ndim == 2
        assert len(data) < 8_000


def test_the_code_of_the_other_side_is_not_this_page(page: Picture):
    """Codes are read mirrored, too: thin paper would make a page out of its back."""
    assert len(codes_in(page)) == 2
    assert codes_in(np.ascontiguousarray(page[:, ::-1])) == ()
    assert codes_in(np.ascontiguousarray(page[::-1])) == ()


def test_another_text_in_the_same_kind_of_code_is_not_ours(page: Picture):
    import zxingcpp

    made = zxingcpp.create_barcode("https://example.org/", zxingcpp.BarcodeFormat.DataMatrix)
    code = np.array(zxingcpp.write_barcode_to_image(made, scale=8))
    page[:] = 255
    page[500 : 500 + code.shape[0], 500 : 500 + code.shape[1]] = code
    assert codes_in(page) == ()


def test_marks_are_found_to_a_tenth_of_a_millimetre(page: Picture, places: PagePlaces):
    (found,) = our_pages(codes_in(page))
    placing = placed(page, found, places)
    assert placing is not None
    assert placing.marks == 4
    middles = np.array([(mark.x + mark.size / 2, mark.y + mark.size / 2, 1) for mark in places.marks])
    there = middles @ placing.matrix.T
    assert np.abs(there[:, :2] / there[:, 2:] - (middles[:, :2] * PX - 0.5)).max() < 0.1 * PX
