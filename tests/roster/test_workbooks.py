from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from handouts.base.problems import HandoutsError
from handouts.roster import look_at, read_roster
from handouts.roster import xlsxfile as module

START = datetime(2026, 11, 23)  # Excel knows no zones
VISIT = datetime(2026, 11, 30, 9, 30)  # the same


def store(folder: Path, fill: Callable[[Any], None], name: str = "r.xlsx") -> Path:
    book = Workbook()
    fill(book)
    path = folder / name
    book.save(path)
    return path


def rows_of(*rows: tuple[Any, ...]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)

    return fill


def parts(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write each part of a workbook anew."""
    with zipfile.ZipFile(path) as old:
        found = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in found.items():
            new.writestr(name, data)


def test_values_become_texts_and_rows_keep_their_numbers(tmp_path: Path):
    fill = rows_of(
        ("Week 47", None, None),
        (),
        ("Patient Name", "Programme", "Start", "Next appointment", "Week", "MRN", "DOB", "Dose"),
        ("Mei Tan", "hip-hinge", START, VISIT, 2.0, 123, date(1990, 1, 1), "all:sets=2"),
        (),
        ("Sam", "calf-care", date(2026, 11, 23), None, 1.5, "007", None, time(9, 5)),
    )
    path = store(tmp_path, fill)
    rows, problems = read_roster(path)
    assert problems == []
    assert [(row.line, dict(row.fields)) for row in rows] == [
        (
            4,
            {
                "patient": "Mei Tan",
                "items": "hip-hinge",
                "start": "2026-11-23",
                "visit": "2026-11-30 09:30",
                "week": "2",
                "key": "123",
                "changes": "all:sets=2",
            },
        ),
        (
            6,
            {
                "patient": "Sam",
                "items": "calf-care",
                "start": "2026-11-23",
                "week": "1.5",
                "key": "007",
                "changes": "09:05",
            },
        ),
    ]
    seen = look_at(path)
    assert (seen.kind, seen.sheet, seen.header, seen.rows, seen.ignored) == ("Excel", "Sheet", 3, 2, ("DOB",))


def test_the_first_visible_sheet_with_titles(tmp_path: Path):
    def fill(book: Any) -> None:
        book.active.title = "Cover"
        book.active.append(("Our clinic",))
        hidden = book.create_sheet("Old")
        hidden.append(("patient", "program"))
        hidden.append(("Old Name", "hip-hinge"))
        hidden.sheet_state = "hidden"
        list_ = book.create_sheet("List")
        list_.append(("patient", "program"))
        list_.append(("A B", "hip-hinge"))

    path = store(tmp_path, fill)
    assert [row.fields["patient"] for row in read_roster(path)[0]] == ["A B"]
    assert look_at(path).sheet == "List"


def test_formulas_by_their_results(tmp_path: Path):
    path = store(
        tmp_path,
        rows_of(("patient", "program", "note"), ("A B", "=X1", None), ("C D", "=X2", "=X3"), ("E F", "x", "=X4")),
    )

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            data = data.replace(b'<c r="B2"><f>X1</f><v></v></c>', b'<c r="B2" t="str"><f>X1</f><v>hip-hinge</v></c>')
            data = data.replace(b'<c r="B2"><f>X1</f><v/></c>', b'<c r="B2" t="str"><f>X1</f><v>hip-hinge</v></c>')
            data = data.replace(b'<c r="C4"><f>X4</f><v></v></c>', b'<c r="C4" t="str"><f>X4</f><v></v></c>')
            data = data.replace(b'<c r="C4"><f>X4</f><v/></c>', b'<c r="C4" t="str"><f>X4</f><v></v></c>')
        return data

    parts(path, change)
    rows, problems = read_roster(path)
    assert [dict(row.fields) for row in rows] == [
        {"patient": "A B", "items": "hip-hinge"},
        {"patient": "E F", "items": "x"},
    ]
    assert [(problem.line, problem.message) for problem in problems] == [
        (3, "program: holds a formula without a result"),
        (3, "note: holds a formula without a result"),
    ]


def test_errors_in_cells_and_cells_without_a_title(tmp_path: Path):
    fill = rows_of(
        ("patient", "program", "DOB"), ("A B", "#REF!", "x"), ("C D", "x", "#N/A"), ("E F", "x", None, None, "y")
    )
    rows, problems = read_roster(store(tmp_path, fill))
    assert [row.fields["patient"] for row in rows] == ["C D", "E F"]
    assert [(problem.line, problem.warning) for problem in problems] == [(2, False), (4, True)]


def test_a_wrong_size_in_the_sheet_does_not_hide_rows(tmp_path: Path):
    path = store(tmp_path, rows_of(("patient", "program"), ("A B", "hip-hinge"), ("C D", "hip-hinge")))
    parts(path, lambda _, data: data.replace(b'ref="A1:B3"', b'ref="A1"'))
    assert len(read_roster(path)[0]) == 2


def test_far_cells_and_far_rows_do_not_take_long(tmp_path: Path):
    path = store(tmp_path, rows_of(("patient", "program"), ("A B", "hip-hinge")))
    far = b'<row r="900000000"><c r="XFD900000000"><v>1</v></c></row></sheetData>'
    parts(path, lambda name, data: data.replace(b"</sheetData>", far) if "sheet1" in name else data)
    rows, _ = read_roster(path)
    assert len(rows) == 1


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 210_000_000)
    assert path.stat().st_size < 300_000
    with pytest.raises(HandoutsError, match="unpacks to more than 200 MB"):
        read_roster(path)
    path = store(tmp_path, rows_of(("patient",), ("A B",)))
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts(path, lambda name, data: entities + data if "sheet1" in name or "shared" in name else data)
    with pytest.raises(HandoutsError, match="damaged"):
        read_roster(path)
    monkeypatch.setattr(module, "_MAX_PARTS", 3)
    with pytest.raises(HandoutsError, match="unpacks"):
        read_roster(path)


def ole(*more: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"".join(more)


def archive(name: str, *, locked: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "x")
    raw = out.getvalue()
    if locked:  # the flag stands in the local head and in the list
        raw = raw.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
        raw = raw.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    return raw


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (ole(), "r.xls", "old kind"),
        (ole(), "r.xlsx", "old kind"),
        (ole("EncryptedPackage".encode("utf-16-le")), "r.xlsx", "protected with a password"),
        (archive("xl/workbook.xml", locked=True), "r.xlsx", "protected with a password"),
        (archive("mimetype"), "r.ods", "not an Excel workbook"),
        (archive("Index/Document.iwa"), "r.numbers", "not an Excel workbook"),
        (archive("xl/workbook.bin"), "r.xlsb", "not an Excel workbook"),
        (archive("x"), "r.xlsx", "damaged"),
        (b"patient,program", "r.xlsx", "damaged"),
        (b"PK\x03\x04", "r.csv", "damaged"),
        (b"x", "r.ods", "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, raw: bytes, name: str, says: str):
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(HandoutsError, match=says):
        read_roster(path)


def test_no_titles_and_no_visible_sheet(tmp_path: Path):
    with pytest.raises(HandoutsError, match="no column “patient”"):
        read_roster(store(tmp_path, rows_of(("Mei Tan", "hip-hinge"))))
    path = store(tmp_path, rows_of(("patient",), ("A B",)))
    parts(path, lambda _, data: data.replace(b'state="visible"', b'state="hidden"'))
    with pytest.raises(HandoutsError, match="no visible sheet"):
        read_roster(path)
