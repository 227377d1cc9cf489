"""The fonts that every document has: codes of one byte, for what is printed and for what is typed into fields."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf.faces import Core, Face, shown, told_apart, type_faces
from handouts.write.pdf.hints import with_characters
from handouts.write.pdf.shaped import ClusterSubset
from tests.conftest import pdf_text

REGULAR = type_faces().faces[0][0]
TYPED = type_faces().faces[0]
STRUCK = told_apart("0")
ANSI = {char for code in range(0x20, 0x100) for char in bytes([code]).decode("cp1252", "ignore")} - {"\x7f"}


def font_file(subset: Core | ClusterSubset) -> bytes:
    return zlib.decompress(subset.objects[-1].split(b"stream\n", 1)[1])


def tables(font: bytes) -> dict[bytes, bytes]:
    lines = [struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(struct.unpack_from(">H", font, 4)[0])]
    return {name: font[start : start + length] for name, _, start, length in lines}


def read_back(table: bytes) -> dict[int, int]:
    """What a table of characters says, read as OpenType's description of format 4 has it."""
    version, count, platform, encoding, start = struct.unpack_from(">HHHHL", table)
    assert (version, count, platform, encoding) == (0, 1, 3, 1)
    body = table[start:]
    form, length, _, double, search, selector, shift = struct.unpack_from(">7H", body)
    runs = double // 2
    assert (form, length) == (4, len(body))
    assert search == 2 * 2**selector <= double < 2 * search
    assert shift == double - search
    row = struct.Struct(f">{runs}H")
    ends = row.unpack_from(body, 14)
    starts, deltas, ranges = (row.unpack_from(body, 16 + double * at) for at in (1, 2, 3))
    assert list(ends) == sorted(set(ends))
    assert ends[-1] == starts[-1] == 0xFFFF
    assert not any(ranges)
    found = {
        char: (char + delta) % 0x10000
        for first, last, delta in zip(starts, ends, deltas, strict=True)
        for char in range(first, last + 1)
    }
    assert found.pop(0xFFFF) == 0
    return found


@given(st.dictionaries(st.integers(0, 0xFFFE), st.integers(1, 5000), min_size=1, max_size=60))
def test_any_table_of_characters_reads_back(glyphs: dict[int, int]):
    font = with_characters(font_file(REGULAR.core), glyphs)
    assert read_back(tables(font)[b"cmap"]) == glyphs


@given(st.integers(0, 0xFF00), st.integers(1, 400), st.integers(1, 5000))
def test_a_row_of_characters_is_one_run(first: int, count: int, glyph: int):
    count = min(count, 0xFFFF - first)
    glyphs = {first + at: glyph + at for at in range(count)}
    table = tables(with_characters(font_file(REGULAR.core), glyphs))[b"cmap"]
    assert read_back(table) == glyphs
    assert len(table) == 12 + 16 + 8 * 2


def test_a_character_beyond_the_table_is_refused():
    for char in (0xFFFF, 0x1F600):
        with pytest.raises(ValueError, match=f"U\\+{char:04X}"):
            with_characters(font_file(REGULAR.core), {32: 1, char: 2})


def test_the_core_has_all_that_can_be_typed_and_says_which_glyph_it_is():
    core = REGULAR.core
    assert ANSI - {"\xad"} <= core.chars
    glyphs = read_back(tables(font_file(core))[b"cmap"])
    assert glyphs.keys() == set(map(ord, core.codes))
    assert glyphs[ord("0")] != glyphs[ord(STRUCK)]


def test_the_bold_core_has_all_letters_and_what_the_sheets_own_words_need():
    regular, bold = (face.core.codes for face in TYPED)
    less = set(regular) - set(bold)
    assert bold.items() <= regular.items()
    assert not any(char.isalpha() for char in less - {*"ªµƒ", *"ˆ"})
    ours = {
        char for path in (Path(__file__).parents[3] / "content").rglob("*.yaml") for char in path.read_text("utf-8")
    }
    assert not less & ours


