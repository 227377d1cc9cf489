"""One sheet, three ways to it: what ``show --aloud`` and the PDF say of each drill, the page says in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from handouts.plan.handout import Handout
from handouts.runs.press import Press
from handouts.write.heard import Element, heard
from tests.write.pagetext import handout_of, plain, shipped_library, shipped_press, spoken, tree

ORDERS = {
    "a program": {"items": "hip-hinge", "week": 2, "note": "Slow and tall beats deep."},
    "both sides, twice a day": {"items": "clamshell calf-stretch-wall", "times": ("morning", "evening")},
    "holds that differ": {"items": "plank", "changes": ("plank:sets=3,hold=5/10/20",)},
    "from right to left": {"items": "low-back", "language": "ar"},
    "in two languages": {"items": "low-back", "language": "ta", "second": "en"},
    "in Chinese": {"items": "falls-prevention", "language": "zh-Hans"},
}


@cache
def press() -> Press:
    return Press(shipped_library())


def elements(handout: Handout, part: str) -> list[list[Element]]:
    """The elements of each heading of a part of the sheet, with the heading itself."""
    sheet, found = press().sheet(handout), []
    for page, said in zip(sheet.pages, heard(sheet), strict=True):
        blocks = [placed for placed in page.blocks if not placed.repeated]
        counts = [sum(mark.__class__.__name__ == "Group" for mark in placed.block.items) for placed in blocks]
        at = 0
        for placed, count in zip(blocks, counts, strict=True):
            for one in said[at : at + count] if placed.part == part else ():
                if one.kind == "H2":
                    found.append([one])
                elif found:
                    found[-1].append(one)
            at += count
    return found


def words(element: Element) -> Iterator[str]:
    """What an element says, and the elements inside it; signs and numbers of lists are the list's own."""
    if element.kind == "Lbl":
        return
    if element.words:
        yield plain(element.words)
    for one in element.inside:
        yield from words(one)


def in_order(wanted: list[str], said: str) -> str:
    """The first that is missing, or stands too early; empty where all are there in their order."""
    at = 0
    for one in wanted:
        found = said.find(one, at)
        if found < 0:
            return one
        at = found + len(one)
    return ""


@pytest.mark.parametrize("name", ORDERS)
def test_each_drill_is_said_as_the_sheet_says_it(name: str):
    handout = handout_of(**ORDERS[name])  # type: ignore[arg-type]  # fields of an order
    root = tree(shipped_press().page(handout))
    continued = {plain(card.continued) for card in handout.cards}
    blocks = [one for one in elements(handout, "drill") if plain(one[0].words) not in continued]
    drills = [
        one for one in blocks if plain(one[0].words) in {plain(card.name.split("\ue002")[0]) for card in handout.cards}
    ]
    assert len(drills) == len(handout.cards)
    for card, block in zip(handout.cards, drills, strict=True):
        said = spoken(root.get_element_by_id(f"d{card.number}"))
        wanted = [text for one in block for text in words(one)]
        assert len(wanted) > 15
        assert in_order(wanted, said) == "", said


@pytest.mark.parametrize("name", ORDERS)
def test_the_stop_rules_are_said_as_the_sheet_says_them(name: str):
    handout = handout_of(**ORDERS[name])  # type: ignore[arg-type]  # fields of an order
    root = tree(shipped_press().page(handout))
    (block,) = [one for one in elements(handout, "front") if one[0].kind == "H2" and "Stop" in one[0].words] or [[]]
    wanted = [text for one in block for text in words(one) if text != plain(handout.labels.phone_spoken)]
    if not block:  # in other languages the heading is the rules' own
        wanted = [
            plain(handout.stop.head.split("\ue002")[0]),
            *(plain(rule.split("\ue002")[0]) for rule in handout.stop.rules),
        ]
    assert in_order(wanted, spoken(root.get_element_by_id("stop"))) == ""


def test_a_word_that_is_missing_is_seen():
    assert in_order(["a", "c"], "a b c") == ""
    assert in_order(["a", "c"], "c a b") == "c"
