"""Words that are no value, broken names and ids mean the same in every kind of roster."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from handouts.base.problems import Problem
from handouts.roster import COLUMNS, Row, read_roster
from handouts.roster.columns import OF_MAIL
from handouts.roster.ids import as_shown, read_id
from handouts.roster.mojibake import broken_letters

WHOLE = {"patient": "Mei Tan", "program": "hip-hinge"}
KINDS = ("csv", "xlsx", "json", "yaml")


def read(folder: Path, kind: str, *patients: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    """The same patients, written as each kind of roster."""
    path = folder / f"r.{kind}"
    titles = list(dict.fromkeys(key for one in patients for key in one))
    table = [titles, *([one.get(title, "") for title in titles] for one in patients)]
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(table)
        path.write_text(out.getvalue(), "utf-8")
    elif kind == "xlsx":
        book = Workbook()
        for number, row in enumerate(table, 1):
            for column, text in enumerate(row, 1):
                cell = book.active.cell(number, column, text)  # type: ignore[union-attr]  # there is one
                cell.data_type = "s"  # also what looks like a formula or an error is a text here
        book.save(path)
    elif kind == "json":
        path.write_text(json.dumps(patients, ensure_ascii=False), "utf-8")
    else:
        blocks = ("\n  ".join(f"{key}: {json.dumps(text)}" for key, text in one.items()) for one in patients)
        path.write_text("".join(f"- {block}\n" for block in blocks), "utf-8")
    return read_roster(path)


def only(folder: Path, kind: str, **more: str) -> tuple[dict[str, Any] | None, Problem | None]:
    """What becomes of a patient with one cell more or other, and what is told of it."""
    rows, problems = read(folder, kind, {**WHOLE, **{key.replace("_", " "): text for key, text in more.items()}})
    assert len(problems) <= 1, problems
    assert len(rows) == (not problems or problems[0].warning)
    return dict(rows[0].fields) if rows else None, problems[0] if problems else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", [titles[0] for field, titles in COLUMNS.items() if field not in OF_MAIL])
@pytest.mark.parametrize("word", ["#REF!", "#NAME?", "#N/A", "#DIV/0!", "#BEZUG!", "Err:502", "TRUE", "#####", "=B2"])
def test_errors_are_faults_in_every_column_and_kind(tmp_path: Path, kind: str, field: str, word: str):
    rows, problems = read(tmp_path, kind, {**WHOLE, field: word}, {**WHOLE, "patient": "Sam Okafor"})
    assert [row.fields["patient"] for row in rows] == ["Sam Okafor"]
    assert [problem.warning for problem in problems] == [False]
    assert problems[0].message.startswith(f"{field}: holds ")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["N/A", "-", "nan", "null", "None", "NaT", "—", "n.a."])
@pytest.mark.parametrize("field", ["patient", "program", "week", "start", "side", "days", "dose"])
def test_placeholders_are_faults_where_something_is_needed(tmp_path: Path, kind: str, word: str, field: str):
    row, problem = only(tmp_path, kind, **{field: word})
    assert row is None
    assert problem
    assert f"“{word}”" in problem.message


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["N/A", "-", "nan", "NULL"])
@pytest.mark.parametrize("field", ["id", "note", "next_visit", "clinician", "skip", "pauses"])
def test_placeholders_are_empty_cells_where_a_cell_may_be_empty_and_told(
    tmp_path: Path, kind: str, word: str, field: str
):
    row, problem = only(tmp_path, kind, **{field: word})
    assert row == {"patient": "Mei Tan", "items": "hip-hinge"}
    assert problem
    assert f"“{word}” is read as an empty cell" in problem.message


def test_placeholders_of_a_column_are_told_of_once(tmp_path: Path):
    rows, problems = read(tmp_path, "csv", *({**WHOLE, "note": "n/a", "skip": "-"} for _ in range(1200)))
    assert len(rows) == 1200
    assert sorted(problem.message for problem in problems) == [
        "note: “n/a” is read as an empty cell, here and in 1,199 more",
        "skip: “-” is read as an empty cell, here and in 1,199 more",
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["0", "123", "--", "?", "0 0", "nan nan", "undefined Tan", "1,2", "***"])
def test_names_without_a_name_in_them(tmp_path: Path, kind: str, name: str):
    row, problem = only(tmp_path, kind, patient=name)
    assert row is None
    assert problem
    if "0" in name:
        assert "save it once" in problem.hint


@pytest.mark.parametrize("name", ["Na Li", "Christopher Null", "Nan Goldin", "Nil Sharma", "Jo-Ann O’Neil", "Mª José Gil",
                                  "Gal·la Puig", "O´Brien Pat", "M’Bengué", "Ãna", "Ng", "D’Arcy (Dee)", "J. R. 2nd", "Patient 0"])  # fmt: skip
def test_names_that_are_names(tmp_path: Path, name: str):
    row, problem = only(tmp_path, "csv", patient=name)
    if name == "Ãna":  # no word starts so in any language: a letter has been lost
        assert row is None
    else:
        assert (row or {}).get("patient") == name
        assert problem is None


@pytest.mark.parametrize("kind", KINDS)
def test_parts_of_names_are_judged_one_by_one(tmp_path: Path, kind: str):
    patient = {"first name": "Mei", "middle name": "N/A", "last name": "Tan", "program": "hip-hinge"}
    rows, problems = read(
        tmp_path, kind, patient, {**patient, "middle name": "", "last name": "null"}, {**patient, "first name": "0"}
    )
    assert [row.fields["patient"] for row in rows] == ["Mei Tan"]
    assert [problem.message.partition(":")[0] for problem in problems if not problem.warning] == [
        "last name",
        "first name",
    ]
    assert [problem.message.partition(":")[0] for problem in problems if problem.warning] == ["middle name"]


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1250", "mac-roman", "cp850", "cp437"])
@pytest.mark.parametrize(
    "name", ["José", "Núñez", "Łukasz", "Dąbrowski", "Nguyễn", "Zoë", "Ågren", "Čapek", "Şahin", "Ó Sé"]
)
def test_utf8_taken_for_something_else_is_a_fault_with_the_likely_name(page: str, name: str):
    def misread(text: str) -> str:
        return "".join(
            bytes([byte]).decode(page, "replace").replace("\ufffd", chr(byte)) for byte in text.encode("utf-8")
        )

    for broken in (misread(name), misread(misread(name))):
        found = broken_letters(f"Ann {broken} Lee", name=True)
        assert found, broken
        assert found.likely in ("", name), found
    found = broken_letters(f"Ann {misread(name)}", name=True)
    assert found
    assert found.likely
    assert not found.likely.startswith("Ann")


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("Jos&eacute; O&#39;Brien", "José O'Brien"),
        ("Zo&amp;euml; M", "Zoë M"),
        ("Mei<br>Tan", "Mei Tan"),
        ("Nguy?n", ""),
        ("Mei Tan?", ""),
        ("Jos\ufffd", ""),
        ("JosÃ", ""),
        ("£ukasz D¹browski", "Łukasz Dąbrowski"),
        ("Jos茅", "José"),
        ("Ann ©", ""),
        ("Zo&euml", "Zoë"),
        ("J&oumlrg Lee", "Jörg Lee"),
        ("J&#246rg", "Jörg"),
        (r"J\u00f6rg", "Jörg"),
        (r"J\xf6rg", "Jörg"),
        (r"O\'Brien", "O'Brien"),
        (r"J\U00110000rg", ""),
        ("Ann=20Lee", "Ann Lee"),
        ("J=C3=B6rg", "Jörg"),
        ("Ann%20Lee", "Ann Lee"),
        ("J%c3%b6rg", "Jörg"),
        ("J%F6rg", ""),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_names_broken_upstream(tmp_path: Path, kind: str, name: str, likely: str):
    row, problem = only(tmp_path, kind, patient=name)
    assert row is None
    assert problem
    assert (f"Probably “{likely}”" in problem.hint) == bool(likely)


@pytest.mark.parametrize(
    "name",
    ["NULL NULL", "Null Null", "TRUE Tan", "Mei FALSE", "NULL Tan", "true Tan", "None None", "N/A N/A", "NULL -"],
)
@pytest.mark.parametrize("kind", KINDS)
def test_names_joined_from_what_says_nothing(tmp_path: Path, kind: str, name: str):
    row, problem = only(tmp_path, kind, patient=name)
    assert row is None
    assert problem
    assert "in a name" in problem.message


@pytest.mark.parametrize(
    "name",
    ["Jennifer Null", "JENNIFER NULL", "True Thompson", "TRUE THOMPSON", "Nan Tan", "Mei Tan & Bo Lee", "Tan&Lee", "A. O'Brien"],
)  # fmt: skip
def test_names_that_look_like_what_says_nothing(tmp_path: Path, name: str):
    row, problem = only(tmp_path, "csv", patient=name)
    assert row
    assert (row["patient"], problem) == (name, None)


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàáâäãåæçèéêëìíîïñòóôöõøœùúûüýÿßþðĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžŐőŰűĂăȘșȚțĞğİıŞşĀāĒēĢģĪīĶķĻļŅņŪū", min_size=1, max_size=12)  # fmt: skip


@given(LETTERS.map(str.title), LETTERS.map(str.upper))
def test_whole_names_are_not_taken_for_broken(first: str, last: str):
    for name in (first, last):
        if "Ã" not in name and "Â" not in name:
            found = broken_letters(name, name=True)
            assert found is None, (name, found)


@pytest.mark.parametrize("kind", KINDS)
def test_mark_up_in_notes_is_resolved_and_told_or_a_fault(tmp_path: Path, kind: str):
    row, problem = only(tmp_path, kind, note="Slow &amp; tall<br>Rest if pain &lt;3")
    assert row
    assert row["note"] == "Slow & tall\nRest if pain <3"
    assert problem
    assert "mark-up" in problem.message
    for note in ("<s>10 reps</s> 8 reps", "<ul><li>Slow</li></ul>", "&lt;del&gt;10&lt;/del&gt; 8"):
        row, problem = only(tmp_path, kind, note=note)
        assert row is None
        assert problem
    assert only(tmp_path, kind, note="Pain <3 & write to <me@clinic.example>")[1] is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="00123"', "00123"),
        ("1041.0", "1041"),
        ("'00123", "00123"),
        ("00123", "00123"),
        ("A-7.0", "A-7.0"),
        ("12E5", "12E5"),
    ],
)
def test_ids_as_programs_leave_them(tmp_path: Path, kind: str, written: str, meant: str):
    row, problem = only(tmp_path, kind, id=written)
    assert problem is None
    assert row
    assert row["key"] == meant


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", ["9.4E+18", "1,2e+12", "9E+18"])
def test_ids_that_lost_their_digits(tmp_path: Path, kind: str, written: str):
    row, problem = only(tmp_path, kind, id=written)
    assert row is None
    assert problem
    assert "rounded" in problem.message


@pytest.mark.parametrize("kind", KINDS)
def test_guarded_cells_are_read_in_every_column_and_in_titles(tmp_path: Path, kind: str):
    row, problem = only(tmp_path, kind, start='="2026-11-23"', note='="say ""ah"""', week='="2"')
    assert problem is None
    assert row == {
        "patient": "Mei Tan", "items": "hip-hinge", "start": "2026-11-23", "note": 'say "ah"', "week": "2",
    }  # fmt: skip
    (tmp_path / "t.csv").write_text('="patient",="program",="id"\n="Mei Tan",="hip-hinge",="007"\n')
    assert read_roster(tmp_path / "t.csv")[0][0].fields["key"] == "007"


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_programs_that_write_all_with_a_point(tmp_path: Path, kind: str):
    row, _ = only(tmp_path, kind, week="2.0", times="3.0")
    assert row
    assert (row["week"], row["times"]) == ("2", "3")


