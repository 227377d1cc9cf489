"""Sheets that are read from right to left: places mirrored, things not, and every line in Unicode's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.figures.shapes import Drawing
from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, Blank, Block, Box, Disc, Group, Image, Mark, Page, Polygon, Rect, Sheet, Text
from handouts.sheet.compose import compose
from handouts.sheet.direction import laid_lines
from handouts.sheet.mirror import mirrored
from handouts.sheet.own import own_blocks
from handouts.sheet.painted import inks_of
from handouts.type.bidi import ISOLATING, is_rtl, isolated, levels_of, visual_runs, without_signs
from handouts.write.heard import heard
from handouts.write.pdf.faces import type_faces
from tests.conftest import BASE, LAYOUTS
from tests.foreign_shelf import DRILLS, fill_shelf
from tests.sheet.test_whole_sheets import EXPECTED, drawn

FACES = type_faces()
LANGUAGES = ("ar", "he")


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(load_library(shelf(tmp_path_factory.mktemp("clinic"))).checked())


def shelf(folder: Path) -> Path:
    for language in LANGUAGES:
        fill_shelf(folder, language)
    (folder / "clinic.yaml").write_text(
        "name: Harbour Street Physio, Ltd.\nphone: 01632 960 114\nhours: Mon to Fri, 8 am to 6 pm\nemergency: '999'\n"
        "clinician: Dana Reyes, PT\nlogo: logo.svg\n",
        "utf-8",
    )
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z" fill="#123456"/></svg>'
    )
    return folder


def order(language: str, layout: str = "standard", **changes: object) -> Order:
    return replace(
        BASE, **{"items": DRILLS[:4], "language": language, "layout": layout, "clinician": "Ana Díaz, PT", **changes}
    )


def handout_of(press: Press, language: str, layout: str = "standard", **changes: object) -> Handout:
    return Planner(press.library).plan(order(language, layout, **changes))[0]


def both(press: Press, handout: Handout) -> tuple[Sheet, Sheet]:
    """The sheet, and the same as it was composed, from left to right."""
    look = press._look(handout)  # there is no other way to a look
    return compose(handout, look), compose(replace(handout, direction="ltr"), look)


def marks(page: Page) -> Iterator[tuple[float, Mark]]:
    for placed in page.blocks:
        for mark in placed.block.flat():
            yield placed.y, mark


def figures(items: tuple[Mark, ...]) -> Iterator[Group]:
    for mark in items:
        if isinstance(mark, Group):
            yield from [mark] if mark.tag == "Figure" else figures(mark.items)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_the_other_one_mirrored(press: Press, language: str, layout: str):
    sheet, other = both(press, handout_of(press, language, layout))
    assert sheet.rtl
    assert not other.rtl
    assert [len(page.blocks) for page in sheet.pages] == [len(page.blocks) for page in other.pages]
    for page, plain in zip(sheet.pages, other.pages, strict=True):
        found, before = ([one for one in marks(of) if not isinstance(one[1], Text)] for of in (page, plain))
        assert len(found) == len(before)
        for (y, mark), (down, old) in zip(found, before, strict=True):
            assert y == down
            if isinstance(mark, Box | Blank) and isinstance(old, Box | Blank):
                wide = BOX if isinstance(mark, Box) else mark.w
                assert (mark.name, mark.label, mark.y) == (old.name, old.label, old.y)
                assert mark.x == pytest.approx(sheet.width - old.x - wide)
            if isinstance(mark, Image) and isinstance(old, Image):
                assert replace(mark, x=0.0) == replace(old, x=0.0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_read_in_the_same_order(press: Press, language: str, layout: str):
    sheet, other = both(press, handout_of(press, language, layout))
    assert heard(sheet) == heard(other)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_with_all_that_stands_in_it_is_moved_and_not_turned(press: Press, layout: str):
    sheet, other = both(press, handout_of(press, "ar", layout))
    seen = 0
    for page, plain in zip(sheet.pages, other.pages, strict=True):
        for placed, before in zip(page.blocks, plain.blocks, strict=True):
            for figure, old in zip(figures(placed.block.items), figures(before.block.items), strict=True):
                kept, was = ([mark for mark in one.items if not isinstance(mark, Text)] for one in (figure, old))
                by = {round(left(mark) - left(one), 6) for mark, one in zip(kept, was, strict=True)}
                assert len(by) <= 1
                seen += any(isinstance(mark, Image) and isinstance(mark.asset, Drawing) for mark in kept)
    assert seen or layout == "log"


def left(mark: Mark) -> float:
    if isinstance(mark, Polygon):
        return min(x for x, _ in mark.points)
    assert isinstance(mark, Image | Disc | Rect)
    return mark.x


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_mirrored_twice_everything_is_back_in_its_place(press: Press, language: str, layout: str):
    sheet, other = both(press, handout_of(press, language, layout))
    for page, plain in zip(sheet.pages, other.pages, strict=True):
        for placed, before in zip(page.blocks, plain.blocks, strict=True):
            assert places(mirrored(placed.block, sheet.width, FACES)) == pytest.approx(places(before.block), abs=0.5)


def places(block: Block) -> list[float]:
    """Where the inks of a block are, those of a text's line as one: its stretches stay as they were found."""
    rows: dict[tuple[object, ...], list[float]] = {}
    for index, ink in enumerate(inks_of(block, FACES)):
        text = isinstance(ink.mark, Text)
        key = (id(ink.group), round(ink.mark.y, 3)) if text and isinstance(ink.mark, Text) else (index,)
        if text and not ink.mark.text.strip():  # type: ignore[union-attr]  # a text
            continue
        ends = rows.setdefault(key, [ink.left, ink.right])
        ends[:] = [min(ends[0], ink.left), max(ends[1], ink.right)]
    return sorted(end for ends in rows.values() for end in ends)


