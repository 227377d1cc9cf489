"""From ``handouts desk`` to the first page: a new process, a warm cache, and what it costs.

    python benchmarks/desk_start.py [--rounds N] [--clinic DIR]

Each round starts the command without a browser, opens the address that it prints as a browser would, and asks for the
first page. The first round fills the caches and is left out. Processor time is the server's own until then.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

HERE = Path(__file__).resolve().parents[1]


def once(folder: Path) -> tuple[float, float, float, float]:
    """Seconds until the address is printed, until somebody is let in, until the first page, and of the processor."""
    environment = os.environ | {"PYTHONPATH": str(HERE), "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as where it is installed
    start = time.perf_counter()
    command = [sys.executable, "-m", "handouts", "desk", "--no-browser"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        told = time.perf_counter() - start
        with httpx.Client(timeout=120, follow_redirects=True) as client:
            client.get(found[0]).raise_for_status()
            let_in = time.perf_counter() - start
            client.get(found[0].partition("/enter")[0]).raise_for_status()
        page = time.perf_counter() - start
        spent = psutil.Process(server.pid).cpu_times()
        server.terminate()
        server.wait(60)
    return told, let_in, page, spent.user + spent.system


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clinic", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = asked.clinic or Path(place, "own")
        if not asked.clinic:
            command = [sys.executable, "-m", "handouts", "init", str(folder)]
            subprocess.run(command, env=os.environ | {"PYTHONPATH": str(HERE)}, check=True, capture_output=True)
        rounds = [once(folder) for _ in range(asked.rounds + 1)][1:]
    print(f"{asked.rounds} rounds, after one that fills the caches; medians, ms\n")
    print("| address printed | let in | first page | processor |\n|---|---|---|---|")
    print("| " + " | ".join(f"{statistics.median(one) * 1000:.0f}" for one in zip(*rounds, strict=True)) + " |")


if __name__ == "__main__":
    main()
