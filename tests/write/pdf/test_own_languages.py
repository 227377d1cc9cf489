"""A patient's own texts say their language, and share the head of whoever is alike all the same."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader

from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.heard import Element
from tests.conformance.listener import Listener

Plan = Callable[..., Handout]
NAMES = {
    "陈美玲": "zh",
    "דוד כהן": "he",
    "山田たかし": "ja",
    "லொகேஷ் குமார்": "ta",
    "Иван Петров": "und-Cyrl",
    "Zoë Żak": "",
}


@pytest.fixture
def planned(planner: Planner, make_order: Callable[..., Order]) -> Plan:
    return lambda **asked: planner.plan(make_order(**asked))[0]


def leafs(found: Iterator[Element]) -> Iterator[Element]:
    for one in found:
        if one.inside:
            yield from leafs(iter(one.inside))
        else:
            yield one


def languages(data: bytes) -> dict[str, str]:
    """Of all texts that say theirs."""
    found = leafs(element for _, element in Listener(PdfReader(io.BytesIO(data))).elements())
    return {one.words: one.language for one in found if one.language}


@pytest.mark.parametrize("name", NAMES)
def test_names_and_notes_say_their_language(planner: Planner, planned: Plan, name: str):
    press, wanted = Press(planner.library), NAMES[name]
    handout = planned(patient=name, note="慢慢来。", layout="cards")
    said = languages(press.pdf(handout))
    names = {text: language for text, language in said.items() if name in text}
    assert set(names.values()) == ({wanted} if wanted else set())
    assert len(names) == bool(wanted), "over later pages it is decoration"
    assert [language for text, language in said.items() if "慢慢来" in text] == ["zh"]


@pytest.mark.parametrize(
    ("sheet", "name", "said"),
    [
        ("zh-Hant", "陳美玲", ""),
        ("ja", "陈美玲", ""),
        ("zh-Hans", "山田たかし", "ja"),
        ("ar", "محمد علي", ""),
        ("ta", "陈美玲", "zh"),
    ],
)
def test_the_sheet_s_own_language_goes_first(planner: Planner, planned: Plan, sheet: str, name: str, said: str):
    handout = replace(planned(patient=name, note=""), language=sheet)
    assert {one for text, one in languages(Press(planner.library).pdf(handout)).items() if name in text} == (
        {said} if said else set()
    )


def test_families_are_not_split_by_it(planner: Planner, planned: Plan):
    press = Press(planner.library)
    made = [press.pressed(planned(patient=name, note=note)) for name in NAMES for note in ("Slow.", "慢慢来。")]
    assert len({one.head.digest for one in made}) == 1
    assert len({one.sha256 for one in made}) == len(made)


def test_in_packets_too(planner: Planner, planned: Plan):
    paper = Press(planner.library, form=False)
    data = paper.packet([planned(patient=name, note="") for name in NAMES], "Packet", duplex=False)
    said = languages(data)
    for name, wanted in NAMES.items():
        assert {one for text, one in said.items() if name in text} == ({wanted} if wanted else set())
