"""Files that were read once are as if they were read again, and no older ones."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from handouts.base.kept import Kept
from handouts.library.kept_files import KeptFiles
from handouts.library.layouts import Layout
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.read import read_library

DRILL = (Path(__file__).parents[2] / "content" / "drills" / "wall-sit.yaml").read_text("utf-8")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("handouts.library.kept_files._AT_HAND", Kept(1_000))
    return tmp_path / "cache" / "files"


def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, whatever reads YAML fails."""

    def fail(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("handouts.library.kept_files._read_anew", fail)


def test_all_that_is_shipped_comes_back_as_it_was_read(cache: Path, monkeypatch: pytest.MonkeyPatch):
    first, _ = read_library(None, "house")
    unparsed(monkeypatch)
    again, _ = read_library(None, "house")
    for item in fields(Library):
        assert getattr(again, item.name) == getattr(first, item.name), item.name
        assert repr(getattr(again, item.name)) == repr(getattr(first, item.name)), item.name


def test_lines_are_known_without_reading(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "one.yaml"
    path.write_text(DRILL, "utf-8")
    source, item, problems = KeptFiles().read(path, "one.yaml", Drill)
    assert item
    assert not problems
    unparsed(monkeypatch)
    again, other, _ = KeptFiles().read(path, "another.yaml", Drill)
    assert (other, again.lines, again.name) == (item, source.lines, "another.yaml")
    assert again.line(("figure", "positions", 1)) == source.line(("figure", "positions", 1)) > 1


def test_what_is_at_hand_is_taken_as_it_is(cache: Path, tmp_path: Path):
    """The very same, without a look into the folder; under another name, and for the same bytes only."""
    path = tmp_path / "one.yaml"
    path.write_text(DRILL, "utf-8")
    KeptFiles().read(path, "one.yaml", Drill)
    _, first, _ = KeptFiles().read(path, "one.yaml", Drill)
    for one in cache.iterdir():
        one.unlink()
    again, second, _ = KeptFiles().read(path, "another.yaml", Drill)
    assert second is first
    assert again.name == "another.yaml"
    path.write_text(DRILL.replace("name: Wall sit", "name: Wall set"), "utf-8")
    assert KeptFiles().read(path, "one.yaml", Drill)[1] != first


def test_a_changed_file_is_read_anew(cache: Path, tmp_path: Path):
    path = tmp_path / "one.yaml"
    path.write_text(DRILL, "utf-8")
    _, before, _ = KeptFiles().read(path, "one.yaml", Drill)
    path.write_text(DRILL.replace("name: Wall sit", "name: Wall set"), "utf-8")
    _, after, _ = KeptFiles().read(path, "one.yaml", Drill)
    assert before
    assert after
    assert (before.name, after.name) == ("Wall sit", "Wall set")


@pytest.mark.parametrize("model", [Program, Layout])
def test_a_file_of_one_kind_is_none_of_another(cache: Path, tmp_path: Path, model: type):
    path = tmp_path / "one.yaml"
    path.write_text(DRILL, "utf-8")
    assert KeptFiles().read(path, "one.yaml", Drill)[1]
    _, item, problems = KeptFiles().read(path, "one.yaml", model)
    assert item is None
    assert problems


@pytest.mark.parametrize("change", ["name: [", "why:", "colour: red", "name: Studio #5"])
def test_what_is_wrong_is_told_each_time_under_the_name_it_has(cache: Path, tmp_path: Path, change: str):
    path = tmp_path / "one.yaml"
    path.write_text(DRILL.replace("name: Wall sit", change), "utf-8")
    for name in ("first.yaml", "second.yaml"):
        _, _, problems = KeptFiles().read(path, name, Drill)
        assert {problem.place for problem in problems} == {name}
    assert not cache.exists() or not list(cache.iterdir())


def test_damaged_files_are_read_anew(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "one.yaml"
    path.write_text(DRILL, "utf-8")
    first = KeptFiles().read(path, "one.yaml", Drill)
    (kept,) = cache.iterdir()
    for raw in (b"", b"{}", kept.read_bytes()[:-1], kept.read_bytes().replace(b"Wall sit", b"Wall set")):
        kept.write_bytes(raw)
        monkeypatch.setattr("handouts.library.kept_files._AT_HAND", Kept(1))
        assert KeptFiles().read(path, "one.yaml", Drill)[1] == first[1]
