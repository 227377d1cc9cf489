from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handouts.base.plaintext import clean
from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf.faces import type_faces
from tests.conftest import LAYOUTS, pdf_text

FACES = type_faces()
PRINTABLE = sorted(
    FACES.faces[0][0].chars & FACES.faces[0][1].chars | FACES.faces[1][0].chars & FACES.faces[1][1].chars
)
NAMES = st.text(alphabet=st.sampled_from(PRINTABLE), min_size=1, max_size=40)


def test_the_words_of_the_handout_are_in_the_file(planner: Planner, press: Press, make_order: Callable[..., Order]):
    handout = planner.plan(make_order())[0]
    text = pdf_text(press.pdf(handout))
    for part in (
        "For Mei Tan",
        "Hip hinge",
        "Mon, Wed, Fri,",
        "Hold 2 seconds",
        "2 sets of 8.",
        "Page 1 of 3",
        handout.shown_id,
    ):
        assert part in text


@settings(max_examples=80)
@given(NAMES, st.sampled_from(LAYOUTS))
def test_every_printable_name_comes_out_as_it_went_in(
    planner: Planner, press: Press, make_order: Callable[..., Order], name: str, layout: str
):
    try:
        patient = clean(name, limit=120)
    except ValueError:
        return
    if not patient.strip("\xa0 "):
        return
    if bad := FACES.missing(patient):  # two letters of the alphabet may compose to one that no face has
        with pytest.raises(HandoutsError, match=f"U\\+{ord(bad):04X}"):
            press.pdf(planner.plan(make_order(patient=patient, layout=layout))[0])
        return
    text = pdf_text(press.pdf(planner.plan(make_order(patient=patient, layout=layout))[0]))
    assert "".join(patient.split()) in "".join(text.split())


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60))
def test_any_note_is_printed_whole_or_refused_by_name(
    planner: Planner, press: Press, make_order: Callable[..., Order], text: str
):
    try:
        note = clean(text, limit=4000, lines=True)
        data = press.pdf(planner.plan(make_order(note=note))[0])
    except ValueError:
        return
    except HandoutsError as error:
        assert [problem.place for problem in error.problems] == ["note"]
        assert "U+" in error.problems[0].message
        return
    assert "".join(note.split()) in "".join(pdf_text(data).split())


@pytest.mark.parametrize(
    "note",
    [
        "<b>bold</b> <img src='/etc/passwd'>",
        "{patient} {0.__class__} **x**",
        "%PDF (a) \\n << >> endobj",
        "a & b < c > d &amp; &#x41;",
    ],
)
def test_mark_up_is_text(planner: Planner, press: Press, make_order: Callable[..., Order], note: str):
    assert note in pdf_text(press.pdf(planner.plan(make_order(note=note))[0]))


def test_letters_that_share_a_shape_keep_their_own_code(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    text = pdf_text(press.pdf(planner.plan(make_order(note="a\u00a0b−c-d Ωµ"))[0]).replace(b"", b""))
    assert "−c-d" in text


def test_a_letter_that_no_face_has_is_found_before_anything_is_made(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    with pytest.raises(HandoutsError) as caught:
        press.pdf(planner.plan(make_order(patient="𓀀", note="𓁀"))[0])
    assert [problem.place for problem in caught.value.problems] == ["patient", "note"]
    assert "U+13000" in caught.value.problems[0].message


def test_a_vietnamese_name_is_set_in_the_second_face(planner: Planner, press: Press, make_order: Callable[..., Order]):
    data = press.pdf(planner.plan(make_order(patient="Nguyễn Thị Ánh"))[0])
    assert "Nguyễn Thị Ánh" in pdf_text(data)
    assert b"BeVietnamPro" in data
    assert b"BeVietnamPro" not in press.pdf(planner.plan(make_order())[0])


def test_the_same_handout_gives_the_same_bytes_alone_and_in_a_batch(
    library: Library, planner: Planner, press: Press, make_order: Callable[..., Order]
):
    orders = [make_order(patient=f"Patient {n} ő", week=1 + n % 4, layout=LAYOUTS[n % len(LAYOUTS)]) for n in range(10)]
    batch = [press.pdf(planner.plan(order)[0]) for order in orders]
    alone = [Press(library).pdf(Planner(library).plan(order)[0]) for order in reversed(orders)]
    assert batch == alone[::-1]


def test_another_process_gives_the_same_bytes(tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "handouts",
        "make",
        "hip-hinge",
        "-p",
        "Mei Tan",
        "--issued",
        "2026-11-20",
        "--start",
        "2026-11-23",
        "-o",
    ]
    for seed, name in (("1", "a.pdf"), ("2", "b.pdf")):
        subprocess.run(
            [*command, name], check=True, cwd=tmp_path, env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True
        )
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_fonts_are_embedded_and_the_file_says_what_it_is(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    data = press.pdf(planner.plan(make_order())[0])
    reader = PdfReader(io.BytesIO(data), strict=True)
    fonts = reader.pages[0]["/Resources"]["/Font"]
    assert len(fonts) == 2
    for font in fonts.values():
        descriptor = font.get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor
    assert reader.metadata
    assert reader.metadata.title == "Hip hinge, week 1 of 4. 23 to 29 November 2026"
    assert "Mei" not in str(reader.metadata)
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_files_are_small(planner: Planner, press: Press, make_order: Callable[..., Order]):
    for layout in LAYOUTS:
        assert len(press.pdf(planner.plan(make_order(layout=layout))[0])) < 120_000


def test_mono_uses_black_and_white_only(library: Library, planner: Planner, make_order: Callable[..., Order]):
    import re

    data = Press(library, mono=True).pdf(planner.plan(make_order())[0])
    for page in PdfReader(io.BytesIO(data)).pages:
        found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)", page.get_contents().get_data())  # type: ignore[union-attr]  # it has one
        assert set(found) <= {(b"0", b"0", b"0"), (b"1", b"1", b"1")}
        assert len(found) > 10


def test_brands_differ_in_colour_alone(make_order: Callable[..., Order]):
    harbour, northgate = load_library(brand="harbour-street"), load_library(brand="northgate")
    one = replace(northgate, clinic=replace(harbour.clinic, colours=northgate.clinic.colours), logo=harbour.logo)
    first, second = (Press(item).pdf(Planner(item).plan(make_order())[0]) for item in (harbour, one))
    assert pdf_text(first) == pdf_text(second)
    assert first != second
