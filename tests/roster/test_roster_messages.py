"""What is said of a roster: nothing is lost unsaid, no name is repeated, and not more is printed than anybody reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.roster import look_at, read_roster
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("note", "warned"),
    [
        ("Slow #2 band", True),
        ("#5 band", True),
        ("Slow  # 2", True),
        ("Slow", False),
        ("Slow # what it is for", False),
        ('"Slow #2 band"', False),
        ("", False),
    ],
)
def test_what_yaml_takes_for_a_comment_is_told_of_without_repeating_it(tmp_path: Path, note: str, warned: bool):
    (tmp_path / "r.yaml").write_text(f"- patient: Mei Tan\n  program: hip-hinge\n  note: {note}\n")
    rows, problems = read_roster(tmp_path / "r.yaml")
    assert len(rows) == 1
    assert [(problem.line, problem.warning) for problem in problems] == [(3, True)] * warned
    assert "Slow" not in str(problems)
    assert "band" not in str(problems)


@pytest.mark.parametrize("title", ["Mei Tan", "mei tan", "TAN MEI", "陈伟", "Mei-Lin Tan"])
def test_a_name_as_a_title_or_key_is_not_repeated(tmp_path: Path, title: str):
    (tmp_path / "r.csv").write_text(f"patient,program,{title}\nA B,hip-hinge,x\n", "utf-8")
    with pytest.raises(HandoutsError, match=r"r\.csv:1: has an unknown title in column 3 \(C\)") as caught:
        read_roster(tmp_path / "r.csv")
    (tmp_path / "r.yaml").write_text(f"- patient: A B\n  {title}: x\n", "utf-8")
    _, problems = read_roster(tmp_path / "r.yaml")
    assert [problem.message for problem in problems] == ["has an unknown key"]
    for word in title.replace("-", " ").split():
        assert word not in str(caught.value) + str(problems)


@pytest.mark.parametrize("title", ["Behandlung", "progam", "Treatment date", "Next  vist", "Kur"])
def test_titles_that_are_no_names_are_repeated(tmp_path: Path, title: str):
    (tmp_path / "r.csv").write_text(f"patient,{title}\nA B,x\n")
    with pytest.raises(HandoutsError, match=f"“{' '.join(title.split())}”"):
        read_roster(tmp_path / "r.csv")


def test_columns_that_clinics_always_have_are_passed_over_and_listed_once(handouts: Run, tmp_path: Path):
    titles = ["NRIC", "Phone", "Diagnosis", "Date of Birth", "Referring Doctor", "Allergies", "Contact No.", "ICD-10"]
    secret = [f"SECRET{number}" for number in range(len(titles))]
    (tmp_path / "r.csv").write_text(
        f"patient,program,{','.join(titles)}\n" + f"Mei Tan,hip-hinge,{','.join(secret)}\n" * 3
    )
    rows, _ = read_roster(tmp_path / "r.csv")
    assert all(set(row.fields) == {"patient", "items"} for row in rows)
    assert look_at(tmp_path / "r.csv").ignored == tuple(titles)
    ran = handouts("check", "r.csv")
    assert ran.out.count("NRIC") == 1
    assert "SECRET" not in ran.out + ran.err


def test_very_many_problems_are_counted_not_printed(handouts: Run, tmp_path: Path):
    lines = [f"{number},A B,hip-hinge,{'x' if number % 2 else 'n/a'}\n" for number in range(1000)]
    (tmp_path / "r.csv").write_text("id,patient,program,week\n" + "".join(lines))
    ran = handouts("check", "r.csv")
    assert ran.code
    assert len(ran.err.splitlines()) < 500
    assert "… and 800 more like these" in ran.err
    assert "1000 problems." in ran.err


def test_very_many_idle_rows_are_counted_not_printed(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic)
    (clinic / "r.csv").write_text(
        "id,patient,program,start\n" + "".join(f"{number},A B,hip-hinge,2027-03-01\n" for number in range(450))
    )
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.err.count("waiting") == 200
    assert "… and 250 more rows without a handout." in ran.err
    assert "450 not started" in ran.out
