"""Finding: what fits a few words, nearest first, and what is near where nothing fits."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.find.index import Index, made_index
from handouts.find.ranking import FILTERS, MOST_WORDS, NEAREST, Finder, Found
from handouts.find.words import words_of
from handouts.library.load import Library
from handouts.library.synonyms import read_synonyms

REFERENCE = json.loads((Path(__file__).parent / "reference.json").read_text("utf-8"))
FINDER = Finder(REFERENCE["index"])


def ids(found: Found) -> list[str]:
    return [hit.entry["id"] for hit in found.fits]


@pytest.mark.parametrize("query", REFERENCE["queries"], ids=lambda one: f"{one['kind']} {one['words']} {one['only']}")
def test_the_reference_queries_come_to_their_orders(query: dict[str, Any]):
    """The same file holds any other program that uses the index to the same orders."""
    found = FINDER.find(query["words"], query["kind"], query["only"])
    assert {
        "fits": ids(found),
        "nearest": [[hit.entry["id"], list(hit.without)] for hit in found.nearest],
        "unknown": list(found.unknown),
        "read_as": [list(pair) for pair in found.read_as],
        "barred": list(found.barred),
    } == {name: query[name] for name in ("fits", "nearest", "unknown", "read_as", "barred")}


def test_the_reference_has_the_form_that_is_printed(library: Library):
    """And nothing of the index is not plain data."""
    made = made_index(library, read_synonyms(None)[0])
    assert json.loads(json.dumps(made)) == made
    assert made.keys() == REFERENCE["index"].keys()
    for kind in ("drill", "program"):
        one, other = (next(e for e in index["entries"] if e["kind"] == kind) for index in (made, REFERENCE["index"]))
        assert {name: type(part) for name, part in one.items()} == {name: type(part) for name, part in other.items()}
    assert made["weights"] == REFERENCE["index"]["weights"]
    assert made["factors"] == REFERENCE["index"]["factors"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("RC", "band-turn-out"),
        ("rotator", "band-turn-out"),
        ("infraspinatus", "band-turn-out"),
        ("tummy", "dead-bug"),
        ("pins and needles", "nerve-slide"),
        ("bum lying", "glute-bridge"),
        ("shoulder band standing", "band-row"),
        ("stand one leg", "one-leg-stand"),
    ],
)
def test_lay_words_and_short_ones_are_known(typed: str, first: str):
    assert ids(FINDER.find(typed))[0] == first


def test_the_order_of_the_words_does_not_matter():
    found = [
        ids(FINDER.find(text))
        for text in ("shoulder band standing", "standing shoulder band", "BAND, standing! shoulder")
    ]
    assert found[0] == found[1] == found[2]


def test_a_whole_word_is_not_taken_for_the_beginning_of_another():
    assert ids(FINDER.find("ball")) == ["ball-squeeze"]
    assert "one-leg-stand" in ids(FINDER.find("bal"))


def test_a_word_of_a_sentence_may_still_be_a_beginning():
    index = copy.deepcopy(REFERENCE["index"])
    index["entries"][7]["text"] = "Your neck should stay tall."
    assert ids(Finder(index).find("should"))[:2] == ["sleeper-stretch", "band-row"]


def test_all_of_a_name_comes_first():
    assert ids(FINDER.find("stand on one leg"))[0] == "one-leg-stand"
    index = copy.deepcopy(REFERENCE["index"])
    index["entries"][1]["name"] = "Shoulder"
    assert ids(Finder(index).find("shoulder"))[0] == "band-turn-out"


def test_words_of_the_tables_are_side_by_side():
    """“lower back” is not in “the back of your lower leg”."""
    assert "calf-stretch" not in ids(FINDER.find("lower back"))


def test_rows_that_share_a_word_are_one_row():
    index = copy.deepcopy(REFERENCE["index"])
    index["same"] += [["RC", "shoulder cuff"], ["shoulder cuff", "my cuff"]]
    assert ids(Finder(index).find("my cuff")) == ids(FINDER.find("RC"))


def test_what_is_near_says_what_it_lacks():
    found = FINDER.find("glutes kneeling ball")
    assert not found.fits
    assert found.nearest
    assert all(len(hit.without) == 2 for hit in found.nearest)
    assert not FINDER.find("qqq zzz").nearest
    assert len(FINDER.find("strength qqq").nearest) == NEAREST


def test_more_words_than_are_looked_at_are_said_to_be():
    assert not FINDER.find(" ".join(["knee"] * 40)).cut  # one word, said often
    many = " ".join(f"w{number}q" for number in range(MOST_WORDS + 1))
    assert FINDER.find(many).cut
    assert FINDER.find("knee " * 500).cut


def test_a_filter_looks_into_its_own_fields_only():
    assert ids(FINDER.find("", only={"posture": "standing", "muscle": "calves"})) == ["calf-stretch", "heel-raise"]
    assert FINDER.find("", only={"muscle": "wall"}).barred == ("muscle",)
    assert FINDER.find("", only={"area": "knee", "equipment": "band"}).barred == ("equipment",)
    assert FINDER.find("", only={"goal": "the"}).barred == ("goal",)


HOSTILE = st.text() | st.text("kneshoulder \u202e\u200b\x00\x1b-'’’\n", max_size=400) | st.sampled_from(
    ["knee" * 2_500, "knee " * 2_000, "\u202ekeen", "\x1b[31mknee\x00", "ﷺ" * 10_000, "-" * 10_000, "a" * 10_000, "\ud800 knee"]
)  # fmt: skip


@given(
    HOSTILE,
    st.dictionaries(st.sampled_from(sorted(FILTERS)), HOSTILE, max_size=2),
    st.sampled_from(["drill", "program"]),
)
def test_any_text_is_an_answerable_query(query: str, only: dict[str, str], kind: str):
    found = FINDER.find(query, kind, only)
    everything = {entry["id"] for entry in REFERENCE["index"]["entries"] if entry["kind"] == kind}
    assert {hit.entry["id"] for hit in (*found.fits, *found.nearest)} <= everything
    assert not (found.fits and found.nearest)
    assert all(not hit.without for hit in found.fits)
    assert all(len(word) <= 41 * MOST_WORDS for word in found.unknown)
    for word in (*found.unknown, *(typed for typed, _ in found.read_as)):
        assert word.replace(" ", "").isalnum()  # so it may be printed anywhere


@given(st.sampled_from(REFERENCE["index"]["entries"]), st.data())
def test_any_entry_is_found_by_the_beginnings_of_its_name(entry: dict[str, Any], data: st.DataObject):
    words = [word for word in words_of(entry["name"]) if len(word) > 2 and word not in REFERENCE["index"]["ignored"]]
    typed = [word[: data.draw(st.integers(3, len(word)))] for word in words]
    found = FINDER.find(" ".join(typed), entry["kind"])
    known = {word for one in REFERENCE["index"]["entries"] for word in words_of(one["name"])}
    if not any(typed_word in known and typed_word != word for typed_word, word in zip(typed, words, strict=True)):
        assert entry["id"] in {hit.entry["id"] for hit in (*found.fits, *found.nearest)}


def test_nothing_at_all_can_be_searched():
    empty: Index = {**REFERENCE["index"], "entries": [], "same": [], "near": {}}
    assert Finder(empty).find("knee").unknown == ("knee",)
