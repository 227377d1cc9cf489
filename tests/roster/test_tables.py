from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.roster import Reading, look_at, read_roster

TEXT = "patient,program\nZoë Müller,hip-hinge\n"


def store(folder: Path, raw: str | bytes, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8 with mark"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32 LE"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, encoding: str):
    path = store(tmp_path, raw)
    rows, problems = read_roster(path)
    assert (rows[0].line, rows[0].fields["patient"], problems) == (2, "Zoë Müller", [])
    assert look_at(path).encoding == encoding


def test_windows_1252_is_the_last_resort_and_is_warned_of(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, TEXT.encode("cp1252")))
    assert rows[0].fields["patient"] == "Zoë Müller"
    assert [(problem.warning, problem.line) for problem in problems] == [(True, 2)]
    assert "Windows-1252" in problems[0].message
    assert "Zo" not in str(problems[0])
    assert read_roster(store(tmp_path, b"patient\nA B\n"))[1] == []


def test_half_a_wide_character_is_named(tmp_path: Path):
    with pytest.raises(HandoutsError, match=r"r\.csv:3: is not valid UTF-16 LE"):
        read_roster(store(tmp_path, codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x41"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_signs_and_line_ends(tmp_path: Path, sign: str, end: str):
    text = f'patient{sign}note{sign}week{end}{end}A B{sign}"1, 2; 3{end}4"{sign}2{end}C D{sign}x{sign}1{end}'
    path = store(tmp_path, text)
    rows, problems = read_roster(path)
    assert problems == []
    assert [(row.line, row.fields["patient"], row.fields["week"]) for row in rows] == [(3, "A B", "2"), (5, "C D", "1")]
    assert look_at(path).delimiter == sign


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_of_excel(tmp_path: Path, end: str):
    rows, _ = read_roster(store(tmp_path, f"sep=|{end}patient|note{end}A B|x{end}"))
    assert [(row.line, dict(row.fields)) for row in rows] == [(3, {"patient": "A B", "note": "x"})]


def test_a_comma_in_the_titles_above_does_not_mislead(tmp_path: Path):
    text = "Smith, Jones, Miller, Cooper and Partners, Physiotherapy;;\n;;\nPatient Name:;Programme;DOB\nA B;hip-hinge;1/2/90\n"
    path = store(tmp_path, text)
    rows, problems = read_roster(path)
    assert problems == []
    assert [(row.line, dict(row.fields)) for row in rows] == [(4, {"patient": "A B", "items": "hip-hinge"})]
    seen = look_at(path)
    assert (seen.header, seen.ignored) == (3, ("DOB",))
    assert seen.columns == (("Patient Name:", "patient"), ("Programme", "program"))


def test_ten_rows_may_stand_above_the_titles_and_not_more(tmp_path: Path):
    assert read_roster(store(tmp_path, "Weekly list\n" * 10 + "patient,note\nA B,x\n"))[0][0].line == 12
    with pytest.raises(HandoutsError, match="no column “patient”"):
        read_roster(store(tmp_path, "Weekly list\n" * 11 + "patient,note\nA B,x\n"))


def test_a_title_that_reads_patient_is_not_the_row_of_titles(tmp_path: Path):
    rows, _ = read_roster(store(tmp_path, "Patient,,\n\nName,Program,Week\nA B,hip-hinge,1\n"))
    assert [row.line for row in rows] == [4]


def test_empty_columns_at_the_end_are_no_fault_but_stray_cells_are(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, "patient,note,,\nA B,x,,\nC D,slow, and tall,\n"))
    assert [row.line for row in rows] == [2]
    assert [(problem.line, problem.warning) for problem in problems] == [(3, False)]


def test_a_column_without_a_title_is_warned_of_once(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, "patient,,note\nA B,secret,x\nC D,secret,x\n"))
    assert len(rows) == 2
    assert [(problem.line, problem.warning) for problem in problems] == [(2, True)]
    assert "secret" not in str(problems[0])


def test_a_list_without_titles_repeats_no_name(tmp_path: Path):
    with pytest.raises(HandoutsError) as caught:
        read_roster(store(tmp_path, "Mei Tan,hip-hinge\nSam Okafor,hip-hinge\n"))
    assert "Mei" not in str(caught.value)
    with pytest.raises(HandoutsError, match="Did you mean “patient”"):
        read_roster(store(tmp_path, "pateint,program\nA B,hip-hinge\n"))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<html><table><tr><td>patient", "web page"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (bytes(range(32)) * 40, "no text file"),
        (b"", "no column “patient”"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, raw: bytes, says: str):
    with pytest.raises(HandoutsError, match=says):
        read_roster(store(tmp_path, raw))


def test_a_booking_system_s_text_named_xls_is_read(tmp_path: Path):
    assert read_roster(store(tmp_path, "patient\tprogram\nA B\thip-hinge\n", "r.xls"))[0][0].line == 2


def test_the_clinic_s_own_titles(tmp_path: Path):
    reading = Reading({"Behandlung": "program", "Pt.": "name", "Kostenstelle": "ignored", "Notes": "ignored"})
    text = "PT;behandlung;Kostenstelle;Notes;Remarks\nA B;hip-hinge;7;x;y\n"
    rows, problems = read_roster(store(tmp_path, text), reading)
    assert (dict(rows[0].fields), problems) == ({"patient": "A B", "items": "hip-hinge", "note": "y"}, [])


@pytest.mark.parametrize(
    "title", ["Patient Name", "patient_name", "PATIENT-NAME:", "patientName", "Full  name", "Patient's name", "Client*"]
)
def test_usual_spellings_of_the_patient(tmp_path: Path, title: str):
    assert read_roster(store(tmp_path, f"{title},Program\nA B,hip-hinge\n"))[0][0].fields["patient"] == "A B"


def test_names_in_parts_are_joined(tmp_path: Path):
    text = "Surname,First Name,Middle name,Program,Patient #\nTan,Mei,,hip-hinge,007\nOkafor,Sam,J.,hip-hinge,8\n"
    rows, problems = read_roster(store(tmp_path, text))
    assert problems == []
    assert [row.fields["patient"] for row in rows] == ["Mei Tan", "Sam J. Okafor"]
    assert rows[0].fields["key"] == "007"
    rows, _ = read_roster(store(tmp_path, "Surname,First Name,Name\nTan,Mei,Mei Tan-Lee\n"))
    assert dict(rows[0].fields) == {"patient": "Mei Tan-Lee"}


def test_unknown_and_double_columns_stay_faults(tmp_path: Path):
    with pytest.raises(HandoutsError) as caught:
        read_roster(store(tmp_path, "patient,progam,note,comments\nA B,x,y,z\n"))
    first, second = caught.value.problems
    assert (first.message, first.line) == ("has an unknown column “progam”", 1)
    assert first.hint.startswith("Did you mean “program”? ")
    assert "more than one column for “note”" in second.message
