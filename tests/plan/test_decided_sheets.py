"""A sheet says that its week is repeated, and why, in the patient's words; one that was not decided on says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handouts.library.load import Library
from handouts.orders.decided import Followed
from handouts.orders.order import Order
from handouts.plan.phrases import runs_text
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.text import as_text
from tests.conftest import Ran

LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "hi", "ms", "pl", "pt", "ta", "vi", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_each_language(planner: Planner, make_order: Callable[..., Order], language: str):
    order = make_order(language=language, note="", visit=None)
    said = {
        runs_text(planner.plan(replace(order, followed=Followed(word, 2, False, because)))[0].decided)  # type: ignore[arg-type]  # those two
        for word in ("repeat", "back")
        for because in ("", "boxes", "pain 4 1", "pain 4 2", "pain 7 5")
    }
    assert len(said) == 10, "each says something of its own"
    assert all("1" in text for text in said), "the week"
    assert sum("7" in text and "5" in text for text in said) == 2
    handout = planner.plan(replace(order, followed=Followed("repeat", 1)))[0]
    assert handout.decided_label
    if language != "en":
        assert not any("week" in text or "pain" in text for text in said)


def test_the_language_list_is_that_of_the_library(library: Library):
    assert set(LANGUAGES) == {language for language, words in library.words.items() if words.decided}
    assert set(LANGUAGES) == set(library.words)


def test_a_clinicians_reason_goes_before_what_was_counted(planner: Planner, make_order: Callable[..., Order]):
    order = make_order(followed=Followed("repeat", 1, False, "boxes"), reason="your knee was swollen")
    assert runs_text(planner.plan(order)[0].decided) == "We repeat week 1. Your knee was swollen."
    assert runs_text(planner.plan(replace(order, reason="Was it better?"))[0].decided).endswith(" Was it better?")
    assert runs_text(planner.plan(replace(order, reason=""))[0].decided).endswith(" Not every box was ticked.")


@pytest.mark.parametrize("because", ["pain", "pain 4", "pain x y", "boxes 3", "pain 4 2 1", "hunger"])
def test_what_is_no_reason_of_ours_is_not_said(planner: Planner, make_order: Callable[..., Order], because: str):
    said = runs_text(planner.plan(make_order(followed=Followed("repeat", 1, False, because)))[0].decided)
    assert said in ("We repeat week 1.", "We repeat week 1. Not every box was ticked.")


def test_ids_of_sheets_that_say_nothing_do_not_move(planner: Planner, make_order: Callable[..., Order]):
    order = make_order(items=("plank",), note="", visit=None)
    plain = planner.plan(order)[0].id
    assert planner.plan(replace(order, decision="on", until=order.start))[0].id == plain
    assert planner.plan(replace(order, reason="not said", followed=Followed()))[0].id == plain
    said = planner.plan(replace(order, followed=Followed("repeat", 1)))[0].id
    assert said != plain
    assert planner.plan(replace(order, followed=Followed("repeat", 1), reason="Sore."))[0].id not in (said, plain)


def test_words_without_them_say_nothing(library: Library, make_order: Callable[..., Order]):
    words = {language: replace(one, decided=None) for language, one in library.words.items()}
    handout = Planner(replace(library, words=words)).plan(make_order(followed=Followed("repeat", 1)))[0]
    assert handout.decided == ()
    assert handout.decided_label == ""


def test_last_weeks_dose_is_that_of_the_week_given_last(planner: Planner, make_order: Callable[..., Order]):
    def changes(week: int, followed: Followed | None) -> list[str]:
        return [card.change for card in planner.plan(make_order(week=week, followed=followed))[0].cards]

    assert any(changes(2, None))
    assert not any(changes(2, Followed("repeat", 2)))
    assert any(changes(1, Followed("back", 2))), "the dose of week 2 was another"
    assert not any(changes(1, None))
    assert any("Last time:" in one for one in changes(2, Followed("", 1, gap=True)))
    assert changes(2, Followed("", 1)) == changes(2, None)


@pytest.mark.parametrize("aloud", [False, True])
@pytest.mark.parametrize("layout", ["standard", "log"])
def test_it_stands_under_the_title_shown_and_aloud(
    planner: Planner, press: Press, make_order: Callable[..., Order], layout: str, aloud: bool
):
    order = make_order(layout=layout, followed=Followed("repeat", 1, False, "pain 4 2"))
    text = " ".join(as_text(press.sheet(planner.plan(order)[0]), aloud=aloud).split())
    assert "This week We repeat week 1. Your pain was above 4 twice." in text.replace("This week: ", "This week ")
    assert text.index("This week") < text.index("Slow and tall")


def test_the_desk_can_say_it_too(handouts: Callable[..., Ran]):
    ran = handouts("show", "hip-hinge", "-p", "Mei Tan", "--decision", "repeat: your knee was swollen")
    assert "We repeat week 1. Your knee was swollen." in " ".join(ran.out.split())
    ran = handouts("show", "hip-hinge", "-p", "Mei Tan", "--decision", "hold")
    assert "--decision: nothing is printed on hold" in ran.err


def test_without_a_register_a_repeated_week_was_last_weeks_and_who_goes_back_came_from_no_known_one(
    planner: Planner, make_order: Callable[..., Order]
):
    def changes(week: int, followed: Followed | None) -> list[str]:
        return [card.change for card in planner.plan(make_order(week=week, followed=followed))[0].cards]

    assert any(changes(2, None))
    assert not any(changes(2, Followed("repeat"))), "“We repeat week 2” beside the dose of week 1 contradicts itself"
    assert not any(changes(2, Followed("back")))
    assert not any(changes(4, Followed("back"))), "there is no week 5 to compare with"
