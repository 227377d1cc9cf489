"""A handout made again is the one that was handed out: not another way of printing it, and whatever has changed since."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.deliver.register import FILE
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def issued(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv").code == 0
    return clinic


def first(folder: Path) -> tuple[str, bytes]:
    """Id and bytes of the first sheet in a folder."""
    (made,) = folder.glob("0001-*.pdf")
    return made.stem[-12:], made.read_bytes()


@pytest.mark.parametrize("gone", [False, True])
def test_a_later_packet_does_not_stand_in_for_the_sheet_itself(handouts: Run, issued: Path, gone: bool):
    """Its form fields would be gone."""
    number, before = first(issued / "output")
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile").code == 0
    if gone:
        next((issued / "output").glob("0001-*.pdf")).unlink()
    ran = handouts("reprint", number, "-o", "again.pdf")
    assert ran.code == 0
    assert (issued / "again.pdf").read_bytes() == before
    assert f"{number}.pdf)" in ran.out
    assert "also made in another way: pile/packet-01.pdf#1" in ran.err


def test_of_a_packet_alone_it_says_that_there_are_no_fields(
    handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile").code == 0
    assert handouts("batch", "roster.csv", "--no-form", "-o", "elsewhere", "--clinic", str(clinic)).code == 0
    number, before = first(clinic / "elsewhere")
    (clinic / "register.sqlite").unlink()
    for path in clinic.glob("register.sqlite-*"):
        path.unlink()
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile", "--force").code == 0
    ran = handouts("reprint", number, "-o", "again.pdf")
    assert ran.code == 0, ran.err
    assert "pile/packet-01.pdf#1, without form fields, as in a packet" in ran.out
    assert (clinic / "again.pdf").read_bytes() == before


def test_the_latest_way_of_printing_is_made_and_the_others_are_named(handouts: Run, issued: Path):
    assert handouts("batch", "roster.csv", "--mono", "-o", "black").code == 0
    number, black = first(issued / "black")
    ran = handouts("reprint", number, "-o", "again.pdf")
    assert (issued / "again.pdf").read_bytes() == black
    assert "(of " in ran.out
    assert f"black/0001-hip-hinge-week-1-{number}.pdf)" in ran.out
    assert "also made in another way: output/0001-" in ran.err


@pytest.mark.parametrize(
    "fault",
    [
        lambda clinic: (clinic / "clinic.yaml").write_text("name: [\n"),
        lambda clinic: (clinic / "drills" / "broken.yaml").write_text("id: broken\n"),
        lambda clinic: shutil.rmtree(clinic / "programs"),
        lambda clinic: shutil.rmtree(clinic / "drills"),
    ],
    ids=["clinic", "another drill", "no programs", "no drills"],
)
def test_what_is_wrong_today_does_not_matter(handouts: Run, issued: Path, fault: Callable[[Path], object]):
    (made,) = (issued / "output").glob("0003-*.pdf")  # of a program of the clinic's own
    before = made.read_bytes()
    made.unlink()
    fault(issued)
    ran = handouts("reprint", made.stem[-12:], "-o", "again.pdf")
    assert ran.code == 0, ran.err
    assert (issued / "again.pdf").read_bytes() == before


def test_today_s_content_counts_where_it_is_asked_for(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0003-*.pdf")
    number = made.stem[-12:]
    made.unlink()
    (issued / "drills" / "broken.yaml").write_text("id: broken\n")
    assert handouts("reprint", number, "--anyway").code == 0, "what can be made as it was needs no other content"


@pytest.mark.parametrize("command", ["reprint", "make"])
def test_a_file_whose_name_nothing_can_show_is_refused_before_it_is_written(handouts: Run, issued: Path, command: str):
    number, _ = first(issued / "output")
    before = sorted(issued.rglob("*"))
    given = (number,) if command == "reprint" else ("hip-hinge", "-p", "A")
    for name in (b"\xf6.pdf", b"\xf6/a.pdf", b"\xf6/"):
        ran = handouts(command, *given, "-o", os.fsdecode(name))
        assert ran.code == Exit.USAGE
        assert "is not a name in this system's encoding" in ran.err
    assert sorted(issued.rglob("*")) == before


def test_what_was_protected_is_said_to_be_open_now(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic)
    monkeypatch.setenv("HANDOUTS_PASSWORD", "three plain words")
    assert handouts("make", "hip-hinge", "-p", "Mei Tan", "--encrypt", "-o", "locked.pdf").code == 0
    assert handouts("make", "hip-hinge", "-p", "Sam Okafor", "-o", "open.pdf").code == 0
    for name, said in (("Mei Tan", True), ("Sam Okafor", False)):
        rows = json.loads(handouts("history", name, "--json").out)
        ran = handouts("reprint", rows[0]["handout"], "-o", f"{name[:3]}.pdf")
        assert ran.code == 0
        assert ("has none: whoever opens it can read it" in ran.err) == said


def test_what_was_made_before_there_were_codes_is_made_again_without(
    handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    """The register of that time does not say how it was, so a sheet of today that says nothing of codes has none."""
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv", "--no-codes").code == 0
    number, before = first(clinic / "output")
    shutil.rmtree(clinic / "output")
    base = sqlite3.connect(clinic / FILE)
    (how,) = base.execute("SELECT how FROM issued WHERE handout = ?", (number,)).fetchone()
    said = json.loads(how)
    assert said.pop("codes") is False
    base.execute("UPDATE issued SET how = ? WHERE handout = ?", (json.dumps(said), number))
    base.commit()
    base.close()
    assert handouts("reprint", number, "-o", "again.pdf").code == 0
    assert (clinic / "again.pdf").read_bytes() == before


def test_a_clinic_may_leave_codes_out_of_all_its_sheets(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic)
    made = []
    for say in ("", "page_codes: false\n", "page_codes: true\n"):
        with (clinic / "clinic.yaml").open("a") as file:
            file.write(say)
        assert (
            handouts(
                "make", "hip-hinge", "-p", "A", "--force", *(["--no-codes"] if "true" in say else []), "-o", "a.pdf"
            ).code
            == 0
        ), say
        made.append((clinic / "a.pdf").read_bytes())
        text = (clinic / "clinic.yaml").read_text()
        (clinic / "clinic.yaml").write_text(text.removesuffix(say) if say else text)
    assert made[0] != made[1] == made[2]
