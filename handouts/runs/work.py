"""Works on a chunk of a batch, in whatever process it is called."""

from __future__ import annotations

from pathlib import Path

from handouts.library.load import Library
from handouts.runs.packets import make_packet
from handouts.runs.rows import Bench, Chunk, Job, RowResult, make_files

__all__ = ["set_up", "work"]

_benches: dict[tuple[Path | None, str | None, tuple[tuple[str, bool], ...]], Bench] = {}


def set_up(job: Job, library: Library | None = None) -> Bench:
    """The bench of this process for a job, set up at its first use. One is kept."""
    key = (job.clinic, job.brand, tuple(sorted(job.printing.items())))
    if library or key not in _benches:
        _benches.clear()
        _benches[key] = Bench(job, library)
    return _benches[key]


def work(job: Job, chunk: Chunk) -> list[RowResult]:
    """Make the handouts of a chunk; gives an outcome a row, in order."""
    bench = set_up(job)
    return make_packet(job, chunk, bench) if job.kind == "packet" else make_files(job, chunk, bench)
