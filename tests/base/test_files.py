"""Whole or not at all: whatever fails at whatever step, and whoever else writes there."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base import files
from handouts.base.files import left_over, sync_folder, write_whole, writing

ANONYMOUS = hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir()
OLD, NEW = b"old contents", b"new contents"


def _named_only(patch: pytest.MonkeyPatch) -> None:
    """As on a system, or a disk, that knows no files without names."""
    patch.delattr(files.os, "O_TMPFILE", raising=False)


@pytest.fixture(params=["anonymous", "named"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "named":
        _named_only(monkeypatch)
    elif not ANONYMOUS:
        pytest.skip("this system has no files without names")
    return str(request.param)


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("force", [False, True])
def test_a_new_file_is_whole_and_its_owners_alone(tmp_path: Path, manner: str, *, force: bool):
    before = os.umask(0)
    try:
        with writing(tmp_path / "x", force=force) as file:
            file.write(NEW[:4])
            assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in tmp_path.iterdir())
            assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
            assert not (tmp_path / "x").exists()
            file.write(NEW[4:])
    finally:
        os.umask(before)
    assert everything(tmp_path) == {"x": NEW}
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_a_file_without_a_name_shows_nothing_while_it_is_written(tmp_path: Path):
    if not ANONYMOUS:
        pytest.skip("this system has no files without names")
    with writing(tmp_path / "x", force=False) as file:
        file.write(NEW)
        file.flush()
        assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_kept_or_replaced_as_asked(tmp_path: Path, manner: str):
    path = tmp_path / "x"
    path.write_bytes(OLD)
    path.chmod(0o644)
    with pytest.raises(FileExistsError):
        write_whole(path, NEW, force=False)
    assert everything(tmp_path) == {"x": OLD}
    write_whole(path, NEW, force=True)
    assert everything(tmp_path) == {"x": NEW}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("target", ["there", "nowhere"])
def test_a_link_is_replaced_and_not_followed(tmp_path: Path, manner: str, target: str):
    (tmp_path / "there").write_bytes(OLD)
    link = tmp_path / "x"
    link.symlink_to(tmp_path / target)
    with pytest.raises(FileExistsError):
        write_whole(link, NEW, force=False)
    assert link.is_symlink()
    write_whole(link, NEW, force=True)
    assert not link.is_symlink()
    assert everything(tmp_path) == {"there": OLD, "x": NEW}


def test_a_file_that_appears_while_we_write_is_kept(tmp_path: Path, manner: str):
    with pytest.raises(FileExistsError), writing(tmp_path / "x", force=False) as file:  # noqa: PT012  # one block
        file.write(NEW)
        (tmp_path / "x").write_bytes(OLD)
    assert everything(tmp_path) == {"x": OLD}


def test_a_block_that_fails_leaves_nothing(tmp_path: Path, manner: str):
    (tmp_path / "x").write_bytes(OLD)
    with pytest.raises(KeyboardInterrupt), writing(tmp_path / "x", force=True) as file:  # noqa: PT012  # one block
        file.write(NEW)
        raise KeyboardInterrupt
    assert everything(tmp_path) == {"x": OLD}


# --- each call to the system, made to fail, or the last one before a kill ---------------------------

CALLS = ("open", "fsync", "link", "replace", "unlink", "close")
"""What ``writing`` asks of the system, as names in ``os``."""


def count_calls(patch: pytest.MonkeyPatch, at: Callable[[int, str], None]) -> list[str]:
    """Call ``at`` before each of them, with its number from 1 and its name. Gives the calls, as they come."""
    seen: list[str] = []

    def watch(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: object, **keywords: object) -> object:
            seen.append(name)
            at(len(seen), name)
            return real(*arguments, **keywords)

        patch.setattr(files.os, name, call)

    for name in CALLS:
        watch(name)
    return seen


def steps(folder: Path, manner: str, *, force: bool) -> int:
    """How many calls one writing takes."""
    folder.mkdir()
    if force:
        (folder / "x").write_bytes(OLD)
    with pytest.MonkeyPatch.context() as patch:
        if manner == "named":
            _named_only(patch)
        seen = count_calls(patch, lambda *_: None)
        write_whole(folder / "x", NEW, force=force)
    assert seen
    return len(seen)


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_that_is_full_at_any_step(tmp_path: Path, manner: str, *, force: bool):
    """Every call fails in turn: the place holds what it held or all that is new, and nothing lies beside it.

    A disk that does not keep the name, after it took the file, is told of as well.
    """
    told, unkept, placed = 0, 0, False
    for number in range(1, steps(tmp_path / "trial", manner, force=force) + 1):
        folder = tmp_path / f"full-{number}"
        folder.mkdir()
        before = {"x": OLD} if force else {}
        for name, data in before.items():
            (folder / name).write_bytes(data)

        def full(call: int, name: str, number: int = number, folder: Path = folder) -> None:
            nonlocal placed
            if call == number and name != "unlink":  # which takes no space
                placed = everything(folder).get("x") == NEW
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.MonkeyPatch.context() as patch:
            if manner == "named":
                _named_only(patch)
            count_calls(patch, full)
            try:
                write_whole(folder / "x", NEW, force=force)
                expected = {"x": NEW}
            except OSError as error:
                told += 1
                assert error.errno == errno.ENOSPC
                unkept += placed
                expected = {"x": NEW} if placed else before
        assert everything(folder) == expected, number
    assert told > unkept
    assert unkept == 2, "to open the folder, and to sync it"


def _killed_at(folder: Path, number: int, manner: str, *, force: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if manner == "named":
            _named_only(patch)
        count_calls(patch, lambda call, _: os.kill(os.getpid(), signal.SIGKILL) if call == number else None)
        write_whole(folder / "x", NEW, force=force)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("force", [False, True])
def test_a_kill_before_any_step(tmp_path: Path, manner: str, *, force: bool):
    """What is under the name is old or new and whole; what lies beside it is known to be left over."""
    context = multiprocessing.get_context("fork")
    for number in range(1, steps(tmp_path / "trial", manner, force=force) + 1):
        folder = tmp_path / f"kill-{number}"
        folder.mkdir()
        if force:
            (folder / "x").write_bytes(OLD)
        child = context.Process(target=_killed_at, args=(folder, number, manner), kwargs={"force": force})
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        whole = everything(folder)
        assert whole.pop("x", OLD) in (OLD, NEW)
        beside = sorted(left_over(folder))
        assert sorted(path.name for path in beside) == sorted(whole), "every one of them is known"
        if manner == "anonymous" and not force:
            assert beside == [], "a file without a name ends with its process"


@pytest.mark.parametrize("force", [False, True])
def test_two_writers_at_once(tmp_path: Path, manner: str, *, force: bool):
    """Both have written all when the first puts its file there."""
    gate, outcomes = threading.Barrier(2), []

    def write(data: bytes) -> None:
        try:
            with writing(tmp_path / "x", force=force) as file:
                file.write(data)
                gate.wait()
            outcomes.append(data)
        except FileExistsError:
            outcomes.append(b"")

    writers = [threading.Thread(target=write, args=(data,)) for data in (OLD, NEW)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if force:
        assert sorted(outcomes) == [NEW, OLD]
        assert everything(tmp_path)["x"] in (OLD, NEW)
    else:
        assert outcomes.count(b"") == 1
        assert everything(tmp_path) == {"x": max(outcomes)}
    assert len(everything(tmp_path)) == 1


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    _named_only(monkeypatch)
    monkeypatch.setattr(files.os, "link", refuse)
    write_whole(tmp_path / "x", OLD, force=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "x", NEW, force=False)
    assert everything(tmp_path) == {"x": OLD}
    write_whole(tmp_path / "x", NEW, force=True)
    assert everything(tmp_path) == {"x": NEW}


def test_a_disk_that_knows_no_files_without_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if not ANONYMOUS:
        pytest.skip("this system has none at all")
    real = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "Operation not supported")
        return real(path, flags, mode)

    monkeypatch.setattr(files.os, "open", refuse)
    with writing(tmp_path / "x", force=False) as file:
        file.write(NEW)
        (part,) = tmp_path.iterdir()
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
        assert part.name.startswith(".handout-")
    assert everything(tmp_path) == {"x": NEW}


def test_a_folder_that_may_not_be_written(tmp_path: Path, manner: str):
    folder = tmp_path / "shut"
    folder.mkdir()
    (folder / "x").write_bytes(OLD)
    code = (
        "import os, sys; from pathlib import Path; from handouts.base import files\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "if sys.argv[2] == 'named' and hasattr(os, 'O_TMPFILE'): del os.O_TMPFILE\n"
        "for force in (False, True):\n"
        "    try: files.write_whole(Path(sys.argv[1], 'x'), b'new', force=force); print('written')\n"
        "    except PermissionError: print('refused')\n"
        "    except FileExistsError: print('there')\n"
    )
    for each in (*reversed(tmp_path.parents), tmp_path):
        if not each.stat().st_mode & 0o005:
            each.chmod(each.stat().st_mode | 0o055)
    folder.chmod(0o555)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", code, str(folder), manner], capture_output=True, text=True, check=False
        )
    finally:
        folder.chmod(0o755)
    assert ran.stdout.split() == ["refused", "refused"], ran.stderr
    assert everything(folder) == {"x": OLD}


def test_what_is_on_the_disk_at_the_end(tmp_path: Path, manner: str, monkeypatch: pytest.MonkeyPatch):
    synced: list[str] = []

    def note(handle: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        assert (tmp_path / "x").exists() is (synced[-1] == "folder"), "contents before the name, the name last"

    monkeypatch.setattr(files.os, "fsync", note)
    for sync, expected in (("all", ["file", "folder"]), ("data", ["file"]), ("none", [])):
        (tmp_path / "x").unlink(missing_ok=True)
        synced.clear()
        write_whole(tmp_path / "x", NEW, force=False, sync=sync)  # type: ignore[arg-type]  # one of three
        assert synced == expected
    sync_folder(tmp_path)
    assert synced == ["folder"]
    sync_folder(tmp_path / "nowhere")


def test_what_is_left_over_is_told_by_its_writer(tmp_path: Path):
    """A dead process's file is left over at once, a living one's never; of strangers' only the age can tell."""
    child = multiprocessing.get_context("spawn").Process(target=int)
    child.start()
    child.join()
    here = files._computer()
    dead, living = (tmp_path / f".handout-{here}-{pid}-{'0' * 16}.part" for pid in (child.pid, os.getpid()))
    strange, older = (tmp_path / f".handout-{'f' * 8}-{child.pid}-{at * 16}.part" for at in "01")
    nameless, manifest = tmp_path / ".handout-abc.part", tmp_path / ".manifest-abc.part"
    for path in (dead, living, strange, older, nameless, manifest, tmp_path / "x.part", tmp_path / ".x"):
        path.write_bytes(b"")
    for path in (living, older, manifest):
        os.utime(path, (time.time() - 100_000,) * 2)
    assert set(left_over(tmp_path)) == {dead, older, manifest}
    assert list(left_over(tmp_path / "nowhere")) == []
