from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.roster import Row, same_patients
from handouts.roster.columns import COLUMNS, IGNORED, NAME_PARTS, meaning, plain_title
from tests.conftest import Ran

Run = Callable[..., Ran]


def test_check_shows_how_a_roster_is_read(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text(
        "Week 47;;;;\nPatient Name;Programme;DOB;Remarks;MRN\nMei Tan;hip-hinge;1990;Mei is strong;1234\nSam O.;hip-hinge;;;\n"
    )
    ran = handouts("check", "r.csv")
    assert (ran.code, ran.err) == (0, "")
    assert "r.csv: CSV roster, UTF-8, parted by semicolons, titles on line 2; 2 patients read" in ran.out
    assert "  Patient Name -> patient\n  Programme    -> program\n" in ran.out
    assert "  ignored: DOB\n" in ran.out
    assert "  first: patient M. T.; program hip-hinge; note (13 characters); id (4 characters)\n" in ran.out
    assert "Mei" not in ran.out
    assert "1234" not in ran.out
    found = json.loads(handouts("check", "r.csv", "--json").out)
    assert found["problems"] == []
    assert found["rosters"][0]["columns"][0] == {"title": "Patient Name", "column": "patient"}
    assert found["rosters"][0]["header"] == 2
    assert "Mei" not in json.dumps(found)


def test_a_name_in_another_column_of_the_first_row_is_hidden(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program,clinician\nMei Tan,hip-hinge,Mother of Mei\n")
    ran = handouts("check", "r.csv")
    assert "first: patient M. T.; program hip-hinge; clinician M. o. M.\n" in ran.out
    (tmp_path / "r.csv").write_text("patient,program,days\n7b,Mei Tan,Mon fri Zoë\n")
    assert "first: patient …; program … …; days Mon fri …\n" in handouts("check", "r.csv").out


def test_the_clinic_s_columns_and_dates(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic)
    (clinic / "r.csv").write_text("Pt;Behandlung;Beginn\nA B;hip-hinge;03/04/2027\n")
    ran = handouts("batch", "r.csv")
    assert (ran.code, "unknown column “Behandlung”" in ran.err) == (Exit.CONTENT, True)
    text = (clinic / "clinic.yaml").read_text()
    (clinic / "clinic.yaml").write_text(text + "columns: {Behandlung: program, Beginn: start}\n")
    ran = handouts("batch", "r.csv")
    assert (ran.code, "dates: dmy" in ran.err) == (Exit.SOME_FAILED, True)
    assert "1 failed" in ran.out
    (clinic / "clinic.yaml").write_text(text + "columns: {Behandlung: program, Beginn: start}\ndates: dmy\n")
    assert "start 2027-04-03" in handouts("check", "r.csv").out
    assert handouts("batch", "r.csv").code == 0


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            "columns:\n  Beginn: start\n  Behandlung: progam\n",
            ":{2}: columns.Behandlung: “progam” is not a column of a roster\n    Did you mean “program”?",
        ),
        ("columns:\n  Beginn: 3\n", ":{1}: columns.Beginn: “3” is not a column"),
        ("columns: [a]\n", ":{0}: columns: expected a block of keys"),
        ("dates: ddmm\n", ":{0}: dates: expected 'dmy', 'mdy' or 'ymd'"),
    ],
)
def test_faults_of_the_clinic_s_settings_have_lines(handouts: Run, clinic: Path, lines: str, says: str):
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text() + lines)
    last = len(path.read_text().splitlines()) - lines.count("\n") + 1
    ran = handouts("check", "--clinic", "clinic")
    assert ran.code == Exit.CONTENT
    assert says.format(last, last + 1, last + 2) in ran.err


def test_the_same_patient_twice():
    rows = [
        Row(2, {"patient": "Mei Tan", "key": "A1"}),
        Row(3, {"patient": "MEI  tan", "key": "a1 "}),
        Row(4, {"patient": "Mei Tan", "key": "B2"}),
        Row(5, {"patient": "Sam"}),
        Row(6, {"patient": "sam"}),
        Row(7, {}),
        Row(8, {}),
    ]
    found = same_patients(rows, "r.csv")
    assert [(problem.line, problem.message, problem.warning) for problem in found] == [
        (3, "has the same id as line 2", True),
        (6, "has the same name as line 5", True),
    ]
    assert "“id”" in found[1].hint


def test_warnings_are_no_failures(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_bytes(
        b"patient,program,id\nZo\xeb,hip-hinge,1\nZo\xeb,calf-stretch,1\nAna,hip-hinge,2\n".replace(
            b"calf-stretch", b"clamshell"
        )
    )
    for command in ("check", "batch"):
        ran = handouts(command, "r.csv")
        assert ran.code == 0
        assert "r.csv:3: warning: has the same id as line 2" in ran.err
        assert "Windows-1252" in ran.err
        assert "Zo" not in ran.err + ran.out
    assert "3 written to output.\n" in ran.out


def test_a_column_stands_for_one_thing_only():
    every = [alias for aliases in (*COLUMNS.values(), *NAME_PARTS.values(), IGNORED) for alias in aliases]
    plain = [plain_title(alias) for alias in every]
    assert sorted(plain) == sorted(set(plain)) or {name for name in plain if plain.count(name) > 1} <= {"e mail", "dob"}
    for field, aliases in COLUMNS.items():
        assert {meaning(alias) for alias in (field, *aliases)} == {field}


def test_reading_rosters_loads_little():
    code = "import sys, handouts.roster; print([m for m in ('openpyxl', 'reportlab', 'PIL') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
