"""The running desk: whose folder it works in, what content there is now, and who may ask."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, RLock
from typing import TYPE_CHECKING

from handouts.base.records import dataclass
from handouts.deliver.audit import AuditTable
from handouts.deliver.printer import printers
from handouts.deliver.register import Register
from handouts.desk.engine import Engine
from handouts.library.inside import FOLDERS
from handouts.library.load import Library, load_library
from handouts.runs.registers import bring_along, open_register

if TYPE_CHECKING:
    from handouts.desk.who import Who

__all__ = ["Desk"]

_QUEUES_HOLD = 30.0
"""Seconds for which the list of print queues holds."""
_TOP_FILES = ("clinic.yaml", "flags.yaml")


@dataclass(frozen=True)
class _Loaded:
    state: object
    engine: Engine


class Desk:
    """What the pages of one server share."""

    def __init__(self, folder: Path | None, today: Callable[[], date], *, brand: str | None = None) -> None:
        """``folder`` is the clinic's; without one nothing is entered, and drafts last as long as the server."""
        self.folder, self.today, self.brand = folder, today, brand
        self.key = secrets.token_urlsafe(32)
        """What opens the desk once, in the address that the browser is sent to."""
        self._away = None if folder else tempfile.TemporaryDirectory(prefix="handouts-desk-")
        self.ending = Event()
        """Set when the server is to stop: streams end, and jobs finish what is in hand."""
        self._at_end: list[Callable[[], None]] = []
        self._lock = RLock()
        self._loaded: _Loaded | None = None
        self._queues: tuple[float, tuple[str, ...]] = 0.0, ()

    @property
    def engine(self) -> Engine:
        """Plans and prints with the content as it is in the folder now."""
        with self._lock:
            state = _state_of(self.folder)
            if self._loaded is None or self._loaded.state != state:
                self._loaded = _Loaded(state, Engine(load_library(self.folder, self.brand)))
            return self._loaded.engine

    @property
    def library(self) -> Library:
        """The content as it is in the folder now. It may have problems: see ``Library.stops``."""
        return self.engine.library

    @property
    def store(self) -> Path:
        """Where the register lies: the clinic's folder, or one that goes when the server ends."""
        return self.folder or Path(self._away.name if self._away else ".")

    @contextmanager
    def register(self, *, reading: bool = False) -> Iterator[Register]:
        """The register, open. HandoutsError where it cannot be used."""
        with open_register(self.store, reading=reading) as register:
            yield register

    def note(self, who: Who, did: str, about: str = "") -> None:
        """Write into the trail what somebody did; ``about`` is a sheet's id, a file or an account, never a patient."""
        with self.register() as register:
            AuditTable(register).add(who.name, did, about, who.origin)

    def queues(self) -> tuple[str, ...]:
        """Print queues of the computer that the desk runs on, the default one first; asked for anew twice a minute."""
        now = time.monotonic()
        if now >= self._queues[0]:
            self._queues = now + _QUEUES_HOLD, printers()
        return self._queues[1]

    def move_into(self, folder: Path) -> None:
        """Work in a clinic's folder from now on. What was kept without one, drafts above all, comes along."""
        with self._lock:
            if self.folder is None:
                bring_along(self.store, folder)
            self.folder, self.brand, self._loaded = folder, None, None

    def at_end(self, work: Callable[[], None]) -> None:
        """Have something done when the server stops: a job waited for that finishes what is in hand."""
        self._at_end.append(work)

    def close(self) -> None:
        """Finish what is in hand, and throw away what was kept without a clinic's folder."""
        self.ending.set()
        while self._at_end:
            self._at_end.pop()()
        if self._away:
            self._away.cleanup()


def _state_of(folder: Path | None) -> object:
    """What changes with any file of the clinic's content: names, sizes and times."""
    if folder is None:
        return None
    found = []
    for place in (*(folder / name for name in _TOP_FILES), *(folder / name for name in FOLDERS), folder):
        for top, _, names in os.walk(place) if place != folder else [(str(folder), [], _pictures(folder))]:
            found += [_stamp(Path(top) / name) for name in sorted(names)]
        if place.is_file():
            found.append(_stamp(place))
    return tuple(found)


def _pictures(folder: Path) -> list[str]:
    """Files beside clinic.yaml that it may name: logos."""
    try:
        return [one.name for one in os.scandir(folder) if one.name.lower().endswith((".png", ".jpg", ".jpeg", ".svg"))]
    except OSError:
        return []


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), found.st_size, found.st_mtime_ns
