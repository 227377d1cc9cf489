"""Protected PDFs open with their password, by other programs too, and stay usable by screen readers."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from handouts.base.problems import Exit, HandoutsError
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.protect import LEAST, composed, lock, unfit
from tests.conftest import Ran, pdf_text

PASSWORD = "drei Wörter hier"  # for this test alone


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order())[0])


def test_it_opens_with_its_password_alone(data: bytes):
    locked = lock(data, PASSWORD)
    reader = PdfReader(io.BytesIO(locked))
    assert reader.is_encrypted
    assert not reader.decrypt("something else")
    assert reader.decrypt(PASSWORD)
    assert "Mei Tan" in " ".join(page.extract_text() for page in reader.pages)
    assert b"Hip hinge" not in locked
    entry = reader.trailer["/Encrypt"]
    assert (entry["/V"], entry["/R"]) == (5, 6)
    assert reader.user_access_permissions & UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS  # type: ignore[operator]


def test_tags_and_fields_are_still_there(data: bytes):
    reader = PdfReader(io.BytesIO(lock(data, PASSWORD)), password=PASSWORD)
    root = reader.trailer["/Root"]
    assert root["/StructTreeRoot"]["/K"].get_object()["/S"] == "/Document"
    assert len(reader.get_fields() or {}) == len(PdfReader(io.BytesIO(data)).get_fields() or {})


@pytest.mark.judge
def test_other_programs_open_it(data: bytes, tmp_path: Path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(lock(data, PASSWORD))
    for program, command in (
        ("qpdf", ["qpdf", f"--password={PASSWORD}", "--check", str(path)]),
        ("pdftotext", ["pdftotext", "-upw", PASSWORD, str(path), "-"]),
    ):
        if not shutil.which(program):
            if os.environ.get("CI"):
                pytest.fail(f"{program} must judge here, and is not installed")
            pytest.skip(f"{program} is not installed here")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "Mei Tan" in done.stdout
    shown = subprocess.run(
        ["qpdf", f"--password={PASSWORD}", "--show-encryption", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "extract for accessibility: allowed" in shown
    assert "file encryption method: AESv3" in shown


@pytest.mark.parametrize("password", ["", "tiny", "a" * 128, "seven\nlines", "ä" * 64])
def test_weak_or_unusable_passwords_are_refused(data: bytes, password: str):
    with pytest.raises(HandoutsError) as caught:
        lock(data, password)
    assert caught.value.code == Exit.USAGE
    assert password not in str(caught.value) or not password


@pytest.fixture(scope="module")
def blank() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


ODD = st.text(
    st.characters(exclude_categories=("Cs", "Cc"))
    | st.sampled_from("abc 1é\u00a0\u00ad\uff11\ufb01\u0308\u200b\u05d0\u0627\u674e\u1e9b\u0323"),
    min_size=LEAST,
    max_size=20,
)


@given(ODD)
@example("\uff11" * 8)  # full-width figures become plain ones in the file
@example("knee\u00a0day1")
@example("knee\u00adday12")
@example("\ufb01nger-12")
@example("Zoe\u0308-and-Kai")
@example("\u674e\u674e\u674e\u674e\u674e\u674e\u674e\u674e")
@settings(max_examples=150, deadline=None)
def test_what_is_taken_opens_the_file_as_it_stands_in_a_reader_that_prepares_nothing(blank: bytes, password: str):
    """PDFium, as in Chrome, Edge and Android, takes a password as it is typed."""
    import pypdfium2

    if unfit(password):
        with pytest.raises(HandoutsError):
            lock(blank, password)
        return
    with pypdfium2.PdfDocument(lock(blank, password), password=composed(password)) as opened:
        assert len(opened) == 1


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("\uff11" * 8, "in different ways"),
        ("knee\u00a0day1", "invisible"),
        ("\ufb01nger-12", "in different ways"),
        ("knee day1 ", "ends with a space"),
        ("\u05d0\u05d1\u05d2 and so on", "in different ways"),
        ("\U0001f98a" * 8, "in different ways"),
        ("kräftige Wörter", ""),
        ("\u674e" * 8, ""),
        ("lamp-river-tulip-comet-427", ""),
    ],
)
def test_what_readers_take_in_different_ways_is_no_password(password: str, says: str):
    assert says in unfit(password)
    assert bool(says) == bool(unfit(password))


def test_make_encrypts_with_the_password_of_the_environment(
    handouts: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HANDOUTS_PASSWORD", PASSWORD)
    ran = handouts("make", "hip-hinge", "-p", "Mei Tan", "--encrypt", "-o", "a.pdf")
    assert ran.code == 0
    assert PASSWORD not in ran.out + ran.err
    assert PdfReader(tmp_path / "a.pdf").is_encrypted
    monkeypatch.setenv("HANDOUTS_PASSWORD", "short")
    assert handouts("make", "hip-hinge", "-p", "Mei Tan", "--encrypt", "-o", "b.pdf").code == Exit.USAGE
    assert not (tmp_path / "b.pdf").exists()


def test_without_the_extra_it_says_what_to_install(data: bytes, monkeypatch: pytest.MonkeyPatch):
    from pypdf import PdfWriter
    from pypdf.errors import DependencyError

    def refuse(*_: object, **__: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PdfWriter, "encrypt", refuse)
    with pytest.raises(HandoutsError, match="not installed") as caught:
        lock(data, PASSWORD)
    assert "handouts[encrypt]" in str(caught.value)
    assert "--" not in str(caught.value)  # a password also comes from a roster's row, where no option was given


def test_paper_only_and_booklet(handouts: Callable[..., Ran], tmp_path: Path):
    assert handouts("make", "hip-hinge", "-p", "Mei Tan", "--no-form", "-o", "a.pdf").code == 0
    assert handouts("make", "hip-hinge", "-p", "Mei Tan", "--two-up", "-o", "b.pdf").code == 0
    plain, folded = (PdfReader(tmp_path / name) for name in ("a.pdf", "b.pdf"))
    assert not plain.get_fields()
    assert not folded.get_fields()
    assert len(plain.pages) == 4
    assert len(folded.pages) == 2
    wide, high = map(float, folded.pages[0].mediabox[2:])
    assert wide > high
    words = [sorted(pdf_text((tmp_path / name).read_bytes()).split()) for name in ("a.pdf", "b.pdf")]
    assert words[0] == words[1]
