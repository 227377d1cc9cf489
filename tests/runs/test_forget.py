"""Forgetting a person: every file that holds them is named, and removed where that is asked; no one else's is."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base import files
from handouts.base.problems import Exit
from handouts.deliver.manifest import take_out
from handouts.mail.message import Message
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def kept(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic that has made its first batch in every way, previewed a message, and made a sheet again."""
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv").code == 0
    assert handouts("batch", "roster.csv", "--zip", "-o", "packed").code == 0
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile").code == 0
    number = ids(clinic)[0]
    assert handouts("reprint", number).code == 0
    (clinic / "letters").mkdir()
    for letter in (number, ids(clinic)[1]):
        (clinic / "letters" / f"0001-{letter}.eml").write_bytes(b"To: a@b.example\r\n")
    (clinic / "letters" / "passwords.pdf").write_bytes(b"%PDF-")
    return clinic


def ids(clinic: Path) -> list[str]:
    return [path.stem[-12:] for path in sorted((clinic / "output").glob("000*.pdf"))]


def everything(clinic: Path) -> dict[str, bytes]:
    skipped = ("register.sqlite", "clinic.yaml", "roster.csv", "logo.svg")
    return {
        path.relative_to(clinic).as_posix(): path.read_bytes()
        for path in sorted(clinic.rglob("*"))
        if path.is_file()
        and not path.name.startswith(skipped)
        and path.parts[-2] not in ("drills", "schema", "programs")
    }


HOLDS = ("{id}.pdf", "letters/0001-{id}.eml", "output/0001-hip-hinge-week-1-{id}.pdf", "pile/packet-01.pdf", "packed.zip",
         "output/manifest-roster.json", "packed/manifest-roster-zip.json", "pile/manifest-roster-packet.json")  # fmt: skip


def test_without_files_everything_that_holds_them_is_listed_and_stays(handouts: Run, kept: Path):
    number, before = ids(kept)[0], everything(kept)
    ran = handouts("forget", "1041", "--yes")
    assert ran.code == 0
    listed = {line.removeprefix("Still there: ") for line in ran.out.splitlines() if line.startswith("Still there: ")}
    assert listed == {str(kept / name.format(id=number)) for name in HOLDS}
    assert "Deleted" not in ran.out
    assert everything(kept) == before


def test_with_files_they_are_removed_from_each_and_no_one_else_is(handouts: Run, kept: Path):
    number, before = ids(kept)[0], everything(kept)
    ran = handouts("forget", "1041", "--yes", "--files")
    assert ran.code == 0
    assert "Removed 3 entries from the register, and the patient from 8 files." in ran.out
    assert "Still there" not in ran.out
    (packet,) = (line for line in ran.out.splitlines() if line.startswith("Deleted"))
    assert packet.startswith(f"Deleted, with the other patients in it: {kept / 'pile' / 'packet-01.pdf'}.")
    after = everything(kept)
    changed = {name for name in before if after.get(name) != before[name]}
    tables = {name.replace(".json", ".csv") for name in HOLDS if name.endswith(".json")}
    assert changed == {name.format(id=number) for name in HOLDS} | tables
    assert set(before) - set(after) == {name.format(id=number) for name in HOLDS[:4]}
    assert not [name for name, data in after.items() if b"Mei Tan" in data or number.encode() in data]
    for name, data in after.items():
        if name.endswith(".json"):
            assert [row["patient"] for row in json.loads(data)] == ["Sam Okafor", "Ana García"]
            table = after[name.replace(".json", ".csv")].decode("utf-8-sig")
            assert [row["patient"] for row in csv.DictReader(io.StringIO(table))] == ["Sam Okafor", "Ana García"]
    with zipfile.ZipFile(io.BytesIO(before["packed.zip"])) as old, zipfile.ZipFile(kept / "packed.zip") as new:
        assert new.testzip() is None
        assert {name: new.read(name) for name in new.namelist()} == {
            name: old.read(name) for name in old.namelist() if number not in name
        }
    assert handouts("history", "1042").code == 0


def test_each_file_is_named_before_it_is_asked(handouts: Run, kept: Path, monkeypatch: pytest.MonkeyPatch):
    before = everything(kept)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    ran = handouts("forget", "1041", "--files")
    assert ran.code == Exit.STOPPED
    assert f"To be deleted, with the other patients in it: {kept / 'pile' / 'packet-01.pdf'}" in ran.err
    assert f"To lose the patient: {kept / 'packed.zip'}" in ran.err
    assert "Mei Tan (1041): remove 3 entries from the register and what 8 files hold for good?" in ran.err
    assert everything(kept) == before


def test_the_last_one_takes_the_archive_along(handouts: Run, kept: Path):
    for key in ("1041", "1042", "1043"):
        assert handouts("forget", key, "--yes", "--files").code == 0
    assert not (kept / "packed.zip").exists()
    assert json.loads((kept / "output" / "manifest-roster.json").read_text()) == []
    assert list((kept / "output").glob("*.pdf")) == []


def test_it_is_said_what_brings_them_back(handouts: Run, kept: Path):
    assert (
        "A roster that still has the patient (roster.csv) brings them back" in handouts("forget", "1042", "--yes").out
    )
    with open_register(kept) as register:
        Outbox(register).queue([Message("H", "1041", "Mei Tan", "p@x.example", "<1@x>", b"x", "t-w", "e")])
    ran = handouts("forget", "1041", "--yes")
    assert "1 from the outbox" in ran.out
    assert "from such a roster, the same mail goes out again" in ran.out
    assert f"May hold the patient's password: {kept / 'letters' / 'passwords.pdf'}" in ran.out