def test_days_run_from_the_right_and_text_ends_at_the_right(press: Press):
    sheet, _ = both(press, handout_of(press, "he"))
    boxes = [mark for _, mark in marks(sheet.pages[0]) if isinstance(mark, Box)]
    assert boxes[0].x > boxes[-1].x
    assert boxes[0].x > sheet.width / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_sheet_from_right_to_left(press: Press, language: str):
    name = f"right-to-left-{language}.txt"
    assert drawn(both(press, handout_of(press, language))[0]) == (EXPECTED / name).read_text("utf-8")


# Lines


def text_lines(block: Block) -> dict[float, list[Text]]:
    lines: dict[float, list[Text]] = {}
    for mark in block.flat():
        if isinstance(mark, Text):
            lines.setdefault(mark.y, []).append(mark)
    return lines


def seen(texts: list[Text]) -> str:
    """A line as it stands on the page, from left to right."""
    ordered = sorted(texts, key=lambda one: one.x)
    return "".join(one.text[::-1] if one.way == "rtl" else one.text for one in ordered)


def own_lines(press: Press, kind: str, **changes: object) -> list[str]:
    """The lines of a patient's own texts of a kind, as they stand."""
    sheet, _ = both(press, handout_of(press, "he", **changes))
    return [
        seen(texts)
        for placed in sheet.pages[0].blocks
        if placed.slot and placed.slot.part.kind == kind
        for texts in text_lines(placed.block).values()
    ]


def test_a_name_or_a_number_in_latin_letters_does_not_turn_its_line_round(press: Press):
    (line,) = own_lines(press, "patient", patient="Reyes, D. (2)")
    assert line == "Reyes, D. (2) רופ"
    shown = [seen(line) for _, line in sorted(text_lines(stop_block(press)).items())]
    assert any("01632 960 114" in line for line in shown)


