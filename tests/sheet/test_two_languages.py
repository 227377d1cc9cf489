"""Sheets in two languages: each text in its own language, in order; copies with the same pages and nothing to tick."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base.twofold import MARK, twofold
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.joins import joins_of
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Blank, Block, Box, Group, Mark, Pad, Sheet, Text
from handouts.sheet.linesizes import broad, natural, text_height
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.sheet.text import put
from handouts.write.pdf.faces import type_faces
from handouts.write.text import as_text
from tests.conftest import LAYOUTS
from tests.tongues import TONGUE, edit, overlay_of, put_overlay, put_tongue, put_words

Make = Callable[..., tuple[Handout, Sheet]]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A clinic with a second language, in which each text of a drill begins with a sign."""
    clinic = tmp_path_factory.mktemp("two")
    (clinic / "clinic.yaml").write_text("name: Two Tongues\nphone: 01632 960 114\n", "utf-8")
    put_tongue(clinic, ["clamshell", "heel-raise"])
    words = clinic / "words" / f"{TONGUE}.yaml"
    edit(
        words,
        ("  when: When", "  when: Xwhen"),
        ("days_short: [Mon", "days_short: [Xmo"),
        ("left: Left", "left: Xleft"),
        ('patient: "For', 'patient: "Xfor'),
    )
    return load_library(clinic).checked()


@pytest.fixture(scope="module")
def make(two: Library, make_order: Callable[..., Order]) -> Make:
    planner, press = Planner(two), Press(two)

    def made(**changes: object) -> tuple[Handout, Sheet]:
        asked = {"items": ("clamshell", "heel-raise"), "language": TONGUE, "second": "en", **changes}
        handout = planner.plan(make_order(**asked))[0]
        return handout, press.sheet(handout)

    return made


