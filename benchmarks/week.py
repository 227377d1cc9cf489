"""A clinic's week: batches of 100 to 100,000 patients with mixed programs, weeks and doses, as the command runs them.

For each size: to a folder, with as many processes as there are cores; the rate at which this disk takes the
same files written the same safe way (by as many processes, and as many threads in each); to packets; to a zip.
Rates are those of the whole command, start and reading included; memory is the largest of its processes.
Beside it Typst (ua-1) and naive Platypus, from a small sample. Everything is run in turn.

python benchmarks/week.py [SIZE ...]    writes docs/pictures/week.svg where all sizes are run
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
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


def run(folder: Path, *options: str) -> tuple[float, int]:
    """Seconds of the whole command, and the largest memory of its processes, MB."""
    start = time.perf_counter()
    done = subprocess.Popen([*COMMAND, *options], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(done.pid, 0)
    if status:
        raise SystemExit(f"the batch failed: {options}")
    return time.perf_counter() - start, used.ru_maxrss // 1024


def _save(work: tuple[Path, list[bytes], int, int]) -> None:
    from handouts.deliver.save import save

    folder, samples, first, count = work
    with ThreadPoolExecutor(2) as writers:
        jobs = [
            writers.submit(
                save, folder / f"{number:06}.pdf", samples[number % len(samples)] + b"%%%d\n" % number, force=False
            )
            for number in range(first, first + count)
        ]
        for job in jobs:
            job.result()


def disk(folder: Path, made: Path, count: int) -> float:
    """Files a second that the disk takes: ready bytes of real handouts, through the product's own way of saving."""
    samples = [path.read_bytes() for path in sorted(made.glob("*.pdf"))[:40]]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    size = 50
    start = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_save, [(folder, samples, at, min(size, count - at)) for at in range(0, count, size)]))
    rate = count / (time.perf_counter() - start)
    shutil.rmtree(folder)
    return rate


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
        folder, pictures = Path(name), {}
        for card in sample[0].cards:
            for at, one in enumerate(card.pictures):
                pictures[card.drill, at] = f"{card.drill}-{at}.svg"
                svg = press.figure((one,), "svg", height=30, captions=False, title="x")
                (folder / pictures[card.drill, at]).write_bytes(svg)
        typst = tagged.make_typst(folder, [tagged.as_data(handout, pictures) for handout in sample])
        for how, work in (("Typst, ua-1", typst), ("naive Platypus, untagged", lambda: batch.platypus(sample))):
            work()
            start = time.perf_counter()
            work()
            found[how] = len(sample) / (time.perf_counter() - start)
    return found


def plot(rows: list[tuple[int, float, float, float, float]], path: Path) -> None:
    """Rates by size, both axes logarithmic."""
    import math

    def x(size: float) -> float:
        return 60 + (math.log10(size) - 2) * 130

    def y(rate: float) -> float:
        return 260 - (math.log10(rate) - 1) * 90

    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="12">',
        '<rect width="640" height="300" fill="#fff"/>',
    ]
    out += [
        f'<path d="M60 {y(rate):.0f}H460" stroke="#ccc"/>'
        f'<text x="52" y="{y(rate) + 4:.0f}" text-anchor="end">{rate}</text>'
        for rate in (10, 100, 1000)
    ]
    out += [f'<text x="{x(size):.0f}" y="280" text-anchor="middle">{size:,}</text>' for size, *_ in rows]
    out.append('<text x="60" y="20">handouts a second, by patients in the roster</text>')
    names = ("to a folder", "the disk alone", "to packets", "to a zip")
    colours = ("#1b3a57", "#888", "#c2410c", "#0f766e")
    for index, (name, colour) in enumerate(zip(names, colours, strict=True), 1):
        line = " ".join(f"{x(row[0]):.0f},{y(row[index]):.0f}" for row in rows)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        out.append(
            f'<text x="{x(rows[-1][0]) + 12:.0f}" y="{y(rows[-1][index]) + 4:.0f}" fill="{colour}">{name}</text>'
        )
    path.write_text("\n".join([*out, "</svg>", ""]))


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    rows = []
    print("| patients | to a folder/s | the disk alone/s | part of it | to packets/s | to a zip/s | MB | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
            folder = Path(name)
            roster(folder, size)
            took, memory = run(folder, "-o", "made")
            alone = disk(folder / "disk", folder / "made", min(size, 10_000))
            shutil.rmtree(folder / "made")
            packets, more = run(folder, "--packet", "-o", "made")
            shutil.rmtree(folder / "made")
            zipped, most = run(folder, "--zip", "-o", "made")
            rows.append((size, size / took, alone, size / packets, size / zipped))
            rate, largest = size / took, max(memory, more, most)
            print(
                f"| {size:,} | {rate:.0f} | {alone:.0f} | {100 * rate / alone:.0f} % "
                f"| {size / packets:.0f} | {size / zipped:.0f} | {largest} | {took:.1f} |",
                flush=True,
            )
    for how, rate in peers().items():
        print(f"| {how}, one process | {rate:.0f} | | | | | | |")
    if sizes == SIZES:
        plot(rows, Path(__file__).resolve().parents[1] / "docs" / "pictures" / "week.svg")


if __name__ == "__main__":
    main()
