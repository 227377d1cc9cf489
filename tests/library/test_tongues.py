"""What people type for a language: tags in any form, and names in any language, with or without accents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.library.tongues import Tongues
from handouts.library.words import Words
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from tests.conftest import Ran

NAMES = {
    "en": ("English", ("english",)),
    "es": ("Español", ("spanish", "castellano", "spa")),
    "pt": ("Português", ("portuguese",)),
    "zh-Hans": ("简体中文", ("chinese", "中文", "mandarin")),
    "zh-Hant": ("繁體中文", ("chinese", "traditional chinese")),
    "he": ("עברית", ("hebrew",)),
}


@pytest.fixture(scope="module")
def words(library: Library) -> dict[str, Words]:
    english = library.words["en"]
    return {tag: replace(english, language=tag, name=name, also=also) for tag, (name, also) in NAMES.items()}


@pytest.fixture(scope="module")
def tongues(words: dict[str, Words]) -> Tongues:
    return Tongues(words)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("en", "en"), ("EN", "en"), ("en_US", "en"), ("en-SG", "en"), ("English", "en"), (" english ", "en"),
        ("pt-BR", "pt"), ("pt_br", "pt"), ("portugues", "pt"), ("PORTUGUÊS", "pt"), ("Español", "es"), ("espanol", "es"),
        ("Espan\u0303ol", "es"), ("SPA", "es"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh_SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"), ("zh-hk", "zh-Hant"), ("zh_MO", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("ZH-HANT", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"), ("中文", "zh-Hans"), ("繁體中文", "zh-Hant"), ("Chinese", "zh-Hans"),
        ("Traditional  Chinese", "zh-Hant"), ("iw", "he"), ("עברית", "he"),
        ("", ""), ("fr", ""), ("Klingon", ""), ("-", ""), ("e", ""), ("engl", ""),
    ],
)  # fmt: skip
def test_a_language_is_known_by_what_people_type(tongues: Tongues, typed: str, tag: str):
    assert tongues.tag(typed) == tag


def test_a_language_of_its_own_goes_before_the_one_it_is_a_kind_of(words: dict[str, Words]):
    assert Tongues({**words, "en-SG": words["en"]}).tag("en_sg") == "en-SG"


@given(st.text(max_size=80))
def test_anything_may_be_typed(tongues: Tongues, typed: str):
    assert tongues.tag(typed) in ("", *NAMES)
    tongues.any_tag(typed)


def test_a_note_may_be_in_a_language_without_words(tongues: Tongues):
    assert [tongues.any_tag(typed) for typed in ("nl", "en-SG", "nl_BE", "Spanish", "中文", "Dutch!")] == [
        "nl", "en-SG", "nl-BE", "es", "zh-Hans", ""
    ]  # fmt: skip


def test_orders_in_several_languages_are_planned_side_by_side(
    library: Library, words: dict[str, Words], make_order: Callable[..., Order]
):
    drills = {
        (name, tag): replace(library.drills[name, "en"], language=tag)
        for tag in words
        for name in ("plank", "clamshell")
    }
    planner = Planner(replace(library, words=words, drills=drills))
    asked = ("Chinese", "en_GB", "", "zh-TW", "español", "en")
    found = [planner.plan(make_order(items=("plank",), language=one))[0] for one in asked]
    assert [one.language for one in found] == ["zh-Hans", "en", "en", "zh-Hant", "es", "en"]
    assert found[1].id == found[2].id == found[5].id, "the same sheet, however its language was called"


def test_what_is_no_language_is_refused_with_those_that_there_are(planner: Planner, make_order: Callable[..., Order]):
    for field in ("language", "note_language"):
        with pytest.raises(HandoutsError) as caught:
            planner.plan(make_order(**{field: "Klingon"}))
        (problem,) = caught.value.problems
        assert problem.place == field
        assert "no language “Klingon”" in problem.message
        assert "en" in problem.hint
    assert planner.plan(make_order(note_language="English"))[0].note_language == "en"


def test_a_clinic_and_a_roster_may_name_a_language(handouts: Callable[..., Ran], clinic: Path, tmp_path: Path):
    file = clinic / "clinic.yaml"
    text = file.read_text()
    assert load_library(clinic).clinic.language == "en"
    plain = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("language:"))
    file.write_text(f"{plain}\nlanguage: English\n")
    assert load_library(clinic).checked().clinic.language == "en"
    (tmp_path / "r.csv").write_text("patient,program,language\nA,plank,en_US\nB,plank,\nC,plank,english\n")
    assert handouts("batch", "r.csv", "--clinic", str(clinic), "-o", "out", "--issued", "2026-11-20").code == 0
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3
    file.write_text(f"{plain}\nlanguage: Klingon\n")
    ran = handouts("check", "--clinic", str(clinic))
    assert ran.code != 0
    assert "names no known language: “Klingon”" in ran.out + ran.err
