"""Zeros are plain on the sheet, and told apart from O in its id; what is copied is a zero either way."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Text
from handouts.type.sfnt import font_tables
from handouts.write.pdf.faces import Core, Face, told_apart, type_faces
from handouts.write.pdf.hints import without_hints
from handouts.write.pdf.shaped import ClusterSubset
from handouts.write.pdf.zero import with_plain_zero
from tests.conftest import LAYOUTS, pdf_text

FACES = [face for family in type_faces().faces for face in family]
STRUCK = told_apart("0")


def font_file(subset: Core | ClusterSubset) -> bytes:
    return zlib.decompress(subset.objects[-1].split(b"stream\n", 1)[1])


def glyph(subset: Core | ClusterSubset, char: str) -> int:
    """The number of a character's glyph: from the list of a composite font, or the table of the file itself."""
    if isinstance(subset, Core):
        return characters(font_file(subset))[ord(char)]
    mapping = zlib.decompress(subset.objects[4].split(b"stream\n", 1)[1])
    code = int(subset.encode(char), 16)
    return int.from_bytes(mapping[2 * code : 2 * code + 2], "big")


def characters(file: bytes) -> dict[int, int]:
    """What a file's table of characters says."""
    table = font_tables(file)[b"cmap"][12:]
    double = struct.unpack_from(">H", table, 6)[0]
    row = struct.Struct(f">{double // 2}H")
    ends, starts, deltas = (row.unpack_from(table, at) for at in (14, 16 + double, 16 + 2 * double))
    return {
        char: (char + delta) % 0x10000
        for first, last, delta in zip(starts, ends, deltas, strict=True)
        for char in range(first, last + 1)
    }


def holes(file: bytes, number: int) -> int:
    """How many patches of paper a glyph encloses, as FreeType draws it."""
    from handouts.write.pdf.hints import with_characters

    font = ImageFont.truetype(io.BytesIO(with_characters(file, {65: number})), 160)
    picture = Image.new("L", (200, 240), 255)
    ImageDraw.Draw(picture).text((30, 20), "A", font=font, fill=0)
    picture = picture.point(lambda value: 255 if value > 127 else 0)
    ImageDraw.floodfill(picture, (0, 0), 100)
    found = 0
    for at in range(200 * 240):
        place = at % 200, at // 200
        if picture.getpixel(place) == 255:
            ImageDraw.floodfill(picture, place, 100)
            found += 1
    return found


@pytest.mark.parametrize("face", FACES, ids=[face.name for face in FACES])
def test_a_zero_has_one_inside(face: Face):
    own = face.growing()
    own.take("Ő0")  # a document's own letters come with their digits
    assert holes(font_file(own), glyph(own, "0")) == 1


@pytest.mark.parametrize("face", FACES[:2], ids=[face.name for face in FACES[:2]])
def test_a_zero_of_the_letters_that_all_documents_have_has_one_inside(face: Face):
    assert holes(font_file(face.core), glyph(face.core, "0")) == 1


@pytest.mark.parametrize("face", FACES[:2], ids=[face.name for face in FACES[:2]])
def test_the_other_zero_keeps_its_stroke(face: Face):
    assert holes(font_file(face.core), glyph(face.core, STRUCK)) == 2


@pytest.mark.parametrize("face", FACES[:2], ids=[face.name for face in FACES[:2]])
def test_the_plain_zero_is_as_large_as_the_other(face: Face):
    file = font_file(face.core)
    from handouts.write.pdf.hints import with_characters

    numbers = {66: glyph(face.core, "0"), 67: glyph(face.core, STRUCK)}
    font = ImageFont.truetype(io.BytesIO(with_characters(file, numbers)), 400)
    assert font.getbbox("B") == font.getbbox("C")
    assert font.getlength("B") == font.getlength("C")


def test_a_face_with_a_plain_zero_is_left_alone():
    face = FACES[2]
    font = without_hints(bytes(face.file.makeSubset([ord("0")])))
    assert with_plain_zero(font, 1) == (font, 1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_id_and_the_version_have_strokes(
    planner: Planner, press: Press, make_order: Callable[..., Order], layout: str
):
    handout = planner.plan(make_order(layout=layout))[0]
    coded = {
        mark.text
        for page in press.sheet(handout).pages
        for placed in page.blocks
        for mark in placed.block.flat()
        if isinstance(mark, Text) and mark.coded
    }
    assert coded == {f"{handout.shown_id}  {handout.version}"}


def test_what_is_copied_is_a_zero(planner: Planner, press: Press, make_order: Callable[..., Order]):
    handout = next(
        one
        for number in range(200)
        if "0" in (one := planner.plan(make_order(patient=f"Mei Tan {number}"))[0]).shown_id
    )
    data = press.pdf(handout)
    others = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    for text in (pdf_text(data), others):
        assert handout.shown_id in text
        assert "01632 960 114" in re.sub(r"\s+", " ", text)
        assert STRUCK not in text
