"""This tree against another one, such as a checkout of the build before: the same commands, run in turn.

    python benchmarks/two_trees.py OTHER_TREE [ROUNDS]

Each command is run once by each tree a round, so that both see the same machine; what counts is the median of the
rounds' ratios of processor time. The first round, which fills each tree's cache of drawings, is left out. Both trees
run with this interpreter and its packages.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
COMMANDS = {
    "help": ["--help"],
    "make, own process": ["make", "hip-hinge", "-p", "Mei Tan", "-o", "one.pdf", "--force"],
    "make, with a clinic": ["make", "hip-hinge", "-p", "Mei Tan", "-o", "two.pdf", "--force", "--clinic", "clinic"],
    "batch of 300": ["batch", "roster.csv", "-o", "batch", "--force", "-j", "1"],
}


def seconds(tree: Path, arguments: list[str], folder: Path) -> float:
    """Processor time of one run and its children, s."""
    environment = os.environ | {"PYTHONPATH": str(tree), "HANDOUTS_CACHE": str(folder / "drawings")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "handouts", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(other: Path, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folders = {tree: Path(place) / name for name, tree in (("here", HERE), ("there", other))}
        for tree, folder in folders.items():
            folder.mkdir()
            seconds(tree, ["init", "clinic"], folder)
            lines = [f"Patient {number},hip-hinge,{1 + number % 4},2026-11-23" for number in range(300)]
            (folder / "roster.csv").write_text("\n".join(["patient,program,week,start", *lines]) + "\n")
        print("| command | other, s | this, s | this / other |\n|---|---|---|---|")
        for name, arguments in COMMANDS.items():
            times = [[seconds(tree, arguments, folder) for tree, folder in folders.items()] for _ in range(rounds + 1)]
            here, there = zip(*times[1:], strict=True)
            ratio = statistics.median(one / another for one, another in zip(here, there, strict=True))
            print(
                f"| {name} | {statistics.median(there):.2f} | {statistics.median(here):.2f} | {ratio:.2f} |", flush=True
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 9)
