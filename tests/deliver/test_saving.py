from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.files import Parts, Steps
from handouts.base.problems import Exit, HandoutsError
from handouts.deliver import printer as desk
from handouts.deliver import save as saving
from handouts.deliver.folder import make_folder
from handouts.deliver.names import file_name
from handouts.deliver.save import Saved, save, save_group
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from tests.faults import disk_at


@pytest.fixture(scope="module")
def handout(planner: Planner, make_order: Callable[..., Order]) -> Handout:
    return planner.plan(make_order())[0]


def test_a_name_says_nothing_of_the_patient_unless_asked(handout: Handout):
    assert file_name(handout, "hip-hinge-week-1") == f"hip-hinge-week-1-{handout.id}.pdf"
    assert (
        file_name(handout, "hip-hinge-week-1", number=7, named=True)
        == f"0007-mei-tan-hip-hinge-week-1-{handout.id}.pdf"
    )


@given(st.text(max_size=300), st.text(max_size=200))
def test_any_name_is_safe_on_every_system(handout: Handout, patient: str, label: str):
    name = file_name(replace(handout, patient=patient), label, number=1, named=True)
    assert len(name) < 200
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
    assert not name.startswith((".", "-"))
    assert name.count(".") == 1


def test_a_file_is_for_its_owner_only(tmp_path: Path):
    before = os.umask(0)
    make_folder(tmp_path / "a" / "b")
    os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    save(tmp_path / "a" / "b" / "x.pdf", b"x", force=False)
    assert stat.S_IMODE((tmp_path / "a" / "b" / "x.pdf").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_an_existing_file_is_kept(tmp_path: Path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")
    with pytest.raises(HandoutsError) as caught:
        save(path, b"new", force=False)
    assert caught.value.code == Exit.EXISTS
    assert path.read_bytes() == b"old"
    assert save(path, b"old", force=False) == "same"
    assert save(path, b"new", force=True) == "written"
    assert path.read_bytes() == b"new"


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "x.pdf"
    sync = os.fsync

    def other(handle: int) -> None:
        sync(handle)
        path.write_bytes(b"someone else's")

    monkeypatch.setattr(os, "fsync", other)
    with pytest.raises(HandoutsError, match="there already"):
        save(path, b"new", force=False)
    assert path.read_bytes() == b"someone else's"
    assert list(tmp_path.iterdir()) == [path]


def test_another_command_that_wrote_the_same_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "x.pdf"
    sync = os.fsync

    def other(handle: int) -> None:
        sync(handle)
        path.write_bytes(b"new")

    monkeypatch.setattr(os, "fsync", other)
    assert save(path, b"new", force=False) == "same"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HandoutsError, match="disk is full") as caught:
        save(tmp_path / "x.pdf", b"new", force=False)
    assert caught.value.code == Exit.OUTPUT
    assert list(tmp_path.iterdir()) == []


def test_a_real_full_disk(tmp_path: Path):
    mount = tmp_path / "small"
    mount.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)], capture_output=True, check=False
    ).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        with pytest.raises(HandoutsError, match="disk is full"):
            save(mount / "x.pdf", os.urandom(200_000), force=False)
        assert list(mount.iterdir()) == []
    finally:
        subprocess.run(["umount", str(mount)], check=True)


@pytest.mark.parametrize("name", ["", "none/x.pdf", "x" * 300 + ".pdf"])
def test_a_place_that_cannot_be_written_says_why(tmp_path: Path, name: str):
    with pytest.raises(HandoutsError) as caught:
        save(tmp_path / name, b"x", force=True)
    assert caught.value.problems[0].hint


def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for path in (pipe, link, tmp_path):
        with pytest.raises(HandoutsError) as caught:
            save(path, b"x", force=True)
        assert caught.value.code == Exit.OUTPUT
    assert pipe.is_fifo()


