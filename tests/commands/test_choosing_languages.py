"""Choosing a language at the desk: the list, names as people type them, rosters of several."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handouts.library.load import load_library
from handouts.library.tongues import Tongues
from handouts.runs.check import check_roster
from tests.conftest import Ran
from tests.tongues import TONGUE, edit, put_tongue

Run = Callable[..., Ran]


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic with a made-up language, of which one drill is whole."""
    monkeypatch.chdir(clinic)
    put_tongue(clinic)
    name(clinic)
    return clinic


def name(clinic: Path) -> None:
    """Give the made-up language names of its own."""
    edit(clinic / "words" / f"{TONGUE}.yaml", ("name: English", "name: Wibble\nalso: [wobblish]"))


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("Chinese", "zh-Hans"), ("中文", "zh-Hans"), ("Mandarin", "zh-Hans"), ("Chinese (Simplified)", "zh-Hans"),
        ("Chinese, traditional", "zh-Hant"), ("zh_TW", "zh-Hant"), ("Español", "es"), ("ESPANOL ", "es"),
        ("Spanish; Castilian", "es"), ("en_US", "en"), ("tamil ", "ta"), ("Portuguese (Brazil)", "pt"),
        ("pt-BR", "pt"), ("bahasa  melayu", "ms"), ("deutsch", "de"), ("zho", "zh-Hans"), ("iw", "he"),
        ("العربية", "ar"), ("tieng viet", "vi"), ("Klingon", ""), ("(", ""), ("", ""),
    ],
)  # fmt: skip
def test_languages_as_front_desks_type_them(typed: str, tag: str):
    assert Tongues(load_library(None).words).tag(typed) == tag


def test_every_language_is_known_by_its_name_and_its_english_name(handouts: Run):
    listed = json.loads(handouts("languages", "--json").out)
    tongues = Tongues(load_library(None).words)
    assert {one["tag"] for one in listed} == {*load_library(None).words}
    assert len({one["english"] for one in listed}) == len(listed)
    for one in listed:
        assert {tongues.tag(one["name"]), tongues.tag(one["english"]), tongues.tag(one["tag"])} == {one["tag"]}
        assert one["translated"] <= one["texts"]
        assert one["english"].isascii()


def test_the_list_says_how_far_each_is(handouts: Run, here: Path):
    ran = handouts("languages")
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if line.startswith(TONGUE)]
    assert "Wibble" in line
    assert "Wobblish" in line
    assert " 0 % translated" in line
    (english,) = [line for line in ran.out.splitlines() if line.startswith("en ")]
    assert "100 % translated" in english
    assert "your clinic's" in english


def test_one_that_is_whole_is_tried_in_each_layout(handouts: Run, here: Path):
    ran = handouts("languages", "wobblish")
    assert ran.out.count("can be printed") == len(load_library(here).layouts)
    (here / "lang" / TONGUE / "drills" / "clamshell.yaml").unlink()
    assert "no layout was tried" in handouts("languages", "Wibble").out


def test_one_that_there_is_not_is_refused_with_the_list(handouts: Run, here: Path):
    for command in (("languages", "Klingon"), ("make", "clamshell", "-p", "A B", "--language", "Klingon")):
        ran = handouts(*command)
        assert ran.code in (2, 3)
        for known in ("Klingon", "Arabic (ar)", "Simplified Chinese (zh-Hans)", f"Wobblish ({TONGUE})"):
            assert known in ran.err
    assert "Did you mean “tamil”?" in handouts("languages", "Tamill").err


def test_a_batch_of_several_says_which_rows_are_in_another(handouts: Run, here: Path):
    rows = ("A B,clamshell,2026-11-23,", "C D,clamshell,2026-11-23,wobblish", "E F,clamshell,2026-11-23,en_US")
    (here / "r.csv").write_text("\n".join(("patient,program,start,language", *rows)) + "\n")
    checked = check_roster(here / "r.csv", load_library(here), date(2026, 11, 20))
    assert checked.languages == [f"in Wobblish ({TONGUE}): line 3"]
    for kind in ((), ("--packet",)):
        assert handouts("batch", "r.csv", "-o", "out", "--issued", "2026-11-20", *kind).code == 0
    for path in (here / "out").glob("manifest-*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [row["language"] for row in csv.DictReader(file)] == ["", TONGUE, ""]
    assert len([*(here / "out").glob("manifest-*.csv")]) == 2


def test_drills_are_listed_in_a_language_by_any_of_its_names(handouts: Run, here: Path):
    for name in (TONGUE, "Wibble", "WOBBLISH"):
        ran = handouts("drills", "--language", name)
        assert "~Clamshell" in ran.out


def test_a_name_is_found_by_letters_inside_it(handouts: Run, here: Path):
    edit(here / "lang" / TONGUE / "drills" / "clamshell.yaml", ("name: ~Clamshell", "name: 夹紧肩胛骨"))
    ran = handouts("drills", "--language", TONGUE, "肩胛")
    assert ran.code == 0
    assert "夹紧肩胛骨" in ran.out
    assert handouts("drills", "--language", TONGUE, "膝").code == 2
