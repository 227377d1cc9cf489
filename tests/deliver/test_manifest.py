"""A manifest of any length: every row once, in the roster's order, in both its forms, in little memory."""

from __future__ import annotations

import csv
import io
import json
import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.deliver import manifest as manifests
from handouts.deliver.manifest import COLUMNS, Manifest


def read(folder: Path) -> tuple[list[dict[str, object]], list[dict[str, str]]]:
    rows = json.loads((folder / "manifest-r.json").read_text(encoding="utf-8"))
    table = (folder / "manifest-r.csv").read_bytes().decode("utf-8-sig")
    return rows, list(csv.DictReader(io.StringIO(table, newline="")))


@given(texts=st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=20), min_size=1, max_size=30))
def test_rows_come_in_the_rosters_order_however_they_are_packed(tmp_path: Path, texts: list[str]):
    """Packs of seven rows, unpacked five bytes at a time; several rows may have no number, and keep their order."""
    given_rows = [{"number": max(0, at - 3), "line": at, "note": text} for at, text in enumerate(texts)]
    mixed = given_rows[:4] + random.Random(1).sample(given_rows[4:], max(0, len(given_rows) - 4))  # noqa: S311
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifests, "_PACK", 7)
        patch.setattr(manifests, "_PIECE", 5)
        with Manifest(tmp_path, "r", "r.csv") as made:
            for row in mixed:
                made.add(row)
            made.replaces[2] = "old.pdf"
    assert made.problem is None
    rows, table = read(tmp_path)
    assert [{name: row[name] for name in ("number", "line", "note")} for row in rows] == given_rows
    assert [row.get("replaces") for row in rows] == ["old.pdf" if row["number"] == 2 else None for row in given_rows]
    assert [row["note"].removeprefix("'") for row in table] == [text.removeprefix("'") for text in texts]
    assert [row["line"] for row in table] == [str(at) for at in range(len(texts))]
    assert set(table[0]) == set(COLUMNS)


def test_many_rows_take_little_memory(tmp_path: Path):
    """Some 90 bytes each while they wait, a hash of 32 among them, and no more at the end."""
    count, dice = 20_000, random.Random(2)  # noqa: S311  # not for secrets
    tracemalloc.start()
    try:
        with Manifest(tmp_path, "r", "r.csv") as made:
            for number in range(1, count + 1):
                made.add(
                    {
                        "number": number,
                        "state": "written",
                        "file": f"{number:05}-hip-hinge-week-1-{number:012}.pdf",
                        "patient": f"Patient {number}",
                        "sha256": dice.randbytes(32).hex(),
                    }
                )
            waiting = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert waiting < 140 * count
    assert most - waiting < 3_000_000
    rows, table = read(tmp_path)
    assert [row["number"] for row in rows] == list(range(1, count + 1))
    assert len(table) == count
