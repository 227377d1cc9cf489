"""Rules of programs as data: they say what the patient reads, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from handouts.library.load import load_library
from handouts.library.week_rules import GoBackIf, MoveOnIf, disagreements

PROGRAMS = Path(__file__).parents[2] / "content" / "programs"


def test_every_rule_of_a_shipped_program_stands_there_as_data_too_and_says_the_same():
    programs = [one for one in load_library(None).programs.values() if one.language == "en"]
    assert len(programs) == len(list(PROGRAMS.glob("*.yaml"))) == 29
    for program in programs:
        for number, week in enumerate(program.weeks, 1):
            where = f"{program.id}, week {number}"
            assert bool(week.move_on) == bool(week.move_on_if), where
            assert bool(week.go_back) == bool(week.go_back_if), where
            told = disagreements(week.move_on, week.move_on_if, week.go_back, week.go_back_if, english=True)
            assert list(told) == [], where


def test_numbers_in_the_words_are_the_numbers_in_the_data():
    """Read from the files as they are, by another way than the one that points out what disagrees."""
    for path in PROGRAMS.glob("*.yaml"):
        for week in yaml.safe_load(path.read_text("utf-8"))["weeks"]:
            for words, data in (
                (week.get("move_on"), week.get("move_on_if")),
                (week.get("go_back"), week.get("go_back_if")),
            ):
                if not words:
                    continue
                rest = words.replace(data.get("ask", "\0"), "")
                said = [int(number) for number in re.findall(r"\b(\d+)(?= of 10\b)", rest)]
                assert said == [data[key] for key in ("pain_at_most", "pain_above") if data.get(key)], (
                    path.name,
                    words,
                )
                assert ("every box" in rest) == (data.get("done") == 100), (path.name, words)
                assert ("twice" in rest) == (data.get("times") == 2), (path.name, words)
                left = re.sub(
                    r"you tick every box|pain (is|stays at) \d+ of 10 or less|no drill brings on pain"
                    r"|pain is above \d+ of 10 twice|and|[,. ]",
                    "",
                    rest,
                )
                assert left == "", (path.name, words, "is said and neither counted nor asked")


EVERY = "you tick every box, and pain stays at 4 of 10 or less."
ABOVE = "pain is above 4 of 10 twice."


@pytest.mark.parametrize(
    ("move_on", "rule", "wrong"),
    [
        (EVERY, MoveOnIf(done=100, pain_at_most=4), []),
        (EVERY, MoveOnIf(done=100, pain_at_most=3), ["“move_on” says 4, so “pain_at_most” is 4, not 3"]),
        (EVERY, MoveOnIf(done=100), ["“move_on” says 4, so “pain_at_most” is 4"]),
        (EVERY, MoveOnIf(done=80, pain_at_most=4), ["“move_on” speaks of every box, so “done” is 100"]),
        ("you feel fine.", MoveOnIf(done=100), ["“move_on” does not speak of every box"]),
        ("you feel fine.", MoveOnIf(ask="you feel fine"), []),
        ("you feel fine.", MoveOnIf(ask="you slept"), ["asks “you slept”, which “move_on” does not say"]),
        ("you tick every box, and no drill brings on pain.", MoveOnIf(done=100, pain_at_most=0), []),
        (EVERY, MoveOnIf(done=100, pain_at_most=0), ["“move_on” says 4, so “pain_at_most” is 4, not 0"]),
        (None, MoveOnIf(done=100), ["is not said to the patient: there is no “move_on” beside it"]),
    ],
)
def test_what_disagrees_is_found(move_on: str | None, rule: MoveOnIf, wrong: list[str]):
    assert [text for _, text in disagreements(move_on, rule, None, None, english=True)] == wrong


@pytest.mark.parametrize(
    ("go_back", "rule", "wrong"),
    [
        (ABOVE, GoBackIf(pain_above=4, times=2), []),
        (ABOVE, GoBackIf(pain_above=5, times=2), ["“go_back” says 4, so “pain_above” is 4, not 5"]),
        (ABOVE, GoBackIf(pain_above=4), ["“go_back” says 2, so “times” is 2, not 1"]),
        ("you fall.", GoBackIf(pain_above=4), ["has pain_above 4, which “go_back” does not say"]),
        (None, GoBackIf(ask="x"), ["is not said to the patient: there is no “go_back” beside it"]),
    ],
)
def test_what_disagrees_in_going_back_is_found(go_back: str | None, rule: GoBackIf, wrong: list[str]):
    assert [text for _, text in disagreements(None, None, go_back, rule, english=True)] == wrong


def test_of_another_language_the_numbers_are_looked_for():
    found = disagreements(
        "du alles schaffst.", MoveOnIf(pain_at_most=4), "Schmerz über 4.", GoBackIf(pain_above=4), english=False
    )
    assert [text for _, text in found] == ["has pain_at_most 4, a number that “move_on” does not have"]


CLINIC = "name: Elm Street Clinic\n"
OWN = """\
id: own-plan
language: en
name: Own plan
about: For tests.
weeks:
  - move_on: you tick every box, and pain stays at 4 of 10 or less.
    move_on_if: {rule}
    drills: [{ drill: plank }]
  - drills: [{ drill: plank }]
finish: Come and see us.
source: { title: Our practice, author: Ana Ruiz }
"""


def own(folder: Path, rule: str) -> Path:
    (folder / "programs").mkdir()
    (folder / "clinic.yaml").write_text(CLINIC, "utf-8")
    (folder / "programs" / "own-plan.yaml").write_text(OWN.replace("{rule}", rule), "utf-8")
    return folder


def test_check_points_it_out_with_its_line(tmp_path: Path, handouts):
    ran = handouts("check", "--clinic", own(tmp_path, "{ done: 100, pain_at_most: 3 }"), "--strict")
    assert (
        "own-plan.yaml:7: advice: in week 1 move_on_if: “move_on” says 4, so “pain_at_most” is 4, not 3"
        in ran.out + ran.err
    )


@pytest.mark.parametrize(
    "rule", ["{ done: 0 }", "{ done: 101 }", "{ pain_at_most: 11 }", "{}", "{ dona: 100 }", "{ done: 1.5 }"]
)
def test_what_is_no_rule_is_refused(tmp_path: Path, rule: str):
    library = load_library(own(tmp_path, rule))
    assert [one.id for one in library.broken] == ["own-plan"]
