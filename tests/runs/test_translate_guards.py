"""What a translator's file and a clinic's folder may not do unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.library.load import load_library
from tests.conftest import Ran

Handouts = Callable[..., Ran]


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def exported(handouts: Handouts, name: str) -> str:
    assert handouts("translate", "export", "es", "clamshell", "-o", name).code == 0
    return Path(name).read_text("utf-8")


def test_a_file_in_another_language_than_its_name_says_is_refused(here: Path, handouts: Handouts):
    Path("ta.po").write_text(exported(handouts, "es.po"), "utf-8")
    ran = handouts("translate", "import", "ta.po")
    assert ran.code == Exit.CONTENT
    assert "“es”, not in “ta”" in ran.err
    assert not (here / "lang").exists()
    assert handouts("translate", "import", "es.po").code == 0


def test_a_file_that_was_cut_off_is_refused(here: Path, handouts: Handouts):
    whole = exported(handouts, "es.po").rstrip()
    Path("es.po").write_text(whole[: whole.rindex('"') - 3], "utf-8")
    assert handouts("translate", "import", "es.po").code == Exit.CONTENT
    assert not (here / "lang").exists()


def test_nothing_is_written_past_a_link(here: Path, handouts: Handouts, tmp_path_factory: pytest.TempPathFactory):
    away = tmp_path_factory.mktemp("away")
    (here / "lang").mkdir()
    (here / "lang" / "es").symlink_to(away)
    text = exported(handouts, "es.po").replace("Lado", "lado").replace("rodilla", "rodilla ya")
    Path("es.po").write_text(text, "utf-8")
    assert handouts("translate", "import", "es.po", "--force").code != 0
    assert list(away.iterdir()) == []


def own_text(here: Path, made_from: str, text: str) -> None:
    folder = here / "lang" / "es" / "drills"
    folder.mkdir(parents=True)
    source = f"of: clamshell\nlanguage: es\nstatus: draft\ntexts:\n  harder.1: {text}\nmade_from: {{{made_from}}}\n"
    (folder / "clamshell.yaml").write_text(source, "utf-8")


def test_a_correction_that_is_passed_over_is_told(here: Path, handouts: Handouts):
    own_text(here, "", "Ponga la banda más cerca de los pies.")
    ran = handouts("check")
    assert ran.code == 0
    assert "harder.1 is not printed: it was not made from the text that the source has now" in ran.err


def test_what_check_finds_at_fault_is_not_signed(here: Path, handouts: Handouts):
    drill = load_library(here).drills["clamshell", "en"]
    assert drill.harder
    assert handouts("translate", "export", "es", "clamshell", "-o", "es.csv").code == 0
    line = next(row for row in Path("es.csv").read_text("utf-8-sig").splitlines() if "harder.1" in row)
    assert drill.harder[0] in line
    from handouts.library.overlays.texts import text_digest

    own_text(here, f"harder.1: {text_digest(drill.harder[0])}", "Haga 99 repeticiones más.")
    ran = handouts("translate", "sign", "es", "clamshell", "--by", "Dr Lim")
    assert ran.code == Exit.CONTENT
    assert "“clamshell” is not wholly there" in ran.err


def test_the_usual_rules_of_a_new_clinic_are_those_of_its_language(here: Path, handouts: Handouts):
    path = here / "clinic.yaml"
    path.write_text(path.read_text("utf-8").replace("language: en", "language: es"), "utf-8")
    ran = handouts("show", "clamshell", "-p", "Ana")
    assert ran.code == 0
    assert "pain is sharp" not in ran.out
    assert "pain is sharp" in handouts("show", "clamshell", "-p", "Ana", "--language", "en").out
