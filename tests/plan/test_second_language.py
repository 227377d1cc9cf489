"""A sheet in two languages: what is said twice, what once, its id, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError, Problem
from handouts.base.shipped import shipped
from handouts.base.twofold import MARK, first_of, parted
from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json, order_from_json
from handouts.plan.handout import Handout
from handouts.plan.phrases import runs_text
from handouts.plan.planner import Planner
from tests.tongues import TONGUE, edit, overlay_of, put_overlay, put_tongue

MakeOrder = Callable[..., Order]


@pytest.fixture
def two(clinic: Path) -> Path:
    """A clinic with a second language, in which each text of a drill begins with a sign."""
    put_tongue(clinic, ["clamshell", "calf-stretch"])
    edit(clinic / "words" / f"{TONGUE}.yaml", ("  when: When", "  when: Xwhen"), ("title: Home", "title: Xhome"))
    return clinic


@pytest.fixture
def order(make_order: MakeOrder) -> Order:
    return make_order(items=("clamshell", "calf-stretch"), language=TONGUE)


def planned(clinic: Path, order: Order) -> Handout:
    return Planner(load_library(clinic)).plan(order)[0]


def refused(clinic: Path, order: Order) -> list[Problem]:
    with pytest.raises(HandoutsError) as error:
        planned(clinic, order)
    return list(error.value.problems)


def test_each_text_of_a_drill_has_the_other_language_after_it(two: Path, order: Order):
    both, one = planned(two, replace(order, second="en")), planned(two, order)
    english = planned(two, replace(order, language="en"))
    for mine, first, second in zip(both.cards, one.cards, english.cards, strict=True):
        assert parted(mine.name) == (first.name, "en", second.name)
        assert [parted(step.text)[0] for step in mine.steps] == [step.text for step in first.steps]
        for said, step in zip(mine.steps, second.steps, strict=True):
            assert parted(said.text)[2].startswith(step.text)
            assert step.hold in parted(said.text)[2]
        assert [parted(cue.text) for cue in mine.cues] == [
            (cue.text, "en", other.text) for cue, other in zip(first.cues, second.cues, strict=True)
        ]
        assert mine.pictures == first.pictures
    assert parted(both.labels.when) == ("Xwhen", "en", "When")
    assert parted(both.title) == ("Xhome exercises", "en", "Home exercises")


def test_what_both_say_alike_and_what_is_the_patients_own_is_said_once(two: Path, order: Order):
    both = planned(two, replace(order, second="en"))
    once = [both.patient, runs_text(both.note), runs_text(both.next_visit), runs_text(both.stop.call), both.running]
    assert not any(MARK in text for text in (*once, both.stop.short, both.issued, both.cards[0].dose[0]))
    assert first_of(both.need) == "~A mat. ~A wall."


def test_the_id_is_anothers_with_each_second_language_and_the_same_without(two: Path, order: Order):
    library = load_library(two)
    ways = ["", "none", "en", "en:copy", "English", "EN : copy"]
    ids = [Planner(library).plan(replace(order, second=way))[0].id for way in ways]
    assert ids[0] == ids[1]
    assert ids[2] == ids[4]
    assert ids[3] == ids[5]
    assert len(set(ids)) == 3


def test_a_copy_has_the_same_id_its_own_words_and_says_what_it_is(two: Path, order: Order):
    handout = planned(two, replace(order, second="en:copy"))
    copy = handout.copy
    assert copy is not None
    assert (copy.id, copy.language, copy.copy_title) == (handout.id, "en", "Copy for the clinician")
    assert copy.cards == planned(two, replace(order, language="en")).cards
    assert copy.patient == handout.patient == "Mei Tan"


def test_patients_alike_share_all_but_their_own(two: Path, order: Order):
    planner = Planner(load_library(two))
    for way in ("en", "en:copy"):
        one = planner.plan(replace(order, second=way))[0]
        other = planner.plan(replace(order, second=way, patient="Jo Lee"))[0]
        assert one.shared == other.shared
        assert one.id != other.id
        assert one.copy is None or (other.copy and one.copy.shared == other.copy.shared)


def test_the_clinics_second_language_is_used_where_the_order_says_none(two: Path, order: Order):
    edit(two / "clinic.yaml", ("name: ", "second_language: en\nname: "))
    assert planned(two, order).id == planned(two, replace(order, second="en")).id
    assert planned(two, replace(order, second="none")).second is None
    assert planned(two, replace(order, language="en")).second is None  # no second one beside itself


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("zz", "there is no language “zz”"),
        (TONGUE, "the sheet is in that language already"),
        ("en:back-to-back", "“back-to-back” is no way to print a second language"),
    ],
)
def test_what_cannot_be_a_second_language_is_refused_in_words(two: Path, order: Order, second: str, said: str):
    (problem,) = refused(two, replace(order, second=second))
    assert problem.place == "second"
    assert said in problem.message
    assert problem.hint


def test_a_wrong_one_of_the_clinics_file_is_named_there(two: Path, order: Order):
    edit(two / "clinic.yaml", ("name: ", "second_language: zz\nname: "))
    (problem,) = refused(two, order)
    assert problem.place.endswith("clinic.yaml")
    assert problem.line == 1 + (two / "clinic.yaml").read_text().split("\n").index("second_language: zz")


@pytest.mark.parametrize("first", [TONGUE, "en"])
def test_a_text_missing_in_either_language_holds_the_sheet(two: Path, order: Order, first: str):
    whole = overlay_of(load_library(two).drills["clamshell", "en"])
    put_overlay(two / "lang", "drills", replace(whole, texts={k: v for k, v in whole.texts.items() if k != "why"}))
    second = "en" if first == TONGUE else TONGUE
    for way in (second, f"{second}:copy"):
        said = refused(two, replace(order, language=first, second=way))
        assert any(problem.place.endswith("clamshell.yaml") and "why" in problem.message for problem in said)


@pytest.mark.parametrize("first", [TONGUE, "en"])
def test_a_draft_of_either_is_said_at_the_foot(two: Path, order: Order, first: str):
    second = "en" if first == TONGUE else TONGUE
    both = planned(two, replace(order, language=first, second=second))
    assert "~This translation is a draft." in both.disclaimer


def test_files_of_their_own_that_say_other_things_are_not_printed_side_by_side(two: Path, order: Order):
    """A drill written anew in the patient's language, with another dose."""
    text = shipped("content", "drills", "clamshell.yaml").read_text("utf-8")
    for old, new in (("language: en", f"language: {TONGUE}"), ("sets: 3", "sets: 2")):
        assert old in text
        text = text.replace(old, new)
    (two / "drills" / "clamshell.yaml").write_text(text, "utf-8")
    for way in ("en", "en:copy"):
        (problem,) = refused(two, replace(order, second=way))
        assert "the doses of “clamshell” differ" in problem.message


def test_it_is_stored_with_the_order(order: Order):
    both = replace(order, second="en:copy")
    assert order_from_json(order_as_json(both)) == both
    assert "second" not in order_as_json(order)
