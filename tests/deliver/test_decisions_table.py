"""The register's table of decisions: the latest word of a week holds, and every word stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handouts.deliver.decisions import DecisionsTable, holding
from handouts.deliver.register import FILE
from handouts.orders.decided import Decision
from handouts.runs.registers import open_register

MONDAY = date(2026, 12, 14)
EMPTY = (
    "INSERT INTO decided (key, patient, for_day, word, decided_at) VALUES ('k1', 'Mei Tan', '2026-12-21', 'on', 't')"
)
REPEAT = Decision("repeat", MONDAY, None, "Your knee was swollen.", "Ana Ruiz", "2026-12-12T09:00:00+00:00")


@pytest.fixture
def table(tmp_path: Path) -> Iterator[DecisionsTable]:
    with open_register(tmp_path) as register:
        yield DecisionsTable(register)


def test_a_decision_comes_back_as_it_was_kept(table: DecisionsTable):
    every = [
        REPEAT,
        Decision("hold", date(2026, 12, 21), date(2027, 1, 4), by="Ana", decided_at="t"),
        Decision("back", date(2027, 1, 4), because="pain 4 2", week=1, source="monday.csv", decided_at="t"),
    ]
    assert table.add(("k1", "Mei Tan", one) for one in every) == 3
    assert holding(table.of("k1", ())) == tuple(every)
    assert table.people() == [("k1", "Mei Tan")]


def test_the_latest_word_holds_and_the_earlier_ones_stay(table: DecisionsTable):
    back = replace(REPEAT, word="back")
    for one in (REPEAT, back, back, replace(back, decided_at="later")):
        table.add([("", "Mei Tan", one)])
    kept = table.of("", ("Mei Tan",))
    assert [one.decision.word for one in kept if one.decision] == ["repeat", "back"], "the same is not added again"
    assert holding(kept) == (back,)
    table.add([("", "Mei Tan", REPEAT)])
    assert holding(table.of("", ("Mei Tan",))) == (REPEAT,)


def test_a_word_is_taken_back(table: DecisionsTable):
    assert table.undo("k1", "Mei Tan", MONDAY) is None
    table.add([("k1", "Mei Tan", REPEAT)])
    assert table.undo("k1", "Mei Tan", MONDAY, "Jo") == REPEAT
    assert table.undo("k1", "Mei Tan", MONDAY) is None, "it is taken back once"
    kept = table.of("k1", ())
    assert holding(kept) == ()
    assert [(one.decision and one.decision.word, one.by) for one in kept] == [("repeat", "Ana Ruiz"), (None, "Jo")]


def test_a_key_and_a_name_are_told_apart(table: DecisionsTable):
    table.add([("k1", "Mei Tan", REPEAT), ("k2", "Mei Tan", REPEAT), ("", "Mei Tan", replace(REPEAT, word="back"))])
    assert len(table.of("k1", ())) == 1
    assert [one.word for one in holding(table.of("", ("Mei Tan",)))] == ["back"]
    assert table.of("", ("",)) == table.of("", ()) == []


def test_what_is_forgotten_is_gone_from_the_file(tmp_path: Path):
    with open_register(tmp_path) as register:
        table = DecisionsTable(register)
        table.add([("k1", "Mei Tan", REPEAT), ("k2", "Jo Li", replace(REPEAT, reason="Other"))])
        assert table.forget(one.id for one in table.of("k1", ())) == 1
        register.tidy(-1)
        assert [one.patient for one in table.every()] == ["Jo Li"]
    assert b"swollen" not in (tmp_path / FILE).read_bytes()


def test_a_row_that_makes_no_sense_is_passed_over(tmp_path: Path):
    with open_register(tmp_path) as register:
        DecisionsTable(register).add([("k1", "Mei Tan", REPEAT)])
    base = sqlite3.connect(tmp_path / FILE)
    for column, value in (("for_day", "soon"), ("word", "burn"), ("until", "x"), ("for_day", b"\xff")):
        base.execute(EMPTY)
        base.execute(f"UPDATE decided SET {column} = ? WHERE id = last_insert_rowid()", (value,))  # noqa: S608  # ours
    base.commit()
    base.close()
    with open_register(tmp_path) as register:
        assert holding(DecisionsTable(register).of("k1", ())) == (REPEAT,)
