"""A roster's cells are mended in a copy: what was written is read, the original stays, every change can be undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from unicodedata import category

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.runs.rosters.mending import (
    RosterClashError,
    RowAsSeen,
    change_row,
    change_titles,
    changes_made,
    remove_row,
    undo_change,
)
from handouts.runs.rosters.shelf import rosters_in, take_in
from handouts.runs.rosters.table import RosterTable, table_of

TODAY = date(2026, 11, 28)
LIST = "Patient,Programme,Start,Note\nMei Tan,hip-hnge,2026-11-23,\nJo Bloggs,low-back,2026-11-23,Slow\n"


@pytest.fixture
def clinic_folder(tmp_path: Path) -> Path:
    """The least that a clinic's folder holds."""
    (tmp_path / "clinic.yaml").write_text("name: X\n", "utf-8")
    return tmp_path


@pytest.fixture
def read(library: Library) -> Callable[[Path], RosterTable]:
    return lambda path: table_of(path, library, TODAY)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def seen(table: RosterTable, at: int) -> RowAsSeen:
    return RowAsSeen(table.digest, at, table.rows[at].key)


def test_a_cell_is_written_into_a_copy_and_the_original_stays(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "Ann")
    assert copy == roster.parent / "rosters" / "list mended.csv"
    assert read(copy).rows[0].cells == ("Mei Tan", "hip-hinge", "2026-11-23", "")
    assert read(copy).titles == ("Patient", "Programme", "Start", "Note")
    assert roster.read_text("utf-8") == LIST
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [(one.who, one.kind) for one in changes_made(copy)] == [("Ann", "row")]


def test_a_second_change_goes_into_the_same_copy_and_both_are_undone(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    before = copy.read_bytes()
    assert change_row(roster.parent, copy, read, seen(read(copy), 1), {0: "José", 3: 'a "b", c\nd'}, "") == copy
    assert read(copy).rows[1].cells == ("José", "low-back", "2026-11-23", 'a "b", c\nd')
    undo_change(copy, read, read(copy).digest)
    assert copy.read_bytes() == before
    undo_change(copy, read, read(copy).digest)
    assert read(copy).rows[0].cells[1] == "hip-hnge"
    with pytest.raises(HandoutsError, match="no change"):
        undo_change(copy, read, read(copy).digest)


def test_another_copy_is_made_where_one_is_there(roster: Path, read):
    first = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    kept = first.read_bytes()
    second = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "low-back"}, "")
    assert second.name == "list mended-2.csv"
    assert first.read_bytes() == kept


