"""Heads of files, kept between runs: the second patient who gets the same drills in the same week, on the same day, has
only a tail to be made.

What is kept is what all such patients share, and so nothing of one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.sheet.blocks import OwnPart
from handouts.write.pdf.faces import TypeFaces
from handouts.write.pdf.family import Family, Head, OwnElement

__all__ = ["KeptFamilies"]

_FILES, _LARGEST = 100, 1_000_000
_WRITTEN_MOST = 10
"""Families that one run writes: a large batch has hundreds, and its next one other days."""
_SOUND = 4_000
"""Of how many it is kept that they can be made: a clinic's trial print has a hundred, all that is shipped some 250."""


class KeptFamilies:
    """The families of one press. ``state`` says what all of them depend on: colours, forms and the like."""

    def __init__(self, state: str, faces: TypeFaces) -> None:
        self._folder = CacheFolder("families", files=_FILES, largest=_LARGEST)
        self._found = CacheFolder("printable", files=_SOUND, largest=100)
        self._left = _WRITTEN_MOST
        code = code_state("base", "figures", "library", "plan", "sheet", "type", "write")
        self._state = sha256(f"{state} {faces.state} {code}".encode()).hexdigest()

    def get(self, key: str) -> Family | None:
        """The family that was kept under a key, which says all that it was made from; None where there is none."""
        raw = self._folder.read(f"{self._state} {key}")
        try:
            return _read(raw) if raw else None
        except (ValueError, TypeError):
            return None

    def keep(self, key: str, family: Family) -> Family:
        """Keep a family, and give it back."""
        if self._left:
            self._left -= 1
            self._folder.write(f"{self._state} {key}", _written(family))
        return family

    def sound(self, key: str, make: Callable[[], object]) -> None:
        """See that a family can be made. That it was made is kept, without the family; what ``make`` raises is not, so
        that it is told each time.
        """
        said = f"{self._state} {key}"
        if self._found.read(said) is None:
            make()
            self._found.write(said, b"can be printed")


def _written(one: Family) -> bytes:
    """A line of JSON, then the head."""
    info, xmp = ([part.decode() for part in parts] for parts in (one.info, one.xmp))
    line = json.dumps([one.table, one.root, one.size, one.pages, one.own, one.elements, one.fonts, info, xmp])
    return b"%b\n%b" % (line.encode(), one.head.data)


def _read(raw: bytes) -> Family:
    line, head = raw.split(b"\n", 1)
    table, root, size, pages, own, said, fonts, info, xmp = json.loads(line)
    parts = tuple(_part(one) for one in own)
    elements = tuple(OwnElement(_part(one), int(number), str(body)) for one, number, body in said)
    info, xmp = ([str(part).encode() for part in parts] for parts in (info, xmp))
    return Family(Head(head), int(table), int(root), int(size), int(pages), parts, elements, str(fonts), info, xmp)


def _part(found: Sequence[Any]) -> OwnPart:
    kind, nth, copy = found
    return OwnPart(kind, int(nth), bool(copy))
