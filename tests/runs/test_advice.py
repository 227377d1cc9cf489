"""Advice on a clinic's own words: with file and line, what was found and a better example; never a wall of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.library.load import Library, load_library
from handouts.library.models import Drill
from handouts.runs.advice import Advice, advice_on, few
from handouts.runs.advice.parts import MINUTES, minutes_a_day, missing_parts
from handouts.runs.advice.plainwords import jargon
from handouts.runs.advice.texts import texts_of
from handouts.runs.advice.wording import english, long_sentences, names
from tests.conftest import Ran
from tests.shelves import ARTICLE

Run = Callable[..., Ran]


@pytest.fixture
def good(library: Library) -> Drill:
    return library.drills["sit-to-stand", "en"]


def found(drill: Drill) -> list[tuple[str, str, str]]:
    """Rule, found and better of every remark on a drill."""
    texts = list(texts_of(drill))
    every = (*long_sentences(texts), *names(drill), *english(drill, texts), *missing_parts(drill, texts))
    return [(one.rule, one.found, one.better) for one in every]


def stepping(drill: Drill, text: str) -> Drill:
    """The drill with another last step, which no picture shows."""
    return replace(drill, steps=(*drill.steps, replace(drill.steps[0], text=text)))


def test_shipped_content_is_written_as_the_linter_advises():
    """All of it, but that the article's four drills have no easier and no harder version: it gives none."""
    advice = advice_on(load_library())
    of_the_article = {f"content/drills/{name}.yaml" for name in ARTICLE}
    rest = [one for one in advice if not (one.rule == "progress" and one.file in of_the_article)]
    assert [str(one) for one in rest] == []
    assert {one.file for one in advice} == of_the_article
    assert all(Path(one.file).is_file() for one in advice)


def test_a_new_clinic_has_nothing_to_mend(handouts: Run, clinic: Path):
    ran = handouts("check", "--strict", "--clinic", "clinic")
    assert (ran.code, ran.err) == (0, "")


def test_the_drill_of_these_tests_is_fine(good: Drill):
    assert found(good) == []


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Bend your knees and lift your hips.", ("Bend your knees.", "Lift your hips.")),
        ("Lift one leg, then slowly lower it.", ("Lift one leg.", "Slowly lower it.")),
        ("Slowly lean back and then turn.", ("Slowly lean back.", "Turn.")),
        ("Push your hips back and down.", None),
        ("Breathe out as you lift and lower your arm.", None),
        ("Use your arms to push and pull.", None),
        ("Keep your back straight and lean forward.", None),
        ("Lift your leg and hold it.", None),
        ("Lie on your back. Bend your knees.", None),
        ("Breathe in and out.", None),
    ],
)
def test_two_actions_in_a_step(good: Drill, text: str, actions: tuple[str, str] | None):
    betters = [better for rule, _, better in found(stepping(good, text)) if rule == "action"]
    assert betters == ([f"One a step: “{actions[0]}” “{actions[1]}”"] if actions else [])


def test_a_long_sentence_is_parted_where_it_can_be(good: Drill):
    long = "Stand tall with both of your feet as wide as your hips, and then bend both of your knees."
    ((_, said, better),) = [one for one in found(replace(good, why=long)) if one[0] == "sentence"]
    assert "why has a sentence of 19 words" in said
    assert better == ("Such as: “Stand tall with both of your feet as wide as your hips.” “Bend both of your knees.”")
    whole = "A chair of the height of your own knees in a room with a lot of light in it"
    ((_, _, better),) = [one for one in found(replace(good, why=whole)) if one[0] == "sentence"]
    assert better.startswith("Say the main thing first")


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Lie supine.", "Lie on your back."),
        ("Lie in a prone position.", "Lie on your front."),
        ("Flex your knee.", "Bend your knee."),
        ("Perform the move slowly.", "Do the move slowly."),
        ("Bend the contralateral knee.", "Bend the other knee."),
        ("Plantar flex and dorsiflex.", "Point your toes down and dorsiflex."),
        ("Do not be prone to haste.", None),
        ("A reflex is fine, and so is a flexible band.", None),
    ],
)
def test_words_of_the_trade_have_a_plainer_one(text: str, better: str | None):
    assert next((one[2] for one in jargon(text)), None) == better


def test_hard_words_are_named_with_the_grade(good: Drill):
    hard = "Approximately perpendicular stabilisation necessitates considerable neuromuscular coordination."
    ((_, said, better),) = [one for one in found(replace(good, why=hard, start=hard)) if one[0] == "grade"]
    assert "school grade" in said
    assert "“approximately”" in better


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({"stop": ()}, "stop", "does not say when to stop"),
        ({"easier": (), "harder": ()}, "progress", "no easier and no harder"),
        ({"equipment": ()}, "equipment", "speaks of a chair"),
        ({"figure": None, "pictures": ()}, "picture", "has no picture"),
        ({"mistakes": ("Drop onto the seat.",)}, "mistake", "does not begin with “Do not”"),
        ({"name": "Standing up from a firm chair without your hands"}, "name", "48 characters"),
    ],
)
def test_missing_parts_are_named_with_an_example(good: Drill, changes: dict[str, object], rule: str, said: str):
    remarks = found(replace(good, **changes))
    assert [one[0] for one in remarks] == [rule]
    assert said in remarks[0][1]
    assert remarks[0][2]


