from __future__ import annotations

from dataclasses import replace

from handouts.base.problems import Problem, closest, misspelt, nearest


def test_a_near_miss_is_known_as_one():
    problem = misspelt("items", "there is no drill “plonk”", "plonk", ["plank", "clamshell"], line=3)
    assert problem == Problem("items", 3, "there is no drill “plonk”", "Did you mean “plank”?")
    assert problem.kind == "misspelt"


def test_a_word_that_is_like_none_is_not():
    problem = misspelt("items", "there is no drill “Okafor”", "Okafor", ["plank", "clamshell"])
    assert (problem.kind, problem.hint) == ("", "Known: clamshell, plank.")
    assert misspelt("items", "x", "x", []).hint == ""


def test_the_hint_names_the_closest_word():
    assert closest("hip-hing", ["hip-hinge", "plank"]) == "hip-hinge"
    assert nearest("zzz", [f"drill-{number:02}" for number in range(14)]).endswith("drill-11 and 2 more.")


def test_a_kind_makes_no_other_problem():
    plain = Problem("r.csv", 2, "x")
    assert replace(plain, kind="mail") == plain
    assert len({plain, replace(plain, kind="utc")}) == 1
    assert str(replace(plain, kind="mail")) == str(plain)
