"""What a warm command loads, and that what is kept between runs makes the same file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import Exit
from handouts.cli import run
from handouts.figures.callouts import place_notes
from handouts.figures.gallery import Gallery
from handouts.figures.kept_notes import kept_notes
from handouts.library.load import Library

ROOT = Path(__file__).parents[2]
NEVER = ("pydantic", "pydantic_core", "yaml", "reportlab", "PIL", "svglib", "openpyxl", "pypdf", "jinja2", "ssl", "email",
         "asyncio", "multiprocessing", "xml", "hypothesis", "handouts.roster", "handouts.library.read",
         "handouts.figures.draw", "handouts.sheet.compose", "handouts.write.pdf.ink", "handouts.write.pdf.heads")  # fmt: skip
"""What one handout needs nothing of, once all that it is made of is kept."""
CODE = """
import json, sys
from handouts.cli import run
assert run(sys.argv[2:]) == 0
print("\\n" + json.dumps([name for name in sys.argv[1].split(",") if name in sys.modules]))
"""


def _loaded(*arguments: str, cache: Path, cwd: Path) -> list[str]:
    environment = os.environ | {"HANDOUTS_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CODE, ",".join(NEVER), *arguments], cwd=cwd, env=environment, capture_output=True,
        text=True, check=True, timeout=120,
    )  # fmt: skip
    return list(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("more", [[], ["--brand", "harbour-street"], ["--clinic", "clinic"]], ids=" ".join)
def test_a_warm_handout_loads_nothing_that_it_does_not_need(tmp_path: Path, more: list[str]):
    if more[:1] == ["--clinic"]:
        assert run(["init", str(tmp_path / "clinic")]) == 0
    asked = ("make", "hip-hinge", "-p", "Mei Tan", "-o", "a.pdf", "--force", *more)
    cold = _loaded(*asked, cache=tmp_path / "cache", cwd=tmp_path)
    first = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").unlink()
    assert {"pydantic", "yaml", "reportlab", "PIL", "handouts.figures.draw"} <= set(cold) | {"handouts.figures.draw"}
    assert _loaded(*asked, cache=tmp_path / "cache", cwd=tmp_path) == []
    assert (tmp_path / "a.pdf").read_bytes() == first, "what is kept makes the same file"


def test_help_loads_no_more_than_the_commands(tmp_path: Path):
    assert _loaded("--help", cache=tmp_path, cwd=tmp_path) == []


def _noted(library: Library):  # type: ignore[no-untyped-def]  # a drawing and the sizes of its words
    figures = (drill.figure for drill in library.drills.values() if drill.figure)
    drawing = next(one for one in (Gallery().picture(figure, 0, "straight") for figure in figures) if one.notes)
    return drawing, tuple((30.0 + at, 12.0) for at in range(len(drawing.notes)))


def test_kept_places_of_call_outs_are_those_that_were_found(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    drawing, sizes = _noted(library)
    found = kept_notes(drawing, sizes, lambda: place_notes(drawing, list(sizes)))
    assert found == place_notes(drawing, list(sizes))
    assert kept_notes(drawing, sizes, pytest.fail) == found
    other = tuple((wide + 1, high) for wide, high in sizes)
    assert kept_notes(drawing, other, lambda: ([], drawing.box)) == ([], drawing.box), "other sizes, other places"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[[], []]", b"[[[1]], [1, 2, 3, 4]]", b"[[[1,2,3,4,5,6,7,8,99]], [1,2,3,4]]"]
)
def test_data_of_another_form_is_found_anew(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
):
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    monkeypatch.setattr("handouts.base.cachefolder.CacheFolder.read", lambda *_: data)
    drawing, sizes = _noted(library)
    found = place_notes(drawing, list(sizes))
    assert kept_notes(drawing, sizes, lambda: found) is found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no /dev/full on Windows")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--version"], 0, "handouts, version"),
        (["make", "hip-hinge", "-p", "Mei Tan", "-o", "a.pdf"], 0, "Wrote a.pdf"),
        (["make", "none-such", "-p", "Mei Tan"], 2, "Known: "),
    ],
)
def test_the_process_ends_with_its_code_and_all_that_it_said(
    tmp_path: Path, arguments: list[str], code: int, said: str
):
    command = [sys.executable, "-m", "handouts", *arguments]
    environment = os.environ | {"HANDOUTS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    asked: dict[str, Any] = {"cwd": tmp_path, "env": environment, "timeout": 120}
    for _ in range(2):
        (tmp_path / "a.pdf").unlink(missing_ok=True)
        done = subprocess.run(command, check=False, capture_output=True, text=True, **asked)
        assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, **asked)
    assert ended.returncode == (Exit.OUTPUT if code == 0 else code)
