"""``drills`` and ``programs`` as they are typed: filters, what is said of what was found, the index, a clinic's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.find.ranking import Finder

Run = Callable[..., object]


def listed(ran) -> list[str]:
    assert ran.code == 0, ran.err
    return [line.split()[0] for line in ran.out.splitlines()]


def test_filters_narrow_what_words_find(handouts: Run):
    found = listed(handouts("drills", "strength", "--area", "knee", "--posture", "standing"))
    assert "wall-sit" in found
    assert not {"sit-to-stand", "glute-bridge"} & {*found}
    both = [*listed(handouts("drills", "--goal", "flexibility", "--posture", "face down"))]
    each = [listed(handouts("drills", *words)) for words in (("--goal", "flexibility"), ("--posture", "face down"))]
    assert {*both} == {*each[0]} & {*each[1]}, "both filters, whatever the words"
    assert "prone-press-up" in both
    assert len(both) < min(map(len, each))
    assert "split-squat" in listed(handouts("drills", "--equipment", "nothing"))


def test_a_filter_that_leaves_nothing_says_what_there_is(handouts: Run):
    ran = handouts("drills", "--posture", "xylophone")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--posture: no drill fits “xylophone”" in ran.err
    assert "standing" in ran.err
    ran = handouts("programs", "--area", "hip", "--equipment", "spaceship")
    assert (ran.code, "--equipment: no program fits “spaceship” beside --area" in ran.err) == (Exit.USAGE, True)


def test_what_is_near_is_said_to_be_only_near(handouts: Run):
    ran = handouts("drills", "calves", "kettlebell")
    assert "Nothing is all of these; nearest first:" in ran.err
    assert {"heel-raise", "kettlebell-deadlift"} <= {*listed(ran)}
    assert "not kettlebell" in next(line for line in ran.out.splitlines() if line.startswith("heel-raise"))
    ran = handouts("drills", "calves", "qqqqqq")
    assert "calf-stretch-wall" in listed(ran)
    assert "No drill fits “qqqqqq”. These fit the rest:" in ran.err
    assert "qqqqqq" not in ran.out
    data = json.loads(handouts("drills", "calves", "qqqqqq", "--json").out)
    assert [one["id"] for one in data] == listed(ran)
    assert {tuple(one["without"]) for one in data} == {("qqqqqq",)}
    assert {tuple(one["without"]) for one in json.loads(handouts("drills", "calves", "--json").out)} == {()}


def test_programs_are_found_by_what_their_drills_are_for(handouts: Run):
    assert {"hip-strength", "hip-hinge", "knee-strength"} <= {*listed(handouts("programs", "bum"))}
    assert "knee-strength" in listed(handouts("programs", "quads", "stairs"))


def test_the_list_fits_eighty_columns(handouts: Run):
    for command in ("drills", "programs"):
        assert max(map(len, handouts(command).out.splitlines())) <= 80


def test_the_index_is_all_that_finding_needs(handouts: Run):
    index = json.loads(handouts("drills", "--index").out)
    hits = Finder(index).find("bum lying").fits
    assert [hit.entry["id"] for hit in hits] == listed(handouts("drills", "bum", "lying"))


@pytest.mark.parametrize("words", ["k" * 10_000, "knee " * 2_000, "\u202eknee\u200b", "kn\x1b[31mee", "'; --"])
def test_hostile_words_are_answered_in_words_that_harm_no_terminal(handouts: Run, words: str):
    ran = handouts("drills", "--", words)
    assert ran.code in (0, Exit.USAGE)
    assert not {"\u202e", "\x1b", "\u200b"} & {*(ran.out + ran.err)}
    assert len(ran.err) < 2_000


def test_a_clinic_adds_its_own_words(handouts: Run, clinic: Path):
    (clinic / "finding").mkdir()
    table = clinic / "finding" / "en.yaml"
    table.write_text(
        "language: en\nsame:\n  - [glutes, power station]\nnear:\n  monday morning: [knee + strength]\nignored: [pls]\n"
    )
    own = ("--clinic", "clinic")
    assert listed(handouts("drills", "power", "station", "pls", *own))[0] == "glute-bridge"
    assert "wall-sit" in listed(handouts("drills", "monday morning", *own))
    assert "bum" not in handouts("drills", "bum", *own).err  # the shipped words are there too
    assert handouts("check", *own).code == 0


def test_a_clinics_words_that_are_at_fault_are_named_and_left_out(handouts: Run, clinic: Path):
    (clinic / "finding").mkdir()
    (clinic / "finding" / "en.yaml").write_text("language: en\nsame:\n  - [alone]\nnaer: {}\n")
    ran = handouts("drills", "bum", "--clinic", "clinic")
    assert listed(ran)[0] == "glute-bridge"
    assert "finding/en.yaml:3: same.1: needs 2 to 40 words that mean one thing, found 1" in ran.err
    assert "has an unknown key “naer”" in ran.err
    ran = handouts("check", "--clinic", "clinic")
    assert (ran.code, "finding/en.yaml:3:" in ran.err) == (Exit.CONTENT, True)