def test_a_link_is_replaced_and_not_followed(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    link = tmp_path / "x.pdf"
    link.symlink_to(secret)
    with pytest.raises(HandoutsError):
        save(link, b"new", force=False)
    save(link, b"new", force=True)
    assert secret.read_bytes() == b"secret"
    assert not link.is_symlink()


# --- many at once ------------------------------------------------------------------------------------

HEAD = b"the same for all, "
GIVEN = [(f"{at}.pdf", (HEAD, b"%d" % at)) for at in range(4)]


def told(outcomes: Sequence[Saved | HandoutsError]) -> list[str | Exit]:
    return [one.code if isinstance(one, HandoutsError) else one for one in outcomes]


def test_each_of_many_is_told_of(tmp_path: Path):
    """As one would be that is saved by itself."""
    (tmp_path / "0.pdf").write_bytes(HEAD + b"0")
    (tmp_path / "1.pdf").write_bytes(HEAD + b"x")
    (tmp_path / "2.pdf").mkdir()
    assert told(save_group(tmp_path, GIVEN, force=False)) == ["same", Exit.EXISTS, Exit.EXISTS, "written"]
    assert (tmp_path / "1.pdf").read_bytes() == HEAD + b"x"
    assert (tmp_path / "3.pdf").read_bytes() == HEAD + b"3"
    assert told(save_group(tmp_path, GIVEN, force=True)) == ["same", "written", Exit.OUTPUT, "same"]
    assert (tmp_path / "1.pdf").read_bytes() == HEAD + b"1"
    assert (tmp_path / "2.pdf").is_dir()
    assert told(save_group(tmp_path, [], force=False)) == []


@given(st.lists(st.binary(max_size=4), max_size=4), st.binary(max_size=12))
def test_what_is_there_is_compared_piece_by_piece(tmp_path: Path, parts: list[bytes], there: bytes):
    path = tmp_path / "x.pdf"
    for data, same in ((there, there == b"".join(parts)), (b"".join(parts), True)):
        path.write_bytes(data)
        assert (told(save_group(tmp_path, [("x.pdf", parts)], force=False)) == ["same"]) is same
        assert path.read_bytes() == data
        assert (save(path, parts, force=True) == "same") is same
        assert path.read_bytes() == b"".join(parts)


def test_many_on_a_real_full_disk(tmp_path: Path):
    """Each that is told of as written is there, and no other."""
    given = [(f"{at}.pdf", (os.urandom(50_000), b"x")) for at in range(9)]
    with disk_at(tmp_path / "small", "256k") as disk:
        outcomes = save_group(disk, given, force=False)
        assert set(told(outcomes)) == {"written", Exit.OUTPUT}
        there = {path.name: path.read_bytes() for path in disk.iterdir()}
        assert there == {
            name: b"".join(parts) for (name, parts), one in zip(given, outcomes, strict=True) if one == "written"
        }
        (problem,) = next(one for one in outcomes if isinstance(one, HandoutsError)).problems
        assert "disk is full" in (problem.hint or "")
        assert problem.place.endswith(".pdf")


def test_where_names_are_not_kept_none_has_been_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Not even what was there before: a machine that stops now may have neither."""
    (tmp_path / "0.pdf").write_bytes(HEAD + b"0")
    (tmp_path / "1.pdf").write_bytes(HEAD + b"x")
    sync = os.fsync

    def fail(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    assert told(save_group(tmp_path, GIVEN, force=False)) == [Exit.OUTPUT, Exit.EXISTS, Exit.OUTPUT, Exit.OUTPUT]
    assert told(save_group(tmp_path, GIVEN[:1], force=False)) == [Exit.OUTPUT], "though nothing is to be written"


def test_another_command_that_was_there_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With the same, or with something else, while the disk is waited for."""
    write = saving.writing_group

    def late(folder: Path, some: Sequence[tuple[str, Parts]], *, force: bool) -> Steps[list[OSError | None]]:
        (tmp_path / "0.pdf").write_bytes(HEAD + b"0")
        (tmp_path / "1.pdf").write_bytes(b"someone else's")
        return write(folder, some, force=force)

    monkeypatch.setattr(saving, "writing_group", late)
    assert told(save_group(tmp_path, GIVEN, force=False)) == ["same", Exit.EXISTS, "written", "written"]
    assert (tmp_path / "1.pdf").read_bytes() == b"someone else's"


def fake_lp(folder: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> Path:
    log = folder / "lp.log"
    script = folder / "lp"
    script.write_text(
        f'#!/bin/sh\nfor a in "$@"; do echo "$a" >> "{log}"; done\necho "no such printer" >&2\nexit {code}\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return log


def test_printing_gives_the_file_to_the_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = fake_lp(tmp_path, monkeypatch, 0)
    desk.print_file(tmp_path / "-x.pdf", "Front desk")
    assert log.read_text().splitlines() == ["-d", "Front desk", "--", str(tmp_path / "-x.pdf")]


def test_a_refusing_queue_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake_lp(tmp_path, monkeypatch, 1)
    with pytest.raises(HandoutsError, match="no such printer") as caught:
        desk.print_file(tmp_path / "x.pdf")
    assert caught.value.code == Exit.OUTPUT
    with pytest.raises(HandoutsError, match="no printer's name"):
        desk.print_file(tmp_path / "x.pdf", "--help")


def test_a_machine_without_a_queue_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HandoutsError, match="no print command"):
        desk.print_file(tmp_path / "x.pdf")
