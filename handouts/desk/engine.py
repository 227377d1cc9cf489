"""Sheets for the eye: a draft's texts become a plan, the very bytes that would be handed over, and pictures of pages.

PDFium is not made for several threads, and a press keeps what sheets share: so there is one of each, and a lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from datetime import date
from functools import cached_property
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.plan.planner import Planner
from handouts.runs.finding import Searcher
from handouts.runs.issue import Planned, plan
from handouts.runs.press import Press
from handouts.runs.thumbnails import Thumbnails
from handouts.scan.leaf import leaf_picture

if TYPE_CHECKING:
    from handouts.write.pdf.family import Pressed

__all__ = ["NOBODY", "WIDEST", "Engine", "ShownSheet", "printing_of"]

NOBODY = "Patient’s name"
"""Stands where the name will be, as long as none is given."""
WIDEST = 2400
"""Pixels of the widest picture of a page."""
_SHOWN_KEPT, _PAGES_KEPT = 40, 120
"""Sheets, of some 150 kB, and pictures of pages, of some 250 kB, that are kept."""
_PRINTING = ("mono", "form", "two_up", "codes")


@dataclass(frozen=True)
class ShownSheet:
    """A sheet that can be looked at and handed over."""

    key: str
    """Stands for all that it was made from."""
    planned: Planned = field(repr=False)
    pressed: Pressed = field(repr=False)
    named: bool
    """Whether it has a patient's name; without one it can be looked at only."""

    @property
    def pages(self) -> int:
        """How many there are."""
        return self.pressed.pages


def printing_of(values: Mapping[str, Any]) -> dict[str, bool]:
    """How a draft is to be printed: it says what is not as usual, as the command line's options do."""
    return {
        "mono": bool(values.get("mono")),
        "form": not values.get("no_form"),
        "two_up": bool(values.get("two_up")),
        "codes": not values.get("no_codes"),
    }


class Engine:
    """Plans and prints one library's sheets, one at a time."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._lock = RLock()
        self._presses: dict[tuple[bool, ...], Press] = {}
        self._shown: Kept[str, ShownSheet] = Kept(_SHOWN_KEPT)
        self._pictures: Kept[tuple[str, int, int], bytes] = Kept(_PAGES_KEPT)
        self.planner = Planner(library)
        """Keeps what sheets share. Use it under ``locked``."""
        self.thumbnails = Thumbnails(library)

    @cached_property
    def searcher(self) -> Searcher:
        """Finds drills and programs of this library."""
        return Searcher(self.library)

    def press(self, printing: Mapping[str, bool]) -> Press:
        """The press that prints so. Use it under ``locked``."""
        key = tuple(printing[name] for name in _PRINTING)
        if key not in self._presses:
            self._presses[key] = Press(self.library, **printing)
        return self._presses[key]

    def press_of(self, values: Mapping[str, Any]) -> Press:
        """The press for a draft's values. Use it under ``locked``."""
        return self.press(printing_of(values))

    def locked(self) -> AbstractContextManager[bool]:
        """What must be held while a press, a planner or PDFium is used."""
        return self._lock

    def shown(self, values: Mapping[str, Any], today: date) -> ShownSheet:
        """The sheet of a draft's values; HandoutsError names fields."""
        key = self._key(values, today)
        with self._lock:
            return self._shown.get(key) or self._shown.keep(key, self._made(key, values, today))

    def ready(self, values: Mapping[str, Any], today: date) -> bool:
        """Whether the sheet of a draft's values is kept, so that nobody waits for it."""
        return self._key(values, today) in self._shown

    def warm(self, today: date) -> None:
        """Load what the first sheet needs, before anybody waits for it."""
        with contextlib.suppress(HandoutsError):
            self.shown({"items": [name for name, _ in self.library.programs][:1]}, today)

    @staticmethod
    def _key(values: Mapping[str, Any], today: date) -> str:
        return hashlib.sha256(json.dumps([values, str(today)], sort_keys=True).encode()).hexdigest()[:24]

    def kept(self, key: str) -> ShownSheet | None:
        """A sheet that was made a while ago, by its key; None where it is not kept any more."""
        return self._shown.get(key)

    def _made(self, key: str, values: Mapping[str, Any], today: date) -> ShownSheet:
        named = bool(str(values.get("patient", "")).strip())
        fields = {**values, "patient": values["patient"] if named else NOBODY}
        planned = plan(fields, self.library, today, self.planner)
        pressed = self.press_of(values).pressed(planned.handout)
        return ShownSheet(key, planned, pressed, named)

    def ahead(self, shown: ShownSheet, page: int, width: int) -> None:
        """Draw a page in a thread of its own, for a browser that is about to ask for it."""
        if 1 <= page <= shown.pages:
            Thread(target=self.picture, args=(shown, page, width), daemon=True).start()

    def picture(self, shown: ShownSheet, page: int, width: int) -> bytes:
        """A page as PNG. ``page`` counts from 1, ``width`` is in pixels; IndexError where there is no such page."""
        width = max(60, min(width, WIDEST))
        where = (shown.key, page, width)
        with self._lock:
            return self._pictures.get(where) or self._pictures.keep(
                where, leaf_picture(shown.pressed.data, page, width)
            )