def test_two_who_change_two_rows_are_both_kept(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    old = read(copy)
    change_row(roster.parent, copy, read, seen(old, 0), {3: "mine"}, "Ann")
    change_row(roster.parent, copy, read, seen(old, 1), {3: "theirs"}, "Bob")
    assert [row.cells[3] for row in read(copy).rows] == ["mine", "theirs"]


def test_two_who_change_one_row_clash_and_nothing_is_overwritten(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    old = read(copy)
    change_row(roster.parent, copy, read, seen(old, 0), {3: "first"}, "Ann")
    with pytest.raises(RosterClashError) as clash:
        change_row(roster.parent, copy, read, seen(old, 0), {3: "second"}, "Bob")
    assert clash.value.row
    assert clash.value.row.cells[3] == "first"
    assert read(copy).rows[0].cells[3] == "first"


def test_a_row_that_moved_up_is_found_by_what_is_in_it(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    old = read(copy)
    remove_row(roster.parent, copy, read, seen(old, 0), "Ann")
    change_row(roster.parent, copy, read, seen(old, 1), {3: "found"}, "Bob")
    assert [row.cells for row in read(copy).rows] == [("Jo Bloggs", "low-back", "2026-11-23", "found")]
    undo_change(copy, read, read(copy).digest)
    undo_change(copy, read, read(copy).digest)
    assert [row.cells[0] for row in read(copy).rows] == ["Mei Tan", "Jo Bloggs"]


def test_nothing_is_undone_over_what_another_program_wrote(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), {1: "hip-hinge"}, "")
    copy.write_text(LIST.replace("Mei", "May"), "utf-8")
    with pytest.raises(HandoutsError, match="another program"):
        undo_change(copy, read, read(copy).digest)
    assert "May" in copy.read_text("utf-8")


def test_a_row_without_anything_left_is_taken_out_and_comes_back(roster: Path, read):
    copy = change_row(roster.parent, roster, read, seen(read(roster), 0), dict.fromkeys(range(4), " "), "")
    assert [row.cells[0] for row in read(copy).rows] == ["Jo Bloggs"]
    undo_change(copy, read, read(copy).digest)
    assert [row.cells[0] for row in read(copy).rows] == ["Mei Tan", "Jo Bloggs"]


def test_titles_that_nobody_understands_are_named(tmp_path: Path, read):
    path = tmp_path / "list.csv"
    path.write_text("Klient,Übung,Foo\nMei Tan,hip-hinge,x\n", "utf-8")
    table = read(path)
    assert table.stops
    assert table.titles == ("Klient", "Übung", "Foo")
    copy = change_titles(tmp_path, path, read, table.digest, ["patient", "program", "ignored"], "")
    assert not read(copy).stops
    assert read(copy).fields == ("patient", "items", "ignored")
    undo_change(copy, read, read(copy).digest)
    assert read(copy).titles == ("Klient", "Übung", "Foo")


def test_what_would_be_read_otherwise_than_it_was_written_is_not_written(tmp_path: Path, read):
    path = tmp_path / "list.csv"
    path.write_text("Patient,Note\nclient,program\nMei Tan,hip-hinge\n", "utf-8")
    with pytest.raises(HandoutsError, match="would not be read"):  # the first patient would be taken for the titles
        change_titles(tmp_path, path, read, read(path).digest, ["ignored", "ignored"], "")
    assert not list((tmp_path / "rosters").iterdir())


def test_a_row_with_a_cell_too_many_can_be_mended(tmp_path: Path, read):
    path = tmp_path / "list.csv"
    path.write_text("patient,program,note\nMei Tan,hip-hinge,Slow, and tall\n", "utf-8")
    table = read(path)
    assert table.rows[0].cells == ("Mei Tan", "hip-hinge", "Slow", "and tall")
    copy = change_row(tmp_path, path, read, seen(table, 0), {2: "Slow, and tall", 3: ""}, "")
    found = read(copy)
    assert found.contents
    assert not [one for one in found.contents.problems if not one.warning]
    assert found.rows[0].cells[:3] == ("Mei Tan", "hip-hinge", "Slow, and tall")


def test_the_copy_of_a_workbook_and_of_json_has_the_rows_as_read(tmp_path: Path, read):
    book = openpyxl.Workbook()
    book.active.append(["Patient", "Programme", "Start"])
    book.active.append(["Mei Tan", "hip-hnge", date(2026, 11, 23)])
    book.save(tmp_path / "list.xlsx")
    copy = change_row(
        tmp_path, tmp_path / "list.xlsx", read, seen(read(tmp_path / "list.xlsx"), 0), {1: "hip-hinge"}, ""
    )
    assert read(copy).rows[0].cells == ("Mei Tan", "hip-hinge", "2026-11-23")
    items = [{"patient": "Jo", "program": ["hip-hnge"], "dose": ["all:rest=90", "all:reps=3"], "days": ["mon", "thu"]}]
    (tmp_path / "list.json").write_text(json.dumps(items))
    table = read(tmp_path / "list.json")
    at = table.fields.index("items")
    copy = change_row(tmp_path, tmp_path / "list.json", read, seen(table, 0), {at: "hip-hinge"}, "")
    assert copy.name == "list mended-2.csv"
    cells = dict(zip(read(copy).fields, read(copy).rows[0].cells, strict=True))
    assert cells == {"patient": "Jo", "items": "hip-hinge", "changes": "all:rest=90; all:reps=3", "days": "mon; thu"}


@cache
def _library() -> Library:
    return load_library(brand="harbour-street").checked()


def test_the_copy_of_a_bundle_has_its_rows_and_says_what_stays_behind(tmp_path: Path, read):
    patient = {"resourceType": "Patient", "id": "p", "name": [{"text": "Mei Tan"}], "identifier": [{"value": "77"}]}
    plan = {"resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "title": "hip-hinge"}
    plan |= {"subject": {"reference": "Patient/p"}, "period": {"start": "2026-11-23"}}
    plan |= {"activity": [{"detail": {"status": "scheduled", "code": {"text": "hip-hinge"}}}]}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}, {"resource": plan}]}
    (tmp_path / "list.json").write_text(json.dumps(bundle))
    table = read(tmp_path / "list.json")
    assert "links between entries" in table.carried
    copy = change_row(tmp_path, tmp_path / "list.json", read, seen(table, 0), {0: "Mei-Lin Tan"}, "")
    found = read(copy)
    assert not found.stops
    cells = dict(zip(found.fields, found.rows[0].cells, strict=True))
    assert cells == {"patient": "Mei-Lin Tan", "items": "hip-hinge", "key": "77", "start": "2026-11-23"}


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=25)
@given(st.lists(CELLS, min_size=4, max_size=4))
@example(["=1+1", "a;b;c;d", "x\ty", '"'])
@example(["sep=;", "\ufeff", "\x85", "\u2028"])
@example(["a\rb", "\0", "\u202eb", " , "])
def test_whatever_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, cells: list[str]):
    folder = tmp_path_factory.mktemp("clinic")
    path = folder / "list.csv"
    path.write_text(LIST, "utf-8")

    def read(one: Path) -> RosterTable:
        return table_of(one, _library(), TODAY)

    try:
        copy = change_row(folder, path, read, seen(read(path), 0), dict(enumerate(cells)), "")
    except HandoutsError:  # what would not be read as it was written is not written
        assert not list((folder / "rosters").iterdir())
        return
    table = read(copy)
    lines = (cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells)
    wanted = tuple("".join(c for c in cell if c in "\n\t" or category(c) != "Cc").strip() for cell in lines)
    assert table.rows[-1].cells == ("Jo Bloggs", "low-back", "2026-11-23", "Slow")
    if any(wanted):
        assert table.rows[0].cells == wanted


