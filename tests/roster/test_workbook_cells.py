"""What only a workbook has: forms of numbers, formulas, lines through words, rows and columns far away."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from handouts.base.problems import Problem
from handouts.roster import Row, look_at, read_roster
from tests.counting import calls_of
from tests.roster.test_workbooks import parts

TITLES = ("id", "patient", "program", "start", "next visit", "time", "note")
CROSSED = Font(strike=True)


def read(
    folder: Path, fill: Callable[[Any], None], titles: tuple[str, ...] = TITLES
) -> tuple[list[Row], list[Problem]]:
    """A sheet with titles and one whole patient in row 2, as somebody has gone on filling it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(titles)
    sheet.append(("1", "Mei Tan", "hip-hinge"))
    fill(sheet)
    path = folder / "r.xlsx"
    book.save(path)
    return read_roster(path)


@given(st.integers(0, 10**9), st.integers(1, 9))
def test_ids_have_the_zeros_that_their_cells_show(tmp_path: Path, number: int, places: int):
    def fill(sheet: Any) -> None:
        sheet["A2"] = number
        sheet["A2"].number_format = "0" * places

    rows, problems = read(tmp_path, fill)
    assert problems == []
    assert rows[0].fields["key"] == f"{number:0{places}}"


@pytest.mark.parametrize("number", [9.4e18, 10**15, 1234567890123456])
def test_ids_of_more_digits_than_a_workbook_keeps(tmp_path: Path, number: float):
    rows, problems = read(tmp_path, lambda sheet: sheet.__setitem__("A2", number))
    assert rows == []
    assert "more than 15 digits" in problems[0].message


@pytest.mark.parametrize("cell", ["A2", "G2", "B2"])
def test_a_date_that_a_spreadsheet_made_of_another_text(tmp_path: Path, cell: str):
    rows, problems = read(tmp_path, lambda sheet: sheet.__setitem__(cell, date(2026, 5, 3)))
    assert rows == []
    assert "is a date in the workbook" in problems[0].message


def test_struck_out_rows_are_told_of_and_not_made(tmp_path: Path):
    def fill(sheet: Any) -> None:
        for number in (3, 4, 5):
            sheet.append((str(number), "A B", "hip-hinge", None, None, None, "x"))
        for cell in (*sheet[3], sheet["B4"], sheet["G5"]):
            cell.font = CROSSED

    rows, problems = read(tmp_path, fill)
    assert [row.line for row in rows] == [2]
    assert [(problem.line, problem.warning) for problem in problems] == [(3, True), (4, True), (5, False)]
    assert problems[2].message == "note: is struck out"


def test_a_struck_out_consent_is_none(tmp_path: Path):
    from handouts.mail.consent import read_wish

    def fill(sheet: Any) -> None:
        sheet["D2"], sheet["E2"] = "a@b.example", "plain 2026-11-01"
        sheet["E2"].font = CROSSED

    rows, problems = read(tmp_path, fill, ("id", "patient", "program", "email", "email consent"))
    assert (len(rows), problems) == (1, [])
    assert read_wish(rows[0].fields, date(2026, 11, 20))[0] is None


def test_a_password_of_figures_is_the_one_that_the_patient_was_told(tmp_path: Path):
    def fill(sheet: Any) -> None:
        sheet["D2"] = 123456
        sheet["D2"].number_format = "00000000"
        sheet.append(("2", "A B", "hip-hinge", date(2026, 5, 3)))

    rows, problems = read(tmp_path, fill, ("id", "patient", "program", "password"))
    assert problems == []
    assert [row.fields["password"] for row in rows] == ["00123456", "#REF!"]


