"""A language that nobody speaks: other letters, other stops, no spaces, odd plurals, a day of 24 hours.

Whatever English the code still held would stand out on its sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from typing import Any

import pytest
import yaml

from handouts.base.shipped import shipped
from handouts.library.assets import Asset
from handouts.library.counted import Plural
from handouts.library.faults import validate
from handouts.library.load import Library
from handouts.library.words import Words
from handouts.library.words_check import words_problems
from handouts.library.yamlfile import Source
from handouts.orders.doses import parse_doses
from handouts.orders.order import Order
from handouts.plan.handout import Handout, Posed
from handouts.plan.joins import Joins
from handouts.plan.phrases import Phrases
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Group, Mark, Text

Make = Callable[..., Order]
_MARKS = re.compile(r"(\{\w+\}|\*\*|[\[\]])")
_LETTERS = {letter: chr(0x3B1 + at) for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_SIGNS = {
    ". ": "。",
    ", ": "、",
    ": ": "：",
    "; ": "；",
    ".": "。",
    ",": "、",
    ":": "：",
    ";": "；",
    "?": "？",
    "!": "！",
    " ": "",
}
_KEPT = ("language", "plurals", "direction", "week_start", "decimal", "spaces")
_SAID = {
    "name", "why", "start", "text", "caption", "alt", "equipment", "cues", "mistakes", "stop", "easier", "harder", "action",
    "phase", "move_on", "go_back", "finish", "about",
}  # fmt: skip
"""Fields of drills and programs that hold what is said."""
_NOT_SAID = {
    "language", "layout", "paper", "id", "version", "patient", "drill", "digest", "body", "key", "days", "side",
    "session_key", "kind", "note_language", "asset", "direction",
}  # fmt: skip
"""Fields of a handout that hold no words of its language."""


def made(text: str) -> str:
    """A text or template in the letters and signs of the language."""
    parts = _MARKS.split(text)
    return "".join(part if at % 2 else _made(part) for at, part in enumerate(parts))


def _made(text: str) -> str:
    text = "".join(_LETTERS.get(letter, letter) for letter in text.lower())
    for sign, other in _SIGNS.items():
        text = text.replace(sign, other)
    return text


def _words(data: Any, key: str = "") -> Any:
    if key in _KEPT:
        return data
    if isinstance(data, dict):
        found = {
            str(name): _words(value, name) for name, value in data.items()
        }  # a number is a text to the reader of files
        if "other" in found and "one" in found:
            found["few"] = f"φεω{found['other']}"
        return found
    if isinstance(data, list):
        return [_words(value) for value in data]
    return made(data) if isinstance(data, str) else data


@pytest.fixture(scope="module")
def words() -> Words:
    data = _words(yaml.safe_load((shipped("content", "words") / "en.yaml").read_text("utf-8")))
    data["language"], data["plurals"] = "qaa", {"one": "n = 1", "few": "i = 2..4 and v = 0"}
    data["sentences"]["a_day"]["exactly"] = {"2": made("twice a day")}
    data["dates"] |= {"clock_am": "{hour2}：{minute}", "clock_pm": "{hour2}：{minute}"}
    data["units"]["decimal"] = "·"
    data["joins"] = {
        "sentence": "{text}。",
        "sentences": "{a}{b}",
        "items": "{a}、{b}",
        "and": {"two": "{a}+{b}", "more": "{a}、{b}", "last": "{a}+{b}"},
        "then": {"two": "{a}→{b}", "more": "{a}→{b}", "last": "{a}→→{b}"},
        "rules": "{a}；{b}",
        "spaces": False,
    }
    source = Source("made-up", data)
    found, problems = validate(source, Words)
    assert found
    assert [*problems, *words_problems(found, source, None)] == []
    return found


def _translated(item: Any) -> Any:
    changes = {}
    for one in fields(item):
        value = getattr(item, one.name)
        if one.name == "language":
            changes[one.name] = "qaa"
        elif one.name in _SAID and isinstance(value, str):
            changes[one.name] = made(value)
        elif isinstance(value, tuple) and value:
            every = (_translated(x) if is_dataclass(x) else made(x) if one.name in _SAID else x for x in value)
            changes[one.name] = tuple(every)
        elif is_dataclass(value) and one.name == "figure":
            changes[one.name] = _translated(value)
    return replace(item, **changes)


@pytest.fixture(scope="module")
def abroad(library: Library, words: Words) -> Library:
    drills = {(name, "qaa"): _translated(drill) for (name, _), drill in library.drills.items()}
    programs = {(name, "qaa"): _translated(one) for (name, _), one in library.programs.items()}
    clinic = replace(
        library.clinic, name="Κλινικ", tagline=None, phone="5550", email=None, web=None, address=None, hours="9–5",
        emergency="999", clinician="Ανα", language="qaa", stop=None, stop_regions={}, disclaimer=None,
    )  # fmt: skip
    return replace(library, drills=drills, programs=programs, words={"qaa": words}, clinic=clinic)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, (Asset, Posed, Joins)):
        for one in fields(value):
            if one.name not in _NOT_SAID:
                yield from _texts(getattr(value, one.name))


DOSES = (
    "sets=1,reps=8,rest=60", "sets=3,reps=8-12", "sets=3,reps=10/8/6", "sets=5,reps=1", "sets=2,reps=8,load=2.5-5 lb",
    "sets=2,reps=8,load=red/blue band", "sets=2,reps=8,load=body weight", "sets=3,reps=8,load=5/7.5/10 kg",
    "sets=2,reps=8,tempo=3-1-2,effort=5-6", "sets=1,duration=10 min", "sets=3,duration=30 s,rest=90",
    "sets=3,time=5/8/10 min,rest=135", "sets=1,distance=400 m", "sets=2,distance=50/100 m", "sets=1,distance=1-1.5 km",
)  # fmt: skip
HELD = ("sets=2,hold=20", "sets=1,hold=20", "sets=3,hold=10/20/30", "sets=2,reps=3,hold=120-180")


def _orders(make_order: Make) -> Iterator[Order]:
    own = {"patient": "Ω", "note": "νοτε", "flags": ()}
    for dose in DOSES:
        yield make_order(items=("strap-assisted-squat",), changes=parse_doses([f"strap-assisted-squat:{dose}"]), **own)
    for side, dose in zip(("both", "left", "right", "both"), HELD, strict=True):
        changes = parse_doses([f"calf-stretch-wall:{dose}", f"plank:{dose}"])
        yield make_order(
            items=("calf-stretch-wall", "plank"), changes=changes, side=side, times=("morning", "evening"), **own
        )
    for times in (("midday",), ("morning", "afternoon"), ("morning", "midday", "evening")):
        yield make_order(items=("clamshell", "hinge-with-dowel"), times=times, days=("mon", "tue"), **own)
    for week in (1, 2, 4):
        for start in (date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 28)):
            yield make_order(week=week, start=start, visit=date(2027, 2, 1), visit_time=time(14, 5), **own)
    differing = parse_doses(["plank:days=mon", "clamshell:times=3"])
    yield make_order(items=("plank", "clamshell"), changes=differing, **own)
    yield make_order(visit=date(2027, 2, 1), visit_time=None, times=("morning", "evening"), **own)


@pytest.fixture(scope="module")
def planned(abroad: Library, make_order: Make) -> list[Handout]:
    planner = Planner(abroad)
    return [planner.plan(order)[0] for order in _orders(make_order)]


def test_a_sheet_in_another_language_says_no_word_and_has_no_sign_of_english(planned: list[Handout]):
    for handout in planned:
        for text in _texts(handout):
            plain = re.sub(r"\{\w+\}", "", text)  # the page's number is put in later
            assert not re.search("[A-Za-z]", plain), text
            assert not re.search(r"[.,;:!?\s]", plain), text


def test_numbers_take_the_forms_of_the_language(planned: list[Handout]):
    said = {text for handout in planned for card in handout.cards for text in card.dose}
    assert f"φεω3{made('sets')}{made('of')}8{made('to')}12。" in said
    assert f"φεω3{made('sets')}：10→8→→6。" in said
    assert f"5{made('times')}。" in said
    assert f"{made('Use')}5→7·5→→10{made('kg')}、{made('set by set')}。" in said
    assert f"{made('Keep going')}1{made('to')}1·5{made('kilometres')}。" in said, "by the last number, which is 1.5"


def test_a_form_without_its_number_is_for_that_number_alone(words: Words):
    phrases, often = Phrases(words), Plural(one="απαξ", few="{n}φ", other="{n}ο", exactly={"2": "δις"})
    said = [phrases.spanned(often, span) for span in ((1, 1), (2, 2), (1, 2), (1, 5), (3, 3))]
    assert said == ["απαξ", "δις", f"1{made('to')}2φ", f"1{made('to')}5ο", "3φ"]
    assert phrases.counted(often, "1", "½", "0.5") == "½ο", "a range that ends in one does not speak of one"


def test_a_day_has_24_hours_where_the_language_says_so(planned: list[Handout]):
    assert any("14：05" in "".join(run.text for run in handout.next_visit) for handout in planned)


def test_texts_are_put_together_without_spaces_on_the_page(abroad: Library, planned: list[Handout]):
    press = Press(abroad)
    handout = next(one for one in planned if one.cards[0].change)
    for layout in ("standard", "compact", "cards", "log"):
        for page in press.sheet(replace(handout, layout=layout)).pages:
            for element in _elements(
                [mark for placed in page.blocks if placed.part == "drill" for mark in placed.block.items]
            ):
                if element.tag in ("LBody", "Figure", "Caption", "P"):
                    for said in (element.alt, element.spoken, "".join(_shown(element))):
                        assert not re.search(r"\w。? \w", said), said


def _elements(marks: Any) -> Iterator[Group]:
    for mark in marks:
        if isinstance(mark, Group):
            yield mark
            yield from _elements(mark.items)


def _shown(group: Group) -> Iterator[str]:
    mark: Mark
    for mark in group.items:
        if isinstance(mark, Text):
            yield mark.text
