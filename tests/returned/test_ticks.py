"""Filled-in handouts come back: what is read, and what cannot be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from handouts.base.problems import Exit, HandoutsError
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import read_ticks
from handouts.returned.tally import Share, tally
from handouts.runs.press import Press
from handouts.write.protect import lock
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    """A sheet with room left for the patient's own notes."""
    order = make_order(items=("hip-hinge",), week=3, start=date(2026, 11, 25), layout="compact", paper="letter")
    return press.pdf(planner.plan(order)[0])


def filled(data: bytes, ticks: tuple[str, ...] = (), texts: dict[str, str] | None = None) -> bytes:
    """The file with boxes ticked and texts written, as a viewer that rewrites it saves it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            field = reference.get_object()
            if field["/T"] in ticks:
                field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
            if field["/T"] in (texts or {}):
                field[NameObject("/V")] = TextStringObject((texts or {})[field["/T"]])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def reading(data: bytes, folder: Path, password: str = ""):  # type: ignore[no-untyped-def]
    path = folder / "back.pdf"
    path.write_bytes(data)
    return read_ticks(path, password)


def test_ticks_pain_and_remarks_are_read(data: bytes, tmp_path: Path):
    made = filled(
        data, ("d1_mon_s1_t1", "d2_fri_s1_t3"), {"pain_wed_s1": "3/10", "notes_p3": "  Felt good.\r\nTired. "}
    )
    found = reading(made, tmp_path)
    done = [(tick.drill, tick.day, tick.set_number) for tick in found.ticks if tick.ticked]
    # the week starts on a Wednesday, so Monday is its sixth day
    assert done == [("kneeling-hip-extension", date(2026, 12, 14), 1), ("hinge-with-dowel", date(2026, 12, 11), 3)]
    assert found.week == date(2026, 12, 9)
    assert [(pain.day, pain.value) for pain in found.pain if pain.text] == [(date(2026, 12, 9), 3)]
    assert found.remarks == ("Felt good.\nTired.",)
    assert found.warnings == ()


def test_the_tally_counts_done_of_planned(data: bytes, tmp_path: Path):
    found = reading(filled(data, ("d1_mon_s1_t1", "d1_mon_s1_t2")), tmp_path)
    counts = tally(found)
    assert len(counts.days) == 3
    assert counts.drills[0].name == "kneeling-hip-extension"
    assert counts.drills[0].days[date(2026, 12, 14)] == Share(2, 3)
    assert counts.all_drills.whole == Share(2, len(found.ticks)) == Share(2, 36)


@given(st.sets(st.integers(0, 35)))
@settings(max_examples=25)
def test_any_ticks_come_back_as_they_were(data: bytes, tmp_path_factory: pytest.TempPathFactory, chosen: set[int]):
    names = sorted(name for name in PdfReader(io.BytesIO(data)).get_fields() or {} if name[0] == "d")
    ticked = tuple(names[index] for index in chosen)
    found = reading(filled(data, ticked), tmp_path_factory.mktemp("back"))
    days = {"mon": 14, "wed": 9, "fri": 11}
    back = {
        f"d{tick.drill_number}_{next(d for d, n in days.items() if n == tick.day.day)}_s1_t{tick.set_number}"
        for tick in found.ticks
        if tick.ticked
    }
    assert back == set(ticked)


@given(st.text(max_size=80))
@settings(max_examples=40)
def test_any_remark_is_read_without_what_is_invisible(data: bytes, tmp_path_factory: pytest.TempPathFactory, text: str):
    found = reading(filled(data, (), {"notes_p3": text, "pain_mon_s1": text[:12]}), tmp_path_factory.mktemp("back"))
    for said in (*found.remarks, *(pain.text for pain in found.pain)):
        assert "\u202e" not in said
        assert all(char == "\n" or char.isprintable() or char.isspace() for char in said)
    assert all(pain.value is None or 0 <= pain.value <= 10 for pain in found.pain)


def problem(data: bytes, folder: Path, password: str = "") -> str:
    with pytest.raises(HandoutsError) as caught:
        reading(data, folder, password)
    (found,) = caught.value.problems
    assert found.hint
    return found.message


def test_a_flattened_file(data: bytes, tmp_path: Path):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.pop("/Annots", None)
    out = io.BytesIO()
    writer.write(out)
    assert "flattened" in problem(out.getvalue(), tmp_path)


def test_a_file_put_together_from_two(
    data: bytes, planner: Planner, press: Press, make_order: Callable[..., Order], tmp_path: Path
):
    other = press.pdf(planner.plan(make_order(patient="Sam Okafor"))[0])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.append(io.BytesIO(other))
    out = io.BytesIO()
    writer.write(out)
    assert "more than one file" in problem(out.getvalue(), tmp_path)


def test_a_page_that_was_taken_out(data: bytes, tmp_path: Path):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    del writer.pages[1]
    out = io.BytesIO()
    writer.write(out)
    found = reading(out.getvalue(), tmp_path)
    assert "of its" in found.warnings[0].message
    assert 0 < len(found.ticks) < 36


def test_a_file_that_is_not_ours(tmp_path: Path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert "not a handout of ours" in problem(out.getvalue(), tmp_path)
    assert "not a PDF" in problem(b"hello", tmp_path)


def test_an_id_that_was_changed(data: bytes, tmp_path: Path):
    at = data.index(b"/Handout(") + len("/Handout(")
    wrong = b"1" if data[at : at + 1] != b"1" else b"2"
    assert "damaged id" in problem(data[:at] + wrong + data[at + 1 :], tmp_path)


def test_a_handout_for_paper(planner: Planner, library, make_order: Callable[..., Order], tmp_path: Path):  # type: ignore[no-untyped-def]
    data = Press(library, form=False).pdf(planner.plan(make_order())[0])
    assert "made for paper" in problem(data, tmp_path)


def test_a_protected_file_is_opened_with_its_password(data: bytes, tmp_path: Path):
    locked = lock(filled(data, ("d1_mon_s1_t1",)), "three words here")
    assert "protected" in problem(locked, tmp_path)
    assert "protected" in problem(locked, tmp_path, "wrong words")
    assert sum(tick.ticked for tick in reading(locked, tmp_path, "three words here").ticks) == 1


@given(st.data())
@settings(max_examples=150)
def test_damage_is_a_problem_and_never_a_crash(
    data: bytes, tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject
):
    folder = tmp_path_factory.mktemp("damaged")
    raw = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 30))):
        at = draw.draw(st.integers(0, len(raw) - 1))
        raw[at : at + draw.draw(st.integers(0, 300))] = draw.draw(st.binary(max_size=8))
    end = draw.draw(st.one_of(st.none(), st.integers(0, len(raw))))
    try:
        found = reading(bytes(raw[:end]), folder)
    except HandoutsError as error:
        assert error.problems  # either is right
    else:
        assert len(found.ticks) <= 36


# --- the command ---------------------------------------------------------------------------------


def test_the_command_reads_what_it_can_and_names_the_rest(handouts: Run, data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(filled(data, ("d1_mon_s1_t1",), {"notes_p3": "=HYPERLINK(1)"}))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nonsense")
    ran = handouts("ticks", "a.pdf", "b.pdf", "gone.pdf")
    assert ran.code == Exit.SOME_FAILED
    assert "self-report" in ran.out
    assert "1 of 9, 11 %" in ran.out
    assert "b.pdf: is damaged" in ran.err
    assert "gone.pdf: is not there" in ran.err
    assert handouts("ticks", "b.pdf").code == Exit.CONTENT


def test_csv_has_a_line_for_each_box_and_no_formula(handouts: Run, data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(filled(data, ("d1_mon_s1_t1",), {"notes_p3": "=HYPERLINK(1)", "pain_mon_s1": "2"}))
    assert handouts("ticks", "a.pdf", "--csv", "-o", "out.csv").code == 0
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    boxes = [row for row in rows if row["kind"] == "box"]
    assert len(boxes) == 36
    assert [row["ticked"] for row in boxes].count("yes") == 1
    assert {row["source"] for row in rows} == {"self-report"}
    assert [row["text"] for row in rows if row["kind"] == "remark"] == ["'=HYPERLINK(1)"]
    assert handouts("ticks", "a.pdf", "--csv", "-o", "out.csv").code == 0, "the same bytes"
    assert handouts("ticks", "a.pdf", "--json", "-o", "out.csv").code == Exit.EXISTS


def test_json_holds_the_same(handouts: Run, data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(filled(data, ("d4_wed_s1_t2",), {"pain_mon_s1": "2"}))
    said = json.loads(handouts("ticks", "a.pdf", "--json").out)
    assert said["source"] == "self-report"
    (one,) = said["handouts"]
    assert sum(box["ticked"] for box in one["boxes"]) == 1
    assert one["summary"][3]["days"]["2026-12-09"] == {"done": 1, "planned": 3}
    assert one["pain"] == [{"date": "2026-12-14", "session": 1, "text": "2", "value": 2}]
    assert handouts("ticks", "a.pdf", "--json", "--csv").code == Exit.USAGE


def test_the_same_handout_twice_is_pointed_out(handouts: Run, data: bytes, tmp_path: Path):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(data)
    ran = handouts("ticks", "a.pdf", "b.pdf")
    assert ran.code == 0
    assert "b.pdf: warning: is the same handout as a.pdf" in ran.err


def test_a_remark_cannot_move_the_terminal(handouts: Run, data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(filled(data, (), {"notes_p3": "\x1b[2Jgone\u202e"}))
    assert "\x1b" not in handouts("ticks", "a.pdf").out
