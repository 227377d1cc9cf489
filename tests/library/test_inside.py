"""Links among a clinic's files: judged by where they end."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.library.snapshot import snapshot


@pytest.fixture
def away(tmp_path: Path, clinic: Path) -> Path:
    """A copy of the clinic's files outside of its folder."""
    shutil.copytree(clinic, tmp_path / "away")
    return tmp_path / "away"


def said(clinic: Path) -> list[str]:
    return [f"{problem.place} {problem.message}" for problem in load_library(clinic).problems if not problem.warning]


@pytest.mark.parametrize(
    "name",
    [
        "drills/calf-stretch.yaml",
        "programs/calf-care.yaml",
        "drills/pictures/calf-start.svg",
        "drills/pictures",
        "drills",
        "logo.svg",
        "clinic.yaml",
    ],
)
def test_what_leads_out_is_a_fault_with_its_name(clinic: Path, away: Path, name: str):
    path = clinic / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(away / name)
    assert any(f"{path.name} leads out of the clinic's folder" in text for text in said(clinic)), said(clinic)


def test_a_picture_that_leads_out_is_not_read(clinic: Path, away: Path):
    (clinic / "drills" / "pictures" / "calf-start.svg").unlink()
    (clinic / "drills" / "pictures" / "calf-start.svg").symlink_to(away / "drills" / "pictures" / "calf-start.svg")
    library = load_library(clinic)
    assert [file for _, _, file in library.pictures if "calf" in file] == ["pictures/calf-hold.svg"]


@pytest.mark.parametrize("name", ["layouts/a.yaml", "words/a.yaml", "messages/en/body.txt", "messages/en/part.txt"])
def test_what_leads_out_is_named_where_nothing_was_before(clinic: Path, away: Path, name: str):
    path = clinic / name
    path.parent.mkdir(parents=True)
    path.symlink_to(away / "roster.csv")
    assert any(f"{path.name} leads out of the clinic's folder" in text for text in said(clinic))
    # it is never read; what it was meant to be cannot be made, and the rest can
    library = load_library(clinic).checked()
    assert [problem.place.endswith(path.name) for problem in library.left_out] == [True]


@pytest.mark.parametrize("name", ["drills", "words"])
def test_a_whole_folder_that_leads_out_stops_everything(clinic: Path, away: Path, name: str):
    if (clinic / name).exists():
        (clinic / name).rename(clinic / "aside")
    (clinic / name).symlink_to(away)
    with pytest.raises(HandoutsError, match="leads out"):
        load_library(clinic).checked()


def test_a_certificate_that_leads_out(clinic: Path, away: Path):
    (away / "own.pem").write_text("x")
    (clinic / "own.pem").symlink_to(away / "own.pem")
    text = "\nmail:\n  server: localhost\n  security: none\n  ca_file: own.pem\n"
    with (clinic / "clinic.yaml").open("a") as file:
        file.write(text)
    problem = next(one for one in load_library(clinic).problems if "ca_file" in one.message)
    assert "leads out of the clinic's folder" in problem.message
    assert problem.line == len((clinic / "clinic.yaml").read_text().splitlines())


def test_links_that_lead_round_nowhere_or_to_a_folder(clinic: Path):
    drills = clinic / "drills"
    (drills / "round.yaml").symlink_to("round.yaml")
    (drills / "lost.yaml").symlink_to("gone.yaml")
    (drills / "folder.yaml").symlink_to("pictures")
    (drills / ".#calf-stretch.yaml").symlink_to("somebody@somewhere.123")  # an editor's lock
    texts = "\n".join(said(clinic))
    assert "round.yaml is a link that leads round to itself" in texts
    assert "lost.yaml is a link to a file that does not exist" in texts
    assert "folder.yaml is not a regular file" in texts
    assert len(said(clinic)) == 3


def test_links_inside_the_folder_and_to_it_are_fine(clinic: Path, tmp_path: Path):
    (clinic / "drills" / "pictures").rename(clinic / "pictures")
    (clinic / "drills" / "pictures").symlink_to("../pictures")
    (clinic / "pictures" / "back").symlink_to("../drills")  # a circle of folders
    (tmp_path / "other-name").symlink_to(clinic)
    for folder in (clinic, tmp_path / "other-name"):
        library = load_library(folder).checked()
        names = zipfile.ZipFile(io.BytesIO(snapshot(library)[1])).namelist()
        assert "drills/pictures/calf-start.svg" in names
        assert len(names) == len(set(names)) < 20


def test_nothing_from_outside_is_kept_in_a_snapshot(clinic: Path, away: Path):
    library = load_library(clinic).checked()
    (clinic / "drills" / "notes.txt").symlink_to(away / "roster.csv")
    (clinic / "words").symlink_to(away / "programs")
    names = zipfile.ZipFile(io.BytesIO(snapshot(library)[1])).namelist()
    assert "drills/calf-stretch.yaml" in names
    assert not any("notes.txt" in name or name.startswith("words") for name in names)