def test_a_source_that_cannot_be_looked_up(good: Drill):
    source = replace(good.source, url=None, author=None, publisher=None)
    assert [one[0] for one in found(replace(good, source=source))] == ["source"]


def test_a_drill_that_needs_nothing_needs_no_equipment(library: Library):
    assert not [one for one in found(library.drills["split-squat", "en"]) if one[0] == "equipment"]


def write(clinic: Path, text: str) -> None:
    (clinic / "programs" / "own.yaml").write_text(
        f"id: own\nlanguage: en\nname: Own\nabout: For a start.\nsource: {{title: Ours}}\n{text}"
    )


def test_a_program_of_too_much_or_without_a_way_on(clinic: Path):
    four = "{drill: plank}, {drill: bird-dog}, {drill: dead-bug}, {drill: wall-sit}"
    write(
        clinic,
        f"weeks:\n  - drills: [{four}, {{drill: step-up}}]\n  - drills: [{{drill: wall-sit, sets: 10, rest: 300}}]\n"
        "    times: 2\n    move_on: all is well\n  - drills: [{drill: plank}]\n",
    )
    every = {one.rule: one for one in advice_on(load_library(clinic))}
    assert every["amount"].line == 7
    assert "week 1 has 5 drills" in every["amount"].found
    assert "plank, bird-dog, dead-bug, wall-sit" in every["amount"].better
    assert every["time"].line == 8
    assert "week 2 asks for" in every["time"].found
    library = load_library(clinic)
    assert minutes_a_day(library.programs["own", "en"], 1, library) > 2 * MINUTES, "both times of the day count"
    assert {one.found for one in advice_on(library) if one.rule == "progress"} == {
        "does not say when to move on from week 1",
        "does not say what to do after the last week",
    }


def spoil(clinic: Path, name: str = "calf-stretch") -> Path:
    drill = clinic / "drills" / f"{name}.yaml"
    text = (clinic / "drills" / "calf-stretch.yaml").read_text().replace("id: calf-stretch", f"id: {name}")
    drill.write_text(text.replace("Bend your front knee a little.", "Flex your knee and perform a turn."))
    return drill


def test_check_advises_and_stays_at_0_and_strict_does_not(handouts: Run, clinic: Path):
    drill = spoil(clinic)
    line = next(at for at, row in enumerate(drill.read_text().splitlines(), 1) if "Flex" in row)
    ran = handouts("check", "--clinic", "clinic")
    assert ran.code == 0
    assert f"clinic/drills/calf-stretch.yaml:{line}: advice: step 3 says “Flex”" in ran.err
    assert "“Bend your knee and perform a turn.”" in ran.err
    assert "warning" not in ran.err
    assert handouts("check", "--strict", "--clinic", "clinic").code == Exit.SOME_FAILED
    ran = handouts("check", "--json", "--clinic", "clinic")
    data = json.loads(ran.out)
    assert (ran.code, data["problems"]) == (0, [])
    assert {one["rule"] for one in data["advice"]} == {"jargon"}
    assert data["advice"][0].keys() == {"rule", "file", "line", "found", "better"}
    drill.write_text(drill.read_text().replace("dose:", "doze:"))
    assert handouts("check", "--strict", "--clinic", "clinic").code == Exit.CONTENT, "a fault goes before advice"


def test_a_wall_of_advice_is_cut_and_strict_gives_all_of_it(handouts: Run, clinic: Path):
    for number in range(12):
        spoil(clinic, f"calf-{number}")
    ran = handouts("check", "--clinic", "clinic")
    assert ran.err.count("advice:") == 12
    assert "… and 12 more pieces of advice." in ran.err
    assert handouts("check", "--strict", "--clinic", "clinic").err.count("advice:") == 24


def test_of_one_file_the_most_important_is_told_first():
    every = [Advice(rule, "a.yaml", 1, rule, "") for rule in ("name", "source", "jargon", "stop", "action")]
    assert {one.rule for one in few(every)} == {"stop", "jargon", "action"}
    assert few([]) == []


def test_what_is_shipped_is_not_a_clinic_s_to_mend_but_its_own_copy_is(clinic: Path, good: Drill):
    assert advice_on(load_library(clinic)) == []
    shipped = Path("content/drills/hinge-with-dowel.yaml")
    source = (Path(__file__).parents[2] / shipped).read_text()
    (clinic / "drills" / "hinge-with-dowel.yaml").write_text(source)
    assert [Path(one.file).parent.name for one in advice_on(load_library(clinic))] == ["drills"]


def test_other_languages_are_not_judged_by_english_rules(clinic: Path):
    drill = spoil(clinic)
    drill.write_text(drill.read_text().replace("language: en", "language: de").replace("Do not arch", "Nicht"))
    (clinic / "words").mkdir(exist_ok=True)
    assert [one.rule for one in advice_on(load_library(clinic)) if one.file == str(drill)] == []
