"""A note with a letter that no type face has: the sheet is made without it, and told; a name is refused."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base.problems import Exit

Run = Callable[..., "object"]
RARE = "\U00013000"
"""A hieroglyph."""
WITHOUT_CJK = "import sys; sys.modules['justmytype_intl_cjk'] = None; from handouts.cli import run; sys.exit(run())"
ROSTER = f"patient,id,items,note,start\nMei Tan,1,hip-hinge,Go {RARE},2026-11-23\nAnn Lee,2,hip-hinge,Go,2026-11-23\n"


def words(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def installed_without_cjk(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line where the package of Chinese, Japanese and Korean letters is not."""
    command = [sys.executable, "-c", WITHOUT_CJK, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_make_leaves_a_note_out_and_says_so(handouts: Run, tmp_path: Path):
    asked = ("make", "hip-hinge", "-p", "Mei Tan", "--start", "2026-11-23", "-o")
    ran = handouts(*asked, "without.pdf", "--note", f"Go {RARE}")
    assert ran.code == Exit.SOME_FAILED
    assert "--note: warning: holds" in ran.err
    assert "U+13000" in ran.err
    assert "the sheet was made without the note" in ran.err
    assert handouts(*asked, "none.pdf").code == 0
    assert (tmp_path / "without.pdf").read_bytes() == (tmp_path / "none.pdf").read_bytes()


def test_show_does_what_make_does(handouts: Run):
    ran = handouts("show", "hip-hinge", "-p", "Mei Tan", "--note", f"Go {RARE}")
    assert ran.code == Exit.SOME_FAILED
    assert "made without the note" in ran.err
    assert "Go" not in ran.out.split()


@pytest.mark.parametrize("way", [(), ("--packet",), ("--zip",), ("--jobs", "2")])
def test_a_batch_counts_rows_without_their_note(handouts: Run, tmp_path: Path, way: tuple[str, ...]):
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    ran = handouts("batch", "r.csv", "-o", "out", *way)
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:2: warning: note: holds" in ran.err
    assert "1 of them without the note" in ran.out
    with next((tmp_path / "out").glob("manifest*.csv")).open(encoding="utf-8-sig") as file:
        first, second = csv.DictReader(file)
    assert first["state"] == second["state"] == "written"
    assert "made without the note" in first["note"]
    assert second["note"] == ""


def test_a_script_is_told_too(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    ran = handouts("batch", "r.csv", "-o", "out", "--json")
    found = json.loads(ran.out)
    assert (found["written"], found["failed"], found["without_note"]) == (2, 0, 1)


def test_what_was_made_without_is_resumed_and_printed_again_without(handouts: Run, clinic: Path, tmp_path: Path):
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    asked = ("batch", "r.csv", "--clinic", str(clinic), "-o", str(clinic / "out"))
    assert handouts(*asked).code == Exit.SOME_FAILED
    ran = handouts(*asked, "--resume")
    assert ran.code == Exit.SOME_FAILED, "it is told each time"
    assert "2 done before" in ran.out
    (first, *_) = sorted((clinic / "out").glob("0001*.pdf"))
    handout = first.stem.rpartition("-")[2]
    assert handouts("reprint", handout, "--clinic", str(clinic), "-o", "again.pdf").code == 0
    assert (tmp_path / "again.pdf").read_bytes() == first.read_bytes()


@pytest.mark.parametrize(("option", "place"), [("-p", "--patient"), ("--clinician", "--note")])
def test_a_name_is_refused(handouts: Run, tmp_path: Path, option: str, place: str):
    patient = () if option == "-p" else ("-p", "Mei Tan", "--note", "Go")
    ran = handouts("make", "hip-hinge", *patient, option, f"A {RARE}", "-o", "x.pdf")
    assert ran.code == Exit.USAGE
    assert f"{place}: holds" in ran.err
    assert not (tmp_path / "x.pdf").exists()


def test_what_to_install_is_said(tmp_path: Path):
    make = ("make", "hip-hinge", "-p")
    ran = installed_without_cjk(tmp_path, *make, "Mei Tan", "--note", "慢慢来", "-o", "note.pdf")
    assert ran.returncode == Exit.SOME_FAILED, ran.stderr
    assert 'pip install "handouts[cjk]"' in ran.stderr
    assert "慢" not in words(tmp_path / "note.pdf")
    ran = installed_without_cjk(tmp_path, *make, "陈美玲", "-o", "name.pdf")
    assert ran.returncode == Exit.USAGE
    assert 'pip install "handouts[cjk]"' in ran.stderr
    assert not (tmp_path / "name.pdf").exists()