def test_a_file_that_is_anothers_by_now_stays(handouts: Run, kept: Path):
    assert handouts("make", "hip-hinge", "-p", "Jo Lee", "-o", "sheet.pdf").code == 0
    assert handouts("make", "hip-hinge", "-p", "Al Po", "-o", "sheet.pdf", "--force").code == 0
    ran = handouts("forget", "Jo Lee", "--yes", "--files")
    assert ran.code == 0
    assert (kept / "sheet.pdf").exists()
    assert handouts("forget", "Al Po", "--yes", "--files").code == 0
    assert not (kept / "sheet.pdf").exists()


def test_sheets_outside_of_the_clinic_s_folder_are_found(handouts: Run, kept: Path):
    outside = kept.parent / "elsewhere"
    assert handouts("batch", "roster.csv", "-o", str(outside)).code == 0
    assert handouts("forget", "1041", "--yes", "--files").code == 0
    assert sorted(path.name[:4] for path in outside.glob("*.pdf")) == ["0002", "0003"]
    assert b"Mei Tan" not in (outside / "manifest-roster.json").read_bytes()


def test_a_sheet_that_was_replaced_is_forgotten_too(handouts: Run, kept: Path):
    assert handouts("batch", "roster.csv", "--layout", "log").code == 0
    assert len(list((kept / "output" / "replaced").glob("*.pdf"))) == 3
    assert handouts("forget", "1041", "--yes", "--files").code == 0
    assert len(list((kept / "output" / "replaced").glob("*.pdf"))) == 2


def test_what_a_kill_left_beside_their_files_goes_too(handouts: Run, kept: Path):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    parts = [
        kept / folder / f".handout-{files._computer()}-{int(dead.stdout)}-{'0' * 16}.part"
        for folder in ("output", "pile", "letters")
    ]
    for part in parts:
        part.write_bytes(b"Mei Tan")
    assert handouts("forget", "1041", "--yes", "--files").code == 0
    assert not any(part.exists() for part in parts)


def test_what_cannot_be_removed_is_still_there_and_said(handouts: Run, kept: Path, monkeypatch: pytest.MonkeyPatch):
    (kept / "output" / "manifest-roster.csv").write_bytes(b"\xff\xfe\x00")
    unlink = Path.unlink

    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        if self.suffix == ".eml":
            raise PermissionError
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    ran = handouts("forget", "1041", "--yes", "--files")
    assert "the patient from 6 files" in ran.out
    assert f"Still there: {kept / 'output' / 'manifest-roster.json'}" in ran.out
    assert ".eml" in ran.out


def test_a_manifest_keeps_what_its_reader_has_added(tmp_path: Path):
    (tmp_path / "manifest-r.json").write_text('[\n{"number": 1, "id": "7"}\n,{"number": 2, "id": "8"}\n]\n')
    (tmp_path / "manifest-r.csv").write_text("number,id,collected\r\n1,7,yes\r\n2,8,no\r\n")
    take_out(tmp_path / "manifest-r.json", lambda row: row.get("id") == "7")
    assert (tmp_path / "manifest-r.csv").read_text("utf-8-sig").split() == ["number,id,collected", "2,8,no"]
    assert json.loads((tmp_path / "manifest-r.json").read_text()) == [{"number": 2, "id": "8"}]


def test_rosters_in_the_folder_are_named_and_what_undoes_their_changes_goes(handouts: Run, kept: Path):
    shelf = kept / "rosters"
    shelf.mkdir()
    (shelf / "monday.csv").write_text("patient,program\nMEI  TAN,hip-hinge\n", "utf-8")
    (shelf / "others.csv").write_text("patient,program\nSam Okafor,hip-hinge\n", "utf-8")
    undo = shelf / ".monday mended.csv.changes"
    undo.write_text('{"before": {"patient": "Mei Tan"}}\n', "utf-8")
    spared = shelf / ".others mended.csv.changes"
    spared.write_text('{"before": {"patient": "Sam Okafor"}}\n', "utf-8")
    said = handouts("forget", "1041", "--yes", "--files")
    assert "rosters/monday.csv" in said.out + said.err
    assert "others.csv" not in said.out + said.err
    assert not undo.exists()
    assert spared.exists()


def test_a_name_in_two_columns_is_found_and_what_undoes_later_changes_stays(
    handouts: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
):
    shelf = kept / "rosters"
    shelf.mkdir()
    (shelf / "monday.csv").write_text("first name,last name,program\nMei,Tan,hip-hinge\n", "utf-8")
    (shelf / "others.csv").write_text("first name,last name\nMei,Okafor\nSam,Tan\n", "utf-8")
    cells = {name: f'{{"before": ["{name}", "{last}", "a, b"]}}\n' for name, last in (("Sam", "Tan"), ("Mei", "Tan"))}
    undo, spared = shelf / ".monday mended.csv.changes", shelf / ".others mended.csv.changes"
    undo.write_text(cells["Sam"] + cells["Mei"] + cells["Sam"], "utf-8")
    spared.write_text(cells["Sam"] * 2, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    said = handouts("forget", "1041", "--files")
    assert f"To lose the patient, and with them what was changed before: {undo}" in said.out + said.err
    said = handouts("forget", "1041", "--yes", "--files")
    assert "rosters/monday.csv" in said.out
    assert "others.csv" not in said.out + said.err
    assert undo.read_text("utf-8") == cells["Sam"]
    assert spared.read_text("utf-8") == cells["Sam"] * 2
