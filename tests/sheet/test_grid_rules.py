"""The rules of the week grid, each at its edge. All measures mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handouts.library.load import Library
from handouts.plan.handout import Card, Day, GridRow, PainRow
from handouts.plan.joins import joins_of
from handouts.sheet.blocks import BOX, BOX_CLEAR, MM, Blank, Box, Group, Mark, Pad, Rect, Text
from handouts.sheet.grid import GridForm, _fit, _indent, columns, draw_grid, grid_height, settle
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.sheet.pain import pain_rows

KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class EvenFaces:
    """Every character is half as wide as the type is high."""

    ascent, descent, cap, leading = 0.9, 0.25, 0.7, 0.0

    def width(self, text: str, strong: bool) -> float:  # noqa: ARG002  # the same for both weights
        return len(text) * 0.5

    def widths(self, words: Sequence[str], strong: bool) -> list[float]:
        return [self.width(word, strong) for word in words]

    def missing(self, text: str) -> str:  # noqa: ARG002  # it has them all
        return ""


@pytest.fixture
def look(library: Library) -> Look:
    return Look(library.layouts["standard"], page_frame("a4"), EvenFaces(), joins_of(library.words["en"]))


def week(on: str) -> tuple[Day, ...]:
    return tuple(Day(key, key.title(), 23 + at, key in on.split(), f"{key}day") for at, key in enumerate(KEYS))


def row(*holds: str, label: str = "Left") -> GridRow:
    return GridRow(2, "l", label, f"{label}.", holds, tuple(f"set {n}" for n, _ in enumerate(holds, 1)))


def card(days: str, *rows: GridRow) -> Card:
    return Card(3, "d", "D", "", "", (), (), (), (), "", "", "", rows, tuple(days.split()), 0, "digest")


def flat(marks: tuple[Mark, ...]) -> list[Mark]:
    return [inner for mark in marks for inner in (flat(mark.items) if isinstance(mark, Group) else [mark])]


@pytest.mark.parametrize(
    ("label", "sets", "width", "fits"),
    [
        # three boxes 10 apart leave 5.5 between them, so the next day is 1.25 × 5.5 away: days read as groups
        (0.0, 3, 31.38, (3, 10.0)),
        (0.0, 3, 31.37, (3, 9.0)),
        (0.0, 3, 22.5 + 5.63, (3, 9.0)),
        (0.0, 3, 22.5 + 5.62, (3, 8.0)),
        (0.0, 3, 19.5 + 3.76, (3, 7.5)),
        (0.0, 3, 19.5 + 3.74, (3, 7.0)),
        # boxes that stand closest still leave 3.4 to the next day
        (0.0, 2, 11.5 + 3.41, (2, 7.0)),
        (0.0, 2, 11.5 + 3.39, (1, 10.0)),
        (0.0, 1, BOX + 3.41, (1, 10.0)),
        (0.0, 1, BOX + 3.39, (0, 7.0)),
        # labels keep 1.2 apart: beside each other in a day …
        (8.7, 2, 60.0, (2, 10.0)),
        (8.9, 2, 60.0, (2, 10.5)),
        (9.5, 2, 24.13, (2, 11.0)),
        (9.5, 2, 24.12, (1, 11.0)),
        # … and from one day to the next
        (20.0, 1, 26.96, (1, 21.5)),
        (20.0, 1, 26.94, (0, 7.0)),
        # of what does not fit whole, the most
        (0.0, 5, 31.38, (4, 7.5)),
        (0.0, 5, 25.51 + 3.41, (4, 7.0)),
    ],
)
def test_how_many_boxes_fit_in_a_day(label: float, sets: int, width: float, fits: tuple[int, float]):
    assert _fit(label, sets, width) == fits


def test_tighter_labels_may_stand_closer():
    assert _fit(9.05, 2, 60.0, apart=1.2)[1] == 10.5
    assert _fit(9.05, 2, 60.0, apart=0.9)[1] == 10.0


def test_a_wide_label_stands_in_from_the_rest_day_before_it():
    assert _indent(8.5) == 0.0
    assert _indent(9.5) == 0.5
    assert _indent(4.0) == 0.0


def test_columns(look: Look):
    on = columns(look, week("mon wed fri"))
    share = (168 + 2.5 - 21 - 4 * 10) / 3
    assert [column.w for column in on] == pytest.approx([share, 10, share, 10, share, 10, 10])
    assert [column.x for column in on][:3] == pytest.approx([42, 42 + share, 52 + share])
    dense = columns(look, week("mon wed fri"), dense=True)
    assert dense[0].x == 21
    assert dense[0].w == pytest.approx((168 + 2.5 - 40) / 3)
    assert [column.w for column in columns(look, week(""))] == [10.0] * 7


@pytest.mark.parametrize(("sets", "per_line", "lines"), [(1, 3, 1), (3, 3, 1), (4, 3, 2), (6, 3, 2), (7, 3, 3)])
def test_lines_of_boxes(look: Look, sets: int, per_line: int, lines: int):
    assert GridForm(10, per_line, look.style("hold")).lines(sets) == lines


def test_settling(look: Look):
    plain = settle(look, week("mon wed fri"), (row("", "", ""),))
    assert (plain.pitch, plain.per_line, plain.dense, plain.indent) == (10.0, 3, False, 0.0)
    assert plain.label == look.style("hold", strong=True)
    alike = settle(look, week(" ".join(KEYS)), (row("10 seconds", "10 seconds"),))  # the dose says it, once
    assert (alike.dense, alike.per_line, alike.bare) == (False, 2, True)
    every_day = settle(look, week(" ".join(KEYS)), (row(*["10 seconds"] * 3),))
    assert (every_day.dense, every_day.per_line) == (True, 3)
    differ = settle(look, week(" ".join(KEYS)), (row("100 s", "200 s"),))
    assert (differ.dense, differ.per_line) == (False, 1)
    wide = settle(look, week(" ".join(KEYS)), (row("ten seconds of holding", "twenty seconds of it"),))
    assert (wide.pitch, wide.per_line, wide.dense, wide.bare) == (9.0, 2, False, True)  # they would run into each other
    assert not differ.bare
    five = settle(look, week("mon tue wed thu fri"), (row(*["3 s"] * 5),))
    assert (five.per_line, five.lines(5)) == (3, 2)


def test_heights(look: Look):
    grid = look.layout.grid
    form = GridForm(10, 2, look.style("hold"))
    assert grid_height(look, form, (row("3 s", "3 s"),)) == pytest.approx(grid.head + grid.row)
    assert grid_height(look, form, (row("3 s", "3 s", "3 s"),)) == pytest.approx(grid.head + grid.row + grid.line)
    assert grid_height(look, form, (row("", ""),)) == pytest.approx(grid.head + grid.row_plain)
    assert grid_height(look, form, (row("", "", ""),)) == pytest.approx(grid.head + grid.row_plain + 8.0)
    both = (row("3 s", "3 s"), row("", ""))
    assert grid_height(look, form, both) == pytest.approx(grid.head + grid.row + grid.row_plain)
    size = look.style("label").size
    top = 1.8 + (0.7 + 0.22) * size / MM + BOX_CLEAR
    dense = replace(form, dense=True)
    assert grid_height(look, dense, (row("3 s", "3 s"),)) == pytest.approx(grid.head + top + BOX + 3.2)
    assert grid_height(look, dense, (row(*["3 s"] * 3),)) == pytest.approx(grid.head + top + BOX + 3.2 + 8.0)
    long = row("", "", label="One two three four five six seven eight nine ten eleven")
    lines = 1 + (grid_height(look, form, (long,)) - grid.head - 2.4) / (1.2 * size / MM)
    assert lines == pytest.approx(round(lines))  # a long label makes room for its lines
    assert grid_height(look, form, (long,)) > grid.head + grid.row_plain


def drawn(look: Look, form: GridForm, *rows: GridRow) -> list[Mark]:
    pad = Pad()
    pad.y = 5.0
    draw_grid(pad, look, week("mon wed"), card("mon", *rows), form, rows, "Rest day")
    assert pad.y == pytest.approx(5.0 + grid_height(look, form, rows))
    return flat(pad.block().items)


def test_places_and_names_of_boxes(look: Look):
    form = GridForm(9.0, 2, look.style("hold"), indent=0.5)
    boxes = [mark for mark in drawn(look, form, row("3 s", "5 s", "7 s")) if isinstance(mark, Box)]
    first = 5.0 + look.layout.grid.head + 2.8
    assert [(box.x, box.y) for box in boxes] == [
        (42.5, pytest.approx(first)),
        (51.5, pytest.approx(first)),
        (42.5, pytest.approx(first + look.layout.grid.line)),
    ]
    assert [box.name for box in boxes] == ["d3_mon_s2_t1_l", "d3_mon_s2_t2_l", "d3_mon_s2_t3_l"]
    assert [box.label for box in boxes] == [f"monday 23, set {n}" for n in (1, 2, 3)]
    assert [box.hold for box in boxes] == ["3 s", "5 s", "7 s"]


def test_a_hold_stands_under_the_middle_of_its_box_off_its_clear_space(look: Look):
    style = look.style("hold")
    marks = drawn(look, GridForm(9.0, 2, style), row("3 s", "15 s"))
    for box in (mark for mark in marks if isinstance(mark, Box)):
        label = next(mark for mark in marks if isinstance(mark, Text) and mark.text == box.hold)
        assert label.x + style.width(box.hold, look.faces) / 2 == pytest.approx(box.x + BOX / 2)
        assert label.y - 0.7 * style.size / MM == pytest.approx(box.y + BOX + BOX_CLEAR)
        assert label.strong


def test_a_hold_that_all_sets_have_stands_under_no_box(look: Look):
    for holds, shown in ((("3 s", "3 s"), set()), (("3 s", "5 s"), {"3 s", "5 s"})):
        form = settle(look, week("mon wed"), (row(*holds),))
        marks = drawn(look, form, row(*holds))
        assert {mark.text for mark in marks if isinstance(mark, Text) and mark.text.endswith(" s")} == shown
        assert [mark.hold for mark in marks if isinstance(mark, Box)] == list(holds)
        height = look.layout.grid.row if shown else look.layout.grid.row_plain
        assert grid_height(look, form, (row(*holds),)) == pytest.approx(look.layout.grid.head + height)


def test_a_label_of_one_line_stands_beside_the_middle_of_its_boxes(look: Look):
    form = GridForm(9.0, 2, look.style("hold"), bare=True)
    marks = drawn(look, form, row("", ""))
    label = next(mark for mark in marks if isinstance(mark, Text) and mark.text == "Left")
    box = next(mark for mark in marks if isinstance(mark, Box))
    assert label.y - 0.7 * label.size / MM / 2 == pytest.approx(box.y + BOX / 2)


def test_in_the_dense_form_the_label_stands_over_the_row(look: Look):
    marks = drawn(look, GridForm(9.0, 3, look.style("hold"), dense=True), row("3 s", "3 s", "3 s"))
    assert not any(isinstance(mark, Text) and mark.text == "3 s" for mark in marks)
    label = next(mark for mark in marks if isinstance(mark, Text) and mark.text == "Left.")
    size = look.style("label").size
    assert (label.x, label.y) == (21, pytest.approx(5 + look.layout.grid.head + 1.8 + 0.7 * size / MM))
    box = next(mark for mark in marks if isinstance(mark, Box))
    assert box.x == 21
    assert box.y - label.y == pytest.approx(0.22 * size / MM + BOX_CLEAR)


def test_rest_days_are_filled_but_for_the_clear_space_and_in_black_and_white_not(look: Look):
    form = GridForm(9.0, 2, look.style("hold"))
    fills = [mark for mark in drawn(look, form, row("", "")) if isinstance(mark, Rect) and mark.role == "rest"]
    others = columns(look, week("mon wed"))[1:]  # Wednesday is another drill's day
    assert [(fill.x, fill.w) for fill in fills] == [(day.x, pytest.approx(day.w - BOX_CLEAR)) for day in others]
    rows = grid_height(look, form, (row("", ""),)) - look.layout.grid.head
    assert {(fill.y, round(fill.h, 6)) for fill in fills} == {
        (5.0 + look.layout.grid.head, round(rows, 6))
    }  # off the band
    look.mono = True
    assert not any(isinstance(mark, Rect) and mark.role == "rest" for mark in drawn(look, form, row("", "")))


@pytest.mark.parametrize("dense", [False, True])
def test_places_to_write_pain(look: Look, dense: bool):
    pad = Pad()
    rows = (PainRow(1, "Morning", "Morning, pain"), PainRow(2, "Evening", "Evening, pain"))
    pain_rows(pad, look, week("mon wed"), rows, "Rest day", dense=dense)
    blanks = [mark for mark in flat(pad.block().items) if isinstance(mark, Blank)]
    assert [blank.name for blank in blanks] == ["pain_mon_s1", "pain_wed_s1", "pain_mon_s2", "pain_wed_s2"]
    assert blanks[0].label == "monday 23, Morning, pain"
    size = look.style("label").size
    lead = 1.8 + 0.92 * size / MM + BOX_CLEAR - 2.8 if dense else 0.0
    head = look.layout.grid.head
    assert pad.y == pytest.approx(head + 2 * (13.6 + lead))
    assert [blank.y for blank in blanks[::2]] == pytest.approx([head + lead + 2.6, head + 2 * lead + 16.2])
    assert {(blank.w, blank.h) for blank in blanks} == {(18.0, 8.0)}
    lines = [mark for mark in flat(pad.block().items) if isinstance(mark, Rect) and mark.role == "black"]
    assert [(line.x, line.y, line.w) for line in lines] == [(b.x, pytest.approx(b.y + 8.0), b.w) for b in blanks]


def test_a_place_to_write_pain_keeps_off_the_next_day(look: Look):
    pad = Pad()
    pain_rows(pad, look, week(" ".join(KEYS)), (PainRow(1, "Pain", "pain"),), "Rest day")
    blank = next(mark for mark in flat(pad.block().items) if isinstance(mark, Blank))
    assert blank.w == pytest.approx(columns(look, week(" ".join(KEYS)))[0].w - 3.4 - 1)
