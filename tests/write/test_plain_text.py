from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handouts.figures.poses import CallOut
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.handout import Posed, Run
from handouts.plan.joins import joins_of
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Blank, Block, Box, Disc, Group, Pad, Page, Placed, Rect, Sheet, SheetPart, Text
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.sheet.text import put, wrap
from handouts.write.pdf.faces import type_faces
from handouts.write.text import as_text

Make = Callable[..., Order]


def sheet(*blocks: tuple[SheetPart, Block]) -> Sheet:
    placed = tuple(Placed(10.0 * at, block, part=part) for at, (part, block) in enumerate(blocks))
    return Sheet(210, 297, (Page(1, placed),))


def block(*items: Group, name: str = "") -> Block:
    return Block(10, items, name=name)


def group(tag: str, *texts: str, spoken: str = "", plain: str = "") -> Group:
    return Group(tag, tuple(Text(0, 0, text, 12) for text in texts), spoken=spoken, plain=plain)


def test_a_row_is_its_label_and_its_text_and_parts_of_it_go_on():
    row = block(group("Label", "Note"), group("P", "Slow "))
    more = block(group("Continued", "and tall."))
    assert as_text(sheet(("front", row), ("front", more))) == "Note: Slow and tall.\n"


def test_what_is_read_aloud_takes_the_place_of_what_is_printed():
    shown = sheet(("front", block(group("P", "Mon", spoken="Monday"), group("P", "Page 1, issued", plain="issued"))))
    assert as_text(shown) == "Mon\nissued\n"
    assert as_text(shown, aloud=True) == "Monday\nissued\n"


def test_empty_lines_part_what_belongs_together():
    p = block(group("P", "x"))
    named = block(group("H2", "Head"), group("P", "y"), name="1. Head")
    shown = sheet(("header", p), ("title", p), ("front", p), ("drill", named), ("end", p), ("end", p), ("footer", p))
    assert as_text(shown) == "x\n\nx\n\nx\n\n1. Head\n   y\n\nx\nx\n\nx\n"
    assert "\nHead\n" in as_text(shown, aloud=True)
    after_stop = sheet(("drill", p), ("end", named), ("end", p))
    assert as_text(after_stop) == "   x\n\n1. Head\n  y\n\nx\n"


def test_what_is_about_paper_or_said_before_is_left_out():
    p = block(group("P", "x"))
    shown = sheet(("front", p), ("aside", block(group("P", "Use a pen"))))
    again = Placed(0, block(group("P", "again")), repeated=True)
    pages = (*shown.pages, Page(2, (again,)))
    assert as_text(replace(shown, pages=pages)) == "x\n"
    loose = Block(10, (Text(0, 0, "decoration", 12), Rect(0, 0, 1, 1, "ink"), group("P", "said")))
    assert as_text(sheet(("front", loose))) == "said\n"


def test_a_heading_that_only_goes_on_is_left_out():
    shown = sheet(("drill", block(group("H2", "Hip hinge, continued"), group("P", "y"))))
    assert as_text(shown) == "   y\n"


def test_steps_cues_and_holds():
    step = Group("LI", (group("Lbl", "3"), Group("LBody", (Text(0, 0, "Sit back.", 12), Rect(0, 5, 9, 5, "accent"), Text(1, 6, "Hold 2 seconds", 12, True, "on_accent")))))  # fmt: skip
    cue = Group("LI", (Group("Lbl", (Disc(0, 0, 1, "ink"),), spoken="•"), group("LBody", "Move slowly.")))
    plain = Group("LI", (group("LBody", "Easier: no weight."),))
    shown = sheet(("drill", block(Group("OL", (step,)), Group("UL", (cue, plain)))))
    assert as_text(shown) == "   3) Sit back.  [Hold 2 seconds]\n   • Move slowly.\n   Easier: no weight.\n"


def test_pictures():
    caption = Group(
        "Caption", (Disc(0, 0, 1, "ink"), Text(0, 0, "2", 11, True), Text(5, 0, "Down.", 11)), spoken="Step 2: Down."
    )
    figure = Group("Figure", (Text(0, 0, "hips back", 9),), alt="Someone bends.", notes=("hips back", "dowel"))
    shown = sheet(("drill", block(figure, caption, caption)))
    assert as_text(shown) == "   (2) Down.  (hips back, dowel)\n   (2) Down.\n"
    assert as_text(shown, aloud=True) == "   Someone bends.\n   Step 2: Down.\n   Step 2: Down.\n"


