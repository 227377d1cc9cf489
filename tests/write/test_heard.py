"""A sheet as a screen reader meets it: elements of a kind, with their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Blank, Block, Box, Disc, Group, Page, Placed, Rect, Sheet, Text
from handouts.write.heard import Element, heard, said
from handouts.write.text import as_text


def line(text: str, y: float = 0, after: str | None = None) -> Text:
    return Text(0, y, text, 12, after=after)


def row(*cells: Group) -> Group:
    return Group("TR", cells)


def test_groups_have_the_kinds_of_a_pdf_and_their_words():
    assert said(Group("H2", (line("Hip hinge"),))) == Element("H2", "Hip hinge", line="Hip hinge")
    for tag in ("Label", "Continued", "Caption", "P"):
        assert said(Group(tag, (line("Do this"),))).kind == "P"
    note = said(Group("P", (line("Despacio"),), language="es"))
    assert (note.words, note.language) == ("Despacio", "es")


def test_what_is_spoken_or_described_takes_the_place_of_what_is_printed():
    head = said(Group("TH", (line("lun 23"),), spoken="lunes 23", language="es"))
    assert (head.words, head.line, head.language) == ("lunes 23", "lunes 23", "es")
    figure = said(Group("Figure", (line("Band"),), alt="A person kneels.", notes=("Band",)))
    assert (figure.kind, figure.words, figure.inside) == ("Figure", "A person kneels.", ())


def test_lists_say_how_they_are_numbered():
    bullet = Group("LI", (Group("Lbl", (Disc(0, 0, 1, "ink"),), spoken="•"), Group("LBody", (line("Slow."),))))
    step = Group("LI", (Group("Lbl", (line("1"),)), Group("LBody", (line("Sit."),))))
    found = [said(Group("UL", (bullet,))), said(Group("OL", (step,)))]
    assert [(one.kind, one.manner) for one in found] == [("L", "Disc"), ("L", "Decimal")]
    words = [[part.words for item in one.inside for part in item.inside] for one in found]
    assert words == [["•", "Slow."], ["1", "Sit."]]
    bare = Group("LI", (Group("LBody", (line("Easier."),)),))
    lists = Placed(0, Block(9, (Group("OL", (step,)), Group("UL", (bullet, bare)))), part="drill")
    aloud = as_text(Sheet(210, 297, (Page(1, (lists,)),)), aloud=True)
    assert aloud == "   1) Sit.\n   • Slow.\n   Easier.\n"


def test_the_first_row_of_a_table_heads_its_columns_and_the_others_start_with_their_own_head():
    head = row(Group("TD", ()), Group("TH", (line("Mon"),), spoken="Monday 23"))
    box = Group("TD", (Box(0, 0, "d1_mon_s1_t1", "Monday 23, set 1", "3 s"), line("3 s")))
    rest = Group("TD", (line("–"),), spoken="rest day")
    days, boxes = said(Group("Table", (head, row(Group("TH", (line("Morning"),)), box, rest)))).inside
    assert [(one.kind, one.words, one.manner) for one in days.inside] == [("TD", "", ""), ("TH", "Monday 23", "Column")]
    assert [(one.kind, one.manner) for one in boxes.inside] == [("TH", "Row"), ("TD", ""), ("TD", "")]
    _, ticked, empty = boxes.inside
    assert ticked.words == ""  # the hold under the box is said by the box
    assert ticked.inside == (Element("Form", "Monday 23, set 1", name="d1_mon_s1_t1", line="Monday 23, set 1"),)
    assert (empty.words, empty.inside) == ("rest day", ())


def test_a_place_to_write_in_is_a_field_with_its_label():
    (field,) = said(Group("P", (Blank(0, 0, 9, 9, "notes_p2", "Notes"), Rect(0, 9, 9, 0.2, "hair")))).inside
    assert (field.kind, field.words, field.name) == ("Form", "Notes", "notes_p2")


def test_a_pill_is_said_with_the_text_and_stands_in_brackets_in_the_line():
    pill = Text(0, 6, "Hold 2 seconds", 12, strong=True, role="on_accent")
    body = said(Group("LBody", (line("Sit back."), Rect(0, 5, 9, 5, "accent"), pill)))
    assert (body.words, body.line) == ("Sit back. Hold 2 seconds", "Sit back.  [Hold 2 seconds]")


def test_the_number_of_the_page_is_said_but_left_out_of_the_line():
    element = said(Group("P", (line("Page 4 of 4 "), line("issued")), plain="issued"))
    assert (element.words, element.line) == ("Page 4 of 4 issued", "issued")


@pytest.mark.parametrize(("after", "expected"), [(" ", "knee hip"), ("", "knee|hip"), ("\n", "knee\nhip")])
def test_a_seam_shows_where_a_line_cuts_a_word(after: str, expected: str):
    group = Group("P", (line("knee ", 0, after), line("hip", 5)))
    assert said(group, seam="|").words == expected
    assert "|" not in said(group).words + said(group, seam="|").line
    (item,) = said(Group("LI", (replace(group, tag="LBody"),)), seam="|").inside
    assert item.words == expected


def test_repetitions_are_not_heard_and_what_is_about_paper_is():
    def placed(text: str) -> Placed:
        return Placed(0, Block(9, (Group("P", (line(text),)), line("decoration"))))

    pen, again = replace(placed("Use a pen."), part="aside"), replace(placed("Mei Tan"), repeated=True)
    sheet = Sheet(210, 297, (Page(1, (placed("Sit."), pen)), Page(2, (again,)), Page(3, (placed("End."),))))
    assert [[one.words for one in page] for page in heard(sheet)] == [["Sit.", "Use a pen."], [], ["End."]]
    assert as_text(sheet, aloud=True) == "Sit.\nEnd.\n"


def test_every_line_read_aloud_is_an_element_s(planner: Planner, press: Press, make_order: Callable[..., Order]):
    sheet = press.sheet(planner.plan(make_order())[0])

    def lines(elements: tuple[Element, ...]) -> list[str]:
        return [one for element in elements for one in (element.line, *lines(element.inside))]

    known = " ".join(" ".join(lines(page)) for page in heard(sheet)).split()
    signs = {"•", *(f"{number})" for number in range(1, 20))}
    said_aloud = [word.rstrip(":,") for word in as_text(sheet, aloud=True).split() if word not in signs]
    assert set(said_aloud) - {word.rstrip(":,") for word in known} == set()
