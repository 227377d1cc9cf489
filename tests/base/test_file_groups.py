"""Many files at once, each whole or not there: whatever fails at whatever step, however this disk is waited for."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import stat
import subprocess
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base import diskwide, files
from handouts.base.files import GROUP, Parts, left_over, waited, write_whole, writing_group
from tests.base.test_files import ANONYMOUS, CALLS, everything
from tests.faults import asked, disk_at

OLD, HEAD = b"old contents", b"the same for all, "
NEW = {f"{at}": HEAD + b"%d" % at for at in range(3)}
GIVEN = [(name, (HEAD, data.removeprefix(HEAD))) for name, data in NEW.items()]
WAYS = ("the whole disk", "each file", "hidden names")
SYNCS = {"the whole disk": ["disk"], "each file": ["file"] * 3, "hidden names": ["file"] * 3}


def as_on(way: str, patch: pytest.MonkeyPatch) -> None:
    """As on a system that can flush a disk at once, on another one, or where a file cannot be without a name."""
    if way == "the whole disk" and not _flushes(Path.cwd()):
        pytest.skip("this system, or this disk, cannot be flushed at once")
    if way != "hidden names" and not ANONYMOUS:
        pytest.skip("this system has no files without names")
    if way != "the whole disk":
        patch.setattr(diskwide, "flushes", lambda _: False)
    if way == "hidden names":
        patch.delattr(files.os, "O_TMPFILE", raising=False)


def _flushes(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY) if os.name == "posix" else -1
    try:
        return handle >= 0 and diskwide.flushes(handle)
    finally:
        os.close(handle)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    as_on(str(request.param), monkeypatch)
    return str(request.param)


def write_group(folder: Path, some: Sequence[tuple[str, Parts]], *, force: bool) -> list[OSError | None]:
    return waited(writing_group(folder, some, force=force))


def kinds(failed: Sequence[OSError | None]) -> list[int | None]:
    return [error and error.errno for error in failed]


@pytest.mark.parametrize("force", [False, True])
def test_all_are_whole_and_their_owners_alone(tmp_path: Path, way: str, *, force: bool):
    before = os.umask(0)
    try:
        assert write_group(tmp_path, GIVEN, force=force) == [None] * 3
    finally:
        os.umask(before)
    assert everything(tmp_path) == NEW
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert write_group(tmp_path, [], force=force) == []


@given(parts=st.lists(st.binary(max_size=9), max_size=5), many=st.sampled_from([0, 3, 1500]))
def test_any_pieces_come_one_after_the_other(tmp_path: Path, parts: list[bytes], many: int):
    """No piece, empty ones, and more than a system takes in one call."""
    given = parts * many if many else parts
    assert write_group(tmp_path, [("x", given)], force=True) == [None]
    assert (tmp_path / "x").read_bytes() == b"".join(given)
    write_whole(tmp_path / "x", given, force=True)
    assert (tmp_path / "x").read_bytes() == b"".join(given)


def test_a_disk_that_takes_a_little_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if not hasattr(os, "writev"):
        pytest.skip("this system writes one piece at a time")
    monkeypatch.setattr(os, "writev", lambda handle, parts: os.write(handle, b"".join(parts)[:7]))
    assert write_group(tmp_path, GIVEN, force=False) == [None] * 3
    assert everything(tmp_path) == NEW


def test_a_system_that_writes_one_piece_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(os, "writev", raising=False)
    assert write_group(tmp_path, GIVEN, force=False) == [None] * 3
    assert everything(tmp_path) == NEW


def test_what_files_share_is_not_copied(tmp_path: Path):
    """A group of large files takes little more memory than the pieces that they are made of."""
    head = bytes(2_000_000)
    tracemalloc.start()
    try:
        assert write_group(tmp_path, [(str(at), (head, b"%d" % at)) for at in range(20)], force=False) == [None] * 20
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_what_is_there_is_kept_or_replaced_as_asked(tmp_path: Path, way: str):
    (tmp_path / "1").write_bytes(OLD)
    assert kinds(write_group(tmp_path, GIVEN, force=False)) == [None, errno.EEXIST, None]
    assert everything(tmp_path) == NEW | {"1": OLD}
    assert write_group(tmp_path, GIVEN, force=True) == [None] * 3
    assert everything(tmp_path) == NEW


def test_a_link_is_replaced_and_not_followed(tmp_path: Path, way: str):
    (tmp_path / "there").write_bytes(OLD)
    (tmp_path / "1").symlink_to(tmp_path / "there")
    assert kinds(write_group(tmp_path, GIVEN, force=False)) == [None, errno.EEXIST, None]
    assert write_group(tmp_path, GIVEN, force=True) == [None] * 3
    assert everything(tmp_path) == NEW | {"there": OLD}
    assert not (tmp_path / "1").is_symlink()


def test_one_that_cannot_be_does_not_stop_the_others(tmp_path: Path, way: str):
    failed = write_group(tmp_path, [GIVEN[0], ("x" * 300, (b"x",)), ("none/x", (b"x",)), GIVEN[2]], force=False)
    assert kinds(failed) == [None, errno.ENAMETOOLONG, errno.ENOENT, None]
    assert everything(tmp_path) == {name: NEW[name] for name in ("0", "2")}


def test_a_folder_that_is_not_there(tmp_path: Path, way: str):
    assert kinds(write_group(tmp_path / "nowhere", GIVEN, force=False)) == [errno.ENOENT] * 3


def test_two_of_one_name(tmp_path: Path, way: str):
    assert kinds(write_group(tmp_path, [("x", (OLD,)), ("x", (HEAD,))], force=False)) == [None, errno.EEXIST]
    assert everything(tmp_path) == {"x": OLD}


def test_more_than_may_be_open_are_told_of(tmp_path: Path, way: str):
    """Nothing is lost or half there, and what was opened is closed."""
    resource = pytest.importorskip("resource")
    opened = len(list(Path("/dev/fd").iterdir()))
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened + 20, limits[1]))
    try:
        failed = write_group(tmp_path, [(str(at), (HEAD,)) for at in range(60)], force=False)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert set(kinds(failed)) == {None, errno.EMFILE}
    assert everything(tmp_path) == {str(at): HEAD for at, error in enumerate(failed) if not error}
    assert len(list(Path("/dev/fd").iterdir())) == opened


# --- in which order --------------------------------------------------------------------------------


def calls_of(patch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the disk, as it comes: write, file, folder, disk (each of them a sync), link, replace."""
    seen: list[str] = []

    def around(where: object, name: str, say: str = "") -> None:
        real = getattr(where, name)

        def call(*arguments: object, **keywords: object) -> object:
            done = real(*arguments, **keywords)
            what = say or name
            if name == "fsync":
                what = "folder" if stat.S_ISDIR(os.fstat(arguments[0]).st_mode) else "file"  # type: ignore[arg-type]
            seen.append(what)
            return done

        patch.setattr(where, name, call)

    around(diskwide, "flush_disk", "disk")
    around(files, "_write_parts", "write")
    for name in ("fsync", "link", "replace"):
        around(os, name)
    return seen


