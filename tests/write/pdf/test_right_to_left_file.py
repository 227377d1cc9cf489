"""Files of sheets from right to left: the exact text in the tree, pages turned the other way, what readers get."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Block, Group, Mark, Sheet, Text
from handouts.sheet.mirror import mirrored
from handouts.type.bidi import is_rtl
from handouts.write.boxes import box_geometry
from handouts.write.heard import Element, heard, running_text
from handouts.write.pdf.faces import type_faces
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.ink import draw
from tests.conftest import LAYOUTS
from tests.sheet.test_right_to_left import handout_of, press

__all__ = ["press"]

FACES = type_faces()


def elements(one: Any) -> Iterator[DictionaryObject]:
    """The elements of a structure tree, in order."""
    one = one.get_object()
    if isinstance(one, ArrayObject):
        for kid in one:
            yield from elements(kid)
    elif isinstance(one, DictionaryObject):
        yield one
        if "/K" in one:
            yield from elements(one["/K"])


def exact(data: bytes) -> list[str]:
    """All that elements say in place of their content, but for boxes, where letters of it run from right to left."""
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]
    texts = [str(one["/ActualText"]) for one in elements(root["/K"]) if "/ActualText" in one and one["/S"] != "/Form"]
    return [text for text in texts if is_rtl(text)]


def said(sheet: Sheet) -> list[str]:
    """The same of what is heard, pictures and what stands in fields left out."""
    return [words for page in heard(sheet) for one in page for words in leafs(one) if is_rtl(words)]


def leafs(one: Element) -> Iterator[str]:
    if one.inside:
        for part in one.inside:
            yield from leafs(part)
    elif one.kind not in ("Figure", "Form"):
        yield one.words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_tree_has_every_text_as_it_is_read(press: Press, layout: str):
    handout = handout_of(press, "ar", layout, patient="عليّ Smith (2)", note="خذ 5 دقائق (Slow) ثم توقّف. " * 8 + "خذ.")
    found = exact(press.pdf(handout))
    assert found == said(press.sheet(handout))
    assert any("عليّ Smith (2)" in text for text in found)
    assert not any("\u2068" in text for text in found)


def test_names_in_an_english_sheet_too(planner: Planner, make_order: Callable[..., Order]):
    handout = planner.plan(make_order(patient="دوד כהן", note="خذ 5 دقائق", clinician="علي"))[0]
    english = Press(planner.library)
    found = exact(english.pdf(handout))
    assert found == said(english.sheet(handout))
    assert len(found) == 3, "name, note, next visit"


def test_a_name_in_other_letters_is_not_alike(planner: Planner, make_order: Callable[..., Order]):
    press = Press(planner.library)
    latin, hebrew = (planner.plan(make_order(patient=name, note=""))[0] for name in ("Mei Tan", "דוד כהן"))
    assert exact(press.pdf(latin)) == []
    assert exact(press.pdf(hebrew)) == ["For דוד כהן"]
    assert exact(press.pdf(latin)) == []


def test_no_space_is_put_between_the_stretches_of_a_line():
    block = Block(10.0, (Group("P", (Text(50.0, 5.0, "אב-12-גד", 12.0), Text(50.0, 9.0, "הו", 12.0))),))
    fonts = DocumentFonts({}, "G")
    code = draw(mirrored(block, 210.0, FACES), dict.fromkeys(("ink",), "#000000"), FACES, fonts).code
    assert code.count("<0020>") + code.count("<20>") == 0
    shown = "".join(re.findall("<([0-9a-f]+)> Tj", code))
    assert len(shown) == 4 * len("אב-12-גד הו"), "letters, and the space at the first line's end"


def test_each_patient_of_a_packet_has_their_own(press: Press):
    paper = Press(press.library, form=False)
    handouts = [handout_of(paper, "he", patient=name) for name in ("דוד כהן", "שרה לוי", "Mei Tan")]
    found = exact(paper.packet(handouts, "Packet", duplex=False))
    assert found == [text for one in handouts for text in said(paper.sheet(one))]
    catalog = PdfReader(io.BytesIO(paper.packet(handouts, "Packet", duplex=False, tagged=False))).trailer["/Root"]
    assert catalog["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "/StructTreeRoot" not in catalog


def test_pages_are_turned_from_right_to_left(press: Press, planner: Planner, make_order: Callable[..., Order]):
    root = PdfReader(io.BytesIO(press.pdf(handout_of(press, "he")))).trailer["/Root"]
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert root["/Lang"] == "he"
    english = PdfReader(io.BytesIO(Press(planner.library).pdf(planner.plan(make_order())[0]))).trailer["/Root"]
    assert "/Direction" not in english["/ViewerPreferences"]


def test_fields_stand_where_the_boxes_are_printed(press: Press):
    handout = handout_of(press, "he")
    boxes = {one["name"]: one for one in box_geometry(handout, press.sheet(handout))["boxes"]}
    fields = PdfReader(io.BytesIO(press.pdf(handout))).get_fields() or {}
    assert set(boxes) <= set(fields)
    pages = PdfReader(io.BytesIO(press.pdf(handout))).pages
    placed = {
        note["/T"]: note["/Rect"] for page in pages for note in page.get("/Annots", []) for note in [note.get_object()]
    }
    for name, box in boxes.items():
        assert float(placed[name][0]) == pytest.approx(box["x"] * 72 / 25.4, abs=0.02)


def printed(marks: Iterable[Mark]) -> Iterator[str]:
    """What is printed of texts that nothing else is said for."""
    for group in (mark for mark in marks if isinstance(mark, Group) and not mark.alt):
        yield from printed(group.items)
        if not group.spoken and group.tag in ("H1", "H2", "P", "LBody"):
            yield running_text(group.items, bracketed=False)


def test_readers_get_lines_of_letters_alone_as_they_are_read(press: Press):
    handout = handout_of(press, "he", patient="דוד כהן")
    page, data = press.sheet(handout).pages[0], press.pdf(handout)
    with pypdfium2.PdfDocument(data) as document:
        pdfium = " ".join(document[0].get_textpage().get_text_bounded().split())
    pypdf = " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    texts = [text for placed in page.blocks for text in printed(placed.block.items)]
    pure = [text for text in texts if is_rtl(text) and not NOT_PURE.search(text)]
    assert len(pure) > 15
    assert [text for text in pure if text not in pdfium] == []
    assert [text for text in pure if text not in pypdf] == []


NOT_PURE = re.compile(r"[0-9A-Za-z()–-]| {2}")
