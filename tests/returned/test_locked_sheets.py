"""Protected sheets that come back open with what opens them in viewers; what opens nowhere else is told."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from handouts.base.problems import Exit, HandoutsError
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.returned.forms import read_ticks
from handouts.returned.opened import opened
from handouts.runs.press import Press
from handouts.write.protect import lock
from tests.conftest import Ran

Run = Callable[..., Ran]
SPACED, FULL, APART = "knee\u00a0day1", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "Zoe\u0308-and-Kai"
WHOLE = unicodedata.normalize("NFC", APART)
"""Passwords of these tests alone."""


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order(items=("hip-hinge",), week=3, start=date(2026, 11, 25)))[0])


@pytest.fixture(scope="module")
def blank() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def elsewhere(data: bytes, user: str, owner: str = "of the owner", **how: int | bool) -> bytes:
    """The file as a program saves it that does not prepare passwords, like most."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner, **how))  # type: ignore[arg-type]
    return out.getvalue()


def prepared_file(data: bytes, password: str) -> bytes:
    """As Handouts once did, and Acrobat does: the password is prepared, whatever it is."""
    writer, out = PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def in_a_viewer(data: bytes, password: str) -> bool:
    """Whether PDFium opens it, which is in Chrome, Edge and Android; without asking, or with what is typed."""
    for each in (None, password):
        with contextlib.suppress(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(data, password=each).close()
            return True
    return False


def here(data: bytes, password: str) -> str:
    """Whether it opens here: “opens”, “with a word” or “locked”."""
    try:
        reader, said = opened(data, "back.pdf", password)
    except HandoutsError as error:
        (problem,) = error.problems
        assert problem.kind == "locked"
        assert password not in str(problem) or len(password) < 7
        return "locked"
    assert len(reader.pages) == 1
    assert all(problem.warning and (password not in str(problem) or len(password) < 7) for problem in said)
    return "with a word" if said else "opens"


@pytest.mark.parametrize(
    ("made", "typed", "expected"),
    [
        (SPACED, SPACED, "opens"),
        (SPACED, "knee day1", "locked"),
        ("knee day1", SPACED, "with a word"),
        (FULL, FULL, "opens"),
        ("12345678", FULL, "with a word"),
        (WHOLE, WHOLE, "opens"),
        (WHOLE, APART, "with a word"),
        (APART, APART, "opens"),
        ("three words here", "three words", "locked"),
        ("three words here", "", "locked"),
        ("a" * 127, "a" * 130, "opens"),  # the standard has 127 bytes
    ],
)
def test_a_file_that_opens_in_viewers_opens_and_what_they_refuse_is_told(
    blank: bytes, made: str, typed: str, expected: str
):
    assert here(elsewhere(blank, made), typed) == expected
    if len(typed) <= 127:  # PDFium takes no more
        assert in_a_viewer(elsewhere(blank, made), typed) == (expected == "opens")


def test_a_file_whose_password_was_prepared_when_it_was_made(blank: bytes):
    assert here(prepared_file(blank, FULL), "12345678") == "opens"
    assert here(prepared_file(blank, FULL), FULL) == "with a word"
    assert not in_a_viewer(prepared_file(blank, FULL), FULL)


TEXT = st.text(st.sampled_from("ab1 é\u00a0\u00ad\uff11\ufb01\u0308\u200b\u05d0\u674e\u20ac"), min_size=1, max_size=6)


@given(TEXT, TEXT | st.none(), st.sampled_from(["NFC", "NFD", "NFKC"]), st.booleans())
@example(SPACED, None, "NFC", True)
@example("\u05d01", None, "NFKC", True)  # a password that cannot be prepared
@settings(max_examples=60, deadline=None)
def test_it_opens_without_a_word_just_where_a_viewer_opens_it(
    blank: bytes, made: str, other: str | None, form: str, viewer: bool
):
    typed = unicodedata.normalize(form, made) if other is None else other  # type: ignore[arg-type]
    try:
        file = elsewhere(blank, made) if viewer else prepared_file(blank, made)
    except ValueError:  # nothing is left of it
        assume(False)
    assert (here(file, typed) == "opens") == in_a_viewer(file, typed)


@pytest.mark.parametrize("password", ["Zoë-and-Kai", "three words here", "12 € a day"])
@pytest.mark.parametrize("how", [{"R": 4}, {"R": 3, "aes": False, "metadata": False}])
def test_the_older_ways_of_protection(blank: bytes, password: str, how: dict[str, int | bool]):
    file = elsewhere(blank, password, **how)
    assert here(file, password) == "opens"
    assert here(file, password.upper()) == "locked"


def test_a_file_that_is_protected_from_changes_alone_opens_whatever_is_given(blank: bytes):
    file = elsewhere(blank, "", "of the owner")
    for given_ in ("", "another word", "of the owner", FULL):
        assert here(file, given_) == "opens"


def test_an_environment_that_is_not_in_utf_8(blank: bytes):
    """Such a byte comes as an escape."""
    assert here(elsewhere(blank, "Zoë-and-Kai", R=4), "Zo\udceb-and-Kai") == "opens"
    assert here(elsewhere(blank, "Zoë-and-Kai"), "\ud800-and-Kai") == "locked"


# --- the command ---------------------------------------------------------------------------------


def test_the_command_tells_a_missing_password_from_a_wrong_one(
    handouts: Run, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "a.pdf").write_bytes(lock(data, "12345678"))
    monkeypatch.delenv("HANDOUTS_PASSWORD", raising=False)
    ran = handouts("ticks", "a.pdf")
    assert (ran.code, "is protected by a password" in ran.err) == (Exit.CONTENT, True)
    monkeypatch.setenv("HANDOUTS_PASSWORD", "12345679")
    assert "does not open it" in handouts("ticks", "a.pdf").err
    monkeypatch.setenv("HANDOUTS_PASSWORD", FULL)
    ran = handouts("ticks", "a.pdf", "--json")
    assert ran.code == Exit.OK
    assert "warning: opens with another form of its password" in ran.err
    assert len(json.loads(ran.out)["handouts"]) == 1
    monkeypatch.setenv("HANDOUTS_PASSWORD", "12345678")
    assert "another form" not in handouts("ticks", "a.pdf").err


def typing(folder: Path, lines: list[str], *files: str) -> tuple[int, str]:
    """Exit code and what a terminal shows, of someone who types these lines, one for each question."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "handouts", "ticks", *files]
    environment = {key: value for key, value in os.environ.items() if key != "HANDOUTS_PASSWORD"}
    with subprocess.Popen(
        command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as child:
        os.close(theirs)
        shown, asked = b"", 0
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 10_000):
                shown += part
                if shown.count(b"leaves the file out)") > asked and shown.endswith(b": "):
                    os.write(ours, (lines[asked] + "\n").encode())
                    asked += 1
    os.close(ours)
    assert asked == len(lines)
    return child.returncode, shown.decode()


def test_who_is_at_a_terminal_is_asked_for_each_password_and_once_for_two_of_one(data: bytes, tmp_path: Path):
    for name, password in (("a", "lamp-river-1"), ("b", "lamp-river-1"), ("c", "tulip-comet-2"), ("d", "unknown-3")):
        (tmp_path / f"{name}.pdf").write_bytes(lock(data, password))
    code, shown = typing(
        tmp_path, ["wrong", "lamp-river-1", "tulip-comet-2", ""], *("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    )
    assert code == Exit.SOME_FAILED
    assert shown.count("Password of a.pdf") == 2
    assert "Password of b.pdf" not in shown
    assert "d.pdf: is protected" in shown
    for password in ("lamp", "tulip", "wrong"):
        assert password not in shown


def test_a_file_is_given_up_after_three_wrong_passwords(data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(lock(data, "lamp-river-1"))
    code, shown = typing(tmp_path, ["wrong one", "wrong two", "wrong three"], "a.pdf")
    assert code == Exit.CONTENT
    assert "does not open it" in shown


def test_without_the_extra_it_says_what_to_install(data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(lock(data, "lamp-river-1"))
    code = (
        "import sys; sys.modules.update(cryptography=None, Crypto=None);"
        "from handouts.cli import run; sys.exit(run(['ticks', 'a.pdf']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == Exit.CONTENT
    assert "is not installed" in done.stderr
    assert "handouts[encrypt]" in done.stderr


def test_a_sheet_that_was_ticked_before_it_was_protected_by_another_program(data: bytes, tmp_path: Path):
    path = tmp_path / "back.pdf"
    path.write_bytes(elsewhere(data, SPACED))
    assert PdfReader(path).is_encrypted
    assert len(read_ticks(path, SPACED).ticks) == 36
