"""The shipped words: faithful, plain, sourced, printable."""

from __future__ import annotations

import re
from pathlib import Path

import pyphen
import pytest

from handouts.base.shipped import shipped
from handouts.library.load import Library
from handouts.library.models import Dose, Drill
from handouts.library.schema import PLACES, schema_text
from handouts.library.templates import fill
from handouts.runs.advice.parts import MINUTES, minutes_a_day
from handouts.runs.advice.wording import MAX_WORDS
from handouts.runs.check import check_content
from tests.shelves import ARTICLE

TOP = Path(__file__).resolve().parents[2]
POSTURES = {
    "lying": {"cannot-lie-flat", "pregnancy"},
    "prone": {"pregnancy"},
    "kneeling": {"cannot-kneel", "cannot-get-down", "knee-replacement"},
    "hands-and-knees": {"cannot-kneel", "cannot-get-down", "knee-replacement"},
}
"""Whom a posture alone does not suit; what is done on a bed as well needs nobody to get down to the floor."""
EITHER_WAY = {"ankle-pumps"}
"""Drills filed under a posture that can be done in another just as well."""
OTHERWISE = {
    "bottom": "buttocks, or hips",
    "belly": "stomach",
    "tummy": "stomach",
    "all fours": "hands and knees",
    "till": "until",
    "bench": "worktop",
    "counter": "worktop",
    "couch": "bed",
    "toward": "towards",
    "center": "middle",
}
"""Words that no patient reads in the shipped drills, and what stands for them: the same thing has one name in all."""


def drill(library: Library, name: str) -> Drill:
    return library.drills[name, "en"]


def words_of(item: Drill) -> str:
    return " ".join([item.why, *(step.text for step in item.steps), *item.cues, *item.mistakes, *item.stop]).lower()


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            "kneeling-hip-extension",
            [
                "low point",
                "facing away|face away",
                "below your hip bones",
                "both knees",
                "shoulder-width",
                "slowly",
                "pulls you back",
                "hips back onto your heels",
                "forward until",
                "fully straight",
                "squeeze your buttocks",
                "relax slowly",
            ],
        ),
        (
            "hinge-with-dowel",
            [
                "hip-width",
                "both arms straight",
                "fold of your hips",
                "hips back slowly",
                "firmly",
                "lean forward a little",
                "close to level",
                "let go with both hands",
                "grip the dowel",
                "stand back up",
            ],
        ),
        (
            "roman-chair-squat",
            [
                "just below knee",
                "edge",
                "cannot roll",
                "two big plates",
                "30 cm",
                "between them",
                "shoulder-width",
                "backs of your knees",
                "toes against",
                "crossed hands on your chest",
                "reach them straight forward",
                "straight back",
                "head up",
                "hips back",
                "bend your knees slowly",
                "level",
                "do not round your back",
                "push through your heels",
            ],
        ),
        (
            "strap-assisted-squat",
            [
                "chest height",
                "shoulder-width",
                "start with your hips",
                "sit back slowly",
                "level with the floor",
                "shins upright",
                "lean forward a little",
                "push your hips forward",
                "arms",
            ],
        ),
    ],
)
def test_every_movement_and_cue_of_the_source_is_there(library: Library, name: str, facts: list[str]):
    text = words_of(drill(library, name))
    for fact in facts:
        assert re.search(fact, text), fact


def test_holds_are_those_of_the_source(library: Library):
    """Of the article's in figures; the source's note of every other drill says its own, or that it is ours."""
    holds = {item.id: [step.hold for step in item.steps if step.hold] for item in library.drills.values()}
    assert {name: holds[name] for name in ARTICLE if holds[name]} == {
        "kneeling-hip-extension": [(2, 3)],
        "hinge-with-dowel": [(3, 5)],
    }
    for item in library.drills.values():
        for low, high in holds[item.id]:
            said = re.findall(r"\d+", item.source.note or "")
            assert {str(low), str(high)} <= set(said), item.id


def test_holds_of_the_program_stay_inside_the_ranges_of_the_source(library: Library):
    for week in library.programs["hip-hinge", "en"].weeks:
        for item in week.drills:
            ranges = [step.hold for step in drill(library, item.drill).steps if step.hold]
            for low, high in item.hold or ():
                assert ranges[0][0] <= low <= high <= ranges[0][1]


def test_the_program_has_four_drills_over_four_weeks_and_a_rule_for_moving_on(library: Library):
    program = library.programs["hip-hinge", "en"]
    assert len(program.weeks) == 4
    assert all(len(week.drills) == 4 for week in program.weeks)
    assert all(week.move_on for week in program.weeks[:-1])
    assert program.finish


def test_doses_are_marked_as_ours_and_sources_are_named(library: Library):
    for item in library.drills.values():
        note = item.source.note or ""
        assert item.source.author == "Jesse Cai" or item.source.url, item.id
        assert "ours" in note, item.id
        if item.dose.origin == "source":
            assert numbers_of(item.dose) <= numbers_in(note), item.id
        else:
            comments = shipped("content", "drills", f"{item.id}.yaml").read_text()
            assert "our starting\n# point" in comments or "our starting point" in comments, item.id


