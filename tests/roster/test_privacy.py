"""No message shows a word of a patient's name, wherever in a row it stands and whatever its length."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.mail.consent import read_wish
from handouts.orders.order import givens
from handouts.plan.planner import Planner
from handouts.roster import COLUMNS, Row, reading_of, scan_roster
from handouts.roster.privacy import first_row, hushed, hushed_syntax, known_words
from handouts.runs.row_problems import at_row
from handouts.runs.rows import check_rows
from tests.conftest import Ran

TODAY = date(2026, 11, 20)
# Letters that no word of our messages is made of alone, so that a name found in one has come from the row.
WORD = st.one_of(
    st.text("qxzjkv", min_size=1, max_size=12),
    st.text("qxzjkvQXZJKV", min_size=2, max_size=6).map(str.title),
    st.text("王伟芳娜", min_size=1, max_size=3),
    st.text("éñüőßİ", min_size=1, max_size=5),
    st.text("éñüő", min_size=1, max_size=5).map(lambda text: __import__("unicodedata").normalize("NFD", text)),
)
NAME = st.lists(WORD, min_size=1, max_size=4)
NOISE = st.sampled_from(["", ":", "=", ":sets=", ":sets=2,sets=3", ",", "; ", "  ", "\t", "“", "”", "’", "'", "(", " 3",
                         "plank ", "hip-hing ", "2026-11-", "x" * 50, "@", "plain ", "\n"])  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[str], Row]:
    """A name, and a row that has words of it in any cell, between signs and words that mean something."""
    name = draw(NAME)
    cells = {"patient": " ".join(name), "program": "plank"}
    for field in draw(st.lists(st.sampled_from([field for field in COLUMNS if field != "patient"]), max_size=4)):
        parts = draw(st.lists(st.one_of(NOISE, st.sampled_from(name), st.just(" ")), max_size=6))
        if text := "".join(parts).strip():
            cells[field] = text
    return name, Row(2, cells)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def without_characters(text: str) -> str:
    """Without the names of single characters that cannot be printed: these have to be told."""
    return re.sub(r"“.” \(U\+[^)]*\)|U\+[0-9A-F]{4,6} [A-Z -]+", "", text)


@settings(max_examples=150)
@given(rows())
def test_no_word_of_a_name_is_in_any_problem_of_a_row(library: Library, made: tuple[list[str], Row]):
    name, row = made
    planner, press = Planner(library), _NoPress()
    found = check_rows([row], {}, TODAY, planner, press, "r.csv")  # type: ignore[arg-type]  # it prints nothing
    _, wrong = read_wish(row.fields, TODAY)
    found += at_row(wrong, "r.csv", row, known_words(library))
    told = words(without_characters("\n".join(map(str, found))))
    assert not {word.casefold() for word in name} & told, found


class _NoPress:
    """Printing is slow, and says nothing of cells but which character has no glyph."""

    def pdf(self, _: object) -> bytes:
        return b""


@pytest.mark.parametrize("name", ["Al", "Bo", "Ann", "Zoë", "Jones", "Okafor", "Xu", "伟", "Ångström", "Xanthippe"])
@pytest.mark.parametrize("field", sorted(set(givens()) - {"patient", "note", "clinician", "key", "language"}))
def test_a_name_in_the_column_of_another_field(library: Library, name: str, field: str):
    row = Row(2, {"patient": f"{name} Qvist", "items": "plank", field: f"{name}  qvist"})
    found = check_rows([row], {}, TODAY, Planner(library), _NoPress(), "r.csv")  # type: ignore[arg-type]  # as above
    assert found, "the cell is wrong"
    assert not {name.casefold(), "qvist"} & words("\n".join(map(str, found))), found


@pytest.mark.parametrize(
    ("patient", "cell", "told"),
    [
        ("Mei Tan", "plan", "plan"),  # a near miss helps
        ("Plan Tan", "plan", "…"),  # but not where it is the patient's own name
        ("Mei Tan", "hip-hinge", "hip-hinge"),  # known
        ("Hip Tan", "hip-hinge", "hip-hinge"),
        ("Mei Tan", "31/12/26", "31/12/26"),  # no letters
        ("plank", "Mei Tan", "…"),  # columns have been swapped
        ("Mei Tan", "Mei Tan has a sore knee", "…"),
    ],
)
def test_what_is_shown_of_a_cell(library: Library, patient: str, cell: str, told: str):
    row = Row(2, {"patient": patient, "items": cell})
    kind = "misspelt" if cell == "plan" else ""
    problem = Problem("items", 0, f"“{cell[:20]}…” is wrong" if len(cell) > 20 else f"“{cell}” is wrong", kind=kind)
    found = hushed(problem, row, known_words(library))
    assert found.message == f"“{told}” is wrong"
    assert ("shifted" in found.hint) == (told == "…")


def test_quotes_within_a_cell_end_no_quotation(library: Library):
    row = Row(2, {"patient": "plank", "items": "x” Mei Tan “y"})
    assert hushed(Problem("items", 0, "“x” Mei Tan “y” is wrong"), row, known_words(library)).message == "“…” is wrong"


def test_words_of_ours_are_not_taken_for_names(library: Library):
    row = Row(2, {"patient": "Will Date", "start": "x"})
    problem = Problem("start", 0, "“x” is not a date; it will do")
    assert "is not a date; it will do" in hushed(problem, row, known_words(library)).message


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("has the key “Mei” twice (first on line 3)", "has the key “…” twice (first on line 3)"),
        ("has the key “a” Mei “b” twice", "has the key “…” twice"),
        ("has the key “Programme” twice", "has the key “Programme” twice"),
        ("found duplicate anchor 'K'", "found duplicate anchor '…'"),
        ("expected ',' or ']', but got '<scalar>'", "expected ',' or ']', but got '<scalar>'"),
        ("uses an alias (*mei)", "uses an alias (*…)"),
    ],
)
def test_faults_of_a_yaml_file_repeat_only_titles(message: str, told: str):
    assert hushed_syntax(Problem("r.yaml", 2, message)).message == told


@given(NAME, st.sampled_from(["items", "days", "start", "layout", "side"]))
def test_the_first_row_names_no_one(name: list[str], field: str):
    name = [word for word in name if len(word) > 1] or ["Qx"]
    shown = first_row([Row(2, {"patient": " ".join(name), field: " and ".join(name)})])
    assert not {word.casefold() for word in name} & words(" ".join(shown.values()))


NAMES = ("Al", "Jones", "Okafor", "Xanthippe")


@pytest.mark.parametrize("suffix", ["csv", "yaml", "json"])
def test_no_command_repeats_a_name_from_another_column(
    handouts: Callable[..., Ran], tmp_path: Path, library: Library, suffix: str
):
    rows = [(f"{name} Tan", name, name, f"{name}:") for name in NAMES]
    text = {
        "csv": "patient,program,week,dose\n" + "".join(",".join(row) + "\n" for row in rows),
        "yaml": "".join(
            f"- patient: {patient}\n  program: {program}\n  week: {week}\n  dose: '{dose}'\n"
            for patient, program, week, dose in rows
        ),
        "json": json.dumps(
            [dict(zip(("patient", "program", "week", "dose"), row, strict=True)) for row in rows], indent=1
        ),
    }[suffix]
    (tmp_path / f"r.{suffix}").write_text(text)
    assert len(scan_roster(tmp_path / f"r.{suffix}", reading_of(library)).rows) == len(NAMES)
    for command in (["check"], ["batch"], ["batch", "--json"]):
        ran = handouts(command[0], f"r.{suffix}", *command[1:])
        assert ran.code
        said = words(ran.out + ran.err)
        assert not {name.casefold() for name in (*NAMES, "tan")} & said
        assert sum(ran.err.count(f"r.{suffix}:{line}:") > 0 for line in range(30)) == len(NAMES)