def test_a_sign_beyond_the_bold_core_is_shown_all_the_same(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    text = pdf_text(press.pdf(planner.plan(make_order(patient="Mei ± Tan"))[0]))
    assert "Mei ± Tan" in text


@pytest.mark.parametrize("face", TYPED, ids=lambda face: face.name)
def test_the_letters_are_those_of_the_face(face: Face):
    """FreeType finds each character by the table, as wide and high as in the whole face."""
    whole = ImageFont.truetype(face.path, 400)
    ours = ImageFont.truetype(io.BytesIO(font_file(face.core)), 400)
    boxes = set()
    for char in face.core.codes:
        found, wanted = ours.getbbox(char), whole.getbbox(shown(char))
        assert all(abs(one - other) <= 2 for one, other in zip(found, wanted, strict=True)), char  # hints move edges
        boxes.add(found)
    assert len(boxes) > 150, "they did differ"


def widths_said(font: bytes) -> list[int]:
    found = re.search(rb"/FirstChar 32/LastChar 255/Widths\[([\d ]+)\]/FontDescriptor %d 0 R", font)
    assert found
    return [int(width) for width in found[1].split()]


@pytest.mark.parametrize("face", TYPED, ids=lambda face: face.name)
def test_widths_are_those_of_the_face(face: Face):
    known = {code: char for char, code in face.core.codes.items()}
    wanted = [round(face.widths[shown(known[code])] * 1000) if code in known else 0 for code in range(32, 256)]
    assert widths_said(face.core.objects[0]) == wanted


def test_widths_are_those_of_the_face_for_all_that_can_be_typed():
    widths = widths_said(REGULAR.core.field_font)
    assert len(widths) == 256 - 32
    for code, width in enumerate(widths, 32):
        char = bytes([code]).decode("cp1252", "replace")
        if char in REGULAR.core.chars:
            assert width == round(REGULAR.widths[char] * 1000), char
    assert widths[0xAD - 32] == round(REGULAR.widths["-"] * 1000)  # where the encoding has a hyphen


def test_codes_are_those_that_the_encoding_says():
    """A reader looks a code up there; what the encoding has no code for is named one by one."""
    named = dict(
        re.findall(r"(\d+)/([a-z]+)", REGULAR.core.objects[0].decode().split("/Differences[")[1].split("]")[0])
    )
    names = {"minus": "−", "lessequal": "≤", "greaterequal": "≥", "approxequal": "≈", "zerooldstyle": STRUCK}
    said = {int(code): names[name] for code, name in named.items()}
    assert {char: code for char, code in REGULAR.core.codes.items() if code not in said} == {
        char: char.encode("cp1252")[0] for char in ANSI - {"\xad"}
    }
    assert {char: code for char, code in REGULAR.core.codes.items() if code in said} == {
        char: code for code, char in said.items()
    }


def test_both_fonts_are_one_subset():
    """They share a descriptor, so its name must be that of both."""
    first, _, descriptor, _ = REGULAR.core.objects
    name = re.search(rb"/FontName(/[A-Z]{6}\+[\w-]+)", descriptor)
    assert name
    assert all(b"/BaseFont" + name[1] + b"/" in body for body in (first, REGULAR.core.field_font))
    assert b"/Flags 32/" in descriptor


@given(st.text(st.sampled_from(sorted({*REGULAR.core.codes, *"Őłệ\t\x7f\xad"}))))
def test_a_text_is_its_codes_or_nothing(text: str):
    core = REGULAR.core
    known = core.chars.issuperset(text)
    assert core.code(text) == (bytes(core.codes[char] for char in text).hex() if known else None)


def test_letters_of_one_document_alone_have_no_table_of_characters():
    beyond = sorted(REGULAR.chars - REGULAR.core.chars)[:5]
    assert beyond
    own = REGULAR.growing()
    own.take("".join(beyond))
    assert b"cmap" not in tables(font_file(own))
