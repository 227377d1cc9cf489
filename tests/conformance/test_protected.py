"""Protected sheets in other programs: with their password they show and save what open ones do."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import read_ticks
from handouts.runs.press import Press
from handouts.write.protect import composed, lock
from tests.write.test_protect import in_two_revisions

pytestmark = pytest.mark.judge
SCRIPT = Path(__file__).parent / "open_pdfjs.mjs"
BOX = "d1_mon_s1_t2"
TYPED = (
    "three words here",
    "drei Wörter hier",
    "Zoe\u0308-and-Kai",
    "李李李李李李李李",
    "пароль для Анны",
    "Nguyễn Thị Ánh 7",
)
"""Passwords of this test alone."""


def missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} must judge here, and is not installed")
    pytest.skip(f"{what} is not here")


def program(name: str) -> str:
    if not (found := shutil.which(name)):
        missing(name)
    return str(found)


def ran(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order(items=("hip-hinge",)))[0])


def in_pdf_js(source: Path, target: Path, password: str) -> dict[str, Any]:
    folder, node = os.environ.get("HANDOUTS_PDFJS", ""), shutil.which("node")
    if not node or not Path(folder, "legacy").is_dir():
        missing("pdf.js (node, and HANDOUTS_PDFJS naming the folder of the npm package pdfjs-dist)")
    done = ran(str(node), SCRIPT, folder, source, target, BOX, password)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("password", TYPED)
def test_poppler_and_qpdf_open_it_with_what_is_typed(data: bytes, tmp_path: Path, password: str):
    path, typed = tmp_path / "locked.pdf", composed(password)
    path.write_bytes(lock(data, password))
    text = ran(program("pdftotext"), "-upw", typed, path, "-")
    assert text.returncode == 0, text.stderr
    assert "Mei Tan" in text.stdout
    assert ran(program("qpdf"), f"--password={typed}", "--password-mode=unicode", "--check", path).returncode == 0
    for other in (typed[1:], typed + " ", ""):
        assert ran(program("pdftotext"), "-upw", other, path, "-").returncode == 1


@pytest.mark.parametrize("password", TYPED)
@pytest.mark.parametrize("parts", [1, 2])
def test_pdf_js_shows_what_it_shows_of_the_open_file(data: bytes, tmp_path: Path, password: str, parts: int):
    made = data if parts == 1 else in_two_revisions(data)
    bare, locked, ticked = (tmp_path / f"{name}.pdf" for name in ("open", "locked", "ticked"))
    bare.write_bytes(made)
    locked.write_bytes(lock(made, password))
    before, after = in_pdf_js(bare, ticked, ""), in_pdf_js(locked, ticked, composed(password))
    assert len(before["fields"]) > 20
    assert before["roles"]
    assert set(after["permissions"]) == {4, 8, 16, 32, 256, 512, 1024, 2048}, "all there are; 512 is for screen readers"
    same = ("opened", "fields", "texts", "roles")
    assert {key: before[key] for key in same} == {key: after[key] for key in same}
    assert in_pdf_js(locked, tmp_path / "none.pdf", "another word") == {"opened": False}
    assert PdfReader(ticked).is_encrypted
    ticks = read_ticks(ticked, composed(password))
    assert [(tick.ticked, tick.set_number) for tick in ticks.ticks if tick.ticked] == [(True, 2)]
    assert ticks.warnings == ()


@pytest.mark.parametrize("password", TYPED)
def test_what_was_saved_anew_with_the_same_password_is_read(data: bytes, tmp_path: Path, password: str):
    """By PDFium (Chromium), which keeps the lock, by qpdf, and in the way in which Handouts itself did it before."""
    locked, typed = tmp_path / "locked.pdf", composed(password)
    locked.write_bytes(lock(data, password))
    with pypdfium2.PdfDocument(locked, password=typed) as document:
        document.save(tmp_path / "pdfium.pdf")
    done = ran(
        *(program("qpdf"), f"--password={typed}", "--password-mode=unicode", locked),
        *("--encrypt", typed, typed, "256", "--", tmp_path / "qpdf.pdf"),
    )
    assert done.returncode == 0, done.stderr
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt(typed, algorithm="AES-256")
    writer.write(out)
    (tmp_path / "before.pdf").write_bytes(out.getvalue())
    for name in ("pdfium", "qpdf", "before"):
        path = tmp_path / f"{name}.pdf"
        assert PdfReader(path).is_encrypted
        found = read_ticks(path, typed)
        assert len(found.ticks) > 10, name
        assert "another form" not in str(found.warnings)


def test_its_lock_taken_off_it_passes_as_pdf_ua(
    judge: Callable[..., subprocess.CompletedProcess[str]], data: bytes, tmp_path: Path
):
    """veraPDF is given no password; that screen readers are let in says the test of the permissions."""
    bare = []
    for name, made in (("one", data), ("two", in_two_revisions(data))):
        locked = tmp_path / f"{name}.pdf"
        locked.write_bytes(lock(made, TYPED[0]))
        bare.append(tmp_path / f"{name}-open.pdf")
        assert ran(program("qpdf"), f"--password={TYPED[0]}", "--decrypt", locked, bare[-1]).returncode == 0
    done = judge("ua1", *bare)
    assert done.stdout.count("PASS") == len(bare), done.stdout[-3000:] + done.stderr[-2000:]
    assert judge("2a", *bare).stdout.count("PASS") == 0, "it does not say so any more"