def test_the_week_grid():
    head = Group(
        "TR", (Group("TD", ()), group("TH", "Mon", " 23 ", spoken="Monday 23"), group("TH", "Tue", spoken="Tuesday"))
    )
    boxes = Group(
        "TD", (Box(0, 0, "a", "Monday 23, set 1", "3 s"), Text(0, 9, "3 s", 9), Box(9, 0, "b", "Monday 23, set 2"))
    )
    row = Group("TR", (group("TH", "Left"), boxes, group("TD", "–", spoken="Rest day")))
    write = Group("TR", (group("TH", "Pain: 0 to 10", spoken="Pain"), Group("TD", (Blank(0, 0, 9, 9, "p", "Monday 23, pain"),)), group("TD", "–", spoken="Rest day")))  # fmt: skip
    shown = sheet(("drill", block(Group("Table", (head, row, write)))))
    assert as_text(shown) == "   Left: Mon 23 [ ] 3 s [ ]\n   Pain: Mon 23 ____\n"
    assert as_text(shown, aloud=True).splitlines() == [
        "   Monday 23, Tuesday",
        "   Left",
        "      Monday 23, set 1",
        "      Monday 23, set 2",
        "      Rest day",
        "   Pain",
        "      Monday 23, pain",
        "      Rest day",
    ]


def test_the_table_of_a_row_for_pain_shows_its_printed_name_where_it_has_no_other():
    head = Group("TR", (Group("TD", ()), group("TH", "Mon", " 23 ")))
    row = Group("TR", (group("TH", "Morning"), Group("TD", (Blank(0, 0, 9, 9, "p", "x"),))))
    assert as_text(sheet(("drill", block(Group("Table", (head, row)))))) == "   Morning: Mon 23 ____\n"


@pytest.mark.parametrize("width", [20.0, 33.0, 61.0, 90.0])
def test_lines_that_were_broken_are_joined_as_they_were_written(library: Library, width: float):
    text = "See https://example.com/a-long-address/of-many-parts/and-more before you go.\nThen rest well."
    look = Look(library.layouts["standard"], page_frame("a4"), type_faces(), joins_of(library.words["en"]))
    pad, style = Pad(), look.style("body")
    with pad.group("P"):
        put(pad, 0, 0, wrap((Run(text[:30]), Run(text[30:], strong=True)), style, look.faces, width), style, look.faces)
    assert as_text(sheet(("front", pad.block()))) == f"{text}\n"


def test_two_texts_under_each_other_do_not_run_together():
    both = Group("P", (Text(0, 0, "01632 960 114", 10), Text(0, 5, "a@example.com", 10)))
    assert as_text(sheet(("front", block(both)))) == "01632 960 114 a@example.com\n"


def test_a_wide_gap_is_three_spaces():
    assert as_text(sheet(("front", block(group("P", "a ", "\u00a0\u00a0", "b  c"))))) == "a   b   c\n"


def test_a_call_out_that_has_no_place_in_the_picture_is_not_shown(library: Library, make_order: Make, press: Press):
    """What is shown is what is printed: the YAML may promise more."""
    handout = Planner(library).plan(make_order(items=("plank",)))[0]
    card = handout.cards[0]
    posed = next(picture.asset for picture in card.pictures if isinstance(picture.asset, Posed))
    note = CallOut(text="Hold the dowel", at="dowel")
    positions = tuple(replace(position, callouts=(*position.callouts, note)) for position in posed.figure.positions)
    figure = replace(posed.figure, positions=positions)
    pictures = tuple(replace(picture, asset=replace(picture.asset, figure=figure)) for picture in card.pictures if isinstance(picture.asset, Posed))  # fmt: skip
    promised = replace(handout, cards=(replace(card, pictures=pictures, digest="other", body="other"),))
    text = as_text(press.sheet(promised))
    assert "Hold the dowel" not in text
    assert as_text(press.sheet(handout)) == text


def test_running_heads_and_page_numbers_are_not_shown(planner: Planner, make_order: Make, press: Press):
    handout = planner.plan(make_order())[0]
    text = as_text(press.sheet(handout))
    assert text.count("Mei Tan") == 1
    assert "Page " not in text
    assert text.endswith(f"\n{handout.issued}   {handout.shown_id}   {handout.version}\n")
    assert handout.pen not in text
