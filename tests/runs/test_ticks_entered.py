"""What comes back is entered in the clinic's register: what is sure, once, whole; and only where it belongs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.deliver.register import FILE
from handouts.returned.returns import Answers, Return, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from handouts.sheet.boxnames import BoxName
from tests.conftest import Ran
from tests.filledin import box_places, boxes_of, drawn_over, filled, inked, without_metadata

Run = Callable[..., Ran]


@pytest.fixture
def sheet(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A sheet that a clinic, whose folder is the current one, gave to Zoë Müller, 1041."""
    monkeypatch.chdir(clinic)
    assert handouts("make", "hip-hinge", "-p", "Zoë Müller", "--id", "1041", "--start", "2026-11-23").code == 0
    (path,) = (clinic / "output").glob("*.pdf")
    return path.read_bytes()


def id_of(sheet: bytes) -> str:
    return sheet.partition(b"/Handout(")[2][:12].decode()


def kept(sheet: bytes) -> list[Return]:
    with open_register(Path(), reading=True) as register:
        return ReturnsTable(register).of_handout(id_of(sheet))


def said(sheet: bytes) -> Answers:
    return answers(id_of(sheet), kept(sheet))


def test_what_is_sure_is_entered_once_with_pain_and_remarks(handouts: Run, sheet: bytes):
    some = boxes_of(sheet)[:5]
    Path("mei.pdf").write_bytes(filled(sheet, some, {"pain_mon_s1": "3", "notes_p3": "Sore\x07\r\nknee"}))
    ran = handouts("ticks", "mei.pdf")
    assert ran.code == 0
    assert "\n  1041: hip-hinge, week 1\n" in ran.out
    assert ran.out.endswith("\n  entered\n")
    assert "Müller" not in ran.out + ran.err  # this is no terminal
    found = said(sheet)
    assert (found.done, found.planned, found.pain_values) == (5, len(boxes_of(sheet)), (3,))
    assert found.sources == ("pdf",)
    before = Path(FILE).read_bytes()
    assert "already entered on " in handouts("ticks", "mei.pdf").out
    Path("copy of it.pdf").write_bytes(Path("mei.pdf").read_bytes())
    assert "already entered on " in handouts("ticks", "copy of it.pdf").out
    assert Path(FILE).read_bytes() == before


def test_who_only_looks_enters_nothing(handouts: Run, sheet: bytes):
    Path("mei.pdf").write_bytes(filled(sheet, boxes_of(sheet)[:1]))
    ran = handouts("ticks", "mei.pdf", "--look")
    assert "1041: hip-hinge, week 1" in ran.out
    assert "entered" not in ran.out + ran.err
    assert kept(sheet) == []


