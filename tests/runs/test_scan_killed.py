"""``handouts scan``, killed at its nth step, and two at once: every page is in the register once, as if nothing had been."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.mail.killing import ROOT, Victims, each_kind
from tests.runs.scanned import Back, back, handed_out, pages_of, sheet_of, ticked, written

__all__ = ["back", "handed_out"]


def pile(back: Back) -> str:
    """All pages in one file: some are sure; on the last, which has the most steps, something is written."""
    mei, lucja = back.ids
    geometry = sheet_of(back.folder, mei).geometry
    pages = [
        *(picture for (handout, _), picture in back.pages.items() if handout == lucja),
        written(ticked(back.pages[mei, 1], geometry, 1, back.boxes(mei)[:7]), geometry, 1, "pain_wed_s1"),
    ]
    pages[0].save(back.folder / "pile.pdf", save_all=True, append_images=pages[1:], resolution=120)
    return "pile.pdf"


def kept(folder: Path) -> list[tuple[object, ...]]:
    """All that the register has of what came back, but for when, in no order."""
    with open_register(folder) as register:
        table = ReturnsTable(register)
        rows = [
            one
            for (handout, *_) in register.read("SELECT DISTINCT handout FROM issued")
            for one in table.of_handout(handout)
        ]
        return sorted(
            (one.handout, one.page, one.digest, one.state, str(sorted(one.ticked.items())), one.unsure,
             len(table.cutouts(one.id)))
            for one in rows
        )  # fmt: skip


def killed_at_each(points: Callable[[list[str]], Iterable[int]], back: Back, tmp_path: Path) -> None:
    """Kill the command before each of these steps, then run it again."""
    name = pile(back)
    with Victims(tmp_path / "log", "command", back.folder, "scan", "--look", name) as victims:

        def run(place: Path, die: int = 0) -> tuple[int, list[str]]:
            if not place.exists():
                shutil.copytree(back.folder, place)
            return victims.run(place, "scan", name, die=die)

        code, steps = run(tmp_path / "whole")
        assert code == 0, (tmp_path / "log.out").read_text()
        whole = kept(tmp_path / "whole")
        assert sorted({row[3] for row in whole}) == ["entered", "pending"]
        for number in points(steps):
            place, where = tmp_path / f"at-{number}", f"killed before step {number}: {steps[number - 1]}"
            code, done = run(place, number)
            assert code == -9 or (code == 0 and len(done) < number), where
            assert run(place)[0] == 0, where
            assert kept(place) == whole, where


def changing(steps: list[str]) -> list[int]:
    """The last cut-out, and the last change: by then all pages but one are there, and that one is not, or in part."""
    return [number for number in each_kind(steps) if steps[number - 1] in ("sql: INSERT INTO", "sql: COMMIT")]


def test_a_killed_scan_goes_on(back: Back, tmp_path: Path):
    killed_at_each(changing, back, tmp_path)


@pytest.mark.slow
def test_a_scan_that_is_killed_anywhere_goes_on(back: Back, tmp_path: Path):
    killed_at_each(lambda steps: range(2, len(steps) + 1, 3), back, tmp_path)


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "handouts", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_scans_of_one_pile_at_once_enter_it_once(back: Back):
    name = pile(back)
    both = [command(back.folder, "scan", name) for _ in range(2)]
    said = [run.communicate()[0] for run in both]
    assert [run.returncode for run in both] == [0, 0], said
    rows = kept(back.folder)
    assert sorted({(row[0], row[1]) for row in rows}) == [(row[0], row[1]) for row in rows]
    assert sorted(row[3] for row in rows) == ["entered"] * (len(back.pages) - 1) + ["pending"]


PATIENTS = 200


@pytest.mark.slow
def test_two_hundred_pages_killed_again_and_again_are_all_there_once(
    handouts: Callable[..., Ran], clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each run is killed when it has entered some forty pages more; the last one ends."""
    monkeypatch.chdir(clinic)
    rows = [f"{number},Patient {number},hip-hinge,2026-11-23,log" for number in range(PATIENTS)]
    (clinic / "roster.csv").write_text("\n".join(["id,patient,program,start,layout", *rows]), "utf-8")
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile", "--simplex").code == 0
    pictures = pages_of(clinic / "pile" / "packet-01.pdf")
    assert len(pictures) == PATIENTS
    pictures[0].save(clinic / "pile.pdf", save_all=True, append_images=pictures[1:], resolution=120)
    pictures[0].save(clinic / "first.png")
    with Victims(tmp_path / "log", "command", clinic, "scan", "--look", "first.png") as victims:
        deaths, seen = 0, 0
        while True:
            # some twelve statements for each page that is new, one or two for one that is there
            code, _ = victims.run(clinic, "scan", "pile.pdf", die=600 + 2 * seen)
            now = kept(clinic)
            assert len({(row[0], row[1]) for row in now}) == len(now), "nothing is entered twice"
            assert len(now) >= seen, "nothing is lost"
            if code == 0:
                break
            assert code == -9, (tmp_path / "log.out").read_text()[-2000:]
            assert len(now) > seen, "each run comes further"
            deaths, seen = deaths + 1, len(now)
    assert deaths >= 3
    assert len(now) == PATIENTS
    assert {row[3] for row in now} == {"entered"}