def walked(marks: tuple[Mark, ...], language: str = "") -> Iterator[tuple[str, str, float]]:
    """Each text with the language that it is said in, empty for the document's, and its size."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from walked(mark.items, mark.language or language)
        elif isinstance(mark, Text):
            yield mark.text.strip(), language, mark.size


def marks_of(block: Block) -> tuple[Mark, ...]:
    return (*(mark for one in block.inner for mark in marks_of(one.block)), *block.items)


def texts(sheet: Sheet) -> list[tuple[str, str, float]]:
    return [one for page in sheet.pages for placed in page.blocks for one in walked(marks_of(placed.block))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_text_of_a_drill_stands_in_its_language_the_second_smaller_and_after_the_first(make: Make, layout: str):
    said = texts(make(layout=layout)[1])
    assert not any(MARK in text for text, _, _ in said)
    by_text = {text: (at, language, size) for at, (text, language, size) in reversed(list(enumerate(said)))}
    pairs = [("~Clamshell", "Clamshell"), ("Xwhen", "When")]
    if layout != "log":
        pairs.append(("~Lower your knee slowly.", "Lower your knee slowly."))
    else:
        pairs.remove(("Xwhen", "When"))
    for first, second in pairs:
        (at, language, size), (after, other, small) = by_text[first], by_text[second]
        assert (language, other) == ("", "en")
        assert at < after
        assert small < size


def test_days_and_rows_have_the_second_language_beside_and_under_them(make: Make):
    said = texts(make(items=("clamshell",))[1])
    assert ("Xmo", "", 11.5) in said
    assert ("Mon", "en", 8.5) in said
    assert [(text, language) for text, language, _ in said if text in ("Xleft", "Left")][:2] == [
        ("Xleft", ""),
        ("Left", "en"),
    ]


def test_what_is_shown_and_said_aloud_is_in_both(make: Make):
    sheet = make()[1]
    for aloud in (False, True):
        said = as_text(sheet, aloud=aloud)
        assert "~Clamshell / Clamshell" in said
        assert "~Lower your knee slowly. / Lower your knee slowly." in said
        assert "Xwhen / When: " in said


def test_boxes_are_the_same_as_in_one_language(make: Make):
    def boxes(sheet: Sheet) -> list[str]:
        flat = [mark for page in sheet.pages for placed in page.blocks for mark in placed.block.flat()]
        return [mark.name for mark in flat if isinstance(mark, Box)]

    assert boxes(make()[1]) == boxes(make(second="none")[1]) == boxes(make(second="en:copy")[1])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_copy_has_the_same_drills_on_the_same_pages_and_nothing_to_fill_in(make: Make, layout: str):
    pages = make(layout=layout, second="en:copy")[1].pages
    first, copy = pages[: len(pages) // 2], pages[len(pages) // 2 :]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))

    def drills(page: object) -> list[str]:
        return [placed.block.name[:2] for placed in page.blocks if placed.block.name[:1].isdigit()]

    assert [drills(page) for page in first] == [drills(page) for page in copy]
    flat = [mark for page in copy for placed in page.blocks for mark in placed.block.flat()]
    assert not any(isinstance(mark, Box | Blank) for mark in flat)
    for page in copy:
        said = " ".join(text for placed in page.blocks for text, _, _ in walked(marks_of(placed.block)))
        assert "Copy for the clinician" in said
    assert not any("Copy for" in text for text, _, _ in texts(Sheet(210, 297, first)))


def test_all_of_a_copy_is_in_its_language(make: Make):
    pages = make(second="en:copy", note="")[1].pages
    for page in pages[len(pages) // 2 :]:
        groups = [mark for placed in page.blocks for mark in marks_of(placed.block) if isinstance(mark, Group)]
        assert {group.language for group in groups} == {"en"}


def test_patients_alike_get_their_own_names_in_both_copies(two: Library, make_order: Callable[..., Order]):

    planner, press = Planner(two), Press(two)
    for name in ("Mei Tan", "Jo Lee"):
        order = make_order(patient=name, items=("clamshell",), language=TONGUE, second="en:copy")
        handout = planner.plan(order)[0]
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(press.pdf(handout))).pages]
        assert [sum(f"{word} {name}" in page for page in pages) for word in ("Xfor", "For")] == [1, 1]
        assert all(handout.shown_id.replace("0", "") in page.replace("0", "") for page in pages)
        again = Press(two).pdf(Planner(two).plan(order)[0])
        assert again == press.pdf(handout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_note_and_many_boxes_find_room_in_both_ways(make: Make, layout: str):
    """What took other room than it was said to would be refused."""
    for second in ("en", "en:copy"):
        _, sheet = make(layout=layout, second=second, note="Slow and tall. " * 40, times=("morning", "evening"))
        assert sheet.pages


def test_a_copy_that_says_more_has_the_room_it_needs(tmp_path: Path, make_order: Callable[..., Order]):
    """Its texts are longer than those of the first, whose pages break where its own must."""
    (tmp_path / "clinic.yaml").write_text("name: Two Tongues\n", "utf-8")
    put_words(tmp_path)
    drills = ("clamshell", "heel-raise", "glute-bridge", "bird-dog")
    shipped = load_library(tmp_path)
    for name in drills:
        longer = overlay_of(shipped.drills[name, "en"], lambda text: f"~{text}{' and on' * (2 + len(text) // 40)}")
        put_overlay(tmp_path / "lang", "drills", longer)
    library = load_library(tmp_path).checked()
    planner, press = Planner(library), Press(library)
    for layout in ("standard", "compact"):
        order = make_order(items=drills, layout=layout)
        alone = len(press.sheet(planner.plan(order)[0]).pages)
        handout, _ = planner.plan(replace(order, second=f"{TONGUE}:copy"))
        assert len(press.sheet(handout).pages) >= 2 * alone


@pytest.mark.parametrize("width", [20.0, 60.0, 150.0])
def test_lines_take_as_much_room_as_they_are_said_to(two: Library, width: float):
    look = Look(
        two.layout("standard"),
        page_frame("a4"),
        type_faces(),
        joins_of(two.words["en"]),
        second=joins_of(two.words[TONGUE]),
    )
    for text in ("Sit tall.", twofold("Sit tall. " * 5, TONGUE, "Asseyez-vous. " * 9), twofold("", TONGUE, "Sit")):
        for style in (look.style("body"), look.style("drill_name", strong=True)):
            lines = look.lines(text, style, width)
            assert put(Pad(), 0.0, 3.0, lines, style, look.faces) == pytest.approx(3.0 + text_height(lines, style))
            assert natural(text, style, look.faces) >= broad(lines) - 1e-6
