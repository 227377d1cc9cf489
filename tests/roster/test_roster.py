from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.roster import read_roster


def store(folder: Path, text: str | bytes, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, delimiter: str):
    text = "patient,program,Start Date,note\r\nMei Tan,hip-hinge,2026-11-23,\r\n".replace(",", delimiter)
    rows, problems = read_roster(store(tmp_path, "\ufeff" + text))
    assert problems == []
    assert [(row.line, dict(row.fields)) for row in rows] == [
        (2, {"patient": "Mei Tan", "items": "hip-hinge", "start": "2026-11-23"})
    ]


def test_lines_are_those_of_the_file_also_after_quoted_line_breaks(tmp_path: Path):
    rows, _ = read_roster(store(tmp_path, 'patient,note\nA,"one\ntwo"\n\nB,x\n'))
    assert [(row.line, row.fields["patient"]) for row in rows] == [(2, "A"), (5, "B")]
    assert rows[0].fields["note"] == "one\ntwo"


def test_a_row_with_too_many_cells_does_not_stop_the_others(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, "patient,note\nA,slow, and tall\nB,x\n"))
    assert [row.fields["patient"] for row in rows] == ["B"]
    assert problems[0].line == 2
    assert "3 cells" in problems[0].message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("patient,nte\nA,x", "note"),
        ("name,patient\nA,B", "more than one column"),
        ("program\nhip-hinge", "no column “patient”"),
        ('patient\n"A', "not a valid CSV"),
        ("patient\nA\x00B\n" + "x" * 200_000, "not a valid CSV"),
        (b"patient\ncaf\xe9 \x81", "UTF-8"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, text: str | bytes, says: str):
    with pytest.raises(HandoutsError, match=says):
        read_roster(store(tmp_path, text))


def test_spreadsheets_folders_and_missing_files_are_named(tmp_path: Path):
    with pytest.raises(HandoutsError, match="save it as CSV"):
        read_roster(store(tmp_path, b"PK\x03\x04", "r.xlsx"))
    os.mkfifo(tmp_path / "pipe.csv")
    for path, message in (
        (tmp_path, "not a regular file"),
        (tmp_path / "pipe.csv", "not a regular file"),
        (tmp_path / "none.csv", "cannot be read"),
    ):
        with pytest.raises(HandoutsError, match=message):
            read_roster(path)


YAML = """\
- patient: Mei Tan
  program: hip-hinge
  dose:
    all: {sets: 2, days: [mon, fri]}
    kneeling-hip-extension: {hold: [2, 3]}
  week: 2
- patient: Sam
  wek: 3
- just text
"""


def test_yaml_with_doses_as_blocks(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, YAML, "r.yaml"))
    assert dict(rows[0].fields) == {
        "patient": "Mei Tan",
        "items": "hip-hinge",
        "week": 2,
        "changes": ["all:sets=2,days=mon+fri", "kneeling-hip-extension:hold=2/3"],
    }
    assert [(problem.line, "week" in problem.hint) for problem in problems] == [(8, True), (9, False)]


def test_yaml_may_name_its_list(tmp_path: Path):
    rows, _ = read_roster(store(tmp_path, "patients:\n  - patient: A\n", "r.yml"))
    assert rows[0].line == 2


@pytest.mark.parametrize("text", ["a: 1", "", "- patient: &x A\n- patient: *x", "- a\n\t- b"])
def test_yaml_that_is_no_list_of_patients(tmp_path: Path, text: str):
    with pytest.raises(HandoutsError):
        read_roster(store(tmp_path, text, "r.yaml"))


def test_yaml_repeats_no_names(tmp_path: Path):
    for text in ("- patient: &Mei x\n- patient: *Mei", "- patient: !Mei Tan", "- Mei: 1\n  Mei: 2", "- Mei: 1"):
        try:
            _, problems = read_roster(store(tmp_path, text, "r.yaml"))
        except HandoutsError as error:
            problems = list(error.problems)
        assert problems
        assert "Mei" not in "".join(map(str, problems))


@given(st.one_of(st.binary(max_size=200), st.text(alphabet='patient,program\n";\t\r x', max_size=120).map(str.encode)))
def test_any_bytes_give_rows_or_problems(tmp_path: Path, raw: bytes):
    for name in ("r.csv", "r.yaml"):
        try:
            read_roster(store(tmp_path, raw, name))
        except HandoutsError as error:
            assert error.problems
