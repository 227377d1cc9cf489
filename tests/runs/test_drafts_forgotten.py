"""Sheets that are being made at the desk hold names: history says that there are some, and forget leaves none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.deliver.drafts import DraftsTable
from handouts.deliver.register import FILE, Issued
from handouts.runs import records
from handouts.runs.registers import open_register
from tests.conftest import Ran

Run = Callable[..., Ran]


def row(handout: str, key: str, patient: str) -> Issued:
    return Issued(
        handout, key, patient, "hip-hinge", 1, "2026-11-23", "v", "", "2026-11-20T09:00:00", f"{handout}.pdf", "{}"
    )


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people of one name with numbers, one without; drafts of each, and of somebody new."""
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with open_register(tmp_path) as register:
        register.add(
            [row("AAAAAAAAAAA1", "7", "Jo Lee"), row("AAAAAAAAAAA2", "8", "Jo Lee"), row("AAAAAAAAAAA3", "", "Mei Tan")]
        )
        table = DraftsTable(register)
        for key, patient in (("7", "Jo Lee"), ("8", "Jo Lee"), ("", "mei  TAN"), ("", "Mei"), ("", "Zoë Quist")):
            table.add({"key": key, "patient": patient, "items": ("hip-hinge",), "note": f"Sauerkraut {key}{patient}"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drafts(clinic: Path) -> list[tuple[str, str]]:
    with open_register(clinic, reading=True) as register:
        return sorted((one.text("key"), one.text("patient")) for one in DraftsTable(register).latest(99))


def test_history_says_what_is_being_made(handouts: Run, clinic: Path):
    ran = handouts("history", "7")
    assert ran.code == 0
    assert ran.out.count("being made at the desk, and not handed out: hip-hinge") == 1


def test_who_has_nothing_but_a_draft_is_known_all_the_same(handouts: Run, clinic: Path):
    assert "being made at the desk" in handouts("history", "quist").out
    assert handouts("forget", "Zoë Quist", "--yes").code == 0
    assert ("", "Zoë Quist") not in drafts(clinic)


def test_a_name_that_is_half_typed_hides_nobody(clinic: Path):
    with open_register(clinic, reading=True) as register:
        person, rows = records.history(register, "Mei")
    assert [one.handout for one in rows] == ["AAAAAAAAAAA3"]
    assert person.names == ("Mei Tan", "mei  TAN")


def test_only_theirs_are_thrown_away(handouts: Run, clinic: Path):
    ran = handouts("forget", "7", "--yes")
    assert "Removed 1 entry from the register, 1 sheet being made." in ran.out
    assert drafts(clinic) == [("", "Mei"), ("", "Zoë Quist"), ("", "mei  TAN"), ("8", "Jo Lee")]
    assert handouts("forget", "mei tan", "--yes").code == 0
    assert drafts(clinic) == [("", "Mei"), ("", "Zoë Quist"), ("8", "Jo Lee")]


def test_nothing_of_a_draft_stays_in_the_file(handouts: Run, clinic: Path):
    handouts("forget", "7", "--yes")
    for path in clinic.glob(f"{FILE}*"):
        assert b"Sauerkraut 7Jo" not in path.read_bytes(), path
        assert b"Sauerkraut 8Jo" in path.read_bytes() or path.name != FILE


def test_who_fits_nobody_is_told(clinic: Path):
    with open_register(clinic, reading=True) as register, pytest.raises(HandoutsError):
        records.history(register, "Nobody at all")
