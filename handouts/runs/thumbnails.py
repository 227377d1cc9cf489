"""A small picture of each drill, to choose it by: its most telling position, as SVG in the clinic's colours."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.plan.cards import drawn_pictures
from handouts.plan.phrases import Phrases
from handouts.runs.press import Press

if TYPE_CHECKING:
    from handouts.library.models import Drill

__all__ = ["Thumbnails", "draw_all", "telling"]

_HEIGHT = 34.0
"""Of a picture, mm."""
_FILES, _LARGEST, _KEPT = 2_000, 400_000, 400


def telling(drill: Drill) -> int:
    """Which position says most of a drill, from 0: one that is held, else one with muscles marked or an arrow, the
    later first; else the last.
    """
    positions = drill.figure.positions if drill.figure else ()
    held = {number for number, step in enumerate(drill.steps, 1) if step.hold}

    def says(at: int) -> tuple[bool, bool, bool, int]:
        one = positions[at]
        return one.step in held, bool(one.muscles), bool(one.arrow), at

    return max(range(len(positions)), key=says, default=0)


class Thumbnails:
    """Draws the small pictures of one library's drills. They are kept in the cache folder: drawing one takes a while.

    It has a press of its own, so that nobody waits for it who is looking at a sheet.
    """

    def __init__(self, library: Library) -> None:
        self._library, self._lock = library, RLock()
        self._files = CacheFolder("thumbnails", files=_FILES, largest=_LARGEST)
        self._known: Kept[str, bytes] = Kept(_KEPT)
        self._keys: dict[int, str] = {}

    @cached_property
    def _press(self) -> Press:
        library = self._library
        quiet = replace(library, clinic=replace(library.clinic, mono=False))
        return Press(quiet)

    @cached_property
    def _state(self) -> str:
        clinic = self._library.clinic
        return f"{code_state('figures', 'write')} {clinic.colours!r} {clinic.person!r}"

    def key(self, drill: Drill) -> str:
        """Stands for all that a drill's picture is made from; empty where it has none."""
        if not drill.figure:
            return ""
        if id(drill) not in self._keys:
            said = f"{self._state} {drill.id} {telling(drill)} {drill.name} {drill.figure!r}"
            self._keys[id(drill)] = hashlib.sha256(said.encode()).hexdigest()[:20]
        return self._keys[id(drill)]

    def lacks(self) -> bool:
        """Whether a picture of any drill would have to be drawn."""
        return any(key and self._files.read(key) is None for key in map(self.key, self._library.drills.values()))

    def picture(self, drill: Drill) -> bytes:
        """A drill's picture as SVG. LookupError where the drill has none."""
        key = self.key(drill)
        if not key:
            raise LookupError(drill.id)
        if data := self._known.get(key):
            return data
        with self._lock:
            return self._known.keep(key, self._files.get_or_make(key, lambda: self._drawn(drill)))

    def _drawn(self, drill: Drill) -> bytes:
        library = self._library
        words = library.words.get(drill.language) or library.words["en"]
        shown = drawn_pictures(drill, library.clinic.person, Phrases(words), library, mirrored=False)
        at = telling(drill)
        return self._press.figure(shown[at : at + 1], "svg", height=_HEIGHT, captions=False, title=drill.name)


def draw_all(folder: Path | None, brand: str | None) -> None:
    """Draw what is not in the cache folder yet: to be run beside the desk, in a process that lets others go first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends it
    if hasattr(os, "nice"):
        os.nice(15)
    with contextlib.suppress(HandoutsError):  # told where the drill is used
        library = load_library(folder, brand)
        thumbnails = Thumbnails(library)
        for drill in library.drills.values():
            if drill.figure and library.words:
                thumbnails.picture(drill)
