"""What is marked by hand, saved by halves, flattened, or never saved is told apart from a sheet with nothing done."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from handouts.base.problems import Exit, HandoutsError
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import Returned, read_ticks
from handouts.returned.marks import drawn_on
from handouts.runs.press import Press
from handouts.write.protect import lock
from tests.conftest import LAYOUTS, Ran

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order())[0])


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def reading(data: bytes, folder: Path, password: str = "") -> Returned:
    path = folder / "back.pdf"
    path.write_bytes(data)
    return read_ticks(path, password)


def refused(data: bytes, folder: Path) -> str:
    with pytest.raises(HandoutsError) as caught:
        reading(data, folder)
    (problem,) = caught.value.problems
    assert "yourself" in problem.hint
    return problem.message


def widget(page: PageObject, name: str) -> DictionaryObject:
    fields = (reference.get_object() for reference in page["/Annots"])  # type: ignore[attr-defined]
    return next(field for field in fields if field.get("/T") == name)


def annotated(data: bytes, kind: str, over: str = "", text: str = "", **more: Any) -> bytes:
    """The file with an annotation over the box of this name on its first page, or at the foot of that."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    page = writer.pages[0]
    place = widget(page, over)["/Rect"] if over else ArrayObject(map(FloatObject, (5, 5, 60, 20)))
    mark = DictionaryObject(
        {NameObject("/Subtype"): NameObject(f"/{kind}"), NameObject("/Rect"): place}
        | {NameObject("/Contents"): TextStringObject(text)}
        | {NameObject(f"/{key}"): value for key, value in more.items()}
    )
    page["/Annots"].append(writer._add_object(mark))  # type: ignore[attr-defined]
    return saved(writer)


def unsure(found: Returned) -> list[str]:
    return [f"{tick.drill_number} {tick.day:%a} {tick.set_number}" for tick in found.ticks if tick.unsure]


@pytest.mark.parametrize("kind", ["FreeText", "Ink", "Stamp", "Line", "Highlight", "Square", "Polygon", "Text"])
def test_a_mark_over_a_box_is_never_nothing_done(data: bytes, tmp_path: Path, kind: str):
    found = reading(annotated(data, kind, over="d1_mon_s1_t2", text="0"), tmp_path)  # a typed x is a tick: see below
    assert unsure(found) == ["1 Mon 2"]
    assert not any(tick.ticked for tick in found.ticks)
    assert found.look == ("is marked by hand: something is drawn or typed over 1 box",)
    assert [(one.message, one.warning) for one in found.warnings] == [(found.look[0], True)]
    assert found.remarks == ()


def test_what_is_typed_beside_the_boxes_is_a_remark(data: bytes, tmp_path: Path):
    found = reading(annotated(data, "FreeText", text="Knee was sore\u202e"), tmp_path)
    assert (found.remarks, unsure(found)) == (("Knee was sore",), [])
    assert found.look == ("has something drawn or typed on it beside the boxes, on page 1",)
    longer = reading(annotated(data, "Text", over="d1_mon_s1_t1", text="only half of it"), tmp_path)
    assert (longer.remarks, unsure(longer)) == (("only half of it",), ["1 Mon 1"])


@pytest.mark.parametrize(
    ("kind", "more"), [("Link", {}), ("Popup", {}), ("Ink", {"F": NumberObject(2)}), ("Ink", {"F": NumberObject(32)})]
)
def test_links_and_what_is_hidden_are_no_marks(data: bytes, tmp_path: Path, kind: str, more: dict[str, Any]):
    assert reading(annotated(data, kind, over="d1_mon_s1_t1", **more), tmp_path).look == ()


