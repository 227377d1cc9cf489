"""A library from the cache folder is the one that was read, and no older one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

from handouts.cli import run
from handouts.library import kept_library
from handouts.library.load import Library, load_library
from handouts.library.plain import built, plain
from handouts.library.read import read_library

ROOT = Path(__file__).parents[2]
DRILL = (ROOT / "content" / "drills" / "wall-sit.yaml").read_text("utf-8")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "libraries"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    assert run(["init", str(folder)]) == 0
    return folder


def _same(one: Library, other: Library) -> bool:
    return all(repr(dict(a) if hasattr(a, "keys") else a) == repr(dict(b) if hasattr(b, "keys") else b) and a == b
               for a, b in ((getattr(one, item.name), getattr(other, item.name)) for item in fields(Library)))  # fmt: skip


def _unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, whatever reads files fails."""

    def fail(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("handouts.library.read.read_library", fail)


@pytest.mark.parametrize("brand", [None, "house", "harbour-street", "northgate"])
def test_a_brand_comes_back_as_it_was_read(cache: Path, monkeypatch: pytest.MonkeyPatch, brand: str | None):
    load_library(brand=brand)
    read, _ = read_library(None, brand)
    _unread(monkeypatch)
    assert _same(load_library(brand=brand), read)


def test_a_clinic_comes_back_as_it_was_read(cache: Path, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    assert load_library(clinic).problems == ()
    read, _ = read_library(clinic, None)
    assert read.logo
    assert read.pictures
    assert read.own
    _unread(monkeypatch)
    assert _same(load_library(clinic), read)


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a drill": lambda folder: _add(folder / "drills" / "small-squat.yaml", "keywords: [chair]\n"),
    "the clinic": lambda folder: _add(folder / "clinic.yaml", "visit_minutes: 45\n"),
    "a new file": lambda folder: (folder / "drills" / "two.yaml").write_text(
        DRILL.replace("id: wall-sit", "id: two"), "utf-8"
    ),
    "no file": lambda folder: (folder / "drills" / "small-squat.yaml").unlink(),
    "another name": lambda folder: (folder / "drills" / "small-squat.yaml").rename(folder / "drills" / "other.yaml"),
    "the logo": lambda folder: (folder / "logo.svg").write_bytes((folder / "logo.svg").read_bytes() + b"\n"),
    "a picture": lambda folder: (folder / "drills" / "pictures" / "calf-start.svg").write_bytes(b"no picture"),
    "no logo": lambda folder: (folder / "logo.svg").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(cache: Path, clinic: Path, change: str):
    load_library(clinic)
    assert len(list(cache.iterdir())) == 1
    CHANGES[change](clinic)
    read, _ = read_library(clinic, None)
    for _ in range(2):
        assert _same(load_library(clinic), read)


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="Windows asks for a right")
@pytest.mark.parametrize(
    "name", ["logo.svg", "drills/pictures/calf-start.svg", "drills/small-squat.yaml", "clinic.yaml", "drills"]
)
def test_a_link_that_takes_a_file_s_place_is_told(cache: Path, clinic: Path, tmp_path: Path, name: str):
    load_library(clinic)
    away = tmp_path / "away"
    (clinic / name).rename(away)
    (clinic / name).symlink_to(away)
    problems = load_library(clinic).problems
    assert any("leads out of the clinic's folder" in problem.message for problem in problems)
    assert load_library(clinic).problems == problems


def test_a_certificate_that_becomes_a_link_is_told(cache: Path, clinic: Path, tmp_path: Path):
    mail = "mail: { server: smtp.example.org, ca_file: own.pem }\n"
    _add(clinic / "clinic.yaml", mail)
    (clinic / "own.pem").write_text("x")
    assert load_library(clinic).problems == ()
    (clinic / "own.pem").rename(tmp_path / "away.pem")
    (clinic / "own.pem").symlink_to(tmp_path / "away.pem")
    assert any("ca_file" in problem.message for problem in load_library(clinic).problems)


@pytest.mark.parametrize("line", ["colour: red\n", "about: seen #5 daily\n", "layout: none-such\n"])
def test_problems_and_warnings_are_told_each_time_and_nothing_is_kept(cache: Path, clinic: Path, line: str):
    _add(clinic / "clinic.yaml", line)
    first = load_library(clinic).problems
    assert first
    assert load_library(clinic).problems == first
    assert not cache.exists()


def test_what_changes_while_it_is_read_is_not_kept(cache: Path, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    def reading(*asked: object) -> tuple[Library, Path]:
        found = read_library(clinic, None)
        _add(clinic / "clinic.yaml", "visit_minutes: 45\n")
        return found

    with monkeypatch.context() as patch:
        patch.setattr("handouts.library.read.read_library", reading)
        load_library(clinic)
    assert not cache.exists()
    assert load_library(clinic).clinic.visit_minutes == 45


def test_files_are_called_as_they_are_called_from_here(cache: Path, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    own = ("small-squat", "en")
    shown = []
    for here in (clinic, clinic.parent, clinic / "drills", clinic):
        monkeypatch.chdir(here)
        library = load_library(clinic)
        shown.append((library.figures[own][0], library.clinic_file))
    assert [Path(name) for name, _ in shown] == [
        Path("drills/small-squat.yaml"), Path("clinic/drills/small-squat.yaml"), Path("small-squat.yaml"), Path("drills/small-squat.yaml"),
    ]  # fmt: skip
    assert shown[0] == shown[3]


def test_data_of_another_form_is_read_anew(cache: Path, monkeypatch: pytest.MonkeyPatch):
    read = load_library()
    kept = kept_library.KeptLibrary(None, None)
    for data in (b"", b"[]", b"{}", b'{"named": []}', b'{"named": [], "drills": {"": []}}', b"[" * 5000):
        assert kept._key
        kept._cache.write(kept._key, data)
        assert kept.library() is None
        assert _same(load_library(), read)


def test_of_a_kept_library_only_what_is_asked_for_is_read(cache: Path, monkeypatch: pytest.MonkeyPatch):
    read = load_library()
    (file,) = (path for path in cache.rglob("*") if path.is_file())
    parsed: list[int] = []

    def loads(data: bytes) -> object:
        parsed.append(len(data))
        return json.loads(data)

    monkeypatch.setattr(kept_library, "json", SimpleNamespace(loads=loads, dumps=json.dumps))
    library = load_library()
    assert library.drills["glute-bridge", "en"] == read.drills["glute-bridge", "en"]
    assert len(parsed) == 2, "what is small, and the drill"
    assert sum(parsed) < file.stat().st_size / 5
    assert _same(library, read)
    assert sum(parsed) > file.stat().st_size / 2


@pytest.mark.parametrize(
    "data",
    [{"Popen": {"args": "ls"}}, {"Person": {"skin": "tan"}}, {"Person": {}, "Dose": {}}, {"b64": "?"}, {"Asset": 3}],
)
def test_only_the_library_s_own_classes_are_built(data: object):
    with pytest.raises((KeyError, ValueError, TypeError, AttributeError)):
        built(data)


def test_what_no_library_holds_is_not_made_plain():
    with pytest.raises((TypeError, KeyError)):
        plain(Path("x"))


def test_everything_of_the_shipped_content_survives_json(library: Library):
    for item in fields(Library):
        value = getattr(library, item.name)
        if item.name != "folder":
            assert built(json.loads(json.dumps(plain(value)))) == (dict(value) if hasattr(value, "keys") else value)


def _handouts(*arguments: str, cache: Path, cwd: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    start = f"import sys\nfrom handouts.cli import run\nassert run(sys.argv[1:]) == 0\n{code}"
    return subprocess.run(
        [sys.executable, "-c", start, *arguments], cwd=cwd, capture_output=True, text=True, check=True, timeout=120,
        env=os.environ | {"HANDOUTS_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_nothing_of_a_patient_is_kept(tmp_path: Path, clinic: Path):
    cache = tmp_path / "kept"
    said = ["-p", "Zebedee Quill", "--id", "Q7731", "--note", "Mind the xylophone", "--clinician", "Dr Wexford"]
    for _ in range(2):
        _handouts("make", "hip-hinge", *said, "-o", "a.pdf", "-f", "--clinic", str(clinic), cache=cache, cwd=tmp_path)
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert files
    for path in files:
        raw = path.read_bytes()
        text = (zlib.decompress(raw) if path.suffix == ".z" else raw).lower()
        for word in (b"zebedee", b"quill", b"q7731", b"xylophone", b"wexford"):
            assert word not in text
            assert word not in path.name.lower().encode()


def test_a_kept_library_needs_neither_yaml_nor_pydantic(tmp_path: Path):
    code = "print([name for name in ('yaml', 'pydantic', 'pydantic_core') if name in sys.modules])"
    arguments = ("make", "hip-hinge", "-p", "Mei Tan", "-o", "a.pdf", "--force")
    first, second = (_handouts(*arguments, cache=tmp_path, cwd=tmp_path, code=code) for _ in range(2))
    assert "'yaml', 'pydantic'" in first.stdout
    assert second.stdout.endswith("[]\n")
