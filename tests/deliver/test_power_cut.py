"""The power goes while files are saved in groups: what was told of is there, whole, and nothing is half there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from handouts.base import diskwide, files
from handouts.base.files import GROUP
from handouts.cli import run
from handouts.deliver import save as saving
from handouts.deliver.register import FILE, Issued, Register
from handouts.deliver.save import save_group
from tests.conftest import Ran
from tests.faults import CutDisk, cut_disk
from tests.runs.test_batch import BATCH, big

Run = Callable[..., Ran]
HEAD = bytes(range(256)) * 300


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[CutDisk]:
    with cut_disk(tmp_path) as one:
        yield one


def watch(patch: pytest.MonkeyPatch, at: Callable[[str], None]) -> None:
    """Call ``at`` before each step in which the disk could matter: write, flush, sync, link, replace."""

    def around(where: object, name: str) -> None:
        real = getattr(where, name)

        def call(*arguments: object, **keywords: object) -> object:
            at(name)
            return real(*arguments, **keywords)

        patch.setattr(where, name, call)

    around(diskwide, "flush_disk")
    for name in ("writev", "fsync", "link", "replace"):
        around(os, name)


@pytest.mark.parametrize("way", ["the whole disk", "each file", "hidden names"])
@pytest.mark.parametrize("force", [False, True])
def test_at_every_step_of_two_groups(disk: CutDisk, monkeypatch: pytest.MonkeyPatch, way: str, *, force: bool):
    """Files of a group are told of when it returns; a cut before any step keeps them, and shows no half of another."""
    cut_at_every_step(disk, monkeypatch, way, force=force)


@pytest.mark.parametrize("kind", ["xfs", "btrfs"])
@pytest.mark.parametrize("force", [False, True])
def test_disks_of_other_kinds_that_are_flushed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, force: bool
):
    """Whatever is in the list of ``diskwide`` is there for a reason."""
    with cut_disk(tmp_path, kind) as disk:
        handle = os.open(disk.at, os.O_RDONLY)
        assert diskwide.flushes(handle)
        os.close(handle)
        cut_at_every_step(disk, monkeypatch, "the whole disk", force=force)


def cut_at_every_step(disk: CutDisk, monkeypatch: pytest.MonkeyPatch, way: str, *, force: bool) -> None:
    if way != "the whole disk":
        monkeypatch.setattr(diskwide, "flushes", lambda _: False)
    if way == "hidden names":
        monkeypatch.delattr(files.os, "O_TMPFILE", raising=False)
    folder = disk.at / "out"
    folder.mkdir()
    old = {f"0{at}.pdf": b"old" for at in range(2)} if force else {}
    saving.save_group(folder, [(name, (data,)) for name, data in old.items()], force=False)
    os.sync()
    told: dict[str, bytes] = dict(old)
    cuts: list[tuple[Path, dict[str, bytes]]] = []
    groups = [{f"{group}{at}.pdf": (HEAD, b"%d-%d" % (group, at)) for at in range(2)} for group in range(2)]
    with monkeypatch.context() as patch:
        watch(patch, lambda _: cuts.append((disk.cut(), dict(told))))
        for group in groups:
            assert save_group(folder, list(group.items()), force=force) == ["written"] * len(group)
            told |= {name: b"".join(parts) for name, parts in group.items()}
    cuts.append((disk.cut(), dict(told)))
    new = {name: b"".join(parts) for group in groups for name, parts in group.items()}
    assert len(cuts) > 2 * 4
    for number, (cut, before) in enumerate(cuts):
        with disk.after(cut) as up:
            there = {path.name: path.read_bytes() for path in (up / "out").glob("*.pdf")}
            assert all(there[name] in (data, new.get(name)) for name, data in before.items()), number
            assert all(data in (new[name], old.get(name)) for name, data in there.items()), number
    assert there == new


def test_in_the_middle_of_a_batch(disk: CutDisk, handouts: Run, monkeypatch: pytest.MonkeyPatch):
    """What the register names after the cut is there with its hash; and “--resume” makes the rest."""
    count = GROUP + 20
    monkeypatch.chdir(disk.at)
    assert handouts("init", "clinic").code == 0
    monkeypatch.chdir(disk.at / "clinic")
    big(disk.at / "clinic", count)
    os.sync()
    cuts: list[Path] = []
    seen = {"placed": 0, "entered": 0}
    place, add = files._placed, Register.add

    def placed(one: files._Unnamed, *, force: bool) -> OSError | None:
        seen["placed"] += 1
        if seen["placed"] in (20, 70):  # in the middle of the first group, and of a later one
            cuts.append(disk.cut())
        return place(one, force=force)

    def entered(self: Register, made: list[Issued]) -> None:
        cuts.append(disk.cut())
        add(self, made)
        cuts.append(disk.cut())

    with monkeypatch.context() as patch:
        patch.setattr(files, "_placed", placed)
        patch.setattr(Register, "add", entered)
        assert handouts(*BATCH, "--jobs", "1").code == 0
    made = {path.name: path.read_bytes() for path in disk.at.rglob("*.pdf")}
    assert len(made) == count
    monkeypatch.chdir(disk.at.parent)
    known: list[int] = []
    for cut in cuts:
        with disk.after(cut) as up:
            there = {path.name: path.read_bytes() for path in up.rglob("*.pdf")}
            assert all(data == made[name] for name, data in there.items()), "no half a sheet, and none of another"
            known.append(0)
            base = sqlite3.connect(up / "clinic" / FILE)
            for where, digest in base.execute("SELECT place, sha256 FROM issued"):
                assert sha256((up / "clinic" / where).read_bytes()).hexdigest() == digest
                known[-1] += 1
            base.close()
    assert known == sorted(known)
    assert (known[0], known[-1]) == (0, count)
    assert len(set(known)) > 2
    with disk.after(cuts[1]) as up:
        monkeypatch.chdir(up / "clinic")
        assert run([*BATCH, "--resume"]) == 0
        assert {path.name: path.read_bytes() for path in up.rglob("*.pdf")} == made
        monkeypatch.chdir(disk.at.parent)
