"""What ``check`` says of translations, and that the shipped ones are whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.library.load import Library, load_library
from handouts.library.overlays.shelf import OverlayShelf
from handouts.runs.translate.checks import check_translations
from handouts.runs.translate.entries import entries_of, orphans_of
from tests.tongues import TONGUE, edit, overlay_of, put_overlay, put_tongue, put_words

LANGUAGES = OverlayShelf(None).languages()


@pytest.fixture
def drill_file(clinic: Path) -> Path:
    put_tongue(clinic)
    return clinic / "lang" / TONGUE / "drills" / "clamshell.yaml"


def told(clinic: Path) -> list[str]:
    return [str(problem) for problem in check_translations(load_library(clinic), whole=False).problems]


def advised(clinic: Path) -> list[str]:
    return [str(one) for one in check_translations(load_library(clinic), whole=False).advice]


def test_a_whole_translation_has_no_faults(clinic: Path, drill_file: Path):
    found = check_translations(load_library(clinic), whole=False)
    assert found.problems == []
    assert found.advice == []
    assert found.summary == ["xx: 18 texts, 18 drafts"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("steps.3: 1140aa5d", "steps.3: 00000000"), ":12: warning: steps.3 is older than its source, which now says"),
        (("  steps.5:", "  steps.15:"), ":14: warning: steps.15 is no text of “clamshell” any more"),
        (("~Lower your knee", "~Lower 2 knees"), ":14: steps.5 has other numbers than the source: it has 2"),
        (("~Lower your knee", "~Lower {n} knee"), ":14: steps.5 has other values in braces than the source: {n}"),
        (("caption: ~Start", f"caption: {'a' * 41}"), ":22: lacks"),
        (("texts:", "text:"), ":6: has an unknown key “text”"),
    ],
)
def test_each_fault_is_told_by_file_and_line(clinic: Path, drill_file: Path, change: tuple[str, str], said: str):
    edit(drill_file, change)
    if said.endswith("lacks"):
        assert check_translations(load_library(clinic), whole=False).summary == ["xx: 18 texts, 1 missing, 17 drafts"]
        return
    assert f"clamshell.yaml{said}" in "\n".join(told(clinic))


def test_a_side_that_got_lost_is_told_where_the_language_has_words_for_it(
    clinic: Path, drill_file: Path, library: Library
):
    drill = library.drills["clamshell", "en"]
    steps = (
        replace(drill.steps[0], text="Lift your left leg."),
        replace(drill.steps[1], text="A right angle is left out."),
    )
    source = replace(drill, steps=(*steps, *drill.steps[2:]))
    put_overlay(clinic / "lang", "drills", overlay_of(source, lambda text: text.replace("left leg", "lerft leg")))
    found = replace(load_library(clinic), drills={("clamshell", "en"): source}, programs={})
    assert check_translations(found, whole=False).problems == []
    terms = clinic / "lang" / TONGUE / "terms.yaml"
    terms.write_text("language: xx\nleft: [links, Leff]\nright: [reks]\n", "utf-8")
    (problem,) = check_translations(replace(found), whole=False).problems
    assert problem.line == 10
    assert "steps.1 has no word for “left”, which its source has" in problem.message
    terms.write_text("language: xx\nleft: [LERFT]\nright: [reks]\n", "utf-8")
    assert check_translations(replace(found), whole=False).problems == []
    terms.write_text("language: xx\nleft: lerft\n", "utf-8")
    assert "terms.yaml" in str(check_translations(replace(found), whole=False).problems[0])


def test_a_text_that_is_the_sources_or_much_longer_is_advice(clinic: Path, drill_file: Path):
    edit(drill_file, ("~Lower your knee slowly.", "Lower your knee slowly."), ("~A mat", "~A mat that is long enough"))
    said = "\n".join(advised(clinic))
    assert "clamshell.yaml:14: advice: steps.5 is the same as its source" in said
    assert "clamshell.yaml:20: advice: equipment.1 is much longer than its source" in said
    assert told(clinic) == []


def test_a_program_without_all_its_drills_and_a_language_without_words(clinic: Path):
    put_tongue(clinic, ["calf-stretch-wall"], ["tennis-elbow"])
    said = "\n".join(told(clinic))
    assert "tennis-elbow.yaml: warning: its drills" in said
    (clinic / "words" / f"{TONGUE}.yaml").unlink()
    assert "lang/xx: warning: is a language without words" in "\n".join(told(clinic))
    put_words(clinic)
    assert "without words" not in "\n".join(told(clinic))


def test_the_command_tells_faults_and_sums_up_the_rest(clinic: Path, drill_file: Path, handouts: Callable):
    for path in (clinic / "drills").glob("*.yaml"):
        path.unlink()
    for path in (clinic / "programs").glob("*.yaml"):
        path.unlink()
    ran = handouts("check", "--clinic", str(clinic))
    assert ran.code == 0, ran.err
    assert "xx: 18 texts, 18 drafts" in ran.out
    edit(drill_file, ("~Lower your knee", "~Lower 2 knees"))
    ran = handouts("check", "--clinic", str(clinic))
    assert ran.code == 3
    assert "clamshell.yaml:14: steps.5 has other numbers" in ran.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_language_is_whole_sound_and_no_older_than_its_source(library: Library, language: str):
    entries = entries_of(library, language)
    assert [f"{one.place}:{one.source.key}" for one in entries if one.state in ("missing", "stale")] == []
    assert list(orphans_of(library, language)) == []
    assert language in library.words
    shelf = library.translations.shelf
    for kind in ("drills", "programs"):
        for name in shelf.ids(language, kind):
            assert [file.problems for file in shelf.read(language, kind, name) if file.problems] == []


def test_shipped_languages_have_no_fault_that_check_tells(library: Library):
    assert check_translations(library, whole=True).problems == []
