"""Names and notes in any script: on the sheet, whole and readable by every program that reads PDFs."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Callable, Iterator

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.type.compose import composed
from handouts.type.sfnt import font_tables
from handouts.write.pdf.faces import type_faces
from handouts.write.pdf.shaped import ShapedFace
from tests.conftest import pdf_text

NAMES = {
    "Yoruba": "Adébáyọ̀ Ẹ̀kọ́",
    "marks": "X̀avier M̂",
    "Greek": "Μαρία Παπαδοπούλου",
    "Cyrillic": "Иван Петров",
    "Ukrainian": "Їжакевич Ґалаґан",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Hindi": "प्रिया शर्मा क्षत्रिय",
    "Marathi": "ज्ञानेश्वर",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "પ્રિયા પટેલ",
    "Tamil": "ஸ்ரீ கௌதமன் லொகேஷ்",
    "Telugu": "శ్రీనివాస్",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Thai": "สมชาย ใจดี ผู้ป่วย",
    "Chinese": "陈美玲",
    "Traditional": "陳美玲 葛󠄀",
    "Japanese": "山田 たかし",
    "Korean": "김민수",
    "mixed": "Anna Иванова-Smith",
}


@pytest.fixture
def press(planner: Planner) -> Press:
    return Press(planner.library)


Make = Callable[..., bytes]


@pytest.fixture
def made(planner: Planner, make_order: Callable[..., Order], press: Press) -> Make:
    def make(name: str, note: str = "") -> bytes:
        return press.pdf(planner.plan(make_order(patient=unicodedata.normalize("NFC", name), note=note))[0])

    return make


def pdfium_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def poppler_text(data: bytes) -> str:
    if not shutil.which("pdftotext"):
        return pdf_text(data)
    return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


RTL = {"Arabic": "محمد عبد الله", "Persian": "می\u200cخواهم", "Urdu": "ٹیپو", "Hebrew": "דוד כהן"}
POINTED = {"Arabic": "ثوانٍ", "Hebrew": "שָׁלוֹם"}


@pytest.mark.parametrize("name", RTL.values(), ids=RTL)
def test_a_name_from_right_to_left_reads_as_typed(made: Make, name: str):
    """PDFium swaps words of a name in a line of English."""
    typed = unicodedata.normalize("NFC", name)
    data = made(typed)
    marks = str.maketrans(dict.fromkeys("\u200e\u200f\u202a\u202b\u202c"))
    assert f"For {typed}" in " ".join(poppler_text(data).translate(marks).split())
    assert all(word in pdfium_text(data) for word in typed.split())


@pytest.mark.parametrize("name", POINTED.values(), ids=POINTED)
def test_points_are_on_the_sheet(made: Make, name: str):
    """Readers do not agree where a point belongs that stands at the left end of a name in a line of English."""
    assert set(unicodedata.normalize("NFC", name)) <= set(poppler_text(made(name)))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_reads_as_typed(made: Make, name: str):
    typed = unicodedata.normalize("NFC", name)
    data = made(name, f"For {name}: slowly.")
    for text in (pdf_text(data), pdfium_text(data), poppler_text(data)):
        flat = " ".join(text.split())
        assert typed in flat
        assert f"For {typed}: slowly." in flat


def languages(data: bytes) -> set[str]:
    """Those that a file's elements name."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    found = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return {str(one["/Lang"]) for one in found if isinstance(one, dict) and "/Lang" in one}


def test_a_note_in_another_script_says_its_language(made: Make):
    assert "zh" in languages(made("Mei", "请慢慢来"))
    assert "zh" not in languages(made("Mei", "Slowly"))


def test_words_stay_in_one_face():
    faces = type_faces()
    (one, *_), (two, *_) = faces.split("Adébáyọ̀", False), faces.split("Μαρία,", False)
    assert one[1] == "Adébáyọ̀"
    assert two[1] == "Μαρία,"
    assert [part for _, part in faces.split("go → on", False)] == ["go ", "→", " on"]


def test_han_letters_have_the_shapes_of_their_word():
    faces = type_faces()
    assert [face.path.stem[:10] for text in ("陈", "山田たかし", "金김") for face, _ in faces.split(text, False)] == [
        "NotoSansSC",
        "NotoSansJP",
        "NotoSansKR",
    ]


def test_english_and_vietnamese_are_not_shaped():
    faces = type_faces()
    for text in ("Mary O’Brien", "Zoë Łukasz", "Nguyễn Thị", "3 × 10 – slowly…"):
        assert not any(isinstance(face, ShapedFace) for face, _ in faces.split(text, False))


def glyphs(raw: bytes) -> Iterator[tuple[tuple[int, int, int, int], tuple[int, int]]]:
    """The box of each glyph that has one, with its advance and its left edge."""
    tables = font_tables(raw)
    (count,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    places = struct.unpack(f">{count + 1}L", tables[b"loca"])
    for at in range(count):
        measures = struct.unpack_from(">Hh", tables[b"hmtx"], 4 * at)
        if places[at] < places[at + 1]:
            yield struct.unpack_from(">4h", tables[b"glyf"], places[at] + 2), measures


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12)
    | st.text("aमী்ก็ọ́И \u200d陈", max_size=9)
)
def test_whatever_is_not_missing_can_be_set(text: str):
    faces = type_faces()
    if not faces.missing(text):
        parts = list(faces.split(text, True))
        assert "".join(part for _, part in parts) == text
        for face, part in parts:
            subset = face.growing()
            subset.take(part)
            assert len(subset.encode(part)) % 4 == 0
        assert faces.width(text, True) >= 0


def test_a_cluster_of_several_glyphs_is_one_glyph():
    ((face, word),) = type_faces().split("ẹ̀", False)
    assert isinstance(face, ShapedFace)
    clusters = face.clusters(word)
    raw, numbers = composed(face.shaper, clusters)
    assert len(clusters) == len(numbers) == 1
    *_, (box, (advance, left)) = glyphs(raw)
    assert advance == clusters[0].advance
    assert left == box[0]
    assert box[1] < -100  # the dot below …
    assert box[3] > 700  # … and the accent above
    assert 0 <= box[0] < box[2] <= advance  # stand over and under the letter, not beside it


def test_fonts_are_as_wide_as_they_say(made: Make):
    """As PDF/A wants it: widths in the PDF are those in the font's file."""
    data = made("Adébáyọ̀ Μαρία")
    found = 0
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            if font["/Subtype"] != "/Type0":
                continue
            below = font["/DescendantFonts"][0]
            raw = below["/FontDescriptor"]["/FontFile2"].get_data()
            order = below["/CIDToGIDMap"].get_data()
            (units,) = struct.unpack_from(">H", font_tables(raw)[b"head"], 18)
            for code, width in enumerate(below["/W"][1], 1):
                (glyph,) = struct.unpack_from(">H", order, 2 * code)
                (advance,) = struct.unpack_from(">H", font_tables(raw)[b"hmtx"], 4 * glyph)
                assert abs(advance * 1000 / units - width) <= 1
                found += 1
    assert found > 10


@pytest.mark.parametrize("sign", "-–½⅓→←✔×•′″№⚠°")
def test_signs_of_word_processors_are_printed(sign: str):
    assert not type_faces().missing(sign)


def test_the_same_name_gives_the_same_bytes(planner: Planner, make_order: Callable[..., Order], made: Make):
    first = made("Adébáyọ̀")
    again = Press(planner.library).pdf(planner.plan(make_order(patient="Adébáyọ̀", note=""))[0])
    assert first == again
    assert re.search(rb"/BaseFont/[A-Z]{6}\+NotoSans-Bold", first)
