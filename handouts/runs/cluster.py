"""Works on a batch with the workers of a Dask cluster."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.runs.job import Chunk, Job, RowResult
from handouts.runs.workers import work

__all__ = ["on_cluster"]

_TRIES = 4
"""How often a chunk whose worker died is given to another."""


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
            yield _answer(*waiting.popleft(), give, "with --resume" if job.kind == "files" else "again")


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


def _answer(chunk: Chunk, future: Any, give: Callable[[Chunk], Any], again: str) -> list[RowResult]:
    """A chunk's results. What the cluster has lost, with a worker that died, is given to it again.

    ``again`` says how the whole is run once more, where that does not help.
    """
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    for _ in range(_TRIES):
        try:
            results: list[RowResult] = future.result()
        except (KilledWorker, CancelledError, OSError):
            time.sleep(0.5)
            future = give(chunk)
        else:
            return results
    hint = f"Look at the scheduler and the workers, and run the command {again}."
    raise HandoutsError([Problem("--dask", 0, "the cluster loses what it works on", hint)], Exit.OUTPUT)