def stop_block(press: Press) -> Block:
    sheet, _ = both(press, handout_of(press, "he"))
    return next(
        placed.block for page in sheet.pages for placed in page.blocks if placed.part == "footer" and not placed.slot
    )


def test_an_english_line_is_not_turned_round_by_a_name(planner: Planner):
    press = Press(planner.library)
    handout = planner.plan(replace(BASE, patient="דוד 12", clinician="דוד"))[0]
    sheet = press.sheet(handout)
    assert not sheet.rtl
    assert "with דוד. Bring this sheet." in " ".join(one.words for page in heard(sheet) for one in page)
    assert not any("\u2068" in one.words for page in heard(sheet) for one in page)


def test_a_note_from_right_to_left_stays_so_on_every_line_of_an_english_sheet(planner: Planner):
    press = Press(planner.library)
    note = "חמש דקות בכל בוקר, לאט ובזהירות " * 3 + "Slow and tall beats deep every day, אמרה Dana."
    handout = planner.plan(replace(BASE, note=note, clinician=""))[0]
    own = own_blocks(handout, press._look(handout))
    assert len(own.note) > 2
    typed = ["".join(text for text, _, soft in line.pieces if not soft) for line in own.note]
    assert all(base_of(line) == 1 for line in typed if line.strip())


def base_of(line: str) -> int:
    """Which way what is isolated in a line runs: at the ends of both its signs stands the same."""
    assert line[0] in ISOLATING
    return levels_of(line, 0)[1] % 2 if line[0] != "\u2067" else 1


def test_bold_words_keep_their_place_in_the_line():
    (line,) = laid_lines([["אב ", "גד", " הו ab ", "cd"]], lambda _, __, text: float(len(text)))
    assert [(one.text, one.rtl, one.x) for one in line] == [
        ("אב ", True, -2.0),
        ("גד", True, -5.0),
        (" הו ", True, -8.0),
        ("ab ", False, -14.0),
        ("cd", False, -11.0),
    ]


@given(
    st.lists(st.text("ab אב جم12.,()-", max_size=8), min_size=1, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_stretches_lie_side_by_side_and_hold_all_of_the_line(texts: list[str], typed: list[bool]):
    pieces = [isolated(text) if alone else text for text, alone in zip(texts, typed, strict=False)]
    (line,) = laid_lines([pieces], lambda _, __, text: float(len(text)))
    whole = "".join(pieces)
    assert "".join(one.text for one in line) == without_signs(whole)
    at = 0.0 if is_rtl(whole) else float(len(line[-1].text) - len(line[-1].text.rstrip(" "))) if line else 0.0
    for one in sorted(line, key=lambda one: one.x, reverse=True):
        spaces = len(one.text) - len(one.text.rstrip(" ")) if one.rtl else 0
        at -= len(one.text)
        assert one.x == at + spaces
    if is_rtl(whole):
        shown = "".join(part[::-1] if rtl else part for part, rtl in visual_runs(whole, 1))
        assert "".join(
            one.text[::-1] if one.rtl else one.text for one in sorted(line, key=lambda one: (one.x, len(one.text)))
        ).replace(" ", "") == without_signs(shown).replace(" ", "")


def test_what_is_typed_runs_on_over_a_line_s_end():
    lines = [["אב \u2068Tom "], ["Smith, 12\u2069 גד"]]
    first, second = laid_lines(lines, lambda _, __, text: float(len(text)))
    assert [(one.text, one.rtl) for one in first][:2] == [("אב ", True), ("Tom", False)]
    assert [(one.text, one.rtl) for one in second] == [("Smith, 12", False), (" גד", True)]


if __name__ == "__main__":
    import tempfile

    made = Press(load_library(shelf(Path(tempfile.mkdtemp()))).checked())
    for one in LANGUAGES:
        (EXPECTED / f"right-to-left-{one}.txt").write_text(drawn(both(made, handout_of(made, one))[0]), "utf-8")
