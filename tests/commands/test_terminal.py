"""What a message shows on the clinic's own terminal, and what goes anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
ROSTER = "patient,program,side\nMei Tan,hip-hinge,Okafor Smith\n"


def said(folder: Path, *, terminal: bool) -> str:
    """What “check” says of a roster, to a terminal or to a pipe."""
    (folder / "r.csv").write_text(ROSTER)
    command = [sys.executable, "-m", "handouts", "check", "r.csv"]
    if not terminal:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs):
        os.close(theirs)
        found = b""
        while part := _read(ours):
            found += part
    os.close(ours)
    return found.decode()


def _read(file: int) -> bytes:
    try:
        return os.read(file, 10_000)
    except OSError:  # the other end is closed
        return b""


def test_the_word_that_is_wrong_is_shown_where_it_is_seen_by_who_typed_the_command(tmp_path: Path):
    assert "okafor smith" in said(tmp_path, terminal=True)


def test_what_may_be_kept_names_nobody(tmp_path: Path):
    found = said(tmp_path, terminal=False)
    assert "r.csv:2: side:" in found
    assert "okafor" not in found.lower()
