"""Runs the command line and ends itself at an exact event: python interrupted_child.py EVENT NUMBER ARGUMENTS...

EVENT is a moment and a signal, such as ``before-file:KILL`` or ``after-entry:INT``; NUMBER counts from 1. A file is one
that is saved, or, in a group, one that gets its name, an entry is one change of the register, a
change too, but ``before-change`` is after all of it but the last word; a chunk is what is worked on at a time. Only the command's own process counts, not its workers.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from handouts.base import files
from handouts.base.files import Parts, Sync
from handouts.cli import run
from handouts.deliver import save as saving
from handouts.deliver.register import Issued, Register
from handouts.runs import workers
from handouts.runs.job import Chunk, Job, RowResult


def main() -> int:
    """Install the hook and run."""
    (moment, name), number = sys.argv[1].split(":"), int(sys.argv[2])
    when, what = moment.split("-")
    wanted, mine, lock, counts = signal.Signals[f"SIG{name}"], os.getpid(), threading.Lock(), {"before": 0, "after": 0}

    def at(place: str, event: str) -> None:
        if event != what or os.getpid() != mine:
            return
        with lock:
            counts[place] += 1
            if place == when and counts[place] == number:
                os.kill(mine, wanted)

    def around(event: str, work: Callable[[], None]) -> None:
        at("before", event)
        work()
        at("after", event)

    def write_whole(path: Path, data: Parts, *, force: bool, sync: Sync = "all") -> None:
        around("file", lambda: files.write_whole(path, data, force=force, sync=sync))

    def placed(one: files._Unnamed, *, force: bool) -> OSError | None:
        found: list[OSError | None] = []
        around("file", lambda: found.append(place(one, force=force)))
        return found[0]

    place = files._placed
    add = Register.add

    def enter(self: Register, made: Iterable[Issued]) -> None:
        around("entry", lambda: add(self, made))

    work = workers.work

    def chunk_of(job: Job, chunk: Chunk) -> list[RowResult]:
        made: list[RowResult] = []
        around("chunk", lambda: made.extend(work(job, chunk)))
        return made

    if what == "chunk":  # it is not for other processes
        workers.work = chunk_of
    saving.write_whole = write_whole  # type: ignore[attr-defined]  # imported there
    files._placed = placed  # those that are saved in groups get their names one by one
    Register.add = enter  # type: ignore[method-assign]
    _watch_changes(at)
    return run(sys.argv[3:])


def _watch_changes(at: Callable[[str, str], None]) -> None:
    writing = Register._writing

    @contextlib.contextmanager
    def change(self: Register) -> Iterator[None]:
        with writing(self):
            yield
            at("before", "change")
        at("after", "change")

    Register._writing = change  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
