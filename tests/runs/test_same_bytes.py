"""A file's bytes are its own: made alone, in a batch of many languages, by two processes, or into an archive."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "object"]
ROWS = (
    ("陈美玲", "zh-Hans", "慢慢来。"),
    ("Mei Tan", "en", "慢慢来。"),
    ("陳美玲", "zh-Hant", "Slow and tall."),
    ("محمد علي", "en", "خذ 5 دقائق."),
    ("Łucja Żak", "pl", "Powoli."),
    ("محمد (2) Smith", "ar", "خذ 5 دقائق (Slow)."),
    ("Mei Tan", "zh-Hans", "Slow."),
    ("லொகேஷ் குமார்", "vi", "மெதுவாக."),
    ("陈美玲", "en", ""),
    ("Sam Lim", "en", "Slow."),
)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "r.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("patient", "items", "start", "language", "note"))
        rows.writerows((name, "low-back", "2026-11-23", language, note) for name, language, note in ROWS)
    return path


def made(folder: Path) -> dict[str, bytes]:
    """Files by their handouts."""
    return {path.stem.rpartition("-")[2]: path.read_bytes() for path in folder.glob("*.pdf")}


def test_a_file_s_bytes_do_not_depend_on_its_batch(
    handouts: Run, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    batch = ("batch", str(roster), "-o")
    assert handouts(*batch, "one", "--jobs", "1").code == 0
    wanted = made(tmp_path / "one")
    assert len(wanted) == len(ROWS)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "another"))  # what a batch has kept is not for the others
    for name, language, note in ROWS:
        asked = ("-p", name, "--language", language, "--note", note, "--start", "2026-11-23")
        ran = handouts("make", "low-back", *asked, "-o", "alone/")
        assert ran.code == 0, ran.err
    assert made(tmp_path / "alone") == wanted
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "third"))
    assert handouts(*batch, "two", "--jobs", "2").code == 0
    assert made(tmp_path / "two") == wanted
    assert handouts(*batch, "packed", "--zip").code == 0
    with zipfile.ZipFile(tmp_path / "packed.zip") as archive:
        found = {
            Path(name).stem.rpartition("-")[2]: archive.read(name)
            for name in archive.namelist()
            if name.endswith(".pdf")
        }
    assert found == wanted
