"""Whatever happens while returns are entered: none is entered twice, by halves, or lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.deliver import register as module
from handouts.deliver.register import FILE
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.faults import disk_at, ended_at, fill
from tests.filledin import box_places, boxes_of, filled, inked

Run = Callable[..., Ran]
PILE = ("a.pdf", "b.pdf", "c.pdf", "d.pdf")


@pytest.fixture
def pile(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder, with four sheets that came back of two patients; of one a box has to be settled."""
    monkeypatch.chdir(clinic)
    for key in ("1041", "1042"):
        assert handouts("make", "hip-hinge", "-p", f"Patient {key}", "--id", key, "--start", "2026-11-23").code == 0
    one, two = (path.read_bytes() for path in sorted(Path("output").glob("*.pdf")))
    names = boxes_of(one)
    page, left, bottom, *_ = box_places(one)[names[2]]
    dot = [(left + 5, bottom + 5), (left + 6, bottom + 5)]
    for file, data in zip(
        PILE,
        (
            filled(one, names[:3]),
            filled(inked(one, page, [dot]), names[:2]),
            filled(two, names[:1], {"pain_mon_s1": "5"}),
            filled(one, names[:4]),
        ),
        strict=True,
    ):
        Path(file).write_bytes(data)
    return clinic


def there(clinic: Path = Path()) -> list[tuple[str, str, int]]:
    """What is entered: file, state, and how many boxes are ticked."""
    with open_register(clinic, reading=True) as register:
        handouts = {row[0] for row in register.read("SELECT handout FROM issued")}
        returns = ReturnsTable(register).of_handouts(handouts)
        assert register.read("SELECT count(*) FROM returned") == [(len(returns),)]
        return [(one.file, one.state, sum(one.ticked.values())) for one in returns]


WHOLE = [("a.pdf", "entered", 3), ("b.pdf", "pending", 2), ("c.pdf", "entered", 1), ("d.pdf", "entered", 4)]


@pytest.mark.parametrize(
    ("event", "number", "entered"),
    [("before-change", 2, 1), ("after-change", 1, 1), ("before-change", 4, 3)],
)
def test_who_is_killed_while_entering_runs_it_again(handouts: Run, pile: Path, event: str, number: int, entered: int):
    ran = ended_at(f"{event}:KILL", number, ["ticks", *PILE], pile)
    assert ran.returncode == -9
    assert there() == WHOLE[:entered]
    again = handouts("ticks", *PILE)
    assert again.code == 0
    assert again.out.count("already ") == entered
    assert there() == WHOLE


def test_two_at_once_enter_each_sheet_once(pile: Path):
    command = [sys.executable, "-m", "handouts", "ticks", *PILE]
    both = [
        subprocess.Popen(command, cwd=pile, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sorted(there()) == WHOLE
    assert sum(out.count("already ") for out, _ in said) == len(PILE)


def test_a_full_disk_enters_nothing_by_halves_and_shows_what_was_read(handouts: Run, pile: Path, tmp_path: Path):
    with disk_at(tmp_path / "disk", "3m") as disk:
        for name in (FILE, "clinic.yaml"):
            shutil.copy(pile / name, disk)
        with open_register(disk):
            pass
        filler = fill(disk)
        ran = handouts("ticks", *PILE, "--clinic", str(disk))
        assert (ran.code, "the disk is full" in ran.err) == (Exit.OUTPUT, True)
        assert "kneeling-hip-extension" in ran.out
        assert there(disk) == WHOLE[: len(there(disk))]
        filler.unlink()
        assert handouts("ticks", *PILE, "--clinic", str(disk)).code == 0
        assert there(disk) == WHOLE


def test_a_register_that_is_held_is_waited_for_and_can_be_looked_into(
    handouts: Run, pile: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "_WAIT", 0.05)
    holder = sqlite3.connect(pile / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ran = handouts("ticks", "a.pdf")
    assert (ran.code, "another command is writing to it" in ran.err) == (Exit.OUTPUT, True)
    assert "kneeling-hip-extension" in ran.out
    assert "1041: hip-hinge, week 1" in handouts("ticks", "a.pdf", "--look").out
    holder.execute("ROLLBACK")
    holder.close()
    assert there() == []
    assert handouts("ticks", "a.pdf").code == 0
    assert there() == WHOLE[:1]