@pytest.mark.parametrize(
    "place", [ArrayObject(), NumberObject(3), ArrayObject(map(FloatObject, (900, 900, 0, 0))), TextStringObject("x")]
)
def test_a_mark_that_may_lie_anywhere_lies_over_every_box_of_its_page(data: bytes, tmp_path: Path, place: Any):
    writer = PdfWriter(clone_from=io.BytesIO(annotated(data, "Ink")))
    writer.pages[0]["/Annots"][-1].get_object()[NameObject("/Rect")] = place  # type: ignore[index]
    assert len(unsure(reading(saved(writer), tmp_path))) == sum(
        field.get_object()["/T"][0] == "d"
        for field in PdfReader(io.BytesIO(data)).pages[0]["/Annots"]  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize(
    "content", [b"BT 120 145 Td (X) Tj ET", b"0 0 m 9 9 l S", b"q 9 0 0 9 0 0 cm /Fm0 Do Q", b"% " + b"x" * 200_001]
)
def test_a_page_that_was_drawn_on(data: bytes, tmp_path: Path, content: bytes):
    writer = PdfWriter(clone_from=io.BytesIO(data))
    page = writer.pages[1]
    more = DecodedStreamObject()
    more.set_data(content)
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(more)])
    found = reading(saved(writer), tmp_path)
    assert found.look == ("may be marked by hand: page 2 was drawn on or made anew by another program",)
    boxes = (field.get_object()["/T"] for field in page["/Annots"])  # type: ignore[attr-defined]
    assert {place[0] for place in unsure(found)} == {name[1] for name in boxes if name[0] == "d"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_page_of_ours_counts_as_drawn_on(
    planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path, layout: str
):
    """Whoever changes what a page itself draws must tell ``drawn_on`` of it."""
    reader = PdfReader(io.BytesIO(press.pdf(planner.plan(make_order(layout=layout))[0])))
    assert not any(drawn_on(page) for page in reader.pages)
    found = reading(saved(PdfWriter(clone_from=reader)), tmp_path)
    assert (found.look, unsure(found)) == ((), [])


# --- look and value, saved and not ----------------------------------------------------------------


@pytest.mark.parametrize(("value", "look"), [("/Off", "/Yes"), ("/Yes", "/Off")])
def test_a_box_that_looks_otherwise_than_it_is(data: bytes, tmp_path: Path, value: str, look: str):
    writer = PdfWriter(clone_from=io.BytesIO(data))
    field = widget(writer.pages[0], "d1_wed_s1_t1")
    field[NameObject("/V")], field[NameObject("/AS")] = NameObject(value), NameObject(look)
    found = reading(saved(writer), tmp_path)
    assert unsure(found) == ["1 Wed 1"]
    assert sum(tick.ticked for tick in found.ticks) == (value == "/Yes")
    assert "a box that looks otherwise" in found.look[0]


def test_the_file_as_it_was_made_says_nothing(data: bytes, tmp_path: Path):
    found = reading(data, tmp_path)
    assert all(tick.unsure for tick in found.ticks)
    assert found.look == ("is as it was made: nothing was ever saved in it",)
    assert "Ask for the file" in found.warnings[0].hint


def test_the_file_saved_by_a_program_says_that_nothing_was_done(data: bytes, tmp_path: Path):
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(0)
    document = pypdfium2.PdfDocument(data)
    out = io.BytesIO()
    document.save(out)
    for one in (saved(PdfWriter(clone_from=io.BytesIO(data))), saved(writer), out.getvalue()):
        found = reading(one, tmp_path)
        assert (found.look, unsure(found)) == ((), [])


def test_a_tick_added_to_the_end_of_the_file(data: bytes, tmp_path: Path):
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    field = widget(writer.pages[0], "d1_mon_s1_t1")
    field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
    found = reading(saved(writer), tmp_path)
    assert (sum(tick.ticked for tick in found.ticks), found.look) == (1, ())


def test_a_protected_file_as_it_was_made(data: bytes, tmp_path: Path):
    assert "as it was made" in reading(lock(data, "three words here"), tmp_path, "three words here").look[0]


# --- flattened, printed, without metadata -----------------------------------------------------------


def test_a_form_that_a_browser_s_engine_flattened_is_to_be_looked_at(data: bytes, tmp_path: Path):
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for page in document:
        page.flatten()
    out = io.BytesIO()
    document.save(out)
    assert "flattened" in refused(out.getvalue(), tmp_path)


def stripped(data: bytes, *, fields: bool = True) -> PdfWriter:
    """The file without what it says of itself."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    assert writer._info is not None
    writer._info.get_object().clear()  # type: ignore[union-attr]
    for page in writer.pages if not fields else ():
        page.pop("/Annots", None)
    return writer


def test_a_file_printed_to_a_pdf_is_known_by_its_foot(data: bytes, tmp_path: Path):
    handout = reading(data, tmp_path).handout
    message = refused(saved(stripped(data, fields=False)), tmp_path)
    assert message.startswith(f"is the handout {handout[:4]}-{handout[4:8]}-{handout[8:]} without its form")


@pytest.mark.parametrize("start", [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 30)])
def test_without_metadata_it_is_read_by_its_fields_and_foot(
    planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path, start: date
):
    note = "Call us from 1 to 5 December 2026."
    data = press.pdf(planner.plan(make_order(start=start, note=note))[0])
    writer = stripped(data)
    field = widget(writer.pages[0], "d1_mon_s1_t1")
    field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
    found, known = reading(saved(writer), tmp_path), reading(data, tmp_path)
    assert (found.handout, found.week) == (known.handout, start)
    assert [(tick.drill_number, tick.day) for tick in found.ticks] == [
        (tick.drill_number, tick.day) for tick in known.ticks
    ]
    assert sum(tick.ticked for tick in found.ticks) == 1
    assert {tick.drill for tick in found.ticks} == {""}
    (warning,) = found.warnings
    assert "read by its fields" in warning.message


def test_without_metadata_lost_pages_and_joined_files_are_seen(
    data: bytes, planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path
):
    writer = stripped(data)
    del writer.pages[1]
    assert "has 2 of its 3 pages" in reading(saved(writer), tmp_path).warnings[1].message
    other = press.pdf(planner.plan(make_order(patient="Sam Okafor"))[0])
    writer = stripped(data)
    writer.append(io.BytesIO(other))
    with pytest.raises(HandoutsError, match="more than one file"):
        reading(saved(writer), tmp_path)


def test_a_scan_holds_no_text(tmp_path: Path):
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (200, 200), 200).save(out, "PDF")
    assert "holds no text" in refused(out.getvalue(), tmp_path)


@pytest.mark.parametrize("content", [b"%FDF-1.2\n", b'\xef\xbb\xbf<?xml version="1.0"?><xfdf/>'])
def test_what_was_filled_in_without_its_sheet(tmp_path: Path, content: bytes):
    with pytest.raises(HandoutsError, match="sent without its sheet"):
        reading(content, tmp_path)


# --- what is told -----------------------------------------------------------------------------------


def test_the_command_shows_it_in_every_form(handouts: Run, data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(annotated(data, "Ink", over="d1_mon_s1_t2"))
    ran = handouts("ticks", "a.pdf")
    assert ran.code == 0
    assert "a.pdf: warning: is marked by hand" in ran.err
    assert "look at it yourself: it is marked by hand" in ran.out
    assert "0?/2" in ran.out
    assert "0 of 6 ticked, 1 cannot be told" in ran.out
    (one,) = json.loads(handouts("ticks", "a.pdf", "--json").out)["handouts"]
    assert [box["unsure"] for box in one["boxes"]].count(True) == 1
    assert one["summary"][0]["days"]["2026-11-23"] == {"done": 0, "planned": 2, "unsure": 1}
    assert one["look_at_it_yourself"]
    rows = list(csv.DictReader(io.StringIO(handouts("ticks", "a.pdf", "--csv").out)))
    assert [row["ticked"] for row in rows].count("unsure") == 1
    assert [row["text"] for row in rows if row["kind"] == "look at it yourself"]


@pytest.mark.parametrize("damage", ["cut", "no end", "wrong table", "before the head"])
def test_the_reader_s_own_words_are_not_shown(data: bytes, tmp_path: Path, damage: str):
    """What a library says of a damaged file is for programmers. In a process of its own: pytest hears it here."""
    whole = saved(PdfWriter(clone_from=io.BytesIO(data)))
    broken = {
        "cut": whole[: int(0.9 * len(whole))],
        "no end": whole[:-8],
        "wrong table": re.sub(rb"startxref\n\d+", b"startxref\n1234", whole),
        "before the head": b"junk\n" + whole,
    }
    (tmp_path / "a.pdf").write_bytes(broken[damage])
    command = [sys.executable, "-m", "handouts", "ticks", "a.pdf", "--look"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ran.returncode in (0, Exit.CONTENT)
    assert [line for line in ran.stderr.splitlines() if not line.startswith(("a.pdf: ", "    "))] == []
