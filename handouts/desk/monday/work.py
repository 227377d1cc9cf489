"""The long work of a clinic's Monday: one piece at a time, told to every window that looks, and stopped by a button.

It runs in a process of its own. What it is and how far it has come is known here; that it was begun also stands in the
clinic's folder, so that a desk which is opened after a power cut can say that it did not come to its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from handouts.base.files import write_whole
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.folder import make_folder
from handouts.desk.ownwords import in_desk_words
from handouts.desk.pages import told
from handouts.runs.apart import ApartNews, ApartWork, StartedWork, start_apart
from handouts.runs.rosters.shelf import FOLDER

if TYPE_CHECKING:
    from handouts.desk.state import Desk

__all__ = ["MondayWork", "Works", "streamed", "works_of"]

Kind = Literal["make", "look", "send", "again"]
_NAMES: dict[Kind, str] = {
    "make": "Making the sheets",
    "look": "Looking what would go out",
    "send": "Sending the mail",
    "again": "Sending again",
}
_MARK = ".under-way.json"
_WORKS: WeakKeyDictionary[Desk, Works] = WeakKeyDictionary()
_LOCK = RLock()
_LOOK_AGAIN = 0.25
"""Seconds between two looks at how far the work has come."""
_STREAM_ENDS = 20.0
"""Seconds after which a stream ends and is asked for again, so that no server waits long for one."""


class MondayWork:
    """A piece of work, as every window sees it."""

    def __init__(self, kind: Kind, place: str, who: str, about: dict[str, Any], day: str = "") -> None:
        """``place``: the address of its roster and week. ``about``: what it was asked for, to be begun again, with the
        ``day`` of issue.
        """
        self.kind, self.place, self.who, self.about, self.day = kind, place, who, about, day
        self.name = _NAMES[kind]
        self.total = self.done = 0
        self.told: list[str] = []
        self.state: Literal["running", "done", "failed"] = "running"
        self.stopping = False
        self.result: Any = None
        self.problems: Sequence[Problem] = ()
        self.began = datetime.now(UTC)
        self.version = 0
        """Goes up with each change."""

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state == "running"

    def view(self) -> dict[str, Any]:
        """For a page."""
        return {
            "name": self.name,
            "kind": self.kind,
            "total": self.total,
            "done": min(self.done, self.total),
            "told": [in_desk_words(line) for line in self.told[-6:]],
            "running": self.running,
            "stopping": self.stopping,
            "failed": self.state == "failed",
            "problems": told(self.problems),
            "who": self.who,
            "began": f"{self.began.astimezone():%H:%M}",
            "place": self.place,
        }


class Works:
    """The work of one desk."""

    def __init__(self, folder: Path) -> None:
        self._mark = folder / FOLDER / _MARK
        self._lock = RLock()
        self._started: StartedWork | None = None
        self.latest: dict[Kind, MondayWork] = {}
        """What was done last, of each kind."""
        self.now: MondayWork | None = None

    def start(
        self,
        one: MondayWork,
        work: ApartWork,
        asked: dict[str, Any],
        ended: Callable[[MondayWork], None] = lambda _: None,
    ) -> None:
        """Begin work. HandoutsError where other work is under way: the clinic's printer and mail are one."""
        with self._lock:
            if self.now and self.now.running:
                hint = "Wait for its end, or stop it."
                by = f" (begun by {self.now.who})" if self.now.who else ""
                raise HandoutsError([Problem("Monday", 0, f"“{self.now.name}” is under way{by}", hint)])
            self.now = self.latest[one.kind] = one
            self._write(one)

            def heard(news: ApartNews) -> None:
                self._hear(one, news)
                if not one.running:
                    ended(one)

            self._started = start_apart(work, heard, **asked)

    def stop(self) -> None:
        """Stop after what is in hand."""
        with self._lock:
            if self.now and self.now.running and self._started:
                self.now.stopping = True
                self.now.version += 1
                self._started.stop()

    def wait(self, seconds: float) -> bool:
        """Wait for the end of what is under way; gives whether nothing is."""
        return self._started.wait(seconds) if self._started else True

    def left(self) -> dict[str, Any] | None:
        """What was begun and did not come to its end, and is not under way; None where there is nothing."""
        if self.now and self.now.running:
            return None
        try:
            found = json.loads(self._mark.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and isinstance(found.get("about"), dict) else None

    def forget_left(self) -> None:
        """It need not be told any more."""
        with contextlib.suppress(OSError):
            self._mark.unlink(missing_ok=True)

    def _hear(self, one: MondayWork, news: ApartNews) -> None:
        with self._lock:
            if news.kind == "of":
                one.total, one.done = news.value, 0
            elif news.kind == "step":
                one.done += news.value
            elif news.kind == "told":
                one.told.append(news.value)
            elif news.kind == "done":
                one.result, one.state = news.value, "done"
            else:
                one.problems = news.value.problems if news.kind == "failed" else _ended(one)
                one.state = "failed"
            if not one.running and not (news.kind == "ended" or one.stopping):
                self.forget_left()
            one.version += 1

    def _write(self, one: MondayWork) -> None:
        if one.kind != "make":  # of mail the outbox knows more
            return
        make_folder(self._mark.parent)
        about = {**one.about, "issued": one.about.get("issued") or one.day}
        said = {
            "name": one.name,
            "place": one.place,
            "began": f"{one.began.astimezone():%Y-%m-%d %H:%M}",
            "about": about,
        }
        with contextlib.suppress(OSError):  # the work itself says so where nothing can be written
            write_whole(self._mark, json.dumps(said).encode(), force=True)


def _ended(one: MondayWork) -> tuple[Problem, ...]:
    message = "was ended from outside; memory may have run out"
    return (Problem(one.name, 0, message, "What was finished is kept. Begin it again: it goes on from there."),)


def works_of(desk: Desk) -> Works:
    """The work of a desk."""
    with _LOCK:
        if desk not in _WORKS:
            _WORKS[desk] = Works(desk.store)
        return _WORKS[desk]


async def streamed(one: MondayWork, shown: Callable[[], str]) -> AsyncIterator[str]:
    """Server-sent events about a piece of work: “part” each time that something has changed, “done” at its end."""
    version = -1
    waited = 0.0
    yield "retry: 400\n\n"
    while one.running and waited < _STREAM_ENDS:
        if one.version != version:
            version = one.version
            yield _event("part", shown())
        await asyncio.sleep(_LOOK_AGAIN)
        waited += _LOOK_AGAIN
    if not one.running:
        yield _event("done", shown())


def _event(name: str, html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
