"""A clinic's week: batches of 100 to 100,000 patients with mixed programs, weeks and doses, as the command runs them.

For each size: to a folder, with as many processes as there are cores; the rate at which this disk takes the
same files written the same safe way (by as many processes); to packets; to a zip.
Rates are those of the whole command, start and reading included; processor time is that of all its processes, user and
system, and steadier than rates. Memory is that of the largest process: to a folder, packets, zip.
Beside it Typst (ua-1) and naive Platypus, from a small sample. Everything is run in turn.

Each run has a fresh folder at the top, and nothing is deleted before all are done: where thousands of files were
deleted within the last minutes, a disk makes new ones several times slower, and what comes next would be charged with
it. Have 30 GB free for all sizes.

python benchmarks/week.py [SIZE ...]
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SIZES = (100, 1000, 10_000, 100_000)
PROGRAMS = ("hip-hinge", "low-back", "knee-strength", "hip-strength")
STARTS = ("2026-11-23", "2026-11-16", "2026-11-09", "2026-11-02")
DOSES = ("", "all:sets=2", "all:sets=4,rest=30", "all:reps=12", "all:rest=90", "all:sets=3,reps=6")
COMMAND = [sys.executable, "-m", "handouts", "batch", "roster.csv", "--week-of", "2026-11-23"]


def roster(folder: Path, count: int) -> None:
    with (folder / "roster.csv").open("w") as file:
        file.write("id,patient,program,start,dose,note,clinician,next visit\n")
        for number in range(count):
            program, start, dose = PROGRAMS[number % 4], STARTS[number // 4 % 4], DOSES[number // 16 % 6]
            file.write(
                f'{number},Patient {number},{program},{start},"{dose}",'
                f"Start slow and tick as you go. This is note {number}.,{('Dana Reyes', 'Lee Wong')[number % 2]},"
                f"2026-11-{24 + number % 4} {9 + number % 8}:00\n"
            )


@dataclass(frozen=True)
class Used:
    """What a run took."""

    seconds: float
    cpu: float
    """Processor time of all of its processes, user and system, s."""
    memory: int
    """Of its largest process, MB."""


def run(top: Path, folder: Path, *options: str) -> tuple[Path, Used]:
    """Run the whole command on the roster of a folder. Gives the fresh folder that it went to, and what it took."""
    made = Path(tempfile.mkdtemp(dir=top)) / "made"
    # the day is fixed: visits of the roster that are over would be told of row by row
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 20, tzinfo=UTC).timestamp()))}
    start = time.perf_counter()
    done = subprocess.Popen([*COMMAND, *options, "-o", str(made)], cwd=folder, stdout=subprocess.DEVNULL, env=env)
    _, status, used = os.wait4(done.pid, 0)  # of its own processes too, for it waits for them
    if status:
        raise SystemExit(f"the batch failed: {options}")
    return made, Used(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def _save(work: tuple[Path, list[bytes], int, int]) -> None:
    from handouts.base.files import GROUP
    from handouts.deliver.save import save_group

    folder, samples, first, end = work
    for at in range(first, end, GROUP):
        some = [
            (f"{number:06}.pdf", (samples[number % len(samples)], b"%%%d\n" % number))
            for number in range(at, min(at + GROUP, end))
        ]
        if set(save_group(folder, some, force=False)) != {"written"}:
            raise SystemExit("the disk does not take them")


def disk(top: Path, made: Path, count: int) -> Used:
    """What the disk takes: ready bytes of real handouts, through the product's own way of saving."""
    samples = [path.read_bytes() for path in sorted(made.glob("*.pdf"))[:40]]
    folder = Path(tempfile.mkdtemp(dir=top))
    start, used = time.perf_counter(), _of_children()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_save, [(folder, samples, at, min(at + 200, count)) for at in range(0, count, 200)]))
    return Used(time.perf_counter() - start, _of_children() - used, 0)


def _of_children() -> float:
    """Processor time of the processes that this one has waited for, s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peers() -> dict[str, float]:
    """Rates of Typst and naive Platypus, handouts a second in one process; doubled, they are those of two cores."""
    import batch
    import tagged

    from handouts.library.load import load_library
    from handouts.plan.planner import Planner
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street")
    planner, press = Planner(library), Press(library)
    sample = [planner.plan(order)[0] for order in batch.orders()[:20]]
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = tagged.pictures(folder, sample, press)
        typst = tagged.make_typst(folder, [tagged.as_data(handout, shown) for handout in sample])
        for how, work in (("Typst, ua-1", typst), ("naive Platypus, untagged", lambda: batch.platypus(sample))):
            work()
            start = time.perf_counter()
            work()
            found[how] = len(sample) / (time.perf_counter() - start)
    return found


def measured(top: Path, size: int) -> None:
    """Measure one size and print its row."""
    folder = Path(tempfile.mkdtemp(dir=top))
    roster(folder, size)
    few = min(size, 10_000)
    made, files = run(top, folder)
    alone = disk(top, made, few)
    _, packets = run(top, folder, "--packet")
    _, zipped = run(top, folder, "--zip")
    runs = ((files, size), (alone, few), (packets, size), (zipped, size))
    rates = [count / used.seconds for used, count in runs]
    cells = [f"{rate:.0f}/s, {1e6 * used.cpu / count:.0f}" for rate, (used, count) in zip(rates, runs, strict=True)]
    largest = " / ".join(str(used.memory) for used in (files, packets, zipped))
    print(
        f"| {size:,} | {cells[0]} | {cells[1]} | {100 * rates[0] / rates[1]:.0f} % | {cells[2]} | {cells[3]} "
        f"| {largest} | {files.seconds:.1f} |",
        flush=True,
    )


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print("Handouts a second of the whole command, and CPU µs a handout:")
    print("| patients | to a folder | the disk alone | part of its rate | to packets | to a zip | MB | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    top = Path(tempfile.mkdtemp(prefix="week-", dir=Path.cwd().parent))
    try:
        for size in sizes:
            measured(top, size)
        try:
            for how, rate in peers().items():
                print(f"| {how}, one process | {rate:.0f}/s | | | | | | |")
        except ImportError as error:
            print(f"The peers are not installed: {error.name}.")
    finally:
        shutil.rmtree(top)


if __name__ == "__main__":
    main()
