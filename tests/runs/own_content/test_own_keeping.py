"""A file of the clinic's own is written whole, with the one before beside it, and never over another's change."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.runs.own_content.keeping import (
    NEW,
    OtherMeanwhileError,
    has_before,
    kept_file,
    put_back,
    write_file,
)


def test_the_one_before_stays_with_its_mode_and_can_be_put_back(tmp_path: Path) -> None:
    path = tmp_path / "clinic.yaml"
    path.write_bytes(b"name: A\n")
    path.chmod(0o640)
    now = write_file(tmp_path, path, b"name: B\n", kept_file(tmp_path, path).digest)
    assert (path.read_bytes(), path.with_name("clinic.yaml.before").read_bytes()) == (b"name: B\n", b"name: A\n")
    assert (
        stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(path.with_name("clinic.yaml.before").stat().st_mode) == 0o640
    )
    back = put_back(tmp_path, path, now.digest)
    assert path.read_bytes() == b"name: A\n"
    put_back(tmp_path, path, back.digest)
    assert path.read_bytes() == b"name: B\n"


def test_a_change_of_another_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "drills" / "a.yaml"
    first = write_file(tmp_path, path, b"one", NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"theirs")
    for seen in (first.digest, NEW):
        with pytest.raises(OtherMeanwhileError) as caught:
            write_file(tmp_path, path, b"mine", seen)
        assert caught.value.now.raw == b"theirs"
    assert path.read_bytes() == b"theirs"
    assert not has_before(path)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder, other = tmp_path / "clinic", tmp_path / "other.yaml"
    folder.mkdir()
    other.write_bytes(b"secret")
    (folder / "clinic.yaml").symlink_to(other)
    with pytest.raises(HandoutsError, match="leads out"):
        kept_file(folder, folder / "clinic.yaml")
    (folder / "drill.yaml").write_bytes(b"one")
    (folder / "drill.yaml.before").symlink_to(other)
    seen = kept_file(folder, folder / "drill.yaml").digest
    write_file(folder, folder / "drill.yaml", b"two", seen)
    assert other.read_bytes() == b"secret"
    assert (folder / "drill.yaml.before").read_bytes() == b"one"


def test_nothing_is_undone_where_nothing_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"one")
    with pytest.raises(HandoutsError, match="no earlier version"):
        put_back(tmp_path, path, kept_file(tmp_path, path).digest)
    with pytest.raises(HandoutsError, match="larger"):
        write_file(tmp_path, path, b"x" * 1_000_001, kept_file(tmp_path, path).digest)
