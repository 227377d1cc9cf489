"""Reading files that came back: in a process of its own, begun again after a file that ended it, told as it goes.

The files lie in a folder of the clinic's for its owner alone, under names of their own, and go one by one as they are
read. What a power cut has left there goes when the next ones come.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from handouts.base.problems import Problem
from handouts.deliver.folder import make_folder
from handouts.runs.apart import ApartNews, StartedWork, start_apart
from handouts.runs.camefiles import CameFile, read_came

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handouts.desk.state import Desk

__all__ = ["FOLDER", "CameWork", "begin", "new_folder", "streamed", "work_of", "works_of_late"]

FOLDER = ".came-back"
_OLD = 3600.0
"""Seconds after which a folder that no work of ours has is taken for left over."""
_KEPT = 12
"""How many piles are remembered."""
_LOOK_AGAIN, _STREAM_ENDS = 0.25, 20.0
"""Seconds between two looks, and after which a stream is asked for again."""
_WORKS: WeakKeyDictionary[Desk, dict[str, CameWork]] = WeakKeyDictionary()
_LOCK = RLock()


class CameWork:
    """A pile of files, as every window sees it."""

    def __init__(self, desk: Desk, names: list[str], who: str) -> None:
        self.id = secrets.token_urlsafe(9)
        self.names, self.who = names, who
        self.began = datetime.now(UTC)
        self.folder = desk.store / FOLDER / self.id
        self.came: dict[int, CameFile] = {}
        """By the number of the file."""
        self.at: tuple[int, int] | None = None
        """File and page that are in hand, from 0 and from 1."""
        self.problems: tuple[Problem, ...] = ()
        self.running = True
        self.stopping = False
        self.version = 0
        """Goes up with each change."""
        self._lock = RLock()
        self._started: StartedWork | None = None

    def begin(self, asked: Mapping[str, Any], files: list[tuple[int, Path]], ended: Callable[[CameWork], None]) -> None:
        """Read files, in the order of their numbers."""

        def heard(news: ApartNews) -> None:
            self._hear(news)
            if news.kind not in ("done", "failed", "ended"):
                return
            rest = [one for one in files if one[0] not in self.came]
            if news.kind == "ended" and rest and not self.stopping:
                self._end_of(rest[0][0])
                if rest[1:]:
                    self.begin(asked, rest[1:], ended)
                    return
            self._finish()
            ended(self)

        self._started = start_apart(read_came, heard, **asked, files=files)

    def stop(self) -> None:
        """Stop after the file that is in hand."""
        self.stopping = True
        self.version += 1
        if self._started:
            self._started.stop()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; gives whether it has come."""
        end = time.monotonic() + seconds
        while self.running and time.monotonic() < end:
            time.sleep(0.05)
        return not self.running

    def _hear(self, news: ApartNews) -> None:
        with self._lock:
            if news.kind == "told" and isinstance(news.value, CameFile):
                self.came[news.value.number] = news.value
            elif news.kind == "told":
                self.at = news.value
            elif news.kind == "failed":
                self.problems = tuple(news.value.problems)
            self.version += 1

    def _end_of(self, number: int) -> None:
        """A file that has ended its reader: of a damaged or hostile one nothing more is tried."""
        message = "ended the program that read it, and was left: it is damaged, or made to do so"
        problem = Problem(self.names[number], 0, message, "What came before it is entered. Look at it yourself.")
        self.came[number] = CameFile(number, self.names[number], problems=(problem,))

    def _finish(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.running = False
        self.version += 1


def begin(desk: Desk, work: CameWork, asked: Mapping[str, Any], files: list[tuple[int, Path]]) -> None:
    """Read files that were put into ``work.folder``, and remember the work."""
    with _LOCK:
        works = _WORKS.setdefault(desk, {})
        while len(works) >= _KEPT and (old := next((one for one in works.values() if not one.running), None)):
            del works[old.id]
        works[work.id] = work

    def at_end() -> None:
        work.stop()
        work.wait(30)
        shutil.rmtree(work.folder, ignore_errors=True)

    desk.at_end(at_end)
    work.begin(asked, files, lambda _: None)


def work_of(desk: Desk, name: str) -> CameWork | None:
    """The work with this id; None where it is not known any more."""
    return _WORKS.get(desk, {}).get(name)


def works_of_late(desk: Desk) -> list[CameWork]:
    """The latest first."""
    return list(reversed(_WORKS.get(desk, {}).values()))


def new_folder(desk: Desk, work: CameWork) -> Path:
    """The folder for the files of a pile, made; what was left there of old is thrown away."""
    make_folder(work.folder)
    ours = set(_WORKS.get(desk, {}))
    for old in work.folder.parent.iterdir():
        with contextlib.suppress(OSError):
            if old.name not in ours and old != work.folder and old.stat().st_mtime < time.time() - _OLD:
                shutil.rmtree(old, ignore_errors=True)
    return work.folder


async def streamed(work: CameWork, ending: Callable[[], bool], shown: Callable[[], str]) -> AsyncIterator[str]:
    """Server-sent events: “part” each time that something has changed, “done” at the end."""
    version, waited = -1, 0.0
    yield "retry: 400\n\n"
    while work.running and waited < _STREAM_ENDS and not ending():
        if work.version != version:
            version = work.version
            yield _event("part", await asyncio.to_thread(shown))
        await asyncio.sleep(_LOOK_AGAIN)
        waited += _LOOK_AGAIN
    if not work.running:
        yield _event("done", await asyncio.to_thread(shown))


def _event(name: str, html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
