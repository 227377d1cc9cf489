"""The reader, asked as the product asks it: in this process, or in one that does nothing else (``python -m`` this module).

That one takes a line of JSON for each file, [path, geometries by handout], and answers with one: its processor time and
its memory are the reader's own, Python and libraries included.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from handouts.scan.seen import looked_at, places_of, read_page

Said = dict[str, Any]
"""``what`` and ``notes`` of a file's pages, ``pages``: [handout, page, boxes, blanks, problems] of each that was read;
``seconds`` of the processor; ``peak``: most memory that the process had until now, MB. Plain data, for JSON."""
Geometries = Mapping[str, Mapping[str, Any]]
ROOT = Path(__file__).parents[3]


def said_of(path: Path, geometries: Geometries) -> Said:
    """What is said of a file. Pages of handouts that are not among the geometries are only named."""
    begun = time.process_time()
    what: list[str] = []
    notes: list[str] = []
    pages: list[list[Any]] = []
    for seen in looked_at(path):
        what.append(seen.what)
        notes += seen.notes
        for found in seen.found:
            geometry = geometries.get(found.handout)
            if geometry is None or found.page > geometry["pages"]:
                pages.append([found.handout, found.page, {}, {}, ["not known here"]])
                continue
            read = read_page(seen, found, places_of(geometry, found.page))
            pages.append([read.handout, read.page, dict(read.boxes), dict(read.blanks), list(read.problems)])
    seconds = time.process_time() - begun
    return {"what": what, "notes": notes, "pages": pages, "seconds": seconds, "peak": _peak()}


def _peak() -> float:
    """Of this process alone: what ``getrusage`` tells counts the one that started it, if that was larger."""
    status = Path("/proc/self/status")
    said = re.search(r"VmHWM:\s+(\d+)", status.read_text("ascii", "replace")) if status.exists() else None
    return int(said[1]) / 1024 if said else 0.0


@contextmanager
def reader() -> Iterator[Callable[[Path, Geometries], Said]]:
    """``said_of`` in another process."""
    command = [sys.executable, "-m", "tests.scan.worn.reading"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, told = process.stdin, process.stdout
        assert asked
        assert told

        def ask(path: Path, geometries: Geometries) -> Said:
            print(json.dumps([str(path), geometries]), file=asked, flush=True)
            return json.loads(told.readline())  # type: ignore[no-any-return]  # its form is ours

        yield ask
        asked.close()


if __name__ == "__main__":
    for line in sys.stdin:
        file, known = json.loads(line)
        print(json.dumps(said_of(Path(file), known)), flush=True)
