"""The rules of docs/finding.md, kept by another program in another language: both come to the same orders."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handouts.find.index import made_index
from handouts.find.ranking import FILTERS, Finder
from handouts.find.words import words_of
from handouts.library.load import Library
from handouts.library.synonyms import read_synonyms

HERE = Path(__file__).parent


def other(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What the other program comes to."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    raw = json.dumps(data).encode()
    ran = subprocess.run([node, str(HERE / "finder.mjs")], input=raw, capture_output=True, check=True, timeout=120)
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


@pytest.mark.judge
def test_it_comes_to_the_reference():
    reference = json.loads((HERE / "reference.json").read_text("utf-8"))
    for query, found in zip(reference["queries"], other(reference), strict=True):
        assert found == {name: query[name] for name in found}, query


@pytest.mark.judge
def test_it_comes_to_the_same_in_the_shipped_library(library: Library):
    """Words of the library and its tables: whole, begun, mistyped, and some with filters."""
    index = made_index(library, read_synonyms(None)[0])
    pick = random.Random(1)  # noqa: S311  # the same queries each time, not a secret
    texts = [
        *index["near"],
        *(word for row in index["same"] for word in row),
        *(one["name"] for one in index["entries"]),
    ]

    def typed() -> str:
        text = pick.choice(texts)
        at = pick.randrange(len(text))
        slip = text[:at] + pick.choice(["", text[at] * 2, "e", "Ä"]) + text[at + 1 :]
        return pick.choice([text, text, text[: at + 1], slip, pick.choice(words_of(text) or ["a"])])

    queries = [
        {
            "words": " ".join(typed() for _ in range(pick.randint(1, 2))),
            "kind": pick.choice(["drill", "drill", "program"]),
            "only": {pick.choice(sorted(FILTERS)): typed()} if pick.random() < 0.2 else {},
        }
        for _ in range(120)
    ]
    finder = Finder(index)
    found = other({"index": index, "queries": queries})
    assert sum(bool(one["fits"]) for one in found) > 30
    for query, one in zip(queries, found, strict=True):
        ours = finder.find(**{{"words": "query"}.get(name, name): value for name, value in query.items()})
        assert one == {
            "fits": [hit.entry["id"] for hit in ours.fits],
            "nearest": [[hit.entry["id"], list(hit.without)] for hit in ours.nearest],
            "unknown": list(ours.unknown),
            "read_as": [list(pair) for pair in ours.read_as],
            "barred": list(ours.barred),
        }, query


def test_every_word_that_people_say_finds_something(library: Library):
    """A table whose words lead nowhere would be none."""
    table = read_synonyms(None)[0][0]
    finder = Finder(made_index(library, [table]))
    assert [said for said in table.near if not finder.find(said).fits] == []
