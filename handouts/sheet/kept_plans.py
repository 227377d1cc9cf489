"""How pages were filled, kept between runs: a handout like one of before is then composed once, not at every form.

A plan says which blocks stand on which page, by their numbers. Its key is kept as a digest only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.base.kept import Kept
from handouts.sheet.forms import Form
from handouts.sheet.page import PageFrame
from handouts.sheet.text import Faces

__all__ = ["KeptPlans", "PagePlan"]

PagePlan = tuple[tuple[tuple[int, str, Form], ...], ...]
"""For each page what stands on it: the number of an item, the place of a loose one, the form that it is set in."""

_FILES, _LARGEST = 1_000, 20_000
_WRITTEN_MOST = 50
"""Plans that one run writes: a large batch has hundreds, and makes each in no time."""
_SAMPLE = "".join(map(chr, range(33, 127)))


class KeptPlans:
    """Plans of one look on one paper: in memory, and the first of them in the cache folder."""

    def __init__(self, look: str, frame: PageFrame, faces: Faces, most: int) -> None:
        self._known: Kept[Hashable, PagePlan] = Kept(most)
        self._facts: Kept[Hashable, bool] = Kept(most)
        self._folder = CacheFolder("plans", files=_FILES, largest=_LARGEST)
        self._written = 0
        widths = [round(faces.width(char, strong), 6) for strong in (False, True) for char in _SAMPLE]
        code = code_state("base", "figures", "library", "plan", "sheet", "write")
        state = f"{look} {frame!r} {faces.ascent} {faces.descent} {faces.cap} {faces.leading} {widths} {code}"
        self._state = sha256(state.encode()).hexdigest()  # which is part of each plan's key, and was long

    def get(self, key: Hashable) -> PagePlan | None:
        """The plan that was kept under a key."""
        plan = self._known.get(key)
        if plan is None and (raw := self._folder.read(f"{self._state} plan {key!r}")):
            try:
                plan = self._known.keep(key, _plan(json.loads(raw)))
            except (ValueError, TypeError, KeyError):
                return None
        return plan

    def keep(self, key: Hashable, plan: PagePlan) -> PagePlan:
        """Keep a plan, and give it back."""
        self._write(f"plan {key!r}", json.dumps(plan).encode())
        return self._known.keep(key, plan)

    def fact(self, key: Hashable, find: Callable[[], bool]) -> bool:
        """What was found once of what is put on pages."""
        fact = self._facts.get(key)
        if fact is None:
            kept = self._folder.read(f"{self._state} fact {key!r}")
            fact = kept == b"1" if kept in (b"0", b"1") else self._found(key, find())
            self._facts.keep(key, fact)
        return fact

    def _found(self, key: Hashable, fact: bool) -> bool:
        self._write(f"fact {key!r}", b"1" if fact else b"0")
        return fact

    def _write(self, key: str, data: bytes) -> None:
        if self._written < _WRITTEN_MOST:
            self._written += 1
            self._folder.write(f"{self._state} {key}", data)

    def __len__(self) -> int:
        return len(self._known)


def _plan(plain: Any) -> PagePlan:
    return tuple(tuple((int(index), str(place), _form(form)) for index, place, form in page) for page in plain)


def _form(plain: Any) -> Form:
    if not all(isinstance(value, float | int | str) for value in plain):
        raise TypeError("not the form of a block")
    return tuple(plain)
