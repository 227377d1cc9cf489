"""Pages for the phone beside sheets: by make, batch and reprint; named so that they lie where the sheet says, entered,
moved and forgotten with their sheets.
"""

from __future__ import annotations

import csv
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from tests.conftest import Ran

Run = Callable[..., Ran]
WEEK = ("--week-of", "2026-11-23")
ROSTER = "patient,id,program,start\nZoë Müller,1,hip-hinge,2026-11-23\nJo Bloggs,2,calf-care,2026-11-23\n"


@pytest.fixture
def inside(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder, which is the current one, with a roster."""
    monkeypatch.chdir(clinic)
    Path("r.csv").write_text(ROSTER, "utf-8")
    return clinic


@pytest.fixture
def placed(inside: Path) -> Path:
    """One of a clinic that has a place for pages."""
    file = inside / "clinic.yaml"
    file.write_text(f"page_url: https://clinic.example/h/{{id}}\n{file.read_text('utf-8')}", "utf-8")
    return inside


def names(folder: Path | str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_make_writes_it_beside_the_pdf_without_a_name_and_once(handouts: Run, inside: Path):
    given = ("make", "hip-hinge", "-p", "Zoë Müller", "-o", "zoe.pdf", "--html")
    ran = handouts(*given, "--json")
    said = json.loads(ran.out)
    assert (ran.code, said["page"], said["page_state"]) == (0, "zoe.html", "written")
    page = Path("zoe.html")
    assert "Müller" not in page.read_text("utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Unchanged: zoe.html" in handouts(*given).out
    before = page.read_bytes()
    page.write_text("of mine", "utf-8")
    Path("zoe.pdf").unlink()
    ran = handouts(*given)
    assert ran.code == Exit.EXISTS
    assert not Path("zoe.pdf").exists()  # both, or none
    assert handouts(*given, "--force").code == 0
    assert page.read_bytes() == before


def test_a_page_alone_with_a_name_and_what_does_not_go_together(handouts: Run, inside: Path):
    assert handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "zoe.html", "--html-name").code == 0
    assert "Müller" in Path("zoe.html").read_text("utf-8")
    assert not Path("zoe.pdf").exists()
    assert "zoe.html" in handouts("history", "Zoë Müller").out
    for wrong, option in (
        (("--html", "--encrypt"), "--encrypt: does not go with a page"),
        (("--html-name",), "--html-name: is for a page"),
        (("-o", "a.html", "--print"), "--print: prints sheets"),
        (("-o", "a.htmx"), "does not end in .pdf or .html"),
    ):
        ran = handouts("make", "hip-hinge", "-p", "Zoë Müller", *wrong)
        assert (ran.code, option in ran.err) == (Exit.USAGE, True), ran.err


def test_where_the_clinic_has_a_place_pages_have_the_names_of_their_addresses(handouts: Run, placed: Path):
    ran = handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "zoe.pdf")
    assert "page_url: warning: is set, so the sheet says where its page lies, and no page was made" in ran.err
    ran = handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "zoe.pdf", "--html", "--json")
    found = json.loads(ran.out)
    assert found["page"] == f"pages/{found['id']}.html"
    assert names("pages") == [f"{found['id']}.html"]
    assert "page_url" not in ran.err
    ran = handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "z.pdf", "--html", "--html-name")
    assert (ran.code, "--html-name: does not go with page_url" in ran.err) == (Exit.USAGE, True)
    assert handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "z.html", "--html-name").code == 0


def test_a_batch_has_a_page_for_each_goes_on_and_moves_them(handouts: Run, inside: Path):
    folder = inside / "output" / "week-of-2026-11-23"
    assert handouts("batch", "r.csv", *WEEK, "--html").code == 0
    sheets = [path for path in folder.iterdir() if path.suffix == ".pdf"]
    pages = [path.with_suffix(".html") for path in sheets]
    assert len(sheets) == 2
    assert all(page.is_file() and stat.S_IMODE(page.stat().st_mode) == 0o600 for page in pages)
    with next(folder.glob("manifest-*.csv")).open(encoding="utf-8-sig") as file:
        assert sorted(row["page"] for row in csv.DictReader(file)) == sorted(page.name for page in pages)
    kept = pages[0].read_bytes()
    pages[0].unlink()  # as after a power cut
    ran = handouts("batch", "r.csv", *WEEK, "--html", "--resume")
    assert "1 there already, 1 done before." in ran.out
    assert pages[0].read_bytes() == kept
    assert "2 done before." in handouts("batch", "r.csv", *WEEK, "--html", "--resume").out
    pages[1].write_text("of mine", "utf-8")
    ran = handouts("batch", "r.csv", *WEEK, "--html")
    assert (ran.code, "1 failed" in ran.out) == (Exit.SOME_FAILED, True)
    assert handouts("batch", "r.csv", *WEEK, "--html", "--issued", "2026-11-19").code == 0
    assert set(names(folder / "replaced")) == {one.name for one in (*sheets, *pages)}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pages_of_a_place_lie_apart_in_folder_zip_and_packet(handouts: Run, placed: Path, jobs: str):
    folder = placed / "output" / "week-of-2026-11-23"
    ran = handouts("batch", "r.csv", *WEEK, "--html", "--jobs", jobs)
    assert "Their pages for the phone are in pages/, to be put where page_url says." in ran.out
    (sheets,) = ([path.stem[-12:] for path in folder.glob("*.pdf")],)
    assert names(folder / "pages") == sorted(f"{one}.html" for one in sheets)
    assert handouts("batch", "r.csv", *WEEK, "--html", "--zip").code == 0
    with zipfile.ZipFile(f"{folder}.zip") as archive:
        inside = {one for one in archive.namelist() if one.startswith("pages/")}
        assert inside == {f"pages/{one}.html" for one in sheets}
        assert all(archive.read(one) == (folder / one).read_bytes() for one in inside)
        assert archive.testzip() is None
    for path in (folder / "pages").iterdir():
        path.unlink()
    assert handouts("batch", "r.csv", *WEEK, "--html", "--packet", "--jobs", jobs).code == 0
    assert names(folder / "pages") == sorted(f"{one}.html" for one in sheets)


def test_who_is_forgotten_has_no_page_left(handouts: Run, placed: Path):
    assert handouts("batch", "r.csv", *WEEK, "--html").code == 0
    assert handouts("batch", "r.csv", *WEEK, "--html", "--zip").code == 0
    assert handouts("make", "hip-hinge", "-p", "Zoë Müller", "--id", "1", "-o", "zoe.html").code == 0
    assert len(names(placed / "output/week-of-2026-11-23/pages")) == 2
    assert handouts("forget", "Zoë Müller", "--files", "--yes").code == 0
    assert len(names(placed / "output/week-of-2026-11-23/pages")) == 1
    assert not Path("zoe.html").exists()
    with zipfile.ZipFile("output/week-of-2026-11-23.zip") as archive:
        assert sum(one.startswith("pages/") for one in archive.namelist()) == 1


def test_a_reprint_has_its_page_too_also_after_the_place_has_changed(handouts: Run, placed: Path):
    ran = handouts("make", "hip-hinge", "-p", "Zoë Müller", "-o", "zoe.pdf", "--html", "--json")
    handout, first = json.loads(ran.out)["id"], (placed / json.loads(ran.out)["page"]).read_bytes()
    sheet = Path("zoe.pdf").read_bytes()
    Path("zoe.pdf").unlink()
    file = placed / "clinic.yaml"
    file.write_text(file.read_text("utf-8").replace("clinic.example/h", "new.example"), "utf-8")
    assert handouts("reprint", handout, "-o", "again.pdf", "--html").code == 0
    assert Path("again.pdf").read_bytes() == sheet
    assert Path(f"{handout}.html").read_bytes() == first