def test_a_cell_that_is_too_long_is_refused(roster: Path, read):
    with pytest.raises(HandoutsError, match="10,001"):
        change_row(roster.parent, roster, read, seen(read(roster), 0), {3: "x" * 10_001}, "")
    assert not (roster.parent / "rosters" / "list mended.csv").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../evil.csv", "evil.csv"),
        ("C:\\Users\\Ann\\list.CSV", "list.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\u202egpj.csv", "agpj.csv"),
        ("x" * 300 + ".xlsx", "x" * 80 + ".xlsx"),
        ("陈" * 300 + ".csv", "陈" * 53 + ".csv"),
        ("a<b>:c?.csv", "a-b--c-.csv"),
        ("?.csv", "-.csv"),
    ],
)
def test_a_file_that_is_brought_gets_a_name_that_does_no_harm(clinic_folder: Path, name: str, kept: str):
    found = take_in(clinic_folder, name, b"patient,program\n")
    assert found.path == clinic_folder / "rosters" / kept
    assert found.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["list.pdf", ".csv", "list", "", "list.csv.exe", "..", "list.docx"])
def test_what_is_no_roster_is_not_kept(clinic_folder: Path, name: str):
    with pytest.raises(HandoutsError, match="not a roster"):
        take_in(clinic_folder, name, b"x")
    assert not (clinic_folder / "rosters").exists()


def test_the_same_file_is_kept_once_and_another_beside_it(clinic_folder: Path):
    one = take_in(clinic_folder, "list.csv", b"patient,program\nA,b\n")
    assert take_in(clinic_folder, "list.csv", b"patient,program\nA,b\n").path == one.path
    two = take_in(clinic_folder, "list.csv", b"patient,program\nC,d\n")
    assert two.path.name == "list-2.csv"
    assert one.path.read_bytes().endswith(b"A,b\n")
    assert {found.path for found in rosters_in(clinic_folder)} == {one.path, two.path}