@pytest.mark.parametrize("inline", [True, False])
def test_words_struck_out_in_a_cell(tmp_path: Path, inline: bool):
    def fill(sheet: Any) -> None:
        sheet["B2"] = CellRichText("Mei ", TextBlock(InlineFont(b=True), "Tan"))
        sheet["G2"] = "Slow"
        for run in ("10 reps", " ", "", "all of it"):
            text = CellRichText(TextBlock(InlineFont(strike=True), run or "x"), "" if run == "all of it" else " 8 reps")
            sheet.append(("2", "A B", "hip-hinge", None, None, None, text if run else "plain"))

    if inline:
        rows, problems = read(tmp_path, fill)
    else:
        read(tmp_path, fill)
        shared(tmp_path / "r.xlsx")
        rows, problems = read_roster(tmp_path / "r.xlsx")
    assert [row.fields["patient"] for row in rows] == ["Mei Tan", "A B", "A B"]
    assert [(problem.line, problem.message) for problem in problems] == [
        (3, "note: is struck out in part"),
        (6, "note: is struck out"),
    ]


def shared(path: Path) -> None:
    """Put the texts that stand in their cells into a table, as Excel keeps them."""
    found: list[bytes] = []

    def one(match: re.Match[bytes]) -> bytes:
        found.append(b"<si>" + match[2] + b"</si>")
        return match[1] + b't="s"><v>%d</v></c>' % (len(found) - 1)

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb'(<c [^>]*?)t="inlineStr"><is>(.*?)</is></c>', one, data)
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
        return data.replace(b"</Types>", entry) if name == "[Content_Types].xml" else data

    parts(path, change)
    assert found
    space = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", space + b"".join(found) + b"</sst>")


def test_a_rule_that_strikes_out_is_told_of(tmp_path: Path):
    rule = FormulaRule(formula=['$C2="done"'], font=CROSSED)
    rows, problems = read(tmp_path, lambda sheet: sheet.conditional_formatting.add("A2:G9", rule))
    assert len(rows) == 1
    assert [(problem.warning, "by a rule" in problem.message) for problem in problems] == [(True, True)]


def test_formulas_that_were_never_worked_out(tmp_path: Path):
    """As programs write them that do not reckon: the formula, and 0 for its result."""

    def fill(sheet: Any) -> None:
        for number in range(3, 6):
            sheet.append((number, "A B", "hip-hinge", None, None, None, "x"))
        sheet["B3"], sheet["G4"], sheet["A5"] = "=X1", "=X2", "=X3"

    read(tmp_path, fill)
    zero = [(f"<f>X{n}</f><v></v>".encode(), f"<f>X{n}</f><v>0</v>".encode()) for n in (1, 2, 3)]
    zero += [(old.replace(b"<v></v>", b"<v/>"), new) for old, new in zero]

    def change(_: str, data: bytes) -> bytes:
        for old, new in zero:
            data = data.replace(old, new)
        return data

    parts(tmp_path / "r.xlsx", change)
    rows, problems = read_roster(tmp_path / "r.xlsx")
    assert [row.line for row in rows] == [2]
    assert [problem.line for problem in problems] == [3, 4, 5]
    assert all("result 0" in problem.message and "save it once" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("column", "form", "formula"),
    [
        ("F", "hh:mm", "TIME(14,30,0)"),
        ("F", "[h]:mm", "TIME(14,30,0)"),
        ("E", "yyyy-mm-dd hh:mm", "DATE(2026,11,30)"),
        ("D", "yyyy-mm-dd", "DATE(2026,11,23)"),
        ("G", "yyyy-mm-dd", "DATE(2026,11,23)"),
    ],
)
def test_moments_that_were_never_worked_out(tmp_path: Path, column: str, form: str, formula: str):
    """In the form of a date or a time, such a 0 shows as midnight, which a visit without a time has as well."""

    def fill(sheet: Any) -> None:
        sheet.append(("2", "A B", "hip-hinge", None, datetime(2026, 11, 30), None))
        sheet[f"{column}3"] = f"={formula}"
        sheet[f"{column}3"].number_format = form
        sheet.append(("3", "C D", "hip-hinge", None, datetime(2026, 11, 30), time()))

    read(tmp_path, fill)

    def change(_: str, data: bytes) -> bytes:
        return re.sub(rb"(</f>)<v ?(?:/>|></v>)", rb"\1<v>0</v>", data)

    parts(tmp_path / "r.xlsx", change)
    rows, problems = read_roster(tmp_path / "r.xlsx")
    assert [(row.line, row.fields.get("visit")) for row in rows] == [(2, None), (4, "2026-11-30")]
    assert [(problem.line, problem.warning) for problem in problems] == [(3, False)]
    assert "result 0" in problems[0].message
    assert "save it once" in problems[0].hint


