"""What came back, dropped at the desk: read apart, entered, and nothing of the files left lying."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.desk.patients import work as working
from handouts.desk.patients.returned import safe_name
from tests.desk.monday import words
from tests.desk_server import Served, served
from tests.filledin import boxes_of, filled
from tests.runs.scanned import Back, answers_of, handed_out, returns_of
from tests.runs.test_phoned import Sheet

__all__ = ["handed_out"]


@pytest.fixture
def desk(handed_out: Back, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(handed_out.folder, tmp_path / "clinic")
    with served(tmp_path / "clinic") as one:
        yield one


def sheet(desk: Served, handout: str) -> bytes:
    return next((desk.desk.store / "output").glob(f"*{handout}.pdf")).read_bytes()


def dropped(desk: Served, *files: tuple[str, bytes], **fields: str) -> str:
    """What the page says at the end."""
    answer = desk.post("/patients/returns", fields, files=[("files", one) for one in files])
    assert answer.status_code == 200, answer.text
    address = answer.url.path
    end = time.monotonic() + 180
    while "data-stream" in (text := desk.get(address).text):
        assert time.monotonic() < end, "it does not come to its end"
        time.sleep(0.3)
    return text


def test_forms_are_entered_and_what_cannot_be_read_is_told(desk: Served, handed_out: Back):
    mei = sheet(desk, handed_out.ids[0])
    boxes = boxes_of(mei)
    form = filled(mei, boxes[:6])
    text = dropped(
        desk,
        ("../../etc/mei.pdf", form),
        ("broken.pdf", b"%PDF-1.7 broken"),
        ("\u202eletter<script>.txt", b"Dear all"),
        ("empty.png", b""),
    )
    assert answers_of(desk.desk.store, handed_out.ids[0]).done == 6
    (kept,) = returns_of(desk.desk.store, handed_out.ids[0])
    assert (kept.file, kept.state) == ("mei.pdf", "entered")
    assert ">Mei Tan</bdi></a>" in text
    assert f"6 of {len(boxes)} ticked" in text
    assert "broken.pdf" in text
    assert "<script>." not in text
    assert str(desk.desk.store) not in text, "no path of this computer"
    assert not [path for path in (desk.desk.store / working.FOLDER).rglob("*") if path.is_file()], "no copy is left"
    again = dropped(desk, ("again.pdf", form))
    assert "already entered on" in again.lower()


def test_a_file_that_ends_its_reader_stops_no_other(desk: Served, handed_out: Back, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(working, "read_came", ends_at_the_first)
    form = filled(sheet(desk, handed_out.ids[0]), boxes_of(sheet(desk, handed_out.ids[0]))[:2])
    text = dropped(desk, ("bad.pdf", b"%PDF-"), ("good.pdf", form))
    assert "ended the program that read it" in text
    assert answers_of(desk.desk.store, handed_out.ids[0]).done == 2


def ends_at_the_first(line: object, /, **asked: object) -> object:
    """Reads as ever, but for a file that takes its process with it."""
    import os

    from handouts.runs.camefiles import read_came

    if asked["files"][0][1].name == "bad.pdf":  # type: ignore[index]  # pairs
        os._exit(9)
    return read_came(line, **asked)  # type: ignore[arg-type]  # handed on


def test_what_is_too_large_is_told_and_not_kept(desk: Served, monkeypatch: pytest.MonkeyPatch):
    from handouts.desk.patients import returned

    monkeypatch.setattr(returned, "_LARGEST", 10)
    answer = desk.post("/patients/returns", files=[("files", ("a.pdf", b"x" * 11))])
    assert answer.status_code == 422
    assert "a.pdf" in answer.text
    assert not list((desk.desk.store / working.FOLDER).iterdir())


def test_no_file_is_told(desk: Served):
    assert "no file was chosen" in desk.post("/patients/returns", {"ask": "yes"}).text


def test_a_pile_that_is_not_there(desk: Served):
    for more in ("", "/stream"):
        assert desk.get(f"/patients/returns/nothing{more}").status_code == 404


@given(
    st.text(max_size=300)
    | st.sampled_from(["..", "/", "C:\\con", "con.pdf", "a/../../b.pdf", ".htaccess", "x" * 300 + ".pdf", "عليّ.pdf"])
)
def test_a_file_is_called_what_no_system_minds(name: str):
    made = safe_name(name, 0)
    assert made
    assert made not in (".", "..")
    assert not re.search(r"[/\\\x00-\x1f:*?<>|\"]", made)
    assert len(made.encode()) <= 160
    assert not made.startswith(".")


def test_a_line_that_a_phone_made_is_pasted(desk: Served, handed_out: Back, monkeypatch: pytest.MonkeyPatch):
    assert '<textarea id="line" name="line"' in desk.get("/patients/returns").text
    monkeypatch.chdir(desk.desk.store)
    both = [Sheet(one) for one in handed_out.ids]
    lines = [one.line(done=number) for number, one in enumerate(both, 3)]
    message = f"Hello,\r\n> {lines[0][:70]}\r\n> {lines[0][70:]}\r\nand {lines[1]} of my sister"
    text = dropped(desk, line=message)
    assert "1 of 1 text read: 2 sheets came back" in words(text)
    assert "Came back from a phone, 3 of " in words(text)
    assert [answers_of(desk.desk.store, one).done for one in handed_out.ids] == [3, 4]
    assert [one.source for one in returns_of(desk.desk.store, handed_out.ids[0])] == ["phone"]
    assert "already entered on" in dropped(desk, line=lines[0]).lower()


def test_a_pasted_text_without_a_line_is_told_and_lost_nowhere(desk: Served, handed_out: Back):
    form = filled(sheet(desk, handed_out.ids[0]), boxes_of(sheet(desk, handed_out.ids[0]))[:2])
    text = words(dropped(desk, ("mei.pdf", form), line="Thank you, see you on Tuesday"))
    assert "holds no line that a patient's page has made: such a line begins with “[Handouts 1”" in text
    assert answers_of(desk.desk.store, handed_out.ids[0]).done == 2, "the file beside it is read all the same"
    assert "no file was chosen" in desk.post("/patients/returns", {"line": " \n "}).text


def test_of_a_wrong_file_it_is_told_what_a_phone_sends(desk: Served):
    text = words(dropped(desk, ("letter.docx", b"PK\x03\x04 a letter")))
    assert "no answer that a phone sent" in text
    assert "or paste its line" in text


def test_the_sum_says_what_was_refused_and_what_is_no_number(desk: Served, handed_out: Back):
    form = filled(sheet(desk, handed_out.ids[0]), (), {"pain_mon_s1": "lots"})
    text = words(dropped(desk, ("mei.pdf", form), ("notes.xyz", b"nothing of ours")))
    assert "1 of 2 files could not be read, or not all of it: 1 sheet came back." in text
    assert "Came back as a PDF, 0 of" in text
    assert "pain written once (“lots” cannot be read as a number from 0 to 10)" in text
