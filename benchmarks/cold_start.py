"""Cold start: `handouts --help` and a first handout against an empty Python process, run in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pdf = str(Path(folder, "first.pdf"))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "handouts --help": [sys.executable, "-m", "handouts", "--help"],
            "handouts make": [sys.executable, "-m", "handouts", "make", "hip-hinge", "-p", "A B", "-o", pdf, "--force"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS + 1):
            for name, command in commands.items():
                times[name].append(seconds(command))
    empty = times["python -c pass"][1:]
    print(f"{RUNS} runs in turn, after one to warm up\n")
    print("| command | median ms | against empty Python (median of pairs) | aim |")
    print("|---|---|---|---|")
    aims = {"python -c pass": "", "handouts --help": "6", "handouts make": "40"}
    for name, found in times.items():
        ratio = statistics.median(one / base for one, base in zip(found[1:], empty, strict=True))
        print(f"| `{name}` | {statistics.median(found[1:]) * 1000:.0f} | {ratio:.1f} | {aims[name]} |")


if __name__ == "__main__":
    main()
