"""Whole batch commands, start and roster and all, by this tree and another in turn: processor time and memory.

    python benchmarks/commands.py --before TREE [--rounds N] [--jobs N] [--parts N] [--folder FOLDER] [ROW ...]

Rows of one to six lines of notes, in 96 kinds; packets of 12. ``--parts`` has each row done with so many times fewer
patients. Every run goes to a fresh folder at the top; what is many files is not deleted before the end, for a disk is
slow where files have just been deleted. 20 GB are needed for three rounds. Each tree's cache of drawings is filled
before the first. Processor time is of all processes, user and system; memory that of the largest process. What the
system takes to make a file depends on the disk and what others do there: ``--folder /dev/shm`` measures without one.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import patients
import turns

COLUMNS = {"patient": "patient", "items": "program", "start": "start", "changes": "dose", "note": "note"}
VISIT = "next visit"
NOW = datetime(*patients.ISSUED.timetuple()[:3], tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A command that is measured. ``new``: the tree before has no such option, and does what comes nearest."""

    size: int
    options: tuple[str, ...] = ()
    kinds: int = patients.KINDS
    before: tuple[str, ...] | None = None


ROWS = {
    "folder": Row(10_000),
    "zip": Row(20_000, ("--zip",)),
    "packets": Row(1000, ("--packet",), 12),
    "printed": Row(1000, ("--packet", "--print-file"), 12, ("--packet",)),
}


@dataclass(frozen=True)
class Used:
    user: float
    system: float
    """Processor time, s."""
    memory: int
    """MB."""
    size: float
    """Bytes a patient, of PDFs and archives."""

    @property
    def cpu(self) -> float:
        return self.user + self.system


def roster(path: Path, size: int, kinds: int) -> None:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", *COLUMNS.values(), VISIT])
        for number in range(size):
            row = patients.row(number, long=True, kinds=kinds)
            out.writerow([number, *(row.get(name, "") for name in COLUMNS), row["visit"]])


def run(tree: Path, roster: Path, options: Sequence[str], made: Path, size: int) -> Used:
    environment = os.environ | {
        "PYTHONPATH": str(tree),
        "HANDOUTS_CACHE": str(roster.parent / f"cache-{tree.name}"),
        "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        "PYTHONDONTWRITEBYTECODE": "",  # else a tree would be compiled anew by each of its commands
    }
    command = [
        sys.executable,
        "-m",
        "handouts",
        "batch",
        str(roster),
        "--week-of",
        "2026-11-23",
        "-o",
        str(made),
        *options,
    ]
    with (made.parent / "log").open("w") as log:
        done = subprocess.Popen(command, cwd=made.parent, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(done.pid, 0)
    if status:
        raise SystemExit(f"{tree} {' '.join(options)}: {(made.parent / 'log').read_text()[-2000:]}")
    written = sum(path.stat().st_size for path in (*made.rglob("*.pdf"), *made.parent.glob("*.zip")))
    return Used(used.ru_utime, used.ru_stime, used.ru_maxrss // 1024, written / size)


def measured(top: Path, name: str, trees: Sequence[Path], rounds: int, parts: int, jobs: int | None) -> None:
    row = ROWS[name]
    size = row.size // parts
    path = top / f"{name}.csv"
    roster(path, size, row.kinds)
    few = top / f"{name}-few.csv"
    roster(few, 50, row.kinds)
    found: dict[Path, list[Used]] = {tree: [] for tree in trees}
    many = ("-j", str(jobs)) if jobs else ()
    for number in range(rounds + 1):
        for tree in trees:
            options = row.options if tree == turns.HERE or row.before is None else row.before
            place = Path(tempfile.mkdtemp(dir=top))
            if number == 0:
                run(tree, few, (*options, *many), place / "made", 50)
                continue
            found[tree].append(run(tree, path, (*options, *many), place / "made", size))
            if row.options:
                shutil.rmtree(place)  # a few large files
    cpu = {tree: statistics.median(one.cpu for one in some) for tree, some in found.items()}
    for tree, some in found.items():
        each = [1e6 * one.cpu / size for one in some]
        system = statistics.median(1e6 * one.system / size for one in some)
        print(
            f"| {name}, {size:,}, {'this' if tree == turns.HERE else 'before'} | {1e6 * cpu[tree] / size:,.0f} "
            f"({min(each):,.0f} to {max(each):,.0f}) | {system:,.0f} | {cpu[tree] / cpu[turns.HERE]:.2f} "
            f"| {max(one.memory for one in some)} | {statistics.median(one.size for one in some) / 1000:.1f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path.cwd().parent)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], default=[])
    asked = parser.parse_args()
    trees = [turns.HERE, *([asked.before.resolve()] if asked.before else [])]
    print(f"{asked.rounds} rounds in turn; {turns.load()}\n")
    print(
        "| row | CPU µs a patient (least to most) | of it the system's | this takes so much less | MB | kB a patient |"
    )
    print("|---|---|---|---|---|---|")
    top = Path(tempfile.mkdtemp(prefix="commands-", dir=asked.folder))
    try:
        for name in asked.rows or ROWS:
            measured(top, name, trees, asked.rounds, asked.parts, asked.jobs)
    finally:
        shutil.rmtree(top)
    print(f"\nPython {sys.version.split()[0]}; at the end {turns.load()}")


if __name__ == "__main__":
    main()
