"""The texts of drills and programs by their keys, and files that lay others over them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaintext import visible
from handouts.library.load import Library, load_library
from handouts.library.models import Drill, Program
from handouts.library.overlays.model import KEY, Overlay
from handouts.library.overlays.shelf import OverlayShelf
from handouts.library.overlays.texts import source_texts, text_digest, with_texts
from handouts.library.yamlfile import parse_yaml
from handouts.runs.translate.overlayfile import overlay_text
from tests.tongues import TONGUE, edit, overlay_of, put_overlay


def items(library: Library) -> list[Drill | Program]:
    return [*library.drills.values(), *library.programs.values()]


def test_an_item_with_its_own_texts_is_itself(library: Library):
    for item in items(library):
        texts = {key: one.text for key, one in source_texts(item).items()}
        assert with_texts(item, texts, "en") == item


def test_every_key_changes_its_own_text_and_nothing_else(library: Library):
    names = ("clamshell", "kettlebell-deadlift", "ankle-pumps", "stair-climb")
    for item in (*(one for one in items(library) if one.id in names), library.programs["tennis-elbow", "en"]):
        before = source_texts(item)
        for key in before:
            assert KEY.fullmatch(key)
            after = source_texts(with_texts(item, {key: "Other."}, "xx"))
            assert {name for name in before if after[name] != before[name]} == {key}
            assert after.keys() == before.keys()


def test_loads_in_words_are_texts_and_those_in_units_are_not(library: Library):
    keys = source_texts(library.programs["tennis-elbow", "en"])
    assert keys["weeks.4.drills.2.load"].text == "a small bottle"
    loads = {
        one.text for item in library.programs.values() for key, one in source_texts(item).items() if ".load" in key
    }
    assert loads == {"a small bottle", "no bottle"}


def test_what_is_no_text_is_the_sources(library: Library):
    drill = library.drills["clamshell", "en"]
    other = with_texts(drill, dict.fromkeys(source_texts(drill), "~"), "xx")
    kept = ("id", "dose", "muscles", "keywords", "cautions", "source", "regions", "rep_seconds", "posture", "area")
    assert all(getattr(other, name) == getattr(drill, name) for name in kept)
    assert other.figure
    assert drill.figure
    assert [one.pose for one in other.figure.positions] == [one.pose for one in drill.figure.positions]
    assert other.language == "xx"


def test_a_digest_is_of_the_text_as_it_reads():
    assert text_digest("Lift  your\nknee") == text_digest(" Lift your knee ")
    assert text_digest("Lift your knee") != text_digest("Lift your knees")
    assert text_digest("Adélie") == text_digest("Ade\u0301lie")
    assert re.fullmatch("[0-9a-f]{8}", text_digest(""))


@given(st.text(min_size=1, max_size=60).map(visible).map(lambda text: " ".join(text.split())).filter(bool))
def test_whatever_a_text_is_its_file_gives_it_back(text: str):
    overlay = Overlay(of="clamshell", language="no", texts={"name": text}, made_from={"name": "00112233"})
    data = parse_yaml(overlay_text(overlay, "drills").encode(), "x.yaml")
    assert not data.problems
    assert data.data["texts"] == {"name": text}
    assert data.data["made_from"] == {"name": "00112233"}
    assert data.data["language"] == "no"


def test_a_file_of_any_drill_is_short_lined_and_read_back(library: Library, tmp_path: Path):
    shelf = OverlayShelf(tmp_path, shipped_root=tmp_path / "none")
    for item in items(library)[::12]:
        kind = "drills" if isinstance(item, Drill) else "programs"
        overlay = overlay_of(item)
        path = put_overlay(tmp_path / "lang", kind, overlay)
        made = path.read_text("utf-8").partition("\nmade_from")[2].splitlines()
        assert max(map(len, made)) <= 120
        (file,) = shelf.read(TONGUE, kind, item.id)
        assert file.problems == ()
        assert file.overlay == overlay
        assert yaml.safe_load(path.read_text("utf-8"))["of"] == item.id


@pytest.mark.parametrize(
    ("change", "said", "line"),
    [
        (("of: clamshell", "of: bridge"), "is not what its file and folder are called", 3),
        (("language: xx", "language: yy"), "is not what its file and folder are called", 3),
        (("status: draft", "status: reviewed"), "a reviewed translation says by whom", 3),
        (("status: draft", "status: reviewed\nreviewed: { by: A B, on: tomorrow }"), "expected a date such as", 6),
        (("  steps.1:", "  step.1:"), "“step.1” is no key of a text", 10),
        (("status: draft", "status: draft\ndose: 3"), "has an unknown key “dose”", 6),
        (("088ea4a5", "zz8ea4a5"), "expected 8 digits and letters from a to f", 26),
        (("~Clamshell", "a\u202eb"), "U+202E", 7),
        (("~Clamshell", "a" * 301), "301 characters long", 7),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    library: Library, tmp_path: Path, change: tuple[str, str], said: str, line: int
):
    path = put_overlay(tmp_path / "lang", "drills", overlay_of(library.drills["clamshell", "en"]))
    edit(path, change)
    (file,) = OverlayShelf(tmp_path, shipped_root=tmp_path / "none").read(TONGUE, "drills", "clamshell")
    assert file.overlay is None
    (problem,) = file.problems
    assert said in problem.message
    assert problem.line == line


def test_a_link_out_of_the_clinics_folder_is_not_read(library: Library, tmp_path: Path):
    outside = put_overlay(tmp_path / "elsewhere", "drills", overlay_of(library.drills["clamshell", "en"]))
    clinic = tmp_path / "clinic"
    inside = clinic / "lang" / TONGUE / "drills" / "clamshell.yaml"
    inside.parent.mkdir(parents=True)
    inside.symlink_to(outside)
    (file,) = OverlayShelf(clinic, shipped_root=tmp_path / "none").read(TONGUE, "drills", "clamshell")
    assert file.overlay is None
    assert "leads out of the clinic's folder" in file.problems[0].message


@pytest.mark.parametrize("language", ["../xx", "xx/..", "", ".", "XX"])
def test_a_language_is_no_path(library: Library, tmp_path: Path, language: str):
    put_overlay(tmp_path / "lang", "drills", overlay_of(library.drills["clamshell", "en"]))
    shelf = OverlayShelf(tmp_path / "lang", shipped_root=tmp_path / "lang")
    assert shelf.read(language, "drills", "clamshell") == ()
    assert shelf.ids(language, "drills") == ()


def test_english_reads_no_translation(clinic: Path, library: Library, monkeypatch: pytest.MonkeyPatch):
    put_overlay(
        clinic / "lang", "drills", replace(overlay_of(library.drills["clamshell", "en"]), texts={}, made_from={})
    )
    monkeypatch.setattr(OverlayShelf, "read", lambda *_: pytest.fail("a translation was read"))
    found = load_library(clinic)
    assert found.drill("clamshell", "en") is found.drills["clamshell", "en"]
    assert found.drill("no-such", "en") is None
    assert json.dumps(found.problems) == "[]"
