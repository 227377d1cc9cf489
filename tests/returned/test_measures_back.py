"""Outcome measures come back from a real sheet: one box is an answer, two are shown and never guessed at."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from handouts.base.outcomes import ANSWERS
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import Returned, read_ticks
from handouts.returned.tally import summary
from handouts.runs.press import Press
from handouts.write.protect import lock
from tests.conftest import Ran
from tests.returned.test_ticks import filled

ALL = ("pain", "function", "change")
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def make(planner: Planner, press: Press, make_order: Callable[..., Order]) -> Callable[..., bytes]:
    def made(**asked: object) -> bytes:
        order = make_order(items=("sit-to-stand",), week=2, measures=ALL, layout="log", **asked)
        return press.pdf(planner.plan(order)[0])

    return made


@pytest.fixture(scope="module")
def named(make: Callable[..., bytes]) -> bytes:
    return make(activities=("Climb the stairs", FORMULA))


@pytest.fixture(scope="module")
def unnamed(make: Callable[..., bytes]) -> bytes:
    return make()


def read(data: bytes, folder: Path, password: str = "") -> Returned:
    path = folder / "back.pdf"
    path.write_bytes(data)
    return read_ticks(path, password)


def values(found: Returned) -> list[tuple[str, int, str, int | None, bool]]:
    return [(row.kind, row.number, row.what, row.value, row.unclear) for row in found.measures]


def test_each_row_comes_back_with_what_it_is_about(named: bytes, tmp_path: Path):
    found = read(filled(named, ("m_pain_0", "m_function1_10", "m_change_4", "d1_mon_s1_t1")), tmp_path)
    assert values(found) == [
        ("pain", 1, "", 0, False),
        ("function", 1, "Climb the stairs", 10, False),
        ("function", 2, FORMULA, None, False),
        ("change", 1, "", 4, False),
    ]
    assert sum(tick.ticked for tick in found.ticks) == 1
    assert len(found.ticks) == 3, "boxes of measures are no sets of a drill"
    assert found.warnings == ()


def test_two_ticks_are_shown_and_no_value_is_taken(named: bytes, tmp_path: Path):
    found = read(filled(named, ("m_pain_3", "m_pain_4", "m_change_7")), tmp_path)
    assert values(found)[0] == ("pain", 1, "", None, True)
    assert found.measures[0].marked == (3, 4)
    text = summary(found)
    assert "  pain now: unclear, look at the sheet (3 and 4 are ticked, or cannot be told)\n" in text
    assert "  change since the start: very much better\n" in text
    assert "  activity 1 “Climb the stairs”: not answered\n" in text


def test_activities_that_the_patient_wrote_are_no_remarks(unnamed: bytes, tmp_path: Path):
    texts = {"m_activity1": "Kneel\r\n\u202eto pray", "m_activity2": "", "m_activity3": "x" * 300}
    found = read(filled(unnamed, ("m_function1_6",), texts), tmp_path)
    assert found.remarks == ()
    assert [row.what for row in found.measures if row.kind == "function"] == ["Kneel\nto pray", "", "x" * 300]
    assert values(found)[1][3] == 6


def test_what_is_drawn_over_a_box_is_not_taken_for_no(named: bytes, tmp_path: Path):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(named)))
    for page in writer.pages:
        for reference in list(page.get("/Annots", ())):
            field = reference.get_object()
            if field["/T"] == "m_pain_6":
                left, low, right, top = (float(one) for one in field["/Rect"])
                ink = DictionaryObject({
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/Ink"),
                    NameObject("/Rect"): field["/Rect"],
                    NameObject("/InkList"): ArrayObject([ArrayObject([FloatObject(one) for one in (left, low, right, top)])]),
                })  # fmt: skip
                page["/Annots"].append(writer._add_object(ink))
    out = io.BytesIO()
    writer.write(out)
    row = read(out.getvalue(), tmp_path).measures[0]
    assert row.value == 6 or (row.unclear and row.marked == (6,))
    assert row.value != 0


def test_a_protected_sheet_hides_what_is_hard_for_the_patient_and_gives_it_back(named: bytes, tmp_path: Path):
    locked = lock(named, "a password")
    written = "Climb".encode("utf-16-be").hex().encode()
    assert written in named
    assert written not in locked
    assert values(read(locked, tmp_path, "a password"))[1][2] == "Climb the stairs"


def test_spreadsheets_and_scripts_get_them(handouts: Callable[..., Ran], named: bytes, tmp_path: Path):
    (tmp_path / "back.pdf").write_bytes(filled(named, ("m_pain_3", "m_pain_4", "m_function2_5")))
    ran = handouts("ticks", "back.pdf", "--csv")
    rows = [row for row in csv.DictReader(io.StringIO(ran.out)) if row["kind"] == "measure"]
    assert [(row["measure"], row["row"], row["value"], row["text"]) for row in rows] == [
        ("pain", "1", "unclear", ""),
        ("function", "1", "", "Climb the stairs"),
        ("function", "2", "5", f"'{FORMULA}"),
        ("change", "1", "", ""),
    ]
    (data,) = json.loads(handouts("ticks", "back.pdf", "--json").out)["handouts"]
    assert data["measures"][0] == {
        "measure": "pain", "row": 1, "activity": "", "value": None, "unclear": True, "marked": [3, 4],
    }  # fmt: skip
    assert data["measures"][2] == {"measure": "function", "row": 2, "activity": FORMULA, "value": 5, "unclear": False}


@given(st.sets(st.sampled_from([f"m_pain_{answer}" for answer in ANSWERS["pain"]])))
@settings(max_examples=15)
def test_any_ticks_of_a_row_come_back(named: bytes, tmp_path_factory: pytest.TempPathFactory, ticked: set[str]):
    row = read(filled(named, tuple(ticked) or ("m_change_1",)), tmp_path_factory.mktemp("back")).measures[0]
    numbers: Sequence[int] = sorted(int(name.removeprefix("m_pain_")) for name in ticked)
    assert row.value == (numbers[0] if len(numbers) == 1 else None)
    assert row.marked == (tuple(numbers) if len(numbers) > 1 else ())


@given(st.text(max_size=60))
@settings(max_examples=15)
def test_whatever_stands_for_activities_is_made_safe(named: bytes, tmp_path_factory: pytest.TempPathFactory, text: str):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(filled(named, ("m_pain_1",)))))
    assert writer._info is not None
    writer._info.get_object()[NameObject("/Activities")] = TextStringObject("\n".join([text] * 9))
    out = io.BytesIO()
    writer.write(out)
    found = read(out.getvalue(), tmp_path_factory.mktemp("back"))
    assert len(found.measures) == 4
    assert all(char.isprintable() for row in found.measures for char in row.what)
