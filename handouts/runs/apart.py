"""Work in a process of its own, so that what started it can go on: it tells how far it is, and hears when to stop.

Where whoever started it goes away, it finishes what it has in hand and ends, as if it had been told to stop.
"""

from __future__ import annotations

import atexit
import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass

__all__ = ["ApartLine", "ApartNews", "ApartWork", "start_apart"]

_LAST = 3.0
"""Seconds that a process which has told all has to end by itself."""
NewsKind = Literal["of", "step", "told", "done", "failed", "ended"]


class ApartNews:
    """One thing that is told of the work. “of”: how many pieces there are; “step”: how many more are done; “told”: a
    sentence; “done”: what it came to; “failed”: its HandoutsError; “ended”: it was ended from outside.
    """

    __slots__ = ("kind", "value")

    def __init__(self, kind: NewsKind, value: Any) -> None:
        self.kind, self.value = kind, value


class ApartLine:
    """The worker's end of the line."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._stop = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        """Anything that comes, and the line's end too, means: stop."""
        try:
            self._line.recv()
        except (EOFError, OSError):
            pass
        finally:
            self._stop.set()

    def tell(self, kind: NewsKind, value: Any) -> None:
        """Tell something, where there is somebody to listen."""
        with self._lock:
            try:
                self._line.send((kind, value))
            except (BrokenPipeError, OSError):
                self._stop.set()

    def of(self, count: int) -> None:
        """How many pieces there are."""
        self.tell("of", count)

    def step(self, count: int = 1, /) -> None:
        """So many more are done."""
        self.tell("step", count)

    def say(self, sentence: str) -> None:
        """Tell a sentence that names no patient."""
        self.tell("told", sentence)

    def stopped(self) -> bool:
        """Whether to stop after what is in hand."""
        return self._stop.is_set()


ApartWork = Callable[..., Any]
"""What is done: a function of a module, which another process can find. It is given its line, and what is asked."""


@dataclass(frozen=True)
class StartedWork:
    """Work that was started."""

    stop: Callable[[], None]
    """Tell it to stop after what it has in hand."""
    wait: Callable[[float], bool]
    """Wait for its end, so many seconds at most; gives whether it has ended."""
    process: int


def start_apart(work: ApartWork, heard: Callable[[ApartNews], None], **asked: Any) -> StartedWork:
    """Start work. ``heard`` is called from a thread with each thing that is told; the last is done, failed or ended."""
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, work, asked))
    process.start()
    theirs.close()
    listener = threading.Thread(target=_listen, args=(ours, process, heard), daemon=True)
    listener.start()

    def stop() -> None:
        try:
            ours.send("stop")
        except (BrokenPipeError, OSError):
            return  # it has ended already

    atexit.register(stop)  # else the end of this process waits for all of the work

    def wait(seconds: float) -> bool:
        listener.join(seconds)
        return not listener.is_alive()

    return StartedWork(stop, wait, process.pid or 0)


def _listen(line: Connection, process: Any, heard: Callable[[ApartNews], None]) -> None:
    last = False
    while not last:
        try:
            kind, value = line.recv()
        except (EOFError, OSError):
            process.join(_LAST)
            kind, value = "ended", process.exitcode
        last = kind in ("done", "failed", "ended")
        if last:
            process.join(_LAST)
        heard(ApartNews(kind, value))
    line.close()


def _work(line: Connection, work: ApartWork, asked: dict[str, Any]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it, and reaches us by the line's end
    end = ApartLine(line)
    try:
        end.tell("done", work(end, **asked))
    except HandoutsError as error:
        end.tell("failed", error)
    except Exception as error:  # noqa: BLE001  # a fault of ours must not end unseen; its words may name a patient
        message = f"ended by a fault of the program: {type(error).__name__}"
        hint = "Nothing is lost that was finished. Try again; if it happens again, tell who looks after Handouts."
        end.tell("failed", HandoutsError([Problem("work", 0, message, hint)], Exit.OUTPUT))
