"""Old Excel files and OpenDocument: the same cell means what it means in every other kind of roster."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.roster import look_at, read_roster
from tests.counting import calls_of

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
KIND = "application/vnd.oasis.opendocument.spreadsheet"
STYLES = """
<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="x" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="t" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
"""


def cell(text: str = "", kind: str = "string", value: str = "", more: str = "") -> str:
    name = {"string": "string", "date": "date", "time": "time", "boolean": "boolean"}.get(kind)
    held = f' office:value-type="{kind}"' if kind else ""
    held += f' office:{name + "-" if name else ""}value="{escape(value)}"' if value else ""
    return f"<table:table-cell{held} {more}>{text if text.startswith('<') else f'<text:p>{escape(text)}</text:p>'}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(one if one.startswith('<') else cell(one) for one in cells)}</table:table-row>"


def ods(folder: Path, *rows: str, before: str = "") -> Path:
    spaces = " ".join(f'xmlns:{name}="{SPACE}{name}:1.0"' for name in ("office", "table", "text", "style"))
    body = f'<table:table table:name="List">{"".join(rows)}</table:table>'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{body}</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "r.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return path


TITLES = row("id", "patient", "program", "start", "next visit", "time", "note")
EMPTY = "<table:table-cell/>"


def test_an_opendocument_sheet(tmp_path: Path):
    path = ods(
        tmp_path,
        row(EMPTY, more='table:number-rows-repeated="3"'),
        TITLES,
        row(EMPTY, more='table:number-rows-repeated="2000"'),
        row(
            cell("00123", "float", "123"),
            "Mei Tan",
            "hip-hinge",
            cell("23/11/26", "date", "2026-11-23"),
            cell("30/11/26", "date", "2026-11-30T00:00:00"),
            cell("09:30", "time", "PT09H30M00S"),
            cell("<office:annotation><text:p>secret</text:p></office:annotation><text:p>one<text:s text:c='2'/>a</text:p><text:p>two</text:p>"),
        ),
        row(EMPTY, more='table:number-rows-repeated="1040000"'),
        row('<table:table-cell table:number-columns-repeated="16384"/>'),
        before='<table:table table:name="Old" table:style-name="gone"><table:table-row/></table:table>',
    )  # fmt: skip
    rows, problems = read_roster(path)
    assert problems == []
    assert [(one.line, dict(one.fields)) for one in rows] == [
        (
            2005,
            {
                "key": "00123",
                "patient": "Mei Tan",
                "items": "hip-hinge",
                "start": "2026-11-23",
                "visit": "2026-11-30 09:30",
                "note": "one  a\ntwo",
            },
        )
    ]
    assert (look_at(path).kind, look_at(path).sheet, look_at(path).header) == ("OpenDocument", "List", 4)


@given(st.integers(0, 10**12), st.integers(1, 12))
def test_ids_of_opendocument_as_they_are_shown(tmp_path: Path, number: int, places: int):
    shown = f"{number:0{places}}"
    rows, _ = read_roster(ods(tmp_path, TITLES, row(cell(shown, "float", str(number)), "A B", "hip-hinge")))
    assert rows[0].fields["key"] == shown


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (("1", "A B", "hip-hinge", EMPTY, EMPTY, EMPTY, cell("#REF!")), "note: holds “#REF!”"),
        (("1", "A B", "hip-hinge", EMPTY, EMPTY, EMPTY, cell("TRUE", "boolean", "true")), "note: holds “TRUE”"),
        (("1", cell("0", "float", "0", 'table:formula="of:=[.Z1]"'), "hip-hinge"), "patient: is a formula with the result 0"),
        (("1", "A B", "hip-hinge", EMPTY, "2026-11-30", cell("00:00", "time", "PT00H00M00S", 'table:formula="of:=[.Z1]"')), "visit time: is a formula with the result 0"),
        (("1", "A B", "hip-hinge", cell("30/12/99", "date", "1899-12-30", 'table:formula="of:=[.Z1]"')), "start: is a formula with the result 0"),
        (("1", cell("", "", "", 'table:formula="of:=[.Z1]"'), "hip-hinge"), "patient: holds a formula without a result"),
        ((cell("9.4E+18", "float", "9400000000000000000"), "A B", "hip-hinge"), "id: is a number of more than 15 digits"),
        ((cell("3 May", "date", "2026-05-03"), "A B", "hip-hinge"), "id: is a date"),
        (("1", "A B", "hip-hinge", cell("x", more='table:style-name="x"')), "start: is struck out"),
        (
            ("1", "A B", "hip-hinge", EMPTY, EMPTY, EMPTY, cell("<text:p><text:span text:style-name='t'>10</text:span> 8 reps</text:p>")),
            "note: is struck out in part",
        ),
    ],
)  # fmt: skip
def test_faults_of_opendocument_cells(tmp_path: Path, cells: tuple[str, ...], says: str):
    rows, problems = read_roster(ods(tmp_path, TITLES, row(*cells), row("2", "C D", "hip-hinge")))
    assert [one.fields["patient"] for one in rows] == ["C D"]
    assert [problem.warning for problem in problems] == [False]
    assert problems[0].message.startswith(says)


def test_struck_out_rows_of_opendocument(tmp_path: Path):
    crossed = [cell(text, more='table:style-name="x"') for text in ("1", "A B", "hip-hinge")]
    column = '<table:table-column table:number-columns-repeated="9" table:default-cell-style-name="x"/>'
    rows, problems = read_roster(ods(tmp_path, TITLES, row(*crossed), row("2", "C D", "hip-hinge")))
    assert [one.line for one in rows] == [3]
    assert [(problem.line, problem.warning) for problem in problems] == [(2, True)]
    assert (
        read_roster(
            ods(
                tmp_path,
                column,
                TITLES.replace("<table:table-cell", "<table:table-cell table:style-name='n'"),
                row("2", "C D", "x"),
            )
        )[0]
        == []
    )


def test_far_and_repeated_cells_take_neither_time_nor_memory(tmp_path: Path):
    many = cell("A", more='table:number-columns-repeated="16000"')
    far = '<table:table-cell table:number-columns-repeated="16000"/>'
    path = ods(
        tmp_path, TITLES, row(EMPTY, more='table:number-rows-repeated="900000"'), row("1", "A B", "x", far, "far")
    )
    rows, problems = read_roster(path)
    assert [one.line for one in rows] == [900_002]
    assert [problem.warning for problem in problems] == [True]
    assert calls_of(lambda: read_roster(path)) < 100_000
    path = ods(tmp_path, TITLES, row(many, more='table:number-rows-repeated="1000000"'))

    def refused() -> None:
        with pytest.raises(HandoutsError, match="the same row more than 1,000 times"):
            read_roster(path)

    assert calls_of(refused) < 100_000


def test_opendocument_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = ods(tmp_path, TITLES)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(HandoutsError, match="password"):
        read_roster(path)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    path.write_bytes(bomb.getvalue())
    with pytest.raises(HandoutsError, match="damaged"):
        read_roster(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND, zipfile.ZIP_STORED)
        archive.writestr("content.xml", b" " * 210_000_000)
    with pytest.raises(HandoutsError, match="unpacks to more than 200 MB"):
        read_roster(path)


def test_an_excel_file_of_the_old_kind(tmp_path: Path):
    book = xlwt.Workbook()
    hidden = book.add_sheet("Old")
    hidden.visibility = 1
    hidden.write(0, 0, "patient")
    sheet = book.add_sheet("List")
    day, hour = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="hh:mm")
    for column, title in enumerate(("id", "patient", "program", "start", "next visit", "time", "note", "DOB")):
        sheet.write(2, column, title)
    for number in (4, 5, 6):
        sheet.write(number, 1, "Łucja Tan")
        sheet.write(number, 2, "hip-hinge")
    sheet.write(4, 3, date(2026, 11, 23), day)
    sheet.write(4, 4, date(2026, 11, 30), day)
    sheet.write(4, 5, time(9, 30), hour)
    sheet.write(5, 6, True)
    sheet.write(4, 0, 4)
    sheet.write(5, 0, 5)
    sheet.write(6, 0, date(2026, 5, 3), day)
    book.set_active_sheet(1)
    book.save(str(tmp_path / "r.xls"))
    rows, problems = read_roster(tmp_path / "r.xls")
    assert [(one.line, dict(one.fields)) for one in rows] == [
        (
            5,
            {
                "key": "4",
                "patient": "Łucja Tan",
                "items": "hip-hinge",
                "start": "2026-11-23",
                "visit": "2026-11-30 09:30",
            },
        )
    ]
    assert [(problem.line, problem.warning) for problem in problems] == [(6, False), (7, False), (0, True)]
    assert "are not seen" in problems[2].message
    assert (look_at(tmp_path / "r.xls").kind, look_at(tmp_path / "r.xls").header) == ("Excel (.xls)", 3)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=8))
def test_an_old_file_that_is_damaged_gives_rows_or_problems(tmp_path: Path, changes: list[tuple[int, int]]):
    """What reads it may end at once on such a file, and takes nothing else with it."""
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("List")
    for column, text in enumerate(("patient", "program", "A B", "hip-hinge")):
        sheet.write(column // 2, column % 2, text)
    book.save(out)
    raw = bytearray(out.getvalue())
    for at, byte in changes:
        raw[at % len(raw)] = byte
    raw[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    (tmp_path / "r.xls").write_bytes(raw)
    try:
        read_roster(tmp_path / "r.xls")
    except HandoutsError as error:
        assert error.problems