def numbers_of(dose: Dose) -> set[int]:
    """What a source must say for the dose to be its own: how often, how long or how far; where that is once, the sets."""
    if dose.distance:
        return {int(amount) for _, amount in dose.distance}
    spans = dose.reps or dose.duration or ()
    if spans == ((1, 1),):
        return {dose.sets}
    whole = 60 if dose.duration and all(not end % 60 for span in spans for end in span) else 1
    return {end // whole for span in spans for end in span}


def numbers_in(note: str) -> set[int]:
    words = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    return {words.get(one) or int(one) for one in re.findall(r"\d+|" + "|".join(words), note.lower())}


def test_no_shipped_file_is_refused(library: Library):
    """A file that is refused is in no library, so that nothing below would look at it."""
    assert library.problems == ()
    assert library.broken == ()
    for kind, shelf in (("drills", library.drills), ("programs", library.programs)):
        assert len(list(shipped("content", kind).glob("*.yaml"))) == len(shelf)


def test_sentences_are_short(library: Library):
    assert check_content(library) == []
    for item in library.drills.values():
        for step in item.steps:
            assert all(len(part.split()) <= MAX_WORDS for part in re.split(r"(?<=[.])\s", step.text))


def test_the_same_thing_has_the_same_name_in_every_drill(library: Library):
    for item in library.drills.values():
        drawn = [text for one in item.figure.positions for text in (one.caption, one.alt)] if item.figure else []
        said = " ".join([item.name, item.start, *item.equipment, words_of(item), *item.easier, *item.harder, *drawn])
        for word, better in OTHERWISE.items():
            assert not re.search(rf"\b{word}\b", said, re.IGNORECASE), (item.id, word, better)
        assert "'" not in said, item.id


def test_a_drill_does_not_suit_whom_its_posture_does_not_suit(library: Library):
    for item in library.drills.values():
        named = {one.flag for one in item.cautions}
        if item.id not in EITHER_WAY:
            assert POSTURES.get(item.posture or "", set()) <= named, item.id
        if re.search(r"\bface down\b|on your back\b", item.steps[0].text) and item.id != "log-roll":
            assert "cannot-lie-flat" in named, item.id


def test_every_program_says_when_to_go_on_and_back_and_asks_for_no_more_than_is_kept_up(library: Library):
    for program in library.programs.values():
        assert "ours" in shipped("content", "programs", f"{program.id}.yaml").read_text(), program.id
        for number, week in enumerate(program.weeks):
            assert week.phase, (program.id, number)
            assert week.days or program.days, (program.id, number)
            assert bool(week.go_back) == (number > 0), (program.id, number)
            assert 2 <= len(week.drills) <= 4, (program.id, number)
            assert 0 < minutes_a_day(program, number, library) <= MINUTES, (program.id, number)


def test_the_shipped_words_read_at_grade_six_or_below(library: Library):
    for item in library.drills.values():
        assert grade([item.why, *(step.text for step in item.steps), *item.cues, *item.mistakes]) <= 6, item.id


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade; syllables are counted as the places where a word may be hyphenated."""
    hyphens = pyphen.Pyphen(lang="en_US")
    words = re.findall(r"[a-z]+", " ".join(texts).lower())
    sentences = sum(len(re.findall(r"[.!?]", text)) for text in texts)
    syllables = sum(len(hyphens.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_grade_tells_hard_from_easy():
    assert grade(["Sit back. Stand up."]) < 3
    assert (
        grade(["Approximate perpendicular orientation of bilateral inferior extremities necessitates stabilisation."])
        > 12
    )


@pytest.mark.parametrize("kind", list(PLACES))
def test_stored_schemas_are_those_of_the_models(kind: str):
    assert (TOP / PLACES[kind] / f"{kind}.json").read_text() == schema_text(kind)


def test_every_yaml_file_names_a_schema_that_is_there():
    files = [*shipped("content").rglob("*.yaml"), *shipped("templates").rglob("*.yaml")]
    assert len(files) > 12
    for path in files:
        if path.name == "content.yaml":
            continue
        match = re.search(r"\$schema=(\S+)", path.read_text().splitlines()[0])
        assert match, path
        target = (path.parent / match[1]).resolve()
        if (
            "clinic" in path.relative_to(shipped("templates")).parts
            if path.is_relative_to(shipped("templates"))
            else False
        ):
            assert target.name.removesuffix(".json") in PLACES  # “init” writes these beside them
        else:
            assert target.is_file(), path


def test_schemas_explain_their_fields():
    assert "for the clinician to change" in schema_text("drill")
    assert '"description": "Seconds to hold' in schema_text("drill")
    assert '"additionalProperties": false' in schema_text("program")


def test_values_are_never_read_as_marks():
    found = list(fill("For **{patient}** {x}", patient="**{x}** {patient}", x="y"))
    assert found == [("For ", False), ("**{x}** {patient}", True), (" y", False)]
