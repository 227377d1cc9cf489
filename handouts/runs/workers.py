"""Who works on a batch: this process, several on this machine, or the workers of a Dask cluster.

Each takes chunks and gives their outcomes in order. Only a few chunks are under way at a time, so that memory
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
from typing import Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.runs.rows import Chunk, Job, RowResult
from handouts.runs.work import work

__all__ = ["cores", "here", "on_cluster", "with_processes"]

_TRIES = 4
"""How often a chunk whose worker died is given to another."""


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
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker, initargs=(os.getpid(),)) as pool:
        waiting: deque[Any] = deque()
        source = iter(chunks)
        try:
            while True:
                while len(waiting) < 2 * count and not stop():
                    chunk = next(source, None)
                    if chunk is None:
                        break
                    waiting.append(pool.submit(work, job, chunk))
                if not waiting:
                    return
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            message = "a worker process was ended from outside; memory may have run out"
            raise HandoutsError(
                [Problem("--jobs", 0, message, "Run it again with --resume, and fewer jobs.")], Exit.OUTPUT
            ) from error


def _start_worker(parent: int) -> None:
    """Ctrl-C is for the command, which lets workers finish what they have in hand; and they end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)  # a killed command cannot tell its workers

    threading.Thread(target=watch, daemon=True).start()


def on_cluster(job: Job, chunks: Iterable[Chunk], stop: Callable[[], bool], address: str) -> Iterator[list[RowResult]]:
    """Work on a Dask cluster, whose workers see the same files under the same names.

    A chunk whose worker dies is worked on again by another: files are whole or not there, and the same bytes
    are recognised, so nothing is missing and nothing is there twice.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = "Install what is needed: pip install handouts[dask]"
        raise HandoutsError([Problem("--dask", 0, "needs a part that is not installed", hint)], Exit.USAGE) from error
    if not _answers(address):
        hint = "Give the scheduler's address, such as tcp://127.0.0.1:8786."
        raise HandoutsError([Problem("--dask", 0, f"no scheduler answers at {address[:80]}", hint)], Exit.USAGE)
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        hint = "Give the scheduler's address, such as tcp://127.0.0.1:8786."
        raise HandoutsError([Problem("--dask", 0, f"no scheduler answers at {address}", hint)], Exit.USAGE) from error
    with client:
        ahead = 2 * max(1, sum(client.nthreads().values())) + 2
        waiting: deque[tuple[Chunk, Any]] = deque()
        source = iter(chunks)

        def give(chunk: Chunk) -> Any:
            # the job goes along with each chunk: kept on the cluster, it could be lost with a worker
            return client.submit(work, job, chunk, pure=False, retries=_TRIES)

        while True:
            while len(waiting) < ahead and not stop():
                chunk = next(source, None)
                if chunk is None:
                    break
                waiting.append((chunk, give(chunk)))
            if not waiting:
                return
            yield _answer(*waiting.popleft(), give)


def _answers(address: str) -> bool:
    """Whether anything listens there: Dask's own client takes long to give up, and complains in its own words."""
    import socket
    from urllib.parse import urlsplit

    try:
        place = urlsplit(address if "://" in address else f"tcp://{address}")
        with socket.create_connection((place.hostname or "", place.port or 8786), timeout=5):
            return True
    except (OSError, ValueError):
        return False


def _answer(chunk: Chunk, future: Any, give: Callable[[Chunk], Any]) -> list[RowResult]:
    """A chunk's outcomes. What the cluster has lost, with a worker that died, is given to it again."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    for _ in range(_TRIES):
        try:
            found: list[RowResult] = future.result()
        except (KilledWorker, CancelledError, OSError):
            time.sleep(0.5)
            future = give(chunk)
        else:
            return found
    hint = "Look at the scheduler and the workers, and run it again with --resume."
    raise HandoutsError([Problem("--dask", 0, "the cluster loses what it works on", hint)], Exit.OUTPUT)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
