"""A language's words file: each fault is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.base.shipped import shipped
from handouts.library.load import load_library

ENGLISH = shipped("content", "words") / "en.yaml"


def _with(clinic: Path, *changes: tuple[str, str]) -> str:
    """A clinic's own file for another language, with something in it replaced; gives its text."""
    text = ENGLISH.read_text("utf-8").replace("language: en\n", "language: qaa\n", 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (clinic / "words").mkdir(exist_ok=True)
    (clinic / "words" / "qaa.yaml").write_text(text, "utf-8")
    return text


MINUTES = '  minutes: { one: "{n} minute", other: "{n} minutes" }'


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (MINUTES, MINUTES.replace("one: ", "few: "), MINUTES[:10], "sentences.minutes needs the form “one”"),
        (MINUTES, '  minutes: { one: "{n} minute" }', MINUTES[:10], "lacks “sentences.minutes.other”"),
        ('one: "{n} kg", other: "{n} kg"', 'one: "{n} kg", other: "kg"', "  kg:", "units.kg needs {n} in its form “other”"),
        ("exactly: { 2: twice", "exactly: { two: twice", "  a_day:", "exactly: “two” is no whole number"),
        ('{ one: "n = 1" }', '{ one: "n is 1" }', "plurals:", "plurals.one: “n is 1” is no plural rule"),
        ("[ {person}]", "[ {person}", "  visit:", "sentences.visit has a square bracket without the other"),
        ("**{when}**", "**{when}", "  visit:", "sentences.visit has a “**” that no other closes"),
        ('box_set: "set {n}"', 'box_set: "set {number}"', "  box_set:", "grid.box_set asks for {number}"),
        ("{hour12}[:{minutes}] am", "{hour12}[:{seconds}] am", "  clock_am:", "dates.clock_am asks for {seconds}"),
        ('items: "{a}, {b}"', 'items: "{a}, "', "joins:", "items needs {a} and {b}"),
        ('sentence: "{text}."', 'sentence: "."', "joins:", "sentence needs {text}"),
        ("direction: ltr", "direction: up", "direction:", "expected 'ltr' or 'rtl'"),
    ],
)  # fmt: skip
def test_a_fault_of_a_words_file_is_told_with_its_line(clinic: Path, old: str, new: str, at: str, says: str):
    text = _with(clinic, (old, new))
    found = [problem for problem in load_library(clinic).problems if "qaa.yaml" in problem.place]
    (problem,) = (one for one in found if says in one.message)
    assert text.splitlines()[problem.line - 1].startswith(at)


def test_more_forms_and_fewer_values_are_no_fault(clinic: Path):
    _with(
        clinic,
        (
            MINUTES,
            '  minutes: { one: "a minute", two: "a pair", few: "{n} m", other: "{n} min", exactly: { 5: "five" } }',
        ),
        ("{sets} of {reps}[ {side}].", "{reps}: {sets}."),
    )
    minutes = load_library(clinic).checked().words["qaa"].sentences.minutes
    assert (minutes.form("two", "2"), minutes.form("other", "5")) == ("a pair", "five")
