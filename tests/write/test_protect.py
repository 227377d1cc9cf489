"""Protected PDFs open with their password, by other programs too, and stay usable by screen readers."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.generic import NameObject, TextStringObject

from handouts.base.problems import Exit, HandoutsError
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.protect import LEAST, composed, fit, lock, prepared, unfit
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


def tree(node: Any) -> Any:
    """What stands in a structure tree, without the numbers of its objects."""
    node = node.get_object()
    if isinstance(node, list):
        return [tree(kid) for kid in node]
    if not isinstance(node, dict):
        return node
    said = {key: node[key] for key in ("/S", "/Alt", "/ActualText", "/Lang", "/ID", "/A") if key in node}
    return said, tree(node["/K"]) if "/K" in node else (), str(node.get("/MCID", "")), "/Obj" in node


def fields(reader: PdfReader) -> list[tuple[str, ...]]:
    """Of each field on a page its name, label, kind, flags and place, in order."""
    widgets = [widget.get_object() for page in reader.pages for widget in page.get("/Annots", ())]
    return [
        tuple(str(widget.get(key)) for key in ("/T", "/TU", "/FT", "/Ff", "/Rect", "/DA", "/V")) for widget in widgets
    ]


def pixels(data: bytes, password: str | None = None) -> list[bytes]:
    with pypdfium2.PdfDocument(data, password=password) as document:
        document.init_forms()
        return [page.render(scale=0.5).to_pil().tobytes() for page in document]


def in_two_revisions(data: bytes) -> bytes:
    """The file with a second part: an object stream with another title in it, and a cross-reference stream of its own."""
    reader = PdfReader(io.BytesIO(data))
    trailer = reader.trailer
    info, size = trailer.raw_get("/Info").idnum, int(trailer["/Size"])
    entries = io.BytesIO()
    changed = trailer["/Info"]
    changed[NameObject("/Title")] = TextStringObject("In two parts")
    changed.write_to_stream(entries)
    before = int(data[data.rindex(b"startxref") :].split()[1])
    inside = f"{info} 0 ".encode()
    holder = (
        f"{size} 0 obj\n<</Type/ObjStm/N 1/First {len(inside)}/Length {len(inside) + entries.tell()}>>stream\n".encode()
        + inside
        + entries.getvalue()
        + b"\nendstream\nendobj\n"
    )
    start = len(data) + len(holder)
    rows = b"".join(
        kind.to_bytes(1) + at.to_bytes(4) + index.to_bytes(2)
        for kind, at, index in ((2, size, 0), (1, len(data), 0), (1, start, 0))
    )
    root, ids = (
        trailer.raw_get("/Root").idnum,
        b"".join(b"<" + bytes(part.original_bytes).hex().encode() + b">" for part in trailer["/ID"]),
    )
    table = (
        f"{size + 1} 0 obj\n<</Type/XRef/Size {size + 2}/W[1 4 2]/Index[{info} 1 {size} 2]/Prev {before}"
        f"/Root {root} 0 R/Info {info} 0 R/ID[".encode()
        + ids
        + f"]/Length {len(rows)}>>stream\n".encode()
        + rows
        + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return data + holder + table


@pytest.mark.parametrize("parts", [1, 2])
def test_all_but_the_lock_is_as_it_was(data: bytes, parts: int):
    made = data if parts == 1 else in_two_revisions(data)
    title = PdfReader(io.BytesIO(data)).metadata.title if parts == 1 else "In two parts"  # type: ignore[union-attr]
    locked = lock(made, PASSWORD)
    before, after = PdfReader(io.BytesIO(made)), PdfReader(io.BytesIO(locked), password=PASSWORD, strict=True)
    assert before.metadata == after.metadata
    assert after.metadata is not None
    assert after.metadata.title == title
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLayout"):
        assert after.root_object.get(key) == before.root_object.get(key)
    tags = tree(before.root_object["/StructTreeRoot"]["/K"])
    assert tags == tree(after.root_object["/StructTreeRoot"]["/K"])
    assert "Table" in str(tags)
    assert len(fields(before)) > 20
    assert fields(before) == fields(after)
    assert [page.extract_text() for page in before.pages] == [page.extract_text() for page in after.pages]
    assert pixels(made) == pixels(locked, PASSWORD)
    assert before.trailer["/ID"][0] == after.trailer["/ID"][0]  # type: ignore[index]
    assert len(locked) < len(made) * 1.05
    assert locked.count(b"%%EOF") == 1, "nothing of an earlier part stays behind in the open"


def test_nothing_of_it_can_be_read_without_the_password(data: bytes):
    locked = lock(data, PASSWORD)
    for word in (b"Handouts", b"Mei Tan", b"hip-hinge", b"pdfuaid", b"StructElem", PASSWORD.encode()):
        assert word not in locked
    assert locked != lock(data, PASSWORD), "salts are random"


def test_it_says_no_more_that_it_is_fit_for_archives(data: bytes):
    """PDF/A allows no encryption; PDF/UA does."""
    before, after = PdfReader(io.BytesIO(data)), PdfReader(io.BytesIO(lock(data, PASSWORD)), password=PASSWORD)
    about, now = (reader.root_object["/Metadata"].get_data() for reader in (before, after))
    assert b"pdfaid:part" in about
    assert b"pdfaid:part" not in now
    assert b"pdfaid:conformance" not in now
    assert b"<pdfuaid:part>1</pdfuaid:part>" in now
    title, id_ = (re.search(rb"<dc:%s>.*?</dc:%s>" % (tag, tag), about) for tag in (b"title", b"identifier"))
    assert title
    assert id_
    assert title[0] in now
    assert id_[0] in now


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
    assert "not allowed" not in shown
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
def test_what_is_taken_opens_the_file_as_keyboards_type_it_whether_a_reader_prepares_it_or_not(
    blank: bytes, password: str
):
    """PDFium, as in Chrome, Edge and Android, and qpdf take a password as it is typed; Acrobat prepares it."""
    if unfit(password):
        with pytest.raises(HandoutsError):
            lock(blank, password)
        return
    locked, typed = lock(blank, password), composed(password)
    assert fit(password) == typed == prepared(typed)
    with pypdfium2.PdfDocument(locked, password=typed) as opened:
        assert len(opened) == 1
    with pikepdf.open(io.BytesIO(locked), password=typed) as read:
        assert len(read.pages) == 1
    assert PdfReader(io.BytesIO(locked)).decrypt(typed), "which prepares it"
    assert PdfReader(io.BytesIO(locked)).decrypt(typed.encode()), "which does not"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("\uff11" * 8, "in different ways"),
        ("knee\u00a0day1", "invisible"),
        ("\ufb01nger-12", "in different ways"),
        ("knee day1 ", "ends with a space"),
        ("\u05d0\u05d1\u05d2 and so on", "in different ways"),
        ("\U0001f98a" * 8, "in different ways"),
        ("wong\u2019s own word", "curly quotes"),
        ("knee \u2013 day 1", "long dashes"),
        ("wong's own word - 1", ""),
        ("kräftige Wörter", ""),
        ("kra\u0308ftige Wo\u0308rter", ""),
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
    ran = handouts("make", "hip-hinge", "-p", "Mei Tan", "--encrypt", "-o", "new/b.pdf")
    assert ran.code == Exit.USAGE
    assert "three words in plain letters" in ran.err
    assert not (tmp_path / "new").exists()


def test_without_the_extra_it_says_what_to_install(data: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
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
    assert len(plain.pages) == 3
    assert len(folded.pages) == 2
    wide, high = map(float, folded.pages[0].mediabox[2:])
    assert wide > high
    words = [sorted(pdf_text((tmp_path / name).read_bytes()).split()) for name in ("a.pdf", "b.pdf")]
    assert words[0] == words[1]