def test_rows_are_read_to_the_last_that_a_sheet_can_have(tmp_path: Path):
    rows, problems = read(tmp_path, lambda sheet: sheet.cell(1_048_576, 2, "A B"))
    assert [row.line for row in rows] == [2, 1_048_576]
    assert problems == []
    assert calls_of(lambda: read_roster(tmp_path / "r.xlsx")) < 100_000  # not one for each row that is not there


def test_too_many_rows_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from handouts.roster import sheets, tables

    for module in (tables, sheets):
        monkeypatch.setattr(module, "MAX_ROWS", 20)

    def fill(sheet: Any) -> None:
        for _ in range(50):
            sheet.append((None, "A B", "hip-hinge"))

    rows, problems = read(tmp_path, fill)
    assert len(rows) == 20
    assert [(problem.line, problem.message, problem.warning) for problem in problems] == [
        (22, "is the end: 20 rows are read", False)
    ]


def test_cells_far_to_the_right_are_told_of(tmp_path: Path):
    def fill(sheet: Any) -> None:
        sheet["XFD2"], sheet["N2"], sheet["N3"] = "secret", "secret", "x"
        sheet["B3"] = "A B"
        sheet["Q2"].font = CROSSED  # a form alone is no cell

    rows, problems = read(tmp_path, fill)
    assert len(rows) == 2
    assert [problem.message.partition(",")[0] for problem in problems] == [
        "has a cell in column 14 (N)",
        "has a cell in column 16384 (XFD)",
    ]
    assert "secret" not in str(problems)


def test_the_last_moment_of_all_does_not_damage_the_others(tmp_path: Path):
    def fill(sheet: Any) -> None:
        sheet["E2"] = datetime(9999, 12, 31, 23, 59, 59, 900_000)  # Excel knows no zones

    rows, _ = read(tmp_path, fill)
    assert rows[0].fields["visit"].startswith("9999-12-31")


@pytest.mark.parametrize("at", [time(9, 30), timedelta(hours=9, minutes=30), "9:30", datetime(1899, 12, 30, 9, 30)])
def test_a_visit_s_time_in_its_own_column(tmp_path: Path, at: Any):
    def fill(sheet: Any) -> None:
        sheet["E2"], sheet["F2"] = date(2026, 11, 30), at

    rows, problems = read(tmp_path, fill)
    assert problems == []
    assert rows[0].fields["visit"] == "2026-11-30 09:30"


def test_strict_open_xml_is_read(tmp_path: Path):
    names = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        ),
    )

    def change(_: str, data: bytes) -> bytes:
        for usual, strict in names:
            data = data.replace(usual, strict)
        return data.replace(b'<c r="D2" t="n"/>', b'<c r="D2" t="d"><v>2026-11-23</v></c>')

    def fill(sheet: Any) -> None:
        sheet["D2"].number_format = "General"
        sheet["A2"] = 7
        sheet["A2"].number_format = "000"

    read(tmp_path, fill)
    parts(tmp_path / "r.xlsx", change)
    rows, problems = read_roster(tmp_path / "r.xlsx")
    assert problems == []
    assert rows[0].fields["key"] == "007"
    assert look_at(tmp_path / "r.xlsx").kind == "Excel"
