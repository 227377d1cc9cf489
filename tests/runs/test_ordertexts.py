"""An order, the texts that it is written as, and the order that is read from them: the same."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.dosevalues import parse_distances, parse_durations, parse_loads, parse_tempo
from handouts.base.plaindays import DAYS
from handouts.base.plaintext import clean
from handouts.base.plainvalues import SESSIONS
from handouts.library.models import DoseChange
from handouts.orders.decided import Followed, decided_for
from handouts.orders.order import Order, givens
from handouts.orders.reader import read_order
from handouts.orders.stored import order_as_json, order_from_json
from handouts.runs.ordertexts import order_texts, printing_texts

TODAY = date(2027, 3, 3)


def again(order: Order) -> Order:
    """Read from what it is written as, through the JSON that a draft is kept as."""
    kept = {
        name: tuple(one) if isinstance(one, list) else one
        for name, one in json.loads(json.dumps(order_texts(order))).items()
    }
    found, problems = read_order(kept, TODAY)
    assert problems == []
    assert found
    return found


def said(order: Order) -> Order:
    """The order as far as texts say it."""
    week = order.week_given or order.week != 1
    if order.decision:
        decided = decided_for(order.decision, date.min, order.issued)
        followed = Followed(decided.word) if decided.word in ("repeat", "back") else None
        return replace(order, start_given=True, week_given=week, reason=decided.reason, followed=followed)
    if not (order.followed and order.followed.word):
        return replace(order, start_given=True, week_given=week, reason="", followed=None)
    word = order.followed.word
    written = f"{word}: {order.reason}" if order.reason else word
    return replace(order, start_given=True, week_given=week, decision=written, followed=Followed(word))


def texts(most: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """What a field holds that was read: cleaned."""
    signs = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]) | st.sampled_from(
        "ابא:;,=/\"'<>&" + "\n" * lines
    )
    return st.text(signs, max_size=most).map(lambda text: clean(text, limit=9999, lines=lines).strip()).filter(lambda text: len(text) <= most)  # fmt: skip


IDS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
WORDS = texts(20).filter(lambda text: not set(text) & set(";,|\n"))
SPANS = st.tuples(st.integers(1, 600), st.integers(0, 30)).map(lambda one: (one[0], min(600, sum(one))))
SETS = st.lists(SPANS, min_size=1, max_size=4).map(tuple)


def read_as(parse: Any, *written: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(written).map(parse)


DOSES = st.builds(
    DoseChange,
    sets=st.none() | st.integers(1, 10),
    reps=st.none() | SETS,
    hold=st.none() | SETS,
    rest=st.none() | st.integers(0, 3600),
    load=st.none()
    | read_as(parse_loads, "10 kg", "5/7.5/10 kg", "5-7.5 lb", "yellow/red band", "bw", "none", "a heavy bag",
              "the band", "5 kg/red band/body", "heavy rucksack/blue"),
    duration=st.none()
    | read_as(parse_durations, "10 min", "90 s", "5-10 min", "30 s/1 min/2 h", "3 h", "9999 s", "90-120 s", "59 s-2 min")
    | st.lists(st.integers(1, 9999).map(lambda one: (one, one)), min_size=1, max_size=3).map(tuple),
    distance=st.none() | read_as(parse_distances, "400 m", "1.5 km", "400-800 m", "50/100 steps", "2 mi", "10 lengths"),
    tempo=st.none() | read_as(parse_tempo, "3-1-2", "3/1/2/0"),
    effort=st.none() | st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda one: (one[0], sum(one))),
    days=st.none() | st.sets(st.sampled_from(DAYS), min_size=1).map(lambda some: tuple(d for d in DAYS if d in some)),
    times=st.none() | st.just(("day",)) | st.sets(st.sampled_from(SESSIONS), min_size=1).map(lambda some: tuple(one for one in SESSIONS if one in some)),
).filter(lambda one: any(getattr(one, item.name) is not None for item in fields(one)))  # fmt: skip
DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))
DECISIONS = st.sampled_from(
    (
        "",
        "repeat",
        "back: Your knee was swollen.",
        "repeat until 2027-01-11: Zoë: slowly",
        "hold until 2027-01-11",
        "on week 3",
    )
)
ORDERS = st.builds(
    Order,
    patient=texts(40).filter(bool),
    items=st.lists(IDS, min_size=1, max_size=4).map(tuple),
    key=texts(12),
    week=st.integers(1, 520),
    weeks=st.none() | st.integers(1, 520),
    until=st.none() | DATES,
    decision=DECISIONS,
    changes=st.dictionaries(IDS, DOSES, max_size=3),
    skip=st.lists(IDS, max_size=2).map(tuple),
    side=st.sampled_from(("left", "right", "both")),
    note=texts(80, lines=True),
    note_language=st.sampled_from(("", "es")),
    flags=st.lists(WORDS.filter(lambda text: len(text) > 4), max_size=2, unique=True).map(tuple),
    despite=st.lists(st.tuples(IDS, IDS).map(":".join), max_size=2, unique=True).map(tuple),
    measures=st.sampled_from(((), ("off",), ("pain",), ("function", "change"))),
    activities=st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple),
    start=DATES,
    start_given=st.booleans(),
    week_given=st.booleans(),
    days=DOSES.map(lambda one: one.days),
    times=DOSES.map(lambda one: one.times),
    clinician=texts(20),
    visit=DATES,
    visit_time=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    layout=st.sampled_from(("", "compact")),
    paper=st.sampled_from((None, "a4", "letter")),
    language=st.sampled_from(("", "zh-Hant")),
    second=st.sampled_from(("", "en:copy")),
    skin=st.sampled_from((None, "deep")),
    hair=st.sampled_from((None, "grey")),
    build=st.sampled_from((None, "broad")),
    issued=DATES,
    pauses=st.lists(st.tuples(DATES, DATES).map(lambda one: (min(one), max(one))), max_size=2).map(tuple),
)  # fmt: skip


@given(ORDERS)
def test_an_order_is_read_from_its_texts_as_it_was(order: Order):
    assert again(order) == said(order)
    assert again(order_from_json(order_as_json(order))) == said(order), "as the register gives it too"


@given(ORDERS)
def test_what_is_read_is_written_the_same(order: Order):
    once = again(order)
    assert order_texts(again(once)) == order_texts(once)


def test_every_field_has_a_text():
    """A field that an order has since is written too."""
    order = Order(patient="Mei", items=("a",), start=TODAY, issued=TODAY, key="7", week=2, weeks=3, until=TODAY, decision="back",
                  changes={"a": DoseChange(sets=2)}, skip=("b",), side="left", note="n", note_language="es", flags=("THR",),
                  despite=("a:thr",), measures=("pain",), activities=("stairs",), days=("mon",), times=("day",), clinician="D",
                  visit=TODAY, layout="log", paper="a4", language="en", second="es", skin="deep", hair="grey", build="broad",
                  pauses=((TODAY, TODAY),))  # fmt: skip
    assert order_texts(order).keys() == givens().keys()


def test_a_decision_that_was_followed_is_said_again():
    order = Order(patient="Mei", items=("a",), start=TODAY, issued=TODAY, week=2, reason="Your knee was swollen.",
                  followed=Followed("repeat", 2, gap=True, because="boxes"))  # fmt: skip
    assert order_texts(order)["decision"] == "repeat: Your knee was swollen."
    assert again(order).followed == Followed("repeat")


@pytest.mark.parametrize(
    ("how", "said_so"),
    [
        ({}, {}),
        ({"mono": True, "form": False, "two_up": True, "codes": True}, {"mono": "on", "no_form": "on", "two_up": "on"}),
        ({"codes": False}, {"no_codes": "on"}),
        ({"mono": False, "form": True, "two_up": False, "brand": "x", "protected": True}, {}),
    ],
)
def test_how_it_was_printed(how: dict[str, Any], said_so: dict[str, str]):
    assert printing_texts(how) == said_so
