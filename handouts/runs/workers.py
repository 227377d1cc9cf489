"""Who works on a batch: this process, or several on this machine (for a Dask cluster see ``cluster``).

Each takes chunks and gives their results in order. Only a few chunks are under way at a time, so that memory
does not grow with the roster and a stop leaves little unfinished.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from handouts.base.memory import settle
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.library.load import Library
from handouts.runs.job import Chunk, Job, RowResult
from handouts.runs.packets import make_packet
from handouts.runs.rows import Bench, make_files

__all__ = ["cores", "here", "set_up", "with_processes", "work"]

_benches: dict[tuple[Path | None, str | None, str, bool, tuple[tuple[str, bool], ...]], Bench] = {}
"""By clinic, brand, digest of the clinic's content, what may be printed, and way of printing."""
_jobs: list[Job] = []
"""The one that this process was started for, if it was."""


def set_up(job: Job, library: Library | None = None) -> Bench:
    """The bench of this process for a job, set up at its first use. One is kept."""
    key = (job.clinic, job.brand, job.content, job.allow_stale, tuple(sorted(job.printing.items())))
    if library or key not in _benches:
        _benches.clear()
        _benches[key] = Bench(job, library)
        settle()
    return _benches[key]


def work(job: Job, chunk: Chunk) -> list[RowResult]:
    """Make the handouts of a chunk; gives a result a row, in order."""
    bench = set_up(job)
    return make_packet(job, chunk, bench) if job.kind == "packet" else make_files(job, chunk, bench)


def here(job: Job, chunks: Iterable[Chunk], stop: Callable[[], bool]) -> Iterator[list[RowResult]]:
    """Work in this process, until all is done or ``stop`` says so."""
    for chunk in chunks:
        if stop():
            return
        yield work(job, chunk)


def with_processes(
    job: Job, chunks: Iterable[Chunk], stop: Callable[[], bool], count: int
) -> Iterator[list[RowResult]]:
    """Work in ``count`` processes. Where the system can fork, they start with all that this one has kept."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    start = (os.getpid(), job)  # which is not sent with each chunk: it may hold what a whole roster has done
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker, initargs=start) as pool:
        waiting: deque[Any] = deque()
        source = iter(chunks)
        try:
            while True:
                while len(waiting) < 2 * count and not stop():
                    chunk = next(source, None)
                    if chunk is None:
                        break
                    waiting.append(pool.submit(_work_on, chunk))
                if not waiting:
                    return
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            message = "a worker process was ended from outside; memory may have run out"
            hint = f"Run it again {'with --resume and' if job.kind == 'files' else 'with'} fewer jobs."
            raise HandoutsError([Problem("--jobs", 0, message, hint)], Exit.OUTPUT) from error


def _work_on(chunk: Chunk) -> list[RowResult]:
    """Work on a chunk of the job that this process was started for."""
    return work(_jobs[0], chunk)


def _start_worker(parent: int, job: Job) -> None:
    """Ctrl-C is for the command, which lets workers finish what they have in hand; and they end when it is gone."""
    _jobs[:] = [job]
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)  # a killed command cannot tell its workers

    threading.Thread(target=watch, daemon=True).start()


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
