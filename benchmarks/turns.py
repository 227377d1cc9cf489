"""Work measured in turn: each way of doing it has a process of its own that stays, so what it keeps is warm.

A round asks every process once, one after the other, so that all see the same machine. What counts is processor time,
user and system, of the process and its children; what is compared are medians of the rounds.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]


def processor() -> float:
    """Processor time of this process and of those that it has waited for, s."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def serve(work: Callable[[int], Mapping[str, Any]]) -> None:
    """In a process of its own: do the work whenever asked, and say what it took. ``work`` gets the round's number."""
    gc.collect()
    gc.freeze()  # what was prepared is the benchmark's, and no collection is charged with it
    for line in sys.stdin:
        start = processor()
        said = work(int(line))
        print(json.dumps({**said, "cpu": processor() - start}), flush=True)


class Turn:
    """A process that does one kind of work, with the packages of a tree."""

    def __init__(self, name: str, script: str, arguments: Sequence[str], tree: Path = HERE) -> None:
        self.name = name
        self.said: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [sys.executable, str(Path(script).resolve()), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(tree)},
        )

    def round(self, number: int) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended")
        self.said.append(json.loads(line))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def median(self, what: str = "cpu") -> float:
        """Of the rounds after the first."""
        return statistics.median(one[what] for one in self.said[1:])

    @property
    def spread(self) -> str:
        """Least to most of the rounds' processor time a handout, µs."""
        each = [1e6 * one["cpu"] / one["count"] for one in self.said[1:]]
        return f"{min(each):,.0f} to {max(each):,.0f}"

    def each(self) -> float:
        """Processor time a handout, µs: the median of the rounds after the first."""
        return 1e6 * statistics.median(one["cpu"] / one["count"] for one in self.said[1:])

    def first(self) -> float:
        """The same in the first round, when nothing was kept."""
        return 1e6 * float(self.said[0]["cpu"]) / float(self.said[0]["count"])


def in_turn(turns: Sequence[Turn], rounds: int) -> None:
    """Do one round that warms and then as many as asked for."""
    for number in range(rounds + 1):
        for turn in turns:
            turn.round(number)
    for turn in turns:
        turn.close()


def load() -> str:
    """What else the machine had to do."""
    return f"load {', '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} cores"