def test_contents_are_on_the_disk_before_names_and_names_at_the_end(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
):
    seen = calls_of(monkeypatch)
    assert write_group(tmp_path, GIVEN, force=False) == [None] * 3
    assert seen == ["write"] * 3 + SYNCS[way] + ["link"] * 3 + ["folder"]


@pytest.mark.parametrize(("error", "kept"), [(errno.EIO, False), (errno.ENOSPC, False), (errno.EINVAL, True)])
def test_names_that_are_not_kept_are_a_failure(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch, error: int, *, kept: bool
):
    """But a system that has no sync for folders is let be."""
    real = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(error, os.strerror(error))
        real(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    if kept:
        assert write_group(tmp_path, GIVEN, force=False) == [None] * 3
    else:
        with pytest.raises(OSError, match=os.strerror(error)):
            write_group(tmp_path, GIVEN, force=False)


def test_where_something_of_the_disk_is_lost_each_file_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It may have been another program's; and of ours, only the one that is lost has failed."""
    as_on("the whole disk", monkeypatch)
    fine, asked = os.fsync, []

    def lost(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def one_of_them(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            asked.append(handle)
            if len(asked) == 2:
                raise OSError(errno.EIO, "Input/output error")
        fine(handle)

    monkeypatch.setattr(diskwide, "flush_disk", lost)
    assert write_group(tmp_path, GIVEN, force=False) == [None] * 3
    for path in tmp_path.iterdir():
        path.unlink()
    monkeypatch.setattr(os, "fsync", one_of_them)
    monkeypatch.setattr(files, "_SYNCS", 1)
    assert kinds(write_group(tmp_path, GIVEN, force=False)) == [None, errno.EIO, None]
    assert everything(tmp_path) == {name: NEW[name] for name in ("0", "2")}
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("release", "known"),
    [("6.18.44-fc", True), ("5.8", True), ("5.7.19-generic", False), ("4.19", False), ("4.4.0", False), ("?", False)],
)
def test_an_older_linux_does_not_say_what_it_lost(release: str, *, known: bool):
    assert diskwide._at_least(release) is known


def test_a_disk_of_another_kind_is_not_flushed_at_once(monkeypatch: pytest.MonkeyPatch):
    """Such as one in the network: /proc stands for it."""
    as_on("the whole disk", monkeypatch)
    assert not _flushes(Path("/proc"))


# --- each step made to fail, or the last one before a kill -------------------------------------------

STEPS = (*CALLS, "writev", "flush_disk")


def count_calls(patch: pytest.MonkeyPatch, at: object) -> list[str]:
    """Call ``at`` before each step, with its number from 1 and its name."""
    seen: list[str] = []

    def watch(name: str) -> None:
        where = diskwide if name == "flush_disk" else files.os
        real = getattr(where, name)

        def call(*arguments: object, **keywords: object) -> object:
            seen.append(name)
            at(len(seen), name)  # type: ignore[operator]
            return real(*arguments, **keywords)

        patch.setattr(where, name, call)

    patch.setattr(files, "_SYNCS", 1)  # so that the steps have an order
    for name in STEPS:
        if name != "writev" or hasattr(os, name):
            watch(name)
    return seen


def prepared(folder: Path, *, force: bool) -> dict[str, bytes]:
    folder.mkdir()
    old = {"1": OLD} if force else {}
    for name, data in old.items():
        (folder / name).write_bytes(data)
    return old


def steps(folder: Path, *, force: bool) -> int:
    prepared(folder, force=force)
    with pytest.MonkeyPatch.context() as patch:
        seen = count_calls(patch, lambda *_: None)
        assert write_group(folder, GIVEN, force=force) == [None] * 3
    assert len(seen) > 3 * 3
    return len(seen)


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_that_is_full_at_any_step(tmp_path: Path, way: str, *, force: bool):
    """What is told of is there, what is not told of is as it was, and nothing lies beside it."""
    told = unkept = 0
    for number in range(1, steps(tmp_path / "trial", force=force) + 1):
        folder = tmp_path / f"full-{number}"
        old = prepared(folder, force=force)

        def full(call: int, name: str, number: int = number) -> None:
            if call == number and name != "unlink":  # which takes no space
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.MonkeyPatch.context() as patch:
            seen = count_calls(patch, full)
            try:
                failed = write_group(folder, GIVEN, force=force)
            except OSError as error:
                assert error.errno == errno.ENOSPC
                assert seen[number - 1] in ("open", "fsync"), "of the folder"
                assert everything(folder) in (old, NEW)
                unkept += 1
                continue
        assert set(kinds(failed)) <= {None, errno.ENOSPC}
        told += sum(map(bool, failed))
        expected = {name: data for (name, data), why in zip(NEW.items(), failed, strict=True) if not why}
        assert everything(folder) == old | expected, number
    assert told >= 3
    assert unkept == 2


def _killed_at(folder: Path, number: int, *, force: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        count_calls(patch, lambda call, _: os.kill(os.getpid(), signal.SIGKILL) if call == number else None)
        write_group(folder, GIVEN, force=force)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("force", [False, True])
def test_a_kill_before_any_step(tmp_path: Path, way: str, *, force: bool):
    """What is under a name is old or new and whole; what lies beside is known to be left over."""
    context = multiprocessing.get_context("fork")
    for number in range(1, steps(tmp_path / "trial", force=force) + 1):
        folder = tmp_path / f"kill-{number}"
        old = prepared(folder, force=force)
        child = context.Process(target=_killed_at, args=(folder, number), kwargs={"force": force})
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        there = everything(folder)
        for name, data in NEW.items():
            assert there.pop(name, data) in (data, old.get(name))
        beside = sorted(left_over(folder))
        assert sorted(path.name for path in beside) == sorted(there), "every one of them is known"
        if way != "hidden names" and not force:
            assert beside == [], "a file without a name ends with its process"


# --- real disks that fail ----------------------------------------------------------------------------


def test_a_real_disk_that_fills_up(tmp_path: Path, way: str):
    with disk_at(tmp_path / "small", "300k") as disk:
        failed = write_group(disk, [(f"{at}", (os.urandom(20_000), b"x")) for at in range(30)], force=False)
        assert set(kinds(failed)) == {None, errno.ENOSPC}
        sizes = {path.name: path.stat().st_size for path in disk.iterdir()}
        assert sizes == {f"{at}": 20_001 for at, error in enumerate(failed) if not error}


PIECE = 1 << 16


@pytest.fixture
def thin(tmp_path: Path) -> Iterator[Path]:
    """A real disk (ext4) with less behind it than it thinks: it takes what it is given, and stores 40 pieces of it.

    Linux's loop device calls a write that was cut short a whole one: so there are none, each piece is in or not.
    """
    with disk_at(tmp_path / "behind", "80m") as behind:
        image, at = behind / "disk.img", tmp_path / "thin"
        at.mkdir()
        with image.open("wb") as file:
            file.truncate(64_000_000)
        asked(["mkfs.ext4", "-q", "-F", "-b", "4096", str(image)])
        asked(["fallocate", "--length=64000000", str(image)])
        device = Path(asked(["losetup", "--find", "--show", str(image)]).strip())
        try:
            (Path("/sys/block") / device.name / "queue" / "nomerges").write_text("2")
            asked(["mount", str(device), str(at)])
            try:
                asked(["fstrim", str(at)])  # what it needs for itself stays allocated, and nothing else
                size = image.stat().st_blocks * 512 + 40 * PIECE
                subprocess.run(["mount", "-o", f"remount,size={size}", str(behind)], check=True)
                yield at
            finally:
                subprocess.run(["umount", str(at)], check=True)
        finally:
            subprocess.run(["losetup", "--detach", str(device)], check=True)


def test_a_real_disk_that_loses_what_it_took(thin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Linux tells of it after the write. What is told of as written can be read from the disk itself."""
    monkeypatch.chdir(thin)
    as_on("the whole disk", monkeypatch)
    monkeypatch.chdir(tmp_path)
    given: list[tuple[str, Parts]] = [(f"{at}", (os.urandom(PIECE - 9), bytes(9))) for at in range(GROUP)]
    failed = write_group(thin, given, force=False)
    assert set(kinds(failed)) == {None, errno.ENOSPC}
    there = {path.name: path for path in thin.iterdir() if path.is_file()}
    assert set(there) == {name for (name, _), why in zip(given, failed, strict=True) if not why}
    for name, path in there.items():
        handle = os.open(path, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)  # what memory still has does not count
        with os.fdopen(handle, "rb") as file:
            assert file.read() == b"".join(given[int(name)][1])
