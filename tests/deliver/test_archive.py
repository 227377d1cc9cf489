"""The zip file of a batch: whole or not there, its owner's alone, and honest about what is in its way."""

from __future__ import annotations

import errno
import gc
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.base import files
from handouts.base.problems import Exit, HandoutsError
from handouts.deliver.archive import Archive, Enclosed
from handouts.deliver.manifest import Manifest


def whole(data: bytes) -> Enclosed:
    """A file whose first bytes no other has."""
    head, tail = data[: len(data) // 2], data[len(data) // 2 :]
    return Enclosed(head, head, tail)


def test_it_holds_what_was_added_and_has_the_same_bytes_each_time(tmp_path: Path):
    for name in "ab":
        with Archive(tmp_path / f"{name}.zip", force=False) as archive:
            archive.add("1.pdf", whole(b"one"))
            archive.add("2.pdf", whole(b"two"))
            assert not (tmp_path / f"{name}.zip").exists()
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "a.zip") as back:
        assert {name: back.read(name) for name in back.namelist()} == {"1.pdf": b"one", "2.pdf": b"two"}
        assert {info.compress_type for info in back.infolist()} == {zipfile.ZIP_STORED}


def test_what_is_there_is_told_before_the_work(tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(b"old")
    with pytest.raises(HandoutsError, match="is there already") as caught:
        Archive(tmp_path / "a.zip", force=False)
    assert caught.value.code == Exit.EXISTS
    with Archive(tmp_path / "a.zip", force=True) as archive:
        archive.add("1.pdf", whole(b"one"))
    assert zipfile.is_zipfile(tmp_path / "a.zip")


def test_of_two_at_once_the_second_says_so_and_replaces_nothing(tmp_path: Path):
    with pytest.raises(HandoutsError, match="put there meanwhile") as caught:  # noqa: PT012, SIM117  # one in another
        with Archive(tmp_path / "a.zip", force=False) as second:
            with Archive(tmp_path / "a.zip", force=False) as first:
                first.add("1.pdf", whole(b"first"))
            second.add("1.pdf", whole(b"second"))
    assert caught.value.code == Exit.EXISTS
    with zipfile.ZipFile(tmp_path / "a.zip") as back:
        assert back.read("1.pdf") == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("data", [b"small", bytes(1_000_000)])
def test_a_full_disk_is_said_once_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: bytes
):
    """Also what Python itself says of an archive that is thrown away half written."""
    real = files.os.fdopen

    class Full:
        """A stream on a disk that is full."""

        def __init__(self, handle: int) -> None:
            self._file = real(handle, "wb")

        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

    monkeypatch.setattr(files.os, "fdopen", lambda handle, _: Full(handle))
    with pytest.raises(HandoutsError, match="disk is full") as caught:  # noqa: SIM117  # one block
        with Archive(tmp_path / "a.zip", force=False) as archive:
            archive.add("1.pdf", whole(data))
    assert caught.value.code == Exit.OUTPUT
    del archive
    gc.collect()
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_at_the_end_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(HandoutsError, match="disk is full"), Archive(tmp_path / "a.zip", force=False) as archive:
        archive.add("1.pdf", whole(b"one"))
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_leaves_no_archive(tmp_path: Path):
    with pytest.raises(KeyError), Archive(tmp_path / "a.zip", force=False) as archive:  # noqa: PT012  # one block
        archive.add("1.pdf", whole(b"one"))
        raise KeyError
    assert list(tmp_path.iterdir()) == []


# --- the manifest ----------------------------------------------------------------------------------


def _rows(folder: Path) -> list[dict[str, object]]:
    return json.loads((folder / "manifest-r.json").read_text())  # type: ignore[no-any-return]


def test_the_manifest_has_the_rosters_order_and_no_formula(tmp_path: Path):
    with Manifest(tmp_path, "r") as manifest:
        manifest.add({"number": 2, "patient": "=HYPERLINK(1)"})
        manifest.add({"number": 1, "patient": "Zoë"})
        assert list(tmp_path.iterdir()) == []
    assert [row["number"] for row in _rows(tmp_path)] == [1, 2]
    text = (tmp_path / "manifest-r.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfnumber,line,state,")
    assert b"'=HYPERLINK(1)" in text
    assert "Zoë".encode() in text
    assert text.count(b"\r\n") == text.count(b"\n") == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_manifest_is_synced_and_survives_a_full_disk_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with Manifest(tmp_path, "r") as manifest:
        manifest.add({"number": 1})
    synced = []
    monkeypatch.setattr(files.os, "fsync", synced.append)
    with Manifest(tmp_path, "r") as manifest:
        manifest.add({"number": 2})
    assert len(synced) == 4, "two files and, for each, the folder"

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with Manifest(tmp_path, "r") as manifest:
        manifest.add({"number": 3})
    assert [row["number"] for row in _rows(tmp_path)] == [2]
    assert len(list(tmp_path.iterdir())) == 2


def _interrupted(folder: Path, rows: Iterator[int]) -> None:
    with Manifest(folder, "r") as manifest:
        for number in rows:
            manifest.add({"number": number})
        raise KeyboardInterrupt


def test_a_stopped_run_tells_what_it_did_and_an_empty_one_keeps_the_last(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path, iter([1]))
    assert [row["number"] for row in _rows(tmp_path)] == [1]
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path, iter([]))
    with Manifest(tmp_path, "r") as manifest:
        manifest.add({"number": 5})
        manifest.wanted = False
    assert [row["number"] for row in _rows(tmp_path)] == [1]


def test_heads_are_given_once_and_stand_before_every_tail(tmp_path: Path):
    heads = {digest: bytes([digest]) * (70_000 + digest) for digest in range(3)}
    expected = {}
    with Archive(tmp_path / "a.zip", force=False) as archive:
        for number in range(40):
            digest = number * 7 % 3
            head, tail = heads[digest], f"tail {number}".encode() * number
            archive.add(f"{number}.pdf", Enclosed(bytes([digest]), head if number < 3 or number == 20 else b"", tail))
            expected[f"{number}.pdf"] = head + tail
    with zipfile.ZipFile(tmp_path / "a.zip") as back:
        assert back.testzip() is None
        assert {name: back.read(name) for name in back.namelist()} == expected


def test_a_head_that_was_never_given_is_no_empty_one(tmp_path: Path):
    with pytest.raises(ValueError, match="never given"), Archive(tmp_path / "a.zip", force=False) as archive:
        archive.add("1.pdf", Enclosed(b"x", b"", b"tail"))
    assert not (tmp_path / "a.zip").exists()


def test_more_files_than_a_plain_zip_can_count(tmp_path: Path):
    """Zip64, whose table may hold more than 65,535 files."""
    with Archive(tmp_path / "a.zip", force=False) as archive:
        for number in range(66_000):
            archive.add(f"{number}.pdf", Enclosed(b"x", b"head" if not number else b"", str(number).encode()))
    with zipfile.ZipFile(tmp_path / "a.zip") as back:
        assert len(back.namelist()) == 66_000
        assert back.read("65999.pdf") == b"head65999"
