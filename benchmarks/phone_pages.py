"""What pages for the phone cost a batch: the same roster without them, with them, and where sheets say their address.

    python benchmarks/phone_pages.py [PATIENTS] [ROUNDS]

Each way is run once a round, in turn, so that all see the same machine; what counts is the median of the rounds' ratios
of processor time to the batch without pages. The first round, which fills the cache of drawings, is left out. One
process, four programs, a file for each patient, all of them written anew.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PROGRAMS = ("hip-hinge", "low-back", "knee-strength", "calf-care")
WAYS = {
    "as ever": ("plain", ()),
    "pages beside (--html)": ("plain", ("--html",)),
    "sheets say the address (page_url)": ("placed", ()),
    "both": ("placed", ("--html",)),
}


def seconds(folder: Path, *arguments: str) -> float:
    """Processor time of one run and its children, s."""
    environment = os.environ | {"PYTHONPATH": str(HERE), "HANDOUTS_CACHE": str(folder / "drawings")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "handouts", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def batch(folder: Path, clinic: str, options: tuple[str, ...]) -> tuple[float, int]:
    """Processor time of a batch, and the size of all that it wrote, bytes."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / clinic / "register.sqlite").unlink(missing_ok=True)
    taken = seconds(folder, "batch", "roster.csv", "--clinic", clinic, "-o", "out", "-j", "1", *options)
    return taken, sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file())


def main(patients: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("plain", "placed"):
            seconds(folder, "init", name)
        file = folder / "placed" / "clinic.yaml"
        file.write_text(f"page_url: https://clinic.example/h/{{id}}.html\n{file.read_text('utf-8')}", "utf-8")
        lines = [f"Patient {number},{PROGRAMS[number % 4]},1,2026-11-23" for number in range(patients)]
        (folder / "roster.csv").write_text("\n".join(["patient,program,week,start", *lines]) + "\n")
        found = [{name: batch(folder, *way) for name, way in WAYS.items()} for _ in range(rounds + 1)][1:]
        print(f"{patients} patients, {rounds} rounds\n\n| batch | s | ratio | MB |\n|---|---|---|---|")
        for name in WAYS:
            taken = statistics.median(one[name][0] for one in found)
            ratio = statistics.median(one[name][0] / one["as ever"][0] for one in found)
            print(f"| {name} | {taken:.2f} | {ratio:.2f} | {found[0][name][1] / 1e6:.1f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
