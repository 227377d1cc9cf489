"""Sheets in two languages through the desk's commands: a roster of both kinds, and the same sheet made again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, pdf_text
from tests.tongues import TONGUE, put_tongue

Run = Callable[..., Ran]

ROWS = [
    ("Ana One", TONGUE, ""),
    ("Bea Two", TONGUE, "en"),
    ("Cy Three", "en", TONGUE),
    ("Di Four", TONGUE, "en:copy"),
    ("Ed Five", TONGUE, "en"),
]


@pytest.fixture
def two(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_tongue(clinic, ["clamshell"])
    monkeypatch.chdir(clinic)
    return clinic


def roster(folder: Path, title: str, rows: list[tuple[str, str, str]] = ROWS) -> Path:
    path = folder / "two.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("patient", "drills", "language", title))
        table.writerows((name, "clamshell", language, second) for name, language, second in rows)
    return path


def made(folder: Path) -> dict[str, bytes]:
    return {path.name.split("-")[0]: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


@pytest.mark.parametrize("title", ["with", "second language"])
def test_a_roster_mixes_sheets_of_one_language_and_of_two(handouts: Run, two: Path, title: str):
    ran = handouts("batch", roster(two, title), "-o", "out")
    assert ran.code == 0, ran.err
    texts = [pdf_text(data) for data in made(two / "out").values()]
    assert ["~Clamshell" in text for text in texts] == [True] * 5
    assert [" Clamshell" in text for text in texts] == [False, True, True, True, True]
    assert ["Copy for the clinician" in text for text in texts] == [False, False, False, True, False]
    assert [text.count("Ed Five") > 0 for text in texts] == [False, False, False, False, True]


def test_the_bytes_do_not_depend_on_the_batch(handouts: Run, two: Path):
    assert handouts("batch", roster(two, "with"), "-o", "out").code == 0
    for number, (name, language, second) in enumerate(ROWS, 1):
        ran = handouts(
            "make",
            "clamshell",
            "-p",
            name,
            "--language",
            language,
            "--with",
            second or "none",
            "-o",
            "one.pdf",
            "--force",
        )
        assert ran.code == 0, ran.err
        assert (two / "one.pdf").read_bytes() == made(two / "out")[f"{number:04}"]


@pytest.mark.parametrize("second", ["en", "en:copy"])
def test_it_is_made_again_in_both_languages(handouts: Run, two: Path, second: str):
    assert handouts("batch", roster(two, "with", [("Ana One", TONGUE, second)]), "-o", "out").code == 0
    (path,) = (two / "out").glob("*.pdf")
    before = path.read_bytes()
    path.unlink()
    assert handouts("reprint", path.stem[-12:], "-o", "again.pdf").code == 0
    assert (two / "again.pdf").read_bytes() == before


def test_it_is_made_again_as_it_was_when_the_clinic_has_another_second_language_since(handouts: Run, two: Path):
    settings = two / "clinic.yaml"
    settings.write_text(f"second_language: en\n{settings.read_text('utf-8')}", "utf-8")
    assert handouts("batch", roster(two, "with", [("Ana One", TONGUE, "")]), "-o", "out").code == 0
    (path,) = (two / "out").glob("*.pdf")
    before = path.read_bytes()
    assert " Clamshell" in pdf_text(before)
    path.unlink()
    settings.write_text(settings.read_text("utf-8").replace("second_language: en\n", ""), "utf-8")
    ran = handouts("reprint", path.stem[-12:], "-o", "again.pdf")
    assert ran.code == 0, ran.err
    assert (two / "again.pdf").read_bytes() == before


def test_a_wrong_second_language_is_the_options_or_the_rows(handouts: Run, two: Path):
    ran = handouts("make", "clamshell", "-p", "Ana", "--language", TONGUE, "--with", "zz")
    assert ran.code != 0
    assert "--with: there is no language “zz”" in ran.err
    rows = [("Ana One", TONGUE, "zz"), ("Bea Two", TONGUE, TONGUE), ("Cy Three", TONGUE, "en")]
    ran = handouts("batch", roster(two, "with", rows), "-o", "out")
    assert ran.code == 1
    assert "the sheet is in that language already" in ran.err
    assert len(made(two / "out")) == 1


def test_what_is_missing_in_the_second_language_ends_with_3(handouts: Run, two: Path):
    ran = handouts("make", "plank", "-p", "Ana", "--with", TONGUE)
    assert ran.code == 3
    assert f"“plank” cannot be printed in the language “{TONGUE}”" in ran.err


def test_a_packet_holds_both_copies(handouts: Run, two: Path):
    rows = [("Ana One", TONGUE, "en:copy"), ("Bea Two", TONGUE, "en")]
    assert handouts("batch", roster(two, "with", rows), "--packet", "-o", "pile").code == 0
    (pile,) = (two / "pile").glob("*.pdf")
    said = pdf_text(pile.read_bytes())
    assert said.count("Copy for the clinician") >= 1
    assert "For Ana One" in said
    assert "For Bea Two" in said
