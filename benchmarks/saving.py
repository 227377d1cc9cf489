"""Ways of saving a week's files, each file by file or in groups: how fast this disk takes them, and at what cost.

Ready bytes of a handout's size, a head that all share and a small tail. Each way writes into a fresh folder beside the
others; nothing is deleted before the end, for a disk is slow where files have just been deleted, and what is slow then
is the disk and not the way. All are run in turn, so compare within a round; processor time is steadier than rates.
The disk's other users are part of it: “--beside MB” has another process write so much a second, flushing nothing.

python benchmarks/saving.py [--files 2000] [--rounds 3] [--beside 0] [FOLDER]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from handouts.base import diskwide
from handouts.base.files import sync_folder
from handouts.deliver.save import save, save_group

HEAD, TAIL = os.urandom(88_000), os.urandom(6_000)
Way = Callable[[Path, int], None]


def named(number: int) -> tuple[str, tuple[bytes, bytes]]:
    return f"{number:06}.pdf", (HEAD, TAIL + b"%d" % number)


def one_by_one(threads: int) -> Way:
    """As a batch did before there were groups: each synced by itself, the folder once at the end."""

    def write(folder: Path, count: int) -> None:
        with ThreadPoolExecutor(threads) as writers:
            jobs = [
                writers.submit(save, folder / name, b"".join(parts), force=False, sync="data")
                for name, parts in map(named, range(count))
            ]
            for job in jobs:
                job.result()
        sync_folder(folder)

    return write


def in_groups(size: int, *, flushed: bool = True) -> Way:
    """As a batch does: many written, the disk waited for once. Not ``flushed``: as where each must be synced."""

    def write(folder: Path, count: int) -> None:
        flushes = diskwide.flushes
        if not flushed:
            diskwide.flushes = lambda _: False
        try:
            for at in range(0, count, size):
                some = [named(number) for number in range(at, min(count, at + size))]
                if set(save_group(folder, some, force=False)) != {"written"}:
                    raise SystemExit("the disk does not take them")
        finally:
            diskwide.flushes = flushes

    return write


WAYS: dict[str, Way] = {
    "one by one, 2 threads": one_by_one(2),
    "groups of 100, each synced": in_groups(100, flushed=False),
    "groups of 20, disk flushed": in_groups(20),
    "groups of 50, disk flushed": in_groups(50),
    "groups of 100, disk flushed": in_groups(100),
    "groups of 200, disk flushed": in_groups(200),
}


def _write_beside(folder: Path, rate: int) -> None:
    data, start, written = os.urandom(1 << 20), time.monotonic(), 0
    while True:
        with (folder / f"other-{written % 4}").open("wb") as file:
            for _ in range(200):
                file.write(data)
                written += 1
                time.sleep(max(0.0, start + written / rate - time.monotonic()))


@contextmanager
def beside(folder: Path, rate: int) -> Iterator[None]:
    """Another process that writes to the same disk, MB a second."""
    other = multiprocessing.get_context("fork").Process(target=_write_beside, args=(folder, rate), daemon=True)
    if rate:
        other.start()
        time.sleep(2)
    try:
        yield
    finally:
        if rate:
            other.kill()
            other.join()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--files", type=int, default=2000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--beside", type=int, default=0, metavar="MB")
    asked.add_argument("folder", nargs="?", type=Path, default=Path.cwd().parent)
    given = asked.parse_args()
    top = Path(tempfile.mkdtemp(prefix="saving-", dir=given.folder))
    found: dict[str, list[tuple[float, float]]] = {how: [] for how in WAYS}
    try:
        with beside(top, given.beside):
            for turn in range(given.rounds):
                for number, (how, write) in enumerate(WAYS.items()):
                    folder = top / f"{turn}-{number}"
                    folder.mkdir()
                    start, used = time.perf_counter(), time.process_time()
                    write(folder, given.files)
                    used, took = time.process_time() - used, time.perf_counter() - start
                    found[how].append((given.files / took, 1e6 * used / given.files))
        what = f"{given.files:,} files of 94 kB, {given.beside} MB/s beside"
        print(f"| {what} | files/s, each round | CPU µs a file, median |")
        print("|---|---|---|")
        for how, rounds in found.items():
            rates = ", ".join(f"{rate:.0f}" for rate, _ in rounds)
            print(f"| {how} | {rates} | {statistics.median(cpu for _, cpu in rounds):.0f} |")
    finally:
        shutil.rmtree(top)


if __name__ == "__main__":
    main()
