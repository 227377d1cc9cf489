"""A register that cannot be used says which of the reasons it is, and what is right to do for that one."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit, HandoutsError
from handouts.deliver import register as module
from handouts.deliver import register_faults
from handouts.deliver.register import FILE, Issued
from handouts.runs.registers import STEPS, open_register
from tests.conftest import Ran
from tests.faults import disk_at, fill, read_only

Run = Callable[..., Ran]
ROW = Issued("HTW03YNVN0QH", "1041", "Mei Tan", "hip-hinge", 1, "2026-11-23", "v1.0", "ab", "2026-11-20T08:00:00",
             "output/a.pdf", "{}")  # fmt: skip


def told(error: HandoutsError) -> tuple[str, str]:
    assert error.code == Exit.OUTPUT
    (problem,) = error.problems
    return problem.message, problem.hint


def coded(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("SQLite's own words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("extended", [0, 256, 1536])
@pytest.mark.parametrize(
    ("code", "reason", "copy"),
    [
        (sqlite3.SQLITE_BUSY, "another command is writing to it", False),
        (sqlite3.SQLITE_LOCKED, "another command is writing to it", False),
        (sqlite3.SQLITE_FULL, "the disk is full", False),
        (sqlite3.SQLITE_READONLY, "it may not be written", False),
        (sqlite3.SQLITE_CORRUPT, "it is damaged", True),
        (sqlite3.SQLITE_NOTADB, "it is no register, or damaged", True),
    ],
)
def test_each_reason_has_its_words_and_only_damage_asks_for_a_copy(code: int, extended: int, reason: str, copy: bool):
    """Who puts back a copy of a register that is whole loses what was sent since."""
    message, hint = told(register_faults.unusable(Path("r"), coded(code + extended)))
    assert message == f"the register cannot be used: {reason}"
    assert ("put back a copy from a backup" in hint) is copy
    assert ("do not put back a copy" in hint) is not copy
    assert "SQLite" not in message + hint


def test_what_has_no_words_is_told_as_it_is():
    message, _ = told(register_faults.unusable(Path("r"), coded(1)))
    assert "SQLite's own words" in message


def test_a_disk_that_only_says_it_failed_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    usage = shutil.disk_usage(tmp_path)
    for free, reason in ((10_000_000, "the disk failed"), (1000, "the disk is full")):
        monkeypatch.setattr(register_faults.shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert reason in told(register_faults.unusable(tmp_path / FILE, coded(sqlite3.SQLITE_IOERR)))[0]


def test_a_full_disk_is_no_damage_and_the_register_can_be_consulted(tmp_path: Path):
    with disk_at(tmp_path / "disk") as disk:
        with open_register(disk) as register:
            register.add([ROW])
        filler = fill(disk)
        with pytest.raises(HandoutsError) as caught, open_register(disk) as register:
            register.add(ROW._replace(handout=f"H{at}", asked="x" * 5000) for at in range(500))
        message, hint = told(caught.value)
        assert message == "the register cannot be used: the disk is full"
        assert "do not put back a copy" in hint
        with open_register(disk, reading=True) as register:
            assert register.find(ROW.handout) == [ROW]
        filler.unlink()
        with open_register(disk) as register:
            register.add([ROW._replace(handout="B")])
            assert len(register.history("1041")) == 2


def test_none_can_be_made_on_a_full_disk(tmp_path: Path):
    with disk_at(tmp_path / "disk", "64k") as disk:
        fill(disk)
        with pytest.raises(HandoutsError, match="the disk is full") as caught:
            open_register(disk)
        assert "Free some space" in told(caught.value)[1]


def test_a_read_only_disk_can_be_consulted_and_says_why_it_is_not_written(tmp_path: Path):
    with disk_at(tmp_path / "disk") as disk:
        with open_register(disk) as register:
            register.add([ROW])
        with read_only(disk):
            with open_register(disk, reading=True) as register:
                assert register.history("Mei Tan") == [ROW]
            with pytest.raises(HandoutsError, match="cannot be used: it") as caught, open_register(disk) as register:
                register.add([ROW])
            assert "ermissions" in told(caught.value)[1]


def test_looking_into_a_register_makes_none_and_changes_none(tmp_path: Path):
    with open_register(tmp_path, reading=True) as register:
        assert register.history("Mei Tan") == []
        assert register.people() == []
    assert list(tmp_path.iterdir()) == []
    (tmp_path / FILE).touch()
    with open_register(tmp_path, reading=True) as register:
        assert register.history("Mei Tan") == []
    assert (tmp_path / FILE).stat().st_size == 0
    with open_register(tmp_path) as register:
        register.add([ROW])
    before = (tmp_path / FILE).read_bytes()
    with open_register(tmp_path, reading=True) as register:
        assert register.history("Mei Tan") == [ROW]
        with pytest.raises(HandoutsError, match="may not be written"):
            register.add([ROW._replace(handout="B")])
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_what_another_command_writes_is_seen_by_who_looks(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW])
        with register.changing(), open_register(tmp_path, reading=True) as other:
            register.put([ROW._replace(handout="B")])
            assert other.history("Mei Tan") == [ROW]
        with open_register(tmp_path, reading=True) as other:
            assert len(other.history("Mei Tan")) == 2


def test_a_register_of_an_older_form_can_be_looked_into(tmp_path: Path):
    base = sqlite3.connect(tmp_path / FILE)
    base.executescript(STEPS[0])
    base.execute("INSERT INTO issued VALUES ('H', '7', 'Mei Tan', 'p', '1', 'd', 'v', 's', 't', 'x', '{}')")
    base.execute("PRAGMA user_version=1")
    base.commit()
    base.close()
    with open_register(tmp_path, reading=True) as register:
        assert [row.patient for row in register.find("H")] == ["Mei Tan"]


def test_who_waits_for_another_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    with open_register(tmp_path) as register:
        register.add([ROW])
    monkeypatch.setattr(module, "_PATIENT", 0.01)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        while not caplog.records:
            time.sleep(0.005)
        holder.execute("ROLLBACK")

    waiting = threading.Thread(target=let_go)
    waiting.start()
    with caplog.at_level(logging.WARNING), open_register(tmp_path) as register:
        register.add([ROW._replace(handout="B")])
        assert len(register.history("1041")) == 2
    waiting.join()
    holder.close()
    assert [record.getMessage() for record in caplog.records] == [
        f"Waiting for another command that is writing to {tmp_path / FILE} …"
    ]


# --- edited by hand ----------------------------------------------------------------------------------


def test_half_a_character_and_odd_values_are_stored_and_read_as_far_as_they_go(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW._replace(patient="A \udc80 Zoë", place="a/\udcff.pdf")])
        with register.later() as take:
            take([ROW._replace(handout="B", patient="B \ud800")])
        assert [(row.patient, row.place) for row in register.find(ROW.handout)] == [("A ? Zoë", "a/?.pdf")]
        assert [row.patient for row in register.find("B")] == ["B ?"]
        with register.changing() as base:
            base.execute("UPDATE issued SET week = 'x', issued_at = x'ff41', place = 7 WHERE handout = 'B'")
        assert [(row.week, row.issued_at, row.place) for row in register.find("B")] == [(0, "�A", "7")]
        for week in ("-1", "9" * 5000, "1.5", "²", ""):
            with register.changing() as base:
                base.execute("UPDATE issued SET week = ? WHERE handout = 'B'", (week,))
            assert [row.week for row in register.find("B")] == [0]


@pytest.fixture
def issued(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv").code == 0
    return clinic


def edited(clinic: Path, change: str) -> None:
    base = sqlite3.connect(clinic / FILE)
    base.execute(f"UPDATE issued SET {change}")  # noqa: S608  # ours
    base.commit()
    base.close()


@pytest.mark.parametrize(
    "change",
    [
        "week = 'x'", "asked = '{}'", "asked = '[]'", "asked = ''", "asked = 'null'", "asked = '{\"changes\": 1}'",
        "asked = '{\"patient\": \"A\", \"items\": 7}'", "how = '[]'", "how = '{'", "how = '{\"mono\": 3}'",
        "how = '{\"more\": true}'", "how = '7'", "content = 'gone'", "place = x'00ff'", "issued_at = ''", "sha256 = 'x'",
        "first_day = ''",
    ],
)  # fmt: skip
def test_rows_that_were_changed_by_hand_are_told_in_words(handouts: Run, issued: Path, change: str):
    """The commands end with a code and words, and never with a traceback, which ``handouts`` looks for."""
    (made,) = (issued / "output").glob("0001-*.pdf")
    number = made.stem[-12:]
    edited(issued, change)
    assert handouts("history", "1041").code == 0
    assert handouts("reprint", number, "-o", "a.pdf").code in (0, Exit.CONTENT)
    made.unlink()
    ran = handouts("reprint", number, "-o", "b.pdf")
    assert ran.code in (0, Exit.CONTENT)
    if change.startswith(("asked", "how")):
        assert "cannot be read in the register; it may have been changed by hand" in ran.err
    assert handouts("batch", "roster.csv", "--resume").code == 0
    assert handouts("forget", "1041", "--yes", "--files").code == 0


def test_content_that_is_damaged_is_told_in_words(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0001-*.pdf")
    made.unlink()
    base = sqlite3.connect(issued / FILE)
    base.execute("UPDATE content SET data = x'0102'")
    base.commit()
    base.close()
    ran = handouts("reprint", made.stem[-12:])
    assert ran.code == Exit.CONTENT
    assert "its content cannot be read" in ran.err


# --- the commands ------------------------------------------------------------------------------------


def test_make_writes_nothing_where_the_register_cannot_be_used(handouts: Run, clinic: Path):
    (clinic / FILE).write_bytes(b"this is no database" * 100)
    ran = handouts("make", "hip-hinge", "-p", "A", "--clinic", str(clinic), "-o", "a.pdf")
    assert ran.code == Exit.OUTPUT
    assert "no register, or damaged" in ran.err
    assert not Path("a.pdf").exists()


@pytest.mark.parametrize("command", [("make", "hip-hinge", "-p", "A", "-o", "a.pdf"), ("batch", "roster.csv", "-o", "a"),
                                     ("batch", "roster.csv", "--zip", "-o", "a")])  # fmt: skip
def test_what_is_written_and_not_entered_is_said(
    handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
):
    monkeypatch.chdir(clinic)

    def full(*_: object) -> None:
        raise coded(sqlite3.SQLITE_FULL)

    monkeypatch.setattr(module, "_stored", full)
    if "--zip" in command:  # there the rows are put aside at first
        monkeypatch.undo()
        monkeypatch.chdir(clinic)
        writing = module.Register._writing

        def late(self: module.Register):  # type: ignore[no-untyped-def]  # a context
            if (clinic / "a.zip").exists():
                raise register_faults.unusable(self.path, coded(sqlite3.SQLITE_FULL))
            return writing(self)

        monkeypatch.setattr(module.Register, "_writing", late)
    ran = handouts(*command)
    assert ran.code == Exit.OUTPUT
    assert "the register cannot be used: the disk is full" in ran.err
    assert "is written, but not entered in the register" in ran.err


def test_history_and_reprint_work_on_a_read_only_disk(handouts: Run, clinic: Path):
    with disk_at(clinic.parent / "disk", "40m") as disk:
        there = disk / "clinic"
        shutil.copytree(clinic, there)
        where = ("--clinic", str(there))
        assert handouts("batch", str(there / "roster.csv"), *where).code == 0
        (made,) = (there / "output").glob("0001-*.pdf")
        before = made.read_bytes()
        made.unlink()
        with read_only(disk):
            assert "hip-hinge" in handouts("history", "1041", *where).out
            assert handouts("reprint", made.stem[-12:], "-o", "again.pdf", *where).code == 0
            assert Path("again.pdf").read_bytes() == before
            ran = handouts("forget", "1041", "--yes", *where)
            assert ran.code == Exit.OUTPUT
            assert "damaged" not in ran.err
            assert "cannot be used: it" in ran.err
