"""What programs that fill in forms leave: values, tags, and every word in a font that the file has."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NameObject

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import read_ticks
from handouts.runs.press import Press
from handouts.write.pdf.faces import type_faces
from tests.conformance import walk
from tests.conformance.test_viewers import HERE, LIBRARIES, node_and_pdf_js, python_and_poppler

pytestmark = pytest.mark.judge
BOX, PAIN, VALUE = "d1_mon_s1_t2", "pain_wed_s1", "4"
NOTE, PLAIN = "Genou enflé (œdème): “½ Šport”", "Genou enflé: ½ à 20 €"
Command = Callable[[], list[str]]
FILLERS: dict[str, Command] = {
    "pdf.js": lambda: [*node_and_pdf_js("tick_pdfjs.mjs")],
    "poppler": lambda: [python_and_poppler(), str(HERE / "tick_poppler.py")],
    "PDFium": lambda: [sys.executable, str(LIBRARIES), "pdfium"],
    "pypdf": lambda: [sys.executable, str(LIBRARIES), "pypdf_itself"],
}
WORDS = dict.fromkeys(FILLERS, NOTE) | {"PDFium": PLAIN}
"""What is written. PDFium takes a font of the machine's for “, ” and œ, whatever the field's font has."""
Judge = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class FilledIn:
    """A handout, and the same as it was saved."""

    source: Path
    saved: Path
    note: str
    """Name of the field that the note is in."""
    words: str
    """What it says."""

    def texts(self) -> dict[str, Any]:
        """The fields to write in, as they are in the saved file, by name."""
        fields = PdfReader(self.saved).trailer["/Root"]["/AcroForm"]["/Fields"]
        found = (field.get_object() for field in fields)
        return {str(field["/T"]): field for field in found if field["/FT"] == "/Tx"}


@pytest.fixture(scope="module", params=[("log", "hip-hinge"), ("compact", "low-back")], ids=str)
def source(
    request: pytest.FixtureRequest,
    press: Press,
    planner: Planner,
    make_order: Callable[..., Order],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    layout, program = request.param
    path: Path = tmp_path_factory.mktemp("filled") / f"{layout}.pdf"
    path.write_bytes(press.pdf(planner.plan(make_order(layout=layout, items=(program,)))[0]))
    return path


@pytest.fixture(scope="module", params=FILLERS)
def filled(request: pytest.FixtureRequest, source: Path) -> FilledIn:
    return fill(request.param, source)


def fill(filler: str, source: Path) -> FilledIn:
    saved = source.with_name(f"{source.stem}-{filler}.pdf")
    note = next(name for name in PdfReader(source).get_fields() or {} if name.startswith("notes_"))
    command = [*FILLERS[filler](), str(source), str(saved), BOX, PAIN, VALUE, note, WORDS[filler]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return FilledIn(source, saved, note, WORDS[filler])


def test_what_was_filled_in_is_read_back(filled: FilledIn):
    before, after = read_ticks(filled.source), read_ticks(filled.saved)
    (ticked,) = [tick for tick in after.ticks if tick.ticked]
    assert (ticked.drill_number, f"{ticked.day:%a}", ticked.session, ticked.set_number) == (1, "Mon", 1, 2)
    assert [(f"{pain.day:%a}", pain.value) for pain in after.pain if pain.text] == [("Wed", int(VALUE))]
    assert after.remarks == (filled.words,)
    assert (after.handout, len(after.ticks)) == (before.handout, len(before.ticks))


def test_words_are_drawn_in_the_font_that_the_file_has(filled: FilledIn):
    texts = filled.texts()
    file = type_faces().faces[0][0].core.objects[-1]
    for name, text in ((PAIN, VALUE), (filled.note, filled.words)):
        look = texts[name]["/AP"]["/N"]
        (font,) = {
            one.get_object()["/BaseFont"]: one.get_object() for one in look["/Resources"]["/Font"].values()
        }.values()
        assert font["/Subtype"] == "/TrueType"
        embedded = font["/FontDescriptor"]["/FontFile2"].get_object()
        assert embedded.get_data() == unpacked(file)
        assert drawn(look.get_data()) == text.encode("cp1252")


def unpacked(stream: bytes) -> bytes:
    return zlib.decompress(stream.split(b"stream\n", 1)[1])


def drawn(content: bytes) -> bytes:
    """The codes that an appearance shows, one by one as they come."""
    stream = ContentStream(None, None)
    stream.set_data(content)
    return b"".join(operands[0].original_bytes for operands, operator in stream.operations if operator in {b"Tj", b"'"})


def test_letters_are_as_wide_as_in_the_face(filled: FilledIn):
    """Ink in the field, from the first letter to the last: no box in place of a letter, none left out."""
    face = type_faces().faces[0][0]
    widget = filled.texts()[filled.note]
    left, low, right, top = (float(value) for value in widget["/Rect"])
    numbers = {
        page.indirect_reference.idnum: at
        for at, page in enumerate(PdfReader(filled.saved).pages)
        if page.indirect_reference
    }
    pictures = []
    for path in (filled.source, filled.saved):
        pdf = pypdfium2.PdfDocument(path)
        pdf.init_forms()  # it draws no field without
        page = pdf[numbers[widget.raw_get("/P").idnum]]
        high = page.get_height()
        picture = page.render(scale=4).to_pil().convert("L")
        pictures.append(
            picture.crop((round(left * 4), round((high - top) * 4), round(right * 4), round((high - low) * 4)))
        )
    ink = ImageChops.difference(*pictures).point(lambda value: 255 * (value > 60)).getbbox()
    assert ink
    assert (ink[2] - ink[0]) / 4 == pytest.approx(face.length(filled.words) * 12, abs=2.5)


@pytest.mark.parametrize("reader", ["PDFium", "pdf.js"])
def test_tags_are_seen_as_before(filled: FilledIn, reader: str):
    if reader == "pdf.js":
        node_and_pdf_js("walk_pdfjs.mjs")
        before, after = walk.pdf_js([filled.source, filled.saved])
    else:
        before, after = walk.pdfium(filled.source), walk.pdfium(filled.saved)
    assert after == before
    assert sum(len(page.elements) for page in after) > 5


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_it_is_as_good_as_before(judge: Judge, source: Path, flavour: str):
    """The page's font and the fields' share one file, each with its own encoding; veraPDF keeps a file with the encoding
    of whichever it meets first, and then finds another width for the zero with a stroke, which only the page's has. So it
    is also asked of the same files with a copy for the fields: nothing else may be wrong.
    """
    saved = [fill(filler, source).saved for filler in FILLERS]
    done = judge(flavour, *saved)
    faults = [line.split()[:3] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert all(fault == ["1", "x", WIDTHS[flavour]] for fault in faults), done.stdout[-3000:]
    done = judge(flavour, *map(with_own_file, saved))
    assert done.stdout.count("PASS") == len(saved), done.stdout[-3000:] + done.stderr[-2000:]


WIDTHS = {"ua1": "7.21.5-1", "2a": "6.2.11.5-1"}
"""The rule that a glyph is as wide in a font's dictionary as in its file."""


def with_own_file(saved: Path) -> Path:
    """The same with a copy of the font file for the fields' font."""
    path = saved.with_name(f"{saved.stem}-own.pdf")
    with pikepdf.open(saved) as pdf:
        font = pdf.Root.AcroForm.DR.Font["/Helv"]
        shared = font.FontDescriptor.FontFile2
        font.FontDescriptor = pdf.make_indirect(pikepdf.Dictionary(font.FontDescriptor))
        font.FontDescriptor.FontFile2 = pdf.make_stream(shared.read_bytes(), Length1=int(shared.Length1))
        pdf.save(path)
    return path


def test_the_judge_sees_a_font_that_is_not_there(judge: Judge, source: Path):
    """Handouts named Helvetica once, which no file has."""
    writer = PdfWriter(clone_from=source)
    fonts = writer.root_object["/AcroForm"]["/DR"]["/Font"]  # type: ignore[index]  # as it is made
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts[NameObject("/Helv")] = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    bare = source.with_name("bare.pdf")
    writer.write(bare)
    assert "PASS" in judge("ua1", bare).stdout
    assert "7.21.4.1" in judge("ua1", fill("pypdf", bare).saved).stdout
