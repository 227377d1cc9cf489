"""What a large library costs those who use little of it: the same commands with 20 drills on the shelf and with 100.

    python benchmarks/library_size.py [--rounds N] [--drills N] [--rows N]

The drills are copies of the shipped ones under names of their own; they lie in the shipped folder (a copy of this tree)
or in a clinic's. Each command is a process of its own, run once a round by each, so that all see the same machine; the
first round, which fills the cache folders, is left out. Printed are medians of processor time, of the rounds' ratios,
and of the largest process; “another week” is a handout whose drills nobody had in that week, so that no family is kept.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import patients

HERE = Path(__file__).resolve().parents[1]
MONDAY = date(2026, 11, 23)
_COLUMNS = ("patient", "items", "start", "note", "visit")


@dataclass(frozen=True)
class Shelf:
    """A tree to run, the folder to run it in, and whether a clinic's folder is used."""

    name: str
    tree: Path
    folder: Path
    clinic: bool


def copied(tree: Path) -> Path:
    for name in ("handouts", "content", "templates"):
        shutil.copytree(HERE / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tree


def add_drills(folder: Path, count: int) -> None:
    """So many drills more, each a copy of a shipped one with an id and a name of its own."""
    folder.mkdir(exist_ok=True)
    sources = sorted((HERE / "content" / "drills").glob("*.yaml"))
    if not sources:
        raise SystemExit("no drills to copy")
    for number, source in zip(range(count), itertools.cycle(sources)):
        text = re.sub(r"(?m)^id: .*$", f"id: copy-{number}", source.read_text("utf-8"), count=1)
        text = re.sub(r"(?m)^name: .*$", f"name: Copy {number} of a drill", text, count=1)
        (folder / f"copy-{number}.yaml").write_text(text, "utf-8")


def shelves(place: Path, few: int, many: int) -> Iterator[tuple[Shelf, Shelf]]:
    """The small and the large one of each kind."""
    base = copied(place / "few")
    large = copied(place / "many")
    add_drills(large / "content" / "drills", many - few)
    for clinic in (False, True):
        pair = []
        for size, tree in ((few, base), (many, base if clinic else large)):
            where = "a clinic's folder" if clinic else "the shipped folder"
            shelf = Shelf(f"{size} in {where}", tree, place / f"{size}-{clinic}", clinic)
            shelf.folder.mkdir()
            if clinic:
                spent(shelf, ["init", "clinic"])
                if size == many:
                    add_drills(shelf.folder / "clinic" / "drills", many - few)
            pair.append(shelf)
        yield pair[0], pair[1]


def spent(shelf: Shelf, arguments: list[str], **environment: str) -> tuple[float, float]:
    """Processor time, ms, and the largest process, MB."""
    where = {"PYTHONPATH": str(shelf.tree), "HANDOUTS_CACHE": str(shelf.folder / "cache")}
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (shelf.folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "handouts", *arguments],
            cwd=shelf.folder / "clinic" if (shelf.folder / "clinic").is_dir() else shelf.folder,
            env=known | where | environment,
            stdout=output,
            stderr=output,
        )
        _, state, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(state)
    if process.returncode:
        raise SystemExit(f"{shelf.name}: {arguments}: {(shelf.folder / 'output').read_text()}")
    return 1000 * (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024


def commands(round_no: int, rows: int, folder: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    make = ["make", "glute-bridge", "-p", "Mei Tan", "--force", "-o", "one.pdf"]
    week = str(MONDAY + timedelta(weeks=1 + round_no))
    roster = folder / f"roster-{rows}.csv"
    if not roster.exists():
        lines = [",".join(patients.row(number, long=False)[name] for name in _COLUMNS) for number in range(rows)]
        roster.write_text("\n".join(["patient,program,start,note,next visit", *lines, ""]))
    batch = ["batch", str(roster), "-o", str(folder / f"out-{round_no}"), "-j", "1"]
    complete = {"_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make glu", "COMP_CWORD": "2"}
    return {
        "--help": (["--help"], {}),
        "completion of a drill's name": ([], complete),
        "make, warm": ([*make, "--start", str(MONDAY)], {}),
        "make, another week": ([*make, "--start", week], {}),
        "drills": (["drills"], {}),
        f"batch of {rows:,}, one process": (batch, {}),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--drills", type=int, default=100)
    parser.add_argument("--rows", type=int, default=300)
    asked = parser.parse_args()
    few = len(list((HERE / "content" / "drills").glob("*.yaml")))
    with tempfile.TemporaryDirectory() as place:
        for pair in shelves(Path(place), few, asked.drills):
            found: dict[str, list[list[tuple[float, float]]]] = {}
            for round_no in range(asked.rounds + 1):
                for name in commands(round_no, asked.rows, pair[0].folder):
                    turn = [
                        spent(one, said, **more)
                        for one in pair
                        for said, more in [commands(round_no, asked.rows, one.folder)[name]]
                    ]
                    if round_no:
                        found.setdefault(name, []).append(turn)
            print(f"\n| command | {pair[0].name}, ms | {pair[1].name}, ms | ratio | MB | MB | ratio |")
            print("|---|---|---|---|---|---|---|", flush=True)
            for name, turns in found.items():
                cells = []
                for part in (0, 1):
                    one, other = (statistics.median(turn[at][part] for turn in turns) for at in (0, 1))
                    ratio = statistics.median(turn[1][part] / turn[0][part] for turn in turns)
                    cells.append(f"{one:.0f} | {other:.0f} | {ratio:.2f}")
                print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