@given(st.integers(0, 10**15 - 1), st.integers(1, 12))
def test_numbers_with_zeros_in_front_are_as_the_cell_shows_them(number: int, places: int):
    shown = as_shown(float(number), "0" * places)
    assert int(shown) == number
    assert len(shown) == max(places, len(str(number)))
    assert read_id(shown) == shown


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [(123, "General", "123"), (123, "00000", "00123"), (5, '"MRN "0000', "MRN 0005"), (123456, "000-000", "123-456"),
     (1234567, "000-000", "1234-567"), (7, "0", "7"), (1234, "#,##0", "1234"), (7, "[$-409]000", "007"), (7, "000;-000", "007")],
)  # fmt: skip
def test_forms_of_numbers(number: float, form: str, shown: str):
    assert as_shown(number, form) == shown


@pytest.mark.parametrize(
    ("number", "form"), [(7, '[<5]"a"0;"b"0'), (7, "0 kg"), (0.5, "0%"), (7.5, "000"), (10**15, "0"), (-7, "000")]
)
def test_forms_that_cannot_be_followed(number: float, form: str):
    with pytest.raises(ValueError, match=r"\n"):
        as_shown(number, form)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["#REF!", "########", "undefined"])
def test_what_is_no_value_is_no_address_no_consent_and_no_password_and_stops_no_printing(
    tmp_path: Path, kind: str, word: str
):
    from datetime import date

    from handouts.mail.consent import read_wish

    mail = {"email": "a@b.example", "email consent": "protected 2026-11-01", "password": "three words here"}
    for column in mail:
        rows, problems = read(tmp_path, kind, {**WHOLE, **mail, column: word})
        assert (len(rows), problems) == (1, [])
        assert read_wish(rows[0].fields, date(2026, 11, 20))[0] is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("day", "clock", "visit"),
    [
        ("2026-11-30", "9:30", "2026-11-30 09:30"),
        ("30 Nov 2026", "2 pm", "2026-11-30 14:00"),
        ("monday", "9.30", "monday 09:30"),
        ("2026-11-30 09:30", "09:30:00", "2026-11-30 09:30"),
        ("2026-11-30", "", "2026-11-30"),
        ("2026-11-30", "0:00", "2026-11-30"),
    ],
)
def test_day_and_time_of_a_visit_in_two_columns(tmp_path: Path, kind: str, day: str, clock: str, visit: str):
    row, problem = only(tmp_path, kind, next_visit=day, time=clock)
    assert problem is None
    assert row
    assert row["visit"] == visit


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("day", "clock"),
    [("", "9:30"), ("2026-11-30", "9"), ("2026-11-30 10:00", "9:30"), ("2026-11-30", "25:00"), ("2026-11-30", "2")],
)
def test_a_time_that_is_none_or_has_no_day(tmp_path: Path, kind: str, day: str, clock: str):
    row, problem = only(tmp_path, kind, next_visit=day, time=clock)
    assert row is None
    assert problem
    assert problem.message.startswith("visit time: ")
