"""Flags: the words that rosters have for what a patient has, shipped and a clinic's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.flags import flag_of, flag_words, plain_flag
from handouts.library.kept_library import KeptLibrary
from handouts.library.load import Library, load_library
from tests.conftest import Ran

Run = Callable[..., Ran]
SHIPPED = load_library()
WORDS = flag_words(SHIPPED.flags)


def own(clinic: Path, text: str) -> Library:
    (clinic / "flags.yaml").write_text(f"flags:\n{text}")
    return load_library(clinic)


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("THR", "hip-replacement"),
        ("t.h.r.", "hip-replacement"),
        ("Left THR", "hip-replacement"),
        ("TKR (R)", "knee-replacement"),
        ("bilateral TKR", "knee-replacement"),
        ("blood pressure", "high-blood-pressure"),
        ("HYPERTENSION", "high-blood-pressure"),
        ("Ehlers–Danlos", "hypermobility"),
        ("pins & needles", ""),
        ("no osteoporosis", ""),
        ("?osteoporosis", "osteoporosis"),
        ("left", ""),
        ("", ""),
    ],
)
def test_a_word_is_known_however_it_is_typed(written: str, flag: str):
    assert flag_of(written, WORDS) == flag


def test_every_name_leads_to_its_flag_and_to_no_other():
    for flag in SHIPPED.flags.values():
        for name in (flag.id, flag.name, *flag.also):
            assert flag_of(name, WORDS) == flag.id
            assert flag_of(f"L {name.upper()}", WORDS) == flag.id


@given(st.text(max_size=40))
def test_any_text_is_read_and_what_is_plain_stays_so(text: str):
    assert plain_flag(plain_flag(text)) == plain_flag(text)
    assert flag_of(text, WORDS) in {"", *SHIPPED.flags}


def test_a_clinic_adds_flags_and_names(clinic: Path):
    library = own(
        clinic,
        "  - {id: lymphoedema, name: Swollen arm, also: [LE]}\n"
        "  - {id: osteoporosis, name: Weak bones, also: [Osteoporose]}\n",
    )
    assert library.problems == ()
    words = flag_words(library.flags)
    assert {flag_of(word, words) for word in ("LE", "swollen arm")} == {"lymphoedema"}
    every = ("weak bones", "Osteoporose", "low bone density", "osteoporosis")
    assert {flag_of(word, words) for word in every} == {"osteoporosis"}
    assert library.flags["osteoporosis"].name == "Weak bones"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  - {id: aches, name: Aches, also: [HTN]}\n", "which is a name of “high-blood-pressure”"),
        ("  - {id: aches, name: Aches}\n  - {id: aches, name: Pains}\n", "has the flag “aches” twice"),
        ("  - {id: Aches, name: Aches}\n", "an id is made of small letters"),
        ("  - {id: aches}\n", "lacks “flags.1.name”"),
    ],
)
def test_a_fault_in_them_stops_everything_and_says_where(handouts: Run, clinic: Path, text: str, said: str):
    assert any(said in problem.message and problem.line > 1 for problem in own(clinic, text).stops)
    ran = handouts("make", "plank", "-p", "A B", "--clinic", "clinic")
    assert ran.code == 3
    assert "flags.yaml" in ran.err
    assert not list(clinic.rglob("*.pdf"))


def test_a_file_of_flags_that_leads_elsewhere_is_not_read(clinic: Path, tmp_path: Path):
    (tmp_path / "elsewhere.yaml").write_text("flags:\n  - {id: aches, name: Aches}\n")
    (clinic / "flags.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    library = load_library(clinic)
    assert "aches" not in library.flags
    assert any("leads out of the clinic's folder" in problem.message for problem in library.stops)


def test_a_caution_with_an_unknown_flag_breaks_its_drill_alone(handouts: Run, clinic: Path):
    drill = clinic / "drills" / "calf-stretch.yaml"
    before = drill.read_text()
    drill.write_text(before + "cautions:\n  - {flag: osteoporosiss, why: It bends.}\n")
    library = load_library(clinic)
    (problem,) = library.problems
    assert problem.line == len(before.splitlines()) + 2
    assert "“osteoporosiss”" in problem.message
    assert "“osteoporosis”" in problem.hint
    assert {one.id for one in library.broken} == {"calf-stretch"}
    drill.write_text(before + "cautions:\n  - {flag: lymphoedema, why: It bends.}\n")
    assert own(clinic, "  - {id: lymphoedema, name: Swollen arm}\n").problems == ()


def test_what_is_kept_between_runs_knows_the_clinic_s_flags(clinic: Path):
    assert own(clinic, "  - {id: aches, name: Aches}\n").flags["aches"].name == "Aches"
    kept = KeptLibrary(clinic, None).library()
    assert kept is not None
    assert kept.flags == load_library(clinic).flags
    assert own(clinic, "  - {id: aches, name: Pains}\n").flags["aches"].name == "Pains"
    (clinic / "flags.yaml").unlink()
    assert "aches" not in load_library(clinic).flags


def test_the_list_of_flags(handouts: Run, clinic: Path):
    own(clinic, "  - {id: aches, name: Aches}\n")
    assert "aches" in handouts("flags", "--clinic", "clinic").out
    ran = handouts("flags", "THR")
    assert (ran.code, ran.out.split()[0], ran.out.count("\n")) == (0, "hip-replacement", 1)
    assert handouts("flags", "nothing-like-it").code == 2