def test_outside_a_clinics_folder_it_is_shown_and_one_line_says_that_it_is_not_entered(
    handouts: Run, sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("mei.pdf").write_bytes(filled(sheet, boxes_of(sheet)[:1]))
    ran = handouts("ticks", "mei.pdf")
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert ran.err.startswith("Not entered: there is no clinic's folder here.")
    assert handouts("ticks", "mei.pdf", "--look").err == ""
    assert "entered" in handouts("ticks", "mei.pdf", "--clinic", "clinic").out
    assert handouts("ticks", "mei.pdf", "--clinic", "elsewhere").code == Exit.USAGE


def test_a_handout_that_the_register_does_not_know_is_shown_and_told(handouts: Run, sheet: bytes):
    Path("mei.pdf").write_bytes(filled(sheet, boxes_of(sheet)[:2]))
    assert handouts("forget", "1041", "--yes", "--files").code == 0
    ran = handouts("ticks", "mei.pdf")
    assert ran.code == 0
    assert "mei.pdf: warning: is a handout that the register does not know" in ran.err
    assert "not entered: the register does not know this handout" in ran.out
    assert "2/2" in ran.out
    assert kept(sheet) == []


def test_a_folder_without_a_register_gets_none(handouts: Run, sheet: bytes):
    Path("mei.pdf").write_bytes(filled(sheet, boxes_of(sheet)[:2]))
    for path in Path().glob(f"{FILE}*"):
        path.unlink()
    assert "does not know" in handouts("ticks", "mei.pdf").out
    assert not Path(FILE).exists()


def test_a_later_file_goes_over_an_earlier_one_and_what_it_takes_back_is_told(handouts: Run, sheet: bytes):
    first, second, third, *_ = boxes_of(sheet)
    Path("a.pdf").write_bytes(filled(sheet, [first, second], {"pain_mon_s1": "3"}))
    Path("b.pdf").write_bytes(filled(sheet, [first, third], {"pain_mon_s1": "4"}))
    assert "takes back" not in handouts("ticks", "a.pdf").out
    ran = handouts("ticks", "b.pdf")
    assert ran.out.endswith(
        "\n  entered. It takes back what came before: kneeling-hip-extension Mon, set 2; pain Mon\n"
    )
    found = said(sheet)
    assert [name.name() for name, ticked in found.boxes.items() if ticked] == [first, third]
    assert found.pain_values == (4,)


def test_what_is_unsure_waits_and_is_not_counted(handouts: Run, sheet: bytes):
    name = boxes_of(sheet)[1]
    page, left, bottom, right, top = box_places(sheet)[name]
    ring = [(left - 3, bottom), (left, top + 3), (right + 60, top), (right + 60, bottom), (left - 3, bottom)]
    Path("a.pdf").write_bytes(filled(inked(sheet, page, [ring]), boxes_of(sheet)[:1]))
    ran = handouts("ticks", "a.pdf")
    assert "not entered yet: 1 place is to be settled (“handouts settle”): kneeling-hip-extension Mon, set 2" in ran.out
    (one,) = kept(sheet)
    assert (one.state, one.unsure, one.ticked[boxes_of(sheet)[0]]) == ("pending", (name,), True)
    assert (said(sheet).planned, said(sheet).unsettled) == (0, {0: 1})
    assert "already there, and not entered yet" in handouts("ticks", "a.pdf").out


def test_on_a_page_that_was_drawn_on_only_what_does_not_look_empty_is_to_be_settled(handouts: Run, sheet: bytes):
    """As Markup on a telephone flattens it: the file does not say what was drawn, but it can be seen."""
    first, second, *_ = boxes_of(sheet)
    page, left, bottom, right, top = box_places(sheet)[second]
    content = f"1 w {left + 2} {bottom + 6} m {left + 5} {bottom + 2} l {right} {top} l S"
    Path("a.pdf").write_bytes(drawn_over(filled(sheet, [first]), page, content))
    assert "1 of 24 ticked, 1 cannot be told" in handouts("ticks", "a.pdf", "--look").out
    ran = handouts("ticks", "a.pdf")
    assert "1 of 24 ticked, 1 cannot be told" in ran.out
    assert "1 place is to be settled (“handouts settle”): kneeling-hip-extension Mon, set 2" in ran.out
    (one,) = kept(sheet)
    assert (one.unsure, one.ticked[first]) == ((second,), True)
    assert len(one.ticked) == len(boxes_of(sheet)) - 1
    with open_register(Path(), reading=True) as register:
        assert ReturnsTable(register).cutouts(one.id)[second].startswith(b"\x89PNG")
    assert handouts("ticks", "a.pdf").code == 0
    Path("b.pdf").write_bytes(drawn_over(filled(sheet, [first]), page, "q Q"))
    assert handouts("ticks", "b.pdf").out.endswith("\n  entered\n")


def test_the_strokes_of_a_pen_are_entered_as_ticks(handouts: Run, sheet: bytes):
    name = boxes_of(sheet)[1]
    page, left, bottom, right, top = box_places(sheet)[name]
    tick = [(left + 1, bottom + 6), (left + 5, bottom + 1), (right + 2, top + 2)]
    Path("a.pdf").write_bytes(inked(sheet, page, [tick]))
    ran = handouts("ticks", "a.pdf")
    assert ran.out.endswith("\n  entered\n")
    place = BoxName.parse(name)
    assert place
    assert [one for one, ticked in said(sheet).boxes.items() if ticked] == [place]
    assert "1 box is ticked by a pen" in kept(sheet)[0].why[0]


def test_nothing_marked_is_no_nought_per_cent(handouts: Run, sheet: bytes):
    Path("saved.pdf").write_bytes(filled(sheet))
    ran = handouts("ticks", "saved.pdf")
    assert "\n  nothing marked\n  entered\n" in ran.out
    assert "%" not in ran.out
    assert said(sheet).nothing_marked
    Path("as made.pdf").write_bytes(sheet)
    ran = handouts("ticks", "as made.pdf")
    assert "\n  nothing marked\n" in ran.out
    assert "not entered yet: a person has to say what it means" in ran.out
    assert [one.state for one in kept(sheet)] == ["entered", "pending"]
    assert kept(sheet)[1].unsure == ()  # one question, and not one a box


def test_a_file_that_says_another_week_than_its_handout_waits_for_a_person(handouts: Run, sheet: bytes):
    """Somebody has put one sheet's id into another's file."""
    other = sheet.replace(b"/Week(2026-11-23)", b"/Week(2026-11-16)")
    assert other != sheet
    Path("mei.pdf").write_bytes(filled(other, boxes_of(sheet)[:2]))
    ran = handouts("ticks", "mei.pdf")
    assert "says that it is of the week of 2026-11-16, and not of 2026-11-23" in ran.err
    assert "not entered yet: a person has to say what it means" in ran.out
    assert [one.state for one in kept(sheet)] == ["pending"]
    assert said(sheet).done == 0
    assert handouts("settle", "--page", "page.html").code == 0
    assert "This PDF says that it is of the week of 2026-11-16" in Path("page.html").read_text("utf-8")


def test_without_metadata_week_and_drills_are_the_registers(handouts: Run, sheet: bytes):
    Path("a.pdf").write_bytes(without_metadata(filled(sheet, boxes_of(sheet)[:2])))
    ran = handouts("ticks", "a.pdf")
    assert "kneeling-hip-extension  2/2" in ran.out
    assert "and the register" in ran.err
    assert kept(sheet)[0].drills[0] == "kneeling-hip-extension"
    for path in Path("output").glob("*.pdf"):  # made again from what was kept
        path.unlink()
    ran = handouts("ticks", "a.pdf", "--look")
    assert "kneeling-hip-extension  2/2" in ran.out


def test_scripts_are_told_the_id_and_never_the_name(handouts: Run, sheet: bytes):
    Path("a.pdf").write_bytes(filled(sheet, boxes_of(sheet)[:1]))
    (one,) = json.loads(handouts("ticks", "a.pdf", "--json").out)["handouts"]
    assert {key: one[key] for key in ("patient_id", "program", "week_number", "state", "to_settle", "taken_back")} == {
        "patient_id": "1041", "program": "hip-hinge", "week_number": 1, "state": "entered", "to_settle": [], "taken_back": [],
    }  # fmt: skip
    ran = handouts("ticks", "a.pdf", "--csv")
    (row, *_) = csv.DictReader(io.StringIO(ran.out))
    assert (row["patient_id"], row["program"], row["week"], row["state"]) == (
        "1041",
        "hip-hinge",
        "1",
        "already entered",
    )
    assert "Müller" not in ran.out
