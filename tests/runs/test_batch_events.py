"""In which order a batch does things: nothing is entered, counted or told of before it is on the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from handouts.base import diskwide, files
from handouts.base.files import GROUP
from handouts.deliver.register import Issued, Register
from handouts.runs import batch, rows
from handouts.runs.job import RowResult
from handouts.runs.summary import Counting
from tests.conftest import Ran
from tests.runs.test_batch import BATCH, big

Run = Callable[..., Ran]
THERE = ("written", "same", "done")


class Recorder:
    """What has happened to each file, as far as it got; a step that comes too early fails the test."""

    def __init__(self) -> None:
        self.written: set[int] = set()
        """Numbers of open files whose bytes may be in memory only."""
        self.linked: set[str] = set()
        self.kept: set[str] = set()
        """Names that are on the disk, with their contents."""
        self.told: dict[str, list[str]] = {}
        self.syncs: list[str] = []

    def sync(self, handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self.syncs.append("folder")
            self.kept |= self.linked
        else:
            self.syncs.append("file")
            self.written.discard(handle)

    def flush(self) -> None:
        self.syncs.append("disk")
        self.written.clear()

    def link(self, handle: int, name: str) -> None:
        assert handle not in self.written, "a name before its contents are on the disk"
        self.linked.add(name)

    def tell(self, where: str, names: Iterable[str]) -> None:
        for name in names:
            assert name in self.kept, f"{name} is {where} before it is on the disk"
            self.told.setdefault(name, []).append(where)


@pytest.fixture(params=["the whole disk", "each file", "hidden names"])
def recorder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    handle = os.open(tmp_path, os.O_RDONLY)
    if request.param == "the whole disk" and not diskwide.flushes(handle):
        pytest.skip("this system, or this disk, cannot be flushed at once")
    os.close(handle)
    if request.param != "the whole disk":
        monkeypatch.setattr(diskwide, "flushes", lambda _: False)
    if request.param == "hidden names":
        monkeypatch.setattr(files, "_open", hidden)
    seen = Recorder()
    hook(monkeypatch, seen)
    return seen


def hidden(folder: Path) -> tuple[int, Path]:
    """As where a file cannot be without a name."""
    part = files._part(folder)
    return os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), part


def hook(patch: pytest.MonkeyPatch, seen: Recorder) -> None:
    """Have what is done told to the recorder: steps of the disk after, and all that tells of a file before it is done."""

    def before(where: Any, name: str, note: Callable[..., object]) -> None:
        real = getattr(where, name)

        def call(*given: Any, **more: Any) -> Any:
            note(*given)
            return real(*given, **more)

        patch.setattr(where, name, call)

    def after(where: Any, name: str, note: Callable[..., object]) -> None:
        real = getattr(where, name)

        def call(*given: Any, **more: Any) -> Any:
            done = real(*given, **more)
            note(*given)
            return done

        patch.setattr(where, name, call)

    def entered(_: Register, made: Iterable[Issued]) -> None:
        seen.tell("entered", (Path(one.place).name for one in made))

    def listed(real: Callable[..., None]) -> Callable[..., None]:  # what is given can be read once
        return lambda register, made: real(register, list(made))

    def of_rows(where: str) -> Callable[..., None]:
        return lambda _, result: seen.tell(where, [result.file] if result.state in THERE else [])

    before(files, "_write_parts", lambda handle, _: seen.written.add(handle))
    after(os, "fsync", seen.sync)
    after(diskwide, "flush_disk", lambda _: seen.flush())
    before(files, "_placed", lambda one: seen.link(one.handle, Path(one.path).name))
    before(Register, "add", entered)
    patch.setattr(Register, "add", listed(Register.add))
    before(Counting, "add", of_rows("counted"))
    before(batch.EarlierSheets, "look_at", of_rows("looked at"))
    make = rows.make_files

    def made(*given: Any) -> list[RowResult]:
        done = make(*given)
        seen.tell("reported", (one.file for one in done if one.file and one.state in THERE))
        return done

    patch.setattr(rows, "make_files", made)
    patch.setattr("handouts.runs.workers.make_files", made)


def test_nothing_is_told_of_before_it_is_on_the_disk(
    handouts: Run, clinic: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    count = GROUP + 20
    big(clinic, count)
    assert handouts(*BATCH, "--jobs", "1").code == 0
    names = {path.name for path in clinic.rglob("*.pdf")}
    assert len(names) == count
    assert recorder.linked == recorder.kept == names
    assert recorder.told == {name: ["reported", "counted", "looked at", "entered"] for name in names}


def test_what_an_earlier_command_wrote_is_on_the_disk_too_before_it_is_told_of(
    handouts: Run, clinic: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
):
    """A command that was killed may have named files and not had their names on the disk."""
    monkeypatch.chdir(clinic)
    big(clinic, 5)
    assert handouts(*BATCH, "--jobs", "1").code == 0
    (clinic / "register.sqlite").unlink()
    recorder.kept.clear()
    recorder.told.clear()
    recorder.syncs.clear()
    assert handouts(*BATCH, "--jobs", "1").out.startswith("0 written")
    assert "folder" in recorder.syncs
    assert len(recorder.told) == 5
