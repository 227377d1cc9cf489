"""The cache folder: what is taken from it, and what is made anew."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base import cachefolder
from handouts.base.cachefolder import CacheFolder, code_state

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    return tmp_path / "things"


def _only(place: Path) -> Path:
    (path,) = place.iterdir()
    return path


def test_what_is_kept_comes_back_under_its_key_only(place: Path):
    folder = CacheFolder("things", files=5, largest=100)
    folder.write("key", b"data")
    assert folder.read("key") == b"data"
    assert folder.read("other") is None
    other = Path(folder._path("other") or "")
    _only(place).rename(other)
    assert folder.read("other") is None, "a file under another's name is not taken"


@given(at=st.integers(0, 35), bit=st.integers(0, 7), cut=st.booleans())
def test_a_damaged_file_is_not_taken(tmp_path_factory: pytest.TempPathFactory, at: int, bit: int, cut: bool):
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("cache")
        patch.setenv("HANDOUTS_CACHE", str(place))
        folder = CacheFolder("things", files=5, largest=100)
        folder.write("key", b"data")
        path = _only(place / "things")
        raw = bytearray(path.read_bytes())
        raw[at] ^= 1 << bit
        path.write_bytes(raw[:at] if cut else raw)
        assert folder.read("key") is None
        folder.write("key", b"data")
        assert folder.read("key") == b"data", "it is made anew"


@posix
def test_only_the_owner_can_look_at_it(place: Path):
    CacheFolder("things", files=5, largest=100).write("key", b"data")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(_only(place).stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_taken(place: Path, mode: int):
    folder = CacheFolder("things", files=5, largest=100)
    folder.write("key", b"data")
    _only(place).chmod(mode)
    assert folder.read("key") is None


@posix
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_another_user_s_file_is_not_taken(place: Path):
    folder = CacheFolder("things", files=5, largest=100)
    folder.write("key", b"data")
    os.chown(_only(place), 65534, 65534)
    assert folder.read("key") is None


@posix
def test_a_pipe_is_not_waited_for(place: Path):
    folder = CacheFolder("things", files=5, largest=100)
    folder.write("key", b"data")
    path = _only(place)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert folder.read("key") is None


def test_the_oldest_go_where_there_are_too_many(place: Path):
    folder = CacheFolder("things", files=3, largest=100)
    for number in range(6):
        folder.write(f"key {number}", b"data")
        path = Path(folder._path(f"key {number}") or "")
        os.utime(path, ns=(number, number))
    assert [folder.read(f"key {number}") for number in range(6)] == [None, None, None, b"data", b"data", b"data"]


def test_a_full_folder_makes_room_for_several_at_once(place: Path):
    folder = CacheFolder("things", files=20, largest=100)
    for number in range(21):
        folder.write(f"key {number}", b"data")
        path = Path(folder._path(f"key {number}") or "")
        os.utime(path, ns=(number, number))
    kept = [number for number in range(21) if folder.read(f"key {number}")]
    assert kept == list(range(3, 21))  # one too many, and a tenth


def test_what_is_too_large_is_not_kept(place: Path):
    CacheFolder("things", files=3, largest=3).write("key", b"data")
    assert not place.exists()


@pytest.mark.parametrize("off", ["off", "OFF", "no", "0"])
def test_it_can_be_done_without(monkeypatch: pytest.MonkeyPatch, off: str):
    monkeypatch.setenv("HANDOUTS_CACHE", off)
    folder = CacheFolder("things", files=3, largest=100)
    folder.write("key", b"data")
    assert folder.read("key") is None


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "file"))
    folder = CacheFolder("things", files=3, largest=100)
    folder.write("key", b"data")
    assert folder.read("key") is None


def test_the_code_s_state_changes_with_any_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cachefolder, "__file__", str(tmp_path / "base" / "cachefolder.py"))
    package = tmp_path / "figures" / "props"
    package.mkdir(parents=True)
    for path in (tmp_path / "figures" / "draw.py", package / "bands.py", package / "bars.py"):
        path.write_text("x = 1\n")
    seen = set()
    for change in (
        lambda: None,
        lambda: (tmp_path / "figures" / "draw.py").write_text("x = 12\n"),
        lambda: (package / "bands.py").write_text("x = 12\n"),
        lambda: (package / "bars.py").rename(package / "boxes.py"),
    ):
        change()
        cachefolder._room_state.cache_clear()
        seen.add(code_state("figures"))
    cachefolder._room_state.cache_clear()
    assert len(seen) == 4
